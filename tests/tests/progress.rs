//! What a log adds up to, for logs of any content in any order.

use domain::{
    interaction::Response,
    outcome::Score,
    progress::Progress,
    statement::{Attempt, Deed, Stamp, Statement},
};
use proptest::{prelude::*, sample::subsequence};
use tests::sample::{id, statement};

/// One of a few names, so that statements concern each other.
fn name(names: &'static [&'static str]) -> impl Strategy<Value = domain::id::Id> {
    prop::sample::select(names).prop_map(id)
}

fn activity() -> impl Strategy<Value = domain::id::Id> {
    name(&["first-loop", "ladder"])
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let key = name(&["refit", "shred", "bury"]);
    let grading = prop::sample::select(vec!["aaaa", "bbbb"]);
    let sure = prop::option::of(any::<bool>());
    (activity(), key, 0..4_u32, 0..3_u8, grading, sure).prop_map(
        |(activity, key, points, hints, grading, sure)| Attempt {
            activity,
            response: Response::Choice(Some(key)),
            score: Score::new(points, 3),
            attempt: 1,
            hints,
            grading: grading.into(),
            wording: String::new(),
            sure,
        },
    )
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        name(&["start", "middle", "end"]).prop_map(Deed::Progressed),
        attempt().prop_map(Deed::Answered),
        (activity(), 1..4_u8).prop_map(|(activity, hint)| Deed::Hinted(activity, hint)),
        activity().prop_map(Deed::Revealed),
        activity().prop_map(Deed::Restarted),
        Just(Deed::Completed),
    ]
}

/// A log: no two statements have the same stamp.
fn log() -> impl Strategy<Value = Vec<Statement>> {
    let place = (name(&["one", "other"]), name(&["two-words", "the-ladder"]));
    let one = (
        0..12_u64,
        prop::sample::select(vec!["ada", "bob"]),
        place,
        deed(),
    );
    prop::collection::vec(one, 0..16).prop_map(|parts| {
        let mut log: Vec<Statement> = Vec::new();
        for (seen, writer, (course, lesson), did) in parts {
            let made = Statement {
                course,
                lesson,
                ..statement(seen, writer, did)
            };
            if !log.iter().any(|other| other.id == made.id) {
                log.push(made);
            }
        }
        log
    })
}

/// A log, and the same one as it may arrive: in another order.
fn shuffled() -> impl Strategy<Value = (Vec<Statement>, Vec<Statement>)> {
    log().prop_flat_map(|log| (Just(log.clone()), Just(log).prop_shuffle()))
}

proptest! {
    #[test]
    fn a_log_adds_up_to_the_same_in_whatever_order_it_arrives((log, other) in shuffled()) {
        prop_assert_eq!(Progress::of(log), Progress::of(other));
    }

    #[test]
    fn a_statement_that_arrives_twice_counts_once(
        (log, again) in log().prop_flat_map(|log| {
            let len = log.len();
            (Just(log.clone()), subsequence(log, 0..=len))
        })
    ) {
        let twice = log.iter().cloned().chain(again);
        prop_assert_eq!(Progress::of(twice), Progress::of(log.clone()));
    }

    #[test]
    fn two_logs_together_add_up_to_their_union((log, other) in shuffled(), at in 0..16_usize) {
        // Two devices that share some statements: a part from the left, a part from the right.
        let at = at.min(log.len());
        let mine = log.iter().take(at).cloned();
        let yours: Vec<Statement> =
            other.into_iter().filter(|s| log.iter().skip(at / 2).any(|kept| kept.id == s.id)).collect();
        let one_way = Progress::of(mine.clone().chain(yours.clone()));
        let other_way = Progress::of(yours.into_iter().chain(mine));
        prop_assert_eq!(&one_way, &other_way);
        prop_assert_eq!(one_way, Progress::of(log));
    }

    #[test]
    fn a_statement_made_now_changes_progress_as_if_it_had_always_been_there(log in log(), did in deed()) {
        let mut progress = Progress::of(log.clone());
        let now = statement(progress.count(), "eve", did);
        prop_assert!(log.iter().all(|earlier| earlier.id < now.id), "a stamp comes after all it knows");
        progress.add(&now);
        prop_assert_eq!(progress, Progress::of(log.into_iter().chain([now])));
    }

    #[test]
    fn clocks_that_go_backwards_change_nothing_but_the_label(log in log(), at in any::<i64>()) {
        let lesson_done = |progress: &Progress| {
            ["one", "other"].map(|course| progress.course(&id(course)).map(|c| c.completed()))
        };
        let skewed = log.iter().cloned().enumerate();
        let skewed = skewed.map(|(n, s)| Statement { at: at.wrapping_sub(n as i64), ..s });
        let (even, skewed) = (Progress::of(log.clone()), Progress::of(skewed));
        prop_assert_eq!(lesson_done(&even), lesson_done(&skewed));
        let place = |progress: &Progress| {
            progress.last().map(|(course, place)| (course.clone(), place.page.clone(), place.stamp.clone()))
        };
        prop_assert_eq!(place(&even), place(&skewed));
    }

    #[test]
    fn stamps_order_as_their_counts_do_and_survive_being_written(one in 0..1_u64 << 53, other in 0..1_u64 << 53) {
        let stamp = |seen| Stamp::after(seen, &id("ada"));
        prop_assert_eq!(stamp(one).cmp(&stamp(other)), one.cmp(&other));
        let text = String::from(stamp(one));
        prop_assert_eq!(Stamp::try_from(text), Ok(stamp(one)));
    }
}

#[test]
fn a_score_made_by_hand_earns_no_more_than_there_is() {
    let of = |points, of| {
        let attempt = Attempt {
            activity: id("it"),
            response: Response::Choice(Some(id("refit"))),
            score: Score { points, of },
            attempt: 1,
            hints: 0,
            grading: "0123456789abcdef".into(),
            wording: String::new(),
            sure: None,
        };
        let lesson = tests::sample::lesson([tests::sample::activity(
            tests::sample::choice(&["refit", "shred"], "refit"),
            2,
            0,
        )]);
        let made = statement(0, "ada", Deed::Answered(attempt));
        let course = made.course.clone();
        let progress = Progress::of([made]);
        let review = domain::mastery::review(&lesson, progress.lesson(&course, &lesson.id));
        review
            .standings
            .first()
            .map(|standing| (standing.points, standing.of))
    };
    assert_eq!(of(u32::MAX, 1), Some((1, 1)));
    assert_eq!(of(u32::MAX, u32::MAX), Some((1, 1)));
    assert_eq!(
        of(0, 0),
        Some((0, 1)),
        "nothing out of nothing is not everything"
    );
    assert_eq!(of(7, 0), Some((1, 1)));
}
