//! What a log of statements adds up to.
//!
//! A fold: the same statements give the same progress, in whatever order they arrived.

use std::{borrow::Borrow, cmp::Reverse, collections::BinaryHeap};

use crate::{
    course,
    id::Id,
    interaction::{Response, cards::Ratings},
    outcome::Score,
    set::Set,
    statement::{Attempt, Deed, Span, Stamp, Statement},
};

/// What a learner has done in all courses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    courses: Roll<Course>,
    /// The stamps folded in, so that a statement counts once.
    seen: Set<Stamp>,
}

/// Values by id, in the order of the ids. (A `BTreeMap` is many times its size in the wasm, once for
/// each type of value.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Roll<T>(
    /// Sorted by id; no id twice.
    Vec<(Id, T)>,
);

impl<T: Default> Roll<T> {
    fn find(&self, id: &Id) -> Result<usize, usize> {
        self.0.binary_search_by(|(have, _)| have.cmp(id))
    }

    fn get(&self, id: &Id) -> Option<&T> {
        let at = self.find(id).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value under `id`, a fresh one if there was none.
    fn entry(&mut self, id: &Id) -> &mut T {
        let at = self.find(id).unwrap_or_else(|at| {
            self.0.insert(at, (id.clone(), T::default()));
            at
        });
        &mut self.0[at].1
    }
}

/// What a learner has done in one course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    lessons: Roll<Lesson>,
    /// By the activity, whatever lesson it stood in: its id names it in the whole course, and a new version
    /// of the course may have it elsewhere.
    activities: Roll<Record>,
    /// Pages with a note or a bookmark, in the order in which they got the first one.
    notes: Vec<Note>,
}

/// What a learner keeps of a page for themselves. It outlasts the lesson being set back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// In which lesson.
    pub lesson: Id,
    /// Which page.
    pub page: Id,
    /// What they wrote; empty where there is a bookmark alone.
    pub text: String,
    /// Whether there is a bookmark.
    pub bookmarked: bool,
}

/// A page, and when it was come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which lesson.
    pub lesson: Id,
    /// Which page.
    pub page: Id,
    /// Milliseconds since 1970, by the clock of the machine.
    pub at: i64,
    /// Orders places.
    pub stamp: Stamp,
}

/// What a learner has done in one lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// The page the learner was on last.
    pub place: Option<Place>,
    /// Every page the learner has been on.
    pub pages: Set<Id>,
    /// Whether the lesson was worked through. Says nothing about success.
    pub completed: bool,
    /// The statement that set the lesson back, if nothing but pages were come to in it since.
    pub cleared: Option<Stamp>,
}

/// What a learner has done in one activity since it was last begun again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The lesson in which something was done in it last.
    pub lesson: Option<Id>,
    /// Attempts made.
    pub attempts: u8,
    /// Hints seen.
    pub hints: u8,
    /// Whether the key was shown.
    pub revealed: bool,
    /// What was put up last.
    pub response: Option<Response>,
    /// What that was worth.
    pub score: Option<Score>,
    /// What the best attempt was worth, made before the key was shown and graded as the last one.
    pub best: Option<Score>,
    /// The fingerprint of what the last attempt was graded by.
    pub grading: String,
    /// The fingerprint of the wording in which the last attempt was made.
    pub wording: String,
    /// Whether the learner was sure of what was put up last, if they said so.
    pub sure: Option<bool>,
    /// The statement that began the activity again, if nothing was done in it since.
    pub restarted: Option<Stamp>,
    /// Responses that earned less than all points, oldest first, over all rounds; and whether the
    /// learner was sure of each.
    pub missed: Vec<(Response, Option<bool>)>,
    /// What a memory of the activity is made of, over all rounds.
    pub recalls: Recalls,
}

/// The times that a learner tried to recall what an activity asks for, all graded alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recalls {
    /// The fingerprint of what they were graded by: another key is another thing to remember.
    pub grading: String,
    /// What was put up last.
    pub response: Option<Response>,
    /// Each time, in the order of the stamps.
    pub all: Vec<Recall>,
}

/// One time that a learner tried to recall something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    /// Milliseconds since 1970, by the clock of the machine: a label, never an order.
    pub at: i64,
    /// What the attempt was worth; none where the key was looked at instead.
    pub score: Option<Score>,
    /// Which attempt of its round it was, from 1.
    pub attempt: u8,
    /// Hints seen before it.
    pub hints: u8,
    /// Whether the learner was sure, if they said so.
    pub sure: Option<bool>,
    /// How the learner rated each card, where that was the response.
    pub ratings: Ratings,
}

impl Progress {
    /// What `statements` add up to.
    #[inline(never)]
    pub fn of(statements: impl IntoIterator<Item: Borrow<Statement>>) -> Self {
        let statements: Vec<_> = statements.into_iter().collect();
        let sorted = in_order(&statements);
        let out = left_out(&sorted);
        let mut progress = Self::default();
        for statement in sorted {
            if out.contains(&statement.id) {
                progress.seen.insert(statement.id.clone());
            } else {
                progress.add(statement);
            }
        }
        progress
    }

    /// The statements of `log` that do not count, because they were taken back.
    pub fn left_out(log: &[Statement]) -> Set<Stamp> {
        left_out(&in_order(log))
    }

    /// Adds a statement that comes after all the others. One already there changes nothing; nor does
    /// one that takes others back: that needs all of them ([`Progress::of`]).
    pub fn add(&mut self, statement: &Statement) {
        if !self.seen.insert(statement.id.clone()) {
            return;
        }
        let Course {
            lessons,
            activities,
            notes,
        } = self.courses.entry(&statement.course);
        let here = &statement.lesson;
        let lesson = lessons.entry(here);
        // To look at a page again, or to write down something on it, undoes nothing.
        let aside = matches!(
            statement.did,
            Deed::Progressed(_) | Deed::Noted(..) | Deed::Bookmarked(..)
        );
        if !statement.did.takes_back() && !aside {
            lesson.cleared = None;
        }
        match &statement.did {
            Deed::Progressed(page) => {
                lesson.pages.insert(page.clone());
                lesson.place = Some(Place {
                    lesson: here.clone(),
                    page: page.clone(),
                    at: statement.at,
                    stamp: statement.id.clone(),
                });
            }
            Deed::Answered(attempt) => {
                let record = activities.entry(&attempt.activity);
                record.tried(here, attempt);
                record.recalls.tried(statement.at, attempt);
            }
            Deed::Hinted(activity, hint) => {
                let record = activities.entry(activity);
                record.touched(here);
                record.hints = record.hints.max(*hint);
            }
            Deed::Revealed(activity) => {
                let record = activities.entry(activity);
                record.touched(here);
                record.revealed = true;
                record.recalls.looked(statement.at);
            }
            Deed::Restarted(activity) => {
                let record = activities.entry(activity);
                let missed = std::mem::take(&mut record.missed);
                let recalls = std::mem::take(&mut record.recalls);
                *record = Record {
                    lesson: Some(here.clone()),
                    missed,
                    recalls,
                    restarted: Some(statement.id.clone()),
                    ..Record::default()
                };
            }
            Deed::Noted(page, text) => note(notes, here, page).text.clone_from(text),
            Deed::Bookmarked(page, is) => note(notes, here, page).bookmarked = *is,
            Deed::Completed => lesson.completed = true,
            Deed::Cleared => {
                *lesson = Lesson {
                    cleared: Some(statement.id.clone()),
                    ..Lesson::default()
                };
                let stays = |record: &Record| record.lesson.as_ref() != Some(here);
                activities.0.retain(|(_, record)| stays(record));
            }
            // What it takes back was left out.
            Deed::Voided(_) | Deed::Returned(_) => {}
        }
    }

    /// Adds `fresh` statements to those of the `log`, which are all that were added before. The cost is that of
    /// the fresh ones where they come after all others, and take none of them back.
    pub fn add_all(&mut self, fresh: &[Statement], log: &[Statement]) {
        let last = self.seen.last();
        let first = fresh.first().map(|it| &it.id);
        let follows = last.is_none() || last < first;
        let in_order = fresh.is_sorted_by(|one, other| one.id <= other.id);
        if follows && in_order && !fresh.iter().any(|it| it.did.takes_back()) {
            for statement in fresh {
                self.add(statement);
            }
        } else {
            *self = Self::of(log.iter().chain(fresh));
        }
    }

    /// Whether the statement of this stamp was folded in.
    pub fn has(&self, stamp: &Stamp) -> bool {
        self.seen.contains(stamp)
    }

    /// The highest count of any statement folded in.
    pub fn count(&self) -> u64 {
        self.seen.last().map_or(0, Stamp::count)
    }

    /// The courses in which anything was done, by their ids, and what.
    pub fn courses(&self) -> impl Iterator<Item = (&Id, &Course)> {
        self.courses.0.iter().map(|(id, course)| (id, course))
    }

    /// What was done in `course`, if anything was.
    pub fn course(&self, course: &Id) -> Option<&Course> {
        self.courses.get(course)
    }

    /// What was done in `lesson` of `course`, if anything was.
    pub fn lesson(&self, course: &Id, lesson: &Id) -> Option<&Lesson> {
        self.courses.get(course)?.lesson(lesson)
    }

    /// What was done in `activity` of `course`, if anything was.
    pub fn record(&self, course: &Id, activity: &Id) -> Option<&Record> {
        self.courses.get(course)?.record(activity)
    }

    /// The course the learner was in last, and where.
    pub fn last(&self) -> Option<(&Id, &Place)> {
        let places = self
            .courses
            .0
            .iter()
            .filter_map(|(id, course)| Some((id, course.last()?)));
        places.max_by(|(_, one), (_, other)| one.stamp.cmp(&other.stamp))
    }
}

/// The note on `page` of `lesson`, a fresh one if there was none.
fn note<'a>(notes: &'a mut Vec<Note>, lesson: &Id, page: &Id) -> &'a mut Note {
    let at = notes
        .iter()
        .position(|it| it.lesson == *lesson && it.page == *page);
    let at = at.unwrap_or_else(|| {
        notes.push(Note {
            lesson: lesson.clone(),
            page: page.clone(),
            text: String::new(),
            bookmarked: false,
        });
        notes.len() - 1
    });
    &mut notes[at]
}

/// The `statements` in the order of their stamps.
fn in_order<S: Borrow<Statement>>(statements: &[S]) -> Vec<&Statement> {
    // As they mostly are.
    if statements.is_sorted_by(|one, other| one.borrow().id <= other.borrow().id) {
        return statements.iter().map(Borrow::borrow).collect();
    }
    // A heap of places: the sort of the standard library is ten times its size in the wasm.
    let order = statements
        .iter()
        .enumerate()
        .map(|(at, statement)| Reverse((&statement.borrow().id, at)));
    let mut order: BinaryHeap<_> = order.collect();
    let mut sorted = Vec::with_capacity(statements.len());
    while let Some(Reverse((_, at))) = order.pop() {
        sorted.extend(statements.get(at).map(Borrow::borrow));
    }
    sorted
}

/// The statements of `sorted` (by their stamps, the first first) that do not count: taken back one by one,
/// or all in some spans. What takes back may be taken back itself; a later one decides.
fn left_out(sorted: &[&Statement]) -> Set<Stamp> {
    let mut out = Set::new();
    let mut voided: Vec<&Stamp> = Vec::new();
    let mut returned: Vec<(&Id, &[Span])> = Vec::new();
    let mut last = None;
    for statement in sorted.iter().rev() {
        let id = &statement.id;
        // One that is there twice does not take itself back.
        if last == Some(id) {
            continue;
        }
        last = Some(id);
        let is_voided = voided.contains(&id)
            && matches!(
                statement.did,
                Deed::Restarted(_) | Deed::Cleared | Deed::Returned(_)
            );
        let is_back = returned.iter().any(|(course, spans)| {
            **course == statement.course && spans.iter().any(|span| id.is_in(span))
        });
        if is_voided || is_back {
            out.insert(id.clone());
            continue;
        }
        if let Deed::Voided(stamp) = &statement.did {
            voided.push(stamp);
        } else if let Deed::Returned(spans) = &statement.did {
            returned.push((&statement.course, spans));
        }
    }
    out
}

impl Course {
    /// What was done in `lesson`, if anything was.
    pub fn lesson(&self, lesson: &Id) -> Option<&Lesson> {
        self.lessons.get(lesson)
    }

    /// What was done in `activity`, if anything was.
    pub fn record(&self, activity: &Id) -> Option<&Record> {
        self.activities.get(activity)
    }

    /// The pages with a note or a bookmark.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        let held = self.notes.iter();
        held.filter(|it| it.bookmarked || !it.text.is_empty())
    }

    /// The activities in which anything was done, and what.
    pub fn records(&self) -> impl Iterator<Item = (&Id, &Record)> {
        self.activities.0.iter().map(|(id, record)| (id, record))
    }

    /// Where the learner was last, in a lesson that was not set back since.
    pub fn last(&self) -> Option<&Place> {
        let places = self.lessons.0.iter();
        let places = places.filter_map(|(_, lesson)| lesson.place.as_ref());
        places.max_by(|one, other| one.stamp.cmp(&other.stamp))
    }

    /// How many lessons were worked through.
    pub fn completed(&self) -> usize {
        self.lessons
            .0
            .iter()
            .filter(|(_, lesson)| lesson.completed)
            .count()
    }
}

impl Lesson {
    /// The pages of `lesson` that the learner has not been on.
    pub fn unseen<'a>(&self, lesson: &'a course::Lesson) -> impl Iterator<Item = &'a course::Page> {
        lesson
            .pages
            .iter()
            .filter(|page| !self.pages.contains(&page.id))
    }
}

impl Record {
    /// Takes in that something was done in the activity, in the lesson `here`.
    fn touched(&mut self, here: &Id) {
        self.restarted = None;
        if self.lesson.as_ref() != Some(here) {
            self.lesson = Some(here.clone());
        }
    }

    /// Takes in an attempt that was made in the lesson `here`.
    fn tried(&mut self, here: &Id, attempt: &Attempt) {
        self.touched(here);
        if self.grading != attempt.grading {
            self.grading.clone_from(&attempt.grading);
            self.best = None;
            if attempt.attempt == 1 {
                // The old response did not fit the activity as it is now: it was asked anew.
                (self.attempts, self.hints, self.revealed) = (0, 0, false);
            }
        }
        self.attempts = self.attempts.saturating_add(1);
        self.hints = self.hints.max(attempt.hints);
        self.wording.clone_from(&attempt.wording);
        self.response = Some(attempt.response.clone());
        // A stored score may have been made by hand: more points than there are, out of none.
        let score = Score::new(attempt.score.points, attempt.score.of);
        self.score = Some(score);
        self.sure = attempt.sure;
        if !self.revealed && self.best.is_none_or(|best| !best.at_least(score)) {
            self.best = Some(score);
        }
        if score.points < score.of {
            self.missed.push((attempt.response.clone(), attempt.sure));
        }
    }
}

impl Recalls {
    /// Takes in an attempt that was made at `at`.
    fn tried(&mut self, at: i64, attempt: &Attempt) {
        if self.grading != attempt.grading {
            self.grading.clone_from(&attempt.grading);
            self.all.clear();
        }
        self.response = Some(attempt.response.clone());
        let ratings = if let Response::Cards(ratings) = &attempt.response {
            ratings.clone()
        } else {
            Ratings::new()
        };
        self.all.push(Recall {
            at,
            // As in a record: it may have been made by hand.
            score: Some(Score::new(attempt.score.points, attempt.score.of)),
            attempt: attempt.attempt,
            hints: attempt.hints,
            sure: attempt.sure,
            ratings,
        });
    }

    /// Takes in that the key was looked at at `at`.
    fn looked(&mut self, at: i64) {
        self.all.push(Recall {
            at,
            score: None,
            attempt: 1,
            hints: 0,
            sure: None,
            ratings: Ratings::new(),
        });
    }
}
