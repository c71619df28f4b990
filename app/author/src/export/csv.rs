//! The rows of a spreadsheet: what `import csv` reads.

use csv::WriterBuilder;
use domain::{
    id::{Id, Lang},
    prose::{self, Block, Inline, Prose},
};

use super::{Asked, Sheet, decimal};

/// Whether `prose` is characters and nothing else, lines and paragraphs apart.
pub(crate) fn is_bare(prose: &Prose) -> bool {
    prose.iter().all(|block| match block {
        Block::Paragraph(text) => is_bare_line(text),
        Block::Math(_) => true,
        Block::Heading(..)
        | Block::List(_)
        | Block::Numbered(..)
        | Block::Table(_)
        | Block::Picture(_)
        | Block::Callout(..)
        | Block::Quote(_)
        | Block::Definitions(_)
        | Block::Code(_) => false,
    })
}

/// Whether `text` is characters and nothing else.
pub(crate) fn is_bare_line(text: &prose::Text) -> bool {
    text.iter()
        .all(|piece| matches!(piece, Inline::Text(_) | Inline::Break | Inline::Math(_)))
}

/// How many columns of a sort there are.
#[derive(Default)]
struct Widths {
    right: usize,
    wrong: usize,
    pairs: usize,
    hints: usize,
}

/// What one row has in it.
#[derive(Default)]
struct Row {
    kind: &'static str,
    right: Vec<(String, String)>,
    wrong: Vec<(String, String)>,
    pairs: Vec<(String, String)>,
    tolerance: String,
    unit: String,
    keys: Vec<String>,
}

/// Writes `sheets`: in French with semicolons and decimal commas, as spreadsheets there have them.
pub(crate) fn write(sheets: &[Sheet<'_>], lang: Option<&Lang>) -> String {
    let separator = match lang.map(Lang::as_str) {
        Some("fr") => b';',
        Some(_) | None => b',',
    };
    let rows: Vec<(&Sheet<'_>, Row)> = sheets
        .iter()
        .map(|sheet| (sheet, row(sheet, separator)))
        .collect();
    let most = |of: fn(&Row) -> usize| rows.iter().map(|(_, row)| of(row)).max().unwrap_or(0);
    let widths = Widths {
        right: most(|row| row.right.len()),
        wrong: most(|row| row.wrong.len()),
        pairs: most(|row| row.pairs.len()),
        hints: sheets
            .iter()
            .map(|sheet| sheet.activity.hints.len())
            .max()
            .unwrap_or(0),
    };
    let mut writer = WriterBuilder::new()
        .delimiter(separator)
        .from_writer(Vec::new());
    let mut written = writer.write_record(head(&widths));
    for (sheet, row) in &rows {
        written = written.and_then(|()| writer.write_record(cells(sheet, row, &widths)));
    }
    debug_assert!(written.is_ok(), "rows of one length fit into memory");
    let bytes = writer.into_inner().unwrap_or_default();
    // Spreadsheets take a file without the mark for one of the old encodings.
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

fn head(widths: &Widths) -> Vec<&'static str> {
    let mut head = vec!["kind", "id", "page", "prompt"];
    head.extend(["right", "feedback"].repeat(widths.right));
    head.extend(["wrong", "feedback"].repeat(widths.wrong));
    head.extend(["entry", "partner"].repeat(widths.pairs));
    head.extend(["tolerance", "unit"]);
    head.extend(["hint"].repeat(widths.hints));
    head.extend(["correct", "partly", "incorrect", "always", "keys"]);
    head
}

fn cells(sheet: &Sheet<'_>, row: &Row, widths: &Widths) -> Vec<String> {
    let activity = sheet.activity;
    let mut cells = vec![
        row.kind.to_owned(),
        activity.id.to_string(),
        cell(&sheet.page),
        words(&activity.prompt),
    ];
    for (list, width) in [
        (&row.right, widths.right),
        (&row.wrong, widths.wrong),
        (&row.pairs, widths.pairs),
    ] {
        for n in 0..width {
            let (first, second) = list.get(n).cloned().unwrap_or_default();
            cells.extend([first, second]);
        }
    }
    cells.extend([row.tolerance.clone(), cell(&row.unit)]);
    for n in 0..widths.hints {
        cells.push(activity.hints.get(n).map(words).unwrap_or_default());
    }
    let feedback = &activity.feedback;
    for prose in [
        &feedback.correct,
        &feedback.partly,
        &feedback.incorrect,
        &feedback.always,
    ] {
        cells.push(words(prose));
    }
    cells.push(row.keys.join(" "));
    cells
}

fn row(sheet: &Sheet<'_>, separator: u8) -> Row {
    let mut row = Row::default();
    match &sheet.asked {
        Asked::Pick { lines, .. } | Asked::Write { lines } => {
            row.kind = match &sheet.asked {
                Asked::Pick { single: true, .. } => "choice",
                Asked::Pick { .. } => "choices",
                Asked::Write { .. }
                | Asked::Number(..)
                | Asked::Pair { .. }
                | Asked::Essay { .. }
                | Asked::Fill { .. } => "text",
            };
            for right in [true, false] {
                for line in lines.iter().filter(|line| line.right == right) {
                    let cells = (
                        cell(&said(&line.entry.text)),
                        line.feedback.map(words).unwrap_or_default(),
                    );
                    row.keys.push(line.entry.key.to_string());
                    if right {
                        row.right.push(cells)
                    } else {
                        row.wrong.push(cells)
                    }
                }
            }
        }
        Asked::Number(secret, unit) => {
            row.kind = "number";
            row.right
                .push((decimal(secret.key, separator), String::new()));
            for (key, number) in &secret.wrong {
                let why = domain::interaction::written(&secret.feedback, key);
                row.wrong.push((
                    decimal(*number, separator),
                    why.map(words).unwrap_or_default(),
                ));
            }
            row.keys
                .extend(secret.wrong.iter().map(|(key, _)| key.to_string()));
            if !secret.tolerance.is_zero() {
                row.tolerance = decimal(secret.tolerance, separator);
            }
            row.unit = (*unit).to_owned();
        }
        Asked::Pair { pairs, .. } => {
            row.kind = "match";
            for (entry, partner) in pairs {
                let left = entry
                    .map(|entry| cell(&said(&entry.text)))
                    .unwrap_or_default();
                row.pairs.push((left, cell(&said(&partner.text))));
                row.keys.extend(
                    entry
                        .iter()
                        .map(|entry| &entry.key)
                        .chain([&partner.key])
                        .map(Id::to_string),
                );
            }
        }
        // Nothing of these is asked of a sheet.
        Asked::Essay { .. } | Asked::Fill { .. } => {}
    }
    row
}

/// The characters of `prose`: an empty line between its paragraphs.
fn words(prose: &Prose) -> String {
    let mut parts = Vec::new();
    for block in prose {
        match block {
            Block::Paragraph(text) => parts.push(said(text)),
            Block::Math(math) => parts.push(format!("$${}$$", math.tex)),
            Block::Picture(picture) => parts.push(format!("({})", picture.alt)),
            Block::Heading(..)
            | Block::List(_)
            | Block::Numbered(..)
            | Block::Table(_)
            | Block::Callout(..)
            | Block::Quote(_)
            | Block::Definitions(_)
            | Block::Code(_) => parts.push(prose::lines(std::slice::from_ref(block)).join("\n")),
        }
    }
    cell(&parts.join("\n\n"))
}

/// The characters of a line, with its breaks and formulas.
fn said(text: &prose::Text) -> String {
    let mut out = String::new();
    for piece in text {
        match piece {
            Inline::Break => out.push('\n'),
            Inline::Math(math) => out.push_str(&format!("\\({}\\)", math.tex)),
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Struck(_)
            | Inline::Low(_)
            | Inline::High(_)
            | Inline::Code(_)
            | Inline::Link(..)
            | Inline::Term(..)
            | Inline::Figure(..)
            | Inline::Foreign(..)
            | Inline::Footnote(_) => out.push_str(&prose::plain(std::slice::from_ref(piece))),
        }
    }
    out
}

/// `text` as a cell: spreadsheets run what begins like a formula, unless a space stands before it.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}
