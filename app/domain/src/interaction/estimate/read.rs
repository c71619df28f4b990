//! How an `estimate` is read from its fence.

use super::{DIGITS, Estimate, HIGH, LARGEST, LOW, STEPS, Secret, Task, VALUE};
use crate::{
    decimal::Decimal,
    id::Id,
    interaction::{Entry, Interaction},
    prose::Prose,
    rule,
    source::{
        fence::{Fence, Written},
        fields::Given,
        typography,
    },
};

impl Written for Estimate {
    const LEAST: usize = 0;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let (low, high) = (fence.beside(LOW), fence.beside(HIGH));
        if let Some(list) = &fence.list {
            fence.add(
                &rule::LIST_OF_ANOTHER_KIND,
                list.span.clone(),
                "an `estimate` has no list.",
                "take it out: the number that is right stands in the TOML, as `key`.",
            );
        }
        let unit = fence.head.text("unit");
        let figure = fence.head.text("figure");
        let numbers = [
            ("min", "min = 0"),
            ("max", "max = 100"),
            ("step", "step = 5"),
            ("key", "key = 35"),
            ("near", "near = 10"),
        ];
        let numbers = numbers.map(|(name, example)| {
            if !fence.head.has(name) {
                fence.head.missing(name, example);
            }
            decimal(fence, name)
        });
        let start = decimal(fence, "start");
        // What stands in the text of the figure is compared with the key as it was written.
        let written = numbers[3].as_ref();
        let figure = figure.and_then(|given| {
            let key = written.map_or("", |(key, _)| key.value.as_str());
            fence.reader.figure(&given.value, key, &given.span)
        });
        let [Some(min), Some(max), Some(step), Some(key), Some(near)] = numbers else {
            return None;
        };
        let all = [&min, &max, &step, &key, &near].into_iter().chain(&start);
        let digits = all.clone().map(|(_, number)| number.parts().1).max();
        let digits = digits.unwrap_or(0);
        let mut whole = all.map(|given| whole(fence, given, digits));
        let mut next = || whole.next().flatten();
        let (least, most, by, right, off) = (next(), next(), next(), next(), next());
        let first = if start.is_some() { next() } else { least };
        let task = Task {
            entries: vec![Entry {
                key: Id::new(VALUE).ok()?,
                text: Vec::new(),
            }],
            min: least?,
            max: most?,
            step: by?,
            start: first?,
            digits,
            unit: unit.map_or(String::new(), |unit| {
                typography::words(unit.value.trim(), fence.lang)
            }),
            secret: Secret {
                key: right?,
                near: off?,
                figure,
                low,
                high,
            },
        };
        look_over(&task, &mut |name, wanted| {
            let given = match name {
                "max" => Some(&max),
                "step" => Some(&step),
                "key" => Some(&key),
                "near" => Some(&near),
                _ => start.as_ref(),
            };
            match given {
                Some((given, _)) => fence.head.out_of_range(name, given, wanted),
                None => fence.add(
                    &rule::FIELD_OUT_OF_RANGE,
                    min.0.span.clone(),
                    "the slider stands at `min` at first, and the key is near.",
                    format!("write {wanted}."),
                ),
            }
        });
        Some(task).filter(Estimate::sound)
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        vec![&mut task.secret.low, &mut task.secret.high]
    }

    fn grading(task: &Task) -> String {
        format!(
            "estimate/1 from {} to {} by {} digits {} right {} near {}",
            task.min, task.max, task.step, task.digits, task.secret.key, task.secret.near
        )
    }

    fn names(task: &Task) -> Vec<&str> {
        vec![&task.unit]
    }

    fn showing(_task: &Task) -> Vec<Id> {
        [LOW, HIGH]
            .into_iter()
            .filter_map(|key| Id::new(key).ok())
            .collect()
    }
}

/// The number `name` with how it was written, if it is there; says so when it is not a plain decimal
/// number.
fn decimal(fence: &Fence<'_>, name: &'static str) -> Option<(Given<String>, Decimal)> {
    let given = fence.head.decimal(name)?;
    let small = |number: &Decimal| {
        let (digits, places) = number.parts();
        (-LARGEST..=LARGEST).contains(&digits) && places <= DIGITS
    };
    let read = Decimal::plain(&given.value).filter(small);
    if read.is_none() {
        let wanted = format!(
            "a plain number with at most {DIGITS} digits after the point, and none larger than \
             a million millions in the last of them"
        );
        fence.head.out_of_range(name, &given, &wanted);
    }
    Some((given, read?))
}

/// The number in the decimal place `digits`; says so when that is too large.
fn whole(fence: &Fence<'_>, (given, number): &(Given<String>, Decimal), digits: u8) -> Option<i64> {
    let (number, places) = number.parts();
    let number = number.checked_mul(10_i64.pow(u32::from(digits - places)));
    let number = number.filter(|number| (-LARGEST..=LARGEST).contains(number));
    if number.is_none() {
        fence.add(
            &rule::FIELD_OUT_OF_RANGE,
            given.span.clone(),
            "this number is too large beside one with so many digits after the point.",
            "write fewer digits after the point, or use a larger unit.",
        );
    }
    number
}

/// Says what does not hold between the numbers: the name of a field, and what to write there.
fn look_over(task: &Task, say: &mut dyn FnMut(&str, &str)) {
    let Secret { key, near, .. } = task.secret;
    let range = task.max - task.min;
    if range <= 0 {
        say("max", "a number that is larger than `min`");
    }
    if task.step < 1 {
        say("step", "a number above 0");
    } else if range > 0 && range % task.step != 0 {
        say("step", "a step that leads from `min` to `max` exactly");
    } else if range / task.step > STEPS {
        say(
            "step",
            &format!("a larger one: at most {STEPS} steps lead from `min` to `max`"),
        );
    }
    if range > 0 && !(task.min..=task.max).contains(&key) {
        say("key", "a number from `min` to `max`");
    }
    if near <= task.step {
        say(
            "near",
            "more than one `step`: an estimate one step off earns every point",
        );
    }
    let inside = (task.min..=task.max).contains(&task.start);
    if range > 0 && task.step >= 1 && (!inside || (task.start - task.min) % task.step != 0) {
        say(
            "start",
            "a number of whole steps from `min`, not above `max`",
        );
    } else if task.start.abs_diff(key) <= near.unsigned_abs() {
        say(
            "start",
            "a `start` that is farther from the key than `near`",
        );
    }
}
