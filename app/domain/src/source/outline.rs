//! `course.toml`: the tree of a course, what it teaches, and what people often get wrong.

use std::ops::Range;

use super::{
    fields::{Fields, Given, as_id, short},
    near,
    report::{Place, Report},
};
use crate::{
    bundle::{Art, Competency, Misconception},
    id::{Id, Lang, Texts},
    rule,
};

/// So many words a sentence may have where the course says nothing of it.
const SENTENCE: u16 = 35;

/// The file it is read from.
pub(crate) const FILE: &str = "course.toml";

/// What `course.toml` says.
#[derive(Debug)]
pub(crate) struct Outline {
    /// Whether all of it could be read. If not, nothing is said of what seems to be missing.
    pub(crate) whole: bool,
    pub(crate) version: String,
    pub(crate) languages: Vec<Lang>,
    pub(crate) licence: String,
    /// So many words a sentence may have.
    pub(crate) sentence: u16,
    pub(crate) authors: Vec<String>,
    pub(crate) art: Art,
    pub(crate) shelf: Option<u16>,
    pub(crate) title: Texts,
    pub(crate) summary: Texts,
    pub(crate) modules: Vec<Group>,
    pub(crate) competencies: Vec<(Competency, Range<usize>)>,
    pub(crate) misconceptions: Vec<Mistake>,
}

/// A module and its lessons, with their places.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: Id,
    pub(crate) title: Texts,
    pub(crate) lessons: Vec<Given<Id>>,
}

/// A misconception, with its place and that of `treated`.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) misconception: Misconception,
    pub(crate) id: Range<usize>,
    pub(crate) treated: Range<usize>,
}

impl Default for Outline {
    fn default() -> Self {
        Self {
            whole: false,
            version: "0.0.0".to_owned(),
            languages: Vec::new(),
            licence: String::new(),
            sentence: SENTENCE,
            authors: Vec::new(),
            art: Art::Ring,
            shelf: None,
            title: Texts::default(),
            summary: Texts::default(),
            modules: Vec::new(),
            competencies: Vec::new(),
            misconceptions: Vec::new(),
        }
    }
}

/// Reads `course.toml`.
pub(crate) fn read(fields: &Fields<'_>) -> Outline {
    let languages = languages(fields);
    let mut outline = Outline {
        whole: !fields.broken(),
        version: version(fields),
        licence: licence(fields),
        sentence: sentence(fields),
        authors: authors(fields),
        art: art(fields),
        shelf: shelf(fields),
        title: translated(fields, "title", &languages),
        summary: translated(fields, "summary", &languages),
        ..Outline::default()
    };
    outline.modules = modules(fields, &languages);
    for table in fields.tables("competency") {
        let id = table.id("id", "id = \"…\"");
        let text = table.translations(&languages);
        table.finish_with(&languages);
        let Some(id) = id else { continue };
        if outline
            .competencies
            .iter()
            .any(|(known, _)| known.id == id.value)
        {
            repeated(&table, &id, "competency");
        } else {
            outline
                .competencies
                .push((Competency { id: id.value, text }, id.span));
        }
    }
    for table in fields.tables("misconception") {
        let id = table.id("id", "id = \"…\"");
        let text = table.translations(&languages);
        let treated = treated(&table);
        table.finish_with(&languages);
        let Some((id, treated)) = id.zip(treated) else {
            continue;
        };
        if outline
            .misconceptions
            .iter()
            .any(|known| known.misconception.id == id.value)
        {
            repeated(&table, &id, "misconception");
        } else {
            outline.misconceptions.push(Mistake {
                misconception: Misconception {
                    id: id.value,
                    text,
                    treated: treated.value,
                },
                id: id.span,
                treated: treated.span,
            });
        }
    }
    outline.languages = languages;
    outline
}

fn repeated(fields: &Fields<'_>, id: &Given<Id>, what: &str) {
    fields.report.add(
        &rule::REPEATED_ID,
        fields.at(id.span.clone()),
        format!("another {what} is called `{}`.", id.value),
        "give each an id of its own.",
    );
}

/// The text `name`, which has to be there and hold something.
fn words(fields: &Fields<'_>, name: &'static str, example: &str) -> String {
    match fields.text(name) {
        Some(given) if given.value.trim().is_empty() => {
            fields.out_of_range(name, &given, &format!("`{example}`"))
        }
        Some(given) => return given.value.trim().to_owned(),
        None if fields.has(name) => {}
        None => fields.missing(name, example),
    }
    String::new()
}

/// The licence. That there is none is a finding of its own.
fn licence(fields: &Fields<'_>) -> String {
    let given = fields.text("licence");
    let licence = given.as_ref().map_or("", |given| given.value.trim());
    let mistyped = given.is_none() && fields.has("licence");
    if licence.is_empty() && !mistyped && !fields.broken() {
        let span = given
            .as_ref()
            .map_or(fields.span.clone(), |given| given.span.clone());
        fields.report.add(
            &rule::MISSING_LICENCE,
            fields.at(span),
            "the course does not say under which licence it may be used.",
            "write `licence = \"CC-BY-4.0\"`, or another one by its name in the list of SPDX.",
        );
    }
    licence.to_owned()
}

/// How many words a sentence may have, if the course says so.
fn sentence(fields: &Fields<'_>) -> u16 {
    let Some(given) = fields.number("sentence") else {
        return SENTENCE;
    };
    match u16::try_from(given.value) {
        Ok(words @ 8..=80) => words,
        Ok(_) | Err(_) => {
            fields.out_of_range("sentence", &given, "a number of words from 8 to 80");
            SENTENCE
        }
    }
}

fn version(fields: &Fields<'_>) -> String {
    let version = words(fields, "version", "version = \"0.1.0\"");
    let number = |part: &str| {
        !part.is_empty()
            && part.len() <= 6
            && part.bytes().all(|b| b.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let parts: Vec<&str> = version.split('.').collect();
    if parts.len() == 3 && parts.into_iter().all(number) {
        return version;
    }
    if let Some(given) = fields.text("version")
        && !version.is_empty()
    {
        fields.out_of_range("version", &given, "three numbers: `version = \"0.1.0\"`");
    }
    Outline::default().version
}

fn languages(fields: &Fields<'_>) -> Vec<Lang> {
    let example = "languages = [\"en\", \"fr\"]";
    let Some(given) = fields.texts("languages") else {
        if !fields.has("languages") {
            fields.missing("languages", example);
        }
        return Vec::new();
    };
    let mut languages: Vec<Lang> = Vec::new();
    for code in &given.value {
        match Lang::new(&code.value) {
            Ok(lang) if languages.contains(&lang) => {
                fields.out_of_range("languages", code, "each language once");
            }
            Ok(lang) => languages.push(lang),
            Err(_) => fields.out_of_range(
                "languages",
                code,
                "two or three lower-case letters for each language",
            ),
        }
    }
    if given.value.is_empty() {
        fields.out_of_range(
            "languages",
            &given,
            "at least one language; the first is the reference",
        );
    }
    languages
}

fn authors(fields: &Fields<'_>) -> Vec<String> {
    match fields.texts("authors") {
        Some(given) => given.value.into_iter().map(|author| author.value).collect(),
        None if fields.has("authors") => Vec::new(),
        None => {
            fields.missing("authors", "authors = [\"A. Teacher\"]");
            Vec::new()
        }
    }
}

fn art(fields: &Fields<'_>) -> Art {
    let word = words(fields, "art", "art = \"ring\"");
    match word.as_str() {
        "ladder" => return Art::Ladder,
        "chain" => return Art::Chain,
        "ring" | "" => {}
        other => {
            if let Some(given) = fields.text("art") {
                let known = ["ring", "ladder", "chain"];
                let near =
                    near::nearest(other, known).map(|near| format!(" (did you mean `{near}`?)"));
                let wanted = format!("`ring`, `ladder` or `chain`{}", near.unwrap_or_default());
                fields.out_of_range("art", &given, &wanted);
            }
        }
    }
    Art::Ring
}

/// The place on the shelf, if it has one.
fn shelf(fields: &Fields<'_>) -> Option<u16> {
    let given = fields.number("shelf")?;
    let place = u16::try_from(given.value).ok();
    let place = place.filter(|place| (1..=999).contains(place));
    if place.is_none() {
        fields.out_of_range("shelf", &given, "a number from 1 to 999");
    }
    place
}

fn translated(fields: &Fields<'_>, name: &'static str, languages: &[Lang]) -> Texts {
    match fields.table(name) {
        Some(table) => {
            let texts = table.translations(languages);
            table.finish_with(languages);
            texts
        }
        None => {
            if !fields.has(name) {
                fields.missing(
                    name,
                    &format!(
                        "{name}.{} = \"…\"",
                        languages.first().map_or("en", Lang::as_str)
                    ),
                );
            }
            Texts::default()
        }
    }
}

fn modules(fields: &Fields<'_>, languages: &[Lang]) -> Vec<Group> {
    let mut modules: Vec<Group> = Vec::new();
    for table in fields.tables("module") {
        let id = table.id("id", "id = \"…\"");
        let title = translated(&table, "title", languages);
        let listed = table.texts("lessons");
        if listed.is_none() && !table.has("lessons") {
            table.missing("lessons", "lessons = [\"…\"]");
        }
        table.finish_with(&[]);
        let mut lessons: Vec<Given<Id>> = Vec::new();
        for name in listed.map(|listed| listed.value).unwrap_or_default() {
            let Some(lesson) = as_id(fields.report, fields.file, name) else {
                continue;
            };
            let mut known = modules
                .iter()
                .flat_map(|module| &module.lessons)
                .chain(&lessons);
            if known.any(|known| known.value == lesson.value) {
                repeated(fields, &lesson, "lesson of this course");
            } else {
                lessons.push(lesson);
            }
        }
        let Some(id) = id else { continue };
        if modules.iter().any(|known| known.id == id.value) {
            repeated(&table, &id, "module");
        } else {
            modules.push(Group {
                id: id.value,
                title,
                lessons,
            });
        }
    }
    if modules.iter().all(|module| module.lessons.is_empty()) && !fields.broken() {
        fields.report.add(
            &rule::COURSE_WITHOUT_LESSON,
            fields.at(fields.span.start..fields.span.start),
            "no module of this course has a lesson.",
            "write a `[[module]]` with `id`, `lessons` and `title`.",
        );
    }
    modules
}

/// Where a misconception is treated: `lesson#page`.
fn treated(fields: &Fields<'_>) -> Option<Given<(Id, Id)>> {
    if !fields.has("treated") {
        fields.missing("treated", "treated = \"lesson#page\"");
        return None;
    }
    let given = fields.text("treated")?;
    let place = given
        .value
        .split_once('#')
        .and_then(|(lesson, page)| Some((Id::new(lesson).ok()?, Id::new(page).ok()?)));
    if place.is_none() {
        fields.report.add(
            &rule::UNTREATED_MISCONCEPTION,
            fields.at(given.span.clone()),
            format!(
                "`{}` does not name a lesson and a page.",
                short(&given.value)
            ),
            "write `treated = \"lesson#page\"`.",
        );
    }
    Some(Given {
        value: place?,
        span: given.span,
    })
}

/// Says that there is no `course.toml`.
pub(crate) fn absent(report: &Report) {
    report.add(
        &rule::MISSING_COURSE,
        Place {
            file: FILE,
            span: 0..0,
        },
        "there is no `course.toml` in this folder.",
        "write one; `courses/README.md` shows what stands in it.",
    );
}
