//! A field to write in: with its label, how it was graded, and the key when that is shown.

use domain::{
    interaction::{Edit, Response},
    outcome::{Mark, Verdict},
    trial::Event,
};

use leptos::prelude::untrack;

use crate::{
    adapter::{dom, page},
    interaction::{Frame, marks},
    view::{
        node::{Piece, node},
        part::el,
    },
    words::{Words, fill},
};

/// A field to write in.
pub(crate) struct Field<'a> {
    /// The activity it is of.
    pub(crate) frame: &'a Frame,
    /// A class of its own for the whole.
    pub(crate) class: &'static str,
    /// What it is called.
    pub(crate) label: &'static str,
    /// What a response has written.
    pub(crate) typed: fn(Response) -> String,
    /// The edit that writes something.
    pub(crate) edit: fn(&Words, String) -> Edit,
    /// What stands in the row of the field behind it.
    pub(crate) behind: Vec<Piece>,
    /// What stands below it; ids of what describes it are given by [`id`].
    pub(crate) below: Vec<Piece>,
    /// What the key is.
    pub(crate) key: String,
}

/// The id of the part `name` of the field of the activity of `frame`.
pub(crate) fn id(frame: &Frame, name: &str) -> String {
    frame.part(name)
}

/// The mark of the response, as long as it is the one that was graded.
fn mark(frame: &Frame) -> Option<Mark> {
    let trial = frame.trial();
    let (_, scored) = trial.graded().filter(|_| trial.unchanged())?;
    Some(match scored.score.verdict() {
        Verdict::Correct => Mark::Right,
        Verdict::Partly => Mark::Near,
        Verdict::Incorrect => Mark::Wrong,
    })
}

impl Field<'_> {
    /// The field, and `input` with its attributes.
    #[inline(never)]
    pub(crate) fn piece(self, input: Piece) -> Piece {
        let (words, typed, edit) = (self.frame.words, self.typed, self.edit);
        let (own, state) = (self.class, self.frame.clone());
        let class = move || Some([own, marks::class(mark(&state))].concat());
        let (value, closed) = (self.frame.clone(), self.frame.clone());
        let (heard, pressed) = (self.frame.clone(), self.frame.clone());
        // A field that cannot be written in keeps the focus, unlike one that is disabled.
        let input = input
            .attr("id", id(self.frame, "-field"))
            .attr("type", "text")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("autocorrect", "off")
            .attr("spellcheck", "false")
            .value(move || typed(value.trial().exercise().response()))
            .live("readonly", move || (!closed.open()).then_some(""))
            .on("input", move |event| {
                let typed = dom::value_of(&event);
                heard.edit(untrack(|| edit(heard.words, typed)));
            })
            .on("keydown", move |event| {
                if page::is_enter(&event) {
                    pressed.send(Event::Submit);
                }
            });
        let (graded, key, key_is) = (self.frame.clone(), self.frame.clone(), self.key);
        let sign = move |mark| match mark {
            Mark::Right => marks::sign(mark, words.right_tick),
            Mark::Near => marks::sign(mark, words.late().almost),
            Mark::Wrong => marks::sign(mark, words.late().incorrect),
        };
        let signs = move || mark(&graded).map(sign).into_iter().collect();
        let key = move || {
            if !key.revealed() {
                return Vec::new();
            }
            let said = fill(words.late().key_is, &[("what", &key_is)]);
            vec![marks::key(&said)]
        };
        let label = node("label")
            .attr("for", id(self.frame, "-field"))
            .text(self.label);
        let marks = node("p")
            .class("marks")
            .attr("id", id(self.frame, "-marks"))
            .each(signs)
            .each(key);
        node("div")
            .live("class", class)
            .put(label)
            .put(el("div", "row", vec![input]).all(self.behind))
            .all(self.below)
            .put(marks)
    }
}
