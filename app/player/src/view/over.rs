//! Starting a lesson or a whole course over, and undoing that.

use domain::{bundle::Manifest, id::Id, progress};

use crate::{
    hub::{self, Part},
    play::Event,
    run,
    view::{
        node::{Piece, said},
        part::{button, el, text},
    },
    words::{Words, fill},
};

/// A way to start over for each lesson in which something was done, and for all of them; nothing where
/// nothing was done.
#[inline(never)]
pub(super) fn start_over(manifest: &'static Manifest) -> Option<Piece> {
    let words = hub::words();
    let lang = words.tongue.code();
    let begun: Vec<_> = {
        let state = hub::state();
        let begun = |lesson: &Id| {
            let done = state.done_in(lesson);
            done.is_some_and(|done| *done != progress::Lesson::default())
        };
        manifest
            .lessons()
            .filter(|lesson| begun(&lesson.id))
            .collect()
    };
    if begun.is_empty() {
        return None;
    }
    let one = |lesson: &&'static domain::bundle::LessonEntry| {
        let title = lesson.title.in_lang(lang);
        el!("li", "", way(words, vec![lesson.id.clone()], title))
    };
    let mut ways: Vec<Piece> = begun.iter().map(one).collect();
    if begun.len() > 1 {
        let all = begun.iter().map(|lesson| lesson.id.clone()).collect();
        ways.push(el!("li", "", way(words, all, words.late().whole_course)));
    }
    Some(el!(
        "details",
        "over",
        el!("summary", "", text(words.late().start_over)),
        el!("p", "small soft", text(words.late().start_over_why)),
        el("ul", "ways", ways)
    ))
}

/// A button that starts `lessons` over, and then undoes it: it stays where it is, with the focus.
fn way(words: &'static Words, lessons: Vec<Id>, what: &'static str) -> Piece {
    let again = lessons.clone();
    let name = move || {
        hub::follow(Part::Progress);
        let sentence = if are_cleared(&again) {
            words.late().undo_with
        } else {
            words.late().start_over_with
        };
        fill(sentence, &[("what", what)])
    };
    button("btn quiet")
        .on("click", move |_| {
            run::send(if are_cleared(&lessons) {
                Event::Restore(lessons.clone())
            } else {
                Event::Clear(lessons.clone())
            });
        })
        .put(said(name))
}

/// Whether all of `lessons` were set back, and nothing was done in them since.
fn are_cleared(lessons: &[Id]) -> bool {
    let state = hub::state();
    let cleared = |lesson: &Id| {
        let done = state.done_in(lesson);
        done.is_some_and(|done| done.cleared.is_some())
    };
    lessons.iter().all(cleared)
}
