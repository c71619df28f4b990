//! Pages that draw from a bank: what each learner is given.

use std::collections::BTreeSet;

use domain::course::{Block, Lesson};
use tests::sample::{activity, choice, id, lesson};

/// A lesson whose first page has six activities and draws `draw` of them.
fn bank(draw: Option<u8>) -> Lesson {
    let mut lesson = lesson([activity(choice(&["refit", "shred"], "refit"), 2, 0)]);
    let page = &mut lesson.pages[0];
    page.draw = draw;
    let Some(Block::Activity(first)) = page.steps[1].first().cloned() else {
        panic!("an activity");
    };
    page.steps[1] = (0..6)
        .map(|n| {
            let mut other = first.clone();
            other.id = id(&format!("number-{n}"));
            Block::Activity(other)
        })
        .collect();
    lesson
}

fn given(lesson: &Lesson, learner: &str) -> Vec<String> {
    let mut given = lesson.clone();
    given.give_to(learner);
    given
        .activities()
        .map(|it| it.id.as_str().to_owned())
        .collect()
}

#[test]
fn each_learner_is_given_as_many_as_are_drawn_always_the_same_in_their_order() {
    let lesson = bank(Some(3));
    let mut all = BTreeSet::new();
    for n in 0..40 {
        let learner = format!("learner {n}");
        let once = given(&lesson, &learner);
        assert_eq!(once.len(), 3);
        assert_eq!(given(&lesson, &learner), once, "whenever it is opened");
        let mut sorted = once.clone();
        sorted.sort();
        assert_eq!(once, sorted, "in the order of the page");
        all.extend(once);
    }
    assert_eq!(all.len(), 6, "each is given to somebody");
    // What is to be read stands for everyone.
    let mut shown = lesson.clone();
    shown.give_to("ada");
    assert_eq!(shown.pages[0].steps[0], lesson.pages[0].steps[0]);
}

#[test]
fn a_page_that_draws_nothing_or_more_than_there_is_is_given_whole() {
    let whole = given(&bank(None), "ada");
    assert_eq!(whole.len(), 6);
    assert_eq!(given(&bank(Some(200)), "ada"), whole);
}
