//! `boucle import`: other people's banks as activities in Boucle's own Markdown.
//!
//! A reader makes a bank of a file, a plan says what each of its items becomes, and what is written is
//! read back before anyone gets it. What has no counterpart is a finding in the author's own line: nothing
//! is dropped in silence. Everything here is pure; files are read and written in `place.rs`.

use std::collections::BTreeMap;

use clap::ValueEnum;
use domain::{
    diagnostic::Finding,
    id::{Id, Lang},
    limit,
    prose::{self, Prose},
};

mod bank;
mod cloze;
mod csv;
mod encoding;
mod gift;
mod html;
mod markdown;
mod moodle;
mod number;
mod passage;
pub mod place;
mod plan;
mod proof;
mod report;
pub mod rule;
mod slug;
mod wording;
mod write;

use bank::{Bank, Item, Part, Passage, Task};
use markdown::Style;
use proof::Fault;
use report::Report;

/// So many bytes of a bank are read.
pub const BANK_BYTES: usize = 8 << 20;

/// What a bank is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// GIFT, the text format of Moodle and others.
    Gift,
    /// The rows of a spreadsheet; see `app/guides/author.md`.
    Csv,
    /// The XML that Moodle exports.
    MoodleXml,
}

/// What an import has to fit in with.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The language of what is added where a bank has no words; English when there is none.
    pub lang: Option<Lang>,
    /// Ids of activities that are taken.
    pub activities: Vec<String>,
    /// Ids of pages that are taken.
    pub pages: Vec<String>,
}

/// What came of a bank.
#[derive(Debug)]
pub struct Imported {
    /// The characters of the bank, into which the findings point.
    pub bank: String,
    /// The lines for a lesson.
    pub written: String,
    /// How many activities are in them.
    pub activities: usize,
    /// What has no counterpart, by place.
    pub findings: Vec<Finding>,
}

impl Imported {
    /// How many things were left out.
    pub fn errors(&self) -> usize {
        crate::render::errors(&self.findings)
    }
}

/// Imports the `bytes` of the bank `file`, which is written in `form`.
pub fn import(form: Form, file: &str, bytes: &[u8], around: &Around) -> Imported {
    let report = Report::new(file);
    let cut = bytes.get(..BANK_BYTES).unwrap_or(bytes);
    if cut.len() < bytes.len() {
        report.add(
            &rule::BANK_TOO_LARGE,
            0..0,
            format!(
                "the bank is larger than {} MB; what is beyond was not read.",
                BANK_BYTES >> 20
            ),
            "cut it into several.",
        );
    }
    let declared = (form == Form::MoodleXml)
        .then(|| moodle::declared(cut))
        .flatten();
    let text = encoding::text(cut, declared, &report);
    // What stands for a gap is ours, wherever it comes from.
    let text = text.replace(bank::GAP, "?");
    let bank = match form {
        Form::Gift => gift::read(&text, &report),
        Form::Csv => csv::read(&text, &report),
        Form::MoodleXml => moodle::read(&text, &report),
    };
    let mut press = Press::new(around, &report);
    press.bank(bank);
    let (written, activities) = (press.written, press.activities);
    if written.is_empty() && report.is_empty() {
        report.add(
            &rule::EMPTY_BANK,
            0..0,
            "there is nothing in this bank that could be imported.",
            "look whether the bank is of the form that was named: `gift`, `csv` or `moodle-xml`.",
        );
    }
    let findings = report.sorted();
    Imported {
        bank: text,
        written,
        activities,
        findings,
    }
}

/// Writes what is in a bank.
struct Press<'a> {
    lang: Lang,
    report: &'a Report,
    taken: std::collections::BTreeSet<String>,
    counts: BTreeMap<String, usize>,
    pages: std::collections::BTreeSet<String>,
    page_counts: BTreeMap<String, usize>,
    /// The heading of a page that has nothing on it yet.
    heading: Option<String>,
    written: String,
    activities: usize,
    /// How many items there were, those that were left out with them.
    tried: usize,
}

impl<'a> Press<'a> {
    fn new(around: &Around, report: &'a Report) -> Self {
        let english = || Lang::new("en").unwrap_or_else(|_| unreachable!("these are two letters"));
        Self {
            lang: around.lang.clone().unwrap_or_else(english),
            report,
            taken: around.activities.iter().cloned().collect(),
            counts: BTreeMap::new(),
            pages: around.pages.iter().cloned().collect(),
            page_counts: BTreeMap::new(),
            heading: None,
            written: String::new(),
            activities: 0,
            tried: 0,
        }
    }

    fn bank(&mut self, bank: Bank) {
        for part in bank.parts {
            match part {
                Part::Category(name, span) => {
                    let name = passage::seen(&name, &span, self.report);
                    self.heading = Some(name).filter(|name| !name.trim().is_empty());
                }
                Part::Words(words) => self.words(&words),
                Part::Item(item) => {
                    if self.tried == limit::ACTIVITIES {
                        self.report.add(
                            &rule::BANK_TOO_LARGE,
                            item.span.clone(),
                            format!(
                                "the bank has more than {} items; from here on they were left out.",
                                limit::ACTIVITIES
                            ),
                            "cut the bank into several, one for each course.",
                        );
                        return;
                    }
                    self.tried += 1;
                    self.item(&item);
                }
            }
        }
    }

    /// Adds `lines`, below the heading of their page if it has none yet.
    fn add(&mut self, lines: &str) {
        if let Some(title) = self.heading.take() {
            let wanted = slug::of(&title, 5);
            let wanted = if wanted.is_empty() { "page" } else { &wanted };
            let pages = &mut self.pages;
            let id = slug::free(wanted, &mut self.page_counts, |id| {
                pages.insert(id.to_owned())
            });
            let title = markdown::escaped(&title, false).replace('{', "\\{");
            self.part();
            self.written.push_str(&format!("# {title} {{#{id}}}\n"));
        }
        self.part();
        self.written.push_str(lines);
    }

    fn part(&mut self) {
        if !self.written.is_empty() {
            self.written.push('\n');
        }
    }

    /// Something to read.
    fn words(&mut self, words: &Passage) {
        if words.is_empty() {
            return;
        }
        for style in [Style::Full, Style::WithoutFormulas, Style::Bare] {
            let lines = markdown::blocks(&words.prose, style).join("\n") + "\n";
            match proof::words(&words.prose, &lines, style) {
                Ok(()) => {
                    self.told(style, &words.prose, words.span.clone());
                    self.add(&lines);
                    return;
                }
                Err(_) if style < Style::Bare => {}
                Err(fault) => self.unfit(&fault, words.span.clone()),
            }
        }
    }

    /// Something to do.
    fn item(&mut self, item: &Item) {
        if let Task::Essay { model } = &item.task
            && model.is_empty()
        {
            self.report.add(
                &rule::ESSAY_WITHOUT_MODEL,
                item.span.clone(),
                "there is no text here that a learner could compare with: its words became text of the page.",
                "write a model text, and make it an activity of the kind `open`: `boucle new activity open`.",
            );
            return self.words(&item.prompt);
        }
        let Some(plan) = plan::plan(item, &self.lang, self.report) else {
            return;
        };
        let wanted = self.wanted(item);
        let taken = &mut self.taken;
        let id = slug::free(&wanted, &mut self.counts, |id| taken.insert(id.to_owned()));
        if !item.id.is_empty() && item.id != id {
            self.report.add(
                &rule::ID_CHANGED,
                item.span.clone(),
                format!("the id `{}` became `{id}`.", html::short(&item.id)),
                "an id is lower-case letters, digits, hyphens and dots, and each has its own.",
            );
        }
        let notes = self.notes(item, &id);
        for style in [Style::Full, Style::WithoutFormulas, Style::Bare] {
            let lines = write::activity(&plan, &id, &notes, style);
            match proof::activity(&plan, &lines, style) {
                Ok(()) => {
                    let rows = plan.list.iter().flat_map(plan::Row::with_inner);
                    let feedback = rows.flat_map(|row| row.feedback.clone());
                    let verdicts = plan.verdicts.iter().flat_map(|(_, prose)| prose.clone());
                    let all: Prose = plan
                        .prompt
                        .iter()
                        .cloned()
                        .chain(feedback)
                        .chain(verdicts)
                        .collect();
                    self.told(style, &all, item.span.clone());
                    self.add(&lines);
                    self.activities += 1;
                    return;
                }
                Err(_) if style < Style::Bare => {}
                Err(fault) => self.unfit(&fault, item.span.clone()),
            }
        }
    }

    /// Says what was lost because only less than all could be written.
    fn told(&self, style: Style, prose: &Prose, span: std::ops::Range<usize>) {
        match style {
            Style::Full => {}
            Style::WithoutFormulas => self.report.add(
                &rule::FORMULA_AS_TEXT,
                span,
                "a formula here is none that can be shown; it stands as it was typed.",
                "write it in TeX between dollar signs: `$x^2$`.",
            ),
            Style::Bare => {
                let words = prose::lines(prose).join(" ");
                self.report.add(
                    &rule::MARKUP_LOST,
                    span,
                    format!("“{}” stands without its formatting.", html::short(&words)),
                    "look at it, and write what is missing.",
                );
            }
        }
    }

    fn unfit(&self, fault: &Fault, span: std::ops::Range<usize>) {
        let what = match fault {
            Fault::Error(error) => {
                format!(
                    "this was left out, because `boucle check` would say: {}",
                    error.what
                )
            }
            Fault::Words => {
                "this was left out, because it would say something else than in the bank."
                    .to_owned()
            }
        };
        let help = match fault {
            Fault::Error(error) => error.help.as_str(),
            Fault::Words => "write it anew: `boucle new activity` prints a sample of each kind.",
        };
        self.report.add(&rule::ITEM_OUT_OF_FORM, span, what, help);
    }

    /// What `item` should be called.
    fn wanted(&self, item: &Item) -> String {
        if Id::new(&item.id).is_ok() {
            return item.id.clone();
        }
        let prompt = prose::lines(&item.prompt.prose).join(" ");
        let named = [
            (item.id.as_str(), 8),
            (item.name.as_str(), 6),
            (prompt.as_str(), 5),
        ];
        let mut named = named.into_iter().map(|(words, most)| slug::of(words, most));
        named
            .find(|id| !id.is_empty())
            .unwrap_or_else(|| "activity".to_owned())
    }

    /// What a bank says of `item` and nobody reads who does it: comments for the author.
    fn notes(&self, item: &Item, id: &str) -> Vec<String> {
        let line = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            passage::seen(&words.join(" "), &item.span, self.report)
        };
        let mut notes = Vec::new();
        if !item.name.is_empty() && slug::of(&item.name, 6) != id {
            notes.push(line(&item.name));
        }
        if !item.tags.is_empty() {
            notes.push(format!("tags: {}", line(&item.tags.join(", "))));
        }
        notes
    }
}
