//! `sequence`: rungs with two buttons each.
//!
//! The rungs stay where they are and the entries move through them. So the focus is never lost by a
//! move: it goes along to the same button of the rung the entry came to.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Exercise, Work,
        sequence::{self, Sequence},
    },
    outcome::Mark,
    prose,
};

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::untrack;

use crate::{
    adapter::page,
    interaction::{Frame, marks},
    view::{
        node::{Piece, many, node},
        part::{button, el, icon, text},
    },
    words::{fill, number},
};

/// The entries on rungs.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Sequence>) -> Piece {
    let (first, last) = &work.task().ends;
    let count = work.task().entries.len();
    let end = |said: &String| (!said.is_empty()).then(|| el!("p", "ends", text(said)));
    let held = Rc::new(RefCell::new(None));
    let rungs = (0..count)
        .map(|place| {
            Rung {
                frame: frame.clone(),
                place,
                count,
                held: Rc::clone(&held),
            }
            .piece()
        })
        .collect();
    let parts = [end(first), Some(el("ol", "rungs", rungs)), end(last)];
    many(parts.into_iter().flatten().collect())
}

/// The exercise, if it is of this kind (it always is).
fn work(exercise: &Exercise) -> Option<&Work<Sequence>> {
    if let Exercise::Sequence(work) = exercise {
        Some(work)
    } else {
        None
    }
}

/// One rung.
#[derive(Clone)]
struct Rung {
    frame: Frame,
    /// Its place, from 0.
    place: usize,
    /// How many there are.
    count: usize,
    /// The entry that was moved last, in any rung.
    held: Rc<RefCell<Option<Id>>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}

impl Rung {
    /// The entry that stands on the rung now.
    fn entry(&self) -> Option<&'static Entry> {
        let trial = self.frame.trial();
        let key = Sequence::standing(work(trial.exercise())?).get(self.place)?;
        self.frame
            .activity
            .task
            .entries()
            .iter()
            .find(|entry| entry.key == *key)
    }

    /// The place, from 1, that the entry has in the key; none before the key is shown.
    fn key_place(&self, entry: &Entry) -> Option<usize> {
        if !self.frame.revealed() {
            return None;
        }
        let order = work(self.frame.trial().exercise())?.key();
        order
            .iter()
            .position(|id| *id == entry.key)
            .map(|place| place + 1)
    }

    fn class(&self) -> &'static str {
        let Some(entry) = self.entry() else {
            return "rung";
        };
        match self.frame.mark(&entry.key) {
            Some(Mark::Right) => "rung good",
            Some(Mark::Near) => "rung mid",
            Some(Mark::Wrong) => "rung bad",
            None if self.held.borrow().as_ref() == Some(&entry.key) => "rung held",
            None => "rung",
        }
    }

    fn marks(&self) -> Vec<Piece> {
        let words = self.frame.words;
        let Some(entry) = self.entry() else {
            return Vec::new();
        };
        let sign = |mark| match mark {
            Mark::Right => marks::sign(mark, words.late().in_place),
            Mark::Near => marks::sign(mark, words.late().near),
            Mark::Wrong => marks::sign(mark, words.late().not_in_place),
        };
        let own = self.frame.mark(&entry.key).map(sign);
        let key = self
            .key_place(entry)
            .map(|place| marks::key(&fill(words.late().key_place, &[("n", &number(place))])));
        own.into_iter().chain(key).collect()
    }

    fn piece(self) -> Piece {
        let (label, class, marks) = (self.clone(), self.clone(), self.clone());
        let label = move || match label.entry() {
            Some(entry) => label.frame.writer.text(&entry.text),
            None => Vec::new(),
        };
        let number = number(self.place + 1);
        let buttons = vec![self.clone().arrow(Way::Up), self.arrow(Way::Down)];
        node("li")
            .live("class", move || Some(class.class()))
            .put(
                node("span")
                    .class("n")
                    .attr("aria-hidden", "true")
                    .text(number),
            )
            .put(node("span").class("label").each(label))
            .put(node("span").class("marks").each(move || marks.marks()))
            .put(el("span", "mv", buttons))
    }

    /// Where the entry would go.
    fn to(&self, way: Way) -> Option<usize> {
        match way {
            Way::Up => self.place.checked_sub(1),
            Way::Down => Some(self.place + 1).filter(|to| *to < self.count),
        }
    }

    /// The words of the entry on one line.
    fn what(&self) -> String {
        self.entry()
            .map(|entry| prose::plain(&entry.text))
            .unwrap_or_default()
    }

    /// The id of the button for `way` on the rung at `place`.
    fn button(&self, way: Way, place: usize) -> String {
        let name = if way == Way::Up { "-up-" } else { "-down-" };
        self.frame.part(&[name, &number(place)].concat())
    }

    /// A button that moves the entry of the rung by one place.
    fn arrow(self, way: Way) -> Piece {
        let words = self.frame.words;
        let (name, sentence) = match way {
            Way::Up => ("up", words.late().move_up),
            Way::Down => ("down", words.late().move_down),
        };
        let (label, blocked) = (self.clone(), self.clone());
        let label = move || {
            let place = [
                ("n", &*number(label.place + 1)),
                ("of", &*number(label.count)),
            ];
            let place = fill(words.late().position_of, &place);
            Some([&fill(sentence, &[("what", &label.what())]), ", ", &place].concat())
        };
        let blocked = move || {
            let blocked = blocked.to(way).is_none() || !blocked.frame.open();
            blocked.then_some("true")
        };
        button("")
            .attr("id", self.button(way, self.place))
            .live("aria-label", label)
            .live("aria-disabled", blocked)
            .on("click", move |_| untrack(|| self.go(way)))
            .put(icon("i", name))
    }

    /// Moves the entry, and tells where it is now; the focus goes along.
    fn go(&self, way: Way) {
        let words = self.frame.words;
        let what = self.what();
        let Some(to) = self.to(way) else {
            let sentence = if way == Way::Up {
                words.late().at_first
            } else {
                words.late().at_last
            };
            return page::announce(&fill(sentence, &[("what", &what)]));
        };
        let Some(entry) = self.entry().filter(|_| self.frame.open()) else {
            return;
        };
        // The edit tells every rung to look again.
        *self.held.borrow_mut() = Some(entry.key.clone());
        self.frame
            .edit(Edit::Sequence(sequence::Edit::Move(entry.key.clone(), to)));
        let (place, of) = (number(to + 1), number(self.count));
        page::announce(&fill(
            words.late().moved,
            &[("what", &what), ("n", &place), ("of", &of)],
        ));
        page::focus(&self.button(way, to));
    }
}
