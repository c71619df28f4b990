//! Whatever an author writes, reading ends, points into the file, and says the same again.

use domain::{
    diagnostic::{Finding, Severity},
    source::{self, Files, mend::mend},
};
use proptest::prelude::*;

use crate::base;

/// Pieces that mean something, to be put together in ways that nobody would.
const PIECES: &[&str] = &[
    "+++\n",
    "title = \"T\"\n",
    "minutes = 5\n",
    "# A {#a}\n",
    "## B\n",
    "\n",
    "\n\n",
    "---\n",
    "***\n",
    "- ",
    "  - ",
    "1. ",
    "2) ",
    "> ",
    "> > ",
    "> [!NOTE]\n",
    "> [!correct]\n",
    "> [!x]\n",
    "[x] ",
    "[ ] ",
    "{#key}",
    "{#",
    "}",
    "{#é}",
    "```activity choice one\n",
    "```activity choice\n",
    "# C\n",
    "# D {.check}\n",
    "- [x] This\n",
    "- [ ] That\n",
    "```activity sequence two\n",
    "````activity choices three\n",
    "```activity categorise four\n",
    "```activity match five\n",
    "```activity number six\n",
    "```activity text seven\n",
    "```activity open eight\n",
    "> [!model]\n",
    "key = -0.5\n",
    "key = 1e9\n",
    "tolerance = 16\n",
    "unit = \"kg\"\n",
    "units = { g = 0.001, \"\" = 0 }\n",
    "- [ ] 16,000 {#n}\n",
    "- [x] \u{301}- {#m}\n",
    "```\n",
    "````\n",
    "~~~\n",
    "```notes\n",
    "? hint\n",
    "?",
    "word ",
    "été ",
    "\u{1f600}",
    "\u{202e}",
    "\u{0}",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "**",
    "*",
    "_",
    "~",
    "~~",
    "^",
    "`",
    "``",
    "$",
    "$$",
    "\\",
    "\\frac{1}",
    "x^2",
    "{",
    "[a](",
    "glossary:reuse)",
    "figure:mass)",
    "lang:fr)",
    "page:a)",
    "lesson:b#c)",
    "https://a.eu)",
    "javascript:x)",
    "![p](ring.svg)",
    "![](",
    "[^1]",
    "[^1]: ",
    "| a | b |\n",
    "| --- | --- |\n",
    "| 1 | 2 |\n",
    "term\n: meaning\n",
    "<b>",
    "<!-- ",
    "-->",
    "</",
    "&amp;",
    "&#0;",
    "[r]: /x\n",
    "[r]",
    "===\n",
    "orders = [[\"a\"]]\n",
    "misconceptions = { a = \"b\" }\n",
    "attempts = ",
    "9",
    "\"",
    "[",
    "]",
    "[[",
    "=",
    "en.x",
    "\n[a]\n",
    "languages = [\"fr\"]\n",
    "«\u{a0}",
    " !",
    "l'",
    "\u{feff}",
];

fn spliced() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        spliced(),
        "\\PC{0,80}",
        prop::collection::vec(any::<char>(), 0..80).prop_map(String::from_iter)
    ]
}

fn check(files: &Files) -> Result<(), TestCaseError> {
    let (course, findings) = source::read("small", files);
    for finding in &findings {
        let bytes = files.get(&finding.file).map_or(&[][..], Vec::as_slice);
        let text = source::text(bytes);
        let inside = finding.span.start <= finding.span.end && finding.span.end <= text.len();
        prop_assert!(inside, "{finding:?} in {} bytes", text.len());
        let whole =
            text.is_char_boundary(finding.span.start) && text.is_char_boundary(finding.span.end);
        prop_assert!(whole, "{finding:?} cuts a character");
        let said = [&finding.what, &finding.why, &finding.help]
            .into_iter()
            .all(|part| !part.is_empty());
        prop_assert!(said, "{finding:?} says nothing");
    }
    prop_assert_eq!((&course, &findings), (&course, &findings));
    let again = source::read("small", files);
    let errors = |findings: &[Finding]| {
        let errors = findings.iter();
        errors.filter(|it| it.severity == Severity::Error).count()
    };
    let before = errors(&findings);
    prop_assert_eq!((course, findings), again);
    let (mended, done) = mend("small", files);
    let (_, left) = source::read("small", &mended);
    prop_assert!(
        errors(&left) <= before,
        "{done:#?} makes it worse: {left:#?}"
    );
    prop_assert_eq!(done.is_empty(), mended == *files);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lesson_is_read(text in any_text(), after in any::<bool>()) {
        let mut files = base::files(&[], false);
        let lesson = files.entry("module/lesson.en.md".into()).or_default();
        // Half of the time the text stands on a page of a sound lesson.
        if after { lesson.extend(text.bytes()) } else { *lesson = text.into_bytes() }
        check(&files)?;
    }

    #[test]
    fn any_toml_is_read(text in any_text(), file in prop::sample::select(vec!["course.toml", "glossary.toml", "figures.toml", "sources.toml"]), after in any::<bool>()) {
        let mut files = base::files(&[], false);
        let toml = files.entry(file.into()).or_default();
        if after { toml.extend(text.bytes()) } else { *toml = text.into_bytes() }
        check(&files)?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), file in prop::sample::select(vec!["course.toml", "module/lesson.en.md", "media/ring.svg", "media/a.png", "media/a.jpg", "media/a.webp", "media/a.gif"])) {
        let mut files = base::files(&[], false);
        files.insert(file.into(), bytes);
        check(&files)?;
    }
}

/// Eight thousand pieces, each with its number.
fn many(piece: impl Fn(usize) -> String) -> String {
    (0..8_000).map(piece).collect()
}

#[test]
fn what_stands_too_deep_is_cut_off_and_not_followed() {
    let deep = [
        "> ".repeat(20_000),
        "- ".repeat(20_000),
        "*a **b ".repeat(10_000),
        "[".repeat(20_000),
        "![".repeat(20_000),
        "`".repeat(20_000),
        "$".repeat(20_000),
        "{#".repeat(20_000),
        format!("$${}$$", "{".repeat(900)),
        format!("$${}$$", "\\sqrt".repeat(190)),
        format!("$${}x$$", "x^{".repeat(300)),
        "<a ".repeat(20_000),
        "a\n: ".repeat(10_000),
        "| a ".repeat(10_000),
        "[^a]: ".repeat(10_000),
        "?\n".repeat(10_000),
        many(|n| format!("# A {{#a{n}}}\n")),
        many(|n| format!("[^{n}] ")),
        many(|n| format!("[a](page:p{n}) ")),
        many(|n| format!("```activity choice a{n}\n- [ ] a {{#a}}\n```\n")),
        format!(
            "```activity choice a\n{}```\n",
            many(|n| format!("- [ ] a{n} {{#a{n}}}\n"))
        ),
        format!(
            "```activity choice a\n+++\n{}+++\n```\n",
            many(|n| format!("a{n} = \n"))
        ),
        "[^".repeat(50_000),
        "\\*".repeat(50_000),
    ];
    for text in deep {
        let mut files = base::files(&[], false);
        files
            .entry("module/lesson.en.md".into())
            .or_default()
            .extend(format!("\n{text}\n").bytes());
        let began = std::time::Instant::now();
        check(&files).unwrap_or_else(|error| panic!("{}: {error}", &text[..20]));
        assert!(
            began.elapsed().as_secs() < 20,
            "{} takes too long",
            &text[..20]
        );
    }
    let toml = [
        "[".repeat(20_000),
        "a = ".to_owned() + &"[".repeat(20_000),
        "a.".repeat(20_000) + "b = 1",
        "{".repeat(20_000),
    ];
    for text in toml {
        let mut files = base::files(&[], false);
        files
            .entry("course.toml".into())
            .or_default()
            .extend(format!("\n{text}\n").bytes());
        check(&files).unwrap_or_else(|error| panic!("{}: {error}", &text[..20]));
    }
}
