//! The learner's record: copies in files, ways back, erasing.

use tests::browser::{
    Engine, Learner, Published, Setup,
    keys::{check, pick},
    learner::{DESKTOP, PHONE},
    published::key,
    words::ENGLISH,
};
use thirtyfour::By;

const RECORD: &str = "#/~record";

/// Does the first activity of the first lesson, and waits until that is kept.
pub(crate) fn do_one(learner: &Learner) -> String {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let activity = lesson.pages[0].activities().next().expect("an activity");
    learner.open(&first);
    learner.reads(&lesson.pages[0].title);
    let id = format!("activity-{}", activity.id.as_str());
    pick(learner, &id, &key(activity)[0]);
    check(learner, &id, &ENGLISH, &[ENGLISH.correct]);
    learner.browser.until("the light says that it is kept", || {
        let light = learner.text_of("return document.querySelector('.lit > summary').className;");
        (light == "light").then_some(())
    });
    first
}

/// Whether the first activity is done, on its page at `first`.
fn is_done(learner: &Learner, first: &str) -> bool {
    learner.open(first);
    learner
        .browser
        .until("an activity", || learner.has("section.act").then_some(()));
    // What was kept is read before anything is shown.
    learner.has("section.act .fb")
}

/// Chooses the file with this text.
pub(crate) fn choose(learner: &Learner, name: &str, text: &[u8]) {
    let path = learner.browser.file(name, text);
    let field = learner.browser.driver().find(By::Css("input[type=file]"));
    let field = learner.browser.run(field);
    let path = path.display().to_string();
    learner.browser.run(field.send_keys(path));
}

#[test]
fn a_copy_in_a_file_brings_everything_back_on_another_device_and_adds_it_once() {
    for engine in [Engine::Chromium, Engine::Firefox] {
        let mut saved = String::new();
        let mut first = String::new();
        Learner::visit(engine, &Setup::default(), |learner| {
            first = do_one(learner);
            // From the light, as a learner finds it.
            learner.click_on("details.lit > summary");
            learner.click("link", "Your progress");
            learner.reads("Your progress");
            assert!(!learner.has("details[open]"), "the menu is closed");
            learner.sees("There is no copy yet.");
            for view in [DESKTOP, PHONE] {
                learner.sits_at(view);
                learner.screenshot(&format!("record-{}", view.name));
                assert_eq!(learner.axe(), Vec::<String>::new());
                assert_eq!(learner.sideways(), 0);
            }
            learner.click("button", "Save as a file");
            let (name, text) = learner.browser.downloaded(".boucle-progress");
            assert!(name.starts_with("my-progress-20"), "{name}");
            assert!(text.contains("\"format\":\"boucle-progress\""), "{text}");
            learner.hears("The file is in your downloads.");
            assert_eq!(learner.focus().text, "Save as a file", "the focus stays");
            learner.sees("Last copy:");
            saved = text;
        });
        Learner::visit(engine, &Setup::default(), |learner| {
            learner.open(RECORD);
            learner.sees("Nothing has been done yet.");
            for (name, text, said) in [
                (
                    "holiday.jpg",
                    &b"\xff\xd8\xff\xe0 no text"[..],
                    "This is no file of somebody’s progress",
                ),
                (
                    "other.json",
                    b"{\"format\":\"other\",\"version\":1}",
                    "This is no file of somebody’s progress",
                ),
                (
                    "newer.json",
                    b"{\"format\":\"boucle-progress\",\"version\":9}",
                    "A newer version of Boucle saved this file",
                ),
            ] {
                choose(learner, name, text);
                learner.sees(said);
            }
            // The preview says what will change, and changes nothing.
            choose(learner, "mine.boucle-progress", saved.as_bytes());
            learner.sees("What is in the file");
            learner.sees("Activities tried: 0 now, 1 afterwards.");
            assert!(!learner.page().contains("was changed or damaged"));
            learner.browser.until("the focus on what was found", || {
                (learner.focus().id == "chosen").then_some(())
            });
            learner.screenshot("record-preview");
            assert_eq!(learner.axe(), Vec::<String>::new());
            learner.click("button", "Leave it");
            learner.browser.until("nothing any more", || {
                (!learner.page().contains("What is in the file")).then_some(())
            });
            assert!(!is_done(learner, &first));
            learner.open(RECORD);
            learner.reads("Your progress");
            // Cut off in the middle of the last line, most of it is still there.
            let cut = &saved[..saved.find("\"aside\"").expect("a part of the file") - 20];
            choose(learner, "cut.boucle-progress", cut.as_bytes());
            learner.sees("was changed or damaged after it was saved");
            choose(learner, "mine.boucle-progress", saved.as_bytes());
            learner.browser.until("the whole file", || {
                (!learner.page().contains("was changed or damaged")).then_some(())
            });
            learner.click("button", "Add it");
            learner.sees("added. Nothing was taken away.");
            assert!(is_done(learner, &first), "it is there after a reload");
            learner.open(RECORD);
            choose(learner, "again.boucle-progress", saved.as_bytes());
            learner.sees("0 entries are new here.");
            assert!(
                learner.all_by_role("button", "Add it").is_empty(),
                "there is nothing to add"
            );
            learner.click("button", "Leave it");
            // Before the file was added nothing was done here.
            learner.sees("Before a file was added");
            learner.screenshot("record-back");
            learner.click_on(".ways-back button");
            learner.hears("You are back there.");
            learner
                .browser
                .until("the focus near what was pressed", || {
                    (learner.focus().id == "back").then_some(())
                });
            assert!(!is_done(learner, &first));
            learner.open(RECORD);
            learner.click("button", "Undo going back");
            assert!(is_done(learner, &first));
        });
    }
}

#[test]
fn what_is_erased_is_gone_from_the_browser_and_comes_back_as_long_as_one_stays() {
    let left = "
        const done = arguments[arguments.length - 1];
        const near = Object.keys(localStorage).filter(key => /#[sprkudc][/]/.test(key));
        const request = indexedDB.open('boucle/');
        request.onsuccess = () => {
            const keys = request.result.transaction('statements').objectStore('statements').getAllKeys();
            keys.onsuccess = () => { request.result.close(); done(near.concat(keys.result).join(' ')); };
        };";
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            let left = || {
                let told = learner.browser.driver().execute_async(left, vec![]);
                let told = learner.browser.run(told);
                told.json().as_str().unwrap_or_default().to_owned()
            };
            let first = do_one(learner);
            assert!(!left().is_empty());
            learner.open(RECORD);
            learner.click("button", "Erase: everything");
            learner.hears("Erased.");
            learner.sees("Nothing has been done yet.");
            learner.browser.until("nothing left in either store", || {
                left().is_empty().then_some(())
            });
            learner.screenshot("record-erased");
            learner.click("button", "Undo erasing");
            learner
                .browser
                .until("all of it back", || (!left().is_empty()).then_some(()));
            assert!(is_done(learner, &first));
            learner.open(RECORD);
            learner.click("button", "Erase: Reuse is not recycling");
            learner.sees("Nothing has been done yet.");
            // Who leaves can't come back to it.
            learner.click_on("a.brand");
            learner.reads("My courses");
            learner.open(RECORD);
            learner.reads("Your progress");
            assert!(learner.all_by_role("button", "Undo erasing").is_empty());
            assert!(!is_done(learner, &first));
        });
    }
}
