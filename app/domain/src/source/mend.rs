//! What can be mended in a source without asking its author.
//!
//! Only what leaves no choice: an id that nobody knows yet may be any, one that another language has is
//! that one. What means something is left to the author.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Course, Files, Text, text};
use crate::{
    diagnostic::{Finding, Position},
    fold,
    id::Id,
    rule,
};

/// So often a course is read: an id in one language is known in the next one only when it stands there.
const PASSES: usize = 8;

/// One thing that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file.
    pub file: String,
    /// The line, from 1, as the file was when it was mended.
    pub line: usize,
    /// The rule whose finding is gone.
    pub rule: &'static str,
    /// What was done.
    pub what: String,
}

/// Some bytes of a file, and what stands there instead.
struct Edit {
    span: Range<usize>,
    text: String,
    what: String,
}

/// Mends the course in the folder called `name`: its files as they should be, and what was done.
pub fn mend(name: &str, files: &Files) -> (Files, Vec<Mended>) {
    let mut files = files.clone();
    let mut mended = Vec::new();
    for _ in 0..PASSES {
        let (course, findings) = super::read(name, &files);
        let done = pass(&course, &findings, &mut files);
        if done.is_empty() {
            break;
        }
        mended.extend(done);
    }
    (files, mended)
}

/// Mends what can be mended of `findings` at once.
fn pass(course: &Course, findings: &[Finding], files: &mut Files) -> Vec<Mended> {
    let book = Book::of(course, findings, files);
    let mut edits: Vec<(&Finding, Edit)> = Vec::new();
    // What is given in this pass; another file of the same lesson waits for the next one.
    let mut given = Given::default();
    for finding in findings {
        if let Some(edit) = book.edit(finding, &mut given) {
            edits.push((finding, edit));
        }
    }
    edits.sort_by_key(|(finding, edit)| (finding.file.clone(), edit.span.start));
    let mut mended = Vec::new();
    // From the end of each file, so that places before stay where they are.
    let mut before: Option<(&str, usize)> = None;
    for (finding, edit) in edits.iter().rev() {
        let file = finding.file.as_str();
        if before.is_some_and(|(other, start)| other == file && edit.span.end > start) {
            continue;
        }
        let Some(bytes) = files.get_mut(file) else {
            continue;
        };
        if edit.span.end > bytes.len() {
            continue;
        }
        mended.push(Mended {
            file: file.to_owned(),
            line: Position::of(&text(bytes), edit.span.start).line,
            rule: finding.rule,
            what: edit.what.clone(),
        });
        bytes.splice(edit.span.clone(), edit.text.bytes());
        before = Some((file, edit.span.start));
    }
    mended.reverse();
    mended
}

/// A lesson in one language, as its author sees it.
struct Leaf {
    file: String,
    text: String,
    /// The id of each page; none where the author gave none.
    pages: Vec<Option<Id>>,
    fences: Vec<Fence>,
}

/// The opening line and the body of an activity.
struct Fence {
    line: Range<usize>,
    body: Range<usize>,
}

/// The lessons of a course, each in its languages.
struct Book<'a> {
    files: &'a Files,
    findings: &'a [Finding],
    lessons: Vec<Vec<Leaf>>,
    /// The ids of all activities.
    activities: BTreeSet<String>,
}

impl<'a> Book<'a> {
    fn of(course: &Course, findings: &'a [Finding], files: &'a Files) -> Self {
        let mut lessons = Vec::new();
        for module in &course.modules {
            for texts in &module.lessons {
                let leaf = |text: &Text| leaf(&module.id, text, findings, files);
                lessons.push(texts.iter().filter_map(leaf).collect::<Vec<_>>());
            }
        }
        let leaves = lessons.iter().flatten();
        let named = leaves.flat_map(|leaf: &Leaf| {
            let words = leaf.fences.iter().map(|fence| words(&leaf.text, fence));
            words.filter_map(|words| words.get(2).map(|id| (*id).to_owned()))
        });
        let activities = named.collect();
        Self {
            files,
            findings,
            lessons,
            activities,
        }
    }

    /// The lesson that `file` is of, in this language and in the others.
    fn leaf(&self, file: &str) -> Option<(&Leaf, Vec<&Leaf>)> {
        let texts = self.lessons.iter();
        let mut texts = texts.filter_map(|texts| {
            let own = texts.iter().find(|leaf| leaf.file == file)?;
            let others = texts.iter().filter(|leaf| leaf.file != file);
            Some((own, others.collect()))
        });
        texts.next()
    }

    /// What mends `finding`; nothing where only its author can.
    fn edit(&self, finding: &Finding, given: &mut Given) -> Option<Edit> {
        let source = self.files.get(&finding.file).map(|bytes| text(bytes))?;
        let span = finding.span.clone();
        if finding.rule == rule::BYTE_ORDER_MARK.name {
            return Some(Edit {
                span: 0..3,
                text: String::new(),
                what: "took the byte order mark away.".to_owned(),
            });
        }
        if finding.rule == rule::UNUSED_KEY.name {
            let before = source.get(..span.start)?;
            return Some(Edit {
                span: before.trim_end_matches(' ').len()..span.end,
                text: String::new(),
                what: "took away a key that names nothing.".to_owned(),
            });
        }
        if finding.rule == rule::EMPTY_STEP.name {
            let line = step(&source, span.start)?;
            return Some(Edit {
                span: line,
                text: String::new(),
                what: "took away a line of hyphens with nothing to show.".to_owned(),
            });
        }
        let (leaf, others) = self.leaf(&finding.file)?;
        if finding.rule == rule::PAGE_WITHOUT_ID.name {
            return page(leaf, &others, span, given);
        }
        if finding.rule == rule::ACTIVITY_WITHOUT_ID.name {
            return self.activity(leaf, &others, span, given);
        }
        if finding.rule == rule::ENTRY_WITHOUT_KEY.name {
            return self.entry(leaf, &others, span, given);
        }
        None
    }

    /// An id for the activity whose opening line is at `span`.
    fn activity(
        &self,
        leaf: &Leaf,
        others: &[&Leaf],
        span: Range<usize>,
        given: &mut Given,
    ) -> Option<Edit> {
        let n = leaf.fences.iter().position(|fence| fence.line == span)?;
        let own = words(&leaf.text, leaf.fences.get(n)?);
        let [_, kind] = own[..] else { return None };
        let known = others.iter().find_map(|other| {
            let there = words(&other.text, other.fences.get(n)?);
            let alike = other.fences.len() == leaf.fences.len() && there.get(1) == Some(&kind);
            there.get(2).filter(|_| alike).map(|id| (*id).to_owned())
        });
        let id = match known {
            Some(id) => id,
            // Where the other language has fewer activities nobody can say which one this is.
            None if others
                .iter()
                .any(|other| other.fences.len() != leaf.fences.len()) =>
            {
                return None;
            }
            None => {
                given.first(leaf, "activity", n).then_some(())?;
                let lesson = leaf.file.rsplit('/').next()?.split('.').next()?;
                let lesson: String = lesson.chars().take(50).collect();
                let taken = |id: &str| self.activities.contains(id) || given.has("", id);
                let id = free(&format!("{lesson}-{}", n + 1), taken);
                given.add("", &id);
                id
            }
        };
        Some(Edit {
            span: span.end..span.end,
            text: format!(" {id}"),
            what: format!("gave this activity the id `{id}`."),
        })
    }

    /// A key for the entry whose first line is at `span`.
    fn entry(
        &self,
        leaf: &Leaf,
        others: &[&Leaf],
        span: Range<usize>,
        given: &mut Given,
    ) -> Option<Edit> {
        let holds = |fence: &Fence| fence.body.contains(&span.start);
        let n = leaf.fences.iter().position(holds)?;
        let body = leaf.text.get(leaf.fences.get(n)?.body.clone())?;
        let line = leaf.text.get(span.clone())?;
        let end = span.start + line.trim_end().len();
        // Only a line that is the whole entry ends with its key.
        let rest = leaf.text.get(end..)?;
        let next = rest.split('\n').nth(1).unwrap_or("").trim();
        let cell = rest.trim_start_matches(' ').starts_with('|');
        let begins = |next: &str| {
            let numbered = next.starts_with(|c: char| c.is_ascii_digit());
            let marks = ["- ", "* ", "+ ", ">", "?", "`", "+++"];
            next.is_empty() || numbered || marks.iter().any(|mark| next.starts_with(mark))
        };
        if !cell && !begins(next) {
            return None;
        }
        let own = keys(body);
        let body = leaf.fences.get(n)?.body.clone();
        let lacks = |it: &&Finding| {
            let here = it.file == leaf.file && body.contains(&it.span.start);
            here && it.rule == rule::ENTRY_WITHOUT_KEY.name
        };
        let lacking = self.findings.iter().filter(lacks).count();
        let mut known = None;
        for other in others {
            // Without the same activities in the same order, nobody can say which entry this is.
            let there = other
                .fences
                .get(n)
                .filter(|_| other.fences.len() == leaf.fences.len())?;
            let there = keys(other.text.get(there.body.clone())?);
            let missing: Vec<&String> = there.iter().filter(|key| !own.contains(*key)).collect();
            match (&missing[..], there.is_empty()) {
                ([key], false) => known = Some((*key).clone()),
                (_, true) => {}
                (_, false) => return None,
            }
        }
        let place = format!("{} entry {n}", leaf.file);
        let key = match known {
            // The order of entries may differ: only the last one that lacks its key is known.
            Some(_) if lacking > 1 => return None,
            Some(key) => key,
            None => {
                given.first(leaf, "entry", n).then_some(())?;
                let words = line.trim_start_matches(['-', '*', '+', ' ']);
                let words = if line.starts_with(|c: char| c.is_ascii_digit()) {
                    line.trim_start_matches(|c: char| c.is_ascii_digit())
                } else {
                    words
                };
                let mut boxes = ["[x]", "[X]", "[ ]"].into_iter();
                let words = boxes.find_map(|it| words.strip_prefix(it)).unwrap_or(words);
                let stem = slug(words, 3).unwrap_or_else(|| "entry".to_owned());
                let key = free(&stem, |key| own.contains(key) || given.has(&place, key));
                given.add(&place, &key);
                key
            }
        };
        Some(Edit {
            span: end..end,
            text: format!(" {{#{key}}}"),
            what: format!("gave this entry the key `{key}`."),
        })
    }
}

/// What is given in one pass.
#[derive(Default)]
struct Given {
    /// Ids and keys, each with where it has to be the only one.
    ids: BTreeSet<(String, String)>,
    /// Places of a lesson, each with the file that was first to be given something there: the other
    /// languages wait for the next pass, and are given the same.
    first: BTreeMap<(String, &'static str, usize), String>,
}

impl Given {
    /// Whether `leaf` is the first language of its lesson to be given something at this place.
    fn first(&mut self, leaf: &Leaf, what: &'static str, n: usize) -> bool {
        let lesson = leaf.file.rsplit('.').nth(2).unwrap_or("").to_owned();
        let first = self.first.entry((lesson, what, n));
        *first.or_insert_with(|| leaf.file.clone()) == leaf.file
    }

    fn has(&self, place: &str, id: &str) -> bool {
        self.ids.contains(&(place.to_owned(), id.to_owned()))
    }

    /// Notes `id`; whether it is new at `place`.
    fn add(&mut self, place: &str, id: &str) -> bool {
        self.ids.insert((place.to_owned(), id.to_owned()))
    }
}

/// An id for the page whose heading is at `span`.
fn page(leaf: &Leaf, others: &[&Leaf], span: Range<usize>, given: &mut Given) -> Option<Edit> {
    let heading = leaf.text.get(span.clone())?;
    let title = heading.strip_prefix("# ")?;
    // Which of the pages without an id this is: their headings come in order.
    let before = leaf.text.get(..span.start)?;
    let n = headings(before);
    if leaf.pages.get(n)?.is_some()
        || others
            .iter()
            .any(|other| other.pages.len() != leaf.pages.len())
    {
        return None;
    }
    let taken = |id: &str| leaf.pages.iter().flatten().any(|page| page.as_str() == id);
    let known = others.iter().find_map(|other| other.pages.get(n)?.clone());
    let id = match known {
        Some(id) if !taken(id.as_str()) => id.as_str().to_owned(),
        Some(_) => return None,
        None => {
            given.first(leaf, "page", n).then_some(())?;
            let words = title.split('{').next().unwrap_or("");
            let stem = slug(words, 5).unwrap_or_else(|| format!("page-{}", n + 1));
            let place = format!("{} page", leaf.file);
            let id = free(&stem, |id| taken(id) || given.has(&place, id));
            given.add(&place, &id);
            id
        }
    };
    // The words that say how it is run stand behind its id.
    let (at, text) = match heading.rfind('{') {
        Some(open) if heading.ends_with('}') => (span.start + open + 1, format!("#{id} ")),
        Some(_) | None if heading.ends_with('#') => return None,
        Some(_) | None => (span.end, format!(" {{#{id}}}")),
    };
    Some(Edit {
        span: at..at,
        text,
        what: format!("gave this page the id `{id}`."),
    })
}

fn leaf(module: &Id, read: &Text, findings: &[Finding], files: &Files) -> Option<Leaf> {
    let lesson = &read.lesson;
    let file = format!("{module}/{}.{}.md", lesson.id, lesson.lang.as_str());
    let text = text(files.get(&file)?).into_owned();
    let made_up = |n: usize, id: &Id| id.as_str() == format!("page.{}", n + 1);
    let pages = lesson.pages.iter().enumerate();
    let pages: Vec<Option<Id>> = pages
        .map(|(n, page)| (!made_up(n, &page.id)).then(|| page.id.clone()))
        .collect();
    let told = findings.iter();
    let told = told.filter(|it| it.rule == rule::PAGE_WITHOUT_ID.name && it.file == file);
    let lacking = pages.iter().filter(|page| page.is_none()).count();
    // What lacks an id for another reason has another finding; then the pages can't be told apart here.
    let clear = lacking == told.count() && headings(&text) == pages.len();
    Some(Leaf {
        fences: fences(&text),
        pages: if clear { pages } else { Vec::new() },
        file,
        text,
    })
}

/// The activities of `text`, in order.
fn fences(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    each_line(text, |line, at, opened| {
        if let (Some(ticks), false) = (ticks(line), opened) {
            let words = line.get(ticks..).unwrap_or("");
            let is = words.split_whitespace().next() == Some("activity");
            let end = at + line.trim_end().len();
            fences.push((is, at..end, at + line.len()..text.len()));
        } else if let (Some(_), true) = (ticks(line), opened)
            && let Some((.., body)) = fences.last_mut()
        {
            body.end = at;
        }
    });
    let activities = fences.into_iter().filter(|(is, ..)| *is);
    activities
        .map(|(_, line, body)| Fence { line, body })
        .collect()
}

/// How many headings of pages `text` has.
fn headings(text: &str) -> usize {
    let mut headings = 0;
    each_line(text, |line, _, opened| {
        headings += usize::from(!opened && line.starts_with("# "));
    });
    headings
}

/// Calls `see` with each line of `text`, its place, and whether a fence is open there: the line that
/// opens one is outside, the one that closes it inside.
fn each_line(text: &str, mut see: impl FnMut(&str, usize, bool)) {
    let (mut at, mut open) = (0, None);
    for line in text.split_inclusive('\n') {
        match (ticks(line), open) {
            (Some(more), Some(most))
                if more >= most && line.trim_matches('`').trim().is_empty() =>
            {
                see(line, at, true);
                open = None;
            }
            (Some(some), None) => {
                see(line, at, false);
                open = Some(some);
            }
            (None, _) => see(line, at, open.is_some()),
            (Some(_), Some(_)) => {}
        }
        at += line.len();
    }
}

/// How many backticks `line` begins with, if it opens or closes a block.
fn ticks(line: &str) -> Option<usize> {
    let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
    (ticks >= 3).then_some(ticks)
}

/// The words of the opening line of `fence`: `activity`, the kind, the id.
fn words<'t>(text: &'t str, fence: &Fence) -> Vec<&'t str> {
    let line = text.get(fence.line.clone()).unwrap_or("");
    line.trim_start_matches('`').split_whitespace().collect()
}

/// Every `{#key}` in the body of an activity.
fn keys(body: &str) -> BTreeSet<String> {
    let keys = body.split("{#").skip(1);
    keys.filter_map(|rest| Some(rest.split_once('}')?.0.trim().to_owned()))
        .collect()
}

/// The whole line of hyphens that a finding at `at` is about: the one there, or, at a heading, the last
/// one of its page.
fn step(text: &str, at: usize) -> Option<Range<usize>> {
    let hyphens = |line: &str| {
        let line = line.trim();
        line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
    };
    let line = text.get(at..)?.split_inclusive('\n').next()?;
    if hyphens(line) {
        return Some(at..at + line.len());
    }
    let start = at + line.len();
    let (mut last, mut over) = (None, false);
    each_line(text.get(start..)?, |line, at, opened| {
        over |= !opened && line.starts_with("# ");
        if !over && !opened && hyphens(line) {
            last = Some(start + at..start + at + line.len());
        }
    });
    last
}

/// The first words of `text` as an id; none where nothing of them can stand in one.
fn slug(text: &str, most: usize) -> Option<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let plain = |word: &str| {
        let plain: String = fold::fold(word);
        plain
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
    };
    let words: Vec<String> = words.map(plain).filter(|word| !word.is_empty()).collect();
    let first = words.get(..most.min(words.len()))?.join("-");
    let short: String = first.chars().take(40).collect();
    let short = short.trim_matches('-').to_owned();
    (!short.is_empty()).then_some(short)
}

/// `stem`, with a number behind it as long as it is taken.
fn free(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = stem.to_owned();
    let mut n = 2;
    while taken(&id) {
        id = format!("{stem}-{n}");
        n += 1;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_of_a_title_make_an_id() {
        for (title, wanted) in [
            ("What is kept?", Some("what-is-kept")),
            (
                "L’échelle des œuvres à 3 %",
                Some("l-echelle-des-oeuvres-a"),
            ),
            ("再利用", None),
        ] {
            assert_eq!(slug(title, 5).as_deref(), wanted, "{title}");
        }
        assert_eq!(free("a", |id| matches!(id, "a" | "a-2")), "a-3");
    }

    #[test]
    fn a_heading_in_a_fence_opens_no_page() {
        let text =
            "# One\n\n```activity choice a\n# Two\n```\n\n````\n```\n# Three\n````\n# Four\n";
        assert_eq!(headings(text), 2);
        let fences = fences(text);
        assert_eq!(fences.len(), 1);
        assert_eq!(words(text, &fences[0]), ["activity", "choice", "a"]);
        assert_eq!(&text[fences[0].body.clone()], "# Two\n");
    }
}
