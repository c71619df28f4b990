//! Many statements as one text: all of them come back, and whatever happens to the text is told.

use domain::{
    interaction::Response,
    limit,
    outcome::Score,
    pack,
    port::Unread,
    statement::{Attempt, Deed, Stamp, Statement},
};
use proptest::prelude::*;
use tests::sample::{id, statement};

fn written(text: String) -> Response {
    Response::Text((text, None, None))
}

/// A deed of each sort, drawn by a number.
fn deed(n: u64) -> Deed {
    let activity = id(&format!("activity-{}", n % 5));
    match n % 11 {
        0 => Deed::Progressed(id(&format!("page-{}", n % 7))),
        1 => Deed::Hinted(activity, (n % 3) as u8),
        2 => Deed::Revealed(activity),
        3 => Deed::Restarted(activity),
        4 => Deed::Completed,
        5 => Deed::Cleared,
        6 => Deed::Voided(Stamp::after(n % 1_000, &id("ada"))),
        9 => Deed::Noted(id("page-1"), format!("= {n}\n")),
        10 => Deed::Bookmarked(id("page-1"), n.is_multiple_of(2)),
        7 => Deed::Returned(vec![(id("bob"), 1, n % 1_000 + 1)]),
        _ => Deed::Answered(Attempt {
            activity,
            response: written(format!("l’« é » {}\n=\u{1F501}\\", n % 4)),
            score: Score::new(1, 2),
            attempt: 1,
            hints: 0,
            grading: "0123456789abcdef".into(),
            wording: "fedcba9876543210".into(),
            sure: Some(n.is_multiple_of(2)),
        }),
    }
}

/// What someone did: a number for the deed, one for who, one for when.
fn made(n: usize, (did, who, at): (u64, u8, i64)) -> Statement {
    let course = id(&format!("course-{}", did % 3));
    Statement {
        at,
        course,
        ..statement(n as u64, &format!("writer{who}"), deed(did))
    }
}

fn some() -> impl Strategy<Value = Vec<Statement>> {
    let one = (any::<u64>(), 0_u8..4, any::<i64>());
    prop::collection::vec(one, 0..40).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(n, it)| made(n, it))
            .collect()
    })
}

proptest! {
    #[test]
    fn any_statements_come_back_as_they_were(statements in some()) {
        let read = pack::read("p/1", &pack::write(&statements));
        prop_assert_eq!(read.statements, statements);
        prop_assert_eq!(read.aside, []);
    }

    /// What was cut off in the middle of a line, as a store that was torn might have it.
    #[test]
    fn of_what_was_cut_off_the_whole_lines_are_read(statements in some(), share in 0.0..1.0_f64) {
        let text = pack::write(&statements);
        let mut end = (text.len() as f64 * share) as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let whole = text[..end].lines().count().saturating_sub(1);
        let rows = text.lines().take(whole).filter(|line| !line.starts_with('=')).count();
        let read = pack::read("p/1", &text[..end]);
        prop_assert!(read.statements.len() >= rows);
        prop_assert_eq!(&read.statements[..rows], &statements[..rows]);
        prop_assert!(read.statements.len() + read.aside.len() <= rows + 1);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "([=0-9 {}\":a-z-]{0,20}\n){0,8}") {
        let read = pack::read("p/1", &text);
        let lines = text.lines().filter(|line| !line.starts_with('=')).count();
        prop_assert_eq!(read.statements.len() + read.aside.len(), lines);
    }
}

#[test]
fn a_pack_as_it_was_written_at_first_is_read_too() {
    let all: Vec<Statement> = (0..20).map(|n| made(n, (n as u64, 1, 5))).collect();
    let lines: Vec<String> = all.iter().map(domain::journal::encode).collect();
    let read = pack::read("p/me-0", &lines.join("\n"));
    assert_eq!((read.statements, read.aside), (all, vec![]));
}

#[test]
fn an_entry_that_cannot_be_read_costs_the_statements_that_need_it_and_no_other() {
    let all: Vec<Statement> = (0..18).map(|n| made(n, (n as u64, 1, n as i64))).collect();
    let text = pack::write(&all);
    let newer = text.replacen(
        "={\"v\":1,\"course\":\"course-1\"",
        "={\"v\":9,\"course\":\"course-1\"",
        1,
    );
    assert_ne!(newer, text);
    let read = pack::read("p/1", &newer);
    let (gone, stays): (Vec<_>, Vec<_>) = all
        .iter()
        .cloned()
        .partition(|it| it.course.as_str() == "course-1");
    assert_eq!(read.statements, stays);
    assert_eq!(read.aside.len(), gone.len());
    for aside in &read.aside {
        assert_eq!((aside.key.as_str(), aside.why), ("p/1", Unread::Newer));
        assert!(
            aside.text.contains("={\"v\":9") || aside.text.contains("{\"v\":9"),
            "{}",
            aside.text
        );
    }
    let damaged = pack::read("p/1", &text.replacen("={\"progressed\"", "={\"prog", 1));
    assert!(damaged.statements.len() < all.len());
    assert_eq!(damaged.statements.len() + damaged.aside.len(), all.len());
}

#[test]
fn a_short_text_that_says_the_same_long_thing_for_ever_comes_to_an_end() {
    let long = made(0, (8, 1, 0));
    let mut did = Deed::Completed;
    if let Deed::Answered(attempt) = &long.did {
        let response = written("x".repeat(limit::STATEMENT_BYTES / 2));
        did = Deed::Answered(Attempt {
            response,
            ..attempt.clone()
        });
    }
    let mut text = pack::write(&[Statement { did, ..long }]);
    for _ in 0..100_000 {
        text.push_str("1 0 0 1 2\n");
    }
    let read = pack::read("p/1", &text);
    assert!(read.statements.len() * (limit::STATEMENT_BYTES / 2) <= limit::PACK_BYTES);
    assert_eq!(read.statements.len() + read.aside.len(), 100_001);
    let aside: usize = read.aside.iter().map(|it| it.text.len()).sum();
    assert!(aside <= limit::PACK_BYTES);
}

#[test]
fn a_long_record_takes_a_fraction_of_what_it_takes_as_json() {
    let all: Vec<Statement> = (0..2_000)
        .map(|n| made(n, (n as u64 % 90, 1, 7 * n as i64)))
        .collect();
    let json: usize = all.iter().map(|it| domain::journal::encode(it).len()).sum();
    assert!(pack::write(&all).len() * 8 < json);
}
