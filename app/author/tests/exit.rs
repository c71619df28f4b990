//! What `boucle` says to the shell.

use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs `boucle` among the sources of the golden tests.
fn boucle(words: &[&str]) -> Output {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sources");
    let mut command = Command::new(env!("CARGO_BIN_EXE_boucle"));
    command
        .args(words)
        .current_dir(sources)
        .output()
        .expect("boucle runs")
}

fn code(words: &[&str]) -> Option<i32> {
    boucle(words).status.code()
}

#[test]
fn errors_end_with_1_and_warnings_only_when_asked() {
    let warnings = ["check", "a-page-with-one-activity"];
    // The expected lessons beside the sources are files that nothing reads.
    assert_eq!(code(&warnings), Some(0));
    assert_eq!(code(&[&warnings[..], &["--strict"]].concat()), Some(1));
    assert_eq!(code(&["check", "a-choice-with-everything-wrong"]), Some(1));
    assert_eq!(
        code(&[
            "check",
            "a-page-with-one-activity/module/lesson.en.md",
            "--strict"
        ]),
        Some(0)
    );
}

#[test]
fn wrong_use_ends_with_2_and_says_why() {
    for words in [
        &["check", "nowhere"][..],
        &["explain", "raw-htlm"],
        &["new", "activity", "quiz"],
        &["bundle"],
        &["chek"],
        &["check", "--stric"],
        &[],
    ] {
        let output = boucle(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(
            !output.stderr.is_empty() && output.stdout.is_empty(),
            "{words:?}"
        );
    }
}

#[test]
fn there_are_no_colours_outside_a_terminal() {
    let output = boucle(&["check", "a-choice-with-everything-wrong"]);
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(
        text.contains("error[repeated-key]: ") && !text.contains('\u{1b}'),
        "{text}"
    );
}

#[test]
fn nothing_is_written_while_there_is_an_error() {
    let out = std::env::temp_dir().join(format!("boucle-exit-{}", std::process::id()));
    let words = ["bundle", "a-choice-with-everything-wrong", "--out"];
    assert_eq!(
        code(&[&words[..], &[&*out.to_string_lossy()]].concat()),
        Some(1)
    );
    assert!(!out.exists());
}

#[test]
fn every_rule_and_every_kind_is_explained() {
    let rules = String::from_utf8(boucle(&["explain"]).stdout).expect("it is UTF-8");
    assert!(rules.lines().count() > 60);
    let page = String::from_utf8(boucle(&["explain", "raw-html"]).stdout).expect("it is UTF-8");
    assert!(page.starts_with("# raw-html\n"), "{page}");
    let sample =
        String::from_utf8(boucle(&["new", "activity", "choice"]).stdout).expect("it is UTF-8");
    assert!(
        sample.starts_with("```activity choice ") && sample.ends_with("```\n"),
        "{sample}"
    );
}
