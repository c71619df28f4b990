//! What a class votes on, by show of hands: once, and once more after it has talked it over (Mazur's
//! peer instruction).
//!
//! Every kind of interaction says what there is to vote on; the hands are counted here. Nothing of it is
//! about one learner, and nothing of it is recorded.

use crate::{decimal::Decimal, id::Id, prose::Text};

/// So many hands are counted for one choice at most: a class is smaller.
pub const HANDS_MOST: u16 = 999;

/// One thing that a class votes on: hands are counted for each of its choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// The entry it is about, by key, where an activity has a poll for each of several.
    pub about: Option<Id>,
    /// What there is to vote for; at least two. Entries stand as written, which may show the key: they
    /// are to be shown in the order in which they are offered. What is typed stands in an order of its own.
    pub choices: Vec<Choice>,
}

/// One thing to vote for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub wording: Wording,
    /// Whether the key has it.
    pub right: bool,
    /// The entry or option it stands for, if it is one: names its feedback where there is any.
    pub key: Option<Id>,
}

impl Choice {
    /// A choice that stands for no entry.
    pub(crate) fn apart(wording: Wording, right: bool) -> Self {
        Self {
            wording,
            right,
            key: None,
        }
    }
}

/// What a choice says. Facts, no sentences: the interface words them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wording {
    /// The words of an entry.
    Text(Text),
    /// A text that can be typed.
    Typed(String),
    /// A number with its unit, which may be empty.
    Number(Decimal, String),
    /// From the first number to the second, with their unit, which may be empty. A number on a border
    /// lies in the lower of two ranges.
    Range(Decimal, Decimal, String),
    /// How well it was known.
    Rated(Recall),
    /// Something else than the choices before.
    Other,
}

/// How well something was known, by one's own judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    /// It was known.
    Known,
    /// It came back with difficulty.
    Hard,
    /// It was forgotten.
    Forgotten,
}

impl Recall {
    /// Each of them, the best first.
    pub const ALL: [Self; 3] = [Self::Known, Self::Hard, Self::Forgotten];
}

impl Poll {
    /// Where any other choices would show the key: each says how well they knew it. None is right.
    #[inline(never)]
    pub(crate) fn rated(about: Option<&Id>) -> Self {
        let mut choices = Vec::with_capacity(Recall::ALL.len());
        for recall in Recall::ALL {
            choices.push(Choice::apart(Wording::Rated(recall), false));
        }
        Self {
            about: about.cloned(),
            choices,
        }
    }
}

/// Which of the two votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Each for oneself.
    First,
    /// After the class has talked it over.
    Second,
}

/// The hands counted: for each poll and each of its choices, in the first vote and in the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Votes(
    /// As many polls, and as many choices in each, as the ballot has that it was made for. The hands of
    /// the first vote, then those of the second; none above [`HANDS_MOST`].
    Vec<Vec<[u16; 2]>>,
);

impl Votes {
    /// No hands yet, for the polls of `ballot`.
    pub fn new(ballot: &[Poll]) -> Self {
        let mut polls = Vec::with_capacity(ballot.len());
        for poll in ballot {
            polls.push(vec![[0; 2]; poll.choices.len()]);
        }
        Self(polls)
    }

    /// The hands for a choice of a poll; none for one that is not there.
    pub fn count(&self, poll: usize, choice: usize, round: Round) -> u16 {
        let counted = self.0.get(poll).and_then(|choices| choices.get(choice));
        counted.map_or(0, |hands| hands[at(round)])
    }

    /// Sets the hands for a choice of a poll, [`HANDS_MOST`] at most. For one that is not there it
    /// changes nothing.
    pub fn set(&mut self, poll: usize, choice: usize, round: Round, hands: u16) {
        let counted = self.0.get_mut(poll);
        if let Some(counted) = counted.and_then(|choices| choices.get_mut(choice)) {
            counted[at(round)] = hands.min(HANDS_MOST);
        }
    }

    /// All hands for the choices of a poll.
    pub fn total(&self, poll: usize, round: Round) -> u32 {
        let mut total = 0;
        for hands in self.0.get(poll).into_iter().flatten() {
            total += u32::from(hands[at(round)]);
        }
        total
    }

    /// Whether any hand was counted.
    pub fn any(&self, round: Round) -> bool {
        self.0.iter().flatten().any(|hands| hands[at(round)] > 0)
    }
}

/// Where the hands of `round` stand.
fn at(round: Round) -> usize {
    match round {
        Round::First => 0,
        Round::Second => 1,
    }
}
