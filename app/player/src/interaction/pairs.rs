//! What the kinds have in common in which each entry is put in one of several places: a row for each
//! entry, with a native menu of the places.
//!
//! The rows stay where they are whatever is chosen in them, so the focus is never lost.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Response,
        pairs::{self, Pairs, Task},
    },
    outcome::Mark,
    prose,
};

use std::rc::Rc;

use crate::{
    interaction::{Frame, marks, menu::menu},
    view::node::{Piece, node},
    words::fill,
};

/// A task of pairs as its kind shows it.
pub(crate) struct Pairing {
    /// The activity it is of.
    pub(crate) frame: Frame,
    /// What is put where.
    pub(crate) task: &'static Task,
    /// The places in the order they are offered.
    pub(crate) places: Vec<&'static Entry>,
    /// The name of a menu; `{what}` is the entry it is of.
    pub(crate) named: &'static str,
    /// What is said of an entry that is where it belongs, and of one that is not.
    pub(crate) said: (&'static str, &'static str),
    /// The pairs in a response.
    pub(crate) pairs: fn(Response) -> Pairs,
    /// The edit of the kind.
    pub(crate) edit: fn(pairs::Edit) -> Edit,
}

/// Those of `entries` that are in `offered`, in that order.
#[inline(never)]
pub(crate) fn in_order(entries: &'static [Entry], offered: &[Id]) -> Vec<&'static Entry> {
    let found = |key: &Id| entries.iter().find(|entry| entry.key == *key);
    offered.iter().filter_map(found).collect()
}

/// The words of an entry on one line.
pub(crate) fn plain(entry: &Entry) -> String {
    prose::plain(&entry.text)
}

impl Pairing {
    /// Where the entries were put. The view that calls this follows the trial.
    #[inline(never)]
    pub(crate) fn standing(&self) -> Pairs {
        (self.pairs)(self.frame.trial().exercise().response())
    }

    /// Puts the entry `key` in a place, or takes it out of where it is.
    pub(crate) fn put(&self, key: &Id, to: Option<Id>) {
        self.frame
            .edit((self.edit)(pairs::Edit::Put(key.clone(), to)));
    }

    /// The key of the place that the menu of `key` shows; nothing where it has none.
    fn shown(&self, key: &Id) -> String {
        let standing = self.standing();
        let place = pairs::place(&standing, key);
        place.map_or("", Id::as_str).to_owned()
    }

    fn class(&self, key: &Id) -> String {
        ["pair", marks::class(self.frame.mark(key))].concat()
    }

    fn marks(&self, key: &Id) -> Vec<Piece> {
        let words = self.frame.words;
        let sign = |mark| match mark {
            Mark::Right => marks::sign(mark, self.said.0),
            Mark::Near => marks::sign(mark, words.late().near),
            Mark::Wrong => marks::sign(mark, self.said.1),
        };
        let mut signs: Vec<Piece> = self.frame.mark(key).map(sign).into_iter().collect();
        if self.frame.revealed() {
            let place = pairs::place(&self.task.secret.key, key);
            let place = self.places.iter().find(|entry| place == Some(&entry.key));
            let what = place.map(|entry| plain(entry)).unwrap_or_default();
            let said = fill(words.late().key_is, &[("what", &what)]);
            signs.push(marks::key(&said));
        }
        signs
    }

    /// The row of `entry`, whose words are `label`.
    #[inline(never)]
    pub(crate) fn row(self: &Rc<Self>, entry: &'static Entry, label: Piece) -> Piece {
        let key = &entry.key;
        let place = |place: &&'static Entry| (place.key.as_str().to_owned(), plain(place));
        let options = self.places.iter().map(place).collect();
        let (shown, taken) = (Rc::clone(self), Rc::clone(self));
        let (four, five) = (Rc::clone(self), Rc::clone(self));
        let menu = menu(
            &self.frame,
            options,
            move || shown.shown(key),
            move |value| {
                taken.put(key, Id::new(value).ok());
                true
            },
        )
        .attr("aria-label", fill(self.named, &[("what", &plain(entry))]));
        node("li")
            .live("class", move || Some(four.class(key)))
            .put(label)
            .put(menu)
            .put(node("span").class("marks").each(move || five.marks(key)))
    }
}
