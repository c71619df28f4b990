//! A robot does every activity: of the courses of this repository, and of some that can't be done.

use author::edition;
use domain::{
    activity::Activity,
    behaviour::Behaviour,
    edition::Edition,
    robot::{self, Manner, Trouble},
};
use tests::{
    house,
    sample::{activity, choice, decision, id, matrix},
};

const COURSES: [&str; 2] = ["reuse-or-recycling", "writing-a-course"];

fn course(name: &str) -> Edition {
    let path = house::root().join("courses").join(name);
    edition::open(&path).unwrap_or_else(|missing| panic!("{name}: {}", missing.sentence()))
}

/// All right, all wrong, and anything.
fn manners() -> Vec<Manner> {
    let anything = (0..4).map(|seed| Manner::Chance(seed.to_string()));
    [Manner::Right, Manner::Wrong]
        .into_iter()
        .chain(anything)
        .collect()
}

/// What is in the way of every robot that does `activity`.
fn troubles(activity: &Activity) -> Vec<Trouble> {
    let of = |manner: &Manner| robot::attempt(activity, Behaviour::Practice, manner);
    manners().iter().flat_map(of).collect()
}

#[test]
fn every_activity_of_the_courses_can_be_done_in_every_manner() {
    for name in COURSES {
        let edition = course(name);
        let languages = edition.manifest.languages.len();
        for manner in manners() {
            let played = robot::play(&edition, &manner);
            assert_eq!(played.stumbles, Vec::new(), "{name} {manner:?}");
            assert_eq!(played.activities, edition.activities().count() * languages);
        }
    }
}

#[test]
fn the_same_seed_is_the_same_learner_and_another_one_does_other_things() {
    let edition = course("writing-a-course");
    let play = |seed: &str| robot::play(&edition, &Manner::Chance(seed.to_owned()));
    assert_eq!(play("1"), play("1"));
    assert_ne!(play("1").events, play("2").events);
}

/// A decision of a bench, a shelf and a corner, and where its ways lead.
fn bench(ways: &[(&str, &str, &str)]) -> Activity {
    let cards = [
        ("bench", None),
        ("shelf", None),
        ("corner", None),
        ("mended", Some(2)),
        ("gone", Some(0)),
    ];
    activity(decision(&cards, ways, None), 2, 1)
}

#[test]
fn a_decision_can_be_walked_from_its_first_card_to_every_ending() {
    let whole = bench(&[
        ("mend", "bench", "mended"),
        ("wait", "bench", "shelf"),
        ("fetch", "shelf", "corner"),
        ("clear", "shelf", "gone"),
        ("turn", "corner", "mended"),
        ("leave", "corner", "bench"),
    ]);
    assert_eq!(troubles(&whole), Vec::new());
}

#[test]
fn a_card_that_no_way_leads_to_is_found() {
    let apart = bench(&[
        ("mend", "bench", "mended"),
        ("wait", "bench", "shelf"),
        ("fetch", "shelf", "mended"),
        ("clear", "shelf", "gone"),
        ("turn", "corner", "mended"),
        ("leave", "corner", "bench"),
    ]);
    let found = troubles(&apart);
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|trouble| *trouble == Trouble::CardOutOfReach(id("corner")))
    );
}

#[test]
fn a_card_from_which_there_is_only_the_way_back_is_found() {
    let round = bench(&[
        ("mend", "bench", "mended"),
        ("drop", "bench", "gone"),
        ("wait", "bench", "shelf"),
        ("fetch", "shelf", "corner"),
        ("stay", "shelf", "corner"),
        ("turn", "corner", "shelf"),
        ("leave", "corner", "shelf"),
    ]);
    let found = troubles(&round);
    for card in ["shelf", "corner"] {
        assert!(
            found.contains(&Trouble::CardWithoutEnding(id(card))),
            "{card}: {found:?}"
        );
    }
}

#[test]
fn a_key_that_is_none_is_found() {
    let astray = [
        activity(choice(&["refit", "shred"], "bury"), 2, 1),
        activity(
            matrix(&["low", "high"], &[("reuse", "high"), ("bury", "deep")]),
            2,
            1,
        ),
    ];
    for activity in astray {
        let found = robot::attempt(&activity, Behaviour::Practice, &Manner::Right);
        assert!(matches!(found[..], [Trouble::KeyEarnsLess(_)]), "{found:?}");
    }
    let found = robot::attempt(
        &activity(choice(&["refit", "shred"], "bury"), 1, 1),
        Behaviour::Practice,
        &Manner::Chance("1".to_owned()),
    );
    assert!(
        found
            .iter()
            .all(|trouble| matches!(trouble, Trouble::DeadEnd(_))),
        "{found:?}"
    );
}

#[test]
fn a_vote_is_on_something_and_paper_shows_its_key() {
    let fine = activity(choice(&["refit", "shred"], "refit"), 2, 1);
    let empty = activity(choice(&[], "refit"), 2, 1);
    let vote = |activity: &Activity| robot::attempt(activity, Behaviour::Vote, &Manner::Right);
    assert_eq!(vote(&fine), Vec::new());
    assert_eq!(vote(&empty), [Trouble::NoPoll]);
    assert_eq!(
        robot::attempt(&fine, Behaviour::Paper, &Manner::Right),
        Vec::new()
    );
}
