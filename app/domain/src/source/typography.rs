//! The spaces and apostrophes of French.
//!
//! Only what is there is changed: a space is made unbreakable where one stands, never added.

use crate::{
    id::Lang,
    prose::{Block, Inline, Prose},
};

/// A narrow space at which no line breaks.
const NARROW: char = '\u{202f}';
/// A space at which no line breaks.
const WIDE: char = '\u{a0}';

/// `text` as it is printed in `lang`.
pub(crate) fn words(text: &str, lang: &Lang) -> String {
    if lang.as_str() == "fr" {
        french(text, false)
    } else {
        text.to_owned()
    }
}

/// Sets every text of `blocks` as it is printed in `lang`.
pub(crate) fn blocks(blocks: &mut Prose, lang: &Lang) {
    for block in blocks {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) => line(text, lang),
            Block::List(items) | Block::Numbered(_, items) => {
                items.iter_mut().for_each(|item| self::blocks(item, lang));
            }
            Block::Table(table) => {
                table
                    .head
                    .iter_mut()
                    .chain(table.rows.iter_mut().flatten())
                    .for_each(|cell| line(cell, lang));
            }
            Block::Picture(picture) => {
                picture.alt = words(&picture.alt, lang);
                picture.caption = words(&picture.caption, lang);
            }
            Block::Callout(_, held) | Block::Quote(held) => self::blocks(held, lang),
            Block::Definitions(list) => {
                for (term, meanings) in list {
                    line(term, lang);
                    meanings
                        .iter_mut()
                        .for_each(|meaning| self::blocks(meaning, lang));
                }
            }
            Block::Code(_) | Block::Math(_) => {}
        }
    }
}

/// Sets a line as it is printed in `lang`.
pub(crate) fn line(text: &mut [Inline], lang: &Lang) {
    let last = text.len();
    for (n, inline) in text.iter_mut().enumerate() {
        match inline {
            Inline::Text(characters) => {
                if lang.as_str() == "fr" {
                    *characters = french(characters, n + 1 < last);
                }
            }
            Inline::Emphasis(held)
            | Inline::Strong(held)
            | Inline::Struck(held)
            | Inline::Low(held)
            | Inline::High(held)
            | Inline::Link(_, held)
            | Inline::Term(_, held)
            | Inline::Figure(_, held) => line(held, lang),
            Inline::Foreign(other, held) => {
                let other = other.clone();
                line(held, &other);
            }
            Inline::Code(_) | Inline::Footnote(_) | Inline::Math(_) | Inline::Break => {}
        }
    }
}

/// Sets characters of a line, right after which something else comes, as they are printed in `lang`.
pub(crate) fn before(characters: &mut String, lang: &Lang) {
    if lang.as_str() == "fr" {
        *characters = french(characters, true);
    }
}

/// `text` with French spaces and apostrophes; `followed` when more comes right after it.
fn french(text: &str, followed: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let set = match (c, next) {
            (' ', Some(';' | '!' | '?')) => NARROW,
            (' ', Some(':' | '%' | '»')) => WIDE,
            (' ', _) if before == Some('«') => WIDE,
            ('\'', _) => {
                let letter = |c: char| c.is_alphabetic();
                let after = next.map_or(followed, letter);
                if before.is_some_and(letter) && after {
                    '’'
                } else {
                    c
                }
            }
            _ => c,
        };
        out.push(set);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_spaces_do_not_break_and_apostrophes_are_curved() {
        let fr = |text| french(text, false);
        assert_eq!(
            fr("Quoi ? Là ; oui !"),
            "Quoi\u{202f}? Là\u{202f}; oui\u{202f}!"
        );
        assert_eq!(
            fr("Note : 95 % « ici »"),
            "Note\u{a0}: 95\u{a0}% «\u{a0}ici\u{a0}»"
        );
        assert_eq!(fr("l'eau d'Ève, 'x'"), "l’eau d’Ève, 'x'");
        assert_eq!(french("l'", true), "l’");
        let mut before = "à l'".to_owned();
        super::before(&mut before, &Lang::new("fr").expect("a code"));
        assert_eq!(before, "à l’");
        assert_eq!(french("l'", false), "l'");
    }

    #[test]
    fn nothing_is_added_where_no_space_stands() {
        for as_it_is in ["12:30", "a;b", "https://a.fr/?q=1", "«ici»", "100%"] {
            assert_eq!(french(as_it_is, false), as_it_is);
        }
    }

    #[test]
    fn other_languages_are_left_alone() {
        let en = Lang::new("en").expect("a code");
        assert_eq!(words("it's 5 %", &en), "it's 5 %");
    }
}
