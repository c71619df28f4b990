//! What an item of a bank becomes: which kind, which entries, and what is left behind.

use std::{collections::BTreeSet, ops::Range};

use domain::{
    decimal::Decimal,
    fold,
    id::{Id, Lang},
    prose::{self, Block, Inline, Prose, Text},
};

use super::{
    bank::{Entry, GAP, Gap, Item, Numeric, Passage, Task, Weight},
    html::short,
    passage,
    report::Report,
    rule, slug,
    wording::{self, Wording},
};

/// An activity before it is written.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) kind: &'static str,
    /// Lines of its TOML.
    pub(crate) toml: Vec<String>,
    pub(crate) prompt: Prose,
    /// The keys of the gaps in the prompt, in its order.
    pub(crate) gaps: Vec<String>,
    pub(crate) list: Vec<Row>,
    pub(crate) numbered: bool,
    pub(crate) hints: Vec<Prose>,
    /// Quotations beside the list: what they begin with, and what they say.
    pub(crate) verdicts: Vec<(&'static str, Prose)>,
}

/// An entry of a list.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) ticked: Option<bool>,
    pub(crate) words: Text,
    pub(crate) key: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) feedback: Prose,
}

/// What `item` becomes. Nothing when it can't be done here; that is a finding.
pub(crate) fn plan(item: &Item, lang: &Lang, report: &Report) -> Option<Plan> {
    if item.prompt.is_empty() && item.name.is_empty() {
        report.add(
            &rule::BROKEN_ITEM,
            item.span.clone(),
            "nothing is asked here.",
            "write what the learner is to do before the entries.",
        );
        return None;
    }
    let (mut prompt, lost) = unlisted(&item.prompt.prose);
    if lost {
        report.add(
            &rule::MARKUP_LOST,
            item.prompt.span.clone(),
            "the only list of an activity is that of its entries: one in the prompt became lines of text.",
            "put it on the page, above the activity.",
        );
    }
    if prompt.is_empty() {
        prompt.push(Block::Paragraph(vec![Inline::Text(item.name.clone())]));
    }
    let mut planner = Planner {
        item,
        report,
        words: wording::in_lang(lang),
        keys: Keys::new(&item.keys),
        plan: Plan {
            kind: "choice",
            toml: Vec::new(),
            prompt,
            gaps: Vec::new(),
            list: Vec::new(),
            numbered: false,
            hints: item
                .hints
                .iter()
                .map(|hint| hint.prose.clone())
                .filter(|hint| !hint.is_empty())
                .collect(),
            verdicts: Vec::new(),
        },
    };
    planner.verdicts();
    planner.task()?;
    Some(planner.plan)
}

/// `prompt` without lists and quotations, which would be taken for entries and feedback; whether it had any.
fn unlisted(prompt: &Prose) -> (Prose, bool) {
    let (mut out, mut lost) = (Prose::new(), false);
    for block in prompt {
        match block {
            Block::List(items) => {
                lost = true;
                out.extend(lines_of(items, |_| "•".to_owned()));
            }
            Block::Numbered(first, items) => {
                lost = true;
                let first = usize::try_from(*first).unwrap_or(1);
                out.extend(lines_of(items, |n| format!("{}.", first.saturating_add(n))));
            }
            Block::Quote(held) | Block::Callout(_, held) => {
                lost = true;
                out.extend(unlisted(held).0);
            }
            Block::Heading(..)
            | Block::Paragraph(_)
            | Block::Table(_)
            | Block::Picture(_)
            | Block::Definitions(_)
            | Block::Code(_)
            | Block::Math(_) => out.push(block.clone()),
        }
    }
    (out, lost)
}

/// A paragraph with a line for each of `items`.
fn lines_of(items: &[Prose], mark: impl Fn(usize) -> String) -> Option<Block> {
    let mut text = Text::new();
    for (n, item) in items.iter().enumerate() {
        let (line, _) = passage::line(item);
        if !text.is_empty() {
            text.push(Inline::Break);
        }
        text.push(Inline::Text(format!("{} ", mark(n))));
        text.extend(line);
    }
    passage::tidy(&mut text);
    (!text.is_empty()).then_some(Block::Paragraph(text))
}

struct Planner<'a> {
    item: &'a Item,
    report: &'a Report,
    words: &'static Wording,
    keys: Keys,
    plan: Plan,
}

impl Planner<'_> {
    fn verdicts(&mut self) {
        let verdicts = &self.item.verdicts;
        for (tag, passage) in [
            ("correct", &verdicts.correct),
            ("partly", &verdicts.partly),
            ("incorrect", &verdicts.incorrect),
            ("", &verdicts.always),
        ] {
            if !passage.is_empty() {
                self.plan.verdicts.push((tag, passage.prose.clone()));
            }
        }
    }

    fn task(&mut self) -> Option<()> {
        match &self.item.task {
            Task::Truth {
                right,
                on_true,
                on_false,
            } => {
                self.never_partly();
                self.plan.toml.push("shuffle = false".to_owned());
                let words = self.words;
                for (truth, text, feedback) in [
                    (true, words.truth, on_true),
                    (false, words.untruth, on_false),
                ] {
                    let key = self.keys.given().unwrap_or_else(|| truth.to_string());
                    self.plan.list.push(Row {
                        ticked: Some(truth == *right),
                        words: vec![Inline::Text(text.to_owned())],
                        key,
                        feedback: feedback.prose.clone(),
                        ..Row::default()
                    });
                }
                Some(())
            }
            Task::Pick { entries, single } => self.pick(entries, *single),
            Task::Write { entries, patterns } => {
                self.plan.kind = "text";
                self.plan.list = self.texts(entries, &self.item.span.clone(), *patterns)?;
                Some(())
            }
            Task::Number(number) => self.number(number),
            Task::Pair(pairs) => self.pair(pairs),
            Task::Order(entries) => {
                self.plan.kind = "sequence";
                self.plan.numbered = true;
                self.plan.list = self.rows(entries, |_| None);
                Some(())
            }
            Task::Essay { model } => {
                self.plan.kind = "open";
                self.report.add(
                    &rule::RUBRIC_MADE_UP,
                    self.item.span.clone(),
                    "the bank says nothing of how a text is judged: two criteria stand there that hold for any.",
                    "write two to eight criteria of your own in their place.",
                );
                for criterion in self.words.criteria {
                    let key = self.keys.of(criterion);
                    let words = vec![Inline::Text(criterion.to_owned())];
                    self.plan.list.push(Row {
                        words,
                        key,
                        ..Row::default()
                    });
                }
                self.plan.verdicts.push(("model", model.prose.clone()));
                Some(())
            }
            Task::Fill { gaps, typed } => self.fill(gaps, *typed),
        }
    }

    /// Takes feedback away that would never be shown.
    fn never_partly(&mut self) {
        if self.item.verdicts.partly.is_empty() {
            return;
        }
        self.plan.verdicts.retain(|(tag, _)| *tag != "partly");
        self.report.once(
            &rule::SETTING_LOST,
            self.item.verdicts.partly.span.clone(),
            "feedback for a partly right response was left out: this kind is right or wrong.",
            "say it under an entry, if it matters.",
        );
    }

    fn add(
        &self,
        rule: &domain::rule::Rule,
        span: &Range<usize>,
        what: impl Into<String>,
        help: &str,
    ) {
        self.report.add(rule, span.clone(), what, help);
    }

    /// The words of an entry in one line, said to be cut when they were more than that.
    fn line(&self, words: &Passage) -> Text {
        let (line, lost) = passage::line(&words.prose);
        if lost {
            self.report.once(
                &rule::MARKUP_LOST,
                words.span.clone(),
                "an entry is one line: lists, tables and the like in it became lines of text.",
                "put what is longer into the prompt.",
            );
        }
        line
    }

    /// A row for each of `entries` that has words of its own.
    fn rows(&mut self, entries: &[Entry], ticked: impl Fn(&Entry) -> Option<bool>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut said = BTreeSet::new();
        for entry in entries {
            let words = self.line(&entry.words);
            let plain = prose::plain(&words).trim().to_lowercase();
            if plain.is_empty() {
                self.add(
                    &rule::BROKEN_ITEM,
                    &entry.span,
                    "this entry has no words, and was left out.",
                    "write what people read in it.",
                );
                continue;
            }
            let key = self.keys.of(&plain);
            if !said.insert(plain) {
                self.add(
                    &rule::REPEATED_WORDS,
                    &entry.span,
                    "this entry has the same words as one before it, and was left out.",
                    "change one of them in the bank, or leave it.",
                );
                continue;
            }
            rows.push(Row {
                ticked: ticked(entry),
                words,
                key,
                feedback: entry.feedback.prose.clone(),
                ..Row::default()
            });
        }
        rows
    }

    fn without_key(&self, span: &Range<usize>) {
        self.add(
            &rule::ITEM_WITHOUT_KEY,
            span,
            "no entry is right here, so this was left out.",
            "give the right entry its points in the bank.",
        );
    }

    /// What entries have to be worth to be right: the whole, or the most there is.
    fn best(
        &self,
        weights: impl Iterator<Item = Weight> + Clone,
        span: &Range<usize>,
    ) -> Option<Weight> {
        let best = weights.clone().max().filter(|best| *best > Weight::NOTHING);
        let Some(best) = best else {
            self.without_key(span);
            return None;
        };
        if !best.is_like(Weight::WHOLE) {
            self.add(
                &rule::WEIGHT_LOST,
                span,
                format!(
                    "nothing here earns the whole; what earns most ({}) is right now.",
                    best.text()
                ),
                "look which entry is meant to be right.",
            );
        }
        let parts: Vec<String> = weights
            .filter(|weight| !weight.is_like(best) && *weight != Weight::NOTHING)
            .map(Weight::text)
            .collect();
        if !parts.is_empty() {
            self.add(
                &rule::WEIGHT_LOST,
                span,
                format!(
                    "entries that earn a part ({}) are wrong here.",
                    listed(&parts)
                ),
                "say in their feedback what is right about them.",
            );
        }
        Some(best)
    }

    fn pick(&mut self, entries: &[Entry], single: bool) -> Option<()> {
        if self.item.ordered {
            self.plan.toml.push("shuffle = false".to_owned());
        }
        let span = self.item.span.clone();
        if single {
            let best = self.best(entries.iter().map(|entry| entry.weight), &span)?;
            let is_right = |entry: &Entry| entry.weight.is_like(best);
            self.plan.list = self.rows(entries, |entry| Some(is_right(entry)));
            let right = self
                .plan
                .list
                .iter()
                .filter(|row| row.ticked == Some(true))
                .count();
            if right > 1 {
                self.plan.kind = "choices";
                self.add(
                    &rule::SECOND_KEY,
                    &span,
                    "any one of several entries was enough in the bank; here all of them have to be ticked.",
                    "say so in the prompt, or leave one right entry.",
                );
            } else {
                self.never_partly();
            }
            return Some(());
        }
        self.plan.kind = "choices";
        let is_right = |entry: &Entry| entry.weight > Weight::NOTHING;
        if !entries.iter().any(is_right) {
            self.without_key(&span);
            return None;
        }
        self.even(entries, &span);
        self.plan.list = self.rows(entries, |entry| Some(is_right(entry)));
        Some(())
    }

    /// Says so where ticks are not worth the same in the bank, as they are here.
    fn even(&self, entries: &[Entry], span: &Range<usize>) {
        let (right, wrong): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .partition(|entry| entry.weight > Weight::NOTHING);
        let Some(first) = right.first() else { return };
        let negative = Weight(-first.weight.0);
        let even = right.iter().all(|entry| entry.weight.is_like(first.weight));
        let strict = wrong.iter().all(|entry| entry.weight.is_like(negative));
        if even && strict {
            return;
        }
        let weights: Vec<String> = entries.iter().map(|entry| entry.weight.text()).collect();
        self.add(
            &rule::WEIGHT_LOST,
            span,
            format!("the entries have weights of their own ({}).", listed(&weights)),
            "here each right tick earns a point and each wrong one costs one; look whether that is what you want.",
        );
    }

    /// Rows of texts that are typed: what compares alike is one.
    fn texts(
        &mut self,
        entries: &[Entry],
        span: &Range<usize>,
        patterns: bool,
    ) -> Option<Vec<Row>> {
        let mut kept: Vec<Entry> = Vec::new();
        let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        // The weights before anything is left out: what is right is what earns most.
        let best = self.best(entries.iter().map(|entry| entry.weight), span)?;
        for entry in entries {
            let words = prose::plain(&self.line(&entry.words)).trim().to_owned();
            let bare = words.replace("\\*", "");
            if patterns && words == "*" && !entry.weight.is_like(best) {
                if !entry.feedback.is_empty() {
                    self.plan
                        .verdicts
                        .push(("incorrect", entry.feedback.prose.clone()));
                }
                continue;
            }
            if patterns && bare.contains('*') {
                self.add(
                    &rule::PATTERN_LOST,
                    &entry.span,
                    format!(
                        "`{}` stands for many texts, which can't be written here; it was left out.",
                        short(&words)
                    ),
                    "write those that people really type, each as an entry.",
                );
                continue;
            }
            let words = if patterns {
                words.replace("\\*", "*")
            } else {
                words
            };
            let folded = fold::fold(&words);
            if folded.is_empty() {
                self.add(
                    &rule::BROKEN_ITEM,
                    &entry.span,
                    "nothing is left of this entry when it is compared, so it was left out.",
                    "write letters or digits: spaces and marks of a sentence do not count.",
                );
                continue;
            }
            if let Some(before) = seen.get(&folded).and_then(|at| kept.get(*at)) {
                let same = before.weight.is_like(entry.weight)
                    && (entry.feedback.is_empty() || entry.feedback.prose == before.feedback.prose);
                if !same {
                    self.add(
                        &rule::REPEATED_WORDS,
                        &entry.span,
                        "this compares like an entry before it, and was left out with what is said of it.",
                        "case, accents, apostrophes, hyphens and spaces make no difference here.",
                    );
                }
                continue;
            }
            seen.insert(folded, kept.len());
            let words = Passage {
                prose: vec![Block::Paragraph(vec![Inline::Text(words)])],
                span: entry.words.span.clone(),
            };
            kept.push(Entry {
                words,
                ..entry.clone()
            });
        }
        if !kept.iter().any(|entry| entry.weight.is_like(best)) {
            self.without_key(span);
            return None;
        }
        Some(self.rows(&kept, |entry| Some(entry.weight.is_like(best))))
    }

    fn number(&mut self, number: &Numeric) -> Option<()> {
        self.plan.kind = "number";
        self.never_partly();
        let span = self.item.span.clone();
        let best = self.best(number.entries.iter().map(|entry| entry.weight), &span)?;
        let right = number
            .entries
            .iter()
            .filter(|entry| entry.weight.is_like(best));
        let mut right = right.collect::<Vec<_>>().into_iter();
        let key = right.next()?;
        for second in right {
            self.add(
                &rule::SECOND_KEY,
                &second.span,
                format!(
                    "a second right number, {}, was left out.",
                    second.number.text()
                ),
                "make the tolerance wide enough for both, or ask so that one is right.",
            );
        }
        self.plan.toml.push(format!("key = {}", key.number.text()));
        if !key.tolerance.is_zero() {
            self.plan
                .toml
                .push(format!("tolerance = {}", key.tolerance.text()));
        }
        if !number.unit.is_empty() {
            self.plan
                .toml
                .push(format!("unit = {}", slug::quoted(&number.unit)));
        }
        if !number.units.is_empty() {
            let units = number.units.iter();
            let units: Vec<String> = units
                .map(|(name, factor)| format!("{} = {}", slug::quoted(name), factor.text()))
                .collect();
            self.plan
                .toml
                .push(format!("units = {{ {} }}", units.join(", ")));
        }
        if !key.feedback.is_empty() {
            self.plan
                .verdicts
                .insert(0, ("correct", key.feedback.prose.clone()));
        }
        let mut said = BTreeSet::new();
        for entry in number
            .entries
            .iter()
            .filter(|entry| !entry.weight.is_like(best))
        {
            if entry
                .number
                .is_near(Decimal::ONE, key.number, key.tolerance)
            {
                self.add(
                    &rule::WEIGHT_LOST,
                    &entry.span,
                    format!(
                        "{} lies within the tolerance of the key: it is right here.",
                        entry.number.text()
                    ),
                    "make the tolerance of the key smaller if it should not be.",
                );
                continue;
            }
            if !said.insert(entry.number.text()) {
                self.add(
                    &rule::REPEATED_WORDS,
                    &entry.span,
                    "this number stands there already, and was left out.",
                    "change one of them in the bank, or leave it.",
                );
                continue;
            }
            let undoubted = entry.number.undoubted();
            let key = self.keys.of(&entry.number.text());
            self.plan.list.push(Row {
                ticked: Some(false),
                words: vec![Inline::Text(undoubted)],
                key,
                feedback: entry.feedback.prose.clone(),
                ..Row::default()
            });
        }
        if !number.otherwise.is_empty() {
            self.plan
                .verdicts
                .push(("incorrect", number.otherwise.prose.clone()));
        }
        Some(())
    }

    fn pair(&mut self, pairs: &[(Passage, Passage)]) -> Option<()> {
        let mut partners: Vec<String> = Vec::new();
        let mut shared = self.item.grouped;
        let mut lines = Vec::new();
        for (left, right) in pairs {
            let (left_line, right_line) = (self.line(left), self.line(right));
            let said = prose::plain(&right_line).trim().to_lowercase();
            if said.is_empty() {
                self.add(
                    &rule::BROKEN_ITEM,
                    &right.span,
                    "an entry without a partner was left out.",
                    "write what belongs to it.",
                );
                continue;
            }
            shared |= partners.contains(&said) && !left_line.is_empty();
            partners.push(said);
            lines.push((left_line, right_line));
        }
        if !shared {
            self.plan.kind = "match";
            for (left, right) in lines {
                let key = (!left.is_empty()).then(|| self.keys.of(&prose::plain(&left)));
                let partner = self.keys.of(&prose::plain(&right));
                let partner = Row {
                    words: right,
                    key: partner,
                    ..Row::default()
                };
                self.plan.list.push(match key {
                    Some(key) => Row {
                        words: left,
                        key,
                        rows: vec![partner],
                        ..Row::default()
                    },
                    None => partner,
                });
            }
            return Some(());
        }
        // Several entries with one partner: they are sorted into groups.
        self.plan.kind = "categorise";
        for ((left, right), said) in lines.into_iter().zip(&partners) {
            let item = (!left.is_empty()).then(|| {
                let key = self.keys.of(&prose::plain(&left));
                Row {
                    words: left,
                    key,
                    ..Row::default()
                }
            });
            let same = |row: &Row| prose::plain(&row.words).trim().to_lowercase() == *said;
            let at = match self.plan.list.iter().position(same) {
                Some(at) => {
                    self.keys.pass();
                    at
                }
                None => {
                    let key = self.keys.of(&prose::plain(&right));
                    self.plan.list.push(Row {
                        words: right,
                        key,
                        ..Row::default()
                    });
                    self.plan.list.len() - 1
                }
            };
            if let Some(group) = self.plan.list.get_mut(at) {
                group.rows.extend(item);
            }
        }
        Some(())
    }

    fn fill(&mut self, gaps: &[Gap], typed: bool) -> Option<()> {
        self.plan.kind = "gap";
        let places = prose::lines(&self.plan.prompt)
            .iter()
            .map(|line| line.matches(GAP).count())
            .sum::<usize>();
        if places != gaps.len() || gaps.is_empty() {
            self.add(
                &rule::BROKEN_ITEM,
                &self.item.span,
                format!(
                    "the text has {places} gaps, and there are words for {} of them.",
                    gaps.len()
                ),
                "give each gap its words, and each of them one place in the text.",
            );
            return None;
        }
        let braces = |line: &String| line.contains(['{', '}']);
        if prose::lines(&self.plan.prompt).iter().any(braces) {
            self.add(
                &rule::MARKUP_LOST,
                &self.item.prompt.span,
                "braces in a text with gaps became round brackets: here they stand for gaps.",
                "look whether the text says what it should.",
            );
            let round = |words: &mut String| *words = words.replace('{', "(").replace('}', ")");
            passage::each_words(&mut self.plan.prompt, &round);
        }
        if typed {
            self.plan.toml.push("typed = true".to_owned());
        } else if self.item.ordered {
            self.plan.toml.push("shuffle = false".to_owned());
        }
        if gaps.len() == 1 && !typed {
            self.never_partly();
        }
        let starts_with_gap = self.plan.prompt.first().is_some_and(|block| {
            prose::lines(std::slice::from_ref(block))
                .iter()
                .any(|line| line.contains(GAP))
        });
        if starts_with_gap {
            let asked = if gaps.len() == 1 {
                self.words.fill_one
            } else {
                self.words.fill_all
            };
            self.plan
                .prompt
                .insert(0, Block::Paragraph(vec![Inline::Text(asked.to_owned())]));
        }
        for (n, gap) in gaps.iter().enumerate() {
            let name = if gaps.len() == 1 {
                self.words.missing.to_owned()
            } else {
                format!("{} ({})", self.words.missing, n + 1)
            };
            let key = self
                .keys
                .given()
                .unwrap_or_else(|| self.keys.fresh(&format!("gap-{}", n + 1)));
            let rows = if typed {
                self.texts(&gap.entries, &gap.span, true)?
            } else {
                let best = self.best(gap.entries.iter().map(|entry| entry.weight), &gap.span)?;
                let mut first = true;
                let mut kept = Vec::new();
                for entry in &gap.entries {
                    if entry.weight.is_like(best) && !std::mem::take(&mut first) {
                        self.add(
                            &rule::SECOND_KEY,
                            &entry.span,
                            "a second right option of this gap was left out.",
                            "leave one right option for each gap.",
                        );
                        continue;
                    }
                    kept.push(entry.clone());
                }
                self.rows(&kept, |entry| Some(entry.weight.is_like(best)))
            };
            self.plan.gaps.push(key.clone());
            self.plan.list.push(Row {
                words: vec![Inline::Text(name)],
                key,
                rows,
                ..Row::default()
            });
        }
        Some(())
    }
}

/// `parts`, the first few of them.
fn listed(parts: &[String]) -> String {
    let mut said: Vec<&str> = parts.iter().take(6).map(String::as_str).collect();
    if parts.len() > said.len() {
        said.push("…");
    }
    said.join(", ")
}

/// The keys of one activity: given by the bank, or made of words.
struct Keys {
    given: std::vec::IntoIter<String>,
    taken: BTreeSet<String>,
    counts: std::collections::BTreeMap<String, usize>,
}

impl Keys {
    fn new(given: &[String]) -> Self {
        let sound = given.iter().all(|key| Id::new(key).is_ok());
        Self {
            given: if sound { given.to_vec() } else { Vec::new() }.into_iter(),
            taken: BTreeSet::new(),
            counts: std::collections::BTreeMap::new(),
        }
    }

    /// The next key that was given, if it is free.
    fn given(&mut self) -> Option<String> {
        let key = self.given.next()?;
        self.taken.insert(key.clone()).then_some(key)
    }

    /// Passes over a key that was given before.
    fn pass(&mut self) {
        self.given.next();
    }

    /// The next key that was given; else one made of `words`.
    fn of(&mut self, words: &str) -> String {
        self.given()
            .unwrap_or_else(|| self.fresh(&slug::of(words, 3)))
    }

    /// `wanted`, or with a number where that is taken.
    fn fresh(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "entry" } else { wanted };
        slug::free(wanted, &mut self.counts, |key| {
            self.taken.insert(key.to_owned())
        })
    }
}
