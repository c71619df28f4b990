//! The log of statements over a store of texts: one key per statement, never rewritten.

use crate::{
    id::Id,
    json::{self, Write},
    limit,
    port::{Aside, Durability, Journal, KeyValue, NoPress, Press, Reading, StorageError, Unread},
    statement::{self, Statement},
};

/// The log of statements over `store`: each under its own key, and many of them in packs.
#[derive(Clone, Debug)]
pub struct Texts<S, P = NoPress> {
    store: S,
    press: P,
    /// What the keys of the statements begin with. Ends in `#s/`, so that no deployment of the
    /// program reads the statements of one in a folder below its own.
    prefix: String,
    durability: Durability,
}

/// So many statements stand under keys of their own before they are packed.
pub const LOOSE_MOST: usize = 400;
/// So many packs there are before they become one.
const PACKS_MOST: usize = 6;
/// So many statements at most go into one pack at once.
const PACK_MOST: usize = 10_000;

impl<S: KeyValue> Texts<S> {
    /// The log under `place` (the path the program is served from), which is as safe as
    /// `durability` says once it is written.
    pub fn new(store: S, place: &str, durability: Durability) -> Self {
        Self::pressed(store, NoPress, place, durability)
    }
}

impl<S: KeyValue, P: Press> Texts<S, P> {
    /// The same, with something that makes packs short.
    pub fn pressed(store: S, press: P, place: &str, durability: Durability) -> Self {
        Self {
            store,
            press,
            prefix: ["boucle", place, "#s/"].concat(),
            durability,
        }
    }

    /// Whether the text under `key` is a statement of this log.
    pub fn owns(&self, key: &str) -> bool {
        key.starts_with(&self.prefix)
    }

    /// Whether `key` is one of this log: of a statement or of a pack.
    pub fn is_its(&self, key: &str) -> bool {
        self.owns(key) || key.starts_with(&self.packs())
    }

    /// What the keys of packs begin with.
    #[inline(never)]
    fn packs(&self) -> String {
        let place = self.prefix.strip_suffix("s/").unwrap_or_default();
        [place, "p/"].concat()
    }

    /// Whether the store holds anything of this log's. (Of many statements that are packed the last one
    /// has its own key too.)
    pub fn any(&self) -> bool {
        match self.store.keys() {
            Ok(keys) => keys.iter().any(|key| self.owns(key)),
            // Reading it will tell.
            Err(StorageError::Forbidden | StorageError::Full | StorageError::Unreadable) => true,
        }
    }

    fn key(&self, statement: &Statement) -> String {
        [&self.prefix, String::from(statement.id.clone()).as_str()].concat()
    }

    /// Packs the statements that stand under keys of their own when there are many (all but the last), and the
    /// packs when there are many of them. `writer` is the page that does it: its packs have names of their own, so
    /// that two pages at it never write over each other. A key is taken away only when the pack that
    /// holds its statement was written and reads back as it was.
    ///
    /// # Errors
    ///
    /// What the store says; then everything is where it was.
    pub async fn pack(&self, writer: &Id) -> Result<(), StorageError> {
        let (mut loose, mut packs) = (Reading::default(), Vec::new());
        let (mut gone, mut packed) = (Vec::new(), Vec::new());
        let start = self.packs();
        for key in self.store.keys()? {
            if self.owns(&key) {
                let Some(text) = self.store.get(&key)? else {
                    continue;
                };
                let id = self.id(&key).to_owned();
                let before = loose.statements.len();
                take(&mut loose, key.clone(), &id, text);
                // What can't be read stays where it is.
                gone.extend((loose.statements.len() > before).then_some(key));
            } else if key.starts_with(&start) {
                packs.push(key);
            }
        }
        if loose.statements.len() < LOOSE_MOST && packs.len() <= PACKS_MOST {
            return Ok(());
        }
        let mut statements = loose.statements;
        if packs.len() >= PACKS_MOST {
            for key in packs {
                let text = self.store.get(&key)?.unwrap_or_default();
                // One that can't be read, or not all of it, stays as it is.
                let held = self.unpack(&key, &text).await;
                if let Some(held) = held.filter(|held| held.aside.is_empty()) {
                    statements.extend(held.statements);
                    packed.push(key);
                }
            }
        }
        let read = once(statements);
        if !read.aside.is_empty() {
            // A pack has room for one of two statements of the same stamp: both stay where they are.
            return Ok(());
        }
        let statements = read.statements;
        if let Some(last) = statements.last() {
            let last = self.key(last);
            gone.retain(|key| *key != last);
        }
        self.put_pack(writer, &statements).await?;
        for key in gone.iter().chain(&packed) {
            self.store.remove(key)?;
        }
        Ok(())
    }

    /// Writes the pack under `key` anew without what `is_gone`: the new one first. A pack of which a part
    /// can't be read stays as it is; what is gone from the log is then read from it again.
    async fn erase_in_pack(
        &self,
        key: &str,
        is_gone: &impl Fn(&String) -> bool,
    ) -> Result<(), StorageError> {
        let text = self.store.get(key)?.unwrap_or_default();
        let Some(held) = self
            .unpack(key, &text)
            .await
            .filter(|it| it.aside.is_empty())
        else {
            return Ok(());
        };
        let before = held.statements.len();
        let mut stays = held.statements;
        stays.retain(|statement| !is_gone(&statement.id.clone().into()));
        if stays.len() == before {
            return Ok(());
        }
        if !stays.is_empty() {
            let writer = Id::stand_in();
            self.put_pack(&writer, &stays).await?;
        }
        self.store.remove(key)
    }

    /// Writes a pack of `statements`, and makes sure that it reads back as it was.
    async fn put_pack(&self, writer: &Id, statements: &[Statement]) -> Result<(), StorageError> {
        let name = self.free(writer)?;
        let mut text = String::new();
        for statement in statements {
            statement.write(&mut text);
            text.push('\n');
        }
        let text = match self.press.press(&text).await {
            Some(bytes) => ["z", &units(&bytes)].concat(),
            None => text,
        };
        self.store.set(&name, &text)?;
        if self.store.get(&name)?.as_ref() != Some(&text) {
            return Err(StorageError::Unreadable);
        }
        Ok(())
    }

    /// The statements in the text of the pack under `key`, one in each line; none when it is no pack.
    async fn unpack(&self, key: &str, text: &str) -> Option<Reading> {
        let unpressed;
        let lines = match text.strip_prefix('z') {
            Some(pressed) => {
                let bytes = bytes(pressed)?;
                unpressed = self.press.unpress(&bytes, limit::PACK_BYTES).await?;
                &unpressed
            }
            None => text,
        };
        let mut reading = Reading::default();
        for line in lines.lines() {
            match decode(line) {
                Ok(statement) => reading.statements.push(statement),
                Err(why) => reading.aside.push(Aside {
                    key: key.to_owned(),
                    text: line.to_owned(),
                    why,
                }),
            }
        }
        let empty = reading.statements.is_empty() && reading.aside.is_empty();
        (!empty).then_some(reading)
    }

    /// A key for a pack of `writer` that nothing has.
    fn free(&self, writer: &Id) -> Result<String, StorageError> {
        let mut number = 0;
        loop {
            let mut name = [&self.packs(), writer.as_str(), "-"].concat();
            json::digits(number, &mut name);
            if self.store.get(&name)?.is_none() {
                return Ok(name);
            }
            number += 1;
        }
    }

    /// The part of a key that names its statement.
    fn id<'a>(&self, key: &'a str) -> &'a str {
        key.get(self.prefix.len()..).unwrap_or("")
    }
}

impl<S: KeyValue, P: Press> Journal for Texts<S, P> {
    async fn read(&self) -> Result<Reading, StorageError> {
        let mut reading = Reading::default();
        let start = self.packs();
        for key in self.store.keys()? {
            let (loose, pack) = (self.owns(&key), key.starts_with(&start));
            if !loose && !pack {
                continue;
            }
            // Another tab may have taken it away in between.
            let Some(text) = self.store.get(&key)? else {
                continue;
            };
            if loose {
                let id = self.id(&key).to_owned();
                take(&mut reading, key, &id, text);
                continue;
            }
            match self.unpack(&key, &text).await {
                Some(held) => {
                    reading.statements.extend(held.statements);
                    reading.aside.extend(held.aside);
                }
                None => reading.aside.push(Aside {
                    key,
                    text,
                    why: Unread::Damaged,
                }),
            }
        }
        let mut read = once(reading.statements);
        read.aside.extend(reading.aside);
        Ok(read)
    }

    async fn append(&self, statement: &Statement) -> Result<Durability, StorageError> {
        let key = self.key(statement);
        let text = encode(statement);
        match self.store.get(&key)? {
            None => {
                self.store.set(&key, &text)?;
                // Browsers whose store is broken have been seen to say nothing.
                if self.store.get(&key)?.as_ref() != Some(&text) {
                    return Err(StorageError::Unreadable);
                }
            }
            Some(kept) if kept == text => {}
            // Another text has the place. It stays, and this one must not count as kept.
            Some(_) => return Err(StorageError::Unreadable),
        }
        Ok(self.durability)
    }

    async fn keep(&self, statements: &[Statement]) -> Result<Durability, StorageError> {
        if statements.len() <= LOOSE_MOST {
            for statement in statements {
                self.append(statement).await?;
            }
            return Ok(self.durability);
        }
        // A file that was taken over, or all that another store has: under keys of their own they might not
        // have room. What is there twice counts once.
        for some in statements.chunks(PACK_MOST) {
            self.put_pack(&Id::stand_in(), some).await?;
        }
        // Of many statements that are packed the last one has its own key too.
        if let Some(last) = statements.last() {
            self.append(last).await?;
        }
        Ok(self.durability)
    }

    async fn erase(&self, names: &[String]) -> Result<(), StorageError> {
        let mut sorted: Vec<&String> = names.iter().collect();
        sorted.sort_unstable();
        let is_gone = |name: &String| sorted.binary_search(&name).is_ok();
        let start = self.packs();
        for key in self.store.keys()? {
            let is_pack = key.starts_with(&start);
            let is_loose = self.owns(&key);
            let id = self.id(&key).to_owned();
            if (is_pack || is_loose) && is_gone(&key) || is_loose && is_gone(&id) {
                self.store.remove(&key)?;
            } else if is_pack {
                self.erase_in_pack(&key, &is_gone).await?;
            }
        }
        Ok(())
    }
}

/// `statements` in the order of their stamps, each once. Another one of the same stamp is set aside.
fn once(mut statements: Vec<Statement>) -> Reading {
    statements.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    let mut reading = Reading::default();
    for statement in statements {
        match reading.statements.last() {
            Some(last) if *last == statement => {}
            Some(last) if last.id == statement.id => reading.aside.push(twin(&statement)),
            Some(_) | None => reading.statements.push(statement),
        }
    }
    reading
}

/// A statement whose stamp another one has: made by hand, or damaged so that it can be read all the
/// same. It is kept for who exports the record.
pub(crate) fn twin(statement: &Statement) -> Aside {
    Aside {
        key: statement.id.clone().into(),
        text: encode(statement),
        why: Unread::Damaged,
    }
}

/// `bytes` as a text: fifteen bits in each character of two bytes, from U+3400 on. All of these are
/// letters: no store and no browser changes one.
pub fn units(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut count) = (0_u32, 0);
    // How many bits of the last character count comes first.
    let rest = bytes.len() * 8 % 15;
    text.extend(char::from_u32(UNITS + rest as u32));
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        count += 8;
        if count >= 15 {
            count -= 15;
            text.extend(char::from_u32(UNITS + (held >> count & 0x7FFF)));
        }
    }
    if count > 0 {
        text.extend(char::from_u32(UNITS + (held << (15 - count) & 0x7FFF)));
    }
    text
}

/// The bytes that [`units`] made a text of; none where it made none like it.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    let unit = |char: char| {
        let unit = u32::from(char).checked_sub(UNITS)?;
        (unit <= 0x7FFF).then_some(unit)
    };
    let mut chars = text.chars();
    let rest = unit(chars.next()?).filter(|rest| *rest < 15)?;
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2);
    let (mut held, mut count) = (0_u32, 0);
    let mut chars = chars.peekable();
    while let Some(char) = chars.next() {
        let last = chars.peek().is_none();
        held = held << 15 | unit(char)?;
        count += 15;
        let spare = if last && rest > 0 { 15 - rest } else { 0 };
        while count >= 8 + spare {
            count -= 8;
            bytes.push((held >> count) as u8);
        }
    }
    (rest == 0 || !bytes.is_empty()).then_some(bytes)
}

const UNITS: u32 = 0x3400;

/// Adds to `reading` the `text` that is stored under `key` as the statement of the stamp `id`.
pub fn take(reading: &mut Reading, key: String, id: &str, text: String) {
    let why = match decode(&text) {
        Ok(statement) if String::from(statement.id.clone()) == id => {
            return reading.statements.push(statement);
        }
        // A text under another statement's key is not what it says it is.
        Ok(_) => Unread::Damaged,
        Err(why) => why,
    };
    reading.aside.push(Aside { key, text, why });
}

/// A statement as it is stored.
pub fn encode(statement: &Statement) -> String {
    let mut text = String::new();
    statement.write(&mut text);
    text
}

/// A statement as it was stored, or why it can't be read.
#[inline(never)]
pub fn decode(text: &str) -> Result<Statement, Unread> {
    if text.len() > limit::STATEMENT_BYTES {
        return Err(Unread::Damaged);
    }
    let value = json::parse(text.as_bytes()).map_err(|_| Unread::Damaged)?;
    match json::read::<u32>(value.field("v")) {
        Some(v) if v > statement::VERSION => Err(Unread::Newer),
        Some(_) | None => json::read(&value).ok_or(Unread::Damaged),
    }
}
