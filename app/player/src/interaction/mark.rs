//! `mark`: checkboxes with the sentences of a text.

use domain::{
    id::Id,
    interaction::{
        Edit, Response, Work,
        mark::{self, Mark},
    },
};

use crate::{
    interaction::{Frame, option::Options},
    view::{
        node::{Piece, text},
        part::el,
    },
};

/// The text: each sentence is the label of its checkbox, and they run on as a text does.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Mark>) -> Piece {
    /// Whether the response has the piece marked.
    fn chosen(response: &Response, key: &Id) -> bool {
        if let Response::Mark(marked) = response {
            marked.contains(key)
        } else {
            false
        }
    }
    let words = frame.words;
    let options = Options {
        control: "checkbox",
        class: "piece",
        frame,
        said: (words.right_tick, words.late().wrong_mark),
    };
    let key = work.key();
    let mut held = Vec::new();
    for entry in work.entries() {
        let of_key = key.contains(&entry.key);
        held.push(options.option(entry, None, chosen, of_key, |id| {
            Edit::Mark(mark::Edit::Toggle(id))
        }));
        // Between two sentences there is a space, and lines break at it.
        held.push(text(" "));
    }
    el("p", "pieces", held)
}
