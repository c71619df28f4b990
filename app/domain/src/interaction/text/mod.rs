//! `text`: the learner writes a word or a few.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, distinct, proses, typed, written};
use crate::{
    ballot::Poll,
    fold,
    id::Id,
    json::read_struct,
    limit,
    outcome::{Mark, Missing, Score, Scored},
    prose::{self, Prose},
    seed::Seed,
};

/// The kind: write a word or a few.
///
/// Two points for an accepted text; one for a text a step away from one, or two steps from eight
/// letters on. (A word of three letters is a step away from too many others: there nothing is near.)
#[derive(Clone, Copy, Debug)]
pub struct Text;

/// So many entries there are at most.
const ENTRIES: usize = 1_000;

/// What text is asked for. All of it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The texts that are accepted, and wrong ones that were foreseen; no two compare alike.
    pub entries: Vec<Entry>,
    /// Those that are accepted: at least one. The first is the one that is shown as the key.
    pub key: Vec<Id>,
    /// Feedback for each entry.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Writes something in place of what stood there.
    Write(String),
}

/// What was typed; the entry it says; if it says none, the accepted one it nearly says. They are kept
/// together, because the words of the entries are others in another language.
type Response = (String, Option<Id>, Option<Id>);

impl Text {
    /// The response that has `typed` written.
    fn response(task: &Task, typed: &str) -> Response {
        let typed: String = typed.chars().take(limit::TYPED_CHARACTERS).collect();
        let (said, near) = typed::heard(&task.secret.entries, &task.secret.key, &typed);
        (typed, said, near)
    }
}

impl Interaction for Text {
    type Task = Task;
    type Response = Response;
    type Edit = Edit;

    /// There are no entries to offer.
    fn offer(_task: &Task, _seed: Seed) -> Vec<Id> {
        Vec::new()
    }

    fn blank() -> Response {
        (String::new(), None, None)
    }

    fn edit(work: &Work<Self>, Edit::Write(typed): &Edit) -> Response {
        Self::response(work.task(), typed)
    }

    /// A learner can write anything: here stand the texts that were foreseen, the key with a letter
    /// less, and something else.
    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let entries = work.task().secret.entries.iter();
        let mut typed: Vec<String> = entries.map(|entry| prose::plain(&entry.text)).collect();
        let (key, _, _) = work.key();
        let short = key.chars().count().saturating_sub(1);
        typed.push(key.chars().take(short).collect());
        typed.extend(["", "?", "xyz"].into_iter().map(str::to_owned));
        typed.into_iter().map(Edit::Write).collect()
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let (typed, _, _) = work.response();
        fold::fold(typed).is_empty().then_some(Missing::Write)
    }

    fn same(one: &Response, other: &Response) -> bool {
        one == other
            || (one.1 == other.1 && one.2 == other.2 && fold::fold(&one.0) == fold::fold(&other.0))
    }

    /// The entries are not looked up again: in another language the same response says the same.
    fn fits(task: &Task, (typed, said, near): &Response) -> bool {
        let secret = &task.secret;
        let blank = fold::fold(typed).is_empty();
        typed.chars().count() <= limit::TYPED_CHARACTERS
            && said.as_ref().is_none_or(|key| {
                !blank && near.is_none() && secret.entries.iter().any(|entry| entry.key == *key)
            })
            && near
                .as_ref()
                .is_none_or(|key| !blank && secret.key.contains(key))
    }

    fn grade(work: &Work<Self>) -> Scored {
        let (_, said, near) = work.response();
        let accepted = |key: &Id| work.task().secret.key.contains(key);
        let (points, mark) = match (said, near) {
            (Some(key), _) if accepted(key) => (2, Some((key, Mark::Right))),
            (Some(key), _) => (0, Some((key, Mark::Wrong))),
            (None, Some(key)) => (1, Some((key, Mark::Near))),
            (None, None) => (0, None),
        };
        Scored {
            score: Score::new(points, 2),
            marks: mark
                .map(|(key, mark)| (key.clone(), mark))
                .into_iter()
                .collect(),
        }
    }

    fn key(task: &Task) -> Response {
        let secret = &task.secret;
        let first = secret.key.first();
        let entry = secret
            .entries
            .iter()
            .find(|entry| Some(&entry.key) == first);
        let words = entry.map(|entry| prose::plain(&entry.text));
        (words.unwrap_or_default(), first.cloned(), None)
    }

    /// What is only nearly right has none: the feedback of an accepted text may say it.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        let said = work.response().1.as_ref() == Some(key);
        written(&work.task().secret.feedback, key).filter(|_| said)
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        proses(&task.secret.feedback)
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.secret.entries
    }

    fn sound(task: &Task) -> bool {
        let (entries, key) = (&task.secret.entries, &task.secret.key);
        // What follows takes its square.
        if entries.len() > ENTRIES {
            return false;
        }
        distinct(entries)
            && typed::told_apart(entries)
            && !key.is_empty()
            && key
                .iter()
                .all(|key| entries.iter().any(|entry| entry.key == *key))
    }

    fn shows(_task: &Task, response: &Response, key: &Id) -> bool {
        response.1.as_ref() == Some(key)
    }

    fn ballot(task: &Task) -> Vec<Poll> {
        vec![typed::poll(None, &task.secret.entries, &task.secret.key)]
    }
}

read_struct!(Task { secret });
read_struct!(Secret {
    entries,
    key,
    feedback
});
