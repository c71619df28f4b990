//! How a `choices` is read from its fence.

use super::{Choices, Secret, Task};
use crate::{
    prose::Prose,
    source::fence::{Fence, Written, entries, feedback, of_right, proses_mut},
};

impl Written for Choices {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let shuffle = fence.shuffle();
        let items = fence.marked()?;
        fence.explain_wrong(items);
        Some(Task {
            entries: entries(items),
            shuffle,
            secret: Secret {
                key: fence.right(items)?,
                feedback: feedback(items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        proses_mut(&mut task.secret.feedback)
    }

    fn grading(task: &Task) -> String {
        of_right("choices/1", &task.entries, &task.secret.key)
    }
}
