//! How a `categorise` is read from its fence.

use super::{Categorise, Task};
use crate::{
    interaction::pairs::read,
    prose::Prose,
    rule,
    source::fence::{Fence, Item, Written},
};

impl Written for Categorise {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        read::drawn(fence);
        let groups = fence.plain()?;
        read::without_feedback(
            fence,
            groups,
            "feedback stands under the items, not under their group.",
        );
        let mut pairs: Vec<(&Item, &Item)> = Vec::new();
        for group in groups {
            pairs.extend(group.items.iter().map(|item| (item, group)));
        }
        if pairs.is_empty() {
            fence.add(
                &rule::LIST_OF_ANOTHER_KIND,
                fence.span.clone(),
                "no group holds an item.",
                "write the items of a group in a list under it, indented by two spaces: `  - Words {#key}`.",
            );
            return None;
        }
        read::task(fence, &pairs, &groups.iter().collect::<Vec<_>>())
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        read::feedbacks_mut(task)
    }

    fn grading(task: &Task) -> String {
        read::grading("categorise", task)
    }
}
