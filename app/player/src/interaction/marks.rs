//! How what was graded is shown: a sign with words, and never a colour alone.

use domain::outcome::Mark;

use crate::view::{
    node::Piece,
    part::{el, icon, text},
};

/// The class and the icon of a mark.
pub(crate) fn of(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Right => ("mark ok", "check"),
        Mark::Near => ("mark half", "half"),
        Mark::Wrong => ("mark no", "cross"),
    }
}

/// The sign of a mark, and what is said of it.
#[inline(never)]
pub(crate) fn sign(mark: Mark, said: &str) -> Piece {
    let (class, name) = of(mark);
    el!("span", class, icon("i", name), text(said))
}

/// The sign of the key, and what is said of it.
#[inline(never)]
pub(crate) fn key(said: &str) -> Piece {
    el!("span", "mark kk", icon("i", "key"), text(said))
}

/// The class of what has the mark, to go after another one.
pub(crate) fn class(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Right) => " good",
        Some(Mark::Near) => " mid",
        Some(Mark::Wrong) => " bad",
        None => "",
    }
}
