//! What is in the menus of the header.

use crate::{
    hub::{self, Part},
    look::{Size, Theme},
    play::Light,
    run,
    view::{
        node::Piece,
        part::{button, el, icon, text},
        shell::{pressed, words},
    },
};

/// What the light means, and the way to a copy in a file.
#[inline(never)]
pub(super) fn light() -> Vec<Piece> {
    let late = words().late();
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
            held.push(el!("p", "", text(words().count(says, count))));
        }
    }
    let save = button("btn").on("click", |_| run::save_file());
    held.push(save.put(icon("i", "save")).text(words().late().save_file));
    held
}

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
