//! How an activity is run, apart from what it is: no kind knows in which behaviour it runs.
//!
//! The page sets it. (Moodle parts behaviours from kinds in the same way; QTI has the submission
//! and navigation modes of a test part.)

use serde::{Deserialize, Serialize};

use crate::json::read_enum;

/// How the activities of a page are run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Behaviour {
    /// Each is told at once, with hints and retries; the key can be shown when no attempt is left.
    #[default]
    Practice,
    /// Nothing is told until the whole page is submitted, once and without hints; then the key can be
    /// shown.
    Check,
    /// As on a card that is reviewed: one attempt without hints, and the key comes with its verdict.
    Review,
    /// A class votes by show of hands, talks it over and votes again; then the key can be shown. Nobody's
    /// own response is taken, and nothing is kept of it.
    Vote,
    /// It is done by hand, on paper; the key stands apart. Nothing is kept of it either.
    Paper,
}

impl Behaviour {
    /// Every behaviour there is.
    pub const ALL: [Self; 5] = [
        Self::Practice,
        Self::Check,
        Self::Review,
        Self::Vote,
        Self::Paper,
    ];

    /// Every behaviour a page can set, by the word an author writes after the page's id.
    pub const WORDS: &[(&str, Self)] = &[
        ("check", Self::Check),
        ("review", Self::Review),
        ("vote", Self::Vote),
        ("paper", Self::Paper),
    ];

    /// How many attempts there are where the author gave `attempts`; 0 for no limit.
    pub fn attempts(self, attempts: u8) -> u8 {
        match self {
            Self::Practice | Self::Vote | Self::Paper => attempts,
            Self::Check | Self::Review => 1,
        }
    }

    /// How many hints there are where the author gave `hints`.
    pub fn hints(self, hints: u8) -> u8 {
        match self {
            Self::Practice => hints,
            Self::Check | Self::Review | Self::Vote | Self::Paper => 0,
        }
    }

    /// Whether the learner responds here, and so is graded. Where they do not, nothing counts.
    pub fn is_graded(self) -> bool {
        match self {
            Self::Practice | Self::Check | Self::Review => true,
            Self::Vote | Self::Paper => false,
        }
    }

    /// Whether the key comes with the verdict on a response that did not earn every point.
    pub fn tells_key(self) -> bool {
        self == Self::Review
    }
}

read_enum!(Behaviour {
    "practice" => Practice,
    "check" => Check,
    "review" => Review,
    "vote" => Vote,
    "paper" => Paper,
});
