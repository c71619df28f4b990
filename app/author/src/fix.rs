//! `boucle fix`: mends in the author's files what leaves no choice.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::{
    diagnostic::Severity,
    rule::LINKED_FILE,
    source::{self, mend},
};

use crate::{
    folder::{self, Nothing},
    new,
    render::{self, count},
};

/// What came of mending some courses.
#[derive(Debug)]
pub struct Fixed {
    /// What people read of it.
    pub shown: String,
    /// How many errors are left.
    pub errors: usize,
}

/// Why nothing was mended, or not all of it.
#[derive(Debug)]
pub enum Refused {
    /// There is nothing to read.
    Nothing(Nothing),
    /// A file is not what was read a moment ago.
    Changed(PathBuf),
    /// A file can't be written.
    Unwritable(PathBuf, io::Error),
}

impl Refused {
    /// The sentence for the author.
    pub fn sentence(&self) -> String {
        match self {
            Self::Nothing(nothing) => nothing.sentence(),
            Self::Changed(path) => format!(
                "`{}` was changed in the meantime, and is left as it is.",
                path.display()
            ),
            Self::Unwritable(path, error) => {
                format!("`{}` can't be written: {error}.", path.display())
            }
        }
    }
}

impl From<Nothing> for Refused {
    fn from(nothing: Nothing) -> Self {
        Self::Nothing(nothing)
    }
}

/// Mends the courses at `path`; a dry run writes nothing.
pub fn fix(path: &Path, dry: bool) -> Result<Fixed, Refused> {
    let found = folder::find(path)?;
    let (mut shown, mut mended, mut files) = (String::new(), 0, 0);
    let mut left = Vec::new();
    for folder in &found.courses {
        let reading = folder::read(folder)?;
        let place = render::place(folder);
        let (after, done) = mend::mend(reading.course.id.as_str(), &reading.files);
        let here = |file: &str| found.only.as_ref().is_none_or(|only| only == file);
        for it in done.iter().filter(|it| here(&it.file)) {
            mended += 1;
            let file = render::path(&place, &it.file);
            shown.push_str(&format!("{file}:{}: {} [{}]\n", it.line, it.what, it.rule));
        }
        let mut kept = reading.files.clone();
        for (file, bytes) in after.into_iter().filter(|(file, _)| here(file)) {
            let Some(before) = kept.get(&file).filter(|before| **before != bytes) else {
                continue;
            };
            if !dry {
                write(&folder.join(&file), before, &bytes)?;
            }
            files += 1;
            kept.insert(file, bytes);
        }
        let (_, findings) = source::read(reading.course.id.as_str(), &kept);
        // A link is seen by who walks through the folder, not by who reads its files.
        let links = reading
            .findings
            .iter()
            .filter(|it| it.rule == LINKED_FILE.name);
        let findings = findings.into_iter().chain(links.cloned());
        left.extend(findings.filter(|finding| here(&finding.file)));
    }
    let would = if dry { "Would mend" } else { "Mended" };
    shown.push_str(&match mended {
        0 => "There is nothing to mend here.\n".to_owned(),
        n => format!(
            "{would} {} in {}.\n",
            count(n, "place"),
            count(files, "file")
        ),
    });
    let of = |severity| left.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    if errors + warnings > 0 {
        let both = [count(errors, "error"), count(warnings, "warning")];
        shown.push_str(&format!(
            "Left for you: {}. `boucle check` shows them.\n",
            both.join(" and ")
        ));
    }
    Ok(Fixed { shown, errors })
}

/// Puts `after` in place of `before`, if that still is what the file holds.
fn write(path: &Path, before: &[u8], after: &[u8]) -> Result<(), Refused> {
    let unwritable = |error| Refused::Unwritable(path.to_owned(), error);
    if fs::read(path).map_err(unwritable)? != before {
        return Err(Refused::Changed(path.to_owned()));
    }
    new::replace(path, after).map_err(unwritable)
}
