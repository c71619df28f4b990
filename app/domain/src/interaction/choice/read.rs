//! How a `choice` is read from its fence.

use super::{Choice, Secret, Task};
use crate::{
    prose::Prose,
    rule,
    source::fence::{Fence, Written, entries, feedback, proses_mut},
};

impl Written for Choice {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let shuffle = fence.shuffle();
        let items = fence.marked()?;
        fence.explain_wrong(items);
        if let Some(partly) = &fence.partly {
            fence.add(
                &rule::UNREACHABLE_FEEDBACK,
                partly.clone(),
                "a `choice` is right or wrong, never partly right.",
                "use `[!incorrect]`, or feedback under an entry.",
            );
        }
        let mut right = items.iter().filter(|item| item.ticked == Some(true));
        let Some(first) = right.next() else {
            fence.add(
                &rule::NO_RIGHT_ENTRY,
                fence.span.clone(),
                "no entry is marked as right.",
                "write `- [x]` before the entry that is right.",
            );
            return None;
        };
        for item in right {
            fence.add(
                &rule::SECOND_RIGHT_ENTRY,
                item.span.clone(),
                "a second entry is marked as right.",
                "mark one entry with `[x]`, or make this an activity of the kind `choices`.",
            );
        }
        Some(Task {
            entries: entries(items),
            shuffle,
            secret: Secret {
                key: first.key.clone(),
                feedback: feedback(items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        proses_mut(&mut task.secret.feedback)
    }

    fn grading(task: &Task) -> String {
        let mut keys: Vec<&str> = task
            .entries
            .iter()
            .map(|entry| entry.key.as_str())
            .collect();
        keys.sort_unstable();
        format!("choice/1 of {} right {}", keys.join(" "), task.secret.key)
    }
}
