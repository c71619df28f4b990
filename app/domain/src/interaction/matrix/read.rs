//! How a `matrix` is read from its fence.

use super::{Matrix, Secret, Task};
use crate::{
    id::Id,
    interaction::Interaction,
    prose::Prose,
    rule,
    source::fence::{Fence, Grid, Item, Written, entries},
};

impl Written for Matrix {
    const LEAST: usize = 0;
    const HAS_TABLE: bool = true;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let shuffle = fence.shuffle();
        if let Some(list) = &fence.list {
            fence.add(
                &rule::LIST_OF_ANOTHER_KIND,
                list.span.clone(),
                "a `matrix` has a table, and no list.",
                "write each entry into a row of the table.",
            );
        }
        let Some(table) = &fence.table else {
            fence.pass_over();
            fence.add(
                &rule::ACTIVITY_WITHOUT_LIST,
                fence.span.clone(),
                "this activity has no table.",
                "write one below the prompt: a head for each column, and a row for each entry.",
            );
            return None;
        };
        let rows: Vec<Item> = table.rows.iter().map(|(row, _)| row.clone()).collect();
        let feedback = feedback(fence, &rows, &table.columns);
        if rows.len() < 2 || table.columns.len() < 2 {
            fence.add(
                &rule::LIST_OF_ONE,
                table.span.clone(),
                "this table has a single row or column.",
                "write at least two of each, beside the first column and below the heads.",
            );
        }
        let key = key(fence, table)?;
        let task = Task {
            rows: entries(&rows),
            columns: entries(&table.columns),
            shuffle,
            secret: Secret { key, feedback },
        };
        Some(task).filter(Matrix::sound)
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        let feedback = task.secret.feedback.iter_mut();
        feedback.map(|(_, _, prose)| prose).collect()
    }

    fn grading(task: &Task) -> String {
        let columns: Vec<&str> = task
            .columns
            .iter()
            .map(|entry| entry.key.as_str())
            .collect();
        let right = task.secret.key.iter();
        let right: Vec<String> = right
            .map(|(row, column)| format!("{row} in {column}"))
            .collect();
        format!(
            "matrix/1 on {} right {}",
            columns.join(" "),
            right.join(", ")
        )
    }

    fn showing(task: &Task) -> Vec<Id> {
        let cells = task.rows.iter().flat_map(|row| {
            let columns = task.columns.iter();
            columns.map(|column| format!("{}.{}", row.key, column.key))
        });
        cells.filter_map(|cell| Id::new(&cell).ok()).collect()
    }
}

/// The column of each row, sorted by the keys of the rows; nothing when one has none. Says which have none, or several.
fn key(fence: &Fence<'_>, table: &Grid) -> Option<Vec<(Id, Id)>> {
    let mut key = Vec::new();
    for (row, marked) in &table.rows {
        if marked.is_empty() {
            fence.add(
                &rule::NO_RIGHT_ENTRY,
                row.span.clone(),
                "nothing is marked as right in this row.",
                "write `x` into the column that is right.",
            );
        }
        if marked.len() > 1 {
            fence.add(
                &rule::SECOND_RIGHT_ENTRY,
                row.span.clone(),
                "more than one column is marked as right in this row.",
                "leave one `x` in each row.",
            );
        }
        let column = marked.first().and_then(|place| table.columns.get(*place));
        key.extend(column.map(|column| (row.key.clone(), column.key.clone())));
    }
    key.sort_unstable();
    (key.len() == table.rows.len()).then_some(key)
}

/// The quotations beside the table that begin with `[!row]` or `[!row.column]`.
fn feedback(fence: &Fence<'_>, rows: &[Item], columns: &[Item]) -> Vec<(Id, Option<Id>, Prose)> {
    let mut feedback = Vec::new();
    for row in rows.iter().filter(|row| row.keyed) {
        let whole = (None, row.key.as_str().to_owned());
        let cells = columns.iter().map(|column| {
            let word = format!("{}.{}", row.key, column.key);
            (Some(column.key.clone()), word)
        });
        for (column, word) in std::iter::once(whole).chain(cells) {
            let prose = fence.beside(&word);
            if !prose.is_empty() {
                feedback.push((row.key.clone(), column, prose));
            }
        }
    }
    feedback
}
