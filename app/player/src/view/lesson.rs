//! A page of a lesson, with the rail of all pages beside it.

use domain::{
    address::Address,
    behaviour::Behaviour,
    bundle::Manifest,
    course::{Block, Lesson, Page},
    id::Id,
};

use crate::{
    hub::{self, Part},
    view::{
        activity, check,
        node::{Piece, each, many, node},
        notes, paper,
        part::{el, heading, icon, link, text},
        prose::Writer,
    },
    words::{fill, number},
};

/// The page at `place`, from 0.
pub(crate) fn page(manifest: &'static Manifest, lesson: &'static Lesson, place: usize) -> Piece {
    let words = hub::words();
    let Some(page) = lesson.pages.get(place) else {
        return many(Vec::new());
    };
    let course = &manifest.id;
    let number = fill(
        words.page_of,
        &[
            ("n", &number(place + 1)),
            ("of", &number(lesson.pages.len())),
        ],
    );
    let minutes = words.count(words.about_minutes, lesson.minutes.into());
    let eyebrow = [&*number, " · ", &minutes].concat();
    let writer = Writer::new(manifest, lesson, page);
    let mut held = vec![el!(
        "header",
        "",
        el!("p", "eyebrow", text(eyebrow)),
        heading(&page.title)
    )];
    for block in page.steps.iter().flatten() {
        held.push(match block {
            Block::Prose(block) => writer.block(block),
            Block::Activity(activity) => activity::activity(activity, page.behaviour(), writer),
        });
    }
    match page.behaviour() {
        Behaviour::Practice | Behaviour::Review | Behaviour::Vote => {}
        Behaviour::Check => held.push(check::panel()),
        Behaviour::Paper => held.push(paper::panel(page, writer)),
    }
    held.extend(writer.footnotes());
    held.push(turn(course, lesson, place));
    held.push(each(move || {
        hub::follow(Part::Late);
        let late = hub::state().late.here();
        late.map_or_else(Vec::new, |()| notes::panel(manifest, lesson, page))
    }));
    let article = node("article")
        .class(match page.behaviour() {
            Behaviour::Paper => "prose worksheet",
            Behaviour::Practice | Behaviour::Check | Behaviour::Review | Behaviour::Vote => "prose",
        })
        .attr("lang", lesson.lang.as_str())
        .all(held);
    let mut columns = vec![rail(course, lesson, place)];
    columns.push(el!("div", "middle", pages(course, lesson, place), article));
    columns.extend(words_of(lesson, page));
    el("div", "page", columns)
}

/// The list of pages beside the page.
fn rail(course: &Id, lesson: &'static Lesson, place: usize) -> Piece {
    let title = el!("h2", "", text(&lesson.title));
    let label = hub::words().pages_of_lesson;
    let rail = node("nav").class("rail").attr("aria-label", label);
    rail.put(title).put(list(course, lesson, place))
}

/// The same list behind a button, where there is no room beside the page.
fn pages(course: &Id, lesson: &'static Lesson, place: usize) -> Piece {
    let summary = el!("summary", "", text(&lesson.title));
    let label = hub::words().pages_of_lesson;
    let list = node("nav")
        .attr("aria-label", label)
        .put(list(course, lesson, place));
    el!("details", "pages", summary, list)
}

fn list(course: &Id, lesson: &'static Lesson, place: usize) -> Piece {
    let item = |(n, page): (usize, &'static Page)| {
        let address = Address::Page(course.clone(), lesson.id.clone(), page.id.clone()).write();
        let course = course.clone();
        // Only this mark follows what the learner does; the page stays as it is.
        let mark = each(move || {
            hub::follow(Part::Progress);
            if n == place {
                return vec![icon("dot", "dot-here")];
            }
            let state = hub::state();
            let (done, words) = (state.progress.lesson(&course, &lesson.id), state.words());
            if done.is_some_and(|done| done.pages.contains(&page.id)) {
                vec![
                    icon("dot", "dot-done"),
                    el!("span", "vh", text(words.page_seen)),
                ]
            } else {
                vec![icon("dot", "dot-todo")]
            }
        });
        let title = el!("span", "", text(&page.title));
        let mut held = node("a").attr("href", address).put(mark).put(title);
        if n == place {
            held = held.attr("aria-current", "page");
        }
        el!("li", "", held)
    };
    el(
        "ol",
        "",
        lesson.pages.iter().enumerate().map(item).collect(),
    )
}

/// The way to the page before and the page after.
fn turn(course: &Id, lesson: &Lesson, place: usize) -> Piece {
    let words = hub::words();
    let to =
        |page: &Page| Address::Page(course.clone(), lesson.id.clone(), page.id.clone()).write();
    let before = place
        .checked_sub(1)
        .and_then(|place| lesson.pages.get(place));
    let mut links: Vec<Piece> = before
        .map(|page| {
            link(
                "btn",
                to(page),
                vec![icon("i", "left"), text(words.previous_page)],
            )
        })
        .into_iter()
        .collect();
    links.push(match lesson.pages.get(place + 1) {
        Some(page) => link(
            "btn main",
            to(page),
            vec![text(words.next_page), icon("i", "right")],
        ),
        None => {
            let end = Address::End(course.clone(), lesson.id.clone()).write();
            link(
                "btn main",
                end,
                vec![text(words.to_end), icon("i", "right")],
            )
        }
    });
    node("nav")
        .class("turn")
        .attr("aria-label", words.turn)
        .all(links)
}

/// The words of the page in the margin: nothing that is needed to go on.
fn words_of(lesson: &Lesson, page: &Page) -> Option<Piece> {
    let words = hub::words();
    let used = super::prose::terms_of(page);
    let mut list = Vec::new();
    for term in lesson.terms.iter().filter(|term| used.contains(&term.id)) {
        list.push(el!("dt", "", text(&term.term)));
        list.push(el!("dd", "", text(&term.definition)));
    }
    if list.is_empty() {
        return None;
    }
    let title = el!("h2", "", text(words.words_on_page));
    let list = el("dl", "", list);
    let aside = node("aside")
        .class("aside")
        .attr("aria-label", words.words_on_page);
    Some(aside.put(title).put(list))
}
