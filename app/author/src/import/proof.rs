//! What was written is read by the reader of courses before anyone gets it: it has to be an activity, and
//! say what the bank said.

use std::collections::BTreeSet;

use domain::{
    course,
    diagnostic::{Finding, Severity},
    interaction::Kind,
    prose::{self, Prose},
    source::{self, Files},
};

use super::{
    bank::GAP,
    markdown::Style,
    passage,
    plan::{Plan, Row},
};

/// The course that everything is tried in. Its language is one that changes no spaces.
const COURSE: &str = r#"version = "0.1.0"
languages = ["en"]
licence = "CC-BY-4.0"
authors = ["A"]
art = "ring"
title = { en = "T" }
summary = { en = "S" }
module = [{ id = "m", lessons = ["l"], title = { en = "M" } }]
competency = [{ id = "c", en = "C" }]
"#;

const HEAD: &str = "+++\ntitle = \"T\"\nminutes = 5\ncompetencies = [\"c\"]\n+++\n\n# A {#a}\n\n";

/// What keeps some text from being what it should be.
#[derive(Debug)]
pub(crate) enum Fault {
    /// An error of `boucle check`.
    Error(Box<Finding>),
    /// Some words were read otherwise.
    Words,
}

/// The page with `written` in it, if there is no error in it.
fn page(written: &str) -> Result<course::Page, Fault> {
    let files = Files::from([
        ("course.toml".to_owned(), COURSE.as_bytes().to_vec()),
        (
            "m/l.en.md".to_owned(),
            format!("{HEAD}{written}").into_bytes(),
        ),
    ]);
    let (course, findings) = source::read("c", &files);
    if let Some(error) = findings
        .into_iter()
        .find(|finding| finding.severity == Severity::Error)
    {
        return Err(Fault::Error(Box::new(error)));
    }
    let lesson = course.lessons().next().and_then(|texts| texts.first());
    let page = lesson.and_then(|text| text.lesson.pages.first()).cloned();
    page.ok_or(Fault::Words)
}

/// Tries the activity `written` of `plan`.
pub(crate) fn activity(plan: &Plan, written: &str, style: Style) -> Result<(), Fault> {
    let page = page(written)?;
    let mut activities = page.activities();
    let (Some(activity), None) = (activities.next(), activities.next()) else {
        return Err(Fault::Words);
    };
    if activity.task.kind().name() != plan.kind {
        return Err(Fault::Words);
    }
    let mut read = BTreeSet::new();
    let mut hear = |prose: &Prose| read.extend(prose::lines(prose).iter().map(|line| bare(line)));
    hear(&activity.prompt);
    activity.hints.iter().for_each(&mut hear);
    activity.task.feedbacks().into_iter().for_each(&mut hear);
    let feedback = &activity.feedback;
    [
        &feedback.correct,
        &feedback.partly,
        &feedback.incorrect,
        &feedback.always,
    ]
    .into_iter()
    .for_each(hear);
    for entry in activity.task.entries() {
        read.insert(bare(&prose::plain(&entry.text)));
    }
    for label in activity.task.labels() {
        read.insert(bare(&prose::plain(label)));
    }
    let wanted = wanted(plan, activity.task.kind(), style);
    if wanted.iter().all(|line| read.contains(line)) {
        Ok(())
    } else {
        Err(Fault::Words)
    }
}

/// Tries the blocks `written` of `prose` as a text of a page.
pub(crate) fn words(prose: &Prose, written: &str, style: Style) -> Result<(), Fault> {
    let page = page(written)?;
    let blocks = page.steps.iter().flatten();
    let mut read = BTreeSet::new();
    for block in blocks {
        match block {
            course::Block::Prose(block) => {
                read.extend(
                    prose::lines(std::slice::from_ref(block))
                        .iter()
                        .map(|line| bare(line)),
                );
            }
            course::Block::Activity(_) => return Err(Fault::Words),
        }
    }
    let sounds = style == Style::Bare
        || prose::lines(prose)
            .iter()
            .all(|line| read.contains(&bare(line)));
    if sounds { Ok(()) } else { Err(Fault::Words) }
}

/// The lines that have to be heard in the activity of `plan`.
fn wanted(plan: &Plan, kind: Kind, style: Style) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    // Stripped of everything, code and tables may become other lines than they were.
    if style < Style::Bare {
        let verdicts = plan.verdicts.iter().map(|(_, prose)| prose);
        let all = verdicts
            .chain([&plan.prompt])
            .flat_map(|prose| prose::lines(prose));
        wanted.extend(
            all.filter(|line| !line.contains(GAP))
                .map(|line| bare(&line)),
        );
    }
    for hint in &plan.hints {
        wanted.insert(bare(&prose::plain(&passage::line(hint).0)));
    }
    let rows = plan.list.iter().flat_map(Row::with_inner);
    for row in rows {
        // The numbers of a `number` are no words, and what is typed into a gap is its secret.
        if kind != Kind::Number && kind != Kind::Gap {
            wanted.insert(bare(&prose::plain(&row.words)));
        }
        if style < Style::Bare {
            wanted.extend(prose::lines(&row.feedback).iter().map(|line| bare(line)));
        }
    }
    wanted.remove("");
    wanted
}

/// `line` without spaces and without what becomes another character in a formula or an empty line.
fn bare(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Row {
    /// The row, and those under it.
    pub(crate) fn with_inner(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.rows)
    }
}
