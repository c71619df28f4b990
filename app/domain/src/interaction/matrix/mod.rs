//! `matrix`: the learner places each row on one scale.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{
    Entry, Interaction, Work, count, distinct, drawn, has,
    pairs::{self, Pairs},
};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::{Prose, Text},
    seed::Seed,
};

/// The kind: place each row on a scale.
///
/// Two points for a row in its column; on a scale of at least four columns, one for a row in the
/// column beside it. (On a scale of three nearly everything is one column away.)
#[derive(Clone, Copy, Debug)]
pub struct Matrix;

/// Rows, and the scale they are placed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is to be placed; at least two.
    pub rows: Vec<Entry>,
    /// The scale, from one end to the other; at least two.
    pub columns: Vec<Entry>,
    /// Whether each learner gets an order of the rows of their own.
    pub shuffle: bool,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Each row of the task with its column.
    pub key: Pairs,
    /// Feedback for a row in the column named, or in any where none is.
    pub feedback: Vec<(Id, Option<Id>, Prose)>,
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Places a row in a column, in place of the one before.
    Place(Id, Id),
}

impl Matrix {
    /// How `row` in `column` stands to the key.
    fn mark(task: &Task, row: &Id, column: &Id) -> Mark {
        let place = |column: &Id| task.columns.iter().position(|entry| entry.key == *column);
        let right = pairs::place(&task.secret.key, row).and_then(place);
        match right.zip(place(column)).map(|(a, b)| a.abs_diff(b)) {
            Some(0) => Mark::Right,
            Some(1) if task.columns.len() >= 4 => Mark::Near,
            Some(_) | None => Mark::Wrong,
        }
    }
}

impl Interaction for Matrix {
    type Task = Task;
    /// Each row that was placed with its column; empty when blank.
    type Response = Pairs;
    type Edit = Edit;

    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        drawn(&task.rows, task.shuffle, seed)
    }

    fn blank() -> Pairs {
        Vec::new()
    }

    fn edit(work: &Work<Self>, Edit::Place(row, column): &Edit) -> Pairs {
        let (task, placed) = (work.task(), work.response());
        if has(&task.rows, row) && has(&task.columns, column) {
            pairs::put(placed, row, Some(column))
        } else {
            placed.clone()
        }
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for row in work.offered() {
            for column in &work.task().columns {
                edits.push(Edit::Place(row.clone(), column.key.clone()));
            }
        }
        edits
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let left = work.task().rows.len().saturating_sub(work.response().len());
        (left > 0).then(|| Missing::Rest(count(left)))
    }

    fn fits(task: &Task, response: &Pairs) -> bool {
        pairs::fit(&task.rows, &task.columns, response)
    }

    fn grade(work: &Work<Self>) -> Scored {
        let task = work.task();
        let mut points = 0;
        let mut marks = Vec::new();
        for row in &task.rows {
            let Some(column) = pairs::place(work.response(), &row.key) else {
                continue;
            };
            let mark = Self::mark(task, &row.key, column);
            points += match mark {
                Mark::Right => 2,
                Mark::Near => 1,
                Mark::Wrong => 0,
            };
            marks.push((row.key.clone(), mark));
        }
        Scored {
            score: Score::new(points, count(task.rows.len() * 2)),
            marks,
        }
    }

    fn key(task: &Task) -> Pairs {
        task.secret.key.clone()
    }

    /// What was written for the row in its column, else for the row.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        let chosen = pairs::place(work.response(), key)?;
        let feedback = &work.task().secret.feedback;
        let of = |wanted: Option<&Id>| {
            let found = feedback
                .iter()
                .find(|(row, column, _)| row == key && column.as_ref() == wanted);
            found.map(|(_, _, prose)| prose)
        };
        of(Some(chosen)).or_else(|| of(None))
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        let feedback = task.secret.feedback.iter();
        feedback.map(|(_, _, prose)| prose).collect()
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.rows
    }

    fn labels(task: &Task) -> Vec<&Text> {
        task.columns.iter().map(|entry| &entry.text).collect()
    }

    fn sound(task: &Task) -> bool {
        let scale = |entries: &[Entry]| entries.len() >= 2 && distinct(entries);
        scale(&task.rows) && scale(&task.columns)
    }

    /// A row shows one by standing in a column: `row.column` names the two.
    fn shows(_task: &Task, response: &Pairs, key: &Id) -> bool {
        response.iter().any(|(row, column)| names(key, row, column))
    }

    /// For each row, its column.
    fn ballot(task: &Task) -> Vec<Poll> {
        pairs::ballot(&task.rows, &task.columns, &task.secret.key)
    }
}

/// Whether `key` is `row.column`.
fn names(key: &Id, row: &Id, column: &Id) -> bool {
    let rest = key.as_str().strip_prefix(row.as_str());
    let rest = rest.and_then(|rest| rest.strip_prefix('.'));
    rest == Some(column.as_str())
}

read_struct!(Task {
    rows,
    columns,
    shuffle,
    secret
});
read_struct!(Secret { key, feedback });
