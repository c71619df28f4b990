//! What is in the menus of the header.

use crate::{
    hub::{self, Part},
    look::{Size, Theme},
    run,
    view::{
        node::Piece,
        part::{button, el, icon, text},
        shell::{pressed, words},
    },
};

/// What the light means, and the way to a copy in a file.
#[inline(never)]
pub(super) fn light(why: &'static str) -> Vec<Piece> {
    let mut held = vec![el!("p", "", text(why))];
    let aside = hub::state().aside.len();
    if aside > 0 {
        let count = u32::try_from(aside).unwrap_or(u32::MAX);
        held.push(el!("p", "", text(words().count(words().aside_why, count))));
    }
    let save = button("btn").on("click", |_| run::save_file());
    held.push(save.put(icon("i", "save")).text(words().save_file));
    held
}

/// Theme and size of the text. The buttons are made anew with the language alone: theme and size leave
/// them, and the focus.
#[inline(never)]
pub(super) fn look() -> Vec<Piece> {
    let words = words();
    let theme = |theme: Theme| {
        let (name, word) = match theme {
            Theme::Auto => ("auto", words.theme_auto),
            Theme::Light => ("sun", words.theme_light),
            Theme::Dark => ("moon", words.theme_dark),
            Theme::Contrast => ("contrast", words.theme_contrast),
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
            Size::Normal => words.size_normal,
            Size::Large => words.size_large,
            Size::Larger => words.size_larger,
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
        .text(if on { words.on } else { words.off })
    };
    vec![
        group(words.theme, "seg", Theme::ALL.map(theme).into()),
        group(words.text_size, "seg three", Size::ALL.map(size).into()),
        group(words.letters, "seg", [true, false].map(letters).into()),
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
