//! How a `gap` is read from its fence.

use std::ops::Range;

use super::{Body, Gap, Line, MOST, OPTIONS, Part, Secret, Table, Task};
use crate::{
    id::Id,
    interaction::{Interaction, typed},
    prose::{self, Block, Inline, Prose, Text},
    rule,
    source::{
        fence::{Fence, Item, List, Written, entries, feedback, proses_mut},
        fields::short,
        near, typography,
    },
};

impl Written for Gap {
    const LEAST: usize = 0;
    const APART: bool = true;

    fn read(fence: &Fence<'_>) -> Option<Task> {
        let is_typed = fence.head.flag("typed").is_some_and(|given| given.value);
        // Nobody sees an order of texts that are typed.
        let shuffle = !is_typed && fence.shuffle();
        let Some(list) = &fence.list else {
            fence.add(
                &rule::ACTIVITY_WITHOUT_LIST,
                fence.span.clone(),
                "this activity has no list.",
                "write what each gap is called below the text, with its key, and in a list under it \
                 what can go in: `- A word {#key}`, then `  - [x] Words {#other-key}`.",
            );
            return None;
        };
        let listed = look_over(fence, list, is_typed);
        let body = body(fence, list);
        let (true, Some(body)) = (listed, body) else {
            return None;
        };
        // As they are read, whatever order the list has.
        let named = body.gaps().into_iter();
        let gaps: Vec<&Item> = named
            .filter_map(|key| list.items.iter().find(|item| item.key == *key))
            .collect();
        let options = |item: &&Item| (item.key.clone(), entries(&item.items));
        let options = gaps.iter().map(options).collect();
        let inner: Vec<Item> = gaps.iter().flat_map(|item| item.items.clone()).collect();
        let right = inner.iter().filter(|item| item.ticked == Some(true));
        let (menus, words) = if is_typed {
            (Vec::new(), options)
        } else {
            (options, Vec::new())
        };
        let task = Task {
            secret: Secret {
                words,
                key: right.map(|item| item.key.clone()).collect(),
                feedback: feedback(&inner),
            },
            gaps: entries(&gaps.into_iter().cloned().collect::<Vec<_>>()),
            body,
            menus,
            shuffle,
        };
        Some(task).filter(Gap::sound)
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        proses_mut(&mut task.secret.feedback)
    }

    /// The words are those of one language, and so is the order of the gaps; what is right in each has
    /// the same keys.
    fn grading(task: &Task) -> String {
        let mut gaps: Vec<String> = Vec::new();
        for (gap, options) in task.lists() {
            let mut keys: Vec<&str> = options.iter().map(|option| option.key.as_str()).collect();
            keys.sort_unstable();
            let right = |key: &&&str| task.secret.key.iter().any(|right| right.as_str() == **key);
            let right: Vec<&str> = keys.iter().filter(right).copied().collect();
            gaps.push(format!(
                "{gap} of {} right {}",
                keys.join(" "),
                right.join(" ")
            ));
        }
        gaps.sort_unstable();
        let way = if task.is_typed() { "typed" } else { "chosen" };
        format!("gap/1 {way} {}", gaps.join(", "))
    }

    fn showing(task: &Task) -> Vec<Id> {
        let options = task.lists().iter().flat_map(|(_, options)| options);
        options.map(|option| option.key.clone()).collect()
    }
}

/// Says what is wrong with the list; whether it is one of gaps at all.
fn look_over(fence: &Fence<'_>, list: &List, is_typed: bool) -> bool {
    let marked = list.items.iter().find(|item| item.ticked.is_some());
    if list.numbered || marked.is_some() {
        fence.add(
            &rule::LIST_OF_ANOTHER_KIND,
            marked.map_or(list.span.clone(), |item| item.span.clone()),
            "the outer list of this kind names the gaps: it is neither marked nor numbered.",
            "write `- ` and what the gap is called, and `[x]` or `[ ]` only in the list under it.",
        );
        return false;
    }
    if list.items.len() > MOST {
        fence.add(
            &rule::TEXT_TOO_LONG,
            list.span.clone(),
            format!("this text has more than {MOST} gaps."),
            "cut it into several activities.",
        );
    }
    if let (Some(partly), [_], false) = (&fence.partly, &list.items[..], is_typed) {
        fence.add(
            &rule::UNREACHABLE_FEEDBACK,
            partly.clone(),
            "a single gap with a menu is right or wrong, never partly right.",
            "use `[!incorrect]`, or feedback under an option.",
        );
    }
    fence.untagged(&list.items);
    for gap in &list.items {
        look_into(fence, gap, is_typed);
    }
    let whole = |gap: &Item| {
        let mut options = gap.items.iter();
        !gap.items.is_empty() && options.all(|option| option.ticked.is_some())
    };
    list.items.iter().all(whole)
}

/// Says what is wrong with what can go into one gap.
fn look_into(fence: &Fence<'_>, gap: &Item, is_typed: bool) {
    let add = |rule, what: &str, help: &str| fence.add(rule, gap.span.clone(), what, help);
    if gap.feedback.is_some() {
        add(
            &rule::MISPLACED_BLOCK,
            "under this gap stands feedback.",
            "feedback stands under what can go in: it is shown where that was put.",
        );
    }
    if gap.items.is_empty() {
        return add(
            &rule::LIST_OF_ANOTHER_KIND,
            "nothing can go into this gap.",
            "write what can in a list under it, indented by two spaces: `  - [x] Words {#key}`.",
        );
    }
    fence.untagged(&gap.items);
    if let Some(unmarked) = gap.items.iter().find(|option| option.ticked.is_none()) {
        return fence.add(
            &rule::LIST_OF_ANOTHER_KIND,
            unmarked.span.clone(),
            "what can go into a gap starts with `- [x]` or `- [ ]`.",
            "write `- [x]` before what is right and `- [ ]` before what is not.",
        );
    }
    fence.explain_wrong(&gap.items);
    let mut right = gap.items.iter().filter(|item| item.ticked == Some(true));
    let (first, second) = (right.next(), right.next());
    if first.is_none() {
        add(
            &rule::NO_RIGHT_ENTRY,
            "nothing that can go into this gap is marked as right.",
            "write `- [x]` before what is.",
        );
    }
    if is_typed {
        return typed::look_over(fence, &gap.items);
    }
    if let Some(second) = second {
        fence.add(
            &rule::SECOND_RIGHT_ENTRY,
            second.span.clone(),
            "a second option of this gap is marked as right.",
            "leave one `[x]` for each gap, or let it be typed: `typed = true`.",
        );
    }
    if gap.items.len() == 1 {
        add(
            &rule::LIST_OF_ONE,
            "the menu of this gap has a single option.",
            "write at least two, or let it be typed: `typed = true`.",
        );
    }
    if gap.items.len() > OPTIONS {
        add(
            &rule::TEXT_TOO_LONG,
            "the menu of this gap has more options than anyone could look through.",
            "leave the likely ones.",
        );
    }
}

/// Takes the text with the gaps out of the prompt: from the first block on that has one. Nothing, and a
/// finding, where it is no text with each gap of `list` once.
fn body(fence: &Fence<'_>, list: &List) -> Option<Body> {
    let mut prompt = fence.prompt.borrow_mut();
    let first = prompt.iter().position(|block| !in_block(block).is_empty());
    let first = first.unwrap_or(prompt.len());
    let blocks = prompt.split_off(first);
    if prompt.is_empty() && !blocks.is_empty() {
        fence.add(
            &rule::ACTIVITY_WITHOUT_PROMPT,
            fence.span.clone(),
            "nothing is asked before the text with the gaps.",
            "write what the learner is to do in a paragraph of its own, above the text.",
        );
    }
    let finder = Finder { fence, list };
    let placed = finder.look_over(&blocks);
    let body = finder.body(&blocks)?;
    placed.then_some(body)
}

/// Finds gaps in blocks, and where they stand in the file.
struct Finder<'f, 'a> {
    fence: &'f Fence<'a>,
    list: &'f List,
}

impl Finder<'_, '_> {
    /// Where `{name}` stands for the `nth` time, from 0.
    fn place(&self, name: &str, nth: usize) -> Range<usize> {
        let (from, to) = (self.fence.span.end, self.list.span.start);
        let written = format!("{{{name}}}");
        let source = self.fence.reader.text.get(from..to).unwrap_or("");
        match source.match_indices(&written).nth(nth) {
            Some((at, _)) => from + at..from + at + written.len(),
            None => self.fence.span.clone(),
        }
    }

    /// Says which gaps stand in no text or in two places, and what in the text is none; whether each
    /// stands there once.
    fn look_over(&self, blocks: &[Block]) -> bool {
        let gaps = &self.list.items;
        let mut seen: Vec<&str> = Vec::new();
        let mut fine = true;
        // So many are wrong in any case.
        for name in blocks.iter().flat_map(in_block).take(OPTIONS) {
            let before = seen.iter().filter(|other| **other == name).count();
            seen.push(name);
            if before > 0 {
                fine = false;
                self.fence.add(
                    &rule::REPEATED_KEY,
                    self.place(name, before),
                    format!("the gap `{}` stands in the text before.", short(name)),
                    "give each gap an entry of its own in the list.",
                );
            } else if !gaps.iter().any(|gap| gap.key.as_str() == name) {
                fine = false;
                // When a gap has no key, this is the finding that matters, not what refers to it.
                if gaps.iter().all(|gap| gap.keyed) {
                    self.fence.add(
                        &rule::UNKNOWN_KEY,
                        self.place(name, 0),
                        format!("no gap has the key `{}`.", short(name)),
                        near::suggestion(name, gaps.iter().map(|gap| gap.key.as_str())),
                    );
                }
            }
        }
        for gap in gaps.iter().filter(|gap| gap.keyed) {
            if !seen.contains(&gap.key.as_str()) {
                fine = false;
                self.fence.add(
                    &rule::GAP_WITHOUT_PLACE,
                    gap.span.clone(),
                    format!("the gap `{}` stands nowhere in the text.", gap.key),
                    format!(
                        "write `{{{}}}` in the text above the list, where it is.",
                        gap.key
                    ),
                );
            }
        }
        fine
    }

    /// `blocks` as the text of a task: paragraphs or one table.
    fn body(&self, blocks: &[Block]) -> Option<Body> {
        if let [Block::Table(table)] = blocks {
            return self.table(table);
        }
        let mut lines = Vec::new();
        for block in blocks {
            if let Block::Paragraph(text) = block {
                lines.push(self.line(text)?);
            } else {
                let span = match in_block(block).first() {
                    Some(name) => self.place(name, 0),
                    None => self.fence.span.clone(),
                };
                self.fence.add(
                    &rule::MISPLACED_BLOCK,
                    span,
                    "the text with the gaps is paragraphs, or one table; here is something else.",
                    "put what else there is above it: it stays a part of the prompt.",
                );
                return None;
            }
        }
        (!lines.is_empty()).then_some(Body::Paragraphs(lines))
    }

    fn table(&self, table: &prose::Table) -> Option<Body> {
        if let Some(name) = table.head.iter().flat_map(|head| in_text(head)).next() {
            self.fence.add(
                &rule::MISPLACED_BLOCK,
                self.place(name, 0),
                "a gap stands in the head of a column.",
                "put it in a row: a head says what stands below it.",
            );
            return None;
        }
        let row = |cells: &Vec<Text>| cells.iter().map(|cell| self.line(cell)).collect();
        Some(Body::Table(Table {
            numeric: table.numeric.clone(),
            head: table.head.clone(),
            rows: table.rows.iter().map(row).collect::<Option<_>>()?,
        }))
    }

    /// `text` parted at its gaps.
    fn line(&self, text: &Text) -> Option<Line> {
        let mut line = Line::new();
        let mut words = Text::new();
        for inline in text {
            let Inline::Text(characters) = inline else {
                if let Some(name) = in_text(std::slice::from_ref(inline)).first() {
                    self.fence.add(
                        &rule::MISPLACED_BLOCK,
                        self.place(name, 0),
                        "a gap stands within emphasis, a link or the like.",
                        "end that before the gap, and begin it again after it.",
                    );
                    return None;
                }
                words.push(inline.clone());
                continue;
            };
            let mut rest = characters.as_str();
            while let Some((before, name, after)) = cut(rest) {
                let mut before = before.to_owned();
                typography::before(&mut before, self.fence.lang);
                if !before.is_empty() {
                    words.push(Inline::Text(before));
                }
                if !words.is_empty() {
                    line.push(Part::Words(std::mem::take(&mut words)));
                }
                line.push(Part::Gap(Id::new(name).ok()?));
                rest = after;
            }
            if !rest.is_empty() {
                words.push(Inline::Text(rest.to_owned()));
            }
        }
        if !words.is_empty() {
            line.push(Part::Words(words));
        }
        Some(line)
    }
}

/// The first `{name}` in `characters`: what is before it, its name, what is after it.
fn cut(characters: &str) -> Option<(&str, &str, &str)> {
    let mut open = characters.find('{')?;
    loop {
        let rest = characters.get(open + 1..)?;
        let at = rest.find(['{', '}'])?;
        let (name, after) = rest.split_at_checked(at)?;
        match after.strip_prefix('}') {
            Some(after) => return Some((characters.get(..open)?, name, after)),
            // A bracket by itself is one.
            None => open += 1 + at,
        }
    }
}

/// The names of the gaps in `text`, whatever they stand in.
fn in_text(text: &[Inline]) -> Vec<&str> {
    let mut names = Vec::new();
    for inline in text {
        match inline {
            Inline::Text(characters) => {
                let mut rest = characters.as_str();
                while let Some((_, name, after)) = cut(rest) {
                    names.push(name);
                    rest = after;
                }
            }
            Inline::Emphasis(held)
            | Inline::Strong(held)
            | Inline::Struck(held)
            | Inline::Low(held)
            | Inline::High(held)
            | Inline::Link(_, held)
            | Inline::Term(_, held)
            | Inline::Figure(_, held)
            | Inline::Foreign(_, held) => names.extend(in_text(held)),
            Inline::Code(_) | Inline::Footnote(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
    names
}

/// The names of the gaps in `block`, whatever they stand in.
fn in_block(block: &Block) -> Vec<&str> {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => in_text(text),
        Block::List(items) | Block::Numbered(_, items) => {
            items.iter().flatten().flat_map(in_block).collect()
        }
        Block::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            cells.flat_map(|cell| in_text(cell)).collect()
        }
        Block::Callout(_, held) | Block::Quote(held) => held.iter().flat_map(in_block).collect(),
        Block::Definitions(list) => {
            let held = list.iter().flat_map(|(term, meanings)| {
                let meanings = meanings.iter().flatten().flat_map(in_block);
                in_text(term).into_iter().chain(meanings)
            });
            held.collect()
        }
        Block::Picture(_) | Block::Code(_) | Block::Math(_) => Vec::new(),
    }
}
