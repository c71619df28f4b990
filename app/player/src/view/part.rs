//! Small parts that several screens are made of.

use crate::{
    adapter, hub,
    view::node::{Piece, node},
    words::number,
};

/// An element by name, with a class and what it holds.
#[inline(never)]
pub(crate) fn el(tag: &'static str, class: &str, held: Vec<Piece>) -> Piece {
    node(tag).class(class).all(held)
}

/// An element by name, with a class and some characters.
#[inline(never)]
pub(crate) fn say(tag: &'static str, class: &str, characters: &str) -> Piece {
    node(tag).class(class).text(characters)
}

pub(crate) use super::node::{el, text};

/// An icon of the sheet in `index.html`, by its name, in a class of its own size.
#[inline(never)]
pub(crate) fn icon(class: &str, name: &str) -> Piece {
    let shape = node("use").attr("href", ["#i-", name].concat());
    node("svg")
        .class(class)
        .attr("aria-hidden", "true")
        .put(shape)
}

/// Something is on its way.
pub(crate) fn waiting() -> Piece {
    say("p", "starting", hub::words().loading)
}

/// A link.
pub(crate) fn link(class: &str, href: impl AsRef<str>, held: Vec<Piece>) -> Piece {
    node("a").attr("href", href).class(class).all(held)
}

/// The heading of a screen: it takes the focus when the screen is come to.
pub(crate) fn heading(title: impl AsRef<str>) -> Piece {
    node("h1").attr("tabindex", "-1").text(title)
}

/// A button.
#[inline(never)]
pub(crate) fn button(class: &str) -> Piece {
    node("button").attr("type", "button").class(class)
}

/// The ring of a course: a segment per lesson, closed when all are done.
///
/// `done`, `under_way` and the rest make up `of` segments, in that order, clockwise from the top.
pub(crate) fn ring(done: usize, under_way: usize, of: usize, label: &str) -> Piece {
    let ring = node("svg")
        .class("ring")
        .attr("viewBox", "0 0 80 80")
        .attr("aria-hidden", "true");
    if of > 0 && done >= of {
        let whole = path("done", "M40 9A31 31 0 1 1 39.9 9Z");
        return ring.put(whole).put(path("tick", "M28 41l8.5 8.5L53 32"));
    }
    let of = of.max(1);
    let share = 360.0 / of as f64;
    let gap = f64::min(6.5, share * 0.14);
    let mut held = Vec::new();
    for n in 0..of {
        let (from, to) = (share * n as f64 + gap, share * (n + 1) as f64 - gap);
        if n < done {
            held.push(path("done", &arc(31.0, from, to, "M")));
        } else if n < done + under_way {
            held.push(path("nowe", &arc(31.0, from - 1.5, to + 1.5, "M")));
            held.push(path("now", &arc(31.0, from, to, "M")));
        } else {
            let outline = [&*arc(35.0, from, to, "M"), &*arc(27.0, to, from, "L"), "Z"].concat();
            held.push(path("todo", &outline));
        }
    }
    held.push(node("text").attr("x", "40").attr("y", "46").text(label));
    ring.all(held)
}

fn path(class: &str, d: &str) -> Piece {
    node("path").class(class).attr("d", d)
}

/// An arc of the ring: degrees clockwise from the top, tenths of a unit.
fn arc(radius: f64, from: f64, to: f64, begin: &str) -> String {
    let point = |degrees: f64| {
        let (sine, cosine) = adapter::math::turn(degrees);
        let tenths = |value: f64| decimal((value * 10.0) as i32);
        [
            &tenths(40.0 + radius * sine),
            " ",
            &tenths(40.0 - radius * cosine),
        ]
        .concat()
    };
    let far = if (to - from).abs() > 180.0 {
        "1 "
    } else {
        "0 "
    };
    let turn = if to > from { "1 " } else { "0 " };
    let size = number(radius as i32);
    [
        begin,
        &point(from),
        "A",
        &size,
        " ",
        &size,
        " 0 ",
        far,
        turn,
        &point(to),
    ]
    .concat()
}

/// Tenths as a decimal number. Formatting a float would link a large table for the same digits.
fn decimal(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    [sign, &number(tenths / 10), ".", &number(tenths % 10)].concat()
}
