//! What people read in the fence of an activity: prompt, list, hints, feedback.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::Tag;

use super::{
    fence::{Grid, Item, List, first_line, unnamed},
    fields::{Given, as_id},
    line,
    markdown::{Node, Part},
    reader::{Reader, tagged},
    typography,
};
use crate::{
    activity::Feedback,
    id::Id,
    interaction::Kind,
    prose::{self, Prose, Text},
    rule,
};

/// So many entries one list may have: nobody could look through more.
const ENTRIES: usize = 100;

/// What people read in a fence.
pub(crate) struct Words {
    pub(crate) prompt: Prose,
    pub(crate) list: Option<List>,
    pub(crate) table: Option<Grid>,
    pub(crate) hints: Vec<Prose>,
    pub(crate) feedback: Feedback,
    pub(crate) partly: Option<Range<usize>>,
    pub(crate) tagged: Vec<(Given<String>, Prose)>,
}

/// Where an entry of a list stands.
#[derive(Clone, Copy)]
enum Level {
    /// In the list itself; whether the entries of a list under it have keys.
    Outer { inner_keys: bool },
    /// In a list under an entry; whether it has a key.
    Inner { keyed: bool },
}

/// Reads what people read in the fence whose body, without its TOML, is `body`; its first table is
/// the one of its kind if that has one, else a part of the prompt.
pub(crate) fn words(reader: &Reader<'_>, body: Range<usize>, kind: Option<Kind>) -> Words {
    let tables = kind.is_some_and(Kind::has_table);
    let apart = kind.is_some_and(Kind::lists_are_apart);
    let inner_keys = kind.is_none_or(Kind::has_inner_keys);
    let (masked, lines) = take_hints(reader.source(body.clone()), body.start);
    let hint = |span: &Range<usize>| {
        let mut prose = reader.blocks(&reader.nodes(span.clone()));
        typography::blocks(&mut prose, reader.lang);
        prose
    };
    let hints = lines
        .iter()
        .map(hint)
        .filter(|hint| !hint.is_empty())
        .collect();
    let mut words = Words {
        prompt: Prose::new(),
        list: None,
        table: None,
        hints,
        feedback: Feedback::default(),
        partly: None,
        tagged: Vec::new(),
    };
    for node in reader.nodes_of(&masked, body.start) {
        let span = node.span.clone();
        match node.tag() {
            Some(Tag::List(first)) if words.list.is_none() => {
                words.list = Some(list(reader, first.is_some(), apart, &node, inner_keys));
            }
            Some(Tag::Table(_)) if tables && words.table.is_none() => {
                words.table = Some(table(reader, &node));
            }
            Some(Tag::BlockQuote(None)) => verdict(reader, node, &mut words),
            Some(Tag::List(_)) => reader.stray(span, "an activity has one list."),
            Some(_) | None if words.list.is_some() => {
                reader.stray(span, "after the list come only quotations and hints.");
            }
            Some(_) | None if words.table.is_some() => {
                reader.stray(span, "after the table come only quotations and hints.");
            }
            Some(_) | None => words
                .prompt
                .extend(reader.blocks(std::slice::from_ref(&node))),
        }
    }
    typography::blocks(&mut words.prompt, reader.lang);
    words
}

impl Reader<'_> {
    fn stray(&self, span: Range<usize>, help: &str) {
        self.misplaced::<()>(span, help);
    }
}

/// The body with its hints blanked out, and the bytes of each hint without its `?`.
///
/// Hints are taken out before the Markdown is read, because a line right below an entry would
/// otherwise go on with that entry.
fn take_hints(body: &str, base: usize) -> (String, Vec<Range<usize>>) {
    let mut masked = String::with_capacity(body.len());
    let mut hints: Vec<Range<usize>> = Vec::new();
    let (mut at, mut in_hint, mut in_code) = (base, false, false);
    for line in body.split_inclusive('\n') {
        let bare = line.trim_end();
        let starts = |marks: &[&str]| marks.iter().any(|mark| bare.starts_with(mark));
        if starts(&["```", "~~~"]) {
            in_code = !in_code;
        }
        let numbered = bare.starts_with(|c: char| c.is_ascii_digit());
        if !in_code && bare.starts_with('?') {
            hints.push(at + 1..at + bare.len());
            in_hint = true;
        } else if in_hint
            && (bare.trim().is_empty()
                || numbered
                || starts(&["- ", "* ", "+ ", ">", "```", "~~~"]))
        {
            in_hint = false;
        } else if in_hint && let Some(hint) = hints.last_mut() {
            // A long hint may go on in the next line.
            hint.end = at + bare.len();
        }
        if in_hint {
            masked.extend(
                line.bytes()
                    .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
            );
        } else {
            masked.push_str(line);
        }
        at += line.len();
    }
    (masked, hints)
}

/// Reads a quotation that stands beside the list: feedback because of a verdict.
fn verdict(reader: &Reader<'_>, mut node: Node<'_>, words: &mut Words) {
    let span = node.span.clone();
    let source = reader.source(span.clone());
    let tag = tag_of(reader, &mut node);
    let later = source
        .lines()
        .skip(1)
        .filter_map(tagged)
        // Call-outs, which stand in quotations too, are written in capitals.
        .any(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    if later {
        reader.add(
            &rule::UNKNOWN_VERDICT,
            span.clone(),
            "there is more than one verdict in this quotation.",
            "put an empty line between the quotations.",
        );
    }
    let mut prose = reader.blocks(&node.held);
    typography::blocks(&mut prose, reader.lang);
    let feedback = &mut words.feedback;
    let place = match tag.as_ref().map(|tag| tag.value.as_str()) {
        None => &mut feedback.always,
        Some("correct") => &mut feedback.correct,
        Some("partly") => {
            words.partly = Some(span);
            &mut feedback.partly
        }
        Some("incorrect") => &mut feedback.incorrect,
        Some(_) => {
            // Whether it means something is for the kind to say.
            words
                .tagged
                .extend(tag.map(|tag| (Given { span, ..tag }, prose)));
            return;
        }
    };
    place.extend(prose);
}

/// Takes `[!verdict]` away from the first line of a quotation.
fn drop_tag(node: &mut Node<'_>) {
    let Some(paragraph) = node.held.first_mut() else {
        return;
    };
    let Some(first) = paragraph.held.first_mut() else {
        return;
    };
    if let Part::Text(text) = &mut first.part
        && let Some((_, rest)) = text.split_once(']')
    {
        *text = rest.trim_start().to_owned();
        if text.is_empty() {
            paragraph.held.remove(0);
            if paragraph
                .held
                .first()
                .is_some_and(|next| matches!(next.part, Part::SoftBreak | Part::HardBreak))
            {
                paragraph.held.remove(0);
            }
        }
    }
}

fn list(
    reader: &Reader<'_>,
    numbered: bool,
    apart: bool,
    node: &Node<'_>,
    inner_keys: bool,
) -> List {
    let span = first_line(reader.text, &node.span);
    too_many(reader, node, &span);
    let entries = node.held.iter().take(ENTRIES).enumerate();
    let items: Vec<Item> = entries
        .map(|(n, held)| item(reader, held, n, Level::Outer { inner_keys }))
        .collect();
    compare(reader, apart, items.iter());
    List {
        numbered,
        span,
        items,
    }
}

/// Says so when the list `node` has more entries than are read.
fn too_many(reader: &Reader<'_>, node: &Node<'_>, span: &Range<usize>) {
    if node.held.len() > ENTRIES {
        reader.add(
            &rule::TEXT_TOO_LONG,
            span.clone(),
            format!("this list has more than {ENTRIES} entries."),
            "cut it into several activities.",
        );
    }
}

/// Says which items have the key or the words of one before them; where the lists under them are
/// `apart`, of one in the same list.
fn compare<'i>(reader: &Reader<'_>, apart: bool, items: impl Iterator<Item = &'i Item>) {
    let (mut keys, mut said) = (BTreeSet::new(), BTreeSet::new());
    // Those of lists in the list as well: all have to be told apart.
    let all = items.flat_map(|outer| {
        let inner = outer.items.iter();
        let inner = inner.map(move |item| (apart.then_some(&outer.key), item));
        std::iter::once((None, outer)).chain(inner)
    });
    for (list, item) in all {
        if item.keyed && !keys.insert(&item.key) {
            reader.add(
                &rule::REPEATED_KEY,
                item.span.clone(),
                format!("the key `{}` was given before.", item.key),
                "give each entry a key of its own.",
            );
        }
        let words = prose::plain(&item.text).trim().to_lowercase();
        if !words.is_empty() && !said.insert((list, words)) {
            reader.add(
                &rule::REPEATED_ENTRY,
                item.span.clone(),
                "this entry has the same words as one before it.",
                "change or remove one of them.",
            );
        }
    }
}

/// Reads an entry; under one of the list itself may stand a list.
fn item(reader: &Reader<'_>, node: &Node<'_>, n: usize, level: Level) -> Item {
    let span = first_line(reader.text, &node.span);
    let inline = node.held.iter().take_while(|held| held.is_inline()).count();
    let (mut line, rest) = node.held.split_at(inline);
    let mut rest = rest;
    if line.is_empty()
        && let Some((first, others)) = rest.split_first()
        && matches!(first.part, Part::Held(Tag::Paragraph))
    {
        (line, rest) = (&first.held, others);
    }
    let ticked = line.iter().find_map(|node| {
        if let Part::Task(ticked) = node.part {
            Some(ticked)
        } else {
            None
        }
    });
    let line = line
        .iter()
        .filter(|node| !matches!(node.part, Part::Task(_)));
    let wanted = match level {
        Level::Outer { .. } => true,
        Level::Inner { keyed } => keyed,
    };
    let (key, text) = keyed(reader, line.collect(), &span, wanted);
    let mut feedback: Option<Prose> = None;
    let (mut tagged, mut items) = (Vec::new(), Vec::new());
    for node in rest {
        if matches!(node.part, Part::Held(Tag::BlockQuote(_))) {
            let mut node = node.clone();
            let tag = tag_of(reader, &mut node);
            let mut prose = reader.blocks(&node.held);
            typography::blocks(&mut prose, reader.lang);
            match tag {
                Some(tag) => tagged.push((tag, prose)),
                None => feedback.get_or_insert_default().extend(prose),
            }
        } else if let (Level::Outer { inner_keys }, Some(Tag::List(None))) = (level, node.tag()) {
            too_many(reader, node, &first_line(reader.text, &node.span));
            let entries = node.held.iter().take(ENTRIES).enumerate();
            let inner = Level::Inner { keyed: inner_keys };
            items.extend(entries.map(|(m, held)| item(reader, held, (n + 1) * ENTRIES + m, inner)));
        } else {
            reader.stray(
                node.span.clone(),
                "under an entry stands only a quotation: `  > feedback`.",
            );
        }
    }
    let digits = reader.source(node.span.clone()).trim_start();
    let digits = digits
        .get(..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(0))
        .unwrap_or("");
    Item {
        keyed: key.is_some(),
        key: key.unwrap_or_else(|| made_up(n)),
        ticked,
        number: digits.parse().ok(),
        text,
        feedback: feedback.filter(|prose| !prose.is_empty()),
        tagged,
        items,
        span,
    }
}

/// Entries without a key get one that no author can have given by chance.
fn made_up(n: usize) -> Id {
    Id::new(&format!("entry.{}", n + 1)).unwrap_or_else(|_| unnamed())
}

/// Reads a table of which the heads and the first cells name what is to be marked.
fn table(reader: &Reader<'_>, node: &Node<'_>) -> Grid {
    let span = first_line(reader.text, &node.span);
    let mut lines = node.held.iter();
    let heads = lines.next().map_or(&[][..], |head| &head.held);
    if let Some(corner) = heads.first().filter(|corner| !is_empty(reader, corner)) {
        reader.stray(
            corner.span.clone(),
            "leave the first head empty: below it stand the names of the rows.",
        );
    }
    let columns: Vec<Item> = heads
        .iter()
        .skip(1)
        .enumerate()
        .map(|(n, cell)| named(reader, cell, n))
        .collect();
    if node.held.len() > ENTRIES + 1 || columns.len() > ENTRIES {
        reader.add(
            &rule::TEXT_TOO_LONG,
            span.clone(),
            format!("this table has more than {ENTRIES} rows or columns."),
            "cut it into several activities.",
        );
    }
    let rows: Vec<(Item, Vec<usize>)> = lines
        .take(ENTRIES)
        .enumerate()
        .filter_map(|(n, row)| {
            let (first, cells) = row.held.split_first()?;
            let places = cells.iter().enumerate();
            let marked = places.filter(|(_, cell)| is_marked(reader, cell));
            let marked = marked.map(|(place, _)| place).collect();
            Some((named(reader, first, ENTRIES + n), marked))
        })
        .collect();
    compare(reader, false, columns.iter());
    compare(reader, false, rows.iter().map(|(row, _)| row));
    Grid {
        span,
        columns,
        rows,
    }
}

fn is_empty(reader: &Reader<'_>, cell: &Node<'_>) -> bool {
    prose::plain(&reader.line(cell.held.iter()))
        .trim()
        .is_empty()
}

/// Whether a cell is marked with an `x`.
fn is_marked(reader: &Reader<'_>, cell: &Node<'_>) -> bool {
    if is_empty(reader, cell) {
        return false;
    }
    let marked = reader
        .source(cell.span.clone())
        .trim_matches(['|', ' ', '\t']);
    if !matches!(marked, "x" | "X") {
        reader.stray(cell.span.clone(), "a cell holds an `x`, or nothing.");
    }
    matches!(marked, "x" | "X")
}

/// A head or the first cell of a row, as an entry.
fn named(reader: &Reader<'_>, cell: &Node<'_>, n: usize) -> Item {
    let (key, text) = keyed(reader, cell.held.iter().collect(), &cell.span, true);
    Item {
        keyed: key.is_some(),
        key: key.unwrap_or_else(|| made_up(n)),
        ticked: None,
        number: None,
        text,
        feedback: None,
        tagged: Vec::new(),
        items: Vec::new(),
        span: cell.span.clone(),
    }
}

/// The words of an entry that stands at `span`, and the key at their end if one is `wanted` there;
/// says what is missing, or too much.
fn keyed(
    reader: &Reader<'_>,
    line: Vec<&Node<'_>>,
    span: &Range<usize>,
    wanted: bool,
) -> (Option<Id>, Text) {
    let found = line
        .last()
        .and_then(|last| line::key_at_end(reader.text, line.first()?.span.start..last.span.end));
    let (key, mut text) = match found {
        Some((whole, _)) if !wanted => {
            reader.add(
                &rule::UNUSED_KEY,
                whole.clone(),
                "nothing here is named by this key.",
                "take it out: the entry above has the key for both.",
            );
            (None, reader.line_until(&line, whole.start))
        }
        None if !wanted => (None, reader.line(line.iter().copied())),
        Some((whole, key)) => {
            let name = reader.source(key.clone()).trim().to_owned();
            let id = as_id(
                reader.report,
                reader.file,
                Given {
                    value: name,
                    span: key,
                },
            );
            (id.map(|id| id.value), reader.line_until(&line, whole.start))
        }
        None => {
            reader.add(
                &rule::ENTRY_WITHOUT_KEY,
                span.clone(),
                "this entry has no key.",
                "end it with a key of its own, the same one in every language: `{#key}`.",
            );
            (None, reader.line(line.iter().copied()))
        }
    };
    if prose::plain(&text).trim().is_empty() {
        reader.add(
            &rule::ENTRY_WITHOUT_WORDS,
            span.clone(),
            "this entry has no words.",
            "write what people read before its key.",
        );
    }
    typography::line(&mut text, reader.lang);
    (key, text)
}

/// The word in `[!word]` at the beginning of a quotation, which goes.
fn tag_of(reader: &Reader<'_>, node: &mut Node<'_>) -> Option<Given<String>> {
    let source = reader.source(node.span.clone());
    let word = tagged(source)?.to_owned();
    let at = node.span.start + source.find("[!").map_or(0, |at| at + 2);
    drop_tag(node);
    Some(Given {
        span: at..at + word.len(),
        value: word,
    })
}

impl Reader<'_> {
    /// The line of `nodes` up to the byte `end`, where the key begins.
    fn line_until(&self, nodes: &[&Node<'_>], end: usize) -> Text {
        let kept = nodes.iter().filter(|node| node.span.start < end);
        let mut text = self.line(kept.copied());
        if let Some(prose::Inline::Text(last)) = text.last_mut() {
            if let Some(at) = last.rfind("{#") {
                last.truncate(at);
            }
            last.truncate(last.trim_end().len());
            if last.is_empty() {
                text.pop();
            }
        }
        text
    }
}
