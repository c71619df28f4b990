//! The one loop of the player: `event → domain → new state and effects`.
//!
//! Everything that happens comes in as an [`Event`]; nothing here touches the browser or knows of
//! views. What has to be done in the browser goes out as an [`Effect`]; what has to be shown anew is
//! told by [`Part`]s.

mod back;
mod check;
mod deeds;
pub(crate) mod desk;
mod draft;
pub(crate) mod file;
mod kept;
mod late;
mod news;
mod review;
pub(crate) mod safe;
mod vote;
pub(crate) mod who;

use std::rc::Rc;

use self::{
    desk::{Desk, Field},
    safe::Safe,
    who::{Deal, People, Who},
};

use crate::{
    adapter::{fetch::Unreached, shelter::Shelter},
    look::Look,
    telling,
    words::{Tongue, Words},
};
use domain::{
    address::Address,
    ballot::{Round, Votes},
    behaviour::Behaviour,
    bundle::{self, Appendix, Catalogue, File, Listing, Manifest, Refusal},
    course::Lesson,
    id::Id,
    interaction::Response,
    limit,
    pair::United,
    port::{Aside, Durability, StorageError},
    progress::Progress,
    revision::Known,
    seed::Seed,
    statement::Statement,
    trial::{self, Trial},
};

/// Something that is fetched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Load<T> {
    /// Nobody asked for it, or it is on its way.
    Pending,
    /// It is here.
    Here(T),
    /// It can't be shown.
    Trouble(Trouble),
}

impl<T: Copy> Load<T> {
    /// What was fetched, if it is here.
    pub(crate) fn here(&self) -> Option<T> {
        match self {
            Self::Here(it) => Some(*it),
            Self::Pending | Self::Trouble(_) => None,
        }
    }
}

/// Why something can't be shown, and which file was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Why.
    pub(crate) why: Why,
    /// The path of the file, if it is about one.
    pub(crate) file: String,
}

/// Why something can't be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It did not arrive.
    Unreached(Unreached),
    /// It arrived and is not used.
    Refused(Refusal),
    /// The catalogue has no such course.
    NoCourse,
    /// The course has no such lesson.
    NoLesson,
    /// The lesson has no such page.
    NoPage,
    /// The address has no form we know.
    Nowhere,
}

/// What is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The catalogue; or the part of it that is about one course, so that a lesson opens as fast from a
    /// shelf of hundreds.
    Catalogue(Option<Id>),
    /// The manifest of a course.
    Manifest(Id),
    /// A lesson of a course in a language.
    Lesson(Id, Id, Tongue),
    /// The appendix of a course.
    Appendix(Id),
}

/// How safe what was done is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    /// Everything is kept.
    Kept,
    /// Something is being kept.
    Keeping,
    /// Everything is handed to the browser, which has no store that is on disk at once.
    Handed,
    /// The browser keeps nothing: it is in this tab alone.
    InTab,
    /// The browser has no room: the last statements are in this tab alone.
    Full,
}

/// What happens.
#[derive(Debug)]
pub(crate) enum Event {
    /// The address changed, or is read for the first time.
    Went(Address),
    /// A file arrived, or did not.
    Arrived(What, Result<Vec<u8>, Unreached>),
    /// The learner asks to fetch again what did not arrive.
    Retry,
    /// The learner does something in an activity.
    Trial(Id, trial::Event),
    /// The learner submits the page, which is a check.
    Submit,
    /// The learner begins the page again, which is a check.
    Again,
    /// Hands are counted in an activity: for a choice of a poll, in one of the two votes.
    Voted(Id, (usize, usize), Round, u16),
    /// The key of a page that is done on paper is shown, or hidden again.
    TurnKey,
    /// The learner takes back that an activity was begun again.
    TakeBack(Id),
    /// The learner sets lessons of the course back.
    Clear(Vec<Id>),
    /// The learner takes that back.
    Restore(Vec<Id>),
    /// The learner wants another look or language.
    Look(Look),
    /// The learner wrote a note on a page of the lesson.
    Note(Id, String),
    /// The learner puts a bookmark on a page of the lesson, or takes it away.
    Bookmark(Id, bool),
    /// Something about who learns.
    Who(Who),
    /// The learner typed in a field outside activities.
    Typed(Field, String),
    /// The journal was read, and what is jotted down beside it.
    Read(Result<United, StorageError>, Vec<(String, String)>),
    /// The learner has come to a place in a course: to its outline, a page, the end of a lesson.
    Landed(Address, &'static Manifest, Option<&'static Lesson>),
    /// The learner has seen what is new in the course.
    Seen,
    /// Statements were kept, or were not.
    Kept(Vec<Statement>, Result<Durability, StorageError>),
    /// The learner has chosen a file: its text, if it is one.
    Opened(Option<String>),
    /// The learner takes over what the file holds.
    TakeOver,
    /// The learner lets go of the file.
    LetGo,
    /// The record was saved as a file.
    Copied,
    /// The learner goes back to the snapshot at this place.
    GoBack(usize),
    /// The learner undoes that.
    ReturnAgain,
    /// The learner erases what was done in a course, or everything.
    Erase(Option<Id>),
    /// The learner undoes that.
    Unerase,
    /// The learner wants the browser to promise that it will not clear its store.
    AskShelter,
    /// What the browser makes of its store.
    Sheltered(Shelter),
    /// So many statements were put back where they had been taken away.
    GivenBack(usize),
    /// Statements that two stores had lost were found in the third place.
    Found(Vec<Statement>),
    /// Another tab made statements.
    Elsewhere(Vec<Statement>),
    /// Another tab erased what has these names.
    ErasedElsewhere(Vec<String>),
    /// The second half of the program is here; or it did not arrive.
    Late(Result<(), Unreached>),
}

/// What has to be done in the browser.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Fetch the file at this path, of at most so many bytes.
    Fetch(What, String, usize),
    /// Show this address in place of the one shown.
    Replace(Address),
    /// Show the page from its top.
    Begin,
    /// Say this to those who listen.
    Announce(String),
    /// Move the focus into the activity.
    FocusIn(Id),
    /// The look changed: dress the page, and remember it.
    Dress(Look),
    /// Name the page.
    Name(String, Tongue),
    /// Fetch the second half of the program.
    Late,
    /// Something that only the second half asks for.
    Apart(Chore),
}

/// What only the second half asks for.
#[derive(Debug)]
pub(crate) enum Chore {
    /// Read the journal.
    Read,
    /// Keep these.
    Keep(Vec<Statement>),
    /// Take away what has these names.
    Erase(Vec<String>),
    /// Jot this down beside the journal under its name, or forget it. What the journal has under a name of
    /// its own is never written over.
    Jot(String, Option<String>),
    /// Ask what the browser makes of its store; and ask it first to promise that it will not clear it.
    Shelter(bool),
    /// Move the focus to the element of this id.
    Focus(&'static str),
    /// Do this about learners.
    Who(Deal),
}

/// The state of the player. Plain data: what shows it is told by [`Part`]s.
#[derive(Debug)]
pub(crate) struct State {
    /// How it looks and speaks.
    pub(crate) look: Look,
    /// Where the learner stands.
    pub(crate) address: Address,
    /// Which courses there are.
    pub(crate) catalogue: Load<&'static Catalogue>,
    /// The course that alone is in it, where it is not the whole one.
    alone: Option<Id>,
    /// Whether nothing but the whole one will do.
    whole: bool,
    /// The course the learner is in.
    pub(crate) manifest: Load<&'static Manifest>,
    /// The lesson the learner is in.
    pub(crate) lesson: Load<&'static Lesson>,
    /// The trials of that lesson.
    pub(crate) trials: Vec<(Id, Rc<Trial>)>,
    /// The hands counted in activities of that lesson.
    votes: Vec<(Id, Votes)>,
    /// What the learner has done.
    pub(crate) progress: Progress,
    /// How safe that is.
    pub(crate) light: Light,
    /// What is stored and could not be read.
    pub(crate) aside: Vec<Aside>,
    /// Every statement known, for the file the learner can save.
    log: Vec<Statement>,
    /// The name of this page as a writer of statements.
    writer: Id,
    /// Statements handed to the journal that it has not answered yet.
    keeping: usize,
    /// Statements that it could not keep. They are tried again with the next one that it can.
    unkept: Vec<Statement>,
    /// Responses that are under way, by the names of their activities.
    drafts: Vec<(String, Response)>,
    /// The courses as the learner knows them.
    known: Vec<(Id, Known)>,
    /// The appendix of the course the learner is in; none if it is not needed, or not here yet.
    appendix: Option<(Id, &'static Appendix)>,
    /// How safe the record is, and what can be done about it.
    pub(crate) safe: Safe,
    /// What is typed in fields outside activities.
    pub(crate) desk: Desk,
    /// Who learns on this machine.
    pub(crate) people: People,
    /// How often the learner has gone somewhere.
    moves: u32,
    /// Statements that were missing in a store and put back.
    pub(crate) restored: usize,
    /// Every lesson that was opened. What was read stays (its views point into it), so it is read once.
    opened: Vec<(What, &'static Lesson)>,
    /// What the lesson that is open was asked for as.
    asked: Option<What>,
    /// The second half of the program: what the first lesson does without (`app/player/late.toml`).
    pub(crate) late: Load<()>,
    /// Whether it was asked for and has not answered yet.
    late_asked: bool,
    /// A lesson that arrived before the half of the program that can read it.
    early: Option<(What, Result<Vec<u8>, Unreached>)>,
    /// Whether the near store held something when the page was opened: then nothing is said of progress
    /// before the journal was read.
    returning: bool,
    /// Whether the journal was read. Before that nothing is done.
    read: bool,
    /// What was done before the half of the program that can do it was here, and when.
    waiting: Vec<(i64, Event)>,
    /// Whether this is the page's first screen: its focus is left where the browser put it.
    first: bool,
    /// Whether the page is to be shown from its top as soon as there is something to show.
    begins: bool,
    /// The time of the event that is being taken in.
    now: i64,
    /// What changed since it was last asked.
    changes: Vec<Part>,
}

/// A part of the state that a view can follow.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// The address, and what is shown there.
    Screen,
    /// The language.
    Tongue,
    /// The colours and the size of the text.
    Look,
    /// How safe progress is.
    Light,
    /// What the learner has done.
    Progress,
    /// Whether the second half of the program is here.
    Late,
    /// What the screen of the record shows beside progress.
    Record,
    /// What is typed in fields outside activities.
    Desk,
    /// The trial at a place in the lesson.
    Trial(usize),
}

impl Part {
    /// The place of its trigger.
    pub(crate) fn place(self) -> usize {
        match self {
            Self::Screen => 0,
            Self::Tongue => 1,
            Self::Look => 2,
            Self::Light => 3,
            Self::Progress => 4,
            Self::Late => 5,
            Self::Record => 6,
            Self::Desk => 7,
            Self::Trial(place) => 8 + place,
        }
    }
}

impl State {
    /// A player that has not heard of anything yet.
    ///
    /// `light` tells how safe things are in this browser; `returning`, whether something is known to be
    /// kept in it.
    pub(crate) fn new(look: Look, writer: Id, light: Light, returning: bool) -> Self {
        Self {
            look,
            address: Address::Shelf,
            catalogue: Load::Pending,
            alone: None,
            whole: false,
            manifest: Load::Pending,
            lesson: Load::Pending,
            trials: Vec::new(),
            votes: Vec::new(),
            progress: Progress::default(),
            light,
            aside: Vec::new(),
            log: Vec::new(),
            writer,
            keeping: 0,
            unkept: Vec::new(),
            drafts: Vec::new(),
            known: Vec::new(),
            appendix: None,
            safe: Safe::default(),
            desk: Desk::default(),
            people: People::default(),
            moves: 0,
            restored: 0,
            opened: Vec::new(),
            asked: None,
            late: Load::Pending,
            late_asked: false,
            early: None,
            returning,
            read: false,
            waiting: Vec::new(),
            first: true,
            begins: false,
            now: 0,
            changes: Vec::new(),
        }
    }

    /// The sentences in the language of the interface.
    pub(crate) fn words(&self) -> &'static Words {
        self.look.tongue.words()
    }

    /// Every statement known.
    pub(crate) fn log(&self) -> &[Statement] {
        &self.log
    }

    /// The trial at `place` in the lesson.
    pub(crate) fn trial(&self, place: usize) -> Option<&Trial> {
        self.trials.get(place).map(|(_, trial)| &**trial)
    }

    /// What changed since this was last asked.
    pub(crate) fn changes(&mut self) -> Vec<Part> {
        std::mem::take(&mut self.changes)
    }

    /// Takes in `event`, which happened at `now` (milliseconds since 1970), and says what has to be
    /// done because of it.
    pub(crate) fn on(&mut self, event: Event, now: i64) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        match event {
            Event::Went(address) => self.went(address, &mut effects),
            Event::Arrived(what, bytes) => self.arrived(what, bytes, &mut effects),
            Event::Retry => self.retry(&mut effects),
            Event::Look(look) => self.looked(look, &mut effects),
            Event::Read(read, jotted) => self.journal_read(read, jotted, &mut effects),
            Event::Late(come) => self.late_came(come, &mut effects),
            event @ (Event::Typed(..) | Event::Who(_)) => self.at_desk(event, &mut effects),
            event @ (Event::Trial(..)
            | Event::Submit
            | Event::Again
            | Event::Voted(..)
            | Event::TurnKey
            | Event::TakeBack(_)
            | Event::Clear(_)
            | Event::Restore(_)
            | Event::Landed(..)
            | Event::Seen
            | Event::Note(..)
            | Event::Bookmark(..)
            | Event::Kept(..)
            | Event::Opened(_)
            | Event::TakeOver
            | Event::LetGo
            | Event::Copied
            | Event::GoBack(_)
            | Event::ReturnAgain
            | Event::Erase(_)
            | Event::Unerase
            | Event::AskShelter
            | Event::Sheltered(_)
            | Event::GivenBack(_)
            | Event::Found(_)
            | Event::Elsewhere(_)
            | Event::ErasedElsewhere(_)) => self.done_or_waiting(event, &mut effects),
        }
        // The heading that takes the focus is there only when nothing is on its way any more.
        if self.begins && !self.waits() {
            self.begins = false;
            effects.push(Effect::Begin);
        }
        effects
    }

    /// Whether something is on its way without which there is nothing to show.
    fn waits(&self) -> bool {
        match (&self.catalogue, &self.manifest, &self.lesson) {
            _ if self.late == Load::Pending && self.needs_late() => true,
            _ if self.late == Load::Here(()) && self.needs_reading() => true,
            (Load::Pending, _, _) => true,
            (Load::Here(_), Load::Pending, _) => self.address.course().is_some(),
            (Load::Here(_), Load::Here(_), Load::Pending) => self.address.lesson().is_some(),
            (Load::Here(_) | Load::Trouble(_), _, _) => false,
        }
    }

    // Going from place to place.

    fn went(&mut self, address: Address, effects: &mut Vec<Effect>) {
        let before = std::mem::replace(&mut self.address, address);
        if before == self.address && !self.first {
            return;
        }
        self.moves += 1;
        self.changes.push(Part::Screen);
        if before.course() != self.address.course() {
            self.manifest = Load::Pending;
            if self.alone.take().is_some() {
                self.catalogue = Load::Pending;
                self.whole = true;
            }
        }
        // A card has a trial of its own.
        let card = |address: &Address| matches!(address, Address::Card(..));
        if before.course() != self.address.course()
            || before.lesson() != self.address.lesson()
            || card(&before)
            || card(&self.address)
        {
            self.lesson = Load::Pending;
            self.trials.clear();
            self.votes.clear();
            self.asked = None;
        }
        self.drop_waiting();
        self.begins = !self.first;
        self.first = false;
        self.settle(effects);
    }

    /// Asks for what the address needs and is not here, and lands where the address leads.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        self.look_for(effects);
        // After what it asks for, which then goes first.
        self.ask_late(effects);
    }

    fn look_for(&mut self, effects: &mut Vec<Effect>) {
        match self.catalogue {
            Load::Pending => {
                let course = self.address.course().filter(|_| !self.whole).cloned();
                let path = catalogue_path(course.as_ref());
                let what = What::Catalogue(course);
                return effects.push(Effect::Fetch(what, path, limit::MANIFEST_BYTES));
            }
            Load::Trouble(_) => return,
            Load::Here(_) => {}
        }
        if let Some(course) = self.address.course().cloned() {
            if let Load::Pending = self.manifest {
                return self.fetch_manifest(course, effects);
            }
            if let Some(lesson) = self.address.lesson().cloned() {
                self.fetch_lesson(course, lesson, effects);
            }
        }
        self.land(effects);
        effects.push(Effect::Name(telling::title(self), self.look.tongue));
    }

    fn listing(&self, course: &Id) -> Option<&'static Listing> {
        self.catalogue
            .here()?
            .courses
            .iter()
            .find(|listing| listing.id == *course)
    }

    fn fetch_manifest(&mut self, course: Id, effects: &mut Vec<Effect>) {
        match self.listing(&course) {
            Some(listing) => {
                let path = [COURSES, &listing.manifest.path].concat();
                effects.push(Effect::Fetch(
                    What::Manifest(course),
                    path,
                    limit::MANIFEST_BYTES,
                ));
            }
            None => self.manifest = missing(Why::NoCourse),
        }
    }

    /// The folder of a course's files, from the folder of the courses, with a slash at its end.
    pub(crate) fn folder(&self, course: &Id) -> &'static str {
        let path = self
            .listing(course)
            .map_or("", |listing| &listing.manifest.path);
        let slash = path.bytes().rposition(|byte| byte == b'/');
        slash.and_then(|slash| path.get(..=slash)).unwrap_or("")
    }

    /// The path of a lesson's file, with what the manifest says of it.
    fn lesson_file(
        &self,
        course: &Id,
        lesson: &Id,
        tongue: Tongue,
    ) -> Option<(String, &'static File)> {
        let (_, entry) = self.manifest.here()?.lesson(lesson)?;
        let file = entry.file(tongue.code())?;
        Some(([COURSES, self.folder(course), &file.path].concat(), file))
    }

    fn fetch_lesson(&mut self, course: Id, lesson: Id, effects: &mut Vec<Effect>) {
        if self.manifest.here().is_none() {
            return;
        }
        let what = What::Lesson(course.clone(), lesson.clone(), self.look.tongue);
        if self.asked.as_ref() == Some(&what) {
            return;
        }
        if let Some((_, lesson)) = self.opened.iter().find(|(had, _)| *had == what) {
            let lesson = *lesson;
            self.asked = Some(what);
            self.lesson = Load::Here(lesson);
            return self.set_up_trials(&course, lesson);
        }
        match self.lesson_file(&course, &lesson, self.look.tongue) {
            Some((path, _)) => {
                self.asked = Some(what.clone());
                effects.push(Effect::Fetch(what, path, limit::LESSON_BYTES));
            }
            None => self.lesson = missing(Why::NoLesson),
        }
    }

    /// Comes from a lesson's address to the page where the learner stopped, and notes the page.
    fn land(&mut self, effects: &mut Vec<Effect>) {
        if self.returning && !self.read {
            return;
        }
        let lesson = self.lesson.here();
        if let (Address::Lesson(course, id), Some(lesson)) = (&self.address, lesson) {
            let done = self.progress.lesson(course, id);
            let stopped = done
                .and_then(|done| done.place.as_ref())
                .map(|place| &place.page)
                .filter(|page| lesson.page(page).is_some());
            let Some(page) = stopped.or_else(|| lesson.pages.first().map(|page| &page.id)) else {
                return;
            };
            self.address = Address::Page(course.clone(), id.clone(), page.clone());
            self.changes.push(Part::Screen);
            effects.push(Effect::Replace(self.address.clone()));
        }
        if let Some(manifest) = self.manifest.here() {
            let landed = Event::Landed(self.address.clone(), manifest, lesson);
            self.done_or_waiting(landed, effects);
        }
    }

    // What arrives.

    fn arrived(
        &mut self,
        what: What,
        bytes: Result<Vec<u8>, Unreached>,
        effects: &mut Vec<Effect>,
    ) {
        match what {
            What::Catalogue(of) => {
                let path = catalogue_path(of.as_ref());
                self.catalogue = opened(bytes, path, bundle::catalogue);
                if of.is_some()
                    && (of.as_ref() != self.address.course() || self.catalogue.here().is_none())
                {
                    // The learner has gone elsewhere, or there is no such course or part.
                    self.catalogue = Load::Pending;
                    self.whole = true;
                } else {
                    self.alone = of;
                }
            }
            What::Manifest(course) => {
                // The learner may have gone elsewhere in the meantime.
                if self.address.course() != Some(&course) {
                    return;
                }
                let Some(listing) = self.listing(&course) else {
                    return;
                };
                let file = [COURSES, &listing.manifest.path].concat();
                self.manifest = opened(bytes, file, |bytes| bundle::manifest(bytes, listing));
            }
            What::Appendix(course) => return self.appendix_came(&course, bytes, effects),
            What::Lesson(course, id, tongue) => {
                let what = What::Lesson(course.clone(), id.clone(), tongue);
                if self.asked.as_ref() != Some(&what) {
                    return;
                }
                if self.late != Load::Here(()) && self.needs_late() {
                    self.early = Some((what, bytes));
                    return self.ask_late(effects);
                }
                let Some((path, file)) = self.lesson_file(&course, &id, tongue) else {
                    return;
                };
                let Some((_, entry)) = self
                    .manifest
                    .here()
                    .and_then(|manifest| manifest.lesson(&id))
                else {
                    return;
                };
                let late = self.late.here().is_some();
                let lesson = opened(bytes, path, |bytes| {
                    let mut lesson = bundle::lesson_to_show(bytes, entry, file)?;
                    // What can be done is looked at by the second half, as soon as it is here.
                    if late && !bundle::activities_are_sound(&lesson) {
                        std::mem::forget(lesson);
                        return Err(Refusal::Unreadable);
                    }
                    lesson.give_to(&self.look.learner);
                    Ok(lesson)
                });
                if let Load::Here(lesson) = lesson {
                    self.opened.push((what, lesson));
                    self.set_up_trials(&course, lesson);
                }
                self.lesson = lesson;
            }
        }
        self.changes.push(Part::Screen);
        self.settle(effects);
    }

    /// The trials of `lesson`: carried over from the same lesson in another language, else as the
    /// learner's record left them.
    fn set_up_trials(&mut self, course: &Id, lesson: &Lesson) {
        let before = std::mem::take(&mut self.trials);
        self.trials = lesson
            .runs()
            .map(|(activity, mut behaviour)| {
                if let Address::Card(..) = self.address {
                    behaviour = Behaviour::Review;
                }
                // Without the second half nothing can have been done yet.
                let trial = match self.late {
                    Load::Here(()) => {
                        let same = before.iter().find(|(id, _)| *id == activity.id);
                        let same = same.map(|(_, trial)| &**trial);
                        self.carried(same, course, &lesson.id, activity, behaviour)
                    }
                    Load::Pending | Load::Trouble(_) => {
                        Trial::new(activity, behaviour, self.seed(&activity.id))
                    }
                };
                (activity.id.clone(), Rc::new(trial))
            })
            .collect();
    }

    fn seed(&self, activity: &Id) -> Seed {
        Seed::of(&self.look.learner, activity.as_str())
    }

    fn retry(&mut self, effects: &mut Vec<Effect>) {
        let apart = matches!(self.late, Load::Trouble(_)) && !self.needs_late();
        if let Load::Trouble(_) = self.late {
            self.late = Load::Pending;
            self.changes.push(Part::Late);
        }
        if let Load::Trouble(_) = self.catalogue {
            self.catalogue = Load::Pending;
        }
        if let Load::Trouble(_) = self.manifest {
            self.manifest = Load::Pending;
        }
        if let Load::Trouble(_) = self.lesson {
            self.asked = None;
            self.lesson = Load::Pending;
        }
        if apart {
            // Only the second half is asked for again: what stands on the screen stays as it is.
            effects.extend(self.first_waiting().map(Effect::FocusIn));
        } else {
            self.changes.push(Part::Screen);
        }
        self.settle(effects);
    }

    // How it looks.

    fn looked(&mut self, look: Look, effects: &mut Vec<Effect>) {
        let before = std::mem::replace(&mut self.look, look);
        self.changes.push(Part::Look);
        effects.push(Effect::Dress(self.look.clone()));
        if before.tongue != self.look.tongue {
            self.drop_waiting();
            self.changes.push(Part::Tongue);
            self.settle(effects);
        }
    }
}

fn missing<T>(why: Why) -> Load<T> {
    Load::Trouble(Trouble {
        why,
        file: String::new(),
    })
}

/// The folder of the courses.
pub(crate) const COURSES: &str = "courses/";

/// The path of the catalogue, or of the part that is about `course`.
fn catalogue_path(course: Option<&Id>) -> String {
    let folder = course.map_or("", Id::as_str);
    let slash = if course.is_some() { "/" } else { "" };
    [COURSES, folder, slash, "catalogue.json"].concat()
}

/// What `open` makes of the `bytes` of `file`, or why there is nothing to show.
fn opened<T>(
    bytes: Result<Vec<u8>, Unreached>,
    file: String,
    open: impl FnOnce(&[u8]) -> Result<T, Refusal>,
) -> Load<&'static T> {
    let why = match bytes {
        Err(unreached) => Why::Unreached(unreached),
        Ok(bytes) => match open(&bytes) {
            Ok(it) => return Load::Here(Box::leak(Box::new(it))),
            Err(refusal) => Why::Refused(refusal),
        },
    };
    Load::Trouble(Trouble { why, file })
}
