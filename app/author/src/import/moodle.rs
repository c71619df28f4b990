//! The XML that Moodle exports.
//!
//! The document is read whole by a library that expands no entities but XML's own and follows nothing
//! outside; this is what its elements mean.

use std::{collections::BTreeSet, ops::Range};

use domain::decimal::Decimal;
use roxmltree::{Document, Node, ParsingOptions};

use super::{
    bank::{
        Bank, Entry, GAP, Gap, Item, NumberEntry, Numeric, Part, Passage, Task, Verdicts, Weight,
    },
    cloze,
    gift::category,
    html::short,
    number,
    passage::{self, Form},
    report::Report,
    rule,
};

/// So many nodes of XML are read.
const NODES: u32 = 1_000_000;
/// How far into a file its encoding is looked for.
const DECLARATION: usize = 200;

/// The encoding that the first line of `bytes` names.
pub(crate) fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..DECLARATION.min(bytes.len()))?;
    let head = head.split(|byte| *byte == b'>').next()?;
    let head = std::str::from_utf8(head).ok()?;
    let after = head.split("encoding=").nth(1)?;
    let quote = after
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    after.split(quote).nth(1)
}

/// Settings of Moodle's that change nothing about what is asked, or that are the same for everyone here.
const PASSED_OVER: [&str; 14] = [
    "penalty",
    "hidden",
    "answernumbering",
    "showstandardinstruction",
    "shownumcorrect",
    "defaultgrade",
    "responseformat",
    "responserequired",
    "responsefieldlines",
    "unitpenalty",
    "unitsleft",
    "unitgradingtype",
    "showunits",
    "coursecategory",
];

/// A tag is never longer than this, nor does a bank name more namespaces: the library compares each attribute
/// of a tag with all others, and each element carries the namespaces of all around it.
const TAG: usize = 4 << 10;
const NAMESPACES: usize = 16;

/// What no bank has, and a reader would take for ever with: a tag that goes on and on, or one namespace in
/// another.
fn is_endless(text: &str) -> Option<usize> {
    let (mut at, mut namespaces) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = text.get(start..).unwrap_or("");
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((open, close)) = skipped.iter().find(|(open, _)| rest.starts_with(open)) {
            let inner = rest.get(open.len()..).unwrap_or("");
            // One that does not end is an error to the library.
            at = start + open.len() + inner.find(close)? + close.len();
            continue;
        }
        let (mut quote, mut length) = (None, rest.len());
        for (n, byte) in rest.bytes().enumerate().take(TAG + 1) {
            match (quote, byte) {
                (None, b'>') => {
                    length = n + 1;
                    break;
                }
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                (None | Some(_), _) => {}
            }
        }
        namespaces += rest
            .get(..length.min(TAG))
            .map_or(0, |tag| tag.matches("xmlns").count());
        if length > TAG || namespaces > NAMESPACES {
            return Some(start);
        }
        at = start + length;
    }
    None
}

/// The items of the bank `text`.
pub(crate) fn read(text: &str, report: &Report) -> Bank {
    if let Some(at) = is_endless(text) {
        report.add(
            &rule::BROKEN_XML,
            at..at + 1,
            "no bank has tags or namespaces like these, and nothing was imported.",
            "export the bank from Moodle once more, and don't change the file.",
        );
        return Bank::default();
    }
    let options = ParsingOptions {
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let at = offset(text, error.pos());
            let length = text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
            report.add(
                &rule::BROKEN_XML,
                at..at + length,
                format!("this can't be read as XML, and nothing was imported: {error}."),
                "export the bank from Moodle once more, and don't change the file.",
            );
            return Bank::default();
        }
    };
    let mut bank = Bank::default();
    let root = document.root_element();
    if root.tag_name().name() != "quiz" {
        report.add(
            &rule::BROKEN_XML,
            first_line(text, root.range()),
            format!(
                "this is a `<{}>`, and no bank of Moodle.",
                short(root.tag_name().name())
            ),
            "export the bank from Moodle as “Moodle XML”.",
        );
        return bank;
    }
    for node in root.children().filter(Node::is_element) {
        let name = node.tag_name().name();
        if name != "question" {
            let what = format!("`<{}>` has no counterpart, and was left out.", short(name));
            report.once(
                &rule::SETTING_LOST,
                first_line(text, node.range()),
                &what,
                "look whether it matters.",
            );
            continue;
        }
        let reader = Reader { text, report, node };
        reader.parts(&mut bank);
    }
    bank
}

/// The byte at the place that the library counts in characters.
fn offset(text: &str, place: roxmltree::TextPos) -> usize {
    let row = usize::try_from(place.row).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(place.col).unwrap_or(1).saturating_sub(1);
    let mut start = 0;
    for line in text.split_inclusive('\n').take(row) {
        start += line.len();
    }
    let line = text.get(start..).unwrap_or("");
    start
        + line
            .char_indices()
            .nth(column)
            .map_or(line.len(), |(at, _)| at)
}

fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text
        .get(range.clone())
        .and_then(|held| held.lines().next())
        .unwrap_or("");
    range.start..range.start + line.trim_end().len()
}

/// Reads one item.
struct Reader<'a, 'x> {
    text: &'a str,
    report: &'a Report,
    node: Node<'a, 'x>,
}

impl<'a, 'x> Reader<'a, 'x> {
    /// The tag that opens the item.
    fn span(&self) -> Range<usize> {
        let span = first_line(self.text, self.node.range());
        let tag = self.text.get(span.clone()).and_then(|line| line.find('>'));
        tag.map_or(span.clone(), |end| span.start..span.start + end + 1)
    }

    fn all(&self, name: &'a str) -> impl Iterator<Item = Node<'a, 'x>> + use<'a, 'x> {
        self.node
            .children()
            .filter(move |node| node.has_tag_name(name))
    }

    fn one(&self, name: &'a str) -> Option<Node<'a, 'x>> {
        self.all(name).next()
    }

    /// The characters of the element `name`: its own, or those of the `text` in it.
    fn plain(&self, name: &'a str) -> String {
        self.one(name).map(words).unwrap_or_default()
    }

    fn is_set(&self, name: &'a str) -> bool {
        matches!(self.plain(name).as_str(), "1" | "true")
    }

    fn passage(&self, name: &'a str) -> Passage {
        self.one(name)
            .map(|node| self.of(node, Form::Moodle))
            .unwrap_or_default()
    }

    /// The text in `node`, in the form it names, or else `form`; what it brings along is told.
    fn of(&self, node: Node<'_, '_>, form: Form) -> Passage {
        let form = node
            .attribute("format")
            .and_then(Form::named)
            .unwrap_or(form);
        self.files(node);
        passage::read(form, &words(node), place(self.text, node), self.report)
    }

    /// Says which files stand in `node`.
    fn files(&self, node: Node<'_, '_>) {
        for file in node.children().filter(|node| node.has_tag_name("file")) {
            let name = file.attribute("name").unwrap_or("");
            self.report.add(
                &rule::FILE_LEFT_OUT,
                file.range().start..file.range().start + "<file".len(),
                format!("the file `{}` in the bank was left out.", short(name)),
                "save it from Moodle, and put it into the course's `media/` if it is a picture.",
            );
        }
    }

    fn parts(&self, bank: &mut Bank) {
        let sort = self.node.attribute("type").unwrap_or("");
        if sort == "category" {
            let name = category(&self.plain("category"));
            if !name.is_empty() {
                bank.parts.push(Part::Category(name, self.span()));
            }
            bank.parts.push(Part::Words(self.passage("info")));
            return;
        }
        let prompt = self.one("questiontext");
        if sort == "description" {
            bank.parts.push(Part::Words(self.passage("questiontext")));
            self.settings(&[
                "questiontext",
                "name",
                "generalfeedback",
                "idnumber",
                "tags",
            ]);
            return;
        }
        let Some((prompt, task, read)) = self.task(sort, prompt) else {
            return;
        };
        let mut item = Item::new(self.span(), prompt, task);
        item.name = self.plain("name");
        item.id = self.plain("idnumber");
        if let Some(tags) = self.one("tags") {
            item.tags = tags
                .children()
                .filter(|tag| tag.has_tag_name("tag"))
                .map(words)
                .collect();
        }
        item.ordered = self.one("shuffleanswers").is_some() && !self.is_set("shuffleanswers");
        let always = if sort == "essay"
            && self
                .one("graderinfo")
                .is_none_or(|info| words(info).is_empty())
        {
            Passage::default()
        } else {
            self.passage("generalfeedback")
        };
        item.verdicts = Verdicts {
            correct: self.passage("correctfeedback"),
            partly: self.passage("partiallycorrectfeedback"),
            incorrect: self.passage("incorrectfeedback"),
            always,
        };
        item.hints = self
            .all("hint")
            .map(|hint| self.of(hint, Form::Moodle))
            .filter(|hint| !hint.is_empty())
            .collect();
        let of_all = [
            "name",
            "idnumber",
            "tags",
            "questiontext",
            "generalfeedback",
            "correctfeedback",
            "partiallycorrectfeedback",
            "incorrectfeedback",
            "hint",
            "shuffleanswers",
        ];
        self.settings(&[&of_all[..], read].concat());
        bank.parts.push(Part::Item(Box::new(item)));
    }

    /// Says which elements beside those that were `read` have no counterpart.
    fn settings(&self, read: &[&str]) {
        let mut said = BTreeSet::new();
        for node in self.node.children().filter(Node::is_element) {
            let name = node.tag_name().name();
            if read.contains(&name) || !said.insert(name) {
                continue;
            }
            let value = words(node);
            let usual = match name {
                "hidden" => value == "0",
                "defaultgrade" => number::read(&value) == Some(Decimal::ONE),
                "attachments" | "attachmentsrequired" | "usecase" | "deletedmessage" => {
                    matches!(value.as_str(), "" | "0")
                }
                // How Moodle lays things out is Moodle's.
                _ => {
                    let holds =
                        |held: Node<'_, '_>| held.is_element() && !held.has_tag_name("text");
                    PASSED_OVER.contains(&name) || (value.is_empty() && !node.children().any(holds))
                }
            };
            if usual {
                continue;
            }
            let what = match name {
                "hidden" => "an item that is hidden in Moodle is not hidden here.".to_owned(),
                "defaultgrade" => format!(
                    "an item is worth {} in Moodle; here its kind says what it is worth.",
                    short(&value)
                ),
                "usecase" => "case makes a difference in Moodle, and none here.".to_owned(),
                _ => format!(
                    "the setting `{}` has no counterpart, and was left out.",
                    short(name)
                ),
            };
            self.report.once(
                &rule::SETTING_LOST,
                first_line(self.text, node.range()),
                &what,
                "look whether the activity asks what it should.",
            );
        }
    }

    /// The prompt and the task of an item of this `sort`, and the elements that were read for it. Nothing
    /// when it can't be done here; that is a finding.
    fn task(
        &self,
        sort: &str,
        prompt: Option<Node<'a, 'x>>,
    ) -> Option<(Passage, Task, &'static [&'static str])> {
        let asked = || {
            prompt
                .map(|node| self.of(node, Form::Moodle))
                .unwrap_or_default()
        };
        let done = |task: Task, read: &'static [&'static str]| Some((asked(), task, read));
        match sort {
            "truefalse" => done(self.truth()?, &["answer"]),
            "multichoice" => {
                let single = self.one("single").is_none() || self.is_set("single");
                done(
                    Task::Pick {
                        entries: self.entries(Form::Moodle),
                        single,
                    },
                    &["answer", "single"],
                )
            }
            "shortanswer" => done(
                Task::Write {
                    entries: self.entries(Form::Plain),
                    patterns: true,
                },
                &["answer"],
            ),
            "numerical" => {
                let number = self.number()?;
                done(Task::Number(Box::new(number)), &["answer", "units"])
            }
            "matching" | "match" => done(self.pairs(), &["subquestion"]),
            "ordering" => {
                let entries = self.entries(Form::Moodle);
                done(
                    Task::Order(entries),
                    &[
                        "answer",
                        "layouttype",
                        "selecttype",
                        "selectcount",
                        "gradingtype",
                        "showgrading",
                        "numberingstyle",
                    ],
                )
            }
            "essay" => {
                let info = self.passage("graderinfo");
                let model = if info.is_empty() {
                    self.passage("generalfeedback")
                } else {
                    info
                };
                done(Task::Essay { model }, &["graderinfo"])
            }
            "cloze" | "multianswer" => {
                let node = prompt?;
                let cloze = cloze::read(&words(node), &self.span(), self.report)?;
                self.fill(node, &cloze.text, cloze.gaps, cloze.typed, &[])
            }
            "ddwtos" | "gapselect" => {
                let node = prompt?;
                let name = if sort == "ddwtos" {
                    "dragbox"
                } else {
                    "selectoption"
                };
                let (text, gaps) = self.boxes(&words(node), name)?;
                self.fill(node, &text, gaps, false, &["dragbox", "selectoption"])
            }
            "" => {
                self.report.add(
                    &rule::ITEM_OF_UNKNOWN_KIND,
                    self.span(),
                    "this item does not say of which sort it is, so it was left out.",
                    "export the bank from Moodle once more.",
                );
                None
            }
            _ => {
                self.report.add(
                    &rule::ITEM_OF_UNKNOWN_KIND,
                    self.span(),
                    format!("there is no counterpart to `{}`, so this was left out.", short(sort)),
                    "`boucle new activity` prints a sample of each kind: look which one asks the same.",
                );
                None
            }
        }
    }

    fn fill(
        &self,
        node: Node<'_, '_>,
        text: &str,
        gaps: Vec<Gap>,
        typed: bool,
        read: &'static [&'static str],
    ) -> Option<(Passage, Task, &'static [&'static str])> {
        let form = node
            .attribute("format")
            .and_then(Form::named)
            .unwrap_or(Form::Moodle);
        self.files(node);
        let prompt = passage::read(form, text, place(self.text, node), self.report);
        Some((prompt, Task::Fill { gaps, typed }, read))
    }

    /// The text with gaps in place of `[[1]]`, and what can go into each.
    fn boxes(&self, text: &str, name: &'a str) -> Option<(String, Vec<Gap>)> {
        let boxes: Vec<(Passage, String)> = self
            .all(name)
            .map(|held| {
                let group = held
                    .children()
                    .find(|node| node.has_tag_name("group"))
                    .map(words);
                (self.of(held, Form::Plain), group.unwrap_or_default())
            })
            .collect();
        let (mut out, mut gaps, mut rest) = (String::new(), Vec::new(), text);
        while let Some(at) = rest.find("[[") {
            let inner = rest.get(at + 2..).unwrap_or("");
            let end = inner.find("]]").filter(|end| *end <= 4);
            let named = end
                .and_then(|end| inner.get(..end))
                .and_then(|n| n.trim().parse::<usize>().ok());
            let (Some(end), Some(n)) = (end, named) else {
                out.push_str(rest.get(..at + 2).unwrap_or(""));
                rest = inner;
                continue;
            };
            let right = n.checked_sub(1).and_then(|n| boxes.get(n));
            let Some((_, group)) = right else {
                self.report.add(
                    &rule::BROKEN_ITEM,
                    self.span(),
                    format!("the text has a gap `[[{n}]]`, and nothing that goes into it."),
                    "give it its words in Moodle, and export once more.",
                );
                return None;
            };
            let entries = boxes
                .iter()
                .enumerate()
                .filter(|(_, (_, other))| other == group);
            let entries = entries.map(|(m, (words, _))| Entry {
                words: words.clone(),
                weight: if m + 1 == n {
                    Weight::WHOLE
                } else {
                    Weight::NOTHING
                },
                feedback: Passage::default(),
                span: words.span.clone(),
            });
            gaps.push(Gap {
                entries: entries.collect(),
                span: self.span(),
            });
            // More gaps than any text of ours may have: what follows would only take time.
            if gaps.len() > 100 {
                break;
            }
            out.push_str(rest.get(..at).unwrap_or(""));
            out.push(GAP);
            rest = inner.get(end + 2..).unwrap_or("");
        }
        out.push_str(rest);
        Some((out, gaps))
    }

    /// What `node` is worth.
    fn weight(&self, node: Node<'_, '_>) -> Weight {
        let written = node.attribute("fraction").unwrap_or("0");
        Weight::read(written).unwrap_or_else(|| {
            self.report.add(
                &rule::BROKEN_ITEM,
                first_line(self.text, node.range()),
                "this is no weight from -100 to 100; the entry counts as one that earns nothing.",
                "look at the points of the entry in Moodle.",
            );
            Weight::NOTHING
        })
    }

    fn feedback(&self, node: Node<'_, '_>) -> Passage {
        let held = node.children().find(|held| held.has_tag_name("feedback"));
        held.map(|held| self.of(held, Form::Moodle))
            .unwrap_or_default()
    }

    fn entries(&self, form: Form) -> Vec<Entry> {
        let entry = |node: Node<'_, '_>| Entry {
            words: self.of(node, form),
            weight: self.weight(node),
            feedback: self.feedback(node),
            span: first_line(self.text, node.range()),
        };
        self.all("answer").map(entry).collect()
    }

    fn truth(&self) -> Option<Task> {
        let (mut right, mut on_true, mut on_false) = (None, Passage::default(), Passage::default());
        for node in self.all("answer") {
            let said = words(node).to_lowercase() == "true";
            if self.weight(node) > Weight::NOTHING {
                right = Some(said);
            }
            *(if said { &mut on_true } else { &mut on_false }) = self.feedback(node);
        }
        let Some(right) = right else {
            self.report.add(
                &rule::ITEM_WITHOUT_KEY,
                self.span(),
                "neither of the two is right here, so this was left out.",
                "say in Moodle which one is.",
            );
            return None;
        };
        Some(Task::Truth {
            right,
            on_true,
            on_false,
        })
    }

    fn pairs(&self) -> Task {
        let pair = |node: Node<'_, '_>| {
            let partner = node.children().find(|held| held.has_tag_name("answer"));
            let partner = partner
                .map(|held| self.of(held, Form::Plain))
                .unwrap_or_default();
            (self.of(node, Form::Moodle), partner)
        };
        Task::Pair(self.all("subquestion").map(pair).collect())
    }

    fn number(&self) -> Option<Numeric> {
        let mut numeric = Numeric::default();
        for node in self.all("answer") {
            let (written, weight, feedback) = (words(node), self.weight(node), self.feedback(node));
            if written == "*" {
                numeric.otherwise = feedback;
                continue;
            }
            let tolerance = node
                .children()
                .find(|held| held.has_tag_name("tolerance"))
                .map(words);
            let tolerance = tolerance
                .filter(|text| !text.is_empty())
                .map_or(Some(Decimal::ZERO), |text| number::read(&text));
            let (Some(number), Some(tolerance)) = (
                number::read(&written),
                tolerance.filter(|t| !t.is_negative()),
            ) else {
                self.report.add(
                    &rule::BROKEN_ITEM,
                    first_line(self.text, node.range()),
                    format!(
                        "“{}” is no number that can be read, and was left out.",
                        short(&written)
                    ),
                    "write at most 18 digits, with a decimal point.",
                );
                continue;
            };
            let span = first_line(self.text, node.range());
            numeric.entries.push(NumberEntry {
                number,
                tolerance,
                weight,
                feedback,
                span,
            });
        }
        if let Some(units) = self.one("units") {
            self.units(units, &mut numeric);
        }
        if numeric.entries.is_empty() {
            self.report.add(
                &rule::ITEM_WITHOUT_KEY,
                self.span(),
                "no number is right here, so this was left out.",
                "give the right number its points in Moodle.",
            );
            return None;
        }
        Some(numeric)
    }

    /// The units: that of the key is the one whose factor is 1, and stands first here.
    fn units(&self, units: Node<'_, '_>, numeric: &mut Numeric) {
        for unit in units.children().filter(|unit| unit.has_tag_name("unit")) {
            let of = |name: &str| {
                unit.children()
                    .find(|held| held.has_tag_name(name))
                    .map(words)
                    .unwrap_or_default()
            };
            let (name, factor) = (of("unit_name"), number::read(&of("multiplier")));
            if factor == Some(Decimal::ONE) && numeric.unit.is_empty() {
                numeric.unit = name;
                continue;
            }
            // Moodle says how many of this one of the key's is; here it is the other way round.
            match factor.and_then(number::inverse) {
                Some(factor) => numeric.units.push((name, factor)),
                None => self.report.add(
                    &rule::SETTING_LOST,
                    first_line(self.text, unit.range()),
                    format!("the unit `{}` was left out: its factor is not exact the other way round.", short(&name)),
                    "add it to `units` in the TOML of the activity, with how many of `unit` one of it is.",
                ),
            }
        }
        if numeric.unit.is_empty() && !numeric.units.is_empty() {
            numeric.units.clear();
            self.report.add(
                &rule::SETTING_LOST,
                first_line(self.text, units.range()),
                "no unit here has the factor 1, so all of them were left out.",
                "write the unit of the key in the TOML of the activity: `unit = \"kg\"`.",
            );
        }
    }
}

/// The characters in `node`: those of the `text` in it, or its own.
fn words(node: Node<'_, '_>) -> String {
    let holder = node
        .children()
        .find(|held| held.has_tag_name("text"))
        .unwrap_or(node);
    let mut words = String::new();
    for held in holder.children().filter(Node::is_text) {
        words.push_str(held.text().unwrap_or(""));
    }
    words.trim().to_owned()
}

/// Where the text in `node` stands: its first line that has any.
fn place(text: &str, node: Node<'_, '_>) -> Range<usize> {
    let holder = node
        .children()
        .find(|held| held.has_tag_name("text"))
        .unwrap_or(node);
    first_line(text, holder.range())
}
