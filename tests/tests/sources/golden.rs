//! Sources in folders, with what must come of them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use author::{folder, render};
use domain::{diagnostic::Severity, source};

/// The files in which what must come out stands.
const EXPECTED: [&str; 2] = ["findings.txt", "lesson.json"];

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sources");
    let entries = fs::read_dir(root).expect("tests/sources is there");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    cases.sort();
    cases
}

/// What comes of the sources in `case`, by the name of the file in which it is expected.
fn outcome(case: &Path) -> BTreeMap<&'static str, String> {
    let mut reading = folder::read(case).expect("the case can be read");
    let mut files = std::mem::take(&mut reading.files);
    files.retain(|file, _| !EXPECTED.contains(&file.as_str()));
    let name = case
        .file_name()
        .expect("a case has a name")
        .to_string_lossy();
    let (course, findings) = source::read(&name, &files);
    let shown = render::findings("", &files, &findings, false);
    let of = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let summary = render::summary(errors, warnings, files.len());
    let mut outcome = BTreeMap::from([("findings.txt", format!("{shown}{summary}\n"))]);
    // Only what has no finding shows what is published; the others show what is said.
    if findings.is_empty() {
        let lessons: Vec<_> = course
            .lessons()
            .flatten()
            .map(|text| (&text.lesson, &text.notes))
            .collect();
        let json = serde_json::to_string_pretty(&lessons).expect("lessons have text keys");
        outcome.insert("lesson.json", json + "\n");
    }
    outcome
}

#[test]
fn every_source_gives_what_is_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        let outcome = outcome(case);
        for file in EXPECTED {
            let path = case.join(file);
            let expected = fs::read_to_string(&path).ok();
            let found = outcome.get(file);
            if expected.as_ref() == found {
                continue;
            }
            match found {
                Some(found) if update => fs::write(&path, found).expect("the case can be written"),
                None if update => fs::remove_file(&path).expect("the case can be written"),
                Some(found) => wrong.push(format!("{}:\n{found}", path.display())),
                None => wrong.push(format!("{} is expected and does not come.", path.display())),
            }
        }
    }
    assert!(cases.len() >= 40, "there are {} cases", cases.len());
    assert!(
        wrong.is_empty(),
        "{} differ; UPDATE=1 writes them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
