//! How a `decision` is read from its fence.

use super::{Decision, MOST, RIGHT, Secret, Task, WAYS, Way};
use crate::{
    id::Id,
    interaction::Interaction,
    prose::Prose,
    rule,
    source::{
        fence::{Fence, Item, Written, entries, feedback, known_key, proses_mut},
        fields::Given,
    },
};

impl Written for Decision {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let stuck = fence.head.text("stuck");
        let leads = fence.head.pairs("leads");
        let list = fence.list.as_ref()?;
        let items = &list.items[..];
        if list.numbered {
            fence.add(
                &rule::LIST_OF_ANOTHER_KIND,
                list.span.clone(),
                "the cards and endings of this kind are not numbered.",
                "write `- ` before each; where a way leads stands under `[leads]`.",
            );
            return None;
        }
        look_over(fence, items);
        // Without the lists under them: a way leads to no way.
        let bare = |item: &Item| Item {
            items: Vec::new(),
            ..item.clone()
        };
        let places: Vec<Item> = items.iter().map(bare).collect();
        let ways: Vec<Item> = items.iter().flat_map(|card| &card.items).cloned().collect();
        let stuck = stuck.map(|given| (known_key(fence.head, &places, &given), given));
        let leads = self::leads(fence, &leads, &ways, &places);
        let endings: Vec<&Item> = items.iter().filter(|item| item.items.is_empty()).collect();
        let worth = |ending: &&Item| {
            let points = match ending.ticked {
                Some(true) => RIGHT,
                None => 1,
                Some(false) => 0,
            };
            (ending.key.clone(), points)
        };
        let mut task = Task {
            entries: entries(items),
            ways: Vec::new(),
            stuck: stuck.as_ref().and_then(|(key, _)| key.clone()),
            secret: Secret {
                worth: endings.iter().map(worth).collect(),
                feedback: feedback(&places),
            },
        };
        for card in items {
            for (way, entry) in card.items.iter().zip(entries(&card.items)) {
                let to = leads.iter().find(|(key, _)| *key == way.key);
                task.ways.extend(to.map(|(_, to)| Way {
                    entry,
                    from: card.key.clone(),
                    to: to.clone(),
                    then: way.feedback.clone().unwrap_or_default(),
                }));
            }
        }
        let keyed = items
            .iter()
            .flat_map(Item::with_inner)
            .all(|item| item.keyed);
        let begins = items.first().is_some_and(|first| !first.items.is_empty());
        if begins && keyed && task.ways.len() == ways.len() {
            follow(fence, items, &task);
        }
        if let Some((Some(_), given)) = &stuck
            && items.len() - endings.len() < 2
        {
            fence.head.out_of_range(
                "stuck",
                given,
                "nothing: from the first card there is no way out, and there is no other card",
            );
        }
        Some(task)
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        let mut all = proses_mut(&mut task.secret.feedback);
        all.extend(task.ways.iter_mut().map(|way| &mut way.then));
        all
    }

    fn grading(task: &Task) -> String {
        let way = |way: &Way| format!("{} {} {}", way.entry.key, way.from, way.to);
        let mut ways: Vec<String> = task.ways.iter().map(way).collect();
        ways.sort_unstable();
        let worth = task.secret.worth.iter();
        let mut worth: Vec<String> = worth
            .map(|(key, points)| format!("{key} {points}"))
            .collect();
        worth.sort_unstable();
        let first = task.entries.first().map_or("", |first| first.key.as_str());
        let stuck = task.stuck.as_ref().map_or("", Id::as_str);
        format!(
            "decision/1 from {first} by {} out {stuck} worth {}",
            ways.join(", "),
            worth.join(", ")
        )
    }
}

/// Says what is wrong with each card, way and ending by itself.
fn look_over(fence: &Fence<'_>, items: &[Item]) {
    if let Some(first) = items.first().filter(|first| first.items.is_empty()) {
        fence.add(
            &rule::LIST_OF_ANOTHER_KIND,
            first.span.clone(),
            "it begins here, and nothing can be chosen.",
            "begin with a card: write the ways on from it in a list under it, indented by two spaces: \
             `  - Words {#key}`.",
        );
    }
    if items.len() > MOST {
        fence.add(
            &rule::TEXT_TOO_LONG,
            fence.span.clone(),
            format!("there are more than {MOST} cards and endings."),
            "cut it into several activities.",
        );
    }
    let mut endings = items.iter().filter(|item| item.items.is_empty());
    if !endings.any(|ending| ending.ticked == Some(true)) {
        fence.add(
            &rule::NO_RIGHT_ENTRY,
            fence.span.clone(),
            "no ending is marked as right.",
            "write `- [x]` before an ending that is right; at least one has to be.",
        );
    }
    fence.untagged(items);
    for item in items {
        if item.items.is_empty() {
            look_over_ending(fence, item);
        } else {
            look_over_card(fence, item);
        }
    }
}

fn look_over_ending(fence: &Fence<'_>, ending: &Item) {
    if ending.ticked != Some(true) && ending.feedback.is_none() {
        fence.add(
            &rule::ENTRY_WITHOUT_FEEDBACK,
            ending.span.clone(),
            "this ending is not right, and has no feedback.",
            "write a quotation under it, indented by two spaces: `  > why not`.",
        );
    }
}

fn look_over_card(fence: &Fence<'_>, card: &Item) {
    let marked = card.with_inner().filter(|item| item.ticked.is_some());
    for item in marked {
        fence.add(
            &rule::LIST_OF_ANOTHER_KIND,
            item.span.clone(),
            "a card and the ways on from it are neither right nor wrong.",
            "take the `[x]` or `[ ]` away: only endings are marked.",
        );
    }
    if card.feedback.is_some() {
        fence.add(
            &rule::MISPLACED_BLOCK,
            card.span.clone(),
            "under this card stands a quotation.",
            "what happens stands under the ways on, indented by two spaces more.",
        );
    }
    if card.items.len() == 1 {
        fence.add(
            &rule::LIST_OF_ONE,
            card.span.clone(),
            "a single way leads on from this card.",
            "write at least two.",
        );
    }
    if card.items.len() > WAYS {
        fence.add(
            &rule::TEXT_TOO_LONG,
            card.span.clone(),
            format!("more than {WAYS} ways lead on from this card."),
            "leave those that matter.",
        );
    }
    fence.untagged(&card.items);
    for way in card.items.iter().filter(|way| way.feedback.is_none()) {
        fence.add(
            &rule::WAY_WITHOUT_CONSEQUENCE,
            way.span.clone(),
            "nothing is said of what happens then.",
            "write a quotation under it, indented by two spaces more: `> what happens`.",
        );
    }
}

/// Where each way leads, by key; says which leads nowhere.
fn leads(
    fence: &Fence<'_>,
    given: &[(Given<String>, Given<String>)],
    ways: &[Item],
    places: &[Item],
) -> Vec<(Id, Id)> {
    let mut leads = Vec::new();
    for (way, to) in given {
        let way = known_key(fence.head, ways, way);
        let to = known_key(fence.head, places, to);
        leads.extend(way.zip(to));
    }
    if !fence.head.has("leads") {
        fence.head.missing("leads", "leads = { way = \"card\" }");
        return leads;
    }
    for way in ways.iter().filter(|way| way.keyed) {
        let key = way.key.as_str();
        if !given.iter().any(|(given, _)| given.value == key) {
            fence
                .head
                .missing(&format!("leads.{key}"), &format!("{key} = \"…\""));
        }
    }
    leads
}

/// Says what comes of it that a way leads where it does.
fn follow(fence: &Fence<'_>, items: &[Item], task: &Task) {
    let (lost, endless) = (task.out_of_reach(), task.endless());
    for item in items.iter().filter(|item| lost.contains(&item.key)) {
        fence.add(
            &rule::CARD_OUT_OF_REACH,
            item.span.clone(),
            "nobody comes here from the first card.",
            "let a way lead here, under `[leads]`, or take it out.",
        );
    }
    for item in items.iter().filter(|item| endless.contains(&item.key)) {
        fence.add(
            &rule::CARD_WITHOUT_ENDING,
            item.span.clone(),
            "no ending can be reached from here.",
            "let one of its ways lead nearer to an ending, under `[leads]`.",
        );
    }
    let right = task.secret.worth.iter().any(|(_, points)| *points == RIGHT);
    if right && lost.is_empty() && Decision::key(task).is_empty() {
        fence.add(
            &rule::NO_RIGHT_ENTRY,
            fence.span.clone(),
            "no ending that is right can be reached without the way out.",
            "let a way lead there as well, under `[leads]`.",
        );
    }
}
