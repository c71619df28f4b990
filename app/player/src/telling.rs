//! Facts of the domain, told in the sentences of the interface.

pub(crate) mod late;

use domain::{
    address::Address,
    behaviour::Behaviour,
    interaction::Kind,
    outcome::{Missing, Score, Verdict},
    trial::{Notice, Status, Trial},
};

use crate::{
    adapter::fetch::Unreached,
    play::{State, Why},
    words::{Words, fill, number},
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
        Address::Nowhere => [None, None, Some(words.trouble)],
        Address::Outline(_) => [None, None, course],
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
    };
    let mut title = String::new();
    for part in parts.into_iter().flatten() {
        title.push_str(part);
        title.push_str(" · ");
    }
    title.push_str("Boucle");
    title
}

/// What a learner is told aloud.
pub(crate) fn notice(words: &Words, notice: &Notice) -> String {
    match notice {
        Notice::Graded {
            verdict: word,
            score,
            left,
        } => {
            let mut said = [verdict(words, *word), ". ", &points(words, *score), "."].concat();
            if let Some(left) = left {
                said.push(' ');
                said.push_str(&self::left(words, *left));
                said.push('.');
            }
            said
        }
        Notice::NotReady(missing) => lacking(words, *missing),
        Notice::Hint(n, of) => fill(words.hint_of, &[("n", &number(*n)), ("of", &number(*of))]),
        Notice::Key => words.key_shown.to_owned(),
        Notice::Again => words.again_said.to_owned(),
    }
}

/// The word for a verdict.
pub(crate) fn verdict(words: &Words, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Correct => words.correct,
        Verdict::Partly => words.partly,
        Verdict::Incorrect => words.incorrect,
    }
}

/// Points out of points.
pub(crate) fn points(words: &Words, score: Score) -> String {
    let sentence = words.plural(words.points_of, score.of);
    fill(
        sentence,
        &[("p", &number(score.points)), ("n", &number(score.of))],
    )
}

/// How many attempts are left.
pub(crate) fn left(words: &Words, left: u8) -> String {
    if left == 0 {
        words.no_attempt_left.to_owned()
    } else {
        words.count(words.attempts_left, left.into())
    }
}

/// What is still missing.
pub(crate) fn lacking(words: &Words, missing: Missing) -> String {
    if missing == Missing::Pick {
        words.pick_first.to_owned()
    } else if missing == Missing::Tick {
        words.tick_first.to_owned()
    } else {
        late::lacking(words, missing)
    }
}

/// What there is to do, in a line.
pub(crate) fn instruction(words: &Words, kind: Kind) -> &'static str {
    if kind == Kind::Choice {
        words.choice
    } else if kind == Kind::Choices {
        words.choices
    } else {
        late::instruction(words.late(), kind)
    }
}

/// Where a trial stands, in a line.
pub(crate) fn standing(words: &Words, behaviour: Behaviour, trial: &Trial) -> String {
    let with_points = |word: &str| match trial.best() {
        Some(best) => [word, " · ", &points(words, best)].concat(),
        None => word.to_owned(),
    };
    match trial.status() {
        Status::Solved => with_points(words.done),
        Status::Revealed => with_points(words.key_was_shown),
        Status::Spent => with_points(words.no_attempt_left),
        Status::Open if behaviour == Behaviour::Check => words.late().told_later.to_owned(),
        Status::Open => match (trial.left(), trial.attempts()) {
            (None, _) => String::new(),
            (Some(left), 0) => words.count(words.attempts, left.into()),
            (Some(left), _) => self::left(words, left),
        },
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
