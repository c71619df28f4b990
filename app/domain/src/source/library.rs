//! `glossary.toml`, `figures.toml`, `sources.toml`.

use std::{collections::BTreeMap, ops::Range};

use super::{
    fields::{Fields, Given, as_id, short},
    near,
    shelf::{Number, Word},
    typography,
};
use crate::{
    course::{Source, Status},
    id::{Id, Lang, Texts},
    prose::Target,
    rule,
};

/// The words of `glossary.toml`.
pub(crate) fn words(fields: &Fields<'_>, languages: &[Lang]) -> BTreeMap<Id, Word> {
    let mut words = BTreeMap::new();
    for (name, table) in fields.named_tables() {
        let Some(id) = as_id(fields.report, fields.file, name) else {
            continue;
        };
        let (mut terms, mut definitions) = (Vec::new(), Vec::new());
        for (code, texts) in table.named_tables() {
            let Some(lang) = languages.iter().find(|lang| lang.as_str() == code.value) else {
                continue;
            };
            for (field, list) in [("term", &mut terms), ("definition", &mut definitions)] {
                match texts.text(field) {
                    Some(text) => {
                        list.push((lang.clone(), typography::words(text.value.trim(), lang)))
                    }
                    None if texts.has(field) => {}
                    None => texts.missing(field, &format!("{}.{field} = \"…\"", code.value)),
                }
            }
            texts.finish_with(&[]);
        }
        let lacking: Vec<&str> = languages
            .iter()
            .map(Lang::as_str)
            .filter(|lang| {
                table
                    .named_tables()
                    .iter()
                    .all(|(code, _)| code.value != *lang)
            })
            .collect();
        if !lacking.is_empty() {
            fields.report.add(
                &rule::MISSING_TRANSLATION,
                fields.at(id.span.clone()),
                format!("this word has no text in {}.", near::quoted(&lacking)),
                format!(
                    "write `{0}.term = \"…\"` and `{0}.definition = \"…\"`.",
                    lacking[0]
                ),
            );
        }
        table.finish_with(languages);
        words.insert(
            id.value,
            Word {
                term: in_order(terms, languages),
                definition: in_order(definitions, languages),
                span: id.span,
            },
        );
    }
    words
}

fn in_order(mut texts: Vec<(Lang, String)>, languages: &[Lang]) -> Texts {
    texts.sort_by_key(|(lang, _)| languages.iter().position(|other| other == lang));
    Texts::new(texts)
}

/// The sources of `sources.toml`. Their names are free: `S05`.
pub(crate) fn sources(fields: &Fields<'_>) -> BTreeMap<String, (Source, Range<usize>)> {
    let mut sources = BTreeMap::new();
    for (name, table) in fields.named_tables() {
        let text = |field: &'static str, example: &str| match table.text(field) {
            Some(given) => given.value.trim().to_owned(),
            None => {
                if !table.has(field) {
                    table.missing(field, example);
                }
                String::new()
            }
        };
        let source = Source {
            id: name.value.clone(),
            title: text("title", "title = \"…\""),
            publisher: text("publisher", "publisher = \"…\""),
            year: year(&table),
            url: url(&table),
        };
        table.finish_with(&[]);
        sources.insert(name.value, (source, name.span));
    }
    sources
}

fn url(table: &Fields<'_>) -> String {
    match table.text("url") {
        Some(given) if given.value.is_empty() || Target::allows(&given.value) => given.value,
        Some(given) => {
            table.report.add(
                &rule::LINK_OF_UNKNOWN_SORT,
                table.at(given.span.clone()),
                format!("a link can't go to `{}`.", short(&given.value)),
                "write an address that starts with `https://`, or leave `url` out.",
            );
            String::new()
        }
        None => String::new(),
    }
}

fn year(table: &Fields<'_>) -> u16 {
    match table.number("year") {
        Some(given) => match u16::try_from(given.value) {
            Ok(year @ 1..=9999) => year,
            Ok(_) | Err(_) => {
                table.out_of_range("year", &given, "a year of four digits");
                0
            }
        },
        None => {
            if !table.has("year") {
                table.missing("year", "year = 2026");
            }
            0
        }
    }
}

/// The numbers of `figures.toml`, as they are read in the year `now`, if that is known.
pub(crate) fn numbers(
    fields: &Fields<'_>,
    now: Option<u16>,
    languages: &[Lang],
    sources: &BTreeMap<String, (Source, Range<usize>)>,
) -> BTreeMap<Id, Number> {
    let mut numbers = BTreeMap::new();
    for (name, table) in fields.named_tables() {
        let Some(id) = as_id(fields.report, fields.file, name) else {
            continue;
        };
        let value = table.decimal("value");
        if value.is_none() && !table.has("value") {
            table.missing("value", "value = 6");
        }
        if table.text("unit").is_none() && !table.has("unit") {
            table.missing(
                "unit",
                "unit = \"kg\"` (or `unit = \"\"` for a plain number)",
            );
        }
        let status = status(&table);
        let source = table.text("source");
        let known = source
            .as_ref()
            .and_then(|name| known_source(&table, name, sources));
        if source.is_none() && status != Status::Illustrative {
            table.report.add(
                &rule::FIGURE_WITHOUT_SOURCE,
                table.at(id.span.clone()),
                "this number does not say where it comes from.",
                "name its `source` of sources.toml, or write `status = \"illustrative\"`.",
            );
        }
        let number = Number {
            value: value.map(|value| value.value).unwrap_or_default(),
            note: table.translations(languages),
            year: year(&table),
            status,
            source: known,
            span: id.span,
        };
        until(&table, number.year, now);
        table.finish_with(languages);
        numbers.insert(id.value, number);
    }
    numbers
}

/// Until which year a number holds, if it says so; says when that is over in the year `now`.
fn until(table: &Fields<'_>, year: u16, now: Option<u16>) {
    let Some(given) = table.number("until") else {
        return;
    };
    let last = u16::try_from(given.value).ok();
    let Some(last) = last.filter(|last| (year..=9999).contains(last)) else {
        table.out_of_range("until", &given, "a year that is not before `year`");
        return;
    };
    if now.is_some_and(|now| now > last) {
        table.report.add(
            &rule::FIGURE_PAST_EXPIRY,
            table.at(given.span.clone()),
            format!("this number was good until {last}."),
            "look it up again, and write its new `value`, `year` and `until`.",
        );
    }
}

fn known_source(
    table: &Fields<'_>,
    name: &Given<String>,
    sources: &BTreeMap<String, (Source, Range<usize>)>,
) -> Option<Source> {
    let known = sources.get(&name.value);
    if known.is_none() {
        let what = format!("sources.toml has no source `{}`.", short(&name.value));
        let help = near::suggestion(&name.value, sources.keys().map(String::as_str));
        table.report.add(
            &rule::UNKNOWN_SOURCE,
            table.at(name.span.clone()),
            what,
            help,
        );
    }
    known.map(|(source, _)| source.clone())
}

fn status(table: &Fields<'_>) -> Status {
    let Some(given) = table.text("status") else {
        if !table.has("status") {
            table.missing(
                "status",
                "status = \"illustrative\"` (or `published`, `calculated`)",
            );
        }
        return Status::Illustrative;
    };
    match given.value.as_str() {
        "published" => Status::Published,
        "calculated" => Status::Calculated,
        "illustrative" => Status::Illustrative,
        _ => {
            table.out_of_range(
                "status",
                &given,
                "`published`, `calculated` or `illustrative`",
            );
            Status::Illustrative
        }
    }
}
