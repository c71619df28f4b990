//! Whatever a bank holds, importing it ends, points into it, and gives what passes the check.

use author::import::{self, Around, Form};
use proptest::prelude::*;

use crate::golden;

/// Pieces that mean something, to be put together in ways that nobody would.
const GIFT: &[&str] = &[
    "\n",
    "\n\n",
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "->",
    "::",
    ":",
    "..",
    "%50%",
    "%-100%",
    "%",
    "T",
    "FALSE",
    "//",
    "[id:a]",
    "[keys:a b]",
    "[html]",
    "[markdown]",
    "[plain]",
    "\\",
    "\\n",
    "\\{",
    "\\}",
    "$CATEGORY: ",
    "a",
    "word ",
    "été",
    "1822",
    "3.14",
    "-5",
    "1e9",
    "*",
    "_",
    "`",
    "$$",
    "\\(",
    "\\)",
    "<b>",
    "</b>",
    "<ul><li>",
    "<p>",
    "<img src=x>",
    "<script>",
    "&amp;",
    "&#x202e;",
    "<",
    "- ",
    "1. ",
    "> ",
    "? ",
    "+++",
    "---",
    "```",
    "{#k}",
    "|",
    "\u{202e}",
    "\u{f8ff}",
    "\0",
    "\u{1f600}",
    "\r\n",
    "\t",
    " ",
    "[^1]",
    "![a](b)",
];

const CSV: &[&str] = &[
    "kind",
    "prompt",
    "right",
    "wrong",
    "feedback",
    "entry",
    "partner",
    "tolerance",
    "unit",
    "hint",
    "keys",
    "page",
    ",",
    ",",
    ";",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    "choice",
    "choices",
    "text",
    "number",
    "match",
    "a",
    "b",
    "0,5",
    "16,000",
    "-3.5",
    "été",
    "sep=;\n",
    " ",
    "=1",
    "*",
    "{#k}",
    "\u{feff}",
];

const HTML: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<ul>",
    "</ul>",
    "<ol start=9>",
    "<li>",
    "</li>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<sub>",
    "</sub>",
    "<sup>2</sup>",
    "<br>",
    "<a href=\"https://a.eu\">",
    "</a>",
    "<blockquote>",
    "</blockquote>",
    "<h1>",
    "</h1>",
    "<span lang=\"fr\">",
    "</span>",
    "<del>",
    "</del>",
    "<hr>",
    "<img alt=\"x\">",
    "<",
    ">",
    "&nbsp;",
    "&lt;",
    "&",
    "word",
    " ",
    "\n",
    "é",
    "*",
    "_",
    "~",
    "^",
    "`",
    "$",
    "[",
    "]",
    "\\",
    "-",
    "1.",
    "#",
    "|",
    "{",
    "}",
    "!",
    "+",
    ":",
    "?",
    "=",
    "(",
    ")",
    "$$x$$",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<x>",
    "\"",
    "'",
    "/",
];

const XML: &[&str] = &[
    "<question type=\"multichoice\">",
    "<question type=\"cloze\">",
    "<question type=\"numerical\">",
    "<question type=\"matching\">",
    "<question type=\"ddwtos\">",
    "<question type=\"truefalse\">",
    "</question>",
    "<questiontext format=\"html\">",
    "</questiontext>",
    "<text>",
    "</text>",
    "<answer fraction=\"100\">",
    "<answer>",
    "</answer>",
    "<subquestion>",
    "</subquestion>",
    "<dragbox>",
    "</dragbox>",
    "<![CDATA[",
    "]]>",
    "[[1]]",
    "{1:MC:=a~b}",
    "{1:SA:",
    "}",
    "<feedback>",
    "</feedback>",
    "<single>",
    "</single>",
    "<file name=\"x\">",
    "</file>",
    "word",
    "45",
    "true",
    "&amp;",
    "&lt;b&gt;",
    "&#x202e;",
    "<units>",
    "</units>",
    "<tolerance>1</tolerance>",
];

fn pieces(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(of), 0..60).prop_map(|pieces| pieces.concat())
}

fn holds(form: Form, bytes: &[u8]) -> Result<(), TestCaseError> {
    let imported = import::import(form, "bank", bytes, &Around::default());
    for finding in &imported.findings {
        prop_assert!(
            imported.bank.get(finding.span.clone()).is_some(),
            "{finding:?}"
        );
    }
    let (_, errors) = golden::lesson(&imported.written);
    prop_assert!(errors.is_empty(), "{errors:#?}\n{}", imported.written);
    prop_assert!(
        imported.activities > 0 || !imported.written.is_empty() || !imported.findings.is_empty(),
        "nothing is dropped in silence"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_gift_can_be_imported(text in pieces(GIFT)) {
        holds(Form::Gift, text.as_bytes())?;
    }

    #[test]
    fn any_item_of_gift_can_be_imported(prompt in pieces(GIFT), entries in pieces(GIFT)) {
        holds(Form::Gift, format!("{prompt}{{=a{entries}~b}}").as_bytes())?;
    }

    #[test]
    fn any_sheet_can_be_imported(text in pieces(CSV)) {
        holds(Form::Csv, format!("kind,prompt,right,wrong,feedback\n{text}").as_bytes())?;
        holds(Form::Csv, text.as_bytes())?;
    }

    #[test]
    fn any_xml_can_be_imported(text in pieces(XML)) {
        holds(Form::MoodleXml, format!("<quiz>{text}</quiz>").as_bytes())?;
    }

    #[test]
    fn any_html_becomes_prose(prompt in pieces(HTML), entry in pieces(HTML)) {
        let xml = |text: &str| text.replace("]]>", "");
        let bank = format!(
            "<quiz><question type=\"multichoice\"><questiontext format=\"html\"><text><![CDATA[{}]]></text></questiontext>\
             <answer fraction=\"100\" format=\"html\"><text><![CDATA[{}]]></text><feedback format=\"html\"><text><![CDATA[{}]]></text></feedback></answer>\
             <answer fraction=\"0\" format=\"html\"><text>other</text></answer></question></quiz>",
            xml(&prompt), xml(&entry), xml(&prompt)
        );
        holds(Form::MoodleXml, bank.as_bytes())?;
    }

    #[test]
    fn any_bytes_can_be_imported(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for form in [Form::Gift, Form::Csv, Form::MoodleXml] {
            holds(form, &bytes)?;
        }
    }
}
