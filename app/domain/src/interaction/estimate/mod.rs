//! `estimate`: the learner says how large a number may be, and then sees the true one.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Interaction, Work, keys};
use crate::{
    ballot::{Choice, Poll, Wording},
    decimal::Decimal,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::Prose,
    seed::Seed,
};

/// The key of the single entry: what marks are about.
pub const VALUE: &str = "value";
/// Names an estimate that is too low: its feedback, and what it shows.
pub const LOW: &str = "low";
/// Names an estimate that is too high.
pub const HIGH: &str = "high";

/// Digits after the decimal point, at most.
pub const DIGITS: u8 = 6;
/// The largest number, in the smallest decimal place.
pub const LARGEST: i64 = 1_000_000_000_000;
/// How many steps the way from the least to the most may have.
pub const STEPS: i64 = 1_000;

/// Into so many parts the scale is cut where a class votes: a divisor of ten.
const PARTS: i64 = 5;

/// The kind: estimate a number, then see the true one.
///
/// Two points at most one step away from the key, or a quarter of what is still near if that is
/// more; one point for what is near.
#[derive(Clone, Copy, Debug)]
pub struct Estimate;

/// What is to be estimated. Every number counts the smallest decimal place in use: with a digit
/// after the point, 35 stands for 3.5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The one thing there is to say, which is called [`VALUE`].
    pub entries: Vec<Entry>,
    /// The least that can be said.
    pub min: i64,
    /// The most that can be said.
    pub max: i64,
    /// How far apart two estimates are at least.
    pub step: i64,
    /// Where the slider stands at first.
    pub start: i64,
    /// How many digits stand after the decimal point, at most [`DIGITS`].
    pub digits: u8,
    /// What follows a number; may be empty.
    pub unit: String,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The true number; it need not be a whole number of steps from the least.
    pub key: i64,
    /// How far off an estimate still earns a point.
    pub near: i64,
    /// Where the true number comes from: a figure of the course.
    pub figure: Option<Id>,
    /// Feedback for an estimate that is too low.
    pub low: Prose,
    /// Feedback for an estimate that is too high.
    pub high: Prose,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Says a number; the nearest that can be said is taken.
    Set(i64),
}

/// A number and how many of its digits stand after the decimal point, none of them a zero at the end:
/// it stays what it is when the author uses more digits later.
type Response = Option<(i64, u8)>;

impl Estimate {
    /// The number as it stands: the estimate, or where the slider stood at first.
    pub fn standing(work: &Work<Self>) -> i64 {
        Self::said(work.task(), work.response()).unwrap_or(work.task().start)
    }

    /// The estimate in the smallest decimal place of `task`; none when blank, or when it has digits
    /// that the task has not.
    fn said(task: &Task, response: &Response) -> Option<i64> {
        let (number, digits) = (*response)?;
        let more = task.digits.checked_sub(digits)?;
        number.checked_mul(10_i64.checked_pow(more.into())?)
    }

    /// The response that says `value`.
    fn saying(task: &Task, value: i64) -> Response {
        let (mut number, mut digits) = (value, task.digits);
        while digits > 0 && number % 10 == 0 {
            number /= 10;
            digits -= 1;
        }
        Some((number, digits))
    }

    /// How near `value` is to the key.
    pub fn mark(task: &Task, value: i64) -> Mark {
        let off = value.abs_diff(task.secret.key);
        let near = task.secret.near.unsigned_abs();
        if off <= task.step.unsigned_abs().max(near / 4) {
            Mark::Right
        } else if off <= near {
            Mark::Near
        } else {
            Mark::Wrong
        }
    }

    /// The number that can be said and is nearest to `value`.
    fn nearest(task: &Task, value: i64) -> i64 {
        let from = value.clamp(task.min, task.max) - task.min;
        let steps = (from + task.step / 2) / task.step.max(1);
        (task.min + steps * task.step).min(task.max)
    }
}

impl Interaction for Estimate {
    type Task = Task;
    /// What the learner said; none when blank.
    type Response = Response;
    type Edit = Edit;

    fn offer(task: &Task, _seed: Seed) -> Vec<Id> {
        keys(&task.entries)
    }

    fn blank() -> Response {
        None
    }

    fn edit(work: &Work<Self>, Edit::Set(value): &Edit) -> Response {
        Self::saying(work.task(), Self::nearest(work.task(), *value))
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let task = work.task();
        let mut edits = Vec::new();
        let mut value = task.min;
        while value <= task.max {
            edits.push(Edit::Set(value));
            value += task.step.max(1);
        }
        edits
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        work.response().is_none().then_some(Missing::Move)
    }

    fn fits(task: &Task, response: &Response) -> bool {
        match Self::said(task, response) {
            Some(value) => {
                (task.min..=task.max).contains(&value) && Self::saying(task, value) == *response
            }
            None => response.is_none(),
        }
    }

    fn grade(work: &Work<Self>) -> Scored {
        let mark = Self::mark(work.task(), Self::standing(work));
        let points = match mark {
            Mark::Right => 2,
            Mark::Near => 1,
            Mark::Wrong => 0,
        };
        let entry = work.task().entries.first();
        Scored {
            score: Score::new(points, 2),
            marks: entry
                .iter()
                .map(|entry| (entry.key.clone(), mark))
                .collect(),
        }
    }

    fn key(task: &Task) -> Response {
        Self::saying(task, task.secret.key)
    }

    /// What is said of a number that is too low or too high; of one that is right there is none.
    fn feedback<'a>(work: &'a Work<Self>, _key: &Id) -> Option<&'a Prose> {
        let task = work.task();
        let value = Self::said(task, work.response())?;
        match Self::mark(task, value) {
            Mark::Right => None,
            Mark::Near | Mark::Wrong if value < task.secret.key => Some(&task.secret.low),
            Mark::Near | Mark::Wrong => Some(&task.secret.high),
        }
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        vec![&task.secret.low, &task.secret.high]
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    /// A slider whose steps go from one end to the other, with the key between them, and which does
    /// not stand near the key at first.
    fn sound(task: &Task) -> bool {
        let Secret { key, near, .. } = task.secret;
        let numbers = [task.min, task.max, task.step, task.start, key, near];
        let small = numbers
            .iter()
            .all(|number| (-LARGEST..=LARGEST).contains(number));
        // What follows adds and takes away numbers that are small.
        small
            && task.digits <= DIGITS
            && task.step >= 1
            && task.min < task.max
            && (task.max - task.min) % task.step == 0
            && (task.max - task.min) / task.step <= STEPS
            && (task.min..=task.max).contains(&key)
            && near > task.step
            && (task.min..=task.max).contains(&task.start)
            && (task.start - task.min) % task.step == 0
            && task.start.abs_diff(key) > near.unsigned_abs()
            && matches!(&task.entries[..], [entry] if entry.key.as_str() == VALUE)
    }

    /// An estimate shows one by being too low or too high, and not near.
    fn shows(task: &Task, response: &Response, key: &Id) -> bool {
        Self::said(task, response).is_some_and(|value| {
            let side = if value < task.secret.key { LOW } else { HIGH };
            Self::mark(task, value) == Mark::Wrong && key.as_str() == side
        })
    }

    /// In which part of the scale the true number lies, of five that are equally long.
    fn ballot(task: &Task) -> Vec<Poll> {
        // With one more decimal place than the numbers of the task, every border is exact.
        let border = |n: i64| task.min * 10 + (task.max - task.min) * 10 / PARTS * n;
        let number = |tenths| Decimal::counting(tenths, task.digits + 1);
        let key = task.secret.key * 10;
        let mut choices = Vec::new();
        for n in 0..PARTS {
            let (from, to) = (border(n), border(n + 1));
            let above = n == 0 || from < key;
            choices.push(Choice::apart(
                Wording::Range(number(from), number(to), task.unit.clone()),
                above && key <= to,
            ));
        }
        vec![Poll {
            about: None,
            choices,
        }]
    }
}

read_struct!(Task {
    entries,
    min,
    max,
    step,
    start,
    digits,
    unit,
    secret
});
read_struct!(Secret {
    key,
    near,
    figure,
    low,
    high
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interaction::Mismatch;
    use std::sync::Arc;

    /// From 0 to 60, with so many digits after the point.
    fn task(digits: u8) -> Arc<Task> {
        let one = 10_i64.pow(digits.into());
        Arc::new(Task {
            entries: Vec::new(),
            min: 0,
            max: 60 * one,
            step: 1,
            start: 60 * one,
            digits,
            unit: String::new(),
            secret: Secret {
                key: 18 * one,
                near: 6 * one,
                figure: None,
                low: Vec::new(),
                high: Vec::new(),
            },
        })
    }

    fn work(digits: u8) -> Work<Estimate> {
        Work::new(task(digits), Seed::of("learner", "activity"))
    }

    #[test]
    fn an_estimate_stays_the_same_number_when_the_author_uses_more_digits() {
        let whole = work(0).edited(&Edit::Set(39));
        let finer = work(1).with(*whole.response()).expect("39 is 39.0");
        assert_eq!(Estimate::standing(&finer), 390);
        assert_eq!(finer, finer.edited(&Edit::Set(390)), "as if said there");
        let tenths = work(1).edited(&Edit::Set(395));
        assert!(
            matches!(work(0).with(*tenths.response()), Err(Mismatch)),
            "39.5 can't be said in whole numbers"
        );
    }

    #[test]
    fn a_stored_number_that_nobody_can_have_said_does_not_fit() {
        for stored in [(390, 1), (0, 1), (601, 1), (-1, 0), (i64::MAX, 0), (1, 9)] {
            assert!(!Estimate::fits(&task(1), &Some(stored)), "{stored:?}");
        }
        for stored in [None, Some((0, 0)), Some((60, 0)), Some((395, 1))] {
            assert!(Estimate::fits(&task(1), &stored), "{stored:?}");
        }
    }
}
