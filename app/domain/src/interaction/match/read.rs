//! How a `match` is read from its fence.

use super::{Match, Task};
use crate::{
    interaction::pairs::read,
    prose::Prose,
    rule,
    source::fence::{Fence, Item, Written},
};

/// Where feedback stands, for those who wrote it elsewhere.
const FEEDBACK: &str = "feedback stands under the entry on the left, not under a partner.";

impl Written for Match {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        read::drawn(fence);
        let (mut pairs, mut partners) = (Vec::new(), Vec::<&Item>::new());
        for item in fence.plain()? {
            let Some((partner, more)) = item.items.split_first() else {
                // Nobody's partner.
                partners.push(item);
                continue;
            };
            pairs.push((item, partner));
            partners.push(partner);
            for second in more {
                fence.add(
                    &rule::MISPLACED_BLOCK,
                    second.span.clone(),
                    "a second partner stands under this entry.",
                    "write one under each; a partner of none stands in the outer list.",
                );
            }
        }
        read::without_feedback(fence, partners.iter().copied(), FEEDBACK);
        if pairs.is_empty() {
            fence.add(
                &rule::LIST_OF_ANOTHER_KIND,
                fence.span.clone(),
                "no entry has a partner.",
                "write the partner of an entry in a list under it, indented by two spaces: `  - Words {#key}`.",
            );
            return None;
        }
        // Of two pairs either both are right or, with nobody left over, none is.
        if let (Some(partly), [_, _]) = (&fence.partly, &partners[..]) {
            fence.add(
                &rule::UNREACHABLE_FEEDBACK,
                partly.clone(),
                "with two partners, a `match` is right or wrong, never partly right.",
                "use `[!incorrect]`, or add a pair or a partner of none.",
            );
        }
        read::task(fence, &pairs, &partners)
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        read::feedbacks_mut(task)
    }

    fn grading(task: &Task) -> String {
        read::grading("match", task)
    }
}
