//! What is new in a course since the learner last opened it, and what that means for what they did.

use domain::{
    activity::Activity,
    address::Address,
    bundle::{self, Appendix, Listing, Manifest},
    id::Id,
    json::{self, Write as _},
    limit,
    progress::Place,
    revision::{self, Contents, Known, News, Revision},
    snapshot::Before,
};

use super::{COURSES, Chore, Effect, Part, State, What};
use crate::adapter::fetch::Unreached;

/// What the names of known courses begin with.
const KNOWN: &str = "k/";

impl State {
    /// Takes in what is known of courses among what was `jotted` down. What can't be read is as if it
    /// had not been known.
    pub(super) fn take_known(&mut self, jotted: &[(String, String)]) {
        let read = |(name, text): &(String, String)| {
            let course = Id::new(name.strip_prefix(KNOWN)?).ok()?;
            let value = json::parse(text.as_bytes()).ok()?;
            Some((course, json::read::<Known>(&value)?))
        };
        self.known = jotted.iter().filter_map(read).collect();
    }

    /// Forgets which courses are known; adds the names of what is jotted down of them.
    pub(super) fn forget_known(&mut self, names: &mut Vec<String>) {
        let known = self.known.drain(..);
        names.extend(known.map(|(course, _)| [KNOWN, course.as_str()].concat()));
    }

    fn known(&self, course: &Id) -> Option<&Known> {
        let mut known = self.known.iter();
        known.find(|(have, _)| have == course).map(|(_, it)| it)
    }

    /// The appendix of `course`, if it is here.
    pub(crate) fn appendix_of(&self, course: &Id) -> Option<&'static Appendix> {
        let here = self.appendix.as_ref().filter(|(of, _)| of == course);
        here.map(|(_, appendix)| *appendix)
    }

    /// What the course is about, in the language `lang`.
    pub(crate) fn summary(&self, manifest: &'static Manifest, lang: &str) -> &'static str {
        let listing = self.listing(&manifest.id);
        listing.map_or("", |it| it.summary.in_lang(lang))
    }

    /// Asks for the appendix of the course where the `address` shows what it tells, and where the learner
    /// has done something in the course and does not know this version yet.
    pub(super) fn ask_appendix(
        &mut self,
        address: &Address,
        manifest: &Manifest,
        effects: &mut Vec<Effect>,
    ) {
        let course = &manifest.id;
        let known = self.known(course);
        let is_known = known.is_some_and(|known| known.version == manifest.version);
        let is_told = matches!(
            address,
            Address::Outline(_) | Address::Summary(_) | Address::End(..)
        );
        let begun = self.progress.course(course).is_some();
        if self.appendix_of(course).is_some() || !is_told && (is_known || !begun) {
            return;
        }
        if let Some(file) = &manifest.appendix {
            let path = [COURSES, self.folder(course), &file.path].concat();
            let what = What::Appendix(course.clone());
            effects.push(Effect::Fetch(what, path, limit::MANIFEST_BYTES));
        }
    }

    /// Takes in the appendix of `course`. Without it there is just nothing said of what is new.
    #[inline(never)]
    pub(super) fn appendix_came(
        &mut self,
        course: &Id,
        bytes: Result<Vec<u8>, Unreached>,
        effects: &mut Vec<Effect>,
    ) {
        let manifest = self.manifest.here().filter(|it| it.id == *course);
        let Some((manifest, file)) = manifest.and_then(|it| Some((it, it.appendix.as_ref()?)))
        else {
            return;
        };
        let Some(appendix) = bytes.ok().and_then(|it| bundle::appendix(&it, file).ok()) else {
            return;
        };
        let known = self.known(course);
        if known.is_some_and(|known| known.version != manifest.version) {
            self.snap(Before::Version, Vec::new(), effects);
        }
        self.appendix = Some((course.clone(), Box::leak(Box::new(appendix))));
        if self.news().is_empty() && self.progress.course(course).is_some() {
            // Who knew no version has nothing new to hear of, either.
            self.knows(manifest, effects);
        }
        self.changes.push(Part::Progress);
        self.changes.extend((0..self.trials.len()).map(Part::Trial));
    }

    /// Jots down that the learner knows the course as it is now.
    fn knows(&mut self, manifest: &Manifest, effects: &mut Vec<Effect>) {
        let Some(appendix) = self.appendix_of(&manifest.id) else {
            return;
        };
        let known = Known::of(manifest, appendix);
        let mut text = String::new();
        known.write(&mut text);
        self.known.retain(|(course, _)| *course != manifest.id);
        self.known.push((manifest.id.clone(), known));
        let name = [KNOWN, manifest.id.as_str()].concat();
        effects.push(Effect::Apart(Chore::Jot(name, Some(text))));
    }

    /// Takes in that the learner has seen what is new in the course.
    pub(super) fn seen(&mut self, effects: &mut Vec<Effect>) {
        if let Some(manifest) = self.manifest.here() {
            self.knows(manifest, effects);
            self.changes.push(Part::Progress);
            // What the button stood in goes: the heading takes the focus.
            effects.push(Effect::Begin);
        }
    }

    /// What is new in the course, for who knew an older version of it.
    pub(crate) fn news(&self) -> Vec<News> {
        let news = || {
            let manifest = self.manifest.here()?;
            let (_, appendix) = self
                .appendix
                .as_ref()
                .filter(|(of, _)| *of == manifest.id)?;
            let known = self.known(&manifest.id)?;
            let done = self.progress.course(&manifest.id)?;
            let is_new = known.version != manifest.version;
            is_new.then(|| revision::news(known, manifest, appendix, done))
        };
        news().unwrap_or_default()
    }

    /// Whether the shelf has another version of a course than the learner knows.
    pub(crate) fn is_renewed(&self, listing: &Listing) -> bool {
        let known = self.known(&listing.id);
        known.is_some_and(|known| known.version != listing.version)
    }

    /// The activities that stand in `lesson` now and were done in another one.
    pub(super) fn moved_into(&self, lesson: &Id) -> Vec<Id> {
        let moved = || {
            let manifest = self.manifest.here()?;
            let (_, appendix) = self
                .appendix
                .as_ref()
                .filter(|(of, _)| *of == manifest.id)?;
            let done = self.progress.course(&manifest.id)?;
            let (_, here) = appendix.activities.iter().find(|(id, _)| id == lesson)?;
            let elsewhere = |id: &Id| {
                done.record(id)
                    .is_some_and(|it| it.lesson.as_ref() != Some(lesson))
            };
            let ids = here.iter().map(|entry| entry.id.clone());
            Some(ids.filter(elsewhere).collect())
        };
        moved().unwrap_or_default()
    }

    /// How many lessons of the course on the shelf were worked through.
    pub(crate) fn completed(&self, listing: &Listing) -> usize {
        let Some(done) = self.progress.course(&listing.id) else {
            return 0;
        };
        match self.known(&listing.id) {
            // A lesson that is there no more does not count.
            Some(known) if known.version == listing.version => {
                let over = |lesson: &&Contents| {
                    let done = done.lesson(&lesson.id);
                    done.is_some_and(|done| done.completed)
                };
                known.lessons.iter().filter(over).count()
            }
            Some(_) | None => done.completed(),
        }
    }

    /// Whether `place` is in the course as the shelf has it, as far as one knows.
    pub(crate) fn is_there(&self, listing: &Listing, place: &Place) -> bool {
        self.known(&listing.id).is_none_or(|known| {
            let mut lessons = known.lessons.iter();
            let lesson = lessons.find(|lesson| lesson.id == place.lesson);
            known.version == listing.version
                && lesson.is_some_and(|lesson| lesson.pages.contains(&place.page))
        })
    }

    /// What became of the learner's last response to `activity` of the course since it was put up.
    pub(crate) fn revision(&self, activity: &Activity) -> Revision {
        let revision = || {
            let course = self.address.course()?;
            let record = self.progress.record(course, &activity.id)?;
            let appendix = self.appendix_of(course);
            let entry = appendix.and_then(|it| revision::entry(it, &activity.id));
            Some(revision::revision(activity, entry, record))
        };
        revision().unwrap_or(Revision::None)
    }
}
