//! Setting back what was done, and taking that back: an activity, a lesson, a course.
//!
//! Nothing is erased: a statement sets back, and another one takes it back, as long as nothing was done
//! in between.

use domain::{
    id::Id,
    progress,
    statement::{Deed, Stamp},
};

use super::{Effect, State};
use crate::words::fill;

impl State {
    /// Whether `activity` of the lesson that is open was begun again, and nothing was done in it since.
    pub(crate) fn may_take_back(&self, activity: &Id) -> bool {
        self.restarted(activity).is_some()
    }

    fn restarted(&self, activity: &Id) -> Option<&Stamp> {
        let record = self.progress.record(self.address.course()?, activity)?;
        record.restarted.as_ref()
    }

    /// Takes back that `activity` was begun again: its trial stands as it did before.
    pub(super) fn take_back(&mut self, activity: &Id, effects: &mut Vec<Effect>) {
        let stamp = self.restarted(activity).cloned();
        let here = (self.manifest.here(), self.lesson.here());
        let (Some(stamp), (Some(manifest), Some(lesson))) = (stamp, here) else {
            return;
        };
        self.record(manifest, &lesson.id, Deed::Voided(stamp), effects);
        self.show_record(activity);
        effects.push(Effect::Announce(self.words().late().undone.to_owned()));
        effects.push(Effect::FocusIn(activity.clone()));
    }

    /// Sets `lessons` of the course back.
    pub(super) fn clear(&mut self, lessons: &[Id], effects: &mut Vec<Effect>) {
        let Some(manifest) = self.manifest.here() else {
            return;
        };
        for lesson in lessons {
            if self
                .done_in(lesson)
                .is_some_and(|done| done.cleared.is_none())
            {
                // What came from another lesson was done there: it is begun again here first.
                for activity in self.moved_into(lesson) {
                    self.record(manifest, lesson, Deed::Restarted(activity), effects);
                }
                self.record(manifest, lesson, Deed::Cleared, effects);
            }
            self.drop_drafts(&manifest.id, lesson, effects);
        }
        self.tell_back(lessons, self.words().late().set_back, effects);
    }

    /// Takes back that `lessons` of the course were set back.
    pub(super) fn restore(&mut self, lessons: &[Id], effects: &mut Vec<Effect>) {
        let Some(manifest) = self.manifest.here() else {
            return;
        };
        // Of several, those that were set back in one go, the last time.
        let stamps = lessons.iter().filter_map(|lesson| {
            let stamp = self.done_in(lesson)?.cleared.clone()?;
            let at = self.log.iter().find(|it| it.id == stamp)?.at;
            Some((at, lesson, stamp))
        });
        let stamps: Vec<_> = stamps.collect();
        let last = stamps.iter().map(|(at, ..)| *at).max();
        for (at, lesson, stamp) in stamps {
            if Some(at) != last {
                continue;
            }
            let begun = self.log.iter().filter(|it| {
                let here = it.course == manifest.id && it.lesson == *lesson && it.at == at;
                here && matches!(it.did, Deed::Restarted(_))
            });
            let begun: Vec<Stamp> = begun.map(|it| it.id.clone()).collect();
            for stamp in begun.into_iter().chain([stamp]) {
                self.record(manifest, lesson, Deed::Voided(stamp), effects);
            }
        }
        self.tell_back(lessons, self.words().late().restored, effects);
    }

    /// What was done in `lesson` of the course that is open.
    pub(crate) fn done_in(&self, lesson: &Id) -> Option<&progress::Lesson> {
        self.progress.lesson(&self.manifest.here()?.id, lesson)
    }

    /// Says what became of `lessons`: by its title if it is one, else of the course.
    fn tell_back(&self, lessons: &[Id], said: &str, effects: &mut Vec<Effect>) {
        let Some(manifest) = self.manifest.here() else {
            return;
        };
        let one = if let [lesson] = lessons {
            manifest.lesson(lesson).map(|(_, lesson)| &lesson.title)
        } else {
            None
        };
        let what = one.unwrap_or(&manifest.title);
        let what = what.in_lang(self.words().tongue.code());
        effects.push(Effect::Announce(fill(said, &[("what", what)])));
    }
}
