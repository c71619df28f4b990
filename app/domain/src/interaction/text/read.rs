//! How a `text` is read from its fence.

use super::{ENTRY_CHARACTERS, Secret, Task, Text};
use crate::{
    fold::fold,
    id::Id,
    prose::{self, Prose},
    rule,
    source::fence::{Fence, Item, Written, entries, feedback, proses_mut},
};

impl Written for Text {
    const LEAST: usize = 1;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let items = fence.marked()?;
        fence.explain_wrong(items);
        look_over(fence, items);
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

/// Says which entries compare like one before them, compare as nothing, or are too long.
fn look_over(fence: &Fence<'_>, items: &[Item]) {
    let mut before: Vec<(String, String)> = Vec::new();
    for item in items {
        let words = prose::plain(&item.text).trim().to_lowercase();
        let folded = fold(&words);
        if folded.is_empty() && !words.is_empty() {
            fence.add(
                &rule::ENTRY_WITHOUT_WORDS,
                item.span.clone(),
                "nothing is left of this entry when it is compared.",
                "write letters or digits: spaces, hyphens and marks of a sentence do not count.",
            );
        }
        if words.chars().count() > ENTRY_CHARACTERS {
            fence.add(
                &rule::TEXT_TOO_LONG,
                item.span.clone(),
                format!("this entry has more than {ENTRY_CHARACTERS} characters."),
                "ask for a word or a few; nobody writes more in the same words.",
            );
        }
        // Words that are the very same are said to be where the list is read.
        let alike = |(said, other): &(String, String)| *other == folded && *said != words;
        if !folded.is_empty() && before.iter().any(alike) {
            fence.add(
                &rule::REPEATED_ENTRY,
                item.span.clone(),
                "this entry compares like one before it.",
                "take it out: case, accents, apostrophes, hyphens and spaces make no difference.",
            );
        }
        before.push((words, folded));
    }
}
