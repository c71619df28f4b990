//! Fields outside activities: what is typed goes to the desk, and what stands there is shown.

use crate::{
    adapter::dom,
    hub::{self, Part},
    play::{Event, desk::Field},
    run,
    view::{
        node::{Piece, node},
        part::el,
    },
};

/// An input for `field`, with this id.
pub(super) fn field(field: Field, id: &str) -> Piece {
    node("input")
        .attr("type", "text")
        .attr("id", id)
        .attr("maxlength", "80")
        .value(move || {
            hub::follow(Part::Desk);
            hub::state().desk.text(field).to_owned()
        })
        .on("input", move |event| {
            run::send(Event::Typed(field, dom::value_of(&event)));
        })
}

/// `input`, the field of this id, below its label.
pub(super) fn labelled(id: &str, says: &str, input: Piece) -> Piece {
    let label = node("label").attr("for", id).text(says);
    el!("div", "field long", label, el!("div", "row", input))
}
