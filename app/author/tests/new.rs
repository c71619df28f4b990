//! From an empty folder to a published course, command by command.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use author::new;

/// An empty folder in which commands are called, taken away at the end.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("boucle-new-{name}-{}", std::process::id()));
        let _absent = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("there is room for tests");
        Self(path)
    }

    /// Calls `boucle` where nobody can be asked: its exit code, and all it says.
    fn call(&self, words: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_boucle"))
            .args(words)
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .expect("boucle runs");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("it is UTF-8");
        (output.status.code(), said)
    }

    fn done(&self, words: &[&str]) -> String {
        let (code, said) = self.call(words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        said
    }

    fn refused(&self, words: &[&str]) -> String {
        let (code, said) = self.call(words);
        assert_eq!(code, Some(2), "{words:?}: {said}");
        said
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).expect("it was written")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

const COURSE: [&str; 11] = [
    "new",
    "course",
    "reuse",
    "--languages",
    "en,fr",
    "--title",
    "en=Reuse \"first\"",
    "--title",
    "fr=Le réemploi d’abord",
    "--author",
    "A. Teacher",
];

#[test]
fn a_course_is_begun_checked_and_published_without_a_question() {
    let desk = Desk::new("course");
    let said = desk.done(&COURSE);
    assert!(said.contains("Wrote courses/reuse/course.toml."), "{said}");
    let said = desk.done(&["check", "--strict"]);
    assert_eq!(said, "No findings in 3 files.\n");
    let lesson = [
        "new",
        "lesson",
        "reuse/start/next",
        "--title",
        "en=Next",
        "--title",
        "fr=Suite",
    ];
    desk.done(&lesson);
    let second = [
        "new",
        "lesson",
        "courses/reuse/second/last",
        "--title",
        "en=Last",
        "--title",
        "fr=Fin",
        "--module-title",
        "en=The second",
        "--module-title",
        "fr=La deuxième",
    ];
    desk.done(&second);
    assert_eq!(
        desk.done(&["check", "--strict"]),
        "No findings in 7 files.\n"
    );
    desk.done(&["bundle", "courses", "--out", "out"]);
    assert!(desk.0.join("out/reuse/0.1.0/last.fr.json").is_file());
}

#[test]
fn a_course_may_be_in_any_language_alone() {
    let desk = Desk::new("language");
    desk.done(&[
        "new",
        "course",
        "atkal",
        "--languages",
        "lv",
        "--title",
        "Atkal",
        "--author",
        "A",
    ]);
    assert_eq!(
        desk.done(&["check", "--strict"]),
        "No findings in 2 files.\n"
    );
}

#[test]
fn what_a_script_leaves_out_is_named_and_nothing_is_written() {
    let desk = Desk::new("lacking");
    let said = desk.refused(&[
        "new",
        "course",
        "reuse",
        "--languages",
        "en,fr",
        "--title",
        "Reuse",
    ]);
    assert!(said.contains("`--title fr=…` is missing"), "{said}");
    assert!(!desk.0.join("courses").exists());
    let other = desk.refused(&[
        "new",
        "course",
        "a",
        "--languages",
        "en",
        "--title",
        "de=Kreis",
    ]);
    assert!(other.contains("not written in `de`"), "{other}");
    for words in [
        &["new", "course", "Reuse!"][..],
        &["new", "course", "a", "--languages", "english"],
        &["new", "lesson", "next"],
        &["new", "lesson", "reuse/start/next"],
    ] {
        desk.refused(words);
    }
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let desk = Desk::new("there");
    desk.done(&COURSE);
    let before = desk.read("courses/reuse/course.toml");
    assert!(desk.refused(&COURSE).contains("is there already"));
    let titles = ["--title", "en=A", "--title", "fr=B"];
    let taken = [&["new", "lesson", "reuse/start/welcome"][..], &titles].concat();
    assert!(
        desk.refused(&taken)
            .contains("has a lesson `welcome` already")
    );
    let file = desk.0.join("courses/reuse/start/next.fr.md");
    fs::write(&file, "years of work").expect("a file is written");
    let next = [&["new", "lesson", "reuse/start/next"][..], &titles].concat();
    assert!(desk.refused(&next).contains("is there already"));
    assert_eq!(desk.read("courses/reuse/start/next.fr.md"), "years of work");
    assert!(
        !desk.0.join("courses/reuse/start/next.en.md").exists(),
        "half a lesson is none"
    );
    assert_eq!(desk.read("courses/reuse/course.toml"), before);
}

#[test]
fn the_comments_of_a_course_stay_where_they_are() {
    let desk = Desk::new("comments");
    desk.done(&COURSE);
    let head = desk.0.join("courses/reuse/course.toml");
    let text = desk.read("courses/reuse/course.toml");
    let text = text.replace(
        "lessons = [\"welcome\"]",
        "lessons = [ # in this order\n  \"welcome\", # always first\n]",
    );
    fs::write(&head, format!("# Mine.\n{text}")).expect("a file is written");
    desk.done(&[
        "new",
        "lesson",
        "reuse/start/next",
        "--title",
        "en=A",
        "--title",
        "fr=B",
    ]);
    let after = desk.read("courses/reuse/course.toml");
    for comment in [
        "# Mine.\n",
        "# in this order",
        "# always first",
        "# [[misconception]]",
    ] {
        assert!(after.contains(comment), "{comment} is kept:\n{after}");
    }
    assert!(
        after.contains("\n  \"next\""),
        "it stands on a line of its own:\n{after}"
    );
    assert_eq!(
        desk.done(&["check", "--strict"]),
        "No findings in 5 files.\n"
    );
}

#[test]
fn a_terminal_is_asked_for_what_is_left_out() {
    let desk = Desk::new("asked");
    let mut said = Vec::new();
    let mut ask = |question: &str| {
        said.push(question.to_owned());
        let reply = match question {
            "Languages, the reference first (en, fr): " => "en fr",
            "Title (en): " => "Reuse",
            "Title (fr): " => "Réemploi",
            "Who writes it: " => "A. Teacher",
            _ => "",
        };
        Some(reply.to_owned())
    };
    let wish = new::Course {
        id: "reuse".into(),
        folder: desk.0.join("courses"),
        licence: "CC-BY-4.0".into(),
        ..new::Course::default()
    };
    new::course(&wish, &mut ask).expect("it is written");
    assert_eq!(said.len(), 6, "{said:?}");
    let head = desk.read("courses/reuse/course.toml");
    assert!(
        head.contains("[summary]\nen = \"Reuse\"\nfr = \"Réemploi\"\n"),
        "{head}"
    );
    assert_eq!(
        desk.done(&["check", "--strict"]),
        "No findings in 3 files.\n"
    );
}

#[test]
fn a_number_is_past_its_expiry_from_the_year_after_it() {
    let desk = Desk::new("expiry");
    desk.done(&COURSE);
    let figures = "[share]\nvalue = 12\nunit = \"%\"\nyear = 2020\nuntil = 2030\n\
                   status = \"illustrative\"\nen = \"A share.\"\nfr = \"Une part.\"\n";
    fs::write(desk.0.join("courses/reuse/figures.toml"), figures).expect("a file is written");
    for lang in ["en", "fr"] {
        let file = desk
            .0
            .join(format!("courses/reuse/start/welcome.{lang}.md"));
        let text = fs::read_to_string(&file).expect("it was written");
        let text = text.replacen("---", "[12](figure:share)\n\n---", 1);
        fs::write(file, text).expect("a file is written");
    }
    // Late in 2030, and in the year after.
    for (seconds, wanted) in [("1924000000", false), ("1940000000", true)] {
        let output = Command::new(env!("CARGO_BIN_EXE_boucle"))
            .args(["check", "--strict"])
            .env("SOURCE_DATE_EPOCH", seconds)
            .current_dir(&desk.0)
            .output()
            .expect("boucle runs");
        let said = String::from_utf8(output.stdout).expect("it is UTF-8");
        assert_eq!(
            said.contains("warning[figure-past-expiry]"),
            wanted,
            "{said}"
        );
        assert_eq!(output.status.success(), !wanted, "{said}");
    }
}

#[test]
fn what_is_mended_is_written_and_a_dry_run_writes_nothing() {
    let desk = Desk::new("fix");
    desk.done(&COURSE);
    let file = desk.0.join("courses/reuse/start/welcome.fr.md");
    let whole = fs::read_to_string(&file).expect("it was written");
    let broken = whole.replace(" {#start}", "");
    fs::write(&file, &broken).expect("a file is written");
    let (code, said) = desk.call(&["fix", "courses/reuse", "--dry-run"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Would mend 1 place in 1 file."), "{said}");
    assert_eq!(desk.read("courses/reuse/start/welcome.fr.md"), broken);
    let said = desk.done(&["fix"]);
    let place =
        "courses/reuse/start/welcome.fr.md:7: gave this page the id `start`. [page-without-id]";
    assert!(said.starts_with(place), "{said}");
    assert_eq!(desk.read("courses/reuse/start/welcome.fr.md"), whole);
    assert_eq!(desk.done(&["fix"]), "There is nothing to mend here.\n");
    fs::write(&file, "text").expect("a file is written");
    let (code, said) = desk.call(&["fix"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Left for you: "), "{said}");
}
