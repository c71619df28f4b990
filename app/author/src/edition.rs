//! A course as it is published, from its sources or from what was published of it.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use domain::{
    bundle,
    diagnostic::Severity,
    edition::{Edition, Unread},
    limit,
};

use crate::{
    folder::{self, Nothing},
    render::count,
};

/// Why there is no course to be had.
#[derive(Debug)]
pub enum Missing {
    /// There is nothing to read.
    Nothing(Nothing),
    /// The sources have errors: so many.
    Errors(PathBuf, usize),
    /// There are several courses: these.
    Several(PathBuf, Vec<String>),
    /// What was published can't be read.
    Unread(PathBuf, Unread),
}

impl Missing {
    /// The sentence for the author.
    pub fn sentence(&self) -> String {
        match self {
            Self::Nothing(nothing) => nothing.sentence(),
            Self::Errors(path, errors) => format!(
                "`{0}` has {1}: `boucle check {0}` shows them.",
                path.display(),
                count(*errors, "error")
            ),
            Self::Several(path, names) => format!(
                "there are several courses in `{}`: name one of `{}`.",
                path.display(),
                names.join("`, `")
            ),
            Self::Unread(path, Unread::Absent(file)) => {
                format!("`{}` has no `{file}`, which it lists.", path.display())
            }
            Self::Unread(path, Unread::Refused(file, refusal)) => format!(
                "`{}` can't be read: {}.",
                path.join(file).display(),
                match refusal {
                    bundle::Refusal::Page => "it is a web page".to_owned(),
                    bundle::Refusal::Truncated => "it is shorter than it was published".to_owned(),
                    bundle::Refusal::Damaged => "its bytes are not the published ones".to_owned(),
                    bundle::Refusal::Newer(format) => {
                        format!("it was published by a newer program, in format {format}")
                    }
                    bundle::Refusal::Limit => "it is larger than a course may be".to_owned(),
                    bundle::Refusal::Unreadable => "it is not what was published".to_owned(),
                }
            ),
        }
    }
}

impl From<Nothing> for Missing {
    fn from(nothing: Nothing) -> Self {
        Self::Nothing(nothing)
    }
}

/// The course at `path`: the folder of its sources, the folder it was published into, or the one of a
/// published version.
pub fn open(path: &Path) -> Result<Edition, Missing> {
    if path.join("manifest.json").is_file() {
        return published(path);
    }
    if path.join("catalogue.json").is_file() {
        return catalogued(path);
    }
    let found = folder::find(path)?;
    let [folder] = &found.courses[..] else {
        let name = |folder: &PathBuf| folder.display().to_string();
        let names = found.courses.iter().map(name).collect();
        return Err(Missing::Several(path.to_owned(), names));
    };
    let reading = folder::read(folder)?;
    let errors = reading.findings.iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    match errors.count() {
        0 => {
            Edition::of(&reading.course).map_err(|unread| Missing::Unread(path.to_owned(), unread))
        }
        errors => Err(Missing::Errors(folder.clone(), errors)),
    }
}

/// The only course of the catalogue in the folder `path`.
fn catalogued(path: &Path) -> Result<Edition, Missing> {
    const CATALOGUE: &str = "catalogue.json";
    let bytes = bytes(&path.join(CATALOGUE))?;
    let catalogue = bundle::catalogue(&bytes).map_err(|refusal| {
        Missing::Unread(
            path.to_owned(),
            Unread::Refused(CATALOGUE.to_owned(), refusal),
        )
    })?;
    let folder =
        |listing: &bundle::Listing| path.join(format!("{}/{}", listing.id, listing.version));
    match &catalogue.courses[..] {
        [only] => published(&folder(only)),
        several => {
            let names = several
                .iter()
                .map(|listing| folder(listing).display().to_string());
            Err(Missing::Several(path.to_owned(), names.collect()))
        }
    }
}

/// The version that was published into the folder `path`.
fn published(path: &Path) -> Result<Edition, Missing> {
    let mut files = BTreeMap::new();
    let forbidden = |error| Nothing::Forbidden(path.to_owned(), error);
    for entry in fs::read_dir(path).map_err(forbidden)? {
        let entry = entry.map_err(forbidden)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // Lessons and what lists them; pictures lie in a folder of their own. Links are not followed.
        if name.ends_with(".json") && entry.file_type().map_err(forbidden)?.is_file() {
            if files.len() > limit::FILES {
                break;
            }
            files.insert(name, bytes(&entry.path())?);
        }
    }
    Edition::read(&files).map_err(|unread| Missing::Unread(path.to_owned(), unread))
}

/// As much of a published file as one may have, and a byte more.
fn bytes(path: &Path) -> Result<Vec<u8>, Nothing> {
    let most = limit::LESSON_BYTES.max(limit::MANIFEST_BYTES) as u64 + 1;
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| Nothing::Forbidden(path.to_owned(), error))
}
