//! Doing activities by single presses of a mouse or a finger.

use domain::{
    activity::Activity,
    id::Id,
    interaction::{Entry, Task},
};
use serde_json::json;

use super::{
    learner::Learner,
    published::{gaps, key, pairs, plain},
    words::ENGLISH,
};

/// With what a learner presses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// A mouse.
    Mouse,
    /// A finger.
    Finger,
}

/// Presses, once, in the middle of the element that `find` gives back, as the browser itself would.
fn press(learner: &Learner, way: Way, find: &str, arguments: &[&str]) {
    let script = format!(
        "const act = document.querySelector('section.act');
        const said = (e) => (e?.textContent ?? '').replace(/\\s+/g, ' ').trim();
        const all = (css) => [...act.querySelectorAll(css)];
        const e = (() => {{ {find} }})();
        if (!e) return null;
        e.scrollIntoView({{ block: 'center' }});
        const box = e.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];"
    );
    let arguments = arguments.iter().map(|text| json!(text)).collect();
    let place = learner.browser.ask(&script, arguments);
    let (Some(x), Some(y)) = (place[0].as_f64(), place[1].as_f64()) else {
        panic!("nothing to press: {find}");
    };
    match way {
        Way::Mouse => {
            for kind in ["mousePressed", "mouseReleased"] {
                let press =
                    json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
                learner.devtools("Input.dispatchMouseEvent", press);
            }
        }
        Way::Finger => {
            let down = json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] });
            learner.devtools("Input.dispatchTouchEvent", down);
            let up = json!({ "type": "touchEnd", "touchPoints": [] });
            learner.devtools("Input.dispatchTouchEvent", up);
        }
    }
}

/// Does the only activity of a page by single presses alone, dragging nothing. (What opens in a native
/// menu is the browser's own, and so is a keyboard on the screen: there the value is set.)
pub fn do_by_presses(learner: &Learner, activity: &Activity, way: Way) {
    let right = key(activity);
    let label = "return all('label').find(e => said(e.querySelector('.label')) === arguments[0]);";
    match &activity.task {
        Task::Choice(_) | Task::Choices(_) | Task::Hotspot(_) => {
            for entry in &right {
                press(learner, way, label, &[entry]);
            }
        }
        Task::Mark(_) => {
            // The middle of a sentence that goes over two lines may be in another one: on its box, then.
            let label = label.replace("arguments[0]);", "arguments[0]).querySelector('input');");
            for entry in &right {
                press(learner, way, &label, &[entry]);
            }
        }
        Task::Sequence(_) => {
            for (to, entry) in right.iter().enumerate() {
                let at = "return String(all('.rung').findIndex(e => said(e.querySelector('.label')) === arguments[0]));";
                let script = format!(
                    "const act = document.querySelector('section.act');
                    const said = (e) => (e?.textContent ?? '').replace(/\\s+/g, ' ').trim();
                    const all = (css) => [...act.querySelectorAll(css)]; {at}"
                );
                loop {
                    let place = learner.browser.ask(&script, vec![json!(entry)]);
                    let place: usize = place.as_str().unwrap_or_default().parse().expect("a rung");
                    if place <= to {
                        break;
                    }
                    let up = "return all('.rung')[+arguments[0]].querySelector('button');";
                    press(learner, way, up, &[&place.to_string()]);
                    learner.browser.until("the entry has moved", || {
                        let now = learner.browser.ask(&script, vec![json!(entry)]);
                        (now != json!(place.to_string())).then_some(())
                    });
                }
            }
        }
        Task::Categorise(task) => {
            for (item, group) in pairs(task) {
                let chip = "return all('button.chip').find(e => said(e) === arguments[0]);";
                press(learner, way, chip, &[&item]);
                let place =
                    "return all('.group button').find(e => said(e).includes(arguments[0]));";
                press(learner, way, place, &[&group]);
            }
        }
        Task::Match(task) => {
            for (entry, partner) in pairs(task) {
                learner.browser.ask(
                    "const said = (text) => text.replace(/\\s+/g, ' ').trim();
                    const menus = [...document.querySelectorAll('section.act select')];
                    const name = (e) => said(e.getAttribute('aria-label') ?? e.labels[0]?.textContent ?? '');
                    const menu = menus.find(e => name(e).endsWith(arguments[0]));
                    menu.selectedIndex = [...menu.options].findIndex(e => said(e.text) === arguments[1]);
                    menu.dispatchEvent(new Event('change', { bubbles: true }));",
                    vec![json!(entry), json!(partner)],
                );
            }
        }
        Task::Gap(task) => {
            for (gap, right) in gaps(task) {
                let control = "const name = (e) => e.getAttribute('aria-label').replace(/\\s+/g, ' ').trim();
                    return all('.gap select, .gap input').find(e => name(e).endsWith(arguments[0]));";
                if task.is_typed() {
                    press(learner, way, control, &[&gap]);
                }
                learner.browser.ask(
                    "const said = (text) => text.replace(/\\s+/g, ' ').trim();
                    const name = (e) => said(e.getAttribute('aria-label'));
                    const all = [...document.querySelectorAll('section.act .gap :is(select, input)')];
                    const e = all.find(e => name(e).endsWith(arguments[0]));
                    if (e.matches('input')) {
                        e.value = arguments[1];
                        e.dispatchEvent(new Event('input', { bubbles: true }));
                    } else {
                        e.selectedIndex = [...e.options].findIndex(e => said(e.text) === arguments[1]);
                        e.dispatchEvent(new Event('change', { bubbles: true }));
                    }",
                    vec![json!(gap), json!(right)],
                );
            }
        }
        Task::Matrix(task) => {
            for (row, column) in &task.secret.key {
                let place = |entries: &[Entry], key: &Id| {
                    let at = entries.iter().position(|entry| entry.key == *key);
                    at.expect("an entry").to_string()
                };
                let said = plain(&domain::prose::plain(
                    &task
                        .rows
                        .iter()
                        .find(|entry| entry.key == *row)
                        .expect("a row")
                        .text,
                ));
                let cell = "const row = all('tbody tr').find(e => said(e.querySelector('th')).startsWith(arguments[0]));
                    return row.querySelectorAll('td')[+arguments[1]].querySelector('label');";
                press(learner, way, cell, &[&said, &place(&task.columns, column)]);
            }
        }
        Task::Estimate(task) => {
            let steps = (task.secret.key - task.start) / task.step;
            for _ in 0..steps.abs() {
                let button = if steps < 0 { "0" } else { "1" };
                press(
                    learner,
                    way,
                    "return all('.dial button')[+arguments[0]];",
                    &[button],
                );
            }
        }
        Task::Open(_) => {
            press(learner, way, "return all('textarea')[0];", &[]);
            learner.browser.ask(
                "const e = document.activeElement; e.value = arguments[0];
                e.dispatchEvent(new Event('input', { bubbles: true }));",
                vec![json!(right[0])],
            );
            press(learner, way, "return all('.essay > button')[0];", &[]);
            learner.browser.until("the criteria", || {
                let shown = learner.texts("section.act .rubric:not([hidden]) .label");
                (shown.len() == right.len() - 1).then_some(())
            });
            for criterion in &right[1..] {
                press(learner, way, label, &[criterion]);
            }
        }
        Task::Decision(_) => {
            for (n, words) in (1_u64..).zip(&right) {
                let button = "return all('button.way').find(e => said(e) === arguments[0]);";
                press(learner, way, button, &[words]);
                learner.browser.until("the next card", || {
                    let steps = learner.count("section.act .trail:not(.key) > li");
                    (steps == n).then_some(())
                });
            }
        }
        Task::Cards(task) => {
            for left in (0..task.entries.len()).rev() {
                press(learner, way, "return all('.card > button')[0];", &[]);
                learner.browser.until("the card is turned", || {
                    (learner.count(".act .rates:not([hidden])") == 1).then_some(())
                });
                press(learner, way, "return all('.rates button')[3];", &[]);
                let rated = "section.act .rates[hidden]";
                learner.browser.until("the next card is shown", || {
                    (learner.count(rated) == 1).then_some(())
                });
                let listed = learner.count("section.act .card[hidden]") == 1;
                assert_eq!(listed, left == 0, "the list comes after the last card");
            }
        }
        Task::Number(_) | Task::Text(_) => {
            press(learner, way, "return all('input')[0];", &[]);
            learner.browser.ask(
                "const e = document.activeElement; e.value = arguments[0];
                e.dispatchEvent(new Event('input', { bubbles: true }));
                const menu = document.querySelector('section.act select');
                if (menu) { menu.selectedIndex = [...menu.options].findIndex(e => e.text === arguments[1]); menu.dispatchEvent(new Event('change', { bubbles: true })); }",
                vec![json!(right[0]), json!(right.get(1))],
            );
        }
    }
    press(learner, way, "return all('button.main')[0];", &[]);
    learner
        .browser
        .until(&format!("{} is correct, by {way:?}", activity.id), || {
            let shown = learner.texts("section.act .fb .v");
            shown
                .iter()
                .any(|word| word == ENGLISH.correct)
                .then_some(())
        });
}
