//! The log of statements over a store of texts: one text per statement, never rewritten, and packs of
//! many.

use crate::{
    digest::Digest,
    json::{self, Write},
    limit, pack,
    port::{Aside, Durability, KeyValue, NoPress, Press, Reading, StorageError, Texts, Unread},
    statement::{self, Statement},
};

/// The log of statements in `store`: each under its own name, and many of them in packs.
#[derive(Clone, Debug)]
pub struct Log<S, P = NoPress> {
    store: S,
    press: P,
}

/// So many statements stand under names of their own before they are packed.
pub const LOOSE_MOST: usize = 400;
/// So many packs that are not full there are before they become one.
const PACKS_MOST: usize = 6;
/// So many statements at most go into one pack. One that has so many is left as it is.
const PACK_MOST: usize = 25_000;

impl<S: Texts> Log<S> {
    /// The log in `store`.
    pub fn new(store: S) -> Self {
        Self::pressed(store, NoPress)
    }
}

impl<S: Texts, P: Press> Log<S, P> {
    /// The same, with something that makes packs short.
    pub fn pressed(store: S, press: P) -> Self {
        Self { store, press }
    }

    /// What it is kept in.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Everything kept so far.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn read(&self) -> Result<Reading, StorageError> {
        let all = self.store.all().await?;
        Ok(self.read_texts(all).await)
    }

    /// What `texts` of a store hold: statements in the order of their stamps, each once.
    pub async fn read_texts(&self, texts: Vec<(String, String)>) -> Reading {
        let mut reading = Reading::default();
        for (name, text) in texts {
            if is_loose(&name) {
                take(&mut reading, name, text);
                continue;
            }
            match self.unpack(&name, &text).await {
                Some(held) => {
                    reading.statements.extend(held.statements);
                    reading.aside.extend(held.aside);
                }
                None => reading.aside.push(Aside {
                    key: name,
                    text,
                    why: Unread::Damaged,
                }),
            }
        }
        let mut read = once(reading.statements);
        read.aside.extend(reading.aside);
        read
    }

    /// Keeps a statement, and says how safe it is now. Keeping it twice keeps it once.
    ///
    /// # Errors
    ///
    /// What the store says; [`StorageError::Unreadable`] where another statement has its place.
    pub async fn append(&self, statement: &Statement) -> Result<Durability, StorageError> {
        self.keep(std::slice::from_ref(statement)).await
    }

    /// Keeps many statements, and says how safe they are now; with none, how safe one would be.
    ///
    /// # Errors
    ///
    /// The same.
    pub async fn keep(&self, statements: &[Statement]) -> Result<Durability, StorageError> {
        let put = if statements.len() <= LOOSE_MOST {
            let loose = |it: &Statement| (name(it), encode(it));
            statements.iter().map(loose).collect()
        } else {
            // A file that was taken over, or all that another store has: under names of their own they might
            // not have room. What is there twice counts once.
            self.packed(statements).await
        };
        self.store.change(&put, &[]).await
    }

    /// Takes away what has one of these names: the stamp of a statement, or the key of what was set
    /// aside. What is not there is fine. A pack of which a part can't be read stays as it is; what is gone
    /// from the log is then read from it again.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn erase(&self, names: &[String]) -> Result<(), StorageError> {
        let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let is_gone = |name: &str| sorted.binary_search(&name).is_ok();
        let (mut put, mut gone) = (Vec::new(), Vec::new());
        for (name, text) in self.store.all().await? {
            if is_gone(&name) || name.strip_prefix("s/").is_some_and(is_gone) {
                gone.push(name);
            } else if !is_loose(&name)
                && let Some(held) = self.unpack(&name, &text).await
                && held.aside.is_empty()
            {
                let before = held.statements.len();
                let mut stays = held.statements;
                stays.retain(|it| !is_gone(&String::from(it.id.clone())));
                if stays.len() < before {
                    put.extend(self.packed(&stays).await);
                    gone.push(name);
                }
            }
        }
        self.store.change(&put, &gone).await.map(|_| ())
    }

    /// Packs the statements that stand under names of their own when there are many, and the packs that are not
    /// full when there are many of them. The same statements give the same packs: two pages at it never
    /// write over each other, and two stores that hold the same are read as one.
    ///
    /// # Errors
    ///
    /// What the store says; then everything is where it was.
    pub async fn pack(&self) -> Result<(), StorageError> {
        let (mut loose, mut packs) = (Reading::default(), Vec::new());
        let mut gone = Vec::new();
        for (name, text) in self.store.all().await? {
            if !is_loose(&name) {
                packs.extend((!is_full(&name)).then_some((name, text)));
                continue;
            }
            let before = loose.statements.len();
            take(&mut loose, name.clone(), text);
            // What can't be read stays where it is.
            gone.extend((loose.statements.len() > before).then_some(name));
        }
        if loose.statements.len() < LOOSE_MOST && packs.len() <= PACKS_MOST {
            return Ok(());
        }
        let mut statements = loose.statements;
        if packs.len() >= PACKS_MOST {
            for (name, text) in packs {
                // One that can't be read, or not all of it, stays as it is.
                let held = self.unpack(&name, &text).await;
                if let Some(held) = held.filter(|held| held.aside.is_empty()) {
                    statements.extend(held.statements);
                    gone.push(name);
                }
            }
        }
        let read = once(statements);
        if !read.aside.is_empty() {
            // A pack has room for one of two statements of the same stamp: both stay where they are.
            return Ok(());
        }
        let put = self.packed(&read.statements).await;
        gone.retain(|name| !put.iter().any(|(packed, _)| packed == name));
        self.store.change(&put, &gone).await.map(|_| ())
    }

    /// `statements` in packs: their names and texts.
    async fn packed(&self, statements: &[Statement]) -> Vec<(String, String)> {
        let mut packs = Vec::new();
        for some in statements.chunks(PACK_MOST) {
            let text = pack::write(some);
            let text = match self.press.press(&text).await {
                Some(bytes) => ["z", &units(&bytes)].concat(),
                None => text,
            };
            // How many there are, and what: so it needs no look at what there is to be unlike all others.
            let mut name = "p/".to_owned();
            json::digits(some.len().try_into().unwrap_or(i64::MAX), &mut name);
            name.push('-');
            name.push_str(Digest::of(text.as_bytes()).short());
            packs.push((name, text));
        }
        packs
    }

    /// The statements in the text of the pack under `key`; none when it is no pack.
    pub async fn unpack(&self, key: &str, text: &str) -> Option<Reading> {
        let unpressed;
        let lines = match text.strip_prefix('z') {
            Some(pressed) => {
                let bytes = bytes(pressed)?;
                unpressed = self.press.unpress(&bytes, limit::PACK_BYTES).await?;
                &unpressed
            }
            None => text,
        };
        let reading = pack::read(key, lines);
        let empty = reading.statements.is_empty() && reading.aside.is_empty();
        (!empty).then_some(reading)
    }
}

/// What a statement stands under that has a text of its own.
fn name(statement: &Statement) -> String {
    ["s/", String::from(statement.id.clone()).as_str()].concat()
}

/// Whether a single statement stands under `name`.
fn is_loose(name: &str) -> bool {
    name.starts_with("s/")
}

/// Whether the pack under `name` is full.
fn is_full(name: &str) -> bool {
    let count = name.strip_prefix("p/").and_then(|it| it.split('-').next());
    count.and_then(|it| it.parse().ok()) == Some(PACK_MOST)
}

/// Adds to `reading` the `text` that is stored under `name` as a single statement.
fn take(reading: &mut Reading, name: String, text: String) {
    let why = match decode(&text) {
        Ok(statement) if self::name(&statement) == name => {
            return reading.statements.push(statement);
        }
        // A text under another statement's name is not what it says it is.
        Ok(_) => Unread::Damaged,
        Err(why) => why,
    };
    reading.aside.push(Aside {
        key: name,
        text,
        why,
    });
}

/// The name of the mark that something was put.
const MARK: &str = "m";

/// A store that is done at once, as a store of texts.
#[derive(Clone, Debug)]
pub struct Near<S> {
    store: S,
    /// What the keys begin with. Ends in `#`, so that no deployment of the program reads the statements
    /// of one in a folder below its own.
    prefix: String,
    durability: Durability,
}

impl<S: KeyValue> Near<S> {
    /// The texts under `place` (the path the program is served from), which are as safe as `durability`
    /// says once they are written.
    pub fn new(store: S, place: &str, durability: Durability) -> Self {
        Self {
            store,
            prefix: ["boucle", place, "#"].concat(),
            durability,
        }
    }

    /// The name that `key` has in the log; none where it is none of the log's.
    pub fn name<'a>(&self, key: &'a str) -> Option<&'a str> {
        let name = key.strip_prefix(&self.prefix)?;
        (name.starts_with("s/") || name.starts_with("p/")).then_some(name)
    }

    /// Whether anything was ever put here. Asked before anything is shown, so it looks at no more than one
    /// text.
    pub fn any(&self) -> bool {
        self.store.get(&self.key(MARK)) != Ok(None)
    }

    fn key(&self, name: &str) -> String {
        [&self.prefix, name].concat()
    }
}

impl<S: KeyValue> Texts for Near<S> {
    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        let mut all = Vec::new();
        for key in self.store.keys()? {
            if let Some(name) = self.name(&key) {
                // Another tab may have taken it away in between.
                let text = self.store.get(&key)?;
                all.extend(text.map(|text| (name.to_owned(), text)));
            }
        }
        Ok(all)
    }

    async fn change(
        &self,
        put: &[(String, String)],
        gone: &[String],
    ) -> Result<Durability, StorageError> {
        for (name, text) in put {
            let key = self.key(name);
            match self.store.get(&key)? {
                None => {
                    self.store.set(&key, text)?;
                    // Browsers whose store is broken have been seen to say nothing.
                    if self.store.get(&key)?.as_ref() != Some(text) {
                        return Err(StorageError::Unreadable);
                    }
                }
                Some(kept) if kept == *text => {}
                // Another text has the place. It stays, and this one must not count as kept.
                Some(_) => return Err(StorageError::Unreadable),
            }
        }
        let mark = self.key(MARK);
        if !put.is_empty() && self.store.get(&mark)?.is_none() {
            self.store.set(&mark, "1")?;
        }
        for name in gone {
            self.store.remove(&self.key(name))?;
        }
        Ok(self.durability)
    }
}

/// `statements` in the order of their stamps, each once. Another one of the same stamp is set aside.
fn once(mut statements: Vec<Statement>) -> Reading {
    if !statements.is_sorted_by(|one, other| one.id < other.id) {
        statements.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    }
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
        key: name(statement),
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
