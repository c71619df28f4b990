//! An entry that can be picked or ticked: a native control with the words of the entry.

use domain::{
    id::Id,
    interaction::{Edit, Entry, Response},
    outcome::Mark,
};

use crate::{
    interaction::{Frame, marks},
    view::{
        node::{Piece, node},
        part::el,
    },
};

/// What the options of one activity have in common.
pub(crate) struct Options<'a> {
    /// `radio` or `checkbox`.
    pub(crate) control: &'static str,
    /// The class of each in the style sheets; its state is a second one.
    pub(crate) class: &'static str,
    /// The activity they are of.
    pub(crate) frame: &'a Frame,
    /// What the learner says of a right one, and of a wrong one.
    pub(crate) said: (&'static str, &'static str),
}

impl Options<'_> {
    /// One option, with `before` its words: whether a response has it `chosen`, whether it is of the
    /// key, and the edit that chooses it.
    pub(crate) fn option(
        &self,
        entry: &Entry,
        before: Option<Piece>,
        chosen: fn(&Response, &Id) -> bool,
        of_key: bool,
        edit: fn(Id) -> Edit,
    ) -> Piece {
        let (frame, key, said) = (self.frame.clone(), entry.key.clone(), self.said);
        let words = frame.words;
        let standing = Standing {
            frame: frame.clone(),
            key: key.clone(),
            chosen,
            of_key,
        };
        let is_chosen = {
            let standing = standing.clone();
            move || standing.is_chosen()
        };
        let class = {
            let (standing, class) = (standing.clone(), self.class);
            move || Some([class, standing.class()].concat())
        };
        let mark = move || {
            vec![match standing.state() {
                State::Plain => return Vec::new(),
                State::Key(true) => marks::key(&[words.key, " · ", words.your_choice].concat()),
                State::Key(false) => marks::key(words.key),
                State::Marked(Mark::Right) => marks::sign(Mark::Right, said.0),
                State::Marked(mark) => marks::sign(mark, said.1),
            }]
        };
        let closed = {
            let frame = frame.clone();
            move || (!frame.open()).then_some("true")
        };
        let label = el("span", "label", frame.writer.text(&entry.text));
        let control = node("input")
            .attr("type", self.control)
            .attr("name", frame.part("-choice"))
            .checked(is_chosen)
            .live("aria-disabled", closed)
            .on("click", frame.hold())
            .on("change", move |_| frame.edit(edit(key.clone())));
        let mut held = vec![control];
        held.extend(before);
        held.push(label);
        node("label").live("class", class).all(held).each(mark)
    }
}

/// What decides how an entry is shown.
#[derive(Clone)]
pub(crate) struct Standing {
    /// The activity it is of.
    pub(crate) frame: Frame,
    /// Its key.
    pub(crate) key: Id,
    /// Whether a response has it chosen.
    pub(crate) chosen: fn(&Response, &Id) -> bool,
    /// Whether the key has it.
    pub(crate) of_key: bool,
}

impl Standing {
    /// Whether it is chosen now.
    pub(crate) fn is_chosen(&self) -> bool {
        (self.chosen)(&self.frame.trial().exercise().response(), &self.key)
    }

    fn state(&self) -> State {
        match self.frame.mark(&self.key) {
            _ if self.of_key && self.frame.revealed() => State::Key(self.is_chosen()),
            Some(mark) => State::Marked(mark),
            None => State::Plain,
        }
    }

    /// The class of its state in the style sheets, to go after another one.
    pub(crate) fn class(&self) -> &'static str {
        match self.state() {
            State::Plain => "",
            State::Key(_) => " key",
            State::Marked(mark) => marks::class(Some(mark)),
        }
    }
}

/// How an option is shown.
#[derive(Clone, Copy)]
enum State {
    Plain,
    /// It is of the key, which is shown; whether it was chosen.
    Key(bool),
    /// It was graded.
    Marked(Mark),
}
