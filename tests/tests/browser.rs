//! The built player in real browsers, as learners meet it.
//!
//! Needs `dist/` (or `BOUCLE_DIST`), chromedriver with Chromium, geckodriver with Firefox, and
//! axe-core (`BOUCLE_AXE`).

#[path = "browser/notes.rs"]
mod notes;
#[path = "browser/record.rs"]
mod record;
#[path = "browser/review.rs"]
mod review;
#[path = "browser/slip.rs"]
mod slip;
#[path = "browser/tabs.rs"]
mod tabs;
#[path = "browser/versions.rs"]
mod versions;
#[path = "browser/who.rs"]
mod who;

use domain::{
    activity::Activity,
    behaviour::Behaviour,
    course::{Lesson, Page},
    digest::Digest,
    interaction::{Kind, Task},
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tests::browser::{
    Engine, Fault, Keeping, Learner, Published, Setup,
    keys::{answer, check, do_by_keys, element, go, heading_has_focus, pick, submit, unfold},
    learner::{DESKTOP, PHONE, TABLET, View, ZOOMED},
    presses::{Way, do_by_presses},
    published::{key, plain},
    tree::tree,
    words::{ENGLISH, FRENCH, Words},
};
use thirtyfour::{By, Key};

fn setup(lang: &'static str) -> Setup {
    Setup {
        lang,
        ..Setup::default()
    }
}

// ---- Every kind by single presses -----------------------------------------------------------

/// Every kind, on the pages of the course that shows them all.
fn every_kind_by(way: Way, view: View) {
    let courses = Published::all();
    let course = courses.last().expect("the course of every kind");
    let lesson = course.lesson(0, "en");
    let mut kinds = Vec::new();
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.sits_at(view);
        if way == Way::Finger {
            let touch = json!({ "enabled": true });
            learner.devtools("Emulation.setTouchEmulationEnabled", touch);
        }
        for page in &lesson.pages {
            if page.behaviour() == Behaviour::Check {
                continue;
            }
            learner.open(&course.route(&[lesson.id.as_str(), page.id.as_str()]));
            learner.reads(&page.title);
            let activity = page.activities().next().expect("an activity");
            do_by_presses(learner, activity, way);
            kinds.push(activity.task.kind());
        }
    });
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        Kind::ALL
            .iter()
            .copied()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn every_kind_is_done_by_single_clicks_alone() {
    every_kind_by(Way::Mouse, DESKTOP);
}

#[test]
fn every_kind_is_done_by_touch_alone_on_a_phone() {
    every_kind_by(Way::Finger, PHONE);
}

/// What a screen reader is told of each kind: blank, and done. `tree/` holds it as a text for each kind;
/// `UPDATE=1` writes it, and the difference is to be read.
#[test]
fn a_screen_reader_is_told_every_kind_by_name_role_and_state() {
    let courses = Published::all();
    let course = courses.last().expect("the course of every kind");
    let lesson = course.lesson(0, "en");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tree");
    let mut wrong = Vec::new();
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.open("");
        // The order of entries is drawn for the learner: always the same one here.
        learner.browser.ask(
            "localStorage.setItem('boucle/#look', 'en auto 0 ada letters');",
            vec![],
        );
        for page in &lesson.pages {
            if page.behaviour() == Behaviour::Check {
                continue;
            }
            let activity = page.activities().next().expect("an activity");
            learner.open(&course.route(&[lesson.id.as_str(), page.id.as_str()]));
            learner.reload();
            learner.reads(&page.title);
            let blank = tree(learner, "section.act");
            if let Task::Estimate(_) = activity.task {
                let said = "return document.querySelector('[type=range]').ariaValueText;";
                assert_eq!(learner.text_of(said), "40 metals");
            }
            do_by_presses(learner, activity, Way::Mouse);
            let done = tree(learner, "section.act");
            let told = format!("Blank\n\n{blank}\nDone\n\n{done}");
            let path = folder
                .join(activity.task.kind().name())
                .with_extension("txt");
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, told).expect("a text");
            } else if fs::read_to_string(&path).ok().as_deref() != Some(&told) {
                wrong.push(format!("{}\n{told}", path.display()));
            }
        }
    });
    assert!(
        wrong.is_empty(),
        "these are told in another way:\n{}",
        wrong.join("\n")
    );
}

// ---- The whole course -----------------------------------------------------------------------

/// Studies some courses. Each course is studied in one browser in English and in another in French, or in
/// one of the two: all in all of them would take an hour.
fn study_everything(engine: Engine, words: &Words, courses: &[&str]) {
    let mut all = Published::all();
    all.retain(|course| courses.contains(&course.listing.id.as_str()));
    assert_eq!(all.len(), courses.len(), "{courses:?} are on the shelf");
    let courses = all;
    Learner::visit(engine, &setup(words.lang), |learner| {
        learner.open("");
        assert_eq!(
            learner.text_of("return document.documentElement.lang;"),
            words.lang
        );
        for (done, course) in courses.iter().enumerate() {
            let lessons: Vec<Lesson> = (0..course.lessons())
                .map(|n| course.lesson(n, words.lang))
                .collect();
            go(learner, course.listing.title.in_lang(words.lang));
            heading_has_focus(learner, course.manifest.title.in_lang(words.lang));
            go(learner, &plain(&lessons[0].title));
            for (n, lesson) in lessons.iter().enumerate() {
                if n > 0 {
                    go(learner, words.next_lesson);
                }
                study(learner, course, lesson, words, n == 1);
            }
            let on = learner.texts("nav.turn a.main").concat();
            assert_eq!(on, words.summary, "after the last lesson");
            // Everything is still there when the learner comes back.
            learner.open("");
            assert_eq!(
                learner.count("li.course .prog svg.ring path.tick"),
                done as u64 + 1,
                "the ring of the course is closed"
            );
        }
    });
}

/// The activities of `page` that this learner is given.
fn given<'page>(learner: &Learner, page: &'page Page) -> Vec<&'page Activity> {
    let all = page.activities().count();
    let ids = learner
        .text_of("return [...document.querySelectorAll('section.act')].map(e => e.id).join(' ');");
    let is_there = |activity: &&Activity| {
        let id = activity.id.as_str();
        ids.split(' ')
            .any(|own| own == id || own.ends_with(&format!("-{id}")))
    };
    let given: Vec<&Activity> = page.activities().filter(is_there).collect();
    assert_eq!(given.len(), page.draw.map_or(all, usize::from), "{ids}");
    given
}

fn study(learner: &Learner, course: &Published, lesson: &Lesson, words: &Words, interrupted: bool) {
    for (n, page) in lesson.pages.iter().enumerate() {
        heading_has_focus(learner, &page.title);
        learner.arrives_at(&course.route(&[lesson.id.as_str(), page.id.as_str()]));
        let title = learner.text_of("return document.title;");
        assert!(
            title.contains(&plain(&page.title)),
            "the window is called {title:?}"
        );
        for (at, activity) in given(learner, page).into_iter().enumerate() {
            let wrong_first = (n + at).is_multiple_of(2);
            do_by_keys(learner, activity, page.behaviour(), words, wrong_first);
            if interrupted && at == 0 {
                let id = element(learner, activity);
                let shown = || {
                    (
                        learner.heading(),
                        learner.texts(&format!("#{id} .fb")),
                        learner.texts(&format!("#{id} .mark")),
                    )
                };
                let before = shown();
                learner.reload();
                learner.reads(&page.title);
                assert_eq!(shown(), before, "a reload brings back what was done");
            }
        }
        match page.behaviour() {
            Behaviour::Check => submit(learner, page, words),
            Behaviour::Paper => unfold(learner, page, words),
            Behaviour::Practice | Behaviour::Review | Behaviour::Vote => {}
        }
        go(
            learner,
            if n + 1 < lesson.pages.len() {
                words.next_page
            } else {
                words.to_end
            },
        );
    }
    heading_has_focus(learner, words.end);
    learner.arrives_at(&course.route(&[lesson.id.as_str(), "~end"]));
    let mut pages = lesson.pages.iter();
    let assessed =
        pages.any(|page| page.behaviour().is_graded() && page.activities().next().is_some());
    assert_eq!(
        learner.count("ul.can > li") > 0,
        assessed,
        "competencies are listed"
    );
    assert_eq!(
        learner.count("ul.can > li.held"),
        learner.count("ul.can > li"),
        "all are held: {}",
        learner.page()
    );
    assert_eq!(
        learner.count("ul.again > li"),
        0,
        "nothing is left: {}",
        learner.page()
    );
}

#[test]
fn courses_are_studied_by_keyboard_alone_in_english_in_chromium() {
    study_everything(
        Engine::Chromium,
        &ENGLISH,
        &["life-of-a-product", "writing-a-course"],
    );
}

#[test]
fn courses_are_studied_by_keyboard_alone_in_french_in_chromium() {
    study_everything(
        Engine::Chromium,
        &FRENCH,
        &["reuse-or-recycling", "writing-a-course"],
    );
}

#[test]
fn courses_are_studied_by_keyboard_alone_in_english_in_firefox() {
    study_everything(Engine::Firefox, &ENGLISH, &["reuse-or-recycling"]);
}

#[test]
fn courses_are_studied_by_keyboard_alone_in_french_in_firefox() {
    study_everything(Engine::Firefox, &FRENCH, &["new-value-chains"]);
}

// ---- Finding one's place --------------------------------------------------------------------

#[test]
fn a_deep_link_wins_over_where_the_learner_stopped_and_resume_is_offered() {
    let course = Published::read();
    let (one, two) = (course.lesson(0, "en"), course.lesson(1, "en"));
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &setup("en"), |learner| {
            let stopped = course.route(&[one.id.as_str(), one.pages[1].id.as_str()]);
            learner.open(&stopped);
            learner.reads(&one.pages[1].title);
            // Who leaves before the second half is here was hardly there.
            learner.browser.until("that the page was noted", || {
                let keys = learner.text_of("return Object.keys(localStorage).join(' ');");
                keys.contains("#s/").then_some(())
            });
            // A lesson alone leads to where one stopped in it.
            learner.open(&course.route(&[one.id.as_str()]));
            learner.reads(&one.pages[1].title);
            learner.arrives_at(&stopped);
            // A page leads to that page.
            learner.open(&course.route(&[one.id.as_str(), one.pages[0].id.as_str()]));
            learner.reads(&one.pages[0].title);
            learner.open(&course.route(&[two.id.as_str()]));
            learner.reads(&two.pages[0].title);
            // The shelf offers the page one was on last.
            learner.open("");
            learner.click_on("section.resume a");
            learner.reads(&two.pages[0].title);
        });
    }
}

#[test]
fn back_and_forward_go_through_the_pages_that_were_seen() {
    // The first one on the shelf.
    let course = Published::all().swap_remove(0);
    let lesson = course.lesson(0, "en");
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &setup("en"), |learner| {
            learner.open("");
            learner.click_on("ul.shelf > li.course h2 a");
            learner.reads(course.manifest.title.in_lang("en"));
            learner.click_on("ol.les a");
            learner.reads(&lesson.pages[0].title);
            learner.click("link", ENGLISH.next_page);
            learner.reads(&lesson.pages[1].title);
            learner.back();
            heading_has_focus(learner, &lesson.pages[0].title);
            learner.back();
            learner.reads(course.manifest.title.in_lang("en"));
            learner.back();
            learner.reads("My courses");
            learner.forward();
            learner.forward();
            learner.reads(&lesson.pages[0].title);
            learner.forward();
            learner.reads(&lesson.pages[1].title);
        });
    }
}

#[test]
fn an_address_that_leads_nowhere_says_so_and_leads_home() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        // There is no part of the catalogue about no course.
        learner.excuse("Failed to load resource");
        for (route, said) in [
            ("#/no-such-course".to_owned(), "no course"),
            (course.route(&["no-such-lesson"]), "no lesson"),
            (
                course.route(&[lesson.id.as_str(), "no-such-page"]),
                "no page",
            ),
            ("#/../../etc".to_owned(), "Nothing stands"),
        ] {
            learner.open(&route);
            learner.sees(said);
            learner.click_on("a.brand");
            learner.reads("My courses");
        }
    });
}

// ---- Language -------------------------------------------------------------------------------

#[test]
fn the_language_changes_in_the_middle_of_an_activity_and_the_response_stays() {
    let courses = Published::all();
    // Every kind once: the first activity of each.
    let mut kinds = Vec::new();
    let mut places = Vec::new();
    for course in &courses {
        for n in 0..course.lessons() {
            for (at, page) in course.lesson(n, "en").pages.iter().enumerate() {
                let first = page
                    .activities()
                    .next()
                    .map(|activity| activity.task.kind());
                let fresh = first.filter(|kind| !kinds.contains(kind));
                if let (Some(kind), Behaviour::Practice) = (fresh, page.behaviour()) {
                    kinds.push(kind);
                    places.push((course, n, at));
                }
            }
        }
    }
    assert_eq!(kinds.len(), Kind::ALL.len(), "a page for each of {kinds:?}");
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &setup("en"), |learner| {
            for (course, n, at) in &places {
                let (english, french) = (course.lesson(*n, "en"), course.lesson(*n, "fr"));
                switch(learner, course, &english, &french, *at);
            }
        });
    }
}

/// Answers the first activity of a page, changes the language and back, and sees the response stay.
fn switch(learner: &Learner, course: &Published, english: &Lesson, french: &Lesson, at: usize) {
    let activity = english.pages[at].activities().next().expect("an activity");
    let route = course.route(&[english.id.as_str(), english.pages[at].id.as_str()]);
    learner.open(&route);
    let id = element(learner, activity);
    answer(learner, &id, activity);
    let response = || {
        let state = "const act = document.querySelector('section.act');
            return JSON.stringify([...act.querySelectorAll('input, select')].map(e => [e.checked, e.type === 'range' ? e.value : 0, e.selectedIndex]));";
        (learner.text_of(state), learner.count(".rung"))
    };
    let before = response();
    learner.speaks("Français");
    learner.reads(&french.pages[at].title);
    assert_eq!(learner.route(), route, "the place is the same");
    let title = learner.text_of("return document.title;");
    assert!(title.contains(&plain(&french.pages[at].title)), "{title}");
    let reordered = matches!(
        activity.task,
        Task::Matrix(_) | Task::Categorise(_) | Task::Match(_)
    );
    if !reordered {
        assert_eq!(response(), before, "the response stays: {}", activity.id);
    }
    let twin = french.pages[at]
        .activities()
        .next()
        .expect("the same activity");
    // A word of one language is not always one of the other: only that it is kept is promised.
    let verdicts = if let Task::Text(_) = activity.task {
        vec![FRENCH.correct, FRENCH.missed[0], FRENCH.missed[1]]
    } else {
        vec![FRENCH.correct]
    };
    check(learner, &element(learner, twin), &FRENCH, &verdicts);
    learner.speaks("English");
    learner.reads(&english.pages[at].title);
    learner.browser.until("the verdict in English", || {
        let shown = learner.texts("section.act .fb .v");
        let said = [ENGLISH.correct, ENGLISH.missed[0], ENGLISH.missed[1]];
        shown
            .iter()
            .any(|word| said.contains(&word.as_str()))
            .then_some(())
    });
}

#[test]
fn the_first_visit_is_in_the_language_of_the_browser_and_the_choice_is_kept() {
    Learner::visit(Engine::Chromium, &setup("fr"), |learner| {
        learner.open("");
        learner.reads("Mes cours");
        assert_eq!(
            learner.text_of("return document.documentElement.lang;"),
            "fr"
        );
        learner.speaks("English");
        learner.reads("My courses");
        learner.reload();
        learner.reads("My courses");
        assert_eq!(
            learner.text_of("return document.documentElement.lang;"),
            "en"
        );
    });
}

// ---- When things go wrong -------------------------------------------------------------------

#[test]
fn where_nothing_may_be_stored_the_player_works_and_says_so() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(
            engine,
            &Setup {
                storage: Keeping::Nothing,
                ..setup("en")
            },
            |learner| {
                learner.open("");
                learner
                    .browser
                    .until("the light says that nothing is kept", || {
                        learner
                            .texts("header summary")
                            .iter()
                            .any(|said| said.contains("Only in this tab"))
                            .then_some(())
                    });
                learner.follow(&course.route(&[lesson.id.as_str()]));
                learner.reads(&lesson.pages[0].title);
                learner.click("link", ENGLISH.next_page);
                learner.reads(&lesson.pages[1].title);
                learner.follow("#/");
                learner.click_on("section.resume a");
                learner.reads(&lesson.pages[1].title);
            },
        );
    }
}

#[test]
fn without_local_storage_everything_is_kept_in_the_deep_store() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let activity = lesson.pages[0].activities().next().expect("an activity");
    let deep = Setup {
        storage: Keeping::Deep,
        ..setup("en")
    };
    Learner::visit(Engine::Firefox, &deep, |learner| {
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        let id = element(learner, activity);
        pick(learner, &id, &key(activity)[0]);
        check(learner, &id, &ENGLISH, &[ENGLISH.correct]);
        learner.browser.until("the light says that it is kept", || {
            let said = learner.texts("header summary");
            said.iter()
                .any(|said| said.contains("Saved on this device"))
                .then_some(())
        });
        learner.open("");
        learner.reads("My courses");
        learner.click_on("section.resume a");
        learner.reads(&lesson.pages[0].title);
        assert!(learner.has("section.act .fb"), "and what was done is kept");
    });
}

#[test]
fn each_fault_of_a_course_has_its_own_sentence_while_the_shelf_works() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let path = course.lesson_path(0, "en");
    let route = course.route(&[lesson.id.as_str()]);
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.excuse("Failed to load resource");
        let mut said = std::collections::BTreeSet::new();
        for (fault, part) in [
            (Fault::Missing, "not where it should be"),
            (Fault::Broken, "could not deliver"),
            (Fault::Truncated, "Only a part"),
            (Fault::Flipped, "not the one that was published"),
            (Fault::Portal, "web page came instead"),
        ] {
            for file in [&path, &course.manifest_path()] {
                learner.site.mend();
                learner.site.fault(file, fault.clone());
                learner.open(&route);
                learner.sees(part);
                learner.click_on("a.brand");
                learner.reads("My courses");
                let shelf = learner.texts("ul.shelf h2");
                let title = plain(course.listing.title.in_lang("en"));
                assert!(shelf.contains(&title), "{shelf:?}");
            }
            said.insert(part);
            learner.follow(&route);
            learner.sees(part);
            learner.site.mend();
            learner.click("button", "Try again");
            learner.reads(&lesson.pages[0].title);
        }
        assert_eq!(said.len(), 5);
    });
}

#[test]
fn a_catalogue_that_cannot_be_read_says_why() {
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.excuse("Failed to load resource");
        let newer = br#"{"format":2,"shelves":[]}"#.to_vec();
        for (fault, part) in [
            (Fault::Instead(newer), "newer version of Boucle"),
            (Fault::Portal, "web page came instead"),
            (Fault::Truncated, "Only a part"),
            (Fault::Missing, "not where it should be"),
        ] {
            learner.site.fault(Published::CATALOGUE, fault);
            learner.open("");
            learner.sees(part);
            learner.site.mend();
            learner.click("button", "Try again");
            learner.reads("My courses");
        }
    });
}

#[test]
fn a_lesson_opens_where_the_part_of_the_catalogue_about_its_course_cannot_be_had() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.excuse("Failed to load resource");
        for fault in [Fault::Missing, Fault::Portal, Fault::Truncated] {
            learner.site.fault(&course.part_path(), fault);
            learner.open(&course.route(&[lesson.id.as_str()]));
            learner.reads(&lesson.pages[0].title);
        }
        learner.site.mend();
        // Who comes by the address of a lesson finds all courses on the shelf all the same.
        learner.open(&course.route(&[lesson.id.as_str()]));
        learner.reads(&lesson.pages[0].title);
        learner.click_on("a.brand");
        learner.reads("My courses");
        let courses = Published::all().len() as u64;
        assert_eq!(learner.count("main .course"), courses);
    });
}

#[test]
fn a_course_of_a_newer_format_says_so_and_the_shelf_works() {
    let course = Published::read();
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        let newer = br#"{"format":2}"#.to_vec();
        let catalogue = tests::browser::published::dist().join(course.part_path());
        let catalogue = std::fs::read(catalogue).expect("the catalogue");
        let mut catalogue: Value = serde_json::from_slice(&catalogue).expect("JSON");
        catalogue["courses"][0]["manifest"]["size"] = json!(newer.len());
        catalogue["courses"][0]["manifest"]["sha256"] = json!(Digest::of(&newer).as_str());
        learner.site.fault(
            &course.part_path(),
            Fault::Instead(catalogue.to_string().into_bytes()),
        );
        learner
            .site
            .fault(&course.manifest_path(), Fault::Instead(newer));
        learner.open(&course.route(&[]));
        learner.sees("newer version of Boucle");
        learner.click_on("a.brand");
        learner.reads("My courses");
    });
}

#[test]
fn a_program_that_stops_says_so_keeps_the_progress_and_starts_again() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &setup("en"), |learner| {
            // The supervisor writes down what happened.
            learner.excuse("");
            let stopped = course.route(&[lesson.id.as_str(), lesson.pages[1].id.as_str()]);
            learner.open(&stopped);
            learner.reads(&lesson.pages[1].title);
            // Calls into the program with what it never gave out, until it traps.
            learner.browser.ask(
                "for (const [name, call] of Object.entries(boucle.wasm)) {
                    if (document.querySelector('main.crash')) break;
                    if (typeof call === 'function' && !/start/.test(name)) try { call(-8, -8, -8, -8); } catch { }
                }",
                vec![],
            );
            learner.reads("The program stopped");
            assert_eq!(
                learner.focus().tag,
                "h1",
                "the page says it to those who listen"
            );
            assert!(learner.page().contains("is kept"), "{}", learner.page());
            learner.click("button", "Reload");
            learner.reads(&lesson.pages[1].title);
            learner.open("");
            assert!(
                learner.has("section.resume"),
                "what was done is still there"
            );
        });
    }
}

#[test]
fn a_program_that_arrives_damaged_is_not_run() {
    let wasm = &built("player-", ".wasm");
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.excuse("");
        for (fault, said) in [
            (Fault::Flipped, "The program arrived damaged"),
            (Fault::Truncated, "The program arrived damaged"),
            (Fault::Missing, "A part of the program is missing"),
        ] {
            learner.site.fault(wasm, fault);
            learner.open("");
            learner.reads(said);
            learner.site.mend();
            learner.click("button", "Try again");
            learner.reads("My courses");
        }
        // A host that does not know wasm calls it something else; that is no reason to stop.
        learner
            .site
            .fault(wasm, Fault::Typed("application/octet-stream"));
        learner.open("");
        learner.reads("My courses");
    });
}

/// The name of the built file that begins and ends like this.
fn built(begin: &str, end: &str) -> String {
    let folder = tests::browser::published::dist();
    let files = std::fs::read_dir(&folder).expect("the built player");
    let mut names = files.map(|file| file.expect("a file").file_name());
    let found = names.find_map(|name| {
        let name = name.to_string_lossy().into_owned();
        (name.starts_with(begin) && name.ends_with(end)).then_some(name)
    });
    found.unwrap_or_else(|| panic!("no {begin}…{end} was built"))
}

#[test]
fn the_program_does_not_name_the_folders_of_the_machine_that_built_it() {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME"));
    let home = home.expect("this machine has a home");
    for name in [built("player-", ".wasm"), built("late-", ".wasm")] {
        let bytes = std::fs::read(tests::browser::published::dist().join(&name)).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        let found = text.find(&[home.as_str(), "/"].concat());
        assert_eq!(found, None, "{name} names {home}");
    }
}

#[test]
fn the_first_lesson_is_read_without_the_second_half_and_what_is_done_waits_for_it() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let activity = lesson.pages[0].activities().next().expect("an activity");
    let right = &key(activity)[0];
    for (engine, end, fault) in [
        (Engine::Chromium, ".wasm", Fault::Missing),
        (Engine::Chromium, ".wasm", Fault::Flipped),
        (Engine::Chromium, ".css", Fault::Flipped),
        (Engine::Firefox, ".wasm", Fault::Missing),
    ] {
        let late = built("late-", end);
        Learner::visit(engine, &setup("en"), |learner| {
            learner.excuse("");
            learner.site.fault(&late, fault);
            learner.open(&first);
            learner.reads(&lesson.pages[0].title);
            // What is read works: words, numbers with a source, the other language, the next page.
            learner.speaks("Français");
            learner.reads(&course.lesson(0, "fr").pages[0].title);
            learner.speaks("English");
            learner.reads(&lesson.pages[0].title);
            learner.click_on(".turn .main");
            learner.reads(&lesson.pages[1].title);
            learner.click_on(".turn .btn:not(.main)");
            learner.reads(&lesson.pages[0].title);
            // What is done is taken, and says what it waits for.
            let id = element(learner, activity);
            pick(learner, &id, right);
            learner.click("button", "Check");
            let lacks = |within: &str| {
                let again = format!("{within} button");
                learner
                    .browser
                    .until("what is lacking, and a way to ask again", || {
                        let shown = learner.texts(&again);
                        shown.iter().any(|text| text == "Try again").then_some(())
                    });
            };
            lacks(".acts .why");
            // A menu comes with the second half too.
            learner.click_on("details.menu:not(.lit) > summary");
            lacks("details[open]");
            learner.click_on("details.menu:not(.lit) > summary");
            learner.site.mend();
            learner.click_on(".acts .why button");
            let told = || learner.texts(".fb .v").first().cloned();
            let told = learner
                .browser
                .until("a verdict on what was done before", told);
            assert_eq!(told, "Correct");
            learner.click_on("a.brand");
            learner.reads("My courses");
            assert!(
                learner.has("section.resume"),
                "the pages that were seen are there"
            );
            learner.reload();
            learner.open(&first);
            learner.reads(&lesson.pages[0].title);
            assert!(learner.has("section.act .fb"), "and what was done is kept");
        });
    }
}

#[test]
fn a_page_that_was_seen_without_the_second_half_is_noted_when_it_comes() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let late = built("late-", ".wasm");
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.excuse("");
        learner.site.fault(&late, Fault::Missing);
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        learner.click_on("a.brand");
        learner.reads("This can't be shown");
        learner.site.mend();
        learner.asks_again("My courses");
        assert!(learner.has("section.resume"), "where the learner was");
    });
}

#[test]
fn who_comes_back_is_told_when_what_was_done_cannot_be_read_yet_and_loses_nothing() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let late = built("late-", ".wasm");
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.excuse("");
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        check_everything(learner);
        learner.site.fault(&late, Fault::Missing);
        learner.reload();
        learner.reads("This can't be shown");
        learner.site.mend();
        learner.asks_again(&lesson.pages[0].title);
        assert!(learner.has("section.act .fb"), "the verdict is still there");
    });
}

#[test]
fn what_is_under_way_is_there_after_a_reload_until_it_is_submitted() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let activity = lesson.pages[0].activities().next().expect("an activity");
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &setup("en"), |learner| {
            let drafts = || {
                learner.text_of(
                    "return Object.keys(localStorage).filter(key => key.includes('#d/')).join(' ');",
                )
            };
            learner.open(&first);
            learner.reads(&lesson.pages[0].title);
            let id = element(learner, activity);
            pick(learner, &id, &key(activity)[0]);
            learner
                .browser
                .until("a draft", || (!drafts().is_empty()).then_some(()));
            for _ in 0..2 {
                learner.reload();
                learner.reads(&lesson.pages[0].title);
                assert_eq!(
                    learner.texts("section.act label:has(:checked) .label"),
                    [key(activity)[0].clone()]
                );
            }
            check(learner, &id, &ENGLISH, &[ENGLISH.correct]);
            assert_eq!(drafts(), "", "it was submitted");
        });
    }
}

#[test]
fn an_activity_and_a_lesson_are_started_over_and_that_is_undone() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let activity = lesson.pages[0].activities().next().expect("an activity");
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        let verdict = |wanted: bool| {
            learner.browser.until("the verdict, there or not", || {
                (learner.has("section.act .fb") == wanted).then_some(())
            });
        };
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        let id = element(learner, activity);
        pick(learner, &id, &key(activity)[0]);
        learner.click("button", "Check");
        verdict(true);
        learner.click("button", "Do it again");
        verdict(false);
        learner.screenshot("activity-started-over");
        learner.click("button", "Undo");
        verdict(true);
        assert!(
            learner.all_by_role("button", "Undo").is_empty(),
            "there is nothing to undo any more"
        );
        // A lesson, on the page of its course.
        learner.open(&course.route(&[]));
        learner.click_on("details.over > summary");
        let over = format!("Start over: {}", lesson.title);
        let undo = format!("Undo: {}", lesson.title);
        learner.click("button", &over);
        learner.browser.until("a way back in the same place", || {
            (learner.focus().text == undo).then_some(())
        });
        learner.screenshot("lesson-started-over");
        assert!(!learner.has("ol.les li.here"), "{}", learner.page());
        // What was set back stays so, and can still be undone, after a look at the lesson.
        learner.reload();
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        verdict(false);
        learner.open(&course.route(&[]));
        learner.click_on("details.over > summary");
        learner.click("button", &undo);
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        verdict(true);
        // Once something new was done there is nothing to undo.
        learner.open(&course.route(&[]));
        learner.click_on("details.over > summary");
        learner.click("button", &over);
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        pick(learner, &id, &key(activity)[0]);
        learner.click("button", "Check");
        verdict(true);
        learner.open(&course.route(&[]));
        learner.click_on("details.over > summary");
        learner.by_role("button", &over);
        assert!(learner.all_by_role("button", &undo).is_empty());
    });
}

#[test]
fn without_javascript_there_is_a_page_to_read() {
    let silent = Setup {
        programs: false,
        ..setup("en")
    };
    Learner::visit(Engine::Firefox, &silent, |learner| {
        learner
            .browser
            .run(learner.browser.driver().goto(learner.site.page("")));
        let page = learner
            .browser
            .run(learner.browser.driver().find(By::Css("noscript")));
        let text = learner.browser.run(page.text());
        assert!(
            text.contains("JavaScript") && text.contains("Les leçons"),
            "{text:?}"
        );
    });
}

#[test]
fn the_player_works_from_any_folder_of_any_host() {
    let course = Published::all().swap_remove(0);
    let lesson = course.lesson(0, "en");
    Learner::visit_at(
        Engine::Chromium,
        &setup("en"),
        "/classes/2026/boucle/",
        |learner| {
            learner.open("");
            learner.click_on("ul.shelf > li.course h2 a");
            learner.click_on("ol.les a");
            learner.reads(&lesson.pages[0].title);
            learner.reload();
            learner.reads(&lesson.pages[0].title);
        },
    );
}

// ---- The look -------------------------------------------------------------------------------

/// Which lessons are looked at: all; or those of the course that shows every kind, the first ones of another,
/// and every fourth of the rest, from this one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    All,
    Fourth(usize),
}

impl Look {
    /// Whether the lesson at `n` of the course `id` is looked at.
    fn takes(self, id: &str, n: usize) -> bool {
        match self {
            Self::All => true,
            Self::Fourth(from) => {
                let core = id == "writing-a-course" || id == "reuse-or-recycling" && n < 3;
                core || n % 4 == from
            }
        }
    }
}

/// Every screen but some lessons: a name, and the route.
fn screens(words: &Words, looks: Look) -> Vec<(String, String)> {
    let mut screens = vec![
        ("shelf".to_owned(), "#/".to_owned()),
        ("nowhere".to_owned(), "#/../nowhere".to_owned()),
        ("record".to_owned(), "#/~record".to_owned()),
        ("verify".to_owned(), "#/~verify".to_owned()),
        ("review".to_owned(), "#/~review".to_owned()),
        ("learners".to_owned(), "#/~learners".to_owned()),
        ("notes".to_owned(), "#/~notes".to_owned()),
    ];
    for course in Published::all() {
        let outline = format!("outline-{}", course.listing.id);
        screens.push((outline, course.route(&[])));
        let summary = format!("summary-{}", course.listing.id);
        screens.push((summary, course.route(&["~end"])));
        for n in 0..course.lessons() {
            if !looks.takes(course.listing.id.as_str(), n) {
                continue;
            }
            let lesson = course.lesson(n, words.lang);
            let id = lesson.id.as_str();
            for page in &lesson.pages {
                screens.push((
                    format!("{id}-{}", page.id),
                    course.route(&[id, page.id.as_str()]),
                ));
            }
            screens.push((format!("{id}-end"), course.route(&[id, "~end"])));
        }
    }
    screens
}

/// Goes to `route` and waits until its screen stands in place of the one before.
fn show(learner: &Learner, route: &str) {
    if learner.route() == route || (learner.route().is_empty() && route == "#/") {
        return learner.started();
    }
    learner
        .browser
        .ask("window.before = document.querySelector('main h1');", vec![]);
    learner.follow(route);
    learner.browser.until(&format!("the screen {route}"), || {
        let heading = "const h = document.querySelector('main h1'); return h && h !== window.before ? 'new' : '';";
        (learner.text_of(heading) == "new" && learner.route() == route).then_some(())
    });
}

/// Puts a response together in each activity of the page, and a hint is shown; with `submits` it is
/// submitted as well.
fn respond_everywhere(learner: &Learner, submits: bool) {
    // By mouse, in the page itself: the keyboard has its own test.
    learner.browser.ask(
        "const submits = arguments[0];
        const tell = (e, ...types) => types.forEach(type => e.dispatchEvent(new Event(type, { bubbles: true })));
        // A class's: some hands, and the key.
        if (document.querySelector('.polls, .sheet-of')) {
            for (const [n, act] of document.querySelectorAll('.round .btn').entries())
                for (let i = 0; i < (n * 7 + 3) % 5 + (n % 2); i++) act.click();
            if (!document.querySelector('.hand.key, .keyed, .keys'))
                document.querySelector('.act > .in > .acts .btn, .sheet-of .btn:not(.main)').click();
            return;
        }
        for (const act of document.querySelectorAll('section.act')) {
            if (act.querySelector('.fb')) continue;
            if (!act.dataset.filled) {
                act.querySelector('input:not([type=text]):not([type=range])')?.click();
                act.querySelector('.rung:last-child button')?.click();
                act.querySelectorAll('tbody tr').forEach(row => row.querySelector('td:last-child input')?.click());
                act.querySelector('.dial button:not([aria-disabled])')?.click();
                act.querySelectorAll('select').forEach((e, n) => { e.selectedIndex = Math.min(n + 1, e.options.length - 1); tell(e, 'input', 'change'); });
                act.querySelectorAll('input[type=text]').forEach(e => { e.value = '7'; tell(e, 'input', 'change'); });
                act.querySelectorAll('textarea').forEach(e => { e.value = 'Screws.'; tell(e, 'input'); });
                act.querySelector('.essay > button')?.click();
                act.querySelector('button.quiet:not([hidden])')?.click();
                act.dataset.filled = true;
            }
            if (submits) act.querySelector('button.main')?.click();
        }
        if (submits) document.querySelector('.check button.main')?.click();",
        vec![json!(submits)],
    );
}

/// What each activity of the page looks like once it was checked, wrongly or not.
fn check_everything(learner: &Learner) {
    respond_everywhere(learner, true);
    if learner.has(".polls, .sheet-of") {
        return learner.browser.until("the key", || {
            learner.has(".hand.key, .keyed, .keys").then_some(())
        });
    }
    let acts = learner.count("section.act");
    let wanted = format!("a verdict in every activity of {}", learner.route());
    learner.browser.until(&wanted, || {
        // What comes card by card.
        learner.browser.ask(
            "for (const act of document.querySelectorAll('section.act')) {
                if (act.querySelector('.fb')) continue;
                const rates = act.querySelector('.rates:not([hidden])');
                // Not always the first way on: it may lead in a ring.
                const n = +(act.dataset.gone ?? 0);
                act.dataset.gone = n + 1;
                const ways = act.querySelectorAll('.way:not([aria-disabled]), .card:not([hidden]) > button');
                const next = ways[n % ways.length];
                (rates?.lastElementChild ?? next)?.click();
                if (rates || next) act.querySelector('button.main')?.click();
            }
            document.querySelector('.check button.main')?.click();",
            vec![],
        );
        (learner.count("section.act .fb") >= acts).then_some(())
    });
}

/// Looks at every screen after everything on it was checked; with `before` also as it is come to, and with
/// responses that are not submitted yet.
fn axe_everywhere(engine: Engine, words: &Words, themes: &[&str], before: bool, part: usize) {
    Learner::visit(engine, &setup(words.lang), |learner| {
        let mut found = Vec::new();
        learner.open("");
        for (n, theme) in themes.iter().enumerate() {
            learner.chooses(theme);
            let looks = Look::Fourth((part + n) % 4);
            for (name, route) in screens(words, looks) {
                show(learner, &route);
                let mut look = |when: &str| {
                    let lines = learner.axe().into_iter();
                    found.extend(lines.map(|line| format!("{name}, {theme}{when}: {line}")));
                };
                let has_activities = n == 0 && learner.has("section.act");
                if before && has_activities {
                    look(", blank");
                    respond_everywhere(learner, false);
                    look(", under way");
                }
                if has_activities {
                    check_everything(learner);
                }
                look("");
            }
        }
        // The menus as well, open.
        show(learner, "#/");
        for menu in ["summary.ham", "summary.light"] {
            learner.click_on(menu);
            found.extend(
                learner
                    .axe()
                    .into_iter()
                    .map(|line| format!("{menu}: {line}")),
            );
            learner.press(Key::Escape);
        }
        assert!(found.is_empty(), "{engine:?}\n{}", found.join("\n"));
    });
}

const THEMES: [&str; 3] = ["Light", "Dark", "High contrast"];
const THEMES_FR: [&str; 3] = ["Clair", "Sombre", "Contraste élevé"];

#[test]
fn axe_finds_nothing_on_any_screen_in_english_in_any_theme() {
    axe_everywhere(Engine::Chromium, &ENGLISH, &THEMES, true, 0);
}

#[test]
fn axe_finds_nothing_on_any_screen_in_french_in_any_theme() {
    axe_everywhere(Engine::Chromium, &FRENCH, &THEMES_FR, false, 1);
}

#[test]
fn axe_finds_nothing_on_any_screen_in_english_in_any_theme_in_firefox() {
    axe_everywhere(Engine::Firefox, &ENGLISH, &THEMES, false, 2);
}

#[test]
fn axe_finds_nothing_on_any_screen_in_french_in_any_theme_in_firefox() {
    axe_everywhere(Engine::Firefox, &FRENCH, &THEMES_FR, false, 3);
}

#[test]
fn at_400_percent_nothing_has_to_be_scrolled_sideways() {
    Learner::visit(Engine::Chromium, &setup("fr"), |learner| {
        let mut wide = Vec::new();
        for view in [
            ZOOMED,
            View {
                name: "narrow",
                width: 320,
                height: 640,
            },
        ] {
            learner.sits_at(view);
            learner.open("");
            for size in ["Normale", "Très grande"] {
                learner.chooses(size);
                // All lessons where there is least room.
                let least = view != ZOOMED && size != "Normale";
                let looks = if least { Look::All } else { Look::Fourth(0) };
                for (name, route) in screens(&FRENCH, looks) {
                    show(learner, &route);
                    check_everything(learner);
                    let pixels = learner.sideways();
                    if pixels > 0 {
                        wide.push(format!(
                            "{name}, {size}: {pixels} px too wide: {}",
                            widest(learner)
                        ));
                    }
                }
            }
        }
        assert!(wide.is_empty(), "{}", wide.join("\n"));
    });
}

/// What sticks out on the right.
fn widest(learner: &Learner) -> String {
    learner.text_of(
        "return [...document.querySelectorAll('main *, header *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(e => e.localName + '.' + e.getAttribute('class')).slice(0, 5).join(' ');",
    )
}

#[test]
fn pictures_are_taken_of_every_screen_in_every_size_and_theme() {
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.open("");
        for theme in ["Light", "Dark", "High contrast"] {
            learner.sits_at(DESKTOP);
            learner.chooses(theme);
            for (name, route) in screens(&ENGLISH, Look::Fourth(1)) {
                show(learner, &route);
                if theme == "Light" {
                    let on = |media: &str| {
                        learner.devtools("Emulation.setEmulatedMedia", json!({ "media": media }));
                    };
                    on("print");
                    learner.screenshot(&format!("{name}-paper"));
                    on("screen");
                    check_everything(learner);
                }
                for view in [DESKTOP, TABLET, PHONE] {
                    if view == TABLET && theme != "Light" {
                        continue;
                    }
                    learner.sits_at(view);
                    assert_eq!(learner.sideways(), 0, "{name} on the {}", view.name);
                    learner.screenshot(&format!(
                        "{name}-{}-{}",
                        view.name,
                        theme.to_lowercase().replace(' ', "-")
                    ));
                }
            }
        }
    });
}

#[test]
fn theme_and_text_size_are_kept() {
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.open("");
        let ground = || {
            learner.text_of(
                "return getComputedStyle(document.documentElement).getPropertyValue('--page');",
            )
        };
        learner.chooses("Light");
        let light = ground();
        learner.chooses("Dark");
        learner
            .browser
            .until("another ground", || (ground() != light).then_some(()));
        let dark = ground();
        let size =
            || learner.text_of("return getComputedStyle(document.documentElement).fontSize;");
        let normal = size();
        learner.chooses("Larger");
        learner
            .browser
            .until("larger text", || (size() != normal).then_some(()));
        let larger = size();
        learner.reload();
        assert_eq!((ground(), size()), (dark, larger));
    });
}

#[test]
fn every_part_of_the_frame_says_what_it_is() {
    Learner::visit(Engine::Chromium, &setup("en"), |learner| {
        learner.open("");
        learner.by_role("link", "Boucle, all courses");
        learner.by_role("group", "Language");
        for (name, pressed) in [("English", "true"), ("Français", "false")] {
            let button = learner.by_role("button", name);
            let state = learner.browser.run(button.attr("aria-pressed"));
            assert_eq!(state.as_deref(), Some(pressed), "{name}");
        }
        learner.click_on("summary.ham");
        for name in [
            "Automatic",
            "Light",
            "Dark",
            "High contrast",
            "Normal",
            "Large",
            "Larger",
        ] {
            learner.by_role("button", name);
        }
        learner.press(Key::Escape);
        assert!(!learner.has("details.menu[open]"), "Escape closes the menu");
        assert!(
            learner.has("#live[aria-live=polite]"),
            "the voice is there from the start"
        );
        // The first stop of Tab leads past the header.
        learner.open("");
        learner
            .browser
            .ask("document.activeElement.blur();", vec![]);
        let first = learner.tab();
        assert_eq!(
            (first.tag.as_str(), first.text.as_str()),
            ("a", "Skip to the content")
        );
        learner.press(Key::Enter);
        learner.browser.until("the focus in the content", || {
            (learner.focus().id == "main").then_some(())
        });
    });
}
