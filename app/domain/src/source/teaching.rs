//! What is right by the grammar and does not teach: habits of a lesson, cues that not everybody has,
//! sentences that nobody gets to the end of.

use std::{collections::BTreeMap, ops::Range};

use super::{
    lesson::{ActivityMark, Sheet},
    near::quoted,
    outline::Outline,
    report::{Place, Report},
};
use crate::{
    activity::Activity,
    behaviour::Behaviour,
    course::{Block, Page},
    id::{Id, Lang},
    interaction::{Entry, Kind, Task},
    prose::{self, Prose},
    rule::{self, Rule},
};

/// So many activities with one right entry make a habit.
const HABIT: usize = 4;

/// Says what `sheet`, whose file says `text`, has that does not teach.
pub(crate) fn look(report: &Report, outline: &Outline, sheet: &Sheet, text: &str) {
    let look = Look {
        report,
        sheet,
        text,
        longest: usize::from(outline.sentence),
    };
    for (page, mark) in sheet.lesson.pages.iter().zip(&sheet.pages) {
        look.page(page, mark.span.start);
        for (activity, mark) in look.activities(page) {
            look.above(activity, mark);
            look.colours(activity, mark);
            look.words(activity, mark.span.start);
        }
    }
    look.length();
    look.place();
}

struct Look<'a> {
    report: &'a Report,
    sheet: &'a Sheet,
    /// All of the file.
    text: &'a str,
    /// So many words a sentence may have.
    longest: usize,
}

impl<'a> Look<'a> {
    fn add(
        &self,
        rule: &Rule,
        span: Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = Place {
            file: &self.sheet.file,
            span,
        };
        self.report.add(rule, place, what, help);
    }

    fn lang(&self) -> &'a Lang {
        &self.sheet.lesson.lang
    }

    /// The activities of `page` that can be done, each with where it stands.
    fn activities(&self, page: &'a Page) -> Vec<(&'a Activity, &'a ActivityMark)> {
        let marks = self.sheet.pages.iter().flat_map(|page| &page.activities);
        let marks: BTreeMap<&Id, &ActivityMark> = marks.map(|mark| (&mark.id, mark)).collect();
        let all = page.activities();
        all.filter_map(|activity| Some((activity, *marks.get(&activity.id)?)))
            .collect()
    }

    /// The activities in which one of at least three entries is right, each with its behaviour.
    fn picks(&self) -> Vec<(&'a [Entry], &'a Id, bool, &'a ActivityMark)> {
        let mut picks = Vec::new();
        for page in &self.sheet.lesson.pages {
            for (activity, mark) in self.activities(page) {
                if let Task::Choice(task) = &activity.task
                    && task.entries.len() >= 3
                {
                    // A class votes on the entries as they were written.
                    let as_written = !task.shuffle || page.behaviour() == Behaviour::Vote;
                    picks.push((&task.entries[..], &task.secret.key, as_written, mark));
                }
            }
        }
        picks
    }

    /// Entries that say something of the other entries.
    fn above(&self, activity: &Activity, mark: &ActivityMark) {
        if !matches!(activity.task.kind(), Kind::Choice | Kind::Choices) {
            return;
        }
        for entry in activity.task.entries() {
            if !of_the_others(&prose::plain(&entry.text), self.lang()) {
                continue;
            }
            let own = mark.keys.iter().find(|(key, _)| *key == entry.key);
            let span = own.map_or(mark.span.clone(), |(_, span)| span.clone());
            self.add(
                &rule::ALL_OF_THE_ABOVE,
                span,
                "this entry speaks of the other entries.",
                "write what is meant as entries of their own; where several are right, use `choices`.",
            );
        }
    }

    /// Colour words that say which part of a picture is meant.
    fn colours(&self, activity: &Activity, mark: &ActivityMark) {
        for line in prose::lines(&activity.prompt) {
            let Some(cue) = coloured(&line, self.lang()) else {
                continue;
            };
            self.add(
                &rule::COLOUR_AS_THE_ONLY_CUE,
                self.find(&cue, mark.span.start),
                format!("“{cue}” is told by its colour alone."),
                "name it by a word, a number or a letter that stands in the picture, or by its place.",
            );
        }
    }

    /// Where `words` stand in the file behind the byte `from`; else the line at `from`.
    fn find(&self, words: &str, from: usize) -> Range<usize> {
        let rest = self.text.get(from..).unwrap_or("");
        let parts: Vec<&str> = words.split_whitespace().collect();
        // A link or an emphasis among the words parts them in the file: their beginning is enough.
        for n in (1..=parts.len().min(8)).rev() {
            let start = parts.get(..n).unwrap_or(&[]).join(" ");
            if start.len() > 3
                && let Some(at) = rest.find(&start)
            {
                let whole = rest.get(at..).is_some_and(|rest| rest.starts_with(words));
                let end = if whole { words.len() } else { start.len() };
                return from + at..from + at + end;
            }
        }
        super::fence::first_line(self.text, &(from..self.text.len()))
    }

    fn page(&self, page: &Page, from: usize) {
        for block in page.steps.iter().flatten() {
            if let Block::Prose(block) = block {
                self.sentences(std::slice::from_ref(block), from);
            }
        }
        for footnote in &page.footnotes {
            self.sentences(footnote, from);
        }
    }

    fn words(&self, activity: &Activity, from: usize) {
        let verdicts = &activity.feedback;
        let all = [
            &activity.prompt,
            &verdicts.correct,
            &verdicts.partly,
            &verdicts.incorrect,
            &verdicts.always,
        ];
        let feedbacks = activity.task.feedbacks();
        for prose in all.into_iter().chain(&activity.hints).chain(feedbacks) {
            self.sentences(prose, from);
        }
        for entry in activity.task.entries() {
            self.sentence(&prose::plain(&entry.text), from);
        }
    }

    fn sentences(&self, prose: &[prose::Block], from: usize) {
        let mut lines = Vec::new();
        running(prose, &mut lines);
        for line in &lines {
            self.sentence(line, from);
        }
    }

    fn sentence(&self, line: &str, from: usize) {
        for sentence in split(line) {
            let words = count(sentence);
            if words > self.longest {
                self.add(
                    &rule::SENTENCE_TOO_LONG,
                    self.find(sentence, from),
                    format!(
                        "this sentence has {words} words; {} are the most.",
                        self.longest
                    ),
                    "make two sentences of it, or a list.",
                );
            }
        }
    }

    /// Whether whoever knows nothing can pick the longest entry.
    fn length(&self) {
        let picks = self.picks();
        let is_longest = |(entries, key, _, _): &&(&[Entry], &Id, bool, &ActivityMark)| {
            let long = |entry: &Entry| prose::plain(&entry.text).chars().count();
            let own = entries.iter().find(|entry| entry.key == **key).map(long);
            let others = entries.iter().filter(|entry| entry.key != **key);
            let other = others.map(long).max().unwrap_or(0);
            // A fifth more is seen at a glance.
            own.is_some_and(|own| own * 5 >= other * 6)
        };
        let found: Vec<_> = picks.iter().filter(is_longest).collect();
        if picks.len() < HABIT || found.len() * 4 < picks.len() * 3 {
            return;
        }
        let names: Vec<&str> = found.iter().map(|(.., mark)| mark.id.as_str()).collect();
        if let Some((.., mark)) = found.first() {
            let what = format!(
                "in {} of {} activities the right entry is clearly the longest: {}.",
                found.len(),
                picks.len(),
                quoted(&names)
            );
            let help = "make some wrong entries as long, or say the rest in the feedback.";
            self.add(
                &rule::LONGEST_CHOICE_IS_THE_KEY,
                mark.span.clone(),
                what,
                help,
            );
        }
    }

    /// Whether whoever knows nothing can pick the same place.
    fn place(&self) {
        let picks = self.picks();
        let written: Vec<_> = picks
            .iter()
            .filter(|(_, _, as_written, _)| *as_written)
            .collect();
        let mut places: BTreeMap<usize, Vec<&ActivityMark>> = BTreeMap::new();
        for (entries, key, _, mark) in &written {
            let place = entries.iter().position(|entry| entry.key == **key);
            if let Some(place) = place {
                places.entry(place).or_default().push(mark);
            }
        }
        let Some((place, marks)) = places.iter().max_by_key(|(_, marks)| marks.len()) else {
            return;
        };
        if written.len() < HABIT || marks.len() * 5 < written.len() * 4 {
            return;
        }
        let names: Vec<&str> = marks.iter().map(|mark| mark.id.as_str()).collect();
        if let Some(mark) = marks.first() {
            self.add(
                &rule::KEY_PLACE_NOT_SPREAD,
                mark.span.clone(),
                format!(
                    "in {} of {} activities whose entries stand as you wrote them the right one is entry {}: {}.",
                    marks.len(),
                    written.len(),
                    place + 1,
                    quoted(&names)
                ),
                "put some right entries in other places, or take `shuffle = false` away.",
            );
        }
    }
}

/// Says which pages have nothing for the presenter, in a language in which most pages have.
pub(crate) fn notes(report: &Report, lessons: &[Vec<Sheet>]) {
    let presented = |page: &Page| match page.behaviour() {
        Behaviour::Practice | Behaviour::Check | Behaviour::Vote => true,
        // A card is for one learner, and a work sheet is handed out.
        Behaviour::Review | Behaviour::Paper => false,
    };
    let mut languages: BTreeMap<&str, Vec<&Sheet>> = BTreeMap::new();
    for sheet in lessons.iter().flatten() {
        let lang = sheet.lesson.lang.as_str();
        languages.entry(lang).or_default().push(sheet);
    }
    for sheets in languages.values() {
        let mut without = Vec::new();
        let mut all = 0;
        for sheet in sheets {
            let pages = sheet.lesson.pages.iter().zip(&sheet.pages);
            for (page, mark) in pages.filter(|(page, _)| presented(page)) {
                all += 1;
                if !sheet.notes.iter().any(|(have, _)| *have == page.id) {
                    without.push((sheet, mark));
                }
            }
        }
        if without.len() * 2 >= all {
            continue;
        }
        for (sheet, mark) in without {
            report.add(
                &rule::PAGE_WITHOUT_NOTES,
                Place {
                    file: &sheet.file,
                    span: mark.span.clone(),
                },
                "this page has no notes, and most pages of the course have.",
                "add a block ```` ```notes ````: how long it takes, what to ask, what to watch for.",
            );
        }
    }
}

/// Whether `words` are an entry that says something of the other entries.
fn of_the_others(words: &str, lang: &Lang) -> bool {
    let words: String = words
        .to_lowercase()
        .replace('’', "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    let (whole, part): (&[&str], &[&str]) = match lang.as_str() {
        "en" => (
            &[
                "all of these",
                "none of these",
                "all of them",
                "none of them",
                "both of these",
            ],
            &["of the above", "all the above", "of the other answers"],
        ),
        "fr" => (
            &[
                "toutes",
                "aucune",
                "tout cela",
                "rien de tout cela",
                "toutes ces réponses",
                "aucune de ces réponses",
                "les deux",
            ],
            &[
                "réponses ci-dessus",
                "choix ci-dessus",
                "propositions ci-dessus",
                "toutes les réponses",
                "aucune des réponses",
                "toutes les propositions",
                "aucune des propositions",
                "réponses précédentes",
            ],
        ),
        _ => (&[], &[]),
    };
    // A long sentence that holds such words says something else as well.
    whole.contains(&words) || (count(words) <= 8 && part.iter().any(|part| words.contains(part)))
}

const COLOURS_EN: &[&str] = &[
    "red", "green", "blue", "yellow", "orange", "purple", "violet", "pink", "brown", "grey", "gray",
];

const DRAWN_EN: &[&str] = &[
    "area", "areas", "arrow", "arrows", "bar", "bars", "box", "boxes", "circle", "circles",
    "curve", "curves", "dot", "dots", "frame", "line", "lines", "part", "parts", "region",
    "regions", "ring", "segment", "segments", "shape", "shapes", "square", "squares", "text",
    "word", "words", "zone", "zones",
];

const COLOURS_FR: &[&str] = &[
    "rouge",
    "rouges",
    "vert",
    "verte",
    "verts",
    "vertes",
    "bleu",
    "bleue",
    "bleus",
    "bleues",
    "jaune",
    "jaunes",
    "orange",
    "violet",
    "violette",
    "violets",
    "violettes",
    "rose",
    "roses",
    "marron",
    "gris",
    "grise",
    "grises",
];

const DRAWN_FR: &[&str] = &[
    "anneau", "barre", "barres", "cadre", "carré", "carrés", "case", "cases", "cercle", "cercles",
    "courbe", "courbes", "flèche", "flèches", "forme", "formes", "ligne", "lignes", "mot", "mots",
    "partie", "parties", "point", "points", "rond", "ronds", "segment", "segments", "texte",
    "trait", "traits", "zone", "zones",
];

/// What is a name and no part of a picture: the mark on wrappings.
const NAMES: [&str; 2] = ["green dot", "point vert"];

/// The words of `line` that tell something drawn by its colour, as they stand there.
fn coloured(line: &str, lang: &Lang) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.to_lowercase()
    };
    for pair in words.windows(2) {
        let [one, two] = pair else { continue };
        let (first, second) = (bare(one), bare(two));
        let is = |list: &[&str], word: &str| list.contains(&word);
        let cue = match lang.as_str() {
            "en" => {
                (is(COLOURS_EN, &first) && is(DRAWN_EN, &second))
                    || (first == "in" && is(COLOURS_EN, &second))
            }
            "fr" => {
                (is(DRAWN_FR, &first) && is(COLOURS_FR, &second))
                    || (first == "en" && is(COLOURS_FR, &second))
            }
            _ => false,
        };
        if cue && !NAMES.contains(&format!("{first} {second}").as_str()) {
            let end = two.trim_end_matches(|c: char| !c.is_alphanumeric());
            return Some(format!("{one} {end}"));
        }
    }
    None
}

/// The lines of `prose` that are read as sentences: no tables, headings and formulas.
fn running(prose: &[prose::Block], lines: &mut Vec<String>) {
    use prose::Block as B;
    for block in prose {
        match block {
            B::Paragraph(text) => lines.push(prose::plain(text)),
            B::List(items) | B::Numbered(_, items) => {
                items.iter().for_each(|item: &Prose| running(item, lines));
            }
            B::Callout(_, held) | B::Quote(held) => running(held, lines),
            B::Definitions(list) => {
                let meanings = list.iter().flat_map(|(_, meanings)| meanings);
                meanings.for_each(|meaning| running(meaning, lines));
            }
            B::Heading(..) | B::Table(_) | B::Picture(_) | B::Code(_) | B::Math(_) => {}
        }
    }
}

/// The sentences of `line`. A full stop before a small letter is one of an abbreviation.
fn split(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in line.char_indices() {
        match c {
            '.' | '!' | '?' | '…' => ended = true,
            // What closes may stand behind the end, with a space before it.
            '"' | '”' | '»' | ')' | ']' => {}
            c if c.is_whitespace() => {}
            c if ended => {
                if c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '«' | '(') {
                    let before = line.get(start..at).unwrap_or("");
                    // `3.5` has no space, and goes on.
                    if before.ends_with(char::is_whitespace) {
                        sentences.push(before.trim());
                        start = at;
                    }
                }
                ended = false;
            }
            _ => {}
        }
    }
    sentences.push(line.get(start..).unwrap_or("").trim());
    sentences
}

/// How many words `text` has: what has no letter or digit is none.
fn count(text: &str) -> usize {
    let words = text.split_whitespace();
    words
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(code: &str) -> Lang {
        Lang::new(code).expect("a language")
    }

    #[test]
    fn a_sentence_ends_where_the_next_one_begins() {
        let line = "It weighs 3.5 kg, i.e. little. “Why?” Ask! Que faut-il ? « Rien. » 12 parts";
        assert_eq!(
            split(line),
            [
                "It weighs 3.5 kg, i.e. little.",
                "“Why?”",
                "Ask!",
                "Que faut-il ?",
                "« Rien. »",
                "12 parts"
            ]
        );
        assert_eq!(count("Que faut-il, 3 % – rien ?"), 4);
    }

    #[test]
    fn only_what_is_drawn_is_told_by_its_colour() {
        for (line, code, wanted) in [
            ("What does the red arrow show?", "en", Some("red arrow")),
            ("Mark all that is shown in green.", "en", Some("in green")),
            ("Is green energy always better?", "en", None),
            ("What goes into the yellow bin?", "en", None),
            ("What does the green dot on a box mean?", "en", None),
            ("Que montre la flèche rouge ?", "fr", Some("flèche rouge")),
            ("Que veut dire le point vert ?", "fr", None),
            ("Que va-t-on mettre dans le bac jaune ?", "fr", None),
        ] {
            let found = coloured(line, &lang(code));
            assert_eq!(found.as_deref(), wanted, "{line}");
        }
    }

    #[test]
    fn an_entry_that_speaks_of_the_others_is_told_from_one_that_does_not() {
        for (words, code, wanted) in [
            ("All of the above.", "en", true),
            ("None of these", "en", true),
            ("All of these parts are scrapped", "en", false),
            ("Toutes les réponses ci-dessus", "fr", true),
            ("Aucune", "fr", true),
            ("Aucune pièce n’est gardée", "fr", false),
        ] {
            assert_eq!(of_the_others(words, &lang(code)), wanted, "{words}");
        }
    }
}
