//! What a new version of a course means for what was done in an older one.
//!
//! Nothing done is lost by an edit. Two fingerprints tell the edits apart: one of all that grading
//! depends on, one of the wording in each language. An id names an activity in the whole course, so it
//! may move to another lesson and take along what was done in it.

use crate::{
    activity::Activity,
    bundle::{ActivityEntry, Appendix, Manifest},
    id::Id,
    interaction::Exercise,
    json::stored_struct,
    outcome::{Outcome, Score, Scored},
    progress::{Course, Record},
    seed::Seed,
};

/// What became of the last response to an activity since it was put up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// Nothing that concerns it, or there is none.
    None,
    /// The activity is worded in another way.
    Reworded,
    /// The activity is graded in another way.
    Regraded {
        /// What the response was worth.
        before: Score,
        /// What it is worth now.
        now: Score,
    },
    /// The response does not fit any more. The activity is asked again; the log keeps the response.
    AskedAgain,
}

/// What became of the last response of `record` to `activity`.
///
/// `wordings` are the fingerprints of its wording in every language; without them nothing is said of
/// the wording, because a response may have been put up in another language.
pub fn revision(
    activity: &Activity,
    wordings: Option<&ActivityEntry>,
    record: &Record,
) -> Revision {
    let Some(before) = record.response.as_ref().and(record.score) else {
        return Revision::None;
    };
    match again(activity, record) {
        None => Revision::AskedAgain,
        Some((_, scored)) if record.grading != activity.grading => Revision::Regraded {
            before,
            now: scored.score,
        },
        Some(_) if wordings.is_some_and(|now| reworded(now, &record.wording)) => Revision::Reworded,
        Some(_) => Revision::None,
    }
}

/// The best score of `record` by the key that `activity` has now; none where nothing counts.
pub fn best(activity: &Activity, record: &Record) -> Option<Score> {
    if record.grading == activity.grading || record.response.is_none() {
        return record.best;
    }
    // Points for another key say nothing here: the last response is graded again.
    let (_, scored) = again(activity, record)?;
    Some(scored.score)
}

/// The last response of `record` put up once more; none where it does not fit any more.
pub(crate) fn again(activity: &Activity, record: &Record) -> Option<(Exercise, Scored)> {
    let blank = activity.task.exercise(Seed::of("", ""));
    graded(&blank, record)
}

/// The same, with the entries in the order of `exercise`.
pub(crate) fn graded(exercise: &Exercise, record: &Record) -> Option<(Exercise, Scored)> {
    let exercise = exercise.with(record.response.clone()?).ok()?;
    match exercise.grade() {
        Outcome::Scored(scored) => Some((exercise, scored)),
        Outcome::Unanswered(_) => None,
    }
}

fn reworded(now: &ActivityEntry, before: &str) -> bool {
    !before.is_empty() && now.wording.iter().all(|(_, wording)| wording != before)
}

/// A version of a course as far as the learner knows it: enough to say what is new in the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Which version.
    pub version: String,
    /// Its lessons, in order.
    pub lessons: Vec<Contents>,
}

/// What a lesson holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Which lesson.
    pub id: Id,
    /// Its pages, in order.
    pub pages: Vec<Id>,
    /// Its activities, in order.
    pub activities: Vec<Prints>,
}

/// An activity by its id, with the fingerprint of grading, and those of the wording in every language.
pub type Prints = (Id, String, Vec<String>);

stored_struct!(Known { version, lessons });
stored_struct!(Contents {
    id,
    pages,
    activities
});

impl Known {
    /// The version that `manifest` and its `appendix` tell of.
    pub fn of(manifest: &Manifest, appendix: &Appendix) -> Self {
        let mut lessons = Vec::new();
        for lesson in manifest.lessons() {
            let mut activities = Vec::new();
            for entry in entries(appendix, &lesson.id) {
                let wording = entry.wording.iter().map(|(_, print)| print.clone());
                activities.push((entry.id.clone(), entry.grading.clone(), wording.collect()));
            }
            lessons.push(Contents {
                id: lesson.id.clone(),
                pages: appendix.pages(&lesson.id).to_vec(),
                activities,
            });
        }
        Self {
            version: manifest.version.clone(),
            lessons,
        }
    }

    fn lesson(&self, id: &Id) -> Option<&Contents> {
        self.lessons.iter().find(|lesson| lesson.id == *id)
    }

    /// The activity `id`: the lesson it is in, and its fingerprints.
    fn activity(&self, id: &Id) -> Option<(&Id, &Prints)> {
        let mut all = self.lessons.iter().flat_map(|lesson| {
            let held = lesson.activities.iter();
            held.map(move |activity| (&lesson.id, activity))
        });
        all.find(|(_, (have, ..))| have == id)
    }
}

/// The activities of `lesson` in `appendix`.
fn entries<'a>(appendix: &'a Appendix, lesson: &Id) -> &'a [ActivityEntry] {
    let mut lessons = appendix.activities.iter();
    let found = lessons.find(|(id, _)| id == lesson);
    found.map_or(&[], |(_, entries)| entries)
}

/// The activity `id` in `appendix`.
pub fn entry<'a>(appendix: &'a Appendix, id: &Id) -> Option<&'a ActivityEntry> {
    let mut all = appendix.activities.iter().flat_map(|(_, entries)| entries);
    all.find(|entry| entry.id == *id)
}

/// One thing that is new in a version of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A lesson.
    Lesson(Id),
    /// A page of a lesson that the learner has begun.
    Page(Id, Id),
    /// An activity of a lesson that the learner has worked through: lesson, page, activity.
    Activity(Id, Id, Id),
    /// An activity that the learner has done is worded in another way: lesson, page, activity.
    Reworded(Id, Id, Id),
    /// An activity that the learner has done has another key, or other entries: lesson, page, activity.
    Rekeyed(Id, Id, Id),
    /// An activity that the learner has done stands in another lesson now: lesson, page, activity.
    Moved(Id, Id, Id),
    /// An activity that the learner has done is there no more. What was done is kept and does not count.
    Gone(Id),
}

/// What the version that `manifest` and `appendix` tell of has that the learner did not know, for who has
/// `done` so much in it: lesson by lesson, and last what is gone.
pub fn news(known: &Known, manifest: &Manifest, appendix: &Appendix, done: &Course) -> Vec<News> {
    let mut news = Vec::new();
    for lesson in manifest.lessons() {
        let id = &lesson.id;
        let Some(had) = known.lesson(id) else {
            news.push(News::Lesson(id.clone()));
            continue;
        };
        let record = done.lesson(id);
        let begun = record.is_some_and(|record| record.place.is_some());
        for page in appendix.pages(&lesson.id) {
            if begun && !had.pages.contains(page) {
                news.push(News::Page(id.clone(), page.clone()));
            }
        }
    }
    for lesson in manifest.lessons() {
        let id = &lesson.id;
        let over = done.lesson(id).is_some_and(|record| record.completed);
        for entry in entries(appendix, id) {
            let tried = done.record(&entry.id).is_some_and(|it| it.attempts > 0);
            let place = (id.clone(), entry.page.clone(), entry.id.clone());
            let (lesson, page, activity) = place;
            match known.activity(&entry.id) {
                None if over && known.lesson(id).is_some() => {
                    news.push(News::Activity(lesson, page, activity));
                }
                Some((_, (_, grading, _))) if tried && *grading != entry.grading => {
                    news.push(News::Rekeyed(lesson, page, activity));
                }
                Some((_, (_, _, had))) if tried && other_words(entry, had) => {
                    news.push(News::Reworded(lesson, page, activity));
                }
                Some((from, _)) if tried && from != id => {
                    news.push(News::Moved(lesson, page, activity));
                }
                Some(_) | None => {}
            }
        }
    }
    for (id, record) in done.records() {
        let known = known.activity(id).is_some();
        if known && record.attempts > 0 && entry(appendix, id).is_none() {
            news.push(News::Gone(id.clone()));
        }
    }
    news
}

/// Whether a language that was there before says `entry` in other words.
fn other_words(entry: &ActivityEntry, had: &[String]) -> bool {
    let now = || entry.wording.iter().map(|(_, wording)| wording);
    had.iter().any(|had| now().all(|now| now != had))
}
