//! What a check found, in forms that other programs read.
//!
//! Lines and columns are counted from 1, columns in characters, and an end is the first place behind
//! what is meant. A finding about a whole file begins and ends at its first character.

use std::{collections::BTreeMap, fmt::Write, ops::Range};

use clap::ValueEnum;
use domain::{
    diagnostic::{Finding, Position, Severity},
    digest::Digest,
    rule::Rule,
    source,
};
use serde_json::{Value, json};

use crate::{
    check::Checked,
    folder::Reading,
    render::{self, in_line},
};

/// How findings are written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the line itself, why it matters, what to do
    #[default]
    Human,
    /// One JSON object with all findings
    Json,
    /// SARIF 2.1.0, as code scanning reads it
    Sarif,
    /// Workflow commands of GitHub Actions, which put each finding beside its line
    Github,
}

/// All that was found, in `format`; for people with colours or without.
pub fn checked(checked: &Checked, format: Format, colour: bool) -> String {
    match format {
        Format::Human => render::checked(checked, colour),
        Format::Json => text(&json(checked)),
        Format::Sarif => text(&sarif(checked)),
        Format::Github => github(checked),
    }
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A finding with its place, as people count.
struct Found<'a> {
    finding: &'a Finding,
    path: String,
    place: Range<Position>,
    /// The line it begins in; empty where it is about a whole file.
    line: String,
}

/// Every finding, in the order of files and places.
fn all(checked: &Checked) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    for reading in &checked.courses {
        let place = render::place(&reading.folder);
        let findings = reading.findings.iter();
        all.extend(findings.map(|finding| found(reading, &place, finding)));
    }
    all
}

fn found<'a>(reading: &Reading, place: &str, finding: &'a Finding) -> Found<'a> {
    let bytes = reading.files.get(&finding.file);
    let text = bytes.map(|bytes| source::text(bytes));
    let text = text.filter(|text| in_line(text, finding));
    let at = |byte| {
        let first = Position { line: 1, column: 1 };
        text.as_ref().map_or(first, |text| Position::of(text, byte))
    };
    let start = at(finding.span.start);
    let line = text
        .as_ref()
        .and_then(|text| text.lines().nth(start.line - 1));
    Found {
        path: render::path(place, &finding.file),
        place: start..at(finding.span.end.max(finding.span.start)),
        line: line.unwrap_or("").to_owned(),
        finding,
    }
}

/// The word for a severity, which all forms share.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn json(checked: &Checked) -> Value {
    let finding = |found: &Found<'_>| {
        let Finding {
            rule,
            severity,
            what,
            why,
            help,
            ..
        } = found.finding;
        json!({
            "rule": rule,
            "severity": level(*severity),
            "file": found.path,
            "line": found.place.start.line,
            "column": found.place.start.column,
            "endLine": found.place.end.line,
            "endColumn": found.place.end.column,
            "what": what,
            "why": why,
            "help": help,
        })
    };
    json!({
        "format": 1,
        "files": checked.files,
        "errors": checked.errors,
        "warnings": checked.warnings,
        "findings": all(checked).iter().map(finding).collect::<Vec<_>>(),
    })
}

/// SARIF 2.1.0 with the fields that code scanning shows. A rule is listed when a finding names it.
fn sarif(checked: &Checked) -> Value {
    let all = all(checked);
    let mut rules: Vec<&Rule> = Vec::new();
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let mut results = Vec::new();
    for found in &all {
        let finding = found.finding;
        let known = rules.iter().position(|rule| rule.name == finding.rule);
        let index = known.or_else(|| {
            rules.push(Rule::named(finding.rule)?);
            Some(rules.len() - 1)
        });
        // The line and not its number: what stands above may change, and the finding is still the same.
        let print = format!("{} {} {}", finding.rule, found.path, found.line.trim());
        let print = Digest::of(print.as_bytes()).short().to_owned();
        let nth = alike.entry(print.clone()).or_default();
        *nth += 1;
        results.push(json!({
            "ruleId": finding.rule,
            "ruleIndex": index,
            "level": level(finding.severity),
            "message": { "text": sentence(finding) },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(&found.path) },
                    "region": {
                        "startLine": found.place.start.line,
                        "startColumn": found.place.start.column,
                        "endLine": found.place.end.line,
                        "endColumn": found.place.end.column,
                    },
                },
            }],
            "partialFingerprints": { "primaryLocationLineHash": format!("{print}:{nth}") },
        }));
    }
    let rules: Vec<Value> = rules.into_iter().map(descriptor).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "boucle",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.what() },
        "fullDescription": { "text": rule.why() },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "precision": "very-high",
            "problem.severity": level(rule.severity),
        },
    })
}

/// What is there, what it does, what to do.
fn sentence(finding: &Finding) -> String {
    let Finding {
        what, why, help, ..
    } = finding;
    format!("{what}\nWhy: {why}\nHelp: {help}")
}

/// `path` as a reference in the sense of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a text can't fail.
            let _written = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn github(checked: &Checked) -> String {
    let mut out = String::new();
    for found in all(checked) {
        let Range { start, end } = found.place;
        let mut place = format!(
            "file={},line={},endLine={}",
            property(&found.path),
            start.line,
            end.line
        );
        // Columns are only shown where both are in one line.
        if start.line == end.line {
            let last = end.column.saturating_sub(1).max(start.column);
            place.push_str(&format!(",col={},endColumn={last}", start.column));
        }
        out.push_str(&format!(
            "::{} {place},title={}::{}\n",
            level(found.finding.severity),
            property(found.finding.rule),
            message(&sentence(found.finding))
        ));
    }
    let summary = render::summary(checked.errors, checked.warnings, checked.files);
    out + &summary + "\n"
}

/// A message of a workflow command stands on one line.
fn message(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// So does a property, which also ends at a comma or a colon.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_an_address() {
        assert_eq!(uri("a/b-c.en.md"), "a/b-c.en.md");
        assert_eq!(uri("un été/50 %.md"), "un%20%C3%A9t%C3%A9/50%20%25.md");
        assert_eq!(uri("/a"), "file:///a");
    }

    #[test]
    fn a_workflow_command_is_one_line_whatever_it_says() {
        assert_eq!(message("50%\r\nmore"), "50%25%0D%0Amore");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
