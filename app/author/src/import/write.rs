//! An activity as it stands in a lesson.

use domain::prose::{Block, Prose};

use super::{
    bank::GAP,
    markdown::{self, Style},
    passage,
    plan::{Plan, Row},
};

/// The lines of the activity `id`; `notes` are comments in its TOML.
pub(crate) fn activity(plan: &Plan, id: &str, notes: &[String], style: Style) -> String {
    let mut body = Vec::new();
    if !notes.is_empty() || !plan.toml.is_empty() {
        body.push("+++".to_owned());
        body.extend(notes.iter().map(|note| format!("# {note}")));
        body.extend(plan.toml.iter().cloned());
        body.push("+++".to_owned());
    }
    body.extend(prompt(plan, style));
    if !plan.list.is_empty() {
        body.push(String::new());
        for (n, row) in plan.list.iter().enumerate() {
            let mark = if plan.numbered {
                format!("{}. ", n + 1)
            } else {
                "- ".to_owned()
            };
            body.extend(entry(row, &mark, style));
        }
    }
    for (n, hint) in plan.hints.iter().enumerate() {
        if n == 0 {
            body.push(String::new());
        }
        let (line, _) = passage::line(hint);
        body.push(format!("? {}", markdown::flat(&line, style)));
    }
    for (tag, prose) in &plan.verdicts {
        body.push(String::new());
        let mut lines = Vec::new();
        if !tag.is_empty() {
            lines.push(format!("[!{tag}]"));
        }
        lines.extend(markdown::blocks(prose, style));
        body.extend(markdown::quoted(&lines));
    }
    let ticks = body
        .iter()
        .map(|line| markdown::longest(line))
        .max()
        .unwrap_or(0)
        .max(2)
        + 1;
    let ticks = "`".repeat(ticks);
    format!(
        "{ticks}activity {} {id}\n{}\n{ticks}\n",
        plan.kind,
        body.join("\n")
    )
}

fn prompt(plan: &Plan, style: Style) -> Vec<String> {
    if plan.gaps.is_empty() {
        return markdown::blocks(&plan.prompt, style);
    }
    let prose = if style == Style::Bare {
        one_text(&plan.prompt)
    } else {
        plan.prompt.clone()
    };
    let mut keys = plan.gaps.iter();
    let mut lines = markdown::blocks(&prose, style);
    for line in &mut lines {
        if !line.contains(GAP) {
            continue;
        }
        let mut filled = String::new();
        for (n, piece) in line.split(GAP).enumerate() {
            if n > 0 {
                filled.push_str(
                    &keys
                        .next()
                        .map(|key| format!("{{{key}}}"))
                        .unwrap_or_default(),
                );
            }
            filled.push_str(piece);
        }
        *line = filled;
    }
    lines
}

/// From the first gap on, one paragraph: lists and quotations can hold none.
fn one_text(prompt: &Prose) -> Prose {
    let has_gap = |block: &Block| {
        domain::prose::lines(std::slice::from_ref(block))
            .iter()
            .any(|line| line.contains(GAP))
    };
    let at = prompt.iter().position(has_gap).unwrap_or(prompt.len());
    let (before, rest) = prompt.split_at(at);
    let mut prose = before.to_vec();
    prose.push(Block::Paragraph(passage::line(&rest.to_vec()).0));
    prose
}

fn entry(row: &Row, mark: &str, style: Style) -> Vec<String> {
    let ticked = match row.ticked {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let mut words = markdown::line(&row.words, style);
    if words.is_empty() {
        words.push(String::new());
    }
    if let Some(last) = words.last_mut() {
        last.push_str(&format!(" {{#{}}}", row.key));
    }
    let indent = " ".repeat(mark.len());
    let mut lines = markdown::hung(&words, &format!("{mark}{ticked}"), &indent);
    for inner in &row.rows {
        let inner = entry(inner, "- ", style);
        lines.extend(markdown::hung(&inner, &indent, &indent));
    }
    if !row.feedback.is_empty() {
        let feedback = markdown::quoted(&markdown::blocks(&row.feedback, style));
        lines.extend(markdown::hung(&feedback, &indent, &indent));
    }
    lines
}
