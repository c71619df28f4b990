//! What a class can vote on, for every activity of the courses, the samples of all guides among them;
//! and how the hands are counted.

use std::collections::BTreeSet;

use domain::{
    ballot::{Choice, HANDS_MOST, Poll, Recall, Round, Votes, Wording},
    course::Block,
    id::Id,
    interaction::{Kind, Task},
    prose::{self, Inline},
    source::{self, Files},
};
use tests::{house, sample};

// ---- What there is to vote on ---------------------------------------------------------------

/// Every activity of the courses in every language, by its place; then what no course shows.
fn tasks() -> Vec<(String, Task)> {
    let mut tasks = Vec::new();
    for name in house::folders("courses") {
        let folder = format!("courses/{name}/");
        let bytes = |source: house::Source| {
            let path = source.path.strip_prefix(&folder).expect("it is in there");
            (path.to_owned(), source.text.into_bytes())
        };
        let files = house::files(&folder, &[".toml", ".md", ".svg"]);
        let files: Files = files.into_iter().map(bytes).collect();
        let (course, _) = source::read(&name, &files);
        for lesson in course.lessons().flatten().map(|text| &text.lesson) {
            let pages = lesson.pages.iter();
            for block in pages.flat_map(|page| page.steps.iter().flatten()) {
                if let Block::Activity(activity) = block {
                    let place = format!("{name}, {:?}, {}", lesson.lang, activity.id);
                    tasks.push((place, activity.task.clone()));
                }
            }
        }
    }
    let made = [
        sample::fields(
            &[
                ("what", vec![("reuse", "re-use"), ("burn", "burning")]),
                ("who", vec![("maker", "its maker")]),
            ],
            &["reuse", "maker"],
        ),
        sample::text(&[("reuse", "re-use"), ("again", "using again")], &[]),
        sample::number(("0.5", "0.05"), "kg", &[("g", "0.001")], &[]),
        sample::estimate([-3, 4, 1, 4], [-3, 2]),
        sample::estimate([0, 1, 1, 1], [0, 2]),
        sample::sequence(&[&["reduce", "reuse", "burn"], &["reuse", "reduce", "burn"]]),
    ];
    tasks.extend(made.map(|task| ("made by hand".to_owned(), task)));
    tasks
}

/// Calls `promise` for each poll of each task.
fn every_poll(promise: impl Fn(&str, &Task, &Poll)) {
    for (place, task) in tasks() {
        for poll in task.ballot() {
            promise(&place, &task, &poll);
        }
    }
}

fn is_rated(poll: &Poll) -> bool {
    let rated = |choice: &Choice| matches!(choice.wording, Wording::Rated(_));
    poll.choices.iter().all(rated)
}

#[test]
fn there_is_something_to_vote_on_in_every_kind() {
    let mut kinds = BTreeSet::new();
    for (place, task) in tasks() {
        assert!(!task.ballot().is_empty(), "{place}");
        kinds.insert(task.kind());
    }
    assert!(kinds.iter().eq(Kind::ALL), "{kinds:?}");
}

#[test]
fn a_poll_has_two_choices_or_more_and_no_two_say_the_same() {
    every_poll(|place, _, poll| {
        assert!(poll.choices.len() >= 2, "{place}: {poll:?}");
        for (n, choice) in poll.choices.iter().enumerate() {
            let alike = |other: &Choice| other.wording == choice.wording;
            let before = &poll.choices[..n];
            assert!(!before.iter().any(alike), "{place}: {choice:?} twice");
        }
    });
}

#[test]
fn something_is_right_and_not_everything_is() {
    every_poll(|place, task, poll| {
        let right = poll.choices.iter().filter(|choice| choice.right).count();
        let all = poll.choices.len();
        let fine = match task.kind() {
            // One's own text, by the rubric.
            Kind::Open => right == all,
            Kind::Cards => right == 0 && is_rated(poll),
            // A card that is not on the path of the key has no right way.
            Kind::Decision => right <= 1,
            Kind::Choice | Kind::Categorise | Kind::Match | Kind::Matrix | Kind::Estimate => {
                right == 1
            }
            // Nothing wrong may have been foreseen.
            Kind::Number | Kind::Text | Kind::Gap => {
                (right == 0 && is_rated(poll)) || (right > 0 && right < all)
            }
            Kind::Choices | Kind::Sequence | Kind::Mark | Kind::Hotspot => {
                right > 0 && right < all && !is_rated(poll)
            }
        };
        assert!(fine, "{place}: {right} right of {all}");
    });
}

/// Every key there is in `task`, of an entry or of what can be done with one.
fn keys(task: &Task) -> Vec<Id> {
    let mut entries: Vec<_> = task.entries().iter().collect();
    let mut keys: Vec<Id> = Vec::new();
    match task {
        Task::Categorise(task) | Task::Match(task) => entries.extend(&task.places),
        Task::Matrix(task) => entries.extend(&task.columns),
        Task::Decision(task) => entries.extend(task.ways.iter().map(|way| &way.entry)),
        Task::Gap(task) => {
            let lists = task.menus.iter().chain(&task.secret.words);
            entries.extend(lists.flat_map(|(_, options)| options));
        }
        Task::Number(task) => {
            keys.extend(task.secret.wrong.iter().map(|(key, _)| key.clone()));
        }
        Task::Choice(_)
        | Task::Choices(_)
        | Task::Sequence(_)
        | Task::Mark(_)
        | Task::Estimate(_)
        | Task::Hotspot(_)
        | Task::Text(_)
        | Task::Open(_)
        | Task::Cards(_) => {}
    }
    keys.extend(entries.into_iter().map(|entry| entry.key.clone()));
    keys
}

#[test]
fn what_a_poll_is_about_and_what_a_choice_stands_for_is_in_the_task() {
    every_poll(|place, task, poll| {
        let keys = keys(task);
        let entry = |key: &Id| task.entries().iter().any(|entry| entry.key == *key);
        assert!(poll.about.as_ref().is_none_or(entry), "{place}: {poll:?}");
        for choice in &poll.choices {
            let known = choice.key.as_ref().is_none_or(|key| keys.contains(key));
            assert!(known, "{place}: {choice:?}");
            // Words of the author are those of an entry.
            let words = matches!(choice.wording, Wording::Text(_) | Wording::Typed(_));
            assert!(!words || choice.key.is_some(), "{place}: {choice:?}");
        }
    });
}

#[test]
fn several_polls_of_one_activity_are_about_one_entry_each() {
    for (place, task) in tasks() {
        let ballot = task.ballot();
        let about: BTreeSet<&Id> = ballot
            .iter()
            .filter_map(|poll| poll.about.as_ref())
            .collect();
        match task.kind() {
            Kind::Categorise | Kind::Match | Kind::Matrix | Kind::Gap | Kind::Cards => {
                assert_eq!(about.len(), task.entries().len(), "{place}");
                assert_eq!(about.len(), ballot.len(), "{place}");
            }
            Kind::Decision => assert_eq!(about.len(), ballot.len(), "{place}"),
            Kind::Choice
            | Kind::Choices
            | Kind::Sequence
            | Kind::Mark
            | Kind::Estimate
            | Kind::Hotspot
            | Kind::Number
            | Kind::Text
            | Kind::Open => assert_eq!((about.len(), ballot.len()), (0, 1), "{place}"),
        }
    }
}

/// A poll as one line: what it is about, then each choice with its key, the right ones with a star.
fn line(poll: &Poll) -> String {
    let unit = |unit: &str| {
        if unit.is_empty() {
            String::new()
        } else {
            format!(" {unit}")
        }
    };
    let choice = |choice: &Choice| {
        let said = match &choice.wording {
            Wording::Text(text) => prose::plain(text),
            Wording::Typed(typed) => format!("“{typed}”"),
            Wording::Number(number, of) => format!("{}{}", number.text(), unit(of)),
            Wording::Range(from, to, of) => format!("{}..{}{}", from.text(), to.text(), unit(of)),
            Wording::Rated(recall) => format!("{recall:?}"),
            Wording::Other => "other".to_owned(),
        };
        let key = choice.key.as_ref().map(|key| format!(" #{key}"));
        let star = if choice.right { "*" } else { "" };
        format!("{star}{said}{}", key.unwrap_or_default())
    };
    let choices: Vec<String> = poll.choices.iter().map(choice).collect();
    let about = poll.about.as_ref().map(|key| format!("{key}: "));
    format!("{}{}", about.unwrap_or_default(), choices.join(" | "))
}

#[test]
fn the_ballot_of_each_kind_is_the_one_that_is_expected() {
    let wrong = [
        ("grams", "500"),
        ("ten", "0.05"),
        ("again", "500"),
        ("none", "-1"),
    ];
    let table = [
        (
            sample::number(("0.5", "0.01"), "kg", &[("g", "0.001")], &wrong),
            &["-1 kg #none | 0.05 kg #ten | *0.5 kg | 500 kg #grams | other"][..],
        ),
        (
            sample::number(("7", "0"), "", &[], &[("more", "10")]),
            &["*7 | 10 #more | other"],
        ),
        (
            sample::number(("7", "0"), "", &[], &[]),
            &["Known | Hard | Forgotten"],
        ),
        (
            sample::estimate([0, 60, 1, 40], [18, 6]),
            &["0..12 % | *12..24 % | 24..36 % | 36..48 % | 48..60 %"],
        ),
        // On a border: in the lower part.
        (
            sample::estimate([0, 60, 1, 0], [24, 6]),
            &["0..12 % | *12..24 % | 24..36 % | 36..48 % | 48..60 %"],
        ),
        // At either end, where a border has one more decimal place.
        (
            sample::estimate([-3, 4, 1, 4], [-3, 2]),
            &["*-3..-1.6 % | -1.6..-0.2 % | -0.2..1.2 % | 1.2..2.6 % | 2.6..4 %"],
        ),
        (
            sample::estimate([-3, 4, 1, -3], [4, 2]),
            &["-3..-1.6 % | -1.6..-0.2 % | -0.2..1.2 % | 1.2..2.6 % | *2.6..4 %"],
        ),
        (
            sample::text(
                &[("reuse", "Re-use"), ("again", "using again")],
                &[("recycling", "recycling"), ("burn", "énergie")],
            ),
            &[
                "“énergie” #burn | “recycling” #recycling | *“Re-use” #reuse | *“using again” #again | other",
            ],
        ),
        (
            sample::text(&[("reuse", "re-use")], &[]),
            &["Known | Hard | Forgotten"],
        ),
        (
            sample::fields(
                &[
                    ("what", vec![("reuse", "re-use"), ("burn", "burning")]),
                    ("who", vec![("maker", "its maker")]),
                ],
                &["reuse", "maker"],
            ),
            &[
                "what: “burning” #burn | *“re-use” #reuse | other",
                "who: Known | Hard | Forgotten",
            ],
        ),
        (
            sample::menus(&[("rate", &["half", "all"])], &["half"]),
            &["rate: *half #half | all #all"],
        ),
        (
            sample::sequence(&[&["reduce", "reuse", "burn"], &["reuse", "reduce", "burn"]]),
            &["*The reduce #reduce | *The reuse #reuse | The burn #burn"],
        ),
        (
            sample::matching(
                &[("tin", "mine"), ("wool", "farm")],
                &["sea", "mine", "farm"],
            ),
            &[
                "tin: The sea #sea | *The mine #mine | The farm #farm",
                "wool: The sea #sea | The mine #mine | *The farm #farm",
            ],
        ),
        (
            sample::decision(
                &[
                    ("bench", None),
                    ("shelf", None),
                    ("mended", Some(2)),
                    ("gone", Some(0)),
                ],
                &[
                    ("wait", "bench", "shelf"),
                    ("mend", "bench", "mended"),
                    ("fetch", "shelf", "mended"),
                    ("clear", "shelf", "gone"),
                ],
                None,
            ),
            &[
                "bench: The wait #wait | *The mend #mend",
                "shelf: The fetch #fetch | The clear #clear",
            ],
        ),
    ];
    for (task, expected) in table {
        let ballot: Vec<String> = task.ballot().iter().map(line).collect();
        assert_eq!(ballot, expected);
    }
}

#[test]
fn an_estimate_with_digits_has_exact_borders() {
    let Task::Estimate(task) = sample::estimate([0, 11, 1, 11], [5, 2]) else {
        panic!("an estimate")
    };
    let mut task = (*task).clone();
    // From 0 to 1.1 by 0.1.
    task.digits = 1;
    let ballot = Task::Estimate(task.into()).ballot();
    let lines: Vec<String> = ballot.iter().map(line).collect();
    assert_eq!(
        lines,
        ["0..0.22 % | 0.22..0.44 % | *0.44..0.66 % | 0.66..0.88 % | 0.88..1.1 %"]
    );
}

#[test]
fn numbers_are_in_order_however_many_digits_they_have() {
    let texts = [
        "-123456789012345678",
        "-16000",
        "-1.5",
        "-0.05",
        "0",
        "0.000000000000000001",
        "0.05",
        "0.5",
        "1",
        "1.25",
        "16",
        "123456789012345678",
    ];
    for (n, one) in texts.iter().enumerate() {
        for (m, other) in texts.iter().enumerate() {
            let order = sample::decimal(one).cmp(&sample::decimal(other));
            assert_eq!(order, n.cmp(&m), "{one} and {other}");
        }
    }
}

// ---- The hands ------------------------------------------------------------------------------

/// Two polls, of two choices and of three.
fn polls() -> Vec<Poll> {
    let poll = |choices: &[&str]| Poll {
        about: None,
        choices: choices
            .iter()
            .map(|words| Choice {
                wording: Wording::Text(vec![Inline::Text((*words).to_owned())]),
                right: false,
                key: None,
            })
            .collect(),
    };
    vec![poll(&["yes", "no"]), poll(&["red", "green", "blue"])]
}

#[test]
fn the_hands_of_each_vote_are_counted_apart() {
    let mut votes = Votes::new(&polls());
    assert!(!votes.any(Round::First) && !votes.any(Round::Second));
    votes.set(0, 1, Round::First, 12);
    votes.set(1, 0, Round::First, 3);
    votes.set(1, 2, Round::First, 4);
    assert!(votes.any(Round::First) && !votes.any(Round::Second));
    votes.set(1, 2, Round::Second, 9);
    assert!(votes.any(Round::Second));
    let counts = |round| [0, 1, 2].map(|choice| votes.count(1, choice, round));
    assert_eq!(counts(Round::First), [3, 0, 4]);
    assert_eq!(counts(Round::Second), [0, 0, 9]);
    let totals = |round| [0, 1].map(|poll| votes.total(poll, round));
    assert_eq!(totals(Round::First), [12, 7]);
    assert_eq!(totals(Round::Second), [0, 9]);
    votes.set(1, 2, Round::Second, 0);
    assert!(!votes.any(Round::Second), "they were taken back");
}

#[test]
fn there_are_never_more_hands_than_a_class_has() {
    let mut votes = Votes::new(&polls());
    for (hands, counted) in [(998, 998), (999, 999), (1_000, 999), (u16::MAX, 999)] {
        votes.set(0, 0, Round::Second, hands);
        assert_eq!(votes.count(0, 0, Round::Second), counted);
    }
    votes.set(0, 1, Round::Second, u16::MAX);
    assert_eq!(votes.total(0, Round::Second), 2 * u32::from(HANDS_MOST));
}

#[test]
fn hands_for_what_is_not_there_change_nothing() {
    let mut votes = Votes::new(&polls());
    votes.set(0, 0, Round::First, 5);
    let before = votes.clone();
    for (poll, choice) in [(0, 2), (1, 3), (2, 0), (usize::MAX, usize::MAX)] {
        votes.set(poll, choice, Round::First, 7);
        assert_eq!(votes, before, "{poll}, {choice}");
        assert_eq!(votes.count(poll, choice, Round::First), 0);
    }
    assert_eq!(votes.total(2, Round::First), 0);
    assert!(!Votes::new(&[]).any(Round::First));
}

#[test]
fn how_well_it_was_known_goes_from_the_best_to_the_worst() {
    assert_eq!(
        Recall::ALL,
        [Recall::Known, Recall::Hard, Recall::Forgotten]
    );
}
