//! From Markdown's nodes to a line of text: emphasis, links, words, numbers, pictures.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::{
    fields::short,
    markdown::{Node, Part},
    near, picture,
    reader::Reader,
    script,
};
use crate::{
    id::{Id, Lang},
    prose::{self, Inline, Picture, Target, Text},
    rule,
};

impl<'a> Reader<'a> {
    /// A line of text; what can't stand in one is a finding.
    pub(crate) fn line<'n>(&self, nodes: impl Iterator<Item = &'n Node<'n>>) -> Text {
        let mut text: Text = Vec::new();
        for node in nodes {
            for inline in self.inline(node) {
                match (text.last_mut(), inline) {
                    (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
                    (_, inline) => text.push(inline),
                }
            }
        }
        text
    }

    fn inline(&self, node: &Node<'_>) -> Vec<Inline> {
        if let Part::Text(text) = &node.part {
            self.look_for_footnotes(&node.span);
            return script::split(&text.replace('\n', " "), self.source(node.span.clone()));
        }
        self.single(node).into_iter().collect()
    }

    fn single(&self, node: &Node<'_>) -> Option<Inline> {
        let span = node.span.clone();
        match &node.part {
            Part::Text(text) => Some(Inline::Text(text.clone())),
            Part::Code(code) => Some(Inline::Code(code.to_string())),
            Part::Math(tex) => self.math(node, tex, false).map(Inline::Math),
            Part::DisplayMath(tex) => self.math(node, tex, true).map(Inline::Math),
            Part::Html => self.html(span),
            Part::Footnote(label) => match self.footnote(label) {
                Some(number) => Some(Inline::Footnote(number)),
                None => self.misplaced(
                    span,
                    "a footnote stands in the text of a page, outside activities and notes.",
                ),
            },
            Part::SoftBreak => Some(Inline::Text(" ".to_owned())),
            Part::HardBreak => Some(Inline::Break),
            Part::Line | Part::Task(_) => None,
            Part::Held(tag) => self.held(node, tag),
        }
    }

    fn held(&self, node: &Node<'_>, tag: &Tag<'_>) -> Option<Inline> {
        let span = node.span.clone();
        let inner = || self.line(node.held.iter());
        match tag {
            Tag::Emphasis => Some(Inline::Emphasis(inner())),
            Tag::Strong => Some(Inline::Strong(inner())),
            Tag::Strikethrough => Some(Inline::Struck(inner())),
            Tag::Superscript => Some(Inline::High(inner())),
            Tag::Subscript => Some(Inline::Low(inner())),
            Tag::Link { dest_url, .. } => Some(self.link(node, dest_url)),
            Tag::Image { dest_url, .. } => {
                if self.shelf.pictures.contains_key(&**dest_url) {
                    self.uses.borrow_mut().pictures.insert(dest_url.to_string());
                }
                self.add(
                    &rule::PICTURE_IN_A_LINE,
                    span,
                    "this picture stands in a line of text.",
                    "give it a paragraph of its own, with an empty line before and after.",
                );
                None
            }
            // A paragraph in a paragraph and the like: Markdown does not make them.
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_) => {
                self.misplaced(span, "this belongs in a paragraph of its own.")
            }
        }
    }

    /// Markdown leaves `[^label]` as text when there is no such footnote.
    fn look_for_footnotes(&self, span: &Range<usize>) {
        let source = self.source(span.clone());
        for (at, _) in source.match_indices("[^") {
            // A label is short; looking on to the end of the file each time would take for ever.
            let end = (at..=source.len().min(at + 100))
                .rev()
                .find(|end| source.is_char_boundary(*end));
            let rest = source.get(at..end.unwrap_or(at)).unwrap_or("");
            let Some(end) = rest.find(']') else { continue };
            let label = rest.get(2..end).unwrap_or("");
            let escaped = at > 0 && source.as_bytes().get(at - 1) == Some(&b'\\');
            if !escaped && !label.is_empty() && !label.contains(char::is_whitespace) {
                self.add(
                    &rule::FOOTNOTE_WITHOUT_TEXT,
                    span.start + at..span.start + at + end + 1,
                    format!("the footnote `[^{}]` has no text here.", short(label)),
                    format!(
                        "write `[^{}]: …` in a paragraph of its own on the same page.",
                        short(label)
                    ),
                );
            }
        }
    }

    fn link(&self, node: &Node<'_>, to: &str) -> Inline {
        let span = node.span.clone();
        let text = self.line(node.held.iter());
        let words = prose::plain(&text);
        if words.trim().is_empty() {
            self.add(
                &rule::LINK_WITHOUT_WORDS,
                span.clone(),
                "there are no words in the square brackets of this link.",
                "write what the link is about: `[words](…)`.",
            );
        }
        match to.split_once(':') {
            Some(("glossary", name)) => match self.known(
                name,
                &span,
                self.shelf.words.keys(),
                "word",
                "glossary.toml",
            ) {
                Some(id) => {
                    self.uses.borrow_mut().words.insert(id.clone());
                    Inline::Term(id, text)
                }
                None => Inline::Emphasis(text),
            },
            Some(("figure", name)) => match self.figure(name, &words, &span) {
                Some(id) => Inline::Figure(id, text),
                None => Inline::Emphasis(text),
            },
            Some(("lang", code)) => match Lang::new(code) {
                Ok(lang) => Inline::Foreign(lang, text),
                Err(_) => {
                    self.add(
                        &rule::LINK_TO_NOWHERE,
                        span,
                        format!("`{}` is not the code of a language.", short(code)),
                        "write two or three lower-case letters, as in `lang:fr`.",
                    );
                    Inline::Emphasis(text)
                }
            },
            Some(("lesson", place)) => self.inside(place, &span, true, text),
            Some(("page", place)) => self.inside(place, &span, false, text),
            Some(_) | None => self.out(to, &span, text),
        }
    }

    /// The id `name`, if `known` has it.
    fn known<'k>(
        &self,
        name: &str,
        span: &Range<usize>,
        known: impl Iterator<Item = &'k Id> + Clone,
        what: &str,
        file: &str,
    ) -> Option<Id> {
        if let Some(id) = known.clone().find(|id| id.as_str() == name) {
            return Some(id.clone());
        }
        let what = format!("{file} has no {what} called `{}`.", short(name));
        let help = match near::nearest(name, known.map(Id::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add it to {file}, or take the link away."),
        };
        self.add(&rule::LINK_TO_NOWHERE, span.clone(), what, help);
        self.uses.borrow_mut().astray.insert(file.to_owned());
        None
    }

    /// The number `name` of figures.toml, which the lesson then carries; says so when there is none,
    /// or when `words` name another.
    pub(crate) fn figure(&self, name: &str, words: &str, span: &Range<usize>) -> Option<Id> {
        let numbers = self.shelf.numbers.keys();
        let id = self.known(name, span, numbers, "number", "figures.toml")?;
        self.compare(&id, words, span);
        self.uses.borrow_mut().numbers.insert(id.clone());
        Some(id)
    }

    /// Says so when the words of a figure name another number than its table.
    fn compare(&self, id: &Id, words: &str, span: &Range<usize>) {
        let Some(number) = self.shelf.numbers.get(id) else {
            return;
        };
        let said = numbers(words);
        let meant: Option<f64> = number.value.replace('_', "").parse().ok();
        let Some(meant) = meant else { return };
        if !said.is_empty() && !said.iter().any(|said| (said - meant).abs() < 1e-9) {
            self.add(
                &rule::FIGURE_OUT_OF_STEP,
                span.clone(),
                format!(
                    "the text says another number than figures.toml, where it is {}.",
                    number.value
                ),
                "write the same number in both places.",
            );
        }
    }

    fn inside(&self, place: &str, span: &Range<usize>, lesson: bool, text: Text) -> Inline {
        let (first, second) = place
            .split_once('#')
            .map_or((place, None), |(a, b)| (a, Some(b)));
        let target = match (Id::new(first), second.map(Id::new), lesson) {
            (Ok(lesson), None, true) => Some(Target::Lesson(lesson, None)),
            (Ok(lesson), Some(Ok(page)), true) => Some(Target::Lesson(lesson, Some(page))),
            (Ok(page), None, false) => Some(Target::Page(page)),
            _ => None,
        };
        let Some(target) = target else {
            self.add(
                &rule::LINK_TO_NOWHERE,
                span.clone(),
                "the place this link names does not have the form of an id.",
                "write `lesson:its-id`, `lesson:its-id#page` or `page:its-id`.",
            );
            return Inline::Emphasis(text);
        };
        self.vague(&text, span);
        self.uses
            .borrow_mut()
            .links
            .push((target.clone(), span.clone()));
        Inline::Link(target, text)
    }

    fn out(&self, to: &str, span: &Range<usize>, text: Text) -> Inline {
        if !Target::allows(to) {
            self.add(
                &rule::LINK_OF_UNKNOWN_SORT,
                span.clone(),
                format!("a link can't go to `{}`.", short(to)),
                "write an address that starts with `https://` or `mailto:` and has neither spaces nor letters \
                 with accents, or `lesson:`, `page:`, `glossary:`, `figure:` or `lang:`.",
            );
            return Inline::Emphasis(text);
        }
        self.vague(&text, span);
        Inline::Link(Target::Out(to.to_owned()), text)
    }

    fn vague(&self, text: &Text, span: &Range<usize>) {
        let words = prose::plain(text).trim().to_lowercase();
        let vague = [
            "here",
            "click here",
            "this",
            "link",
            "this link",
            "more",
            "read more",
            "ici",
            "cliquez ici",
            "ce lien",
            "lien",
            "en savoir plus",
            "lire la suite",
        ];
        if vague.contains(&words.as_str()) {
            self.add(
                &rule::VAGUE_LINK,
                span.clone(),
                format!("the words of this link are only “{words}”."),
                "put the words in brackets that say where the link goes.",
            );
        }
    }

    /// The picture `file` of `media/`.
    pub(crate) fn picture(&self, node: &Node<'_>, file: &str, caption: &str) -> Option<Picture> {
        let span = node.span.clone();
        let alt = prose::plain(&self.line(node.held.iter()));
        if alt.trim().is_empty() {
            self.add(
                &rule::PICTURE_WITHOUT_WORDS,
                span.clone(),
                "there are no words in the square brackets of this picture.",
                "write what it shows: `![what it shows](file.svg)`.",
            );
        }
        let known = self.shelf.pictures.get(file);
        if known.is_some() {
            self.uses.borrow_mut().pictures.insert(file.to_owned());
        }
        let (width, height) = match known {
            Some(Some(size)) => *size,
            // Its own finding says what is wrong with the file.
            Some(None) => return None,
            None => {
                let what = format!("there is no picture `{}` in `media/`.", short(file));
                let names = self.shelf.pictures.keys().map(String::as_str);
                let help = if file.contains('/') {
                    "write the name alone, without a folder: pictures stand in the course's `media/`.".to_owned()
                } else if let Some(near) = near::nearest(file, names) {
                    format!("did you mean `{near}`?")
                } else if picture::is_picture(file) {
                    "put the file into the course's `media/` folder.".to_owned()
                } else {
                    "a picture is an SVG, PNG, JPEG, WebP or GIF file, its ending in lower-case letters.".to_owned()
                };
                self.add(&rule::MISSING_PICTURE, span, what, help);
                return None;
            }
        };
        Some(Picture {
            file: file.to_owned(),
            alt: alt.trim().to_owned(),
            caption: caption.trim().to_owned(),
            width,
            height,
        })
    }
}

/// The bytes of the `{#key}` that ends `span`: the whole of it, and the key.
pub(crate) fn key_at_end(source: &str, span: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = source.get(span.clone())?.trim_end();
    let inner = text.strip_suffix('}')?;
    let open = inner.rfind("{#")?;
    (!inner.get(open..)?.contains(['}', '\n'])).then_some(())?;
    let start = span.start + open;
    Some((
        start..span.start + text.len(),
        start + 2..span.start + inner.len(),
    ))
}

/// The numbers in `words`, with a decimal point or comma.
fn numbers(words: &str) -> Vec<f64> {
    let mut numbers = Vec::new();
    let spaces = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];
    let letters: Vec<char> = words.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut text = String::new();
        if at > 0 && matches!(letters[at - 1], '-' | '−') {
            text.push('-');
        }
        while let Some(c) = letters.get(at) {
            let digit_next = letters.get(at + 1).is_some_and(char::is_ascii_digit);
            match c {
                c if c.is_ascii_digit() => text.push(*c),
                '.' | ',' if digit_next => text.push('.'),
                c if spaces.contains(c) && digit_next => {}
                _ => break,
            }
            at += 1;
        }
        numbers.extend(text.parse::<f64>().ok());
        // In English a comma may part the thousands.
        numbers.extend(
            text.replace('.', "")
                .parse::<f64>()
                .ok()
                .filter(|_| text.contains('.')),
        );
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_either_language_writes_them() {
        assert!(numbers("89.1%").contains(&89.1));
        assert!(numbers("89,1 %").contains(&89.1));
        assert!(numbers("1,500 kg").contains(&1500.0));
        assert!(numbers("1 500 kg").contains(&1500.0));
        assert!(numbers("−3 °C").contains(&-3.0));
        assert!(numbers("about").is_empty());
    }
}
