//! How a `cards` is read from its fence.

use super::{Cards, MOST, Secret, Task};
use crate::{
    prose::Prose,
    rule,
    source::{
        fence::{Fence, Item, Written, entries, feedback, proses_mut},
        fields::short,
    },
};

/// Where the remark on a card stands, for those who wrote it elsewhere.
const REMARK: &str = "the remark on a card stands under its front, not under its back.";

impl Written for Cards {
    const HAS_INNER_KEYS: bool = false;
    // Two cards may have one back.
    const APART: bool = true;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let shuffle = fence.shuffle();
        for (key, _) in fence.head.pairs("misconceptions") {
            fence.head.out_of_range(
                "misconceptions",
                &key,
                "nothing: how somebody rates themselves shows no misconception",
            );
        }
        let items = fence.plain()?;
        fence.untagged(items);
        if items.len() > MOST {
            fence.add(
                &rule::TEXT_TOO_LONG,
                fence.span.clone(),
                format!("there are more than {MOST} cards here."),
                "cut it into several activities.",
            );
        }
        let mut backs = Vec::new();
        for item in items {
            backs.extend(back(fence, item).map(|back| (item.key.clone(), back.text.clone())));
        }
        (backs.len() == items.len()).then(|| Task {
            entries: entries(items),
            shuffle,
            secret: Secret {
                backs,
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
        format!("cards/1 of {}", keys.join(" "))
    }
}

/// The back of the card `item`; says so when there is none, or more than that.
fn back<'a>(fence: &Fence<'_>, item: &'a Item) -> Option<&'a Item> {
    let Some((back, more)) = item.items.split_first() else {
        fence.add(
            &rule::LIST_OF_ANOTHER_KIND,
            item.span.clone(),
            "this card has no back.",
            "write it in a list under the front, indented by two spaces: `  - Words`.",
        );
        return None;
    };
    for second in more {
        fence.add(
            &rule::MISPLACED_BLOCK,
            second.span.clone(),
            "a second back stands under this card.",
            "write one; what is to be said beside it stands in a quotation: `  > remark`.",
        );
    }
    for back in &item.items {
        if let Some((tag, _)) = back.tagged.first() {
            let what = format!("`[!{}]` means nothing under this entry.", short(&tag.value));
            fence.add(&rule::UNKNOWN_VERDICT, tag.span.clone(), what, REMARK);
        }
        if back.feedback.is_some() {
            fence.add(
                &rule::MISPLACED_BLOCK,
                back.span.clone(),
                "under this entry stands feedback.",
                REMARK,
            );
        }
    }
    Some(back)
}
