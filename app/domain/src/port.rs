//! What the domain needs from outside, with an honest error and a fake for each.

use std::{cell::RefCell, future::Future, rc::Rc};

use crate::statement::Statement;

/// Why a store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no store, or the browser does not let us use it.
    Forbidden,
    /// There is no room left.
    Full,
    /// The store answered, but not in a way we understand.
    Unreadable,
}

/// How safe a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// As long as this page is open.
    Page,
    /// Handed to the browser, which writes it to disk in its own time (up to a minute).
    Written,
    /// On disk.
    Durable,
}

/// What was found in a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The statements, in no particular order.
    pub statements: Vec<Statement>,
    /// What could not be read: left where it was, and shown to whoever exports the record.
    pub aside: Vec<Aside>,
}

/// A stored text that could not be read as a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it is stored.
    pub key: String,
    /// What is stored there, to the letter.
    pub text: String,
    /// Why it could not be read.
    pub why: Unread,
}

/// Why a stored text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is damaged.
    Damaged,
    /// A newer version of the program wrote it.
    Newer,
}

/// A store of texts by name, which may take its time. Statements stand under `s/` and their stamps,
/// packs of them under `p/`.
pub trait Texts {
    /// Every such name, and the text under it.
    fn all(&self) -> impl Future<Output = Result<Vec<(String, String)>, StorageError>>;

    /// Puts texts under names, then takes names away, and says how safe that is now; with nothing to do,
    /// how safe something would be. A text that is there already is fine, and so is a name that is not
    /// there.
    ///
    /// # Errors
    ///
    /// [`StorageError::Unreadable`] where another text has a name: it is never written over. Whatever
    /// fails, nothing was taken away before all was put.
    fn change(
        &self,
        put: &[(String, String)],
        gone: &[String],
    ) -> impl Future<Output = Result<Durability, StorageError>>;
}

/// Makes a long text short, and long again, where there is something that can.
pub trait Press {
    /// `text`, pressed; none where it can't be.
    fn press(&self, text: &str) -> impl Future<Output = Option<Vec<u8>>>;
    /// The text that was pressed into `bytes`; none where they are no such thing, or where it is longer
    /// than `limit` bytes.
    fn unpress(&self, bytes: &[u8], limit: usize) -> impl Future<Output = Option<String>>;
}

/// Presses nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPress;

impl Press for NoPress {
    async fn press(&self, _text: &str) -> Option<Vec<u8>> {
        None
    }

    async fn unpress(&self, _bytes: &[u8], _limit: usize) -> Option<String> {
        None
    }
}

/// A store of texts by key that answers at once, as localStorage does.
pub trait KeyValue {
    /// Every key there is.
    fn keys(&self) -> Result<Vec<String>, StorageError>;
    /// The text under `key`; none when there is none.
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;
    /// Puts `text` under `key`.
    fn set(&self, key: &str, text: &str) -> Result<(), StorageError>;
    /// Takes away what is under `key`; nothing there is fine.
    fn remove(&self, key: &str) -> Result<(), StorageError>;
}

/// A [`KeyValue`] in memory: the last resort of the player, and the fake of the tests.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Each key once.
    texts: Rc<RefCell<Vec<(String, String)>>>,
    /// Calls left until one fails, and how it fails.
    #[cfg(any(test, feature = "contract"))]
    fails: Rc<RefCell<Option<(usize, StorageError)>>>,
}

impl Memory {
    /// The call after the next `calls` ones fails, once.
    #[cfg(any(test, feature = "contract"))]
    pub fn fail_after(&self, calls: usize, error: StorageError) {
        *self.fails.borrow_mut() = Some((calls, error));
    }

    #[cfg(not(any(test, feature = "contract")))]
    fn call(&self) -> Result<(), StorageError> {
        Ok(())
    }

    #[cfg(any(test, feature = "contract"))]
    fn call(&self) -> Result<(), StorageError> {
        let mut fails = self.fails.borrow_mut();
        match *fails {
            Some((0, error)) => {
                *fails = None;
                Err(error)
            }
            Some((calls, error)) => {
                *fails = Some((calls - 1, error));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl KeyValue for Memory {
    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.call()?;
        Ok(self
            .texts
            .borrow()
            .iter()
            .map(|(key, _)| key.clone())
            .collect())
    }

    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.call()?;
        Ok(self
            .texts
            .borrow()
            .iter()
            .find(|(have, _)| have == key)
            .map(|(_, text)| text.clone()))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.call()?;
        let mut texts = self.texts.borrow_mut();
        texts.retain(|(have, _)| have != key);
        texts.push((key.to_owned(), text.to_owned()));
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.call()?;
        self.texts.borrow_mut().retain(|(have, _)| have != key);
        Ok(())
    }
}

/// What every [`KeyValue`] must do, whatever it is made of.
///
/// Returns the first promise that is broken, as a sentence.
#[cfg(any(test, feature = "contract"))]
pub fn contract(store: &impl KeyValue) -> Result<(), &'static str> {
    let keep = |broken: bool, sentence| if broken { Err(sentence) } else { Ok(()) };
    let fails = |_| "a call on a sound store failed";
    let before = store.keys().map_err(fails)?;
    keep(
        store.get("contract/none").map_err(fails)?.is_some(),
        "a key that was never set has a text",
    )?;
    let texts = [
        "",
        "a",
        "é\u{202f}» — \u{1F501}",
        "\u{0}\n\"\\",
        &"long ".repeat(2000),
    ];
    for text in texts {
        store.set("contract/one", text).map_err(fails)?;
        let back = store.get("contract/one").map_err(fails)?;
        keep(back.as_deref() != Some(text), "a text came back changed")?;
    }
    store.set("contract/two", "2").map_err(fails)?;
    let mut now = store.keys().map_err(fails)?;
    now.retain(|key| !before.contains(key));
    now.sort();
    keep(
        now != ["contract/one", "contract/two"],
        "the keys are not the ones that were set",
    )?;
    store.remove("contract/one").map_err(fails)?;
    store.remove("contract/one").map_err(fails)?;
    keep(
        store.get("contract/one").map_err(fails)?.is_some(),
        "a removed text is still there",
    )?;
    keep(
        store.get("contract/two").map_err(fails)?.is_none(),
        "removing one text removed another",
    )?;
    store.remove("contract/two").map_err(fails)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_keeps_the_contract() {
        assert_eq!(contract(&Memory::default()), Ok(()));
    }
}
