//! How safe the learner's record is, and what can be done about it: copies in a file, snapshots to go
//! back to, erasing.

use domain::{
    id::Id,
    json::{self, Write as _},
    port::Aside,
    progress::Progress,
    snapshot::{self, Before, RING, Snapshot},
    statement::{Deed, Span, Statement},
};

use super::{Chore, Effect, Part, State, file::Chosen};
use crate::adapter::shelter::Shelter;

/// What is known beside the log.
#[derive(Debug, Default)]
pub(crate) struct Safe {
    /// The file that is being opened, and how often the learner had gone somewhere by then: it is let go
    /// of with the screen.
    pub(super) chosen: (u32, Chosen),
    /// Parts of files that this program does not know. They go into every file it saves.
    pub(crate) unknown: Vec<(String, String)>,
    /// The snapshots, oldest first, each with the name it is jotted down under.
    ring: Vec<(String, Snapshot)>,
    /// When the record was last saved as a file.
    pub(crate) copied: Option<i64>,
    /// What the browser makes of its store.
    pub(crate) shelter: Shelter,
    /// What was erased on this screen, while it can be undone.
    erased: Vec<Erased>,
}

/// What was erased in one go.
#[derive(Debug)]
struct Erased {
    /// How often the learner had gone somewhere by then: who leaves the screen can't undo it.
    moves: u32,
    statements: Vec<Statement>,
    aside: Vec<Aside>,
    unknown: Vec<(String, String)>,
}

const COPIED: &str = "c/copied";

impl State {
    /// Takes in what was `jotted` down beside the log.
    pub(super) fn take_jotted(&mut self, jotted: &[(String, String)]) {
        let safe = &mut self.safe;
        for (name, text) in jotted {
            if name.starts_with("r/") {
                let value = json::parse(text.as_bytes()).ok();
                let shot = value.and_then(|value| json::read::<Snapshot>(&value));
                safe.ring.extend(shot.map(|shot| (name.clone(), shot)));
            } else if let Some(part) = name.strip_prefix("u/") {
                safe.unknown.push((part.to_owned(), text.clone()));
            } else if name == COPIED {
                safe.copied = text.parse().ok();
            }
        }
        safe.ring.sort_by_key(|(_, shot)| (shot.mark, shot.at));
    }

    /// Takes a snapshot of the log as it is, unless nothing was done since the last one; `brought` is what
    /// a merge is about to bring.
    pub(super) fn snap(&mut self, before: Before, brought: Vec<Span>, effects: &mut Vec<Effect>) {
        let mark = self.progress.count();
        let last = self.safe.ring.last().map(|(_, shot)| shot.mark);
        if brought.is_empty() && (mark == 0 || last == Some(mark)) {
            return;
        }
        let shot = Snapshot {
            at: self.now,
            before,
            mark,
            brought,
        };
        let mut text = String::new();
        shot.write(&mut text);
        let mut name = "r/".to_owned();
        json::digits(i64::try_from(mark).unwrap_or(i64::MAX), &mut name);
        name.push('-');
        json::digits(self.now, &mut name);
        effects.push(Effect::Apart(Chore::Jot(name.clone(), Some(text))));
        self.safe.ring.push((name, shot));
        while self.safe.ring.len() > RING {
            let (name, _) = self.safe.ring.remove(0);
            effects.push(Effect::Apart(Chore::Jot(name, None)));
        }
    }

    /// The snapshots after which something was done that counts: place, what it is, how many attempts were
    /// made since. The newest first.
    pub(crate) fn snapshots<'a>(&'a self) -> Vec<(usize, &'a Snapshot, usize)> {
        let ring = self.ring();
        let shots = self.safe.ring.iter().enumerate().rev();
        let since = |(place, (_, shot)): (usize, &'a (String, Snapshot))| {
            let since = Snapshot::since(&self.log, &ring, place);
            (since > 0).then_some((place, shot, since))
        };
        shots.filter_map(since).collect()
    }

    fn ring(&self) -> Vec<Snapshot> {
        self.safe
            .ring
            .iter()
            .map(|(_, shot)| shot.clone())
            .collect()
    }

    /// Goes back to the snapshot at `place`.
    pub(super) fn go_back(&mut self, place: usize, effects: &mut Vec<Effect>) {
        for (course, lesson, deed) in Snapshot::back(&self.log, &self.ring(), place) {
            self.record_in(&course, &lesson, deed, effects);
        }
        self.changed_whole();
        self.say(self.words().late().went_back, "back", effects);
    }

    /// Whether somebody went back, and that can be undone.
    pub(crate) fn may_return(&self) -> bool {
        !snapshot::last_return(&self.log).is_empty()
    }

    /// Undoes the last time that somebody went back.
    pub(super) fn return_again(&mut self, effects: &mut Vec<Effect>) {
        let returns = snapshot::last_return(&self.log).into_iter();
        let back: Vec<_> = returns
            .map(|it| (it.course.clone(), it.lesson.clone(), it.id.clone()))
            .collect();
        for (course, lesson, stamp) in back {
            self.record_in(&course, &lesson, Deed::Voided(stamp), effects);
        }
        self.changed_whole();
        self.say(self.words().late().undone, "back", effects);
    }

    /// Notes that the record was saved as a file.
    pub(super) fn copied(&mut self, effects: &mut Vec<Effect>) {
        self.safe.copied = Some(self.now);
        let mut text = String::new();
        json::digits(self.now, &mut text);
        effects.push(Effect::Apart(Chore::Jot(COPIED.to_owned(), Some(text))));
        let said = self.words().late().file_saved.to_owned();
        effects.push(Effect::Announce(said));
        self.changes.extend([Part::Record, Part::Light]);
    }

    /// Records a deed that concerns a course as a whole, in the version in which something was done in it
    /// last.
    fn record_in(&mut self, course: &Id, lesson: &Id, deed: Deed, effects: &mut Vec<Effect>) {
        let mut there = self.log.iter().filter(|it| it.course == *course);
        let version = there.next_back().map(|it| it.version.clone());
        let version = version.unwrap_or_default();
        self.record_as((course, &version), lesson, deed, effects);
    }

    /// Takes in what the browser makes of its store.
    pub(super) fn sheltered(&mut self, shelter: Shelter) {
        if self.safe.shelter != shelter {
            self.safe.shelter = shelter;
            self.changes.extend([Part::Record, Part::Light]);
        }
    }

    /// How many days ago the record was last saved as a file; none if it never was, or where nothing was
    /// submitted since.
    pub(crate) fn days_since_copy(&self, now: i64) -> Option<u32> {
        let copied = self.safe.copied?;
        let newer = |it: &Statement| it.at > copied && matches!(it.did, Deed::Answered(_));
        // Clocks go backwards, too.
        let days = u32::try_from((now - copied) / 86_400_000).ok();
        days.filter(|_| self.log.iter().any(newer))
    }

    /// Erases what was done in `course`, or everything: from the stores as well.
    pub(super) fn erase(&mut self, course: Option<&Id>, effects: &mut Vec<Effect>) {
        let goes = |it: &Statement| course.is_none_or(|course| it.course == *course);
        let (gone, stays) = std::mem::take(&mut self.log).into_iter().partition(goes);
        self.log = stays;
        let (mut aside, mut unknown) = (Vec::new(), Vec::new());
        if course.is_none() {
            aside = std::mem::take(&mut self.aside);
            unknown = std::mem::take(&mut self.safe.unknown);
            let parts = unknown.iter().map(|(name, _)| ["u/", name].concat());
            let shots = self.safe.ring.drain(..).map(|(name, _)| name);
            let mut names: Vec<String> = parts.chain(shots).collect();
            names.push(COPIED.to_owned());
            self.safe.copied = None;
            self.forget_known(&mut names);
            effects.extend(
                names
                    .into_iter()
                    .map(|name| Effect::Apart(Chore::Jot(name, None))),
            );
        }
        let gone: Vec<Statement> = gone;
        let stamps = gone.iter().map(|it| it.id.clone().into());
        let keys = aside.iter().map(|it| it.key.clone());
        effects.push(Effect::Apart(Chore::Erase(stamps.chain(keys).collect())));
        let begin = course.map_or("d/".to_owned(), |it| ["d/", it.as_str(), "/"].concat());
        let (drafts, kept) = std::mem::take(&mut self.drafts)
            .into_iter()
            .partition(|(name, _)| name.starts_with(&begin));
        self.drafts = kept;
        let drafts: Vec<_> = drafts;
        effects.extend(
            drafts
                .into_iter()
                .map(|(name, _)| Effect::Apart(Chore::Jot(name, None))),
        );
        let moves = self.moves;
        self.safe.erased.retain(|it| it.moves == moves);
        self.safe.erased.push(Erased {
            moves,
            statements: gone,
            aside,
            unknown,
        });
        self.unkept.clear();
        self.progress = Progress::of(&self.log);
        self.changed_whole();
        self.say(self.words().late().erased, "erase", effects);
    }

    /// The courses in which something was done.
    pub(crate) fn courses_begun(&self) -> Vec<Id> {
        let mut courses: Vec<Id> = self.log.iter().map(|it| it.course.clone()).collect();
        courses.sort_unstable();
        courses.dedup();
        courses
    }

    /// Whether something was erased on this screen.
    pub(crate) fn may_unerase(&self) -> bool {
        self.safe
            .erased
            .last()
            .is_some_and(|it| it.moves == self.moves)
    }

    /// Puts back what was erased last.
    pub(super) fn unerase(&mut self, effects: &mut Vec<Effect>) {
        if !self.may_unerase() {
            return;
        }
        let Some(erased) = self.safe.erased.pop() else {
            return;
        };
        let Erased {
            moves: _,
            statements,
            aside,
            unknown,
        } = erased;
        self.keep_unknown(unknown, effects);
        for it in &aside {
            let (_, name) = it.key.rsplit_once('#').unwrap_or(("", &it.key));
            effects.push(Effect::Apart(Chore::Jot(
                name.to_owned(),
                Some(it.text.clone()),
            )));
        }
        self.aside.extend(aside);
        self.add_to_log(statements.clone());
        self.keeping += 1;
        effects.push(Effect::Apart(Chore::Keep(statements)));
        self.say(self.words().late().undone, "erase", effects);
    }

    /// Keeps parts of a file that this program does not know.
    pub(super) fn keep_unknown(&mut self, parts: Vec<(String, String)>, effects: &mut Vec<Effect>) {
        for (name, json) in parts {
            effects.push(Effect::Apart(Chore::Jot(
                ["u/", &name].concat(),
                Some(json.clone()),
            )));
            self.safe.unknown.push((name, json));
        }
    }

    /// Adds statements that were made elsewhere, or another day, to the log.
    pub(super) fn add_to_log(&mut self, statements: Vec<Statement>) {
        let mut fresh = statements;
        fresh.retain(|it| !self.progress.has(&it.id));
        self.progress.add_all(&fresh, &self.log);
        self.log.extend(fresh);
        self.changed_whole();
    }

    pub(super) fn changed_whole(&mut self) {
        self.changes
            .extend([Part::Progress, Part::Record, Part::Light]);
    }

    /// Says what became of the record, with the focus on the title of the panel `id`: what was pressed there
    /// may be gone.
    fn say(&mut self, sentence: &str, id: &'static str, effects: &mut Vec<Effect>) {
        self.changes.push(Part::Record);
        effects.push(Effect::Apart(Chore::Focus(id)));
        effects.push(Effect::Announce(sentence.to_owned()));
    }
}
