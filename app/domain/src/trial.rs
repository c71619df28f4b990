//! All attempts at one activity, and their rules (QTI's item session).
//!
//! `(trial, event) → (trial, effects)`. What is not allowed now changes nothing.

use crate::{
    activity::Activity,
    behaviour::Behaviour,
    id::Id,
    interaction::{Edit, Exercise, Response},
    outcome::{Missing, Outcome, Score, Scored, Verdict},
    progress::Record,
    revision,
    seed::Seed,
};

/// One learner at one activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    exercise: Exercise,
    /// How it is run.
    behaviour: Behaviour,
    /// How many attempts there are; 0 for no limit.
    limit: u8,
    /// How many hints there are.
    hints_given: u8,
    /// Attempts used since the last restart; never more than `limit`, unless that is 0.
    attempts: u8,
    /// Hints shown; never more than there are.
    hints: u8,
    /// The last response that was graded, with what grading said.
    graded: Option<(Exercise, Scored)>,
    /// The best score since the last restart. It never falls.
    best: Option<Score>,
    /// Whether the key was shown.
    revealed: bool,
    /// What is still missing, after Check was pressed on a response that is not ready.
    missing: Option<Missing>,
    /// Whether the learner is sure of the response as it stands, if they said so.
    sure: Option<bool>,
}

/// What a learner does in a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Edits the response.
    Edit(Edit),
    /// Says whether they are sure of the response.
    Sure(bool),
    /// Puts the response up for grading.
    Submit,
    /// Asks for the next hint.
    Hint,
    /// Asks for the key.
    Reveal,
    /// Starts again from a blank response; what was recorded stays recorded.
    Restart,
}

/// What has to happen because of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Keep this in the learner's log.
    Record(Happening),
    /// Tell the learner, aloud as well.
    Announce(Notice),
}

/// What is worth keeping of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// An attempt was made.
    Answered {
        /// What was put up.
        response: Response,
        /// What it was worth.
        score: Score,
        /// Which attempt it was, from 1.
        attempt: u8,
        /// Hints seen before it.
        hints: u8,
        /// Whether the learner was sure, if they said so.
        sure: Option<bool>,
    },
    /// A hint was shown, the number from 1.
    Hinted(u8),
    /// The key was shown.
    Revealed,
    /// The trial began again.
    Restarted,
}

/// What a learner is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The response was graded.
    Graded {
        /// The word for the score.
        verdict: Verdict,
        /// Points earned.
        score: Score,
        /// Attempts left; none when there is no limit or the trial is closed by success.
        left: Option<u8>,
    },
    /// The response is not ready; no attempt was used.
    NotReady(Missing),
    /// A hint was shown: its number from 1, and how many there are.
    Hint(u8, u8),
    /// The key was shown.
    Key,
    /// The trial began again.
    Again,
    /// The key is not shown any more.
    KeyGone,
}

/// Where a trial stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Attempts are left.
    Open,
    /// Every point was earned.
    Solved,
    /// No attempt is left; the key can be shown.
    Spent,
    /// The key was shown.
    Revealed,
}

impl Trial {
    /// A trial at `activity` in which nothing was done, its order drawn from `seed`.
    pub fn new(activity: &Activity, behaviour: Behaviour, seed: Seed) -> Self {
        let hints = u8::try_from(activity.hints.len()).unwrap_or(u8::MAX);
        Self {
            exercise: activity.task.exercise(seed),
            behaviour,
            limit: behaviour.attempts(activity.attempts),
            hints_given: behaviour.hints(hints),
            attempts: 0,
            hints: 0,
            graded: None,
            best: None,
            revealed: false,
            missing: None,
            sure: None,
        }
    }

    /// The trial as a learner's record left it. A response that no longer fits is left out:
    /// the activity is asked again, and the log keeps the response.
    pub fn restore(activity: &Activity, behaviour: Behaviour, seed: Seed, record: &Record) -> Self {
        let mut trial = Self::new(activity, behaviour, seed);
        trial.hints = record.hints.min(trial.hints_given);
        if record.response.is_none() {
            trial.revealed = record.revealed;
            return trial;
        }
        let Some((exercise, scored)) = revision::graded(&trial.exercise, record) else {
            // An old key that was shown says nothing of the activity as it is now.
            trial.hints = 0;
            return trial;
        };
        trial.attempts = if trial.limit == 0 {
            record.attempts
        } else {
            record.attempts.min(trial.limit)
        };
        // The best attempt need not be the last. Points for another key say nothing here.
        let alike = record.grading == activity.grading;
        trial.best = if alike {
            record.best
        } else {
            Some(scored.score)
        };
        trial.graded = Some((exercise.clone(), scored));
        trial.sure = record.sure;
        trial.exercise = exercise;
        trial.revealed = record.revealed;
        trial.tell_key();
        trial
    }

    /// The same trial on the activity in another language: everything done stays done.
    pub fn translate(&self, activity: &Activity, behaviour: Behaviour, seed: Seed) -> Self {
        let fresh = Self::new(activity, behaviour, seed);
        let carry = |exercise: &Exercise| fresh.exercise.with(exercise.response()).ok();
        let graded = self.graded.as_ref().and_then(|(exercise, scored)| {
            carry(exercise).map(|exercise| (exercise, scored.clone()))
        });
        match carry(&self.exercise) {
            Some(exercise) => Self {
                exercise,
                graded,
                ..self.clone()
            },
            None => fresh,
        }
    }

    /// The trial with `response` under way, where one can be put together and this one fits.
    #[must_use]
    pub fn drafted(mut self, response: Response) -> Self {
        if self.takes_responses()
            && let Ok(exercise) = self.exercise.with(response)
        {
            self.exercise = exercise;
        }
        self
    }

    /// The response that is under way: put together, at least in part, and not submitted as it is.
    pub fn under_way(&self) -> Option<Response> {
        let is = self.takes_responses() && !self.exercise.is_blank() && !self.unchanged();
        is.then(|| self.exercise.response())
    }

    /// The trial at `activity`, its entries in the order of `exercise`, in which nobody does anything.
    pub fn untouched(activity: &Activity, exercise: &Exercise) -> Self {
        Self {
            exercise: exercise.blank(),
            ..Self::new(activity, Behaviour::Paper, Seed::of("", ""))
        }
    }

    /// The trial that shows the key of `activity`, apart from anybody's own.
    pub fn keyed(activity: &Activity) -> Self {
        let mut trial = Self::new(activity, Behaviour::Paper, Seed::of("", ""));
        if let Ok(solved) = trial.exercise.solved() {
            trial.exercise = solved;
        }
        trial.revealed = true;
        trial
    }

    /// The response, as it stands now.
    pub fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// The last response that was graded, with what grading said of it.
    pub fn graded(&self) -> Option<&(Exercise, Scored)> {
        self.graded.as_ref()
    }

    /// Whether the response is still the one that was graded last.
    #[inline(never)]
    pub fn unchanged(&self) -> bool {
        self.graded
            .as_ref()
            .is_some_and(|(done, _)| done.same(&self.exercise))
    }

    /// The best score since the last restart.
    pub fn best(&self) -> Option<Score> {
        self.best
    }

    /// Attempts used since the last restart.
    pub fn attempts(&self) -> u8 {
        self.attempts
    }

    /// Attempts left, or none when there is no limit.
    pub fn left(&self) -> Option<u8> {
        (self.limit > 0).then(|| self.limit.saturating_sub(self.attempts))
    }

    /// Hints shown.
    pub fn hints(&self) -> u8 {
        self.hints
    }

    /// Whether the learner is sure of the response, if they said so.
    pub fn sure(&self) -> Option<bool> {
        self.sure
    }

    /// What was missing when Check was last pressed.
    pub fn missing(&self) -> Option<Missing> {
        self.missing
    }

    /// What is missing now, before Check is pressed.
    pub fn lacks(&self) -> Option<Missing> {
        match self.exercise.grade() {
            Outcome::Unanswered(missing) => Some(missing),
            Outcome::Scored(_) => None,
        }
    }

    /// Where the trial stands.
    pub fn status(&self) -> Status {
        let solved = self
            .best
            .is_some_and(|best| best.verdict() == Verdict::Correct);
        if self.revealed {
            Status::Revealed
        } else if solved {
            Status::Solved
        } else if self.left() == Some(0) {
            Status::Spent
        } else {
            Status::Open
        }
    }

    /// Whether a response can be put together here and now.
    pub fn takes_responses(&self) -> bool {
        self.behaviour.is_graded() && self.status() == Status::Open
    }

    /// Whether a further hint can be asked for.
    pub fn may_hint(&self) -> bool {
        self.status() == Status::Open && self.hints < self.hints_given
    }

    /// Whether the key can be asked for: when no attempt is left, or, without a limit, after two; and
    /// always where nobody is graded.
    pub fn may_reveal(&self) -> bool {
        match self.status() {
            Status::Spent => true,
            Status::Open if !self.behaviour.is_graded() => true,
            Status::Open => self.limit == 0 && self.attempts >= 2,
            Status::Solved | Status::Revealed => false,
        }
    }

    /// The feedback to show after the last attempt: entries whose own feedback is due.
    pub fn due(&self) -> Vec<Id> {
        let Some((_, scored)) = &self.graded else {
            return Vec::new();
        };
        scored.marks.iter().map(|(id, _)| id.clone()).collect()
    }

    /// The trial after `event`, and what has to happen because of it.
    #[must_use]
    pub fn on(&self, event: &Event) -> (Self, Vec<Effect>) {
        let graded = self.behaviour.is_graded();
        let open = self.takes_responses();
        let mut next = self.clone();
        let mut effects = Vec::new();
        match event {
            Event::Edit(edit) if open => {
                if let Ok(exercise) = self.exercise.edited(edit) {
                    next.exercise = exercise;
                    next.missing = None;
                }
            }
            Event::Sure(sure) if open => next.sure = Some(*sure),
            Event::Submit if open => match self.exercise.grade() {
                Outcome::Unanswered(missing) => {
                    next.missing = Some(missing);
                    effects.push(Effect::Announce(Notice::NotReady(missing)));
                }
                // The same response again is neither an attempt nor news.
                Outcome::Scored(_) if self.unchanged() => {}
                Outcome::Scored(scored) => effects.extend(next.grade(scored)),
            },
            Event::Hint if self.may_hint() => {
                next.hints += 1;
                effects.push(Effect::Record(Happening::Hinted(next.hints)));
                effects.push(Effect::Announce(Notice::Hint(next.hints, self.hints_given)));
            }
            Event::Reveal if self.may_reveal() => {
                next.revealed = true;
                effects.extend(graded.then_some(Effect::Record(Happening::Revealed)));
                effects.push(Effect::Announce(Notice::Key));
            }
            Event::Restart if self.attempts > 0 || self.revealed => {
                next.restart();
                effects.extend(graded.then_some(Effect::Record(Happening::Restarted)));
                effects.push(Effect::Announce(if graded {
                    Notice::Again
                } else {
                    Notice::KeyGone
                }));
            }
            Event::Edit(_)
            | Event::Sure(_)
            | Event::Submit
            | Event::Hint
            | Event::Reveal
            | Event::Restart => {}
        }
        (next, effects)
    }

    fn grade(&mut self, scored: Scored) -> Vec<Effect> {
        let score = scored.score;
        self.attempts = self.attempts.saturating_add(1);
        self.missing = None;
        self.best = Some(match self.best {
            Some(best) if best.at_least(score) => best,
            Some(_) | None => score,
        });
        self.graded = Some((self.exercise.clone(), scored));
        let verdict = score.verdict();
        self.tell_key();
        let left = if verdict == Verdict::Correct || self.revealed {
            None
        } else {
            self.left()
        };
        let mut effects = vec![
            Effect::Record(Happening::Answered {
                response: self.exercise.response(),
                score,
                attempt: self.attempts,
                hints: self.hints,
                sure: self.sure,
            }),
            Effect::Announce(Notice::Graded {
                verdict,
                score,
                left,
            }),
        ];
        effects.extend(self.revealed.then_some(Effect::Announce(Notice::Key)));
        effects
    }

    /// Shows the key where it comes with the verdict.
    fn tell_key(&mut self) {
        self.revealed |= self.behaviour.tells_key() && self.status() == Status::Spent;
    }

    fn restart(&mut self) {
        self.exercise = self.exercise.blank();
        self.attempts = 0;
        self.hints = 0;
        self.graded = None;
        self.best = None;
        self.revealed = false;
        self.missing = None;
        self.sure = None;
    }
}
