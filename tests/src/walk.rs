//! A learner at one activity: a trial, and the log that grows beside it.

use std::sync::Arc;

use domain::{
    activity::Activity,
    behaviour::Behaviour,
    id::Id,
    progress::{Progress, Record},
    robot,
    seed::Seed,
    statement::Statement,
    trial::{Effect, Event, Notice, Trial},
};

use crate::sample;

/// A learner at one activity.
#[derive(Clone, Debug)]
pub struct Walk {
    /// How it is run.
    pub behaviour: Behaviour,
    /// What is to be done.
    pub activity: Arc<Activity>,
    /// How it stands.
    pub trial: Trial,
    /// What was kept of it.
    pub log: Vec<Statement>,
}

/// Draws the order for the learner of all walks.
fn seed(activity: &Id) -> Seed {
    Seed::of("ada", activity.as_str())
}

impl Walk {
    /// Nothing done yet, as practice.
    pub fn new(activity: Activity) -> Self {
        Self::of(activity, Behaviour::Practice)
    }

    /// Nothing done yet.
    pub fn of(activity: Activity, behaviour: Behaviour) -> Self {
        let trial = Trial::new(&activity, behaviour, seed(&activity.id));
        Self {
            behaviour,
            activity: Arc::new(activity),
            trial,
            log: Vec::new(),
        }
    }

    /// The walk after `event`, and what the learner is told.
    pub fn on(&self, event: &Event) -> (Self, Vec<Notice>) {
        let (trial, effects) = self.trial.on(event);
        let mut next = Self {
            trial,
            ..self.clone()
        };
        let mut told = Vec::new();
        for effect in effects {
            match effect {
                Effect::Record(happening) => {
                    let did = sample::deed(&self.activity, &happening);
                    let seen = next.log.last().map_or(0, |statement| statement.id.count());
                    next.log.push(sample::statement(seen, "ada", did));
                }
                Effect::Announce(notice) => told.push(notice),
            }
        }
        (next, told)
    }

    /// Everything that can be done now, allowed or not.
    pub fn events(&self) -> Vec<Event> {
        robot::events(&self.trial)
    }

    /// What the log adds up to.
    pub fn progress(&self) -> Progress {
        Progress::of(self.log.clone())
    }

    /// What the log adds up to for the activity.
    pub fn record(&self) -> Record {
        let progress = self.progress();
        let record = progress.record(&sample::id("reuse-or-recycling"), &self.activity.id);
        record.cloned().unwrap_or_default()
    }

    /// The walk after the page was closed and opened again: all that is left is the log.
    pub fn reloaded(&self) -> Self {
        let (of, record) = (&self.activity, self.record());
        let trial = Trial::restore(of, self.behaviour, seed(&of.id), &record);
        Self {
            trial,
            ..self.clone()
        }
    }

    /// The walk on the same activity in another language.
    pub fn translated(&self) -> Self {
        let mut activity = Activity::clone(&self.activity);
        activity.wording = "0000000000000000".into();
        let trial = self
            .trial
            .translate(&activity, self.behaviour, seed(&activity.id));
        Self {
            activity: Arc::new(activity),
            trial,
            ..self.clone()
        }
    }

    /// All that a learner can see of the trial, as one text.
    pub fn visible(&self) -> String {
        let trial = &self.trial;
        format!(
            "{:?} {:?} {:?} {}",
            trial.exercise().response(),
            trial.sure(),
            trial.missing(),
            self.lasting()
        )
    }

    /// What of the trial has to survive a reload, as one text.
    pub fn lasting(&self) -> String {
        let trial = &self.trial;
        let graded = trial
            .graded()
            .map(|(exercise, scored)| (exercise.response(), scored));
        let status = trial.status();
        let (may_hint, may_reveal) = (trial.may_hint(), trial.may_reveal());
        format!(
            "{status:?} attempts {} left {:?} hints {} best {:?} graded {graded:?} {may_hint} {may_reveal}",
            trial.attempts(),
            trial.left(),
            trial.hints(),
            trial.best(),
        )
    }
}
