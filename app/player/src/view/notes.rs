//! Notes and bookmarks: what a learner keeps of pages for themselves.

use domain::{
    address::Address,
    bundle::{Catalogue, Manifest},
    course::{Lesson, Page},
    id::Id,
    limit,
    progress::Note,
};

use crate::{
    adapter::dom,
    hub::{self, Part},
    play::Event,
    run,
    view::{
        node::{Piece, each, many, node},
        part::{button, el, heading, icon, link, text},
    },
    words::number,
};

/// The note on a page that the learner has, if there is one.
fn note(course: &Id, lesson: &Id, page: &Id) -> Option<Note> {
    let state = hub::state();
    let mut notes = state.progress.course(course)?.notes();
    notes
        .find(|it| it.lesson == *lesson && it.page == *page)
        .cloned()
}

/// The place below a page for a note and a bookmark.
#[inline(never)]
pub(super) fn panel(
    manifest: &'static Manifest,
    lesson: &'static Lesson,
    page: &'static Page,
) -> Vec<Piece> {
    let words = hub::words();
    let late = words.late();
    let has = move || note(&manifest.id, &lesson.id, &page.id);
    let is_marked = move || {
        hub::follow(Part::Progress);
        has().is_some_and(|it| it.bookmarked)
    };
    let mark = button("btn quiet")
        .live("aria-pressed", move || {
            Some(if is_marked() { "true" } else { "false" })
        })
        .on("click", move |_| {
            let marked = has().is_some_and(|it| it.bookmarked);
            run::send(Event::Bookmark(page.id.clone(), !marked));
        })
        .put(icon("i", "bookmark"))
        .text(late.bookmark);
    let area = node("textarea")
        .attr("id", "own-note")
        .attr("rows", "3")
        .attr("maxlength", number(limit::WRITTEN_CHARACTERS))
        .value(move || {
            hub::follow(Part::Progress);
            has().map_or_else(String::new, |it| it.text)
        })
        .on("change", move |event| {
            run::send(Event::Note(page.id.clone(), dom::value_of(&event)));
        });
    let label = node("label").attr("for", "own-note").text(late.note_label);
    let note = el!("div", "field long", label, el!("div", "row", area));
    let summary = el!("summary", "", text(late.notes));
    // Open where there is something to read.
    let mut panel = node("details").class("own-note").put(summary);
    if has().is_some() {
        panel = panel.attr("open", "");
    }
    vec![
        panel
            .put(mark)
            .put(note)
            .put(el!("p", "small soft", text(late.note_why))),
    ]
}

/// All notes and bookmarks, course by course.
#[inline(never)]
pub(super) fn notes(catalogue: &'static Catalogue) -> Piece {
    let late = hub::words().late();
    let all = each(move || {
        hub::follow(Part::Progress);
        let words = hub::words();
        let mut held = Vec::new();
        for listing in &catalogue.courses {
            let notes: Vec<Note> = {
                let state = hub::state();
                let course = state.progress.course(&listing.id);
                course
                    .map(|course| course.notes().cloned().collect())
                    .unwrap_or_default()
            };
            let item = |note: &Note| {
                let address =
                    Address::Page(listing.id.clone(), note.lesson.clone(), note.page.clone());
                let mut item = node("li");
                if !note.text.is_empty() {
                    item = item.put(el!("p", "written", text(&note.text)));
                }
                let go = vec![
                    icon("i", if note.bookmarked { "bookmark" } else { "right" }),
                    text(late.note_go),
                ];
                item.put(link("", address.write(), go))
            };
            if !notes.is_empty() {
                let title = listing.title.in_lang(words.tongue.code());
                held.push(el!(
                    "section",
                    "panel record",
                    el!("h2", "", text(title)),
                    el("ul", "again", notes.iter().map(item).collect())
                ));
            }
        }
        if held.is_empty() {
            held.push(el!("p", "lead", text(late.notes_none)));
        }
        held
    });
    many(vec![heading(late.notes), all])
}
