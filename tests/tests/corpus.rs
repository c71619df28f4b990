//! What earlier versions wrote is read by this one. See `corpus/README.md`.

use std::{collections::BTreeSet, env, fs};

use domain::{
    bundle,
    digest::Digest,
    interaction::{Kind, Response},
    journal, pack,
    statement::{Deed, Statement},
};
use tests::house;

const FOLDER: &str = "tests/corpus";

/// The file `path` of the corpus.
fn bytes(path: &str) -> Vec<u8> {
    fs::read(house::root().join(FOLDER).join(path)).unwrap_or_else(|_| panic!("{path} is there"))
}

/// Compares `real` with the text in `path`, or writes it there.
fn golden(path: &str, real: &str, changed: &mut Vec<String>) {
    let place = house::root().join(FOLDER).join(path);
    if env::var_os("UPDATE").is_some() {
        fs::write(&place, real).expect("the text can be written");
    } else if fs::read_to_string(&place).ok().as_deref() != Some(real) {
        changed.push(format!("{path} is read as\n{real}"));
    }
}

/// Every stored statement, with the path of its file.
fn statements() -> Vec<(String, Statement)> {
    let files = house::files(&format!("{FOLDER}/statement"), &[".json"]);
    let read = |file: house::Source| {
        let path = file
            .path
            .strip_prefix(FOLDER)
            .unwrap_or("")
            .trim_start_matches('/')
            .to_owned();
        match journal::decode(file.text.trim_end()) {
            Ok(statement) => (path, statement),
            Err(why) => panic!("{path} can no longer be read: {why:?}"),
        }
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_statement_ever_stored_is_read_as_what_was_done() {
    let mut changed = Vec::new();
    for (path, statement) in statements() {
        golden(
            &path.replace(".json", ".txt"),
            &format!("{statement:#?}\n"),
            &mut changed,
        );
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn every_deed_and_every_kind_of_response_has_a_file() {
    // A new deed or kind does not compile here until it has a name, and then wants a file.
    let name = |statement: &Statement| match &statement.did {
        Deed::Progressed(_) => "progressed",
        Deed::Answered(attempt) if attempt.sure.is_some() => "answered-sure",
        Deed::Answered(attempt) => match attempt.response {
            Response::Choice(_) => "answered-choice",
            Response::Choices(_) => "answered-choices",
            Response::Mark(_) => "answered-mark",
            Response::Hotspot(_) => "answered-hotspot",
            Response::Sequence(_) => "answered-sequence",
            Response::Categorise(_) => "answered-categorise",
            Response::Matrix(_) => "answered-matrix",
            Response::Estimate(_) => "answered-estimate",
            Response::Match(_) => "answered-match",
            Response::Number(_) => "answered-number",
            Response::Text(_) => "answered-text",
            Response::Open(_) => "answered-open",
            Response::Decision(_) => "answered-decision",
            Response::Gap(_) => "answered-gap",
            Response::Cards(_) => "answered-cards",
        },
        Deed::Hinted(..) => "hinted",
        Deed::Revealed(_) => "revealed",
        Deed::Restarted(_) => "restarted",
        Deed::Noted(..) => "noted",
        Deed::Bookmarked(..) => "bookmarked",
        Deed::Completed => "completed",
        Deed::Cleared => "cleared",
        Deed::Returned(_) => "returned",
        Deed::Voided(_) => "voided",
    };
    let mut have = BTreeSet::new();
    for (path, statement) in statements() {
        assert_eq!(path, format!("statement/v1/{}.json", name(&statement)));
        have.insert(name(&statement).to_owned());
    }
    let deeds = [
        "progressed",
        "answered-sure",
        "hinted",
        "revealed",
        "restarted",
        "noted",
        "bookmarked",
        "completed",
        "cleared",
        "returned",
        "voided",
    ]
    .map(str::to_owned);
    let kinds = Kind::ALL
        .iter()
        .map(|kind| format!("answered-{}", kind.name()));
    assert_eq!(have, deeds.into_iter().chain(kinds).collect());
}

#[test]
fn a_statement_is_still_stored_as_version_1_stored_it() {
    for (path, statement) in statements() {
        let stored = String::from_utf8(bytes(&path)).expect("text");
        assert_eq!(journal::encode(&statement), stored.trim_end(), "{path}");
    }
}

#[test]
fn every_pack_ever_stored_is_read_whole_and_is_still_stored_like_the_last() {
    let mut changed = Vec::new();
    let mut last = None;
    for file in house::files(&format!("{FOLDER}/pack"), &[".pack"]) {
        let path = file.path.replacen(&format!("{FOLDER}/"), "", 1);
        let read = pack::read("p/1", &file.text);
        assert_eq!(read.aside, [], "{path}");
        golden(
            &path.replace(".pack", ".txt"),
            &format!("{:#?}\n", read.statements),
            &mut changed,
        );
        last = Some((pack::write(&read.statements), file.text));
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
    let (now, then) = last.expect("a pack");
    assert_eq!(now, then);
}

#[test]
fn a_bundle_of_format_1_is_read_whole() {
    let mut changed = Vec::new();
    let catalogue = bundle::catalogue(&bytes("bundle/1/catalogue.json"));
    let catalogue = catalogue.expect("a catalogue of format 1");
    golden(
        "bundle/1/catalogue.txt",
        &format!("{catalogue:#?}\n"),
        &mut changed,
    );
    for listing in &catalogue.courses {
        let path = format!("bundle/1/{}", listing.manifest.path);
        let manifest = bundle::manifest(&bytes(&path), listing).expect("a manifest of format 1");
        golden(
            &path.replace(".json", ".txt"),
            &format!("{manifest:#?}\n"),
            &mut changed,
        );
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for entry in manifest.lessons() {
            for (_, file) in &entry.files {
                let path = format!("{folder}/{}", file.path);
                let lesson = bundle::lesson(&bytes(&path), entry, file);
                let lesson = lesson.expect("a lesson of format 1");
                golden(
                    &path.replace(".json", ".txt"),
                    &format!("{lesson:#?}\n"),
                    &mut changed,
                );
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn no_file_of_the_corpus_was_changed_added_or_removed_without_a_word() {
    let list = String::from_utf8(bytes("DIGESTS")).expect("text");
    let listed: BTreeSet<(String, String)> = list
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, path)| (path.to_owned(), digest.to_owned()))
        .collect();
    let found = house::files(FOLDER, &[".json", ".pack"])
        .into_iter()
        .map(|file| {
            let path = file
                .path
                .strip_prefix(FOLDER)
                .unwrap_or("")
                .trim_start_matches('/')
                .to_owned();
            (path, Digest::of(file.text.as_bytes()).as_str().to_owned())
        });
    assert_eq!(listed, found.collect());
}
