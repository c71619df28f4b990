//! What is done: in an activity, by going to a page, by another tab, and how it is kept.
//!
//! All of it is done by the second half of the program. What happens before that is here waits.

use std::rc::Rc;

use domain::{
    activity::Activity,
    address::Address,
    behaviour::Behaviour,
    bundle::Manifest,
    course::Lesson,
    id::Id,
    progress::Progress,
    statement::{self, Attempt, Deed, Stamp, Statement},
    trial::{self, Happening, Trial},
};

use super::{Chore, Effect, Event, Light, Load, Part, State};
use crate::telling;

impl State {
    /// Whether what is done can be done at once. Where the near store held nothing there is hardly
    /// anything to read: nobody waits for that.
    fn is_ready(&self) -> bool {
        (self.read || !self.returning) && self.late == Load::Here(())
    }

    /// Whether something waits for the second half that was done in `activity`, beside edits, which
    /// are seen.
    pub(crate) fn waits_in(&self, activity: &Id) -> bool {
        self.waiting
            .iter()
            .any(|(_, event)| is_act_in(event) == Some(activity))
    }

    /// The first activity in which something like that waits.
    pub(super) fn first_waiting(&self) -> Option<Id> {
        let mut acts = self
            .waiting
            .iter()
            .filter_map(|(_, event)| is_act_in(event));
        acts.next().cloned()
    }

    /// Does `event`, or lets it wait for the half of the program that can.
    pub(super) fn done_or_waiting(&mut self, event: Event, effects: &mut Vec<Effect>) {
        if self.is_ready() {
            return self.done(event, effects);
        }
        let act = is_act_in(&event);
        if act.is_some_and(|activity| self.waits_in(activity)) {
            return;
        }
        let is_act = act.is_some();
        self.waiting.push((self.now, event));
        self.ask_late(effects);
        if is_act {
            // The activity says that it waits, and if it waits in vain.
            self.changes.push(Part::Late);
            self.say_waiting(effects);
        }
    }

    /// Tells those who listen that something waits, or that it waits in vain.
    pub(super) fn say_waiting(&self, effects: &mut Vec<Effect>) {
        let words = self.words();
        let said = match &self.late {
            Load::Trouble(trouble) => telling::why(words, trouble.why),
            Load::Pending | Load::Here(()) => words.loading,
        };
        effects.push(Effect::Announce(said.to_owned()));
    }

    /// Does what has waited, as of when it was done.
    pub(super) fn catch_up(&mut self, effects: &mut Vec<Effect>) {
        if self.is_ready() {
            let now = self.now;
            for (at, event) in std::mem::take(&mut self.waiting) {
                self.now = at;
                self.done(event, effects);
            }
            self.now = now;
        }
    }

    /// Forgets what was done on a screen that goes and waits: its controls are made anew without it.
    pub(super) fn drop_waiting(&mut self) {
        self.waiting
            .retain(|(_, event)| !matches!(event, Event::Trial(..) | Event::Submit | Event::Again));
    }

    #[inline(never)]
    fn done(&mut self, event: Event, effects: &mut Vec<Effect>) {
        match event {
            Event::Trial(activity, event) => self.tried(&activity, &event, effects),
            Event::Submit => self.submit(effects),
            Event::Again => self.begin_again(effects),
            Event::Voted(activity, choice, round, hands) => {
                self.voted(&activity, choice, round, hands);
            }
            Event::TurnKey => self.turn_key(effects),
            Event::TakeBack(activity) => self.take_back(&activity, effects),
            Event::Clear(lessons) => self.clear(&lessons, effects),
            Event::Restore(lessons) => self.restore(&lessons, effects),
            Event::Landed(address, manifest, lesson) => {
                self.ask_appendix(&address, manifest, effects);
                if let Some(lesson) = lesson {
                    self.landed(&address, manifest, lesson, effects);
                }
            }
            Event::Seen => self.seen(effects),
            Event::Note(page, text) => self.keeps(Deed::Noted(page, text), effects),
            Event::Bookmark(page, is) => self.keeps(Deed::Bookmarked(page, is), effects),

            Event::Kept(statements, kept) => self.kept(statements, kept, effects),
            Event::Opened(text) => self.opened(text, effects),
            Event::TakeOver => self.take_over(effects),
            Event::LetGo => self.let_go(effects),
            Event::Copied => self.copied(effects),
            Event::GoBack(place) => self.go_back(place, effects),
            Event::ReturnAgain => self.return_again(effects),
            Event::Erase(course) => self.erase(course.as_ref(), effects),
            Event::Unerase => self.unerase(effects),
            Event::AskShelter => effects.push(Effect::Apart(Chore::Shelter(true))),
            Event::Sheltered(shelter) => self.sheltered(shelter),
            Event::GivenBack(count) => {
                self.restored += count;
                self.changes.push(Part::Light);
            }
            Event::Found(statements) => {
                self.restored += statements.len();
                self.keeping += 1;
                effects.push(Effect::Apart(Chore::Keep(statements.clone())));
                self.shine(Light::Keeping);
                self.elsewhere(statements);
            }
            Event::Elsewhere(statements) => self.elsewhere(statements),
            Event::ErasedElsewhere(names) => self.erased_elsewhere(&names),
            // Those need no second half, or wait for no journal.
            Event::Went(_)
            | Event::Typed(..)
            | Event::Who(_)
            | Event::Arrived(..)
            | Event::Retry
            | Event::Look(_)
            | Event::Read(..)
            | Event::Late(_) => {}
        }
    }

    /// The trial of `activity`: carried over from `same`, the one in another language, else as the
    /// learner's record left it.
    #[inline(never)]
    pub(super) fn carried(
        &self,
        same: Option<&Trial>,
        course: &Id,
        lesson: &Id,
        activity: &Activity,
        behaviour: Behaviour,
    ) -> Trial {
        match same {
            Some(trial) => trial.translate(activity, behaviour, self.seed(&activity.id)),
            None => self.restored(course, lesson, activity, behaviour),
        }
    }

    /// The trial of `activity` as the learner's record left it.
    fn restored(
        &self,
        course: &Id,
        lesson: &Id,
        activity: &Activity,
        behaviour: Behaviour,
    ) -> Trial {
        let seed = self.seed(&activity.id);
        if self.is_at_card() {
            return Trial::new(activity, behaviour, seed);
        }
        let trial = match self.progress.record(course, &activity.id) {
            Some(record) => Trial::restore(activity, behaviour, seed, record),
            None => Trial::new(activity, behaviour, seed),
        };
        self.drafted(trial, course, lesson, &activity.id)
    }

    /// Notes that the learner has come to the page or the end of `lesson` that is at `address`.
    fn landed(
        &mut self,
        address: &Address,
        manifest: &Manifest,
        lesson: &Lesson,
        effects: &mut Vec<Effect>,
    ) {
        let deed = match address {
            Address::Page(course, id, page) if lesson.page(page).is_some() => {
                let last = self.progress.last();
                let there = last.is_some_and(|(last, place)| {
                    last == course && place.lesson == *id && place.page == *page
                });
                (!there).then(|| Deed::Progressed(page.clone()))
            }
            Address::End(course, id) => {
                let done = self.progress.lesson(course, id);
                let due = done
                    .is_some_and(|done| !done.completed && done.unseen(lesson).next().is_none());
                due.then_some(Deed::Completed)
            }
            Address::Shelf
            | Address::Own(_)
            | Address::Nowhere
            | Address::Outline(_)
            | Address::Summary(_)
            | Address::Card(..)
            | Address::Lesson(..)
            | Address::Page(..) => None,
        };
        if let Some(deed) = deed {
            // A lesson was worked through: there is something to lose from now on.
            if deed == Deed::Completed {
                effects.push(Effect::Apart(Chore::Shelter(true)));
            }
            self.record(manifest, &lesson.id, deed, effects);
        }
    }

    pub(super) fn tried(&mut self, activity: &Id, event: &trial::Event, effects: &mut Vec<Effect>) {
        let Some(place) = self.trials.iter().position(|(id, _)| id == activity) else {
            return;
        };
        let Some((_, trial)) = self.trials.get_mut(place) else {
            return;
        };
        let (next, done) = trial.on(event);
        *trial = Rc::new(next);
        self.changes.push(Part::Trial(place));
        // Where nobody responds there is nothing to begin again: the key is hidden, and the focus stays.
        let begun = |effect: &trial::Effect| matches!(effect, trial::Effect::Record(_));
        if *event == trial::Event::Restart && done.iter().any(begun) {
            effects.push(Effect::FocusIn(activity.clone()));
        }
        // What is told at once is one sentence after the other: the voice keeps but the last one.
        let mut told = String::new();
        for effect in done {
            match effect {
                trial::Effect::Record(happening) => self.happened(activity, happening, effects),
                trial::Effect::Announce(notice) => {
                    if !told.is_empty() {
                        told.push(' ');
                    }
                    told.push_str(&telling::late::notice(self.words(), &notice));
                }
            }
        }
        if !told.is_empty() {
            effects.push(Effect::Announce(told));
        }
        if !self.is_at_card() {
            self.keep_draft(activity, effects);
        }
    }

    fn happened(&mut self, activity: &Id, happening: Happening, effects: &mut Vec<Effect>) {
        let deed = match happening {
            Happening::Answered {
                response,
                score,
                attempt,
                hints,
                sure,
            } => {
                let lesson = self.lesson.here();
                let task =
                    lesson.and_then(|lesson| lesson.activities().find(|one| one.id == *activity));
                let (grading, wording) = task
                    .map(|task| (task.grading.clone(), task.wording.clone()))
                    .unwrap_or_default();
                let activity = activity.clone();
                Deed::Answered(Attempt {
                    activity,
                    response,
                    score,
                    attempt,
                    hints,
                    grading,
                    wording,
                    sure,
                })
            }
            Happening::Hinted(hint) => Deed::Hinted(activity.clone(), hint),
            Happening::Revealed => Deed::Revealed(activity.clone()),
            Happening::Restarted => Deed::Restarted(activity.clone()),
        };
        let (Some(manifest), Some(lesson)) = (self.manifest.here(), self.lesson.here()) else {
            return;
        };
        // After the key was shown an attempt counts nothing, but a review is a beginning of its own.
        let record = self.progress.record(&manifest.id, activity);
        let is_attempt = matches!(deed, Deed::Answered(_));
        if is_attempt && self.is_at_card() && record.is_some_and(|it| it.revealed) {
            self.record(
                manifest,
                &lesson.id,
                Deed::Restarted(activity.clone()),
                effects,
            );
        }
        self.record(manifest, &lesson.id, deed, effects);
    }

    /// Records what a learner keeps of a page for themselves.
    fn keeps(&mut self, deed: Deed, effects: &mut Vec<Effect>) {
        if let (Some(manifest), Some(lesson)) = (self.manifest.here(), self.lesson.here()) {
            self.record(manifest, &lesson.id, deed, effects);
        }
    }

    pub(super) fn record(
        &mut self,
        manifest: &Manifest,
        lesson: &Id,
        deed: Deed,
        effects: &mut Vec<Effect>,
    ) {
        self.record_as((&manifest.id, &manifest.version), lesson, deed, effects);
    }

    /// Records `deed` in `lesson` of a course and its version.
    pub(super) fn record_as(
        &mut self,
        (course, version): (&Id, &str),
        lesson: &Id,
        deed: Deed,
        effects: &mut Vec<Effect>,
    ) {
        let statement = Statement {
            v: statement::VERSION,
            id: Stamp::after(self.progress.count(), &self.writer),
            at: self.now,
            course: course.clone(),
            version: version.to_owned(),
            lesson: lesson.clone(),
            did: deed,
        };
        self.log.push(statement.clone());
        if statement.did.takes_back() {
            self.progress = Progress::of(&self.log);
        } else {
            self.progress.add(&statement);
        }
        self.changes.push(Part::Progress);
        self.keeping += 1;
        if matches!(self.light, Light::Kept | Light::Handed) {
            self.shine(Light::Keeping);
        }
        effects.push(Effect::Apart(Chore::Keep(vec![statement])));
    }

    /// Takes in what another tab did. Some of it may have been read with the journal, or is what this one
    /// did, in a pack.
    fn elsewhere(&mut self, mut statements: Vec<Statement>) {
        statements.retain(|it| !self.progress.has(&it.id));
        let concerned = self.concerned(&statements);
        if !statements.is_empty() {
            self.add_to_log(statements);
        }
        for activity in concerned {
            self.show_done(&activity);
        }
    }

    /// Takes in that another tab erased what has these names.
    fn erased_elsewhere(&mut self, names: &[String]) {
        let mut gone: Vec<&str> = names.iter().map(String::as_str).collect();
        gone.sort_unstable();
        let is_gone = |name: &str| gone.binary_search(&name).is_ok();
        let log = std::mem::take(&mut self.log).into_iter();
        let (erased, stays): (Vec<_>, Vec<_>) =
            log.partition(|it| is_gone(&String::from(it.id.clone())));
        self.log = stays;
        self.aside.retain(|it| !is_gone(&it.key));
        let concerned = self.concerned(&erased);
        self.progress = Progress::of(&self.log);
        self.changed_whole();
        for activity in concerned {
            self.show_done(&activity);
        }
    }

    /// The activities of the lesson that is open which `statements` are about.
    fn concerned(&self, statements: &[Statement]) -> Vec<Id> {
        let (course, lesson) = (self.address.course(), self.address.lesson());
        let mut concerned: Vec<Id> = Vec::new();
        for statement in statements.iter().filter(|it| course == Some(&it.course)) {
            let cleared = statement.did == Deed::Cleared && lesson == Some(&statement.lesson);
            if cleared || statement.did.takes_back() {
                concerned.extend(self.trials.iter().map(|(id, _)| id.clone()));
            }
            concerned.extend(statement.did.activity().cloned());
        }
        concerned.sort_unstable();
        concerned.dedup();
        concerned
    }

    /// Shows what was done in `activity`, unless a response is under way here.
    fn show_done(&mut self, activity: &Id) {
        let place = self.trials.iter().position(|(id, _)| id == activity);
        let trial = place.and_then(|place| self.trial(place));
        let under_way = trial.is_some_and(|trial| trial.under_way().is_some());
        if !under_way {
            self.show_record(activity);
        }
    }

    /// Shows what was done in `activity`, whatever is under way here.
    pub(super) fn show_record(&mut self, activity: &Id) {
        let (Some(manifest), Some(lesson)) = (self.manifest.here(), self.lesson.here()) else {
            return;
        };
        let Some((task, behaviour)) = lesson.runs().find(|(one, _)| one.id == *activity) else {
            return;
        };
        let restored = self.restored(&manifest.id, &lesson.id, task, behaviour);
        let place = self.trials.iter().position(|(id, _)| id == activity);
        if let Some(place) = place {
            self.trials[place].1 = Rc::new(restored);
            self.changes.push(Part::Trial(place));
        }
    }
}

/// The activity in which `event` is more than an edit.
fn is_act_in(event: &Event) -> Option<&Id> {
    if let Event::Trial(activity, event) = event {
        let is_edit = matches!(event, trial::Event::Edit(_) | trial::Event::Sure(_));
        (!is_edit).then_some(activity)
    } else {
        None
    }
}
