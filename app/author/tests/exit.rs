//! What `boucle` says to the shell.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

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

/// What `boucle check` says in `format` of a course with findings of every sort.
fn findings(format: &str) -> String {
    let output = boucle(&[
        "check",
        "a-choice-with-everything-wrong",
        "--format",
        format,
    ]);
    assert_eq!(output.status.code(), Some(1), "{format}");
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// A list in a JSON text.
fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    let list = value.pointer(pointer).and_then(Value::as_array);
    list.unwrap_or_else(|| panic!("there is a list at {pointer} of {value}"))
}

#[test]
fn every_format_has_every_finding_with_its_place() {
    let json = json(&findings("json"));
    let all = list(&json, "/findings");
    let count = |field: &str| json[field].as_u64().expect("a number") as usize;
    assert_eq!(count("errors") + count("warnings"), all.len());
    let found = all
        .iter()
        .find(|finding| finding["rule"] == "repeated-key")
        .expect("it has one");
    assert_eq!(
        found["file"],
        "a-choice-with-everything-wrong/module/lesson.en.md"
    );
    assert_eq!(found["severity"], "error");
    for field in ["what", "why", "help"] {
        let text = found[field].as_str().expect("it is a text");
        assert!(text.ends_with('.'), "{field}: {text}");
    }
    let shown = findings("human");
    let place = format!(
        "lesson.en.md:{}:{}",
        found["line"].as_u64().expect("a line"),
        found["column"].as_u64().expect("a column")
    );
    assert!(
        shown.contains(&place),
        "{place} is where people are sent\n{shown}"
    );
    assert_eq!(shown.matches("= help: ").count(), all.len());
    let github = findings("github");
    assert_eq!(
        github.lines().filter(|line| line.starts_with("::")).count(),
        all.len()
    );
    let line = github
        .lines()
        .find(|line| line.contains("title=repeated-key::"))
        .expect("it has one");
    assert!(
        line.starts_with("::error file=a-choice-with-everything-wrong/module/lesson.en.md,line=")
    );
}

#[test]
fn code_scanning_can_read_the_findings() {
    let sarif = json(&findings("sarif"));
    assert_eq!(sarif["version"], "2.1.0");
    let rules = list(&sarif, "/runs/0/tool/driver/rules");
    let results = list(&sarif, "/runs/0/results");
    assert_eq!(
        results.len(),
        list(&json(&findings("json")), "/findings").len()
    );
    let mut prints = std::collections::BTreeSet::new();
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &list(result, "/locations")[0]["physicalLocation"];
        let region = &place["region"];
        let at = |field: &str| region[field].as_u64().expect("a number");
        assert!(at("startLine") >= 1 && at("startColumn") >= 1);
        assert!((at("endLine"), at("endColumn")) >= (at("startLine"), at("startColumn")));
        let uri = place["artifactLocation"]["uri"]
            .as_str()
            .expect("an address");
        assert!(uri.starts_with("a-choice-with-everything-wrong/"), "{uri}");
        let print = result["partialFingerprints"]["primaryLocationLineHash"].clone();
        assert!(
            prints.insert(print.to_string()),
            "two findings are told apart"
        );
    }
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            let text = rule[field]["text"].as_str().expect("a text");
            assert!(text.ends_with(['.', '\n']), "{text}");
        }
    }
}

#[test]
fn a_robot_plays_what_can_be_published_and_nothing_else() {
    let played = boucle(&["play", "a-page-with-one-activity", "--learners", "2"]);
    let said = String::from_utf8(played.stdout).expect("it is UTF-8");
    assert_eq!(played.status.code(), Some(0), "{said}");
    assert!(
        said.contains("seed 2") && said.ends_with("came through.\n"),
        "{said}"
    );
    assert_eq!(code(&["play", "a-choice-with-everything-wrong"]), Some(1));
    assert_eq!(code(&["play", "nowhere"]), Some(2));
}

/// The words of an example in a help text: quoted ones are one, and what the shell does is left out.
fn example(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    // Behind four spaces stands what the example is for.
    for c in line.split("    ").next().unwrap_or("").chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is one").push(c),
        }
    }
    let shell = |word: &String| !word.starts_with('>');
    words.into_iter().take_while(shell).skip(1).collect()
}

#[test]
fn every_example_in_a_help_text_can_be_called() {
    let place = std::env::temp_dir().join(format!("boucle-help-{}", std::process::id()));
    std::fs::create_dir_all(&place).expect("there is room for tests");
    let call = |words: &[String]| {
        Command::new(env!("CARGO_BIN_EXE_boucle"))
            .args(words)
            .current_dir(&place)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("boucle runs")
    };
    let of = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    let mut seen = 0;
    for command in [
        &[][..],
        &["check"],
        &["fix"],
        &["bundle"],
        &["diff"],
        &["play"],
        &["new", "course"],
        &["new", "lesson"],
        &["new", "activity"],
        &["explain"],
    ] {
        let help = call(&of(&[command, &["--help"]].concat()));
        let help = String::from_utf8(help.stdout).expect("it is UTF-8");
        let examples = help
            .lines()
            .filter_map(|line| line.strip_prefix("  boucle "));
        let examples: Vec<Vec<String>> = examples
            .map(|line| example(&format!("boucle {line}")))
            .collect();
        assert!(!examples.is_empty(), "{command:?} has examples: {help}");
        for words in examples {
            seen += 1;
            // The courses of the examples are not there; that is said in the words of the program, and
            // what can't be called in those of its parser.
            let said = String::from_utf8(call(&words).stderr).expect("it is UTF-8");
            assert!(!said.starts_with("error:"), "{words:?}: {said}");
        }
    }
    let _left = std::fs::remove_dir_all(&place);
    assert!(seen > 15, "{seen} examples");
}
