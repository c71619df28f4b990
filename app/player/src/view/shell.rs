//! What is around every screen: the header, the light, the menu, the voice.

use domain::address::Address;

use crate::{
    adapter::page,
    hub::{self, Part},
    look::Look,
    play::{Event, Light},
    run,
    view::{
        node::{Piece, each, many, node, said},
        part::{button, el, icon, text},
        sheet,
        trouble::late,
    },
    words::{Tongue, Words, fill, number},
};

/// The sentences, for views that are built anew with the language.
pub(super) fn words() -> &'static Words {
    hub::follow(Part::Tongue);
    hub::words()
}

/// The whole page around the screen.
pub(crate) fn shell() -> Piece {
    let skip = node("a")
        .class("skip")
        .attr("href", "#main")
        // The address after `#` is where the learner stands, so the link must not change it.
        .on("click", |event| {
            event.prevent_default();
            page::focus("main");
        })
        .put(said(|| words().skip));
    let bar = el!(
        "div",
        "",
        each(brand),
        each(crumb),
        light(),
        languages(),
        menu()
    );
    many(vec![
        skip,
        el!("header", "bar", bar),
        node("main")
            .attr("id", "main")
            .attr("tabindex", "-1")
            .each(|| vec![super::screen()]),
        el!("footer", "foot", said(|| words().about)),
        node("div")
            .attr("id", "live")
            .class("vh")
            .attr("aria-live", "polite")
            .attr("aria-atomic", "true"),
    ])
}

fn brand() -> Vec<Piece> {
    let name = el!("span", "wide", text("boucle"));
    let brand = node("a")
        .class("brand")
        .attr("href", "#/")
        .attr("aria-label", words().all_courses);
    vec![brand.put(icon("", "logo")).put(name)]
}

/// Where one stands: the course, and the lesson by number.
fn crumb() -> Vec<Piece> {
    let words = words();
    hub::follow(Part::Screen);
    let state = hub::state();
    let held = || {
        let (course, lesson) = (state.address.course()?, state.address.lesson()?);
        let manifest = state.manifest.here()?;
        let title = manifest.title.in_lang(words.tongue.code());
        let course = node("a")
            .attr("href", Address::Outline(course.clone()).write())
            .text(title);
        let (place, _) = manifest.lesson(lesson)?;
        let number = fill(words.lesson_number, &[("n", &number(place + 1))]);
        Some(vec![course, text([" · ", &number].concat())])
    };
    vec![
        node("nav")
            .class("crumb")
            .attr("aria-label", words.position)
            .all(held().unwrap_or_default()),
    ]
}

/// A button that opens a sheet below itself. One is open at a time; Escape closes it.
fn pop_down(class: &str, summary: Piece, sheet: Piece) -> Piece {
    node("details")
        .class(class)
        .on("toggle", |event| {
            if let Some(menu) = page::menu_of(&event).filter(|menu| menu.has_attribute("open")) {
                page::close_menus(Some(&menu));
            }
        })
        .on("keydown", |event| page::escape(&event))
        .put(summary)
        .put(el!("div", "sheet", sheet))
}

/// What the light says: its class, the sentence, the word.
fn shines() -> [&'static str; 3] {
    let words = words();
    hub::follow(Part::Light);
    let (light, late) = {
        let state = hub::state();
        (state.light, state.late.here())
    };
    match light {
        Light::Kept | Light::Handed if late.is_some() => sheet::shines(words),
        Light::Kept | Light::Handed => ["light", words.kept, words.kept_short],
        Light::Keeping => ["light busy", words.keeping, words.keeping_short],
        Light::InTab => ["light not", words.in_tab, words.in_tab_short],
        Light::Full => ["light not", words.full, words.full_short],
    }
}

/// The light that says the truth about where progress is kept.
fn light() -> Piece {
    let [class, sentence, word] = [0, 1, 2].map(|n| move || shines()[n]);
    let summary = node("summary")
        .live("class", move || Some(class()))
        .put(el!("span", "wide", said(sentence)))
        .put(el!("span", "narrow", said(word)));
    let sheet = each(|| {
        hub::follow(Part::Light);
        late(&sheet::light)
    });
    pop_down("menu lit", summary, sheet)
}

fn languages() -> Piece {
    let one = |tongue: Tongue| {
        let (short, name) = match tongue {
            Tongue::Fr => ("FR", "Français"),
            Tongue::En => ("EN", "English"),
        };
        pressed(
            Part::Tongue,
            move |look| look.tongue == tongue,
            move |look| look.tongue = tongue,
        )
        .put(node("span").attr("aria-hidden", "true").text(short))
        .put(
            node("span")
                .class("vh")
                .attr("lang", tongue.code())
                .text(name),
        )
    };
    node("div")
        .class("seg")
        .attr("role", "group")
        .live("aria-label", || Some(words().language))
        .all(Tongue::ALL.map(one).into())
}

fn menu() -> Piece {
    let summary = node("summary")
        .class("ham")
        .live("aria-label", || Some(words().menu))
        .put(icon("i", "menu"));
    let sheet = each(|| late(&sheet::look));
    pop_down("menu", summary, sheet)
}

/// A button that is pressed when the look `is` so, and makes it so.
pub(super) fn pressed(
    part: Part,
    is: impl Fn(&Look) -> bool + 'static,
    make: impl Fn(&mut Look) + 'static,
) -> Piece {
    let is = move || {
        hub::follow(part);
        Some(if is(&hub::state().look) {
            "true"
        } else {
            "false"
        })
    };
    button("").live("aria-pressed", is).on("click", move |_| {
        let mut look = hub::state().look.clone();
        make(&mut look);
        run::send(Event::Look(look));
    })
}
