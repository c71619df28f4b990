//! `choices`: the learner ticks all entries that apply.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, drawn, poll, proses, ticks, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Missing, Scored},
    prose::Prose,
    seed::Seed,
    set::Set,
};

/// The kind: tick all that apply.
///
/// A point for each right tick, less one for each wrong tick, never under 0
/// (QTI's `mapResponse` with a lower bound of 0).
#[derive(Clone, Copy, Debug)]
pub struct Choices;

/// What can be ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What can be ticked; at least two.
    pub entries: Vec<Entry>,
    /// Whether each learner gets an order of their own.
    pub shuffle: bool,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The entries that are right: at least one, all of the task's.
    pub key: Set<Id>,
    /// Feedback for each entry.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Ticks an entry, or takes the tick away.
    Toggle(Id),
}

impl Interaction for Choices {
    type Task = Task;
    /// The entries ticked; none when blank.
    type Response = Set<Id>;
    type Edit = Edit;

    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        drawn(&task.entries, task.shuffle, seed)
    }

    fn blank() -> Set<Id> {
        Set::new()
    }

    fn edit(work: &Work<Self>, Edit::Toggle(key): &Edit) -> Set<Id> {
        ticks::toggled(&work.task().entries, work.response(), key)
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        work.offered().iter().cloned().map(Edit::Toggle).collect()
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        work.response().is_empty().then_some(Missing::Tick)
    }

    fn fits(task: &Task, response: &Set<Id>) -> bool {
        ticks::fit(&task.entries, response)
    }

    fn grade(work: &Work<Self>) -> Scored {
        ticks::grade(work.offered(), work.response(), &work.task().secret.key)
    }

    fn key(task: &Task) -> Set<Id> {
        task.secret.key.clone()
    }

    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        written(&work.task().secret.feedback, key)
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        proses(&task.secret.feedback)
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    fn shows(_task: &Task, response: &Set<Id>, key: &Id) -> bool {
        response.contains(key)
    }

    fn ballot(task: &Task) -> Vec<Poll> {
        let right = |key: &Id| task.secret.key.contains(key);
        vec![poll(None, &task.entries, &right)]
    }
}

read_struct!(Task {
    entries,
    shuffle,
    secret
});
read_struct!(Secret { key, feedback });
