//! How a `mark` is read from its fence.

use super::{Mark, Secret, Task};
use crate::{
    prose::Prose,
    source::fence::{Fence, Written, entries, feedback, of_right, proses_mut},
};

impl Written for Mark {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        if let Some(given) = fence.head.flag("shuffle")
            && given.value
        {
            fence.head.out_of_range(
                "shuffle",
                &given,
                "nothing: the pieces of a text keep their order",
            );
        }
        let items = fence.marked()?;
        fence.explain_wrong(items);
        Some(Task {
            secret: Secret {
                key: fence.right(items)?,
                feedback: feedback(items),
            },
            entries: entries(items),
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        proses_mut(&mut task.secret.feedback)
    }

    fn grading(task: &Task) -> String {
        of_right("mark/1", &task.entries, &task.secret.key)
    }
}
