//! What it costs to grade a response, for each kind: the activities of the courses, as short walks leave them.
//!
//! `cargo bench -p tests --bench grading` prints, per kind, the time of one grading. Times decide no
//! test; the aim is under 50 µs for any response (a frame has 16,000).

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::{collections::BTreeMap, hint::black_box, path::Path, time::Instant};

use criterion::{Criterion, Throughput};
use domain::{
    interaction::{Edit, Exercise, Kind, text},
    seed::Seed,
};
use tests::sample;

/// So many responses of an activity are looked at, the key and what short walks come to.
const RESPONSES: usize = 400;

/// The exercises of all courses in this repository, as short walks leave them, by kind.
fn exercises() -> BTreeMap<Kind, Vec<Exercise>> {
    let mut all: BTreeMap<Kind, Vec<Exercise>> = BTreeMap::new();
    let courses = Path::new(env!("CARGO_MANIFEST_DIR")).join("../courses");
    let Ok(found) = author::folder::find(&courses) else {
        panic!("the courses of this repository are there");
    };
    for folder in found.courses {
        let Ok(reading) = author::folder::read(&folder) else {
            panic!("{} can be read", folder.display());
        };
        for lesson in reading.course.lessons().filter_map(|texts| texts.first()) {
            for activity in lesson.lesson.activities() {
                let seed = Seed::of("ada", activity.id.as_str());
                let kind = activity.task.kind();
                all.entry(kind)
                    .or_default()
                    .extend(walks(activity.task.exercise(seed)));
            }
        }
    }
    all
}

/// `start`, its key, and what edits make of it, the nearest first.
fn walks(start: Exercise) -> Vec<Exercise> {
    let mut found: Vec<Exercise> = start.solved().into_iter().collect();
    found.insert(0, start);
    let mut at = 0;
    while at < found.len() && found.len() < RESPONSES {
        for edit in found[at].edits() {
            found.extend(found[at].edited(&edit));
        }
        at += 1;
    }
    found.truncate(RESPONSES);
    found
}

/// What a learner types into a field that knows thirty texts of some length: what a key stroke costs.
fn typing() -> (Exercise, Edit) {
    let known: Vec<(String, String)> = (0..30)
        .map(|n| {
            (
                format!("key-{n}"),
                format!("{n} {}", "emploi et réemploi ".repeat(9)),
            )
        })
        .collect();
    let known: Vec<(&str, &str)> = known
        .iter()
        .map(|(key, words)| (&**key, &**words))
        .collect();
    let start = sample::text(&known, &[]).exercise(Seed::of("ada", "typing"));
    let typed = "réemploi et remploi ".repeat(9);
    (start, Edit::Text(text::Edit::Write(typed)))
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let all: Vec<(String, Vec<Exercise>)> = exercises()
        .into_iter()
        .map(|(kind, exercises)| (kind.name().to_owned(), exercises))
        .collect();
    for (name, exercises) in &all {
        let mut slowest = 0.0_f64;
        for exercise in exercises {
            let start = Instant::now();
            for _ in 0..50 {
                black_box(exercise.grade());
            }
            slowest = slowest.max(start.elapsed().as_secs_f64() / 50.0);
        }
        println!(
            "{name}: {} responses, the slowest {:.1} µs",
            exercises.len(),
            slowest * 1e6
        );
        let mut group = criterion.benchmark_group("grade");
        group.throughput(Throughput::Elements(exercises.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                exercises.iter().map(Exercise::grade).for_each(|outcome| {
                    black_box(outcome);
                })
            });
        });
        group.finish();
    }
    let (start, edit) = typing();
    criterion.bench_function("type into the largest text", |bencher| {
        bencher.iter(|| black_box(start.edited(black_box(&edit))));
    });
    criterion.final_summary();
}
