//! The learner's file: what goes into it, what one holds that was opened, and taking that over.

use domain::{
    digest::Digest,
    file::{self, Found, NotOurs},
    id::Id,
    port::{Aside, Unread},
    progress::Progress,
    snapshot::Before,
    statement::{Stamp, Statement},
};

use super::{Chore, Effect, Part, State};

/// What came of choosing a file.
#[derive(Clone, Debug, Default)]
pub(crate) enum Chosen {
    /// None was chosen.
    #[default]
    None,
    /// The browser could not read it as text.
    Unread,
    /// It holds nothing that this program can take over.
    NotOurs(NotOurs),
    /// It was read; nothing has changed yet.
    Preview(Preview),
    /// It was taken over: so many statements.
    Taken(usize),
}

/// A file that was opened, and what taking it over would change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preview {
    /// What of the file is new here.
    pub(crate) fresh: Vec<Statement>,
    /// How many statements of the file are here already.
    pub(crate) known: usize,
    /// What the file holds that can't be read, as far as it is new here.
    pub(crate) aside: Vec<(Option<String>, String)>,
    /// Parts of the file that this program does not know.
    unknown: Vec<(String, String)>,
    /// Whether the file is whole and as it was saved.
    pub(crate) sound: bool,
    /// Each course that it concerns.
    pub(crate) courses: Vec<Change>,
}

/// What taking a file over changes in a course: how many there are now, and how many there will be.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Which course.
    pub(crate) course: Id,
    /// Lessons that are completed.
    pub(crate) lessons: [usize; 2],
    /// Activities that were tried.
    pub(crate) activities: [usize; 2],
}

impl State {
    /// Everything the learner did, as the text of a file.
    pub(crate) fn file(&self) -> String {
        let aside = self.aside.iter().map(|aside| {
            // The folder of this host says nothing elsewhere.
            let (_, name) = aside.key.rsplit_once('#').unwrap_or(("", &aside.key));
            let name = match name.contains('/') {
                true => name.to_owned(),
                false => ["s/", name].concat(),
            };
            (Some(name), aside.text.clone())
        });
        let aside: Vec<_> = aside.collect();
        file::write(&self.log, &aside, &self.safe.unknown)
    }

    /// What came of choosing a file on this screen.
    pub(crate) fn chosen(&self) -> &Chosen {
        match &self.safe.chosen {
            (moves, chosen) if *moves == self.moves => chosen,
            _ => &Chosen::None,
        }
    }

    /// Looks at the file that was chosen.
    pub(super) fn opened(&mut self, text: Option<String>, effects: &mut Vec<Effect>) {
        let chosen = match text.map(|text| file::read(&text)) {
            None => Chosen::Unread,
            Some(Err(not)) => Chosen::NotOurs(not),
            Some(Ok(found)) => Chosen::Preview(self.preview(found)),
        };
        self.choose(chosen, effects);
    }

    fn choose(&mut self, chosen: Chosen, effects: &mut Vec<Effect>) {
        self.safe.chosen = (self.moves, chosen);
        self.changes.push(Part::Record);
        effects.push(Effect::Apart(Chore::Focus("chosen")));
    }

    fn preview(&self, found: Found) -> Preview {
        let mut fresh = found.statements;
        let all = fresh.len();
        let mut here: Vec<&Stamp> = self.log.iter().map(|it| &it.id).collect();
        here.sort_unstable();
        fresh.retain(|it| here.binary_search(&&it.id).is_err());
        fresh.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let known = all - fresh.len();
        fresh.dedup_by(|one, other| one.id == other.id);
        let mut aside = found.aside;
        aside.retain(|(_, text)| !self.aside.iter().any(|here| here.text == *text));
        let mut unknown = found.unknown;
        unknown.retain(|(name, _)| !self.safe.unknown.iter().any(|(here, _)| here == name));
        let after = Progress::of(self.log.iter().chain(&fresh));
        let mut courses: Vec<Id> = fresh.iter().map(|it| it.course.clone()).collect();
        courses.sort_unstable();
        courses.dedup();
        let change = |course: Id| {
            let count = |progress: &Progress| {
                progress.course(&course).map_or((0, 0), |done| {
                    let tried = done.records().filter(|(_, record)| record.attempts > 0);
                    (done.completed(), tried.count())
                })
            };
            let ((lessons, activities), (then, tried)) = (count(&self.progress), count(&after));
            Change {
                lessons: [lessons, then],
                activities: [activities, tried],
                course,
            }
        };
        Preview {
            known,
            courses: courses.into_iter().map(change).collect(),
            fresh,
            aside,
            unknown,
            sound: found.sound,
        }
    }

    /// Takes over what the file holds that was opened: all of it is added, nothing is taken away.
    pub(super) fn take_over(&mut self, effects: &mut Vec<Effect>) {
        let (_, Chosen::Preview(preview)) = std::mem::take(&mut self.safe.chosen) else {
            return;
        };
        let Preview {
            fresh,
            aside,
            unknown,
            ..
        } = preview;
        // Another tab may have made the same since.
        let stamps: Vec<Stamp> = fresh.iter().map(|it| it.id.clone()).collect();
        let brought = Stamp::spans(&stamps, |_| true);
        self.snap(Before::Merge, brought, effects);
        for (name, text) in aside {
            let ours = name.filter(|name| name.starts_with("s/") || name.starts_with("p/"));
            let key = ours.unwrap_or_else(|| ["s/", Digest::of(text.as_bytes()).short()].concat());
            effects.push(Effect::Apart(Chore::Jot(key.clone(), Some(text.clone()))));
            let why = Unread::Damaged;
            self.aside.push(Aside { key, text, why });
        }
        self.keep_unknown(unknown, effects);
        self.choose(Chosen::Taken(fresh.len()), effects);
        self.add_to_log(fresh.clone());
        self.keeping += 1;
        effects.push(Effect::Apart(Chore::Keep(fresh)));
    }

    /// Lets go of the file that was opened. Nothing has changed.
    pub(super) fn let_go(&mut self, effects: &mut Vec<Effect>) {
        self.choose(Chosen::None, effects);
    }
}
