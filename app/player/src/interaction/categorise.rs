//! `categorise`: a menu of the groups for each item, and a picture of the groups with what they hold.
//!
//! An item can also be taken up and put into a group, by two presses or by dragging it there. All ways
//! lead to the same state, and what shows it never holds the focus.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Response, Task, Work,
        categorise::Categorise,
        pairs::{self, Pairs},
    },
};

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{ArcTrigger, Notify, Track, untrack};

use crate::{
    adapter::page,
    interaction::{
        Frame,
        pairs::{Pairing, in_order, plain},
    },
    view::{
        node::{Piece, many, node},
        part::{button, el, text},
    },
    words::fill,
};

/// The items with their menus, and the groups.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Categorise>) -> Piece {
    fn pairs(response: Response) -> Pairs {
        if let Response::Categorise(pairs) = response {
            pairs
        } else {
            Pairs::new()
        }
    }
    let Task::Categorise(task) = &frame.activity.task else {
        return many(Vec::new());
    };
    let words = frame.words;
    let desk = Desk {
        pairing: Rc::new(Pairing {
            frame: frame.clone(),
            task,
            places: in_order(&task.places, work.offered()),
            named: words.late().group_for,
            said: (words.late().in_place, words.late().not_in_place),
            pairs,
            edit: Edit::Categorise,
        }),
        hand: Rc::new(Hand {
            held: RefCell::new(None),
            dragged: RefCell::new(None),
            moved: ArcTrigger::new(),
        }),
    };
    let items = in_order(&task.entries, work.offered());
    let rows = items
        .into_iter()
        .map(|item| desk.pairing.row(item, desk.chip(item)));
    let groups = desk.pairing.places.iter().map(|group| desk.group(group));
    let class = Rc::clone(&desk.hand);
    let (out, up) = (Rc::clone(&desk.hand), Rc::clone(&desk.hand));
    node("div")
        .live("class", move || {
            Some(if class.drags() {
                "sorts dragging"
            } else {
                "sorts"
            })
        })
        .on("pointerleave", move |_| out.drag(None))
        .on("pointerup", move |_| up.drag(None))
        .put(el("ul", "pairs", rows.collect()))
        .put(el("ul", "groups", groups.collect()))
}

/// What the learner has in hand.
struct Hand {
    /// The item that was pressed.
    held: RefCell<Option<Id>>,
    /// The item that is being dragged.
    dragged: RefCell<Option<Id>>,
    /// Who follows that.
    moved: ArcTrigger,
}

impl Hand {
    fn holds(&self, key: &Id) -> bool {
        self.moved.track();
        self.held.borrow().as_ref() == Some(key)
    }

    fn is_empty(&self) -> bool {
        self.moved.track();
        self.held.borrow().is_none()
    }

    fn drags(&self) -> bool {
        self.moved.track();
        self.dragged.borrow().is_some()
    }

    /// Takes up the item, or lays down whatever was held.
    fn hold(&self, key: Option<Id>) {
        self.held.replace(key);
        self.moved.notify();
    }

    /// Begins to drag an item, or ends it.
    fn drag(&self, key: Option<Id>) {
        if *self.dragged.borrow() != key {
            self.dragged.replace(key);
            self.moved.notify();
        }
    }
}

/// All that items and groups need to know.
#[derive(Clone)]
struct Desk {
    pairing: Rc<Pairing>,
    hand: Rc<Hand>,
}

impl Desk {
    /// Lets `piece` be dragged as the item `key`.
    fn dragged(&self, piece: Piece, key: &'static Id) -> Piece {
        let (down, off) = (self.clone(), Rc::clone(&self.hand));
        piece
            .on("pointerdown", move |event| {
                if untrack(|| down.pairing.frame.open()) {
                    page::let_go(&event);
                    down.hand.drag(Some(key.clone()));
                }
            })
            .on("pointercancel", move |_| off.drag(None))
    }

    /// The item as a button that takes it up.
    fn chip(&self, item: &'static Entry) -> Piece {
        let key = &item.key;
        let (pressed, closed, click) = (self.clone(), self.clone(), self.clone());
        let chip = button("chip")
            .live("aria-pressed", move || {
                Some(if pressed.hand.holds(key) {
                    "true"
                } else {
                    "false"
                })
            })
            .live("aria-disabled", move || {
                (!closed.pairing.frame.open()).then_some("true")
            })
            .on("click", move |_| {
                untrack(|| {
                    if click.pairing.frame.open() {
                        let held = click.hand.holds(key);
                        click.hand.hold((!held).then(|| key.clone()));
                    }
                })
            })
            .text(plain(item));
        self.dragged(chip, key)
    }

    /// A group: a button that puts the item in hand there, and what the group holds.
    fn group(&self, group: &'static Entry) -> Piece {
        let words = self.pairing.frame.words;
        let (idle, click, up, held) = (self.clone(), self.clone(), self.clone(), self.clone());
        let name = button("")
            .attr(
                "aria-label",
                fill(words.late().put_here, &[("what", &plain(group))]),
            )
            .live("aria-disabled", move || {
                let idle = idle.hand.is_empty() || !idle.pairing.frame.open();
                idle.then_some("true")
            })
            .on("click", move |_| untrack(|| click.press(group)))
            .text(plain(group));
        node("li")
            .class("group")
            .on("pointerup", move |_| untrack(|| up.drop(group)))
            .put(name)
            .each(move || held.held(group))
    }

    /// The items that `group` holds.
    fn held(&self, group: &Entry) -> Vec<Piece> {
        let standing = self.pairing.standing();
        let mut items = Vec::new();
        for item in &self.pairing.task.entries {
            if pairs::place(&standing, &item.key) == Some(&group.key) {
                items.push(self.dragged(el!("li", "", text(plain(item))), &item.key));
            }
        }
        if items.is_empty() {
            return items;
        }
        vec![el("ul", "holds", items)]
    }

    /// Puts the item in hand into `group`.
    fn press(&self, group: &Entry) {
        if !self.pairing.frame.open() {
            return;
        }
        match self.hand.held.take() {
            Some(key) => self.put(&key, group),
            None => page::announce(self.pairing.frame.words.late().take_first),
        }
    }

    /// Puts the item that is dragged into `group`.
    fn drop(&self, group: &Entry) {
        if let Some(key) = self.hand.dragged.take() {
            self.put(&key, group);
        }
    }

    /// Puts the item `key` into `group`, and tells so: neither button shows it.
    fn put(&self, key: &Id, group: &Entry) {
        self.hand.hold(None);
        self.pairing.put(key, Some(group.key.clone()));
        let item = self.pairing.task.entries.iter();
        let item = item.filter(|item| item.key == *key).map(plain).next();
        page::announce(&fill(
            self.pairing.frame.words.late().put_in,
            &[
                ("what", &item.unwrap_or_default()),
                ("where", &plain(group)),
            ],
        ));
    }
}
