//! How each kind of interaction is shown and operated: one file per kind.

mod cards;
mod categorise;
mod choice;
mod choices;
mod decision;
mod estimate;
mod field;
mod gap;
mod hotspot;
mod mark;
pub(crate) mod marks;
mod r#match;
mod matrix;
mod menu;
mod number;
mod open;
mod option;
mod pairs;
mod sequence;
mod text;

use std::{ops::Deref, rc::Rc};

use domain::{
    activity::Activity,
    id::Id,
    interaction::{Edit, Exercise},
    outcome::Mark,
    trial::{Event, Status, Trial},
};

use leptos::prelude::untrack;

use crate::{
    hub::{self, Part},
    play, run,
    view::{node::Piece, prose::Writer},
    words::Words,
};

/// The place of a trial that is none of the lesson's: no lesson has as many.
const APART: usize = usize::MAX;

/// What a kind needs to show itself: the trial it is part of, and a way to send what is done.
#[derive(Clone)]
pub(crate) struct Frame(Rc<Framed>);

pub(crate) struct Framed {
    /// The activity.
    pub(crate) activity: &'static Activity,
    /// The place of its trial in the lesson.
    pub(crate) place: usize,
    /// The sentences.
    pub(crate) words: &'static Words,
    /// Writes the words of the entries.
    pub(crate) writer: Writer,
    /// The id of the element that shows the activity.
    pub(crate) id: String,
    /// The trial as it was at first.
    first: Rc<Trial>,
}

impl Deref for Frame {
    type Target = Framed;
    fn deref(&self) -> &Framed {
        &self.0
    }
}

impl Frame {
    /// The frame of `activity`, if the lesson that is open has a trial of it.
    pub(crate) fn new(activity: &'static Activity, writer: Writer) -> Option<Self> {
        let state = hub::state();
        let place = state.trials.iter().position(|(id, _)| *id == activity.id)?;
        let (_, first) = state.trials.get(place)?;
        let first = Rc::clone(first);
        Some(Self(Rc::new(Framed {
            activity,
            place,
            words: state.words(),
            writer,
            id: run::element(&activity.id),
            first,
        })))
    }

    /// The frame of `activity` as its key has it, beside the one in which it is done.
    pub(crate) fn keyed(activity: &'static Activity, writer: Writer) -> Self {
        let id = ["key-of-", activity.id.as_str()].concat();
        Self::apart(activity, writer, id, Trial::keyed(activity))
    }

    /// The frame as it was before anything was done: nothing changes it.
    pub(crate) fn untouched(frame: &Self) -> Self {
        let activity = frame.activity;
        let trial = Trial::untouched(activity, frame.first.exercise());
        Self::apart(activity, frame.writer, frame.id.clone(), trial)
    }

    fn apart(activity: &'static Activity, writer: Writer, id: String, trial: Trial) -> Self {
        Self(Rc::new(Framed {
            activity,
            place: APART,
            words: hub::words(),
            writer,
            id,
            first: Rc::new(trial),
        }))
    }

    /// The id of the element that is the part `name` of what shows the activity.
    pub(crate) fn part(&self, name: &str) -> String {
        [&self.id, name].concat()
    }

    /// Sends what the learner does.
    pub(crate) fn send(&self, event: Event) {
        run::send(play::Event::Trial(self.activity.id.clone(), event));
    }

    /// Sends an edit of the response.
    pub(crate) fn edit(&self, edit: Edit) {
        self.send(Event::Edit(edit));
    }

    /// What a control does with a click: a closed trial accepts nothing, so the control must not show
    /// what was not accepted.
    pub(crate) fn hold(&self) -> impl Fn(web_sys::Event) + use<> {
        let frame = self.clone();
        move |event| {
            if !untrack(|| frame.open()) {
                event.prevent_default();
            }
        }
    }

    /// The trial as it stands. The view that calls this follows the trial.
    #[inline(never)]
    pub(crate) fn trial(&self) -> Rc<Trial> {
        if self.place == APART {
            return Rc::clone(&self.first);
        }
        hub::follow(Part::Trial(self.place));
        Rc::clone(match hub::state().trials.get(self.place) {
            Some((id, trial)) if *id == self.activity.id => trial,
            // The lesson has changed, and this view is about to go.
            Some(_) | None => &self.first,
        })
    }

    /// The mark of the entry `key`, as long as the response is the one that was graded.
    pub(crate) fn mark(&self, key: &Id) -> Option<Mark> {
        let trial = self.trial();
        let (_, scored) = trial.graded().filter(|_| trial.unchanged())?;
        scored.mark(key)
    }

    /// Whether the key is shown.
    pub(crate) fn revealed(&self) -> bool {
        self.trial().status() == Status::Revealed
    }

    /// Whether the response can still be edited.
    pub(crate) fn open(&self) -> bool {
        self.trial().takes_responses()
    }
}

/// The entries of an activity, as its kind shows them.
pub(crate) fn view(frame: &Frame) -> Piece {
    match frame.first.exercise() {
        Exercise::Choice(work) => choice::view(frame, work),
        Exercise::Choices(work) => choices::view(frame, work),
        Exercise::Sequence(work) => sequence::view(frame, work),
        Exercise::Mark(work) => mark::view(frame, work),
        Exercise::Categorise(work) => categorise::view(frame, work),
        Exercise::Estimate(work) => estimate::view(frame, work),
        Exercise::Match(work) => r#match::view(frame, work),
        Exercise::Hotspot(work) => hotspot::view(frame, work),
        Exercise::Matrix(work) => matrix::view(frame, work),
        Exercise::Number(work) => number::view(frame, work),
        Exercise::Text(work) => text::view(frame, work),
        Exercise::Open(work) => open::view(frame, work),
        Exercise::Decision(work) => decision::view(frame, work),
        Exercise::Gap(work) => gap::view(frame, work),
        Exercise::Cards(work) => cards::view(frame, work),
    }
}
