//! What a class does: hands are counted, and the key of a work sheet is shown. Nothing of it is recorded.

use domain::{
    ballot::{Round, Votes},
    id::Id,
    trial::{self, Status},
};

use super::{Effect, Part, State};
use crate::telling;

impl State {
    /// The hands counted in `activity` for a choice of a poll.
    pub(crate) fn hands(&self, activity: &Id, poll: usize, choice: usize, round: Round) -> u16 {
        let votes = self.votes.iter().find(|(id, _)| id == activity);
        votes.map_or(0, |(_, votes)| votes.count(poll, choice, round))
    }

    /// All hands counted in `activity` for a poll.
    pub(crate) fn all_hands(&self, activity: &Id, poll: usize, round: Round) -> u32 {
        let votes = self.votes.iter().find(|(id, _)| id == activity);
        votes.map_or(0, |(_, votes)| votes.total(poll, round))
    }

    /// Counts `hands` for a choice of a poll.
    pub(super) fn voted(
        &mut self,
        activity: &Id,
        (poll, choice): (usize, usize),
        round: Round,
        hands: u16,
    ) {
        let Some(place) = self.trials.iter().position(|(id, _)| id == activity) else {
            return;
        };
        let lesson = self.lesson.here();
        let Some(task) = lesson.and_then(|it| it.activities().find(|it| it.id == *activity)) else {
            return;
        };
        let known = self.votes.iter().position(|(id, _)| id == activity);
        let at = known.unwrap_or_else(|| {
            let votes = Votes::new(&task.task.ballot());
            self.votes.push((activity.clone(), votes));
            self.votes.len() - 1
        });
        if let Some((_, votes)) = self.votes.get_mut(at) {
            votes.set(poll, choice, round, hands);
        }
        self.changes.push(Part::Trial(place));
    }

    /// Whether the key of every activity of the page is shown.
    pub(crate) fn page_tells_key(&self) -> bool {
        self.trials_of_page().into_iter().all(|place| {
            let trial = self.trial(place);
            trial.is_some_and(|trial| trial.status() == Status::Revealed)
        })
    }

    /// Shows the key of every activity of the page, or hides it again.
    pub(super) fn turn_key(&mut self, effects: &mut Vec<Effect>) {
        let (event, notice) = if self.page_tells_key() {
            (trial::Event::Restart, trial::Notice::KeyGone)
        } else {
            (trial::Event::Reveal, trial::Notice::Key)
        };
        for place in self.trials_of_page() {
            if let Some((activity, _)) = self.trials.get(place) {
                // One sentence for all of them, and the focus stays where it is.
                self.tried(&activity.clone(), &event, &mut Vec::new());
            }
        }
        let said = telling::late::notice(self.words(), &notice);
        effects.push(Effect::Announce(said));
    }
}
