//! Walks a tree of prose into views. No string of a course is ever read as markup.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    address::Address,
    course::{Block as PageBlock, Figure, Lesson, Page, Status},
    id::Id,
    prose::{Block, Inline, Math, Picture, Prose, Table, Target, Tone},
};

use leptos::prelude::{Get, GetUntracked, RwSignal, Set};

use crate::{
    adapter, hub,
    play::COURSES,
    view::{
        node::{Node, Piece, each, node},
        part::{button, el, icon, link, text},
    },
    words::{Words, fill},
};

/// Writes the prose of one page.
#[derive(Clone)]
pub(crate) struct Writer {
    words: &'static Words,
    course: Id,
    lesson: Arc<Lesson>,
    notes: Arc<Vec<Prose>>,
    /// Where the course's pictures are.
    folder: Arc<str>,
}

impl Writer {
    /// A writer for `page` of `lesson`.
    pub(crate) fn new(course: &Id, lesson: &Arc<Lesson>, page: &Page) -> Self {
        let (words, folder) = hub::read(|state| (state.words(), state.folder(course).into()));
        Self {
            words,
            course: course.clone(),
            lesson: Arc::clone(lesson),
            notes: Arc::new(page.footnotes.clone()),
            folder,
        }
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
            Block::Numbered(start, items) => {
                node("ol").attr("start", start.to_string()).all(self.items(items)).view()
            }
            Block::Table(table) => self.table(table),
            Block::Picture(picture) => self.picture(picture),
            Block::Callout(tone, body) => self.callout(*tone, body),
            Block::Quote(body) => el("blockquote", "", self.prose(body)),
            Block::Definitions(list) => {
                let mut held = Vec::new();
                for (term, meanings) in list {
                    held.push(el("dt", "", self.text(term)));
                    held.extend(meanings.iter().map(|meaning| el("dd", "", self.prose(meaning))));
                }
                el("dl", "", held)
            }
            Block::Code(typed) => {
                let code = el("code", "", vec![text(typed.clone())]);
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
        let class = |n: usize| if table.numeric.get(n) == Some(&true) { "end" } else { "" };
        let heads = table.head.iter().enumerate().map(|(n, cell)| {
            node("th").attr("scope", "col").class(class(n)).all(self.text(cell)).view()
        });
        let head = el("thead", "", vec![el("tr", "", heads.collect())]);
        let row = |row: &Vec<Vec<Inline>>| {
            let cells = row.iter().enumerate().map(|(n, cell)| el("td", class(n), self.text(cell)));
            el("tr", "", cells.collect())
        };
        let body = el("tbody", "", table.rows.iter().map(row).collect());
        scrolls("div", self.words.table, el("table", "", vec![head, body]))
    }

    fn picture(&self, picture: &Picture) -> Piece {
        let source = [COURSES, &*self.folder, &picture.file].concat();
        let image = node("img")
            .attr("src", source)
            .attr("alt", picture.alt.clone())
            .attr("width", picture.width.to_string())
            .attr("height", picture.height.to_string())
            .attr("loading", "lazy")
            .attr("decoding", "async");
        let mut held = vec![image.view()];
        if !picture.caption.is_empty() {
            held.push(el("figcaption", "", vec![text(picture.caption.clone())]));
        }
        el("figure", "fig", held)
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
        let mut held = vec![el("b", "", vec![text(title)])];
        held.extend(self.prose(body));
        el("div", class, vec![icon("i", name), el("div", "", held)])
    }

    /// Some runs of text.
    pub(crate) fn text(&self, runs: &[Inline]) -> Vec<Piece> {
        runs.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Piece {
        match inline {
            Inline::Text(characters) => text(characters.clone()),
            Inline::Emphasis(held) => el("em", "", self.text(held)),
            Inline::Strong(held) => el("strong", "", self.text(held)),
            Inline::Struck(held) => el("s", "", self.text(held)),
            Inline::Low(held) => el("sub", "", self.text(held)),
            Inline::High(held) => el("sup", "", self.text(held)),
            Inline::Code(typed) => el("code", "", vec![text(typed.clone())]),
            Inline::Link(target, held) => self.link(target, held),
            Inline::Term(id, held) => self.term(id, held),
            Inline::Figure(id, held) => self.figure(id, held),
            Inline::Foreign(lang, held) => {
                node("span").attr("lang", lang.as_str()).all(self.text(held)).view()
            }
            Inline::Footnote(number) => {
                let number = number.to_string();
                let label = fill(self.words.footnote, &[("n", &number)]);
                let (note, back) = (["note-", &number].concat(), ["back-", &number].concat());
                let go = button("ref").attr("id", back).attr("aria-label", label);
                let go = go.on("click", move |_| adapter::page::focus(&note)).text(number).view();
                el("sup", "", vec![go])
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
                held.push(el("span", "vh", vec![text(outside)]));
                return outside_link("out", address).all(held).view();
            }
            Target::Lesson(lesson, None) => Address::Lesson(self.course.clone(), lesson.clone()),
            Target::Lesson(lesson, Some(page)) => {
                Address::Page(self.course.clone(), lesson.clone(), page.clone())
            }
            Target::Page(page) => {
                Address::Page(self.course.clone(), self.lesson.id.clone(), page.clone())
            }
        };
        link("", address.write(), held)
    }

    fn term(&self, id: &Id, held: &[Inline]) -> Piece {
        let held = self.text(held);
        let Some(term) = self.lesson.terms.iter().find(|term| term.id == *id).cloned() else {
            return el("span", "", held);
        };
        let words = self.words;
        pop(words, "term", held, move || {
            let mut said = vec![el("b", "", vec![text(term.term.clone())]), text(" "), text(term.definition.clone())];
            for (lang, other) in &term.also {
                let also = fill(words.also, &[("lang", lang.as_str()), ("term", "")]);
                let other = node("span").attr("lang", lang.as_str()).text(other.clone()).view();
                said.push(el("span", "also", vec![text(also), other]));
            }
            said
        })
    }

    fn figure(&self, id: &Id, held: &[Inline]) -> Piece {
        let held = self.text(held);
        let Some(figure) = self.lesson.figures.iter().find(|figure| figure.id == *id).cloned() else {
            return el("span", "", held);
        };
        let words = self.words;
        pop(words, "datum", held, move || provenance(words, &figure))
    }

    /// The footnotes of the page.
    pub(crate) fn footnotes(&self) -> Option<Piece> {
        if self.notes.is_empty() {
            return None;
        }
        let words = self.words;
        let note = |(n, note): (usize, &Prose)| {
            let number = (n + 1).to_string();
            let (id, back) = (["note-", &number].concat(), ["back-", &number].concat());
            let label = [words.footnote_back, " ", &number].concat();
            let go = button("ref").attr("aria-label", label);
            let go = go.on("click", move |_| adapter::page::focus(&back)).text("↩").view();
            node("li").attr("id", id).attr("tabindex", "-1").all(self.prose(note)).put(go).view()
        };
        let notes = el("ol", "", self.notes.iter().enumerate().map(note).collect());
        let section = node("section").class("notes").attr("aria-label", words.footnotes);
        Some(section.put(notes).view())
    }
}

/// What a number says, how far it can be trusted, and where it comes from.
fn provenance(words: &'static Words, figure: &Figure) -> Vec<Piece> {
    let status = match figure.status {
        Status::Published => words.published,
        Status::Calculated => words.calculated,
        Status::Illustrative => words.illustrative,
    };
    let status = [status, ", ", &figure.year.to_string(), "."].concat();
    let mut said = vec![text(figure.note.clone()), text(" "), el("span", "status", vec![text(status)])];
    if let Some(source) = &figure.source {
        let cited = [&source.publisher, ", ", &source.title, " (", &source.year.to_string(), ")"].concat();
        let cited = if source.url.is_empty() {
            el("cite", "", vec![text(cited)])
        } else {
            outside_link("", &source.url).text(cited).view()
        };
        let label = text([words.source, " [", &source.id, "] "].concat());
        said.push(el("span", "source", vec![label, cited]));
    }
    said
}

/// A link out of the course.
fn outside_link(class: &str, address: &str) -> Box<Node> {
    node("a").class(class).attr("href", address).attr("target", "_blank").attr("rel", "noopener noreferrer")
}

/// What may be wider than the page: it scrolls in a region of its own, by keyboard as well.
fn scrolls(tag: &'static str, label: &'static str, held: Piece) -> Piece {
    let region = node(tag).class("scroll").attr("tabindex", "0").attr("role", "region");
    region.attr("aria-label", label).put(held).view()
}

/// A button in the line that opens a note below the line.
fn pop(
    words: &'static Words,
    class: &'static str,
    held: Vec<Piece>,
    said: impl Fn() -> Vec<Piece> + Send + 'static,
) -> Piece {
    let open = RwSignal::new(false);
    let expanded = move || Some(if open.get() { "true" } else { "false" }.to_owned());
    let toggle = button(class).live("aria-expanded", expanded).on("click", move |_| {
        open.set(!open.get_untracked());
    });
    let note = each(move || {
        if !open.get() {
            return Vec::new();
        }
        let close = button("x").attr("aria-label", words.close).on("click", move |_| open.set(false));
        vec![el("span", "pop", vec![el("span", "", said()), close.put(icon("i", "cross")).view()])]
    });
    node("span")
        .class("has-pop")
        .on("keydown", move |event| {
            if adapter::page::is_escape(&event) {
                adapter::page::escape(&event);
                open.set(false);
            }
        })
        .put(toggle.all(held).view())
        .put(note)
        .view()
}

fn formula(math: &Math, display: bool) -> Piece {
    let class = if display { "math block" } else { "math" };
    adapter::math::formula(class, &math.tree, display)
}

/// The words of the glossary that `page` uses.
pub(crate) fn terms_of(page: &Page) -> BTreeSet<Id> {
    let mut terms = BTreeSet::new();
    for block in page.steps.iter().flatten() {
        match block {
            PageBlock::Prose(block) => block_terms(block, &mut terms),
            PageBlock::Activity(activity) => {
                activity.prompt.iter().for_each(|block| block_terms(block, &mut terms));
            }
        }
    }
    terms
}

fn block_terms(block: &Block, terms: &mut BTreeSet<Id>) {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => text_terms(text, terms),
        Block::List(items) | Block::Numbered(_, items) => {
            items.iter().flatten().for_each(|block| block_terms(block, terms));
        }
        Block::Table(table) => {
            table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| text_terms(cell, terms));
        }
        Block::Callout(_, body) | Block::Quote(body) => {
            body.iter().for_each(|block| block_terms(block, terms));
        }
        Block::Definitions(list) => {
            for (term, meanings) in list {
                text_terms(term, terms);
                meanings.iter().flatten().for_each(|block| block_terms(block, terms));
            }
        }
        Block::Picture(_) | Block::Code(_) | Block::Math(_) => {}
    }
}

fn text_terms(text: &[Inline], terms: &mut BTreeSet<Id>) {
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
            Inline::Text(_) | Inline::Code(_) | Inline::Footnote(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
}
