//! Facts of the domain, told in the sentences of the interface.

pub(crate) mod late;

use domain::{
    address::Address,
    behaviour::Behaviour,
    interaction::Kind,
    trial::{Status, Trial},
};

use crate::{
    adapter::fetch::Unreached,
    play::{State, Why},
    words::Words,
};
use domain::bundle::Refusal;

/// The title of the document, the most particular first.
pub(crate) fn title(state: &State) -> String {
    let words = state.words();
    let course = state
        .manifest
        .here()
        .map(|manifest| manifest.title.in_lang(words.tongue.code()));
    let lesson = state.lesson.here();
    let lesson_title = lesson.map(|lesson| lesson.title.as_str());
    let parts = match &state.address {
        Address::Shelf => [None, None, Some(words.my_courses)],
        // Named as soon as its words are here.
        Address::Own(own) => [
            None,
            None,
            state.late.here().map(|()| late::own(words, own)),
        ],
        Address::Nowhere => [None, None, Some(words.trouble)],
        Address::Outline(_) | Address::Summary(_) => [None, None, course],
        Address::Lesson(..) => [None, lesson_title, course],
        Address::Page(_, _, id) => {
            let page = lesson.and_then(|lesson| lesson.page(id));
            [
                page.map(|(_, page)| page.title.as_str()),
                lesson_title,
                course,
            ]
        }
        Address::End(..) => [Some(words.end), lesson_title, course],
        Address::Card(..) => [
            state.late.here().map(|()| late::review(words)),
            lesson_title,
            course,
        ],
    };
    let mut title = String::new();
    for part in parts.into_iter().flatten() {
        title.push_str(part);
        title.push_str(" · ");
    }
    title.push_str("Boucle");
    title
}

/// What there is to do, in a line.
pub(crate) fn instruction(words: &Words, kind: Kind) -> &'static str {
    if kind == Kind::Choice {
        words.choice
    } else if kind == Kind::Choices {
        words.choices
    } else {
        late::instruction(words, kind)
    }
}

/// Where a trial stands, in a line.
pub(crate) fn standing(words: &Words, behaviour: Behaviour, trial: &Trial) -> String {
    let untouched = trial.status() == Status::Open && trial.attempts() == 0;
    match trial.left() {
        _ if !untouched || behaviour != Behaviour::Practice => {
            late::standing(words, behaviour, trial)
        }
        Some(left) => words.count(words.attempts, left.into()),
        None => String::new(),
    }
}

/// Why something can't be shown, in a sentence.
pub(crate) fn why(words: &Words, why: Why) -> &'static str {
    match why {
        Why::Unreached(Unreached::Network) => words.unreached,
        Why::Unreached(Unreached::Missing) => words.missing,
        Why::Unreached(Unreached::Server) => words.server,
        Why::Unreached(Unreached::TooLarge) | Why::Refused(Refusal::Limit) => words.limit,
        Why::Refused(Refusal::Page) => words.portal,
        Why::Refused(Refusal::Truncated) => words.truncated,
        Why::Refused(Refusal::Damaged) => words.damaged,
        Why::Refused(Refusal::Newer(_)) => words.newer,
        Why::Refused(Refusal::Unreadable) => words.unreadable,
        Why::NoCourse => words.unknown_course,
        Why::NoLesson => words.unknown_lesson,
        Why::NoPage => words.unknown_page,
        Why::Nowhere => words.nowhere,
    }
}
