//! The last statements in a third place, which is on disk when it is done and can't come back empty with
//! the others: a file of lines.
//!
//! Two stores are not enough. The deep one came back empty once in 300 kills of a browser, and the near one
//! reaches the disk up to a minute late: a learner who was interrupted again and again in the first minute
//! lost everything. By the time a statement is old, the near store has long been written.

use crate::{
    journal::{decode, encode},
    port::Unread,
    statement::Statement,
};

/// A tail of more lines is cut.
pub const MOST: usize = 3_000;
/// So many of them stay.
pub const STAYS: usize = 1_000;

/// `statements` as lines to add. A line begins with the end of the one before: that one may have been cut
/// off in the middle.
pub fn lines(statements: &[Statement]) -> String {
    let mut text = String::new();
    for statement in statements {
        text.push('\n');
        text.push_str(&encode(statement));
    }
    text.push('\n');
    text
}

/// The statements in `text` that are not among the `known`. Lines that can't be read are passed over: one
/// that was cut off was never said to be saved.
pub fn missing(text: &str, known: &[Statement]) -> Vec<Statement> {
    let mut here: Vec<_> = known.iter().map(|it| &it.id).collect();
    here.sort_unstable();
    let mut missing: Vec<Statement> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match decode(line) {
            Ok(statement) if here.binary_search(&&statement.id).is_err() => missing.push(statement),
            Ok(_) | Err(Unread::Damaged | Unread::Newer) => {}
        }
    }
    missing.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    missing.dedup_by(|one, other| one.id == other.id);
    missing
}

/// The last of `statements` that `text` lacks: what is to be added where the deep store can't be used.
pub fn lacking(text: &str, statements: &[Statement]) -> Vec<Statement> {
    let mut last: Vec<&Statement> = statements.iter().collect();
    last.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    let from = last.len().saturating_sub(STAYS);
    let here = missing(text, &[]);
    let is_here = |it: &&Statement| here.binary_search_by(|one| one.id.cmp(&it.id)).is_ok();
    let rest = last.get(from..).unwrap_or_default().iter().copied();
    rest.filter(|it| !is_here(it)).cloned().collect()
}

/// The end of `text`, where it has become too long.
pub fn cut(text: &str) -> Option<String> {
    let all: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    if all.len() <= MOST {
        return None;
    }
    let rest = all.get(all.len() - STAYS..).unwrap_or_default();
    Some(["\n", &rest.join("\n"), "\n"].concat())
}

/// `text` without the statements of these stamps.
pub fn without(text: &str, names: &[String]) -> String {
    let mut gone: Vec<&String> = names.iter().collect();
    gone.sort_unstable();
    let stays = |line: &&str| match decode(line) {
        Ok(statement) => gone.binary_search(&&statement.id.into()).is_err(),
        Err(Unread::Newer) => true,
        // Nobody can tell whose it was.
        Err(Unread::Damaged) => false,
    };
    let stays: Vec<&str> = text.lines().filter(stays).collect();
    ["\n", &stays.join("\n"), "\n"].concat()
}
