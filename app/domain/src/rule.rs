//! The rules of `boucle check`: one named value each, with a page that explains it.
//!
//! To add one: a page `rule/<name>.md` beside this file, and a line in the list below. The name
//! finishes the sentence "this course has a …". The page says what the rule looks for, why it
//! matters to the learner (the first paragraph there is the `why` of every finding), and shows an
//! example that triggers it and one that does not; a test reads both.

use std::ops::Range;

use crate::diagnostic::{Finding, Severity};

/// What produces findings.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Finishes "this course has a …"; lower-case words joined by hyphens.
    pub name: &'static str,
    /// How much a finding of this rule matters.
    pub severity: Severity,
    /// The explanation, in Markdown.
    pub page: &'static str,
}

impl Rule {
    /// The rule called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|rule| rule.name == name)
    }

    /// The name of the rule that `name` was probably meant to be.
    pub fn nearest(name: &str) -> Option<&'static str> {
        crate::source::nearest(name, ALL.iter().map(|rule| rule.name))
    }

    /// What it looks for: the first paragraph of its page.
    pub fn what(&self) -> String {
        let body = self.page.split_once("\n\n").map_or("", |(_, body)| body);
        let first = body.split("\n\n").next().unwrap_or("");
        first.replace('\n', " ").trim().to_owned()
    }

    /// What it does to the learner: the first paragraph under "Why it matters".
    pub fn why(&self) -> String {
        let section = self
            .page
            .split("\n## Why it matters\n")
            .nth(1)
            .unwrap_or("")
            .trim_start();
        section
            .split("\n\n")
            .next()
            .unwrap_or("")
            .replace('\n', " ")
            .trim()
            .to_owned()
    }

    /// A finding of this rule: `what` is there, at the bytes `span` of `file`, and the `help`.
    pub fn finding(
        &self,
        file: &str,
        span: Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) -> Finding {
        Finding {
            rule: self.name,
            severity: self.severity,
            file: file.to_owned(),
            span,
            what: what.into(),
            why: self.why(),
            help: help.into(),
        }
    }
}

/// Writes a static for each rule, and the list of them all.
macro_rules! rules {
    ($($NAME:ident = $severity:ident $name:literal;)+) => {
        $(
            #[doc = concat!("See `rule/", $name, ".md`.")]
            pub static $NAME: Rule = Rule {
                name: $name,
                severity: Severity::$severity,
                page: include_str!(concat!("rule/", $name, ".md")),
            };
        )+

        /// Every rule there is.
        pub static ALL: &[&Rule] = &[$(&$NAME,)+];
    };
}

rules! {
    // Files.
    UNREADABLE_TEXT = Error "unreadable-text";
    BYTE_ORDER_MARK = Warning "byte-order-mark";
    FILE_TOO_LARGE = Error "file-too-large";
    FILES_WITHOUT_END = Error "files-without-end";
    LINKED_FILE = Error "linked-file";
    UNUSED_FILE = Warning "unused-file";
    MISSING_COURSE = Error "missing-course";
    MISSING_LESSON = Error "missing-lesson";

    // TOML.
    BROKEN_TOML = Error "broken-toml";
    UNKNOWN_FIELD = Error "unknown-field";
    MISSING_FIELD = Error "missing-field";
    MISTYPED_FIELD = Error "mistyped-field";
    FIELD_OUT_OF_RANGE = Error "field-out-of-range";
    MISSING_TRANSLATION = Error "missing-translation";
    ID_OUT_OF_FORM = Error "id-out-of-form";
    REPEATED_ID = Error "repeated-id";

    // The course.
    COURSE_WITHOUT_LESSON = Error "course-without-lesson";
    UNKNOWN_COMPETENCY = Error "unknown-competency";
    UNASSESSED_COMPETENCY = Warning "unassessed-competency";
    UNKNOWN_MISCONCEPTION = Error "unknown-misconception";
    UNTREATED_MISCONCEPTION = Error "untreated-misconception";
    UNSEEN_MISCONCEPTION = Warning "unseen-misconception";
    FIGURE_WITHOUT_SOURCE = Error "figure-without-source";
    UNKNOWN_SOURCE = Error "unknown-source";
    FIGURE_OUT_OF_STEP = Warning "figure-out-of-step";
    FIGURE_PAST_EXPIRY = Warning "figure-past-expiry";
    UNUSED_FIGURE = Warning "unused-figure";
    UNUSED_SOURCE = Warning "unused-source";
    UNUSED_TERM = Warning "unused-term";
    MISSING_LICENCE = Error "missing-licence";

    // The lesson.
    LESSON_WITHOUT_HEAD = Error "lesson-without-head";
    LESSON_WITHOUT_PAGE = Error "lesson-without-page";
    LESSON_WITHOUT_ACTIVITY = Warning "lesson-without-activity";
    TEXT_BEFORE_PAGE = Error "text-before-page";
    PAGE_WITHOUT_ID = Error "page-without-id";
    UNKNOWN_BEHAVIOUR = Error "unknown-behaviour";
    BEHAVIOUR_WITHOUT_ACTIVITY = Error "behaviour-without-activity";
    DRAW_OUT_OF_RANGE = Error "draw-out-of-range";
    EMPTY_PAGE = Warning "empty-page";
    EMPTY_STEP = Warning "empty-step";
    UNDERLINED_HEADING = Error "underlined-heading";
    HEADING_TOO_DEEP = Error "heading-too-deep";
    SKIPPED_HEADING = Warning "skipped-heading";
    RAW_HTML = Error "raw-html";
    INDENTED_TEXT = Warning "indented-text";
    UNKNOWN_CALLOUT = Error "unknown-callout";
    UNKNOWN_FENCE = Error "unknown-fence";
    MISPLACED_FENCE = Error "misplaced-fence";
    MISPLACED_BLOCK = Error "misplaced-block";
    NESTING_TOO_DEEP = Error "nesting-too-deep";
    TEXT_TOO_LONG = Error "text-too-long";
    FOOTNOTE_WITHOUT_TEXT = Error "footnote-without-text";
    UNUSED_FOOTNOTE = Warning "unused-footnote";
    TABLE_WITHOUT_HEAD = Warning "table-without-head";
    BROKEN_FORMULA = Error "broken-formula";

    // Teaching.
    ALL_OF_THE_ABOVE = Warning "all-of-the-above";
    LONGEST_CHOICE_IS_THE_KEY = Warning "longest-choice-is-the-key";
    KEY_PLACE_NOT_SPREAD = Warning "key-place-not-spread";
    COLOUR_AS_THE_ONLY_CUE = Warning "colour-as-the-only-cue";
    SENTENCE_TOO_LONG = Warning "sentence-too-long";
    PAGE_WITHOUT_NOTES = Warning "page-without-notes";

    // Links.
    LINK_TO_NOWHERE = Error "link-to-nowhere";
    LINK_OF_UNKNOWN_SORT = Error "link-of-unknown-sort";
    LINK_WITHOUT_WORDS = Error "link-without-words";
    VAGUE_LINK = Warning "vague-link";

    // Pictures.
    MISSING_PICTURE = Error "missing-picture";
    PICTURE_WITHOUT_WORDS = Error "picture-without-words";
    PICTURE_IN_A_LINE = Error "picture-in-a-line";
    UNREADABLE_PICTURE = Error "unreadable-picture";
    UNSAFE_PICTURE = Error "unsafe-picture";

    // Activities.
    UNKNOWN_KIND = Error "unknown-kind";
    ACTIVITY_WITHOUT_ID = Error "activity-without-id";
    ACTIVITY_WITHOUT_PROMPT = Error "activity-without-prompt";
    ACTIVITY_WITHOUT_LIST = Error "activity-without-list";
    ACTIVITY_WITHOUT_PICTURE = Error "activity-without-picture";
    ACTIVITY_WITHOUT_MODEL = Error "activity-without-model";
    ACTIVITY_WITHOUT_HINT = Warning "activity-without-hint";
    LIST_OF_ANOTHER_KIND = Error "list-of-another-kind";
    LIST_OF_ONE = Error "list-of-one";
    ENTRY_WITHOUT_KEY = Error "entry-without-key";
    ENTRY_WITHOUT_WORDS = Error "entry-without-words";
    ENTRY_WITHOUT_FEEDBACK = Warning "entry-without-feedback";
    GAP_WITHOUT_PLACE = Error "gap-without-place";
    ENTRY_WITHOUT_REGION = Error "entry-without-region";
    OVERLAPPING_REGIONS = Warning "overlapping-regions";
    ENTRY_WITHOUT_NUMBER = Error "entry-without-number";
    NUMBER_IN_TOLERANCE = Error "number-in-tolerance";
    UNUSED_KEY = Warning "unused-key";
    REPEATED_KEY = Error "repeated-key";
    REPEATED_ENTRY = Error "repeated-entry";
    UNKNOWN_KEY = Error "unknown-key";
    NO_RIGHT_ENTRY = Error "no-right-entry";
    SECOND_RIGHT_ENTRY = Error "second-right-entry";
    MISCONCEPTION_ON_RIGHT_ENTRY = Error "misconception-on-right-entry";
    NUMBERS_OUT_OF_ORDER = Warning "numbers-out-of-order";
    ORDER_OUT_OF_STEP = Error "order-out-of-step";
    UNKNOWN_VERDICT = Error "unknown-verdict";
    UNREACHABLE_FEEDBACK = Warning "unreachable-feedback";
    WAY_WITHOUT_CONSEQUENCE = Error "way-without-consequence";
    CARD_OUT_OF_REACH = Error "card-out-of-reach";
    CARD_WITHOUT_ENDING = Error "card-without-ending";

    // Languages.
    PAGES_OUT_OF_STEP = Error "pages-out-of-step";
    STEPS_OUT_OF_STEP = Warning "steps-out-of-step";
    ACTIVITIES_OUT_OF_STEP = Error "activities-out-of-step";
    KEYS_OUT_OF_STEP = Error "keys-out-of-step";
    SETTINGS_OUT_OF_STEP = Error "settings-out-of-step";
    MINUTES_OUT_OF_STEP = Warning "minutes-out-of-step";
}
