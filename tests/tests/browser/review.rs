//! What was done days ago comes up for review: one card after the other, from all courses.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::{
    activity::Activity,
    file,
    interaction::{Kind, Response},
    outcome::Score,
    statement::{Attempt, Deed, Statement},
};
use tests::{
    browser::{
        Engine, Learner, Published, Setup,
        keys::{check, pick},
        learner::{DESKTOP, PHONE},
        published::key,
        words::ENGLISH,
    },
    sample::statement,
};

use super::record::choose;

/// An attempt at `activity`, days ago.
fn done(course: &Published, n: u64, activity: &Activity, days: i64) -> Statement {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let did = Deed::Answered(Attempt {
        activity: activity.id.clone(),
        response: activity.task.key(),
        score: Score::new(1, 1),
        attempt: 1,
        hints: 0,
        grading: activity.grading.clone(),
        wording: activity.wording.clone(),
        sure: None,
    });
    Statement {
        at: now.as_millis() as i64 - days * 86_400_000,
        course: course.listing.id.clone(),
        lesson: course.lesson(0, "en").id,
        ..statement(n, "ada", did)
    }
}

#[test]
fn what_was_done_days_ago_comes_up_card_by_card_and_is_done_for_today() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let choices: Vec<&Activity> = lesson
        .activities()
        .filter(|it| it.task.kind() == Kind::Choice)
        .take(2)
        .collect();
    let log: Vec<Statement> = (0..)
        .zip(&choices)
        .map(|(n, it)| done(&course, n, it, 20 + n as i64))
        .collect();
    assert!(matches!(choices[0].task.key(), Response::Choice(Some(_))));
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            learner.open("#/~review");
            learner.sees("Nothing is due today.");
            learner.open("#/~record");
            let text = file::write(&log, &[], &[]);
            choose(learner, "old.boucle-progress", text.as_bytes());
            learner.click("button", "Add it");
            learner.sees("Nothing was taken away.");
            // The program gets to know what the course holds now.
            learner.open(&course.route(&[]));
            learner.browser.until("the course is known", || {
                learner
                    .text_of("return Object.keys(localStorage).join(' ');")
                    .contains("#k/")
                    .then_some(())
            });
            learner.open("");
            learner.sees("Review for today");
            learner.sees("2 activities · about 1 minute");
            for view in [DESKTOP, PHONE] {
                learner.sits_at(view);
                learner.screenshot(&format!("review-shelf-{}", view.name));
                assert_eq!(learner.sideways(), 0);
            }
            learner.click("link", "Review");
            let mut left = choices.clone();
            while !left.is_empty() {
                let at = learner.browser.until("a card", || {
                    let here = |it: &&Activity| learner.has(&format!("#activity-{}", it.id));
                    left.iter().position(here)
                });
                let activity = left.remove(at);
                let id = format!("activity-{}", activity.id);
                assert!(!learner.has(&format!("#{id} .fb")), "the card is blank");
                assert_eq!(learner.axe(), Vec::<String>::new());
                pick(learner, &id, &key(activity)[0]);
                check(learner, &id, &ENGLISH, &[ENGLISH.correct]);
                learner.screenshot("review-card");
                learner.click(
                    "link",
                    if left.is_empty() {
                        "Done for today"
                    } else {
                        "Next"
                    },
                );
            }
            learner.sees("Nothing is due today.");
            // It is kept: after a reload nothing is due either.
            learner.open("");
            learner.reads("My courses");
            assert!(!learner.page().contains("Review for today"));
        });
    }
}
