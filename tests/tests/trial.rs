//! Every short walk through a trial, for each kind of interaction.
//!
//! Two walks that came to the same state go on alike, so each state is walked on from once. That
//! is how some millions of walks fit into a second or two.

use std::{collections::HashSet, sync::LazyLock};

use domain::{
    activity::Activity,
    behaviour::Behaviour,
    interaction::{
        Edit, Kind,
        cards::{self as rate, Rating},
        gap as fill, matrix as place,
    },
    outcome::Score,
    seed::Seed,
    trial::{Event, Notice, Status, Trial},
};
use tests::{
    sample::{
        activity, cards, categorise, choice, choices, decision, estimate, fields, hotspot, id,
        mark, matching, matrix, menus, number, open, sequence, text,
    },
    walk::Walk,
};

/// How many events a walk has. A round of two wrong attempts, the key, starting again and a hint
/// takes seven; one of a single attempt, without a hint, five.
fn length(behaviour: Behaviour) -> usize {
    match behaviour {
        Behaviour::Practice => 8,
        Behaviour::Check | Behaviour::Review | Behaviour::Vote | Behaviour::Paper => 6,
    }
}

/// Small activities of every kind, with a limit and without one.
fn activities() -> Vec<Activity> {
    Kind::ALL
        .iter()
        .flat_map(|kind| {
            let task = || match kind {
                Kind::Choice => choice(&["refit", "shred", "bury"], "refit"),
                Kind::Choices => choices(&["refit", "shred", "bury"], &["refit", "shred"]),
                Kind::Mark => mark(&["planet", "cane", "tree"], &["planet", "tree"]),
                Kind::Hotspot => hotspot(&["cover", "board", "screw"], &["cover", "screw"]),
                Kind::Sequence => sequence(&[&["reduce", "reuse", "recycle"]]),
                Kind::Categorise => {
                    categorise(&[("tin", "mine"), ("wool", "farm")], &["mine", "farm"])
                }
                Kind::Matrix => matrix(&["low", "high"], &[("reuse", "high"), ("bury", "low")]),
                Kind::Estimate => estimate([0, 6, 1, 5], [1, 3]),
                Kind::Match => matching(
                    &[("tin", "mine"), ("wool", "farm")],
                    &["mine", "farm", "sea"],
                ),
                Kind::Number => number(
                    ("0.5", "0.05"),
                    "kg",
                    &[("g", "0.001")],
                    &[("grams", "500")],
                ),
                Kind::Gap => menus(
                    &[("rate", &["half", "all"]), ("name", &["reuse", "landfill"])],
                    &["half", "reuse"],
                ),
                Kind::Text => text(&[("reuse", "re-use")], &[("recycling", "recycling")]),
                Kind::Open => open(&["opened", "part"], "I would use screws."),
                Kind::Decision => decision(
                    &[
                        ("bench", None),
                        ("shelf", None),
                        ("mended", Some(2)),
                        ("gone", Some(0)),
                    ],
                    &[
                        ("mend", "bench", "mended"),
                        ("wait", "bench", "shelf"),
                        ("fetch", "shelf", "mended"),
                        ("clear", "shelf", "gone"),
                    ],
                    Some("shelf"),
                ),
                Kind::Cards => cards(&["reuse", "waste"]),
            };
            [
                activity(task(), 2, 1),
                activity(task(), 1, 2),
                activity(task(), 0, 1),
            ]
        })
        // Where one region is right it is picked, and where several are they are ticked.
        .chain([activity(hotspot(&["cover", "board"], &["cover"]), 2, 1)])
        // A gap has a menu, or is typed in.
        .chain([activity(
            fields(
                &[("what", vec![("reuse", "re-use"), ("burn", "burning")])],
                &["reuse"],
            ),
            2,
            1,
        )])
        .collect()
}

/// Each of them in every behaviour.
fn walks() -> impl Iterator<Item = Walk> {
    let of = move |activity: Activity| {
        Behaviour::ALL.map(|behaviour| Walk::of(activity.clone(), behaviour))
    };
    activities().into_iter().flat_map(of)
}

/// An event, what was before and after it, and what the learner was told.
struct Step {
    before: Walk,
    event: Event,
    after: Walk,
    told: Vec<Notice>,
    /// Whether it is the first to come to where it ends.
    first: bool,
}

/// Whether a walk can do without `event`: of the four ratings of a card two are worth as much as the
/// two others, and with all of them the walks would be half as many again.
fn stands_for_another(event: &Event) -> bool {
    let Event::Edit(Edit::Cards(rate::Edit::Rate(_, rating))) = event else {
        return false;
    };
    match rating {
        Rating::Again | Rating::Good => true,
        Rating::Hard | Rating::Easy => false,
    }
}

/// Every step of every walk.
static STEPS: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let mut steps = Vec::new();
    for walk in walks() {
        let (graded, length) = (walk.behaviour.is_graded(), length(walk.behaviour));
        let mut seen = HashSet::new();
        let mut reached = vec![walk];
        for _ in 0..length {
            let mut next = Vec::new();
            for before in reached {
                for event in before.events() {
                    if stands_for_another(&event) {
                        continue;
                    }
                    let (after, told) = before.on(&event);
                    let first = seen.insert(format!("{} {:?}", after.visible(), after.record()));
                    if first {
                        next.push(after.clone());
                    }
                    steps.push(Step {
                        before: before.clone(),
                        event,
                        after,
                        told,
                        first,
                    });
                }
            }
            reached = next;
        }
        // Where nobody is graded the key is shown or is not.
        let enough = if graded { 20 } else { 1 };
        let came = seen.len();
        assert!(came > enough, "the walks came to {came} places");
    }
    steps
});

/// Calls `promise` at every step of every walk, with the walk before and after an event.
fn every_step(promise: impl Fn(&Walk, &Event, &Walk, &[Notice])) {
    for Step {
        before,
        event,
        after,
        told,
        first: _,
    } in STEPS.iter()
    {
        promise(before, event, after, told);
    }
}

/// Calls `promise` wherever a walk comes to, once.
fn every_place(promise: impl Fn(&Walk)) {
    for step in STEPS.iter().filter(|step| step.first) {
        promise(&step.after);
    }
}

#[test]
fn the_best_score_never_falls_until_the_learner_starts_again() {
    every_step(|before, event, after, _| {
        let (Some(was), false) = (before.trial.best(), *event == Event::Restart) else {
            return;
        };
        let is = after.trial.best().expect("a best score does not go away");
        assert!(is.at_least(was), "{event:?} made {was:?} of {is:?}");
    });
}

#[test]
fn the_best_score_is_the_highest_of_the_round() {
    every_place(|after| {
        let mut best: Option<Score> = None;
        for statement in &after.log {
            match &statement.did {
                domain::statement::Deed::Answered(attempt) => {
                    best = best
                        .filter(|best| best.at_least(attempt.score))
                        .or(Some(attempt.score));
                }
                domain::statement::Deed::Restarted(_) => best = None,
                domain::statement::Deed::Progressed(_)
                | domain::statement::Deed::Hinted(..)
                | domain::statement::Deed::Revealed(_)
                | domain::statement::Deed::Noted(..)
                | domain::statement::Deed::Bookmarked(..)
                | domain::statement::Deed::Completed
                | domain::statement::Deed::Cleared
                | domain::statement::Deed::Voided(_)
                | domain::statement::Deed::Returned(_) => {}
            }
        }
        assert_eq!(after.trial.best(), best);
    });
}

#[test]
fn there_are_never_more_attempts_or_hints_than_the_activity_gives() {
    every_step(|before, event, after, _| {
        let limit = after.behaviour.attempts(after.activity.attempts);
        assert!(limit == 0 || after.trial.attempts() <= limit);
        assert!(usize::from(after.trial.hints()) <= after.activity.hints.len());
        let used = after.trial.attempts() != before.trial.attempts();
        assert!(
            !used || matches!(event, Event::Submit | Event::Restart),
            "{event:?} used an attempt"
        );
        if limit > 0 {
            assert_eq!(after.trial.left(), Some(limit - after.trial.attempts()));
        }
    });
}

#[test]
fn a_closed_trial_accepts_nothing_but_starting_again_and_showing_the_key_of_a_spent_one() {
    every_step(|before, event, after, told| {
        let accepted = match before.trial.status() {
            Status::Open => true,
            Status::Spent => matches!(event, Event::Restart | Event::Reveal),
            Status::Solved | Status::Revealed => *event == Event::Restart,
        };
        if !accepted {
            assert_eq!(
                before.visible(),
                after.visible(),
                "{event:?} changed a closed trial"
            );
            assert_eq!(before.log, after.log, "{event:?} was recorded");
            assert!(told.is_empty(), "{event:?} was announced: {told:?}");
        }
    });
}

#[test]
fn what_is_refused_changes_nothing_and_says_nothing() {
    every_step(|before, event, after, told| {
        let refused = match event {
            Event::Hint => !before.trial.may_hint(),
            Event::Reveal => !before.trial.may_reveal(),
            Event::Restart => {
                before.trial.attempts() == 0 && before.trial.status() != Status::Revealed
            }
            Event::Edit(_) | Event::Sure(_) | Event::Submit => {
                before.trial.status() != Status::Open || !before.behaviour.is_graded()
            }
        };
        if refused {
            assert_eq!(
                (before.visible(), before.log.len()),
                (after.visible(), after.log.len())
            );
            assert!(told.is_empty());
        }
    });
}

#[test]
fn a_response_that_is_not_ready_costs_no_attempt_and_says_what_is_missing() {
    every_step(|before, event, after, told| {
        if !before.behaviour.is_graded() {
            return;
        }
        let lacks = before.trial.lacks();
        let (Some(missing), Event::Submit, Status::Open) = (lacks, event, before.trial.status())
        else {
            return;
        };
        assert_eq!(told, [Notice::NotReady(missing)]);
        assert_eq!(before.lasting(), after.lasting());
        assert_eq!(
            before.log, after.log,
            "a response that is not ready was recorded"
        );
        assert_eq!(after.trial.missing(), Some(missing));
    });
}

#[test]
fn the_same_response_twice_is_one_attempt() {
    every_step(|before, event, after, told| {
        if *event == Event::Submit && before.trial.unchanged() {
            assert_eq!(before.visible(), after.visible());
            assert!(told.is_empty(), "{told:?}");
        }
    });
}

#[test]
fn the_key_is_shown_only_when_no_attempt_is_left_or_after_two_without_a_limit() {
    every_step(|before, event, after, _| {
        let shown = |walk: &Walk| walk.trial.status() == Status::Revealed;
        if before.behaviour.is_graded() && !shown(before) && shown(after) {
            let with_verdict = before.behaviour == Behaviour::Review && *event == Event::Submit;
            assert!(*event == Event::Reveal || with_verdict, "{event:?}");
            let unlimited = before.activity.attempts == 0 && before.trial.attempts() >= 2;
            assert!(
                after.trial.left() == Some(0) || unlimited,
                "{}",
                before.visible()
            );
        }
    });
}

#[test]
fn on_a_review_card_the_key_comes_with_a_verdict_that_is_not_right() {
    every_step(|before, event, after, told| {
        if before.behaviour != Behaviour::Review || *event != Event::Submit {
            return;
        }
        let Some(Notice::Graded { score, left, .. }) = told.first() else {
            assert!(!told.contains(&Notice::Key), "{told:?}");
            return;
        };
        let right = score.points == score.of;
        assert_eq!(*left, None, "there is no attempt to speak of");
        assert_eq!(after.trial.status() == Status::Revealed, !right);
        assert_eq!(told.contains(&Notice::Key), !right, "{told:?}");
    });
}

#[test]
fn where_a_class_votes_and_on_paper_nobody_responds_and_nothing_is_kept() {
    every_step(|before, event, after, told| {
        if before.behaviour.is_graded() {
            return;
        }
        assert!(after.log.is_empty(), "{event:?} was recorded");
        assert_eq!(after.trial.attempts(), 0, "{event:?}");
        let blank = before.trial.exercise().blank().response();
        assert_eq!(after.trial.exercise().response(), blank, "{event:?}");
        let was = before.trial.status() == Status::Revealed;
        let is = after.trial.status() == Status::Revealed;
        match event {
            Event::Reveal => assert!(is),
            Event::Restart => assert!(!is),
            Event::Edit(_) | Event::Sure(_) | Event::Submit | Event::Hint => assert_eq!(was, is),
        }
        let wanted: &[Notice] = match (was, is) {
            (false, true) => &[Notice::Key],
            (true, false) => &[Notice::KeyGone],
            (false, false) | (true, true) => &[],
        };
        assert_eq!(told, wanted);
    });
}

#[test]
fn every_attempt_is_announced_with_the_score_that_is_recorded() {
    every_step(|before, _, after, told| {
        let new = after.log.get(before.log.len()..).unwrap_or_default();
        let recorded: Vec<Score> = new
            .iter()
            .filter_map(|statement| match &statement.did {
                domain::statement::Deed::Answered(attempt) => Some(attempt.score),
                domain::statement::Deed::Progressed(_)
                | domain::statement::Deed::Hinted(..)
                | domain::statement::Deed::Revealed(_)
                | domain::statement::Deed::Restarted(_)
                | domain::statement::Deed::Noted(..)
                | domain::statement::Deed::Bookmarked(..)
                | domain::statement::Deed::Completed
                | domain::statement::Deed::Cleared
                | domain::statement::Deed::Voided(_)
                | domain::statement::Deed::Returned(_) => None,
            })
            .collect();
        let announced: Vec<Score> = told
            .iter()
            .filter_map(|notice| match notice {
                Notice::Graded { score, .. } => Some(*score),
                Notice::NotReady(_)
                | Notice::Hint(..)
                | Notice::Key
                | Notice::Again
                | Notice::KeyGone => None,
            })
            .collect();
        assert_eq!(recorded, announced);
        assert!(new.len() <= 1, "one event is one statement");
    });
}

#[test]
fn a_reload_brings_back_what_was_graded() {
    every_place(|after| {
        if !after.behaviour.is_graded() {
            // Nothing is: the key that a class was shown is hidden again.
            assert_eq!(after.reloaded().trial.status(), Status::Open);
            return;
        }
        assert_eq!(
            after.reloaded().lasting(),
            after.lasting(),
            "log {:#?}",
            after.log
        );
    });
}

#[test]
fn what_is_under_way_comes_back_from_a_draft() {
    every_place(|after| {
        let Some(draft) = after.trial.under_way() else {
            let blank = after.trial.exercise().is_blank();
            assert!(blank || after.trial.unchanged() || !after.trial.takes_responses());
            return;
        };
        let back = after.reloaded().trial.drafted(draft.clone());
        assert_eq!(back.exercise().response(), draft);
        assert_eq!(back.attempts(), after.trial.attempts());
        assert_eq!(back.under_way(), Some(draft));
    });
}

#[test]
fn another_language_changes_nothing_of_what_was_done() {
    every_place(|after| assert_eq!(after.translated().visible(), after.visible()));
}

#[test]
fn in_a_check_there_is_one_attempt_and_no_hint_and_then_the_key() {
    every_step(|before, event, after, told| {
        if before.behaviour != Behaviour::Check {
            return;
        }
        assert!(after.trial.attempts() <= 1, "{event:?}");
        assert_eq!(after.trial.hints(), 0, "{event:?}");
        let hinted = told.iter().any(|notice| matches!(notice, Notice::Hint(..)));
        assert!(!hinted, "{event:?} told {told:?}");
        let closed = after.trial.status() != Status::Open;
        assert_eq!(closed, after.trial.attempts() == 1, "{event:?}");
    });
}

#[test]
fn a_matrix_stays_as_it_was_placed_where_its_rows_stand_in_another_order() {
    let (reuse, bury) = (("reuse", "high"), ("bury", "low"));
    let english = activity(matrix(&["low", "high"], &[reuse, bury]), 2, 0);
    let french = activity(matrix(&["low", "high"], &[bury, reuse]), 2, 0);
    let seed = Seed::of("ada", "it");
    let mut trial = Trial::new(&english, Behaviour::Practice, seed);
    let edits: Vec<Event> = [("reuse", "low"), ("bury", "low")]
        .map(|(row, column)| place::Edit::Place(id(row), id(column)))
        .map(|edit| Event::Edit(Edit::Matrix(edit)))
        .into();
    for event in edits.iter().chain([&Event::Submit]) {
        trial = trial.on(event).0;
    }
    let carried = trial.translate(&french, Behaviour::Practice, seed);
    assert_eq!(carried.exercise().response(), trial.exercise().response());
    // Placing a row where it is changes nothing.
    let again = edits.iter().fold(carried, |trial, event| trial.on(event).0);
    assert!(again.unchanged());
    assert_eq!(again.attempts(), 1);
}

#[test]
fn gaps_stay_filled_where_they_stand_in_another_order() {
    let (rate, name) = (
        ("rate", &["half", "all"][..]),
        ("name", &["reuse", "landfill"][..]),
    );
    let english = activity(menus(&[rate, name], &["half", "reuse"]), 2, 0);
    let french = activity(menus(&[name, rate], &["reuse", "half"]), 2, 0);
    let seed = Seed::of("ada", "it");
    let mut trial = Trial::new(&english, Behaviour::Practice, seed);
    let edits: Vec<Event> = [("rate", "all"), ("name", "reuse")]
        .map(|(gap, option)| fill::Edit::Choose(id(gap), Some(id(option))))
        .map(|edit| Event::Edit(Edit::Gap(edit)))
        .into();
    for event in edits.iter().chain([&Event::Submit]) {
        trial = trial.on(event).0;
    }
    let carried = trial.translate(&french, Behaviour::Practice, seed);
    assert_eq!(carried.exercise().response(), trial.exercise().response());
    let again = edits.iter().fold(carried, |trial, event| trial.on(event).0);
    assert!(again.unchanged());
    assert_eq!(again.attempts(), 1);
}
