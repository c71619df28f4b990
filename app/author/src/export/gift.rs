//! A bank in GIFT, as Moodle writes it.

use std::fmt::Write;

use domain::{
    id::Id,
    interaction::{gap, number},
    prose::{self, Prose, Text},
};

use super::{Asked, Line, Sheet, html, truth};

/// Writes `sheets`, with a category for each page.
pub(crate) fn write(sheets: &[Sheet<'_>]) -> String {
    let mut out = String::new();
    let mut page = "";
    for sheet in sheets {
        if sheet.page != page {
            page = &sheet.page;
            // A slash parts categories, and two are one.
            let parts: Vec<String> = page
                .split(" / ")
                .map(|part| part.replace('/', "//"))
                .collect();
            out.push_str(&format!("$CATEGORY: {}\n\n", parts.join("/")));
        }
        out.push_str(&self::sheet(sheet));
        out.push('\n');
    }
    out
}

fn sheet(sheet: &Sheet<'_>) -> String {
    let activity = sheet.activity;
    let id = activity.id.as_str();
    let mut keys: Vec<&Id> = Vec::new();
    let mut prompt = text(&activity.prompt);
    let general = general(&activity.feedback.always);
    let mut kind = "";
    let body = match &sheet.asked {
        Asked::Pick { single, lines } => match truth(activity, &sheet.asked) {
            Some(right) => truth_body(right, lines) + &general,
            None => {
                keys.extend(lines.iter().map(|line| &line.entry.key));
                pick(*single, lines) + &general
            }
        },
        Asked::Write { lines } => {
            keys.extend(lines.iter().map(|line| &line.entry.key));
            let mut body = typed(lines);
            if !activity.feedback.incorrect.is_empty() {
                let _fits = writeln!(body, "\t=%0%*#{}", text(&activity.feedback.incorrect));
            }
            body + &general
        }
        Asked::Number(secret, _) => {
            keys.extend(secret.wrong.iter().map(|(key, _)| key));
            number(secret, activity) + &general
        }
        Asked::Pair { pairs, groups } => {
            kind = if *groups { " [kind:categorise]" } else { "" };
            let mut body = String::from("\n");
            for (entry, partner) in pairs {
                keys.extend(entry.iter().map(|entry| &entry.key));
                keys.push(&partner.key);
                let left = entry.map(|entry| left(&entry.text)).unwrap_or_default();
                let right = escaped(&prose::plain(&partner.text));
                let _fits = writeln!(body, "\t={left} -> {right}");
            }
            body + &general
        }
        // What is said afterwards is what the text is compared with.
        Asked::Essay { model } => self::general(model),
        Asked::Fill {
            gap,
            before,
            typed,
            lines,
        } => {
            keys.push(&gap.key);
            keys.extend(lines.iter().map(|line| &line.entry.key));
            let body = if *typed {
                self::typed(lines)
            } else {
                pick(true, lines)
            };
            prompt = filled(&activity.prompt, before, &format!("{{{body}{general}}}"));
            String::new()
        }
    };
    let keys: Vec<&str> = keys.iter().map(|key| key.as_str()).collect();
    let keys = if keys.is_empty() {
        String::new()
    } else {
        format!(" [keys:{}]", keys.join(" "))
    };
    let body = match sheet.asked {
        Asked::Fill { .. } => String::new(),
        Asked::Pick { .. }
        | Asked::Write { .. }
        | Asked::Number(..)
        | Asked::Pair { .. }
        | Asked::Essay { .. } => {
            format!("{{{body}}}")
        }
    };
    format!(
        "// [id:{id}]{kind}{keys}\n::{}::{prompt}{body}\n",
        escaped(id)
    )
}

/// `prose` in the form it fits: characters, or HTML.
fn text(prose: &Prose) -> String {
    match html::characters(prose) {
        Some(characters) => escaped(&characters),
        None => format!("[html]{}", escaped(&html::html(prose))),
    }
}

fn line(text: &Text) -> String {
    match html::plain(text) {
        Some(characters) => escaped(&characters),
        None => format!("[html]{}", escaped(&html::line(text))),
    }
}

/// The first side of a pair: an arrow in it would end it.
fn left(text: &Text) -> String {
    if prose::plain(text).contains("->") {
        return format!(
            "[html]{}",
            escaped(&html::line(text).replace("->", "-&gt;"))
        );
    }
    line(text)
}

fn general(prose: &Prose) -> String {
    if prose.is_empty() {
        String::new()
    } else {
        format!("####{}", text(prose))
    }
}

fn feedback(said: Option<&Prose>) -> String {
    said.filter(|prose| !prose.is_empty())
        .map(|prose| format!("#{}", text(prose)))
        .unwrap_or_default()
}

fn truth_body(right: bool, lines: &[Line<'_>]) -> String {
    let said = |of_right: bool| {
        lines
            .iter()
            .find(|line| line.right == of_right)
            .and_then(|line| line.feedback)
    };
    let word = if right { "TRUE" } else { "FALSE" };
    match (feedback(said(false)), feedback(said(true))) {
        (wrong, fitting) if fitting.is_empty() => format!("{word}{wrong}"),
        (wrong, fitting) if wrong.is_empty() => format!("{word}#{fitting}"),
        (wrong, fitting) => format!("{word}{wrong}{fitting}"),
    }
}

fn pick(single: bool, lines: &[Line<'_>]) -> String {
    let right = lines.iter().filter(|line| line.right).count().max(1);
    let share = share(right);
    let mut body = String::from("\n");
    for Line {
        entry,
        right,
        feedback: said,
    } in lines
    {
        let words = line(&entry.text);
        let mark = match (single, right) {
            (true, true) => "=".to_owned(),
            // A text that begins like a weight is none.
            (true, false) if words.starts_with('%') => "~%0%".to_owned(),
            (true, false) => "~".to_owned(),
            (false, true) => format!("~%{share}%"),
            (false, false) => format!("~%-{share}%"),
        };
        let _fits = writeln!(body, "\t{mark}{words}{}", feedback(*said));
    }
    body
}

/// What one of `right` entries is worth, with as many digits as Moodle writes.
fn share(right: usize) -> String {
    let hundred_thousandths = (10_000_000 + right / 2) / right;
    let text = format!(
        "{}.{:05}",
        hundred_thousandths / 100_000,
        hundred_thousandths % 100_000
    );
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn typed(lines: &[Line<'_>]) -> String {
    let mut body = String::from("\n");
    for Line {
        entry,
        right,
        feedback: said,
    } in lines
    {
        let weight = if *right { 100 } else { 0 };
        // A star stands for anything, unless it is escaped.
        let words = escaped(&prose::plain(&entry.text)).replace('*', "\\*");
        let _fits = writeln!(body, "\t=%{weight}%{words}{}", feedback(*said));
    }
    body
}

fn number(secret: &number::Secret, activity: &domain::activity::Activity) -> String {
    let said = &activity.feedback;
    let (key, tolerance) = (secret.key.text(), secret.tolerance.text());
    let mut body = format!(
        "#\n\t=%100%{key}:{tolerance}{}\n",
        feedback(Some(&said.correct))
    );
    for (key, number) in &secret.wrong {
        let why = domain::interaction::written(&secret.feedback, key);
        let _fits = writeln!(body, "\t=%0%{}:{tolerance}{}", number.text(), feedback(why));
    }
    if !said.incorrect.is_empty() {
        let _fits = writeln!(body, "\t~#{}", text(&said.incorrect));
    }
    body
}

/// The prompt and the text with its gap, in which `braces` stand.
fn filled(prompt: &Prose, lines: &[&gap::Line], braces: &str) -> String {
    let mut out = format!("[html]{}", escaped(&html::html(prompt)));
    for parts in lines {
        out.push_str(&escaped("<p>"));
        for part in parts.iter() {
            match part {
                gap::Part::Words(words) => out.push_str(&escaped(&html::line(words))),
                gap::Part::Gap(_) => out.push_str(braces),
            }
        }
        out.push_str(&escaped("</p>"));
    }
    out
}

/// `text` with a backslash before what would mean something, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '#' | '=' | '~' | '{' | '}' | ':' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            _ => out.push(letter),
        }
    }
    out
}
