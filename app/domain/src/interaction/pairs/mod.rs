//! What the kinds have in common in which each entry is put in one of several places: into a group,
//! to a partner. This is no kind itself, and knows none.

#[cfg(feature = "source")]
pub(super) mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, count, has, poll, proses, written};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::{Prose, Text},
    seed::Seed,
    set::Set,
};

/// Entries that were put somewhere, each with its place, by key. Sorted by the entry's key, no entry
/// twice: so the same response is the same in every language, whatever order the list has there.
pub type Pairs = Vec<(Id, Id)>;

/// So many entries and so many places a task may have: every entry is offered every place.
const MOST: usize = 100;

/// What is to be put where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is put somewhere; from 2 to 100.
    pub entries: Vec<Entry>,
    /// Where it can be put; from 2 to 100. No key is also the key of an entry.
    pub places: Vec<Entry>,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Where each entry belongs.
    pub key: Pairs,
    /// Feedback for each entry, wherever it was put.
    pub feedback: Feedback,
    /// Feedback for an entry in one place: the entry, the place, what is said.
    pub particular: Vec<(Id, Id, Prose)>,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Puts an entry in a place, or takes it out of the one it is in.
    Put(Id, Option<Id>),
}

/// Where the entry `key` was put.
pub fn place<'a>(pairs: &'a [(Id, Id)], key: &Id) -> Option<&'a Id> {
    let found = pairs.iter().find(|(entry, _)| entry == key);
    found.map(|(_, place)| place)
}

/// `pairs` after the entry `key` was put in `to`, or taken out of where it was.
#[inline(never)]
pub(super) fn put(pairs: &Pairs, key: &Id, to: Option<&Id>) -> Pairs {
    let mut pairs = pairs.clone();
    match (pairs.binary_search_by(|(entry, _)| entry.cmp(key)), to) {
        (Ok(at), Some(to)) => pairs[at].1 = to.clone(),
        (Ok(at), None) => {
            pairs.remove(at);
        }
        (Err(at), Some(to)) => pairs.insert(at, (key.clone(), to.clone())),
        (Err(_), None) => {}
    }
    pairs
}

/// Whether `pairs` are sorted, and of `entries` and `places`.
#[inline(never)]
pub(super) fn fit(entries: &[Entry], places: &[Entry], pairs: &Pairs) -> bool {
    pairs.is_sorted_by(|(before, _), (after, _)| before < after)
        && pairs
            .iter()
            .all(|(key, place)| has(entries, key) && has(places, place))
}

/// For each of `entries`, which of `places` it has in `key`.
#[inline(never)]
pub(super) fn ballot(entries: &[Entry], places: &[Entry], key: &Pairs) -> Vec<Poll> {
    let mut polls = Vec::with_capacity(entries.len());
    for entry in entries {
        let belongs = place(key, &entry.key);
        let right = |to: &Id| belongs == Some(to);
        polls.push(poll(Some(&entry.key), places, &right));
    }
    polls
}

impl Task {
    /// Every edit that can be made of `pairs`.
    #[inline(never)]
    pub fn edits(&self, pairs: &Pairs) -> Vec<Edit> {
        let mut edits = Vec::new();
        for entry in &self.entries {
            for place in &self.places {
                edits.push(Edit::Put(entry.key.clone(), Some(place.key.clone())));
            }
            if place(pairs, &entry.key).is_some() {
                edits.push(Edit::Put(entry.key.clone(), None));
            }
        }
        edits
    }

    /// `pairs` after `edit`. An edit that names an unknown entry or place changes nothing.
    #[inline(never)]
    pub fn edited(&self, pairs: &Pairs, Edit::Put(key, to): &Edit) -> Pairs {
        let known = to.as_ref().is_none_or(|to| has(&self.places, to));
        if known && has(&self.entries, key) {
            put(pairs, key, to.as_ref())
        } else {
            pairs.clone()
        }
    }

    /// How many entries have no place yet, if any has none.
    #[inline(never)]
    pub fn missing(&self, pairs: &Pairs) -> Option<Missing> {
        let left = self.entries.len().saturating_sub(pairs.len());
        (left > 0).then(|| Missing::Rest(count(left)))
    }

    /// Whether `pairs` could have been made here.
    #[inline(never)]
    pub fn fits(&self, pairs: &Pairs) -> bool {
        fit(&self.entries, &self.places, pairs)
    }

    /// One point for each entry that is where it belongs.
    #[inline(never)]
    pub fn grade(&self, pairs: &Pairs) -> Scored {
        let mut marks = Vec::new();
        let mut points = 0;
        for entry in &self.entries {
            let Some(put) = place(pairs, &entry.key) else {
                continue;
            };
            if place(&self.secret.key, &entry.key) == Some(put) {
                points += 1;
                marks.push((entry.key.clone(), Mark::Right));
            } else {
                marks.push((entry.key.clone(), Mark::Wrong));
            }
        }
        Scored {
            score: Score::new(points, count(self.entries.len())),
            marks,
        }
    }

    /// The feedback that is due for the entry `key`: the one for the place it is in, else its own.
    #[inline(never)]
    pub fn feedback(&self, pairs: &Pairs, key: &Id) -> Option<&Prose> {
        let put = place(pairs, key)?;
        let mut particular = self.secret.particular.iter();
        let found = particular.find(|(entry, place, _)| entry == key && place == put);
        found.map_or_else(
            || written(&self.secret.feedback, key),
            |(_, _, prose)| Some(prose),
        )
    }

    /// Every feedback that was written.
    #[inline(never)]
    pub fn feedbacks(&self) -> Vec<&Prose> {
        let mut all = proses(&self.secret.feedback);
        all.extend(self.secret.particular.iter().map(|(_, _, prose)| prose));
        all
    }

    /// What people read of the places.
    #[inline(never)]
    pub fn labels(&self) -> Vec<&Text> {
        self.places.iter().map(|place| &place.text).collect()
    }

    /// For each entry, where it belongs.
    #[inline(never)]
    pub fn ballot(&self) -> Vec<Poll> {
        ballot(&self.entries, &self.places, &self.secret.key)
    }

    /// Whether the task is one that can be done.
    #[inline(never)]
    pub fn sound(&self) -> bool {
        let lists = [&self.entries, &self.places];
        lists.iter().all(|list| (2..=MOST).contains(&list.len())) && {
            let mut seen = Set::new();
            lists
                .into_iter()
                .flatten()
                .all(|entry| seen.insert(entry.key.clone()))
        }
    }

    /// Whether the entry `key` is where it does not belong, or the place `key` has such an entry.
    #[inline(never)]
    pub fn astray(&self, pairs: &Pairs, key: &Id) -> bool {
        pairs.iter().any(|(entry, put)| {
            (entry == key || put == key) && place(&self.secret.key, entry) != Some(put)
        })
    }
}

/// A kind of pairs: what it does in its own way.
pub trait Pairing {
    /// The order in which the entries and the places of `task` are offered.
    fn offer(task: &Task, seed: Seed) -> Vec<Id>;
    /// Whether the task is one that can be done.
    fn sound(task: &Task) -> bool {
        task.sound()
    }
}

impl<T: Pairing> Interaction for T {
    type Task = Task;
    /// Each entry that was put somewhere, with its place; empty when blank.
    type Response = Pairs;
    type Edit = Edit;

    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        <Self as Pairing>::offer(task, seed)
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

    fn labels(task: &Task) -> Vec<&Text> {
        task.labels()
    }

    fn sound(task: &Task) -> bool {
        <Self as Pairing>::sound(task)
    }

    /// An entry shows one by being in a wrong place, and a place by holding a wrong entry.
    fn shows(task: &Task, response: &Pairs, key: &Id) -> bool {
        task.astray(response, key)
    }

    fn ballot(task: &Task) -> Vec<Poll> {
        task.ballot()
    }
}

read_struct!(Task {
    entries,
    places,
    secret
});
read_struct!(Secret {
    key,
    feedback,
    particular
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::{Block, Inline};

    fn id(text: &str) -> Id {
        Id::new(text).expect("an id")
    }

    fn pairs(pairs: &[(&str, &str)]) -> Pairs {
        pairs
            .iter()
            .map(|(entry, place)| (id(entry), id(place)))
            .collect()
    }

    fn entries(keys: &[&str]) -> Vec<Entry> {
        let entry = |key: &&str| Entry {
            key: id(key),
            text: Vec::new(),
        };
        keys.iter().map(entry).collect()
    }

    fn said(text: &str) -> Prose {
        vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])]
    }

    /// The entries `b` and `a`, in this order, and the places `x`, `y` and `z`.
    fn task() -> Task {
        Task {
            entries: entries(&["b", "a"]),
            places: entries(&["x", "y", "z"]),
            secret: Secret {
                key: pairs(&[("a", "x"), ("b", "y")]),
                feedback: vec![(id("a"), said("About a."))],
                particular: vec![(id("a"), id("z"), said("About a in z."))],
            },
        }
    }

    /// `from` after each of `edits`; an empty place takes an entry out.
    fn after(from: &[(&str, &str)], edits: &[(&str, &str)]) -> Pairs {
        let task = task();
        let mut now = pairs(from);
        for (key, to) in edits {
            let edit = Edit::Put(id(key), (!to.is_empty()).then(|| id(to)));
            now = task.edited(&now, &edit);
            assert!(task.fits(&now), "{edit:?} made {now:?}");
        }
        now
    }

    #[test]
    fn an_entry_is_in_one_place_and_the_pairs_are_sorted_however_they_were_made() {
        let both = pairs(&[("a", "y"), ("b", "y")]);
        assert_eq!(after(&[], &[("b", "y"), ("a", "x"), ("a", "y")]), both);
        assert_eq!(after(&[], &[("a", "y"), ("b", "y")]), both);
        assert_eq!(after(&[("a", "y")], &[("a", "")]), Pairs::new());
        assert_eq!(after(&[], &[("a", "")]), Pairs::new());
    }

    #[test]
    fn an_edit_that_names_what_is_not_there_changes_nothing() {
        let one = pairs(&[("a", "x")]);
        for edit in [("c", "x"), ("a", "q"), ("x", "a"), ("c", "")] {
            assert_eq!(after(&[("a", "x")], &[edit]), one, "{edit:?}");
        }
    }

    #[test]
    fn stored_pairs_that_nobody_can_have_made_do_not_fit() {
        let task = task();
        for stored in [
            &[("c", "x")][..],
            &[("a", "q")],
            &[("x", "a")],
            &[("b", "x"), ("a", "x")],
            &[("a", "x"), ("a", "y")],
            &[("a", "x"), ("b", "y"), ("b", "y")],
        ] {
            assert!(!task.fits(&pairs(stored)), "{stored:?}");
        }
        for stored in [&[][..], &[("b", "z")], &[("a", "x"), ("b", "x")]] {
            assert!(task.fits(&pairs(stored)), "{stored:?}");
        }
    }

    #[test]
    fn what_is_left_is_counted_and_each_entry_is_worth_a_point() {
        let task = task();
        assert_eq!(task.missing(&Pairs::new()), Some(Missing::Rest(2)));
        assert_eq!(task.missing(&pairs(&[("b", "z")])), Some(Missing::Rest(1)));
        let put = pairs(&[("a", "x"), ("b", "z")]);
        assert_eq!(task.missing(&put), None);
        let scored = task.grade(&put);
        assert_eq!(scored.score, Score::new(1, 2));
        // In the order of the task.
        assert_eq!(
            scored.marks,
            [(id("b"), Mark::Wrong), (id("a"), Mark::Right)]
        );
        assert_eq!(task.grade(&task.secret.key).score, Score::new(2, 2));
    }

    #[test]
    fn the_feedback_for_the_place_goes_before_the_one_for_the_entry() {
        let task = task();
        let due = |put: &[(&str, &str)], key| task.feedback(&pairs(put), &id(key)).cloned();
        assert_eq!(due(&[("a", "z")], "a"), Some(said("About a in z.")));
        assert_eq!(due(&[("a", "y")], "a"), Some(said("About a.")));
        assert_eq!(due(&[("b", "z")], "b"), None);
        assert_eq!(due(&[("b", "z")], "a"), None, "it was not put up");
        assert_eq!(task.feedbacks().len(), 2);
    }

    #[test]
    fn an_entry_astray_shows_itself_and_the_place_it_is_in() {
        let task = task();
        let put = pairs(&[("a", "z"), ("b", "y")]);
        let astray = |key| task.astray(&put, &id(key));
        assert_eq!(
            ["a", "z", "b", "y", "x"].map(astray),
            [true, true, false, false, false]
        );
    }

    #[test]
    fn a_task_has_several_entries_and_places_and_no_key_twice() {
        assert!(task().sound());
        let spoilt = |spoil: &dyn Fn(&mut Task)| {
            let mut task = task();
            spoil(&mut task);
            task.sound()
        };
        assert!(!spoilt(&|task| task.entries.truncate(1)));
        assert!(!spoilt(&|task| task.places.truncate(1)));
        assert!(!spoilt(&|task| task.places.extend(entries(&["x"]))));
        assert!(!spoilt(&|task| task.places.extend(entries(&["a"]))));
        assert!(!spoilt(&|task| {
            let keys: Vec<String> = (0..=MOST).map(|n| n.to_string()).collect();
            task.places = keys.iter().flat_map(|key| entries(&[key])).collect();
        }));
    }
}
