//! `decision`: the path so far, then the card it comes to with a button for each way on.
//!
//! A button goes when it was pressed, with its card; the focus goes on to the next card, which stays.

use domain::{
    id::Id,
    interaction::{
        Edit, Response, Task, Work,
        decision::{self, Decision, Step, Walked, Way},
    },
    outcome::Mark,
    prose,
};

use leptos::prelude::untrack;

use crate::{
    adapter::page,
    interaction::{Frame, marks},
    view::{
        node::{Piece, many, node},
        part::{button, el, text},
    },
    words::{fill, number},
};

/// The path, the card, and the ways back and out.
#[inline(never)]
pub(crate) fn view(frame: &Frame, _: &Work<Decision>) -> Piece {
    let Task::Decision(task) = &frame.activity.task else {
        return many(Vec::new());
    };
    let board = Board {
        frame: frame.clone(),
        task,
    };
    let (trail, key) = (board.clone(), board.clone());
    let trail = node("ol")
        .class("trail")
        .attr("aria-label", frame.words.late().path_so_far)
        .each(move || trail.trail(&trail.path()));
    let steps = el!("div", "go", board.back(), board.out());
    el!(
        "div",
        "case",
        trail,
        board.card(),
        steps,
        node("div").class("told").each(move || key.key()),
        board.paper()
    )
}

/// All that the parts need to know.
#[derive(Clone)]
struct Board {
    frame: Frame,
    task: &'static decision::Task,
}

impl Board {
    /// The path as it stands. The view that calls this follows the trial.
    fn path(&self) -> Vec<Id> {
        if let Response::Decision(path) = self.frame.trial().exercise().response() {
            path
        } else {
            Vec::new()
        }
    }

    fn walked(&self) -> Option<Walked<'static>> {
        self.task.walk(&self.path())
    }

    fn edit(&self, edit: decision::Edit) {
        self.frame.edit(Edit::Decision(edit));
    }

    /// The id of the part `name`. The focus goes to the card.
    fn id(&self, name: &str) -> String {
        self.frame.part(name)
    }

    /// What was chosen at each card of `path`, and what came of it.
    fn trail(&self, path: &[Id]) -> Vec<Piece> {
        let walked = self.task.walk(path);
        let steps = walked.map(|walked| walked.steps).unwrap_or_default();
        steps.into_iter().map(|step| self.step(step)).collect()
    }

    fn step(&self, step: Step<'static>) -> Piece {
        let late = self.frame.words.late();
        let what = match step.way {
            Some(way) => prose::plain(&way.entry.text),
            None => late.stuck.to_owned(),
        };
        let card = el("p", "was", self.frame.writer.text(&step.card.text));
        let chosen = el!("p", "chose", text(fill(late.you_chose, &[("what", &what)])));
        let then = step.way.map(|way| self.frame.writer.prose(&way.then));
        el!(
            "li",
            "",
            card,
            chosen,
            el("div", "then", then.unwrap_or_default())
        )
    }

    /// The card or ending that the path comes to, with the ways on.
    fn card(&self) -> Piece {
        let (class, words, ways, mark) = (self.clone(), self.clone(), self.clone(), self.clone());
        let class = move || {
            let mark = class.walked().and_then(|walked| class.mark(&walked));
            Some(["junction", marks::class(mark)].concat())
        };
        let label = node("p")
            .class("label")
            .attr("id", self.id("-card"))
            .attr("tabindex", "-1")
            .each(move || words.words());
        let mark = move || {
            let walked = mark.walked();
            let mark = walked.and_then(|walked| mark.sign(&walked));
            mark.into_iter().collect()
        };
        node("div")
            .live("class", class)
            .put(label)
            .put(node("ul").class("onward").each(move || ways.ways()))
            .put(node("p").class("marks").each(mark))
    }

    fn mark(&self, walked: &Walked<'_>) -> Option<Mark> {
        self.frame.mark(&walked.at.key)
    }

    fn sign(&self, walked: &Walked<'_>) -> Option<Piece> {
        let late = self.frame.words.late();
        let mark = self.mark(walked)?;
        let said = match mark {
            Mark::Right => late.ending_right,
            Mark::Near => late.ending_near,
            Mark::Wrong => late.ending_wrong,
        };
        Some(marks::sign(mark, said))
    }

    /// The words of the card; of an ending it is said that it is one.
    fn words(&self) -> Vec<Piece> {
        let Some(walked) = self.walked() else {
            return Vec::new();
        };
        let mut held = Vec::new();
        if self.task.is_ending(&walked.at.key) {
            held.push(el!("b", "", text(self.frame.words.late().ending)));
            held.push(text(" · "));
        }
        held.extend(self.frame.writer.text(&walked.at.text));
        held
    }

    /// A button for each way on.
    fn ways(&self) -> Vec<Piece> {
        let Some(walked) = self.walked() else {
            return Vec::new();
        };
        let full = walked.is_full();
        let ways = self.task.ways_from(&walked.at.key);
        ways.map(|way| self.way(way, full)).collect()
    }

    fn way(&self, way: &'static Way, full: bool) -> Piece {
        let (closed, click) = (self.clone(), self.clone());
        // Without what can be pressed in its words: that would be a button in a button.
        let label = el!("span", "", text(prose::plain(&way.entry.text)));
        let press = button("way")
            .live("aria-disabled", move || {
                (full || !closed.frame.open()).then_some("true")
            })
            .on("click", move |_| untrack(|| click.choose(way)))
            .put(label);
        el!("li", "", press)
    }

    /// Takes a way, and tells what came of it; the focus goes to the card it leads to.
    fn choose(&self, way: &Way) {
        if !self.frame.open() {
            return;
        }
        if self.walked().is_some_and(|walked| walked.is_full()) {
            return page::announce(self.frame.words.late().path_full);
        }
        self.edit(decision::Edit::Choose(way.entry.key.clone()));
        page::announce(&prose::lines(&way.then).join(" "));
        page::focus(&self.id("-card"));
    }

    /// The button that takes the last step back. It stays, and keeps the focus.
    fn back(&self) -> Piece {
        let (blocked, click) = (self.clone(), self.clone());
        button("btn quiet")
            .attr("id", self.id("-back"))
            .live("aria-disabled", move || {
                let blocked = blocked.path().is_empty() || !blocked.frame.open();
                blocked.then_some("true")
            })
            .on("click", move |_| untrack(|| click.step_back()))
            .text(self.frame.words.late().step_back)
    }

    /// Takes the last step back, and tells which card it is now.
    fn step_back(&self) {
        if !self.frame.open() || self.path().is_empty() {
            return;
        }
        self.edit(decision::Edit::Back);
        if let Some(walked) = self.walked() {
            let what = prose::plain(&walked.at.text);
            let said = fill(self.frame.words.late().back_at, &[("what", &what)]);
            page::announce(&said);
        }
    }

    /// The button for who is stuck, where it does something.
    fn out(&self) -> Piece {
        let (hidden, closed, click) = (self.clone(), self.clone(), self.clone());
        button("btn quiet")
            .live("hidden", move || {
                let out = hidden.walked().is_some_and(|walked| walked.out.is_some());
                (!out).then_some("")
            })
            .live("aria-disabled", move || {
                (!closed.frame.open()).then_some("true")
            })
            .on("click", move |_| untrack(|| click.take_out()))
            .text(self.frame.words.late().stuck)
    }

    fn take_out(&self) {
        if !self.frame.open() {
            return;
        }
        if self.walked().is_some_and(|walked| walked.is_full()) {
            return page::announce(self.frame.words.late().path_full);
        }
        self.edit(decision::Edit::Stuck);
        page::focus(&self.id("-card"));
    }

    /// The path that is the key, once that is shown; and why the path goes no further, if it does not.
    fn key(&self) -> Vec<Piece> {
        let words = self.frame.words;
        let mut held = Vec::new();
        if self.frame.open() && self.walked().is_some_and(|walked| walked.is_full()) {
            held.push(el!("p", "", text(words.late().path_full)));
        }
        if !self.frame.revealed() {
            return held;
        }
        let Some(Response::Decision(path)) = self.solved() else {
            return held;
        };
        held.push(marks::key(words.late().key_path));
        let mut steps = self.trail(&path);
        let end = self.task.walk(&path);
        let end = end.map(|end| self.frame.writer.text(&end.at.text));
        steps.push(el!("li", "", el("p", "was", end.unwrap_or_default())));
        held.push(el("ol", "trail key", steps));
        held
    }

    fn solved(&self) -> Option<Response> {
        let solved = self.frame.trial().exercise().solved();
        solved.ok().map(|solved| solved.response())
    }

    /// Every card in a numbered box, with the number of the one that each way leads to: for paper alone.
    fn paper(&self) -> Piece {
        let words = self.frame.words;
        let entries = &self.task.entries;
        let go_to = |key: &Id| {
            let place = entries.iter().position(|entry| entry.key == *key);
            let place = number(place.map_or(0, |place| place + 1));
            fill(words.late().go_to, &[("n", &place)])
        };
        let row = |what: &str, to: &Id| {
            let said = [what, " → ", &go_to(to)].concat();
            el!("li", "", text(said))
        };
        let mut boxes = Vec::new();
        for (n, entry) in entries.iter().enumerate() {
            let place = el!("b", "nr", text(number(n + 1)));
            let said = el!("span", "", text(prose::plain(&entry.text)));
            let mut rows = Vec::new();
            for way in self.task.ways_from(&entry.key) {
                rows.push(row(&prose::plain(&way.entry.text), &way.to));
            }
            let mut held = vec![place, text(" ")];
            if rows.is_empty() {
                held.push(text([words.late().ending, " · "].concat()));
            }
            held.push(said);
            held.push(el("ul", "", rows));
            boxes.push(el("li", "", held));
        }
        let out = self.task.stuck.as_ref();
        boxes.extend(out.map(|out| row(words.late().stuck, out)));
        el("ol", "junctions", boxes)
    }
}
