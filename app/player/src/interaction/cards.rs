//! `cards`: one card at a time, turned and rated by the learner; then all of them in a list.
//!
//! The buttons stay where they are and the cards go through them, and the rows of the list are there
//! from the beginning: so nothing that has the focus is ever made anew. The backs are not: they are no
//! part of the page before they may be seen.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Response, Task, Work,
        cards::{self, Cards, Rating, Ratings},
    },
    outcome::Mark,
    prose,
};

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{ArcTrigger, Notify, Track, untrack};

use crate::{
    adapter::page,
    interaction::{
        Frame, marks,
        menu::menu,
        pairs::{in_order, plain},
    },
    view::{
        node::{Piece, many, node, said},
        part::{button, el},
    },
    words::{Words, fill, number},
};

/// The card that is shown, and the list of all of them.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Cards>) -> Piece {
    let Task::Cards(task) = &frame.activity.task else {
        return many(Vec::new());
    };
    let deck = Rc::new(Deck {
        frame: frame.clone(),
        task,
        offered: in_order(&task.entries, work.offered()),
        turned: RefCell::new(None),
        moved: ArcTrigger::new(),
    });
    let rows = deck.offered.iter().map(|card| deck.row(card)).collect();
    let (rated, listed) = (Rc::clone(&deck), Rc::clone(&deck));
    let rated = move || {
        let shown = rated.shown().is_some() || !rated.frame.open();
        shown.then_some("")
    };
    let all_rated = node("p")
        .attr("id", deck.id(RATED))
        .attr("tabindex", "-1")
        .live("hidden", rated)
        .text(frame.words.late().all_rated);
    let list = el("ul", "faces", rows).live("hidden", move || listed.shown().map(|_| ""));
    el!("div", "deck", deck.card(), all_rated, list)
}

/// What the id of the button that turns the card ends in.
const TURN: &str = "-turn";
/// What the id of the words that all cards are rated ends in.
const RATED: &str = "-rated";

struct Deck {
    frame: Frame,
    task: &'static cards::Task,
    /// The cards in the order they are offered.
    offered: Vec<&'static Entry>,
    /// The card that was turned last.
    turned: RefCell<Option<Id>>,
    /// Who follows that.
    moved: ArcTrigger,
}

/// The word for a rating.
fn word(words: &Words, rating: Rating) -> &'static str {
    match rating {
        Rating::Again => words.late().rate_again,
        Rating::Hard => words.late().rate_hard,
        Rating::Good => words.late().rate_good,
        Rating::Easy => words.late().rate_easy,
    }
}

impl Deck {
    /// The id of a part.
    fn id(&self, name: &str) -> String {
        self.frame.part(name)
    }

    /// The cards that were rated. The view that calls this follows the trial.
    fn ratings(&self) -> Ratings {
        if let Response::Cards(ratings) = self.frame.trial().exercise().response() {
            ratings
        } else {
            Ratings::new()
        }
    }

    /// How many cards are not rated.
    fn left(&self) -> u32 {
        let left = self.offered.len().saturating_sub(self.ratings().len());
        u32::try_from(left).unwrap_or(u32::MAX)
    }

    /// The card that is shown alone: the first one that is not rated. None when the list is shown.
    fn shown(&self) -> Option<&'static Entry> {
        if !self.frame.open() {
            return None;
        }
        let ratings = self.ratings();
        let mut open = self.offered.iter().copied();
        open.find(|card| cards::rating(&ratings, &card.key).is_none())
    }

    /// The card that is shown alone, if it is turned.
    fn turned(&self) -> Option<&'static Entry> {
        self.moved.track();
        let card = self.shown()?;
        (self.turned.borrow().as_ref() == Some(&card.key)).then_some(card)
    }

    fn turn(&self, key: Option<Id>) {
        self.turned.replace(key);
        self.moved.notify();
    }

    /// One card, with the buttons to turn and to rate it.
    fn card(self: &Rc<Self>) -> Piece {
        let words = self.frame.words;
        let (hidden, left, face, label, click) = (
            Rc::clone(self),
            Rc::clone(self),
            Rc::clone(self),
            Rc::clone(self),
            Rc::clone(self),
        );
        let (back, blank) = (Rc::clone(self), Rc::clone(self));
        let left = move || words.count(words.late().cards_left, left.left());
        let front = node("p")
            .class("front")
            .attr("id", self.id("-front"))
            .each(move || match face.shown() {
                Some(card) => face.frame.writer.text(&card.text),
                None => Vec::new(),
            });
        let label = move || match label.turned() {
            Some(_) => words.late().turn_back,
            None => words.late().turn_card,
        };
        // It stays when the card is turned: so the focus stays too, and Tab goes on to the ratings.
        let turn = button("btn")
            .attr("id", self.id(TURN))
            .attr("aria-describedby", self.id("-front"))
            .on("click", move |_| untrack(|| click.flip()))
            .put(said(label));
        let back = node("div")
            .class("back")
            .live("hidden", move || blank.turned().is_none().then_some(""))
            .each(move || match back.turned() {
                Some(card) => back.back(&card.key),
                None => Vec::new(),
            });
        node("div")
            .class("card")
            .live("hidden", move || hidden.shown().is_none().then_some(""))
            .put(node("p").class("small soft").put(said(left)))
            .put(front)
            .put(turn)
            .put(back)
            .put(self.rates())
    }

    /// What stands on the back of the card `key`, and the remark on it.
    fn back(&self, key: &Id) -> Vec<Piece> {
        let writer = self.frame.writer;
        let mut held = Vec::new();
        if let Some(back) = self.task.back(key) {
            held.push(el("p", "", writer.text(back)));
        }
        let mut remarks = self.task.secret.feedback.iter();
        if let Some((_, remark)) = remarks.find(|(card, _)| card == key) {
            held.push(el("div", "remark", writer.prose(remark)));
        }
        held
    }

    /// The buttons that rate the card. (Digits press them: see `view/letters.rs`.)
    fn rates(self: &Rc<Self>) -> Piece {
        let words = self.frame.words;
        let hidden = Rc::clone(self);
        let mut held = vec![
            node("p")
                .attr("id", self.id("-rates"))
                .text(words.late().how_well),
        ];
        for rating in Rating::ALL {
            let click = Rc::clone(self);
            let name = ["-rate-", &number(rating.number())].concat();
            let rate = button("btn")
                .attr("id", self.id(&name))
                .on("click", move |_| untrack(|| click.rate(rating)))
                .text(word(words, rating));
            held.push(rate);
        }
        el("div", "rates", held)
            .attr("role", "group")
            .attr("aria-labelledby", self.id("-rates"))
            .live("hidden", move || hidden.turned().is_none().then_some(""))
    }

    /// Turns the card, and tells what stands on its back: the focus does not go there.
    fn flip(&self) {
        let Some(card) = self.shown() else {
            return;
        };
        if self.turned().is_some() {
            return self.turn(None);
        }
        self.turn(Some(card.key.clone()));
        let back = self.task.back(&card.key);
        let mut said = vec![back.map(|back| prose::plain(back)).unwrap_or_default()];
        let mut remarks = self.task.secret.feedback.iter();
        let remark = remarks.find(|(key, _)| *key == card.key);
        said.extend(remark.iter().flat_map(|(_, remark)| prose::lines(remark)));
        page::announce(&said.join(" "));
    }

    /// Rates the card that is turned, and goes on to the next one, or to the list.
    fn rate(&self, rating: Rating) {
        // A button that is not shown can still be pressed by a program.
        let Some(card) = self.turned() else {
            return;
        };
        self.turn(None);
        self.send(&card.key, rating);
        match self.left() {
            // The words that all are rated take the focus, and so are read.
            0 => page::focus(&self.id(RATED)),
            left => {
                let words = self.frame.words;
                page::announce(&words.count(words.late().cards_left, left));
                page::focus(&self.id(TURN));
            }
        }
    }

    fn send(&self, key: &Id, rating: Rating) {
        self.frame
            .edit(Edit::Cards(cards::Edit::Rate(key.clone(), rating)));
    }

    /// A card in the list: both sides, and how it was rated.
    fn row(self: &Rc<Self>, card: &'static Entry) -> Piece {
        let (words, key) = (self.frame.words, &card.key);
        let option = |rating: Rating| (number(rating.number()), word(words, rating).to_owned());
        let options = Rating::ALL.into_iter().map(option).collect();
        let (class, back, marks) = (Rc::clone(self), Rc::clone(self), Rc::clone(self));
        let (value, taken) = (Rc::clone(self), Rc::clone(self));
        let name = fill(words.late().rating_of, &[("what", &plain(card))]);
        // No rating is taken back.
        let menu = menu(
            &self.frame,
            options,
            move || value.rated(key),
            move |value| match value.parse().ok().and_then(Rating::of) {
                Some(rating) => {
                    taken.send(key, rating);
                    true
                }
                None => false,
            },
        )
        .attr("aria-label", name);
        let back = move || match back.shown() {
            Some(_) => Vec::new(),
            None => back.back(key),
        };
        node("li")
            .live("class", move || {
                Some(["face", marks::class(class.frame.mark(key))].concat())
            })
            .put(el("p", "label", self.frame.writer.text(&card.text)))
            .put(node("div").class("back").each(back))
            .put(menu)
            .put(node("span").class("marks").each(move || marks.marks(key)))
    }

    /// What the menu of `key` shows: the number of its rating; nothing where it has none.
    fn rated(&self, key: &Id) -> String {
        let rating = cards::rating(&self.ratings(), key);
        rating.map_or_else(String::new, |rating| number(rating.number()))
    }

    fn marks(&self, key: &Id) -> Vec<Piece> {
        let words = self.frame.words.late();
        let sign = |mark| match mark {
            Mark::Right => marks::sign(mark, words.was_known),
            Mark::Near => marks::sign(mark, words.was_hard),
            Mark::Wrong => marks::sign(mark, words.was_forgotten),
        };
        self.frame.mark(key).map(sign).into_iter().collect()
    }
}
