//! The log of statements over a store of texts: one key per statement, never rewritten.

use crate::{
    json::{self, Write},
    limit,
    port::{Aside, Durability, Journal, KeyValue, Reading, StorageError, Unread},
    statement::{self, Statement},
};

/// The log of statements over `store`.
#[derive(Clone, Debug)]
pub struct Texts<S> {
    store: S,
    /// What the keys of the statements begin with. Ends in `#s/`, so that no deployment of the
    /// program reads the statements of one in a folder below its own.
    prefix: String,
    durability: Durability,
}

impl<S: KeyValue> Texts<S> {
    /// The log under `place` (the path the program is served from), which is as safe as
    /// `durability` says once it is written.
    pub fn new(store: S, place: &str, durability: Durability) -> Self {
        Self {
            store,
            prefix: ["boucle", place, "#s/"].concat(),
            durability,
        }
    }

    /// Whether the text under `key` is one of this log's.
    pub fn owns(&self, key: &str) -> bool {
        key.starts_with(&self.prefix)
    }

    /// Whether the store holds anything of this log's.
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
}

impl<S: KeyValue> Journal for Texts<S> {
    async fn read(&self) -> Result<Reading, StorageError> {
        let mut reading = Reading::default();
        for key in self.store.keys()? {
            if !self.owns(&key) {
                continue;
            }
            // Another tab may have taken it away in between.
            let Some(text) = self.store.get(&key)? else {
                continue;
            };
            match decode(&text) {
                Ok(statement) if self.key(&statement) == key => reading.statements.push(statement),
                // A text under another statement's key is not what it says it is.
                Ok(_) => reading.aside.push(Aside {
                    key,
                    text,
                    why: Unread::Damaged,
                }),
                Err(why) => reading.aside.push(Aside { key, text, why }),
            }
        }
        Ok(reading)
    }

    async fn append(&self, statement: &Statement) -> Result<Durability, StorageError> {
        let key = self.key(statement);
        let text = encode(statement);
        match self.store.get(&key)? {
            None => self.store.set(&key, &text)?,
            Some(kept) if kept == text => {}
            // Another text has the place. It stays, and this one must not count as kept.
            Some(_) => return Err(StorageError::Unreadable),
        }
        Ok(self.durability)
    }
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

/// The learner's file: the log as it is, and what was set `aside` for another day, as text.
pub fn file(statements: &[Statement], aside: &[Aside]) -> String {
    let mut text = "{\"format\":\"boucle-progress\",\"version\":1,\"statements\":".to_owned();
    json::write_list(statements, &mut text);
    text.push_str(",\"aside\":[");
    for (n, aside) in aside.iter().enumerate() {
        text.push_str(if n > 0 { ",[" } else { "[" });
        json::quote(&aside.key, &mut text);
        text.push(',');
        json::quote(&aside.text, &mut text);
        text.push(']');
    }
    text.push_str("]}");
    text
}
