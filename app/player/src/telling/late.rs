//! What only screens and kinds of the second half have to tell.

use domain::{
    address::Own,
    behaviour::Behaviour,
    decimal::Decimal,
    id::Id,
    interaction::Kind,
    outcome::{Missing, Score, Verdict},
    trial::{Notice, Status, Trial},
};

use crate::words::{Words, fill, number};

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
        Notice::Hint(n, of) => fill(
            words.late().hint_of,
            &[("n", &number(*n)), ("of", &number(*of))],
        ),
        Notice::Key => words.late().key_shown.to_owned(),
        Notice::Again => words.late().again_said.to_owned(),
        Notice::KeyGone => words.late().key_hidden.to_owned(),
    }
}

/// What a screen that is about no course is called.
#[inline(never)]
pub(super) fn own(words: &Words, own: &Id) -> &'static str {
    Own::named(own).map_or(words.trouble, |own| own_name(words, own))
}

/// The same, of one that there is.
pub(crate) fn own_name(words: &Words, own: Own) -> &'static str {
    let late = words.late();
    match own {
        Own::Record => late.record,
        Own::Learners => late.learners,
        Own::Review => late.review,
        Own::Notes => late.notes,
        Own::Verify => late.verify,
    }
}

/// What a review card is called.
#[inline(never)]
pub(super) fn review(words: &Words) -> &'static str {
    words.late().review
}

/// The word for a verdict.
pub(crate) fn verdict(words: &Words, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Correct => words.late().correct,
        Verdict::Partly => words.late().partly,
        Verdict::Incorrect => words.late().incorrect,
    }
}

/// Points out of points.
pub(crate) fn points(words: &Words, score: Score) -> String {
    let sentence = words.plural(words.late().points_of, score.of);
    fill(
        sentence,
        &[("p", &number(score.points)), ("n", &number(score.of))],
    )
}

/// How many attempts are left.
pub(crate) fn left(words: &Words, left: u8) -> String {
    if left == 0 {
        words.late().no_attempt_left.to_owned()
    } else {
        words.count(words.late().attempts_left, left.into())
    }
}

/// What is still missing.
pub(crate) fn lacking(words: &Words, missing: Missing) -> String {
    let late = words.late();
    match missing {
        Missing::Pick => late.pick_first.to_owned(),
        Missing::Tick => late.tick_first.to_owned(),
        Missing::Move => late.move_first.to_owned(),
        Missing::Mark => late.mark_first.to_owned(),
        Missing::Rest(left) => words.count(late.rest_first, left),
        Missing::Write => late.write_first.to_owned(),
        Missing::Compare => late.compare_first.to_owned(),
        Missing::Number => late.number_first.to_owned(),
        Missing::Either(one, other) => either(words, one, other),
        Missing::Unit => late.unit_first.to_owned(),
        Missing::Ending => late.ending_first.to_owned(),
    }
}

/// That a number can be read in two ways, with both.
fn either(words: &Words, one: Decimal, other: Decimal) -> String {
    let (one, other) = (words.typed(&one.text()), words.typed(&other.undoubted()));
    fill(
        words.late().either_first,
        &[("one", &one), ("other", &other)],
    )
}

/// What there is to do in a kind of the second half, in a line.
#[inline(never)]
pub(super) fn instruction(words: &Words, kind: Kind) -> &'static str {
    let words = words.late();
    match kind {
        // Told by the first half.
        Kind::Choice | Kind::Choices => "",
        Kind::Sequence => words.sequence,
        Kind::Mark => words.mark,
        Kind::Categorise => words.categorise,
        Kind::Estimate => words.estimate,
        Kind::Match => words.matching,
        Kind::Hotspot => words.hotspot,
        Kind::Matrix => words.matrix,
        Kind::Number => words.number,
        Kind::Text => words.text,
        Kind::Open => words.open,
        Kind::Decision => words.decision,
        Kind::Gap => words.gap,
        Kind::Cards => words.cards,
    }
}

/// Where a trial stands, in a line.
#[inline(never)]
pub(super) fn standing(words: &Words, behaviour: Behaviour, trial: &Trial) -> String {
    let with_points = |word: &str| match trial.best() {
        Some(best) => [word, " · ", &points(words, best)].concat(),
        None => word.to_owned(),
    };
    match trial.status() {
        Status::Solved => with_points(words.late().done),
        Status::Revealed => with_points(words.late().key_was_shown),
        Status::Spent => with_points(words.late().no_attempt_left),
        Status::Open => match behaviour {
            // Before the first attempt the first half tells how many there are.
            Behaviour::Practice => trial
                .left()
                .map(|left| self::left(words, left))
                .unwrap_or_default(),
            Behaviour::Check => words.late().told_later.to_owned(),
            Behaviour::Review => words.late().one_attempt.to_owned(),
            Behaviour::Vote => String::new(),
            Behaviour::Paper => words.late().on_paper.to_owned(),
        },
    }
}

/// How long something takes, in minutes or in hours and minutes.
pub(crate) fn minutes(words: &Words, minutes: u32) -> String {
    if minutes < 60 {
        return words.count(words.minutes, minutes);
    }
    let rest = minutes % 60;
    let rest = if rest < 10 {
        ["0", &number(rest)].concat()
    } else {
        number(rest)
    };
    fill(
        words.late().hours,
        &[("h", &number(minutes / 60)), ("m", &rest)],
    )
}
