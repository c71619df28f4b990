//! From Markdown's nodes to blocks of text.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Tag};

use super::{
    markdown::{self, Node, Part},
    near,
    report::{Place, Report},
    shelf::Shelf,
};
use crate::{
    id::{Id, Lang},
    prose::{self, Block, Inline, Prose, Target, Tone},
    rule::{self, Rule},
};

/// What a lesson uses of its course, gathered while it is read.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    pub(crate) words: BTreeSet<Id>,
    pub(crate) numbers: BTreeSet<Id>,
    pub(crate) pictures: BTreeSet<String>,
    /// The files in which a link looks for something that is not there: what it means may seem unused.
    pub(crate) astray: BTreeSet<String>,
    /// Links inside the course, to be looked at when every lesson is read.
    pub(crate) links: Vec<(Target, Range<usize>)>,
}

/// The footnotes that a page refers to.
#[derive(Debug, Default)]
pub(crate) struct Footnotes {
    /// Their labels, the first one being number 1.
    pub(crate) labels: Vec<String>,
    numbers: BTreeMap<String, u16>,
}

/// Reads the text of one file.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) file: &'a str,
    /// All of the file.
    pub(crate) text: &'a str,
    pub(crate) lang: &'a Lang,
    pub(crate) shelf: &'a Shelf,
    pub(crate) report: &'a Report,
    pub(crate) uses: RefCell<Uses>,
    /// The footnotes of this page in the order they are first referred to; none where footnotes
    /// can't stand.
    pub(crate) footnotes: RefCell<Option<Footnotes>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn add(
        &self,
        rule: &Rule,
        span: Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report.add(
            rule,
            Place {
                file: self.file,
                span,
            },
            what,
            help,
        );
    }

    /// The author's own characters.
    pub(crate) fn source(&self, span: Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or("")
    }

    /// The nodes of a part of the file.
    pub(crate) fn nodes(&self, span: Range<usize>) -> Vec<Node<'a>> {
        self.nodes_of(self.text.get(span.clone()).unwrap_or(""), span.start)
    }

    /// The nodes of `text`, which is as long as what stands at `base` of the file.
    pub(crate) fn nodes_of<'t>(&self, text: &'t str, base: usize) -> Vec<Node<'t>> {
        let (nodes, deep) = markdown::nodes(text, base);
        for span in deep {
            self.too_deep(span);
        }
        nodes
    }

    fn too_deep(&self, span: Range<usize>) {
        self.add(
            &rule::NESTING_TOO_DEEP,
            span,
            "this stands too deep in other lists, quotations or emphasis.",
            "take it out of what it stands in; six levels of lists are the most.",
        );
    }

    /// Blocks of text; what can't be one is a finding.
    pub(crate) fn blocks(&self, nodes: &[Node<'_>]) -> Prose {
        let mut blocks = Vec::new();
        let mut line: Vec<&Node<'_>> = Vec::new();
        for node in nodes {
            // The entries of a tight list hold their line without a paragraph around it.
            if node.is_inline() {
                line.push(node);
                continue;
            }
            self.close(&mut line, &mut blocks);
            blocks.extend(self.block(node));
        }
        self.close(&mut line, &mut blocks);
        blocks
    }

    fn close(&self, line: &mut Vec<&Node<'_>>, blocks: &mut Prose) {
        if !line.is_empty() {
            let taken = std::mem::take(line);
            let text = self.line(taken.iter().copied());
            if !prose::plain(&text).trim().is_empty() {
                blocks.push(Block::Paragraph(text));
            }
        }
    }

    fn block(&self, node: &Node<'_>) -> Option<Block> {
        let span = node.span.clone();
        let Part::Held(tag) = &node.part else {
            return match &node.part {
                Part::Line => self.misplaced(
                    span,
                    "a line of hyphens begins a step of a page; here there is no page.",
                ),
                Part::Html => self.html(span),
                Part::Held(_)
                | Part::Text(_)
                | Part::Code(_)
                | Part::Math(_)
                | Part::DisplayMath(_)
                | Part::Footnote(_)
                | Part::SoftBreak
                | Part::HardBreak
                | Part::Task(_) => None,
            };
        };
        match tag {
            Tag::Paragraph => self.paragraph(node),
            Tag::Heading { level, .. } => self.heading(node, *level as u8),
            Tag::BlockQuote(kind) => Some(self.quotation(node, *kind)),
            Tag::CodeBlock(kind) => self.code(node, kind),
            Tag::HtmlBlock => self.html(span),
            Tag::List(first) => {
                let items = node
                    .held
                    .iter()
                    .map(|item| self.blocks(&item.held))
                    .collect();
                Some(match first {
                    None => Block::List(items),
                    Some(first) => Block::Numbered(u32::try_from(*first).unwrap_or(1), items),
                })
            }
            Tag::DefinitionList => Some(self.definitions(node)),
            Tag::Table(alignments) => Some(self.table(node, alignments)),
            // Footnotes were taken out before; those in an activity or in notes end up here.
            Tag::FootnoteDefinition(_) => self.misplaced(
                span,
                "the text of a footnote stands in the lesson, outside activities and notes.",
            ),
            Tag::MetadataBlock(_) => {
                self.misplaced(span, "the lines between `+++` stand at the very top.")
            }
            Tag::Item
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell => None,
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => None,
        }
    }

    pub(crate) fn misplaced<T>(&self, span: Range<usize>, help: &str) -> Option<T> {
        self.add(
            &rule::MISPLACED_BLOCK,
            span,
            "this can't stand here, and would not be shown.",
            help,
        );
        None
    }

    pub(crate) fn html<T>(&self, span: Range<usize>) -> Option<T> {
        let comment = self.source(span.clone()).trim_start().starts_with("<!--");
        let what = if comment {
            "this is a comment in HTML."
        } else {
            "this is raw HTML."
        };
        self.add(
            &rule::RAW_HTML,
            span,
            what,
            "take it out; courses/README.md lists what can be written instead.",
        );
        None
    }

    fn paragraph(&self, node: &Node<'_>) -> Option<Block> {
        if let [only] = &node.held[..] {
            match &only.part {
                Part::Held(Tag::Image {
                    dest_url, title, ..
                }) => {
                    return self.picture(only, dest_url, title).map(Block::Picture);
                }
                Part::DisplayMath(tex) => return self.math(only, tex, true).map(Block::Math),
                Part::Held(_)
                | Part::Text(_)
                | Part::Code(_)
                | Part::Math(_)
                | Part::Html
                | Part::Footnote(_)
                | Part::SoftBreak
                | Part::HardBreak
                | Part::Line
                | Part::Task(_) => {}
            }
        }
        let text = self.line(node.held.iter());
        (!text.is_empty()).then_some(Block::Paragraph(text))
    }

    fn heading(&self, node: &Node<'_>, level: u8) -> Option<Block> {
        self.underlined(node);
        if level == 1 {
            return self.misplaced(
                node.span.clone(),
                "a heading with one `#` opens a page; write `##` here.",
            );
        }
        if level > 4 {
            self.add(
                &rule::HEADING_TOO_DEEP,
                node.span.clone(),
                format!("this is a heading of level {level}."),
                "use two to four `#`, or make a page of its own.",
            );
        }
        Some(Block::Heading(level.min(4), self.line(node.held.iter())))
    }

    /// Says so when a heading was made by a line below it.
    pub(crate) fn underlined(&self, node: &Node<'_>) {
        if !self.source(node.span.clone()).trim_start().starts_with('#') {
            self.add(
                &rule::UNDERLINED_HEADING,
                node.span.clone(),
                "the line of hyphens or equals signs right below makes this text a heading.",
                "put an empty line before `---`; write headings with `#`.",
            );
        }
    }

    fn quotation(&self, node: &Node<'_>, kind: Option<BlockQuoteKind>) -> Block {
        let tone = match kind {
            None => {
                if let Some(word) = tagged(self.source(node.span.clone())) {
                    let known = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
                    let help = near::suggestion(&word.to_ascii_uppercase(), known);
                    let what = format!("there is no call-out `[!{}]`.", super::fields::short(word));
                    self.add(&rule::UNKNOWN_CALLOUT, node.span.clone(), what, help);
                }
                return Block::Quote(self.blocks(&node.held));
            }
            Some(BlockQuoteKind::Note) => Tone::Note,
            Some(BlockQuoteKind::Tip) => Tone::Tip,
            Some(BlockQuoteKind::Important) => Tone::Important,
            Some(BlockQuoteKind::Warning) => Tone::Warning,
            Some(BlockQuoteKind::Caution) => Tone::Caution,
        };
        Block::Callout(tone, self.blocks(&node.held))
    }

    fn code(&self, node: &Node<'_>, kind: &CodeBlockKind<'_>) -> Option<Block> {
        if let CodeBlockKind::Indented = kind {
            self.add(
                &rule::INDENTED_TEXT,
                node.span.clone(),
                "four spaces at the start of a line make this text typed code.",
                "take the spaces away; for code, put it between lines of three backticks.",
            );
        }
        if let CodeBlockKind::Fenced(words) = kind {
            let first = words.split_whitespace().next().unwrap_or("");
            if let Some(near) = near::nearest(first, ["activity", "notes"]) {
                if near == first {
                    self.add(
                        &rule::MISPLACED_FENCE,
                        node.span.clone(),
                        format!("a block of `{near}` can't stand inside something else."),
                        "begin its backticks at the first character of a line, outside lists and quotations.",
                    );
                } else {
                    self.unknown_fence(node, first, near);
                }
                return None;
            }
        }
        let typed = node.held.iter().filter_map(|held| match &held.part {
            Part::Text(text) => Some(text.as_str()),
            Part::Held(_)
            | Part::Code(_)
            | Part::Math(_)
            | Part::DisplayMath(_)
            | Part::Html
            | Part::Footnote(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Line
            | Part::Task(_) => None,
        });
        Some(Block::Code(
            typed.collect::<String>().trim_end_matches('\n').to_owned(),
        ))
    }

    fn unknown_fence(&self, node: &Node<'_>, word: &str, near: &str) {
        let what = format!("there are no blocks of `{}`.", super::fields::short(word));
        self.add(
            &rule::UNKNOWN_FENCE,
            node.span.clone(),
            what,
            format!("did you mean `{near}`?"),
        );
    }

    fn definitions(&self, node: &Node<'_>) -> Block {
        let mut list: Vec<(prose::Text, Vec<Prose>)> = Vec::new();
        for held in &node.held {
            match held.tag() {
                Some(Tag::DefinitionListTitle) => {
                    list.push((self.line(held.held.iter()), Vec::new()))
                }
                Some(_) | None => match list.last_mut() {
                    Some((_, meanings)) => meanings.push(self.blocks(&held.held)),
                    None => list.push((Vec::new(), vec![self.blocks(&held.held)])),
                },
            }
        }
        Block::Definitions(list)
    }

    fn table(&self, node: &Node<'_>, alignments: &[Alignment]) -> Block {
        let cells = |row: &Node<'_>| {
            row.held
                .iter()
                .map(|cell| self.line(cell.held.iter()))
                .collect::<Vec<_>>()
        };
        let mut rows = node.held.iter();
        let head = rows.next().map(cells).unwrap_or_default();
        let rows: Vec<Vec<prose::Text>> = rows.map(cells).collect();
        // The first head may be empty, over the column that names the rows.
        if head
            .iter()
            .skip(1)
            .chain(head.first().filter(|_| head.len() == 1))
            .any(|h| prose::plain(h).trim().is_empty())
        {
            self.add(
                &rule::TABLE_WITHOUT_HEAD,
                node.span.clone(),
                "a column of this table has no head.",
                "write a word at the top of every column.",
            );
        }
        let numeric = |(n, alignment): (usize, &Alignment)| match alignment {
            Alignment::Right => true,
            Alignment::Left | Alignment::Center => false,
            Alignment::None => {
                let mut cells = rows
                    .iter()
                    .filter_map(|row| row.get(n))
                    .map(|cell| prose::plain(cell))
                    .peekable();
                cells.peek().is_some() && cells.all(|cell| is_number(&cell))
            }
        };
        let numeric = alignments.iter().enumerate().map(numeric).collect();
        Block::Table(prose::Table {
            numeric,
            head,
            rows,
        })
    }

    /// The formula `tex`; a finding when it can't be read.
    pub(crate) fn math(&self, node: &Node<'_>, tex: &str, display: bool) -> Option<prose::Math> {
        match super::formula::formula(tex, display) {
            Ok(math) => Some(math),
            Err((inner, what)) => {
                let dollars = if display { 2 } else { 1 };
                let start = node.span.start + dollars + inner.start;
                let end = (start + inner.len()).min(node.span.end);
                let span = if start < end {
                    start..end
                } else {
                    node.span.clone()
                };
                self.add(
                    &rule::BROKEN_FORMULA,
                    span,
                    what,
                    "write it in TeX; `\\$` stands for a dollar sign.",
                );
                None
            }
        }
    }

    /// The numbers of the footnotes referred to so far, by label.
    pub(crate) fn footnote(&self, label: &str) -> Option<u16> {
        let mut footnotes = self.footnotes.borrow_mut();
        let footnotes = footnotes.as_mut()?;
        if let Some(number) = footnotes.numbers.get(label) {
            return Some(*number);
        }
        let number = u16::try_from(footnotes.labels.len() + 1).ok()?;
        footnotes.labels.push(label.to_owned());
        footnotes.numbers.insert(label.to_owned(), number);
        Some(number)
    }
}

/// The word in `[!word]` at the start of a quotation.
pub(crate) fn tagged(source: &str) -> Option<&str> {
    let rest = source
        .trim_start()
        .strip_prefix('>')?
        .trim_start()
        .strip_prefix("[!")?;
    rest.split_once(']')
        .map(|(word, _)| word)
        .filter(|word| !word.contains('\n'))
}

/// Whether a cell holds a number with at most a short unit: such columns are set to the right.
fn is_number(cell: &str) -> bool {
    let bare = cell
        .trim()
        .trim_start_matches(['-', '−', '+', '±', '≈', '~', '<', '>', ' ']);
    bare.starts_with(|c: char| c.is_ascii_digit())
        && cell.chars().filter(|c| c.is_alphabetic()).count() <= 3
        && cell.chars().count() <= 16
}

/// The characters of a heading as one line; for titles. Unbreakable spaces stay.
pub(crate) fn title(text: &[Inline]) -> String {
    let plain = prose::plain(text);
    plain
        .split([' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
