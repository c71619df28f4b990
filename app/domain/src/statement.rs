//! What a learner did, in single statements that are appended and never rewritten.

use serde::{Deserialize, Serialize};

use crate::{
    id::Id,
    interaction::Response,
    json::{Doubt, Read, Value, Write, digits, member, quote, read_enum, stored_struct},
    outcome::Score,
};

/// The version of the stored form of a [`Statement`].
pub const VERSION: u32 = 1;

/// One thing that a learner did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The version of this form. A higher one than [`VERSION`] is set aside, never rewritten.
    pub v: u32,
    /// Unlike every other statement's.
    pub id: Stamp,
    /// Milliseconds since 1970 by the clock of the machine: a label, never an order.
    pub at: i64,
    /// Which course.
    pub course: Id,
    /// Which version of the course, as in its manifest.
    pub version: String,
    /// Which lesson.
    pub lesson: Id,
    /// What was done.
    pub did: Deed,
}

/// The name of a statement: when it was made (in statements, not in seconds) and by whom.
///
/// Stamps order statements: a statement made in the knowledge of another one comes after it
/// (a Lamport clock). Clocks that go backwards do not matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stamp {
    /// One more than the highest the writer had seen.
    count: u64,
    /// The writer: one open page, by a random name.
    writer: Id,
}

/// The text is not a [`Stamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAStamp;

impl std::fmt::Display for NotAStamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a stamp")
    }
}

impl Stamp {
    /// The highest count; integers beyond it are not exact everywhere.
    const HIGHEST: u64 = 1 << 53;

    /// The stamp that `writer` gives after having seen the count `seen`.
    pub fn after(seen: u64, writer: &Id) -> Self {
        Self {
            count: (seen + 1).min(Self::HIGHEST),
            writer: writer.clone(),
        }
    }

    /// The stamp that `writer` gave at `count`; none beyond the highest.
    pub fn new(count: u64, writer: &Id) -> Option<Self> {
        let writer = writer.clone();
        (count <= Self::HIGHEST).then_some(Self { count, writer })
    }

    /// Who made the statement.
    pub fn writer(&self) -> &Id {
        &self.writer
    }

    /// When the statement was made, in statements.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether the statement is in `span`.
    pub fn is_in(&self, (writer, from, to): &Span) -> bool {
        self.writer == *writer && (*from..=*to).contains(&self.count)
    }

    /// The shortest spans that hold `within` and nothing else of `all`.
    pub fn spans(all: &[Self], within: impl Fn(&Self) -> bool) -> Vec<Span> {
        let mut all: Vec<&Self> = all.iter().collect();
        all.sort_unstable_by(|one, other| {
            (&one.writer, one.count).cmp(&(&other.writer, other.count))
        });
        let mut spans: Vec<Span> = Vec::new();
        // Whether the stamp before, of the same writer, is in the last span.
        let mut goes_on = false;
        for stamp in all {
            let is_within = within(stamp);
            match spans.last_mut() {
                Some((writer, _, to)) if is_within && goes_on && *writer == stamp.writer => {
                    *to = stamp.count;
                }
                Some(_) | None if is_within => {
                    spans.push((stamp.writer.clone(), stamp.count, stamp.count));
                }
                Some(_) | None => {}
            }
            goes_on = is_within;
        }
        spans
    }
}

impl TryFrom<String> for Stamp {
    type Error = NotAStamp;
    fn try_from(text: String) -> Result<Self, NotAStamp> {
        let (count, writer) = text.split_once('-').ok_or(NotAStamp)?;
        let count = count.parse().map_err(|_| NotAStamp)?;
        let writer = Id::new(writer).map_err(|_| NotAStamp)?;
        if count > Self::HIGHEST {
            return Err(NotAStamp);
        }
        Ok(Self { count, writer })
    }
}

impl From<Stamp> for String {
    fn from(stamp: Stamp) -> String {
        let mut text = String::new();
        // At most 2⁵³.
        digits(stamp.count as i64, &mut text);
        text.push('-');
        text.push_str(stamp.writer.as_str());
        text
    }
}

/// What was done (xAPI's verb with its object and result).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// Came to a page (`progressed`).
    Progressed(Id),
    /// Made an attempt at an activity (`answered`).
    Answered(Attempt),
    /// Was shown a hint of an activity; its number from 1.
    Hinted(Id, u8),
    /// Was shown the key of an activity.
    Revealed(Id),
    /// Began an activity again.
    Restarted(Id),
    /// Wrote a note on a page; an empty one takes it away (`commented`).
    Noted(Id, String),
    /// Put a bookmark on a page, or took it away (`bookmarked`).
    Bookmarked(Id, bool),
    /// Worked through the lesson (`completed`).
    Completed,
    /// Set the lesson back: nothing done in it before counts.
    Cleared,
    /// Took back the statement of this stamp, which began an activity again, set a lesson back or went
    /// back (`voided`).
    Voided(Stamp),
    /// Went back to how the course stood once: the statements in these spans, made before this one, do
    /// not count (`voided` many).
    Returned(Vec<Span>),
}

impl Deed {
    /// The activity it was done in, if it was done in one.
    pub fn activity(&self) -> Option<&Id> {
        match self {
            Self::Answered(attempt) => Some(&attempt.activity),
            Self::Hinted(activity, _) | Self::Revealed(activity) | Self::Restarted(activity) => {
                Some(activity)
            }
            Self::Progressed(_)
            | Self::Noted(..)
            | Self::Bookmarked(..)
            | Self::Completed
            | Self::Cleared
            | Self::Voided(_)
            | Self::Returned(_) => None,
        }
    }

    /// Whether it takes back others, so that what a log adds up to needs all of it.
    pub fn takes_back(&self) -> bool {
        matches!(self, Self::Voided(_) | Self::Returned(_))
    }
}

/// Some statements of one writer: from one count to another, both included.
pub type Span = (Id, u64, u64);

/// One attempt at one activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which activity.
    pub activity: Id,
    /// What was put up.
    pub response: Response,
    /// What it was worth then.
    pub score: Score,
    /// Which attempt it was since the last restart, from 1.
    pub attempt: u8,
    /// Hints seen before it.
    pub hints: u8,
    /// The activity's fingerprint of what grading depends on.
    pub grading: String,
    /// The activity's fingerprint of its wording.
    pub wording: String,
    /// Whether the learner was sure of the response, if that was asked and told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<bool>,
}

stored_struct!(Statement {
    v,
    id,
    at,
    course,
    version,
    lesson,
    did
});
stored_struct!(Attempt {
    activity,
    response,
    score,
    attempt,
    hints,
    grading,
    wording;
    sure
});
read_enum!(Deed {
    "progressed" => Progressed(page),
    "answered" => Answered(attempt),
    "hinted" => Hinted(activity, hint),
    "revealed" => Revealed(activity),
    "restarted" => Restarted(activity),
    "noted" => Noted(page, text),
    "bookmarked" => Bookmarked(page, is),
    "completed" => Completed,
    "cleared" => Cleared,
    "voided" => Voided(stamp),
    "returned" => Returned(spans),
});

impl Write for Deed {
    fn write(&self, out: &mut String) {
        let (name, held): (&str, &dyn Write) = match self {
            Self::Progressed(page) => ("progressed", page),
            Self::Answered(attempt) => ("answered", attempt),
            Self::Hinted(activity, hint) => return pair("hinted", activity, hint, out),
            Self::Revealed(activity) => ("revealed", activity),
            Self::Restarted(activity) => ("restarted", activity),
            Self::Noted(page, text) => return pair("noted", page, text, out),
            Self::Bookmarked(page, is) => return pair("bookmarked", page, is, out),
            Self::Completed => return out.push_str("\"completed\""),
            Self::Cleared => return out.push_str("\"cleared\""),
            Self::Voided(stamp) => ("voided", stamp),
            Self::Returned(spans) => ("returned", spans),
        };
        out.push('{');
        member(name, held, out);
        out.push('}');
    }
}

/// Writes a deed that holds two things.
fn pair(name: &str, one: &dyn Write, other: &dyn Write, out: &mut String) {
    out.push('{');
    quote(name, out);
    out.push_str(":[");
    one.write(out);
    out.push(',');
    other.write(out);
    out.push_str("]}");
}

impl Read for Stamp {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Self::try_from(String::read(value, doubt)).unwrap_or_else(|_| {
            doubt.note();
            Self {
                count: 0,
                writer: Id::stand_in(),
            }
        })
    }
}

impl Write for Stamp {
    fn write(&self, out: &mut String) {
        quote(&String::from(self.clone()), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_comes_after_everything_its_writer_had_seen() {
        let ada = Id::new("ada").expect("an id");
        let bob = Id::new("bob").expect("an id");
        let first = Stamp::after(0, &bob);
        let second = Stamp::after(first.count(), &ada);
        assert!(first < second);
        assert_ne!(
            Stamp::after(0, &ada),
            first,
            "two writers never give the same stamp"
        );
    }

    #[test]
    fn a_stamp_survives_being_written() {
        let stamp = Stamp::after(41, &Id::new("k3f9-x").expect("an id"));
        let text = String::from(stamp.clone());
        assert_eq!(text, "42-k3f9-x");
        assert_eq!(Stamp::try_from(text), Ok(stamp));
        for other in [
            "",
            "42",
            "-a",
            "x-a",
            "42-",
            "42-É",
            "18446744073709551615-a",
        ] {
            assert_eq!(Stamp::try_from(other.to_owned()), Err(NotAStamp), "{other}");
        }
    }
}
