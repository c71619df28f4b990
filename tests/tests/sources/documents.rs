//! What the manuals show is read, so that they can't be wrong.

use std::{collections::BTreeSet, fs, path::Path};

use domain::{
    interaction::{Exercise, Kind, Response},
    outcome::Outcome,
    seed::Seed,
    source::{self, Files},
};

use crate::base::{self, RING, Sample};

#[test]
fn every_example_of_the_manual_is_read_without_findings() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../courses/README.md");
    let manual = fs::read_to_string(manual).expect("the manual is there");
    let mut files = Files::new();
    for sample in base::samples(&manual)
        .into_iter()
        .filter(|sample| !sample.file.is_empty())
    {
        let file = if sample.file.ends_with(".md") {
            format!("first-choice/{}", sample.file)
        } else {
            sample.file
        };
        files.insert(file, sample.text.into_bytes());
    }
    assert_eq!(
        files.len(),
        5,
        "the manual shows a course of five files: {:?}",
        files.keys()
    );
    for lang in ["en", "fr"] {
        files.insert(format!("media/loops.{lang}.svg"), RING.into());
    }
    // The manual shows the lesson in one language; the other one is the same here.
    let lesson = files["first-choice/two-words.en.md"].clone();
    let french = String::from_utf8(lesson)
        .expect("the manual is UTF-8")
        .replace("loops.en.svg", "loops.fr.svg");
    files.insert("first-choice/two-words.fr.md".into(), french.into_bytes());
    let (course, findings) = source::read("reuse-or-recycling", &files);
    assert_eq!(findings, Vec::new());
    assert_eq!(course.lessons().count(), 1);
}

/// The activity in the sample of a guide, as an exercise.
fn sample(kind: Kind) -> Exercise {
    let guide = kind.guide();
    let samples = base::samples(guide);
    let shown = samples.iter().find(|sample| sample.kind == "markdown");
    let text = shown
        .unwrap_or_else(|| panic!("{}: its guide shows no sample", kind.name()))
        .text
        .clone();
    let sample = Sample {
        kind: "markdown".into(),
        file: "lesson.en.md".into(),
        text,
    };
    let (course, findings) = source::read("small", &base::files(&[sample], false));
    assert_eq!(findings, Vec::new(), "{}", kind.name());
    let lesson = course
        .lessons()
        .next()
        .and_then(|texts| texts.first())
        .expect("there is a lesson");
    let activity = lesson
        .lesson
        .activities()
        .next()
        .expect("there is an activity");
    assert_eq!(activity.task.kind(), kind);
    activity
        .task
        .exercise(Seed::of("ada", activity.id.as_str()))
}

#[test]
fn every_guide_has_the_same_parts() {
    for kind in Kind::ALL {
        let guide = kind.guide();
        assert!(
            guide.starts_with(&format!("# {}", kind.name())),
            "{}: its title",
            kind.name()
        );
        for title in [
            "Sample",
            "When to use it",
            "Keyboard",
            "Grading",
            "On paper",
        ] {
            assert!(
                !base::section(guide, title).trim().is_empty(),
                "{}: {title}",
                kind.name()
            );
        }
    }
}

#[test]
fn a_blank_sample_is_unanswered_and_its_key_earns_every_point() {
    for kind in Kind::ALL {
        let exercise = sample(*kind);
        assert!(
            matches!(exercise.grade(), Outcome::Unanswered(_)),
            "{}",
            kind.name()
        );
        let solved = exercise.solved().expect("the key fits");
        let Outcome::Scored(scored) = solved.grade() else {
            panic!("{}: the key is no response", kind.name())
        };
        assert_eq!(scored.score.points, scored.score.of, "{}", kind.name());
    }
}

#[test]
fn every_other_response_to_a_sample_earns_less() {
    for kind in Kind::ALL {
        let start = sample(*kind);
        let key = start.solved().expect("the key fits").response();
        let mut open = vec![start];
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some(exercise) = open.pop() {
            let response = exercise.response();
            if !seen.insert(text(&response)) {
                continue;
            }
            assert!(
                seen.len() < 5_000,
                "{}: the sample is too large to walk",
                kind.name()
            );
            if let Outcome::Scored(scored) = exercise.grade() {
                let full = scored.score.points == scored.score.of;
                assert_eq!(
                    full,
                    right(&response, &key),
                    "{}: {response:?} earns {:?}",
                    kind.name(),
                    scored.score
                );
            }
            open.extend(
                exercise
                    .edits()
                    .iter()
                    .map(|edit| exercise.edited(edit).expect("it is its own edit")),
            );
        }
        assert!(
            seen.contains(&text(&key)),
            "{}: the key can be reached",
            kind.name()
        );
        assert!(seen.len() > 2, "{}: there is something to do", kind.name());
    }
}

/// Whether `response` is the key of a sample, or by the rule of its kind as good.
fn right(response: &Response, key: &Response) -> bool {
    match (response, key) {
        // At most one step away, which is 1 in the sample.
        (Response::Estimate(Some((value, 0))), Response::Estimate(Some((key, 0)))) => {
            value.abs_diff(*key) <= 1
        }
        // Nobody grades the text.
        (Response::Open((_, _, ticked)), Response::Open((_, _, key))) => ticked == key,
        // In the sample a single way leads to the ending that is right, whatever was done before.
        (Response::Decision(path), Response::Decision(key)) => path.last() == key.last(),
        // Whoever knew every card, at once or not.
        (Response::Cards(rated), Response::Cards(all)) => {
            rated.len() == all.len() && rated.iter().all(|(_, rating)| *rating >= 3)
        }
        _ => response == key,
    }
}

fn text(response: &Response) -> String {
    serde_json::to_string(response).expect("a response is stored as text")
}
