//! Notes and bookmarks of the learner's own.

use tests::browser::{Engine, Learner, Published, Setup, learner::PHONE};
use thirtyfour::Key;

use super::slip::type_in;

#[test]
fn a_note_and_a_bookmark_are_kept_and_found_again() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let page = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            learner.open("#/~notes");
            learner.sees("No notes and no bookmarks yet.");
            learner.open(&page);
            learner.browser.until("a place for a note", || {
                learner.has(".own-note").then_some(())
            });
            learner.click_on(".own-note > summary");
            type_in(learner, "own-note", "Ask about the rotor.");
            learner.press(Key::Tab);
            learner.click("button", "Bookmark this page");
            learner.browser.until("the bookmark", || {
                learner
                    .has(".own-note button[aria-pressed=true]")
                    .then_some(())
            });
            learner.sits_at(PHONE);
            assert_eq!(learner.axe(), Vec::<String>::new());
            assert_eq!(learner.sideways(), 0);
            learner.screenshot("own-note");
            learner.browser.until("it is kept", || {
                let light =
                    learner.text_of("return document.querySelector('.lit > summary').className;");
                (light == "light").then_some(())
            });
            learner.open("#/~notes");
            learner.sees("Ask about the rotor.");
            learner.screenshot("notes");
            assert_eq!(learner.axe(), Vec::<String>::new());
            learner.click("link", "Go to the page");
            learner.reads(&lesson.pages[0].title);
            learner.browser.until("the note", || {
                let text =
                    learner.text_of("return document.getElementById('own-note')?.value ?? '';");
                (text == "Ask about the rotor.").then_some(())
            });
            assert!(learner.has(".own-note[open]"), "it is there to be read");
        });
    }
}
