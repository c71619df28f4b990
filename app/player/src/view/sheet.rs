//! What is in the menus of the header.

use std::cell::RefCell;

use domain::address::Own;

use crate::{
    adapter::{chance, page},
    hub::{self, Part},
    look::{Size, Theme},
    play::Light,
    run,
    view::{
        node::Piece,
        part::{button, el, icon, link, text},
        shell::{pressed, words},
        who,
    },
    words::Words,
};

/// What the light means, and the way to a copy in a file.
#[inline(never)]
pub(super) fn light() -> Vec<Piece> {
    let late = words().late();
    let mut held = why();
    let save = button("btn").on("click", |_| run::save_file());
    held.push(save.put(icon("i", "save")).text(late.save_file));
    let all = link("more", Own::Record.write(), vec![text(late.record)]);
    held.push(all.on("click", |event| page::close_around(&event)));
    held.extend(who::switch());
    held
}

/// What the light means.
pub(super) fn why() -> Vec<Piece> {
    let late = hub::words().late();
    let (light, aside, restored) = {
        let state = hub::state();
        (state.light, state.aside.len(), state.restored)
    };
    let why = match light {
        Light::Kept | Light::Keeping => late.kept_why,
        Light::Handed => late.handed_why,
        Light::InTab => late.in_tab_why,
        Light::Full => late.full_why,
    };
    let mut held = vec![el!("p", "", text(why))];
    for (count, says) in [(restored, late.restored_why), (aside, late.aside_why)] {
        if count > 0 {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            held.push(el!("p", "", text(hub::words().count(says, count))));
        }
    }
    let (nearly_full, days) = {
        let state = hub::state();
        (
            state.safe.shelter.is_nearly_full(),
            state.days_since_copy(chance::now()),
        )
    };
    if nearly_full {
        held.push(el!("p", "", text(late.nearly_full)));
    }
    if let Some(days) = days.filter(|days| *days > 0) {
        held.push(el!("p", "", text(hub::words().count(late.copy_age, days))));
    }
    held
}

/// What the light says when all is kept: that it is, or that there is hardly any room left, or that the last
/// copy is old. Its class, the sentence, the word.
#[inline(never)]
pub(super) fn shines(words: &'static Words) -> [&'static str; 3] {
    let state = hub::state();
    if state.safe.shelter.is_nearly_full() {
        let word = words.late().nearly_full_short;
        return ["light not", word, word];
    }
    let days = state.days_since_copy(chance::now());
    let old = days.filter(|days| *days >= STALE);
    let sentence = match old {
        Some(days) => words.count(words.late().copy_age, days),
        None => words.kept.to_owned(),
    };
    // On a machine that several share it says whose it is.
    match state.people.current() {
        Some(learner) => {
            let name = who::name(words, Some(learner));
            let sentence = lasting([&name, " · ", &sentence].concat());
            ["light", sentence, lasting(name)]
        }
        None => ["light", lasting(sentence), words.kept_short],
    }
}

/// `sentence` for as long as the page is open. The light asks for the same ones again and again: they are
/// remembered.
fn lasting(sentence: String) -> &'static str {
    thread_local! {
        static SAID: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    }
    SAID.with_borrow_mut(|said| {
        if let Some(said) = said.iter().find(|said| **said == sentence) {
            return *said;
        }
        let sentence: &'static str = String::leak(sentence);
        said.push(sentence);
        sentence
    })
}

/// Days after which the light tells how old the last copy is.
const STALE: u32 = 14;

/// Theme and size of the text. The buttons are made anew with the language alone: theme and size leave
/// them, and the focus.
#[inline(never)]
pub(super) fn look() -> Vec<Piece> {
    let words = words();
    let theme = |theme: Theme| {
        let (name, word) = match theme {
            Theme::Auto => ("auto", words.late().theme_auto),
            Theme::Light => ("sun", words.late().theme_light),
            Theme::Dark => ("moon", words.late().theme_dark),
            Theme::Contrast => ("contrast", words.late().theme_contrast),
        };
        pressed(
            Part::Look,
            move |look| look.theme == theme,
            move |look| look.theme = theme,
        )
        .put(icon("i", name))
        .text(word)
    };
    let size = |size: Size| {
        let word = match size {
            Size::Normal => words.late().size_normal,
            Size::Large => words.late().size_large,
            Size::Larger => words.late().size_larger,
        };
        pressed(
            Part::Look,
            move |look| look.size == size,
            move |look| look.size = size,
        )
        .text(word)
    };
    let letters = |on: bool| {
        pressed(
            Part::Look,
            move |look| look.letters == on,
            move |look| look.letters = on,
        )
        .text(if on {
            words.late().on
        } else {
            words.late().off
        })
    };
    vec![
        group(words.late().theme, "seg", Theme::ALL.map(theme).into()),
        group(
            words.late().text_size,
            "seg three",
            Size::ALL.map(size).into(),
        ),
        group(
            words.late().letters,
            "seg",
            [true, false].map(letters).into(),
        ),
    ]
}

fn group(legend: &'static str, class: &str, buttons: Vec<Piece>) -> Piece {
    el!(
        "fieldset",
        "",
        el!("legend", "", text(legend)),
        el("div", class, buttons)
    )
}
