//! `boucle check`: everything there is to say about some courses, at once.

use std::path::Path;

use domain::diagnostic::{Finding, Severity};

use crate::folder::{self, Nothing, Reading};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// The courses that were read, by the name of their folder.
    pub courses: Vec<Reading>,
    /// How many files were looked at.
    pub files: usize,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
}

/// Checks the courses at `path`.
pub fn check(path: &Path) -> Result<Checked, Nothing> {
    let found = folder::find(path)?;
    let mut courses = Vec::new();
    for folder in &found.courses {
        let mut reading = folder::read(folder)?;
        if let Some(only) = &found.only {
            reading.findings.retain(|finding| finding.file == *only);
        }
        courses.push(reading);
    }
    let files = match &found.only {
        Some(_) => 1,
        None => courses.iter().map(|reading| reading.files.len()).sum(),
    };
    let of = |severity| {
        let all = courses.iter().flat_map(|reading| &reading.findings);
        all.filter(|finding: &&Finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    Ok(Checked {
        courses,
        files,
        errors,
        warnings,
    })
}
