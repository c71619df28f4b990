//! `mark`: the learner marks pieces of a text.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, keys, poll, proses, ticks, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Missing, Scored},
    prose::Prose,
    seed::Seed,
    set::Set,
};

/// The kind: mark pieces of a text.
///
/// A point for each piece that is rightly marked, less one for each that is wrongly marked, never
/// under 0 (QTI's `mapResponse` with a lower bound of 0).
#[derive(Clone, Copy, Debug)]
pub struct Mark;

/// The text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its pieces, mostly sentences, in the order of the text; at least two.
    pub entries: Vec<Entry>,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The pieces that are to be marked: at least one, all of the text's.
    pub key: Set<Id>,
    /// Feedback for each piece.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Marks a piece, or takes the mark away.
    Toggle(Id),
}

impl Interaction for Mark {
    type Task = Task;
    /// The pieces marked; none when blank.
    type Response = Set<Id>;
    type Edit = Edit;

    /// The order of the text: sentences that change places say something else.
    fn offer(task: &Task, _seed: Seed) -> Vec<Id> {
        keys(&task.entries)
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
        work.response().is_empty().then_some(Missing::Mark)
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

read_struct!(Task { entries, secret });
read_struct!(Secret { key, feedback });
