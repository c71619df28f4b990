//! The screens. A view shows the state and sends events; it decides nothing.

mod activity;
mod art;
mod check;
mod end;
pub(crate) mod icons;
mod lesson;
mod letters;
mod news;
pub(crate) mod node;
mod note;
mod notes;
mod outline;
mod over;
mod own;
mod paper;
pub(crate) mod part;
pub(crate) mod prose;
mod record;
mod review;
mod sheet;
mod shelf;
mod shell;
mod summary;
mod sure;
mod told;
mod trouble;
mod typed;
mod verify;
mod vote;
mod who;

use crate::{
    hub::{self, Part},
    play::{Load, State, Trouble, Why},
    view::node::Piece,
};
use domain::{
    address::Address,
    bundle::{Catalogue, Manifest},
    course::{Lesson, Page},
    id::Id,
};

/// Shows the player in the place the page has for it.
pub(crate) fn mount() {
    if let Some(place) = crate::adapter::page::place() {
        node::mount(&place, shell::shell);
    }
}

/// What there is to show, taken out of the state before anything is built from it.
enum Screen {
    Waiting,
    Curtain,
    Trouble(Trouble),
    Shelf(&'static Catalogue),
    Own(Id, &'static Catalogue),
    Summary(&'static Manifest),
    Outline(&'static Manifest),
    Page(&'static Manifest, &'static Lesson, usize),
    Card(&'static Manifest, &'static Lesson, &'static Page, Id),
    End(&'static Manifest, &'static Lesson),
}

/// The screen for the address. Built anew when the address, what is there, or the language changes.
fn screen() -> Piece {
    hub::follow(Part::Screen);
    hub::follow(Part::Tongue);
    let screen = choose(&hub::state());
    match screen {
        Screen::Waiting => part::waiting(),
        Screen::Curtain => who::curtain(),
        Screen::Trouble(trouble) => trouble::screen(&trouble),
        Screen::Shelf(catalogue) => shelf::shelf(catalogue),
        Screen::Own(own, catalogue) => own::own(&own, catalogue),
        Screen::Summary(manifest) => summary::summary(manifest),
        Screen::Outline(manifest) => outline::outline(manifest),
        Screen::Page(manifest, lesson, place) => lesson::page(manifest, lesson, place),
        Screen::Card(manifest, lesson, page, id) => review::card(manifest, lesson, page, &id),
        Screen::End(manifest, lesson) => end::end(manifest, lesson),
    }
}

fn choose(state: &State) -> Screen {
    let alone = |why| {
        Screen::Trouble(Trouble {
            why,
            file: String::new(),
        })
    };
    if state.address == Address::Nowhere {
        return alone(Why::Nowhere);
    }
    match &state.late {
        Load::Here(()) if state.people.locked => return Screen::Curtain,
        Load::Here(()) if state.needs_reading() => return Screen::Waiting,
        Load::Here(()) => {}
        Load::Pending if state.needs_late() => return Screen::Waiting,
        Load::Trouble(trouble) if state.needs_late() => return Screen::Trouble(trouble.clone()),
        Load::Pending | Load::Trouble(_) => {}
    }
    let catalogue = match &state.catalogue {
        Load::Pending => return Screen::Waiting,
        Load::Trouble(trouble) => return Screen::Trouble(trouble.clone()),
        Load::Here(catalogue) => catalogue,
    };
    match &state.address {
        Address::Shelf => return Screen::Shelf(catalogue),
        Address::Own(own) => return Screen::Own(own.clone(), catalogue),
        Address::Nowhere
        | Address::Outline(_)
        | Address::Summary(_)
        | Address::Lesson(..)
        | Address::Page(..)
        | Address::Card(..)
        | Address::End(..) => {}
    }
    let manifest = match &state.manifest {
        Load::Pending => return Screen::Waiting,
        Load::Trouble(trouble) => return Screen::Trouble(trouble.clone()),
        Load::Here(manifest) => manifest,
    };
    if let Address::Outline(_) = state.address {
        return Screen::Outline(manifest);
    }
    if let Address::Summary(_) = state.address {
        return Screen::Summary(manifest);
    }
    let lesson = match &state.lesson {
        Load::Pending => return Screen::Waiting,
        Load::Trouble(trouble) => return Screen::Trouble(trouble.clone()),
        Load::Here(lesson) => lesson,
    };
    match &state.address {
        Address::Page(_, _, page) => match lesson.page(page) {
            Some((place, _)) => Screen::Page(manifest, lesson, place),
            None => alone(Why::NoPage),
        },
        Address::Card(_, _, id) => {
            let mut pages = lesson.pages.iter();
            let page = pages.find(|page| page.activities().any(|it| it.id == *id));
            page.map_or_else(
                || alone(Why::NoPage),
                |page| Screen::Card(manifest, lesson, page, id.clone()),
            )
        }
        Address::End(..) => Screen::End(manifest, lesson),
        Address::Shelf
        | Address::Own(_)
        | Address::Nowhere
        | Address::Outline(_)
        | Address::Summary(_)
        | Address::Lesson(..) => Screen::Waiting,
    }
}
