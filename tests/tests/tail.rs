//! The third place: what was added is found again, however the file was cut off.

use domain::{
    statement::{Deed, Statement},
    tail::{MOST, STAYS, cut, lacking, lines, missing, without},
};
use tests::sample::{id, statement};

fn many(count: u64) -> Vec<Statement> {
    let page = |n: u64| Deed::Progressed(id(&format!("page-{n}")));
    (0..count).map(|n| statement(n, "ada", page(n))).collect()
}

#[test]
fn what_was_added_and_is_known_nowhere_else_is_found() {
    let all = many(9);
    let text = [lines(&all[..4]), lines(&all[4..])].concat();
    assert_eq!(missing(&text, &[]), all);
    assert_eq!(missing(&text, &all[2..5]), [&all[..2], &all[5..]].concat());
    assert_eq!(missing(&[&*text, &text].concat(), &all[1..]), all[..1]);
    assert_eq!(missing("", &all), []);
}

#[test]
fn cut_off_anywhere_it_gives_what_is_whole_and_takes_what_is_added_afterwards() {
    let (all, later) = (many(3), statement(9, "bob", Deed::Completed));
    let text = lines(&all);
    let mut most = 0;
    for at in 0..=text.len() {
        let torn = &text[..at];
        let found = missing(torn, &[]);
        assert_eq!(found, all[..found.len()]);
        assert!(found.len() >= most);
        most = found.len();
        let after = [torn, &lines(std::slice::from_ref(&later))].concat();
        let found = missing(&after, &[]);
        assert_eq!(found.last(), Some(&later), "cut off at {at}");
        assert!(found.len() > most, "cut off at {at}");
    }
    assert_eq!(most, 3);
}

#[test]
fn it_gets_the_last_that_it_lacks() {
    let mut all = many(STAYS as u64 + 9);
    let text = lines(&all[STAYS..STAYS + 3]);
    let lacking = lacking(&text, &all);
    assert_eq!(lacking.len(), STAYS - 3);
    assert_eq!(lacking.last(), all.last());
    let text = [text, lines(&lacking)].concat();
    all.reverse();
    assert_eq!(tail_lacks(&text, &all), 0);
}

fn tail_lacks(text: &str, all: &[Statement]) -> usize {
    lacking(text, all).len()
}

#[test]
fn it_stays_short() {
    let all = many(MOST as u64 + 1);
    assert_eq!(cut(&lines(&all[..MOST])), None);
    let short = cut(&lines(&all)).expect("too long");
    assert_eq!(missing(&short, &[]), all[all.len() - STAYS..]);
}

#[test]
fn what_is_erased_is_gone_from_it() {
    let all = many(5);
    let names: Vec<String> = all[1..3].iter().map(|it| it.id.clone().into()).collect();
    let newer = r#"{"v":2,"id":"9-eve","new":[1]}"#;
    let text = [&*lines(&all), newer, "\n{\"v\":1,\"id\":\"7-"].concat();
    let left = without(&text, &names);
    assert_eq!(missing(&left, &[]), [&all[..1], &all[3..]].concat());
    assert!(left.contains(newer) && !left.contains("7-"));
}
