//! A page of 200 activities in a real browser that is four times as slow: how long it takes to open,
//! how long frames are while it is scrolled, and how long a click on a control takes.
//!
//! `cargo bench -p tests --features browser --bench page` prints a table; it needs what the browser
//! tests need. Times decide no test. The aim is that nothing takes longer than a frame, 16.7 ms.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::{fs, path::Path};

use author::folder::Reading;
use domain::{
    interaction::Kind,
    source::{self, Files},
};
use serde_json::json;
use tests::browser::{Engine, Learner, Setup, published};

const ACTIVITIES: usize = 200;

const COURSE: &str = r#"
version = "0.1.0"
languages = ["en"]
licence = "CC-BY-4.0"
authors = ["Boucle"]
art = "ring"

[title]
en = "Many"

[summary]
en = "Many activities."

[[module]]
id = "many"
lessons = ["many"]
title.en = "Many"

[[competency]]
id = "tell"
en = "I can tell."
"#;

/// The sample in the guide of `kind`: its fence.
fn sample(kind: Kind) -> Option<&'static str> {
    let sample = kind.guide().split("````markdown\n").nth(1)?;
    sample.split("\n````").next()
}

/// A lesson of one page with samples of the guides, one kind after the other.
fn lesson() -> String {
    let mut text =
        "+++\ntitle = \"Many\"\nminutes = 90\ncompetencies = [\"tell\"]\n+++\n\n# Many {#many}\n\n"
            .to_owned();
    // What needs a picture or a figure of its course is left out.
    let kinds: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| !matches!(kind, Kind::Hotspot | Kind::Estimate))
        .collect();
    for n in 0..ACTIVITIES {
        let kind = kinds[n % kinds.len()];
        let Some(sample) = sample(kind) else { continue };
        let (first, rest) = sample.split_once('\n').unwrap_or((sample, ""));
        let words: Vec<&str> = first.split_whitespace().take(2).collect();
        text.push_str(&format!("{} number-{n}\n{rest}\n\n", words.join(" ")));
    }
    text
}

/// The built player with that course in place of its own.
fn site(out: &Path) {
    let dist = published::dist();
    fs::create_dir_all(out).expect("a folder");
    for entry in fs::read_dir(&dist).expect("the built player").flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), out.join(entry.file_name())).expect("a copy");
        }
    }
    let files: Files = [
        ("course.toml", COURSE.to_owned()),
        ("many/many.en.md", lesson()),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.into_bytes()))
    .collect();
    let (course, findings) = source::read("many", &files);
    assert!(source::publishable(&findings), "{findings:#?}");
    let reading = Reading {
        folder: out.join("sources"),
        files,
        course,
        findings,
    };
    let sources = [reading];
    let bundle = author::bundle::files(&sources);
    let written = author::bundle::write(&bundle, &sources, &out.join("courses"));
    assert!(written.is_ok(), "the course is published");
}

/// Scrolls through thirty screens, each in ten frames; then picks sixty controls, one after the other.
const MEASURE: &str = r"
const done = arguments[arguments.length - 1];
const frame = () => new Promise((go) => requestAnimationFrame(go));
const spread = (times) => {
  times.sort((one, other) => one - other);
  const at = (part) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] * 10) / 10;
  return [at(0.5), at(0.95), at(1)];
};
(async () => {
  const rows = {};
  const far = document.documentElement.scrollHeight;
  scrollTo(0, 0);
  await frame();
  let last = await frame();
  const frames = [];
  for (let n = 0; n < 300; n++) {
    scrollTo(0, far / 3 + n * innerHeight / 10);
    const now = await frame();
    frames.push(now - last);
    last = now;
  }
  rows['a frame while scrolling'] = spread(frames);
  const picked = [], shown = [], idle = [];
  for (const control of document.querySelectorAll('.act input[type=radio], .act input[type=checkbox]')) {
    control.scrollIntoView({ block: 'center' });
    for (let n = 0; n < 6; n++) await frame();
    const still = performance.now();
    await frame();
    idle.push(performance.now() - still);
    const before = performance.now();
    control.click();
    picked.push(performance.now() - before);
    await frame();
    shown.push(performance.now() - before);
    if (picked.length === 60) break;
  }
  rows['no click, until the next frame'] = spread(idle);
  rows['a click, until it is done'] = spread(picked);
  rows['a click, until the next frame'] = spread(shown);
  done({ rows, far, controls: picked.length });
})();
";

fn main() {
    let out = tests::house::root().join("target/page-bench");
    let _ = fs::remove_dir_all(&out);
    site(&out);
    let setup = Setup::default();
    Learner::visit_in(out, Engine::Chromium, &setup, "/", |learner| {
        learner.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }));
        learner.open("#/many/many/many");
        learner.reads("Many");
        learner.browser.until("all activities", || {
            (learner.count("section.act") == ACTIVITIES as u64).then_some(())
        });
        let opened = learner
            .browser
            .ask("return Math.round(performance.now())", Vec::new());
        let measured = learner.browser.run(async {
            learner
                .browser
                .driver()
                .execute_async(MEASURE, Vec::new())
                .await
        });
        let measured = measured.json();
        println!(
            "{ACTIVITIES} activities on a page of {} pixels, Chromium, 4 times as slow",
            measured["far"]
        );
        println!(
            "{:<34}{:>9} ms",
            "from the start until all stand",
            opened.to_string()
        );
        println!("{:<34}{:>9}{:>9}{:>9}", "ms", "p50", "p95", "most");
        for (name, times) in measured["rows"].as_object().into_iter().flatten() {
            let [p50, p95, most] = [0, 1, 2].map(|n| times[n].to_string());
            println!("{name:<34}{p50:>9}{p95:>9}{most:>9}");
        }
    });
}
