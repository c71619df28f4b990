//! What a course holds, and how far one is.

use domain::{
    address::Address,
    bundle::{LessonEntry, Manifest, Module},
    mastery::Success,
};

use crate::{
    hub::{self, Part},
    view::{
        end, news,
        node::{Piece, each, many, node, said},
        over,
        part::{el, heading, icon, link, text},
    },
    words::{fill, number},
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
    let mut held = vec![el!(
        "div",
        "prose",
        el!("p", "eyebrow", text(words.late().course)),
        heading(manifest.title.in_lang(lang)),
        el!("p", "lead", text(hub::state().summary(manifest, lang)))
    )];
    held.push(each(move || {
        hub::follow(Part::Progress);
        news::news(manifest).into_iter().collect()
    }));
    held.push(el("div", "mods", modules));
    held.push(each(move || {
        hub::follow(Part::Progress);
        can(manifest)
    }));
    let begun = hub::state().progress.course(&manifest.id).is_some();
    if begun {
        let address = Address::Summary(manifest.id.clone()).write();
        held.push(link("more", address, vec![text(words.late().summary)]));
    }
    held.extend(over::start_over(manifest));
    held.push(each(move || {
        hub::follow(Part::Progress);
        let appendix = hub::state().appendix_of(&manifest.id);
        let credit = appendix.and_then(|it| it.credit.as_ref());
        let says = credit.map(|(licence, authors)| {
            let names = [("l", &**licence), ("who", &*authors.join(", "))];
            el!("p", "small soft", text(fill(words.late().licence, &names)))
        });
        says.into_iter().collect()
    }));
    many(held)
}

/// What one will be able to do, and how far one is with it once something was tried.
fn can(manifest: &'static Manifest) -> Vec<Piece> {
    let words = hub::words();
    let (appendix, success) = {
        let state = hub::state();
        let appendix = state.appendix_of(&manifest.id);
        let done = state.progress.course(&manifest.id);
        let success = appendix.map(|it| Success::of(it, None, done));
        (appendix, success.unwrap_or_default())
    };
    let named = appendix.map_or(&[][..], |it| it.competencies());
    let mut items = Vec::new();
    for competency in named {
        let mut standings = success.standings.iter();
        let standing = standings.find(|it| it.competency == competency.id);
        items.push(match standing.filter(|it| it.points > 0) {
            Some(standing) => end::competency(words, named, standing),
            None => el!(
                "li",
                "",
                icon("i kk", "check"),
                el!(
                    "div",
                    "",
                    text(competency.text.in_lang(words.tongue.code()))
                )
            ),
        });
    }
    if items.is_empty() {
        return Vec::new();
    }
    let title = el!("h2", "", text(words.late().you_will));
    vec![el!("section", "panel", title, el("ul", "can", items))]
}

fn module(manifest: &'static Manifest, module: &'static Module) -> Piece {
    let lang = hub::words().tongue.code();
    let lesson = |lesson: &'static LessonEntry| self::lesson(manifest, lesson);
    let lessons = module.lessons.iter().map(lesson).collect();
    el!(
        "section",
        "mod",
        el!("h2", "", text(module.title.in_lang(lang))),
        el("ol", "les", lessons)
    )
}

/// A lesson in its module. Only what stands beside its link follows what is done: a link that was made
/// anew would lose the focus, or go away under a finger.
fn lesson(manifest: &'static Manifest, lesson: &'static LessonEntry) -> Piece {
    let lang = hub::words().tongue.code();
    let address = Address::Lesson(manifest.id.clone(), lesson.id.clone()).write();
    node("li")
        .live("class", move || Some(stands(manifest, lesson).0))
        .each(move || vec![icon("dot", stands(manifest, lesson).1)])
        .put(link("", address, vec![text(lesson.title.in_lang(lang))]))
        .put(el!("span", "st", said(move || stands(manifest, lesson).2)))
}

/// How the learner stands in a lesson: a class, an icon, and a line.
fn stands(manifest: &Manifest, lesson: &LessonEntry) -> (&'static str, &'static str, String) {
    hub::follow(Part::Progress);
    let words = hub::words();
    let (done, here, begun, success) = {
        let state = hub::state();
        let course = state.progress.course(&manifest.id);
        let record = course.and_then(|course| course.lesson(&lesson.id));
        let last = course.and_then(|course| course.last());
        let here = last.is_some_and(|place| place.lesson == lesson.id);
        (
            record.is_some_and(|record| record.completed),
            here,
            record.is_some_and(|record| record.place.is_some()),
            state
                .appendix_of(&manifest.id)
                .map(|it| Success::of(it, Some(&lesson.id), course))
                .filter(|it| it.of > 0),
        )
    };
    let minutes = words.count(words.minutes, lesson.minutes.into());
    let (class, dot, stands) = match (done, here || begun) {
        (true, _) => ("done", "dot-done", Some(words.late().lesson_done)),
        (false, true) if here => ("here", "dot-here", Some(words.late().lesson_here)),
        (false, true) => ("", "dot-here", Some(words.late().started)),
        (false, false) => ("", "dot-todo", None),
    };
    let mut line: Vec<&str> = stands.into_iter().collect();
    // Completion and success are two things: a lesson may be worked through and not be mastered.
    let points = success
        .filter(|it| stands.is_some() && it.points > 0)
        .map(|it| match it.is_success() {
            true => words.late().lesson_mastered.to_owned(),
            false => {
                let counts = [("p", &*number(it.points)), ("of", &*number(it.of))];
                fill(words.late().lesson_points, &counts)
            }
        });
    line.extend(points.as_deref());
    line.push(&minutes);
    (class, dot, line.join(" · "))
}
