//! The learner's file: what was saved comes back, however it was handled in between.

use domain::{
    file::{self, Found, NotOurs},
    statement::{Deed, Statement},
};
use proptest::prelude::*;
use tests::sample::{id, statement};

fn statements() -> Vec<Statement> {
    let deeds = [
        Deed::Progressed(id("start")),
        Deed::Hinted(id("first-loop"), 1),
        Deed::Completed,
    ];
    let made = deeds.into_iter().zip(0..);
    made.map(|(did, seen)| statement(seen, "ada", did))
        .collect()
}

/// What this program can't read: a newer statement, and one that is damaged.
fn aside() -> Vec<(Option<String>, String)> {
    vec![
        (
            Some("s/9-eve".into()),
            r#"{"v":2,"id":"9-eve","new":[1]}"#.into(),
        ),
        (None, "half a st".into()),
    ]
}

fn unknown() -> Vec<(String, String)> {
    vec![(
        "notes".into(),
        r#"[{"page":"start","text":"« oui » } ] ,"}]"#.into(),
    )]
}

fn saved() -> String {
    file::write(&statements(), &aside(), &unknown())
}

fn whole() -> Found {
    Found {
        statements: statements(),
        aside: aside(),
        unknown: unknown(),
        sound: true,
    }
}

#[test]
fn what_was_saved_comes_back() {
    assert_eq!(file::read(&saved()), Ok(whole()));
    let nothing = file::write(&[], &[], &[]);
    let found = file::read(&nothing).expect("a file");
    assert_eq!(
        found,
        Found {
            sound: true,
            ..Found::default()
        }
    );
}

#[test]
fn it_is_json_that_people_can_read() {
    let value: serde_json::Value = serde_json::from_str(&saved()).expect("JSON");
    assert_eq!(value["format"], "boucle-progress");
    assert_eq!(value["version"], 1);
    assert_eq!(value["statements"].as_array().map(Vec::len), Some(3));
    assert_eq!(value["notes"][0]["page"], "start");
    let lines = saved()
        .lines()
        .filter(|line| line.starts_with("{\"v\":"))
        .count();
    assert_eq!(lines, 3, "a line for each statement");
}

#[test]
fn other_line_ends_and_a_mark_at_the_start_change_nothing() {
    let mailed = format!("\u{feff}{}", saved().replace('\n', "\r\n"));
    assert_eq!(file::read(&mailed), Ok(whole()));
}

#[test]
fn set_in_another_way_it_is_read_and_no_longer_counts_as_it_was_saved() {
    let value: serde_json::Value = serde_json::from_str(&saved()).expect("JSON");
    let set = serde_json::to_string_pretty(&value).expect("JSON");
    let found = file::read(&set).expect("a file");
    assert_eq!(found.statements, statements());
    assert_eq!(found.aside, aside());
    assert_eq!(found.unknown.len(), 1);
    assert!(!found.sound);
}

#[test]
fn cut_off_anywhere_it_gives_all_that_is_whole_and_says_that_it_is_not() {
    let text = saved();
    let mut most = 0;
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let cut = &text[..at];
        let Ok(found) = file::read(cut) else {
            assert!(at < 60, "at {at} the head is there");
            continue;
        };
        let known = statements();
        assert!(found.statements.iter().all(|it| known.contains(it)));
        assert!(found.statements.len() >= most, "at {at} one is lost again");
        most = found.statements.len();
        assert_eq!(found.sound, cut.trim_end() == text.trim_end(), "at {at}");
    }
    assert_eq!(most, 3);
}

#[test]
fn one_changed_letter_shows() {
    let text = saved();
    for (from, to) in [("start", "stars"), ("\"v\":1", "\"v\":3"), ("half", "Half")] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let found = file::read(&changed).expect("a file");
        assert!(!found.sound, "{from} became {to}");
        let all = found.statements.len() + found.aside.len();
        assert_eq!(all, 5, "nothing is dropped");
    }
}

#[test]
fn what_is_no_file_of_ours_and_what_is_newer_is_told_apart() {
    for other in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "PK\u{3}\u{4}",
        "{\"format\":\"other\",\"version\":1}",
    ] {
        assert_eq!(file::read(other), Err(NotOurs::Other), "{other:?}");
    }
    let newer = saved().replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(file::read(&newer), Err(NotOurs::Newer));
    let odd = saved().replacen("\"version\":1", "\"version\":\"x\"", 1);
    assert_eq!(file::read(&odd), Err(NotOurs::Newer));
}

#[test]
fn what_the_page_of_a_stopped_program_saved_is_opened_as_well() {
    let [first, second, _] = &statements()[..] else {
        panic!("three statements");
    };
    let entries = serde_json::json!({
        "boucle/#s/1-ada": domain::journal::encode(first),
        "boucle/#s/2-ada": domain::journal::encode(second),
        "boucle/#s/7-eve": "half a st",
        "boucle/#p/pack-0": "z㐀㑁".repeat(30_000),
        "boucle/#d/draft": "not submitted",
        "boucle/look": "{}",
    });
    let text = format!(
        "{{\n \"format\": \"boucle-rescue\",\n \"version\": 1,\n \"time\": \"2026-11-28T06:00:00Z\",\n \"entries\": {entries:#}\n}}"
    );
    let found = file::read(&text).expect("a file");
    let mut names: Vec<_> = found
        .aside
        .iter()
        .filter_map(|(name, _)| name.as_deref())
        .collect();
    names.sort_unstable();
    assert_eq!(found.statements, [first.clone(), second.clone()]);
    assert_eq!(names, ["p/pack-0", "s/7-eve"]);
    assert!(found.sound);
    let cut = text
        .get(..90)
        .expect("the head, and the beginning of what was stored");
    assert!(!file::read(cut).expect("a file").sound);
}

proptest! {
    #[test]
    fn no_text_stops_it(text in any::<String>(), at in 0..600_usize, with in "[\\[\\]{}\",:\\\\ a0]{0,6}") {
        drop(file::read(&text));
        // Ours, with something put in somewhere.
        let ours = saved();
        let at = (0..=at.min(ours.len())).rev().find(|at| ours.is_char_boundary(*at)).unwrap_or(0);
        let (before, after) = ours.split_at(at);
        drop(file::read(&[before, &with, after].concat()));
    }

    #[test]
    fn what_was_read_is_written_and_read_the_same(names in prop::collection::vec("[a-z/]{1,6}", 0..4), text in any::<String>()) {
        let aside: Vec<_> = names.into_iter().map(|name| (Some(name), text.clone())).collect();
        let found = file::read(&file::write(&statements(), &aside, &[])).expect("a file");
        prop_assert_eq!(found.aside, aside);
        prop_assert!(found.sound);
    }
}
