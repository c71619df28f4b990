//! Doing activities by keyboard alone.

use domain::{
    activity::Activity,
    behaviour::Behaviour,
    course::Page,
    id::Id,
    interaction::{
        Entry, Task,
        cards::{self, Rating},
        estimate, matrix,
    },
};
use serde_json::json;
use thirtyfour::Key;

use super::{
    learner::{Focus, Learner},
    published::{gaps, key, labels, pairs, plain},
    words::Words,
};

/// The id that the element of `activity` has.
pub fn element(learner: &Learner, activity: &Activity) -> String {
    let id = activity.id.as_str();
    let script = "return [...document.querySelectorAll('section.act')].map(e => e.id).join(' ');";
    let all = learner.text_of(script);
    let own = all
        .split(' ')
        .find(|own| *own == id || own.ends_with(&format!("-{id}")));
    own.unwrap_or_else(|| panic!("the activity {id} is on the page, which has {all:?}"))
        .to_owned()
}

/// Does `activity` by keyboard alone: wrongly first when there is a second try, then rightly. In a
/// check it is left to the page to tell.
pub fn do_by_keys(
    learner: &Learner,
    activity: &Activity,
    behaviour: Behaviour,
    words: &Words,
    wrong_first: bool,
) {
    let id = element(learner, activity);
    match behaviour {
        Behaviour::Practice => {
            if wrong_first && activity.attempts != 1 {
                answer_wrongly(learner, &id, activity, words);
            }
            answer(learner, &id, activity);
            check(learner, &id, words, &[words.correct]);
        }
        Behaviour::Review => {
            answer(learner, &id, activity);
            check(learner, &id, words, &[words.correct]);
        }
        Behaviour::Check => answer(learner, &id, activity),
        Behaviour::Vote => vote(learner, &id, activity, words),
        // The page has the button.
        Behaviour::Paper => {}
    }
}

/// Presses the button that shows the key, sees `shown` come, and hides it again.
fn turn_key(learner: &Learner, words: &Words, shown: &str, of: &dyn Fn(&Focus) -> bool) {
    let key_is = |there: bool| {
        learner.browser.until("the key, there or not", || {
            (learner.has(shown) == there).then_some(())
        });
    };
    key_is(false);
    learner.tab_to("the button that shows the key", |focus| {
        of(focus) && focus.tag == "button" && focus.text == words.show_key
    });
    for (there, says) in [(true, words.hide_key), (false, words.show_key)] {
        learner.press(Key::Enter);
        key_is(there);
        assert_eq!(learner.focus().text, says, "the focus stays on the button");
        assert!(!learner.live().is_empty(), "it is announced");
    }
}

/// Counts hands for the first choice of each poll of `activity`, and has the key shown and hidden.
fn vote(learner: &Learner, id: &str, activity: &Activity, words: &Words) {
    let ballot = activity.task.ballot();
    let choices: usize = ballot.iter().map(|poll| poll.choices.len()).sum();
    let shown = learner.count(&format!("#{id} .hand"));
    assert_eq!(shown, choices as u64, "every choice of every poll is there");
    enter(learner, id);
    let field = learner.tab_to("a number of hands", |f| {
        f.activity == id && f.kind == "text"
    });
    assert!(field.label.ends_with(words.first_vote), "{:?}", field.label);
    type_over(learner, "12");
    learner.tab_to("one more", |f| f.activity == id && f.text == "+1");
    learner.press(Key::Enter);
    let first = format!("#{id} .hand .round");
    let counted = || {
        learner.text_of(&format!(
            "return document.querySelector('{first} input').value;"
        ))
    };
    learner
        .browser
        .until("one hand more", || (counted() == "13").then_some(()));
    let bar = || {
        learner.text_of(&format!(
            "return document.querySelector('{first} rect').getAttribute('width');"
        ))
    };
    assert_eq!(bar(), "100", "all hands so far are for it");
    turn_key(
        learner,
        words,
        &format!("#{id} :is(.hand.key, .keyed)"),
        &|focus| focus.activity == id,
    );
}

/// Has the key of the page, which is done on paper, shown and hidden.
pub fn unfold(learner: &Learner, page: &Page, words: &Words) {
    turn_key(learner, words, ".keys", &|focus| focus.activity.is_empty());
    assert_eq!(
        learner.count("section.act .acts button"),
        0,
        "nothing is submitted on the {} activities of a work sheet",
        page.activities().count()
    );
}

/// Makes a wrong response to `activity` and checks it, where its kind has a way to.
fn answer_wrongly(learner: &Learner, id: &str, activity: &Activity, words: &Words) {
    let right = key(activity);
    match &activity.task {
        Task::Choice(_) => {
            let all = labels(activity);
            let wrong = all.iter().find(|label| **label != right[0]);
            pick(learner, id, wrong.expect("a wrong entry"));
        }
        Task::Choices(_) | Task::Mark(_) => {
            let all = labels(activity);
            let wrong = all.iter().find(|label| !right.contains(label));
            // The wrong tick alone may be the whole key of a short list.
            let wrong = wrong.or(all.first()).expect("an entry").clone();
            tick(learner, id, &[wrong], all.len());
        }
        Task::Matrix(task) => {
            let first = |(row, _): &(Id, Id)| (row.clone(), task.columns[0].key.clone());
            let wrong: Vec<(Id, Id)> = task.secret.key.iter().map(first).collect();
            place(learner, id, task, &wrong);
        }
        // Where it stands at first is no response.
        Task::Estimate(task) if task.start == task.min => {
            slide(learner, id, task, task.min + 2 * task.step);
        }
        Task::Estimate(task) => slide(learner, id, task, task.min),
        Task::Number(_) | Task::Text(_) => {
            write(learner, id, &["99999".to_owned(), right[1..].concat()]);
        }
        Task::Open(_) => judge(learner, id, &right[..2], right.len() - 1),
        Task::Cards(task) => rate(learner, id, task, Rating::Again),
        Task::Hotspot(_)
        | Task::Sequence(_)
        | Task::Categorise(_)
        | Task::Match(_)
        | Task::Decision(_)
        | Task::Gap(_) => return,
    }
    check(learner, id, words, &words.missed);
}

/// Makes the response to `activity` that is its key.
pub fn answer(learner: &Learner, id: &str, activity: &Activity) {
    let right = key(activity);
    match &activity.task {
        Task::Choice(_) => pick(learner, id, &right[0]),
        Task::Hotspot(task) if task.is_pick() => pick(learner, id, &right[0]),
        Task::Choices(_) | Task::Mark(_) | Task::Hotspot(_) => {
            tick(learner, id, &right, labels(activity).len());
        }
        Task::Sequence(_) => order(learner, id, &right),
        Task::Matrix(task) => place(learner, id, task, &task.secret.key),
        Task::Estimate(task) => slide(learner, id, task, task.secret.key),
        Task::Categorise(task) | Task::Match(task) => choose(learner, id, &pairs(task)),
        Task::Number(_) | Task::Text(_) => write(learner, id, &right),
        Task::Open(_) => judge(learner, id, &right, right.len() - 1),
        Task::Decision(_) => take(learner, id, &right),
        Task::Gap(task) if task.is_typed() => fill(learner, id, &gaps(task)),
        Task::Gap(task) => choose(learner, id, &gaps(task)),
        Task::Cards(task) => rate(learner, id, task, Rating::Easy),
    }
}

/// Submits the page, which is a check, and expects every activity on it to be told.
pub fn submit(learner: &Learner, page: &Page, words: &Words) {
    let acts = page.draw.map_or(page.activities().count(), usize::from);
    assert_eq!(
        learner.count("section.act .fb"),
        0,
        "nothing is told before"
    );
    learner.tab_to("the button that submits the page", |focus| {
        focus.tag == "button" && focus.text == words.submit
    });
    learner.press(Key::Enter);
    learner.browser.until("every verdict of the page", || {
        let shown = learner.texts("section.act .fb .v");
        let right = shown.iter().filter(|word| **word == words.correct);
        (right.count() == acts).then_some(())
    });
}

/// Goes back with Shift and Tab to the first control of the activity, or forward to it.
fn enter(learner: &Learner, id: &str) {
    let inside = learner.focus().activity == id;
    if inside {
        // From wherever in it, back out of it; then Tab comes in at its first control.
        for _ in 0..80 {
            if learner.focus().activity != id {
                break;
            }
            let chain = learner.browser.driver().action_chain();
            let chain = chain
                .key_down(Key::Shift)
                .send_keys(char::from(Key::Tab).to_string())
                .key_up(Key::Shift);
            learner.browser.run(chain.perform());
        }
    }
    learner.tab_to(id, |focus| focus.activity == id && focus.tag != "a");
}

/// Picks the entry that reads `label`.
pub fn pick(learner: &Learner, id: &str, label: &str) {
    enter(learner, id);
    let mut focus = learner.tab_to("a radio button", |f| f.activity == id && f.kind == "radio");
    for _ in 0..20 {
        if focus.text == label {
            if !focus.checked {
                learner.press(Key::Space);
            }
            assert!(learner.focus().checked, "{label} is picked");
            return;
        }
        learner.press(Key::Down);
        focus = learner.focus();
    }
    panic!(
        "no radio button reads {label:?}; the last reads {:?}",
        focus.text
    );
}

/// Ticks exactly the entries that read as `wanted`.
fn tick(learner: &Learner, id: &str, wanted: &[String], count: usize) {
    enter(learner, id);
    for _ in 0..count {
        let focus = learner.tab_to("a checkbox", |f| f.activity == id && f.kind == "checkbox");
        if focus.checked != wanted.contains(&focus.text) {
            learner.press(Key::Space);
        }
        learner.tab();
    }
    let ticked = learner.browser.ask(
        "return [...document.getElementById(arguments[0]).querySelectorAll('input:checked')]
            .map(e => e.closest('label').querySelector('.label').textContent);",
        vec![json!(id)],
    );
    let mut ticked: Vec<String> = ticked
        .as_array()
        .into_iter()
        .flatten()
        .map(|text| plain(text.as_str().unwrap_or_default()))
        .collect();
    let mut wanted = wanted.to_vec();
    ticked.sort();
    wanted.sort();
    assert_eq!(ticked, wanted);
}

/// Chooses the second of each of `wanted` in the menu of the first.
fn choose(learner: &Learner, id: &str, wanted: &[(String, String)]) {
    let chosen = || {
        let script = "return document.activeElement.selectedOptions[0].text;";
        plain(&learner.text_of(script))
    };
    enter(learner, id);
    for _ in wanted {
        let focus = learner.tab_to("a menu", |f| f.activity == id && f.tag == "select");
        let (_, to) = wanted
            .iter()
            .find(|(entry, _)| focus.label.ends_with(entry.as_str()))
            .unwrap_or_else(|| panic!("the menu {:?} is of an entry", focus.label));
        for _ in 0..40 {
            if chosen() == *to {
                break;
            }
            learner.press(Key::Down);
        }
        assert_eq!(chosen(), *to, "{:?}", focus.label);
        learner.tab();
    }
}

/// Types the second of each of `wanted` in the field of the first.
fn fill(learner: &Learner, id: &str, wanted: &[(String, String)]) {
    enter(learner, id);
    for (gap, text) in wanted {
        learner.tab_to("the field of a gap", |f| {
            f.activity == id && f.tag == "input" && f.label.ends_with(gap.as_str())
        });
        type_over(learner, text);
        learner.tab();
    }
}

/// Places each row in its column, by the names that the cells are read out with.
fn place(learner: &Learner, id: &str, task: &matrix::Task, wanted: &[(Id, Id)]) {
    let name = |entries: &[Entry], key: &Id| {
        let entry = entries.iter().find(|entry| entry.key == *key);
        plain(&domain::prose::plain(&entry.expect("an entry").text))
    };
    enter(learner, id);
    // From top to bottom: who goes on with Tab after the last row leaves the page.
    let mut wanted = wanted.to_vec();
    wanted.sort_by_key(|(row, _)| task.rows.iter().position(|entry| entry.key == *row));
    for (row, column) in &wanted {
        let (row, column) = (name(&task.rows, row), name(&task.columns, column));
        let in_row = |name: &str| name.starts_with(&row) && name.ends_with(&column);
        let label =
            || learner.text_of("return document.activeElement.getAttribute('aria-label') ?? '';");
        learner.tab_to("a row", |f| {
            f.activity == id && f.kind == "radio" && label().starts_with(&row)
        });
        if !learner.focus().checked {
            learner.press(Key::Space);
        }
        for _ in 0..task.columns.len() {
            if in_row(&label()) {
                break;
            }
            learner.press(Key::Right);
        }
        assert!(
            in_row(&label()) && learner.focus().checked,
            "{row} is placed in {column}"
        );
    }
}

/// Turns each card and rates it so, the first by its digit; or, once all are rated, in the list.
fn rate(learner: &Learner, id: &str, task: &cards::Task, rating: Rating) {
    let number = rating.number().to_string();
    enter(learner, id);
    if learner.count(&format!("#{id} .card:not([hidden])")) == 0 {
        for _ in &task.entries {
            learner.tab_to("a menu", |f| f.activity == id && f.tag == "select");
            let chosen = || learner.text_of("return document.activeElement.value;");
            for key in [Key::Up, Key::Down] {
                for _ in Rating::ALL {
                    if chosen() != number {
                        learner.press(key.clone());
                    }
                }
            }
            assert_eq!(chosen(), number);
            learner.tab();
        }
        return;
    }
    for n in 0..task.entries.len() {
        learner.tab_to("the button that turns the card", |f| {
            f.activity == id && f.id.ends_with("-turn")
        });
        assert_eq!(
            learner.count(&format!("#{id} .back p")),
            0,
            "no back is in the page before its card is turned"
        );
        learner.press(Key::Enter);
        if n == 0 {
            learner.browser.until("the card is turned", || {
                (learner.count(&format!("#{id} .rates:not([hidden])")) == 1).then_some(())
            });
            let chain = learner.browser.driver().action_chain();
            learner.browser.run(chain.send_keys(&number).perform());
        } else {
            learner.tab_to("a rating", |f| {
                f.activity == id && f.id.ends_with(&format!("-rate-{number}"))
            });
            learner.press(Key::Enter);
        }
        let last = n + 1 == task.entries.len();
        let next = if last { "-rated" } else { "-turn" };
        learner
            .browser
            .until("the focus is where the next card is, or the list", || {
                learner.focus().id.ends_with(next).then_some(())
            });
    }
}

/// Moves the slider to `value`, or as near below it as its steps allow.
fn slide(learner: &Learner, id: &str, task: &estimate::Task, value: i64) {
    enter(learner, id);
    learner.tab_to("a slider", |f| f.activity == id && f.kind == "range");
    learner.press(Key::Home);
    for _ in 0..(value - task.min) / task.step {
        learner.press(Key::Right);
    }
}
/// Writes the first of `wanted`, and chooses the second as its unit where there is a list of them.
fn write(learner: &Learner, id: &str, wanted: &[String]) {
    enter(learner, id);
    learner.tab_to("a field", |f| f.activity == id && f.kind == "text");
    type_over(learner, &wanted[0]);
    if learner.count(&format!("#{id} select")) == 0 {
        return;
    }
    learner.tab_to("a list of units", |f| f.activity == id && f.tag == "select");
    let chain = learner.browser.driver().action_chain();
    learner.browser.run(chain.send_keys(&wanted[1]).perform());
}

/// Types `text` in place of what stands in the field that has the focus.
fn type_over(learner: &Learner, text: &str) {
    let chain = learner.browser.driver().action_chain();
    let chain = chain
        .key_down(Key::Control)
        .send_keys("a")
        .key_up(Key::Control)
        .send_keys(text);
    learner.browser.run(chain.perform());
}

/// Writes the first of `wanted`, compares it, and ticks exactly the others among `count` criteria.
fn judge(learner: &Learner, id: &str, wanted: &[String], count: usize) {
    let criteria = || {
        let shown = learner.texts(&format!("#{id} .rubric:not([hidden]) .label"));
        shown.len()
    };
    enter(learner, id);
    learner.tab_to("an area", |f| f.activity == id && f.tag == "textarea");
    type_over(learner, &wanted[0]);
    if criteria() == 0 {
        learner.tab();
        let compare = learner.focus();
        assert_eq!(compare.tag, "button", "what compares comes after the text");
        learner.press(Key::Enter);
        learner.browser.until("the criteria, announced", || {
            let live = learner.live();
            let said = live.contains("model text") || live.contains("texte modèle");
            (criteria() == count && said).then_some(())
        });
        assert_eq!(learner.focus().id, compare.id, "the focus stays");
        assert_eq!(learner.focus().tag, "button", "the focus stays");
    }
    tick(learner, id, &wanted[1..], count);
}

/// Goes back to the first card, then takes the ways that read as `wanted`, one after the other. The
/// focus comes to each card.
fn take(learner: &Learner, id: &str, wanted: &[String]) {
    let steps = || learner.count(&format!("#{id} .trail:not(.key) > li"));
    while steps() > 0 {
        let before = steps();
        enter(learner, id);
        learner.tab_to("the step back", |f| {
            f.activity == id && f.id.ends_with("-back")
        });
        learner.press(Key::Enter);
        learner
            .browser
            .until("a step back", || (steps() < before).then_some(()));
    }
    for (n, way) in (1_u64..).zip(wanted) {
        enter(learner, id);
        learner.tab_to(way, |f| {
            f.activity == id && f.tag == "button" && f.text == *way
        });
        learner.press(Key::Enter);
        learner.browser.until("the focus on the next card", || {
            (steps() == n && learner.focus().id.ends_with("-card")).then_some(())
        });
        assert!(!learner.live().is_empty(), "what came of it is announced");
    }
}

/// Puts the rungs into the order `wanted`, with the buttons that move one up.
fn order(learner: &Learner, id: &str, wanted: &[String]) {
    let rungs = || learner.texts(&format!("#{id} .rung .label"));
    for (place, label) in wanted.iter().enumerate() {
        let from = rungs().iter().position(|rung| rung == label);
        let from = from.unwrap_or_else(|| panic!("no rung reads {label:?}: {:?}", rungs()));
        if from == place {
            continue;
        }
        enter(learner, id);
        let up = |focus: &Focus, place: usize| focus.id.ends_with(&format!("-up-{place}"));
        learner.tab_to("a button up", |focus| {
            focus.activity == id && up(focus, from)
        });
        for at in (place..from).rev() {
            learner.press(Key::Enter);
            learner
                .browser
                .until("the focus goes along with the entry", || {
                    up(&learner.focus(), at).then_some(())
                });
        }
        assert!(
            learner.live().contains(label),
            "the move is announced: {}",
            learner.live()
        );
    }
    assert_eq!(rungs(), wanted);
}

/// Presses the check button, and expects one of `verdicts` to be said. The focus stays.
pub fn check(learner: &Learner, id: &str, words: &Words, verdicts: &[&str]) {
    let button = |focus: &Focus| {
        focus.activity == id && focus.tag == "button" && words.check.contains(&focus.text.as_str())
    };
    learner.tab_to("the check button", button);
    learner.press(Key::Enter);
    // An announcement may still be the one before: both must be there.
    let one = |shown: &str| verdicts.iter().any(|verdict| shown.starts_with(verdict));
    learner.browser.until(
        &format!("one of {verdicts:?}, told and announced for {id}"),
        || {
            let told = learner.texts(&format!("#{id} .fb .v"));
            (one(&learner.live()) && told.iter().any(|told| verdicts.contains(&told.as_str())))
                .then_some(())
        },
    );
    assert!(
        button(&learner.focus()),
        "the focus stays on the check button"
    );
}

/// Comes to the link that reads `text` by Tab, and presses Enter.
pub fn go(learner: &Learner, text: &str) {
    learner.tab_to(&format!("the link {text:?}"), |focus| {
        focus.tag == "a" && focus.text == text
    });
    learner.press(Key::Enter);
}

/// Whether the heading of the page has the focus, as after every turn of a page.
pub fn heading_has_focus(learner: &Learner, heading: &str) {
    learner.reads(heading);
    learner
        .browser
        .until(&format!("the focus on the heading {heading:?}"), || {
            let focus = learner.focus();
            (focus.tag == "h1" && focus.text == plain(heading)).then_some(())
        });
}
