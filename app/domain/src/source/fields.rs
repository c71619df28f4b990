//! TOML with the place of every field, so that a finding can point at it.

use std::{cell::RefCell, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    near,
    report::{Place, Report},
};
use crate::{
    id::{Id, Lang, Texts},
    rule,
    source::typography,
};

/// A table of a TOML source.
#[derive(Debug)]
pub struct Fields<'t> {
    /// The file it stands in.
    pub file: &'t str,
    /// Where the whole table stands.
    pub span: Range<usize>,
    /// Where findings go.
    pub report: &'t Report,
    /// Where its text begins in the file.
    base: usize,
    table: &'t DeTable<'t>,
    /// Whether the source could not be read as TOML: then nothing is said to be missing.
    broken: bool,
    /// The fields that were asked for; the others are unknown.
    asked: RefCell<Vec<&'static str>>,
}

/// A list of texts.
pub type List = Vec<Given<String>>;

/// A list of numbers with its key.
pub type Numbers = (Given<String>, Option<Given<Vec<i64>>>);

/// A value with its bytes in the file.
#[derive(Clone, Debug)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Range<usize>,
}

/// The TOML `text` that begins at `base` of `file`; passes its fields to `read`.
pub(crate) fn parse<T>(
    report: &Report,
    file: &str,
    text: &str,
    base: usize,
    read: impl FnOnce(&Fields<'_>) -> T,
) -> T {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines = Vec::new();
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let start = span.start.min(text.len());
        if lines.len() >= 20 {
            break;
        }
        // One slip often makes several errors in its line: the first says enough.
        let line = text.get(..start).and_then(|before| before.rfind('\n'));
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        report.add(
            &rule::BROKEN_TOML,
            Place {
                file,
                span: base + start..base + span.end.clamp(start, text.len()),
            },
            format!(
                "this line can't be read as TOML: {}.",
                slip(error.message())
            ),
            "write `name = value`, texts in \"quotation marks\", lists in [square brackets].",
        );
    }
    let fields = Fields {
        file,
        span: base..base + text.len(),
        report,
        base,
        table: table.get_ref(),
        broken: !errors.is_empty(),
        asked: RefCell::default(),
    };
    let read = read(&fields);
    fields.finish();
    read
}

/// What the TOML parser says, in the words of this program.
fn slip(message: &str) -> String {
    let first = message.lines().next().unwrap_or("");
    let (said, wanted) = first.split_once(", expected ").unwrap_or((first, ""));
    match said {
        "unexpected basic string" | "invalid basic string" if wanted.contains('"') => {
            "a quotation mark is missing at the end of this text".to_owned()
        }
        "string values must be quoted" => "a text stands in quotation marks".to_owned(),
        said if wanted.is_empty() || wanted.len() > 3 => said.replace("invalid", "unexpected"),
        said => format!(
            "{}, `{}` was to come",
            said.replace("invalid", "unexpected"),
            wanted.trim_matches('`')
        ),
    }
}

impl<'t> Fields<'t> {
    /// Whether some of it could not be read as TOML.
    pub(crate) fn broken(&self) -> bool {
        self.broken
    }

    /// The place of `span`.
    pub fn at(&self, span: Range<usize>) -> Place<'t> {
        Place {
            file: self.file,
            span,
        }
    }

    fn moved(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }

    fn get(&self, name: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(name);
        self.table.get(name)
    }

    /// Says that `name` is missing, with an `example` of what to write.
    pub(crate) fn missing(&self, name: &str, example: &str) {
        if !self.broken {
            self.report.add(
                &rule::MISSING_FIELD,
                self.at(self.span.clone()),
                format!("`{name}` is missing here."),
                format!("write `{example}`."),
            );
        }
    }

    fn mistyped<T>(&self, name: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<T> {
        self.report.add(
            &rule::MISTYPED_FIELD,
            self.at(self.moved(value.span())),
            format!("`{name}` is {} here.", sort_of(value.get_ref())),
            format!("write {wanted}."),
        );
        None
    }

    /// Says that `given` is none of what `name` may be.
    pub(crate) fn out_of_range<T>(&self, name: &str, given: &Given<T>, wanted: &str) {
        self.report.add(
            &rule::FIELD_OUT_OF_RANGE,
            self.at(given.span.clone()),
            format!("`{name}` can't be this."),
            format!("write {wanted}."),
        );
    }

    /// Whether the field is there.
    pub fn has(&self, name: &'static str) -> bool {
        self.get(name).is_some()
    }

    /// The text `name`, if it is there.
    pub fn text(&self, name: &'static str) -> Option<Given<String>> {
        let value = self.get(name)?;
        match value.get_ref().as_str() {
            Some(text) => Some(self.given(value, text.to_owned())),
            None => self.mistyped(name, value, "a text in \"quotation marks\""),
        }
    }

    /// The whole number `name`, if it is there.
    pub fn number(&self, name: &'static str) -> Option<Given<i64>> {
        let value = self.get(name)?;
        let number = value.get_ref().as_integer().and_then(|integer| {
            i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        });
        match number {
            Some(number) => Some(self.given(value, number)),
            None => self.mistyped(name, value, "a whole number, without quotation marks"),
        }
    }

    /// The number `name` as it was written, if it is there.
    pub fn decimal(&self, name: &'static str) -> Option<Given<String>> {
        let value = self.get(name)?;
        match decimal(value.get_ref()) {
            Some(number) => Some(self.given(value, number)),
            None => self.mistyped(
                name,
                value,
                "a number, without quotation marks and with a decimal point",
            ),
        }
    }

    /// Numbers by name, as they were written and in that order: `{ name = 0.5 }`, if they are there.
    pub fn decimals(&self, name: &'static str) -> Vec<(Given<String>, Given<String>)> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            return self
                .mistyped(name, value, "`{ name = 0.5 }`")
                .unwrap_or_default();
        };
        let mut numbers = Vec::new();
        for (key, value) in table.iter() {
            let Some(number) = decimal(value.get_ref()) else {
                self.mistyped::<()>(name, value, "a number, without quotation marks");
                continue;
            };
            let key = Given {
                value: key.get_ref().to_string(),
                span: self.moved(key.span()),
            };
            numbers.push((key, self.given(value, number)));
        }
        numbers.sort_by_key(|(key, _)| key.span.start);
        numbers
    }

    /// `true` or `false`, if it is there.
    pub fn flag(&self, name: &'static str) -> Option<Given<bool>> {
        let value = self.get(name)?;
        match value.get_ref().as_bool() {
            Some(flag) => Some(self.given(value, flag)),
            None => self.mistyped(name, value, "`true` or `false`"),
        }
    }

    /// The list of texts `name`, if it is there.
    pub fn texts(&self, name: &'static str) -> Option<Given<List>> {
        let value = self.get(name)?;
        let Some(list) = value.get_ref().as_array() else {
            return self.mistyped(name, value, "a list: `[\"…\", \"…\"]`");
        };
        let text = |value: &'_ Spanned<DeValue<'_>>| match value.get_ref().as_str() {
            Some(text) => Some(self.given(value, text.to_owned())),
            None => self.mistyped(name, value, "a text in \"quotation marks\""),
        };
        Some(self.given(value, list.iter().filter_map(text).collect()))
    }

    /// The list of lists of texts `name`, if it is there.
    pub fn lists(&self, name: &'static str) -> Option<Given<Vec<Given<List>>>> {
        let value = self.get(name)?;
        let wanted = "a list of lists: `[[\"…\", \"…\"]]`";
        let Some(lists) = value.get_ref().as_array() else {
            return self.mistyped(name, value, wanted);
        };
        let mut read = Vec::new();
        for list in lists.iter() {
            let texts = list.get_ref().as_array().and_then(|texts| {
                let text = |v: &Spanned<DeValue<'_>>| {
                    Some(self.given(v, v.get_ref().as_str()?.to_owned()))
                };
                texts.iter().map(text).collect::<Option<Vec<_>>>()
            });
            match texts {
                Some(texts) => read.push(self.given(list, texts)),
                None => self.mistyped(name, list, wanted).unwrap_or_default(),
            }
        }
        Some(self.given(value, read))
    }

    /// Pairs of texts: `{ one = "other" }`, if they are there.
    pub fn pairs(&self, name: &'static str) -> Vec<(Given<String>, Given<String>)> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            return self
                .mistyped(name, value, "`{ key = \"…\" }`")
                .unwrap_or_default();
        };
        let mut pairs = Vec::new();
        for (key, value) in table.iter() {
            let Some(text) = value.get_ref().as_str() else {
                self.mistyped::<()>(name, value, "a text in \"quotation marks\"");
                continue;
            };
            let key = Given {
                value: key.get_ref().to_string(),
                span: self.moved(key.span()),
            };
            pairs.push((key, self.given(value, text.to_owned())));
        }
        pairs
    }

    /// Lists of whole numbers: `{ one = [1, 2] }`, if they are there; without its numbers what is no
    /// such list.
    pub fn numbers(&self, name: &'static str) -> Option<Vec<Numbers>> {
        let value = self.get(name)?;
        let Some(table) = value.get_ref().as_table() else {
            return self.mistyped(name, value, "`{ key = [1, 2] }`");
        };
        let whole = |value: &Spanned<DeValue<'_>>| {
            let integer = value.get_ref().as_integer()?;
            i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        };
        let mut lists = Vec::new();
        for (key, value) in table.iter() {
            let list = value.get_ref().as_array();
            let numbers = list.and_then(|list| list.iter().map(whole).collect::<Option<Vec<_>>>());
            let numbers = match numbers {
                Some(numbers) => Some(self.given(value, numbers)),
                None => self.mistyped(name, value, "a list of whole numbers: `[1, 2]`"),
            };
            let key = Given {
                value: key.get_ref().to_string(),
                span: self.moved(key.span()),
            };
            lists.push((key, numbers));
        }
        Some(lists)
    }

    /// The table `name`, if it is there.
    pub(crate) fn table(&self, name: &'static str) -> Option<Fields<'t>> {
        let value = self.get(name)?;
        match value.get_ref().as_table() {
            Some(table) => Some(self.inner(table, self.moved(value.span()))),
            None => self.mistyped(name, value, &format!("a table: `[{name}]`")),
        }
    }

    /// The tables `[[name]]`.
    pub(crate) fn tables(&self, name: &'static str) -> Vec<Fields<'t>> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            return self
                .mistyped(name, value, &format!("tables: `[[{name}]]`"))
                .unwrap_or_default();
        };
        let mut tables = Vec::new();
        for value in list.iter() {
            match value.get_ref().as_table() {
                Some(table) => tables.push(self.inner(table, self.moved(value.span()))),
                None => self
                    .mistyped(name, value, &format!("tables: `[[{name}]]`"))
                    .unwrap_or_default(),
            }
        }
        tables
    }

    /// Every table in this one, with its name.
    pub(crate) fn named_tables(&self) -> Vec<(Given<String>, Fields<'t>)> {
        let mut tables = Vec::new();
        for (key, value) in self.table.iter() {
            let name = Given {
                value: key.get_ref().to_string(),
                span: self.moved(key.span()),
            };
            match value.get_ref().as_table() {
                Some(table) => {
                    let span = name.span.clone();
                    tables.push((name, self.inner(table, span)));
                }
                None => self
                    .mistyped(&name.value, value, &format!("a table: `[{}]`", name.value))
                    .unwrap_or_default(),
            }
        }
        tables
    }

    /// One text per language in the table `name`, or in this one; each language of the course once.
    pub(crate) fn translations(&self, languages: &[Lang]) -> Texts {
        let mut texts = Vec::new();
        for (key, value) in self.table.iter() {
            let Some(lang) = languages.iter().find(|lang| lang.as_str() == key.get_ref()) else {
                continue;
            };
            match value.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => {
                    texts.push((lang.clone(), typography::words(text, lang)));
                }
                Some(_) => {}
                None => self
                    .mistyped(lang.as_str(), value, "a text in \"quotation marks\"")
                    .unwrap_or_default(),
            }
        }
        texts.sort_by_key(|(lang, _)| languages.iter().position(|other| other == lang));
        for lang in languages {
            if !self.broken && !texts.iter().any(|(have, _)| have == lang) {
                self.report.add(
                    &rule::MISSING_TRANSLATION,
                    self.at(self.span.clone()),
                    format!("there is no text in `{lang}` here.", lang = lang.as_str()),
                    format!("write `{} = \"…\"`.", lang.as_str()),
                );
            }
        }
        Texts::new(texts)
    }

    /// The id `name`; says so when it is missing or no id.
    pub(crate) fn id(&self, name: &'static str, example: &str) -> Option<Given<Id>> {
        if !self.has(name) {
            self.missing(name, example);
            return None;
        }
        self.as_id(self.text(name)?)
    }

    /// `given` as an id; says so when it is none.
    pub fn as_id(&self, given: Given<String>) -> Option<Given<Id>> {
        as_id(self.report, self.file, given)
    }

    fn given<T>(&self, value: &Spanned<DeValue<'_>>, read: T) -> Given<T> {
        Given {
            value: read,
            span: self.moved(value.span()),
        }
    }

    fn inner(&self, table: &'t DeTable<'t>, span: Range<usize>) -> Fields<'t> {
        let asked = RefCell::default();
        Fields {
            span,
            table,
            asked,
            base: self.base,
            file: self.file,
            report: self.report,
            broken: self.broken,
        }
    }

    /// Says which fields were never asked for; those of `also` are fine.
    pub(crate) fn finish_with(&self, also: &[Lang]) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if asked.contains(&name) || also.iter().any(|lang| lang.as_str() == name) {
                continue;
            }
            let known = asked.iter().copied().chain(also.iter().map(Lang::as_str));
            self.report.add(
                &rule::UNKNOWN_FIELD,
                self.at(self.moved(key.span())),
                format!("nothing here is called `{name}`."),
                near::suggestion(name, known.collect::<std::collections::BTreeSet<_>>()),
            );
        }
    }

    fn finish(&self) {
        if !self.asked.borrow().is_empty() {
            self.finish_with(&[]);
        }
    }
}

/// `given` as an id; says so when it is none.
pub(crate) fn as_id(report: &Report, file: &str, given: Given<String>) -> Option<Given<Id>> {
    match Id::new(&given.value) {
        Ok(id) => Some(Given {
            value: id,
            span: given.span,
        }),
        Err(_) => {
            report.add(
                &rule::ID_OUT_OF_FORM,
                Place { file, span: given.span },
                format!("`{}` does not have the form of an id.", short(&given.value)),
                "an id has 1 to 64 lower-case letters (a to z), digits, hyphens and dots, and starts \
                 with a letter or a digit.",
            );
            None
        }
    }
}

/// The first 40 characters of `text`, for a finding.
pub(crate) fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(40).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// A number as it was written, without the `_` that may part its digits.
fn decimal(value: &DeValue<'_>) -> Option<String> {
    let integer = value.as_integer().filter(|number| number.radix() == 10);
    let number = match integer {
        Some(integer) => integer.as_str(),
        None => value.as_float()?.as_str(),
    };
    Some(number.replace('_', ""))
}

fn sort_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
