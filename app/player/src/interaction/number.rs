//! `number`: a field, and a list of units where there are several.

use domain::{
    decimal::{Decimal, Sign},
    interaction::{
        Edit, Response, Work,
        number::{self, Number},
    },
    outcome::Missing,
};

use leptos::prelude::untrack;

use crate::{
    adapter::dom,
    interaction::{
        Frame,
        field::{self, Field},
    },
    telling,
    view::{
        node::{Piece, node, said},
        part::el,
    },
    words::{Tongue, Words, fill},
};

/// What a response to this kind is made of: what was typed, what it was understood as, the unit.
/// One to another kind has nothing (there never is one here).
fn parts(response: Response) -> (String, Option<String>, Option<String>) {
    if let Response::Number(parts) = response {
        parts
    } else {
        (String::new(), None, None)
    }
}

/// `number` with its unit.
fn measure(words: &Words, number: Decimal, unit: &str) -> String {
    let (digits, places) = number.parts();
    words.measure(digits, places, unit)
}

/// The field.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Number>) -> Piece {
    let (words, task) = (frame.words, work.task());
    let key = measure(words, task.secret.key, &task.unit);
    let mut described = vec![field::id(frame, "-read"), field::id(frame, "-marks")];
    let mut behind = Vec::new();
    if !task.units.is_empty() {
        let mut names = vec![task.unit.as_str()];
        names.extend(task.units.iter().map(|(name, _)| name.as_str()));
        behind.push(units(frame, &names));
        // On paper there is no list to open.
        behind.push(el("span", "paper", Vec::new()).text(names.join(" / ")));
    } else if !task.unit.is_empty() {
        described.insert(0, field::id(frame, "-unit"));
        behind.push(
            node("span")
                .attr("id", field::id(frame, "-unit"))
                .text(&task.unit),
        );
    }
    let echo = {
        let (frame, unit) = (frame.clone(), task.unit.clone());
        let several = !task.units.is_empty();
        move || read_as(&frame, &unit, several)
    };
    // Not a live region: it would speak at every key. Whoever comes to the field hears it.
    let echo = node("p")
        .class("read")
        .attr("id", field::id(frame, "-read"))
        .put(said(echo));
    let input = node("input")
        .attr("inputmode", "decimal")
        .attr("aria-describedby", described.join(" "));
    Field {
        frame,
        class: "field",
        label: words.late().your_number,
        typed: |response| parts(response).0,
        edit: |words, typed| {
            let sign = match words.tongue {
                Tongue::En => Sign::Point,
                Tongue::Fr => Sign::Comma,
            };
            Edit::Number(number::Edit::Write(typed, sign))
        },
        behind,
        below: vec![echo],
        key,
    }
    .piece(input)
}

/// How what stands in the field is understood, or why it is not.
fn read_as(frame: &Frame, unit: &str, several: bool) -> String {
    let words = frame.words;
    let trial = frame.trial();
    let response = parts(trial.exercise().response());
    if let Some(number) = Number::understood(&response) {
        let chosen = response.2.as_deref().unwrap_or_default();
        let what = measure(words, number, if several { chosen } else { unit });
        return fill(words.late().read_as, &[("what", &what)]);
    }
    match trial.lacks() {
        Some(missing @ (Missing::Number | Missing::Either(..))) => {
            telling::late::lacking(words, missing)
        }
        Some(
            Missing::Pick
            | Missing::Tick
            | Missing::Move
            | Missing::Mark
            | Missing::Rest(_)
            | Missing::Write
            | Missing::Compare
            | Missing::Unit
            | Missing::Ending,
        )
        | None => String::new(),
    }
}

/// The list of units.
fn units(frame: &Frame, names: &[&str]) -> Piece {
    let words = frame.words;
    let mut options = vec![
        node("option")
            .attr("value", "")
            .text(words.late().choose_unit),
    ];
    options.extend(
        names
            .iter()
            .map(|name| node("option").attr("value", name).text(name)),
    );
    let chosen = |frame: &Frame| {
        parts(frame.trial().exercise().response())
            .2
            .unwrap_or_default()
    };
    let (value, closed, heard) = (frame.clone(), frame.clone(), frame.clone());
    node("select")
        .attr("aria-label", words.late().unit)
        .all(options)
        .value(move || chosen(&value))
        .live("aria-disabled", move || (!closed.open()).then_some("true"))
        .on("change", move |event| {
            // A closed trial accepts nothing: the list must not show what was not accepted.
            if !untrack(|| heard.open()) {
                return dom::put_back(&event, &untrack(|| chosen(&heard)));
            }
            let name = Some(dom::value_of(&event)).filter(|name| !name.is_empty());
            heard.edit(Edit::Number(number::Edit::Unit(name)));
        })
}
