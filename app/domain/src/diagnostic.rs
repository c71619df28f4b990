//! What `boucle check` says of a source: values, with a place in the author's own file.

use std::ops::Range;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The course can be published; a learner will stumble.
    Warning,
    /// The course can't be published.
    Error,
}

/// One thing that `boucle check` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule; it finishes "this lesson has a …".
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file, from the folder that was checked, with `/` between its parts.
    pub file: String,
    /// The bytes of that file it is about.
    pub span: Range<usize>,
    /// What is there, in one sentence.
    pub what: String,
    /// What it does to the learner.
    pub why: String,
    /// What to do.
    pub help: String,
}

/// A place in a text, as people count: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl Position {
    /// The position of the byte `at` in `text`. Past the end is the end; inside a character is
    /// that character.
    pub fn of(text: &str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = text.get(..at).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters() {
        let text = "été\nà « là »";
        assert_eq!(Position::of(text, 0), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, 5), Position { line: 1, column: 4 });
        assert_eq!(
            Position::of(text, text.len()),
            Position { line: 2, column: 9 }
        );
        assert_eq!(Position::of(text, 1), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, 999), Position::of(text, text.len()));
    }
}
