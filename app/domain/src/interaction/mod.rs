//! The kinds of interaction: a closed set, one folder per kind.
//!
//! A kind is a type that implements [`Interaction`]. It knows its task, its response, how one is
//! edited, when it is ready and what it is worth. It does not know any other kind, nor in which
//! behaviour it runs, nor how it is shown.
//!
//! To add one: a folder here (`mod.rs`, `GUIDE.md`), a line in the list at the end of this file,
//! a file of the same name in the player and one in `style/interaction`. The compiler asks for the
//! view, the completeness test for the rest.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    ballot::{self, Poll, Wording},
    id::Id,
    json::{Doubt, Read, Value, Write, read_struct},
    outcome::{Missing, Outcome, Scored},
    prose::{Prose, Text},
    seed::Seed,
};

pub mod cards;
pub mod categorise;
pub mod choice;
pub mod choices;
pub mod decision;
pub mod estimate;
pub mod gap;
pub mod hotspot;
pub mod mark;
pub mod r#match;
pub mod matrix;
pub mod number;
pub mod open;
pub mod pairs;
pub mod sequence;
pub mod text;
mod ticks;
mod typed;

/// What every kind of interaction is.
pub trait Interaction: Sized {
    /// What is to be done: public entries, and the key apart from them.
    type Task;
    /// What the learner did. Entries are named by key, never by position.
    type Response: Clone + PartialEq;
    /// One thing the learner does to a response.
    type Edit: Clone;

    /// The order in which the entries of `task` are offered.
    fn offer(task: &Self::Task, seed: Seed) -> Vec<Id>;
    /// The response before anything was done.
    fn blank() -> Self::Response;
    /// The response after `edit`. An edit that names an unknown entry changes nothing.
    fn edit(work: &Work<Self>, edit: &Self::Edit) -> Self::Response;
    /// Every edit a learner can make now, by any way of operating it.
    fn edits(work: &Work<Self>) -> Vec<Self::Edit>;
    /// What is missing before the response can be graded.
    fn missing(work: &Work<Self>) -> Option<Missing>;
    /// Whether two responses say the same, however they were typed.
    fn same(one: &Self::Response, other: &Self::Response) -> bool {
        one == other
    }
    /// Whether `response` could have been made on `task`, blank ones included.
    fn fits(task: &Self::Task, response: &Self::Response) -> bool;
    /// What the response is worth. Asked only when nothing is missing.
    fn grade(work: &Work<Self>) -> Scored;
    /// The correct response.
    fn key(task: &Self::Task) -> Self::Response;
    /// The feedback that is due for the entry `key` because of the response, most particular first.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose>;
    /// The entries as written, with their words: what marks and feedback are about.
    fn entries(task: &Self::Task) -> &[Entry];
    /// Every feedback that was written, in the order of the task, and what other prose it has.
    fn feedbacks(task: &Self::Task) -> Vec<&Prose>;
    /// Words of the task beside those of its entries.
    fn labels(_task: &Self::Task) -> Vec<&Text> {
        Vec::new()
    }
    /// Whether the task is one that can be done: so many entries, keys that name something. That the
    /// key earns every point is asked apart.
    fn sound(task: &Self::Task) -> bool {
        Self::entries(task).len() >= 2 && distinct(Self::entries(task))
    }
    /// Whether `response` does with the entry `key` what can show a misconception.
    fn shows(task: &Self::Task, response: &Self::Response, key: &Id) -> bool;
    /// What a class can vote on by show of hands: at least one poll, in the order of the task. The
    /// entries that are offered in an order drawn are choices in the order they were written in.
    fn ballot(task: &Self::Task) -> Vec<Poll>;
}

/// Whether no two of `entries` have one key.
pub fn distinct(entries: &[Entry]) -> bool {
    let before = |n: usize, key: &Id| entries.iter().take(n).any(|entry| entry.key == *key);
    !entries
        .iter()
        .enumerate()
        .any(|(n, entry)| before(n, &entry.key))
}

/// Whether one of `entries` is called `key`.
fn has(entries: &[Entry], key: &Id) -> bool {
    entries.iter().any(|entry| entry.key == *key)
}

/// The keys of `entries`, as written.
fn keys(entries: &[Entry]) -> Vec<Id> {
    entries.iter().map(|entry| entry.key.clone()).collect()
}

/// The keys of `entries`, as written or, to `shuffle` them, in an order drawn for the learner.
fn drawn(entries: &[Entry], shuffle: bool, seed: Seed) -> Vec<Id> {
    let keys = keys(entries);
    if shuffle { seed.shuffle(keys) } else { keys }
}

/// The poll on which of `entries` are those that `right` says, about the entry `about` if one is given.
#[inline(never)]
fn poll(about: Option<&Id>, entries: &[Entry], right: &dyn Fn(&Id) -> bool) -> Poll {
    let mut choices = Vec::with_capacity(entries.len());
    for Entry { key, text } in entries {
        choices.push(ballot::Choice {
            wording: Wording::Text(text.clone()),
            right: right(key),
            key: Some(key.clone()),
        });
    }
    Poll {
        about: about.cloned(),
        choices,
    }
}

/// Lists are far shorter than `u32::MAX`; see [`crate::limit::LIST_ENTRIES`].
fn count(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}

/// What was written for the entry `key`.
pub fn written<'a>(feedback: &'a Feedback, key: &Id) -> Option<&'a Prose> {
    let found = feedback.iter().find(|(given, _)| given == key);
    found.map(|(_, prose)| prose)
}

/// All of `feedback`, without its keys.
pub fn proses(feedback: &Feedback) -> Vec<&Prose> {
    feedback.iter().map(|(_, prose)| prose).collect()
}

/// One entry of a list: its key, and the words people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Names the entry in responses and in the key.
    #[serde(rename = "k")]
    pub key: Id,
    /// What people read.
    #[serde(rename = "t")]
    pub text: Text,
}

read_struct!(Entry { key = "k", text = "t" });

/// Feedback per entry: secret until the entry was put up.
pub type Feedback = Vec<(Id, Prose)>;

/// A task with a response that fits it. The pair cannot come apart.
#[derive(Debug)]
pub struct Work<I: Interaction> {
    task: Arc<I::Task>,
    /// The order the entries are offered in: always a permutation of the task's keys.
    offered: Arc<Vec<Id>>,
    /// Always fits the task.
    response: I::Response,
}

impl<I: Interaction> Clone for Work<I> {
    fn clone(&self) -> Self {
        Self {
            task: Arc::clone(&self.task),
            offered: Arc::clone(&self.offered),
            response: self.response.clone(),
        }
    }
}

/// Two works are equal when they are the same response to the very same task.
impl<I: Interaction> PartialEq for Work<I> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.task, &other.task) && self.response == other.response
    }
}

// A function of its own for each kind, so that those of a kind can come late (see `app/player/late.toml`).
impl<I: Interaction> Work<I> {
    /// The task with a blank response, its entries in the order that `seed` draws.
    pub fn new(task: Arc<I::Task>, seed: Seed) -> Self {
        let offered = Arc::new(I::offer(&task, seed));
        Self {
            task,
            offered,
            response: I::blank(),
        }
    }

    /// What is to be done.
    pub fn task(&self) -> &I::Task {
        &self.task
    }

    /// What the learner did.
    pub fn response(&self) -> &I::Response {
        &self.response
    }

    /// The keys in the order they are offered.
    pub fn offered(&self) -> &[Id] {
        &self.offered
    }

    /// The entries in the order they are offered.
    #[inline(never)]
    pub fn entries(&self) -> Vec<&Entry> {
        let mut entries = Vec::with_capacity(self.offered.len());
        for key in self.offered.iter() {
            entries.extend(self.entry(key));
        }
        entries
    }

    /// The words of the entry `key`.
    pub fn entry(&self, key: &Id) -> Option<&Entry> {
        I::entries(&self.task)
            .iter()
            .find(|entry| entry.key == *key)
    }

    /// The feedback that is due for the entry `key` because of the response.
    pub fn feedback(&self, key: &Id) -> Option<&Prose> {
        I::feedback(self, key)
    }

    /// The correct response.
    pub fn key(&self) -> I::Response {
        I::key(&self.task)
    }

    /// The same task, nothing done yet, in the same order.
    pub fn blank(&self) -> Self {
        Self {
            response: I::blank(),
            ..self.clone()
        }
    }

    /// The work after `edit`.
    pub fn edited(&self, edit: &I::Edit) -> Self {
        Self {
            response: I::edit(self, edit),
            ..self.clone()
        }
    }

    /// Every edit a learner can make now.
    #[inline(never)]
    pub fn edits(&self) -> Vec<I::Edit> {
        I::edits(self)
    }

    /// The same task with another response, if that fits.
    pub fn with(&self, response: I::Response) -> Result<Self, Mismatch> {
        if !I::fits(&self.task, &response) {
            return Err(Mismatch);
        }
        Ok(Self {
            response,
            ..self.clone()
        })
    }

    /// What the response is worth, or what it still lacks.
    pub fn grade(&self) -> Outcome {
        match I::missing(self) {
            Some(missing) => Outcome::Unanswered(missing),
            None => Outcome::Scored(I::grade(self)),
        }
    }
}

/// A stored response does not fit the task: another kind, or keys the task does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

/// Whether what is put in where it is called, `always` or `never`, stands apart.
macro_rules! apart {
    (always) => {
        false
    };
    (never) => {
        true
    };
}

/// Writes the closed enums over all kinds, and passes each call on to the right one. The word of a
/// kind is the name of its module, unless another is given: a keyword can't be one as it stands.
macro_rules! kinds {
    ($($(#[$doc:meta])* $module:ident $(= $word:literal)?: $Kind:ident $begun:ident $inline:ident,)+) => {
        /// Which sort of interaction.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Kind { $($(#[$doc])* $Kind,)+ }

        impl Kind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$Kind,)+];

            /// The word an author writes.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Kind => crate::json::name!($module $(= $word)?),)+ }
            }

            /// Whether its functions stand apart, so that they can come late (see below).
            pub const fn is_apart(self) -> bool {
                match self { $(Self::$Kind => apart!($begun),)+ }
            }

            /// Reads the task of this kind that stands in `fence`.
            #[cfg(feature = "source")]
            pub(crate) fn read(self, fence: &crate::source::fence::Fence<'_>) -> Option<Task> {
                use crate::source::fence::Written;
                match self {
                    $(Self::$Kind => $module::$Kind::read(fence).map(|task| Task::$Kind(Arc::new(task))),)+
                }
            }

            /// Whether the entries stand in a table.
            #[cfg(feature = "source")]
            pub(crate) const fn has_table(self) -> bool {
                use crate::source::fence::Written;
                match self { $(Self::$Kind => $module::$Kind::HAS_TABLE,)+ }
            }

            /// Whether the lists under its entries are apart from each other.
            #[cfg(feature = "source")]
            pub(crate) const fn lists_are_apart(self) -> bool {
                use crate::source::fence::Written;
                match self { $(Self::$Kind => $module::$Kind::APART,)+ }
            }

            /// Whether what stands under an entry of its list has a key of its own.
            #[cfg(feature = "source")]
            pub(crate) const fn has_inner_keys(self) -> bool {
                use crate::source::fence::Written;
                match self { $(Self::$Kind => $module::$Kind::HAS_INNER_KEYS,)+ }
            }

            /// How many entries its list has at least; none where it can do without a list.
            #[cfg(feature = "source")]
            pub(crate) const fn least(self) -> usize {
                match self {
                    $(Self::$Kind => <$module::$Kind as crate::source::fence::Written>::LEAST,)+
                }
            }

            /// The guide to the kind: manual, sample and test in one.
            #[cfg(feature = "source")]
            pub const fn guide(self) -> &'static str {
                match self {
                    $(Self::$Kind => {
                        include_str!(concat!(crate::json::name!($module $(= $word)?), "/GUIDE.md"))
                    })+
                }
            }
        }

        /// The task of any kind.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Task { $($(#[$doc])* $Kind(Arc<<$module::$Kind as Interaction>::Task>),)+ }

        /// The response of any kind, as it is stored.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Response { $($(#[$doc])* $Kind(<$module::$Kind as Interaction>::Response),)+ }

        /// One thing done to the response of any kind.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Edit { $($(#[$doc])* $Kind(<$module::$Kind as Interaction>::Edit),)+ }

        /// The [`Work`] of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Exercise { $($(#[$doc])* $Kind(Work<$module::$Kind>),)+ }

        // What the enums below pass on. For most kinds each is a function of its own (`never`), which is
        // all that an arm of theirs calls: so the functions of a kind can come late (see
        // `app/player/late.toml`), all of them, or all but the one that begins an exercise. Those of the
        // first kinds are put in where they are called (`always`): the compiler makes one function of
        // two that are alike, and it might be a late one.
        $(impl Work<$module::$Kind> {
            #[inline($begun)]
            fn begun(task: &Arc<<$module::$Kind as Interaction>::Task>, seed: Seed) -> Exercise {
                Exercise::$Kind(Self::new(Arc::clone(task), seed))
            }

            #[inline($inline)]
            fn key_of(task: &<$module::$Kind as Interaction>::Task) -> Response {
                Response::$Kind($module::$Kind::key(task))
            }

            #[inline($inline)]
            fn feedbacks_of(task: &<$module::$Kind as Interaction>::Task) -> Vec<&Prose> {
                $module::$Kind::feedbacks(task)
            }

            #[inline($inline)]
            fn labels_of(task: &<$module::$Kind as Interaction>::Task) -> Vec<&Text> {
                $module::$Kind::labels(task)
            }

            #[inline($inline)]
            fn ballot_of(task: &<$module::$Kind as Interaction>::Task) -> Vec<Poll> {
                $module::$Kind::ballot(task)
            }

            #[inline($inline)]
            fn is_sound(task: &<$module::$Kind as Interaction>::Task) -> bool {
                $module::$Kind::sound(task)
            }

            #[inline($inline)]
            fn is_shown(
                task: &<$module::$Kind as Interaction>::Task,
                response: &Response,
                key: &Id,
            ) -> bool {
                if let Response::$Kind(response) = response {
                    $module::$Kind::shows(task, response, key)
                } else {
                    false
                }
            }

            #[inline($inline)]
            fn wiped(&self) -> Exercise {
                Exercise::$Kind(self.blank())
            }

            #[inline($inline)]
            fn stored(&self) -> Response {
                Response::$Kind(self.response().clone())
            }

            #[inline($inline)]
            fn says(&self, other: &Exercise) -> bool {
                if let Exercise::$Kind(other) = other {
                    $module::$Kind::same(self.response(), other.response())
                } else {
                    false
                }
            }

            #[inline($inline)]
            fn restored(&self, response: Response) -> Result<Exercise, Mismatch> {
                if let Response::$Kind(response) = response {
                    self.with(response).map(Exercise::$Kind)
                } else {
                    Err(Mismatch)
                }
            }

            #[inline($inline)]
            fn after(&self, edit: &Edit) -> Result<Exercise, Mismatch> {
                if let Edit::$Kind(edit) = edit {
                    Ok(Exercise::$Kind(self.edited(edit)))
                } else {
                    Err(Mismatch)
                }
            }

            #[inline($inline)]
            fn graded(&self) -> Outcome {
                self.grade()
            }

            #[inline($inline)]
            fn explained(&self, key: &Id) -> Option<&Prose> {
                self.feedback(key)
            }

            #[inline($inline)]
            fn done(&self) -> Result<Exercise, Mismatch> {
                self.with(self.key()).map(Exercise::$Kind)
            }
        })+

        impl Task {
            /// Which sort of interaction this is.
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$Kind(_) => Kind::$Kind,)+ }
            }

            /// A blank exercise on this task.
            pub fn exercise(&self, seed: Seed) -> Exercise {
                match self {
                    $(Self::$Kind(task) => Work::<$module::$Kind>::begun(task, seed),)+
                }
            }

            /// The correct response.
            pub fn key(&self) -> Response {
                match self {
                    $(Self::$Kind(task) => Work::<$module::$Kind>::key_of(task),)+
                }
            }

            /// All that grading depends on, as one line.
            #[cfg(feature = "source")]
            pub(crate) fn grading(&self) -> String {
                match self {
                    $(Self::$Kind(task) => <$module::$Kind as crate::source::fence::Written>::grading(task),)+
                }
            }

            /// What people read in the task beside its entries.
            #[cfg(feature = "source")]
            pub(crate) fn names(&self) -> Vec<&str> {
                match self {
                    $(Self::$Kind(task) => <$module::$Kind as crate::source::fence::Written>::names(task),)+
                }
            }

            /// What can show a misconception beside the entries of a list, by key.
            #[cfg(feature = "source")]
            pub(crate) fn showing(&self) -> Vec<Id> {
                match self {
                    $(Self::$Kind(task) => <$module::$Kind as crate::source::fence::Written>::showing(task),)+
                }
            }

            /// Every feedback of the entries, to change what stands in it.
            #[cfg(feature = "source")]
            pub(crate) fn feedbacks_mut(&mut self) -> Vec<&mut Prose> {
                match self {
                    $(Self::$Kind(task) => {
                        <$module::$Kind as crate::source::fence::Written>::feedbacks_mut(Arc::make_mut(task))
                    })+
                }
            }

            /// The entries as written.
            pub fn entries(&self) -> &[Entry] {
                match self { $(Self::$Kind(task) => $module::$Kind::entries(task),)+ }
            }

            /// Every feedback that was written, in the order of the task.
            pub fn feedbacks(&self) -> Vec<&Prose> {
                match self { $(Self::$Kind(task) => Work::<$module::$Kind>::feedbacks_of(task),)+ }
            }

            /// Words of the task beside those of its entries.
            pub fn labels(&self) -> Vec<&Text> {
                match self { $(Self::$Kind(task) => Work::<$module::$Kind>::labels_of(task),)+ }
            }

            /// What a class can vote on.
            pub fn ballot(&self) -> Vec<Poll> {
                match self { $(Self::$Kind(task) => Work::<$module::$Kind>::ballot_of(task),)+ }
            }

            /// Whether the task is one that can be done.
            pub fn sound(&self) -> bool {
                match self { $(Self::$Kind(task) => Work::<$module::$Kind>::is_sound(task),)+ }
            }

            /// Whether `response` does with the entry `key` what can show a misconception. A response
            /// to another kind shows none.
            pub fn shows(&self, response: &Response, key: &Id) -> bool {
                match self {
                    $(Self::$Kind(task) => Work::<$module::$Kind>::is_shown(task, response, key),)+
                }
            }
        }

        impl Read for Kind {
            fn read(value: &Value, doubt: &mut Doubt) -> Self {
                let name = value.text().unwrap_or_default();
                let known = Self::ALL.iter().find(|kind| kind.name() == name);
                if known.is_none() {
                    doubt.note();
                }
                *known.unwrap_or(&Kind::Choice)
            }
        }

        impl Read for Task {
            fn read(value: &Value, doubt: &mut Doubt) -> Self {
                let (name, task) = value.variant();
                let known = Kind::ALL.iter().find(|kind| kind.name() == name);
                if known.is_none() {
                    doubt.note();
                }
                match known.unwrap_or(&Kind::Choice) {
                    $(Kind::$Kind => Self::$Kind(Read::read(task, doubt)),)+
                }
            }
        }

        impl Read for Response {
            fn read(value: &Value, doubt: &mut Doubt) -> Self {
                let (name, response) = value.variant();
                let known = Kind::ALL.iter().find(|kind| kind.name() == name);
                if known.is_none() {
                    doubt.note();
                }
                match known.unwrap_or(&Kind::Choice) {
                    $(Kind::$Kind => Self::$Kind(Read::read(response, doubt)),)+
                }
            }
        }

        impl Write for Response {
            fn write(&self, out: &mut String) {
                out.push('{');
                match self {
                    $(Self::$Kind(response) => {
                        crate::json::member(Kind::$Kind.name(), response, out);
                    })+
                }
                out.push('}');
            }
        }

        impl Exercise {
            /// The same exercise, nothing done yet.
            pub fn blank(&self) -> Self {
                match self { $(Self::$Kind(work) => work.wiped(),)+ }
            }

            /// The response as it is stored.
            pub fn response(&self) -> Response {
                match self { $(Self::$Kind(work) => work.stored(),)+ }
            }

            /// Whether nothing was done yet.
            pub fn is_blank(&self) -> bool {
                match self {
                    $(Self::$Kind(work) => *work.response() == $module::$Kind::blank(),)+
                }
            }

            /// Whether both responses say the same. Those to two kinds never do.
            pub fn same(&self, other: &Self) -> bool {
                match self { $(Self::$Kind(work) => work.says(other),)+ }
            }

            /// The exercise with a stored response.
            pub fn with(&self, response: Response) -> Result<Self, Mismatch> {
                match self { $(Self::$Kind(work) => work.restored(response),)+ }
            }

            /// The exercise after `edit`.
            pub fn edited(&self, edit: &Edit) -> Result<Self, Mismatch> {
                match self { $(Self::$Kind(work) => work.after(edit),)+ }
            }

            /// Every edit a learner can make now.
            pub fn edits(&self) -> Vec<Edit> {
                match self {
                    $(Self::$Kind(work) => work.edits().into_iter().map(Edit::$Kind).collect(),)+
                }
            }

            /// What the response is worth, or what it still lacks.
            pub fn grade(&self) -> Outcome {
                match self { $(Self::$Kind(work) => work.graded(),)+ }
            }

            /// The exercise as its key has it.
            pub fn solved(&self) -> Result<Self, Mismatch> {
                match self { $(Self::$Kind(work) => work.done(),)+ }
            }

            /// The keys in the order they are offered.
            pub fn offered(&self) -> &[Id] {
                match self { $(Self::$Kind(work) => work.offered(),)+ }
            }

            /// The feedback that is due for the entry `key` because of the response.
            pub fn feedback(&self, key: &Id) -> Option<&Prose> {
                match self { $(Self::$Kind(work) => work.explained(key),)+ }
            }
        }
    };
}

kinds! {
    /// Pick one.
    choice: Choice always always,
    /// Tick all that apply.
    choices: Choices always always,
    /// Put in order.
    sequence: Sequence always never,
    /// Mark pieces of a text.
    mark: Mark never never,
    /// Put into groups.
    categorise: Categorise never never,
    /// Estimate a number, then see the true one.
    estimate: Estimate never never,
    /// Put together what belongs together.
    r#match = "match": Match never never,
    /// Choose regions of a picture.
    hotspot: Hotspot never never,
    /// Place each row on a scale.
    matrix: Matrix never never,
    /// Write a number.
    number: Number never never,
    /// Write a word or a few.
    text: Text never never,
    /// Write a text, and judge it by a rubric.
    open: Open never never,
    /// Decide, card by card.
    decision: Decision never never,
    /// Fill the gaps of a text or a table.
    gap: Gap never never,
    /// Turn cards, and rate yourself.
    cards: Cards never never,
}
