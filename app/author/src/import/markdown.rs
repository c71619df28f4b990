//! Prose as an author would write it.
//!
//! What is written is read back before anyone gets it (see `proof.rs`), so here it has to be right for
//! what people write, and harmless for the rest.

use domain::prose::{Block, Inline, Prose, Target, Text};

/// How much of prose is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// All of it.
    Full,
    /// Formulas as the characters they were typed as.
    WithoutFormulas,
    /// Words alone.
    Bare,
}

/// The lines of `prose`.
pub(crate) fn blocks(prose: &Prose, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    for block in prose {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self::block(block, style));
    }
    lines
}

fn block(block: &Block, style: Style) -> Vec<String> {
    match block {
        Block::Paragraph(text) => line(text, style),
        Block::Heading(level, text) => {
            let words = flat(text, style);
            vec![format!(
                "{} {words}",
                "#".repeat(usize::from(*level).clamp(2, 4))
            )]
        }
        Block::List(items) => list(items, |_| "- ".to_owned(), style),
        Block::Numbered(first, items) => {
            // A higher number than this begins no list.
            let first = u64::from((*first).min(900_000_000));
            list(items, |n| format!("{}. ", first + n), style)
        }
        Block::Callout(_, held) | Block::Quote(held) => quoted(&blocks(held, style)),
        Block::Code(typed) if style < Style::Bare => {
            let ticks = "`".repeat(longest(typed).max(2) + 1);
            let mut lines = vec![ticks.clone()];
            lines.extend(typed.lines().map(|line| line.trim_end().to_owned()));
            lines.push(ticks);
            lines
        }
        Block::Code(typed) => {
            let mut text = Text::new();
            for typed in typed.lines().filter(|typed| !typed.trim().is_empty()) {
                if !text.is_empty() {
                    text.push(Inline::Break);
                }
                text.push(Inline::Text(typed.trim().to_owned()));
            }
            line(&text, style)
        }
        Block::Math(math) if style == Style::Full => vec![format!("$${}$$", math.tex)],
        Block::Math(math) => line(&vec![Inline::Text(math.tex.clone())], style),
        Block::Table(table) => {
            let row = |cells: &Vec<Text>| {
                let cells: Vec<String> = cells
                    .iter()
                    .map(|cell| flat(cell, style).replace('|', "\\|"))
                    .collect();
                format!("| {} |", cells.join(" | "))
            };
            let mut lines = vec![
                row(&table.head),
                format!("|{}", " --- |".repeat(table.head.len())),
            ];
            lines.extend(table.rows.iter().map(row));
            lines
        }
        Block::Definitions(list) => {
            let mut lines = Vec::new();
            for (term, meanings) in list {
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                lines.push(flat(term, style));
                for meaning in meanings {
                    lines.extend(hung(&blocks(meaning, style), ": ", "  "));
                }
            }
            lines
        }
        Block::Picture(picture) => {
            let alt = escaped(&picture.alt, false);
            vec![format!("![{alt}]({})", picture.file)]
        }
    }
}

fn list(items: &[Prose], mark: impl Fn(u64) -> String, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    for (n, item) in (0..).zip(items) {
        let mark = mark(n);
        lines.extend(hung(&blocks(item, style), &mark, &" ".repeat(mark.len())));
    }
    lines
}

/// `lines` with `first` before the first of them and `rest` before the others.
pub(crate) fn hung(lines: &[String], first: &str, rest: &str) -> Vec<String> {
    let before = |n: usize| if n == 0 { first } else { rest };
    let lines = lines.iter().enumerate();
    lines
        .map(|(n, line)| format!("{}{line}", before(n)).trim_end().to_owned())
        .collect()
}

/// `lines` as a quotation.
pub(crate) fn quoted(lines: &[String]) -> Vec<String> {
    hung(lines, "> ", "> ")
}

/// The longest run of backticks in `text`.
pub(crate) fn longest(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The lines of `text`: more than one where it has breaks.
pub(crate) fn line(text: &Text, style: Style) -> Vec<String> {
    let mut written = String::new();
    inline(text, style, None, &mut written);
    let mut lines: Vec<String> = written.split('\n').map(str::to_owned).collect();
    let last = lines.len().saturating_sub(1);
    for (n, line) in lines.iter_mut().enumerate() {
        *line = at_start(line.trim());
        // A backslash at the end of a line breaks it; an empty line would end the paragraph.
        if n < last {
            line.push('\\');
        }
    }
    lines.retain(|line| !line.is_empty() && line != "\\");
    if let Some(last) = lines.last_mut()
        && last.ends_with('\\')
        && !last.ends_with("\\\\")
    {
        last.pop();
    }
    lines
}

/// `text` in a single line.
pub(crate) fn flat(text: &Text, style: Style) -> String {
    let mut written = String::new();
    inline(text, style, None, &mut written);
    let words: Vec<&str> = written
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    at_start(&words.join(" "))
}

/// Writes `text` to the end of `out`; `after` is the character that follows it. A break is a `\n`.
fn inline(text: &Text, style: Style, after: Option<char>, out: &mut String) {
    for (n, piece) in text.iter().enumerate() {
        let next = text.get(n + 1).map_or(after, first);
        match piece {
            Inline::Text(words) => {
                let before = out.chars().next_back();
                out.push_str(&escaped(words, before.is_some_and(char::is_alphanumeric)));
            }
            Inline::Strong(held) => marked("**", held, style, next, out),
            Inline::Emphasis(held) => marked("*", held, style, next, out),
            Inline::Struck(held) => marked("~~", held, style, next, out),
            Inline::Low(held) => moved('~', held, style, next, out),
            Inline::High(held) => moved('^', held, style, next, out),
            Inline::Code(typed) if style < Style::Bare => {
                let ticks = "`".repeat(longest(typed) + 1);
                let pad = if typed.starts_with('`') || typed.ends_with('`') {
                    " "
                } else {
                    ""
                };
                out.push_str(&format!("{ticks}{pad}{typed}{pad}{ticks}"));
            }
            Inline::Code(typed) => out.push_str(&escaped(typed, false)),
            Inline::Math(math) if style == Style::Full => out.push_str(&format!("${}$", math.tex)),
            Inline::Math(math) => out.push_str(&escaped(&math.tex, false)),
            Inline::Link(Target::Out(to), held) => {
                let to = if to.contains(['(', ')', '*', '_', '~']) {
                    format!("<{to}>")
                } else {
                    to.clone()
                };
                linked(&to, held, style, next, out);
            }
            Inline::Foreign(lang, held) => {
                linked(&format!("lang:{}", lang.as_str()), held, style, next, out)
            }
            Inline::Term(id, held) => linked(&format!("glossary:{id}"), held, style, next, out),
            Inline::Figure(id, held) => linked(&format!("figure:{id}"), held, style, next, out),
            Inline::Link(Target::Page(page), held) => {
                linked(&format!("page:{page}"), held, style, next, out);
            }
            Inline::Link(Target::Lesson(lesson, page), held) => {
                let page = page
                    .as_ref()
                    .map(|page| format!("#{page}"))
                    .unwrap_or_default();
                linked(&format!("lesson:{lesson}{page}"), held, style, next, out);
            }
            Inline::Footnote(_) => {}
            Inline::Break => out.push('\n'),
        }
    }
}

/// The first character of `piece` as it is written.
fn first(piece: &Inline) -> Option<char> {
    match piece {
        Inline::Text(words) => words.chars().next(),
        Inline::Code(_) => Some('`'),
        Inline::Math(_) => Some('$'),
        Inline::Link(..) | Inline::Foreign(..) | Inline::Term(..) | Inline::Figure(..) => Some('['),
        Inline::Strong(_) | Inline::Emphasis(_) => Some('*'),
        Inline::Struck(_) | Inline::Low(_) => Some('~'),
        Inline::High(_) => Some('^'),
        Inline::Footnote(_) | Inline::Break => Some(' '),
    }
}

/// Whether `letter` is a mark to the reader of Markdown.
fn is_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && !letter.is_whitespace()
}

/// Writes `held` between two `marks`, where they are read as such: an opening one stands before a letter,
/// or behind a space or a mark. Where they are not, the words stand without.
fn marked(marks: &str, held: &Text, style: Style, after: Option<char>, out: &mut String) {
    let mut inner = String::new();
    inline(held, style, marks.chars().next(), &mut inner);
    let edge = |beside: Option<char>, inside: Option<char>| {
        let free = beside.is_none_or(|c| c.is_whitespace() || is_mark(c));
        inside.is_some_and(|c| !c.is_whitespace() && (free || !is_mark(c)))
    };
    let before = out.chars().next_back();
    let twice =
        before.is_some_and(|c| marks.contains(c)) || after.is_some_and(|c| marks.contains(c));
    let fits = edge(before, inner.chars().next()) && edge(after, inner.chars().next_back());
    if style == Style::Bare || !fits || twice || inner.contains('\n') {
        out.push_str(&inner);
    } else {
        out.push_str(marks);
        out.push_str(&inner);
        out.push_str(marks);
    }
}

/// Writes `held` low or high, where the grammar has it: a short sign right behind a letter.
fn moved(mark: char, held: &Text, style: Style, after: Option<char>, out: &mut String) {
    let words = domain::prose::plain(held);
    let sound = |c: char| c.is_alphanumeric() || "+-−.,()/=".contains(c);
    let short = !words.is_empty() && words.chars().count() <= 20 && words.chars().all(sound);
    let behind = out
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || ")]~^".contains(c));
    if style < Style::Bare && short && behind {
        out.push_str(&format!("{mark}{words}{mark}"));
    } else {
        inline(held, style, after, out);
    }
}

fn linked(to: &str, held: &Text, style: Style, after: Option<char>, out: &mut String) {
    if style == Style::Bare {
        return inline(held, style, after, out);
    }
    out.push('[');
    inline(held, style, Some(']'), out);
    out.push_str(&format!("]({to})"));
}

/// `text` with a backslash before each character that would be more than itself; `inside` says whether a
/// letter stands before it.
pub(crate) fn escaped(text: &str, inside: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = inside.then_some('a');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let special = match letter {
            '\\' | '`' | '*' | '[' | ']' | '$' | '~' | '^' => true,
            // Between two letters it is one itself.
            '_' => {
                !(before.is_some_and(char::is_alphanumeric)
                    && next.is_some_and(char::is_alphanumeric))
            }
            '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
    out
}

/// `line` with a backslash before what would make more of it than a line of text.
fn at_start(line: &str) -> String {
    let mut letters = line.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let second = letters.next();
    let alone = second.is_none_or(char::is_whitespace);
    let special = match first {
        '#' | '>' | '?' | '|' | '=' | ':' => true,
        '-' | '+' => alone || second == Some(first),
        _ => false,
    };
    if special {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = line.get(digits..).and_then(|rest| rest.chars().next());
    if (1..=9).contains(&digits) && matches!(mark, Some('.' | ')')) {
        let (number, rest) = line.split_at(digits);
        if rest.len() == 1
            || rest
                .get(1..)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        {
            return format!("{number}\\{rest}");
        }
    }
    line.to_owned()
}
