//! Reading what an author wrote.
//!
//! [`read`] takes the files of one course and gives the course with everything there is to say
//! about it. It never stops at the first problem: what can be read is read, what can't is a finding
//! with its place. It knows no file system; the grammar is that of `courses/README.md`.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    bundle::{Art, Competency, Misconception},
    course::Lesson,
    diagnostic::{Finding, Severity},
    id::{Id, Lang, Texts},
    limit,
    prose::Prose,
    rule,
};

mod activity;
mod crossing;
pub mod fence;
pub mod fields;
mod formula;
mod lesson;
mod library;
mod line;
mod markdown;
pub mod mend;
pub(crate) mod near;
mod outline;
mod pages;
mod picture;
pub mod publish;
mod reader;
mod report;
mod script;
mod shelf;
mod teaching;
mod translation;
pub(crate) mod typography;
mod words;

pub(crate) use near::nearest;

use lesson::Sheet;
use outline::Outline;
use report::{Place, Report};
use shelf::Shelf;

/// The files of one course by their path from its folder, with `/` between its parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A course as it was written, in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its folder's name.
    pub id: Id,
    /// Three numbers.
    pub version: String,
    /// The languages it is written in, the reference first.
    pub languages: Vec<Lang>,
    /// Under which licence (SPDX).
    pub licence: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its picture on the shelf.
    pub art: Art,
    /// Its place on the shelf, from 1; courses without one follow by their ids.
    pub shelf: Option<u16>,
    /// Its title.
    pub title: Texts,
    /// What it is about.
    pub summary: Texts,
    /// Its modules, in order.
    pub modules: Vec<Module>,
    /// What someone who took it can do.
    pub competencies: Vec<Competency>,
    /// What people often get wrong.
    pub misconceptions: Vec<Misconception>,
    /// The pictures its lessons use, by file name.
    pub pictures: BTreeMap<String, Vec<u8>>,
}

/// A group of lessons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Names it in the course.
    pub id: Id,
    /// Its title.
    pub title: Texts,
    /// Its lessons in order, each in the languages it could be read in, the reference first.
    pub lessons: Vec<Vec<Text>>,
}

/// A lesson in one language, with what the presenter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What everyone sees. Its pictures are named as in the source.
    pub lesson: Lesson,
    /// The notes of each page that has any.
    pub notes: Vec<(Id, Prose)>,
}

impl Course {
    /// Every lesson, each in its languages, in order.
    pub fn lessons(&self) -> impl Iterator<Item = &[Text]> {
        self.modules
            .iter()
            .flat_map(|module| &module.lessons)
            .map(Vec::as_slice)
    }
}

/// Whether nothing in `findings` keeps the course from being published.
pub fn publishable(findings: &[Finding]) -> bool {
    findings
        .iter()
        .all(|finding| finding.severity < Severity::Error)
}

/// The text of some bytes, as long as they are: each byte that is not UTF-8 becomes `?`.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| '?'));
            }
            Cow::Owned(text)
        }
    }
}

/// Reads the course in the folder called `name`. Findings come by file and place; nothing is said of
/// what is out of date.
pub fn read(name: &str, files: &Files) -> (Course, Vec<Finding>) {
    read_in(name, files, None)
}

/// Reads the course in the folder called `name` as it stands in the year `now`, if that is known.
pub fn read_in(name: &str, files: &Files, now: Option<u16>) -> (Course, Vec<Finding>) {
    let report = Report::default();
    let texts = texts(&report, files);
    let outline = match texts.get(outline::FILE) {
        Some(text) => toml(&report, outline::FILE, text, outline::read),
        None => {
            if !files.contains_key(outline::FILE) {
                outline::absent(&report);
            }
            Outline::default()
        }
    };
    let id = Id::new(name).unwrap_or_else(|_| {
        report.add(
            &rule::ID_OUT_OF_FORM,
            Place {
                file: outline::FILE,
                span: 0..0,
            },
            format!(
                "the course's folder is called `{}`, which does not have the form of an id.",
                fields::short(name)
            ),
            "rename the folder: lower-case letters (a to z), digits and hyphens.",
        );
        fence::unnamed()
    });
    let shelf = shelf(&report, &outline, files, &texts, now);
    let lessons = lessons(&report, &outline, &shelf, &texts);
    crossing::check(&report, &outline, &shelf, &lessons, files, &texts);
    for sheet in lessons.iter().flatten() {
        let text = texts.get(sheet.file.as_str()).map_or("", |text| text);
        teaching::look(&report, &outline, sheet, text);
    }
    teaching::notes(&report, &lessons);
    let mut pictures = BTreeMap::new();
    for sheet in lessons.iter().flatten() {
        for file in &sheet.uses.pictures {
            if let Some(bytes) = files.get(&format!("media/{file}")) {
                pictures.insert(file.clone(), bytes.clone());
            }
        }
    }
    let course = assemble(id, outline, lessons, pictures);
    let findings = report.sorted();
    (course, findings)
}

fn assemble(
    id: Id,
    outline: Outline,
    lessons: Vec<Vec<Sheet>>,
    pictures: BTreeMap<String, Vec<u8>>,
) -> Course {
    let mut read = lessons.into_iter();
    let text = |sheet: Sheet| Text {
        lesson: sheet.lesson,
        notes: sheet.notes,
    };
    let modules = outline.modules.into_iter().map(|module| Module {
        lessons: read
            .by_ref()
            .take(module.lessons.len())
            .map(|sheets| sheets.into_iter().map(text).collect())
            .collect(),
        id: module.id,
        title: module.title,
    });
    Course {
        id,
        version: outline.version,
        languages: outline.languages,
        licence: outline.licence,
        authors: outline.authors,
        art: outline.art,
        shelf: outline.shelf,
        title: outline.title,
        summary: outline.summary,
        modules: modules.collect(),
        competencies: outline
            .competencies
            .into_iter()
            .map(|(competency, _)| competency)
            .collect(),
        misconceptions: outline
            .misconceptions
            .into_iter()
            .map(|mistake| mistake.misconception)
            .collect(),
        pictures,
    }
}

/// The files that hold text, within the limits.
fn texts<'f>(report: &Report, files: &'f Files) -> BTreeMap<&'f str, Cow<'f, str>> {
    let mut texts = BTreeMap::new();
    for (n, (file, bytes)) in files.iter().enumerate() {
        let place = || Place { file, span: 0..0 };
        if n == limit::FILES {
            report.add(
                &rule::FILES_WITHOUT_END,
                place(),
                format!("the course has more than {} files.", limit::FILES),
                "cut it into several courses.",
            );
        }
        let (is_text, most) = match file.rsplit('.').next() {
            Some("toml") => (true, limit::MANIFEST_BYTES),
            Some("md") => (true, limit::LESSON_BYTES),
            Some(_) | None => (false, limit::PICTURE_BYTES),
        };
        if bytes.len() > most {
            report.add(
                &rule::FILE_TOO_LARGE,
                place(),
                format!("the file is larger than {} KB.", most >> 10),
                if is_text {
                    "cut it into several."
                } else {
                    "make the picture smaller, or save it as WebP."
                },
            );
            continue;
        }
        if !is_text {
            continue;
        }
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            report.add(
                &rule::UNREADABLE_TEXT,
                Place {
                    file,
                    span: at..at + error.error_len().unwrap_or(1).min(bytes.len() - at),
                },
                "from here on the file is not written in UTF-8.",
                "save it as UTF-8 in your editor.",
            );
        }
        if bytes.starts_with(b"\xef\xbb\xbf") {
            report.add(
                &rule::BYTE_ORDER_MARK,
                Place { file, span: 0..3 },
                "the file begins with a byte order mark, which is not seen.",
                "save it as “UTF-8 without BOM” in your editor.",
            );
        }
        texts.insert(file.as_str(), text(bytes));
    }
    texts
}

/// Reads a TOML file from behind its byte order mark.
fn toml<T>(
    report: &Report,
    file: &str,
    text: &str,
    read: impl FnOnce(&fields::Fields<'_>) -> T,
) -> T {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    fields::parse(report, file, text.get(start..).unwrap_or(""), start, read)
}

fn shelf(
    report: &Report,
    outline: &Outline,
    files: &Files,
    texts: &BTreeMap<&str, Cow<'_, str>>,
    now: Option<u16>,
) -> Shelf {
    let languages = outline.languages.clone();
    let mut shelf = Shelf {
        competencies: outline
            .competencies
            .iter()
            .map(|(competency, _)| competency.id.clone())
            .collect(),
        misconceptions: outline
            .misconceptions
            .iter()
            .map(|mistake| mistake.misconception.id.clone())
            .collect(),
        ..Shelf::default()
    };
    if let Some(text) = texts.get("glossary.toml") {
        shelf.words = toml(report, "glossary.toml", text, |fields| {
            library::words(fields, &languages)
        });
    }
    let sources = texts.get("sources.toml");
    let sources = sources
        .map(|text| toml(report, "sources.toml", text, library::sources))
        .unwrap_or_default();
    if let Some(text) = texts.get("figures.toml") {
        shelf.numbers = toml(report, "figures.toml", text, |fields| {
            library::numbers(fields, now, &languages, &sources)
        });
    }
    let places = sources.into_iter();
    shelf.sources = places.map(|(name, (_, span))| (name, span)).collect();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("media/") else {
            continue;
        };
        if name.contains('/') || !picture::is_picture(name) {
            continue;
        }
        let size = if bytes.len() > limit::PICTURE_BYTES {
            None
        } else {
            measure(report, path, name, bytes)
        };
        shelf.pictures.insert(name.to_owned(), size);
    }
    shelf.languages = languages;
    shelf
}

fn measure(report: &Report, path: &str, name: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let place = Place {
        file: path,
        span: 0..0,
    };
    match picture::size(name, bytes) {
        Ok(size) => return Some(size),
        Err(picture::Trouble::Unreadable(why)) => {
            let what = format!("this picture can't be used: {why}");
            report.add(
                &rule::UNREADABLE_PICTURE,
                place,
                what,
                "save it again in the format its ending names.",
            );
        }
        Err(picture::Trouble::Unsafe(why)) => {
            let what = format!("this picture could do more than be seen: {why}");
            report.add(
                &rule::UNSAFE_PICTURE,
                place,
                what,
                "save it as “plain SVG” or “optimised SVG”.",
            );
        }
    }
    None
}

/// Every lesson in the order of the course, each in the languages there are.
fn lessons(
    report: &Report,
    outline: &Outline,
    shelf: &Shelf,
    texts: &BTreeMap<&str, Cow<'_, str>>,
) -> Vec<Vec<Sheet>> {
    let mut lessons = Vec::new();
    for module in &outline.modules {
        for lesson in &module.lessons {
            let mut sheets: Vec<Sheet> = Vec::new();
            for lang in &outline.languages {
                let file = format!("{}/{}.{}.md", module.id, lesson.value, lang.as_str());
                let Some(text) = texts.get(file.as_str()) else {
                    report.add(
                        &rule::MISSING_LESSON,
                        Place {
                            file: outline::FILE,
                            span: lesson.span.clone(),
                        },
                        format!("there is no file `{file}`."),
                        "write it, or take the lesson out of the list.",
                    );
                    continue;
                };
                let sheet = lesson::read(report, shelf, &lesson.value, lang, &file, text);
                if let Some(reference) = sheets.first() {
                    translation::compare(report, reference, &sheet);
                }
                sheets.push(sheet);
            }
            lessons.push(sheets);
        }
    }
    lessons
}

/// The paths the course reads, beside its pictures.
fn read_paths(outline: &Outline) -> BTreeSet<String> {
    let fixed = [
        outline::FILE,
        "glossary.toml",
        "figures.toml",
        "sources.toml",
    ];
    let lessons = outline.modules.iter().flat_map(|module| {
        let files = |lesson: &fields::Given<Id>| {
            let (module, lesson) = (module.id.clone(), lesson.value.clone());
            outline
                .languages
                .iter()
                .map(move |lang| format!("{module}/{lesson}.{}.md", lang.as_str()))
        };
        module.lessons.iter().flat_map(files)
    });
    fixed
        .into_iter()
        .map(str::to_owned)
        .chain(lessons)
        .collect()
}
