//! The log in two stores: whatever happens to one of them, nothing that was acknowledged is lost.

use std::slice;

use domain::{
    journal::{Log as One, Near, encode},
    pair::{Pair, United},
    port::{Durability, KeyValue as _, Memory, NoPress, StorageError},
    progress::Progress,
    statement::{Deed, Statement},
};
use proptest::prelude::*;
use tests::{
    ready,
    sample::{ERRORS, PLACE, id, statement},
};

/// Two stores.
#[derive(Clone, Debug, Default)]
struct Stores {
    near: Memory,
    deep: Memory,
}

type Log = Pair<Near<Memory>, Near<Memory>, NoPress>;

impl Stores {
    /// The log in them, as it is when the program starts.
    fn log(&self) -> Log {
        let [near, deep] = self.logs();
        Pair::new(near, deep)
    }

    /// The log in each of them.
    fn logs(&self) -> [One<Near<Memory>>; 2] {
        let near = Near::new(self.near.clone(), PLACE, Durability::Written);
        let deep = Near::new(self.deep.clone(), PLACE, Durability::Durable);
        [One::new(near), One::new(deep)]
    }

    fn read(&self) -> Result<United, StorageError> {
        ready::now(self.log().read()).map(|mut united| {
            let statements = &mut united.reading.statements;
            statements.sort_by(|one, other| one.id.cmp(&other.id));
            united
        })
    }

    fn each(&self) -> [&Memory; 2] {
        [&self.near, &self.deep]
    }
}

fn some(count: u64, writer: &str) -> Vec<Statement> {
    let deed = |n: u64| match n % 3 {
        0 => Deed::Progressed(id("same-part")),
        1 => Deed::Revealed(id("first-loop")),
        _ => Deed::Completed,
    };
    (0..count).map(|n| statement(n, writer, deed(n))).collect()
}

fn empty(store: &Memory) {
    for key in store.keys().expect("a sound store") {
        store.remove(&key).expect("a sound store");
    }
}

fn append(stores: &Stores, statements: &[Statement]) {
    let log = stores.log();
    for statement in statements {
        let kept = ready::now(log.keep(slice::from_ref(statement)));
        assert_eq!(kept, Ok(Durability::Durable));
    }
}

#[test]
fn a_store_that_was_emptied_is_filled_from_the_other() {
    let all = some(20, "ada");
    for emptied in 0..2 {
        let stores = Stores::default();
        append(&stores, &all);
        empty(stores.each()[emptied]);
        let united = stores.read().expect("one of two");
        assert_eq!(united.reading.statements, all);
        assert_eq!(united.durability, Durability::Durable);
        let restored = if emptied == 1 { all.len() } else { 0 };
        assert_eq!(
            united.restored.len(),
            restored,
            "what the deep store lacked"
        );
        // Now it could be the other's turn.
        empty(stores.each()[1 - emptied]);
        assert_eq!(stores.read().expect("one of two").reading.statements, all);
        let after = stores.read().expect("two");
        assert_eq!(
            (after.reading.statements, after.restored),
            (all.clone(), Vec::new())
        );
    }
}

#[test]
fn what_only_one_store_has_comes_into_both() {
    let (mine, yours) = (some(7, "ada"), some(9, "bob"));
    let stores = Stores::default();
    let [near, deep] = stores.logs();
    ready::now(near.keep(&mine)).expect("a sound store");
    ready::now(deep.keep(&yours)).expect("a sound store");
    let united = stores.read().expect("two");
    assert_eq!(united.restored.len(), mine.len());
    assert_eq!(united.reading.statements.len(), mine.len() + yours.len());
    for store in stores.each() {
        let mut texts = store.keys().expect("a sound store");
        texts.retain(|key| !key.ends_with("#m"));
        assert_eq!(texts.len(), mine.len() + yours.len());
    }
}

#[test]
fn whichever_call_on_whichever_store_fails_nothing_acknowledged_is_lost() {
    let all = some(6, "ada");
    let mut failed = 0;
    for error in ERRORS {
        for which in 0..2 {
            let mut n = 0;
            loop {
                let stores = Stores::default();
                append(&stores, &some(3, "bob"));
                let before = stores.read().expect("two").reading.statements;
                stores.each()[which].fail_after(n, error);
                let log = stores.log();
                let mut kept = before;
                for statement in &all {
                    match ready::now(log.keep(slice::from_ref(statement))) {
                        Ok(Durability::Written | Durability::Durable) => {
                            kept.push(statement.clone());
                        }
                        other => panic!("one store is sound, and yet {other:?}"),
                    }
                }
                // The start after it meets the failure where the statements did not.
                let seen = stores.read().expect("one store is sound");
                for store in stores.each() {
                    store.fail_after(usize::MAX, error);
                }
                let after = stores.read().expect("two");
                kept.sort_by(|one, other| one.id.cmp(&other.id));
                assert_eq!(after.reading.statements, kept, "call {n} of store {which}");
                assert_eq!(after.reading.aside, [], "call {n} of store {which}");
                for statement in &seen.reading.statements {
                    assert!(kept.contains(statement));
                }
                failed += 1;
                // Two calls for each statement, then those of a start.
                n += 1;
                if n > 60 {
                    break;
                }
            }
        }
    }
    assert_eq!(failed, 3 * 2 * 61);
}

#[test]
fn where_neither_store_works_it_is_said_and_where_one_is_full_too() {
    let one = &some(1, "ada")[0];
    for (near, deep, said) in [
        (
            StorageError::Full,
            StorageError::Forbidden,
            StorageError::Full,
        ),
        (
            StorageError::Forbidden,
            StorageError::Full,
            StorageError::Full,
        ),
        (
            StorageError::Forbidden,
            StorageError::Unreadable,
            StorageError::Unreadable,
        ),
    ] {
        let stores = Stores::default();
        stores.near.fail_after(0, near);
        stores.deep.fail_after(0, deep);
        assert_eq!(
            ready::now(stores.log().keep(slice::from_ref(one))),
            Err(said)
        );
        stores.near.fail_after(0, near);
        stores.deep.fail_after(0, deep);
        assert_eq!(stores.read(), Err(deep));
    }
}

#[test]
fn of_two_statements_of_one_stamp_the_near_one_is_set_aside_and_both_stay() {
    let (one, other) = (
        statement(0, "ada", Deed::Completed),
        statement(0, "ada", Deed::Revealed(id("first-loop"))),
    );
    let stores = Stores::default();
    let [near, deep] = stores.logs();
    ready::now(near.append(&one)).expect("a sound store");
    ready::now(deep.append(&other)).expect("a sound store");
    for _ in 0..2 {
        let united = stores.read().expect("two");
        assert_eq!(united.reading.statements, std::slice::from_ref(&other));
        let aside: Vec<_> = united.reading.aside.iter().map(|it| &*it.text).collect();
        assert_eq!(aside, [encode(&one)]);
    }
}

proptest! {
    /// Some statements in each of two stores, in any order, some in both: together they are their union,
    /// and what they add up to does not depend on which store had what.
    #[test]
    fn two_stores_are_their_union_whatever_each_has(places in prop::collection::vec(1_u8..4, 0..30)) {
        let all = some(places.len() as u64, "ada");
        let stores = Stores::default();
        let [near, deep] = stores.logs();
        for (statement, place) in all.iter().zip(&places).rev() {
            if place & 1 != 0 {
                ready::now(near.append(statement)).expect("a sound store");
            }
            if place & 2 != 0 {
                ready::now(deep.append(statement)).expect("a sound store");
            }
        }
        let united = stores.read().expect("two");
        prop_assert_eq!(&united.reading.statements, &all);
        prop_assert_eq!(united.restored.len(), places.iter().filter(|place| **place == 1).count());
        prop_assert_eq!(Progress::of(&united.reading.statements), Progress::of(&all));
        let again = stores.read().expect("two");
        prop_assert_eq!((again.reading.statements, again.restored), (all, Vec::new()));
    }
}

#[test]
fn stores_that_hold_the_same_are_packed_alike_and_a_pack_that_one_lost_is_filled_again() {
    let all = some(3 * domain::journal::LOOSE_MOST as u64, "ada");
    let stores = Stores::default();
    for some in all.chunks(100) {
        ready::now(stores.log().keep(some)).expect("two");
        ready::now(stores.log().pack());
    }
    let held = |store: &Memory| {
        let mut keys = store.keys().expect("a sound store");
        keys.sort_unstable();
        let text = |key: String| (store.get(&key), key);
        keys.into_iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(held(&stores.near), held(&stores.deep));
    assert!(held(&stores.near).len() < 20, "packed");
    for emptied in stores.each() {
        empty(emptied);
        assert_eq!(stores.read().expect("two").reading.statements, all);
        let after = stores.read().expect("two");
        assert_eq!(
            (after.reading.statements, after.restored),
            (all.clone(), vec![])
        );
    }
}
