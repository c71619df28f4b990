//! `boucle export`: what of a course fits into a bank, in a form that other programs read.
//!
//! What does not fit is a finding in the author's own line. Ids and keys go along where the form has a
//! place that other programs pass over, so that what comes back is the same activity.

use clap::ValueEnum;
use domain::{
    activity::Activity,
    decimal::Decimal,
    diagnostic::Finding,
    id::{Id, Lang},
    interaction::{Entry, Feedback, Task, gap, written},
    prose::{Block, Prose, Text},
    source::{self, Course, Files, Text as Lesson},
};

mod csv;
mod gift;
mod html;

use crate::import::rule;

/// What a bank is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// GIFT, the text format of Moodle and others.
    Gift,
    /// The rows of a spreadsheet; see `app/guides/author.md`.
    Csv,
}

/// What came of a course.
#[derive(Debug)]
pub struct Exported {
    /// The bank.
    pub written: String,
    /// How many activities are in it.
    pub activities: usize,
    /// What did not fit, by place.
    pub findings: Vec<Finding>,
}

impl Exported {
    /// How many activities were left out.
    pub fn errors(&self) -> usize {
        crate::render::errors(&self.findings)
    }
}

/// Writes what fits of `course`, read from `files`, in `lang`; in its first language where none is named.
pub fn export(form: Form, course: &Course, files: &Files, lang: Option<&Lang>) -> Exported {
    let lang = lang.or(course.languages.first()).cloned();
    let mut exporter = Exporter {
        findings: Vec::new(),
        places: Places::new(files),
        sheets: Vec::new(),
    };
    for module in &course.modules {
        for texts in &module.lessons {
            let text = texts
                .iter()
                .find(|text| Some(&text.lesson.lang) == lang.as_ref());
            if let Some(text) = text {
                exporter.lesson(form, module.id.as_str(), text);
            }
        }
    }
    let written = match form {
        Form::Gift => gift::write(&exporter.sheets),
        Form::Csv => csv::write(&exporter.sheets, lang.as_ref()),
    };
    let mut findings = exporter.findings;
    findings
        .sort_by(|one, other| (&one.file, one.span.start).cmp(&(&other.file, other.span.start)));
    Exported {
        written,
        activities: exporter.sheets.len(),
        findings,
    }
}

/// Where activities are opened in the files of a course.
struct Places<'a> {
    files: &'a Files,
}

impl<'a> Places<'a> {
    fn new(files: &'a Files) -> Self {
        Self { files }
    }

    /// The lines of `file` that open an activity, by its id.
    fn of(&self, file: &str) -> Vec<(String, std::ops::Range<usize>)> {
        let text = self
            .files
            .get(file)
            .map(|bytes| source::text(bytes))
            .unwrap_or_default();
        let mut places = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let mut words = line.trim_start_matches('`').split_whitespace();
            if line.starts_with("```") && words.next() == Some("activity") {
                let id = words.nth(1).unwrap_or("").to_owned();
                places.push((id, at..at + line.trim_end().len()));
            }
            at += line.len();
        }
        places
    }
}

struct Exporter<'a> {
    findings: Vec<Finding>,
    places: Places<'a>,
    sheets: Vec<Sheet<'a>>,
}

/// An activity that fits, with the page it stands on.
struct Sheet<'a> {
    activity: &'a Activity,
    page: String,
    asked: Asked<'a>,
}

/// An entry of a list.
struct Line<'a> {
    entry: &'a Entry,
    right: bool,
    feedback: Option<&'a Prose>,
}

/// What a bank can ask.
enum Asked<'a> {
    Pick {
        single: bool,
        lines: Vec<Line<'a>>,
    },
    Write {
        lines: Vec<Line<'a>>,
    },
    Number(&'a domain::interaction::number::Secret, &'a str),
    /// Each entry with its partner; without an entry, a partner of none. Whether partners are groups.
    Pair {
        pairs: Vec<(Option<&'a Entry>, &'a Entry)>,
        groups: bool,
    },
    Essay {
        model: &'a Prose,
    },
    Fill {
        gap: &'a Entry,
        before: Vec<&'a gap::Line>,
        typed: bool,
        lines: Vec<Line<'a>>,
    },
}

impl<'a> Exporter<'a> {
    fn lesson(&mut self, form: Form, module: &str, text: &'a Lesson) {
        let lesson = &text.lesson;
        let file = format!("{module}/{}.{}.md", lesson.id, lesson.lang.as_str());
        let places = self.places.of(&file);
        for page in &lesson.pages {
            for activity in page.activities() {
                let place = places.iter().find(|(id, _)| id == activity.id.as_str());
                let span = place.map_or(0..0, |(_, span)| span.clone());
                let Some(asked) = asked(form, &activity.task) else {
                    let kind = activity.task.kind().name();
                    self.findings.push(rule::ACTIVITY_LEFT_OUT.finding(
                        &file,
                        span,
                        format!("`{}` is a `{kind}` that this form has no place for; it was left out.", activity.id),
                        "ask the same in a `choice`, `choices`, `text`, `number` or `match`, if the bank needs it.",
                    ));
                    continue;
                };
                let mut left = left_behind(form, activity, &asked);
                if activity.competencies != lesson.competencies {
                    left.push("its competencies".to_owned());
                }
                if !left.is_empty() {
                    self.findings.push(rule::PART_LEFT_BEHIND.finding(
                        &file,
                        span,
                        format!(
                            "`{}` is in the bank without {}.",
                            activity.id,
                            left.join(", ")
                        ),
                        "keep the course: it is the one that has everything.",
                    ));
                }
                let page = if page.title.trim() == lesson.title.trim() {
                    lesson.title.clone()
                } else {
                    format!("{} / {}", lesson.title, page.title)
                };
                self.sheets.push(Sheet {
                    activity,
                    page,
                    asked,
                });
            }
        }
    }
}

fn lines<'a>(
    entries: &'a [Entry],
    feedback: &'a Feedback,
    right: impl Fn(&Entry) -> bool,
) -> Vec<Line<'a>> {
    let line = |entry: &'a Entry| Line {
        entry,
        right: right(entry),
        feedback: written(feedback, &entry.key),
    };
    entries.iter().map(line).collect()
}

/// What a bank of `form` asks in place of `task`, if it can.
fn asked(form: Form, task: &Task) -> Option<Asked<'_>> {
    match task {
        Task::Choice(task) => {
            let right = |entry: &Entry| entry.key == task.secret.key;
            Some(Asked::Pick {
                single: true,
                lines: lines(&task.entries, &task.secret.feedback, right),
            })
        }
        Task::Choices(task) => {
            let right = |entry: &Entry| task.secret.key.contains(&entry.key);
            Some(Asked::Pick {
                single: false,
                lines: lines(&task.entries, &task.secret.feedback, right),
            })
        }
        Task::Text(task) => {
            let secret = &task.secret;
            let right = |entry: &Entry| secret.key.contains(&entry.key);
            let lines = lines(&secret.entries, &secret.feedback, right);
            // An arrow makes a matching of it, and nothing takes that meaning away.
            let arrow = |line: &Line<'_>| domain::prose::plain(&line.entry.text).contains("->");
            (form == Form::Csv || !lines.iter().any(arrow)).then_some(Asked::Write { lines })
        }
        Task::Number(task) => Some(Asked::Number(&task.secret, &task.unit)),
        Task::Match(task) => Some(pairs(task, false)),
        Task::Categorise(task) if form == Form::Gift => Some(pairs(task, true)),
        Task::Open(task) if form == Form::Gift => Some(Asked::Essay {
            model: &task.secret.model,
        }),
        Task::Gap(task) if form == Form::Gift => {
            let ([gap], gap::Body::Paragraphs(before)) = (&task.gaps[..], &task.body) else {
                return None;
            };
            let options = if task.menus.is_empty() {
                &task.secret.words
            } else {
                &task.menus
            };
            let (_, options) = options.first()?;
            let right = |entry: &Entry| task.secret.key.contains(&entry.key);
            let lines = lines(options, &task.secret.feedback, right);
            let arrow = |line: &Line<'_>| domain::prose::plain(&line.entry.text).contains("->");
            if lines.iter().any(arrow) {
                return None;
            }
            Some(Asked::Fill {
                gap,
                before: before.iter().collect(),
                typed: task.menus.is_empty(),
                lines,
            })
        }
        Task::Categorise(_)
        | Task::Open(_)
        | Task::Gap(_)
        | Task::Mark(_)
        | Task::Hotspot(_)
        | Task::Sequence(_)
        | Task::Estimate(_)
        | Task::Matrix(_)
        | Task::Decision(_)
        | Task::Cards(_) => None,
    }
}

fn pairs(task: &domain::interaction::pairs::Task, groups: bool) -> Asked<'_> {
    let place = |key: &Id| task.places.iter().find(|place| place.key == *key);
    let mut pairs = Vec::new();
    for entry in &task.entries {
        let partner =
            domain::interaction::pairs::place(&task.secret.key, &entry.key).and_then(place);
        pairs.extend(partner.map(|partner| (Some(entry), partner)));
    }
    let used = |place: &&Entry| task.secret.key.iter().any(|(_, used)| *used == place.key);
    let free = task.places.iter().filter(|place| !used(place));
    pairs.extend(free.map(|place| (None, place)));
    Asked::Pair { pairs, groups }
}

/// What of `activity` a bank of `form` has no place for.
fn left_behind(form: Form, activity: &Activity, asked: &Asked<'_>) -> Vec<String> {
    let mut left = Vec::new();
    let gift = form == Form::Gift;
    let mut unless = |fits: bool, what: &str| {
        if !fits {
            left.push(what.to_owned());
        }
    };
    let feedback = &activity.feedback;
    unless(!gift || activity.hints.is_empty(), "its hints");
    unless(
        activity.misconceptions.is_empty(),
        "the misconceptions that its entries show",
    );
    unless(activity.attempts == 2, "the number of its attempts");
    unless(activity.sure.is_none(), "the ask how sure the learner is");
    let (correct, incorrect) = match asked {
        Asked::Number(..) => (true, true),
        Asked::Write { .. } => (false, true),
        Asked::Pick { .. } | Asked::Pair { .. } | Asked::Essay { .. } | Asked::Fill { .. } => {
            (false, false)
        }
    };
    unless(
        !gift || correct || feedback.correct.is_empty(),
        "its feedback for a right response",
    );
    unless(
        !gift || feedback.partly.is_empty(),
        "its feedback for a partly right response",
    );
    unless(
        !gift || incorrect || feedback.incorrect.is_empty(),
        "its feedback for a wrong response",
    );
    unless(
        !gift || !matches!(asked, Asked::Essay { .. }) || feedback.always.is_empty(),
        "its feedback for any response",
    );
    match asked {
        Asked::Pair { .. } => unless(
            activity.task.feedbacks().is_empty(),
            "the feedback of its entries",
        ),
        Asked::Essay { .. } => unless(false, "its rubric"),
        Asked::Fill { .. } => unless(false, "what its gap is called"),
        Asked::Pick { .. } | Asked::Write { .. } | Asked::Number(..) => {}
    }
    if let Task::Number(task) = &activity.task {
        unless(task.units.is_empty(), "its further units");
        unless(!gift || task.unit.is_empty(), "its unit");
    }
    let ordered = match &activity.task {
        Task::Choice(task) => !task.shuffle && (!gift || truth(activity, asked).is_none()),
        Task::Choices(task) => !task.shuffle,
        Task::Gap(task) => !task.shuffle && !task.menus.is_empty(),
        Task::Match(_)
        | Task::Categorise(_)
        | Task::Open(_)
        | Task::Text(_)
        | Task::Number(_)
        | Task::Mark(_)
        | Task::Hotspot(_)
        | Task::Sequence(_)
        | Task::Estimate(_)
        | Task::Matrix(_)
        | Task::Decision(_)
        | Task::Cards(_) => false,
    };
    unless(!ordered, "its entries in the order written");
    let mut all: Vec<&Prose> = vec![&activity.prompt, &feedback.always];
    all.extend(activity.task.feedbacks());
    unless(!all.iter().any(|prose| has_picture(prose)), "its picture");
    if !gift {
        all.extend(&activity.hints);
        all.extend([&feedback.correct, &feedback.partly, &feedback.incorrect]);
        let lines = activity.task.entries().iter().map(|entry| &entry.text);
        let bare =
            all.iter().all(|prose| csv::is_bare(prose)) && lines.into_iter().all(csv::is_bare_line);
        unless(bare, "its formatting");
    }
    left
}

fn has_picture(prose: &[Block]) -> bool {
    prose.iter().any(|block| match block {
        Block::Picture(_) => true,
        Block::List(items) | Block::Numbered(_, items) => {
            items.iter().any(|item| has_picture(item))
        }
        Block::Callout(_, held) | Block::Quote(held) => has_picture(held),
        Block::Definitions(list) => list
            .iter()
            .flat_map(|(_, held)| held)
            .any(|held| has_picture(held)),
        Block::Heading(..)
        | Block::Paragraph(_)
        | Block::Table(_)
        | Block::Code(_)
        | Block::Math(_) => false,
    })
}

/// Whether `activity` asks if something is true, and whether it is; in the words that an import writes.
fn truth(activity: &Activity, asked: &Asked<'_>) -> Option<bool> {
    let Task::Choice(task) = &activity.task else {
        return None;
    };
    let Asked::Pick { lines, .. } = asked else {
        return None;
    };
    let [yes, no] = &lines[..] else { return None };
    let said = |text: &Text| domain::prose::plain(text);
    let words = (said(&yes.entry.text), said(&no.entry.text));
    let known = matches!(
        (words.0.as_str(), words.1.as_str()),
        ("True", "False") | ("Vrai", "Faux")
    );
    let keys = yes.entry.key.as_str() == "true" && no.entry.key.as_str() == "false";
    (known && keys && !task.shuffle).then_some(yes.right)
}

/// `number` with the decimal sign of a spreadsheet that parts its cells by `separator`.
fn decimal(number: Decimal, separator: u8) -> String {
    if separator == b';' {
        number.undoubted().replace('.', ",")
    } else {
        number.text()
    }
}
