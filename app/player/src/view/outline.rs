//! What a course holds, and how far one is.

use domain::{
    address::Address,
    bundle::{LessonEntry, Manifest, Module},
};

use crate::{
    hub::{self, Part},
    view::{
        news,
        node::{Piece, each, many},
        over,
        part::{el, heading, icon, link, text},
    },
    words::fill,
};

/// The outline of a course.
#[inline(never)]
pub(crate) fn outline(manifest: &'static Manifest) -> Piece {
    let words = hub::words();
    let lang = words.tongue.code();
    let modules: Vec<Piece> = manifest
        .modules
        .iter()
        .map(|module| self::module(manifest, module))
        .collect();
    let can = |competency: &domain::bundle::Competency| {
        el!(
            "li",
            "",
            icon("i kk", "check"),
            el!("div", "", text(competency.text.in_lang(lang)))
        )
    };
    let can: Vec<Piece> = manifest.competencies.iter().map(can).collect();
    let credit = [
        ("l", manifest.licence.as_str()),
        ("who", &manifest.authors.join(", ")),
    ];
    let mut held = vec![el!(
        "div",
        "prose",
        el!("p", "eyebrow", text(words.late().course)),
        heading(manifest.title.in_lang(lang)),
        el!("p", "lead", text(manifest.summary.in_lang(lang)))
    )];
    held.push(each(move || {
        hub::follow(Part::Progress);
        news::news(manifest).into_iter().collect()
    }));
    held.push(el("div", "mods", modules));
    if !can.is_empty() {
        let title = el!("h2", "", text(words.late().you_will));
        held.push(el!("section", "panel", title, el("ul", "can", can)));
    }
    held.extend(over::start_over(manifest));
    held.push(el!(
        "p",
        "small soft",
        text(fill(words.late().licence, &credit))
    ));
    many(held)
}

fn module(manifest: &'static Manifest, module: &'static Module) -> Piece {
    let lang = hub::words().tongue.code();
    let lesson = |lesson: &'static LessonEntry| {
        each(move || {
            hub::follow(Part::Progress);
            vec![self::lesson(manifest, lesson)]
        })
    };
    let lessons = module.lessons.iter().map(lesson).collect();
    el!(
        "section",
        "mod",
        el!("h2", "", text(module.title.in_lang(lang))),
        el("ol", "les", lessons)
    )
}

fn lesson(manifest: &Manifest, lesson: &LessonEntry) -> Piece {
    let words = hub::words();
    let lang = words.tongue.code();
    let (done, here, begun) = {
        let state = hub::state();
        let course = state.progress.course(&manifest.id);
        let record = course.and_then(|course| course.lesson(&lesson.id));
        let last = course.and_then(|course| course.last());
        let here = last.is_some_and(|place| place.lesson == lesson.id);
        (
            record.is_some_and(|record| record.completed),
            here,
            record.is_some_and(|record| record.place.is_some()),
        )
    };
    let minutes = words.count(words.minutes, lesson.minutes.into());
    let (class, dot, stands) = match (done, here || begun) {
        (true, _) => ("done", "dot-done", Some(words.late().lesson_done)),
        (false, true) if here => ("here", "dot-here", Some(words.late().lesson_here)),
        (false, true) => ("", "dot-here", Some(words.late().started)),
        (false, false) => ("", "dot-todo", None),
    };
    let stands = stands.map_or(minutes.clone(), |stands| [stands, " · ", &minutes].concat());
    let address = Address::Lesson(manifest.id.clone(), lesson.id.clone()).write();
    el!(
        "li",
        class,
        icon("dot", dot),
        link("", address, vec![text(lesson.title.in_lang(lang))]),
        el!("span", "st", text(stands))
    )
}
