//! What stands at the end of a page that is a check: it is submitted as a whole.

use domain::trial::Status;

use crate::{
    hub::{self, Part},
    play::{Event, State},
    run, telling,
    view::{
        node::{Piece, node, said},
        part::{button, el, icon, text},
    },
    words::{fill, number},
};

/// The panel that says how much of the page is answered, and submits it.
#[inline(never)]
pub(super) fn panel() -> Piece {
    let words = hub::words();
    let submit = button("btn main")
        .live("aria-disabled", || (!ready(&state())).then_some("true"))
        .on("click", |_| run::send(Event::Submit))
        .put(said(move || {
            if closed(&state()) {
                words.late().page_submitted
            } else {
                words.late().submit_page
            }
        }));
    let again = button("btn quiet")
        .live("hidden", || (!closed(&state())).then_some(""))
        .on("click", |_| run::send(Event::Again))
        .text(words.late().page_again);
    let result = node("p").class("lead").each(|| {
        let state = state();
        let words = state.words();
        if closed(&state) {
            let points = telling::late::points(words, state.points_of_page());
            vec![icon("i", "check"), text(" "), text(points)]
        } else {
            let places = state.trials_of_page();
            let done = places.iter().filter(|place| answered(&state, **place));
            let (done, of) = (number(done.count()), number(places.len()));
            vec![text(fill(
                words.late().answered_of,
                &[("n", &done), ("of", &of)],
            ))]
        }
    });
    let title = el!("h2", "", text(words.late().check_title));
    let buttons = el!("div", "acts", submit, again);
    el!("section", "panel check", title, result, buttons)
}

/// The state, with every trial of the page followed.
fn state() -> std::cell::Ref<'static, State> {
    let places = hub::state().trials_of_page();
    for place in places {
        hub::follow(Part::Trial(place));
    }
    hub::state()
}

/// Whether there is a response to put up, or one that was.
fn answered(state: &State, place: usize) -> bool {
    let trial = state.trial(place);
    trial.is_some_and(|trial| trial.status() != Status::Open || trial.lacks().is_none())
}

fn ready(state: &State) -> bool {
    let places = state.trials_of_page();
    !closed(state) && places.iter().all(|place| answered(state, *place))
}

/// Whether the page was submitted.
fn closed(state: &State) -> bool {
    let places = state.trials_of_page();
    let closed = |place: &usize| {
        let trial = state.trial(*place);
        trial.is_some_and(|trial| trial.status() != Status::Open)
    };
    places.iter().all(closed)
}
