//! The text of a cloze, in which each gap stands with what can go in: `{1:MULTICHOICE:=right~wrong}`.

use std::ops::Range;

use super::{
    bank::{Entry, GAP, Gap, Passage, Weight},
    passage::{self, Form},
    report::Report,
    rule,
};

/// What the text of a cloze comes to.
pub(crate) struct Cloze {
    /// The text, with a [`GAP`] for each of the gaps.
    pub(crate) text: String,
    pub(crate) gaps: Vec<Gap>,
    /// Whether the gaps are typed in.
    pub(crate) typed: bool,
}

/// The sorts of gap there are, and whether they are typed in; the others have no counterpart.
const SORTS: [(&str, bool); 15] = [
    ("MULTICHOICE", false),
    ("MULTICHOICE_V", false),
    ("MULTICHOICE_H", false),
    ("MULTICHOICE_S", false),
    ("MULTICHOICE_VS", false),
    ("MULTICHOICE_HS", false),
    ("MC", false),
    ("MCV", false),
    ("MCH", false),
    ("SHORTANSWER", true),
    ("SA", true),
    ("MW", true),
    ("SHORTANSWER_C", true),
    ("SAC", true),
    ("MWC", true),
];

/// Reads the cloze `text`, which is HTML at `span` of the bank. Nothing when it can't be done here; that is
/// a finding.
pub(crate) fn read(text: &str, span: &Range<usize>, report: &Report) -> Option<Cloze> {
    let mut cloze = Cloze {
        text: String::new(),
        gaps: Vec::new(),
        typed: false,
    };
    let mut rest = text;
    let mut typed = None;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        cloze.text.push_str(before);
        let inner = from.get(1..).unwrap_or("");
        let Some((weight, sort, behind)) = opening(inner) else {
            cloze.text.push('{');
            rest = inner;
            continue;
        };
        let Some(end) = unescaped(behind, '}') else {
            report.add(
                &rule::BROKEN_ITEM,
                span.clone(),
                "a gap of this text has no `}`.",
                "end it: `{1:MULTICHOICE:=right~wrong}`.",
            );
            return None;
        };
        let Some((_, is_typed)) = SORTS.iter().find(|(name, _)| *name == sort) else {
            report.add(
                &rule::ITEM_OF_UNKNOWN_KIND,
                span.clone(),
                format!("a gap of the sort `{sort}` has no counterpart, so this was left out."),
                "ask for it in an activity of its own.",
            );
            return None;
        };
        if *typed.get_or_insert(*is_typed) != *is_typed {
            report.add(
                &rule::ITEM_OF_UNKNOWN_KIND,
                span.clone(),
                "some gaps of this text are typed in and some chosen, so it was left out.",
                "make all of them the one or the other, or cut the text in two.",
            );
            return None;
        }
        if !matches!(weight, "" | "1") {
            report.add(
                &rule::WEIGHT_LOST,
                span.clone(),
                format!("a gap of this text is worth {weight}; here all are worth the same."),
                "put what matters more into an activity of its own.",
            );
        }
        let entries = entries(behind.get(..end).unwrap_or(""), span, report);
        cloze.gaps.push(Gap {
            entries,
            span: span.clone(),
        });
        cloze.text.push(GAP);
        rest = behind.get(end + 1..).unwrap_or("");
    }
    cloze.text.push_str(rest);
    cloze.typed = typed.unwrap_or(false);
    Some(cloze)
}

/// The weight and the sort that a gap begins with, and what is behind its second colon.
fn opening(inner: &str) -> Option<(&str, &str, &str)> {
    let (weight, rest) = inner
        .split_once(':')
        .filter(|(weight, _)| weight.len() <= 6)?;
    let (sort, entries) = rest.split_once(':').filter(|(sort, _)| sort.len() <= 20)?;
    let digits = weight.bytes().all(|byte| byte.is_ascii_digit());
    let letters = sort
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    (digits && letters && !sort.is_empty()).then_some((weight, sort, entries))
}

/// Where `mark` stands first without a backslash before it.
fn unescaped(text: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == mark {
            return Some(at);
        }
    }
    None
}

fn entries(text: &str, span: &Range<usize>, report: &Report) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = text;
    loop {
        let end = unescaped(rest, '~').unwrap_or(rest.len());
        let (entry, behind) = rest.split_at(end);
        // A mark may stand before the first entry as well.
        if let ("", true, Some(first)) = (entry, entries.is_empty(), behind.strip_prefix('~')) {
            rest = first;
            continue;
        }
        let (mut weight, mut entry) = match entry.strip_prefix('=') {
            Some(entry) => (Weight::WHOLE, entry),
            None => (Weight::NOTHING, entry),
        };
        if let Some(inner) = entry.strip_prefix('%')
            && let Some((percent, words)) = inner.split_once('%')
            && let Some(given) = Weight::read(percent)
        {
            (weight, entry) = (given, words);
        }
        let (words, feedback) = match unescaped(entry, '#') {
            Some(at) => (
                entry.get(..at).unwrap_or(""),
                entry.get(at + 1..).unwrap_or(""),
            ),
            None => (entry, ""),
        };
        let read = |text: &str| -> Passage {
            passage::read(Form::Html, &plain(text), span.clone(), report)
        };
        entries.push(Entry {
            words: read(words),
            weight,
            feedback: read(feedback),
            span: span.clone(),
        });
        match behind.strip_prefix('~') {
            Some(behind) => rest = behind,
            None => return entries,
        }
    }
}

/// `text` without the backslashes that stand before what would mean something.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let special = matches!(letters.peek(), Some('}' | '#' | '~' | '/' | '"' | '\\'));
        if letter != '\\' || !special {
            out.push(letter);
        } else if let Some(next) = letters.next() {
            out.push(next);
        }
    }
    out
}
