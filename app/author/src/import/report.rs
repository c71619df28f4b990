//! What was found in a bank so far.

use std::{cell::RefCell, collections::BTreeMap, ops::Range};

use domain::{diagnostic::Finding, rule::Rule};

use super::rule;

/// So many findings are kept: a hostile bank must not fill the memory, nor the screen.
const FINDINGS: usize = 1_000;

/// Collects findings. Shared by all that read, hence the cells.
#[derive(Debug)]
pub(crate) struct Report {
    file: String,
    findings: RefCell<Vec<Finding>>,
    /// How many there are beyond those that are kept.
    more: RefCell<usize>,
    /// What is said once for the whole bank: by its words, where it was first found, and how often.
    once: RefCell<BTreeMap<String, (usize, usize)>>,
}

impl Report {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            findings: RefCell::default(),
            more: RefCell::default(),
            once: RefCell::default(),
        }
    }

    /// Adds a finding of `rule`: `what` is there, and the `help`.
    pub(crate) fn add(
        &self,
        rule: &Rule,
        span: Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < FINDINGS {
            findings.push(rule.finding(&self.file, span, what, help));
        } else {
            *self.more.borrow_mut() += 1;
        }
    }

    /// Adds a finding the first time; after that it is only counted. For what programs write into every
    /// item, and nobody would want to read a hundred times.
    pub(crate) fn once(&self, rule: &Rule, span: Range<usize>, what: &str, help: &str) {
        let mut once = self.once.borrow_mut();
        match once.get_mut(what) {
            Some((_, times)) => *times += 1,
            None => {
                // What comes of hostile input is as many different things as there are words in it.
                if once.len() < FINDINGS {
                    once.insert(what.to_owned(), (self.findings.borrow().len(), 1));
                }
                drop(once);
                self.add(rule, span, what, help);
            }
        }
    }

    /// Whether nothing was found so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.findings.borrow().is_empty()
    }

    /// Every finding, by place.
    pub(crate) fn sorted(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        for (at, times) in self.once.into_inner().into_values() {
            if let Some(finding) = findings.get_mut(at)
                && times > 1
            {
                let what = finding.what.trim_end_matches('.').to_owned();
                finding.what = format!("{what}, here and in {} more places.", times - 1);
            }
        }
        findings.sort_by(|one, other| {
            let key = |f: &Finding| (f.span.start, f.span.end, f.rule);
            key(one)
                .cmp(&key(other))
                .then_with(|| one.what.cmp(&other.what))
        });
        findings.dedup();
        let more = self.more.into_inner();
        if more > 0 {
            findings.push(rule::BANK_TOO_LARGE.finding(
                &self.file,
                0..0,
                format!("there are {more} more findings, which are not shown."),
                "mend what is shown, then import again.",
            ));
        }
        findings
    }
}
