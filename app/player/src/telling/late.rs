//! What only screens and kinds of the second half have to tell.

use domain::{decimal::Decimal, interaction::Kind, outcome::Missing};

use crate::words::{LateWords, Words, fill, number};

/// What is still missing in a response to a kind of the second half.
#[inline(never)]
pub(super) fn lacking(words: &Words, missing: Missing) -> String {
    let late = words.late();
    match missing {
        Missing::Pick => words.pick_first.to_owned(),
        Missing::Tick => words.tick_first.to_owned(),
        Missing::Move => late.move_first.to_owned(),
        Missing::Mark => late.mark_first.to_owned(),
        Missing::Rest(left) => words.count(late.rest_first, left),
        Missing::Write => late.write_first.to_owned(),
        Missing::Number => late.number_first.to_owned(),
        Missing::Either(one, other) => either(words, one, other),
        Missing::Unit => late.unit_first.to_owned(),
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
pub(super) fn instruction(words: &LateWords, kind: Kind) -> &'static str {
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
