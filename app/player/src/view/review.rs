//! What is to be reviewed today, and one activity of it as a card.

use domain::{
    address::{Address, Own},
    behaviour::Behaviour,
    bundle::Manifest,
    course::{Block, Lesson, Page},
    id::Id,
    review::Due,
    trial::Status,
};

use crate::{
    adapter::chance,
    hub::{self, Part},
    view::{
        activity,
        node::{Piece, each, many, node},
        part::{el, heading, icon, link, text},
        prose::Writer,
    },
};

/// What is due today.
fn today() -> Vec<Due> {
    hub::state().due(chance::calendar(), chance::now())
}

fn address(due: &Due) -> String {
    let Due {
        course,
        lesson,
        activity,
        ..
    } = due;
    Address::Card(course.clone(), lesson.clone(), activity.clone()).write()
}

/// How much is due, in a line: the number, and about how many minutes.
fn line(due: &[Due]) -> String {
    let words = hub::words();
    let count = u32::try_from(due.len()).unwrap_or(u32::MAX);
    let seconds: u32 = due.iter().map(|it| it.seconds).sum();
    let minutes = words.count(words.about_minutes, seconds.div_ceil(60));
    [&words.count(words.late().due, count), " · ", &minutes].concat()
}

/// The screen before the cards of the day.
#[inline(never)]
pub(super) fn review() -> Piece {
    let late = hub::words().late();
    let due = today();
    let state = match due.first() {
        Some(first) => vec![
            el!("p", "lead", text(line(&due))),
            link(
                "btn main",
                address(first),
                vec![text(late.review_begin), icon("i", "right")],
            ),
        ],
        None => vec![el!("p", "lead", text(late.review_none))],
    };
    many(vec![
        heading(late.review),
        el("section", "panel record", state),
        el!("p", "small soft review-why", text(late.review_why)),
    ])
}

/// The way to it from the shelf, when something is due.
pub(super) fn band() -> Option<Piece> {
    let late = hub::words().late();
    let due = today();
    let first = due.first()?;
    let title = node("h2").attr("id", "due").text(late.review_today);
    let band = node("section")
        .class("panel due")
        .attr("aria-labelledby", "due");
    let said = el!("div", "", el!("p", "eyebrow", text(line(&due))), title);
    let go = link(
        "btn",
        address(first),
        vec![text(late.review), icon("i", "right")],
    );
    Some(band.put(said).put(go))
}

/// The card of `activity`, which stands on `page` of `lesson`.
#[inline(never)]
pub(super) fn card(
    manifest: &'static Manifest,
    lesson: &'static Lesson,
    page: &'static Page,
    id: &Id,
) -> Piece {
    let words = hub::words();
    let writer = Writer::new(manifest, lesson, page);
    let place = [
        manifest.title.in_lang(words.tongue.code()),
        " · ",
        &lesson.title,
    ]
    .concat();
    let mut held = vec![el!(
        "header",
        "",
        el!("p", "eyebrow", text(place)),
        heading(words.late().review)
    )];
    for block in page.steps.iter().flatten() {
        if let Block::Activity(activity) = block
            && activity.id == *id
        {
            held.push(activity::activity(activity, Behaviour::Review, writer));
        }
    }
    let (own, at) = (
        id.clone(),
        Address::Page(manifest.id.clone(), lesson.id.clone(), page.id.clone()),
    );
    held.push(each(move || {
        hub::follow(Part::Progress);
        vec![ways(&own, &at)]
    }));
    let article = node("article")
        .class("prose card-of")
        .attr("lang", lesson.lang.as_str());
    article.all(held)
}

/// The ways on: to the next card once this one is done, and always out of here.
fn ways(own: &Id, page: &Address) -> Piece {
    let words = hub::words();
    let late = words.late();
    let is_done = {
        let state = hub::state();
        let mut trials = state.trials.iter();
        let trial = trials.find(|(id, _)| id == own).map(|(_, trial)| trial);
        trial.is_some_and(|trial| trial.status() != Status::Open)
    };
    let due = today();
    let next = due.iter().find(|it| it.activity != *own);
    let mut links = Vec::new();
    links.push(match is_done {
        true => link(
            "btn",
            page.write(),
            vec![icon("i", "left"), text(late.review_page)],
        ),
        false => link(
            "btn",
            Own::Review.write(),
            vec![icon("i", "left"), text(late.review_leave)],
        ),
    });
    if is_done {
        links.push(match next {
            Some(next) => link(
                "btn main",
                address(next),
                vec![text(late.review_next), icon("i", "right")],
            ),
            None => link(
                "btn main",
                Own::Review.write(),
                vec![text(late.review_done), icon("i", "right")],
            ),
        });
    }
    node("nav")
        .class("turn")
        .attr("aria-label", words.turn)
        .all(links)
}
