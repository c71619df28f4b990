//! `estimate`: a slider between two buttons, and a scale that shows the two numbers afterwards.

use domain::{
    interaction::{
        Edit, Exercise, Work,
        estimate::{self, Estimate},
    },
    outcome::Mark,
    prose::Inline,
    trial::Status,
};

use leptos::prelude::untrack;

use crate::{
    adapter::{dom, page},
    interaction::{Frame, marks},
    view::{
        node::{Piece, node},
        part::{button, el, icon, text},
    },
    words::{fill, number},
};

/// The slider, its buttons and its scale.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Estimate>) -> Piece {
    let dial = Dial {
        frame: frame.clone(),
        first: work.clone(),
    };
    let task = work.task();
    let (now, told) = (dial.clone(), dial.clone());
    let now = move || vec![text(now.said(now.value()))];
    let ends = el!(
        "p",
        "span",
        el!("span", "", text(dial.said(task.min))),
        el!("span", "", text(dial.said(task.max)))
    );
    let row = el!(
        "div",
        "row",
        dial.clone().button(Way::Less),
        dial.clone().slider(),
        dial.button(Way::More)
    );
    el!(
        "div",
        "dial",
        node("p").class("now").each(now),
        row,
        ends,
        node("div").class("told").each(move || told.told())
    )
}

#[derive(Clone)]
struct Dial {
    frame: Frame,
    /// The work before anything was done: its task stays what it is.
    first: Work<Estimate>,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Less,
    More,
}

impl Dial {
    /// The number as it stands now.
    fn value(&self) -> i64 {
        if let Exercise::Estimate(work) = self.frame.trial().exercise() {
            Estimate::standing(work)
        } else {
            self.first.task().start
        }
    }

    /// A number with its unit.
    fn said(&self, value: i64) -> String {
        let task = self.first.task();
        self.frame.words.measure(value, task.digits, &task.unit)
    }

    fn set(&self, value: i64) {
        self.frame.edit(Edit::Estimate(estimate::Edit::Set(value)));
    }

    fn closed(&self) -> Option<&'static str> {
        (!self.frame.open()).then_some("true")
    }

    fn slider(self) -> Piece {
        let task = self.first.task();
        let (value, said, closed) = (self.clone(), self.clone(), self.clone());
        // Whole numbers of the smallest decimal place: no browser has to read a decimal.
        node("input")
            .attr("type", "range")
            .attr("min", number(task.min))
            .attr("max", number(task.max))
            .attr("step", number(task.step))
            .attr("aria-label", self.frame.words.late().estimate_now)
            .value(move || number(value.value()))
            .live("aria-valuetext", move || Some(said.said(said.value())))
            .live("aria-disabled", move || closed.closed())
            .on("input", move |event| untrack(|| self.slid(&event)))
    }

    /// Takes what the slider was moved to. A closed trial accepts nothing: the slider goes back.
    fn slid(&self, event: &web_sys::Event) {
        let value = dom::value_of(event).parse();
        match value {
            Ok(value) if self.frame.open() => self.set(value),
            Ok(_) | Err(_) => dom::put_back(event, &number(self.value())),
        }
    }

    /// The number one step on, if it can be said.
    fn next(&self, way: Way) -> Option<i64> {
        let task = self.first.task();
        let next = match way {
            Way::Less => self.value() - task.step,
            Way::More => self.value() + task.step,
        };
        (task.min..=task.max).contains(&next).then_some(next)
    }

    fn button(self, way: Way) -> Piece {
        let words = self.frame.words;
        let (sentence, sign) = match way {
            Way::Less => (words.late().less, "−"),
            Way::More => (words.late().more, "+"),
        };
        // Without its unit, which an author gives in the plural.
        let task = self.first.task();
        let step = words.measure(task.step, task.digits, "");
        let blocked = self.clone();
        let blocked = move || {
            let blocked = blocked.next(way).is_none() || !blocked.frame.open();
            blocked.then_some("true")
        };
        button("")
            .attr("aria-label", fill(sentence, &[("n", &step)]))
            .live("aria-disabled", blocked)
            .on("click", move |_| untrack(|| self.go(way)))
            .put(node("span").attr("aria-hidden", "true").text(sign))
    }

    /// Goes one step on, and tells the number: a button does not say it.
    fn go(&self, way: Way) {
        if !self.frame.open() {
            return;
        }
        let next = self.next(way);
        if let Some(next) = next {
            self.set(next);
        }
        page::announce(&self.said(next.unwrap_or_else(|| self.value())));
    }

    /// What came of it: the estimate with its mark, and the true number once that may be seen.
    fn told(&self) -> Vec<Piece> {
        let words = self.frame.words;
        let task = self.first.task();
        let (value, key) = (self.value(), task.secret.key);
        let own = task
            .entries
            .first()
            .and_then(|entry| self.frame.mark(&entry.key));
        let shown = match self.frame.trial().status() {
            Status::Solved | Status::Revealed => true,
            Status::Open | Status::Spent => false,
        };
        let mut held = Vec::new();
        if let Some(mark) = own {
            let low = value < key;
            let (class, name) = marks::of(mark);
            let said = match mark {
                Mark::Right => words.late().close_enough,
                Mark::Near if low => words.late().near_low,
                Mark::Near => words.late().near_high,
                Mark::Wrong if low => words.late().too_low,
                Mark::Wrong => words.late().too_high,
            };
            let made = fill(words.late().estimate_made, &[("n", &self.said(value))]);
            let said = if value == key { words.right_tick } else { said };
            let said = [&*made, " · ", said].concat();
            held.push(el!("p", class, icon("i", name), text(said)));
        }
        if shown {
            let said = vec![Inline::Text(self.said(key))];
            let figure = match &task.secret.figure {
                Some(id) => vec![Inline::Figure(id.clone(), said)],
                None => said,
            };
            let key = el!("span", "", text(words.late().estimate_key));
            let key = key.all(self.frame.writer.text(&figure));
            held.push(el!("p", "mark kk", icon("i", "key"), key));
        }
        if !held.is_empty() {
            held.push(self.scale(own.map(|_| value), shown.then_some(key)));
        }
        held
    }

    /// The two numbers on a line. The words beside it say the same.
    fn scale(&self, own: Option<i64>, key: Option<i64>) -> Piece {
        let task = self.first.task();
        let at = |value: i64| {
            let way = (task.max - task.min).max(1);
            number(10 + (value - task.min) * 280 / way)
        };
        let mark = |class, value: i64, shape: &str| {
            let d = ["M", &at(value), shape].concat();
            node("path").class(class).attr("d", d)
        };
        let line = node("path").attr("d", "M10 14H290M10 10v8M290 10v8");
        let own = own.map(|value| mark("own", value, " 12l-6-10h12z"));
        let key = key.map(|value| mark("true", value, " 16l-6 10h12z"));
        node("svg")
            .class("scale")
            .attr("viewBox", "0 0 300 28")
            .attr("aria-hidden", "true")
            .put(line)
            .all(own.into_iter().chain(key).collect())
    }
}
