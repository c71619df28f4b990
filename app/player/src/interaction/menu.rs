//! A native menu in a row or a line of an activity.

use leptos::prelude::untrack;

use crate::{
    adapter::dom,
    interaction::Frame,
    view::node::{Piece, node},
};

/// A menu of `options`, each a value and its words, below an entry that stands for none. It shows the
/// value that `shown` gives. `take` takes in the value that was chosen, and tells whether it is one; a
/// closed trial accepts nothing, and then the menu shows again what it did.
pub(crate) fn menu(
    frame: &Frame,
    options: Vec<(String, String)>,
    shown: impl Fn() -> String + Clone + 'static,
    take: impl Fn(&str) -> bool + 'static,
) -> Piece {
    let option = |value: &str, said: &str| node("option").attr("value", value).text(said);
    let mut held = vec![option("", "…")];
    for (value, said) in &options {
        held.push(option(value, said));
    }
    let (closed, open, before) = (frame.clone(), frame.clone(), shown.clone());
    node("select")
        .all(held)
        .live("aria-disabled", move || (!closed.open()).then_some("true"))
        .value(shown)
        .on("change", move |event| {
            untrack(|| {
                if !open.open() || !take(&dom::value_of(&event)) {
                    dom::put_back(&event, &before());
                }
            });
        })
}
