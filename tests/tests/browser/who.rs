//! Several people learn on one machine, without accounts.

use tests::browser::{
    Engine, Learner, Setup,
    learner::{DESKTOP, PHONE},
};

use super::{record::do_one, slip::type_in};

/// Waits until the page was loaded again and the shelf stands.
fn on_the_shelf(learner: &Learner) {
    learner.browser.until("the shelf", || {
        let there = learner.text_of("return document.querySelector('main h1')?.textContent ?? '';");
        (there == "My courses").then_some(())
    });
}

/// Whether something was done by who learns now.
fn has_done(learner: &Learner) -> bool {
    learner.open("");
    on_the_shelf(learner);
    learner.has("section.resume")
}

/// Taps twice: on the light, and on who is to go on.
fn switch(learner: &Learner, name: &str) {
    learner.click_on("details.lit > summary");
    learner.browser.ask(
        "window.before = true;
        [...document.querySelectorAll('.lit .who-all .btn')].find(e => e.textContent.includes(arguments[0])).click();",
        vec![name.into()],
    );
    learner.browser.until("another beginning", || {
        (learner.text_of("return String(window.before);") != "true").then_some(())
    });
    on_the_shelf(learner);
}

#[test]
fn what_each_does_is_kept_apart_and_a_pin_draws_a_curtain() {
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            learner.open("");
            learner.click_on("details.lit > summary");
            learner.click("link", "Who is learning");
            learner.reads("Who is learning");
            for view in [DESKTOP, PHONE] {
                learner.sits_at(view);
                learner.screenshot(&format!("learners-{}", view.name));
                assert_eq!(learner.axe(), Vec::<String>::new());
                assert_eq!(learner.sideways(), 0);
            }
            // What lacks is said, where it lacks.
            learner.click("button", "Add and go on");
            learner.sees("Write a first name.");
            learner.browser.until("the focus on the field", || {
                (learner.focus().id == "learner-name").then_some(())
            });
            type_in(learner, "learner-name", "Zoé");
            type_in(learner, "learner-pin", "12");
            learner.click("button", "Star");
            learner.click("button", "Add and go on");
            learner.sees("A PIN has 4 to 8 digits");
            type_in(learner, "learner-pin", "0421");
            learner.click("button", "Add and go on");
            on_the_shelf(learner);
            learner.browser.until("her name in the light", || {
                let light =
                    learner.text_of("return document.querySelector('.lit > summary').textContent;");
                light.contains("Zoé").then_some(())
            });
            do_one(learner);
            assert!(has_done(learner));
            // Two taps, and somebody else goes on.
            switch(learner, "Without a name");
            assert!(!has_done(learner));
            // Her PIN is asked for.
            learner.click_on("details.lit > summary");
            learner.browser.ask(
                "[...document.querySelectorAll('.lit .who-all .btn')].find(e => e.textContent.includes('Zoé')).click();",
                vec![],
            );
            learner.sees("PIN of Zoé");
            type_in(learner, "pin", "9999");
            learner.click("button", "Open");
            learner.sees("That is another PIN.");
            learner.browser.until("the focus in the field", || {
                (learner.focus().id == "pin").then_some(())
            });
            assert_eq!(learner.axe(), Vec::<String>::new());
            type_in(learner, "pin", "0421");
            learner.click("button", "Open");
            on_the_shelf(learner);
            assert!(has_done(learner));
            // Whoever opens the browser the next morning meets the curtain, at any address.
            learner.browser.ask("sessionStorage.clear();", vec![]);
            learner.open("");
            learner.sees("PIN of Zoé");
            assert!(!learner.has("section.resume, li.course"));
            learner.screenshot("curtain");
            assert_eq!(learner.axe(), Vec::<String>::new());
            type_in(learner, "pin", "0421");
            learner.click("button", "Open");
            on_the_shelf(learner);
            learner.browser.until("what she did", || {
                learner.has("section.resume").then_some(())
            });
        });
    }
}

#[test]
fn a_guest_is_finished_and_nothing_of_it_is_left_on_the_machine() {
    let names = "
        const done = arguments[arguments.length - 1];
        indexedDB.databases().then(all => done(Object.keys(localStorage).concat(all.map(it => it.name)).join(' ')));";
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            let names = || {
                let told = learner.browser.driver().execute_async(names, vec![]);
                let told = learner.browser.run(told);
                told.json().as_str().unwrap_or_default().to_owned()
            };
            do_one(learner);
            learner.open("#/~learners");
            learner.click("button", "Go on as a guest");
            on_the_shelf(learner);
            assert!(!has_done(learner));
            do_one(learner);
            assert!(has_done(learner));
            assert!(names().contains("boucle/~"), "{}", names());
            learner.open("#/~learners");
            learner.click("button", "Finish and clear this machine");
            learner.sees("Yes, clear it");
            learner.click("button", "Yes, clear it");
            on_the_shelf(learner);
            learner.browser.until("nothing left of the guest", || {
                let names = names();
                (!names.contains("boucle/~") && !names.contains("#l/")).then_some(())
            });
            assert!(
                has_done(learner),
                "what was done without a name is still there"
            );
        });
    }
}
