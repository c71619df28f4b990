//! Any bytes as any file of a course: reading ends, and every finding points into its file.
//!
//! From the repository's root, with `cargo install cargo-fuzz`:
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz read tests/sources -- -max_total_time=60`
//! (the sources of the golden tests are good seeds).

#![no_main]

use domain::source::{self, Files};
use libfuzzer_sys::fuzz_target;

const COURSE: &str = r#"version = "0.1.0"
languages = ["en", "fr"]
licence = "CC-BY-4.0"
authors = ["A"]
art = "ring"
title = { en = "T", fr = "T" }
summary = { en = "S", fr = "S" }
module = [{ id = "m", lessons = ["l"], title = { en = "M", fr = "M" } }]
competency = [{ id = "c", en = "C", fr = "C" }]
"#;

const HEAD: &str = "+++\ntitle = \"T\"\nminutes = 5\ncompetencies = [\"c\"]\n+++\n# A {#a}\n\n";

fuzz_target!(|bytes: &[u8]| {
    // The first byte says which file the others are.
    let Some((which, rest)) = bytes.split_first() else { return };
    let mut files = Files::from([
        ("course.toml".to_owned(), COURSE.as_bytes().to_vec()),
        ("m/l.en.md".to_owned(), HEAD.as_bytes().to_vec()),
    ]);
    match which % 10 {
        0 => files.insert("course.toml".to_owned(), rest.to_vec()),
        1 => files.insert("glossary.toml".to_owned(), rest.to_vec()),
        2 => files.insert("figures.toml".to_owned(), rest.to_vec()),
        3 => files.insert("media/a.svg".to_owned(), rest.to_vec()),
        4 => files.insert("media/a.webp".to_owned(), rest.to_vec()),
        5 => files.insert("m/l.fr.md".to_owned(), [HEAD.as_bytes(), rest].concat()),
        6 => files.insert("m/l.fr.md".to_owned(), rest.to_vec()),
        7 => files.insert("m/l.fr.md".to_owned(), [HEAD.as_bytes(), b"```activity choice x\n", rest].concat()),
        8 => files.insert("m/l.fr.md".to_owned(), [HEAD.as_bytes(), b"```activity sequence x\n", rest].concat()),
        _ => files.insert("m/l.fr.md".to_owned(), [HEAD.as_bytes(), b"$$", rest, b"$$"].concat()),
    };
    let (course, findings) = source::read("c", &files);
    for finding in &findings {
        let text = source::text(files.get(&finding.file).map_or(&[][..], Vec::as_slice));
        assert!(text.get(finding.span.clone()).is_some(), "{finding:?}");
    }
    source::mend::mend("c", &files);
    // What has no error can be published.
    if source::publishable(&findings) {
        source::publish::publish(&course);
    }
});
