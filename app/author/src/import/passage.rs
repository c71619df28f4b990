//! The texts of a bank, in whatever form it keeps them.

use std::ops::Range;

use domain::{
    limit,
    prose::{Block, Inline, Math, Prose, Text},
};

use super::{bank::Passage, html, report::Report, rule};

/// The form in which a bank keeps a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Characters, and nothing but characters.
    Plain,
    /// What Moodle makes of what people type: plain, but tags count.
    Moodle,
    /// HTML.
    Html,
    /// Markdown, in which HTML may stand.
    Markdown,
}

impl Form {
    /// The form that banks call `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "plain" | "plain_text" => Some(Self::Plain),
            "moodle" | "moodle_auto_format" => Some(Self::Moodle),
            "html" => Some(Self::Html),
            "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// The text `written` at `span` of the bank in `form`.
pub(crate) fn read(form: Form, written: &str, span: Range<usize>, report: &Report) -> Passage {
    if written.len() > limit::TEXT_BYTES {
        report.add(
            &rule::BANK_TOO_LARGE,
            span.clone(),
            format!(
                "this text is longer than {} KB, and was left out.",
                limit::TEXT_BYTES >> 10
            ),
            "cut it into several, or take out what was pasted into it.",
        );
        return Passage {
            prose: Prose::new(),
            span,
        };
    }
    let prose = match form {
        Form::Plain => plain(written, &span, report),
        Form::Moodle if html::is_like(written) => {
            html::read(written, html::Lines::Break, &span, report)
        }
        Form::Moodle => plain(written, &span, report),
        Form::Html => html::read(written, html::Lines::Flow, &span, report),
        Form::Markdown => html::read(&of_markdown(written), html::Lines::Flow, &span, report),
    };
    Passage { prose, span }
}

/// What Markdown says in HTML. That is what it is for, and so what stands in it as HTML is read with it.
fn of_markdown(written: &str) -> String {
    use pulldown_cmark::{Options, Parser, html::push_html};
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut html = String::with_capacity(written.len() * 2);
    push_html(&mut html, Parser::new_ext(written, options));
    html
}

/// Characters: an empty line parts paragraphs, and a line's end is one.
fn plain(written: &str, span: &Range<usize>, report: &Report) -> Prose {
    let mut prose = Prose::new();
    let mut text = Text::new();
    for line in written.lines() {
        if line.trim().is_empty() {
            close(&mut text, &mut prose);
            continue;
        }
        if !text.is_empty() {
            text.push(Inline::Break);
        }
        text.extend(formulas(&seen(line, span, report)));
    }
    close(&mut text, &mut prose);
    prose
}

/// Makes a paragraph of what was gathered: a formula that stands alone is one by itself.
pub(crate) fn close(text: &mut Text, prose: &mut Prose) {
    let mut line = std::mem::take(text);
    tidy(&mut line);
    match &line[..] {
        [] => {}
        [Inline::Math(math)] if math.tex.starts_with(DISPLAYED) => {
            let tex = math.tex.trim_start_matches(DISPLAYED).to_owned();
            prose.push(Block::Math(formula(tex)));
        }
        _ => {
            for inline in &mut line {
                if let Inline::Math(math) = inline {
                    math.tex = math.tex.trim_start_matches(DISPLAYED).to_owned();
                }
            }
            prose.push(Block::Paragraph(line));
        }
    }
}

/// A formula as it is written; what it looks like is made of it later, when its lesson is read.
pub(crate) fn formula(tex: String) -> Math {
    Math {
        tex,
        tree: Vec::new(),
    }
}

/// Stands before a formula that was written to have a line of its own, until it is known whether it has.
const DISPLAYED: char = '\u{1}';

/// What parts formulas from the text around them, where Moodle reads any.
const MARKS: [(&str, &str, bool); 3] = [
    ("\\(", "\\)", false),
    ("\\[", "\\]", true),
    ("$$", "$$", true),
];

/// The characters of `text`, with its formulas as such.
pub(crate) fn formulas(text: &str) -> Text {
    let mut pieces = Text::new();
    let mut at = 0;
    // Where each mark stands next. It is looked for only behind where it was found last, so that a text
    // of nothing but marks is not read again and again.
    let mut next = MARKS.map(|(mark, _, _)| text.find(mark));
    loop {
        for (n, (mark, _, _)) in MARKS.iter().enumerate() {
            if next[n].is_some_and(|found| found < at) {
                next[n] = text
                    .get(at..)
                    .and_then(|rest| rest.find(mark))
                    .map(|found| at + found);
            }
        }
        let nearest = (0..MARKS.len()).filter_map(|n| Some((next[n]?, n))).min();
        let Some((found, n)) = nearest else { break };
        let (mark, end, displayed) = MARKS[n];
        let start = found + mark.len();
        let Some(length) = text.get(start..).and_then(|inside| inside.find(end)) else {
            // One that has no end here has none further on either.
            next[n] = None;
            continue;
        };
        let tex = text
            .get(start..start + length)
            .unwrap_or("")
            .trim()
            .replace('\n', " ");
        if tex.is_empty() || tex.contains(['$', '`']) {
            push(&mut pieces, text.get(at..start).unwrap_or(""));
            at = start;
            continue;
        }
        push(&mut pieces, text.get(at..found).unwrap_or(""));
        let tex = if displayed {
            format!("{DISPLAYED}{tex}")
        } else {
            tex
        };
        pieces.push(Inline::Math(formula(tex)));
        at = start + length + end.len();
    }
    push(&mut pieces, text.get(at..).unwrap_or(""));
    pieces
}

fn push(pieces: &mut Text, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        Some(_) | None => pieces.push(Inline::Text(text.to_owned())),
    }
}

/// `text` without what nobody sees and what turns the order of letters; says so when there was any.
pub(crate) fn seen(text: &str, span: &Range<usize>, report: &Report) -> String {
    let hidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if !text.contains(hidden) {
        return text.to_owned();
    }
    report.add(
        &rule::UNSEEN_CHARACTER,
        span.clone(),
        "there are characters in this text that nobody sees; they were taken out.",
        "read it once more: it may say something else than it did.",
    );
    text.replace(hidden, "")
}

/// Joins what belongs together, leaves one space where there are several and none at either end, puts
/// spaces outside of emphasis, and takes out what is empty.
pub(crate) fn tidy(text: &mut Text) {
    let mut space = true;
    spaces(text, &mut space);
    join(text);
    // What ends with a space or a break ends before it.
    while let Some(last) = text.last_mut() {
        match last {
            Inline::Text(words) => {
                words.truncate(words.trim_end_matches([' ', '\n', '\t']).len());
                if !words.is_empty() {
                    break;
                }
                text.pop();
            }
            Inline::Break => {
                text.pop();
            }
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Struck(_)
            | Inline::Low(_)
            | Inline::High(_)
            | Inline::Code(_)
            | Inline::Link(..)
            | Inline::Term(..)
            | Inline::Figure(..)
            | Inline::Foreign(..)
            | Inline::Footnote(_)
            | Inline::Math(_) => break,
        }
    }
}

/// The text held by `inline`, if it holds one.
pub(crate) fn held(inline: &mut Inline) -> Option<&mut Text> {
    match inline {
        Inline::Emphasis(held)
        | Inline::Strong(held)
        | Inline::Struck(held)
        | Inline::Low(held)
        | Inline::High(held)
        | Inline::Link(_, held)
        | Inline::Term(_, held)
        | Inline::Figure(_, held)
        | Inline::Foreign(_, held) => Some(held),
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::Footnote(_)
        | Inline::Math(_)
        | Inline::Break => None,
    }
}

/// Leaves one space of several. `space` says whether one stands before.
fn spaces(text: &mut Text, space: &mut bool) {
    for inline in text.iter_mut() {
        match inline {
            Inline::Text(words) => {
                let mut out = String::with_capacity(words.len());
                for letter in words.chars() {
                    if matches!(letter, ' ' | '\n' | '\t') {
                        if !*space {
                            out.push(' ');
                        }
                        *space = true;
                    } else {
                        out.push(letter);
                        *space = false;
                    }
                }
                *words = out;
            }
            Inline::Break => *space = true,
            Inline::Code(_) | Inline::Footnote(_) | Inline::Math(_) => *space = false,
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Struck(_)
            | Inline::Low(_)
            | Inline::High(_)
            | Inline::Link(..)
            | Inline::Term(..)
            | Inline::Figure(..)
            | Inline::Foreign(..) => {
                if let Some(held) = held(inline) {
                    spaces(held, space);
                }
            }
        }
    }
}

/// Whether two pieces beside each other are of one sort, so that they can be one.
fn alike(one: &Inline, other: &Inline) -> bool {
    matches!(
        (one, other),
        (Inline::Emphasis(_), Inline::Emphasis(_))
            | (Inline::Strong(_), Inline::Strong(_))
            | (Inline::Struck(_), Inline::Struck(_))
            | (Inline::Low(_), Inline::Low(_))
            | (Inline::High(_), Inline::High(_))
    )
}

/// Joins text to text and emphasis to emphasis; a space at the edge of emphasis moves out of it.
fn join(text: &mut Text) {
    let mut out = Text::with_capacity(text.len());
    for mut inline in std::mem::take(text) {
        let (mut before, mut after) = ("", "");
        if let Some(held) = held(&mut inline) {
            join(held);
            if let Some(Inline::Text(first)) = held.first_mut()
                && let Some(rest) = first.strip_prefix(' ')
            {
                *first = rest.to_owned();
                before = " ";
            }
            if let Some(Inline::Text(last)) = held.last_mut()
                && last.ends_with(' ')
            {
                last.pop();
                after = " ";
            }
            held.retain(|inline| !matches!(inline, Inline::Text(words) if words.is_empty()));
            if held.is_empty() {
                push(&mut out, if before.is_empty() { after } else { before });
                continue;
            }
        }
        push(&mut out, before);
        match (out.last_mut(), inline) {
            (_, Inline::Text(words)) => push(&mut out, &words),
            (Some(last), mut inline) if alike(last, &inline) => {
                if let (Some(held_before), Some(more)) = (held(last), held(&mut inline)) {
                    held_before.append(more);
                    join(held_before);
                }
            }
            (Some(_) | None, inline) => out.push(inline),
        }
        push(&mut out, after);
    }
    *text = out;
}

/// Calls `change` with all the characters of `prose` that are no formula and not typed as they stand.
pub(crate) fn each_words(prose: &mut Prose, change: &impl Fn(&mut String)) {
    for block in prose {
        match block {
            Block::Paragraph(text) | Block::Heading(_, text) => each_in_line(text, change),
            Block::List(items) | Block::Numbered(_, items) => {
                items.iter_mut().for_each(|item| each_words(item, change));
            }
            Block::Callout(_, held) | Block::Quote(held) => each_words(held, change),
            Block::Table(table) => {
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| each_in_line(cell, change));
            }
            Block::Definitions(list) => {
                for (term, meanings) in list {
                    each_in_line(term, change);
                    meanings
                        .iter_mut()
                        .for_each(|meaning| each_words(meaning, change));
                }
            }
            Block::Code(_) | Block::Picture(_) | Block::Math(_) => {}
        }
    }
}

fn each_in_line(text: &mut Text, change: &impl Fn(&mut String)) {
    for inline in text {
        if let Inline::Text(words) = inline {
            change(words);
        } else if let Some(held) = held(inline) {
            each_in_line(held, change);
        }
    }
}

/// All of `prose` as one line, without what only blocks can hold; whether something was lost by it.
pub(crate) fn line(prose: &Prose) -> (Text, bool) {
    let (mut line, mut lost) = (Text::new(), false);
    gather(prose, &mut line, &mut lost);
    tidy(&mut line);
    (line, lost)
}

/// Begins a new line with `text`.
fn next(line: &mut Text, text: &[Inline]) {
    if !line.is_empty() && !text.is_empty() {
        line.push(Inline::Break);
    }
    line.extend(text.iter().cloned());
}

fn gather(prose: &Prose, line: &mut Text, lost: &mut bool) {
    for block in prose {
        *lost |= !matches!(block, Block::Paragraph(_) | Block::Math(_));
        match block {
            Block::Paragraph(text) | Block::Heading(_, text) => next(line, text),
            Block::Math(math) => next(line, &[Inline::Math(math.clone())]),
            Block::Code(typed) => {
                for typed in typed.lines().filter(|typed| !typed.trim().is_empty()) {
                    next(line, &[Inline::Code(typed.trim().to_owned())]);
                }
            }
            Block::List(items) | Block::Numbered(_, items) => {
                items.iter().for_each(|item| gather(item, line, lost));
            }
            Block::Callout(_, held) | Block::Quote(held) => gather(held, line, lost),
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| next(line, cell));
            }
            Block::Definitions(list) => {
                for (term, meanings) in list {
                    next(line, term);
                    meanings
                        .iter()
                        .for_each(|meaning| gather(meaning, line, lost));
                }
            }
            Block::Picture(picture) => next(line, &[Inline::Text(picture.alt.clone())]),
        }
    }
}
