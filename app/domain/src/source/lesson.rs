//! One lesson in one language: pages, steps, activities, notes.

use std::{cell::RefCell, ops::Range};

use super::{
    activity,
    fence::first_line,
    fields::{self, Fields},
    pages,
    reader::{Reader, Uses},
    report::{Place, Report},
    shelf::Shelf,
    typography,
};
use crate::{
    course::Lesson,
    id::{Id, Lang},
    prose::Prose,
    rule,
};

/// A lesson in one language, with the places of what other languages are compared with.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) file: String,
    pub(crate) lesson: Lesson,
    pub(crate) notes: Vec<(Id, Prose)>,
    pub(crate) uses: Uses,
    /// Whether its head and the opening lines of its activities could be read.
    pub(crate) whole: bool,
    /// Where the head stands: its first line.
    pub(crate) head: Range<usize>,
    pub(crate) pages: Vec<PageMark>,
}

/// Where a page stands.
#[derive(Debug)]
pub(crate) struct PageMark {
    pub(crate) id: Id,
    pub(crate) span: Range<usize>,
    pub(crate) steps: usize,
    pub(crate) activities: Vec<ActivityMark>,
}

/// Where an activity stands.
#[derive(Debug)]
pub(crate) struct ActivityMark {
    pub(crate) id: Id,
    /// Whether it can be done: if not, that is a finding already.
    pub(crate) made: bool,
    pub(crate) span: Range<usize>,
    pub(crate) keys: Vec<(Id, Range<usize>)>,
}

/// The TOML between two lines of `+++` at the top of `text`, and where the rest begins.
pub(crate) fn head(text: &str) -> Option<(Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "+++" {
        return None;
    }
    let start = first.len();
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads the lesson `id` in `lang`.
pub(crate) fn read(
    report: &Report,
    shelf: &Shelf,
    id: &Id,
    lang: &Lang,
    file: &str,
    text: &str,
) -> Sheet {
    // A byte order mark has its own finding; what comes after it is read.
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let opened = text.get(start..).unwrap_or("");
    let mut lesson = Lesson {
        id: id.clone(),
        lang: lang.clone(),
        title: String::new(),
        minutes: 0,
        competencies: Vec::new(),
        pages: Vec::new(),
        terms: Vec::new(),
        figures: Vec::new(),
    };
    let body = match head(opened) {
        Some((toml, rest)) => {
            let source = opened.get(toml.clone()).unwrap_or("");
            fields::parse(report, file, source, start + toml.start, |fields| {
                read_head(fields, shelf, lang, &mut lesson);
            });
            start + rest
        }
        None => {
            let place = Place {
                file,
                span: first_line(text, &(start..text.len())),
            };
            let help = "begin the file with `+++`, then `title = \"…\"` and `minutes = 8`, then `+++` again.";
            if opened.trim_end().starts_with("+++") {
                report.add(
                    &rule::LESSON_WITHOUT_HEAD,
                    place,
                    "the head of this lesson does not end.",
                    help,
                );
                // What was meant as the head is not text: the first page ends it.
                start + opened.find("\n#").map_or(opened.len(), |at| at + 1)
            } else {
                report.add(
                    &rule::LESSON_WITHOUT_HEAD,
                    place,
                    "the lesson does not begin with its head.",
                    help,
                );
                start
            }
        }
    };
    let reader = Reader {
        file,
        text,
        lang,
        shelf,
        report,
        uses: RefCell::default(),
        footnotes: RefCell::new(None),
    };
    let (pages, notes, marks, named) = pages::read(&reader, body..text.len(), &lesson.competencies);
    lesson.pages = pages;
    let uses = reader.uses.into_inner();
    lesson.terms = uses
        .words
        .iter()
        .filter_map(|id| shelf.term(id, lang))
        .collect();
    lesson.figures = uses
        .numbers
        .iter()
        .filter_map(|id| shelf.figure(id, lang))
        .collect();
    let whole = head(opened).is_some() && named;
    let head = first_line(text, &(start..text.len()));
    Sheet {
        file: file.to_owned(),
        lesson,
        notes,
        uses,
        whole,
        head,
        pages: marks,
    }
}

fn read_head(fields: &Fields<'_>, shelf: &Shelf, lang: &Lang, lesson: &mut Lesson) {
    match fields.text("title") {
        Some(title) if !title.value.trim().is_empty() => {
            lesson.title = typography::words(title.value.trim(), lang);
        }
        Some(title) => fields.out_of_range("title", &title, "a few words"),
        None if fields.has("title") => {}
        None => fields.missing("title", "title = \"…\""),
    }
    match fields.number("minutes") {
        Some(given) => match u16::try_from(given.value) {
            Ok(minutes @ 1..=600) => lesson.minutes = minutes,
            Ok(_) | Err(_) => {
                fields.out_of_range("minutes", &given, "a number of minutes from 1 to 600")
            }
        },
        None if fields.has("minutes") => {}
        None => fields.missing("minutes", "minutes = 8"),
    }
    lesson.competencies = activity::competencies(fields, shelf).unwrap_or_default();
}
