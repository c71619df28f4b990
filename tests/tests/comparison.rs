//! What an author is told of a new version: the course in five versions, beside each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
};

use author::diff;
use domain::{
    comparison::{self, Change, Raise},
    edition::{Edition, Unread},
};
use tests::{
    house,
    versions::{COURSE, published},
};

/// The files of version `n`, from the folder of its manifest.
fn files(n: u32) -> BTreeMap<String, Vec<u8>> {
    let folder = format!("{COURSE}/{n}.0.0/");
    let inner =
        |(path, bytes): (String, Vec<u8>)| Some((path.strip_prefix(&folder)?.to_owned(), bytes));
    published(n).into_iter().filter_map(inner).collect()
}

fn edition(n: u32) -> Edition {
    Edition::read(&files(n)).expect("it was published")
}

#[test]
fn every_sort_of_edit_is_told_apart() {
    let mut told = String::new();
    for (old, new) in [(1, 1), (1, 2), (2, 3), (3, 4), (4, 5), (1, 5), (5, 4)] {
        let difference = diff::diff(&edition(old), &edition(new));
        let _ = writeln!(told, "{}", difference.shown());
    }
    let path = house::root().join("tests/versions/diff.txt");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, told).expect("the golden can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(told, expected, "UPDATE=1 writes it");
}

#[test]
fn the_same_is_told_to_people_and_to_programs() {
    let json: serde_json::Value =
        serde_json::from_str(&diff::diff(&edition(4), &edition(5)).json()).expect("it is JSON");
    assert_eq!(
        (json["asksFor"].as_str(), json["atLeast"].as_str()),
        (Some("major"), Some("5.0.0"))
    );
    assert_eq!(json["raised"], true);
    let all = json["activities"].as_array().expect("a list");
    let of = |id: &str| all.iter().find(|it| it["id"] == id).expect("it is listed");
    assert_eq!(of("goes")["change"], "removed");
    assert_eq!(of("goes")["points"], 1);
    assert!(of("goes")["now"].is_null() && of("comes")["before"].is_null());
    let activities = json["touched"]["unchanged"]["activities"].as_u64();
    let unchanged = all.iter().filter(|it| it["change"] == "unchanged").count() as u64;
    assert_eq!(activities, Some(unchanged));
}

#[test]
fn whatever_asks_for_no_first_number_loses_nothing_that_was_done() {
    for old in 1..=5 {
        for new in 1..=5 {
            let (old, new) = (edition(old), edition(new));
            let compared = comparison::compare(&old, &new);
            let ids: BTreeSet<_> = compared.activities.iter().map(|it| &it.id).collect();
            assert_eq!(
                ids.len(),
                compared.activities.len(),
                "each stands there once"
            );
            let lost = compared.activities.iter().any(|it| {
                matches!(it.change, Change::Removed | Change::AskedAgain) && it.points() > 0
            });
            let major = compared.raise == Some(Raise::Major);
            assert_eq!(major, lost || !compared.gone.is_empty());
        }
    }
}

#[test]
fn a_file_that_is_missing_or_changed_is_named() {
    let mut missing = files(1);
    missing.remove("one.fr.json");
    let unread = Edition::read(&missing).err();
    assert_eq!(unread, Some(Unread::Absent("one.fr.json".to_owned())));
    let mut changed = files(1);
    changed.insert("one.fr.json".to_owned(), b"{}".to_vec());
    let unread = Edition::read(&changed).err();
    assert!(matches!(unread, Some(Unread::Refused(path, _)) if path == "one.fr.json"));
}
