//! `boucle import` and `boucle export` as the shell sees them, and as the guide shows them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder of its own for one test, with a course in it; taken away at the end.
struct Place(PathBuf);

const COURSE: &str = r#"version = "0.1.0"
languages = ["en"]
licence = "CC-BY-4.0"
authors = ["A. Teacher"]
art = "ring"
title = { en = "Loops" }
summary = { en = "Which comes first?" }
module = [{ id = "first", lessons = ["loops"], title = { en = "First" } }]
competency = [{ id = "loops", en = "I can order the loops." }]
"#;

const LESSON: &str = "+++\ntitle = \"Loops\"\nminutes = 5\ncompetencies = [\"loops\"]\n+++\n\n# Loops {#loops}\n\n\
                      One loop.\n";

const BANK: &str = "Which loop is the shorter one?{=reuse ~recycling}\n\nA lamp that is sold again is reused.{T}\n";

impl Place {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("boucle-import-{name}-{}", std::process::id()));
        let _absent = fs::remove_dir_all(&path);
        let place = Self(path);
        place.write("courses/loops/course.toml", COURSE);
        place.write("courses/loops/first/loops.en.md", LESSON);
        place.write("bank.gift", BANK);
        place
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.0.join(file);
        fs::create_dir_all(file.parent().expect("it has one")).expect("a folder is made");
        fs::write(file, text).expect("a file is written");
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).expect("it is there")
    }

    fn boucle(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_boucle"));
        command
            .args(words)
            .current_dir(&self.0)
            .output()
            .expect("boucle runs")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

#[test]
fn activities_are_printed_and_findings_told_beside_them() {
    let place = Place::new("print");
    let output = place.boucle(&["import", "gift", "bank.gift", "--lang", "fr"]);
    assert_eq!(output.status.code(), Some(0));
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(
        out.starts_with("```activity choice ") && out.contains("- [x] Vrai {#true}"),
        "{out}"
    );
    assert!(
        err.ends_with("Imported 2 activities.\n") && !err.contains('\u{1b}'),
        "{err}"
    );
    place.write("bad.gift", "Which {=a\n\nIs it?{T}\n");
    let output = place.boucle(&["import", "gift", "bad.gift"]);
    assert_eq!(output.status.code(), Some(1), "something was left out");
    let err = text(&output.stderr);
    assert!(
        err.contains("error[broken-item]: ") && err.contains("--> bad.gift:1:7"),
        "{err}"
    );
}

#[test]
fn what_goes_into_a_lesson_stands_at_its_end_and_passes_the_check() {
    let place = Place::new("into");
    let lesson = "courses/loops/first/loops.en.md";
    for _ in 0..2 {
        let output = place.boucle(&["import", "gift", "bank.gift", "--into", lesson]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "it stands in the lesson");
    }
    let written = place.read(lesson);
    assert!(written.starts_with(LESSON), "what was there is untouched");
    assert_eq!(written.matches("```activity choice ").count(), 4);
    assert_eq!(place.boucle(&["check", "courses"]).status.code(), Some(0));
    let left = fs::read_dir(place.0.join("courses/loops/first"))
        .expect("it is there")
        .count();
    assert_eq!(left, 1, "nothing is left beside it");
}

#[test]
fn a_lesson_that_could_not_be_read_any_more_is_not_written() {
    let place = Place::new("refused");
    let lesson = "courses/loops/first/loops.en.md";
    // Nearly as long as a lesson may be, and longer than that.
    for words in [(2 << 20) / 9 - 20, 700_000] {
        let long = format!("{LESSON}\n{}", "A word.\n\n".repeat(words));
        place.write(lesson, &long);
        let output = place.boucle(&["import", "gift", "bank.gift", "--into", lesson]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert_eq!(place.read(lesson), long);
    }
}

#[test]
fn wrong_use_of_an_import_ends_with_2_and_says_why() {
    let place = Place::new("wrong");
    place.write("alone.en.md", LESSON);
    for words in [
        &["import", "gift"][..],
        &["import", "gift", "nowhere.gift"],
        &["import", "gift", "courses"],
        &["import", "word", "bank.gift"],
        &["import", "gift", "bank.gift", "--lang", "French"],
        &["import", "gift", "bank.gift", "--into", "nowhere.en.md"],
        &["import", "gift", "bank.gift", "--into", "alone.en.md"],
        &[
            "import",
            "gift",
            "bank.gift",
            "--into",
            "courses/loops/course.toml",
        ],
        &["import", "gift", "bank.gift", "--into", "courses"],
        &["export", "gift", "nowhere"],
        &["export", "gift", "courses"],
        &["export", "moodle-xml", "courses/loops"],
        &["export", "gift", "courses/loops", "--lang", "fr"],
    ] {
        let output = place.boucle(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(
            !output.stderr.is_empty() && output.stdout.is_empty(),
            "{words:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let place = Place::new("link");
    place.write("outside.en.md", LESSON);
    let link = place.0.join("courses/loops/first/link.en.md");
    std::os::unix::fs::symlink(place.0.join("outside.en.md"), &link).expect("a link is made");
    let words = [
        "import",
        "gift",
        "bank.gift",
        "--into",
        "courses/loops/first/link.en.md",
    ];
    assert_eq!(place.boucle(&words).status.code(), Some(2));
    assert_eq!(place.read("outside.en.md"), LESSON);
}

#[test]
fn an_export_is_printed_and_ends_with_1_when_an_activity_was_left_out() {
    let place = Place::new("export");
    let lesson = "courses/loops/first/loops.en.md";
    place.boucle(&["import", "gift", "bank.gift", "--into", lesson]);
    let output = place.boucle(&["export", "gift", "courses/loops"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("{TRUE}"),
        "{}",
        text(&output.stdout)
    );
    let cards = "\n```activity cards words\nTurn.\n\n- reuse {#reuse}\n  - again\n- recycling {#recycling}\n  - anew\n```\n";
    place.write(lesson, &format!("{LESSON}{cards}"));
    let output = place.boucle(&["export", "csv", "courses/loops"]);
    assert_eq!(output.status.code(), Some(1));
    let err = text(&output.stderr);
    assert!(
        err.contains("error[activity-left-out]: `words` is a `cards`"),
        "{err}"
    );
    assert!(
        err.contains("--> courses/loops/first/loops.en.md:11:1"),
        "{err}"
    );
}

#[test]
fn the_rules_about_banks_are_explained_with_the_others() {
    let place = Place::new("explain");
    let page = place.boucle(&["explain", "weight-lost"]);
    assert!(text(&page.stdout).starts_with("# weight-lost\n"));
    let all = text(&place.boucle(&["explain"]).stdout);
    assert!(
        all.lines().any(|rule| rule == "weight-lost") && all.lines().any(|rule| rule == "raw-html")
    );
}

/// The fenced blocks of the guide's section about banks: the words after the backticks, and the lines.
fn shown() -> Vec<(String, String)> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../guides/author.md");
    let guide = fs::read_to_string(guide).expect("the guide is there");
    let section = guide
        .split("\n## Question banks\n")
        .nth(1)
        .expect("it has a section about banks");
    let section = section.split("\n## ").next().unwrap_or("");
    let mut shown = Vec::new();
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        if let Some(words) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            shown.push((words.to_owned(), body.join("\n") + "\n"));
        }
    }
    shown
}

#[test]
fn what_the_guide_shows_can_be_imported_as_it_stands() {
    let place = Place::new("guide");
    let shown = shown();
    let mut files = 0;
    for (words, body) in &shown {
        if let Some((_, file)) = words.split_once(' ') {
            place.write(file, body);
            files += 1;
        }
    }
    assert!(files >= 2, "the guide shows banks");
    let mut commands = 0;
    for line in shown
        .iter()
        .filter(|(words, _)| words == "sh")
        .flat_map(|(_, body)| body.lines())
    {
        let words = line
            .strip_prefix("cargo boucle ")
            .expect("the guide's commands are ours");
        let words: Vec<&str> = words.split_whitespace().collect();
        let output = place.boucle(&words);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{line}: {}",
            text(&output.stderr)
        );
        // On the way out, hints and units stay behind, which is told.
        let told = text(&output.stderr);
        assert!(
            words.first() == Some(&"export") || told.contains("No findings"),
            "{line}: {}",
            text(&output.stderr)
        );
        commands += 1;
    }
    assert!(commands >= 3, "the guide shows commands");
}
