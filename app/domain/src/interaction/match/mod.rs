//! `match`: the learner finds the partner of each entry.

#[cfg(feature = "source")]
mod read;

use super::{keys, pairs::Pairing};
use crate::{id::Id, seed::Seed, set::Set};

/// The kind: put together what belongs together.
///
/// One point for each pair. A partner belongs to one entry at most, and some to none; while the learner
/// is at it one may stand in two rows. (To take it from the other row would undo what was done there
/// as soon as the arrow keys pass over it in a menu.)
#[derive(Clone, Copy, Debug)]
pub struct Match;

// What stands on the left are the entries of the task, the partners its places.
pub use super::pairs::{Edit, Secret, Task};

impl Pairing for Match {
    /// The entries as written, then the partners in an order drawn for the learner.
    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        let mut offered = keys(&task.entries);
        offered.extend(seed.shuffle(keys(&task.places)));
        offered
    }

    /// In the key no partner stands twice.
    fn sound(task: &Task) -> bool {
        let key = &task.secret.key;
        let mut seen = Set::new();
        task.sound() && key.iter().all(|(_, partner)| seen.insert(partner.clone()))
    }
}
