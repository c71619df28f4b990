//! `choices`: checkboxes.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Response, Work,
        choices::{self, Choices},
    },
};

use crate::{
    interaction::{Frame, option::Options},
    view::{node::Piece, part::el},
};

/// The entries as checkboxes.
pub(crate) fn view(frame: &Frame, work: &Work<Choices>) -> Piece {
    /// Whether the response has the entry ticked.
    fn chosen(response: &Response, key: &Id) -> bool {
        if let Response::Choices(ticked) = response {
            ticked.contains(key)
        } else {
            false
        }
    }
    let words = frame.words;
    let options = Options {
        control: "checkbox",
        class: "opt",
        frame,
        said: (words.right_tick, words.wrong_tick),
    };
    let key = work.key();
    let option = |entry: &Entry| {
        let of_key = key.contains(&entry.key);
        options.option(entry, None, chosen, of_key, |id| {
            Edit::Choices(choices::Edit::Toggle(id))
        })
    };
    el(
        "div",
        "opts boxes",
        work.entries().into_iter().map(option).collect(),
    )
}
