//! `decision`: the learner goes from card to card, by what they choose, to one of several endings.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, has, keys, poll, proses, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::{Prose, Text},
    seed::Seed,
    set::Set,
};

/// So many steps a path may have: cards can lead back to where one was.
pub const STEPS: usize = 64;

/// So many cards and endings a task may have.
const MOST: usize = 40;

/// So many ways may lead on from a card: each has a letter that picks it.
const WAYS: usize = 9;

/// The points of an ending that is right.
const RIGHT: u8 = 2;

/// The kind: decide, card by card.
///
/// Two points at an ending that is right, one at an acceptable one, whichever path led there. Before
/// an ending the response is not ready.
#[derive(Clone, Copy, Debug)]
pub struct Decision;

/// Cards, and where one comes to from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Cards and endings, from 2 to 40: ways lead on from a card, and none from an ending. It begins
    /// at the first, which is a card.
    pub entries: Vec<Entry>,
    /// The ways on, from 2 to 9 from each card. No key is also the key of a card or an ending.
    pub ways: Vec<Way>,
    /// Where the way out leads for who is stuck; nothing where there is no way out.
    pub stuck: Option<Id>,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// One way on from a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What one does.
    pub entry: Entry,
    /// The card it leads on from.
    pub from: Id,
    /// The card or ending it leads to.
    pub to: Id,
    /// What happens then: told as soon as it was chosen.
    pub then: Prose,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Each ending with its points, from 0 to 2.
    pub worth: Vec<(Id, u8)>,
    /// Feedback for each ending.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Takes a way on from the card.
    Choose(Id),
    /// Goes one step back.
    Back,
    /// Takes the way out.
    Stuck,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'t> {
    /// The card it was made from.
    pub card: &'t Entry,
    /// The way that was chosen; nothing for the way out.
    pub way: Option<&'t Way>,
}

/// A path that can be walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked<'t> {
    /// Its steps, from the first card.
    pub steps: Vec<Step<'t>>,
    /// The card or ending it comes to.
    pub at: &'t Entry,
    /// Where the way out leads from there, as long as it is open: once something was chosen, and once
    /// on a path.
    pub out: Option<&'t Id>,
}

impl Walked<'_> {
    /// Whether it has as many steps as a path may have.
    pub fn is_full(&self) -> bool {
        self.steps.len() >= STEPS
    }
}

impl Task {
    /// The ways on from `card`; none from an ending.
    pub fn ways_from<'t>(&'t self, card: &Id) -> impl Iterator<Item = &'t Way> + use<'t> {
        let card = card.clone();
        self.ways.iter().filter(move |way| way.from == card)
    }

    /// Whether no way leads on from `key`.
    #[inline(never)]
    pub fn is_ending(&self, key: &Id) -> bool {
        self.ways_from(key).next().is_none()
    }

    fn entry(&self, key: &Id) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }

    /// Where `path` leads, if it can be walked.
    #[inline(never)]
    pub fn walk(&self, path: &[Id]) -> Option<Walked<'_>> {
        let mut walked = Walked {
            steps: Vec::new(),
            at: self.entries.first()?,
            out: None,
        };
        for key in path {
            let card = walked.at;
            let way = self.ways_from(&card.key).find(|way| way.entry.key == *key);
            let to = match way {
                Some(way) => &way.to,
                None => walked.out.filter(|out| *out == key)?,
            };
            if walked.is_full() {
                return None;
            }
            walked.at = self.entry(to)?;
            walked.steps.push(Step { card, way });
            walked.out = self.way_out(&walked);
        }
        Some(walked)
    }

    fn way_out(&self, walked: &Walked<'_>) -> Option<&Id> {
        let here = &walked.at.key;
        let untaken = walked.steps.iter().all(|step| step.way.is_some());
        let open = untaken && !self.is_ending(here);
        self.stuck.as_ref().filter(|out| open && *out != here)
    }

    /// The points of the ending `key`.
    fn worth(&self, key: &Id) -> Option<u8> {
        let found = self.secret.worth.iter().find(|(ending, _)| ending == key);
        found.map(|(_, points)| *points)
    }

    /// A shortest path of ways to an ending that is right; empty where there is none. Of several it is
    /// the same one whatever order they were written in.
    fn shortest(&self) -> Vec<Id> {
        // What was come to, each with the place here of the card before it and the way from there.
        let mut come: Vec<(&Id, Option<(usize, &Way)>)> = Vec::new();
        // A task with more is not sound.
        if self.entries.len() <= MOST {
            come.extend(self.entries.first().map(|first| (&first.key, None)));
        }
        let mut n = 0;
        while let Some((at, by)) = come.get(n).copied() {
            if self.worth(at) == Some(RIGHT) {
                let mut path = Vec::new();
                let mut step = by;
                while let Some((before, way)) = step {
                    path.push(way.entry.key.clone());
                    step = come.get(before).and_then(|(_, by)| *by);
                }
                path.reverse();
                return path;
            }
            let mut ways: Vec<&Way> = self.ways_from(at).collect();
            ways.sort_by_key(|way| &way.entry.key);
            for way in ways {
                if has(&self.entries, &way.to) && !come.iter().any(|(key, _)| *key == &way.to) {
                    come.push((&way.to, Some((n, way))));
                }
            }
            n += 1;
        }
        Vec::new()
    }

    /// The cards and endings that nobody comes to.
    fn out_of_reach(&self) -> Vec<Id> {
        let mut reached = Set::new();
        if let Some(first) = self.entries.first() {
            reached.insert(first.key.clone());
        }
        self.spread(&mut reached, |way| (&way.from, &way.to));
        // The way out is open at every card that was come to, but the one it leads to.
        let out = self.stuck.as_ref().filter(|out| {
            let open = |way: &Way| way.to != **out && !self.is_ending(&way.to);
            let mut ways = self.ways.iter();
            ways.any(|way| reached.contains(&way.from) && open(way))
        });
        if let Some(out) = out {
            reached.insert(out.clone());
            self.spread(&mut reached, |way| (&way.from, &way.to));
        }
        self.outside(&reached)
    }

    /// The cards from which no way leads to an ending, however far.
    fn endless(&self) -> Vec<Id> {
        let mut ending: Set<Id> = keys(&self.entries)
            .into_iter()
            .filter(|key| self.is_ending(key))
            .collect();
        self.spread(&mut ending, |way| (&way.to, &way.from));
        self.outside(&ending)
    }

    fn outside(&self, inside: &Set<Id>) -> Vec<Id> {
        let mut keys = keys(&self.entries);
        keys.retain(|key| !inside.contains(key));
        keys
    }

    /// Adds to `held` what the ways lead to from there, in the direction given, until nothing is new.
    fn spread(&self, held: &mut Set<Id>, along: fn(&Way) -> (&Id, &Id)) {
        let mut size = 0;
        while size < held.len() {
            size = held.len();
            for way in &self.ways {
                let (from, to) = along(way);
                if held.contains(from) {
                    held.insert(to.clone());
                }
            }
        }
    }
}

impl Interaction for Decision {
    type Task = Task;
    /// The path: the keys of the ways chosen, one after the other; for the way out the key of what it
    /// leads to. Empty when blank.
    type Response = Vec<Id>;
    type Edit = Edit;

    /// As written: the first card is where it begins.
    fn offer(task: &Task, _seed: Seed) -> Vec<Id> {
        keys(&task.entries)
    }

    fn blank() -> Vec<Id> {
        Vec::new()
    }

    fn edit(work: &Work<Self>, edit: &Edit) -> Vec<Id> {
        let (task, before) = (work.task(), work.response());
        let mut path = before.clone();
        match edit {
            Edit::Choose(key) => {
                let known = task.ways.iter().any(|way| way.entry.key == *key);
                path.extend(known.then(|| key.clone()));
            }
            Edit::Back => {
                path.pop();
            }
            Edit::Stuck => path.extend(task.stuck.clone()),
        }
        if Self::fits(task, &path) {
            path
        } else {
            before.clone()
        }
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let Some(walked) = work.task().walk(work.response()) else {
            return edits;
        };
        if !walked.is_full() {
            let ways = work.task().ways_from(&walked.at.key);
            edits.extend(ways.map(|way| Edit::Choose(way.entry.key.clone())));
            edits.extend(walked.out.map(|_| Edit::Stuck));
        }
        edits.extend((!walked.steps.is_empty()).then_some(Edit::Back));
        edits
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let task = work.task();
        let ended = task
            .walk(work.response())
            .is_some_and(|walked| task.is_ending(&walked.at.key));
        (!ended).then_some(Missing::Ending)
    }

    fn fits(task: &Task, response: &Vec<Id>) -> bool {
        task.walk(response).is_some()
    }

    fn grade(work: &Work<Self>) -> Scored {
        let task = work.task();
        let ending = task.walk(work.response()).map(|walked| &walked.at.key);
        let points = ending.and_then(|key| task.worth(key)).unwrap_or(0);
        let mark = match points {
            0 => Mark::Wrong,
            1 => Mark::Near,
            2.. => Mark::Right,
        };
        Scored {
            score: Score::new(points.into(), RIGHT.into()),
            marks: ending.map(|key| (key.clone(), mark)).into_iter().collect(),
        }
    }

    fn key(task: &Task) -> Vec<Id> {
        task.shortest()
    }

    /// That of the ending, once it was come to.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        let walked = work.task().walk(work.response())?;
        written(&work.task().secret.feedback, key).filter(|_| walked.at.key == *key)
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        let mut all = proses(&task.secret.feedback);
        all.extend(task.ways.iter().map(|way| &way.then));
        all
    }

    fn labels(task: &Task) -> Vec<&Text> {
        task.ways.iter().map(|way| &way.entry.text).collect()
    }

    fn sound(task: &Task) -> bool {
        let (entries, ways) = (&task.entries, &task.ways);
        if !(2..=MOST).contains(&entries.len()) || ways.len() > MOST * WAYS {
            return false;
        }
        let mut seen = Set::new();
        let all = entries.iter().chain(ways.iter().map(|way| &way.entry));
        let distinct = all.map(|entry| &entry.key).all(|key| seen.insert(key));
        let known = |key: &Id| has(entries, key);
        let count = |entry: &Entry| task.ways_from(&entry.key).count();
        let (endings, cards): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| count(entry) == 0);
        let worth = &task.secret.worth;
        distinct
            && ways.iter().all(|way| known(&way.from) && known(&way.to))
            && cards.iter().all(|card| (2..=WAYS).contains(&count(card)))
            && task.stuck.as_ref().is_none_or(known)
            && worth.len() == endings.len()
            && endings.iter().all(|ending| {
                task.worth(&ending.key)
                    .is_some_and(|points| points <= RIGHT)
            })
            && task.out_of_reach().is_empty()
            && task.endless().is_empty()
    }

    /// A way shows one by being chosen, a card or an ending by being come to.
    fn shows(task: &Task, response: &Vec<Id>, key: &Id) -> bool {
        response.contains(key)
            || task.walk(response).is_some_and(|walked| {
                let mut steps = walked.steps.iter();
                walked.at.key == *key || steps.any(|step| step.card.key == *key)
            })
    }

    /// For each card, the way on. Right is the one on the path that is shown as the key; a card that does
    /// not lie on it has none.
    fn ballot(task: &Task) -> Vec<Poll> {
        let path = task.shortest();
        let mut polls = Vec::new();
        for card in &task.entries {
            let ways = task.ways_from(&card.key);
            let ways: Vec<Entry> = ways.map(|way| way.entry.clone()).collect();
            if !ways.is_empty() {
                polls.push(poll(Some(&card.key), &ways, &|way| path.contains(way)));
            }
        }
        polls
    }
}

read_struct!(Task {
    entries,
    ways,
    stuck,
    secret
});
read_struct!(Way {
    entry,
    from,
    to,
    then
});
read_struct!(Secret { worth, feedback });
