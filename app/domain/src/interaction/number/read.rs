//! How a `number` is read from its fence.

use super::{Number, Secret, Task, UNIT_CHARACTERS};
use crate::{
    decimal::{Decimal, Sign, Unread},
    id::Id,
    prose::{self, Prose},
    rule,
    source::{
        fence::{Fence, Item, Written, feedback, proses_mut},
        fields::Given,
        typography,
    },
};

/// What a number in the TOML looks like.
const NUMBER: &str = "a number of at most 18 digits, with a decimal point and without an exponent";

impl Written for Number {
    const LEAST: usize = 0;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let (head, key) = (fence.head, number(fence, "key"));
        if !head.has("key") {
            head.missing("key", "key = 0.5");
        }
        let tolerance = tolerance(fence);
        let unit = unit(fence);
        let units = units(fence, unit.as_deref());
        if let Some(partly) = &fence.partly {
            fence.add(
                &rule::UNREACHABLE_FEEDBACK,
                partly.clone(),
                "a `number` is right or wrong, never partly right.",
                "use `[!incorrect]`, or feedback under an entry.",
            );
        }
        let items = match &fence.list {
            Some(_) => fence.marked()?,
            None => &[],
        };
        fence.explain_wrong(items);
        let wrong = wrong(fence, items, key.map(|key| (key, tolerance)));
        Some(Task {
            unit: unit.unwrap_or_default(),
            units,
            secret: Secret {
                key: key?,
                tolerance,
                wrong,
                feedback: feedback(items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        proses_mut(&mut task.secret.feedback)
    }

    fn showing(task: &Task) -> Vec<Id> {
        let wrong = task.secret.wrong.iter();
        wrong.map(|(key, _)| key.clone()).collect()
    }

    fn grading(task: &Task) -> String {
        let secret = &task.secret;
        let mut wrong: Vec<String> = secret
            .wrong
            .iter()
            .map(|(key, number)| format!("{key} {}", number.text()))
            .collect();
        wrong.sort_unstable();
        let mut units: Vec<String> = task
            .units
            .iter()
            .map(|(name, factor)| format!("{name} {}", factor.text()))
            .collect();
        units.sort_unstable();
        // A single unit is a word people read; of several, the name stands in the response.
        let unit = if units.is_empty() { "" } else { &task.unit };
        format!(
            "number/1 {} within {} in {unit} or {} not {}",
            secret.key.text(),
            secret.tolerance.text(),
            units.join(" or "),
            wrong.join(" or ")
        )
    }

    fn names(task: &Task) -> Vec<&str> {
        vec![&task.unit]
    }
}

/// `given` as a number; says so when it has too many digits or an exponent.
fn plain(fence: &Fence<'_>, name: &str, given: &Given<String>) -> Option<Decimal> {
    let number = Decimal::plain(&given.value);
    if number.is_none() {
        fence.head.out_of_range(name, given, NUMBER);
    }
    number
}

/// The number `name`, if it is there.
fn number(fence: &Fence<'_>, name: &'static str) -> Option<Decimal> {
    plain(fence, name, &fence.head.decimal(name)?)
}

fn tolerance(fence: &Fence<'_>) -> Decimal {
    let Some(given) = fence.head.decimal("tolerance") else {
        return Decimal::ZERO;
    };
    match plain(fence, "tolerance", &given) {
        Some(number) if !number.is_negative() => number,
        Some(_) => {
            let wanted = "0, or how far from the key a number may be";
            fence.head.out_of_range("tolerance", &given, wanted);
            Decimal::ZERO
        }
        None => Decimal::ZERO,
    }
}

/// `given` as the name of a unit; says so when it is blank or long.
fn name(fence: &Fence<'_>, field: &str, given: &Given<String>) -> Option<String> {
    let unit = typography::words(given.value.trim(), fence.lang);
    if unit.is_empty() || unit.chars().count() > UNIT_CHARACTERS {
        let wanted = "the sign of a unit: `unit = \"kg\"`; leave it out where there is none";
        fence.head.out_of_range(field, given, wanted);
        return None;
    }
    Some(unit)
}

fn unit(fence: &Fence<'_>) -> Option<String> {
    name(fence, "unit", &fence.head.text("unit")?)
}

/// The further units, each with its factor into `first`.
fn units(fence: &Fence<'_>, first: Option<&str>) -> Vec<(String, Decimal)> {
    let mut units: Vec<(String, Decimal)> = Vec::new();
    let given = fence.head.decimals("units");
    if !given.is_empty() && !fence.head.has("unit") {
        fence.head.missing("unit", "unit = \"kg\"");
    }
    for (unit, factor) in &given {
        let (Some(name), Some(number)) =
            (name(fence, "units", unit), plain(fence, "units", factor))
        else {
            continue;
        };
        if number.is_negative() || number.is_zero() {
            let wanted = "how many of `unit` one of this is, a number above 0";
            fence.head.out_of_range("units", factor, wanted);
        } else if first == Some(&name) || units.iter().any(|(before, _)| *before == name) {
            let wanted = "further units here, each once, and the one of the key in `unit`";
            fence.head.out_of_range("units", unit, wanted);
        } else {
            units.push((name, number));
        }
    }
    // Without the first there is nothing to convert into.
    if first.is_none() {
        units.clear();
    }
    units
}

/// The wrong numbers of the list; `key` is what is right, and how far from it.
fn wrong(fence: &Fence<'_>, items: &[Item], key: Option<(Decimal, Decimal)>) -> Vec<(Id, Decimal)> {
    let mut wrong: Vec<(Id, Decimal)> = Vec::new();
    for item in items {
        if item.ticked == Some(true) {
            fence.add(
                &rule::LIST_OF_ANOTHER_KIND,
                item.span.clone(),
                "the right number of this kind stands in the TOML.",
                "write it as `key = 0.5` and take this entry out; the list is for wrong numbers.",
            );
            continue;
        }
        let words = prose::plain(&item.text);
        let number = match Decimal::read(&words, Sign::Comma) {
            Ok(number) => number,
            // Said when the entry was read.
            Err(_) if words.trim().is_empty() => continue,
            Err(unread) => {
                let help = match unread {
                    Unread::Either(one, other) => {
                        format!("write `{}` or `{}`.", one.text(), other.undoubted())
                    }
                    Unread::NoNumber => {
                        "write the number alone, in the unit of the key: `- [ ] 500 {#grams}`."
                            .to_owned()
                    }
                };
                fence.add(
                    &rule::ENTRY_WITHOUT_NUMBER,
                    item.span.clone(),
                    "this entry can't be read as a number.",
                    help,
                );
                continue;
            }
        };
        let near = |(key, tolerance)| number.is_near(Decimal::ONE, key, tolerance);
        if key.is_some_and(near) {
            fence.add(
                &rule::NUMBER_IN_TOLERANCE,
                item.span.clone(),
                "this number counts as right.",
                "take it out, or write a smaller `tolerance`.",
            );
        } else if wrong.iter().any(|(_, before)| *before == number) {
            // The same words are said to be the same where the list is read.
            fence.add(
                &rule::REPEATED_ENTRY,
                item.span.clone(),
                "this is the same number as one before it.",
                "change or remove one of them.",
            );
        } else {
            wrong.push((item.key.clone(), number));
        }
    }
    wrong
}
