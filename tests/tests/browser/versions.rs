//! A course comes in a new version while a learner is in the middle of it.

use tests::{
    browser::{
        Engine, Fault, Learner, Setup,
        keys::{check, pick},
        learner::{DESKTOP, PHONE},
        words::ENGLISH,
    },
    versions::published,
};

/// Puts version `n` of the course in the place of all courses.
fn publish(learner: &Learner, n: u32) {
    for (path, bytes) in published(n) {
        let path = format!("courses/{path}");
        learner.site.fault(&path, Fault::Instead(bytes));
    }
}

/// What stands in the activity `id` beside the verdict.
fn since(learner: &Learner, id: &str) -> String {
    learner.texts(&format!("#activity-{id} .since")).join(" ")
}

/// Waits until it says `part` there.
fn says(learner: &Learner, id: &str, part: &str) {
    learner.browser.until(&format!("{part:?} in {id}"), || {
        since(learner, id).contains(part).then_some(())
    });
}

#[test]
fn what_was_done_in_an_older_version_counts_as_far_as_it_fits_and_the_learner_is_told() {
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            publish(learner, 1);
            learner.open("#/lamps/one/start");
            for (id, label) in [
                ("stays", "The refit"),
                ("worded", "The refit"),
                ("keyed", "The one"),
                ("replaced", "The iron"),
                ("moves", "The here"),
            ] {
                let id = format!("activity-{id}");
                pick(learner, &id, label);
                check(learner, &id, &ENGLISH, &[ENGLISH.correct]);
            }
            // The next page is another landing: what is known of the course is noted.
            learner.open("#/lamps/two/again");
            let known = "return Object.keys(localStorage).join(' ');";
            learner.browser.until("what is known of the course", || {
                learner.text_of(known).contains("#k/lamps").then_some(())
            });
            publish(learner, 5);
            // The shelf says that there is a new version, and goes to its outline first.
            learner.open("");
            learner.sees("New version");
            learner.click("link", "Resume");
            learner.reads("Lamps");
            for said in [
                "What is new in version 5.0.0",
                "A new lesson",
                "A new page",
                "An activity is worded in another way",
                "The key or the choices of 2 activities changed",
                "An activity that you have done moved here",
            ] {
                learner.sees(said);
            }
            for view in [DESKTOP, PHONE] {
                learner.sits_at(view);
                learner.screenshot(&format!("course-news-{}", view.name));
                assert_eq!(learner.axe(), Vec::<String>::new());
            }
            learner.sits_at(DESKTOP);
            learner.open("#/lamps/one/start");
            says(learner, "worded", "Worded in another way since");
            says(
                learner,
                "keyed",
                "graded again: 0 of 1 point. Before: 1 of 1 point.",
            );
            says(learner, "replaced", "It is asked again");
            assert_eq!(since(learner, "stays"), "");
            learner.screenshot("activity-regraded");
            // In the other language as well, where nobody worded anything anew.
            learner.speaks("Français");
            learner.reads("The page start");
            says(learner, "keyed", "notée à nouveau");
            says(learner, "worded", "formulée autrement");
            learner.screenshot("activity-regraded-fr");
            learner.speaks("English");
            // What is asked again is done again, and counts from there.
            pick(learner, "activity-replaced", "The glass");
            check(learner, "activity-replaced", &ENGLISH, &[ENGLISH.correct]);
            learner.browser.until("nothing more to say of it", || {
                since(learner, "replaced").is_empty().then_some(())
            });
            learner.open("#/lamps/two/again");
            assert!(
                learner.has("#activity-moves .fb"),
                "what was done in the other lesson came along"
            );
            learner.open("#/lamps");
            learner.click("button", "Seen");
            learner
                .browser
                .until("no news any more", || (!learner.has(".news")).then_some(()));
            assert_eq!(learner.focus().tag, "h1");
            learner.reload();
            learner.reads("Lamps");
            assert!(!learner.has(".news"));
            learner.open("");
            learner.reads("My courses");
            assert!(!learner.page().contains("New version"));
        });
    }
}
