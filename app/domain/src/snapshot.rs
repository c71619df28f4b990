//! Points in the log that the learner can go back to.
//!
//! A snapshot holds no copy: the log is never rewritten, so a mark in it is enough. To go back is a
//! statement too, and can be taken back ([`Deed::Returned`]).

use crate::{
    id::Id,
    json::{Doubt, Read, Value, Write, quote, stored_struct},
    progress::Progress,
    statement::{Deed, Span, Stamp, Statement},
};

/// So many snapshots are kept.
pub const RING: usize = 12;

/// A point in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was taken: milliseconds since 1970 by the clock of the machine. A label.
    pub at: i64,
    /// Why it was taken.
    pub before: Before,
    /// Statements of a higher count came after it.
    pub mark: u64,
    /// What a merge brought, whatever its counts.
    pub brought: Vec<Span>,
}

/// What came after a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// A session.
    Session,
    /// A new version of a course.
    Version,
    /// A file that was taken over.
    Merge,
}

impl Before {
    const NAMES: [(Self, &str); 3] = [
        (Self::Session, "session"),
        (Self::Version, "version"),
        (Self::Merge, "merge"),
    ];
}

impl Read for Before {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        let text = value.text().unwrap_or_default();
        let found = Self::NAMES.iter().find(|(_, name)| *name == text);
        found.map_or_else(
            || {
                doubt.note();
                Self::Session
            },
            |(before, _)| *before,
        )
    }
}

impl Write for Before {
    fn write(&self, out: &mut String) {
        for (before, name) in Self::NAMES {
            if before == *self {
                quote(name, out);
            }
        }
    }
}

stored_struct!(Snapshot {
    at,
    before,
    mark,
    brought
});

impl Snapshot {
    /// Whether `statement` came after this one, the first of `ring` being this one and the rest those
    /// that were taken later.
    fn precedes(ring: &[Self], statement: &Statement) -> bool {
        let later = ring
            .first()
            .is_some_and(|first| statement.id.count() > first.mark);
        let mut brought = ring.iter().flat_map(|one| &one.brought);
        later || brought.any(|span| statement.id.is_in(span))
    }

    /// What takes `log` back to the snapshot at `place` of `ring` (the oldest first): for each course in
    /// which something was done since, the lesson it was done in last, and the deed.
    pub fn back(log: &[Statement], ring: &[Self], place: usize) -> Vec<(Id, Id, Deed)> {
        let ring = ring.get(place..).unwrap_or_default();
        let mut courses: Vec<(Id, Id)> = Vec::new();
        for statement in log.iter().filter(|it| Self::precedes(ring, it)) {
            let known = courses.iter_mut().find(|(id, _)| *id == statement.course);
            match known {
                Some((_, lesson)) => lesson.clone_from(&statement.lesson),
                None => courses.push((statement.course.clone(), statement.lesson.clone())),
            }
        }
        let back = |(course, lesson): (Id, Id)| {
            let here = || log.iter().filter(|it| it.course == course);
            let all: Vec<Stamp> = here().map(|it| it.id.clone()).collect();
            let after = here().filter(|it| Self::precedes(ring, it));
            let mut after: Vec<&Stamp> = after.map(|it| &it.id).collect();
            after.sort_unstable();
            let spans = Stamp::spans(&all, |stamp| after.binary_search(&stamp).is_ok());
            (course, lesson, Deed::Returned(spans))
        };
        courses.into_iter().map(back).collect()
    }

    /// How many attempts were made after the snapshot at `place` of `ring` that count now.
    pub fn since(log: &[Statement], ring: &[Self], place: usize) -> usize {
        let ring = ring.get(place..).unwrap_or_default();
        let out = Progress::left_out(log);
        let counts = |it: &&Statement| {
            matches!(it.did, Deed::Answered(_)) && Self::precedes(ring, it) && !out.contains(&it.id)
        };
        log.iter().filter(counts).count()
    }
}

/// The statements of the last time that somebody went back, if that still counts.
pub fn last_return(log: &[Statement]) -> Vec<&Statement> {
    let out = Progress::left_out(log);
    let returns = || {
        log.iter()
            .filter(|it| matches!(it.did, Deed::Returned(_)) && !out.contains(&it.id))
    };
    let Some(last) = returns().max_by(|one, other| one.id.cmp(&other.id)) else {
        return Vec::new();
    };
    returns().filter(|it| it.at == last.at).collect()
}
