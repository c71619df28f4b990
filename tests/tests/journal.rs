//! The log over a store: nothing that was kept is lost or rewritten, whatever fails.

use domain::{
    interaction::Response,
    journal::{LOOSE_MOST, Log, Near, bytes, decode, encode, units},
    outcome::Score,
    port::{Durability, KeyValue, Memory, Press, Reading, StorageError, Unread, contract},
    statement::{Attempt, Deed, Stamp, Statement},
};
use proptest::prelude::*;
use tests::{
    ready,
    sample::{ERRORS, PLACE, id, statement},
};

fn near(store: &Memory, durability: Durability) -> Near<Memory> {
    Near::new(store.clone(), PLACE, durability)
}

fn journal(store: &Memory) -> Log<Near<Memory>> {
    Log::new(near(store, Durability::Page))
}

/// Everything in `store`, to the letter, but for the mark that something was put.
fn texts(store: &Memory) -> Vec<(String, String)> {
    let mut keys = store.keys().expect("a sound store");
    keys.retain(|key| !key.ends_with("#m"));
    let text = |key: String| {
        let text = store
            .get(&key)
            .expect("a sound store")
            .expect("a text under each key");
        (key, text)
    };
    keys.into_iter().map(text).collect()
}

/// Some statements of `writer`, one of every sort.
fn some(writer: &str) -> Vec<Statement> {
    let attempt = Attempt {
        activity: id("first-loop"),
        response: Response::Choice(Some(id("refit"))),
        score: Score::new(1, 1),
        attempt: 1,
        hints: 1,
        grading: "0123456789abcdef".into(),
        wording: "fedcba9876543210".into(),
        sure: None,
    };
    let deeds = [
        Deed::Progressed(id("same-part")),
        Deed::Hinted(id("first-loop"), 1),
        Deed::Answered(attempt),
        Deed::Revealed(id("first-loop")),
        Deed::Restarted(id("first-loop")),
        Deed::Noted(id("same-part"), "Twice.\n".into()),
        Deed::Bookmarked(id("same-part"), true),
        Deed::Completed,
        Deed::Cleared,
        Deed::Voided(Stamp::after(6, &id(writer))),
    ];
    deeds
        .into_iter()
        .zip(0..)
        .map(|(did, seen)| statement(seen, writer, did))
        .collect()
}

fn sorted(mut statements: Vec<Statement>) -> Vec<Statement> {
    statements.sort_by(|one, other| one.id.cmp(&other.id));
    statements
}

fn read(store: &Memory) -> Reading {
    let reading = ready::now(journal(store).read()).expect("a sound store");
    Reading {
        statements: sorted(reading.statements),
        ..reading
    }
}

#[test]
fn memory_keeps_the_contract_of_all_stores() {
    assert_eq!(contract(&Memory::default()), Ok(()));
}

#[test]
fn what_was_appended_is_read_and_says_how_safe_it_is() {
    for durability in [Durability::Page, Durability::Written, Durability::Durable] {
        let journal = Log::new(near(&Memory::default(), durability));
        for statement in some("ada") {
            assert_eq!(ready::now(journal.append(&statement)), Ok(durability));
        }
        let reading = ready::now(journal.read()).expect("a sound store");
        assert_eq!(sorted(reading.statements), sorted(some("ada")));
        assert_eq!(reading.aside, []);
    }
}

#[test]
fn keeping_a_statement_twice_keeps_it_once() {
    let store = Memory::default();
    for statement in some("ada").iter().chain(&some("ada")) {
        ready::now(journal(&store).append(statement)).expect("a sound store");
    }
    assert_eq!(texts(&store).len(), some("ada").len());
}

#[test]
fn a_statement_whose_place_is_taken_is_not_acknowledged_and_what_is_there_stays() {
    let (kept, other) = (statement(0, "ada", Deed::Completed), &some("ada")[0]);
    let store = Memory::default();
    ready::now(journal(&store).append(&kept)).expect("a sound store");
    let before = texts(&store);
    assert_eq!(kept.id, other.id);
    assert_eq!(
        ready::now(journal(&store).append(other)),
        Err(StorageError::Unreadable)
    );
    assert_eq!(texts(&store), before);
}

/// Appends one writer's statements, then reads: what is kept, or the first error.
fn scenario(store: &Memory, acknowledged: &mut Vec<Statement>) -> Result<Reading, StorageError> {
    for statement in some("ada") {
        ready::now(journal(store).append(&statement))?;
        acknowledged.push(statement);
    }
    ready::now(journal(store).read())
}

#[test]
fn whichever_call_fails_the_error_comes_out_and_nothing_kept_is_lost() {
    for error in ERRORS {
        let mut n = 0;
        loop {
            let store = Memory::default();
            let before = statement(0, "bob", Deed::Completed);
            ready::now(journal(&store).append(&before)).expect("a sound store");
            let kept = texts(&store);

            store.fail_after(n, error);
            let mut acknowledged = vec![before];
            let result = scenario(&store, &mut acknowledged);
            // What is left of the failure must not meet the look at what is stored.
            store.fail_after(usize::MAX, error);

            let now = texts(&store);
            assert!(
                kept.iter().all(|text| now.contains(text)),
                "call {n}: a kept text changed"
            );
            let reading = read(&store);
            assert_eq!(reading.aside, [], "call {n}: half a statement was stored");
            for statement in &acknowledged {
                assert!(
                    reading.statements.contains(statement),
                    "call {n}: lost {statement:?}"
                );
            }
            match result {
                Err(came) => assert_eq!(came, error, "call {n}"),
                Ok(_) => break,
            }
            // The same again, once the store is sound: nothing is missing, nothing is double.
            scenario(&store, &mut Vec::new()).expect("a sound store");
            assert_eq!(read(&store).statements.len(), 1 + some("ada").len());
            n += 1;
        }
        assert!(n > 2 * some("ada").len(), "every call failed once: {n}");
    }
}

#[test]
fn what_cannot_be_read_is_set_aside_to_the_letter_and_stays_where_it_is() {
    let store = Memory::default();
    let whole = some("ada").remove(0);
    ready::now(journal(&store).append(&whole)).expect("a sound store");
    let (key, text) = texts(&store).remove(0);
    let prefix = key
        .strip_suffix(&String::from(whole.id.clone()))
        .expect("the key ends in the id");
    let set = |key: &str, text: &str| {
        store
            .set(&format!("{prefix}{key}"), text)
            .expect("a sound store")
    };
    let newer = text.replacen("\"v\":1", "\"v\":2", 1);
    let other = newer.replacen("\"did\"", "\"deed\"", 1);
    let damaged = text.get(..text.len() / 2).expect("ASCII");
    let aside = [
        ("2-ada", damaged, Unread::Damaged),
        ("3-ada", newer.as_str(), Unread::Newer),
        ("4-ada", other.as_str(), Unread::Newer),
        ("5-ada", text.as_str(), Unread::Damaged), // another statement's
        ("6-ada", "", Unread::Damaged),
        ("7-ada", "null", Unread::Damaged),
        ("not a stamp", "{}", Unread::Damaged),
    ];
    for (key, text, _) in aside {
        set(key, text);
    }
    // Texts of other programs, and of this one in other folders.
    let foreign = [
        "boucle/settings",
        "other",
        "boucle/boucle/deeper/#s/1-ada",
        "boucle/#s/1-ada",
    ];
    for key in foreign {
        store.set(key, &text).expect("a sound store");
    }
    let before = texts(&store);

    let reading = read(&store);
    assert_eq!(reading.statements, [whole]);
    let mut found: Vec<(&str, &str, Unread)> = reading
        .aside
        .iter()
        .map(|aside| {
            (
                aside.key.strip_prefix("s/").unwrap_or(""),
                aside.text.as_str(),
                aside.why,
            )
        })
        .collect();
    found.sort_by_key(|(key, ..)| *key);
    assert_eq!(found, aside);

    for statement in some("eve") {
        ready::now(journal(&store).append(&statement)).expect("a sound store");
    }
    let after = texts(&store);
    assert!(
        before.iter().all(|text| after.contains(text)),
        "appending rewrote something"
    );
    assert_eq!(after.len(), before.len() + some("eve").len());
}

#[test]
fn every_prefix_and_every_flipped_byte_of_a_statement_is_read_without_a_panic() {
    for statement in some("ada") {
        let text = encode(&statement);
        assert_eq!(decode(&text), Ok(statement.clone()));
        for end in 0..text.len() {
            let prefix = text.get(..end).expect("ASCII");
            assert_eq!(decode(prefix), Err(Unread::Damaged), "{prefix}");
        }
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            // Many a flipped byte is another sound statement: then it says another thing.
            if let Ok(other) = decode(&String::from_utf8(bytes).expect("still ASCII")) {
                assert_ne!(other, statement, "byte {at}");
            }
        }
    }
}

#[test]
fn a_statement_beyond_every_limit_is_set_aside() {
    let bomb = format!("{{\"v\":1,\"did\":{}", "[".repeat(1_000_000));
    assert_eq!(decode(&bomb), Err(Unread::Damaged));
    assert_eq!(
        decode(&format!(
            "{{\"v\":1,\"x\":{}1{}}}",
            "[".repeat(200),
            "]".repeat(200)
        )),
        Err(Unread::Damaged)
    );
    let long = encode(&some("ada")[0]).replacen("0.1.0", &"9".repeat(70_000), 1);
    assert_eq!(decode(&long), Err(Unread::Damaged));
}

#[test]
fn two_writers_in_any_interleaving_lose_nothing() {
    let (mine, yours) = (some("ada"), some("bob"));
    let (mine, yours) = (&mine[..4], &yours[..4]);
    let all = sorted(mine.iter().chain(yours).cloned().collect());
    let mut orders = 0;
    for order in 0_u32..1 << 8 {
        if order.count_ones() != 4 {
            continue;
        }
        orders += 1;
        let store = Memory::default();
        let (me, you) = (journal(&store), journal(&store));
        let (mut mine, mut yours) = (mine.iter(), yours.iter());
        for turn in 0..8 {
            let (journal, next) = if order >> turn & 1 == 1 {
                (&me, mine.next())
            } else {
                (&you, yours.next())
            };
            ready::now(journal.append(next.expect("four each"))).expect("a sound store");
        }
        assert_eq!(read(&store).statements, all);
    }
    assert_eq!(orders, 70);
}

/// Turns texts round: enough to see that what is pressed is read.
#[derive(Clone, Copy, Debug)]
struct Turned;

impl Press for Turned {
    async fn press(&self, text: &str) -> Option<Vec<u8>> {
        let bytes = text.as_bytes().iter().rev();
        Some(bytes.copied().collect())
    }

    async fn unpress(&self, bytes: &[u8], limit: usize) -> Option<String> {
        let bytes: Vec<u8> = bytes.iter().rev().copied().collect();
        (bytes.len() <= limit).then(|| String::from_utf8(bytes).ok())?
    }
}

/// Statements of `writer`, `count` of them.
fn many(writer: &str, count: u64) -> Vec<Statement> {
    let page = |n: u64| Deed::Progressed(id(&format!("page-{n}")));
    (0..count).map(|n| statement(n, writer, page(n))).collect()
}

fn packed(store: &Memory) -> Log<Near<Memory>, Turned> {
    Log::pressed(near(store, Durability::Written), Turned)
}

fn read_packed(store: &Memory) -> Reading {
    ready::now(packed(store).read()).expect("a sound store")
}

#[test]
fn statements_are_packed_when_there_are_many_and_read_as_before() {
    let store = Memory::default();
    let mut all = Vec::new();
    for round in 0..9 {
        let writer = format!("writer-{round}");
        let fresh = many(&writer, LOOSE_MOST as u64);
        ready::now(packed(&store).keep(&fresh)).expect("a sound store");
        all.extend(fresh);
        ready::now(packed(&store).pack()).expect("a sound store");
        let reading = read_packed(&store);
        assert_eq!(sorted(reading.statements), sorted(all.clone()));
        assert_eq!(reading.aside, []);
        let keys = store.keys().expect("a sound store");
        assert!(keys.len() < 8, "{keys:?}");
        assert!(near(&store, Durability::Written).any());
    }
    // Many at once are packed at once.
    let store = Memory::default();
    let all = many("ada", 3 * LOOSE_MOST as u64);
    ready::now(packed(&store).keep(&all)).expect("a sound store");
    assert_eq!(sorted(read_packed(&store).statements), all);
    let keys = store.keys().expect("a sound store");
    assert!(keys.len() < 4, "{keys:?}");
    assert!(near(&store, Durability::Written).any());
    // A few stay as they are.
    let store = Memory::default();
    ready::now(packed(&store).keep(&many("ada", 5))).expect("a sound store");
    let before = texts(&store);
    ready::now(packed(&store).pack()).expect("a sound store");
    assert_eq!(texts(&store), before);
}

#[test]
fn whichever_call_fails_while_packing_nothing_is_lost_or_double() {
    let all = many("ada", LOOSE_MOST as u64);
    for error in ERRORS {
        let mut n = 0;
        loop {
            let store = Memory::default();
            ready::now(packed(&store).keep(&all)).expect("a sound store");
            store.fail_after(n, error);
            let result = ready::now(packed(&store).pack());
            store.fail_after(usize::MAX, error);
            let reading = read_packed(&store);
            assert_eq!(sorted(reading.statements), sorted(all.clone()), "call {n}");
            assert_eq!(reading.aside, [], "call {n}");
            if result.is_ok() {
                break;
            }
            n += 97;
        }
        assert!(n > 2 * LOOSE_MOST, "{n}");
    }
}

#[test]
fn what_cannot_be_read_is_never_packed_and_a_damaged_pack_is_set_aside() {
    let store = Memory::default();
    ready::now(packed(&store).keep(&many("ada", LOOSE_MOST as u64))).expect("a sound store");
    let newer = encode(&many("eve", 1)[0]).replacen("\"v\":1", "\"v\":2", 1);
    let odd = format!("boucle{PLACE}#s/1-eve");
    store.set(&odd, &newer).expect("a sound store");
    ready::now(packed(&store).pack()).expect("a sound store");
    assert_eq!(store.get(&odd), Ok(Some(newer)));
    let pack = store
        .keys()
        .expect("a sound store")
        .into_iter()
        .find(|key| key.contains("#p/"))
        .expect("a pack");
    let whole = store.get(&pack).expect("a sound store").expect("a text");
    let mut damaged: Vec<String> = vec![String::new(), "z".into(), "x".into(), whole[..4].into()];
    damaged.push(whole.chars().take(40).collect());
    for text in damaged {
        store.set(&pack, &text).expect("a sound store");
        let reading = read_packed(&store);
        assert!(reading.statements.len() < LOOSE_MOST);
        let kept = |aside: &domain::port::Aside| pack.ends_with(&format!("#{}", aside.key));
        assert!(reading.aside.iter().any(kept), "{text:?} is set aside");
        assert_eq!(store.get(&pack), Ok(Some(text)), "and stays");
    }
}

#[test]
fn of_two_statements_of_one_stamp_packing_loses_neither() {
    let store = Memory::default();
    ready::now(packed(&store).keep(&many("ada", LOOSE_MOST as u64))).expect("a sound store");
    let other = encode(&statement(0, "ada", Deed::Completed));
    for n in 0..7 {
        let key = format!("boucle{PLACE}#p/eve-{n}");
        store.set(&key, &other).expect("a sound store");
    }
    let before = texts(&store);
    ready::now(packed(&store).pack()).expect("a sound store");
    assert_eq!(texts(&store), before);
    let reading = read_packed(&store);
    assert_eq!(reading.statements.len(), LOOSE_MOST);
    assert_eq!(reading.aside.len(), 1, "one of the two is set aside");
}

proptest! {
    #[test]
    fn any_bytes_are_a_text_and_back(held in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = units(&held);
        let plain = text.chars().all(|char| (0x3400..0xB400).contains(&u32::from(char)));
        prop_assert!(plain);
        prop_assert_eq!(text.chars().count(), 1 + (held.len() * 8).div_ceil(15));
        prop_assert_eq!(bytes(&text), Some(held));
    }

    #[test]
    fn any_text_is_read_as_bytes_without_a_panic(text in "\\PC{0,60}") {
        drop(bytes(&text));
    }
}

#[test]
fn what_is_erased_is_gone_from_its_own_key_and_from_packs_and_the_rest_stays() {
    let store = Memory::default();
    let mut all = many("ada", LOOSE_MOST as u64);
    ready::now(packed(&store).keep(&all)).expect("a sound store");
    ready::now(packed(&store).pack()).expect("a sound store");
    let late = many("bob", 3);
    ready::now(packed(&store).keep(&late)).expect("a sound store");
    all.extend(late);
    let damaged = format!("boucle{PLACE}#s/7-eve");
    store.set(&damaged, "half a st").expect("a sound store");
    // The packs of other programs and what is jotted down stay as they are.
    store.set("boucle/#d/draft", "mine").expect("a sound store");
    let gone = |it: &Statement| it.id.count().is_multiple_of(3);
    let names: Vec<String> = all
        .iter()
        .filter(|it| gone(it))
        .map(|it| it.id.clone().into())
        .collect();
    let names: Vec<String> = names.into_iter().chain(["s/7-eve".to_owned()]).collect();
    ready::now(packed(&store).erase(&names)).expect("a sound store");
    let reading = read_packed(&store);
    let stays: Vec<Statement> = all.iter().filter(|it| !gone(it)).cloned().collect();
    assert_eq!(sorted(reading.statements), sorted(stays));
    assert_eq!(reading.aside, []);
    let stored: String = texts(&store).into_iter().map(|(_, text)| text).collect();
    assert!(!stored.contains("page-3\""), "no letter of it is left");
    assert!(stored.contains("mine"));
    // Everything.
    let names: Vec<String> = all.iter().map(|it| it.id.clone().into()).collect();
    ready::now(packed(&store).erase(&names)).expect("a sound store");
    assert_eq!(
        texts(&store),
        [("boucle/#d/draft".to_owned(), "mine".to_owned())]
    );
    // And back again.
    ready::now(packed(&store).keep(&all)).expect("a sound store");
    assert_eq!(sorted(read_packed(&store).statements), sorted(all));
}

#[test]
fn whichever_call_fails_while_erasing_nothing_else_is_lost() {
    let all = many("ada", LOOSE_MOST as u64);
    let gone = |it: &Statement| it.id.count() < 9;
    let names: Vec<String> = all
        .iter()
        .filter(|it| gone(it))
        .map(|it| it.id.clone().into())
        .collect();
    for error in ERRORS {
        for n in 0.. {
            let store = Memory::default();
            ready::now(packed(&store).keep(&all)).expect("a sound store");
            ready::now(packed(&store).pack()).expect("a sound store");
            store.fail_after(n, error);
            let result = ready::now(packed(&store).erase(&names));
            store.fail_after(usize::MAX, error);
            let left = read_packed(&store).statements;
            let stays = all.iter().filter(|it| !gone(it));
            assert!(stays.into_iter().all(|it| left.contains(it)), "call {n}");
            if result.is_ok() {
                assert!(n > 4, "{n}");
                break;
            }
        }
    }
}
