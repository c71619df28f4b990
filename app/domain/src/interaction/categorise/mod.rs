//! `categorise`: the learner puts items into groups.

#[cfg(feature = "source")]
mod read;

use super::{keys, pairs::Pairing};
use crate::{id::Id, seed::Seed};

/// The kind: put into groups.
///
/// One point for each item that is in its group. A group may stay empty.
#[derive(Clone, Copy, Debug)]
pub struct Categorise;

// The items are the entries of the task, the groups its places.
pub use super::pairs::{Edit, Secret, Task};

impl Pairing for Categorise {
    /// The items in an order drawn for the learner, then the groups as written.
    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        let mut offered = seed.shuffle(keys(&task.entries));
        offered.extend(keys(&task.places));
        offered
    }
}
