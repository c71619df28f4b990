//! What a lesson may refer to: words, numbers, pictures, competencies, misconceptions.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    course,
    id::{Id, Lang, Texts},
};

/// What a lesson may refer to.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    /// The languages of the course, the reference first.
    pub(crate) languages: Vec<Lang>,
    pub(crate) competencies: BTreeSet<Id>,
    pub(crate) misconceptions: BTreeSet<Id>,
    pub(crate) words: BTreeMap<Id, Word>,
    pub(crate) numbers: BTreeMap<Id, Number>,
    /// Where each source stands, by its name.
    pub(crate) sources: BTreeMap<String, Range<usize>>,
    /// The pictures in `media/`, with their size where it can be told.
    pub(crate) pictures: BTreeMap<String, Option<(u32, u32)>>,
}

/// A word of the glossary in every language.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) term: Texts,
    pub(crate) definition: Texts,
    /// Where it stands: its name.
    pub(crate) span: Range<usize>,
}

/// A number with a source, in every language.
#[derive(Debug)]
pub(crate) struct Number {
    /// As it was written.
    pub(crate) value: String,
    pub(crate) note: Texts,
    pub(crate) year: u16,
    pub(crate) status: course::Status,
    pub(crate) source: Option<course::Source>,
    /// Where it stands: its name.
    pub(crate) span: Range<usize>,
}

impl Shelf {
    /// The word `id` as a lesson in `lang` carries it.
    pub(crate) fn term(&self, id: &Id, lang: &Lang) -> Option<course::Term> {
        let word = self.words.get(id)?;
        let others = self.languages.iter().filter(|other| *other != lang);
        let also =
            others.filter_map(|other| Some((other.clone(), word.term.get(other)?.to_owned())));
        Some(course::Term {
            id: id.clone(),
            term: word.term.in_lang(lang.as_str()).to_owned(),
            definition: word.definition.in_lang(lang.as_str()).to_owned(),
            also: also.collect(),
        })
    }

    /// The number `id` as a lesson in `lang` carries it.
    pub(crate) fn figure(&self, id: &Id, lang: &Lang) -> Option<course::Figure> {
        let number = self.numbers.get(id)?;
        Some(course::Figure {
            id: id.clone(),
            note: number.note.in_lang(lang.as_str()).to_owned(),
            year: number.year,
            status: number.status,
            source: number.source.clone(),
        })
    }
}
