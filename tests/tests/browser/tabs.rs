//! Many tabs at once, and a browser that has no room.

use std::collections::BTreeSet;

use serde_json::json;
use tests::browser::{Engine, Learner, Published, Setup, keys::pick, published::key};
use thirtyfour::By;

/// Answers the first activity of the page some times, as fast as it can, and says at the end which
/// statements it saw the light call saved. Timers of tabs in the background are slow; messages are not.
const ANSWERS: &str = "
    const soon = () => new Promise(done => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
    const light = () => document.querySelector('details.lit > summary').className;
    const act = document.querySelector('section.act');
    window.answered = 0;
    (async () => {
        for (let n = 0; n < arguments[0]; n++) {
            const inputs = act.querySelectorAll('input');
            inputs[n % inputs.length].click();
            act.querySelector('.acts .main').click();
            for (let i = 0; i < 9; i++) await soon();
            act.querySelector('.acts > .btn.quiet:last-of-type:not([hidden])')?.click();
            for (let i = 0; i < 9; i++) await soon();
        }
        while (light() !== 'light') await soon();
        window.answered = 1;
    })();";

const STORED: &str = "return Object.keys(localStorage).filter(key => key.includes('#s/')).map(key => key.split('#s/')[1]).join(' ');";

/// The statements of a saved file, by their stamps.
fn in_file(learner: &Learner) -> BTreeSet<String> {
    learner.follow("#/~record");
    learner.reads("Your progress");
    learner.click("button", "Save as a file");
    let (_, text) = learner.browser.downloaded(".boucle-progress");
    let found = domain::file::read(&text).expect("a file of ours");
    assert!(found.sound);
    let stamps = found.statements.into_iter().map(|it| it.id.into());
    stamps.collect()
}

#[test]
fn what_ten_tabs_do_at_once_is_all_there_and_each_shows_it() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            let driver = learner.browser.driver();
            learner.open(&first);
            learner.reads(&lesson.pages[0].title);
            let mut tabs = vec![learner.browser.run(driver.window())];
            for _ in 1..10 {
                let tab = learner.browser.run(driver.new_tab());
                learner.browser.run(driver.switch_to_window(tab.clone()));
                learner.open(&first);
                learner.reads(&lesson.pages[0].title);
                tabs.push(tab);
            }
            // All of them at once, none waits for another.
            for tab in &tabs {
                learner.browser.run(driver.switch_to_window(tab.clone()));
                learner.browser.ask(ANSWERS, vec![json!(4)]);
            }
            let mut all = BTreeSet::new();
            for tab in &tabs {
                learner.browser.run(driver.switch_to_window(tab.clone()));
                learner.browser.until("the end of its work", || {
                    let done = learner.browser.ask("return window.answered;", vec![]);
                    (done == 1).then_some(())
                });
                let stored = learner.text_of(STORED);
                all.extend(stored.split(' ').map(str::to_owned));
            }
            // At least the page, four attempts and what followed them, in each tab.
            let writers: BTreeSet<&str> = all
                .iter()
                .filter_map(|stamp| stamp.split_once('-').map(|(_, writer)| writer))
                .collect();
            assert_eq!(writers.len(), 10, "{all:?}");
            assert!(all.len() >= 40, "{all:?}");
            // The first and the last tab both know everything, without a reload.
            for tab in [&tabs[0], &tabs[9]] {
                learner.browser.run(driver.switch_to_window(tab.clone()));
                let known = in_file(learner);
                let lacks: Vec<_> = all.difference(&known).collect();
                assert!(
                    lacks.is_empty(),
                    "{engine:?}: a tab does not know {lacks:?}"
                );
            }
        });
    }
}

#[test]
fn where_the_database_has_no_room_what_is_done_is_kept_and_the_light_says_so() {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let activity = lesson.pages[0].activities().next().expect("an activity");
    Learner::visit(Engine::Chromium, &Setup::default(), |learner| {
        let quota = |bytes: Option<u64>| {
            let origin = learner.site.origin();
            let wanted = match bytes {
                Some(bytes) => json!({ "origin": origin, "quotaSize": bytes }),
                None => json!({ "origin": origin }),
            };
            learner.devtools("Storage.overrideQuotaForOrigin", wanted);
        };
        // Before the first write: what the browser once allowed it goes on allowing for a while.
        quota(Some(1));
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        let id = format!("activity-{}", activity.id.as_str());
        pick(learner, &id, &key(activity)[0]);
        learner.click("button", "Check");
        let light = || learner.texts("header .light").join(" ");
        learner
            .browser
            .until("the light to say that it is full", || {
                light().contains("Nearly full").then_some(())
            });
        learner.screenshot("light-nearly-full");
        learner.reload();
        learner.reads(&lesson.pages[0].title);
        learner.browser.until("the verdict", || {
            learner.has("section.act .fb").then_some(())
        });
        // With room again all of it is on disk.
        quota(None);
        learner.reload();
        learner
            .browser
            .until("the light to say that all is saved", || {
                light().contains("Saved").then_some(())
            });
        let find = learner.browser.driver().find(By::Css("section.act .fb"));
        drop(learner.browser.run(find));
    });
}
