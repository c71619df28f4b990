//! What a class votes on, by show of hands: a list of choices for each poll, with the hands counted
//! before and after the class has talked it over.

use std::rc::Rc;

use domain::{
    activity::Activity,
    ballot::{Choice, HANDS_MOST, Poll, Recall, Round, Wording},
    behaviour::Behaviour,
    id::Id,
    interaction::Kind,
    prose,
    trial::Event,
};

use crate::{
    adapter::dom,
    hub::{self, Part},
    interaction::{self, Frame, marks},
    play, run, telling,
    view::{
        node::{Piece, each, many, node, said},
        part::{button, el, text},
        prose::Writer,
    },
    words::{LateWords, Words, fill, number},
};

/// What there is to do in an activity in which nobody is graded, in a line.
#[inline(never)]
pub(super) fn instruction(words: &Words, behaviour: Behaviour, kind: Kind) -> &'static str {
    if behaviour == Behaviour::Vote {
        words.late().vote
    } else {
        let late = words.late();
        match kind {
            Kind::Sequence => late.paper_sequence,
            Kind::Categorise => late.paper_categorise,
            Kind::Match => late.paper_match,
            Kind::Estimate => late.paper_estimate,
            Kind::Open => late.paper_open,
            Kind::Cards => late.paper_cards,
            Kind::Hotspot => late.paper_hotspot,
            Kind::Decision => late.paper_decision,
            Kind::Choice
            | Kind::Choices
            | Kind::Mark
            | Kind::Matrix
            | Kind::Number
            | Kind::Text
            | Kind::Gap => telling::instruction(words, kind),
        }
    }
}

/// An activity in which nobody is graded, below its prompt, of which `legend` is the end.
#[inline(never)]
pub(super) fn by_hand(frame: &Frame, behaviour: Behaviour, legend: Piece) -> Piece {
    let (within, below) = if behaviour == Behaviour::Vote {
        (polls(frame), below(frame))
    } else {
        // The key has a part of its own.
        (
            interaction::view(&Frame::untouched(frame)),
            many(Vec::new()),
        )
    };
    many(vec![el!("fieldset", "", legend, within), below])
}

/// The polls of an activity.
fn polls(frame: &Frame) -> Piece {
    let ballot = Rc::new(frame.activity.task.ballot());
    let mut held = Vec::new();
    // What a poll is about stands there.
    if let Kind::Hotspot | Kind::Gap = frame.activity.task.kind() {
        held.push(interaction::view(&Frame::untouched(frame)));
    }
    for n in 0..ballot.len() {
        let (frame, ballot) = (frame.clone(), Rc::clone(&ballot));
        held.push(Booth { frame, ballot, n }.piece());
    }
    el("div", "polls", held)
}

/// What stands below the polls: the key, when it is shown, and the button that shows it.
fn below(frame: &Frame) -> Piece {
    let (words, key) = (frame.words.late(), frame.clone());
    let (say, sends) = (frame.clone(), frame.clone());
    let toggle = button("btn main")
        .on("click", move |_| {
            let event = if sends.revealed() {
                Event::Restart
            } else {
                Event::Reveal
            };
            sends.send(event);
        })
        .put(said(move || {
            if say.revealed() {
                words.hide_key
            } else {
                words.show_key
            }
        }));
    many(vec![
        each(move || match key.revealed() {
            true => key_of(&key).into_iter().collect(),
            false => Vec::new(),
        }),
        el!("div", "acts", toggle),
    ])
}

/// The whole key, where the polls show but a part of it.
fn key_of(frame: &Frame) -> Option<Piece> {
    if let Kind::Choice | Kind::Choices | Kind::Mark = frame.activity.task.kind() {
        return None;
    }
    let title = el!("b", "", text(frame.words.key));
    Some(el!(
        "div",
        "keyed",
        title,
        keyed(frame.activity, frame.writer)
    ))
}

/// The key of `activity` as its kind shows it, apart from the activity itself.
#[inline(never)]
pub(super) fn keyed(activity: &'static Activity, writer: Writer) -> Piece {
    interaction::view(&Frame::keyed(activity, writer))
}

/// One poll.
#[derive(Clone)]
struct Booth {
    frame: Frame,
    ballot: Rc<Vec<Poll>>,
    /// Its place in the ballot.
    n: usize,
}

impl Booth {
    fn piece(self) -> Piece {
        let mut held = Vec::new();
        let title = self.frame.part(&["-poll-", &number(self.n)].concat());
        let about = self.about();
        let named = !about.is_empty();
        if named {
            held.push(node("p").class("about").attr("id", &title).all(about));
        }
        let choices = self.in_order();
        let choices = choices
            .into_iter()
            .map(|(n, choice)| self.choice(n, choice))
            .collect();
        let list = node("ol").class("hands").all(choices);
        held.push(if named {
            list.attr("aria-labelledby", title)
        } else {
            list
        });
        el("div", "poll", held)
    }

    /// The choices with their places in the poll, in the order they are offered to a learner where
    /// there is one: the written order may show the key.
    fn in_order(&self) -> Vec<(usize, &Choice)> {
        let choices = self
            .ballot
            .get(self.n)
            .map_or(&[][..], |poll| &poll.choices);
        // The order stays: whoever follows the trial here makes the whole page anew with every hand.
        let trial = leptos::prelude::untrack(|| self.frame.trial());
        let mut ordered = Vec::with_capacity(choices.len());
        for key in trial.exercise().offered() {
            let mut known = choices.iter().enumerate();
            ordered.extend(known.find(|(_, choice)| choice.key.as_ref() == Some(key)));
        }
        // Some choices are offered nowhere else.
        if ordered.len() < choices.len() {
            ordered = choices.iter().enumerate().collect();
        }
        ordered
    }

    /// What the poll is about, in words.
    fn about(&self) -> Vec<Piece> {
        let activity = self.frame.activity;
        let poll = self.ballot.get(self.n);
        let Some(about) = poll.and_then(|poll| poll.about.as_ref()) else {
            return match activity.task.kind() {
                Kind::Sequence => vec![text(self.frame.words.late().which_first)],
                Kind::Open => vec![text(self.frame.words.late().which_have)],
                Kind::Choice
                | Kind::Choices
                | Kind::Mark
                | Kind::Categorise
                | Kind::Estimate
                | Kind::Match
                | Kind::Hotspot
                | Kind::Matrix
                | Kind::Number
                | Kind::Text
                | Kind::Decision
                | Kind::Gap
                | Kind::Cards => Vec::new(),
            };
        };
        let mut entries = activity.task.entries().iter();
        let entry = entries.find(|entry| entry.key == *about);
        entry.map_or_else(Vec::new, |entry| self.frame.writer.text(&entry.text))
    }

    fn choice(&self, n: usize, choice: &Choice) -> Piece {
        let frame = &self.frame;
        let words = frame.words.late();
        let what = plain(frame, &choice.wording);
        let label = match &choice.wording {
            Wording::Text(words) => frame.writer.text(words),
            Wording::Typed(_)
            | Wording::Number(..)
            | Wording::Range(..)
            | Wording::Rated(_)
            | Wording::Other => vec![text(&what)],
        };
        let (class, mark, why) = (frame.clone(), frame.clone(), frame.clone());
        let (right, key) = (choice.right, choice.key.clone());
        let line = node("p")
            .class("what")
            .put(el("span", "label", label))
            .each(move || {
                let shown = right && mark.revealed();
                let sign = shown.then(|| marks::key(mark.words.key));
                sign.into_iter().collect()
            });
        let rounds = [
            (Round::First, words.first_vote),
            (Round::Second, words.second_vote),
        ];
        let rounds = rounds.map(|(round, name)| self.round(n, &what, round, name));
        node("li")
            .live("class", move || {
                Some(if right && class.revealed() {
                    "hand key"
                } else {
                    "hand"
                })
            })
            .put(line)
            .put(el("div", "rounds", rounds.into_iter().collect()))
            .each(move || self::why(&why, key.as_ref()))
    }

    /// The hands of one vote for a choice: a field, a button for one more, and a bar.
    fn round(&self, n: usize, what: &str, round: Round, name: &'static str) -> Piece {
        let words = self.frame.words.late();
        let names = [("what", what), ("round", name)];
        let (shown, typed, more, bar) = (self.clone(), self.clone(), self.clone(), self.clone());
        let field = node("input")
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr("autocomplete", "off")
            .attr("maxlength", "3")
            .attr("aria-label", fill(words.hands_for, &names))
            .value(move || match shown.hands(n, round) {
                0 => String::new(),
                hands => number(hands),
            })
            .on("input", move |event| {
                let value = dom::value_of(&event);
                let hands = value.trim().parse().unwrap_or(0);
                typed.count(n, round, hands);
            });
        let more = button("btn")
            .attr("aria-label", fill(words.one_more, &names))
            .on("click", move |_| {
                let hands = leptos::prelude::untrack(|| more.hands(n, round));
                more.count(n, round, hands.saturating_add(1));
            })
            .text("+1");
        let rect = node("rect")
            .attr("height", "8")
            .attr("rx", "2")
            .live("width", move || Some(number(bar.share(n, round))));
        let bar = node("svg")
            .class("tally")
            .attr("viewBox", "0 0 100 8")
            .attr("preserveAspectRatio", "none")
            .attr("aria-hidden", "true")
            .put(rect);
        // The field says it for those who listen.
        let name = node("span").attr("aria-hidden", "true").text(name);
        el!("div", "round", name, field, more, bar)
    }

    /// The hands for the choice at `n`. The view that calls this follows them.
    fn hands(&self, n: usize, round: Round) -> u16 {
        hub::follow(Part::Trial(self.frame.place));
        hub::state().hands(&self.frame.activity.id, self.n, n, round)
    }

    /// The hands for the choice at `n` in a hundred of all.
    fn share(&self, n: usize, round: Round) -> u32 {
        let hands = u32::from(self.hands(n, round));
        let all = hub::state().all_hands(&self.frame.activity.id, self.n, round);
        (hands * 100).checked_div(all).unwrap_or(0)
    }

    fn count(&self, n: usize, round: Round, hands: u16) {
        let activity = self.frame.activity.id.clone();
        let hands = hands.min(HANDS_MOST);
        run::send(play::Event::Voted(activity, (self.n, n), round, hands));
    }
}

/// What was written for the choice `key`, when the key is shown: why it is right, or why it is not.
fn why(frame: &Frame, key: Option<&Id>) -> Vec<Piece> {
    let trial = frame.trial();
    let written = match key {
        Some(key) if frame.revealed() => trial.exercise().feedback(key),
        Some(_) | None => None,
    };
    match written {
        Some(written) => vec![el("div", "why", frame.writer.prose(written))],
        None => Vec::new(),
    }
}

/// What a choice says, on one line.
fn plain(frame: &Frame, wording: &Wording) -> String {
    let words = frame.words;
    match wording {
        Wording::Text(text) => prose::plain(text),
        Wording::Typed(text) => text.clone(),
        Wording::Number(value, unit) => {
            let (digits, places) = value.parts();
            words.measure(digits, places, unit)
        }
        Wording::Range(from, to, unit) => {
            let ((low, few), (high, many)) = (from.parts(), to.parts());
            let (from, to) = (words.measure(low, few, ""), words.measure(high, many, unit));
            fill(words.late().from_to, &[("from", &from), ("to", &to)])
        }
        Wording::Rated(recall) => recalled(words.late(), *recall).to_owned(),
        Wording::Other => words.late().other_answer.to_owned(),
    }
}

fn recalled(words: &LateWords, recall: Recall) -> &'static str {
    match recall {
        Recall::Known => words.rate_good,
        Recall::Hard => words.rate_hard,
        Recall::Forgotten => words.rate_again,
    }
}
