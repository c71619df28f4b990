//! `sequence`: the learner puts entries in order.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, keys, poll, proses, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::Prose,
    seed::Seed,
};

/// The kind: put in order.
///
/// Two points for an entry in its place; from four entries on, one for an entry one place away.
/// (In a list of three nearly everything is one place away, and reversing two would earn half.)
/// With several right orders the one that earns most counts.
#[derive(Clone, Copy, Debug)]
pub struct Sequence;

/// What is to be put in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is to be put in order; at least two.
    pub entries: Vec<Entry>,
    /// What the first and the last place stand for; both empty when the order speaks for itself.
    pub ends: (String, String),
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The right orders; at least one, each a permutation of the task's entries.
    /// The first is the one that is shown as the key.
    pub orders: Vec<Vec<Id>>,
    /// Feedback for each entry.
    pub feedback: Feedback,
    /// What is said of an entry instead when it stands too early (`true`), or too late: on a ladder, why
    /// not higher, and why not lower.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub astray: Option<Vec<(Id, bool, Prose)>>,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Moves an entry to a place, counted from 0; the others close up.
    Move(Id, usize),
}

/// How each entry of a response is marked.
type Marks = Vec<(Id, Mark)>;

impl Sequence {
    /// The order as it stands: the response, or the order drawn when nothing was moved yet.
    pub fn standing(work: &Work<Self>) -> &[Id] {
        if work.response().is_empty() {
            work.offered()
        } else {
            work.response()
        }
    }

    /// How far each entry of `order` is from its place in `right`.
    fn marks(order: &[Id], right: &[Id]) -> Vec<(Id, Mark)> {
        let near = order.len() >= 4;
        let mark = |(at, id): (usize, &Id)| {
            let place = right
                .iter()
                .position(|other| other == id)
                .unwrap_or(usize::MAX);
            match place.abs_diff(at) {
                0 => Mark::Right,
                1 if near => Mark::Near,
                _ => Mark::Wrong,
            }
        };
        order
            .iter()
            .enumerate()
            .map(|(at, id)| (id.clone(), mark((at, id))))
            .collect()
    }

    /// The marks of the response by the right order that it comes nearest to, the first of several; and
    /// that order.
    fn nearest(work: &Work<Self>) -> Option<(Marks, &[Id])> {
        let orders = work.task().secret.orders.iter();
        let each = orders.map(|right| (Self::marks(work.response(), right), &right[..]));
        each.reduce(|best, other| {
            if Self::points(&other.0) > Self::points(&best.0) {
                other
            } else {
                best
            }
        })
    }

    fn points(marks: &[(Id, Mark)]) -> u32 {
        let worth = |(_, mark): &(Id, Mark)| match mark {
            Mark::Right => 2,
            Mark::Near => 1,
            Mark::Wrong => 0,
        };
        marks.iter().map(worth).sum()
    }
}

impl Interaction for Sequence {
    type Task = Task;
    /// All entries in the learner's order; empty when blank.
    type Response = Vec<Id>;
    type Edit = Edit;

    /// An order drawn for the learner that is none of the right ones.
    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        let mut drawn = seed.shuffle(keys(&task.entries));
        // Turning the list round by one place at a time comes to an order that is not right,
        // unless every turn is: then there is nothing to put in order.
        for _ in 0..drawn.len() {
            if !task.secret.orders.contains(&drawn) {
                break;
            }
            drawn.rotate_left(1);
        }
        drawn
    }

    fn blank() -> Vec<Id> {
        Vec::new()
    }

    fn edit(work: &Work<Self>, Edit::Move(key, to): &Edit) -> Vec<Id> {
        let mut order = Self::standing(work).to_vec();
        let Some(from) = order.iter().position(|id| id == key) else {
            return work.response().clone();
        };
        let id = order.remove(from);
        order.insert((*to).min(order.len()), id);
        order
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let order = Self::standing(work);
        let step = |(at, id): (usize, &Id)| {
            let up = at.checked_sub(1);
            let down = (at + 1 < order.len()).then_some(at + 1);
            [up, down]
                .into_iter()
                .flatten()
                .map(|to| Edit::Move(id.clone(), to))
                .collect::<Vec<_>>()
        };
        order.iter().enumerate().flat_map(step).collect()
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        work.response().is_empty().then_some(Missing::Move)
    }

    fn fits(task: &Task, response: &Vec<Id>) -> bool {
        let has = |entry: &Entry| response.iter().filter(|id| **id == entry.key).count() == 1;
        response.is_empty()
            || (response.len() == task.entries.len() && task.entries.iter().all(has))
    }

    fn grade(work: &Work<Self>) -> Scored {
        let of = u32::try_from(work.task().entries.len() * 2).unwrap_or(u32::MAX);
        let marks = Self::nearest(work)
            .map(|(marks, _)| marks)
            .unwrap_or_default();
        Scored {
            score: Score::new(Self::points(&marks), of),
            marks,
        }
    }

    fn key(task: &Task) -> Vec<Id> {
        task.secret.orders.first().cloned().unwrap_or_default()
    }

    /// Why it does not stand as early, or as late, as the learner has it; else what is said of the entry.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        let secret = &work.task().secret;
        let place = |order: &[Id]| order.iter().position(|id| id == key);
        let early = Self::nearest(work).and_then(|(_, right)| {
            let (stands, belongs) = (place(work.response())?, place(right)?);
            (stands != belongs).then_some(stands < belongs)
        });
        let mut astray = secret.astray.iter().flatten();
        let found = astray.find(|(entry, way, _)| entry == key && Some(*way) == early);
        found.map_or_else(
            || written(&secret.feedback, key),
            |(_, _, prose)| Some(prose),
        )
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        let astray = task.secret.astray.iter().flatten();
        let mut all = proses(&task.secret.feedback);
        all.extend(astray.map(|(_, _, prose)| prose));
        all
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    /// An entry shows one by standing first.
    fn shows(_task: &Task, response: &Vec<Id>, key: &Id) -> bool {
        response.first() == Some(key)
    }

    /// Which entry comes first.
    fn ballot(task: &Task) -> Vec<Poll> {
        let orders = &task.secret.orders;
        let first = |key: &Id| orders.iter().any(|order| order.first() == Some(key));
        vec![poll(None, &task.entries, &first)]
    }
}

read_struct!(Task {
    entries,
    ends,
    secret
});
read_struct!(Secret {
    orders,
    feedback,
    astray
});
