//! The common form of an activity: what stands in its fence, before its kind makes a task of it.

use std::{cell::RefCell, ops::Range};

use super::{
    fields::{Fields, Given, short},
    near,
    reader::Reader,
};
use crate::{
    activity::Feedback,
    id::{Id, Lang},
    interaction::{self, Interaction},
    prose::{Block, Prose, Text},
    rule::{self, Rule},
    set::Set,
};

/// A kind that can be read from a fence. Each implements it in its `read.rs`.
pub trait Written: Interaction {
    /// Whether the entries stand in a table.
    const HAS_TABLE: bool = false;
    /// Whether the lists under entries are apart: the words of one may stand in another too.
    const APART: bool = false;
    /// Whether the entries of a list under an entry have keys.
    const HAS_INNER_KEYS: bool = true;
    /// How many entries the list has at least; none where the kind can do without a list.
    const LEAST: usize = 2;
    /// The task that stands in `fence`. Nothing when what is missing leaves no task; that is a
    /// finding.
    fn read(fence: &Fence<'_>) -> Option<Self::Task>;
    /// All that grading depends on, and no word people read, as one line that is the same for
    /// tasks that are graded alike.
    fn grading(task: &Self::Task) -> String;
    /// Every feedback of its entries, and what other prose the task has, to change what stands in it.
    fn feedbacks_mut(task: &mut Self::Task) -> Vec<&mut Prose>;
    /// Plain words of the task that people read, beside its entries and labels.
    fn names(_task: &Self::Task) -> Vec<&str> {
        Vec::new()
    }
    /// What can show a misconception beside the entries of a list, by key.
    fn showing(_task: &Self::Task) -> Vec<Id> {
        Vec::new()
    }
}

/// What stands in the fence of an activity.
#[derive(Debug)]
pub struct Fence<'a> {
    /// Its TOML.
    pub head: &'a Fields<'a>,
    /// The language it is written in.
    pub lang: &'a Lang,
    /// The line that opens it.
    pub span: Range<usize>,
    /// The lesson around it.
    pub(crate) reader: &'a Reader<'a>,
    /// What is asked. A kind may take its picture from it.
    pub prompt: RefCell<Prose>,
    /// Its list.
    pub list: Option<List>,
    /// Its table, for a kind that has one.
    pub table: Option<Grid>,
    /// Shown one at a time.
    pub hints: Vec<Prose>,
    /// Feedback because of a verdict.
    pub feedback: Feedback,
    /// Where the feedback for a part of the points stands, if there is any.
    pub partly: Option<Range<usize>>,
    /// Quotations beside the list that begin with `[!word]`, which is no verdict: the word, the rest.
    pub tagged: Vec<(Given<String>, Prose)>,
    /// The words that were asked for; the others are unknown.
    pub(crate) asked: RefCell<Vec<String>>,
}

/// The table of an activity: what its columns and its rows stand for, and what is marked in it.
#[derive(Debug)]
pub struct Grid {
    /// Where it stands: its first line.
    pub span: Range<usize>,
    /// The heads of the columns, without that over the rows.
    pub columns: Vec<Item>,
    /// The first cell of each row, and the places of its columns that are marked, from 0.
    pub rows: Vec<(Item, Vec<usize>)>,
}

/// The list of an activity.
#[derive(Debug)]
pub struct List {
    /// Whether its entries are numbered.
    pub numbered: bool,
    /// Where it stands.
    pub span: Range<usize>,
    /// Its entries.
    pub items: Vec<Item>,
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its key; one that was made up when the author gave none.
    pub key: Id,
    /// Whether the author gave the key.
    pub keyed: bool,
    /// Whether it is marked `[x]` or `[ ]`, if it is marked.
    pub ticked: Option<bool>,
    /// Its number, if it has one.
    pub number: Option<u64>,
    /// What people read.
    pub text: Text,
    /// The quotation under it.
    pub feedback: Option<Prose>,
    /// Quotations under it that begin with `[!word]`: the word, where it stands, the rest.
    pub tagged: Vec<(Given<String>, Prose)>,
    /// The list under it; empty where there is none.
    pub items: Vec<Item>,
    /// Where it stands: its first line.
    pub span: Range<usize>,
}

impl Item {
    /// The entry, and those of the list under it.
    pub fn with_inner(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.items)
    }
}

impl<'a> Fence<'a> {
    /// Adds a finding at `span`.
    pub fn add(
        &self,
        rule: &Rule,
        span: Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.head.report.add(rule, self.head.at(span), what, help);
    }

    /// The entries, if they are marked `[x]` and `[ ]` as picks and ticks are.
    pub fn marked(&self) -> Option<&[Item]> {
        let list = self.list.as_ref()?;
        let unmarked = list.items.iter().find(|item| item.ticked.is_none());
        self.flat(&list.items);
        self.untagged(&list.items);
        if list.numbered || unmarked.is_some() {
            let span = unmarked.map_or(list.span.clone(), |item| item.span.clone());
            self.add(
                &rule::LIST_OF_ANOTHER_KIND,
                span,
                "the entries of this kind start with `- [x]` or `- [ ]`.",
                "write `- [x]` before what is right and `- [ ]` before what is not.",
            );
            return None;
        }
        Some(&list.items)
    }

    /// The entries, if they are numbered. What quotations begin with is for the kind to read.
    pub fn numbered(&self) -> Option<&[Item]> {
        let list = self.list.as_ref()?;
        self.flat(&list.items);
        let marked = list.items.iter().find(|item| item.ticked.is_some());
        if !list.numbered || marked.is_some() {
            self.add(
                &rule::LIST_OF_ANOTHER_KIND,
                marked.map_or(list.span.clone(), |item| item.span.clone()),
                "the entries of this kind are numbered.",
                "write `1.`, `2.`, `3.` in the right order, without `[ ]`.",
            );
            return None;
        }
        for (n, item) in list.items.iter().enumerate() {
            if item.number != u64::try_from(n + 1).ok() {
                self.add(
                    &rule::NUMBERS_OUT_OF_ORDER,
                    item.span.clone(),
                    format!("this is entry {} of the list, and its number says otherwise.", n + 1),
                    "number the entries 1, 2, 3 in the right order; only their order in the file is read.",
                );
                break;
            }
        }
        Some(&list.items)
    }

    /// The entries, if none is marked or numbered: those that hold lists, or nothing to be right.
    pub fn plain(&self) -> Option<&[Item]> {
        let list = self.list.as_ref()?;
        let mut all = list.items.iter().flat_map(Item::with_inner);
        let marked = all.find(|item| item.ticked.is_some());
        if list.numbered || marked.is_some() {
            self.add(
                &rule::LIST_OF_ANOTHER_KIND,
                marked.map_or(list.span.clone(), |item| item.span.clone()),
                "the entries of this kind are neither marked nor numbered.",
                "write `- ` before each, without `[ ]`.",
            );
            return None;
        }
        Some(&list.items)
    }

    /// Says where a list stands under an entry though the kind has no use for one.
    pub fn flat(&self, items: &[Item]) {
        for inner in items.iter().filter_map(|item| item.items.first()) {
            self.add(
                &rule::MISPLACED_BLOCK,
                inner.span.clone(),
                "under an entry of this kind stands no list.",
                "under an entry stands only a quotation: `  > feedback`.",
            );
        }
    }

    /// Says which quotations under entries begin with a word in brackets that means nothing here.
    pub fn untagged(&self, items: &[Item]) {
        for (tag, _) in items.iter().flat_map(|item| &item.tagged) {
            self.add(
                &rule::UNKNOWN_VERDICT,
                tag.span.clone(),
                format!("`[!{}]` means nothing under this entry.", short(&tag.value)),
                "take it out: the feedback of an entry is written without it.",
            );
        }
    }

    /// Says which wrong entries have no feedback.
    pub fn explain_wrong(&self, items: &[Item]) {
        for item in items {
            if item.ticked == Some(false) && item.feedback.is_none() {
                self.add(
                    &rule::ENTRY_WITHOUT_FEEDBACK,
                    item.span.clone(),
                    "this wrong entry has no feedback.",
                    "write a quotation under it, indented by two spaces: `  > why not`.",
                );
            }
        }
    }

    /// The keys of `items` that are right, where there may be several; says so when there is none.
    pub fn right(&self, items: &[Item]) -> Option<Set<Id>> {
        let right = items.iter().filter(|item| item.ticked == Some(true));
        let key: Set<_> = right.map(|item| item.key.clone()).collect();
        if key.is_empty() {
            self.add(
                &rule::NO_RIGHT_ENTRY,
                self.span.clone(),
                "no entry is marked as right.",
                "write `- [x]` before every entry that is right; at least one has to be.",
            );
            return None;
        }
        Some(key)
    }

    /// Takes the last picture out of the prompt.
    pub fn picture(&self) -> Option<Block> {
        let mut prompt = self.prompt.borrow_mut();
        let is_picture = |block: &Block| matches!(block, Block::Picture(_));
        let at = prompt.iter().rposition(is_picture)?;
        Some(prompt.remove(at))
    }

    /// Whether the order is drawn for each learner.
    pub fn shuffle(&self) -> bool {
        self.head.flag("shuffle").is_none_or(|given| given.value)
    }

    /// The quotation beside the list that begins with `[!word]`; empty where there is none.
    pub fn beside(&self, word: &str) -> Prose {
        self.asked.borrow_mut().push(word.to_owned());
        let of_word = |(tag, _): &&(Given<String>, Prose)| tag.value == word;
        let found = self.tagged.iter().filter(of_word);
        found.flat_map(|(_, prose)| prose.clone()).collect()
    }

    /// Takes every quotation beside the list as asked for, where what it could be about is missing.
    pub fn pass_over(&self) {
        let words = self.tagged.iter().map(|(tag, _)| tag.value.clone());
        self.asked.borrow_mut().extend(words);
    }

    /// Says which quotations beside the list begin with a word that was never asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for (tag, _) in &self.tagged {
            if !asked.contains(&tag.value) {
                let verdicts = ["correct", "partly", "incorrect"].into_iter();
                let known = verdicts.chain(asked.iter().map(String::as_str));
                self.add(
                    &rule::UNKNOWN_VERDICT,
                    tag.span.clone(),
                    format!("`[!{}]` is not a verdict.", short(&tag.value)),
                    near::suggestion(&tag.value.to_lowercase(), known),
                );
            }
        }
    }

    /// `given` as the key of an entry; says so when no entry has it.
    pub fn key(&self, given: &Given<String>) -> Option<Id> {
        known_key(
            self.head,
            self.list.as_ref().map_or(&[], |list| &list.items),
            given,
        )
    }
}

/// `given` as a key of `items`; says so when none has it.
pub(crate) fn known_key(head: &Fields<'_>, items: &[Item], given: &Given<String>) -> Option<Id> {
    let all = || items.iter().flat_map(Item::with_inner);
    if let Some(item) = all().find(|item| item.key.as_str() == given.value) {
        return Some(item.key.clone());
    }
    // When an entry has no key, this is the finding that matters, not what refers to it.
    if all().all(|item| item.keyed) {
        let keys: Vec<&str> = all().map(|item| item.key.as_str()).collect();
        head.report.add(
            &rule::UNKNOWN_KEY,
            head.at(given.span.clone()),
            format!("no entry has the key `{}`.", short(&given.value)),
            near::suggestion(&given.value, keys),
        );
    }
    None
}

/// The public entries of a task.
pub fn entries(items: &[Item]) -> Vec<interaction::Entry> {
    let entry = |item: &Item| interaction::Entry {
        key: item.key.clone(),
        text: item.text.clone(),
    };
    items.iter().map(entry).collect()
}

/// All that grading depends on where some of `entries` are right, whatever their order.
pub(crate) fn of_right(kind: &str, entries: &[interaction::Entry], key: &Set<Id>) -> String {
    let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    keys.sort_unstable();
    let right: Vec<&str> = key.iter().map(Id::as_str).collect();
    format!("{kind} of {} right {}", keys.join(" "), right.join(" "))
}

/// The feedback of each entry that has any.
pub fn feedback(items: &[Item]) -> interaction::Feedback {
    items
        .iter()
        .filter_map(|item| Some((item.key.clone(), item.feedback.clone()?)))
        .collect()
}

/// All of `feedback`, without its keys.
pub(crate) fn proses_mut(feedback: &mut interaction::Feedback) -> Vec<&mut Prose> {
    feedback.iter_mut().map(|(_, prose)| prose).collect()
}

/// An id for what has none; the finding about it keeps it from being published.
pub(crate) fn unnamed() -> Id {
    Id::new("unnamed").unwrap_or_else(|_| unreachable!("these are lower-case letters"))
}

/// The first line of `span`, without the line's end.
pub(crate) fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let source = text.get(span.clone()).unwrap_or("");
    let line = source.lines().next().unwrap_or("").trim_end();
    span.start..span.start + line.len()
}
