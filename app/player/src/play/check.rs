//! What is done on a page that is a check: it is submitted, and begun again, as a whole.

use domain::{
    activity::Activity,
    address::Address,
    outcome::Score,
    trial::{self, Status},
};

use super::{Effect, State};
use crate::telling;

impl State {
    /// The trials of the page that is open, by their places in the lesson.
    pub(crate) fn trials_of_page(&self) -> Vec<usize> {
        let Address::Page(_, _, id) = &self.address else {
            return Vec::new();
        };
        let page = self.lesson.here().and_then(|lesson| lesson.page(id));
        let place = |activity: &Activity| self.trials.iter().position(|(id, _)| *id == activity.id);
        page.map(|(_, page)| page.activities().filter_map(place).collect())
            .unwrap_or_default()
    }

    /// Submits the page: all of its activities at once, or none as long as one lacks something.
    pub(super) fn submit(&mut self, effects: &mut Vec<Effect>) {
        let places = self.trials_of_page();
        let lacks = |place: &&usize| {
            let trial = self.trial(**place);
            trial.is_some_and(|trial| trial.status() == Status::Open && trial.lacks().is_some())
        };
        let lacking: Vec<usize> = places.iter().filter(lacks).copied().collect();
        let put_up = if lacking.is_empty() {
            &places
        } else {
            &lacking
        };
        for place in put_up {
            // Each tells its own verdict, and the page tells all of them in one sentence.
            let mut own = Vec::new();
            if let Some((activity, _)) = self.trials.get(*place) {
                self.tried(&activity.clone(), &trial::Event::Submit, &mut own);
            }
            own.retain(|effect| !matches!(effect, Effect::Announce(_)));
            effects.extend(own);
        }
        let words = self.words();
        let first = lacking.first().and_then(|place| self.trials.get(*place));
        effects.push(Effect::Announce(match first {
            Some(_) => words.count(
                words.late().page_lacks,
                lacking.len().try_into().unwrap_or(u32::MAX),
            ),
            None => telling::late::points(words, self.points_of_page()),
        }));
        if let Some((activity, _)) = first {
            effects.push(Effect::FocusIn(activity.clone()));
        }
    }

    pub(super) fn begin_again(&mut self, effects: &mut Vec<Effect>) {
        for place in self.trials_of_page() {
            if let Some((activity, _)) = self.trials.get(place) {
                self.tried(&activity.clone(), &trial::Event::Restart, effects);
            }
        }
        // One sentence for all of them, and the focus into the first.
        let first = effects
            .iter()
            .position(|effect| matches!(effect, Effect::FocusIn(_)));
        let first = first.map(|at| effects.remove(at));
        effects.retain(|effect| !matches!(effect, Effect::Announce(_) | Effect::FocusIn(_)));
        effects.push(Effect::Announce(self.words().late().again_said.to_owned()));
        effects.extend(first);
    }

    /// The points of the page that is open, of those there are.
    pub(crate) fn points_of_page(&self) -> Score {
        let (mut points, mut of) = (0, 0);
        for place in self.trials_of_page() {
            let scored = self.trial(place).and_then(|trial| trial.graded());
            if let Some((_, scored)) = scored {
                points += scored.score.points;
                of += scored.score.of;
            }
        }
        Score::new(points, of)
    }
}
