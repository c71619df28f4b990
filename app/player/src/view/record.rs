//! The learner's record: where it is kept, copies of it, ways back, and how to be rid of it.

use domain::{address::Own, bundle::Catalogue, file::NotOurs, id::Id, snapshot::Before};

use crate::{
    adapter::chance,
    hub::{self, Part},
    play::{
        Event,
        file::{Change, Chosen, Preview},
    },
    run, telling,
    view::{
        node::{Piece, each, many, node, said},
        part::{button, el, heading, icon, link, text},
        sheet,
    },
    words::{Words, fill, number},
};

/// The record.
#[inline(never)]
pub(super) fn record(catalogue: &'static Catalogue) -> Piece {
    let words = hub::words();
    let late = words.late();
    many(vec![
        heading(late.record),
        panel(late.record_where, "where", kept(words)),
        panel(late.record_file, "file", file(words, catalogue)),
        panel(
            late.record_back,
            "back",
            vec![el!("p", "", text(late.back_why)), live(move || back(words))],
        ),
        panel(
            late.record_erase,
            "erase",
            vec![
                el!("p", "", text(late.erase_why)),
                live(move || erase(words, catalogue)),
            ],
        ),
        el(
            "ul",
            "ways record",
            [Own::Notes, Own::Review, Own::Learners, Own::Verify]
                .map(|own| {
                    let name = telling::late::own_name(words, own);
                    el!("li", "", link("more", own.write(), vec![text(name)]))
                })
                .into(),
        ),
    ])
}

/// A panel. Its title can take the focus: what is pressed below may go away with what it does.
fn panel(title: &'static str, id: &str, held: Vec<Piece>) -> Piece {
    let title = node("h2").attr("id", id).attr("tabindex", "-1").text(title);
    el!("section", "panel record", title).all(held)
}

/// What is made anew with what is known of the record.
fn live(held: impl Fn() -> Vec<Piece> + 'static) -> Piece {
    each(move || {
        follow();
        held()
    })
}

fn follow() {
    for part in [Part::Record, Part::Progress, Part::Light] {
        hub::follow(part);
    }
}

/// Where it is kept, and what the browser makes of that.
fn kept(words: &'static Words) -> Vec<Piece> {
    let late = words.late();
    let says = live(move || {
        let shelter = hub::state().safe.shelter;
        let mut held = sheet::why();
        let promise = shelter.promised.map(|promised| match promised {
            true => late.promised,
            false => late.not_promised,
        });
        held.extend(promise.map(|says| el!("p", "", text(says))));
        held
    });
    let asked = || {
        follow();
        hub::state().safe.shelter.promised != Some(false)
    };
    let ask = button("btn")
        .live("hidden", move || asked().then_some(""))
        .on("click", |_| run::send(Event::AskShelter))
        .text(late.ask_promise);
    let room = said(move || {
        follow();
        let said = |bytes: f64| match bytes < 1e9 {
            true => words.measure((bytes / 1e6).ceil() as i64, 0, late.megabytes),
            false => words.measure((bytes / 1e8) as i64, 1, late.gigabytes),
        };
        let room = hub::state().safe.shelter.room;
        room.map_or_else(String::new, |(used, of)| {
            fill(late.room, &[("used", &said(used)), ("of", &said(of))])
        })
    });
    vec![says, ask, el!("p", "small soft", room)]
}

/// The copy in a file: saving one, and opening one.
fn file(words: &'static Words, catalogue: &'static Catalogue) -> Vec<Piece> {
    let late = words.late();
    let when = said(move || {
        follow();
        match hub::state().safe.copied {
            Some(at) => {
                let when = chance::when(at, words.tongue.code());
                fill(late.copied_on, &[("when", &when)])
            }
            None => late.never_copied.to_owned(),
        }
    });
    let save = button("btn")
        .on("click", |_| run::save_file())
        .put(icon("i", "save"))
        .text(late.save_file);
    let open = node("input")
        .attr("type", "file")
        .attr("accept", ".boucle-progress,.json,application/json")
        .class("vh")
        .on("change", |event| run::open_file(&event));
    let open = el!("label", "btn file", text(late.open_file), open);
    let chosen = node("div").attr("id", "chosen").attr("tabindex", "-1");
    vec![
        el!("p", "", text(late.file_why)),
        el!("p", "", when),
        el!("div", "acts", save, open),
        chosen.each(move || {
            hub::follow(Part::Record);
            self::chosen(words, catalogue)
        }),
    ]
}

/// What came of choosing a file.
fn chosen(words: &'static Words, catalogue: &'static Catalogue) -> Vec<Piece> {
    let late = words.late();
    let state = hub::state();
    let said = match state.chosen() {
        Chosen::None => return Vec::new(),
        Chosen::Preview(preview) => return self::preview(words, catalogue, preview),
        Chosen::Unread => late.file_unread.to_owned(),
        Chosen::NotOurs(NotOurs::Other) => late.file_other.to_owned(),
        Chosen::NotOurs(NotOurs::Newer) => late.file_newer.to_owned(),
        Chosen::Taken(count) => words.count(late.taken, counted(*count)),
    };
    vec![el!("p", "chosen", text(said))]
}

fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What a file holds, and what taking it over would change.
fn preview(words: &'static Words, catalogue: &'static Catalogue, preview: &Preview) -> Vec<Piece> {
    let late = words.late();
    let mut held = vec![el!("h3", "", text(late.file_preview))];
    if !preview.sound {
        held.push(el!(
            "p",
            "",
            icon("i", "warning"),
            text(" "),
            text(late.file_unsound)
        ));
    }
    let counts = [
        (preview.fresh.len(), late.file_fresh),
        (preview.known, late.file_known),
        (preview.aside.len(), late.file_aside),
    ];
    for (n, (count, says)) in counts.into_iter().enumerate() {
        if count > 0 || n == 0 {
            held.push(el!("p", "", text(words.count(says, counted(count)))));
        }
    }
    let changes = preview.courses.iter();
    let changes: Vec<Piece> = changes
        .map(|change| self::change(words, catalogue, change))
        .collect();
    if !changes.is_empty() {
        held.push(el("ul", "again", changes));
    }
    let brings = !preview.fresh.is_empty() || !preview.aside.is_empty();
    let take = button("btn main").on("click", |_| run::send(Event::TakeOver));
    let leave = button("btn").on("click", |_| run::send(Event::LetGo));
    let mut acts = Vec::new();
    if brings {
        acts.push(take.text(late.take_over));
    }
    acts.push(leave.text(late.let_go));
    held.push(el("div", "acts", acts));
    held
}

fn change(words: &'static Words, catalogue: &'static Catalogue, change: &Change) -> Piece {
    let late = words.late();
    let line = |says: &'static str, [now, then]: [usize; 2]| {
        let numbers = [("now", &*number(now)), ("then", &*number(then))];
        el!("small", "", text(fill(says, &numbers)))
    };
    el!(
        "li",
        "",
        el!("b", "", text(title(words, catalogue, &change.course))),
        line(late.file_lessons, change.lessons),
        line(late.file_activities, change.activities)
    )
}

/// The title of a course; its id where it is not on the shelf.
fn title(words: &Words, catalogue: &Catalogue, course: &Id) -> String {
    let mut courses = catalogue.courses.iter();
    let listing = courses.find(|listing| listing.id == *course);
    listing.map_or_else(
        || course.as_str().to_owned(),
        |listing| listing.title.in_lang(words.tongue.code()).to_owned(),
    )
}

/// The snapshots that one can go back to.
fn back(words: &'static Words) -> Vec<Piece> {
    let late = words.late();
    let state = hub::state();
    let mut ways = Vec::new();
    for (place, shot, since) in state.snapshots() {
        let says = match shot.before {
            Before::Session => late.back_session,
            Before::Version => late.back_version,
            Before::Merge => late.back_merge,
        };
        let when = chance::when(shot.at, words.tongue.code());
        let what = fill(says, &[("when", &when)]);
        let name = fill(late.back_to_what, &[("what", &what)]);
        let go = button("btn")
            .attr("aria-label", name)
            .on("click", move |_| run::send(Event::GoBack(place)));
        ways.push(el!(
            "li",
            "",
            el!(
                "div",
                "",
                text(what),
                el!(
                    "small",
                    "",
                    text(words.count(late.back_since, counted(since)))
                )
            ),
            go.text(late.back_to)
        ));
    }
    let mut held = Vec::new();
    if ways.is_empty() {
        held.push(el!("p", "soft", text(late.back_none)));
    } else {
        held.push(el("ul", "again ways-back", ways));
    }
    if state.may_return() {
        let undo = button("btn quiet").on("click", |_| run::send(Event::ReturnAgain));
        held.push(undo.text(late.undo_back));
    }
    held
}

/// What can be erased.
fn erase(words: &'static Words, catalogue: &'static Catalogue) -> Vec<Piece> {
    let late = words.late();
    let state = hub::state();
    let way = |what: &str, course: Option<Id>| {
        let erase = button("btn quiet")
            .on("click", move |_| run::send(Event::Erase(course.clone())))
            .text(fill(late.erase_what, &[("what", what)]));
        el!("li", "", erase)
    };
    let begun = state.courses_begun();
    let ways = begun.iter().map(|course| {
        let title = title(words, catalogue, course);
        way(&title, Some(course.clone()))
    });
    let mut ways: Vec<Piece> = ways.collect();
    let mut held = Vec::new();
    if ways.is_empty() {
        held.push(el!("p", "soft", text(late.nothing_done)));
    } else {
        ways.push(way(late.everything, None));
        held.push(el("ul", "ways", ways));
    }
    if state.may_unerase() {
        let undo = button("btn").on("click", |_| run::send(Event::Unerase));
        held.push(undo.text(late.undo_erase));
    }
    held
}
