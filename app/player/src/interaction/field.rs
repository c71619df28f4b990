//! A field to write in: with its label, how it was graded, and the key when that is shown.

use domain::{
    interaction::{Edit, Response},
    outcome::Verdict,
    trial::Event,
};

use leptos::prelude::untrack;

use crate::{
    adapter::{dom, page},
    interaction::Frame,
    run,
    view::{
        node::{Piece, node},
        part::{el, icon, text},
    },
    words::{Words, fill},
};

/// A field to write in.
pub(crate) struct Field<'a> {
    /// The activity it is of.
    pub(crate) frame: &'a Frame,
    /// A class of its own for the whole.
    pub(crate) class: [&'static str; 4],
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
    [&run::element(&frame.activity.id), name].concat()
}

/// The verdict on the response, as long as it is the one that was graded.
fn verdict(frame: &Frame) -> Option<Verdict> {
    let trial = frame.trial();
    let (_, scored) = trial.graded().filter(|_| trial.unchanged())?;
    Some(scored.score.verdict())
}

impl Field<'_> {
    /// The field, and `input` with its attributes.
    #[inline(never)]
    pub(crate) fn piece(self, input: Piece) -> Piece {
        let (words, typed, edit) = (self.frame.words, self.typed, self.edit);
        let [plain, good, mid, bad] = self.class;
        let state = self.frame.clone();
        let class = move || {
            Some(match verdict(&state) {
                None => plain,
                Some(Verdict::Correct) => good,
                Some(Verdict::Partly) => mid,
                Some(Verdict::Incorrect) => bad,
            })
        };
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
        let marks = move || {
            let (class, name, said) = match verdict(&graded) {
                None => return Vec::new(),
                Some(Verdict::Correct) => ("mark ok", "check", words.right_tick),
                Some(Verdict::Partly) => ("mark half", "half", words.almost),
                Some(Verdict::Incorrect) => ("mark no", "cross", words.incorrect),
            };
            vec![el!("span", class, icon("i", name), text(said))]
        };
        let key = move || {
            if !key.revealed() {
                return Vec::new();
            }
            let said = fill(words.key_is, &[("what", &key_is)]);
            vec![el!("span", "mark kk", icon("i", "key"), text(said))]
        };
        let label = node("label")
            .attr("for", id(self.frame, "-field"))
            .text(self.label);
        let marks = node("p")
            .class("marks")
            .attr("id", id(self.frame, "-marks"))
            .each(marks)
            .each(key);
        node("div")
            .live("class", class)
            .put(label)
            .put(el("div", "row", vec![input]).all(self.behind))
            .all(self.below)
            .put(marks)
    }
}
