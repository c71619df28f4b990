//! Findings as a compiler shows them: the author's own line, why it matters, what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use domain::{
    diagnostic::{Finding, Position, Severity},
    source::{self, Files},
};

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
    let path = match prefix {
        "" => finding.file.clone(),
        prefix => format!("{}/{}", prefix.trim_end_matches('/'), finding.file),
    };
    let group = level.primary_title(finding.what.as_str()).id(finding.rule);
    // A finding about a whole file points at no line of it; one about a picture is about all of it.
    let line = text.filter(|text| finding.span != (0..0) && !text.is_empty());
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
pub fn summary<'a>(findings: impl Iterator<Item = &'a Finding>, files: usize) -> String {
    let (mut errors, mut warnings) = (0, 0);
    for finding in findings {
        match finding.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
    }
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

/// `1 file`, `2 files`.
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}
