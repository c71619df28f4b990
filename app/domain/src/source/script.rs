//! `H~2~O` and `m^3^`: set low and set high, right behind a letter.
//!
//! The Markdown reader knows both only between spaces, where nobody needs them.

use crate::prose::Inline;

/// So many characters may be set low or high in one go.
const LONGEST: usize = 20;

/// `text` with what stands between `~` or `^` set low or high. In `source`, what the author typed,
/// a backslash keeps the sign as it is.
pub(crate) fn split(text: &str, source: &str) -> Vec<Inline> {
    let marks: Vec<char> = ['~', '^']
        .into_iter()
        .filter(|mark| !source.contains(&format!("\\{mark}")))
        .collect();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // One may stand right behind another: x~1~^2^.
        let behind = plain.chars().next_back().or(pieces.last().map(|_| ')'));
        let opens = marks.contains(&c)
            && behind.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']'));
        match opens.then(|| enclosed(rest, c)).flatten() {
            Some(held) => {
                if !plain.is_empty() {
                    pieces.push(Inline::Text(std::mem::take(&mut plain)));
                }
                let inner = vec![Inline::Text(held.to_owned())];
                pieces.push(if c == '~' {
                    Inline::Low(inner)
                } else {
                    Inline::High(inner)
                });
                rest = rest.get(held.len() + 2..).unwrap_or("");
            }
            None => {
                plain.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or("");
            }
        }
    }
    if !plain.is_empty() {
        pieces.push(Inline::Text(plain));
    }
    pieces
}

/// What stands between the `mark` that begins `text` and the next one.
fn enclosed(text: &str, mark: char) -> Option<&str> {
    let inner = text.get(1..)?;
    let end = inner
        .char_indices()
        .take(LONGEST + 1)
        .find(|(_, c)| *c == mark)?
        .0;
    let held = inner.get(..end)?;
    let sound = |c: char| {
        c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '.' | ',' | '(' | ')' | '/' | '=')
    };
    (!held.is_empty() && held.chars().all(sound)).then_some(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut shown = String::new();
        for piece in split(text, text) {
            let held = crate::prose::plain(std::slice::from_ref(&piece));
            if matches!(piece, Inline::Low(_)) {
                shown += &format!("<{held}>");
            } else if matches!(piece, Inline::High(_)) {
                shown += &format!("[{held}]");
            } else {
                shown += &held;
            }
        }
        shown
    }

    #[test]
    fn what_stands_between_the_signs_is_set_low_or_high() {
        assert_eq!(shown("H~2~O and CO~2~."), "H<2>O and CO<2>.");
        assert_eq!(shown("m^3^, 10^-3^, x~1~^2^"), "m[3], 10[-3], x<1>[2]");
    }

    #[test]
    fn other_uses_of_the_signs_are_left_alone() {
        for text in [
            "~5 kg and ~6 kg",
            "a~b c~d",
            "2^ 3^",
            "~",
            "^",
            "a~",
            "a~~",
            "a\\~b~",
            "10~20 and 30~40",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
