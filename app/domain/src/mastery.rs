//! What of a lesson is held, and what is to be looked at again.
//!
//! Completion (worked through) and success (held) are never one flag.

use crate::{
    activity::Activity,
    course,
    id::Id,
    outcome::Outcome,
    progress::{self, Record},
    revision,
    seed::Seed,
};

/// A competency is held from this share of the points of its activities on: four in five.
///
/// The threshold of mastery learning: B. S. Bloom, "Learning for Mastery", UCLA Evaluation
/// Comment 1 (2), 1968, and the 80 to 90 % that followed from it in practice.
pub const HELD: (u32, u32) = (4, 5);

/// How a learner stands in one competency of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which competency.
    pub competency: Id,
    /// Points of the best attempts since each activity was last begun. One that came after the key
    /// was shown counts nothing; a fresh beginning counts again.
    pub points: u32,
    /// Points there are.
    pub of: u32,
    /// Activities not tried yet.
    pub untried: usize,
}

impl Standing {
    /// Whether the competency is held: at least [`HELD`] of the points.
    pub fn held(&self) -> bool {
        u64::from(self.points) * u64::from(HELD.1) >= u64::from(self.of) * u64::from(HELD.0)
    }
}

/// How a learner stands at the end of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Each competency that the lesson assesses, in the order of the lesson.
    pub standings: Vec<Standing>,
    /// Misconceptions that a response showed, each once, in the order of the lesson; and whether the
    /// learner said to be sure of such a response.
    pub misconceptions: Vec<(Id, bool)>,
    /// Activities to look at again: the page they stand on, the activity, whether it was tried.
    pub again: Vec<(Id, Id, bool)>,
}

/// What was `done` in the course adds up to at the end of `lesson`.
pub fn review(lesson: &course::Lesson, done: Option<&progress::Course>) -> Review {
    let mut review = Review::default();
    for page in &lesson.pages {
        if !page.behaviour().is_graded() {
            continue;
        }
        for activity in page.activities() {
            let record = done.and_then(|done| done.record(&activity.id));
            let of = full(activity);
            let best = record.and_then(|record| revision::best(activity, record));
            let points = best.map_or(0, |best| {
                // An old attempt may have been graded out of other points.
                let share = u64::from(best.points) * u64::from(of) / u64::from(best.of.max(1));
                u32::try_from(share).map_or(of, |points| points.min(of))
            });
            for competency in &activity.competencies {
                review.count(
                    competency,
                    points,
                    of,
                    record.is_none_or(|r| r.attempts == 0),
                );
            }
            if points < of {
                let tried = record.is_some_and(|record| record.attempts > 0);
                review
                    .again
                    .push((page.id.clone(), activity.id.clone(), tried));
            }
            for shown in record
                .map(|record| shown(activity, record))
                .unwrap_or_default()
            {
                let (misconception, sure) = shown;
                let mut known = review.misconceptions.iter_mut();
                match known.find(|(have, _)| *have == misconception) {
                    Some((_, held)) => *held |= sure,
                    None => review.misconceptions.push((misconception, sure)),
                }
            }
        }
    }
    review
}

impl Review {
    fn count(&mut self, competency: &Id, points: u32, of: u32, untried: bool) {
        let at = self
            .standings
            .iter()
            .position(|standing| standing.competency == *competency);
        let at = at.unwrap_or_else(|| {
            let competency = competency.clone();
            self.standings.push(Standing {
                competency,
                points: 0,
                of: 0,
                untried: 0,
            });
            self.standings.len() - 1
        });
        if let Some(standing) = self.standings.get_mut(at) {
            standing.points += points;
            standing.of += of;
            standing.untried += usize::from(untried);
        }
    }
}

/// What the key of `activity` earns.
pub fn full(activity: &Activity) -> u32 {
    let solved = activity.task.exercise(Seed::of("", "")).solved();
    match solved.map(|exercise| exercise.grade()) {
        Ok(Outcome::Scored(scored)) => scored.score.of,
        Ok(Outcome::Unanswered(_)) | Err(_) => 1,
    }
}

/// The misconceptions that the missed responses of `record` show, and whether the learner was sure.
fn shown(activity: &Activity, record: &Record) -> Vec<(Id, bool)> {
    let mut shown = Vec::new();
    for (key, misconception) in &activity.misconceptions {
        let missed = record.missed.iter();
        let mut held = missed.filter(|(response, _)| activity.task.shows(response, key));
        if let Some((_, first)) = held.next() {
            let sure = *first == Some(true) || held.any(|(_, sure)| *sure == Some(true));
            shown.push((misconception.clone(), sure));
        }
    }
    shown
}
