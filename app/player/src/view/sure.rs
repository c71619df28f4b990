//! How sure the learner is: asked where the author wants it, and never needed to go on.

use domain::trial::Event;

use crate::{
    interaction::Frame,
    view::{
        node::{Piece, node},
        part::{el, text},
    },
};

/// Two native controls, of which none is checked at first.
#[inline(never)]
pub(super) fn ask(frame: &Frame) -> Piece {
    let words = frame.words;
    let one = |sure: bool| {
        let (checked, closed, send) = (frame.clone(), frame.clone(), frame.clone());
        let control = node("input")
            .attr("type", "radio")
            .attr("name", ["sure-", frame.activity.id.as_str()].concat())
            .checked(move || checked.trial().sure() == Some(sure))
            .live("aria-disabled", move || (!closed.open()).then_some("true"))
            .on("change", move |_| send.send(Event::Sure(sure)));
        let word = if sure {
            words.late().sure
        } else {
            words.late().unsure
        };
        el!("label", "", control, text(word))
    };
    let title = el!("legend", "", text(words.late().how_sure));
    el!("fieldset", "sure", title, one(true), one(false))
}
