//! `boucle diff` between folders.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder with a course and what was published of it, taken away at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("boucle-diff-{name}-{}", std::process::id()));
        let _absent = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("there is room for tests");
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/sources/a-page-with-one-activity");
        for (from, to) in [
            ("course.toml", "reuse/course.toml"),
            ("module/lesson.en.md", "reuse/module/lesson.en.md"),
        ] {
            let text = fs::read_to_string(source.join(from)).expect("a source");
            let to = path.join(to);
            fs::create_dir_all(to.parent().expect("it has one")).expect("a folder");
            fs::write(to, text).expect("a file is written");
        }
        let place = Self(path);
        let (code, said) = place.call(&["bundle", "reuse", "--out", "out"]);
        assert_eq!(code, Some(0), "{said}");
        place
    }

    fn call(&self, words: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_boucle"))
            .args(words)
            .current_dir(&self.0)
            .output()
            .expect("boucle runs");
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8(said).expect("it is UTF-8"),
        )
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).expect("it is there");
        assert!(text.contains(from), "{file} has {from}");
        fs::write(path, text.replace(from, to)).expect("a file is written");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_was_published_is_compared_with_the_sources_of_the_next_version() {
    let place = Place::new("same");
    for old in ["out", "out/reuse/0.1.0", "reuse"] {
        let (code, said) = place.call(&["diff", old, "reuse"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.ends_with("Nothing has changed.\n"), "{said}");
    }
}

#[test]
fn a_version_that_is_too_low_ends_with_1_until_it_is_raised() {
    let place = Place::new("low");
    place.change("reuse/module/lesson.en.md", "minutes = ", "minutes = 1");
    let (code, said) = place.call(&["diff", "out", "reuse"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("asks for 0.1.1 or higher (patch). It is 0.1.0"),
        "{said}"
    );
    place.change("reuse/course.toml", "0.1.0", "0.1.1");
    let (code, said) = place.call(&["diff", "out", "reuse", "--format", "json"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("\"raised\": true"), "{said}");
}

#[test]
fn sources_with_errors_are_no_version() {
    let place = Place::new("errors");
    place.change("reuse/course.toml", "version", "vrsion");
    for (words, wanted) in [
        (["diff", "out", "reuse"], 1),
        (["diff", "out", "nowhere"], 2),
    ] {
        let (code, said) = place.call(&words);
        assert_eq!(code, Some(wanted), "{said}");
    }
}
