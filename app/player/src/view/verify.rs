//! Whether the code of a completion slip is sound, and what it says. It needs no network.

use domain::{
    bundle::Catalogue,
    slip::{Code, NoCode},
};

use crate::{
    hub::{self, Part},
    play::desk::Field,
    view::{
        node::{Piece, many, node},
        part::{el, heading, icon, text},
        summary, typed,
    },
    words::{Words, fill, number},
};

/// The screen that checks slips.
#[inline(never)]
pub(super) fn verify(catalogue: &'static Catalogue) -> Piece {
    let words = hub::words();
    let late = words.late();
    let code = typed::field(Field::Code, "slip-code")
        .attr("autocapitalize", "characters")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false");
    let holder = typed::field(Field::Holder, "slip-holder").attr("autocomplete", "off");
    let said = node("div")
        .class("checked")
        .attr("aria-live", "polite")
        .each(move || {
            hub::follow(Part::Desk);
            said(words, catalogue)
        });
    many(vec![
        heading(late.verify),
        el!("p", "lead", text(late.verify_why)),
        el!(
            "section",
            "panel record",
            typed::labelled("slip-code", late.verify_code, code),
            typed::labelled("slip-holder", late.verify_name, holder),
            said
        ),
    ])
}

fn said(words: &'static Words, catalogue: &'static Catalogue) -> Vec<Piece> {
    let late = words.late();
    let (typed, holder) = {
        let state = hub::state();
        let text = |field| state.desk.text(field).trim().to_owned();
        (text(Field::Code), text(Field::Holder))
    };
    if typed.is_empty() {
        return Vec::new();
    }
    let code = match Code::read(&typed) {
        Ok(code) => code,
        Err(why) => return vec![el!("p", "", text(no_code(words, why)))],
    };
    let mut held = vec![line("verdict-good", "ok", late.verify_sound.to_owned())];
    let about = catalogue
        .courses
        .iter()
        .find(|listing| code.is_about(&listing.id, &listing.version));
    held.push(match about {
        Some(listing) => {
            let title = listing.title.in_lang(words.tongue.code());
            let names = [("course", title), ("v", &listing.version)];
            line("verdict-good", "ok", fill(late.verify_course, &names))
        }
        None => line("warning", "half", late.verify_other.to_owned()),
    });
    if !holder.is_empty() {
        held.push(match code.is_of(&holder) {
            true => line("verdict-good", "ok", late.verify_fits.to_owned()),
            false => line("warning", "half", late.verify_no_fit.to_owned()),
        });
    }
    held.push(summary::told(words, code.told));
    held.push(el!("p", "small soft", text(late.slip_proves)));
    held
}

fn line(name: &'static str, tone: &'static str, says: String) -> Piece {
    el!(
        "p",
        "",
        icon(["i ", tone].concat().as_str(), name),
        el!("span", "", text(says))
    )
}

fn no_code(words: &'static Words, why: NoCode) -> String {
    let late = words.late();
    match why {
        NoCode::Length(n, of) => fill(late.code_length, &[("n", &number(n)), ("of", &number(of))]),
        NoCode::Letter(letter) => fill(late.code_letter, &[("c", letter.encode_utf8(&mut [0; 4]))]),
        NoCode::Sum => late.code_sum.to_owned(),
        NoCode::Newer => late.code_newer.to_owned(),
    }
}
