//! The pages of a lesson: what opens one, its steps, its activities, its notes.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{CodeBlockKind, CowStr, Tag};

use super::{
    activity,
    fence::{first_line, unnamed},
    fields::{self, Given, as_id, short},
    lesson::{ActivityMark, PageMark},
    markdown::{self, Node, Part},
    near,
    reader::{self, Footnotes, Reader},
    typography,
};
use crate::{
    behaviour::Behaviour,
    course::{Block, Page},
    id::Id,
    prose::{self, Prose},
    rule,
};

/// What a word after the id of a page begins with that says how many activities are drawn.
const DRAW: &str = "draw-";

/// Pages, the notes of those that have any, where everything stands, and whether every activity has
/// an id.
type Read = (Vec<Page>, Vec<(Id, Prose)>, Vec<PageMark>, bool);

/// Reads the pages in `body`; its activities assess `competencies` when they name no others.
pub(crate) fn read(reader: &Reader<'_>, body: Range<usize>, competencies: &[Id]) -> Read {
    let mut nodes = reader.nodes(body.clone());
    let footnotes = markdown::take_footnotes(&mut nodes);
    let mut pages = Pages {
        reader,
        competencies,
        footnotes: &footnotes,
        page_ids: BTreeSet::new(),
        activity_ids: BTreeSet::new(),
        referred: BTreeSet::new(),
        pages: Vec::new(),
        notes: Vec::new(),
        marks: Vec::new(),
        level: 1,
        filled: false,
        named: true,
    };
    for node in &nodes {
        pages.node(node);
    }
    pages.close();
    pages.look_over(&body);
    (pages.pages, pages.notes, pages.marks, pages.named)
}

/// Puts the pages of a lesson together.
struct Pages<'r, 'a> {
    reader: &'r Reader<'a>,
    competencies: &'r [Id],
    /// What each footnote says, by label.
    footnotes: &'r BTreeMap<String, Node<'r>>,
    page_ids: BTreeSet<Id>,
    activity_ids: BTreeSet<Id>,
    /// The labels of footnotes that some page refers to.
    referred: BTreeSet<String>,
    pages: Vec<Page>,
    notes: Vec<(Id, Prose)>,
    /// One for each page.
    marks: Vec<PageMark>,
    /// The level of the last heading of the page.
    level: u8,
    /// Whether something stands on the page, be it shown or not: what is not has its own finding.
    filled: bool,
    /// Whether every activity so far has an id.
    named: bool,
}

impl Pages<'_, '_> {
    fn node(&mut self, node: &Node<'_>) {
        self.filled |= !self.notes_only(node);
        match &node.part {
            Part::Held(Tag::Heading {
                level, id, classes, ..
            }) if *level as u8 == 1 => {
                self.open(node, id.as_deref());
                self.behave(node, classes);
            }
            Part::Held(Tag::Heading { level, id, .. }) => {
                self.heading(node, *level as u8, id.as_deref())
            }
            Part::Line => self.step(node),
            Part::Held(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                let first = words.split_whitespace().next().unwrap_or("");
                match first {
                    "activity" | "notes" if !self.at_line_start(node) => {
                        self.reader.add(
                            &rule::MISPLACED_FENCE,
                            first_line(self.reader.text, &node.span),
                            "there are spaces before these backticks.",
                            "begin the block at the first character of the line.",
                        );
                    }
                    "activity" => self.activity(node),
                    "notes" => self.note(node),
                    _ => self.block(node),
                }
            }
            Part::Held(_)
            | Part::Text(_)
            | Part::Code(_)
            | Part::Math(_)
            | Part::DisplayMath(_)
            | Part::Html
            | Part::Footnote(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Task(_) => {
                self.block(node);
            }
        }
    }

    /// Whether `node` is for the presenter alone, or only parts what is shown.
    fn notes_only(&self, node: &Node<'_>) -> bool {
        match &node.part {
            Part::Line => true,
            // It opens the next page.
            Part::Held(Tag::Heading { level, .. }) => *level as u8 == 1,
            Part::Held(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => words.trim() == "notes",
            Part::Held(_)
            | Part::Text(_)
            | Part::Code(_)
            | Part::Math(_)
            | Part::DisplayMath(_)
            | Part::Html
            | Part::Footnote(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Task(_) => false,
        }
    }

    fn at_line_start(&self, node: &Node<'_>) -> bool {
        let before = self.reader.text.get(..node.span.start).unwrap_or("");
        before.is_empty() || before.ends_with(['\n', '\u{feff}'])
    }

    fn open(&mut self, node: &Node<'_>, id: Option<&str>) {
        let reader = self.reader;
        self.close();
        reader.underlined(node);
        let span = first_line(reader.text, &node.span);
        let given = id.map(|id| {
            let at = reader
                .source(span.clone())
                .rfind(id)
                .map_or(span.start, |at| span.start + at);
            Given {
                value: id.to_owned(),
                span: at..(at + id.len()).min(span.end),
            }
        });
        let id = match given {
            Some(given) => as_id(reader.report, reader.file, given).map(|given| given.value),
            None => {
                reader.add(
                    &rule::PAGE_WITHOUT_ID,
                    span.clone(),
                    "this page has no id.",
                    "end the heading with one, the same in every language: `{#its-id}`.",
                );
                None
            }
        };
        if let Some(id) = &id
            && !self.page_ids.insert(id.clone())
        {
            reader.add(
                &rule::REPEATED_ID,
                span.clone(),
                format!("another page of this lesson is called `{id}`."),
                "give each page an id of its own.",
            );
        }
        *reader.footnotes.borrow_mut() = Some(Footnotes::default());
        let mut title = reader.line(node.held.iter());
        typography::line(&mut title, reader.lang);
        self.begin(id, reader::title(&title), span);
    }

    /// Takes the behaviour of the page, and how much it draws, from the words after its id.
    fn behave(&mut self, node: &Node<'_>, words: &[CowStr<'_>]) {
        for word in words {
            let draw = word
                .strip_prefix(DRAW)
                .and_then(|number| number.parse().ok());
            if let (Some(draw), Some(page)) = (draw, self.pages.last_mut()) {
                page.draw = Some(draw);
                continue;
            }
            let known = Behaviour::WORDS.iter().find(|(name, _)| *name == &**word);
            match (known, self.pages.last_mut()) {
                (Some((_, behaviour)), Some(page)) => page.behaviour = Some(*behaviour),
                (Some(_), None) => {}
                (None, _) => self.reader.add(
                    &rule::UNKNOWN_BEHAVIOUR,
                    first_line(self.reader.text, &node.span),
                    format!("`.{}` is no behaviour of a page.", short(word)),
                    near::suggestion(
                        word,
                        Behaviour::WORDS
                            .iter()
                            .map(|(name, _)| *name)
                            .chain(["draw-3"]),
                    ),
                ),
            }
        }
    }

    /// Begins a page; one without an id gets one that is never published.
    fn begin(&mut self, id: Option<Id>, title: String, span: Range<usize>) {
        let made_up =
            || Id::new(&format!("page.{}", self.pages.len() + 1)).unwrap_or_else(|_| unnamed());
        let id = id.unwrap_or_else(made_up);
        *self.reader.footnotes.borrow_mut() = Some(Footnotes::default());
        self.level = 1;
        self.filled = false;
        self.pages.push(Page {
            id: id.clone(),
            title,
            behaviour: None,
            draw: None,
            steps: vec![Vec::new()],
            footnotes: Vec::new(),
        });
        self.marks.push(PageMark {
            id,
            span,
            steps: 1,
            activities: Vec::new(),
        });
    }

    /// The page that is open. Text before the first heading opens one that is never published.
    fn page(&mut self, node: &Node<'_>) -> Option<(&mut Page, &mut PageMark)> {
        if self.pages.is_empty() {
            let span = first_line(self.reader.text, &node.span);
            self.reader.add(
                &rule::TEXT_BEFORE_PAGE,
                span.clone(),
                "this stands before the first page.",
                "open a page above it with a heading: `# Its title {#its-id}`.",
            );
            self.begin(None, String::new(), span);
        }
        self.pages.last_mut().zip(self.marks.last_mut())
    }

    fn push(&mut self, node: &Node<'_>, block: Block) {
        if let Some((page, _)) = self.page(node)
            && let Some(step) = page.steps.last_mut()
        {
            step.push(block);
        }
    }

    fn block(&mut self, node: &Node<'_>) {
        // The page is opened first: its footnotes are numbered from 1.
        self.page(node);
        let mut blocks = self.reader.blocks(std::slice::from_ref(node));
        typography::blocks(&mut blocks, self.reader.lang);
        for block in blocks {
            self.push(node, Block::Prose(block));
        }
    }

    fn heading(&mut self, node: &Node<'_>, level: u8, id: Option<&str>) {
        let reader = self.reader;
        if level > self.level + 1 {
            reader.add(
                &rule::SKIPPED_HEADING,
                node.span.clone(),
                format!(
                    "a heading of level {level} follows one of level {}.",
                    self.level
                ),
                format!(
                    "write {} here.",
                    near::quoted(&["#".repeat(usize::from(self.level) + 1)])
                ),
            );
        }
        if id.is_some() {
            reader.add(
                &rule::MISPLACED_BLOCK,
                first_line(reader.text, &node.span),
                "only a page has an id, and this heading does not open one.",
                "take the id away, or write a single `#` to open a page.",
            );
        }
        self.block(node);
        self.level = level;
    }

    fn step(&mut self, node: &Node<'_>) {
        if let Some((page, mark)) = self.page(node) {
            let empty = page.steps.last().is_none_or(Vec::is_empty);
            if !empty {
                page.steps.push(Vec::new());
                mark.steps += 1;
            }
            if empty {
                self.empty_step(node.span.clone());
            }
        }
    }

    fn empty_step(&self, span: Range<usize>) {
        self.reader.add(
            &rule::EMPTY_STEP,
            first_line(self.reader.text, &span),
            "there is nothing to show in the step before this line.",
            "take this line of hyphens away, or write something above it.",
        );
    }

    fn activity(&mut self, node: &Node<'_>) {
        let Some((page, _)) = self.page(node) else {
            return;
        };
        let (page, behaviour) = (page.id.clone(), page.behaviour());
        let (mark, activity) = activity::read(self.reader, node, behaviour, self.competencies);
        self.named &= mark.is_some();
        if let Some(mark) = mark {
            self.compare(&mark);
            if let Some(open) = self.marks.last_mut() {
                debug_assert_eq!(open.id, page, "pages and marks go together");
                open.activities.push(mark);
            }
        }
        if let Some(activity) = activity {
            self.push(node, Block::Activity(Box::new(activity)));
        }
    }

    fn compare(&mut self, mark: &ActivityMark) {
        if !self.activity_ids.insert(mark.id.clone()) {
            self.reader.add(
                &rule::REPEATED_ID,
                mark.span.clone(),
                format!("another activity of this lesson is called `{}`.", mark.id),
                "give each activity an id of its own; progress is kept by it.",
            );
        }
    }

    fn note(&mut self, node: &Node<'_>) {
        let Some((page, _)) = self.page(node) else {
            return;
        };
        let id = page.id.clone();
        let Some(body) = activity::body(node) else {
            return;
        };
        // A presenter's notes have no footnotes: those of the page go on being counted after it.
        let footnotes = self.reader.footnotes.take();
        let mut notes = self.reader.blocks(&self.reader.nodes(body));
        self.reader.footnotes.replace(footnotes);
        typography::blocks(&mut notes, self.reader.lang);
        match self.notes.last_mut().filter(|(have, _)| *have == id) {
            Some((_, before)) => before.extend(notes),
            None => self.notes.push((id, notes)),
        }
    }

    /// Ends the page that is open: its footnotes are read, its last step is looked at.
    fn close(&mut self) {
        let reader = self.reader;
        // A footnote may refer to another one, which then comes after it.
        let mut n = 0;
        loop {
            let label = reader
                .footnotes
                .borrow()
                .as_ref()
                .and_then(|footnotes| footnotes.labels.get(n).cloned());
            let Some(label) = label else { break };
            let node = self.footnotes.get(&label);
            let mut prose = node
                .map(|node| reader.blocks(&node.held))
                .unwrap_or_default();
            typography::blocks(&mut prose, reader.lang);
            if let Some(page) = self.pages.last_mut() {
                page.footnotes.push(prose);
            }
            self.referred.insert(label);
            n += 1;
        }
        let (Some(page), Some(mark)) = (self.pages.last_mut(), self.marks.last_mut()) else {
            return;
        };
        let span = mark.span.clone();
        let set = Behaviour::WORDS
            .iter()
            .find(|(_, behaviour)| Some(*behaviour) == page.behaviour);
        if let Some((word, _)) = set
            && mark.activities.is_empty()
        {
            reader.add(
                &rule::BEHAVIOUR_WITHOUT_ACTIVITY,
                span.clone(),
                format!("this page is a {word}, and there is nothing to do on it."),
                format!("write an activity below, or take `.{word}` away."),
            );
        }
        let bank = mark.activities.len();
        if let Some(draw) = page.draw
            && (draw == 0 || usize::from(draw) >= bank)
        {
            reader.add(
                &rule::DRAW_OUT_OF_RANGE,
                span.clone(),
                format!("this page draws {draw} of {bank} activities."),
                "draw at least one, and fewer than there are; or take the word away.",
            );
        }
        if page.steps.iter().all(Vec::is_empty) {
            if self.filled {
                return;
            }
            reader.add(
                &rule::EMPTY_PAGE,
                span,
                "there is nothing on this page.",
                "write something below its heading, or take the heading away.",
            );
        } else if page.steps.last().is_some_and(Vec::is_empty) {
            page.steps.pop();
            mark.steps -= 1;
            reader.add(
                &rule::EMPTY_STEP,
                span,
                "the last line of hyphens of this page has nothing below it.",
                "take it away, or write something below it.",
            );
        }
    }

    /// Says what the whole lesson lacks.
    fn look_over(&self, body: &Range<usize>) {
        let reader = self.reader;
        let top = first_line(reader.text, &(0..reader.text.len()));
        if self.pages.is_empty() {
            reader.add(
                &rule::LESSON_WITHOUT_PAGE,
                first_line(reader.text, body),
                "this lesson has no page.",
                "open one with a heading: `# Its title {#its-id}`.",
            );
        } else if self.named && self.marks.iter().all(|page| page.activities.is_empty()) {
            reader.add(
                &rule::LESSON_WITHOUT_ACTIVITY,
                top,
                "there is nothing to do in this lesson.",
                "add an activity; `courses/README.md` shows how.",
            );
        }
        for (label, node) in self
            .footnotes
            .iter()
            .filter(|(label, _)| !self.referred.contains(*label))
        {
            reader.add(
                &rule::UNUSED_FOOTNOTE,
                first_line(reader.text, &node.span),
                format!(
                    "nothing refers to the footnote `[^{}]`.",
                    fields::short(label)
                ),
                "refer to it in the text, or take it out.",
            );
        }
        for page in &self.pages {
            long(reader, page);
        }
    }
}

/// Says so when a text of the page is longer than the player reads.
fn long(reader: &Reader<'_>, page: &Page) {
    let characters =
        |block: &prose::Block| serde_json::to_string(block).map_or(0, |json| json.len());
    let most = crate::limit::TEXT_BYTES * 4;
    let blocks = page.steps.iter().flatten().filter_map(|block| match block {
        Block::Prose(block) => Some(characters(block)),
        Block::Activity(_) => None,
    });
    if blocks.max().unwrap_or(0) > most {
        reader.add(
            &rule::TEXT_TOO_LONG,
            first_line(reader.text, &(0..reader.text.len())),
            format!(
                "a paragraph or table of the page `{}` is longer than {most} bytes.",
                page.id
            ),
            "cut it into several.",
        );
    }
}
