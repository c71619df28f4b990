//! `choice`: radio buttons.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Response, Work,
        choice::{self, Choice},
    },
};

use crate::{
    interaction::{Frame, option::Options},
    view::{node::Piece, part::el},
};

/// The entries as radio buttons.
pub(crate) fn view(frame: &Frame, work: &Work<Choice>) -> Piece {
    /// Whether the response has the entry picked.
    fn chosen(response: &Response, key: &Id) -> bool {
        if let Response::Choice(picked) = response {
            picked.as_ref() == Some(key)
        } else {
            false
        }
    }
    let words = frame.words;
    let options = Options {
        control: "radio",
        class: "opt",
        frame,
        said: (words.your_choice, words.your_choice),
    };
    let key = work.key();
    let option = |entry: &Entry| {
        let of_key = key.as_ref() == Some(&entry.key);
        options.option(entry, None, chosen, of_key, |id| {
            Edit::Choice(choice::Edit::Pick(id))
        })
    };
    el(
        "div",
        "opts",
        work.entries().into_iter().map(option).collect(),
    )
}
