//! A course that is published in five versions, with every sort of edit, and learners who studied at
//! each: what became of what they did.

use std::{env, fmt::Write as _, fs};

use domain::{
    behaviour::Behaviour,
    bundle::{self, Appendix, Catalogue, Manifest},
    course::Lesson,
    id::Id,
    interaction::Response,
    mastery,
    outcome::Score,
    progress::Progress,
    revision::{self, Known, News, Revision},
    seed::Seed,
    statement::{Deed, Statement},
    trial::{Effect, Event, Trial},
};
use tests::{
    house,
    sample::{self, id},
    versions::{COURSE, published},
};

/// A version as the player reads it.
struct Version {
    manifest: Manifest,
    appendix: Appendix,
    /// In English, then in French.
    lessons: [Vec<Lesson>; 2],
}

fn version(n: u32) -> Version {
    let files = published(n);
    let catalogue: Catalogue = bundle::catalogue(&files["catalogue.json"]).expect("a catalogue");
    let listing = catalogue.courses.first().expect("a course").clone();
    let bytes = |path: &str| &files[&format!("{COURSE}/{n}.0.0/{path}")];
    let manifest = bundle::manifest(bytes("manifest.json"), &listing).expect("a manifest");
    let file = manifest.appendix.as_ref().expect("an appendix");
    let appendix = bundle::appendix(bytes(&file.path), file).expect("an appendix");
    let lessons = ["en", "fr"].map(|lang| {
        let read = |entry: &bundle::LessonEntry| {
            let file = entry.file(lang).expect("a file");
            bundle::lesson(bytes(&file.path), entry, file).expect("a lesson")
        };
        manifest.lessons().map(read).collect()
    });
    Version {
        manifest,
        appendix,
        lessons,
    }
}

/// A learner: the log, in statements of their own.
#[derive(Default)]
struct Learner(Vec<Statement>);

impl Learner {
    fn does(&mut self, lesson: &Id, did: Deed) {
        let seen = self.0.last().map_or(0, |last| last.id.count());
        self.0.push(Statement {
            course: id(COURSE),
            lesson: lesson.clone(),
            ..sample::statement(seen, "ada", did)
        });
    }

    fn progress(&self) -> Progress {
        Progress::of(&self.0)
    }

    /// Does every activity of `version` that takes a response, right, and works every lesson through.
    fn studies(&mut self, version: &Version, lang: usize) {
        for lesson in &version.lessons[lang] {
            for page in &lesson.pages {
                self.does(&lesson.id, Deed::Progressed(page.id.clone()));
            }
            for activity in lesson.activities() {
                let progress = self.progress();
                let record = progress.record(&id(COURSE), &activity.id);
                let seed = Seed::of("ada", activity.id.as_str());
                let trial = match record {
                    Some(record) => Trial::restore(activity, Behaviour::Practice, seed, record),
                    None => Trial::new(activity, Behaviour::Practice, seed),
                };
                let key = trial.exercise().solved().expect("a key").response();
                // One that was solved takes no response.
                let Some(trial) = towards(&trial, &key) else {
                    continue;
                };
                for effect in trial.on(&Event::Submit).1 {
                    if let Effect::Record(happening) = effect {
                        self.does(&lesson.id, sample::deed(activity, &happening));
                    }
                }
            }
            self.does(&lesson.id, Deed::Completed);
        }
    }
}

/// The trial with the `key` as its response: at most three edits away.
fn towards(trial: &Trial, key: &Response) -> Option<Trial> {
    let mut reached = vec![trial.clone()];
    for _ in 0..=3 {
        if let Some(there) = reached.iter().find(|it| it.exercise().response() == *key) {
            return Some(there.clone());
        }
        let further = reached.iter().flat_map(|trial| {
            let edits = trial.exercise().edits().into_iter();
            edits.map(|edit| trial.on(&Event::Edit(edit)).0)
        });
        reached = further.collect();
    }
    None
}

fn told(score: Option<Score>) -> String {
    score.map_or("-".to_owned(), |it| format!("{}/{}", it.points, it.of))
}

/// How each activity of `now` stands for a learner who did `log`, and what else is kept.
fn standing(now: &Version, learner: &Learner, out: &mut String) {
    let progress = learner.progress();
    let done = progress.course(&id(COURSE)).expect("something was done");
    for lesson in &now.lessons[0] {
        let record = done.lesson(&lesson.id);
        let _ = writeln!(
            out,
            "  {}: {}, {} pages to see",
            lesson.id.as_str(),
            if record.is_some_and(|it| it.completed) {
                "completed"
            } else {
                "open"
            },
            record.map_or(lesson.pages.len(), |it| it.unseen(lesson).count()),
        );
        for activity in lesson.activities() {
            let name = activity.id.as_str();
            let Some(record) = done.record(&activity.id) else {
                let _ = writeln!(out, "    {name:<9} not done");
                continue;
            };
            let wordings = revision::entry(&now.appendix, &activity.id);
            let revision = match revision::revision(activity, wordings, record) {
                Revision::None => String::new(),
                Revision::Reworded => "reworded".into(),
                Revision::Regraded { before, now } => {
                    format!("regraded {} -> {}", told(Some(before)), told(Some(now)))
                }
                Revision::AskedAgain => "asked again".into(),
            };
            let seed = Seed::of("ada", name);
            let trial = Trial::restore(activity, Behaviour::Practice, seed, record);
            let moved = match &record.lesson {
                Some(before) if *before != lesson.id => format!(", done in {}", before.as_str()),
                Some(_) | None => String::new(),
            };
            let line = format!(
                "    {name:<9} {:<8} attempts {} best {:<4} {revision}{moved}",
                format!("{:?}", trial.status()),
                trial.attempts(),
                told(revision::best(activity, record)),
            );
            let _ = writeln!(out, "{}", line.trim_end());
        }
        let review = mastery::review(lesson, Some(done));
        for standing in review.standings {
            let _ = writeln!(
                out,
                "    tell: {} of {} points",
                standing.points, standing.of
            );
        }
    }
    let gone = done
        .records()
        .filter(|(id, _)| revision::entry(&now.appendix, id).is_none());
    let gone: Vec<&str> = gone.map(|(id, _)| id.as_str()).collect();
    if !gone.is_empty() {
        let _ = writeln!(out, "  kept, not counted: {}", gone.join(", "));
    }
}

fn line(news: &News) -> String {
    let place = |ids: &[&Id]| {
        ids.iter()
            .map(|id| id.as_str())
            .collect::<Vec<_>>()
            .join("/")
    };
    match news {
        News::Lesson(lesson) => format!("a lesson: {}", place(&[lesson])),
        News::Page(lesson, page) => format!("a page: {}", place(&[lesson, page])),
        News::Activity(lesson, page, it) => format!("an activity: {}", place(&[lesson, page, it])),
        News::Reworded(lesson, page, it) => format!("reworded: {}", place(&[lesson, page, it])),
        News::Rekeyed(lesson, page, it) => format!("another key: {}", place(&[lesson, page, it])),
        News::Moved(lesson, page, it) => format!("moved: {}", place(&[lesson, page, it])),
        News::Gone(it) => format!("gone: {}", place(&[it])),
    }
}

fn table() -> String {
    let versions: Vec<Version> = (1..=5).map(version).collect();
    let mut out = String::new();
    for (n, then) in versions.iter().enumerate() {
        // Who studies at the second version does it in French.
        let lang = usize::from(n == 1);
        let mut learner = Learner::default();
        learner.studies(then, lang);
        for (later, now) in versions.iter().enumerate().skip(n) {
            let _ = writeln!(
                out,
                "studied at version {}{}, opened at version {}",
                n + 1,
                if lang == 1 { " in French" } else { "" },
                later + 1
            );
            standing(now, &learner, &mut out);
            let progress = learner.progress();
            let done = progress.course(&id(COURSE)).expect("something was done");
            let known = Known::of(&then.manifest, &then.appendix);
            for news in revision::news(&known, &now.manifest, &now.appendix, done) {
                let _ = writeln!(out, "  new: {}", line(&news));
            }
            out.push('\n');
        }
        // Goes on at the last version: what was asked again counts from there.
        let last = versions.last().expect("five versions");
        learner.studies(last, 0);
        let _ = writeln!(out, "the same, who then went on at version 5");
        standing(last, &learner, &mut out);
        out.push('\n');
    }
    out
}

#[test]
fn what_was_done_at_each_of_five_versions_is_kept_in_the_later_ones() {
    let path = house::root().join("tests/versions/table.txt");
    let real = table();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &real).expect("the table can be written");
    }
    let written = fs::read_to_string(&path).expect("the table");
    let changed = written.lines().zip(real.lines());
    let changed = changed.filter(|(written, real)| written != real);
    let changed: Vec<String> = changed
        .map(|(written, real)| format!("written {written}\nreally  {real}"))
        .collect();
    assert!(written == real, "\n{}\n", changed.join("\n"));
}

#[test]
fn what_is_known_of_a_version_survives_being_written() {
    let version = version(5);
    let known = Known::of(&version.manifest, &version.appendix);
    let mut text = String::new();
    domain::json::Write::write(&known, &mut text);
    let value = domain::json::parse(text.as_bytes()).expect("JSON");
    assert_eq!(domain::json::read::<Known>(&value), Some(known));
}

#[test]
fn clearing_a_lesson_leaves_what_was_done_in_another_one() {
    let (first, last) = (version(1), version(5));
    let mut learner = Learner::default();
    learner.studies(&first, 0);
    learner.does(&id("two"), Deed::Cleared);
    let progress = learner.progress();
    let course = progress.course(&id(COURSE)).expect("a course");
    assert!(course.record(&id("other")).is_none(), "it was done there");
    // It stands in that lesson now, and was done before it came there.
    assert!(course.record(&id("moves")).is_some());
    learner.studies(&last, 0);
    learner.does(&id("two"), Deed::Cleared);
    assert!(
        learner
            .progress()
            .record(&id(COURSE), &id("moves"))
            .is_some(),
        "nothing was done in it since it moved: it was done in the first lesson"
    );
}
