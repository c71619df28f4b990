//! HTML as prose. Nothing in it is run, fetched or trusted.
//!
//! A reader of our own, and no browser's: what is wanted of a bank is a handful of elements, each with
//! its counterpart in prose, and a finding for every other one. A parser for all of HTML would build a
//! tree of what is then thrown away, and say nothing of it.

use std::ops::Range;

use domain::{
    id::Lang,
    prose::{Block, Inline, Prose, Table, Target, Text},
};

use super::{
    passage::{close, formulas, seen, tidy},
    report::Report,
    rule,
};

/// What the end of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// A space.
    Flow,
    /// The end of a line.
    Break,
}

/// So many elements may stand in each other; what is deeper is read as if it stood less deep.
const DEPTH: usize = 10;
/// A name or an attribute of HTML is never longer than this.
const NAME: usize = 40;

/// Elements whose text is only a text.
const TRANSPARENT: [&str; 19] = [
    "span", "abbr", "cite", "q", "label", "time", "bdi", "data", "dfn", "var", "html", "body",
    "tbody", "thead", "tfoot", "wbr", "nobr", "acronym", "picture",
];
/// Elements that begin and end a paragraph.
const PARAGRAPHS: [&str; 18] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "address",
    "figure",
    "figcaption",
    "caption",
    "hr",
    "dl",
    "dt",
    "dd",
    "center",
];
/// Elements that load something or run it.
const LOADED: [&str; 13] = [
    "iframe", "object", "embed", "video", "audio", "source", "track", "svg", "canvas", "applet",
    "frame", "frameset", "link",
];
/// Elements whose content is no text.
const RAW: [&str; 3] = ["script", "style", "iframe"];
/// Elements that stand for a look alone, or for something else that prose has no word for.
const LOOKS: [&str; 21] = [
    "u", "ins", "mark", "small", "big", "font", "template", "input", "button", "select", "option",
    "textarea", "form", "title", "head", "meta", "noscript", "math", "ruby", "rt", "xmp",
];

/// Whether a text that people typed has tags or character references in it.
pub(crate) fn is_like(text: &str) -> bool {
    let tags = text.split('<').skip(1).any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = name
            .chars()
            .take(NAME)
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        is_known(&name.to_ascii_lowercase())
    });
    tags || text
        .split('&')
        .skip(1)
        .any(|rest| reference(rest).is_some())
}

fn is_known(name: &str) -> bool {
    let others = [
        "b",
        "strong",
        "i",
        "em",
        "s",
        "del",
        "strike",
        "sub",
        "sup",
        "code",
        "kbd",
        "samp",
        "tt",
        "a",
        "br",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "script",
        "col",
        "colgroup",
    ];
    [
        &others[..],
        &TRANSPARENT,
        &PARAGRAPHS,
        &LOADED,
        &RAW,
        &LOOKS,
    ]
    .iter()
    .any(|list| list.contains(&name))
}

/// The prose of `html`, which stands at `span` of the bank.
pub(crate) fn read(html: &str, lines: Lines, span: &Range<usize>, report: &Report) -> Prose {
    let mut builder = Builder {
        lines,
        span,
        report,
        words: String::new(),
        open: vec![Open::new(Element::Root)],
        deep: false,
    };
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            builder.text(rest);
            break;
        };
        let (text, markup) = rest.split_at(at);
        builder.text(text);
        rest = builder.markup(markup);
    }
    builder.finish()
}

/// What an element becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    Root,
    List(Option<u32>),
    Entry,
    Quote,
    Table,
    Row,
    Cell,
    Heading,
    Strong,
    Emphasis,
    Struck,
    Low,
    High,
    Code,
    Typed,
    Link(Target),
    Foreign(Lang),
}

impl Element {
    /// Whether it stands in a line.
    fn is_inline(&self) -> bool {
        matches!(
            self,
            Self::Strong
                | Self::Emphasis
                | Self::Struck
                | Self::Low
                | Self::High
                | Self::Code
                | Self::Link(_)
                | Self::Foreign(_)
        )
    }
}

/// An element that is not closed yet, with what was read of it.
#[derive(Debug)]
struct Open {
    element: Element,
    /// What closes it.
    name: String,
    line: Text,
    prose: Prose,
    items: Vec<Prose>,
    rows: Vec<Vec<Text>>,
    typed: String,
}

impl Open {
    fn new(element: Element) -> Self {
        Self {
            element,
            name: String::new(),
            line: Text::new(),
            prose: Prose::new(),
            items: Vec::new(),
            rows: Vec::new(),
            typed: String::new(),
        }
    }
}

/// A tag: its name, whether it closes, its attributes.
struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: Vec<(String, &'a str)>,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<String> {
        let given = self.attributes.iter().find(|(given, _)| given == name);
        given.map(|(_, value)| decoded(value).trim().to_owned())
    }
}

struct Builder<'a> {
    lines: Lines,
    span: &'a Range<usize>,
    report: &'a Report,
    /// Characters that were read and are not yet part of a line.
    words: String,
    /// Never empty: the root is not closed before the end.
    open: Vec<Open>,
    /// Whether it was said that something stands too deep.
    deep: bool,
}

impl Builder<'_> {
    fn top(&mut self) -> &mut Open {
        if self.open.is_empty() {
            self.open.push(Open::new(Element::Root));
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn text(&mut self, text: &str) {
        let decoded = decoded(text);
        if self.lines == Lines::Break && self.top().element != Element::Typed {
            let mut lines = decoded.split('\n');
            self.words.push_str(lines.next().unwrap_or(""));
            for line in lines {
                self.line_end();
                self.words.push_str(line);
            }
        } else {
            self.words.push_str(&decoded);
        }
    }

    fn line_end(&mut self) {
        self.settle();
        self.top().line.push(Inline::Break);
    }

    /// Makes the characters read so far a part of the line they stand in.
    fn settle(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.words);
        let words = seen(&words, self.span, self.report);
        let blank = words.trim().is_empty();
        match self.top().element {
            Element::Typed | Element::Code => self.top().typed.push_str(&words),
            // Between the parts of a list or a table there is nothing but the form of the source.
            Element::List(_) | Element::Table | Element::Row if blank => {}
            Element::List(_) => {
                self.push(Element::Entry, "li");
                self.top().line.extend(formulas(&words));
            }
            Element::Table | Element::Row => {
                if self.top().element == Element::Table {
                    self.push(Element::Row, "tr");
                }
                self.push(Element::Cell, "td");
                self.top().line.extend(formulas(&words));
            }
            Element::Root
            | Element::Entry
            | Element::Quote
            | Element::Cell
            | Element::Heading
            | Element::Strong
            | Element::Emphasis
            | Element::Struck
            | Element::Low
            | Element::High
            | Element::Link(_)
            | Element::Foreign(_) => self.top().line.extend(formulas(&words)),
        }
    }

    /// Opens `element`; where it would stand too deep it is as if its tag were not there.
    fn push(&mut self, element: Element, name: &str) {
        if self.open.len() > DEPTH {
            if !self.deep {
                self.deep = true;
                self.report.add(
                    &rule::MARKUP_LOST,
                    self.span.clone(),
                    "things stand deeper in each other here than prose can hold; their words are kept.",
                    "look at the text, and write the lists anew.",
                );
            }
            return;
        }
        self.open.push(Open {
            name: name.to_owned(),
            ..Open::new(element)
        });
    }

    /// Ends the paragraph that is being read.
    fn paragraph(&mut self) {
        self.settle();
        while self.top().element.is_inline() {
            self.pop();
        }
        let top = self.top();
        match top.element {
            // A cell and a heading are one line.
            Element::Cell | Element::Heading => {
                if !top.line.is_empty() {
                    top.line.push(Inline::Break);
                }
            }
            Element::Root
            | Element::List(_)
            | Element::Entry
            | Element::Quote
            | Element::Table
            | Element::Row
            | Element::Strong
            | Element::Emphasis
            | Element::Struck
            | Element::Low
            | Element::High
            | Element::Code
            | Element::Typed
            | Element::Link(_)
            | Element::Foreign(_) => {
                let mut line = std::mem::take(&mut top.line);
                close(&mut line, &mut top.prose);
            }
        }
    }

    /// Closes what was opened last.
    fn pop(&mut self) {
        self.settle();
        if self.open.len() < 2 {
            return;
        }
        let Some(mut open) = self.open.pop() else {
            return;
        };
        if !open.element.is_inline() {
            let mut line = std::mem::take(&mut open.line);
            if matches!(open.element, Element::Cell | Element::Heading) {
                tidy(&mut line);
                open.line = line;
            } else {
                close(&mut line, &mut open.prose);
            }
        }
        let parent = self.top();
        match open.element {
            Element::Root => {}
            Element::Entry => parent.items.push(open.prose),
            Element::Row => parent.rows.append(&mut open.rows),
            Element::Cell => match parent.rows.last_mut() {
                Some(row) => row.push(open.line),
                None => parent.rows.push(vec![open.line]),
            },
            Element::List(first) => {
                let items = open
                    .items
                    .into_iter()
                    .filter(|item| !item.is_empty())
                    .collect::<Vec<_>>();
                parent.prose.append(&mut open.prose);
                match (items.is_empty(), first) {
                    (true, _) => {}
                    (false, None) => parent.prose.push(Block::List(items)),
                    (false, Some(first)) => parent.prose.push(Block::Numbered(first, items)),
                }
            }
            Element::Quote if open.prose.is_empty() => {}
            Element::Quote => parent.prose.push(Block::Quote(open.prose)),
            Element::Table => {
                parent.prose.append(&mut open.prose);
                parent.prose.extend(table(open.rows));
            }
            // A title inside an activity is no heading of the page: it is set apart as a line.
            Element::Heading if open.line.is_empty() => {}
            Element::Heading => parent
                .prose
                .push(Block::Paragraph(vec![Inline::Strong(open.line)])),
            Element::Typed => {
                let typed = open.typed.trim_matches('\n').to_owned();
                if !typed.trim().is_empty() {
                    parent.prose.push(Block::Code(typed));
                }
            }
            Element::Code => {
                let typed = open.typed.split_whitespace().collect::<Vec<_>>().join(" ");
                if !typed.is_empty() {
                    parent.line.push(Inline::Code(typed));
                }
            }
            Element::Strong => parent.line.push(Inline::Strong(open.line)),
            Element::Emphasis => parent.line.push(Inline::Emphasis(open.line)),
            Element::Struck => parent.line.push(Inline::Struck(open.line)),
            Element::Low => parent.line.push(Inline::Low(open.line)),
            Element::High => parent.line.push(Inline::High(open.line)),
            Element::Link(target) => parent.line.push(Inline::Link(target, open.line)),
            Element::Foreign(lang) => parent.line.push(Inline::Foreign(lang, open.line)),
        }
    }

    /// Reads what begins with `<`; gives what is behind it.
    fn markup<'h>(&mut self, html: &'h str) -> &'h str {
        if let Some(comment) = html.strip_prefix("<!--") {
            self.markup_lost(
                "a comment in HTML was left out.",
                "nobody but its writer saw it.",
            );
            return comment
                .find("-->")
                .and_then(|end| comment.get(end + 3..))
                .unwrap_or("");
        }
        if html.starts_with("<!") || html.starts_with("<?") {
            return html
                .find('>')
                .and_then(|end| html.get(end + 1..))
                .unwrap_or("");
        }
        let after = html.get(1..).unwrap_or("");
        let begins = after.strip_prefix('/').unwrap_or(after);
        if !begins.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.words.push('<');
            return after;
        }
        let Some((tag, rest)) = tag(html) else {
            // It has no end, and so nothing behind it has one.
            self.text(html);
            return "";
        };
        // `a<b and b>c` is no tag, though `b` is one: its attributes have no values.
        let meant =
            is_known(&tag.name) && tag.attributes.iter().all(|(_, value)| !value.is_empty());
        if self.lines == Lines::Break && !meant {
            // Typed by someone who meant no tag: `a<b>c`.
            self.words.push('<');
            return after;
        }
        // What is typed stands there as it is.
        if self.top().element == Element::Typed && tag.name != "pre" {
            if tag.name == "br" {
                self.words.push('\n');
            }
            return rest;
        }
        self.tag(&tag);
        if !tag.closes && RAW.contains(&tag.name.as_str()) {
            return behind(rest, &tag.name);
        }
        rest
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if !tag.closes {
            self.look_over(tag);
        }
        match name {
            "br" => self.line_end(),
            "img" => self.picture(tag),
            _ if PARAGRAPHS.contains(&name) => self.paragraph(),
            _ if tag.closes => self.close_tag(name),
            "ul" | "ol" => {
                self.paragraph();
                let first = tag
                    .attribute("start")
                    .and_then(|start| start.parse().ok())
                    .unwrap_or(1);
                self.push(Element::List((name == "ol").then_some(first)), name);
            }
            "li" => {
                self.close_up_to(&["ul", "ol"]);
                self.paragraph();
                if !matches!(self.top().element, Element::List(_)) {
                    self.push(Element::List(None), "ul");
                }
                self.push(Element::Entry, name);
            }
            "blockquote" => {
                self.paragraph();
                self.push(Element::Quote, name);
            }
            "pre" => {
                self.paragraph();
                self.push(Element::Typed, name);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.paragraph();
                self.push(Element::Heading, name);
            }
            "table" => {
                self.paragraph();
                self.push(Element::Table, name);
            }
            "tr" => {
                self.close_up_to(&["table"]);
                self.push(Element::Row, name);
                self.top().rows.push(Vec::new());
            }
            "td" | "th" => {
                self.close_up_to(&["tr", "table"]);
                if self.top().element == Element::Table {
                    self.push(Element::Row, "tr");
                    self.top().rows.push(Vec::new());
                }
                if self.top().element == Element::Row {
                    self.push(Element::Cell, name);
                } else {
                    self.paragraph();
                }
            }
            _ => {
                if let Some(element) = self.inline(tag) {
                    self.settle();
                    let again = self.open.iter().any(|open| open.element == element);
                    // In typed code and in what is so already, it makes no difference.
                    if !again && self.top().element != Element::Code {
                        self.push(element, name);
                    }
                }
            }
        }
    }

    /// What a tag in a line becomes.
    fn inline(&mut self, tag: &Tag<'_>) -> Option<Element> {
        match tag.name.as_str() {
            "b" | "strong" => Some(Element::Strong),
            "i" | "em" => Some(Element::Emphasis),
            "s" | "del" | "strike" => Some(Element::Struck),
            "sub" => Some(Element::Low),
            "sup" => Some(Element::High),
            "code" | "kbd" | "samp" | "tt" => Some(Element::Code),
            "a" => {
                let to = tag.attribute("href")?;
                if Target::allows(&to) {
                    return Some(Element::Link(Target::Out(to)));
                }
                if to.to_ascii_lowercase().starts_with("javascript:") {
                    self.script();
                } else {
                    self.report.add(
                        &rule::MARKUP_LOST,
                        self.span.clone(),
                        format!(
                            "a link to `{}` was left out; its words are kept.",
                            short(&to)
                        ),
                        "link to an address that starts with `https://`, if there is one.",
                    );
                }
                None
            }
            _ => {
                let lang = tag
                    .attribute("lang")
                    .or_else(|| tag.attribute("xml:lang"))?;
                Lang::new(lang.split('-').next().unwrap_or(""))
                    .ok()
                    .map(Element::Foreign)
            }
        }
    }

    /// Says what of a tag has no counterpart.
    fn look_over(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if name == "script" {
            self.script();
        } else if name == "style" {
            self.markup_lost(
                "a style sheet in HTML was left out.",
                "where the look says something, say it in words.",
            );
        } else if LOADED.contains(&name) {
            let from = tag.attribute("src").or_else(|| tag.attribute("data"));
            let from = from
                .map(|from| format!(" (`{}`)", short(&from)))
                .unwrap_or_default();
            self.report.add(
                &rule::FILE_LEFT_OUT,
                self.span.clone(),
                format!("what `<{}>` shows was left out{from}.", short(name)),
                "link to it, or put a picture into the course's `media/`.",
            );
        } else if LOOKS.contains(&name) || !is_known(name) {
            let what = format!(
                "`<{}>` has no counterpart; the words in it are kept.",
                short(name)
            );
            self.markup_lost(&what, "look whether the text says what it said.");
        }
        for (attribute, _) in &tag.attributes {
            if attribute.starts_with("on") {
                self.script();
            } else if matches!(
                attribute.as_str(),
                "style" | "color" | "bgcolor" | "face" | "size" | "align"
            ) {
                self.markup_lost(
                    "the look of a text (its colour, size, place) has no counterpart.",
                    "where the look says something, say it in words.",
                );
            } else if matches!(attribute.as_str(), "colspan" | "rowspan") {
                self.markup_lost(
                    "a cell of a table that stands over several has no counterpart.",
                    "look at the table, and fill its cells.",
                );
            }
        }
    }

    fn markup_lost(&self, what: &str, help: &str) {
        self.report
            .once(&rule::MARKUP_LOST, self.span.clone(), what, help);
    }

    fn script(&self) {
        self.report.once(
            &rule::SCRIPT_LEFT_OUT,
            self.span.clone(),
            "a program in this text was left out.",
            "look whether the text makes sense without it.",
        );
    }

    fn picture(&mut self, tag: &Tag<'_>) {
        let (from, words) = (tag.attribute("src"), tag.attribute("alt"));
        let from = from.unwrap_or_default();
        // What is before the first `;` of a picture that is written into the text is enough.
        let named = from.split(';').next().unwrap_or("");
        let named = named.rsplit('/').next().unwrap_or("");
        self.report.add(
            &rule::FILE_LEFT_OUT,
            self.span.clone(),
            format!("the picture `{}` was left out; its words are kept.", short(named)),
            "put it into the course's `media/`, and write `![what it shows](file.png)` in a paragraph of its own.",
        );
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            self.words.push_str(&format!(" ({words}) "));
        }
    }

    /// Closes what `</name>` closes, and what stands in it; nothing when nothing of that name is open.
    fn close_tag(&mut self, name: &str) {
        self.settle();
        let wanted = |open: &Open| {
            let heading = |name: &str| name.len() == 2 && name.starts_with('h');
            open.name == name || (heading(&open.name) && heading(name))
        };
        let Some(at) = self.open.iter().rposition(wanted) else {
            return;
        };
        // `</b>` does not close the list it stands in.
        let inner = self.open.get(at + 1..).unwrap_or(&[]);
        let inline = self
            .open
            .get(at)
            .is_some_and(|open| open.element.is_inline());
        if inline && inner.iter().any(|open| !open.element.is_inline()) {
            return;
        }
        while self.open.len() > at {
            self.pop();
        }
    }

    /// Closes what is open inside the nearest of `names`.
    fn close_up_to(&mut self, names: &[&str]) {
        self.settle();
        let within = |open: &Open| names.contains(&open.name.as_str());
        let Some(at) = self.open.iter().rposition(within) else {
            return;
        };
        while self.open.len() > at + 1 {
            self.pop();
        }
    }

    fn finish(mut self) -> Prose {
        self.settle();
        while self.open.len() > 1 {
            self.pop();
        }
        self.paragraph();
        let root = self.open.pop();
        root.map(|root| root.prose).unwrap_or_default()
    }
}

/// A table of `rows`, the first being its head; each row is made as long as the longest.
fn table(rows: Vec<Vec<Text>>) -> Option<Block> {
    let mut rows: Vec<_> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    let width = rows.iter().map(Vec::len).max()?;
    for row in &mut rows {
        row.resize(width, Text::new());
    }
    let head = rows.remove(0);
    // A table of one row is a line.
    if rows.is_empty() {
        let mut line = Text::new();
        for cell in head {
            if !line.is_empty() {
                line.push(Inline::Text(" ".to_owned()));
            }
            line.extend(cell);
        }
        tidy(&mut line);
        return (!line.is_empty()).then_some(Block::Paragraph(line));
    }
    Some(Block::Table(Table {
        numeric: vec![false; width],
        head,
        rows,
    }))
}

/// `text`, short enough for a message.
pub(crate) fn short(text: &str) -> String {
    let mut short: String = text
        .chars()
        .filter(|c| !c.is_control() && *c != '`')
        .take(NAME)
        .collect();
    if text.chars().count() > NAME {
        short.push('…');
    }
    short
}

/// What stands behind `</name>`; nothing when it is never closed.
fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        rest = rest.get(at + 2..).unwrap_or("");
        let found = rest
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name));
        let ends = rest
            .get(name.len()..)
            .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if found && ends {
            return rest
                .find('>')
                .and_then(|end| rest.get(end + 1..))
                .unwrap_or("");
        }
    }
    ""
}

/// The tag that `html` begins with, and what is behind it; nothing when it never ends.
fn tag(html: &str) -> Option<(Tag<'_>, &str)> {
    let inner = html.get(1..)?;
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/');
    let (name, mut rest) = inner.split_at(inner.find(ends)?);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            let name = name.to_ascii_lowercase();
            return Some((
                Tag {
                    name,
                    closes,
                    attributes,
                },
                behind,
            ));
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
        // A `=` without a name before it is a part of a name, as browsers have it.
        let end = if end == 0 { 1 } else { end };
        let (name, behind) = rest.split_at(end);
        let name = name.to_ascii_lowercase();
        rest = behind.trim_start();
        let Some(given) = rest.strip_prefix('=') else {
            attributes.push((name, ""));
            continue;
        };
        let given = given.trim_start();
        let (value, behind) = match given.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = given.get(1..)?;
                let end = inside.find(quote)?;
                (inside.get(..end)?, inside.get(end + 1..)?)
            }
            Some(_) | None => {
                given.split_at(given.find(|c: char| c.is_ascii_whitespace() || c == '>')?)
            }
        };
        attributes.push((name, value));
        rest = behind;
    }
}

/// The characters that `text` stands for, its character references resolved.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let after = rest.get(at + 1..).unwrap_or("");
        match reference(after) {
            Some((characters, length)) => {
                out.push_str(&characters);
                rest = after.get(length..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The characters of the reference that `text` begins with, behind its `&`, and its length.
fn reference(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(NAME).position(|byte| byte == b';')?;
    let name = text.get(..end)?;
    let sound = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if name.is_empty() || !sound {
        return None;
    }
    let resolved = match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "nbsp" => "\u{a0}".to_owned(),
        _ => of_markdown(name)?,
    };
    Some((resolved, end + 1))
}

/// The reader of Markdown has the table of all the others: what is left as it was is none of them.
fn of_markdown(name: &str) -> Option<String> {
    use pulldown_cmark::{Event, Parser};
    let written = format!("&{name};");
    let mut resolved = String::new();
    for event in Parser::new(&written) {
        if let Event::Text(text) = event {
            resolved.push_str(&text);
        }
    }
    (resolved != written && !resolved.is_empty()).then_some(resolved)
}
