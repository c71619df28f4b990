//! What comes up for review.

use domain::{
    address::Address,
    id::Id,
    review::{Calendar, Due, Held, Schedule},
};

use super::State;

impl State {
    /// What is due on the day of `now`: in courses that the learner has begun and knows as the shelf has them.
    pub(crate) fn due(&self, calendar: Calendar, now: i64) -> Vec<Due> {
        let Some(catalogue) = self.catalogue.here() else {
            return Vec::new();
        };
        let mut courses: Vec<(&Id, Held<'_>)> = Vec::new();
        for (course, known) in &self.known {
            let mut listed = catalogue.courses.iter();
            // Where only the course one is in is listed, the others are taken to be as they were.
            let listed = listed.find(|it| it.id == *course);
            let same = listed.map_or(self.alone.is_some(), |it| it.version == known.version);
            if same {
                courses.push((course, Held::Known(known)));
            }
        }
        Schedule::of(&self.progress, calendar).today(&courses, now)
    }

    /// Whether the learner is at a review card.
    pub(super) fn is_at_card(&self) -> bool {
        matches!(self.address, Address::Card(..))
    }
}
