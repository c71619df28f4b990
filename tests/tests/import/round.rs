//! What goes out comes back: the same activities, graded the same.

use std::{collections::BTreeMap, fs};

use author::{
    export::{self, Exported},
    folder,
    import::{self, Around},
};
use domain::{
    activity::Activity,
    interaction::{Kind, Task},
    source::{Course, Files},
};
use tests::house::root;

use crate::golden;

fn activities(course: &Course) -> BTreeMap<String, Activity> {
    let lessons = course.lessons().filter_map(|texts| texts.first());
    let all = lessons.flat_map(|text| text.lesson.activities());
    all.map(|activity| (activity.id.to_string(), activity.clone()))
        .collect()
}

/// Whether all that grading depends on has a place in a bank.
fn fits(activity: &Activity) -> bool {
    // A rubric and further units have none; both are told.
    let units = matches!(&activity.task, Task::Number(task) if !task.units.is_empty());
    !units && activity.task.kind() != Kind::Open
}

fn back(form: export::Form, exported: &Exported) -> Course {
    let form = match form {
        export::Form::Gift => import::Form::Gift,
        export::Form::Csv => import::Form::Csv,
    };
    let imported = import::import(
        form,
        "bank",
        exported.written.as_bytes(),
        &Around::default(),
    );
    let text = golden::told("bank", &imported);
    assert_eq!(imported.errors(), 0, "{text}\n{}", exported.written);
    let (course, errors) = golden::lesson(&imported.written);
    assert!(errors.is_empty(), "{errors:#?}\n{}", imported.written);
    course
}

/// Says how many activities of `course` came back.
fn compare(course: &Course, files: &Files) -> usize {
    let mut came = 0;
    let before = activities(course);
    for form in [export::Form::Gift, export::Form::Csv] {
        let exported = export::export(form, course, files, None);
        if exported.activities == 0 {
            continue;
        }
        let after = activities(&back(form, &exported));
        for (id, activity) in &after {
            let Some(was) = before.get(id).filter(|was| fits(was)) else {
                continue;
            };
            came += 1;
            assert_eq!(activity.grading, was.grading, "{id}: {}", exported.written);
            let said = |activity: &Activity| domain::prose::lines(&activity.prompt).join(" ");
            if form == export::Form::Gift && was.task.kind() != Kind::Gap {
                assert_eq!(said(activity), said(was), "{id} asks the same");
                let words = |activity: &Activity| format!("{:?}", activity.task.feedbacks());
                let paired = matches!(was.task.kind(), Kind::Match | Kind::Categorise);
                if !paired {
                    assert_eq!(words(activity), words(was), "{id} says the same");
                }
            }
        }
        let left = before.len() - exported.activities;
        assert_eq!(exported.errors(), left, "what is left out is told");
    }
    came
}

#[test]
fn the_courses_of_the_house_come_back_graded_the_same() {
    let mut came = 0;
    for course in ["courses/reuse-or-recycling", "courses/writing-a-course"] {
        let reading = folder::read(&root().join(course)).expect("the course is there");
        came += compare(&reading.course, &reading.files);
    }
    assert!(came >= 20, "{came} came back");
}

#[test]
fn what_was_imported_goes_out_and_comes_back() {
    let mut came = 0;
    for (path, name, form) in golden::banks() {
        let (course, _) = golden::lesson(&golden::imported(&path, &name, form, "en").written);
        came += compare(&course, &Files::new());
    }
    assert!(came >= 100, "{came} came back");
}

/// The sources of the golden tests have every kind with everything it can have.
#[test]
fn activities_with_everything_come_back_graded_the_same() {
    let mut came = 0;
    for entry in fs::read_dir(root().join("tests/sources")).expect("the sources are there") {
        let path = entry.expect("it can be read").path();
        let with_everything = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().ends_with("-with-everything"));
        if with_everything {
            let reading = folder::read(&path).expect("the course is there");
            came += compare(&reading.course, &reading.files);
        }
    }
    assert!(came >= 5, "{came} came back");
}
