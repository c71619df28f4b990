//! Responses that are a set of entries: what kinds with ticks have in common, whatever they are called.

use super::{Entry, count, has};
use crate::{
    id::Id,
    outcome::{Mark, Score, Scored},
    set::Set,
};

/// `ticked` with the entry `key` in it if it was not, without it if it was. A key that no entry has
/// changes nothing.
pub(super) fn toggled(entries: &[Entry], ticked: &Set<Id>, key: &Id) -> Set<Id> {
    let mut ticked = ticked.clone();
    if has(entries, key) && !ticked.remove(key) {
        ticked.insert(key.clone());
    }
    ticked
}

/// Whether every one of `ticked` is an entry.
pub(super) fn fit(entries: &[Entry], ticked: &Set<Id>) -> bool {
    ticked.iter().all(|key| has(entries, key))
}

/// A point for each right tick, less one for each wrong tick, never under 0
/// (QTI's `mapResponse` with a lower bound of 0). The marks come in the order `offered`, as the
/// learner sees the entries.
pub(super) fn grade(offered: &[Id], ticked: &Set<Id>, key: &Set<Id>) -> Scored {
    let mark = |id: &Id| {
        if key.contains(id) {
            Mark::Right
        } else {
            Mark::Wrong
        }
    };
    let up = offered.iter().filter(|id| ticked.contains(id));
    let marks: Vec<_> = up.map(|id| (id.clone(), mark(id))).collect();
    let right = marks
        .iter()
        .filter(|(_, mark)| *mark == Mark::Right)
        .count();
    let points = right.saturating_sub(marks.len() - right);
    Scored {
        score: Score::new(count(points), count(key.len())),
        marks,
    }
}
