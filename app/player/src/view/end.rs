//! The end of a lesson: what is held, and what to look at again.

use domain::{
    address::Address,
    bundle::{Competency, Manifest},
    course::Lesson,
    id::Id,
    mastery::{self, Standing},
};

use crate::{
    hub::{self, Part},
    view::{
        node::{Piece, each, many, node},
        part::{el, heading, icon, link, ring, text},
        summary,
    },
    words::{Words, fill, number},
};

/// The end of `lesson`.
#[inline(never)]
pub(crate) fn end(manifest: &'static Manifest, lesson: &Lesson) -> Piece {
    let words = hub::words();
    let course = &manifest.id;
    let (review, unseen) = {
        let state = hub::state();
        let done = state.progress.lesson(course, &lesson.id);
        let unseen: Vec<Id> = match done {
            Some(done) => done.unseen(lesson).map(|page| page.id.clone()).collect(),
            None => lesson.pages.iter().map(|page| page.id.clone()).collect(),
        };
        let course = state.progress.course(course);
        (mastery::review(lesson, course), unseen)
    };
    let (done, of) = summary::lessons(manifest);
    let page = |id: &Id| {
        let title = lesson
            .page(id)
            .map(|(_, page)| page.title.clone())
            .unwrap_or_default();
        (
            Address::Page(course.clone(), lesson.id.clone(), id.clone()).write(),
            title,
        )
    };
    let said = if unseen.is_empty() {
        words.late().end_done
    } else {
        words.late().end_open
    };
    let label = [&number(done), "/", &number(of)].concat();
    let top = el!(
        "div",
        "big",
        ring(done.min(of), 0, of, &label),
        el!(
            "div",
            "",
            el!("p", "eyebrow", text(&lesson.title)),
            heading(words.end),
            el!("p", "lead", text(said))
        )
    );
    let mut panels = Vec::new();
    if !unseen.is_empty() {
        let items = unseen.iter().map(|id| {
            let (address, title) = page(id);
            el!("li", "", link("", address, vec![text(title)]))
        });
        panels.push(panel(
            words.late().pages_unseen,
            vec![el("ul", "again", items.collect())],
        ));
    }
    let standings = review.standings;
    panels.push(each(move || {
        hub::follow(Part::Progress);
        held(manifest, &standings)
    }));
    let mut again = Vec::new();
    for (at, activity, tried) in &review.again {
        let (address, title) = page(at);
        let prompt = lesson.activities().find(|one| one.id == *activity);
        let prompt = prompt.map(|one| prompt_of(&one.prompt)).unwrap_or_default();
        let state = if *tried {
            words.late().again_tried
        } else {
            words.late().again_untried
        };
        again.push(el!(
            "li",
            "",
            link("", address, vec![text(prompt)]),
            el!("small", "", text([&title, " · ", state].concat()))
        ));
    }
    let again = if again.is_empty() {
        el!("p", "", text(words.late().nothing_again))
    } else {
        el("ul", "again", again)
    };
    panels.push(panel(words.late().look_again, vec![again]));
    let shown = review.misconceptions;
    panels.push(each(move || {
        hub::follow(Part::Progress);
        ideas(manifest, &shown)
    }));
    many(vec![
        top,
        el("div", "sum", panels),
        ways(words, manifest, lesson),
    ])
}

/// How the learner stands in each competency; nothing as long as their names are not here.
pub(super) fn held(manifest: &Manifest, standings: &[Standing]) -> Vec<Piece> {
    let words = hub::words();
    let appendix = hub::state().appendix_of(&manifest.id);
    let named = appendix.map_or(&[][..], |it| it.competencies());
    if named.is_empty() || standings.is_empty() {
        return Vec::new();
    }
    let items = standings.iter();
    let items = items.map(|standing| competency(words, named, standing));
    vec![panel(
        words.late().held,
        vec![
            el("ul", "can", items.collect()),
            el!("p", "small soft", text(words.late().held_rule)),
        ],
    )]
}

/// The misconceptions that responses showed, with the pages that treat them.
fn ideas(manifest: &Manifest, shown: &[(Id, bool)]) -> Vec<Piece> {
    let words = hub::words();
    let (course, lang) = (&manifest.id, words.tongue.code());
    let appendix = hub::state().appendix_of(course);
    let named = appendix.map_or(&[][..], |it| it.misconceptions());
    let ideas: Vec<Piece> = shown
        .iter()
        .filter_map(|(id, sure)| {
            let one = named.iter().find(|one| one.id == *id)?;
            Some((one, *sure))
        })
        .map(|(one, sure)| {
            let said = if sure {
                words.late().misconception_sure
            } else {
                words.late().misconception_said
            };
            let (lesson, page) = &one.treated;
            let address = Address::Page(course.clone(), lesson.clone(), page.clone()).write();
            el!(
                "li",
                "",
                el!("p", "small soft", text(said)),
                el!("p", "said", text(one.text.in_lang(lang))),
                el!(
                    "p",
                    "now",
                    icon("i", "right"),
                    link("", address, vec![text(words.late().see_page)])
                )
            )
        })
        .collect();
    match ideas.is_empty() {
        true => Vec::new(),
        false => vec![panel(
            words.late().misconceptions,
            vec![el("ul", "mis", ideas)],
        )],
    }
}

/// The words of a prompt on one line.
fn prompt_of(prompt: &[domain::prose::Block]) -> String {
    use domain::prose::{Block, plain};
    let line = prompt.iter().rev().find_map(|block| match block {
        Block::Paragraph(text) | Block::Heading(_, text) => Some(plain(text)),
        Block::List(_)
        | Block::Numbered(..)
        | Block::Table(_)
        | Block::Picture(_)
        | Block::Callout(..)
        | Block::Quote(_)
        | Block::Definitions(_)
        | Block::Code(_)
        | Block::Math(_) => None,
    });
    line.unwrap_or_default()
}

fn panel(title: &'static str, held: Vec<Piece>) -> Piece {
    let mut all = vec![el!("h2", "", text(title))];
    all.extend(held);
    el("section", "panel", all)
}

pub(super) fn competency(
    words: &'static Words,
    named: &[Competency],
    standing: &Standing,
) -> Piece {
    let lang = words.tongue.code();
    let named = named.iter().find(|one| one.id == standing.competency);
    let name = named
        .map_or(standing.competency.as_str(), |one| one.text.in_lang(lang))
        .to_owned();
    let (tone, name_of_icon, sentence) = if standing.held() {
        ("ok", "verdict-good", words.late().is_held)
    } else if standing.points > 0 {
        ("half", "verdict-part", words.late().not_held)
    } else {
        ("soft", "dot-todo", words.late().not_held)
    };
    let mut detail = fill(
        sentence,
        &[
            ("p", &number(standing.points)),
            ("of", &number(standing.of)),
        ],
    );
    if standing.untried > 0 {
        detail.push_str(" · ");
        let untried = u32::try_from(standing.untried).unwrap_or(u32::MAX);
        detail.push_str(&words.count(words.late().untried, untried));
    }
    let class = if standing.held() { "held" } else { "" };
    el!(
        "li",
        class,
        icon(tone, name_of_icon),
        el!(
            "div",
            "",
            el!("b", "", text(name)),
            el!("small", "", text(detail))
        )
    )
}

/// The ways on from here.
fn ways(words: &'static Words, manifest: &Manifest, lesson: &Lesson) -> Piece {
    let mut links = vec![link(
        "btn",
        Address::Outline(manifest.id.clone()).write(),
        vec![icon("i", "left"), text(words.late().back_to_outline)],
    )];
    let place = manifest.lesson(&lesson.id).map(|(place, _)| place);
    let next = place.and_then(|place| manifest.lessons().nth(place + 1));
    if next.is_none() {
        links.push(link(
            "btn main",
            Address::Summary(manifest.id.clone()).write(),
            vec![text(words.late().summary), icon("i", "right")],
        ));
    }
    if let Some(next) = next {
        let address = Address::Lesson(manifest.id.clone(), next.id.clone()).write();
        links.push(link(
            "btn main",
            address,
            vec![text(words.late().next_lesson), icon("i", "right")],
        ));
    }
    node("nav")
        .class("turn")
        .attr("aria-label", words.turn)
        .all(links)
}
