//! A lesson in one language beside the same lesson in the reference language.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    lesson::{ActivityMark, PageMark, Sheet},
    near::quoted,
    report::{Place, Report},
};
use crate::{
    activity::Activity,
    id::Id,
    rule::{self, Rule},
};

/// Says where `other` is out of step with `reference`.
pub(crate) fn compare(report: &Report, reference: &Sheet, other: &Sheet) {
    let pair = Pair {
        report,
        reference,
        other,
        activities: (activities(reference), activities(other)),
    };
    let (one, two) = (&reference.lesson, &other.lesson);
    if one.minutes != two.minutes && two.minutes > 0 {
        let what = format!(
            "this lesson takes {} minutes here and {} in the reference.",
            two.minutes, one.minutes
        );
        pair.add(
            &rule::MINUTES_OUT_OF_STEP,
            other.head.clone(),
            what,
            "write the same `minutes`.",
        );
    }
    if one.competencies != two.competencies {
        let what = "the `competencies` of this lesson are not those of the reference.";
        pair.add(
            &rule::SETTINGS_OUT_OF_STEP,
            other.head.clone(),
            what,
            "write the same ones, in the same order.",
        );
    }
    pair.pages();
}

struct Pair<'a> {
    report: &'a Report,
    reference: &'a Sheet,
    other: &'a Sheet,
    /// What could be made of each activity, in the reference and in the other.
    activities: (Made<'a>, Made<'a>),
}

/// Activities by their id.
type Made<'a> = BTreeMap<&'a Id, &'a Activity>;

fn activities(sheet: &Sheet) -> Made<'_> {
    sheet
        .lesson
        .activities()
        .map(|activity| (&activity.id, activity))
        .collect()
}

impl Pair<'_> {
    fn add(
        &self,
        rule: &Rule,
        span: Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report.add(
            rule,
            Place {
                file: &self.other.file,
                span,
            },
            what,
            help,
        );
    }

    fn pages(&self) {
        let ids = |sheet: &Sheet| {
            sheet
                .pages
                .iter()
                .map(|page| page.id.clone())
                .collect::<Vec<_>>()
        };
        let (wanted, here) = (ids(self.reference), ids(self.other));
        self.lacking(
            &rule::PAGES_OUT_OF_STEP,
            self.other.head.clone(),
            "page",
            &wanted,
            &here,
        );
        let reference: BTreeMap<&Id, &PageMark> = self
            .reference
            .pages
            .iter()
            .map(|page| (&page.id, page))
            .collect();
        for page in &self.other.pages {
            match reference.get(&page.id) {
                Some(reference) => self.page(reference, page),
                None => self.foreign(
                    &rule::PAGES_OUT_OF_STEP,
                    page.span.clone(),
                    "page",
                    &page.id,
                ),
            }
        }
        self.order(&rule::PAGES_OUT_OF_STEP, &wanted, &here, |id| {
            self.other
                .pages
                .iter()
                .find(|page| page.id == *id)
                .map(|page| page.span.clone())
        });
    }

    fn page(&self, reference: &PageMark, page: &PageMark) {
        if reference.steps != page.steps {
            let what = format!(
                "this page has {} here and {} in {}.",
                count(page.steps),
                count(reference.steps),
                self.reference.file
            );
            self.add(
                &rule::STEPS_OUT_OF_STEP,
                page.span.clone(),
                what,
                "put as many lines `---` in both.",
            );
        }
        let behaviour = |text: &Sheet, page: &PageMark| {
            let page = text.lesson.page(&page.id);
            page.map(|(_, page)| (page.behaviour(), page.draw))
        };
        if behaviour(self.reference, reference) != behaviour(self.other, page) {
            self.add(
                &rule::PAGES_OUT_OF_STEP,
                page.span.clone(),
                "this page is run differently in the reference.",
                "write the same words after its id in every language, or none.",
            );
        }
        let ids = |page: &PageMark| {
            page.activities
                .iter()
                .map(|a| a.id.clone())
                .collect::<Vec<_>>()
        };
        let (wanted, here) = (ids(reference), ids(page));
        self.lacking(
            &rule::ACTIVITIES_OUT_OF_STEP,
            page.span.clone(),
            "activity",
            &wanted,
            &here,
        );
        let reference: BTreeMap<&Id, &ActivityMark> = reference
            .activities
            .iter()
            .map(|mark| (&mark.id, mark))
            .collect();
        for mark in &page.activities {
            match reference.get(&mark.id) {
                Some(other) => self.activity(other, mark),
                None => {
                    let span = mark.span.clone();
                    self.foreign(&rule::ACTIVITIES_OUT_OF_STEP, span, "activity", &mark.id);
                }
            }
        }
        self.order(&rule::ACTIVITIES_OUT_OF_STEP, &wanted, &here, |id| {
            page.activities
                .iter()
                .find(|mark| mark.id == *id)
                .map(|mark| mark.span.clone())
        });
    }

    fn activity(&self, reference: &ActivityMark, mark: &ActivityMark) {
        let keys = |mark: &ActivityMark| {
            mark.keys
                .iter()
                .map(|(key, _)| key.clone())
                .collect::<Vec<_>>()
        };
        let (wanted, here) = (keys(reference), keys(mark));
        self.lacking(
            &rule::KEYS_OUT_OF_STEP,
            mark.span.clone(),
            "key",
            &wanted,
            &here,
        );
        for (key, span) in &mark.keys {
            if !wanted.contains(key) {
                self.foreign(&rule::KEYS_OUT_OF_STEP, span.clone(), "key", key);
            }
        }
        let (one, two) = (
            self.activities.0.get(&mark.id),
            self.activities.1.get(&mark.id),
        );
        let Some((one, two)) = one.zip(two) else {
            return;
        };
        let same_keys = wanted.iter().all(|key| here.contains(key)) && wanted.len() == here.len();
        self.settings(one, two, mark, same_keys);
    }

    fn settings(&self, one: &Activity, two: &Activity, mark: &ActivityMark, same_keys: bool) {
        let differ = |what: &str, help: &str| {
            self.add(&rule::SETTINGS_OUT_OF_STEP, mark.span.clone(), what, help);
        };
        if one.task.kind() != two.task.kind() {
            let what = format!(
                "this activity is a `{}` here and a `{}` in the reference.",
                two.task.kind().name(),
                one.task.kind().name()
            );
            differ(&what, "write the same kind.");
        } else if one.grading != two.grading && same_keys {
            differ(
                "what is right here is not what is right in the reference.",
                "mark the same keys as right, in the same order where order counts.",
            );
        }
        if one.attempts != two.attempts {
            differ(
                "the `attempts` differ from the reference.",
                "write the same number.",
            );
        }
        // What the lesson says differently is said once, at its head.
        let lessons_agree = self.reference.lesson.competencies == self.other.lesson.competencies;
        if lessons_agree && one.competencies != two.competencies {
            differ(
                "the `competencies` differ from the reference.",
                "write the same ones.",
            );
        }
        if one.misconceptions != two.misconceptions {
            differ(
                "the `misconceptions` differ from the reference.",
                "write the same ones.",
            );
        }
    }

    /// Says which of `wanted` are not `here`.
    fn lacking(&self, rule: &Rule, span: Range<usize>, what: &str, wanted: &[Id], here: &[Id]) {
        let here: BTreeSet<&Id> = here.iter().collect();
        let lacking = wanted
            .iter()
            .filter(|id| !here.contains(id))
            .map(Id::as_str);
        // A few are enough to see what is going on.
        let lacking: Vec<&str> = lacking.take(10).collect();
        if !lacking.is_empty() {
            let what = format!(
                "the {what} {} of {} is not here.",
                quoted(&lacking),
                self.reference.file
            );
            self.add(rule, span, what, "translate it, under the same id.");
        }
    }

    fn foreign(&self, rule: &Rule, span: Range<usize>, what: &str, id: &Id) {
        let text = format!("{} has no {what} `{id}`.", self.reference.file);
        self.add(
            rule,
            span,
            text,
            "give it the id it has there, or add it there.",
        );
    }

    /// Says which of those that both have stands first in another place.
    fn order(
        &self,
        rule: &Rule,
        wanted: &[Id],
        here: &[Id],
        place: impl Fn(&Id) -> Option<Range<usize>>,
    ) {
        let (in_one, in_two): (BTreeSet<&Id>, BTreeSet<&Id>) =
            (wanted.iter().collect(), here.iter().collect());
        let one = wanted.iter().filter(|id| in_two.contains(id));
        let two = here.iter().filter(|id| in_one.contains(id));
        let moved = one.zip(two).find(|(one, two)| one != two);
        if let Some((wanted, found)) = moved
            && let Some(span) = place(found)
        {
            let what = format!(
                "`{found}` stands where {} has `{wanted}`.",
                self.reference.file
            );
            self.add(rule, span, what, "keep the order of the reference.");
        }
    }
}

fn count(steps: usize) -> String {
    if steps == 1 {
        "one step".to_owned()
    } else {
        format!("{steps} steps")
    }
}
