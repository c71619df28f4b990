//! What grading says of a response.

use serde::{Deserialize, Serialize};

use crate::{decimal::Decimal, id::Id, json::stored_struct};

/// Whole points out of whole points. Never shown as a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// From 0 to `of`.
    pub points: u32,
    /// What the key earns; at least 1.
    pub of: u32,
}

impl Score {
    /// `points` of `of`; more points than there are count as all of them, and `of` is at least 1.
    pub fn new(points: u32, of: u32) -> Self {
        let of = of.max(1);
        Self {
            points: points.min(of),
            of,
        }
    }

    /// Correct with every point, incorrect with none, else partly.
    pub fn verdict(self) -> Verdict {
        if self.points >= self.of {
            Verdict::Correct
        } else if self.points == 0 {
            Verdict::Incorrect
        } else {
            Verdict::Partly
        }
    }

    /// Whether this is at least as good as `other`, as a share of what each could earn.
    pub fn at_least(self, other: Self) -> bool {
        u64::from(self.points) * u64::from(other.of) >= u64::from(other.points) * u64::from(self.of)
    }
}

/// The word for a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every point.
    Correct,
    /// Some points.
    Partly,
    /// No point.
    Incorrect,
}

/// What one entry of a response is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is as the key has it.
    Right,
    /// It is nearly as the key has it.
    Near,
    /// It is not as the key has it.
    Wrong,
}

/// The result of grading a response that was ready to be graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// Points earned.
    pub score: Score,
    /// Each entry the learner put up, with its mark. What was not put up has none,
    /// so that marks never give the key away.
    pub marks: Vec<(Id, Mark)>,
}

impl Scored {
    /// The mark of `key`, if the learner put it up.
    pub fn mark(&self, key: &Id) -> Option<Mark> {
        self.marks
            .iter()
            .find(|(marked, _)| marked == key)
            .map(|(_, mark)| *mark)
    }

    /// How many entries have `mark`.
    pub fn count(&self, mark: Mark) -> usize {
        self.marks
            .iter()
            .filter(|(_, given)| *given == mark)
            .count()
    }
}

/// What a response still lacks before it can be graded. Not ready is not wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// One entry is to be picked.
    Pick,
    /// At least one entry is to be ticked.
    Tick,
    /// The entries are still as they were drawn: one is to be moved.
    Move,
    /// At least one piece of the text is to be marked.
    Mark,
    /// So many entries have no place yet, or no rating.
    Rest(u32),
    /// Something is to be written.
    Write,
    /// What was written is to be compared with the model text.
    Compare,
    /// What was written is no number that can be read.
    Number,
    /// What was written is one of two numbers: with its thousands parted, or with a fraction.
    Either(Decimal, Decimal),
    /// The number is there, and its unit is not.
    Unit,
    /// The path has not come to an ending yet.
    Ending,
}

/// What grading says of any response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The response is blank or half done. It costs no attempt.
    Unanswered(Missing),
    /// The response was graded.
    Scored(Scored),
}

stored_struct!(Score { points, of });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_follows_from_the_points() {
        assert_eq!(Score::new(0, 3).verdict(), Verdict::Incorrect);
        assert_eq!(Score::new(2, 3).verdict(), Verdict::Partly);
        assert_eq!(Score::new(3, 3).verdict(), Verdict::Correct);
        assert_eq!(Score::new(9, 3), Score { points: 3, of: 3 });
        assert_eq!(Score::new(1, 0), Score { points: 1, of: 1 });
    }

    #[test]
    fn scores_compare_as_shares() {
        assert!(Score::new(1, 2).at_least(Score::new(2, 4)));
        assert!(!Score::new(1, 3).at_least(Score::new(1, 2)));
    }
}
