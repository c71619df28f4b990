//! The program `boucle` on real folders.

use std::{
    fs,
    path::{Path, PathBuf},
};

use author::{bundle, check, folder, render};
use domain::source::Files;

use crate::base;

/// A folder of its own for one test, taken away at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("boucle-{name}-{}", std::process::id()));
        let _absent = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("there is room for tests");
        Self(path)
    }

    fn write(&self, folder: &str, files: &Files) -> PathBuf {
        let root = self.0.join(folder);
        for (file, bytes) in files {
            let file = root.join(file);
            fs::create_dir_all(file.parent().expect("it has one")).expect("a folder is made");
            fs::write(file, bytes).expect("a file is written");
        }
        root
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

fn courses(path: &Path) -> check::Checked {
    check::check(path).expect("there is a course")
}

/// What an author sees of `checked`.
fn shown(checked: &check::Checked) -> String {
    render::checked(checked, false)
}

fn published(place: &Place, out: &str) -> Result<PathBuf, bundle::Refused> {
    let checked = courses(&place.0.join("courses"));
    let out = place.0.join(out);
    bundle::write(&bundle::files(&checked.courses), &checked.courses, &out).map(|()| out)
}

#[test]
fn a_folder_of_courses_one_course_and_one_file_can_be_checked() {
    let place = Place::new("check");
    let course = place.write("courses/small", &base::files(&[], false));
    place.write(
        "courses/other",
        &Files::from([("first/a.en.md".into(), b"text".to_vec())]),
    );
    let all = courses(&place.0.join("courses"));
    let all = shown(&all);
    assert!(all.contains("error[missing-course]"), "{all}");
    assert!(all.contains("in 3 files"), "{all}");
    assert_eq!(shown(&courses(&course)), "No findings in 2 files.\n");
    assert_eq!(
        shown(&courses(&course.join("module/lesson.en.md"))),
        "No findings in 1 file.\n"
    );
    assert!(check::check(&place.0.join("nowhere")).is_err());
    assert!(check::check(&place.0.join("courses/other/first")).is_err());
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let place = Place::new("link");
    let course = place.write("courses/small", &base::files(&[], false));
    fs::write(place.0.join("secret.en.md"), "secret").expect("a file is written");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(
            place.0.join("secret.en.md"),
            course.join("module/next.en.md"),
        )
        .expect("a link is made");
        std::os::unix::fs::symlink(&place.0, course.join("media")).expect("a link is made");
        let reading = folder::read(&course).expect("the course is read");
        assert!(
            reading
                .files
                .keys()
                .all(|file| !file.contains("next") && !file.contains("media"))
        );
        let rules: Vec<_> = reading
            .findings
            .iter()
            .map(|finding| (finding.rule, finding.file.as_str()))
            .collect();
        assert_eq!(
            rules,
            [
                ("linked-file", "media"),
                ("linked-file", "module/next.en.md")
            ]
        );
    }
}

#[test]
fn a_second_run_leaves_nothing_of_the_first() {
    let place = Place::new("twice");
    place.write("courses/small", &base::files(&[], false));
    let out = published(&place, "out").expect("it is written");
    fs::write(out.join("stale.json"), "{}").expect("a file is written");
    published(&place, "out").expect("it is written again");
    assert!(
        out.join("catalogue.json").is_file() && out.join("small/0.1.0/manifest.json").is_file()
    );
    assert!(!out.join("stale.json").exists());
    let left: Vec<_> = fs::read_dir(&place.0)
        .expect("it is there")
        .filter_map(Result::ok)
        .collect();
    assert_eq!(left.len(), 2, "nothing is left beside it: {left:?}");
}

#[test]
fn a_folder_that_something_else_wrote_is_not_touched() {
    let place = Place::new("foreign");
    place.write("courses/small", &base::files(&[], false));
    place.write(
        "out",
        &Files::from([("thesis.txt".into(), b"years of work".to_vec())]),
    );
    assert!(matches!(
        published(&place, "out"),
        Err(bundle::Refused::Foreign(_))
    ));
    assert!(matches!(
        published(&place, "courses"),
        Err(bundle::Refused::Sources(_))
    ));
    assert!(matches!(
        published(&place, "courses/small"),
        Err(bundle::Refused::Sources(_))
    ));
    assert!(
        place.0.join("out/thesis.txt").is_file()
            && place.0.join("courses/small/course.toml").is_file()
    );
}
