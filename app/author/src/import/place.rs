//! The files of an import: the bank, and the lesson it goes into.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use domain::{
    diagnostic::{Finding, Severity},
    id::Lang,
    limit,
    source::{self, Files},
};

use super::{Around, BANK_BYTES, Form, Imported, import};
use crate::folder::{self, Nothing, Reading};

/// Why nothing was imported. Each is a wrong use of the command.
#[derive(Debug)]
pub enum Refused {
    /// There is no such file.
    Absent(PathBuf),
    /// It can't be read.
    Forbidden(PathBuf, io::Error),
    /// It is no file, or a link to one.
    NoFile(PathBuf),
    /// It is larger than a lesson may be.
    TooLarge(PathBuf),
    /// It is no lesson of a course.
    NoLesson(PathBuf),
    /// There is no course around it.
    NoCourse(Nothing),
    /// It can't be written.
    Unwritable(PathBuf, io::Error),
    /// With what was imported the lesson would have more errors than without.
    Errors(Vec<Finding>),
}

impl Refused {
    /// The sentence for the author.
    pub fn sentence(&self) -> String {
        match self {
            Self::Absent(path) => format!("there is no `{}`.", path.display()),
            Self::Forbidden(path, error) => format!("`{}` can't be read: {error}.", path.display()),
            Self::NoFile(path) => {
                format!(
                    "`{}` is no file, or a link to one; name the file itself.",
                    path.display()
                )
            }
            Self::TooLarge(path) => format!(
                "`{}` is larger than {} KB, which is the most for a lesson; cut it into several.",
                path.display(),
                limit::LESSON_BYTES >> 10
            ),
            Self::NoLesson(path) => format!(
                "`{}` is no lesson: its name ends with the language, as in `two-words.en.md`.",
                path.display()
            ),
            Self::NoCourse(nothing) => nothing.sentence(),
            Self::Unwritable(path, error) => {
                format!("`{}` can't be written: {error}.", path.display())
            }
            Self::Errors(findings) => format!(
                "nothing was written, because the lesson would not pass `boucle check`: {}",
                findings.first().map_or("", |finding| finding.what.as_str())
            ),
        }
    }
}

/// A lesson that is written to.
#[derive(Debug)]
pub struct Lesson {
    path: PathBuf,
    reading: Reading,
    /// Its path from the course's folder.
    inner: String,
    lang: Lang,
}

fn regular(path: &Path) -> Result<(), Refused> {
    match fs::symlink_metadata(path) {
        Ok(kind) if kind.is_file() => Ok(()),
        Ok(_) => Err(Refused::NoFile(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Refused::Absent(path.to_owned()))
        }
        Err(error) => Err(Refused::Forbidden(path.to_owned(), error)),
    }
}

/// The lesson at `path`, with the course around it.
pub fn lesson(path: &Path) -> Result<Lesson, Refused> {
    regular(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lang = name
        .strip_suffix(".md")
        .and_then(|stem| stem.rsplit_once('.'))
        .and_then(|(_, lang)| Lang::new(lang).ok());
    let Some(lang) = lang else {
        return Err(Refused::NoLesson(path.to_owned()));
    };
    let found = folder::find(path).map_err(Refused::NoCourse)?;
    let (Some(course), Some(inner)) = (found.courses.first(), found.only) else {
        return Err(Refused::NoLesson(path.to_owned()));
    };
    let reading = folder::read(course).map_err(Refused::NoCourse)?;
    match reading.files.get(&inner) {
        None => return Err(Refused::NoLesson(path.to_owned())),
        // Of a larger file not all was read, and what was not would be lost.
        Some(bytes) if bytes.len() > limit::LESSON_BYTES => {
            return Err(Refused::TooLarge(path.to_owned()));
        }
        Some(_) => {}
    }
    Ok(Lesson {
        path: path.to_owned(),
        reading,
        inner,
        lang,
    })
}

impl Lesson {
    /// What an import into the lesson has to fit in with.
    pub fn around(&self) -> Around {
        let mut around = Around {
            lang: Some(self.lang.clone()),
            ..Around::default()
        };
        for text in self.reading.course.lessons().flatten() {
            let ids = text
                .lesson
                .activities()
                .map(|activity| activity.id.to_string());
            around.activities.extend(ids);
            around
                .pages
                .extend(text.lesson.pages.iter().map(|page| page.id.to_string()));
        }
        around
    }

    /// Puts what was `imported` at the end of the lesson. It is written beside it and then put in its
    /// place, so that no one ever sees half of it.
    pub fn append(&self, imported: &Imported) -> Result<(), Refused> {
        let before = self
            .reading
            .files
            .get(&self.inner)
            .cloned()
            .unwrap_or_default();
        let mut after = before;
        if !after.ends_with(b"\n") {
            after.push(b'\n');
        }
        after.push(b'\n');
        after.extend_from_slice(imported.written.as_bytes());
        let mut files = self.reading.files.clone();
        files.insert(self.inner.clone(), after.clone());
        let name = self.reading.course.id.as_str();
        let known = self.errors(name, &self.reading.files);
        let mut worse = self.errors(name, &files);
        let said = |error: &Finding| (error.rule, error.what.clone());
        worse.retain(|error| !known.iter().any(|before| said(before) == said(error)));
        if !worse.is_empty() {
            return Err(Refused::Errors(worse));
        }
        let unwritable = |error| Refused::Unwritable(self.path.clone(), error);
        let mut beside = self.path.file_name().unwrap_or_default().to_owned();
        beside.push(format!(".new-{}", std::process::id()));
        let beside = self.path.with_file_name(beside);
        fs::write(&beside, after).map_err(unwritable)?;
        fs::rename(&beside, &self.path).map_err(unwritable)
    }

    /// The errors in the lesson, but for those that ask for the other languages: those come next.
    fn errors(&self, name: &str, files: &Files) -> Vec<Finding> {
        let (_, mut findings) = source::read(name, files);
        findings.retain(|finding| {
            finding.file == self.inner
                && finding.severity == Severity::Error
                && !finding.rule.ends_with("-out-of-step")
        });
        findings
    }
}

/// Imports the bank at `path`, to fit in with what is `around`.
pub fn bank(form: Form, path: &Path, around: &Around) -> Result<Imported, Refused> {
    let forbidden = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            Refused::Absent(path.to_owned())
        } else {
            Refused::Forbidden(path.to_owned(), error)
        }
    };
    let kind = fs::metadata(path).map_err(forbidden)?;
    if !kind.is_file() {
        return Err(Refused::NoFile(path.to_owned()));
    }
    let mut bytes = Vec::new();
    let most = BANK_BYTES as u64 + 1;
    fs::File::open(path)
        .map_err(forbidden)?
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(forbidden)?;
    let name = path.to_string_lossy().replace('\\', "/");
    Ok(import(form, &name, &bytes, around))
}
