//! What a log adds up to, for logs of any content in any order.

use domain::{
    interaction::Response,
    outcome::Score,
    progress::Progress,
    snapshot::{Before, Snapshot, last_return},
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
        Just(Deed::Noted(id("p1"), "a note".into())),
        Just(Deed::Bookmarked(id("p1"), true)),
        Just(Deed::Cleared),
        stamp().prop_map(Deed::Voided),
        prop::collection::vec((name(&["ada", "bob"]), 0..14_u64, 0..14_u64), 0..3)
            .prop_map(Deed::Returned),
    ]
}

/// A stamp that one of the statements may have.
fn stamp() -> impl Strategy<Value = Stamp> {
    (0..12_u64, name(&["ada", "bob"])).prop_map(|(seen, writer)| Stamp::after(seen, &writer))
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
        // What takes something back says itself that it needs the whole log.
        if !matches!(now.did, Deed::Voided(_) | Deed::Returned(_)) {
            prop_assert_eq!(progress, Progress::of(log.into_iter().chain([now])));
        }
    }

    #[test]
    fn what_set_a_lesson_or_an_activity_back_is_as_if_never_done_once_it_is_taken_back(
        (log, back, at) in log().prop_flat_map(|log| {
            let at = 0..=log.len();
            let back = prop_oneof![Just(Deed::Cleared), activity().prop_map(Deed::Restarted)];
            (Just(log), back, at)
        })
    ) {
        let count = Progress::of(log.clone()).count();
        let one = |seen, did| Statement {
            course: id("one"),
            lesson: id("two-words"),
            ..statement(seen, "eve", did)
        };
        let back = one(count, back);
        let void = one(count + 1, Deed::Voided(back.id.clone()));
        // It may arrive in any order.
        let mut with = log.clone();
        with.push(void);
        with.insert(at, back);
        let state = |progress: &Progress| {
            ["one", "other"].map(|course| {
                let course = progress.course(&id(course)).cloned();
                let lesson = |name| course.as_ref().and_then(|it| it.lesson(&id(name)).cloned());
                let last = course.as_ref().and_then(|it| it.last().cloned());
                let records = course.as_ref().map(|it| {
                    let records = it.records().map(|(id, record)| (id.clone(), record.clone()));
                    records.collect::<Vec<_>>()
                });
                (last, lesson("two-words"), lesson("the-ladder"), records)
            })
        };
        // They may have brought an empty record of their lesson.
        let (before, after) = (state(&Progress::of(log)), state(&Progress::of(with)));
        for ((last, one, other, done), (last_now, one_now, other_now, done_now)) in before.into_iter().zip(after) {
            prop_assert_eq!(last, last_now);
            prop_assert_eq!(done.unwrap_or_default(), done_now.unwrap_or_default());
            prop_assert_eq!(one.unwrap_or_default(), one_now.unwrap_or_default());
            prop_assert_eq!(other.unwrap_or_default(), other_now.unwrap_or_default());
        }
    }
}

#[test]
fn a_lesson_that_was_set_back_counts_for_nothing_until_something_is_done_in_it() {
    let deeds = [
        Deed::Progressed(id("start")),
        Deed::Revealed(id("ladder")),
        Deed::Completed,
        Deed::Cleared,
    ];
    let log: Vec<Statement> = deeds
        .into_iter()
        .zip(0..)
        .map(|(did, seen)| statement(seen, "ada", did))
        .collect();
    let (course, lesson) = (log[0].course.clone(), log[0].lesson.clone());
    let mut progress = Progress::of(log.clone());
    let cleared = progress.lesson(&course, &lesson).expect("a lesson");
    assert_eq!(cleared.cleared, Some(log[3].id.clone()));
    assert_eq!(progress.record(&course, &id("ladder")), None);
    assert!(!cleared.completed && cleared.pages.iter().next().is_none());
    assert_eq!(progress.last(), None, "nobody is to be brought back there");
    progress.add(&statement(4, "ada", Deed::Progressed(id("start"))));
    let begun = progress.lesson(&course, &lesson).expect("a lesson");
    assert!(
        begun.cleared.is_some(),
        "a page that is looked at is no deed"
    );
    progress.add(&statement(5, "ada", Deed::Hinted(id("ladder"), 1)));
    let begun = progress.lesson(&course, &lesson).expect("a lesson");
    assert_eq!(begun.cleared, None, "then it can no longer be taken back");
}

/// A log of one learner at several pages, who opened a file of another device in between.
fn of_two_devices() -> (Vec<Statement>, Vec<Statement>) {
    let answered = |activity: &str| {
        Deed::Answered(Attempt {
            activity: id(activity),
            response: Response::Choice(Some(id("refit"))),
            score: Score::new(1, 1),
            attempt: 1,
            hints: 0,
            grading: "aaaa".into(),
            wording: String::new(),
            sure: None,
        })
    };
    let mine = (0..4).map(|n| statement(n, "ada", answered(&format!("mine-{n}"))));
    // Counts that are lower than those made here.
    let theirs = (0..2).map(|n| statement(n, "bob", answered(&format!("theirs-{n}"))));
    (mine.collect(), theirs.collect())
}

/// The activities that count.
fn counted(log: &[Statement]) -> Vec<String> {
    let progress = Progress::of(log);
    let course = &log[0].course;
    let records = progress
        .course(course)
        .into_iter()
        .flat_map(|it| it.records());
    records.map(|(id, _)| id.as_str().to_owned()).collect()
}

/// Makes the statements that take `log` back to the snapshot at `place`.
fn go_back(log: &mut Vec<Statement>, ring: &[Snapshot], place: usize, at: i64) {
    for (course, lesson, did) in Snapshot::back(log, ring, place) {
        let seen = log.iter().map(|it| it.id.count()).max().unwrap_or(0);
        log.push(Statement {
            at,
            course,
            lesson,
            ..statement(seen, "ada", did)
        });
    }
}

#[test]
fn going_back_leaves_out_what_came_after_and_can_be_taken_back() {
    let (mut log, theirs) = of_two_devices();
    let shot = |before, mark, brought| Snapshot {
        at: 0,
        before,
        mark,
        brought,
    };
    let bob = vec![(id("bob"), 1, 2)];
    let ring = [
        shot(Before::Session, 2, Vec::new()),
        shot(Before::Merge, 4, bob),
    ];
    log.extend(theirs);
    let all = [
        "mine-0", "mine-1", "mine-2", "mine-3", "theirs-0", "theirs-1",
    ];
    assert_eq!(counted(&log), all);
    assert_eq!(Snapshot::since(&log, &ring, 0), 4);
    assert_eq!(Snapshot::since(&log, &ring, 1), 2);
    // To before the merge: what it brought had lower counts than what was made here.
    go_back(&mut log, &ring, 1, 1);
    assert_eq!(counted(&log), all[..4]);
    assert_eq!(Snapshot::since(&log, &ring, 1), 0);
    // Further back, and from there again to before that.
    go_back(&mut log, &ring, 0, 2);
    assert_eq!(counted(&log), all[..2]);
    let returns = last_return(&log);
    let stamps: Vec<Stamp> = returns.iter().map(|it| it.id.clone()).collect();
    assert_eq!(returns.iter().map(|it| it.at).collect::<Vec<_>>(), [2]);
    for stamp in stamps {
        let seen = log.iter().map(|it| it.id.count()).max().unwrap_or(0);
        log.push(statement(seen, "ada", Deed::Voided(stamp)));
    }
    assert_eq!(counted(&log), all[..4], "the first time counts again");
    let first = last_return(&log);
    assert_eq!(first.iter().map(|it| it.at).collect::<Vec<_>>(), [1]);
    // What is done from now on counts.
    let seen = log.iter().map(|it| it.id.count()).max().unwrap_or(0);
    let mut later = log[0].clone();
    later.id = Stamp::after(seen, &id("ada"));
    log.push(later);
    assert_eq!(counted(&log), all[..4]);
    // In whatever order it arrives.
    log.reverse();
    assert_eq!(counted(&log), all[..4]);
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
        let review = domain::mastery::review(&lesson, progress.course(&course));
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
