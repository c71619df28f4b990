//! What was found so far.

use std::{cell::RefCell, ops::Range};

use crate::{diagnostic::Finding, rule::Rule};

/// So many findings are kept: a hostile file must not fill the memory.
const FINDINGS: usize = 2_000;

/// Collects findings. Shared by all that read, hence the cell.
#[derive(Debug, Default)]
pub struct Report {
    findings: RefCell<Vec<Finding>>,
}

/// A place in a source: bytes of a file.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The file, from the course's folder.
    pub file: &'a str,
    /// Its bytes.
    pub span: Range<usize>,
}

impl Report {
    /// Adds a finding of `rule`: `what` is there, and the `help`.
    pub fn add(
        &self,
        rule: &Rule,
        place: Place<'_>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < FINDINGS {
            findings.push(rule.finding(place.file, place.span, what, help));
        }
    }

    /// Every finding, each once, by file and place.
    pub fn sorted(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by(|one, other| {
            let key = |f: &Finding| (f.file.clone(), f.span.start, f.span.end, f.rule);
            key(one)
                .cmp(&key(other))
                .then_with(|| one.what.cmp(&other.what))
        });
        findings.dedup();
        findings
    }
}
