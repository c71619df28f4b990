//! What only shows when the whole course is read: links between lessons, what is never used.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// What may stand beside a course for those who keep it: what it says, and where each claim is from.
const BESIDE: [&str; 2] = ["claims.md", "README.md"];

use super::{
    Files,
    lesson::Sheet,
    near, outline,
    outline::Outline,
    picture, read_paths,
    report::{Place, Report},
    shelf::Shelf,
};
use crate::{
    bundle,
    id::Id,
    json, limit,
    prose::Target,
    rule::{self, Rule},
};

/// Says what does not hold between the parts of a course.
pub(crate) fn check(
    report: &Report,
    outline: &Outline,
    shelf: &Shelf,
    lessons: &[Vec<Sheet>],
    files: &Files,
    texts: &BTreeMap<&str, Cow<'_, str>>,
) {
    let crossing = Crossing::new(report, outline, lessons);
    crossing.links();
    crossing.activities(outline);
    crossing.misconceptions(outline);
    crossing.competencies(outline);
    crossing.sizes();
    if crossing.whole {
        crossing.library(shelf, texts);
    }
    if outline.whole {
        unused(report, outline, shelf, lessons, files);
    }
}

struct Crossing<'a> {
    report: &'a Report,
    lessons: &'a [Vec<Sheet>],
    /// The pages of each lesson, in the first language it could be read in.
    pages: BTreeMap<&'a Id, BTreeSet<&'a Id>>,
    /// Whether every activity could be read; if not, what seems unused may be used there.
    whole: bool,
}

impl<'a> Crossing<'a> {
    fn new(report: &'a Report, outline: &Outline, lessons: &'a [Vec<Sheet>]) -> Self {
        let first = lessons.iter().filter_map(|sheets| sheets.first());
        let ids = |sheet: &'a Sheet| sheet.pages.iter().map(|mark| &mark.id).collect();
        let pages = first.map(|sheet| (&sheet.lesson.id, ids(sheet))).collect();
        let listed = outline
            .modules
            .iter()
            .map(|module| module.lessons.len())
            .sum::<usize>();
        let sheets = || lessons.iter().flatten();
        let mut marks = sheets()
            .flat_map(|sheet| &sheet.pages)
            .flat_map(|page| &page.activities);
        let whole = outline.whole
            && listed == lessons.iter().filter(|sheets| !sheets.is_empty()).count()
            && sheets().all(|sheet| sheet.whole)
            && marks.all(|mark| mark.made);
        Self {
            report,
            lessons,
            pages,
            whole,
        }
    }

    fn sheets(&self) -> impl Iterator<Item = &'a Sheet> {
        self.lessons.iter().flatten()
    }

    /// The lessons there are, for "did you mean".
    fn near_lesson(&self, id: &Id) -> String {
        near::suggestion(id.as_str(), self.pages.keys().map(|id| id.as_str()))
    }

    fn links(&self) {
        for sheet in self.sheets() {
            // A page of this lesson is one in this language.
            let own: BTreeSet<&Id> = sheet.pages.iter().map(|mark| &mark.id).collect();
            for (target, span) in &sheet.uses.links {
                match target {
                    Target::Out(_) => {}
                    Target::Page(page) => self.page(sheet, span, &sheet.lesson.id, &own, page),
                    Target::Lesson(lesson, page) => match (self.pages.get(lesson), page) {
                        (Some(pages), Some(page)) => self.page(sheet, span, lesson, pages, page),
                        (Some(_), None) => {}
                        (None, _) => {
                            let what = format!("the course has no lesson `{lesson}`.");
                            self.nowhere(sheet, span, what, self.near_lesson(lesson));
                        }
                    },
                }
            }
        }
    }

    fn page(
        &self,
        from: &Sheet,
        span: &Range<usize>,
        lesson: &Id,
        pages: &BTreeSet<&Id>,
        page: &Id,
    ) {
        if !pages.contains(page) {
            let what = format!("the lesson `{lesson}` has no page `{page}`.");
            self.nowhere(from, span, what, near_page(pages, page));
        }
    }

    fn nowhere(&self, sheet: &Sheet, span: &Range<usize>, what: String, help: String) {
        let place = Place {
            file: &sheet.file,
            span: span.clone(),
        };
        self.report.add(&rule::LINK_TO_NOWHERE, place, what, help);
    }

    /// An activity's id names it in the course, not only in its lesson.
    fn activities(&self, outline: &Outline) {
        let mut seen: BTreeSet<&Id> = BTreeSet::new();
        let mut count = 0;
        for sheets in self.lessons {
            let mut here = BTreeSet::new();
            for sheet in sheets {
                for mark in sheet.pages.iter().flat_map(|page| &page.activities) {
                    if seen.contains(&mark.id) {
                        self.report.add(
                            &rule::REPEATED_ID,
                            Place { file: &sheet.file, span: mark.span.clone() },
                            format!("an activity of a lesson before this one is called `{}`.", mark.id),
                            "give each activity of the course an id of its own; progress is kept by it.",
                        );
                    }
                    here.insert(&mark.id);
                }
            }
            count += here.len();
            seen.extend(here);
        }
        if count > limit::ACTIVITIES {
            let span = outline
                .modules
                .first()
                .and_then(|m| m.lessons.first())
                .map_or(0..0, |l| l.span.clone());
            self.report.add(
                &rule::FILES_WITHOUT_END,
                Place {
                    file: outline::FILE,
                    span,
                },
                format!("the course has more than {} activities.", limit::ACTIVITIES),
                "cut it into several courses.",
            );
        }
    }

    fn misconceptions(&self, outline: &Outline) {
        let shown: BTreeSet<&Id> = self
            .sheets()
            .flat_map(|sheet| sheet.lesson.activities())
            .flat_map(|activity| activity.misconceptions.iter().map(|(_, shown)| shown))
            .collect();
        for mistake in &outline.misconceptions {
            let (lesson, page) = &mistake.misconception.treated;
            let trouble = match self.pages.get(lesson) {
                Some(pages) if pages.contains(page) => None,
                Some(pages) => {
                    let what = format!("the lesson `{lesson}` has no page `{page}`.");
                    Some((what, near_page(pages, page)))
                }
                None => Some((
                    format!("the course has no lesson `{lesson}`."),
                    self.near_lesson(lesson),
                )),
            };
            if let Some((what, help)) = trouble {
                let place = Place {
                    file: outline::FILE,
                    span: mistake.treated.clone(),
                };
                self.report
                    .add(&rule::UNTREATED_MISCONCEPTION, place, what, help);
            }
            if !shown.contains(&mistake.misconception.id) && self.whole {
                self.report.add(
                    &rule::UNSEEN_MISCONCEPTION,
                    Place {
                        file: outline::FILE,
                        span: mistake.id.clone(),
                    },
                    format!(
                        "no entry shows the misconception `{}`.",
                        mistake.misconception.id
                    ),
                    format!(
                        "name it in an activity: `misconceptions = {{ key = \"{}\" }}`.",
                        mistake.misconception.id
                    ),
                );
            }
        }
    }

    fn competencies(&self, outline: &Outline) {
        let assessed: BTreeSet<&Id> = self
            .sheets()
            .flat_map(|sheet| sheet.lesson.activities())
            .flat_map(|activity| &activity.competencies)
            .collect();
        for (competency, span) in outline.competencies.iter().filter(|_| self.whole) {
            if !assessed.contains(&competency.id) {
                self.report.add(
                    &rule::UNASSESSED_COMPETENCY,
                    Place {
                        file: outline::FILE,
                        span: span.clone(),
                    },
                    format!("no activity assesses the competency `{}`.", competency.id),
                    "name it in the `competencies` of a lesson or of an activity, or take it out.",
                );
            }
        }
    }

    /// What stands in the library of the course and is taken out by nobody.
    fn library(&self, shelf: &Shelf, texts: &BTreeMap<&str, Cow<'_, str>>) {
        let unused = |rule: &Rule, file, span: &Range<usize>, what: String, help: String| {
            let span = span.clone();
            self.report.add(rule, Place { file, span }, what, help);
        };
        // A link that was mistyped has its own finding.
        let astray = |file: &str| self.sheets().any(|sheet| sheet.uses.astray.contains(file));
        let (no_words, no_numbers) = (astray("glossary.toml"), astray("figures.toml"));
        let words = self.sheets().flat_map(|sheet| &sheet.uses.words);
        let words: BTreeSet<&Id> = words.collect();
        for (id, word) in &shelf.words {
            if !no_words && !words.contains(id) {
                unused(
                    &rule::UNUSED_TERM,
                    "glossary.toml",
                    &word.span,
                    format!("no lesson shows the word `{id}`."),
                    format!(
                        "link to it where it is first used, `[…](glossary:{id})`, or take it out."
                    ),
                );
            }
        }
        let numbers = self.sheets().flat_map(|sheet| &sheet.uses.numbers);
        let numbers: BTreeSet<&Id> = numbers.collect();
        for (id, number) in &shelf.numbers {
            if !no_numbers && !numbers.contains(id) {
                unused(
                    &rule::UNUSED_FIGURE,
                    "figures.toml",
                    &number.span,
                    format!("no lesson shows the number `{id}`."),
                    format!("link to it, `[…](figure:{id})`, or take it out."),
                );
            }
        }
        // Each text is gone through once, however many sources there are.
        let others = || texts.iter().filter(|(file, _)| **file != "sources.toml");
        let part = |c: char| c.is_alphanumeric() || c == '-';
        let mut named = BTreeSet::new();
        for (_, text) in others() {
            let words = text.split(|c| !part(c));
            named.extend(words.filter(|word| shelf.sources.contains_key(*word)));
        }
        for (name, span) in &shelf.sources {
            let one_word = name.chars().all(part);
            let elsewhere = !one_word && others().any(|(_, text)| text.contains(name.as_str()));
            if !named.contains(name.as_str()) && !elsewhere {
                unused(
                    &rule::UNUSED_SOURCE,
                    "sources.toml",
                    span,
                    format!("nothing names the source `{name}`."),
                    format!(
                        "name it in figures.toml, `source = \"{name}\"`, or in a text, or take it out."
                    ),
                );
            }
        }
    }

    /// What is written here must be small enough to be read there.
    fn sizes(&self) {
        for sheet in self.sheets() {
            let written = serde_json::to_vec(&sheet.lesson).unwrap_or_default();
            let breach = match json::parse(&written) {
                Err(json::Fault::Limit(breach)) => Err(breach),
                Ok(_) | Err(json::Fault::End | json::Fault::Form) => Ok(()),
            };
            if written.len() <= limit::LESSON_BYTES && breach.is_ok() {
                continue;
            }
            let (rule, what) = match breach {
                Err(limit::Breach::Depth) => (
                    &rule::NESTING_TOO_DEEP,
                    "parts of this lesson stand too deep in each other.",
                ),
                Err(limit::Breach::Text) => (
                    &rule::TEXT_TOO_LONG,
                    "a text of this lesson is longer than 64 KB.",
                ),
                Err(limit::Breach::List) => (
                    &rule::TEXT_TOO_LONG,
                    "a list of this lesson has more than 10,000 entries.",
                ),
                Ok(()) => (&rule::TEXT_TOO_LONG, "the lesson is larger than 2 MB."),
            };
            let place = Place {
                file: &sheet.file,
                span: sheet.head.clone(),
            };
            self.report.add(rule, place, what, "cut it into several.");
        }
    }
}

/// The pages of a lesson, for "did you mean".
fn near_page(pages: &BTreeSet<&Id>, page: &Id) -> String {
    near::suggestion(page.as_str(), pages.iter().map(|id| id.as_str()))
}

/// Says which files no one names.
fn unused(
    report: &Report,
    outline: &Outline,
    shelf: &Shelf,
    lessons: &[Vec<Sheet>],
    files: &Files,
) {
    let read = read_paths(outline);
    let used: BTreeSet<&str> = lessons
        .iter()
        .flatten()
        .flat_map(|sheet| &sheet.uses.pictures)
        .map(String::as_str)
        .collect();
    for path in files.keys() {
        let place = Place {
            file: path,
            span: 0..0,
        };
        if let Some(name) = path.strip_prefix("media/")
            && shelf.pictures.contains_key(name)
        {
            if !used.contains(name) {
                let help =
                    format!("show it in a lesson, `![what it shows]({name})`, or remove it.");
                report.add(
                    &rule::UNUSED_FILE,
                    place,
                    "no lesson shows this picture.",
                    help,
                );
            }
        } else if !read.contains(path) && !BESIDE.contains(&path.as_str()) {
            let help = if path.ends_with(".md") {
                "name it in course.toml, in the folder of its module, as `<lesson>.<language>.md`, or remove it."
            } else if path.starts_with("media/") && !picture::is_picture(path) {
                "a picture is an SVG, PNG, JPEG, WebP or GIF file, its ending in lower-case letters."
            } else {
                "remove it, or move it out of the course's folder."
            };
            report.add(&rule::UNUSED_FILE, place, "nothing reads this file.", help);
        }
    }
    debug_assert!(
        bundle::path("media/0.svg"),
        "pictures are published under such names"
    );
}
