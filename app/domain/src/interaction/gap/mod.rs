//! `gap`: the learner fills the gaps of a text or of a table.

#[cfg(feature = "source")]
mod read;

use serde::{Deserialize, Serialize};

use super::{Entry, Feedback, Interaction, Work, count, has, keys, poll, proses, typed, written};
use crate::{
    ballot::Poll,
    fold,
    id::Id,
    json::{read_enum, read_struct},
    limit,
    outcome::{Mark, Missing, Score, Scored},
    prose::{self, Prose, Text},
    seed::Seed,
    set::Set,
};

/// The kind: fill the gaps of a text or of a table.
///
/// One point for each gap in which the right option was chosen. Where the gaps are typed in, two points
/// for an accepted text and one for a text that is nearly one, as in a `text`.
#[derive(Clone, Copy, Debug)]
pub struct Gap;

/// So many gaps a text has at most.
const MOST: usize = 12;

/// So many options a gap has at most.
const OPTIONS: usize = 100;

/// A text with gaps, and what can go in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What each gap is called; from 1 to 12, in the order of the text.
    pub gaps: Vec<Entry>,
    /// The text around the gaps. Each stands in it once.
    pub body: Body,
    /// The options of each gap, in the order of the gaps; none of any where the gaps are typed in.
    pub menus: Options,
    /// Whether each learner gets an order of the options of their own.
    pub shuffle: bool,
    /// What a learner must not see before the time.
    pub secret: Secret,
}

/// What a learner must not see before the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Where the gaps are typed in: the texts of each that are accepted or were foreseen. No two of one
    /// gap compare alike.
    pub words: Options,
    /// The options that are right: one of each menu, at least one of each gap that is typed in. The
    /// first of a gap is the one that is shown as the key.
    pub key: Vec<Id>,
    /// Feedback for each option.
    pub feedback: Feedback,
}

/// Gaps with their options. No key stands twice, be it of a gap or of an option.
pub type Options = Vec<(Id, Vec<Entry>)>;

/// The text around the gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// One paragraph or several.
    #[serde(rename = "p")]
    Paragraphs(Vec<Line>),
    /// A table.
    #[serde(rename = "table")]
    Table(Table),
}

/// A table with gaps in its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// For each column whether it holds numbers (and is set to the right).
    #[serde(rename = "n")]
    pub numeric: Vec<bool>,
    /// The head of each column: no gap stands in it.
    #[serde(rename = "h")]
    pub head: Vec<Text>,
    /// The cells of each row, as many as there are heads.
    #[serde(rename = "r")]
    pub rows: Vec<Vec<Line>>,
}

/// A paragraph, or what stands in a cell.
pub type Line = Vec<Part>;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Words.
    #[serde(rename = "w")]
    Words(Text),
    /// The gap with this key.
    #[serde(rename = "g")]
    Gap(Id),
}

/// What a learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Chooses an option in the menu of a gap, or none.
    Choose(Id, Option<Id>),
    /// Writes something in a gap, in place of what stood there.
    Write(Id, String),
}

/// A gap that was filled: what was typed (nothing in a menu), the option that says; if what was typed
/// says none, the accepted one it nearly says. They are kept together, because the words of the options
/// are others in another language.
pub type Filled = (Id, String, Option<Id>, Option<Id>);

/// What `filled` has in `gap`.
pub fn in_gap<'a>(filled: &'a [Filled], gap: &Id) -> Option<&'a Filled> {
    filled.iter().find(|(key, ..)| key == gap)
}

/// Whether there is something in a gap that can be graded.
fn is_filled((_, typed, said, _): &Filled) -> bool {
    said.is_some() || !fold::fold(typed).is_empty()
}

impl Body {
    /// Every line, in the order it is read.
    fn lines(&self) -> Vec<&Line> {
        match self {
            Self::Paragraphs(lines) => lines.iter().collect(),
            Self::Table(table) => table.rows.iter().flatten().collect(),
        }
    }

    /// The gaps in it, in the order they are read.
    fn gaps(&self) -> Vec<&Id> {
        let mut gaps = Vec::new();
        for part in self.lines().into_iter().flatten() {
            if let Part::Gap(key) = part {
                gaps.push(key);
            }
        }
        gaps
    }

    /// Whether each row of a table has a cell below each head.
    fn is_even(&self) -> bool {
        match self {
            Self::Paragraphs(_) => true,
            Self::Table(Table {
                numeric,
                head,
                rows,
            }) => numeric.len() == head.len() && rows.iter().all(|cells| cells.len() == head.len()),
        }
    }
}

impl Task {
    /// Whether the gaps are typed in. Else each has a menu.
    pub fn is_typed(&self) -> bool {
        self.menus.is_empty()
    }

    /// What can go in each gap.
    fn lists(&self) -> &Options {
        if self.is_typed() {
            &self.secret.words
        } else {
            &self.menus
        }
    }

    /// What can go in `gap`; nothing in one that is not there.
    pub fn options(&self, gap: &Id) -> &[Entry] {
        let found = self.lists().iter().find(|(key, _)| key == gap);
        found.map_or(&[], |(_, options)| options)
    }

    /// The option of `gap` that is shown as the key.
    pub fn right(&self, gap: &Id) -> Option<&Entry> {
        let mut options = self.options(gap).iter();
        options.find(|option| self.secret.key.contains(&option.key))
    }

    /// What `edit` puts in a gap, and the gap; nothing where it takes out what was there.
    fn filled(&self, edit: &Edit) -> Option<(Id, Option<Filled>)> {
        match edit {
            Edit::Choose(gap, to) => {
                let known = match to {
                    Some(to) => has(self.options(gap), to),
                    None => has(&self.gaps, gap),
                };
                let filled = to
                    .as_ref()
                    .map(|to| (gap.clone(), String::new(), Some(to.clone()), None));
                (known && !self.is_typed()).then(|| (gap.clone(), filled))
            }
            Edit::Write(gap, typed) => {
                let typed: String = typed.chars().take(limit::GAP_CHARACTERS).collect();
                let filled = if typed.is_empty() {
                    None
                } else {
                    let (said, near) = typed::heard(self.options(gap), &self.secret.key, &typed);
                    Some((gap.clone(), typed, said, near))
                };
                (has(&self.gaps, gap) && self.is_typed()).then(|| (gap.clone(), filled))
            }
        }
    }

    /// Whether what a gap is filled with could have been put there.
    fn could_have(&self, filled: &Filled) -> bool {
        let (gap, typed, said, near) = filled;
        let option = |key: &Id| has(self.options(gap), key);
        if !self.is_typed() {
            return typed.is_empty() && near.is_none() && said.as_ref().is_some_and(option);
        }
        // The words are not looked up again: in another language the same response says the same.
        let accepted = |key: &Id| option(key) && self.secret.key.contains(key);
        has(&self.gaps, gap)
            && !typed.is_empty()
            && typed.chars().count() <= limit::GAP_CHARACTERS
            && ((said.is_none() && near.is_none()) || !fold::fold(typed).is_empty())
            && said
                .as_ref()
                .is_none_or(|key| near.is_none() && option(key))
            && near.as_ref().is_none_or(accepted)
    }

    fn mark(&self, (_, _, said, near): &Filled) -> Mark {
        match (said, near) {
            (Some(key), _) if self.secret.key.contains(key) => Mark::Right,
            (None, Some(_)) => Mark::Near,
            (Some(_), _) | (None, None) => Mark::Wrong,
        }
    }

    /// Whether no key stands twice, of a gap or of an option.
    fn is_distinct(&self) -> bool {
        let mut seen = Set::new();
        let lists = self.lists().iter().map(|(_, options)| options);
        lists
            .chain([&self.gaps])
            .flatten()
            .all(|entry| seen.insert(entry.key.clone()))
    }

    /// Whether the options of one gap are some of which so many are right as can be.
    fn can_be_filled(&self, options: &[Entry]) -> bool {
        let key = &self.secret.key;
        let right = options.iter().filter(|option| key.contains(&option.key));
        let right = right.count();
        let fine = if self.is_typed() {
            right > 0 && typed::told_apart(options)
        } else {
            right == 1 && options.len() >= 2
        };
        fine && options.len() <= OPTIONS
    }
}

impl Interaction for Gap {
    type Task = Task;
    /// Each gap that was filled, sorted by its key; empty when blank.
    type Response = Vec<Filled>;
    type Edit = Edit;

    /// The gaps as written, then the options of all.
    fn offer(task: &Task, seed: Seed) -> Vec<Id> {
        let mut offered = keys(&task.gaps);
        let mut options = Vec::new();
        for (_, menu) in &task.menus {
            options.extend(keys(menu));
        }
        // All in one: or what is right would stand at the same place in every menu.
        offered.extend(if task.shuffle {
            seed.shuffle(options)
        } else {
            options
        });
        offered
    }

    fn blank() -> Vec<Filled> {
        Vec::new()
    }

    fn edit(work: &Work<Self>, edit: &Edit) -> Vec<Filled> {
        let mut response = work.response().clone();
        let Some((gap, filled)) = work.task().filled(edit) else {
            return response;
        };
        let at = response.binary_search_by(|(key, ..)| key.cmp(&gap));
        match (at, filled) {
            (Ok(at), Some(filled)) => response[at] = filled,
            (Ok(at), None) => {
                response.remove(at);
            }
            (Err(at), Some(filled)) => response.insert(at, filled),
            (Err(_), None) => {}
        }
        response
    }

    /// A learner can type anything: here stand the texts that were foreseen, the key with a letter less,
    /// and something else.
    fn edits(work: &Work<Self>) -> Vec<Edit> {
        let task = work.task();
        let mut edits = Vec::new();
        for gap in &task.gaps {
            let options = task.options(&gap.key);
            if task.is_typed() {
                let mut texts: Vec<String> = options
                    .iter()
                    .map(|option| prose::plain(&option.text))
                    .collect();
                if let Some(key) = task.right(&gap.key) {
                    let key = prose::plain(&key.text);
                    let short = key.chars().count().saturating_sub(1);
                    texts.push(key.chars().take(short).collect());
                }
                texts.extend(["", " ", "xyz"].map(str::to_owned));
                let write = |text| Edit::Write(gap.key.clone(), text);
                edits.extend(texts.into_iter().map(write));
            } else {
                let keys = options.iter().map(|option| Some(option.key.clone()));
                let none = in_gap(work.response(), &gap.key).map(|_| None);
                let choose = |to| Edit::Choose(gap.key.clone(), to);
                edits.extend(keys.chain(none).map(choose));
            }
        }
        edits
    }

    fn missing(work: &Work<Self>) -> Option<Missing> {
        let filled = work.response().iter().filter(|gap| is_filled(gap));
        let left = work.task().gaps.len().saturating_sub(filled.count());
        (left > 0).then(|| Missing::Rest(count(left)))
    }

    fn same(one: &Vec<Filled>, other: &Vec<Filled>) -> bool {
        let alike = |(one, other): (&Filled, &Filled)| {
            let same = one.0 == other.0 && one.2 == other.2 && one.3 == other.3;
            same && (one.1 == other.1 || fold::fold(&one.1) == fold::fold(&other.1))
        };
        one.len() == other.len() && one.iter().zip(other).all(alike)
    }

    fn fits(task: &Task, response: &Vec<Filled>) -> bool {
        response.is_sorted_by(|(before, ..), (after, ..)| before < after)
            && response.iter().all(|filled| task.could_have(filled))
    }

    fn grade(work: &Work<Self>) -> Scored {
        let task = work.task();
        let each = if task.is_typed() { 2 } else { 1 };
        let mut points = 0;
        let mut marks = Vec::new();
        for gap in &task.gaps {
            let Some(filled) = in_gap(work.response(), &gap.key) else {
                continue;
            };
            let mark = task.mark(filled);
            points += match mark {
                Mark::Right => each,
                Mark::Near => 1,
                Mark::Wrong => 0,
            };
            marks.push((gap.key.clone(), mark));
        }
        Scored {
            score: Score::new(points, count(task.gaps.len()) * each),
            marks,
        }
    }

    fn key(task: &Task) -> Vec<Filled> {
        let mut key = Vec::new();
        for gap in &task.gaps {
            let Some(right) = task.right(&gap.key) else {
                continue;
            };
            let typed = if task.is_typed() {
                prose::plain(&right.text)
            } else {
                String::new()
            };
            key.push((gap.key.clone(), typed, Some(right.key.clone()), None));
        }
        // Few, and put in one by one: the sort of the standard library is a large thing.
        let mut sorted: Vec<Filled> = Vec::new();
        for filled in key {
            let at = sorted.partition_point(|(gap, ..)| *gap < filled.0);
            sorted.insert(at, filled);
        }
        sorted
    }

    /// That of the option the gap `key` says. What is only nearly right has none: the feedback of an
    /// accepted text may say it.
    fn feedback<'a>(work: &'a Work<Self>, key: &Id) -> Option<&'a Prose> {
        let (_, _, said, _) = in_gap(work.response(), key)?;
        written(&work.task().secret.feedback, said.as_ref()?)
    }

    fn feedbacks(task: &Task) -> Vec<&Prose> {
        proses(&task.secret.feedback)
    }

    fn entries(task: &Task) -> &[Entry] {
        &task.gaps
    }

    fn labels(task: &Task) -> Vec<&Text> {
        let mut labels = Vec::new();
        if let Body::Table(table) = &task.body {
            labels.extend(&table.head);
        }
        for part in task.body.lines().into_iter().flatten() {
            if let Part::Words(words) = part {
                labels.push(words);
            }
        }
        for (_, options) in task.lists() {
            labels.extend(options.iter().map(|option| &option.text));
        }
        labels
    }

    fn sound(task: &Task) -> bool {
        let gaps: Vec<&Id> = task.gaps.iter().map(|gap| &gap.key).collect();
        let lists = task.lists();
        let listed = |key: &Id| lists.iter().any(|(_, options)| has(options, key));
        // How much there is goes first: what follows takes its square.
        (1..=MOST).contains(&gaps.len())
            && lists.iter().all(|(_, options)| options.len() <= OPTIONS)
            && task.secret.key.len() <= MOST * OPTIONS
            && gaps == task.body.gaps()
            && lists.iter().map(|(gap, _)| gap).eq(gaps)
            && (task.is_typed() || task.secret.words.is_empty())
            && task.is_distinct()
            && task.body.is_even()
            && task.secret.key.iter().all(listed)
            && lists.iter().all(|(_, options)| task.can_be_filled(options))
    }

    /// An option shows one by being what its gap says. (Of those that are right, each does where its gap
    /// is right: so an author can say it of none.)
    fn shows(task: &Task, response: &Vec<Filled>, key: &Id) -> bool {
        let right = |key: &Id| task.secret.key.contains(key);
        response.iter().any(|(gap, _, said, _)| {
            let also =
                right(key) && has(task.options(gap), key) && said.as_ref().is_some_and(right);
            said.as_ref() == Some(key) || also
        })
    }

    /// For each gap, what goes in it.
    fn ballot(task: &Task) -> Vec<Poll> {
        let key = &task.secret.key;
        let mut polls = Vec::with_capacity(task.gaps.len());
        for gap in &task.gaps {
            let options = task.options(&gap.key);
            polls.push(if task.is_typed() {
                typed::poll(Some(&gap.key), options, key)
            } else {
                poll(Some(&gap.key), options, &|option| key.contains(option))
            });
        }
        polls
    }
}

read_struct!(Task {
    gaps,
    body,
    menus,
    shuffle,
    secret
});
read_struct!(Secret {
    words,
    key,
    feedback
});
read_enum!(Body { "p" => Paragraphs(lines), "table" => Table(table) });
read_struct!(Table { numeric = "n", head = "h", rows = "r" });
read_enum!(Part { "w" => Words(words), "g" => Gap(key) });

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str) -> Entry {
        Entry {
            key: Id::new(key).expect("an id"),
            text: Vec::new(),
        }
    }

    /// Three menus of four options; the first of each is right, and as written it is the first.
    fn task() -> Task {
        let gaps: Vec<Entry> = ["a", "b", "c"].map(entry).into();
        let menu = |gap: &Entry| {
            let options = (1..=4).map(|n| entry(&format!("{}{n}", gap.key)));
            (gap.key.clone(), options.collect::<Vec<_>>())
        };
        let menus: Options = gaps.iter().map(menu).collect();
        let line = gaps.iter().map(|gap| Part::Gap(gap.key.clone())).collect();
        Task {
            body: Body::Paragraphs(vec![line]),
            secret: Secret {
                words: Vec::new(),
                key: menus
                    .iter()
                    .map(|(_, options)| options[0].key.clone())
                    .collect(),
                feedback: Vec::new(),
            },
            gaps,
            menus,
            shuffle: true,
        }
    }

    /// The places at which the right options are offered, each in its menu.
    fn places(task: &Task, learner: &str) -> Vec<usize> {
        let offered = Gap::offer(task, Seed::of(learner, "it"));
        assert_eq!(offered.len(), 15);
        let place = |(_, options): &(Id, Vec<Entry>)| {
            let mut menu = offered.iter().filter(|key| has(options, key));
            menu.position(|key| *key == options[0].key)
                .expect("the option is offered")
        };
        task.menus.iter().map(place).collect()
    }

    #[test]
    fn what_is_right_stands_at_another_place_in_each_menu() {
        let task = task();
        let apart = |n: &u32| {
            let places = places(&task, &n.to_string());
            places.iter().any(|place| *place != places[0])
        };
        let apart = (0..200).filter(apart).count();
        assert!(
            (170..200).contains(&apart),
            "{apart} of 200, where 188 are likely"
        );
        let written = Task {
            shuffle: false,
            ..task
        };
        assert_eq!(places(&written, "ada"), [0, 0, 0]);
    }
}
