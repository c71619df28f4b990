//! The folders of courses, read without ever leaving them.
//!
//! A link in a course's folder is not followed, whatever it points at; a huge file is not read.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    time::SystemTime,
};

use domain::{
    diagnostic::Finding,
    limit, rule,
    source::{self, Course, Files},
};

/// So many bytes of one course are read, pictures and all.
const COURSE_BYTES: usize = 256 << 20;
/// So deep may folders stand in a course's folder. Lessons stand one deep.
const DEPTH: usize = 6;

/// What there is to read.
#[derive(Debug)]
pub struct Folder {
    /// The courses, by the name of their folder.
    pub courses: Vec<PathBuf>,
    /// The file of the one course that alone is asked about, from the course's folder.
    pub only: Option<String>,
}

/// Why there is nothing to read. Each is a wrong use of the command.
#[derive(Debug)]
pub enum Nothing {
    /// There is no such file or folder.
    Absent(PathBuf),
    /// It can't be read.
    Forbidden(PathBuf, io::Error),
    /// There is no course in it.
    NoCourse(PathBuf),
}

impl Nothing {
    /// The sentence for the author.
    pub fn sentence(&self) -> String {
        match self {
            Self::Absent(path) => format!("there is no `{}`.", path.display()),
            Self::Forbidden(path, error) => format!("`{}` can't be read: {error}.", path.display()),
            Self::NoCourse(path) => {
                format!(
                    "there is no course in `{}`: a course is a folder with a `course.toml`.",
                    path.display()
                )
            }
        }
    }
}

/// A course that was read from its folder.
#[derive(Debug)]
pub struct Reading {
    /// Its folder, as it was named.
    pub folder: PathBuf,
    /// Its files.
    pub files: Files,
    /// What was read.
    pub course: Course,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
}

/// Finds the courses at `path`: a folder of courses, one course, or one file of a course.
pub fn find(path: &Path) -> Result<Folder, Nothing> {
    let kind = fs::metadata(path).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            Nothing::Absent(path.to_owned())
        } else {
            Nothing::Forbidden(path.to_owned(), error)
        }
    })?;
    if kind.is_file() {
        return around(path);
    }
    if is_course(path) {
        return Ok(Folder {
            courses: vec![path.to_owned()],
            only: None,
        });
    }
    let forbidden = |error| Nothing::Forbidden(path.to_owned(), error);
    let mut folders = Vec::new();
    let mut lessons = false;
    for entry in fs::read_dir(path).map_err(forbidden)? {
        let entry = entry.map_err(forbidden)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_type().map_err(forbidden)?.is_dir() {
            lessons |= has_lesson(&entry.path());
            folders.push(entry.path());
        }
    }
    folders.sort();
    if folders.iter().any(|folder| is_course(folder)) {
        return Ok(Folder {
            courses: folders,
            only: None,
        });
    }
    // Folders with lessons and no `course.toml` above them: a course whose head is missing.
    if lessons {
        return Ok(Folder {
            courses: vec![path.to_owned()],
            only: None,
        });
    }
    Err(Nothing::NoCourse(path.to_owned()))
}

fn is_course(folder: &Path) -> bool {
    folder.join("course.toml").is_file()
}

fn has_lesson(folder: &Path) -> bool {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    entries.into_iter().any(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "md")
    })
}

/// The course that the file `path` belongs to.
fn around(path: &Path) -> Result<Folder, Nothing> {
    let mut folder = path.to_owned();
    let mut inner = Vec::new();
    while inner.len() < DEPTH {
        match folder.file_name() {
            Some(name) => inner.push(name.to_string_lossy().into_owned()),
            None => break,
        }
        if !folder.pop() {
            break;
        }
        let named = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &folder
        };
        if is_course(named) {
            inner.reverse();
            return Ok(Folder {
                courses: vec![named.to_owned()],
                only: Some(inner.join("/")),
            });
        }
    }
    Err(Nothing::NoCourse(path.to_owned()))
}

/// Reads the course in `folder`.
pub fn read(folder: &Path) -> Result<Reading, Nothing> {
    let forbidden = |error| Nothing::Forbidden(folder.to_owned(), error);
    let mut walk = Walk {
        files: Files::new(),
        findings: Vec::new(),
        bytes: 0,
    };
    walk.folder(folder, "", 0).map_err(forbidden)?;
    // `.` has no name of its own.
    let whole = fs::canonicalize(folder).map_err(forbidden)?;
    let name = whole
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let (course, mut findings) = source::read_in(&name, &walk.files, year());
    findings.extend(walk.findings);
    findings
        .sort_by(|one, other| (&one.file, one.span.start).cmp(&(&other.file, other.span.start)));
    Ok(Reading {
        folder: folder.to_owned(),
        files: walk.files,
        course,
        findings,
    })
}

/// The year it is, in the calendar of figures: that of `SOURCE_DATE_EPOCH` where it is set, so that the
/// same sources say the same on any day; none where the clock stands before 1970.
fn year() -> Option<u16> {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok();
    let set = set.and_then(|seconds| seconds.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = set.or_else(|| now().ok().map(|since| since.as_secs()))?;
    // The mean year of the Gregorian calendar; a few hours around New Year are not worth more.
    u16::try_from(1970 + seconds / 31_556_952).ok()
}

/// Gathers the files of a course.
struct Walk {
    files: Files,
    findings: Vec<Finding>,
    bytes: usize,
}

impl Walk {
    fn folder(&mut self, folder: &Path, inner: &str, depth: usize) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            // One file more than there may be is enough to say that there are too many.
            if self.files.len() > limit::FILES || self.bytes > COURSE_BYTES {
                break;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let path = if inner.is_empty() {
                name
            } else {
                format!("{inner}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() && depth < DEPTH {
                self.folder(&entry.path(), &path, depth + 1)?;
            } else if kind.is_file() {
                self.file(&entry.path(), path)?;
            } else if kind.is_symlink() {
                self.findings.push(rule::LINKED_FILE.finding(
                    &path,
                    0..0,
                    "this is a link to somewhere else.",
                    "put the file itself here: links are not followed.",
                ));
            }
        }
        Ok(())
    }

    fn file(&mut self, file: &Path, path: String) -> io::Result<()> {
        let most = limit::PICTURE_BYTES.max(limit::LESSON_BYTES) as u64 + 1;
        let mut bytes = Vec::new();
        fs::File::open(file)?.take(most).read_to_end(&mut bytes)?;
        self.bytes += bytes.len();
        if self.bytes > COURSE_BYTES {
            self.findings.push(rule::FILES_WITHOUT_END.finding(
                &path,
                0..0,
                format!(
                    "with this file the course is larger than {} MB.",
                    COURSE_BYTES >> 20
                ),
                "make its pictures smaller.",
            ));
        }
        self.files.insert(path, bytes);
        Ok(())
    }
}
