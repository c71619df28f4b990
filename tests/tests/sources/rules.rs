//! Every rule has a page; its example triggers it, and what to write instead does not.

use domain::{
    rule::{self, Rule},
    source::{self, Files},
};

use crate::base::{self, Sample};

/// The two sides of a rule that no text in a page can show: bytes, sizes, missing files.
fn by_hand(name: &str) -> Option<(Files, Files)> {
    let fine = base::files(&[], false);
    let with = |file: &str, bytes: Vec<u8>| {
        let mut files = fine.clone();
        files.insert(file.to_owned(), bytes);
        files
    };
    let lesson = fine["module/lesson.en.md"].clone();
    let bad = match name {
        "unreadable-text" => with(
            "module/lesson.en.md",
            [&lesson[..], b"\n\nr\xe9emploi\n"].concat(),
        ),
        "byte-order-mark" => with(
            "module/lesson.en.md",
            [b"\xef\xbb\xbf", &lesson[..]].concat(),
        ),
        "file-too-large" => with("media/ring.png", vec![0; (5 << 20) + 1]),
        "files-without-end" => {
            let mut files = fine.clone();
            files.extend((0..2_000).map(|n| (format!("media/{n}.png"), Vec::new())));
            files
        }
        "missing-course" => fine
            .clone()
            .into_iter()
            .filter(|(file, _)| file != "course.toml")
            .collect(),
        "text-too-long" => {
            let long = "word ".repeat(20_000);
            with(
                "module/lesson.en.md",
                [&lesson[..], b"\n", long.as_bytes()].concat(),
            )
        }
        _ => return None,
    };
    Some((bad, fine))
}

/// The year in which the examples are read.
const NOW: u16 = 2027;

/// The rules that the program states and not the reading of files: tested with the program.
const OF_THE_PROGRAM: [&str; 1] = ["linked-file"];

pub(crate) fn sides(rule: &Rule) -> Option<(Files, Files)> {
    if OF_THE_PROGRAM.contains(&rule.name) {
        return None;
    }
    let files = |title: &str| {
        let samples: Vec<Sample> = base::samples(base::section(rule.page, title));
        base::files(&samples, rule.name == "lesson-without-head")
    };
    Some(by_hand(rule.name).unwrap_or_else(|| (files("Example"), files("Instead"))))
}

#[test]
fn the_small_course_has_nothing_wrong_with_it() {
    let (_, findings) = source::read("small", &base::files(&[], false));
    assert_eq!(findings, Vec::new());
}

#[test]
fn the_example_of_every_rule_triggers_it() {
    for rule in rule::ALL {
        let Some((bad, _)) = sides(rule) else {
            continue;
        };
        let (_, findings) = source::read_in("small", &bad, Some(NOW));
        let found = findings.iter().any(|finding| finding.rule == rule.name);
        assert!(found, "{}: its example gives {findings:#?}", rule.name);
    }
}

#[test]
fn what_a_rule_says_to_write_instead_has_no_findings() {
    for rule in rule::ALL {
        let Some((_, good)) = sides(rule) else {
            continue;
        };
        let (_, findings) = source::read_in("small", &good, Some(NOW));
        assert!(
            findings.is_empty(),
            "{}: what to write instead gives {findings:#?}",
            rule.name
        );
    }
}

#[test]
fn every_page_says_what_why_and_what_instead() {
    for rule in rule::ALL {
        assert!(
            rule.page.starts_with(&format!("# {}\n\n", rule.name)),
            "{}: its title",
            rule.name
        );
        assert!(rule.why().ends_with('.'), "{}: {:?}", rule.name, rule.why());
        for title in ["Example", "Instead"] {
            assert!(
                !base::section(rule.page, title).trim().is_empty(),
                "{}: {title}",
                rule.name
            );
        }
        assert!(
            !rule.page.contains("invalid"),
            "{}: say what would be right",
            rule.name
        );
        assert_eq!(Rule::named(rule.name), Some(*rule));
    }
}

#[test]
fn no_two_rules_have_the_same_name() {
    let names: std::collections::BTreeSet<_> = rule::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rule::ALL.len());
    assert_eq!(Rule::nearest("raw-htlm"), Some("raw-html"));
}
