//! `text`: a field in the language of the lesson.

use domain::interaction::{
    Edit, Response, Work,
    text::{self, Text},
};

use crate::{
    interaction::{
        Frame,
        field::{self, Field},
    },
    view::node::{Piece, node},
};

/// What a response to this kind has written. One to another kind has nothing (there never is one here).
fn typed(response: Response) -> String {
    if let Response::Text((typed, _, _)) = response {
        typed
    } else {
        String::new()
    }
}

/// The field.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Text>) -> Piece {
    let (key, _, _) = work.key();
    let input = node("input")
        .attr("lang", frame.writer.lang())
        .attr("aria-describedby", field::id(frame, "-marks"));
    Field {
        frame,
        class: "field long",
        label: frame.words.late().your_text,
        typed,
        edit: |_, typed| Edit::Text(text::Edit::Write(typed)),
        behind: Vec::new(),
        below: Vec::new(),
        key,
    }
    .piece(input)
}
