//! Names that are given and never counted.

use std::{fmt, sync::Mutex};

use serde::{Deserialize, Serialize};

use crate::json::{Doubt, Read, Value};

/// The name of a course, a module, a lesson, a page, an activity, a key, a competency.
///
/// 1 to 64 lower-case ASCII letters, digits, hyphens and dots; the first is a letter or a digit.
/// Progress hangs on it, so an id is never changed and never used for something else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(
    /// Always of the form above: `Id::new` is the only way in.
    Kept,
);

/// A text that stays. (Named, because serde would borrow what it sees to be a reference.)
type Kept = &'static str;

/// The one copy of `text`, which stays as long as the program runs.
///
/// Names are few, and what has one lives long: a course, a log. So they are never given back, and
/// a copy of one costs neither memory nor the code that copies and frees texts.
fn keep(text: &str) -> &'static str {
    static KEPT: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut kept = match KEPT.lock() {
        Ok(kept) => kept,
        // Whoever failed while holding it had not changed it by half.
        Err(broken) => broken.into_inner(),
    };
    let at = match kept.binary_search_by(|have| (*have).cmp(text)) {
        Ok(at) => at,
        Err(at) => {
            kept.insert(at, Box::leak(text.into()));
            at
        }
    };
    kept[at]
}

/// The text is not an [`Id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}

impl Id {
    /// The id written in `text`, or [`NotAnId`] when it has another form.
    pub fn new(text: &str) -> Result<Self, NotAnId> {
        let sound = |(n, byte): (usize, u8)| match byte {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' | b'.' => n > 0,
            _ => false,
        };
        if text.is_empty() || text.len() > 64 || !text.bytes().enumerate().all(sound) {
            return Err(NotAnId);
        }
        Ok(Self(keep(text)))
    }

    /// What stands in for an id while reading goes on after a fault; never seen outside.
    pub(crate) fn stand_in() -> Self {
        Self("")
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        self.0
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;
    fn try_from(text: String) -> Result<Self, NotAnId> {
        Self::new(&text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.0.to_owned()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A language a course is written in: two or three lower-case letters (ISO 639).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(
    /// Two or three lower-case letters.
    Kept,
);

impl Lang {
    /// The language named by `text`, or [`NotAnId`] when it is no language code.
    pub fn new(text: &str) -> Result<Self, NotAnId> {
        if !matches!(text.len(), 2 | 3) || !text.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(NotAnId);
        }
        Ok(Self(keep(text)))
    }

    /// What stands in for a language while reading goes on after a fault; never seen outside.
    pub(crate) fn stand_in() -> Self {
        Self("")
    }

    /// The code, as in an HTML `lang` attribute.
    pub fn as_str(&self) -> &str {
        self.0
    }
}

impl TryFrom<String> for Lang {
    type Error = NotAnId;
    fn try_from(text: String) -> Result<Self, NotAnId> {
        Self::new(&text)
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> String {
        lang.0.to_owned()
    }
}

/// One short text in several languages, in the order of the course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(
    /// At most one entry per language.
    Vec<(Lang, String)>,
);

impl Texts {
    /// Collects the entries; a language given twice keeps its first text.
    pub fn new(entries: impl IntoIterator<Item = (Lang, String)>) -> Self {
        let mut kept: Vec<(Lang, String)> = Vec::new();
        for (lang, text) in entries {
            if !kept.iter().any(|(have, _)| *have == lang) {
                kept.push((lang, text));
            }
        }
        Self(kept)
    }

    /// The text in `lang`; if there is none, in the first language there is; else empty.
    pub fn in_lang(&self, lang: &str) -> &str {
        let find = |(have, text): &&(Lang, String)| have.as_str() == lang && !text.is_empty();
        let entry = self.0.iter().find(find).or_else(|| self.0.first());
        entry.map_or("", |(_, text)| text.as_str())
    }

    /// The text in exactly `lang`.
    pub fn get(&self, lang: &Lang) -> Option<&str> {
        self.0
            .iter()
            .find(|(have, _)| have == lang)
            .map(|(_, text)| text.as_str())
    }
}

impl Read for Texts {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Self(Vec::read(value, doubt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_and_starts_with_a_letter_or_digit() {
        for sound in ["a", "two-words", "loops.order", "9r", &"a".repeat(64)] {
            assert!(Id::new(sound).is_ok(), "{sound}");
        }
        for other in [
            "",
            "-a",
            ".a",
            "A",
            "é",
            "a b",
            "a/b",
            "..",
            "a\0",
            &"a".repeat(65),
        ] {
            assert!(Id::new(other).is_err(), "{other:?}");
        }
    }

    #[test]
    fn a_missing_language_falls_back_to_the_first_one() {
        let lang = |code| Lang::new(code).expect("a code");
        let texts = Texts::new([(lang("en"), "loop".into()), (lang("fr"), "boucle".into())]);
        assert_eq!(texts.in_lang("fr"), "boucle");
        assert_eq!(texts.in_lang("lv"), "loop");
        assert_eq!(texts.get(&lang("lv")), None);
    }
}
