//! Many statements as one text, in which what they have in common stands once.
//!
//! ```text
//! ="k3f9"
//! ={"v":1,"course":"reuse-or-recycling","version":"0.1.0","lesson":"two-words"}
//! ={"progressed":"same-part"}
//! 1 0 1764309600000 1 2
//! ={"progressed":"when-waste"}
//! 1 0 40312 1 3
//! ```
//!
//! A line that begins with `=` is an entry of a table, counted from 0: a writer, where statements were made, a
//! deed. Every other line is a statement: its count less that of the statement before it, the entry of its
//! writer, its time less that of the one before, the entries of its place and of its deed. A line that
//! begins with a brace is a whole statement, as packs held them at first.
//!
//! A record of 50,000 statements is a twentieth of what it is as JSON, and as much faster to read.

use std::collections::BTreeMap;

use crate::{
    id::Id,
    journal,
    json::{self, Read, Write, stored_struct},
    limit,
    port::{Aside, Reading, Unread},
    statement::{self, Deed, Stamp, Statement},
};

/// Where a statement was made.
#[derive(Clone, Debug)]
struct Context {
    v: u32,
    course: Id,
    version: String,
    lesson: Id,
}

stored_struct!(Context {
    v,
    course,
    version,
    lesson
});

/// `statements` as one text.
pub fn write(statements: &[Statement]) -> String {
    let mut text = String::new();
    let mut table = BTreeMap::new();
    let (mut count, mut at) = (0, 0);
    for statement in statements {
        let context = Context {
            v: statement.v,
            course: statement.course.clone(),
            version: statement.version.clone(),
            lesson: statement.lesson.clone(),
        };
        let writer = entry(statement.id.writer(), &mut table, &mut text);
        let context = entry(&context, &mut table, &mut text);
        let deed = entry(&statement.did, &mut table, &mut text);
        let now = statement.id.count().cast_signed();
        let row = [
            now - count,
            writer,
            statement.at.wrapping_sub(at),
            context,
            deed,
        ];
        for (n, number) in row.into_iter().enumerate() {
            if n > 0 {
                text.push(' ');
            }
            json::digits(number, &mut text);
        }
        text.push('\n');
        (count, at) = (now, statement.at);
    }
    text
}

/// The place of `held` in the `table`; it is added to the `text` where it is new.
fn entry(held: &impl Write, table: &mut BTreeMap<String, i64>, text: &mut String) -> i64 {
    let mut json = String::new();
    held.write(&mut json);
    let next = i64::try_from(table.len()).unwrap_or(i64::MAX);
    *table.entry(json).or_insert_with_key(|json| {
        text.push('=');
        text.push_str(json);
        text.push('\n');
        next
    })
}

/// The statements in the text of the pack under `key`. What can't be read is set aside.
pub fn read(key: &str, text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut table = Table::default();
    let mut set_aside = |text: String, why| {
        reading.aside.push(Aside {
            key: key.to_owned(),
            text,
            why,
        });
    };
    for line in text.lines() {
        if let Some(entry) = line.strip_prefix('=') {
            table.add(entry);
            continue;
        }
        let read = if line.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
            table.row(line)
        } else {
            journal::decode(line)
        };
        match read {
            Ok(statement) => reading.statements.push(statement),
            Err(why) => set_aside(table.told(line), why),
        }
    }
    reading
}

/// The entries that were read so far, each as what it was needed as.
#[derive(Default)]
struct Table<'a> {
    texts: Vec<&'a str>,
    writers: Vec<Option<Id>>,
    contexts: Vec<Option<Context>>,
    deeds: Vec<Option<Deed>>,
    /// The count and the time of the statement before.
    before: (i64, i64),
    /// Bytes that the statements take as they are.
    taken: usize,
}

impl<'a> Table<'a> {
    fn add(&mut self, entry: &'a str) {
        self.texts.push(entry);
        self.writers.push(None);
        self.contexts.push(None);
        self.deeds.push(None);
    }

    /// The statement in `line`.
    fn row(&mut self, line: &str) -> Result<Statement, Unread> {
        let [count, writer, at, context, deed] = numbers(line).ok_or(Unread::Damaged)?;
        let (had, was) = self.before;
        let (count, at) = (had.wrapping_add(count), was.wrapping_add(at));
        // What follows is told from it, whatever becomes of this one.
        self.before = (count, at);
        let [writer, context, deed] =
            [writer, context, deed].map(|place| usize::try_from(place).unwrap_or(usize::MAX));
        // A short text that says the same long thing again and again would have no end.
        let bytes = self.texts.get(deed).map_or(0, |text| text.len());
        self.taken = self.taken.saturating_add(bytes + 100);
        if bytes > limit::STATEMENT_BYTES || self.taken > limit::PACK_BYTES {
            return Err(Unread::Damaged);
        }
        let writer = part(&self.texts, &mut self.writers, writer)?;
        let context = part(&self.texts, &mut self.contexts, context)?;
        if context.v > statement::VERSION {
            return Err(Unread::Newer);
        }
        let did = part(&self.texts, &mut self.deeds, deed)?.clone();
        let count = u64::try_from(count).map_err(|_| Unread::Damaged)?;
        Ok(Statement {
            v: context.v,
            id: Stamp::new(count, writer).ok_or(Unread::Damaged)?,
            at,
            course: context.course.clone(),
            version: context.version.clone(),
            lesson: context.lesson.clone(),
            did,
        })
    }

    /// A `line` that can't be read, with the entries that it names.
    fn told(&self, line: &str) -> String {
        let mut told = line.to_owned();
        if self.taken > limit::PACK_BYTES {
            return told;
        }
        for place in numbers(line)
            .into_iter()
            .flat_map(|it| [it[1], it[3], it[4]])
        {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            told.push('\n');
            told.push_str(self.texts.get(place).copied().unwrap_or(""));
        }
        told
    }
}

/// The five numbers of a line.
fn numbers(line: &str) -> Option<[i64; 5]> {
    let mut numbers = line.split(' ').map(|number| number.parse().ok());
    let five = [(); 5].map(|()| numbers.next().flatten());
    match (five, numbers.next()) {
        ([Some(a), Some(b), Some(c), Some(d), Some(e)], None) => Some([a, b, c, d, e]),
        _ => None,
    }
}

/// The entry at `place`, read when it is first needed.
fn part<'a, T: Read>(
    texts: &[&str],
    read: &'a mut [Option<T>],
    place: usize,
) -> Result<&'a T, Unread> {
    let (text, kept) = texts
        .get(place)
        .zip(read.get_mut(place))
        .ok_or(Unread::Damaged)?;
    if kept.is_none() {
        let value = json::parse(text.as_bytes()).map_err(|_| Unread::Damaged)?;
        *kept = json::read(&value);
    }
    kept.as_ref().ok_or(Unread::Damaged)
}
