//! Text as a small tree, without markup of any kind.
//!
//! Author sources become this tree; the player walks it. No string in it is ever read as HTML.

use serde::{Deserialize, Serialize};

use crate::{
    id::{Id, Lang},
    json::{read_enum, read_struct},
};

/// Some blocks of text.
pub type Prose = Vec<Block>;

/// A run of text with its emphasis, links and words.
pub type Text = Vec<Inline>;

/// One block of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading below the page's own: level 2 to 4.
    #[serde(rename = "h")]
    Heading(u8, Text),
    /// A paragraph.
    #[serde(rename = "p")]
    Paragraph(Text),
    /// Entries without order.
    #[serde(rename = "ul")]
    List(Vec<Prose>),
    /// Entries numbered from the first number on.
    #[serde(rename = "ol")]
    Numbered(u32, Vec<Prose>),
    /// A table with a head row.
    #[serde(rename = "table")]
    Table(Table),
    /// A picture.
    #[serde(rename = "img")]
    Picture(Picture),
    /// A call-out.
    #[serde(rename = "note")]
    Callout(Tone, Prose),
    /// A quotation.
    #[serde(rename = "q")]
    Quote(Prose),
    /// Terms with one or more meanings each.
    #[serde(rename = "dl")]
    Definitions(Vec<(Text, Vec<Prose>)>),
    /// Text kept as it was typed.
    #[serde(rename = "code")]
    Code(String),
    /// A formula on a line of its own.
    #[serde(rename = "math")]
    Math(Math),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Characters.
    #[serde(rename = "t")]
    Text(String),
    /// Stressed.
    #[serde(rename = "em")]
    Emphasis(Text),
    /// Important.
    #[serde(rename = "b")]
    Strong(Text),
    /// No longer valid.
    #[serde(rename = "s")]
    Struck(Text),
    /// Set low, as in CO₂.
    #[serde(rename = "sub")]
    Low(Text),
    /// Set high, as in m³.
    #[serde(rename = "sup")]
    High(Text),
    /// As typed.
    #[serde(rename = "c")]
    Code(String),
    /// A link.
    #[serde(rename = "a")]
    Link(Target, Text),
    /// A word of the glossary.
    #[serde(rename = "w")]
    Term(Id, Text),
    /// A number with a source.
    #[serde(rename = "n")]
    Figure(Id, Text),
    /// Words in another language.
    #[serde(rename = "l")]
    Foreign(Lang, Text),
    /// The footnote of the page with this number, from 1.
    #[serde(rename = "fn")]
    Footnote(u16),
    /// A formula in the line.
    #[serde(rename = "m")]
    Math(Math),
    /// A line break.
    #[serde(rename = "br")]
    Break,
}

/// Where a link goes. Only these can be written; a scheme that is not here is a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// An `https:` or `mailto:` address.
    #[serde(rename = "out")]
    Out(String),
    /// A lesson of the course, and a page of it.
    #[serde(rename = "lesson")]
    Lesson(Id, Option<Id>),
    /// A page of this lesson.
    #[serde(rename = "page")]
    Page(Id),
}

impl Target {
    /// Whether an address may stand in [`Target::Out`]: `https://host…` or `mailto:…`, printable
    /// ASCII without spaces, quotes, angle brackets or backslashes.
    pub fn allows(address: &str) -> bool {
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("mailto:"));
        let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'`');
        rest.is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with(['/', '?', '#']) && rest.bytes().all(plain)
        })
    }
}

/// A table with a head row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// For each column whether it holds numbers (and is set to the right).
    #[serde(rename = "n")]
    pub numeric: Vec<bool>,
    /// The head of each column.
    #[serde(rename = "h")]
    pub head: Vec<Text>,
    /// The cells of each row.
    #[serde(rename = "r")]
    pub rows: Vec<Vec<Text>>,
}

/// A picture of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// In a source: the file's name in `media/`. Published: its path from the manifest's folder.
    pub file: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What stands under it; may be empty.
    pub caption: String,
    /// Width in pixels, so that nothing moves when it arrives.
    #[serde(rename = "w")]
    pub width: u32,
    /// Height in pixels.
    #[serde(rename = "h")]
    pub height: u32,
}

/// What a call-out is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Worth knowing.
    Note,
    /// Makes it easier.
    Tip,
    /// Needed to go on.
    Important,
    /// Something often goes wrong here.
    Warning,
    /// Something can be damaged here.
    Caution,
}

/// A formula, with its source in TeX for those who read it as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Math {
    /// As the author wrote it.
    pub tex: String,
    /// As a tree of MathML Core.
    #[serde(rename = "ml")]
    pub tree: Vec<MathNode>,
}

/// A node of MathML Core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MathNode {
    /// An element: its name, its attributes, what it holds.
    #[serde(rename = "e")]
    Element(String, Vec<(String, String)>, Vec<MathNode>),
    /// Characters.
    #[serde(rename = "t")]
    Text(String),
}

/// The elements a formula may be made of: MathML Core without links, actions and annotations.
pub const MATH_ELEMENTS: [&str; 22] = [
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtr",
];

/// Further elements of [`MATH_ELEMENTS`], apart because arrays have one length.
pub const MATH_ELEMENTS_MORE: [&str; 3] = ["mtext", "munder", "munderover"];

/// The attributes an element of a formula may have. None of them can load or run anything.
pub const MATH_ATTRIBUTES: [&str; 18] = [
    "accent",
    "accentunder",
    "columnalign",
    "depth",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rspace",
    "stretchy",
    "width",
];

impl MathNode {
    /// Whether the node and all it holds are within MathML Core as allowed here.
    pub fn sound(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Element(name, attributes, held) => {
                let name = name.as_str();
                (MATH_ELEMENTS.contains(&name) || MATH_ELEMENTS_MORE.contains(&name))
                    && attributes
                        .iter()
                        .all(|(name, _)| MATH_ATTRIBUTES.contains(&name.as_str()))
                    && held.iter().all(Self::sound)
            }
        }
    }
}

/// The characters of `text`, without its links and emphasis.
pub fn plain(text: &[Inline]) -> String {
    let mut out = String::new();
    gather(text, &mut out);
    out
}

/// The plain words of `prose`, a line for each of its parts.
pub fn lines(prose: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    gather_lines(prose, &mut lines);
    lines
}

fn gather_lines(prose: &[Block], lines: &mut Vec<String>) {
    for block in prose {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) => lines.push(plain(text)),
            Block::List(items) | Block::Numbered(_, items) => {
                items.iter().for_each(|item| gather_lines(item, lines));
            }
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                lines.extend(cells.map(|cell| plain(cell)));
            }
            Block::Callout(_, held) | Block::Quote(held) => gather_lines(held, lines),
            Block::Definitions(list) => {
                for (term, meanings) in list {
                    lines.push(plain(term));
                    meanings
                        .iter()
                        .for_each(|meaning| gather_lines(meaning, lines));
                }
            }
            Block::Code(typed) => lines.push(typed.clone()),
            Block::Math(math) => lines.push(math.tex.clone()),
            Block::Picture(_) => {}
        }
    }
}

fn gather(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(characters) | Inline::Code(characters) => out.push_str(characters),
            Inline::Emphasis(held)
            | Inline::Strong(held)
            | Inline::Struck(held)
            | Inline::Low(held)
            | Inline::High(held)
            | Inline::Link(_, held)
            | Inline::Term(_, held)
            | Inline::Figure(_, held)
            | Inline::Foreign(_, held) => gather(held, out),
            Inline::Math(math) => out.push_str(&math.tex),
            Inline::Footnote(_) => {}
            Inline::Break => out.push(' '),
        }
    }
}

read_enum!(Block {
    "h" => Heading(level, text),
    "p" => Paragraph(text),
    "ul" => List(items),
    "ol" => Numbered(start, items),
    "table" => Table(table),
    "img" => Picture(picture),
    "note" => Callout(tone, body),
    "q" => Quote(body),
    "dl" => Definitions(list),
    "code" => Code(typed),
    "math" => Math(math),
});
read_enum!(Inline {
    "t" => Text(characters),
    "em" => Emphasis(held),
    "b" => Strong(held),
    "s" => Struck(held),
    "sub" => Low(held),
    "sup" => High(held),
    "c" => Code(typed),
    "a" => Link(target, held),
    "w" => Term(id, held),
    "n" => Figure(id, held),
    "l" => Foreign(lang, held),
    "fn" => Footnote(number),
    "m" => Math(math),
    "br" => Break,
});
read_enum!(Target { "out" => Out(address), "lesson" => Lesson(lesson, page), "page" => Page(page) });
read_enum!(Tone {
    "note" => Note,
    "tip" => Tip,
    "important" => Important,
    "warning" => Warning,
    "caution" => Caution,
});
read_enum!(MathNode { "e" => Element(name, attributes, held), "t" => Text(characters) });
read_struct!(Table { numeric = "n", head = "h", rows = "r" });
read_struct!(Picture { file, alt, caption, width = "w", height = "h" });
read_struct!(Math { tex, tree = "ml" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_mail_addresses_leave_the_course() {
        for fine in [
            "https://www.pbl.nl/en",
            "mailto:a@b.eu",
            "https://a.b/c?d=e#f",
        ] {
            assert!(Target::allows(fine), "{fine}");
        }
        for other in [
            "http://a.b",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "https:/\\evil",
            "https://",
            "https:///x",
            "//evil",
            "",
            "https://a b",
            "file:///x",
            " https://a.b",
            "https://a.b\u{0}",
            "https://é.fr",
        ] {
            assert!(!Target::allows(other), "{other:?}");
        }
    }
}
