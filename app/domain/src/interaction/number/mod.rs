//! `number`: the learner writes a number, and chooses its unit where there are several.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, proses, written};
use crate::{
    ballot::{Choice, Poll, Wording},
    decimal::{Decimal, Sign, Unread},
    id::Id,
    json::read_struct,
    limit,
    outcome::{Mark, Missing, Score, Scored},
    prose::Prose,
    seed::Seed,
};

/// The kind: write a number. Worth one point, which a number earns that is no further from the key
/// than the tolerance. A number in another unit is converted exactly.
#[derive(Clone, Copy, Debug)]
pub struct Number;

/// So many characters the name of a unit has at most.
const UNIT_CHARACTERS: usize = 40;

/// What number is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The unit of the key; empty where it has none.
    pub unit: String,
    /// Further units to choose from, each with its factor into the first. Where there are any, the
    /// learner has to choose, and their names are the same in every language.
    pub units: Vec<(String, Decimal)>,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The number that is right.
    pub key: Decimal,
    /// How far from it a number may be, in its unit.
    pub tolerance: Decimal,
    /// Wrong numbers that were foreseen, in the unit of the key; none within its tolerance.
    pub wrong: Vec<(Id, Decimal)>,
    /// Feedback for each of them.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Writes something in place of what stood there, in a language with this decimal sign.
    Write(String, Sign),
    /// Chooses a unit in place of the one chosen before, or takes it back.
    Unit(Option<String>),
}

/// What was typed; the number it was understood as, if it was, in the one form of a [`Decimal`];
/// the unit chosen, where there is something to choose.
type Response = (String, Option<String>, Option<String>);

impl Number {
    /// The number that a response was understood as.
    pub fn understood((_, number, _): &Response) -> Option<Decimal> {
        Decimal::new(number.as_ref()?).ok()
    }

    /// Whether `name` is a unit to choose from.
    fn offers(task: &Task, name: &str) -> bool {
        let further = task.units.iter().any(|(unit, _)| unit == name);
        further || (!task.units.is_empty() && task.unit == name)
    }

    /// Whether `response` is no further from `number` than the tolerance.
    fn hits(task: &Task, response: &Response, number: Decimal) -> bool {
        let unit = response.2.as_ref();
        let chosen = task.units.iter().find(|(name, _)| Some(name) == unit);
        let factor = chosen.map_or(Decimal::ONE, |(_, factor)| *factor);
        let given = Self::understood(response);
        given.is_some_and(|given| given.is_near(factor, number, task.secret.tolerance))
    }

    /// Whether `response` is right.
    fn right(task: &Task, response: &Response) -> bool {
        Self::hits(task, response, task.secret.key)
    }

    /// The wrong number that `response` is, if it was foreseen.
    fn foreseen<'a>(task: &'a Task, response: &Response) -> Option<&'a Id> {
        let mut wrong = task.secret.wrong.iter();
        wrong
            .find(|(_, number)| Self::hits(task, response, *number))
            .map(|(key, _)| key)
            .filter(|_| !Self::right(task, response))
    }
}

impl Interaction for Number {
    type Task = Task;
    type Response = Response;
    type Edit = Edit;

    /// There are no entries to offer.
    fn offer(_task: &Task, _seed: Seed) -> Vec<Id> {
        Vec::new()
    }

    fn blank() -> Response {
        (String::new(), None, None)
    }

    fn edit(work: &Work<Self>, edit: &Edit) -> Response {
        let (typed, number, unit) = work.response().clone();
        match edit {
            Edit::Write(typed, sign) => {
                let typed: String = typed.chars().take(limit::TYPED_CHARACTERS).collect();
                let number = Decimal::read(&typed, *sign).ok().map(Decimal::text);
                (typed, number, unit)
            }
            Edit::Unit(Some(name)) if !Self::offers(work.task(), name) => (typed, number, unit),
            Edit::Unit(chosen) => (typed, number, chosen.clone()),
        }
    }

    /// A learner can write anything: here stands one text of each sort.
    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let task = work.task();
        let secret = &task.secret;
        let wrong = secret.wrong.iter().map(|(_, number)| number.text());
        let written = ["", "?"].into_iter().map(str::to_owned);
        let mut edits: Vec<Edit> = written
            .chain([secret.key.text()])
            .chain(wrong)
            .map(|typed| Edit::Write(typed, Sign::Point))
            .collect();
        edits.push(Edit::Write("16,000".to_owned(), Sign::Comma));
        let further = task.units.iter().map(|(name, _)| name);
        if !task.units.is_empty() {
            edits.push(Edit::Unit(None));
            edits.extend(
                [&task.unit]
                    .into_iter()
                    .chain(further)
                    .map(|name| Edit::Unit(Some(name.clone()))),
            );
        }
        edits
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let (typed, number, unit) = work.response();
        if typed.trim().is_empty() {
            return Some(Missing::Write);
        }
        if number.is_none() {
            // What was understood is known, and the language is not: only one of them has doubts.
            return Some(match Decimal::read(typed, Sign::Comma) {
                Err(Unread::Either(one, other)) => Missing::Either(one, other),
                Err(Unread::NoNumber) | Ok(_) => Missing::Number,
            });
        }
        (unit.is_none() && !work.task().units.is_empty()).then_some(Missing::Unit)
    }

    fn same(one: &Response, other: &Response) -> bool {
        one == other || (one.1.is_some() && one.1 == other.1 && one.2 == other.2)
    }

    fn fits(task: &Task, (typed, number, unit): &Response) -> bool {
        let read = |sign| Decimal::read(typed, sign).ok().map(Decimal::text);
        typed.chars().count() <= limit::TYPED_CHARACTERS
            && (read(Sign::Point) == *number || read(Sign::Comma) == *number)
            && unit.as_ref().is_none_or(|name| Self::offers(task, name))
    }

    /// Only a wrong number that was foreseen is marked: of the others there is nothing to say.
    fn grade(work: &Work<Self>) -> Scored {
        let (task, response) = (work.task(), work.response());
        let foreseen = Self::foreseen(task, response);
        Scored {
            score: Score::new(u32::from(Self::right(task, response)), 1),
            marks: foreseen
                .map(|key| (key.clone(), Mark::Wrong))
                .into_iter()
                .collect(),
        }
    }

    fn key(task: &Task) -> Response {
        let number = task.secret.key.text();
        let unit = (!task.units.is_empty()).then(|| task.unit.clone());
        (number.clone(), Some(number), unit)
    }

    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        written(&work.task().secret.feedback, key)
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        proses(&task.secret.feedback)
    }

    /// There are none: the numbers that were foreseen are nobody's to read.
    fn entries(_task: &Task) -> &[Entry] {
        &[]
    }

    fn sound(task: &Task) -> bool {
        let secret = &task.secret;
        let names = || {
            [&task.unit]
                .into_iter()
                .chain(task.units.iter().map(|(name, _)| name))
        };
        let once = |(n, name): (usize, &String)| !names().take(n).any(|before| before == name);
        let short = |name: &String| name.chars().count() <= UNIT_CHARACTERS;
        let named = |name: &String| !name.trim().is_empty() || task.units.is_empty();
        let scales = |factor: Decimal| !factor.is_negative() && !factor.is_zero();
        let first = |(n, (key, _)): (usize, &(Id, Decimal))| {
            !secret.wrong.iter().take(n).any(|(before, _)| before == key)
        };
        let outside = |number: Decimal| !number.is_near(Decimal::ONE, secret.key, secret.tolerance);
        !secret.tolerance.is_negative()
            && names().enumerate().all(once)
            && names().all(short)
            && names().all(named)
            && task.units.iter().all(|(_, factor)| scales(*factor))
            && secret.wrong.iter().enumerate().all(first)
            && secret.wrong.iter().all(|(_, number)| outside(*number))
    }

    fn shows(task: &Task, response: &Response, key: &Id) -> bool {
        Self::foreseen(task, response) == Some(key)
    }

    /// The key among the wrong numbers that were foreseen, in their order. Where none was, the key
    /// would stand alone: there is nothing to vote for but how well it was known.
    fn ballot(task: &Task) -> Vec<Poll> {
        let secret = &task.secret;
        if secret.wrong.is_empty() {
            return vec![Poll::rated(None)];
        }
        let mut numbers = vec![(secret.key, None)];
        for (key, number) in &secret.wrong {
            // Few, and put in one by one. Of two that are the same number the first one counts.
            let at = numbers.partition_point(|(before, _)| before < number);
            if numbers.get(at).is_none_or(|(next, _)| next != number) {
                numbers.insert(at, (*number, Some(key)));
            }
        }
        let mut choices = Vec::with_capacity(numbers.len() + 1);
        for (number, key) in numbers {
            choices.push(Choice {
                wording: Wording::Number(number, task.unit.clone()),
                right: key.is_none(),
                key: key.cloned(),
            });
        }
        choices.push(Choice::apart(Wording::Other, false));
        vec![Poll {
            about: None,
            choices,
        }]
    }
}

read_struct!(Task {
    unit,
    units,
    secret
});
read_struct!(Secret {
    key,
    tolerance,
    wrong,
    feedback
});
