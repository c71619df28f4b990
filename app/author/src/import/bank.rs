//! A bank of items as it was read, whatever file it came in.

use std::ops::Range;

use domain::prose::Prose;

/// What stands in a bank, in its order.
#[derive(Debug, Default)]
pub(crate) struct Bank {
    pub(crate) parts: Vec<Part>,
}

/// One thing in a bank.
#[derive(Debug)]
pub(crate) enum Part {
    /// What follows belongs together under these words.
    Category(String, Range<usize>),
    /// Something to read.
    Words(Passage),
    /// Something to do.
    Item(Box<Item>),
}

/// Some text, with the place it came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passage {
    pub(crate) prose: Prose,
    pub(crate) span: Range<usize>,
}

impl Passage {
    pub(crate) fn is_empty(&self) -> bool {
        self.prose.is_empty()
    }
}

/// Something to do.
#[derive(Debug)]
pub(crate) struct Item {
    /// What the bank calls it; people who do it never see that.
    pub(crate) name: String,
    /// The id it was given, which need not have the form of one of ours.
    pub(crate) id: String,
    /// The keys of its entries in the order of the bank, if an export wrote them there.
    pub(crate) keys: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) span: Range<usize>,
    pub(crate) prompt: Passage,
    pub(crate) task: Task,
    pub(crate) verdicts: Verdicts,
    pub(crate) hints: Vec<Passage>,
    /// Whether the order of its entries is to be kept.
    pub(crate) ordered: bool,
    /// Whether an export said that partners are groups, even where none has two entries.
    pub(crate) grouped: bool,
}

impl Item {
    pub(crate) fn new(span: Range<usize>, prompt: Passage, task: Task) -> Self {
        Self {
            name: String::new(),
            id: String::new(),
            keys: Vec::new(),
            tags: Vec::new(),
            span,
            prompt,
            task,
            verdicts: Verdicts::default(),
            hints: Vec::new(),
            ordered: false,
            grouped: false,
        }
    }
}

/// Feedback because of a verdict, and whatever the verdict is.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    pub(crate) correct: Passage,
    pub(crate) partly: Passage,
    pub(crate) incorrect: Passage,
    pub(crate) always: Passage,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Task {
    /// Say whether something is true.
    Truth {
        right: bool,
        on_true: Passage,
        on_false: Passage,
    },
    /// Pick one entry, or tick several.
    Pick { entries: Vec<Entry>, single: bool },
    /// Write a word or a few. Where entries are patterns, `*` stands for anything and `\*` for itself.
    Write { entries: Vec<Entry>, patterns: bool },
    /// Write a number.
    Number(Box<Numeric>),
    /// Find what belongs together. An empty first side: the second one is nobody's.
    Pair(Vec<(Passage, Passage)>),
    /// Put in order.
    Order(Vec<Entry>),
    /// Write a text. What it could be like may be missing.
    Essay { model: Passage },
    /// Fill the gaps of the prompt, in which each stands as a [`GAP`].
    Fill { gaps: Vec<Gap>, typed: bool },
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) words: Passage,
    pub(crate) weight: Weight,
    pub(crate) feedback: Passage,
    pub(crate) span: Range<usize>,
}

/// What an entry earns, in hundred-thousandths of a hundredth of the whole: banks write 33.33333.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight(pub(crate) i64);

impl Weight {
    pub(crate) const NOTHING: Self = Self(0);
    pub(crate) const WHOLE: Self = Self(100 * Self::HUNDREDTH);
    pub(crate) const HUNDREDTH: i64 = 100_000;

    /// The weight written as `text`, a number from -100 to 100.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let number = super::number::read(text)?;
        let (digits, decimals) = number.parts();
        let digits = i128::from(digits);
        let scaled = match 10_i128.checked_pow(u32::from(decimals))? {
            1 => digits * i128::from(Self::HUNDREDTH),
            scale => digits * i128::from(Self::HUNDREDTH) / scale,
        };
        let scaled = i64::try_from(scaled).ok()?;
        (-Self::WHOLE.0..=Self::WHOLE.0)
            .contains(&scaled)
            .then_some(Self(scaled))
    }

    /// The weight as it is said: `33.3%`.
    pub(crate) fn text(self) -> String {
        let tenths = (self.0 * 10 + self.0.signum() * Self::HUNDREDTH / 2) / Self::HUNDREDTH;
        let sign = if tenths < 0 { "-" } else { "" };
        match (tenths.abs() / 10, tenths.abs() % 10) {
            (whole, 0) => format!("{sign}{whole}%"),
            (whole, part) => format!("{sign}{whole}.{part}%"),
        }
    }

    /// Whether it is as good as `other`: what was rounded differs a little.
    pub(crate) fn is_like(self, other: Self) -> bool {
        (self.0 - other.0).abs() <= Self::HUNDREDTH / 100
    }
}

/// A number that is asked for.
#[derive(Debug, Default)]
pub(crate) struct Numeric {
    pub(crate) entries: Vec<NumberEntry>,
    /// What is said of any number that was not foreseen.
    pub(crate) otherwise: Passage,
    pub(crate) unit: String,
    /// Further units, each with its factor into the first.
    pub(crate) units: Vec<(String, domain::decimal::Decimal)>,
}

/// One number that was foreseen.
#[derive(Debug)]
pub(crate) struct NumberEntry {
    pub(crate) number: domain::decimal::Decimal,
    /// How far a number may be from it.
    pub(crate) tolerance: domain::decimal::Decimal,
    pub(crate) weight: Weight,
    pub(crate) feedback: Passage,
    pub(crate) span: Range<usize>,
}

/// A gap, and what can go in.
#[derive(Debug)]
pub(crate) struct Gap {
    pub(crate) entries: Vec<Entry>,
    pub(crate) span: Range<usize>,
}

/// Stands in a text where a gap is. No text of a bank has this character: what nobody can see is taken
/// out when it is read.
pub(crate) const GAP: char = '\u{f8ff}';
