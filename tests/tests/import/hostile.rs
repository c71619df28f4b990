//! Banks that were made to do harm: each is read in the time its size takes, and not more.

use std::time::{Duration, Instant};

use author::import::{self, Around, Form, Imported};

/// Long enough for a slow machine, and far too short for anything that grows with the square of its size.
const PATIENCE: Duration = Duration::from_secs(60);

fn read(form: Form, bank: &str) -> Imported {
    let start = Instant::now();
    let imported = import::import(form, "bank", bank.as_bytes(), &Around::default());
    let head: String = bank.chars().take(40).collect();
    assert!(
        start.elapsed() < PATIENCE,
        "{form:?} {head:?} took {:?}",
        start.elapsed()
    );
    imported
}

#[test]
fn many_of_any_mark_are_read_in_their_time() {
    for mark in [
        "{", "}", "=", "~", "#", "####", "->", "::", "\\", "//", "%", "=a->b", "~%50%", "$$",
        "\\(", "\\(a\\)", "<b>", "<a ", "<!--", "&", "&#", "<ul><li>", "*", "[", "`",
    ] {
        read(Form::Gift, &mark.repeat((1 << 18) / mark.len()));
        read(
            Form::Gift,
            &format!("Which?{{={}", mark.repeat((1 << 16) / mark.len())),
        );
        for form in ["html", "markdown"] {
            let text = mark.repeat((1 << 15) / mark.len());
            read(Form::Gift, &format!("[{form}]{text}{{T}}"));
        }
    }
}

#[test]
fn sheets_of_nothing_but_marks_are_read_in_their_time() {
    for mark in ["\"", ",", ";", "\n", "\"\"", "a,", "\"a\n", ",\n"] {
        let body = mark.repeat((1 << 18) / mark.len());
        read(Form::Csv, &body);
        read(Form::Csv, &format!("kind,prompt,right,wrong\n{body}"));
    }
}

/// Each is tried in a lesson of its own, so twice as many take twice as long.
#[test]
fn many_items_that_do_not_pass_are_left_out_in_their_time() {
    for item in [
        "{T}\n\n",
        "a{#1}\n\n",
        "x{=a ~a}\n\n",
        "x{=a ~[html]<ul><li>a}\n\n",
    ] {
        read(Form::Gift, &item.repeat(2_000));
    }
    read(
        Form::Csv,
        &format!(
            "kind,prompt,right,wrong\n{}",
            "choice,?,a,a\n".repeat(2_000)
        ),
    );
}

#[test]
fn xml_is_not_expanded_and_may_be_as_deep_as_it_likes() {
    let deep = format!(
        "<quiz>{}{}</quiz>",
        "<a>".repeat(100_000),
        "</a>".repeat(100_000)
    );
    read(Form::MoodleXml, &deep);
    let entities: String = (1..20)
        .map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)))
        .collect();
    let bomb = format!("<!DOCTYPE quiz [<!ENTITY e0 \"ha\">{entities}]><quiz>&e19;</quiz>");
    let imported = read(Form::MoodleXml, &bomb);
    assert!(
        imported
            .findings
            .iter()
            .any(|finding| finding.rule == "broken-xml")
    );
    let nested = format!(
        "<quiz><question type=\"description\"><questiontext format=\"html\"><text><![CDATA[{}]]></text></questiontext></question></quiz>",
        "<ul><li>".repeat(7_000)
    );
    read(Form::MoodleXml, &nested);
    let many = "<question type=\"truefalse\"/>".repeat(40_000);
    let imported = read(Form::MoodleXml, &format!("<quiz>{many}</quiz>"));
    assert!(
        imported.findings.len() <= 1_001,
        "{}",
        imported.findings.len()
    );
}

#[test]
fn xml_that_no_reader_could_end_is_not_begun() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    let namespaces: String = (0..50_000)
        .map(|n| format!("<a xmlns:n{n}=\"u{n}\">"))
        .collect();
    for bank in [
        format!("<quiz><a{attributes}/></quiz>"),
        format!("<quiz>{namespaces}"),
        format!("<quiz><a b=\"{}\"/></quiz>", ">".repeat(1 << 18)),
    ] {
        let imported = read(Form::MoodleXml, &bank);
        let rules: Vec<_> = imported
            .findings
            .iter()
            .map(|finding| finding.rule)
            .collect();
        assert_eq!(rules, ["broken-xml"]);
    }
    for piece in [
        "a<![CDATA[b]]>",
        "<!---->a",
        "&amp;",
        "<a/>b",
        "<![CDATA[",
        "<a b='c'>",
    ] {
        let text = piece.repeat((1 << 18) / piece.len());
        read(
            Form::MoodleXml,
            &format!(
                "<quiz><question type=\"description\"><questiontext><text>{text}</text></questiontext></question></quiz>"
            ),
        );
    }
}

#[test]
fn what_is_beyond_the_limits_is_told() {
    let large = format!("{}\n\nLast?{{T}}\n", "word ".repeat(2 << 20));
    let imported = read(Form::Gift, &large);
    assert!(
        imported
            .findings
            .iter()
            .any(|finding| finding.rule == "bank-too-large")
    );
    let many = "Is it?{T}\n\n".repeat(5_010);
    let imported = read(Form::Gift, &many);
    assert_eq!(imported.activities, 5_000);
    assert!(
        imported
            .findings
            .iter()
            .any(|finding| finding.rule == "bank-too-large")
    );
}
