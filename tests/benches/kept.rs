//! How long it takes until what was submitted is on disk, and what a long record costs.
//!
//! `cargo bench -p tests --features browser --bench kept` prints both for each browser. Times decide no
//! test.

use domain::{
    file,
    interaction::Response,
    outcome::Score,
    statement::{Attempt, Deed, Statement},
};
use serde_json::json;
use tests::{
    browser::{Engine, Learner, Published, Setup},
    sample::{id, statement},
    say,
};
use thirtyfour::By;

/// Submits again and again, and gives the milliseconds until the light said that all is saved.
const SUBMITS: &str = "
    const [times, done] = arguments;
    const soon = () => new Promise(go => { const { port1, port2 } = new MessageChannel(); port1.onmessage = go; port2.postMessage(0); });
    const light = () => document.querySelector('details.lit > summary').className;
    const saved = async () => { do await soon(); while (light() !== 'light'); };
    const act = document.querySelector('section.act');
    (async () => {
        const all = [];
        for (let n = 0; all.length < times; n++) {
            const again = act.querySelector('.acts > .btn.quiet:last-of-type:not([hidden])');
            if (again) { again.click(); await saved(); }
            const inputs = act.querySelectorAll('input');
            inputs[n % inputs.length].click();
            await saved();
            const begin = performance.now();
            act.querySelector('.acts .main').click();
            await soon();
            if (light() === 'light') continue;
            await saved();
            all.push(performance.now() - begin);
        }
        done(all);
    })();";

/// Milliseconds from the beginning of the page until the shelf offers to go on.
const OPENED: &str = "
    const done = arguments[0];
    const look = () => document.querySelector('section.resume') ? done(performance.now()) : setTimeout(look, 1);
    look();";

/// What the browser says that the site takes.
const TAKEN: &str = "
    const done = arguments[0];
    const near = Object.entries(localStorage).reduce((all, [key, text]) => all + key.length + text.length, 0);
    navigator.storage.estimate().then(it => done([near, it.usage]));";

fn sorted(values: &serde_json::Value) -> Vec<f64> {
    let values = values.as_array().cloned().unwrap_or_default();
    let mut values: Vec<f64> = values
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The value below which `share` hundredths of `sorted` lie.
fn percentile(sorted: &[f64], share: usize) -> f64 {
    let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// A record of so many attempts in a real course.
fn record(count: u64) -> Vec<Statement> {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let activities: Vec<_> = lesson.activities().collect();
    let made = |n: u64| {
        let activity = activities[n as usize % activities.len()];
        let did = Deed::Answered(Attempt {
            activity: activity.id.clone(),
            response: Response::Choice(Some(id("refit"))),
            score: Score::new(1, 1),
            attempt: 1,
            hints: 0,
            grading: activity.grading.clone(),
            wording: activity.wording.clone(),
            sure: None,
        });
        // A session of thirty, then another page.
        let writer = format!("writer{}", n / 30);
        Statement {
            course: course.listing.id.clone(),
            lesson: lesson.id.clone(),
            ..statement(n, &writer, did)
        }
    };
    let mut all: Vec<Statement> = (0..count).map(made).collect();
    let page = Deed::Progressed(lesson.pages[0].id.clone());
    all.push(Statement {
        course: course.listing.id.clone(),
        lesson: lesson.id.clone(),
        ..statement(count, "last", page)
    });
    all
}

fn submits(engine: Engine) {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let first = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    Learner::visit(engine, &Setup::default(), |learner| {
        learner.open(&first);
        learner.reads(&lesson.pages[0].title);
        let driver = learner.browser.driver();
        let patience = std::time::Duration::from_secs(300);
        learner.browser.run(driver.set_script_timeout(patience));
        let times = learner
            .browser
            .run(driver.execute_async(SUBMITS, vec![json!(200)]));
        let times = sorted(times.json());
        say(&format!(
            "{engine:?}: from a submission until it is on disk, of {}: median {:.1} ms, 95 in 100 within {:.1} ms, longest {:.1} ms",
            times.len(),
            percentile(&times, 50),
            percentile(&times, 95),
            percentile(&times, 100)
        ));
    });
}

fn long(engine: Engine) {
    Learner::visit(engine, &Setup::default(), |learner| {
        let driver = learner.browser.driver();
        let mut medians = Vec::new();
        for count in [50, 50_000] {
            learner.open("#/~record");
            learner.reads("Your progress");
            let text = file::write(&record(count), &[], &[]);
            let path = learner
                .browser
                .file("long.boucle-progress", text.as_bytes());
            let field = learner
                .browser
                .run(driver.find(By::Css("input[type=file]")));
            learner
                .browser
                .run(field.send_keys(path.display().to_string()));
            learner.click("button", "Add it");
            learner.sees("Nothing was taken away.");
            learner.browser.until("all of it saved", || {
                let light =
                    learner.text_of("return document.querySelector('.lit > summary').className;");
                (light == "light").then_some(())
            });
            let mut times = Vec::new();
            for _ in 0..5 {
                learner.open("");
                let time = learner.browser.run(driver.execute_async(OPENED, vec![]));
                times.extend(time.json().as_f64());
            }
            let taken = learner.browser.run(driver.execute_async(TAKEN, vec![]));
            times.sort_by(f64::total_cmp);
            medians.push(percentile(&times, 50));
            let [near, all] = [0, 1].map(|n| taken.json()[n].as_f64().unwrap_or(f64::NAN));
            say(&format!(
                "{engine:?}: {count} statements, {:.1} MB as a file; localStorage {:.2} M units, the browser says {:.1} MB in all; the shelf stands after {:.0} ms",
                text.len() as f64 / 1e6,
                near / 1e6,
                all / 1e6,
                percentile(&times, 50)
            ));
        }
        say(&format!(
            "{engine:?}: {:.0} ms more",
            medians[1] - medians[0]
        ));
    });
}

fn main() {
    // The tests run this with `--test`: then there is nothing to measure.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    for engine in [Engine::Chromium, Engine::Firefox] {
        submits(engine);
    }
    for engine in [Engine::Chromium, Engine::Firefox] {
        long(engine);
    }
}
