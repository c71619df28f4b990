//! `categorise`: the learner puts items into groups.

#[cfg(feature = "source")]
mod read;

use super::{Entry, Interaction, Work, pairs::Pairs};
use crate::{
    id::Id,
    outcome::{Missing, Scored},
    prose::{Prose, Text},
    seed::Seed,
};

/// The kind: put into groups.
///
/// One point for each item that is in its group. A group may stay empty.
#[derive(Clone, Copy, Debug)]
pub struct Categorise;

// The items are the entries of the task, the groups its places.
pub use super::pairs::{Edit, Secret, Task};

impl Interaction for Categorise {
    type Task = Task;
    /// Each item that was put into a group, with the group.
    type Response = Pairs;
    type Edit = Edit;

    /// The items in an order drawn for the learner, then the groups as written.
    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        let keys = |list: &[Entry]| list.iter().map(|entry| entry.key.clone()).collect();
        let mut offered = seed.shuffle(keys(&task.entries));
        offered.extend::<Vec<Id>>(keys(&task.places));
        offered
    }

    fn blank() -> Pairs {
        Pairs::new()
    }

    fn edit(work: &Work<Self>, edit: &Edit) -> Pairs {
        work.task().edited(work.response(), edit)
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        work.task().edits(work.response())
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        work.task().missing(work.response())
    }

    fn fits(task: &Task, response: &Pairs) -> bool {
        task.fits(response)
    }

    fn grade(work: &Work<Self>) -> Scored {
        work.task().grade(work.response())
    }

    fn key(task: &Task) -> Pairs {
        task.secret.key.clone()
    }

    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        work.task().feedback(work.response(), key)
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        task.feedbacks()
    }

    /// The words of the groups.
    fn labels(task: &Task) -> Vec<&Text> {
        task.labels()
    }

    fn sound(task: &Task) -> bool {
        task.sound()
    }

    /// An item shows one in a wrong group, and a group when it holds a wrong item.
    fn shows(task: &Task, response: &Pairs, key: &Id) -> bool {
        task.astray(response, key)
    }
}
