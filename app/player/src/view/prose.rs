//! Walks a tree of prose into views. No string of a course is ever read as markup.

use domain::{
    address::Address,
    bundle::Manifest,
    course::{Block as PageBlock, Lesson, Page},
    id::Id,
    prose::{Block, Inline, Math, Picture, Prose, Table, Target, Tone},
    set::Set,
};

use std::{cell::Cell, rc::Rc};

use leptos::prelude::{ArcTrigger, Notify, Track};

use crate::{
    adapter, hub,
    play::COURSES,
    view::{
        node::{Piece, each, made, node},
        note,
        part::{button, el, icon, link, text},
        trouble::late,
    },
    words::{Words, fill, number},
};

/// Writes the prose of one page.
#[derive(Clone, Copy)]
pub(crate) struct Writer {
    words: &'static Words,
    manifest: &'static Manifest,
    lesson: &'static Lesson,
    page: &'static Page,
    /// Where the course's pictures are.
    folder: &'static str,
}

impl Writer {
    /// A writer for `page` of `lesson`.
    pub(crate) fn new(
        manifest: &'static Manifest,
        lesson: &'static Lesson,
        page: &'static Page,
    ) -> Self {
        let state = hub::state();
        Self {
            words: state.words(),
            manifest,
            lesson,
            page,
            folder: state.folder(&manifest.id),
        }
    }

    /// The language the lesson is written in.
    pub(crate) fn lang(&self) -> &'static str {
        self.lesson.lang.as_str()
    }

    /// Some blocks.
    pub(crate) fn prose(&self, prose: &[Block]) -> Vec<Piece> {
        prose.iter().map(|block| self.block(block)).collect()
    }

    /// One block.
    pub(crate) fn block(&self, block: &Block) -> Piece {
        match block {
            Block::Heading(level, held) => {
                let tag = match level {
                    0..=2 => "h2",
                    3 => "h3",
                    _ => "h4",
                };
                el(tag, "", self.text(held))
            }
            Block::Paragraph(held) => el("p", "", self.text(held)),
            Block::List(items) => el("ul", "", self.items(items)),
            Block::Numbered(start, items) => node("ol")
                .attr("start", number(*start))
                .all(self.items(items)),
            Block::Table(table) => self.table(table),
            Block::Picture(picture) => self.picture(picture),
            Block::Callout(tone, body) => self.callout(*tone, body),
            Block::Quote(body) => el("blockquote", "", self.prose(body)),
            Block::Definitions(list) => {
                let mut held = Vec::new();
                for (term, meanings) in list {
                    held.push(el("dt", "", self.text(term)));
                    held.extend(
                        meanings
                            .iter()
                            .map(|meaning| el("dd", "", self.prose(meaning))),
                    );
                }
                el("dl", "", held)
            }
            Block::Code(typed) => {
                let code = el!("code", "", text(typed));
                scrolls("pre", self.words.code, code)
            }
            Block::Math(math) => formula(math, true),
        }
    }

    fn items(&self, items: &[Prose]) -> Vec<Piece> {
        let item = |item: &Prose| match item.as_slice() {
            // One paragraph is what most entries are; it needs no element of its own.
            [Block::Paragraph(held)] => el("li", "", self.text(held)),
            blocks => el("li", "", self.prose(blocks)),
        };
        items.iter().map(item).collect()
    }

    fn table(&self, table: &Table) -> Piece {
        let class = |n: usize| {
            if table.numeric.get(n) == Some(&true) {
                "end"
            } else {
                ""
            }
        };
        let heads = table.head.iter().enumerate().map(|(n, cell)| {
            node("th")
                .attr("scope", "col")
                .class(class(n))
                .all(self.text(cell))
        });
        let head = el!("thead", "", el("tr", "", heads.collect()));
        let row = |row: &Vec<Vec<Inline>>| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(n, cell)| el("td", class(n), self.text(cell)));
            el("tr", "", cells.collect())
        };
        let body = el("tbody", "", table.rows.iter().map(row).collect());
        scrolls("div", self.words.table, el!("table", "", head, body))
    }

    fn picture(&self, picture: &Picture) -> Piece {
        let mut held = vec![self.image(picture)];
        if !picture.caption.is_empty() {
            held.push(el!("figcaption", "", text(&picture.caption)));
        }
        el("figure", "fig", held)
    }

    /// A picture without its caption. It has its size before it arrives.
    pub(crate) fn image(&self, picture: &Picture) -> Piece {
        let source = [COURSES, self.folder, &picture.file].concat();
        node("img")
            .attr("src", source)
            .attr("alt", &picture.alt)
            .attr("width", number(picture.width))
            .attr("height", number(picture.height))
            .attr("loading", "lazy")
            .attr("decoding", "async")
    }

    fn callout(&self, tone: Tone, body: &Prose) -> Piece {
        let [note, tip, important, warning, caution] = self.words.tones;
        let (class, name, title) = match tone {
            Tone::Note => ("callout note", "info", note),
            Tone::Tip => ("callout tip", "hint", tip),
            Tone::Important => ("callout important", "important", important),
            Tone::Warning => ("callout warning", "warning", warning),
            Tone::Caution => ("callout caution", "stop", caution),
        };
        let mut held = vec![el!("b", "", text(title))];
        held.extend(self.prose(body));
        el!("div", class, icon("i", name), el("div", "", held))
    }

    /// Some runs of text.
    pub(crate) fn text(&self, runs: &[Inline]) -> Vec<Piece> {
        runs.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Piece {
        match inline {
            Inline::Text(characters) => text(characters),
            Inline::Emphasis(held) => el("em", "", self.text(held)),
            Inline::Strong(held) => el("strong", "", self.text(held)),
            Inline::Struck(held) => el("s", "", self.text(held)),
            Inline::Low(held) => el("sub", "", self.text(held)),
            Inline::High(held) => el("sup", "", self.text(held)),
            Inline::Code(typed) => el!("code", "", text(typed)),
            Inline::Link(target, held) => self.link(target, held),
            Inline::Term(id, held) => self.term(id, held),
            Inline::Figure(id, held) => self.figure(id, held),
            Inline::Foreign(lang, held) => node("span")
                .attr("lang", lang.as_str())
                .all(self.text(held)),
            Inline::Footnote(place) => {
                let number = number(*place);
                let label = fill(self.words.footnote, &[("n", &number)]);
                let (note, back) = (["note-", &number].concat(), ["back-", &number].concat());
                let go = button("ref").attr("id", back).attr("aria-label", label);
                let go = go
                    .on("click", move |_| adapter::page::focus(&note))
                    .text(number);
                el!("sup", "", go)
            }
            Inline::Math(math) => formula(math, false),
            Inline::Break => el("br", "", Vec::new()),
        }
    }

    fn link(&self, target: &Target, held: &[Inline]) -> Piece {
        let mut held = self.text(held);
        let address = match target {
            Target::Out(address) => {
                let outside = [" (", self.words.opens_outside, ")"].concat();
                held.push(icon("i", "out"));
                held.push(el!("span", "vh", text(outside)));
                return outside_link("out", address).all(held);
            }
            Target::Lesson(lesson, None) => {
                Address::Lesson(self.manifest.id.clone(), lesson.clone())
            }
            Target::Lesson(lesson, Some(page)) => {
                Address::Page(self.manifest.id.clone(), lesson.clone(), page.clone())
            }
            Target::Page(page) => Address::Page(
                self.manifest.id.clone(),
                self.lesson.id.clone(),
                page.clone(),
            ),
        };
        link("", address.write(), held)
    }

    fn term(&self, id: &Id, held: &[Inline]) -> Piece {
        let held = self.text(held);
        let Some(term) = self.lesson.terms.iter().find(|term| term.id == *id) else {
            return el("span", "", held);
        };
        let words = self.words;
        pop(words, "term", held, move || {
            late(&|| note::term(words, term))
        })
    }

    fn figure(&self, id: &Id, held: &[Inline]) -> Piece {
        let held = self.text(held);
        let Some(figure) = self.lesson.figures.iter().find(|figure| figure.id == *id) else {
            return el("span", "", held);
        };
        let words = self.words;
        pop(words, "datum", held, move || {
            late(&|| note::provenance(words, figure))
        })
    }

    /// The footnotes of the page.
    pub(crate) fn footnotes(&self) -> Option<Piece> {
        if self.page.footnotes.is_empty() {
            return None;
        }
        let words = self.words;
        let note = |(n, note): (usize, &Prose)| {
            let number = number(n + 1);
            let (id, back) = (["note-", &number].concat(), ["back-", &number].concat());
            let label = [words.footnote_back, " ", &number].concat();
            let go = button("ref").attr("aria-label", label);
            let go = go
                .on("click", move |_| adapter::page::focus(&back))
                .text("↩");
            node("li")
                .attr("id", id)
                .attr("tabindex", "-1")
                .all(self.prose(note))
                .put(go)
        };
        let notes = el(
            "ol",
            "",
            self.page.footnotes.iter().enumerate().map(note).collect(),
        );
        let section = node("section")
            .class("notes")
            .attr("aria-label", words.footnotes);
        Some(section.put(notes))
    }
}

/// A link out of the course.
pub(super) fn outside_link(class: &str, address: &str) -> Piece {
    node("a")
        .class(class)
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
}

/// What may be wider than the page: it scrolls in a region of its own, by keyboard as well.
pub(crate) fn scrolls(tag: &'static str, label: &'static str, held: Piece) -> Piece {
    let region = node(tag)
        .class("scroll")
        .attr("tabindex", "0")
        .attr("role", "region");
    region.attr("aria-label", label).put(held)
}

/// A button in the line that opens a note below the line.
fn pop(
    words: &'static Words,
    class: &'static str,
    held: Vec<Piece>,
    said: impl Fn() -> Vec<Piece> + Send + 'static,
) -> Piece {
    let door = Rc::new(Door {
        open: Cell::new(false),
        moved: ArcTrigger::new(),
    });
    let (one, two, three) = (Rc::clone(&door), Rc::clone(&door), Rc::clone(&door));
    let expanded = move || Some(if one.is_open() { "true" } else { "false" });
    let toggle = button(class)
        .live("aria-expanded", expanded)
        .on("click", move |_| two.set(!two.open.get()));
    let note = each(move || {
        if !three.is_open() {
            return Vec::new();
        }
        let four = Rc::clone(&three);
        let close = button("x")
            .attr("aria-label", words.close)
            .on("click", move |_| four.set(false));
        vec![el!(
            "span",
            "pop",
            el("span", "", said()),
            close.put(icon("i", "cross"))
        )]
    });
    node("span")
        .class("has-pop")
        .on("keydown", move |event| {
            if adapter::page::is_escape(&event) {
                adapter::page::escape(&event);
                door.set(false);
            }
        })
        .put(toggle.all(held))
        .put(note)
}

/// Whether a note is open, and who follows that.
struct Door {
    open: Cell<bool>,
    moved: ArcTrigger,
}

impl Door {
    fn is_open(&self) -> bool {
        self.moved.track();
        self.open.get()
    }

    fn set(&self, open: bool) {
        self.open.set(open);
        self.moved.notify();
    }
}

fn formula(math: &Math, display: bool) -> Piece {
    let class = if display { "math block" } else { "math" };
    el!(
        "span",
        class,
        made(adapter::math::formula(&math.tree, display))
    )
}

/// The words of the glossary that `page` uses.
pub(crate) fn terms_of(page: &Page) -> Set<Id> {
    let mut terms = Set::new();
    for block in page.steps.iter().flatten() {
        match block {
            PageBlock::Prose(block) => block_terms(block, &mut terms),
            PageBlock::Activity(activity) => {
                activity
                    .prompt
                    .iter()
                    .for_each(|block| block_terms(block, &mut terms));
            }
        }
    }
    terms
}

fn block_terms(block: &Block, terms: &mut Set<Id>) {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => text_terms(text, terms),
        Block::List(items) | Block::Numbered(_, items) => {
            items
                .iter()
                .flatten()
                .for_each(|block| block_terms(block, terms));
        }
        Block::Table(table) => {
            table
                .head
                .iter()
                .chain(table.rows.iter().flatten())
                .for_each(|cell| text_terms(cell, terms));
        }
        Block::Callout(_, body) | Block::Quote(body) => {
            body.iter().for_each(|block| block_terms(block, terms));
        }
        Block::Definitions(list) => {
            for (term, meanings) in list {
                text_terms(term, terms);
                meanings
                    .iter()
                    .flatten()
                    .for_each(|block| block_terms(block, terms));
            }
        }
        Block::Picture(_) | Block::Code(_) | Block::Math(_) => {}
    }
}

fn text_terms(text: &[Inline], terms: &mut Set<Id>) {
    for inline in text {
        match inline {
            Inline::Term(id, held) => {
                terms.insert(id.clone());
                text_terms(held, terms);
            }
            Inline::Emphasis(held)
            | Inline::Strong(held)
            | Inline::Struck(held)
            | Inline::Low(held)
            | Inline::High(held)
            | Inline::Link(_, held)
            | Inline::Figure(_, held)
            | Inline::Foreign(_, held) => text_terms(held, terms),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Footnote(_)
            | Inline::Math(_)
            | Inline::Break => {}
        }
    }
}
