//! A page that is done by hand: its activities as they are printed, and the key in a part of its own.

use domain::course::Page;

use crate::{
    adapter::page,
    hub::{self, Part},
    play::{Event, State},
    run,
    view::{
        node::{Piece, each, many, node, said},
        part::{button, el, text},
        prose::Writer,
        vote,
    },
    words::number,
};

/// The panel that prints the page and shows its key, and the key.
#[inline(never)]
pub(super) fn panel(page: &'static Page, writer: Writer) -> Piece {
    let words = hub::words().late();
    let sheet = button("btn main")
        .on("click", |_| page::print("sheet"))
        .text(words.print_sheet);
    let toggle = button("btn")
        .on("click", |_| run::send(Event::TurnKey))
        .put(said(move || {
            if state().page_tells_key() {
                words.hide_key
            } else {
                words.show_key
            }
        }));
    let print_key = button("btn quiet")
        .live("hidden", || (!state().page_tells_key()).then_some(""))
        .on("click", |_| page::print("key"))
        .text(words.print_key);
    let panel = el!(
        "section",
        "panel sheet-of",
        el!("h2", "", text(words.sheet_title)),
        el!("p", "", text(words.sheet_lead)),
        el!("div", "acts", sheet, toggle, print_key)
    );
    let keys = each(move || match state().page_tells_key() {
        true => vec![keys(page, writer)],
        false => Vec::new(),
    });
    many(vec![panel, keys])
}

/// The key of every activity, by its number on the page.
fn keys(page: &'static Page, writer: Writer) -> Piece {
    let words = hub::words();
    let mut held = vec![el!("h2", "", text(words.key))];
    for (n, activity) in page.activities().enumerate() {
        let number = el!("h3", "", text([&*number(n + 1), ". "].concat()));
        held.push(number.all(writer.prose(&activity.prompt)));
        held.push(vote::keyed(activity, writer));
    }
    node("section").class("keys").all(held)
}

/// The state, with every trial of the page followed.
fn state() -> std::cell::Ref<'static, State> {
    let places = hub::state().trials_of_page();
    for place in places {
        hub::follow(Part::Trial(place));
    }
    hub::state()
}
