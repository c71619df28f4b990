//! How a `text` is read from its fence.

use super::{ENTRIES, Secret, Task, Text};
use crate::{
    id::Id,
    interaction::typed,
    prose::Prose,
    rule,
    source::fence::{Fence, Written, entries, feedback, proses_mut},
};

impl Written for Text {
    const LEAST: usize = 1;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let items = fence.marked()?;
        fence.explain_wrong(items);
        if items.len() > ENTRIES {
            fence.add(
                &rule::TEXT_TOO_LONG,
                fence.span.clone(),
                format!("this list has more than {ENTRIES} texts."),
                "keep those that people really write.",
            );
            return None;
        }
        typed::look_over(fence, items);
        let accepted = items.iter().filter(|item| item.ticked == Some(true));
        let key: Vec<Id> = accepted.map(|item| item.key.clone()).collect();
        if key.is_empty() {
            fence.add(
                &rule::NO_RIGHT_ENTRY,
                fence.span.clone(),
                "no entry is marked as right.",
                "write `- [x]` before every text that is accepted; the first one is shown as the key.",
            );
            return None;
        }
        Some(Task {
            secret: Secret {
                entries: entries(items),
                key,
                feedback: feedback(items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        proses_mut(&mut task.secret.feedback)
    }

    /// The words are those of one language; what is right in each has the same keys.
    fn grading(task: &Task) -> String {
        let sorted = |mut keys: Vec<&str>| {
            keys.sort_unstable();
            keys.join(" ")
        };
        let all = task.secret.entries.iter().map(|entry| entry.key.as_str());
        let right = task.secret.key.iter().map(Id::as_str);
        format!(
            "text/1 of {} right {}",
            sorted(all.collect()),
            sorted(right.collect())
        )
    }
}
