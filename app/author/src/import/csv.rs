//! The rows of a spreadsheet: one activity in each, in columns that the first row names.
//!
//! `app/guides/author.md` describes them. The form of the file is the spreadsheet's own business: commas,
//! semicolons or tabs, quotes with line breaks in them.

use std::ops::Range;

use csv::{ByteRecord, ReaderBuilder};
use domain::{
    decimal::{Decimal, Sign, Unread},
    limit,
};

use super::{
    bank::{Bank, Entry, Item, NumberEntry, Numeric, Part, Passage, Task, Weight},
    html::short,
    passage::{self, Form},
    report::Report,
    rule,
};

/// So many columns are read.
const COLUMNS: usize = 256;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Kind,
    Id,
    Page,
    Prompt,
    Right,
    Wrong,
    Entry,
    Partner,
    Feedback,
    Tolerance,
    Unit,
    Hint,
    Correct,
    Partly,
    Incorrect,
    Always,
    Keys,
    /// Nobody reads it: it was said that its name is not known, or it has neither name nor cells.
    Unread,
}

impl Column {
    /// Every column there can be, with its name.
    pub(crate) const NAMES: [(&str, Self); 17] = [
        ("kind", Self::Kind),
        ("id", Self::Id),
        ("page", Self::Page),
        ("prompt", Self::Prompt),
        ("right", Self::Right),
        ("wrong", Self::Wrong),
        ("entry", Self::Entry),
        ("partner", Self::Partner),
        ("feedback", Self::Feedback),
        ("tolerance", Self::Tolerance),
        ("unit", Self::Unit),
        ("hint", Self::Hint),
        ("correct", Self::Correct),
        ("partly", Self::Partly),
        ("incorrect", Self::Incorrect),
        ("always", Self::Always),
        ("keys", Self::Keys),
    ];
}

/// A cell that has words in it.
#[derive(Clone, Debug)]
struct Cell {
    column: Column,
    /// Which column of the sheet it stands in.
    place: usize,
    text: String,
    span: Range<usize>,
}

/// The rows of the bank `text`.
pub(crate) fn read(text: &str, report: &Report) -> Bank {
    let (named, start) = separator_line(text);
    let body = text.get(start..).unwrap_or("");
    let separator = named.unwrap_or_else(|| separator(body));
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut sheet = Sheet {
        report,
        text: body,
        start,
        separator,
        columns: Vec::new(),
        bank: Bank::default(),
        page: String::new(),
    };
    let mut record = ByteRecord::new();
    loop {
        let at = usize::try_from(reader.position().byte()).unwrap_or(body.len());
        match reader.read_byte_record(&mut record) {
            Ok(true) => sheet.record(&record, at),
            Ok(false) => break,
            // What is read from memory, and may have rows of any length, leaves nothing to go wrong.
            Err(error) => {
                report.add(
                    &rule::BROKEN_ITEM,
                    start + at.min(body.len())..start + at.min(body.len()),
                    format!("from here on the rows can't be read: {error}."),
                    "save the sheet as CSV once more.",
                );
                break;
            }
        }
        if sheet.bank.parts.len() > 2 * limit::ACTIVITIES {
            break;
        }
    }
    sheet.bank
}

/// The separator that a first line `sep=;` names, and where the rest begins: Excel reads and writes it.
fn separator_line(text: &str) -> (Option<u8>, usize) {
    let line = text.split_inclusive('\n').next().unwrap_or("");
    let named = line.trim_end().strip_prefix("sep=").map(str::as_bytes);
    match named {
        Some([separator @ (b';' | b',' | b'\t' | b'|')]) => (Some(*separator), line.len()),
        Some(_) | None => (None, 0),
    }
}

/// The separator of the first row: of those there are, the one that stands in it most often.
fn separator(text: &str) -> u8 {
    let mut counts = [(b';', 0_usize), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(*separator == byte);
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts
        .iter()
        .find(|(_, count)| *count == most && most > 0)
        .map_or(b',', |(separator, _)| *separator)
}

struct Sheet<'a> {
    report: &'a Report,
    text: &'a str,
    /// Where the rows begin in the bank.
    start: usize,
    separator: u8,
    columns: Vec<Column>,
    bank: Bank,
    page: String,
}

impl Sheet<'_> {
    /// Where the cells of the row stand that begins at `at`: the reader of rows does not say.
    fn places(&self, at: usize, count: usize) -> Vec<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut at = at;
        // Rows without anything are passed over.
        while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
            at += 1;
        }
        let mut places = Vec::with_capacity(count);
        while places.len() < count {
            let start = at;
            let mut quoted = bytes.get(at) == Some(&b'"');
            at += usize::from(quoted);
            while let Some(byte) = bytes.get(at) {
                match byte {
                    // Two of them are one that is meant.
                    b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
                    b'"' => quoted = false,
                    b'\n' | b'\r' if !quoted => break,
                    byte if !quoted && *byte == self.separator => break,
                    _ => {}
                }
                at += 1;
            }
            let end = at.min(bytes.len());
            places.push(self.start + start.min(end)..self.start + end);
            at += 1;
        }
        places
    }

    fn record(&mut self, record: &ByteRecord, at: usize) {
        let places = self.places(at, record.len().min(COLUMNS + 1));
        let cell = |n: usize| {
            let bytes = record.get(n).unwrap_or(&[]);
            let text = String::from_utf8_lossy(bytes).trim().to_owned();
            (text, places.get(n).cloned().unwrap_or(0..0))
        };
        if record.len() > COLUMNS {
            self.report.add(
                &rule::BANK_TOO_LARGE,
                cell(COLUMNS).1,
                format!("this row has more than {COLUMNS} cells; the others were not read."),
                "cut it into several activities.",
            );
        }
        let cells: Vec<(String, Range<usize>)> = (0..record.len().min(COLUMNS)).map(cell).collect();
        if cells.iter().all(|(text, _)| text.is_empty()) {
            return;
        }
        if self.columns.is_empty() {
            self.head(&cells);
            return;
        }
        let mut filled = Vec::new();
        for (n, (text, span)) in cells.into_iter().enumerate() {
            match self.columns.get(n) {
                _ if text.is_empty() => {}
                // Where the column was not known, that was said.
                Some(Column::Unread) => {}
                Some(column) => filled.push(Cell {
                    column: *column,
                    place: n,
                    text,
                    span,
                }),
                None => self.report.add(
                    &rule::UNKNOWN_COLUMN,
                    span,
                    format!(
                        "“{}” stands in a column without a name, and was left out.",
                        short(&text)
                    ),
                    "name the column in the first row.",
                ),
            }
        }
        self.row(&filled);
    }

    fn head(&mut self, cells: &[(String, Range<usize>)]) {
        let names: Vec<&str> = Column::NAMES.iter().map(|(name, _)| *name).collect();
        for (text, span) in cells {
            let named = text.to_lowercase();
            let column = Column::NAMES.iter().find(|(name, _)| *name == named);
            if column.is_none() && !text.is_empty() {
                self.report.add(
                    &rule::UNKNOWN_COLUMN,
                    span.clone(),
                    format!(
                        "there is no column `{}`; what stands in it was left out.",
                        short(text)
                    ),
                    format!("the columns are {}.", names.join(", ")),
                );
            }
            self.columns
                .push(column.map_or(Column::Unread, |(_, column)| *column));
        }
        for wanted in [Column::Kind, Column::Prompt] {
            if !self.columns.contains(&wanted) {
                let name = Column::NAMES.iter().find(|(_, column)| *column == wanted);
                let span = cells.first().map_or(0..0, |(_, span)| span.clone());
                self.report.add(
                    &rule::UNKNOWN_COLUMN,
                    span,
                    format!("no column is called `{}`.", name.map_or("", |(name, _)| name)),
                    "the first row names the columns: `kind`, `prompt`, `right`, `wrong` and so on.",
                );
            }
        }
    }

    fn passage(&self, cell: &Cell) -> Passage {
        passage::read(Form::Plain, &cell.text, cell.span.clone(), self.report)
    }

    fn row(&mut self, cells: &[Cell]) {
        let one = |column| cells.iter().find(|cell| cell.column == column);
        let text = |column| {
            one(column)
                .map(|cell| cell.text.clone())
                .unwrap_or_default()
        };
        let Some(first) = cells.first() else { return };
        if let Some(page) = one(Column::Page).filter(|page| page.text != self.page) {
            self.page = page.text.clone();
            let title: String = page
                .text
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            self.bank
                .parts
                .push(Part::Category(title, page.span.clone()));
        }
        let prompt = one(Column::Prompt)
            .map(|cell| self.passage(cell))
            .unwrap_or_default();
        let span = one(Column::Prompt).unwrap_or(first).span.clone();
        let Some(kind) = one(Column::Kind) else {
            self.report.add(
                &rule::ITEM_OF_UNKNOWN_KIND,
                first.span.clone(),
                "this row says no kind, and was left out.",
                "write `choice`, `choices`, `number`, `text` or `match` in its column `kind`.",
            );
            return;
        };
        let mut used = vec![Column::Feedback];
        let Some(task) = self.task(kind, cells, &span, &mut used) else {
            return;
        };
        let mut item = Item::new(span, prompt, task);
        item.id = text(Column::Id);
        item.keys = text(Column::Keys)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        item.hints = cells
            .iter()
            .filter(|cell| cell.column == Column::Hint)
            .map(|cell| self.passage(cell))
            .collect();
        let verdict = |column| {
            one(column)
                .map(|cell| self.passage(cell))
                .unwrap_or_default()
        };
        item.verdicts.correct = verdict(Column::Correct);
        item.verdicts.partly = verdict(Column::Partly);
        item.verdicts.incorrect = verdict(Column::Incorrect);
        item.verdicts.always = verdict(Column::Always);
        self.left_over(kind, cells, &used);
        self.bank.parts.push(Part::Item(Box::new(item)));
    }

    /// Says which cells of a row its kind has no use for.
    fn left_over(&self, kind: &Cell, cells: &[Cell], used: &[Column]) {
        let of_all = [
            Column::Kind,
            Column::Id,
            Column::Page,
            Column::Prompt,
            Column::Hint,
            Column::Correct,
            Column::Partly,
            Column::Incorrect,
            Column::Always,
            Column::Keys,
        ];
        for cell in cells {
            if !of_all.contains(&cell.column) && !used.contains(&cell.column) {
                let name = Column::NAMES
                    .iter()
                    .find(|(_, column)| *column == cell.column);
                self.report.add(
                    &rule::UNKNOWN_COLUMN,
                    cell.span.clone(),
                    format!(
                        "`{}` has no column `{}`; what stands in it was left out.",
                        short(&kind.text),
                        name.map_or("", |(name, _)| name)
                    ),
                    "look whether the row has the kind it should.",
                );
            }
        }
    }

    fn task(
        &self,
        kind: &Cell,
        cells: &[Cell],
        span: &Range<usize>,
        used: &mut Vec<Column>,
    ) -> Option<Task> {
        match kind.text.to_lowercase().as_str() {
            single @ ("choice" | "choices") => {
                used.extend([Column::Right, Column::Wrong]);
                Some(self.pick(cells, single == "choice"))
            }
            "text" => {
                used.extend([Column::Right, Column::Wrong]);
                Some(Task::Write {
                    entries: self.entries(cells),
                    patterns: false,
                })
            }
            "number" => {
                used.extend([
                    Column::Right,
                    Column::Wrong,
                    Column::Tolerance,
                    Column::Unit,
                ]);
                self.number(cells, span)
                    .map(|number| Task::Number(Box::new(number)))
            }
            "match" => {
                used.extend([Column::Entry, Column::Partner]);
                Some(self.pairs(cells))
            }
            _ => {
                self.report.add(
                    &rule::ITEM_OF_UNKNOWN_KIND,
                    kind.span.clone(),
                    format!(
                        "a sheet has no kind `{}`, so this was left out.",
                        short(&kind.text)
                    ),
                    "write `choice`, `choices`, `number`, `text` or `match`.",
                );
                None
            }
        }
    }

    /// The right and the wrong cells in their order, each with the feedback that stands right of it.
    fn entries(&self, cells: &[Cell]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        // Where the feedback of the last entry would stand.
        let mut right_of = None;
        for cell in cells {
            match cell.column {
                Column::Right | Column::Wrong => {
                    let weight = if cell.column == Column::Right {
                        Weight::WHOLE
                    } else {
                        Weight::NOTHING
                    };
                    entries.push(Entry {
                        words: self.passage(cell),
                        weight,
                        feedback: Passage::default(),
                        span: cell.span.clone(),
                    });
                    right_of = Some(cell.place + 1);
                }
                Column::Feedback => {
                    match entries.last_mut().filter(|_| right_of == Some(cell.place)) {
                        Some(entry) => {
                            entry.feedback = self.passage(cell);
                        }
                        None => self.lone_feedback(cell),
                    }
                }
                Column::Kind
                | Column::Id
                | Column::Page
                | Column::Prompt
                | Column::Entry
                | Column::Partner
                | Column::Tolerance
                | Column::Unit
                | Column::Hint
                | Column::Correct
                | Column::Partly
                | Column::Incorrect
                | Column::Always
                | Column::Keys
                | Column::Unread => {}
            }
        }
        entries
    }

    fn lone_feedback(&self, cell: &Cell) {
        self.report.add(
            &rule::UNKNOWN_COLUMN,
            cell.span.clone(),
            "this feedback belongs to no entry, and was left out.",
            "put it into the column right of its entry; `always` is for what is said in any case.",
        );
    }

    /// Ticks are worth the same and no less wrong than right, as they are here.
    fn pick(&self, cells: &[Cell], single: bool) -> Task {
        let mut entries = self.entries(cells);
        if !single {
            for entry in &mut entries {
                let right = entry.weight == Weight::WHOLE;
                entry.weight = Weight(if right {
                    Weight::WHOLE.0
                } else {
                    -Weight::WHOLE.0
                });
            }
        }
        Task::Pick { entries, single }
    }

    fn pairs(&self, cells: &[Cell]) -> Task {
        let mut pairs: Vec<(Passage, Passage)> = Vec::new();
        let mut open: Option<Passage> = None;
        for cell in cells {
            match cell.column {
                Column::Entry => {
                    if let Some(before) = open.replace(self.passage(cell)) {
                        pairs.push((
                            before,
                            Passage {
                                span: cell.span.clone(),
                                ..Passage::default()
                            },
                        ));
                    }
                }
                Column::Partner => {
                    pairs.push((open.take().unwrap_or_default(), self.passage(cell)))
                }
                Column::Feedback => self.lone_feedback(cell),
                Column::Kind
                | Column::Id
                | Column::Page
                | Column::Prompt
                | Column::Right
                | Column::Wrong
                | Column::Tolerance
                | Column::Unit
                | Column::Hint
                | Column::Correct
                | Column::Partly
                | Column::Incorrect
                | Column::Always
                | Column::Keys
                | Column::Unread => {}
            }
        }
        if let Some(last) = open {
            let span = last.span.clone();
            pairs.push((
                last,
                Passage {
                    span,
                    ..Passage::default()
                },
            ));
        }
        Task::Pair(pairs)
    }

    fn number(&self, cells: &[Cell], span: &Range<usize>) -> Option<Numeric> {
        let one = |column| cells.iter().find(|cell| cell.column == column);
        let mut numeric = Numeric {
            unit: one(Column::Unit)
                .map(|cell| cell.text.clone())
                .unwrap_or_default(),
            ..Numeric::default()
        };
        let tolerance = match one(Column::Tolerance) {
            Some(cell) => self.decimal(cell).filter(|number| !number.is_negative()),
            None => None,
        };
        let read = cells
            .iter()
            .filter(|cell| matches!(cell.column, Column::Right | Column::Wrong));
        let mut numbers = read
            .map(|cell| self.decimal(cell))
            .collect::<Vec<_>>()
            .into_iter();
        for entry in self.entries(cells) {
            let Some(number) = numbers.next().flatten() else {
                continue;
            };
            numeric.entries.push(NumberEntry {
                number,
                tolerance: tolerance.unwrap_or(Decimal::ZERO),
                weight: entry.weight,
                feedback: entry.feedback,
                span: entry.span,
            });
        }
        if !numeric
            .entries
            .iter()
            .any(|entry| entry.weight == Weight::WHOLE)
        {
            self.report.add(
                &rule::ITEM_WITHOUT_KEY,
                span.clone(),
                "no number is right here, so this was left out.",
                "write it in the column `right`.",
            );
            return None;
        }
        Some(numeric)
    }

    /// The number in `cell`, with the decimal sign that goes with the separator; says so where it is none.
    fn decimal(&self, cell: &Cell) -> Option<Decimal> {
        let sign = if self.separator == b',' {
            Sign::Point
        } else {
            Sign::Comma
        };
        match Decimal::read(&cell.text, sign) {
            Ok(number) => return Some(number),
            Err(Unread::Either(one, other)) => self.report.add(
                &rule::BROKEN_ITEM,
                cell.span.clone(),
                format!("this may be {} or {}, and was left out.", one.text(), other.text()),
                "write it without a sign between the thousands, or with one more digit behind the comma.",
            ),
            Err(Unread::NoNumber) => self.report.add(
                &rule::BROKEN_ITEM,
                cell.span.clone(),
                format!("“{}” is no number, and was left out.", short(&cell.text)),
                "write the number alone; its unit stands in the column `unit`.",
            ),
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_the_first_row_has_most_of() {
        assert_eq!(separator("kind;prompt;right,or,wrong\n"), b';');
        assert_eq!(separator("kind,prompt\na;b;c;d"), b',');
        assert_eq!(separator("kind\tprompt\n"), b'\t');
        assert_eq!(separator("\"a;b;c\",d\n"), b',');
        assert_eq!(separator("kind\n"), b',');
        assert_eq!(separator_line("sep=;\na;b"), (Some(b';'), 6));
    }
}
