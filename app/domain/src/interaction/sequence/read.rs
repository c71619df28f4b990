//! How a `sequence` is read from its fence.

use super::{Secret, Sequence, Task};
use crate::{
    id::Id,
    prose::Prose,
    rule,
    source::{
        fence::{Fence, Item, Written, entries, feedback, proses_mut},
        fields::short,
        typography,
    },
};

impl Written for Sequence {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let ends = ends(fence);
        if let Some(given) = fence.head.flag("shuffle")
            && !given.value
        {
            fence.head.out_of_range(
                "shuffle",
                &given,
                "nothing: as written, a sequence would show its key",
            );
        }
        let further = fence.head.lists("orders");
        let items = fence.numbered()?;
        let mut orders = vec![
            items
                .iter()
                .map(|item| item.key.clone())
                .collect::<Vec<_>>(),
        ];
        for given in further.into_iter().flat_map(|given| given.value) {
            let keys: Vec<Id> = given
                .value
                .iter()
                .filter_map(|key| fence.key(key))
                .collect();
            if keys.len() == given.value.len() && !each_once(&keys, items) {
                fence.add(
                    &rule::ORDER_OUT_OF_STEP,
                    given.span.clone(),
                    "this order does not name every entry once.",
                    "write the keys of all entries, each once.",
                );
            } else if orders.contains(&keys) {
                fence.add(
                    &rule::ORDER_OUT_OF_STEP,
                    given.span.clone(),
                    "this order was given before.",
                    "take it out; the order of the list itself is always right.",
                );
            } else if keys.len() == items.len() {
                orders.push(keys);
            }
        }
        Some(Task {
            entries: entries(items),
            ends,
            secret: Secret {
                orders,
                feedback: feedback(items),
                astray: astray(fence, items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        let astray = task.secret.astray.iter_mut().flatten();
        let mut all = proses_mut(&mut task.secret.feedback);
        all.extend(astray.map(|(_, _, prose)| prose));
        all
    }

    fn grading(task: &Task) -> String {
        let order = |order: &Vec<Id>| order.iter().map(Id::as_str).collect::<Vec<_>>().join(" ");
        // The first order is the one shown as the key; it does not matter to grading which it is.
        let mut orders: Vec<String> = task.secret.orders.iter().map(order).collect();
        orders.sort_unstable();
        format!("sequence/1 right {}", orders.join(" or "))
    }

    fn names(task: &Task) -> Vec<&str> {
        vec![&task.ends.0, &task.ends.1]
    }
}

/// What is said of entries that stand too early or too late, if anything is.
fn astray(fence: &Fence<'_>, items: &[Item]) -> Option<Vec<(Id, bool, Prose)>> {
    let mut said = Vec::new();
    for item in items {
        for (tag, prose) in &item.tagged {
            let early = match tag.value.as_str() {
                "early" => true,
                "late" => false,
                other => {
                    fence.add(
                        &rule::UNKNOWN_VERDICT,
                        tag.span.clone(),
                        format!("`[!{}]` means nothing under this entry.", short(other)),
                        "`[!early]` is said of an entry that stands too early, `[!late]` of one that stands too late.",
                    );
                    continue;
                }
            };
            said.push((item.key.clone(), early, prose.clone()));
        }
    }
    (!said.is_empty()).then_some(said)
}

fn each_once(keys: &[Id], items: &[Item]) -> bool {
    keys.len() == items.len()
        && items
            .iter()
            .all(|item| keys.iter().filter(|key| **key == item.key).count() == 1)
}

/// The names of the two ends, if they were given.
fn ends(fence: &Fence<'_>) -> (String, String) {
    let Some(given) = fence.head.texts("ends") else {
        return Default::default();
    };
    let span = given.span.clone();
    match &given.value[..] {
        [first, last] => {
            let words = |given: &crate::source::fields::Given<String>| {
                typography::words(&given.value, fence.lang)
            };
            (words(first), words(last))
        }
        _ => {
            fence.add(
                &rule::FIELD_OUT_OF_RANGE,
                span,
                "`ends` names the first and the last place.",
                "write two texts: `ends = [\"first\", \"last\"]`.",
            );
            Default::default()
        }
    }
}
