//! Markdown as a tree of nodes that know their bytes in the author's file.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};

/// So deep may things stand in each other. A list counts twice: the list and its entry.
///
/// Lower than [`crate::limit::DEPTH`], which counts the levels of the published JSON: a level here
/// makes up to three there.
pub(crate) const NESTING: usize = 18;

/// A piece of Markdown and the bytes of the file it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) part: Part<'a>,
    pub(crate) span: Range<usize>,
    /// What stands in it; empty for all but [`Part::Held`].
    pub(crate) held: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    /// What it is, if it holds others.
    pub(crate) fn tag(&self) -> Option<&Tag<'a>> {
        match &self.part {
            Part::Held(tag) => Some(tag),
            Part::Text(_)
            | Part::Code(_)
            | Part::Math(_)
            | Part::DisplayMath(_)
            | Part::Html
            | Part::Footnote(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Line
            | Part::Task(_) => None,
        }
    }

    /// Whether it stands in a line of text.
    pub(crate) fn is_inline(&self) -> bool {
        match self.tag() {
            Some(tag) => matches!(
                tag,
                Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Superscript
                    | Tag::Subscript
                    | Tag::Link { .. }
                    | Tag::Image { .. }
            ),
            None => !matches!(self.part, Part::Line),
        }
    }
}

/// The footnotes defined in `nodes`, taken out of them.
pub(crate) fn take_footnotes<'t>(nodes: &mut Vec<Node<'t>>) -> BTreeMap<String, Node<'t>> {
    let mut taken = BTreeMap::new();
    for node in std::mem::take(nodes) {
        match node.tag() {
            Some(Tag::FootnoteDefinition(label)) => {
                taken.entry(label.to_string()).or_insert(node);
            }
            Some(_) | None => nodes.push(node),
        }
    }
    taken
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Part<'a> {
    Held(Tag<'a>),
    /// Joined from many pieces, hence not borrowed.
    Text(String),
    Code(CowStr<'a>),
    Math(CowStr<'a>),
    DisplayMath(CowStr<'a>),
    Html,
    Footnote(CowStr<'a>),
    SoftBreak,
    HardBreak,
    Line,
    Task(bool),
}

/// The nodes of `text`, which begins at the byte `base` of its file, and the places where things
/// stand too deep in each other to be kept.
pub(crate) fn nodes(text: &str, base: usize) -> (Vec<Node<'_>>, Vec<Range<usize>>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT;
    let mut done: Vec<Node<'_>> = Vec::new();
    let mut open: Vec<Node<'_>> = Vec::new();
    let mut deep = Vec::new();
    // How many nodes are open that are not kept.
    let mut skipped = 0_usize;
    for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
        let span = span.start + base..span.end + base;
        let part = match event {
            Event::Start(tag) => {
                if skipped > 0 || open.len() >= NESTING {
                    if skipped == 0 {
                        deep.push(span);
                    }
                    skipped += 1;
                } else {
                    open.push(Node {
                        part: Part::Held(tag),
                        span,
                        held: Vec::new(),
                    });
                }
                continue;
            }
            Event::End(_) => {
                if skipped > 0 {
                    skipped -= 1;
                } else if let Some(node) = open.pop() {
                    let siblings = open.last_mut().map_or(&mut done, |parent| &mut parent.held);
                    siblings.push(node);
                }
                continue;
            }
            Event::Text(text) => Part::Text(text.into_string()),
            Event::Code(text) => Part::Code(text),
            Event::InlineMath(tex) => Part::Math(tex),
            Event::DisplayMath(tex) => Part::DisplayMath(tex),
            Event::Html(_) | Event::InlineHtml(_) => Part::Html,
            Event::FootnoteReference(label) => Part::Footnote(label),
            Event::SoftBreak => Part::SoftBreak,
            Event::HardBreak => Part::HardBreak,
            Event::Rule => Part::Line,
            Event::TaskListMarker(ticked) => Part::Task(ticked),
        };
        if skipped == 0 {
            let siblings = open.last_mut().map_or(&mut done, |parent| &mut parent.held);
            push(
                siblings,
                Node {
                    part,
                    span,
                    held: Vec::new(),
                },
            );
        }
    }
    (done, deep)
}

/// Adds a leaf; text that follows text is joined to it, so that words are never cut.
fn push<'a>(siblings: &mut Vec<Node<'a>>, node: Node<'a>) {
    if let (Part::Text(more), Some(last)) = (&node.part, siblings.last_mut())
        && let Part::Text(text) = &mut last.part
    {
        text.push_str(more);
        last.span.end = node.span.end;
        return;
    }
    siblings.push(node);
}
