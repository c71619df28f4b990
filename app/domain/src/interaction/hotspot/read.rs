//! How a `hotspot` is read from its fence.

use super::{Hotspot, Region, Secret, Task};
use crate::{
    id::Id,
    prose::Prose,
    rule,
    source::{
        fence::{Fence, Item, Written, entries, feedback, of_right, proses_mut},
        fields::Numbers,
    },
};

/// What an author writes for a region.
const FORM: &str = "four whole numbers in per cent of the picture, `[left, top, width, height]`: a \
                    width and a height of at least 1, and nothing beyond 100";

impl Written for Hotspot {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let shuffle = fence.shuffle();
        let given = fence.head.numbers("regions");
        if !fence.head.has("regions") {
            let example = "regions = { key = [10, 20, 30, 15] }";
            fence.head.missing("regions", example);
        }
        let picture = picture(fence);
        let items = fence.marked()?;
        fence.explain_wrong(items);
        let key = fence.right(items);
        let regions = given.map(|given| regions(fence, items, given));
        let key = key?;
        if let Some(partly) = &fence.partly
            && key.len() == 1
        {
            fence.add(
                &rule::UNREACHABLE_FEEDBACK,
                partly.clone(),
                "a `hotspot` with one right entry is right or wrong, never partly right.",
                "use `[!incorrect]`, or feedback under an entry.",
            );
        }
        Some(Task {
            picture: picture?,
            entries: entries(items),
            regions: regions?,
            shuffle,
            secret: Secret {
                key,
                feedback: feedback(items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        let mut all = proses_mut(&mut task.secret.feedback);
        all.push(&mut task.picture);
        all
    }

    /// Regions are not in it: they follow the picture, which may be another one in each language.
    fn grading(task: &Task) -> String {
        of_right("hotspot/1", &task.entries, &task.secret.key)
    }
}

/// The last picture of the prompt, which goes from there to the task.
fn picture(fence: &Fence<'_>) -> Option<Prose> {
    let Some(picture) = fence.picture() else {
        fence.add(
            &rule::ACTIVITY_WITHOUT_PICTURE,
            fence.span.clone(),
            "there is no picture in the prompt that could be shown.",
            "write it above the list, in a paragraph of its own: `![what it shows](file.svg)`.",
        );
        return None;
    };
    if fence.prompt.borrow().is_empty() {
        fence.add(
            &rule::ACTIVITY_WITHOUT_PROMPT,
            fence.span.clone(),
            "nothing is asked about the picture.",
            "write what the learner is to look for, above the picture.",
        );
    }
    Some(vec![picture])
}

/// The places of `items`; says which of them have none, and which are none.
fn regions(fence: &Fence<'_>, items: &[Item], given: Vec<Numbers>) -> Vec<(Id, Region)> {
    let mut regions: Vec<(Id, Region)> = Vec::new();
    let mut named: Vec<Id> = Vec::new();
    for (name, numbers) in given {
        let key = fence.key(&name);
        named.extend(key.clone());
        let Some(numbers) = numbers else {
            continue;
        };
        let Some(region) = region(&numbers.value) else {
            fence.head.out_of_range("regions", &numbers, FORM);
            continue;
        };
        let Some(key) = key else {
            continue;
        };
        if let Some((other, _)) = regions.iter().find(|(_, other)| overlap(region, *other)) {
            fence.add(
                &rule::OVERLAPPING_REGIONS,
                numbers.span,
                format!("most of one of the regions `{other}` and `{key}` lies in the other."),
                "move one of them, or make one of the two entries.",
            );
        }
        regions.push((key, region));
    }
    // An entry without a key can't be named: that is the finding that matters.
    for item in items.iter().filter(|item| item.keyed) {
        if !named.contains(&item.key) {
            fence.add(
                &rule::ENTRY_WITHOUT_REGION,
                item.span.clone(),
                "this entry has no place in the picture.",
                format!(
                    "name it in the TOML: `regions = {{ {} = [10, 20, 30, 15] }}`.",
                    item.key
                ),
            );
        }
    }
    regions
}

/// The region of four `numbers`, if they are one.
fn region(numbers: &[i64]) -> Option<Region> {
    let [x, y, width, height] = numbers else {
        return None;
    };
    let number = |number: &i64| u8::try_from(*number).ok();
    let region = Region {
        x: number(x)?,
        y: number(y)?,
        width: number(width)?,
        height: number(height)?,
    };
    region.sound().then_some(region)
}

/// Whether more than half of one region lies in the other.
fn overlap(one: Region, other: Region) -> bool {
    let shared = |a: u8, a_size: u8, b: u8, b_size: u8| {
        let end = (u32::from(a) + u32::from(a_size)).min(u32::from(b) + u32::from(b_size));
        end.saturating_sub(u32::from(a.max(b)))
    };
    let area = |region: Region| u32::from(region.width) * u32::from(region.height);
    let both = shared(one.x, one.width, other.x, other.width)
        * shared(one.y, one.height, other.y, other.height);
    both * 2 > area(one).min(area(other))
}
