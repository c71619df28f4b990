//! `match`: the learner finds the partner of each entry.

#[cfg(feature = "source")]
mod read;

use super::{Entry, Interaction, Work, pairs::Pairs};
use crate::{
    id::Id,
    outcome::{Missing, Scored},
    prose::{Prose, Text},
    seed::Seed,
    set::Set,
};

/// The kind: put together what belongs together.
///
/// One point for each pair. A partner belongs to one entry at most, and some to none; while the learner
/// is at it one may stand in two rows. (To take it from the other row would undo what was done there
/// as soon as the arrow keys pass over it in a menu.)
#[derive(Clone, Copy, Debug)]
pub struct Match;

// What stands on the left are the entries of the task, the partners its places.
pub use super::pairs::{Edit, Secret, Task};

impl Interaction for Match {
    type Task = Task;
    /// Each entry that was given a partner, with the partner.
    type Response = Pairs;
    type Edit = Edit;

    /// The entries as written, then the partners in an order drawn for the learner.
    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        let keys = |list: &[Entry]| list.iter().map(|entry| entry.key.clone()).collect();
        let mut offered: Vec<Id> = keys(&task.entries);
        offered.extend(seed.shuffle(keys(&task.places)));
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

    /// The words of the partners.
    fn labels(task: &Task) -> Vec<&Text> {
        task.labels()
    }

    fn sound(task: &Task) -> bool {
        let key = &task.secret.key;
        let mut seen = Set::new();
        task.sound() && key.iter().all(|(_, partner)| seen.insert(partner.clone()))
    }

    /// An entry shows one with a wrong partner, and a partner with a wrong entry.
    fn shows(task: &Task, response: &Pairs, key: &Id) -> bool {
        task.astray(response, key)
    }
}
