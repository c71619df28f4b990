//! Prose as HTML, for programs that keep texts so.

use domain::prose::{Block, Inline, Prose, Target, Text};

/// `prose` as HTML.
pub(crate) fn html(prose: &Prose) -> String {
    let mut out = String::new();
    blocks(prose, &mut out);
    out
}

/// `prose` as characters, where it is nothing else and can be taken for nothing else.
pub(crate) fn characters(prose: &Prose) -> Option<String> {
    match &prose[..] {
        [] => Some(String::new()),
        [Block::Paragraph(text)] => plain(text),
        _ => None,
    }
}

/// `text` as characters, where it is nothing else and can be taken for nothing else.
pub(crate) fn plain(text: &Text) -> Option<String> {
    match &text[..] {
        [] => Some(String::new()),
        [Inline::Text(words)] => {
            let marks = ["<", "&", "\\(", "\\[", "$$"]
                .iter()
                .any(|mark| words.contains(mark));
            (!marks && !words.starts_with('[')).then(|| words.clone())
        }
        _ => None,
    }
}

/// A line of text as HTML.
pub(crate) fn line(text: &Text) -> String {
    let mut out = String::new();
    inline(text, &mut out);
    out
}

fn blocks(prose: &Prose, out: &mut String) {
    for block in prose {
        match block {
            Block::Heading(level, text) => {
                let level = (*level).clamp(2, 6);
                out.push_str(&format!("<h{level}>{}</h{level}>", line(text)));
            }
            Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>", line(text))),
            Block::List(items) => list("ul", "", items, out),
            Block::Numbered(1, items) => list("ol", "", items, out),
            Block::Numbered(first, items) => list("ol", &format!(" start=\"{first}\""), items, out),
            Block::Table(table) => {
                let row = |name: &str, cells: &[Text]| {
                    let cells: String = cells
                        .iter()
                        .map(|cell| format!("<{name}>{}</{name}>", line(cell)))
                        .collect();
                    format!("<tr>{cells}</tr>")
                };
                out.push_str("<table>");
                out.push_str(&row("th", &table.head));
                out.extend(table.rows.iter().map(|cells| row("td", cells)));
                out.push_str("</table>");
            }
            Block::Callout(_, held) | Block::Quote(held) => {
                out.push_str("<blockquote>");
                blocks(held, out);
                out.push_str("</blockquote>");
            }
            Block::Definitions(list) => {
                for (term, meanings) in list {
                    out.push_str(&format!("<p><b>{}</b></p>", line(term)));
                    meanings.iter().for_each(|meaning| blocks(meaning, out));
                }
            }
            Block::Code(typed) => out.push_str(&format!("<pre>{}</pre>", escaped(typed))),
            Block::Math(math) => out.push_str(&format!("<p>\\[{}\\]</p>", escaped(&math.tex))),
            // That it was left behind is a finding; what it shows is told.
            Block::Picture(picture) => out.push_str(&format!("<p>({})</p>", escaped(&picture.alt))),
        }
    }
}

fn list(name: &str, start: &str, items: &[Prose], out: &mut String) {
    out.push_str(&format!("<{name}{start}>"));
    for item in items {
        out.push_str("<li>");
        blocks(item, out);
        out.push_str("</li>");
    }
    out.push_str(&format!("</{name}>"));
}

fn inline(text: &Text, out: &mut String) {
    for piece in text {
        match piece {
            Inline::Text(words) => out.push_str(&escaped(words)),
            Inline::Emphasis(held) => out.push_str(&format!("<em>{}</em>", line(held))),
            Inline::Strong(held) => out.push_str(&format!("<strong>{}</strong>", line(held))),
            Inline::Struck(held) => out.push_str(&format!("<del>{}</del>", line(held))),
            Inline::Low(held) => out.push_str(&format!("<sub>{}</sub>", line(held))),
            Inline::High(held) => out.push_str(&format!("<sup>{}</sup>", line(held))),
            Inline::Code(typed) => out.push_str(&format!("<code>{}</code>", escaped(typed))),
            Inline::Link(Target::Out(to), held) => {
                out.push_str(&format!("<a href=\"{}\">{}</a>", escaped(to), line(held)));
            }
            Inline::Foreign(lang, held) => {
                out.push_str(&format!(
                    "<span lang=\"{}\">{}</span>",
                    lang.as_str(),
                    line(held)
                ));
            }
            // Outside of its course there is nothing these could lead to.
            Inline::Link(Target::Lesson(..) | Target::Page(_), held)
            | Inline::Term(_, held)
            | Inline::Figure(_, held) => inline(held, out),
            Inline::Footnote(_) => {}
            Inline::Math(math) => out.push_str(&format!("\\({}\\)", escaped(&math.tex))),
            Inline::Break => out.push_str("<br>"),
        }
    }
}

/// `text` with references in place of what would be markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}
