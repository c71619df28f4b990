//! Two versions of a course beside each other: what learners would notice, and the number it asks for.
//!
//! What happens to what one learner did is for [`crate::revision`] to say. Here nobody has done anything
//! yet: an activity counts as asked again as soon as one response that could have been put up to it does
//! not fit any more.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    activity::Activity,
    edition::{Edition, Place, Wordings},
    id::Id,
    interaction::{Kind, Response},
    json::Write as _,
    mastery,
    outcome::Outcome,
    seed::Seed,
};

/// So many responses to an activity are looked at: enough for every entry to be in some of them.
const TRIED: usize = 400;

/// What becomes of what was done in an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is there no more, or stands where nothing is recorded: what was done counts nowhere.
    Removed,
    /// A response that could have been put up does not fit any more: it is asked again.
    AskedAgain,
    /// Every response fits, and is graded again by another key.
    Regraded,
    /// It was not there before, or stood where nothing is recorded.
    New,
    /// It is worded in another way in a language that was there before.
    Reworded,
    /// Nothing that concerns it, unless it stands in another lesson.
    Unchanged,
}

impl Change {
    /// Every change there is, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::Removed,
        Self::AskedAgain,
        Self::Regraded,
        Self::New,
        Self::Reworded,
        Self::Unchanged,
    ];
}

/// Where an activity stands, and what it is worth there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The lesson.
    pub lesson: Id,
    /// The page.
    pub page: Id,
    /// What its key earns; nothing where nothing is recorded.
    pub points: u32,
}

/// An activity of one version or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which activity.
    pub id: Id,
    /// Its kind, the new one if it has changed.
    pub kind: Kind,
    /// What becomes of what was done in it.
    pub change: Change,
    /// Where it stood.
    pub before: Option<Stand>,
    /// Where it stands.
    pub now: Option<Stand>,
}

impl Changed {
    /// Whether it stands in another lesson than before.
    pub fn moved(&self) -> bool {
        let both = self.before.as_ref().zip(self.now.as_ref());
        both.is_some_and(|(before, now)| before.lesson != now.lesson)
    }

    /// How many points it touches: what it was worth where that is more than now.
    pub fn points(&self) -> u32 {
        let points = |stand: &Option<Stand>| stand.as_ref().map_or(0, |stand| stand.points);
        points(&self.before).max(points(&self.now))
    }
}

/// Which of the three numbers of a version has to rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Raise {
    /// The last: all that was done counts as it did.
    Patch,
    /// The middle one: all that was done is kept, and there is more to do, or it counts in another way.
    Minor,
    /// The first: something that was done counts no more.
    Major,
}

/// Two versions of a course beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Every activity of either, in the order of the new one; last what is gone.
    pub activities: Vec<Changed>,
    /// The lessons that are there no more.
    pub gone: Vec<Id>,
    /// Which number has to rise; none when nothing at all has changed.
    pub raise: Option<Raise>,
}

/// Compares two versions of a course.
pub fn compare(old: &Edition, new: &Edition) -> Comparison {
    let before: BTreeMap<&Id, Place<'_>> = by_id(old);
    let now: BTreeMap<&Id, Place<'_>> = by_id(new);
    let wordings = (old.wordings(), new.wordings());
    let mut activities = Vec::new();
    for place in new.activities() {
        let id = &place.activity.id;
        activities.push(match before.get(id) {
            Some(had) => changed(&wordings, had, &place),
            None => Changed {
                id: id.clone(),
                kind: place.activity.task.kind(),
                change: Change::New,
                before: None,
                now: Some(stand(&place)),
            },
        });
    }
    for place in old.activities() {
        if !now.contains_key(&place.activity.id) {
            activities.push(Changed {
                id: place.activity.id.clone(),
                kind: place.activity.task.kind(),
                change: Change::Removed,
                before: Some(stand(&place)),
                now: None,
            });
        }
    }
    let lessons = old.manifest.lessons().map(|lesson| &lesson.id);
    let gone = lessons.filter(|id| new.manifest.lesson(id).is_none());
    let gone: Vec<Id> = gone.cloned().collect();
    let raise = raise(old, new, &activities, &gone);
    Comparison {
        activities,
        gone,
        raise,
    }
}

fn by_id(edition: &Edition) -> BTreeMap<&Id, Place<'_>> {
    let all = edition.activities();
    all.map(|place| (&place.activity.id, place)).collect()
}

fn stand(place: &Place<'_>) -> Stand {
    let graded = place.behaviour.is_graded();
    Stand {
        lesson: place.lesson.id.clone(),
        page: place.page.clone(),
        points: if graded {
            mastery::full(place.activity)
        } else {
            0
        },
    }
}

fn changed(wordings: &(Wordings<'_>, Wordings<'_>), had: &Place<'_>, has: &Place<'_>) -> Changed {
    let recorded = (had.behaviour.is_graded(), has.behaviour.is_graded());
    let change = match recorded {
        (true, false) => Change::Removed,
        (false, true) => Change::New,
        (true, true) if had.activity.grading != has.activity.grading => {
            regraded(had.activity, has.activity)
        }
        (true, true) | (false, false) => {
            // A language that is new says nothing of what was there.
            let (old, new) = wordings;
            let now = new.get(&has.activity.id);
            let other = |lang: &&str, print: &&str| {
                let same = now.and_then(|now| now.get(lang));
                same.is_some_and(|now| now != print)
            };
            let before = old.get(&had.activity.id).into_iter().flatten();
            if before.into_iter().any(|(lang, print)| other(lang, print)) {
                Change::Reworded
            } else {
                Change::Unchanged
            }
        }
    };
    Changed {
        id: has.activity.id.clone(),
        kind: has.activity.task.kind(),
        change,
        before: Some(stand(had)),
        now: Some(stand(has)),
    }
}

/// Whether every response that could have been put up to `old` can be graded by `new`.
fn regraded(old: &Activity, new: &Activity) -> Change {
    let blank = new.task.exercise(Seed::of("", ""));
    let fits = |response: Response| {
        let exercise = blank.with(response);
        exercise.is_ok_and(|exercise| matches!(exercise.grade(), Outcome::Scored(_)))
    };
    if responses(old).into_iter().all(fits) {
        Change::Regraded
    } else {
        Change::AskedAgain
    }
}

/// Responses that can be put up to `activity`: the key, and the nearest to a blank one.
fn responses(activity: &Activity) -> Vec<Response> {
    let blank = activity.task.exercise(Seed::of("", ""));
    let mut seen = BTreeSet::new();
    let mut ready = vec![activity.task.key()];
    let mut open = VecDeque::from([blank]);
    while let Some(exercise) = open.pop_front() {
        let mut text = String::new();
        exercise.response().write(&mut text);
        if !seen.insert(text) {
            continue;
        }
        if matches!(exercise.grade(), Outcome::Scored(_)) {
            ready.push(exercise.response());
        }
        if seen.len() > TRIED {
            break;
        }
        let edits = exercise.edits();
        open.extend(edits.iter().filter_map(|edit| exercise.edited(edit).ok()));
    }
    ready
}

fn raise(old: &Edition, new: &Edition, activities: &[Changed], gone: &[Id]) -> Option<Raise> {
    let of = |changed: &Changed| match changed.change {
        // Where nothing is recorded nothing can be lost.
        Change::Removed | Change::AskedAgain if changed.points() > 0 => Raise::Major,
        Change::Removed | Change::AskedAgain | Change::Regraded | Change::New => Raise::Minor,
        Change::Reworded | Change::Unchanged if changed.moved() => Raise::Minor,
        Change::Reworded | Change::Unchanged => Raise::Patch,
    };
    let gravest = activities.iter().map(of).max().unwrap_or(Raise::Patch);
    if gravest == Raise::Major || !gone.is_empty() {
        return Some(Raise::Major);
    }
    if gravest == Raise::Minor || frame(old) != frame(new) {
        return Some(Raise::Minor);
    }
    // Everything else that is published has its digest in the manifest.
    let alike = crate::bundle::Manifest {
        version: old.manifest.version.clone(),
        id: old.manifest.id.clone(),
        ..new.manifest.clone()
    };
    (alike != old.manifest).then_some(Raise::Patch)
}

/// What else learners would notice of a course, as one text: its languages, the pages of each lesson
/// with how they are run, and what each activity counts for.
fn frame(edition: &Edition) -> String {
    let mut frame = format!("{:?}", edition.manifest.languages);
    for lesson in edition.lessons.iter().filter_map(|texts| texts.first()) {
        frame.push_str(&format!("\n{}", lesson.id));
        for page in &lesson.pages {
            frame.push_str(&format!(
                "\n{} {:?} {:?}",
                page.id,
                page.behaviour(),
                page.draw
            ));
        }
        for activity in lesson.activities() {
            frame.push_str(&format!("\n{} {:?}", activity.id, activity.competencies));
        }
    }
    frame
}

/// The lowest number that a version after `version` may have: three numbers again.
///
/// While the first number is 0, the second does its work, and the third that of both others: a course
/// in the making need not come to 1.0.0 because an activity went.
pub fn next(version: &str, raise: Raise) -> String {
    let mut parts = numbers(version);
    let at = match raise {
        Raise::Major => 0,
        Raise::Minor => 1,
        Raise::Patch => 2,
    };
    let at = if parts[0] == 0 { (at + 1).min(2) } else { at };
    for (n, part) in parts.iter_mut().enumerate().skip(at) {
        *part = if n == at { part.saturating_add(1) } else { 0 };
    }
    parts.map(|part| part.to_string()).join(".")
}

/// Whether the version `one` is as high as `other`, or higher.
pub fn reaches(one: &str, other: &str) -> bool {
    numbers(one) >= numbers(other)
}

/// The three numbers of a version; 0 for what is none.
fn numbers(version: &str) -> [u64; 3] {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_rises_by_one_number_and_those_behind_it_begin_again() {
        for (version, raise, wanted) in [
            ("1.2.3", Raise::Patch, "1.2.4"),
            ("1.2.3", Raise::Minor, "1.3.0"),
            ("1.2.3", Raise::Major, "2.0.0"),
            ("0.2.3", Raise::Patch, "0.2.4"),
            ("0.2.3", Raise::Minor, "0.2.4"),
            ("0.2.3", Raise::Major, "0.3.0"),
        ] {
            assert_eq!(next(version, raise), wanted, "{version} {raise:?}");
        }
        assert!(reaches("0.10.0", "0.9.9") && !reaches("0.9.9", "0.10.0"));
    }
}
