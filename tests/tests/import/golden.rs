//! Banks in files, with what must come of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use author::{
    import::{self, Around, Form, Imported},
    render,
};
use domain::{
    diagnostic::Severity,
    id::Lang,
    source::{self, Course, Files},
};

use crate::base;

/// What a file of this name is written in; none for what is expected.
fn form(path: &Path) -> Option<Form> {
    match path.extension()?.to_str()? {
        "gift" => Some(Form::Gift),
        "csv" => Some(Form::Csv),
        "xml" => Some(Form::MoodleXml),
        _ => None,
    }
}

/// Every bank: its path, its name and what it is written in.
pub(crate) fn banks() -> Vec<(PathBuf, String, Form)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("banks");
    let entries = fs::read_dir(root).expect("tests/banks is there");
    let mut banks: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.expect("it can be read").path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            let form = form(&path)?;
            Some((path, name, form))
        })
        .collect();
    banks.sort_by(|one, other| one.1.cmp(&other.1));
    banks
}

/// The bank at `path`, imported in `lang`.
pub(crate) fn imported(path: &Path, name: &str, form: Form, lang: &str) -> Imported {
    let bytes = fs::read(path).expect("the bank can be read");
    let lang = Lang::new(lang).ok();
    import::import(
        form,
        name,
        &bytes,
        &Around {
            lang,
            ..Around::default()
        },
    )
}

/// What `boucle` tells of an import.
pub(crate) fn told(name: &str, imported: &Imported) -> String {
    let files = Files::from([(name.to_owned(), imported.bank.clone().into_bytes())]);
    let shown = render::findings("", &files, &imported.findings, false);
    format!("{shown}{}\n", render::tally(&imported.findings, 1))
}

/// The small course with `written` as its lesson, and the errors in it.
pub(crate) fn lesson(written: &str) -> (Course, Vec<String>) {
    const HEAD: &str = "+++\ntitle = \"A lesson\"\nminutes = 5\ncompetencies = [\"words\"]\n+++\n\n\
                        # The first page {#first-page-of-all}\n\nOne part.\n\n";
    let mut files = base::files(&[], false);
    files.insert(
        "module/lesson.en.md".to_owned(),
        format!("{HEAD}{written}").into_bytes(),
    );
    let (course, findings) = source::read("small", &files);
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let errors = errors
        .map(|error| format!("{}: {}", error.rule, error.what))
        .collect();
    (course, errors)
}

#[test]
fn every_bank_gives_what_is_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let banks = banks();
    let mut wrong = Vec::new();
    for (path, name, form) in &banks {
        let imported = imported(path, name, *form, "en");
        for (ending, found) in [
            ("md", imported.written.clone()),
            ("txt", told(name, &imported)),
        ] {
            let expected = path.with_file_name(format!("{name}.{ending}"));
            if fs::read_to_string(&expected).ok().as_deref() == Some(&found) {
                continue;
            }
            if update {
                fs::write(&expected, found).expect("the bank can be written");
            } else {
                wrong.push(format!("{}:\n{found}", expected.display()));
            }
        }
    }
    assert!(banks.len() >= 40, "there are {} banks", banks.len());
    assert!(
        wrong.is_empty(),
        "{} differ; UPDATE=1 writes them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_is_imported_passes_the_check_in_a_lesson() {
    for (path, name, form) in banks() {
        for lang in ["en", "fr"] {
            let imported = imported(&path, &name, form, lang);
            let (course, errors) = lesson(&imported.written);
            assert!(
                errors.is_empty(),
                "{name}: {errors:#?}\n{}",
                imported.written
            );
            let lesson = course
                .lessons()
                .next()
                .and_then(|texts| texts.first())
                .expect("it was read");
            let activities = lesson.lesson.activities().count();
            assert_eq!(
                activities, imported.activities,
                "{name}: every activity is there"
            );
        }
    }
}

#[test]
fn every_finding_points_into_the_bank() {
    for (path, name, form) in banks() {
        let imported = imported(&path, &name, form, "en");
        for finding in &imported.findings {
            assert!(
                imported.bank.get(finding.span.clone()).is_some(),
                "{name}: {finding:?}"
            );
            assert!(
                !finding.what.contains("invalid") && !finding.help.contains("invalid"),
                "{finding:?}"
            );
            assert!(!finding.why.is_empty(), "{finding:?}");
        }
    }
}

#[test]
fn importing_twice_gives_other_ids() {
    let bank = b"// [id:loop]\nWhich loop?{=reuse ~recycling}\n";
    let around = Around {
        activities: vec!["loop".to_owned(), "loop-2".to_owned()],
        pages: Vec::new(),
        lang: None,
    };
    let imported = import::import(Form::Gift, "bank", bank, &around);
    assert!(
        imported.written.contains("activity choice loop-3\n"),
        "{}",
        imported.written
    );
    assert_eq!(imported.findings.len(), 1, "{:?}", imported.findings);
}

/// `text` without what stands between `open` and `close`.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let first = pieces.next().unwrap_or("").to_owned();
    pieces.fold(first, |kept, piece| {
        let behind = piece.split_once(close).map_or("", |(_, behind)| behind);
        format!("{kept} {behind}")
    })
}

/// Of a bank about which nothing is told, every word stands in the lesson: in a text, an id or a comment.
#[test]
fn no_word_is_dropped_in_silence() {
    // What a form says by words of its own.
    let of_the_form = [
        "true",
        "false",
        "t",
        "f",
        "category",
        "course",
        "module",
        "top",
        "html",
        "markdown",
        "plain",
        "sep",
        "kind",
        "id",
        "page",
        "prompt",
        "right",
        "wrong",
        "feedback",
        "entry",
        "partner",
        "hint",
        "always",
        "tolerance",
        "unit",
        "keys",
        "n",
        "nbsp",
        "lt",
        "amp",
        "notin",
        "sub",
        "b",
        "eacute",
    ];
    let mut seen = 0;
    for (path, name, form) in banks() {
        let imported = imported(&path, &name, form, "en");
        let settings = form == Form::MoodleXml;
        // A category that nothing follows has nothing to say.
        if !imported.findings.is_empty() || settings || name == "descriptions-and-categories.gift" {
            continue;
        }
        let bank: String = imported
            .bank
            .lines()
            .filter(|line| !line.trim().starts_with("//"))
            .fold(String::new(), |bank, line| bank + line + "\n");
        // Escaped ends of lines are two characters of which one is a letter.
        let bank = bank.replace("\\n", "\n");
        let bank = if bank.contains("[html]") {
            without(&bank, "<", ">")
        } else {
            bank
        };
        let said = domain::fold::fold(&imported.written).to_lowercase();
        let words = bank.split(|c: char| !c.is_alphanumeric());
        for word in words
            .map(domain::fold::fold)
            .filter(|word| !word.is_empty())
        {
            let number = word.chars().all(|c| c.is_ascii_digit());
            if number || of_the_form.contains(&word.as_str()) {
                continue;
            }
            seen += 1;
            assert!(
                said.contains(&word),
                "{name}: `{word}` is in none of\n{}",
                imported.written
            );
        }
    }
    assert!(seen > 200, "{seen} words were looked for");
}
