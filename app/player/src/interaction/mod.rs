//! How each kind of interaction is shown and operated: one file per kind.

mod choice;
mod choices;
mod option;
mod sequence;

use domain::{
    id::Id,
    interaction::{Edit, Exercise},
    outcome::Mark,
    trial::{Event, Status, Trial},
};

use crate::{
    hub::{self, Part},
    play, run,
    view::{node::Piece, prose::Writer},
    words::Words,
};

/// What a kind needs to show itself: the trial it is part of, and a way to send what is done.
#[derive(Clone)]
pub(crate) struct Frame {
    /// The activity.
    pub(crate) id: Id,
    /// The place of its trial in the lesson.
    pub(crate) place: usize,
    /// The sentences.
    pub(crate) words: &'static Words,
    /// Writes the words of the entries.
    pub(crate) writer: Writer,
}

impl Frame {
    /// Sends what the learner does.
    pub(crate) fn send(&self, event: Event) {
        run::send(play::Event::Trial(self.id.clone(), event));
    }

    /// Sends an edit of the response.
    pub(crate) fn edit(&self, edit: Edit) {
        self.send(Event::Edit(edit));
    }

    /// What `ask` finds in the trial. The view that calls this follows the trial.
    pub(crate) fn trial<T: Default>(&self, ask: impl FnOnce(&Trial) -> T) -> T {
        hub::follow(Part::Trial(self.place));
        hub::read(|state| match state.trials.get(self.place) {
            Some((id, trial)) if *id == self.id => ask(trial),
            // The lesson has changed, and this view is about to go.
            Some(_) | None => T::default(),
        })
    }

    /// The mark of the entry `key`, as long as the response is the one that was graded.
    pub(crate) fn mark(&self, key: &Id) -> Option<Mark> {
        self.trial(|trial| {
            let (_, scored) = trial.graded().filter(|_| trial.unchanged())?;
            scored.mark(key)
        })
    }

    /// Whether the key is shown.
    pub(crate) fn revealed(&self) -> bool {
        self.trial(|trial| trial.status() == Status::Revealed)
    }

    /// Whether the response can still be edited.
    pub(crate) fn open(&self) -> bool {
        self.trial(|trial| trial.status() == Status::Open)
    }
}

/// The entries of an activity, as its kind shows them.
pub(crate) fn view(frame: &Frame, exercise: &Exercise) -> Piece {
    match exercise {
        Exercise::Choice(work) => choice::view(frame, work),
        Exercise::Choices(work) => choices::view(frame, work),
        Exercise::Sequence(work) => sequence::view(frame, work),
    }
}
