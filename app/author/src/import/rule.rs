//! What an import or an export can find, as `boucle explain` tells it.
//!
//! These rules are about banks, which is why they stand here and not with those of courses. Their pages
//! have the same form, and tests run the examples.

use domain::rule::Rule;

/// Writes a static for each rule, and the list of them all.
macro_rules! rules {
    ($($NAME:ident = $severity:ident $name:literal;)+) => {
        $(
            #[doc = concat!("See `rule/", $name, ".md`.")]
            pub static $NAME: Rule = Rule {
                name: $name,
                severity: domain::diagnostic::Severity::$severity,
                page: include_str!(concat!("rule/", $name, ".md")),
            };
        )+

        /// Every rule there is about banks.
        pub static ALL: &[&Rule] = &[$(&$NAME,)+];
    };
}

rules! {
    // Something is not in what was written.
    BANK_TOO_LARGE = Error "bank-too-large";
    BROKEN_XML = Error "broken-xml";
    BROKEN_ITEM = Error "broken-item";
    EMPTY_BANK = Error "empty-bank";
    ITEM_OF_UNKNOWN_KIND = Error "item-of-unknown-kind";
    ITEM_WITHOUT_KEY = Error "item-without-key";
    ITEM_OUT_OF_FORM = Error "item-out-of-form";
    UNKNOWN_COLUMN = Error "unknown-column";
    PATTERN_LOST = Error "pattern-lost";
    ACTIVITY_LEFT_OUT = Error "activity-left-out";

    // It is there, and not quite what it was.
    ENCODING_GUESSED = Warning "encoding-guessed";
    UNSEEN_CHARACTER = Warning "unseen-character";
    ESSAY_WITHOUT_MODEL = Warning "essay-without-model";
    RUBRIC_MADE_UP = Warning "rubric-made-up";
    WEIGHT_LOST = Warning "weight-lost";
    SECOND_KEY = Warning "second-key";
    REPEATED_WORDS = Warning "repeated-words";
    SETTING_LOST = Warning "setting-lost";
    MARKUP_LOST = Warning "markup-lost";
    FILE_LEFT_OUT = Warning "file-left-out";
    SCRIPT_LEFT_OUT = Warning "script-left-out";
    FORMULA_AS_TEXT = Warning "formula-as-text";
    ID_CHANGED = Warning "id-changed";
    PART_LEFT_BEHIND = Warning "part-left-behind";
}

/// The rule called `name`.
pub fn named(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
