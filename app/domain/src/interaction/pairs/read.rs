//! How a task of pairs is made of the entries of a list.

use super::{MOST, Secret, Task};
use crate::{
    prose::Prose,
    rule,
    source::{
        fence::{Fence, Item, entries, feedback, known_key, proses_mut},
        fields::short,
    },
};

/// The task of putting the first of each of `pairs` in the second, which is one of `places`.
pub(crate) fn task(fence: &Fence<'_>, pairs: &[(&Item, &Item)], places: &[&Item]) -> Option<Task> {
    // Without the lists under them: what is put somewhere is no place.
    let bare = |item: &Item| Item {
        items: Vec::new(),
        ..item.clone()
    };
    let items: Vec<Item> = pairs.iter().map(|(item, _)| bare(item)).collect();
    let places: Vec<Item> = places.iter().copied().map(bare).collect();
    if pairs.len() == 1 {
        fence.add(
            &rule::LIST_OF_ONE,
            fence.span.clone(),
            "a single entry is to be put somewhere.",
            "write at least two.",
        );
    }
    if pairs.len() > MOST {
        fence.add(
            &rule::TEXT_TOO_LONG,
            fence.span.clone(),
            format!("more than {MOST} entries are to be put somewhere."),
            "cut it into several activities.",
        );
    }
    let mut key: Vec<_> = pairs
        .iter()
        .map(|(item, place)| (item.key.clone(), place.key.clone()))
        .collect();
    key.sort_unstable();
    let mut particular = Vec::new();
    for (item, right) in pairs {
        let mut said = Vec::new();
        for (tag, prose) in &item.tagged {
            if let Some(place) = known_key(fence.head, &places, tag) {
                said.push((item.key.clone(), place, prose.clone()));
            }
        }
        let explained = |place: &Item| said.iter().any(|(_, told, _)| *told == place.key);
        let mut wrong = places.iter().filter(|place| place.key != right.key);
        if item.feedback.is_none() && !wrong.all(explained) {
            fence.add(
                &rule::ENTRY_WITHOUT_FEEDBACK,
                item.span.clone(),
                "this entry has no feedback for where it does not belong.",
                "write a quotation under it, indented by two spaces more: `> why there`.",
            );
        }
        particular.extend(said);
    }
    Some(Task {
        entries: entries(&items),
        places: entries(&places),
        secret: Secret {
            key,
            feedback: feedback(&items),
            particular,
        },
    })
}

/// Says where an author wants the list as written, which would show the key.
pub(crate) fn drawn(fence: &Fence<'_>) {
    if let Some(given) = fence.head.flag("shuffle")
        && !given.value
    {
        fence.head.out_of_range(
            "shuffle",
            &given,
            "nothing: as written, the list would show the key",
        );
    }
}

/// Says which of `places` have feedback: it stands under what is put there.
pub(crate) fn without_feedback<'a>(
    fence: &Fence<'_>,
    places: impl IntoIterator<Item = &'a Item>,
    help: &str,
) {
    for place in places {
        if let Some((tag, _)) = place.tagged.first() {
            let what = format!("`[!{}]` means nothing under this entry.", short(&tag.value));
            fence.add(&rule::UNKNOWN_VERDICT, tag.span.clone(), what, help);
        }
        if place.feedback.is_some() {
            fence.add(
                &rule::MISPLACED_BLOCK,
                place.span.clone(),
                "under this entry stands feedback.",
                help,
            );
        }
    }
}

/// Every feedback of `task`, to change what stands in it.
pub(crate) fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
    let mut all = proses_mut(&mut task.secret.feedback);
    all.extend(task.secret.particular.iter_mut().map(|(_, _, prose)| prose));
    all
}

/// All that grading depends on: the places there are, and where each entry belongs.
pub(crate) fn grading(name: &str, task: &Task) -> String {
    let mut places: Vec<&str> = task.places.iter().map(|place| place.key.as_str()).collect();
    places.sort_unstable();
    let key = task.secret.key.iter();
    let key: Vec<String> = key
        .map(|(entry, place)| format!("{entry} {place}"))
        .collect();
    format!("{name}/1 of {} right {}", places.join(" "), key.join(", "))
}
