//! Any bytes as a question bank in any form: importing ends, every finding points into the bank, and what
//! is written passes the check.
//!
//! From the repository's root, with `cargo install cargo-fuzz`:
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz import tests/banks -- -max_total_time=60`
//! (the banks of the golden tests are good seeds).

#![no_main]

use author::import::{self, Around, Form};
use domain::source::{self, Files};
use libfuzzer_sys::fuzz_target;

const COURSE: &str = r#"version = "0.1.0"
languages = ["en"]
licence = "CC-BY-4.0"
authors = ["A"]
art = "ring"
title = { en = "T" }
summary = { en = "S" }
module = [{ id = "m", lessons = ["l"], title = { en = "M" } }]
competency = [{ id = "c", en = "C" }]
"#;

const HEAD: &str = "+++\ntitle = \"T\"\nminutes = 5\ncompetencies = [\"c\"]\n+++\n# A {#first-page-of-all}\n\n";

fuzz_target!(|bytes: &[u8]| {
    // The first byte says what the others are.
    let Some((which, bank)) = bytes.split_first() else { return };
    // A text of HTML in each place where a bank has one.
    let html = || {
        let text = String::from_utf8_lossy(bank).replace("]]>", "");
        format!(
            "<quiz><question type=\"multichoice\"><questiontext format=\"html\"><text><![CDATA[{text}]]></text>\
             </questiontext><answer fraction=\"100\" format=\"html\"><text><![CDATA[{text}]]></text></answer>\
             <answer fraction=\"0\"><text>b</text></answer></question></quiz>"
        )
    };
    let imported = match which % 4 {
        0 => import::import(Form::Gift, "bank", bank, &Around::default()),
        1 => import::import(Form::Csv, "bank", bank, &Around::default()),
        2 => import::import(Form::MoodleXml, "bank", bank, &Around::default()),
        _ => import::import(Form::MoodleXml, "bank", html().as_bytes(), &Around::default()),
    };
    for finding in &imported.findings {
        assert!(imported.bank.get(finding.span.clone()).is_some(), "{finding:?}");
    }
    let files = Files::from([
        ("course.toml".to_owned(), COURSE.as_bytes().to_vec()),
        ("m/l.en.md".to_owned(), format!("{HEAD}{}", imported.written).into_bytes()),
    ]);
    let (_, findings) = source::read("c", &files);
    assert!(source::publishable(&findings), "{findings:?}\n{}", imported.written);
});
