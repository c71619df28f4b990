//! `open`: the learner writes a text, compares it with a model text, and ticks what it says.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{
    Entry, Feedback, Interaction, Work, count, distinct, keys, poll, proses, ticks, written,
};
use crate::{
    ballot::Poll,
    fold,
    id::Id,
    json::read_struct,
    limit,
    outcome::{Mark, Missing, Score, Scored},
    prose::{self, Prose},
    seed::Seed,
    set::Set,
};

/// The kind: write a text, and judge it by a rubric.
///
/// A point for each criterion that the learner ticks. The text is kept and never graded: what it is
/// worth is the learner's own judgement.
#[derive(Clone, Copy, Debug)]
pub struct Open;

/// So many criteria a rubric has at least and at most.
const CRITERIA: std::ops::RangeInclusive<usize> = 2..=8;

/// What a text is asked for. All of it is secret: a learner sees it after writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The criteria of the rubric, in the order they are shown: two to eight.
    pub entries: Vec<Entry>,
    /// A text that meets all of them. Its words are no more than a learner can write.
    pub model: Prose,
    /// Feedback for a criterion that was not ticked: what is to be added.
    pub feedback: Feedback,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Writes something in place of what stood there.
    Write(String),
    /// Compares what is written with the model text. As long as nothing is, nothing happens.
    Compare,
    /// Ticks a criterion, or takes the tick away. Before the texts were compared, nothing happens.
    Toggle(Id),
}

/// What was written; whether it was compared with the model text; the criteria ticked since.
type Response = (String, bool, Set<Id>);

/// Whether there is nothing in `typed` to compare: no letter, digit or the like.
fn is_blank(typed: &str) -> bool {
    fold::fold(typed).is_empty()
}

/// The plain words of `prose`, each of its parts in a line of its own.
fn plain(prose: &Prose) -> String {
    prose::lines(prose).join("\n")
}

impl Open {
    /// Whether something is written that can be compared with the model text.
    pub fn is_written(work: &Work<Self>) -> bool {
        !is_blank(&work.response().0)
    }
}

impl Interaction for Open {
    type Task = Task;
    type Response = Response;
    type Edit = Edit;

    /// The criteria stand as they were written.
    fn offer(task: &Task, _seed: Seed) -> Vec<Id> {
        keys(&task.secret.entries)
    }

    fn blank() -> Response {
        (String::new(), false, Set::new())
    }

    /// The text can still be edited when it was compared: it stays compared, and the ticks stay.
    fn edit(work: &Work<Self>, edit: &Edit) -> Response {
        let (typed, compared, ticked) = work.response().clone();
        match edit {
            Edit::Write(typed) => {
                let typed = typed.chars().take(limit::WRITTEN_CHARACTERS).collect();
                (typed, compared, ticked)
            }
            Edit::Compare => {
                let compared = compared || !is_blank(&typed);
                (typed, compared, ticked)
            }
            Edit::Toggle(key) if compared => {
                let ticked = ticks::toggled(&work.task().secret.entries, &ticked, key);
                (typed, compared, ticked)
            }
            Edit::Toggle(_) => (typed, compared, ticked),
        }
    }

    /// A learner can write anything: here stand the model text, something else, and nothing.
    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let (model, _, _) = work.key();
        let typed = [model, "xyz".to_owned(), String::new()].into_iter();
        let ticks = work.offered().iter().cloned().map(Edit::Toggle);
        typed
            .map(Edit::Write)
            .chain([Edit::Compare])
            .chain(ticks)
            .collect()
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let (_, compared, _) = work.response();
        if !Self::is_written(work) {
            Some(Missing::Write)
        } else if !compared {
            Some(Missing::Compare)
        } else {
            None
        }
    }

    /// Spaces around a text make it no other one.
    fn same(one: &Response, other: &Response) -> bool {
        one.0.trim() == other.0.trim() && one.1 == other.1 && one.2 == other.2
    }

    fn fits(task: &Task, (typed, compared, ticked): &Response) -> bool {
        typed.chars().count() <= limit::WRITTEN_CHARACTERS
            && (*compared || ticked.is_empty())
            && ticks::fit(&task.secret.entries, ticked)
    }

    /// A criterion that was not ticked is marked too: all of them are shown by then, and the mark calls
    /// for its feedback. It is [`Mark::Near`]: nothing but the learner's judgement says that it is
    /// missing.
    fn grade(work: &Work<Self>) -> Scored {
        let (_, _, ticked) = work.response();
        let mark = |key: &Id| {
            if ticked.contains(key) {
                Mark::Right
            } else {
                Mark::Near
            }
        };
        let marks = work.offered().iter().map(|key| (key.clone(), mark(key)));
        Scored {
            score: Score::new(count(ticked.len()), count(work.offered().len())),
            marks: marks.collect(),
        }
    }

    fn key(task: &Task) -> Response {
        let all = keys(&task.secret.entries).into_iter().collect();
        (plain(&task.secret.model), true, all)
    }

    /// What is to be added; of a criterion that was ticked nothing is said.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        let ticked = work.response().2.contains(key);
        written(&work.task().secret.feedback, key).filter(|_| !ticked)
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        let mut all = proses(&task.secret.feedback);
        all.push(&task.secret.model);
        all
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.secret.entries
    }

    fn sound(task: &Task) -> bool {
        let Secret { entries, model, .. } = &task.secret;
        let model = plain(model);
        CRITERIA.contains(&entries.len())
            && distinct(entries)
            && !is_blank(&model)
            && model.chars().count() <= limit::WRITTEN_CHARACTERS
    }

    /// A criterion that is not met shows no misconception, and one that is met even less.
    fn shows(_task: &Task, _response: &Response, _key: &Id) -> bool {
        false
    }

    /// Which criteria one's own text meets: the key meets all.
    fn ballot(task: &Task) -> Vec<Poll> {
        vec![poll(None, &task.secret.entries, &|_| true)]
    }
}

read_struct!(Task { secret });
read_struct!(Secret {
    entries,
    model,
    feedback
});
