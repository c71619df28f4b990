//! `hotspot`: the learner chooses regions of a picture.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, distinct, drawn, poll, proses, ticks, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Missing, Scored},
    prose::{Block, Prose},
    seed::Seed,
    set::Set,
};

/// The kind: choose regions of a picture.
///
/// With one region to be chosen, it is picked for one point. With several, there is a point for each
/// that is rightly chosen, less one for each that is wrongly chosen, never under 0 (QTI's
/// `mapResponse` with a lower bound of 0).
#[derive(Clone, Copy, Debug)]
pub struct Hotspot;

/// The picture and its regions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The picture: one block, as prose because pictures are published and checked there.
    pub picture: Prose,
    /// What the regions are called; at least two.
    pub entries: Vec<Entry>,
    /// Where each of them is; every entry has one.
    pub regions: Vec<(Id, Region)>,
    /// Whether each learner gets an order of their own.
    pub shuffle: bool,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// A place in a picture, in whole hundredths of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// From the left edge of the picture.
    pub x: u8,
    /// From its upper edge.
    pub y: u8,
    /// At least 1; `x + width` is at most 100.
    #[serde(rename = "w")]
    pub width: u8,
    /// At least 1; `y + height` is at most 100.
    #[serde(rename = "h")]
    pub height: u8,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The regions that are right: at least one, all of the task's.
    pub key: Set<Id>,
    /// Feedback for each region.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Picks a region in place of the one picked before; where several are to be chosen, chooses it
    /// or takes that back.
    Choose(Id),
}

impl Region {
    /// Whether it has a size and stays in the picture.
    fn sound(self) -> bool {
        let within = |from: u8, size: u8| size > 0 && u16::from(from) + u16::from(size) <= 100;
        within(self.x, self.width) && within(self.y, self.height)
    }
}

impl Task {
    /// Whether one region is to be picked, rather than several to be chosen.
    pub fn is_pick(&self) -> bool {
        self.secret.key.len() == 1
    }

    /// Where the entry `key` is in the picture.
    pub fn region(&self, key: &Id) -> Option<Region> {
        let found = self.regions.iter().find(|(given, _)| given == key);
        found.map(|(_, region)| *region)
    }
}

impl Interaction for Hotspot {
    type Task = Task;
    /// The regions chosen; none when blank.
    type Response = Set<Id>;
    type Edit = Edit;

    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        drawn(&task.entries, task.shuffle, seed)
    }

    fn blank() -> Set<Id> {
        Set::new()
    }

    fn edit(work: &Work<Self>, Edit::Choose(key): &Edit) -> Set<Id> {
        if work.task().is_pick() && work.entry(key).is_some() {
            return Set::from([key.clone()]);
        }
        ticks::toggled(&work.task().entries, work.response(), key)
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        work.offered().iter().cloned().map(Edit::Choose).collect()
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let missing = if work.task().is_pick() {
            Missing::Pick
        } else {
            Missing::Tick
        };
        work.response().is_empty().then_some(missing)
    }

    fn fits(task: &Task, response: &Set<Id>) -> bool {
        ticks::fit(&task.entries, response) && (response.len() < 2 || !task.is_pick())
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

    /// The picture goes with them: it is prose of the task as they are.
    fn feedbacks(task: &Task) -> Vec<&Prose> {
        let mut all = proses(&task.secret.feedback);
        all.insert(0, &task.picture);
        all
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    /// One picture, and a place in it for every entry and for nothing else.
    fn sound(task: &Task) -> bool {
        let placed = |entry: &Entry| task.region(&entry.key).is_some_and(Region::sound);
        let pictured = matches!(task.picture.as_slice(), [Block::Picture(_)]);
        pictured
            && task.entries.len() >= 2
            && distinct(&task.entries)
            && task.regions.len() == task.entries.len()
            && task.entries.iter().all(placed)
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
    picture,
    entries,
    regions,
    shuffle,
    secret
});
read_struct!(Region { x, y, width = "w", height = "h" });
read_struct!(Secret { key, feedback });
