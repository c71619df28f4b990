//! What is to be reviewed: how well a learner remembers each activity done, and what comes up today.
//!
//! A fold over what [`Progress`] adds up: so it does not depend on the order in which statements arrived,
//! and what was taken back or set back is not remembered either. The rules of rating and the formulas
//! stand in modules of their own.
//!
//! **Clocks.** A recall has the time of the machine as a label; its order comes from its stamp. A clock
//! may have been wrong. So days between two recalls are counted from the nearest earlier day, at least
//! one and at most [`LONGEST`]; what seems to have been done in days to come was done nobody
//! knows when, and is due now. The worst that a wrong clock does is one wait that is too long, of at most
//! [`LONGEST`] days.

mod memory;
mod rating;

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{
    bundle::Appendix,
    id::Id,
    interaction::cards::Rating,
    mastery::HELD,
    progress::{Progress, Recall, Recalls},
    revision::Known,
    statement::{Deed, Statement},
};

pub use memory::Memory;

/// So many seconds are to be spent on reviewing in a day: three minutes, whatever has piled up.
pub const SECONDS: u32 = 180;

/// The fewest seconds that an activity is taken to need; so at most twelve come up in a day.
pub const SHORTEST: u32 = 15;

/// The most days until something comes up again, however well it is remembered. It bounds what a wrong
/// clock can do as well.
pub const LONGEST: u32 = 365;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// When days begin where the learner is. Days are numbered; day 0 is the first one of 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Milliseconds by which midnight is earlier there than in Greenwich; at most those of a day.
    east: i64,
}

impl Calendar {
    /// Days that begin as many minutes before those of Greenwich: 60 in Paris in winter. (What a
    /// browser calls the offset of its time zone is the same with the other sign.)
    pub fn east(minutes: i16) -> Self {
        Self {
            east: i64::from(minutes.clamp(-1_440, 1_440)) * 60_000,
        }
    }

    /// The day of a time in milliseconds since 1970.
    pub fn day(self, at: i64) -> i64 {
        at.saturating_add(self.east).div_euclid(DAY)
    }
}

/// How well a learner remembers what they did, and when each of it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    calendar: Calendar,
    /// Sorted by course and activity, none twice.
    cards: Vec<Card>,
}

/// An activity that was done and suits a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    course: Id,
    activity: Id,
    /// The fingerprint of what its recalls were graded by.
    grading: String,
    /// About how long it takes; from [`SHORTEST`] to [`SECONDS`].
    seconds: u32,
    memory: Memory,
    /// The label of the last recall that counted.
    last: i64,
    /// Whether it was due when that was made, so that the recall was a review.
    was_due: bool,
}

/// A course whose activities may come up, as it is now.
#[derive(Clone, Copy, Debug)]
pub enum Held<'a> {
    /// By the appendix of the version that is there.
    Appendix(&'a Appendix),
    /// By what the learner knows of it. It does not tell pages.
    Known(&'a Known),
}

/// An activity that comes up today.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// In which course.
    pub course: Id,
    /// In which lesson it stands now.
    pub lesson: Id,
    /// On which page, where that is known.
    pub page: Option<Id>,
    /// Which activity.
    pub activity: Id,
    /// The day since which it is due.
    pub since: i64,
    /// How likely it is recalled today, from 0 to 1.
    pub retrievability: f64,
    /// About how many seconds it takes.
    pub seconds: u32,
}

impl Schedule {
    /// What `progress` is remembered of.
    pub fn of(progress: &Progress, calendar: Calendar) -> Self {
        let mut cards = Vec::new();
        for (course, done) in progress.courses() {
            for (activity, record) in done.records() {
                cards.extend(Card::of(course, activity, &record.recalls, calendar));
            }
        }
        Self { calendar, cards }
    }

    /// Takes in `statement`, which `progress` has taken in. Costs what one activity costs, unless
    /// something was set back or taken back.
    pub fn follow(&mut self, progress: &Progress, statement: &Statement) {
        match &statement.did {
            Deed::Answered(_) | Deed::Revealed(_) => {
                let Some(activity) = statement.did.activity() else {
                    return;
                };
                let course = &statement.course;
                let record = progress.record(course, activity);
                let card =
                    record.and_then(|it| Card::of(course, activity, &it.recalls, self.calendar));
                match (self.find(course, activity), card) {
                    (Ok(at), Some(card)) => self.cards[at] = card,
                    (Ok(at), None) => {
                        self.cards.remove(at);
                    }
                    (Err(at), Some(card)) => self.cards.insert(at, card),
                    (Err(_), None) => {}
                }
            }
            Deed::Cleared | Deed::Voided(_) | Deed::Returned(_) => {
                *self = Self::of(progress, self.calendar);
            }
            // To begin again is not to forget.
            Deed::Progressed(_)
            | Deed::Hinted(..)
            | Deed::Restarted(_)
            | Deed::Noted(..)
            | Deed::Bookmarked(..)
            | Deed::Completed => {}
        }
    }

    /// Where the card of an activity is, or where it would be.
    fn find(&self, course: &Id, activity: &Id) -> Result<usize, usize> {
        self.cards
            .binary_search_by(|card| (&card.course, &card.activity).cmp(&(course, activity)))
    }

    /// The card of `activity` in `course`, if it was done and suits a review.
    pub fn card(&self, course: &Id, activity: &Id) -> Option<&Card> {
        let at = self.find(course, activity).ok()?;
        self.cards.get(at)
    }

    /// The day at the time `now`, in milliseconds since 1970.
    pub fn day(&self, now: i64) -> i64 {
        self.calendar.day(now)
    }

    /// What is to be reviewed on the day of `now`, in this order: never more than [`SECONDS`] less what
    /// was reviewed that day already, however much is overdue. What is remembered least comes in first,
    /// and courses take turns.
    ///
    /// Only what stands in one of `courses`, and is graded there as it was when it was done. How many are
    /// due today is how many are here: at most twelve.
    pub fn today(&self, courses: &[(&Id, Held<'_>)], now: i64) -> Vec<Due> {
        let today = self.day(now);
        let mut left = SECONDS;
        for card in &self.cards {
            if card.was_due && card.last == today {
                left = left.saturating_sub(card.seconds);
            }
        }
        if left < SHORTEST {
            return Vec::new();
        }
        let mut due = Vec::new();
        for (course, held) in courses {
            for (lesson, page, activity, grading) in held.activities() {
                let card = self.card(course, activity);
                due.extend(
                    card.filter(|it| it.grading == grading && it.due(today) <= today)
                        .map(|it| (it, lesson, page)),
                );
            }
        }
        // A heap of places: the sort of the standard library is ten times its size in the wasm. What is
        // not negative has its bits in its own order; what is remembered alike stays in the order of the
        // courses.
        let least = due
            .iter()
            .enumerate()
            .map(|(at, (card, ..))| Reverse((card.retrievability(today).to_bits(), at)));
        let mut least: BinaryHeap<_> = least.collect();
        let mut picked: Vec<Due> = Vec::new();
        while let Some(Reverse((_, at))) = least.pop() {
            let Some((card, lesson, page)) = due.get(at) else {
                continue;
            };
            let is_there = picked
                .iter()
                .any(|it| it.course == card.course && it.activity == card.activity);
            if card.seconds > left || is_there {
                continue;
            }
            left -= card.seconds;
            picked.push(Due {
                course: card.course.clone(),
                lesson: (*lesson).clone(),
                page: page.cloned(),
                activity: card.activity.clone(),
                since: card.due(today),
                retrievability: card.retrievability(today),
                seconds: card.seconds,
            });
        }
        in_turns(picked)
    }
}

/// `due` in an order in which two of one course follow each other only where there is no way around it.
fn in_turns(mut due: Vec<Due>) -> Vec<Due> {
    let mut order: Vec<Due> = Vec::with_capacity(due.len());
    while !due.is_empty() {
        let last = order.last().map(|it| &it.course);
        let differs = |it: &Due| last != Some(&it.course);
        // A course that has more than half of what is left has to come now, or its rest comes in a row.
        let presses = |it: &Due| {
            let alike = due.iter().filter(|other| other.course == it.course);
            alike.count() * 2 > due.len()
        };
        let pressing = due.iter().position(|it| differs(it) && presses(it));
        let next = pressing.or_else(|| due.iter().position(differs));
        order.push(due.remove(next.unwrap_or(0)));
    }
    order
}

impl Card {
    /// The card of an activity that was recalled so; none where it does not suit a review.
    fn of(course: &Id, activity: &Id, recalls: &Recalls, calendar: Calendar) -> Option<Self> {
        let seconds = rating::seconds(recalls.response.as_ref()?)?;
        // The days on which it was recalled, sorted.
        let mut days: Vec<i64> = Vec::new();
        let mut memories: Vec<(Id, Memory)> = Vec::new();
        let mut card: Option<Self> = None;
        for recall in &recalls.all {
            let rated = rated(activity, recall, &memories);
            let day = calendar.day(recall.at);
            if rated.is_empty() || card.as_ref().is_some_and(|card| card.last == day) {
                continue;
            }
            // It is there already where the clock went away from this day and came back to it.
            let (Ok(at) | Err(at)) = days.binary_search(&day);
            let before = at.checked_sub(1).and_then(|at| days.get(at));
            // Where each day before seems later, one day: nobody knows how many there were.
            let passed = before.map_or(1, |before| (day - before).clamp(1, LONGEST.into()));
            let passed = u32::try_from(passed).unwrap_or(LONGEST);
            for (side, rating) in rated {
                match memories.iter_mut().find(|(have, _)| *have == side) {
                    Some((_, memory)) => *memory = memory.after(passed, rating),
                    None => memories.push((side, Memory::first(rating))),
                }
            }
            if days.get(at) != Some(&day) {
                days.insert(at, day);
            }
            card = Some(Self {
                course: course.clone(),
                activity: activity.clone(),
                grading: recalls.grading.clone(),
                seconds: seconds.clamp(SHORTEST, SECONDS),
                memory: decisive(&memories)?,
                last: day,
                was_due: card.is_some_and(|card| card.due(day) <= day),
            });
        }
        card
    }

    /// How well it is remembered since it was recalled last.
    pub fn memory(&self) -> Memory {
        self.memory
    }

    /// About how many seconds it takes.
    pub fn seconds(&self) -> u32 {
        self.seconds
    }

    /// The days from the last recall until it is due. Stability is by its definition the time after which
    /// nine in ten is recalled, and nine in ten is what is aimed at.
    fn wait(&self) -> u32 {
        // At most a year, so nothing is cut off.
        self.memory
            .stability
            .round()
            .max(1.0)
            .min(f64::from(LONGEST)) as u32
    }

    /// The days since the last recall; none where nobody can tell, because it seems to lie in days to come.
    fn passed(&self, today: i64) -> Option<u32> {
        u32::try_from(today.saturating_sub(self.last)).ok()
    }

    /// The day since which it is due, or on which it will be, as seen on the day `today`.
    pub fn due(&self, today: i64) -> i64 {
        match self.passed(today) {
            Some(_) => self.last.saturating_add(self.wait().into()),
            None => today,
        }
    }

    /// How likely it is recalled on the day `today`, from 0 to 1.
    pub fn retrievability(&self, today: i64) -> f64 {
        let passed = self.passed(today).unwrap_or(self.wait());
        self.memory.retrievability(passed)
    }
}

/// How `recall` rates what `activity` asks for: as one, or each card by its key where the learner rated
/// cards. Nothing where it says nothing of memory.
fn rated(activity: &Id, recall: &Recall, known: &[(Id, Memory)]) -> Vec<(Id, Rating)> {
    if recall.score.is_none() {
        // What was never tried is not forgotten.
        let all = known.iter();
        return all.map(|(side, _)| (side.clone(), Rating::Again)).collect();
    }
    if recall.ratings.is_empty() {
        return vec![(activity.clone(), rating::rating(recall))];
    }
    // After the first attempt of a round the cards lie open, and some ratings are changed.
    if recall.attempt > 1 {
        return Vec::new();
    }
    let mut rated = Vec::new();
    for (card, number) in &recall.ratings {
        rated.extend(Rating::of(*number).map(|rating| (card.clone(), rating)));
    }
    rated
}

/// The memory that says when all of `memories` are due: the first after a fifth of them that may be
/// overdue, as [`HELD`] has it of a competency. So one card that nobody can keep does not bring all the
/// others up every day.
fn decisive(memories: &[(Id, Memory)]) -> Option<Memory> {
    let spare = memories.len() - (memories.len() * HELD.0 as usize).div_ceil(HELD.1 as usize);
    let places = memories.iter().enumerate();
    let least = places.map(|(at, (_, memory))| Reverse((memory.stability.to_bits(), at)));
    let mut least: BinaryHeap<_> = least.collect();
    for _ in 0..spare {
        least.pop();
    }
    let Reverse((_, at)) = least.pop()?;
    memories.get(at).map(|(_, memory)| *memory)
}

/// An activity of a course: its lesson, its page where that is known, its id, its fingerprint of grading.
type Stands<'a> = (&'a Id, Option<&'a Id>, &'a Id, &'a str);

impl<'a> Held<'a> {
    fn activities(self) -> Vec<Stands<'a>> {
        let mut all: Vec<Stands<'a>> = Vec::new();
        match self {
            Self::Appendix(appendix) => {
                for (lesson, entries) in &appendix.activities {
                    for entry in entries {
                        all.push((lesson, Some(&entry.page), &entry.id, &entry.grading));
                    }
                }
            }
            Self::Known(known) => {
                for lesson in &known.lessons {
                    for (activity, grading, _) in &lesson.activities {
                        all.push((&lesson.id, None, activity, grading));
                    }
                }
            }
        }
        all
    }
}
