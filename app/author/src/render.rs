//! Findings as a compiler shows them: the author's own line, why it matters, what to do.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use domain::{
    diagnostic::{Finding, Position, Severity},
    source::{self, Files},
};

use crate::check::Checked;

/// All that was found, as text for people; with colours or without.
pub fn checked(checked: &Checked, colour: bool) -> String {
    let mut shown = String::new();
    for reading in &checked.courses {
        let place = place(&reading.folder);
        shown.push_str(&findings(&place, &reading.files, &reading.findings, colour));
    }
    shown.push_str(&summary(checked.errors, checked.warnings, checked.files));
    shown.push('\n');
    shown
}

/// Where `folder` is, as it stands before the names of its files: from the folder one is in, where that
/// can be said.
pub fn place(folder: &Path) -> String {
    let here = std::env::current_dir().ok();
    let inner = here.and_then(|here| folder.strip_prefix(here).ok().map(Path::to_owned));
    let place = inner.as_deref().unwrap_or(folder);
    let place = place.to_string_lossy().replace('\\', "/");
    match place.as_str() {
        "." => String::new(),
        place => place.strip_prefix("./").unwrap_or(place).to_owned(),
    }
}

/// The path of `file` in the folder at `place`.
pub fn path(place: &str, file: &str) -> String {
    match place {
        "" => file.to_owned(),
        place => format!("{}/{file}", place.trim_end_matches('/')),
    }
}
/// So many bytes of a line are shown with a finding in it.
const LINE: usize = 4_000;

/// Renders the findings of one course, whose files stand at `prefix`; with colours or without.
pub fn findings(prefix: &str, files: &Files, findings: &[Finding], colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for finding in findings {
        let text = files.get(&finding.file).map(|bytes| source::text(bytes));
        out.push_str(&renderer.render(&[group(prefix, text.as_deref(), finding)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(prefix: &str, text: Option<&'a str>, finding: &'a Finding) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let path = path(prefix, &finding.file);
    let group = level.primary_title(finding.what.as_str()).id(finding.rule);
    let line = text.filter(|text| in_line(text, finding));
    let group = match line.map(|text| line_of(text, finding)) {
        // Of a very long line nothing is shown: nobody could read it, and there may be many findings in it.
        Some((number, line, span)) if line.len() > LINE => {
            let column = line
                .get(..span.start)
                .map_or(0, |before| before.chars().count());
            group.element(Origin::path(path).line(number).char_column(column + 1))
        }
        Some((number, line, span)) => group.element(
            Snippet::source(line)
                .line_start(number)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        None => group.element(Origin::path(path)),
    };
    group
        .element(Level::NOTE.with_name("why").message(finding.why.as_str()))
        .element(Level::HELP.message(finding.help.as_str()))
}

/// Whether `finding` is about a line of its file, which says `text`: one about a whole file points at
/// none, and neither does one about a picture.
pub fn in_line(text: &str, finding: &Finding) -> bool {
    finding.span != (0..0) && !text.is_empty()
}

/// The first line a finding is about: its number, its characters, and the bytes of it.
fn line_of<'a>(text: &'a str, finding: &Finding) -> (usize, &'a str, std::ops::Range<usize>) {
    let at = finding.span.start.min(text.len());
    let position = Position::of(text, at);
    let start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1);
    let rest = text.get(start..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("");
    let from = (at - start).min(line.len());
    let to = (finding.span.end.max(at) - start).min(line.len()).max(from);
    (position.line, line, from..to)
}

/// The closing line: how many findings in how many files.
pub fn summary(errors: usize, warnings: usize, files: usize) -> String {
    let files = count(files, "file");
    match (errors, warnings) {
        (0, 0) => format!("No findings in {files}."),
        (0, warnings) => format!("{} in {files}", count(warnings, "warning")),
        (errors, 0) => format!("{} in {files}", count(errors, "error")),
        (errors, warnings) => {
            format!(
                "{}, {} in {files}",
                count(errors, "error"),
                count(warnings, "warning")
            )
        }
    }
}

/// How many of `findings` are errors.
pub fn errors(findings: &[Finding]) -> usize {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    findings.iter().filter(is_error).count()
}

/// What was found in so many files, in a line.
pub fn tally(findings: &[Finding], files: usize) -> String {
    let errors = errors(findings);
    summary(errors, findings.len() - errors, files)
}

/// `1 file`, `2 files`, `3 activities`.
pub fn count(n: usize, noun: &str) -> String {
    match (n, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (n, Some(stem)) => format!("{n} {stem}ies"),
        (n, None) => format!("{n} {noun}s"),
    }
}
