//! `open`: an area to write in, a button that compares, and then the model text with a rubric.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Exercise, Response, Task, Work,
        open::{self, Open},
    },
    limit,
};

use leptos::prelude::untrack;

use crate::{
    adapter::{dom, page},
    interaction::{Frame, option::Options},
    view::{
        node::{Piece, many, node},
        part::{button, el, text},
    },
    words::number,
};

/// The area, the button, and what comes after it.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Open>) -> Piece {
    let Task::Open(task) = &frame.activity.task else {
        return many(Vec::new());
    };
    let desk = Desk {
        frame: frame.clone(),
        task,
        first: work.clone(),
    };
    let label = node("label")
        .attr("for", desk.id("-field"))
        .text(frame.words.late().your_text);
    let (shown, held) = (desk.clone(), desk.clone());
    // Made once, as soon as it may be seen, and from then on hidden at most: what is made anew on
    // every change would take the focus with it.
    let rubric = node("div")
        .class("rubric")
        .live("hidden", move || (!shown.is_compared()).then_some(""))
        .each(move || {
            let ready = untrack(|| held.is_compared()) || held.is_compared();
            if ready { held.rubric() } else { Vec::new() }
        });
    el!(
        "div",
        "essay",
        label,
        desk.clone().area(),
        desk.compare(),
        rubric
    )
}

#[derive(Clone)]
struct Desk {
    frame: Frame,
    task: &'static open::Task,
    /// The work before anything was done.
    first: Work<Open>,
}

impl Desk {
    /// The id of the part `name` of the activity.
    fn id(&self, name: &str) -> String {
        self.frame.part(name)
    }

    /// The work as it stands. The view that calls this follows the trial.
    fn work(&self) -> Work<Open> {
        if let Exercise::Open(work) = self.frame.trial().exercise() {
            work.clone()
        } else {
            self.first.clone()
        }
    }

    fn typed(&self) -> String {
        self.work().response().0.clone()
    }

    /// Whether the model text may be seen.
    fn is_compared(&self) -> bool {
        self.work().response().1 || self.frame.revealed()
    }

    /// The area to write in. One that can't be written in keeps the focus, unlike one that is disabled.
    fn area(self) -> Piece {
        let (value, closed) = (self.clone(), self.clone());
        node("textarea")
            .attr("id", self.id("-field"))
            .attr("lang", self.frame.writer.lang())
            .attr("rows", "6")
            .attr("maxlength", number(limit::WRITTEN_CHARACTERS))
            .attr("autocomplete", "off")
            .value(move || value.typed())
            .live("readonly", move || (!closed.frame.open()).then_some(""))
            .on("input", move |event| untrack(|| self.write(&event)))
    }

    /// Takes in what was typed. What was not accepted is not shown.
    fn write(&self, event: &web_sys::Event) {
        let typed = dom::value_of(event);
        self.frame.edit(Edit::Open(open::Edit::Write(typed)));
        dom::put_back(event, &self.typed());
    }

    /// The button that compares. It stays where it is and keeps the focus; what it shows comes after it.
    fn compare(self) -> Piece {
        let (idle, said) = (self.clone(), self.clone());
        let words = self.frame.words.late();
        let said = move || {
            let compared = said.is_compared();
            vec![text(if compared {
                words.compared
            } else {
                words.compare
            })]
        };
        let idle = move || {
            let compares =
                idle.frame.open() && !idle.is_compared() && Open::is_written(&idle.work());
            (!compares).then_some("true")
        };
        button("btn")
            .live("aria-disabled", idle)
            .on("click", move |_| untrack(|| self.press()))
            .each(said)
    }

    /// Compares, and tells what stands there now, or what is missing before.
    fn press(&self) {
        let words = self.frame.words.late();
        self.frame.edit(Edit::Open(open::Edit::Compare));
        page::announce(if self.is_compared() {
            words.compared_said
        } else {
            words.write_first
        });
    }

    /// The model text, and what to tick.
    fn rubric(&self) -> Vec<Piece> {
        /// Whether the response has the criterion ticked.
        fn chosen(response: &Response, key: &Id) -> bool {
            if let Response::Open((_, _, ticked)) = response {
                ticked.contains(key)
            } else {
                false
            }
        }
        let (frame, words) = (&self.frame, self.frame.words.late());
        let options = Options {
            control: "checkbox",
            class: "opt",
            frame,
            said: (words.in_your_text, words.to_add),
        };
        let option = |entry: &Entry| {
            options.option(entry, None, chosen, true, |id| {
                Edit::Open(open::Edit::Toggle(id))
            })
        };
        let title = self.id("-rubric");
        let model = el!("p", "", el!("b", "", text(words.model)));
        let model = el!("div", "model", model).all(frame.writer.prose(&self.task.secret.model));
        let asked = node("p").attr("id", &title).text(words.tick_yourself);
        let boxes = el(
            "div",
            "opts boxes",
            self.task.secret.entries.iter().map(option).collect(),
        );
        let group = node("div")
            .class("ticks")
            .attr("role", "group")
            .attr("aria-labelledby", title)
            .put(asked)
            .put(boxes);
        vec![model, group]
    }
}
