//! `choice`: the learner picks one entry.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, drawn, poll, proses, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::Prose,
    seed::Seed,
};

/// The kind: pick one. Worth one point.
#[derive(Clone, Copy, Debug)]
pub struct Choice;

/// What is to be picked from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What can be picked; at least two.
    pub entries: Vec<Entry>,
    /// Whether each learner gets an order of their own.
    pub shuffle: bool,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The entry that is right: one of the task's.
    pub key: Id,
    /// Feedback for each entry.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Picks an entry in place of the one picked before.
    Pick(Id),
}

impl Interaction for Choice {
    type Task = Task;
    /// The entry picked; none when blank.
    type Response = Option<Id>;
    type Edit = Edit;

    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        drawn(&task.entries, task.shuffle, seed)
    }

    fn blank() -> Option<Id> {
        None
    }

    fn edit(work: &Work<Self>, Edit::Pick(key): &Edit) -> Option<Id> {
        match work.entry(key) {
            Some(_) => Some(key.clone()),
            None => work.response().clone(),
        }
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        work.offered().iter().cloned().map(Edit::Pick).collect()
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        work.response().is_none().then_some(Missing::Pick)
    }

    fn fits(task: &Task, response: &Option<Id>) -> bool {
        response
            .as_ref()
            .is_none_or(|key| task.entries.iter().any(|entry| entry.key == *key))
    }

    fn grade(work: &Work<Self>) -> Scored {
        let right = work.response().as_ref() == Some(&work.task().secret.key);
        let mark = if right { Mark::Right } else { Mark::Wrong };
        Scored {
            score: Score::new(u32::from(right), 1),
            marks: work
                .response()
                .iter()
                .map(|key| (key.clone(), mark))
                .collect(),
        }
    }

    fn key(task: &Task) -> Option<Id> {
        Some(task.secret.key.clone())
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

    fn shows(_task: &Task, response: &Option<Id>, key: &Id) -> bool {
        response.as_ref() == Some(key)
    }

    fn ballot(task: &Task) -> Vec<Poll> {
        let right = |key: &Id| task.secret.key == *key;
        vec![poll(None, &task.entries, &right)]
    }
}

read_struct!(Task {
    entries,
    shuffle,
    secret
});
read_struct!(Secret { key, feedback });
