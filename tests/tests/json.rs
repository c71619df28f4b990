//! The player's reader of JSON against serde's: what the author's tool writes means the same to both,
//! and nothing is JSON to one and not to the other, but for what the formats leave out on purpose.

use std::{collections::BTreeMap, fs, path::Path};

use domain::{
    bundle::{self, Appendix, Catalogue, Listing, Manifest, Notes},
    course::Lesson,
    journal,
    json::{self, Value},
    source::{self, publish},
    statement::Statement,
};
use proptest::prelude::*;

/// Every file of `folder`, by its path from there.
fn files(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, root, found);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            found.insert(name, fs::read(&path).expect("a file of the project"));
        }
    }
}

/// Every course of the project, published.
fn published() -> Vec<(Listing, BTreeMap<String, Vec<u8>>)> {
    let courses = tests::house::root().join("courses");
    let mut all = Vec::new();
    for entry in fs::read_dir(&courses).expect("the courses") {
        let folder = entry.expect("an entry").path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut sources = BTreeMap::new();
        files(&folder, &folder, &mut sources);
        let (course, _) = source::read(&name, &sources);
        let (files, listing) = publish::publish(&course);
        all.push((listing, files));
    }
    all
}

#[test]
fn what_is_published_means_the_same_to_both_readers() {
    let mut lessons = 0;
    for (listing, files) in published() {
        let catalogue = Catalogue {
            format: bundle::FORMAT,
            courses: vec![listing.clone()],
        };
        let bytes = serde_json::to_vec(&catalogue).expect("JSON");
        assert_eq!(bundle::catalogue(&bytes), Ok(catalogue));
        let folder = listing.manifest.path.trim_end_matches("manifest.json");
        let file = |path: &str| {
            files
                .get(&[folder, path].concat())
                .or_else(|| files.get(path))
                .expect("a listed file")
        };
        let bytes = file("manifest.json");
        let manifest: Manifest = serde_json::from_slice(bytes).expect("a manifest");
        assert_eq!(bundle::manifest(bytes, &listing), Ok(manifest.clone()));
        for entry in manifest.lessons() {
            for (lang, listed) in &entry.files {
                let bytes = file(&listed.path);
                let lesson: Lesson = serde_json::from_slice(bytes).expect("a lesson");
                assert_eq!(lesson.lang, *lang);
                assert_eq!(bundle::lesson(bytes, entry, listed), Ok(lesson));
                lessons += 1;
            }
        }
        let listed = manifest.appendix.as_ref().expect("an appendix");
        let bytes = file(&listed.path);
        let appendix: Appendix = serde_json::from_slice(bytes).expect("an appendix");
        assert_eq!(bundle::appendix(bytes, listed), Ok(appendix.clone()));
        for (_, notes) in &appendix.notes {
            for (_, listed) in notes {
                let bytes = file(&listed.path);
                assert!(listed.sha256.is_of(bytes));
                let notes: Notes = serde_json::from_slice(bytes).expect("notes");
                let value = json::parse(bytes).expect("JSON");
                assert_eq!(json::read(&value), Some(notes));
            }
        }
    }
    assert!(lessons >= 6, "there are {lessons} lessons");
}

#[test]
fn a_statement_is_stored_as_serde_would_write_it() {
    for entry in
        fs::read_dir(tests::house::root().join("tests/corpus/statement/v1")).expect("the corpus")
    {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a stored statement");
        let statement: Statement = serde_json::from_str(&text).expect("a statement");
        assert_eq!(
            journal::decode(text.trim()),
            Ok(statement.clone()),
            "{path:?}"
        );
        assert_eq!(
            journal::encode(&statement),
            serde_json::to_string(&statement).expect("JSON"),
            "{path:?}"
        );
    }
}

/// Whether both mean the same; names given twice are left to the reader that refuses them.
fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Word(json::Word::Null), serde_json::Value::Null) => true,
        (Value::Word(json::Word::True), serde_json::Value::Bool(is)) => *is,
        (Value::Word(json::Word::False), serde_json::Value::Bool(is)) => !is,
        (Value::Number(ours), serde_json::Value::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Value::Text(ours), serde_json::Value::String(theirs)) => ours == theirs,
        (Value::List(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Map(ours), serde_json::Value::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .all(|(name, ours)| theirs.get(name).is_some_and(|theirs| same(ours, theirs)))
        }
        _ => false,
    }
}

/// Whether `value` has a number that the formats leave out: one that is not whole, or too large.
fn left_out(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => {
            number.is_f64()
                || number
                    .as_i64()
                    .is_none_or(|whole| whole.unsigned_abs() > 1 << 53)
        }
        serde_json::Value::Array(list) => list.iter().any(left_out),
        serde_json::Value::Object(map) => map.values().any(left_out),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::String(_) => {
            false
        }
    }
}

/// Pieces of JSON put together at random: mostly wrong, in the ways that matter.
fn splice() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"",
        "\\",
        "\\u00e9",
        "\\ud83d\\udd01",
        "null",
        "true",
        "false",
        "0",
        "1",
        "-7",
        "12",
        "00",
        "1.5",
        "1e3",
        " ",
        "\n",
        "é",
        "nul",
        "\u{1}",
        "9007199254740993",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..14)
        .prop_map(|pieces| pieces.concat())
}

/// Sound JSON of any form.
fn sound() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        (-(1_i64 << 53)..=1 << 53).prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_not_json_to_serde_is_not_json_to_us(text in splice()) {
        let ours = json::parse(text.as_bytes());
        match serde_json::from_str::<serde_json::Value>(&text) {
            Err(_) => prop_assert!(ours.is_err(), "{text:?} is JSON to us alone: {ours:?}"),
            Ok(theirs) => match ours {
                Ok(ours) => prop_assert!(same(&ours, &theirs), "{text:?}: {ours:?}"),
                // Numbers that the formats leave out, or a name given twice.
                Err(fault) => prop_assert!(
                    left_out(&theirs) || text.contains(':') || text.contains('.') || text.contains('e'),
                    "{text:?} is JSON to serde alone: {fault:?}"
                ),
            },
        }
    }

    #[test]
    fn sound_json_means_the_same_to_both(theirs in sound()) {
        let text = theirs.to_string();
        let ours = json::parse(text.as_bytes()).expect("sound JSON");
        prop_assert!(same(&ours, &theirs), "{text}");
    }
}
