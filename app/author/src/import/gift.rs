//! GIFT, as Moodle reads and writes it.
//!
//! A reader of our own: there is none in Rust, and those in other languages give no places. It follows
//! Moodle's own reader step by step, because GIFT has no other grammar: an empty line ends an item, a line
//! that starts with `//` is a comment, what stands between the first braces says what is to be done, and
//! the first characters of that say which sort it is.

use std::ops::Range;

use super::{
    bank::{Bank, Entry, GAP, Item, NumberEntry, Numeric, Part, Passage, Task, Weight},
    html::short,
    number,
    passage::{self, Form},
    report::Report,
    rule,
};

/// The items of the bank `text`.
pub(crate) fn read(text: &str, report: &Report) -> Bank {
    let mut reader = Reader {
        report,
        bank: Bank::default(),
    };
    let mut chunk: Option<Chunk> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        let bare = line.trim();
        if bare.is_empty() {
            reader.chunk(text, chunk.take());
            continue;
        }
        // What follows a category without an empty line is an item of its own, not a part of its name.
        let follows = chunk.as_ref().is_some_and(|chunk| chunk.category);
        if follows {
            reader.chunk(text, chunk.take());
        }
        let chunk = chunk.get_or_insert_with(|| Chunk {
            span: span.start..span.start,
            masked: String::new(),
            comments: Vec::new(),
            category: false,
        });
        chunk.span.end = span.end;
        if bare.starts_with("//") {
            chunk.comments.push(bare.trim_start_matches('/').to_owned());
            // As long as it was, so that every other byte keeps its place.
            chunk.masked.extend(
                line.bytes()
                    .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
            );
        } else {
            chunk.category |= chunk.masked.trim().is_empty() && bare.starts_with("$CATEGORY:");
            chunk.masked.push_str(line);
        }
    }
    reader.chunk(text, chunk);
    reader.bank
}

/// The lines between two empty ones.
struct Chunk {
    span: Range<usize>,
    /// The lines with spaces in place of comments.
    masked: String,
    comments: Vec<String>,
    category: bool,
}

/// A piece of a chunk: its characters as they were written, and where they stand in the bank.
#[derive(Clone, Copy, Debug)]
struct Raw<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Raw<'a> {
    fn part(self, range: Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or("");
        Raw {
            text,
            at: self.at + range.start,
        }
    }

    fn from(self, start: usize) -> Self {
        self.part(start..self.text.len())
    }

    fn trimmed(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..start + self.text.trim().len())
    }

    fn span(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    fn starts_with(self, text: &str) -> bool {
        self.text.starts_with(text)
    }

    /// Where one of `marks` stands first that no backslash takes away its meaning from.
    fn find(self, marks: &[char]) -> Option<usize> {
        let mut escaped = false;
        for (at, letter) in self.text.char_indices() {
            if escaped {
                escaped = false;
            } else if letter == '\\' {
                escaped = true;
            } else if marks.contains(&letter) {
                return Some(at);
            }
        }
        None
    }

    /// Where `mark`, of more than one character, stands; it can't be escaped as a whole.
    fn find_text(self, mark: &str) -> Option<usize> {
        let first = mark.chars().next()?;
        let mut from = 0;
        while let Some(at) = self.from(from).find(&[first]) {
            let at = from + at;
            if self
                .text
                .get(at..)
                .is_some_and(|rest| rest.starts_with(mark))
            {
                return Some(at);
            }
            from = at + first.len_utf8();
        }
        None
    }

    /// What stands between unescaped ones of `marks`; each piece but the first begins with its mark.
    fn pieces(self, marks: &[char]) -> Vec<Raw<'a>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        loop {
            let first = self.text.get(start..).and_then(|rest| rest.chars().next());
            // The mark a piece begins with does not end it.
            let skip = match first {
                Some(mark) if marks.contains(&mark) => mark.len_utf8(),
                Some(_) | None => 0,
            };
            match self.from(start + skip).find(marks) {
                Some(at) => {
                    pieces.push(self.part(start..start + skip + at));
                    start += skip + at;
                }
                None => {
                    pieces.push(self.from(start));
                    return pieces;
                }
            }
        }
    }
}

struct Reader<'a> {
    report: &'a Report,
    bank: Bank,
}

/// What a comment says that programs read: `[id:…]`, `[tag:…]`, `[keys:…]`.
fn said<'c>(comment: &'c str, word: &str) -> Vec<&'c str> {
    let mut said = Vec::new();
    for piece in comment.split('[').skip(1) {
        if let Some(rest) = piece
            .strip_prefix(word)
            .and_then(|rest| rest.strip_prefix(':'))
            && let Some((value, _)) = rest.split_once(']')
        {
            said.push(value.trim());
        }
    }
    said
}

impl Reader<'_> {
    fn chunk(&mut self, text: &str, chunk: Option<Chunk>) {
        let Some(chunk) = chunk else { return };
        let whole = Raw {
            text: &chunk.masked,
            at: chunk.span.start,
        }
        .trimmed();
        if whole.is_empty() {
            return;
        }
        if let Some(name) = whole.text.strip_prefix("$CATEGORY:") {
            self.bank
                .parts
                .push(Part::Category(category(name), whole.span()));
            return;
        }
        // A finding points at the line that the item begins with.
        let line = text
            .get(whole.at..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or("");
        let span = whole.at..whole.at + line.trim_end().len();
        let Some(part) = self.part(whole, span) else {
            return;
        };
        let part = match part {
            Part::Item(mut item) => {
                for comment in &chunk.comments {
                    item.id = said(comment, "id")
                        .first()
                        .map_or(item.id, |id| (*id).to_owned());
                    item.tags
                        .extend(said(comment, "tag").into_iter().map(str::to_owned));
                    item.grouped |= said(comment, "kind").contains(&"categorise");
                    let keys = said(comment, "keys");
                    let keys = keys.iter().flat_map(|keys| keys.split_whitespace());
                    item.keys.extend(keys.map(str::to_owned));
                }
                Part::Item(item)
            }
            other @ (Part::Category(..) | Part::Words(_)) => other,
        };
        self.bank.parts.push(part);
    }

    fn broken(&self, span: Range<usize>, what: &str, help: &str) {
        self.report.add(&rule::BROKEN_ITEM, span, what, help);
    }

    fn part(&self, whole: Raw<'_>, span: Range<usize>) -> Option<Part> {
        let mut text = whole;
        let mut name = String::new();
        if text.starts_with("::")
            && let Some(end) = text.from(2).find_text("::")
        {
            name = unescaped(text.part(2..2 + end).text).trim().to_owned();
            text = text.from(end + 4).trimmed();
        }
        let (open, close) = (text.find(&['{']), text.find(&['}']));
        let Some(open) = open else {
            if close.is_some() {
                self.broken(
                    span,
                    "there is a `}` here, and no `{` before it.",
                    "write `\\}` where a brace is meant.",
                );
                return None;
            }
            let (words, _) = self.passage(text, Form::Moodle);
            return Some(Part::Words(words));
        };
        let after = text.from(open + 1);
        let Some(close) = after
            .find(&['}'])
            .filter(|_| close.is_some_and(|close| close > open))
        else {
            self.broken(
                text.part(open..open + 1).span(),
                "the `{` here has no `}`.",
                "end what is to be done with `}`, before the next empty line; write `\\{` where a brace is meant.",
            );
            return None;
        };
        let inside = after.part(0..close).trimmed();
        let (before, behind) = (text.part(0..open), after.from(close + 1));
        if let Some(second) = behind.find(&['{', '}']) {
            self.broken(
                behind.part(second..second + 1).span(),
                "there is a second brace in this item.",
                "write an item for each; where a brace is meant, write `\\{` or `\\}`.",
            );
            return None;
        }
        let (inside, general) = match inside.text.rfind("####") {
            Some(at) => (inside.part(0..at).trimmed(), inside.from(at + 4).trimmed()),
            None => (inside, inside.from(inside.text.len())),
        };
        let is_missing_word = !behind.trimmed().is_empty();
        let (mut prompt, form) = self.passage(before, Form::Moodle);
        if is_missing_word {
            let given = Form::named(format_name(before.trimmed().text).unwrap_or(""));
            let start = if given.is_some() {
                before.trimmed().text.find(']').map_or(0, |at| at + 1)
            } else {
                0
            };
            let around = format!(
                "{}{GAP}{}",
                shaped(before.trimmed().from(start).text, form),
                shaped(behind.text, form)
            );
            let around = keep_edge(&around, before.text);
            prompt = passage::read(form, &around, before.at..behind.span().end, self.report);
        }
        let mut item = Item::new(
            span.clone(),
            prompt,
            Task::Essay {
                model: Passage::default(),
            },
        );
        item.name = name;
        item.verdicts.always = self.passage(general, form).0;
        item.task = self.task(inside, form, &span, &mut item)?;
        if is_missing_word {
            missing_word(&mut item);
        }
        Some(Part::Item(Box::new(item)))
    }

    /// The text `raw`, and the form it is in: the one it names, or `form`.
    fn passage(&self, raw: Raw<'_>, form: Form) -> (Passage, Form) {
        let raw = raw.trimmed();
        let named =
            format_name(raw.text).and_then(|name| Some((Form::named(name)?, name.len() + 2)));
        let (form, text) = match named {
            Some((form, length)) => (form, raw.from(length)),
            None => (form, raw),
        };
        (
            passage::read(form, &shaped(text.text, form), raw.span(), self.report),
            form,
        )
    }

    fn task(
        &self,
        inside: Raw<'_>,
        form: Form,
        span: &Range<usize>,
        item: &mut Item,
    ) -> Option<Task> {
        if inside.is_empty() {
            // What is said after a text was written is what it is compared with.
            return Some(Task::Essay {
                model: std::mem::take(&mut item.verdicts.always),
            });
        }
        if let Some(rest) = inside.text.strip_prefix('#') {
            let number = inside.from(inside.text.len() - rest.len());
            return self
                .number(number, form, span)
                .map(|number| Task::Number(Box::new(number)));
        }
        if inside.find(&['~']).is_some() {
            return Some(self.pick(inside, form));
        }
        if inside.find(&['=']).is_some() && inside.find_text("->").is_some() {
            return self.pairs(inside, form);
        }
        let first = inside
            .find(&['#'])
            .map_or(inside, |at| inside.part(0..at))
            .trimmed();
        if matches!(first.text, "T" | "TRUE" | "F" | "FALSE") {
            return Some(self.truth(inside, first.text.starts_with('T'), form));
        }
        Some(Task::Write {
            entries: self.entries(&inside.pieces(&['=']), form, Weight::WHOLE),
            patterns: true,
        })
    }

    fn truth(&self, inside: Raw<'_>, right: bool, form: Form) -> Task {
        let mut said = Vec::new();
        let mut rest = inside;
        // What follows the second `#` may have more of them.
        while let (Some(at), true) = (rest.find(&['#']), said.len() < 2) {
            rest = rest.from(at + 1);
            said.push(rest);
        }
        let until = |raw: Raw<'_>| raw.find(&['#']).unwrap_or(raw.text.len());
        let wrong = said.first().map(|raw| raw.part(0..until(*raw)));
        let feedback =
            |raw: Option<Raw<'_>>| raw.map(|raw| self.passage(raw, form).0).unwrap_or_default();
        let (wrong, fitting) = (feedback(wrong), feedback(said.get(1).copied()));
        let (on_true, on_false) = if right {
            (fitting, wrong)
        } else {
            (wrong, fitting)
        };
        Task::Truth {
            right,
            on_true,
            on_false,
        }
    }

    fn pick(&self, inside: Raw<'_>, form: Form) -> Task {
        let pieces = inside.pieces(&['~', '=']);
        let single = inside.find(&['=']).is_some();
        Task::Pick {
            entries: self.entries(&pieces, form, Weight::NOTHING),
            single,
        }
    }

    /// The entries in `pieces`; `weight` is what one is worth that says nothing of it.
    fn entries(&self, pieces: &[Raw<'_>], form: Form, weight: Weight) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (n, piece) in pieces.iter().enumerate() {
            let piece = piece.trimmed();
            let (mut weight, mut rest) = match piece.text.chars().next() {
                Some('=') => (Weight::WHOLE, piece.from(1)),
                Some('~') => (weight, piece.from(1)),
                // Before the first mark stands nothing; a text may stand without any.
                Some(_) if n == 0 => (weight, piece),
                Some(_) | None => continue,
            };
            rest = rest.trimmed();
            if let Some((given, behind)) = self.weight(rest) {
                (weight, rest) = (given, behind);
            }
            let (words, feedback) = self.with_feedback(rest, form);
            entries.push(Entry {
                words,
                weight,
                feedback,
                span: piece.span(),
            });
        }
        entries
    }

    /// The `%50%` that `raw` begins with, and what is behind it.
    fn weight<'r>(&self, raw: Raw<'r>) -> Option<(Weight, Raw<'r>)> {
        let inner = raw.text.strip_prefix('%')?;
        let end = inner.find('%').filter(|end| *end <= 20)?;
        let written = inner.get(..end)?;
        let sound = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '+' | ' ');
        if written.is_empty() || !written.chars().all(sound) {
            return None;
        }
        let behind = raw.from(end + 2);
        match Weight::read(written) {
            Some(weight) => Some((weight, behind)),
            None => {
                self.broken(
                    raw.part(0..end + 2).span(),
                    "this is no weight from -100 to 100; the entry counts as one that earns nothing.",
                    "write `%50%` for a half.",
                );
                Some((Weight::NOTHING, behind))
            }
        }
    }

    /// What stands before the first `#`, and what behind it.
    fn with_feedback(&self, raw: Raw<'_>, form: Form) -> (Passage, Passage) {
        match raw.find(&['#']) {
            Some(at) => (
                self.passage(raw.part(0..at), form).0,
                self.passage(raw.from(at + 1), form).0,
            ),
            None => (self.passage(raw, form).0, Passage::default()),
        }
    }

    fn pairs(&self, inside: Raw<'_>, form: Form) -> Option<Task> {
        let mut pairs = Vec::new();
        for piece in inside.pieces(&['=']) {
            let piece = piece.trimmed();
            if piece.is_empty() {
                continue;
            }
            let rest = if piece.starts_with("=") {
                piece.from(1)
            } else {
                piece
            };
            let Some(at) = rest.find_text("->") else {
                self.broken(
                    piece.span(),
                    "there is no `->` between this entry and its partner.",
                    "write `=entry -> partner`.",
                );
                return None;
            };
            let (left, _) = self.passage(rest.part(0..at), form);
            // Moodle keeps a partner as characters alone.
            let (right, _) = self.passage(rest.from(at + 2), Form::Plain);
            pairs.push((left, right));
        }
        Some(Task::Pair(pairs))
    }

    fn number(&self, raw: Raw<'_>, form: Form, span: &Range<usize>) -> Option<Numeric> {
        let mut numeric = Numeric::default();
        let (raw, otherwise) = match raw.find(&['~']) {
            Some(at) => (raw.part(0..at), Some(raw.from(at + 1))),
            None => (raw, None),
        };
        if let Some(otherwise) = otherwise {
            numeric.otherwise = self.with_feedback(otherwise, form).1;
        }
        for piece in raw.pieces(&['=']) {
            let piece = piece.trimmed();
            let mut rest = if piece.starts_with("=") {
                piece.from(1).trimmed()
            } else {
                piece
            };
            if rest.is_empty() {
                continue;
            }
            let mut weight = Weight::WHOLE;
            if let Some((given, behind)) = self.weight(rest) {
                (weight, rest) = (given, behind);
            }
            let (written, feedback) = match rest.find(&['#']) {
                Some(at) => (rest.part(0..at), self.passage(rest.from(at + 1), form).0),
                None => (rest, Passage::default()),
            };
            let written = written.trimmed();
            if written.text == "*" {
                numeric.otherwise = feedback;
                continue;
            }
            let Some((number, tolerance)) = ranged(&unescaped(written.text)) else {
                self.broken(
                    written.span(),
                    "this is no number that can be read.",
                    "write `45`, `45:0.5` or `44.5..45.5`, with a decimal point and at most 18 digits.",
                );
                continue;
            };
            numeric.entries.push(NumberEntry {
                number,
                tolerance,
                weight,
                feedback,
                span: piece.span(),
            });
        }
        if numeric.entries.is_empty() {
            self.report.add(
                &rule::ITEM_WITHOUT_KEY,
                span.clone(),
                "no number is right here, so this was left out.",
                "write the number after `#`: `{#45:0.5}`.",
            );
            return None;
        }
        Some(numeric)
    }
}

/// The number and the tolerance in `45`, `45:0.5` or `44.5..45.5`.
fn ranged(text: &str) -> Option<(domain::decimal::Decimal, domain::decimal::Decimal)> {
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number::read(low)?, number::read(high)?);
        return number::between(low.min(high), low.max(high));
    }
    match text.split_once(':') {
        Some((key, tolerance)) => {
            let tolerance = number::read(tolerance)?;
            (!tolerance.is_negative()).then_some(())?;
            Some((number::read(key)?, tolerance))
        }
        None => Some((number::read(text)?, domain::decimal::Decimal::ZERO)),
    }
}

/// Makes a gap of an item whose entries stand in the middle of its text.
fn missing_word(item: &mut Item) {
    let gap = |entries| super::bank::Gap {
        entries,
        span: item.span.clone(),
    };
    let task = std::mem::replace(&mut item.task, Task::Pair(Vec::new()));
    item.task = match task {
        Task::Pick {
            entries,
            single: true,
        } => Task::Fill {
            gaps: vec![gap(entries)],
            typed: false,
        },
        Task::Write { entries, .. } => Task::Fill {
            gaps: vec![gap(entries)],
            typed: true,
        },
        // No gap can hold these: a line stands where they were.
        other @ (Task::Pick { .. }
        | Task::Truth { .. }
        | Task::Number(_)
        | Task::Pair(_)
        | Task::Order(_)
        | Task::Essay { .. }
        | Task::Fill { .. }) => {
            let line = |words: &mut String| *words = words.replace(GAP, "_____");
            passage::each_words(&mut item.prompt.prose, &line);
            other
        }
    };
}

/// The word in brackets that `text` begins with.
fn format_name(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    inner
        .find(']')
        .filter(|end| *end <= 20)
        .and_then(|end| inner.get(..end))
}

/// A space before the gap, where one stood there.
fn keep_edge(around: &str, before: &str) -> String {
    match around.split_once(GAP) {
        Some((start, end)) if before.ends_with(char::is_whitespace) && !start.is_empty() => {
            format!("{start} {GAP}{end}")
        }
        Some(_) | None => around.to_owned(),
    }
}

/// `text` as its form has it: where people type lines, only those that were written as `\n` end one. (In HTML
/// the others mean something too, where code is typed.)
fn shaped(text: &str, form: Form) -> String {
    match form {
        Form::Markdown | Form::Html => unescaped(text),
        Form::Plain | Form::Moodle => {
            let flowing: String = text
                .chars()
                .map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c })
                .collect();
            unescaped(&flowing)
        }
    }
}

/// `text` with the characters that were escaped in it. A backslash before any other is one itself.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.peek() {
            Some(next @ (':' | '#' | '=' | '{' | '}' | '~' | '\\')) => {
                out.push(*next);
                letters.next();
            }
            Some('n') => {
                out.push('\n');
                letters.next();
            }
            Some(_) | None => out.push('\\'),
        }
    }
    out
}

/// The name of a category, without the parts that say where in Moodle it is kept.
pub(crate) fn category(path: &str) -> String {
    // Two slashes are one in a name.
    let path = path.trim().replace("//", "\u{0}");
    let parts = path
        .split('/')
        .map(|part| part.replace('\u{0}', "/").trim().to_owned());
    let ours = |part: &String| {
        !part.is_empty() && part != "top" && !(part.starts_with('$') && part.ends_with('$'))
    };
    let name: Vec<String> = parts.filter(ours).collect();
    let name: String = name
        .join(" / ")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    if name.chars().count() > 120 {
        short(&name)
    } else {
        name
    }
}
