//! Responses that are under way, and not submitted: kept as they are, so that who reloads the page, or
//! comes back to it, goes on where they were.

use domain::{
    id::Id,
    interaction::Response,
    json::{self, Write as _},
    trial::Trial,
};

use super::{Chore, Effect, State};

/// The name of a draft: what it belongs to.
fn name(course: &Id, lesson: &Id, activity: &Id) -> String {
    [&of(course, lesson), activity.as_str()].concat()
}

/// What the names of the drafts in a lesson begin with.
fn of(course: &Id, lesson: &Id) -> String {
    [DRAFT, course.as_str(), "/", lesson.as_str(), "/"].concat()
}

/// What the names of drafts begin with.
const DRAFT: &str = "d/";

impl State {
    /// Takes in the drafts among what was `jotted` down. What can't be read is no loss: nobody submitted it.
    pub(super) fn take_drafts(&mut self, jotted: Vec<(String, String)>) {
        let read = |(name, text): (String, String)| {
            if !name.starts_with(DRAFT) {
                return None;
            }
            let value = json::parse(text.as_bytes()).ok()?;
            Some((name, json::read::<Response>(&value)?))
        };
        self.drafts = jotted.into_iter().filter_map(read).collect();
    }

    /// `trial` with the draft of `activity` in it, if there is one that fits.
    pub(super) fn drafted(&self, trial: Trial, course: &Id, lesson: &Id, activity: &Id) -> Trial {
        let name = name(course, lesson, activity);
        let draft = self.drafts.iter().find(|(one, _)| *one == name);
        match draft {
            Some((_, response)) => trial.drafted(response.clone()),
            None => trial,
        }
    }

    /// Keeps what is under way in `activity`, or forgets it when nothing is any more.
    pub(super) fn keep_draft(&mut self, activity: &Id, effects: &mut Vec<Effect>) {
        let (Some(course), Some(lesson)) = (self.address.course(), self.address.lesson()) else {
            return;
        };
        let name = name(course, lesson, activity);
        let mut trials = self.trials.iter();
        let trial = trials.find(|(id, _)| id == activity).map(|(_, it)| &**it);
        let draft = trial.and_then(Trial::under_way);
        let known = self.drafts.iter().position(|(one, _)| *one == name);
        let same = known.and_then(|at| self.drafts.get(at)).map(|(_, it)| it) == draft.as_ref();
        if same {
            return;
        }
        if let Some(known) = known {
            self.drafts.swap_remove(known);
        }
        let text = draft.map(|draft| {
            let mut text = String::new();
            draft.write(&mut text);
            self.drafts.push((name.clone(), draft));
            text
        });
        effects.push(Effect::Apart(Chore::Jot(name, text)));
    }

    /// Forgets what was under way in `lesson` of the course.
    pub(super) fn drop_drafts(&mut self, course: &Id, lesson: &Id, effects: &mut Vec<Effect>) {
        let begin = of(course, lesson);
        self.drafts.retain(|(name, _)| {
            let stays = !name.starts_with(&begin);
            if !stays {
                effects.push(Effect::Apart(Chore::Jot(name.clone(), None)));
            }
            stays
        });
    }
}
