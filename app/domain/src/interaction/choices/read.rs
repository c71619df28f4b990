//! How a `choices` is read from its fence.

use super::{Choices, Secret, Task};
use crate::{
    prose::Prose,
    rule,
    source::fence::{Fence, Written, entries, feedback, proses_mut},
};

impl Written for Choices {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let shuffle = fence.shuffle();
        let items = fence.marked()?;
        fence.explain_wrong(items);
        let right = items.iter().filter(|item| item.ticked == Some(true));
        let key: crate::set::Set<_> = right.map(|item| item.key.clone()).collect();
        if key.is_empty() {
            fence.add(
                &rule::NO_RIGHT_ENTRY,
                fence.span.clone(),
                "no entry is marked as right.",
                "write `- [x]` before every entry that is right; at least one has to be.",
            );
            return None;
        }
        Some(Task {
            entries: entries(items),
            shuffle,
            secret: Secret {
                key,
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
        let right: Vec<&str> = task.secret.key.iter().map(|key| key.as_str()).collect();
        format!("choices/1 of {} right {}", keys.join(" "), right.join(" "))
    }
}
