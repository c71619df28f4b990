//! The second half of the program: what needs it, and when it is asked for.

use domain::{
    address::Address,
    behaviour::Behaviour,
    bundle::{self, Refusal},
    course::Lesson,
    id::Id,
    interaction::Kind,
};

use super::{Chore, Effect, Load, Part, State, Why, missing};
use crate::adapter::fetch::Unreached;

/// The kinds that the first half can show. Those it can read are more (`Kind::is_apart`): a lesson is
/// read whole, and its first page should not wait for an activity that comes later.
const SHOWN_FIRST: [Kind; 2] = [Kind::Choice, Kind::Choices];

impl State {
    /// Whether what stands at the address needs the second half of the program.
    pub(crate) fn needs_late(&self) -> bool {
        match &self.address {
            // What was done before is read by the second half.
            _ if self.returning && !self.read => true,
            Address::Nowhere => false,
            Address::Shelf
            | Address::Own(_)
            | Address::Outline(_)
            | Address::Summary(_)
            | Address::Card(..)
            | Address::End(..) => true,
            Address::Lesson(_, lesson) => self.reads_late(lesson),
            Address::Page(_, lesson, page) => self.reads_late(lesson) || self.shows_late(page),
        }
    }

    /// Whether what stands at the address says what was done, and that was not read yet.
    pub(crate) fn needs_reading(&self) -> bool {
        let tells = matches!(
            self.address,
            Address::Shelf
                | Address::Own(_)
                | Address::Outline(_)
                | Address::Summary(_)
                | Address::Card(..)
                | Address::End(..)
        );
        !self.read && (self.returning || tells)
    }

    /// Whether `lesson` has an activity that only the second half can read.
    fn reads_late(&self, lesson: &Id) -> bool {
        let entry = self.manifest.here().and_then(|it| it.lesson(lesson));
        entry.is_some_and(|(_, entry)| match &entry.kinds {
            Some(kinds) => kinds.iter().any(|kind| kind.is_apart()),
            None => true,
        })
    }

    /// Whether `page` has an activity that only the second half can show.
    fn shows_late(&self, page: &Id) -> bool {
        let page = self.lesson.here().and_then(|lesson| lesson.page(page));
        page.is_some_and(|(_, page)| {
            if page.behaviour() != Behaviour::Practice {
                return true;
            }
            page.activities().any(|activity| {
                activity.sure == Some(true) || !SHOWN_FIRST.contains(&activity.task.kind())
            })
        })
    }

    /// Asks for the second half as soon as it is needed, or nothing else is on its way.
    pub(super) fn ask_late(&mut self, effects: &mut Vec<Effect>) {
        let needed = self.needs_late();
        let idle = self.late == Load::Pending && self.lesson != Load::Pending;
        if self.late != Load::Here(()) && !self.late_asked && (needed || idle) {
            self.late = Load::Pending;
            self.late_asked = true;
            effects.push(Effect::Late);
        }
    }

    /// Refuses what was opened before if its activities can't be done.
    fn look_at_activities(&mut self) {
        let sound = |lesson: &Lesson| bundle::activities_are_sound(lesson);
        self.opened.retain(|(_, lesson)| sound(lesson));
        let here = self.lesson.here();
        let kept = |lesson| {
            self.opened
                .iter()
                .any(|(_, kept)| std::ptr::eq(*kept, lesson))
        };
        if here.is_some_and(|lesson| !kept(lesson)) {
            self.lesson = missing(Why::Refused(Refusal::Unreadable));
            self.trials.clear();
            self.changes.push(Part::Screen);
        }
    }

    pub(super) fn late_came(&mut self, come: Result<(), Unreached>, effects: &mut Vec<Effect>) {
        self.late_asked = false;
        self.late = match come {
            Ok(()) => Load::Here(()),
            Err(why) => missing(Why::Unreached(why)),
        };
        self.changes.push(Part::Late);
        if come.is_ok() {
            self.look_at_activities();
        }
        if come.is_ok() && !self.read && !self.people.locked {
            effects.push(Effect::Apart(Chore::Read));
        }
        if come.is_err() && self.first_waiting().is_some() {
            self.say_waiting(effects);
        }
        self.catch_up(effects);
        match self.early.take() {
            Some((what, bytes)) if come.is_ok() => self.arrived(what, bytes, effects),
            early => {
                self.early = early;
                if self.needs_late() {
                    self.changes.push(Part::Screen);
                }
            }
        }
    }
}
