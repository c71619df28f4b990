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
}

impl Behaviour {
    /// Every behaviour a page can set, by the word an author writes after the page's id.
    pub const WORDS: &[(&str, Self)] = &[("check", Self::Check)];

    /// How many attempts there are where the author gave `attempts`; 0 for no limit.
    pub fn attempts(self, attempts: u8) -> u8 {
        match self {
            Self::Practice => attempts,
            Self::Check => 1,
        }
    }

    /// How many hints there are where the author gave `hints`.
    pub fn hints(self, hints: u8) -> u8 {
        match self {
            Self::Practice => hints,
            Self::Check => 0,
        }
    }
}

read_enum!(Behaviour { "practice" => Practice, "check" => Check });
