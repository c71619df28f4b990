//! How a memory lasts: the formulas of FSRS-6, as its authors published them.
//!
//! Source: J. Ye and the Open Spaced Repetition group, “The Algorithm”, part “FSRS-6”,
//! <https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm>; the names of its formulas
//! stand beside ours. What that page leaves open (bounds, the most that a lapse leaves) is as in the
//! authors' crate `fsrs` 6.6.2, `model.rs`. Where the model comes from: J. Ye, J. Su, Y. Cao, “A
//! Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling”, KDD 2022,
//! doi:10.1145/3534678.3539081.
//!
//! The crate itself is not used: see `app/decisions/review.md`. Tests hold these formulas against it and
//! against `ts-fsrs`.

use crate::interaction::cards::Rating;

/// The parameters w₀ to w₂₀ that fit most people, from the same page (`DEFAULT_PARAMETERS` of the crate).
const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// The least and the most days of stability there are (`S_MIN` and `S_MAX` of the crate).
const STABILITY: (f64, f64) = (0.001, 36_500.0);

/// The lowest and the highest difficulty there is (`D_MIN` and `D_MAX` of the crate).
const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// How well something is remembered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days until it is recalled nine times in ten.
    pub stability: f64,
    /// How hard it is to make it last, from 1 to 10.
    pub difficulty: f64,
}

impl Memory {
    /// What the first recall leaves, rated so: S₀(G) and D₀(G).
    pub fn first(rating: Rating) -> Self {
        Self {
            stability: match rating {
                Rating::Again => W[0],
                Rating::Hard => W[1],
                Rating::Good => W[2],
                Rating::Easy => W[3],
            },
            difficulty: within(first_difficulty(rating), DIFFICULTY),
        }
    }

    /// What a recall leaves, rated so and so many `days` after the one before.
    #[must_use]
    pub fn after(self, days: u32, rating: Rating) -> Self {
        let stability = within(self.stability, STABILITY);
        let difficulty = within(self.difficulty, DIFFICULTY);
        let memory = Self {
            stability,
            difficulty,
        };
        let lasts = match rating {
            _ if days == 0 => memory.the_same_day(rating),
            Rating::Again => memory.forgotten(days),
            Rating::Hard => memory.recalled(days, W[15]),
            Rating::Good => memory.recalled(days, 1.0),
            Rating::Easy => memory.recalled(days, W[16]),
        };
        Self {
            stability: within(lasts, STABILITY),
            difficulty: memory.harder(rating),
        }
    }

    /// How likely it is recalled so many `days` after it was, from 0 to 1: R(t, S).
    pub fn retrievability(self, days: u32) -> f64 {
        // So that it is nine in ten after as many days as the stability has.
        let factor = 0.9_f64.powf(-1.0 / W[20]) - 1.0;
        (1.0 + factor * f64::from(days) / self.stability).powf(-W[20])
    }

    /// The stability after it was recalled, with what rating it hard or easy does to it: S′ᵣ(D, S, R, G).
    fn recalled(self, days: u32, rated: f64) -> f64 {
        let missing = 1.0 - self.retrievability(days);
        let more = W[8].exp()
            * (11.0 - self.difficulty)
            * self.stability.powf(-W[9])
            * ((W[10] * missing).exp() - 1.0)
            * rated;
        self.stability * (1.0 + more)
    }

    /// The stability after it was forgotten: S′f(D, S, R), at most what forgetting and recalling it again
    /// on one day leaves (`stability_after_failure` of the crate).
    fn forgotten(self, days: u32) -> f64 {
        let missing = 1.0 - self.retrievability(days);
        let left = W[11]
            * self.difficulty.powf(-W[12])
            * ((self.stability + 1.0).powf(W[13]) - 1.0)
            * (W[14] * missing).exp();
        left.min(self.stability / (W[17] * W[18]).exp())
    }

    /// The stability after a recall on the day of the one before: S′(S, G). It grows unless it was
    /// forgotten.
    fn the_same_day(self, rating: Rating) -> f64 {
        let grade = f64::from(rating.number());
        let times = (W[17] * (grade - 3.0 + W[18])).exp() * self.stability.powf(-W[19]);
        let times = if rating == Rating::Again {
            times
        } else {
            times.max(1.0)
        };
        self.stability * times
    }

    /// The difficulty after a recall that was rated so: D″, that is D′ drawn a little towards D₀(4).
    fn harder(self, rating: Rating) -> f64 {
        let step = -W[6] * (f64::from(rating.number()) - 3.0);
        // The nearer to the highest, the smaller the step: linear damping.
        let next = self.difficulty + (DIFFICULTY.1 - self.difficulty) * step / 9.0;
        within(
            W[7] * (first_difficulty(Rating::Easy) - next) + next,
            DIFFICULTY,
        )
    }
}

/// D₀(G), without its bounds.
fn first_difficulty(rating: Rating) -> f64 {
    let grade = f64::from(rating.number());
    W[4] - (W[5] * (grade - 1.0)).exp() + 1.0
}

/// `value`, or the bound that it is beyond.
fn within(value: f64, (least, most): (f64, f64)) -> f64 {
    value.max(least).min(most)
}
