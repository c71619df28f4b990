//! `cards`: the learner turns cards and rates how well they knew the other side.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, count, distinct, drawn, has, proses};
use crate::{
    ballot::Poll,
    id::Id,
    json::read_struct,
    outcome::{Mark, Missing, Score, Scored},
    prose::{Prose, Text},
    seed::Seed,
};

/// The kind: turn cards, and rate yourself.
///
/// One point for each card rated good or easy. That is the learner's own judgement: nothing is compared.
#[derive(Clone, Copy, Debug)]
pub struct Cards;

/// So many cards a task may have: more are not gone through in one sitting.
const MOST: usize = 40;

/// The cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The fronts; from 2 to 40.
    pub entries: Vec<Entry>,
    /// Whether each learner gets an order of their own.
    pub shuffle: bool,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The back of each card, by the key of its front and in their order.
    pub backs: Vec<(Id, Text)>,
    /// A remark on a card, shown together with its back.
    pub feedback: Feedback,
}

/// How well the learner knew the back of a card: the four ratings of FSRS, a method that plans when a
/// card should come again. A response holds the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    /// 1: it was forgotten.
    Again,
    /// 2: it came back with difficulty.
    Hard,
    /// 3: it came back after a moment.
    Good,
    /// 4: it came back at once.
    Easy,
}

impl Rating {
    /// Every rating, from 1 on.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The number it is stored as.
    pub const fn number(self) -> u8 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
            Self::Easy => 4,
        }
    }

    /// The rating that is stored as `number`.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|rating| rating.number() == number)
    }

    /// What a card that is rated so is worth.
    pub const fn mark(self) -> Mark {
        match self {
            Self::Again => Mark::Wrong,
            Self::Hard => Mark::Near,
            Self::Good | Self::Easy => Mark::Right,
        }
    }
}

/// The cards that were rated, each with the number of its rating. Sorted by key, no card twice: so the
/// same response is the same in every language, whatever order the list has there.
pub type Ratings = Vec<(Id, u8)>;

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Rates a card, or rates it otherwise than before.
    Rate(Id, Rating),
}

impl Task {
    /// The back of the card `key`.
    pub fn back(&self, key: &Id) -> Option<&Text> {
        let found = self.secret.backs.iter().find(|(card, _)| card == key);
        found.map(|(_, back)| back)
    }
}

/// How the card `key` was rated.
pub fn rating(ratings: &[(Id, u8)], key: &Id) -> Option<Rating> {
    let found = ratings.iter().find(|(card, _)| card == key);
    found.and_then(|(_, number)| Rating::of(*number))
}

impl Interaction for Cards {
    type Task = Task;
    /// The cards that were rated; none when blank.
    type Response = Ratings;
    type Edit = Edit;

    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        drawn(&task.entries, task.shuffle, seed)
    }

    fn blank() -> Ratings {
        Ratings::new()
    }

    fn edit(work: &Work<Self>, Edit::Rate(key, rating): &Edit) -> Ratings {
        let mut ratings = work.response().clone();
        if !has(&work.task().entries, key) {
            return ratings;
        }
        match ratings.binary_search_by(|(card, _)| card.cmp(key)) {
            Ok(at) => ratings[at].1 = rating.number(),
            Err(at) => ratings.insert(at, (key.clone(), rating.number())),
        }
        ratings
    }

    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for key in work.offered() {
            for rating in Rating::ALL {
                edits.push(Edit::Rate(key.clone(), rating));
            }
        }
        edits
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let left = work
            .task()
            .entries
            .len()
            .saturating_sub(work.response().len());
        (left > 0).then(|| Missing::Rest(count(left)))
    }

    fn fits(task: &Task, response: &Ratings) -> bool {
        response.is_sorted_by(|(before, _), (after, _)| before < after)
            && response
                .iter()
                .all(|(key, number)| has(&task.entries, key) && Rating::of(*number).is_some())
    }

    fn grade(work: &Work<Self>) -> Scored {
        let entries = &work.task().entries;
        let mut marks = Vec::new();
        let mut points = 0;
        for entry in entries {
            let Some(rating) = rating(work.response(), &entry.key) else {
                continue;
            };
            let mark = rating.mark();
            if mark == Mark::Right {
                points += 1;
            }
            marks.push((entry.key.clone(), mark));
        }
        Scored {
            score: Score::new(points, count(entries.len())),
            marks,
        }
    }

    /// Every card easy.
    fn key(task: &Task) -> Ratings {
        let mut ratings = Ratings::new();
        for entry in &task.entries {
            ratings.push((entry.key.clone(), Rating::Easy.number()));
        }
        ratings.sort_unstable();
        ratings
    }

    /// None is due: the remark on a card was shown with its back, before it was rated.
    fn feedback<'a>(_work: &'a Work<Self>, _key: &Id) -> Option<&'a Prose> {
        None
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.entries
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        proses(&task.secret.feedback)
    }

    fn labels(task: &Task) -> Vec<&Text> {
        task.secret.backs.iter().map(|(_, back)| back).collect()
    }

    fn sound(task: &Task) -> bool {
        let (entries, backs) = (&task.entries, &task.secret.backs);
        (2..=MOST).contains(&entries.len())
            && distinct(entries)
            && backs.len() == entries.len()
            && entries
                .iter()
                .zip(backs)
                .all(|(entry, (key, _))| entry.key == *key)
    }

    /// How somebody rates themselves shows no misconception.
    fn shows(_task: &Task, _response: &Ratings, _key: &Id) -> bool {
        false
    }

    /// For each card, how well its back was known.
    fn ballot(task: &Task) -> Vec<Poll> {
        let mut polls = Vec::with_capacity(task.entries.len());
        for card in &task.entries {
            polls.push(Poll::rated(Some(&card.key)));
        }
        polls
    }
}

read_struct!(Task {
    entries,
    shuffle,
    secret
});
read_struct!(Secret { backs, feedback });

#[cfg(test)]
mod tests {
    use super::*;

    use std::sync::Arc;

    fn id(text: &str) -> Id {
        Id::new(text).expect("an id")
    }

    fn ratings(ratings: &[(&str, u8)]) -> Ratings {
        ratings.iter().map(|(key, n)| (id(key), *n)).collect()
    }

    /// The cards `b`, `a` and `c`, in this order.
    fn task() -> Task {
        let keys = ["b", "a", "c"];
        let entry = |key: &str| Entry {
            key: id(key),
            text: Vec::new(),
        };
        Task {
            entries: keys.map(entry).into(),
            shuffle: false,
            secret: Secret {
                backs: keys.map(|key| (id(key), Vec::new())).into(),
                feedback: Vec::new(),
            },
        }
    }

    fn work() -> Work<Cards> {
        Work::new(Arc::new(task()), Seed::of("ada", "it"))
    }

    fn after(edits: &[(&str, Rating)]) -> Ratings {
        let rate = |work: Work<Cards>, (key, rating): &(&str, Rating)| {
            work.edited(&Edit::Rate(id(key), *rating))
        };
        let work = edits.iter().fold(work(), rate);
        assert!(Cards::fits(&task(), work.response()), "{edits:?}");
        work.response().clone()
    }

    #[test]
    fn ratings_are_sorted_however_they_were_made_and_a_card_has_the_last_one() {
        let both = ratings(&[("a", 2), ("b", 4)]);
        assert_eq!(after(&[("b", Rating::Easy), ("a", Rating::Hard)]), both);
        let changed = [
            ("a", Rating::Good),
            ("b", Rating::Easy),
            ("a", Rating::Hard),
        ];
        assert_eq!(after(&changed), both);
        assert_eq!(after(&[("d", Rating::Good)]), Ratings::new());
    }

    #[test]
    fn stored_ratings_that_nobody_can_have_made_do_not_fit() {
        let fits = |stored: &[(&str, u8)]| Cards::fits(&task(), &ratings(stored));
        for stored in [
            &[("d", 1)][..],
            &[("a", 0)],
            &[("a", 5)],
            &[("a", 255)],
            &[("b", 1), ("a", 1)],
            &[("a", 1), ("a", 1)],
        ] {
            assert!(!fits(stored), "{stored:?}");
        }
        for stored in [&[][..], &[("b", 4)], &[("a", 1), ("b", 2), ("c", 3)]] {
            assert!(fits(stored), "{stored:?}");
        }
    }

    #[test]
    fn each_card_that_was_known_is_worth_a_point_and_the_others_tell_themselves_apart() {
        let rated = |stored: &[(&str, u8)]| work().with(ratings(stored)).expect("they fit");
        let all = rated(&[("a", 1), ("b", 2), ("c", 3)]);
        assert_eq!(Cards::missing(&all), None);
        let scored = Cards::grade(&all);
        assert_eq!(scored.score, Score::new(1, 3));
        // In the order of the task.
        assert_eq!(
            scored.marks,
            [
                (id("b"), Mark::Near),
                (id("a"), Mark::Wrong),
                (id("c"), Mark::Right)
            ]
        );
        assert_eq!(
            Cards::missing(&rated(&[("a", 4)])),
            Some(Missing::Rest(2)),
            "two are not rated"
        );
        let key = work().with(work().key()).expect("the key fits");
        assert_eq!(Cards::grade(&key).score, Score::new(3, 3));
    }

    #[test]
    fn a_rating_comes_back_from_the_number_it_is_stored_as() {
        for rating in Rating::ALL {
            assert_eq!(Rating::of(rating.number()), Some(rating));
        }
        assert_eq!(Rating::ALL.map(Rating::number), [1, 2, 3, 4]);
        assert_eq!([0, 5].map(Rating::of), [None, None]);
    }
}
