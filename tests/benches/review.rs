//! What it costs to know what comes up for review, with a record of 50,000 attempts.
//!
//! `cargo bench -p tests --bench review` prints the times. They decide no test; the aim is that what
//! follows each attempt is not felt (a frame has 16 ms), and that all of it fits into the opening of a
//! record (150 ms, in the browser).

use std::{hint::black_box, time::Instant};

use domain::{
    id::Id,
    outcome::Score,
    progress::Progress,
    review::{Calendar, Held, Schedule},
    statement::{Deed, Statement},
};
use tests::{
    review::{appendix, attempt, response},
    sample::{id, statement},
    say,
};

const COURSES: usize = 20;
const ACTIVITIES: usize = 100;
const DAY: i64 = 86_400_000;

/// So many attempts, each activity of all courses in turn: 25 rounds, ten days apart.
fn record(count: usize) -> Vec<Statement> {
    let all = COURSES * ACTIVITIES;
    let made = |n: usize| {
        let it = n % all;
        let (course, activity) = (it / ACTIVITIES, it % ACTIVITIES);
        let kind = if it.is_multiple_of(9) {
            "cards"
        } else {
            "match"
        };
        let response = response(kind, 6).expect("a response");
        let activity = id(&format!("activity-{activity}"));
        let attempt = attempt(&activity, response, Score::new(5, 6));
        Statement {
            at: (n / all) as i64 * 10 * DAY,
            course: id(&format!("course-{course}")),
            ..statement(
                n as u64,
                &format!("writer{}", n / 30),
                Deed::Answered(attempt),
            )
        }
    };
    (0..count).map(made).collect()
}

/// Prints the shortest time of some that `work` takes.
fn time<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut best = f64::INFINITY;
    for _ in 0..10 {
        let begin = Instant::now();
        black_box(work());
        best = best.min(begin.elapsed().as_secs_f64());
    }
    say(&format!("{what}: {:.3} ms", best * 1e3));
}

fn main() {
    // The tests run this with `--test`: then little is measured.
    let few = std::env::args().any(|argument| argument == "--test");
    let log = record(if few { 500 } else { 50_000 });
    let calendar = Calendar::east(60);
    let progress = Progress::of(&log);
    let schedule = Schedule::of(&progress, calendar);
    let one = id("one");
    let names: Vec<Id> = (0..ACTIVITIES)
        .map(|n| id(&format!("activity-{n}")))
        .collect();
    let held = appendix(names.iter().map(|it| (&one, it, "aaaa")));
    let courses: Vec<Id> = (0..COURSES).map(|n| id(&format!("course-{n}"))).collect();
    let courses: Vec<(&Id, Held<'_>)> = courses
        .iter()
        .map(|course| (course, Held::Appendix(&held)))
        .collect();
    let last = log.last().expect("some attempts");
    say(&format!(
        "{} attempts at {} activities",
        log.len(),
        COURSES * ACTIVITIES
    ));
    time("progress, of all of them", || Progress::of(&log));
    time("the schedule, of progress", || {
        Schedule::of(&progress, calendar)
    });
    let mut followed = schedule.clone();
    time("the schedule, after one more attempt", || {
        followed.follow(&progress, last);
    });
    time("what comes up, two years later", || {
        schedule.today(&courses, 1_000 * DAY)
    });
}
