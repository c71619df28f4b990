//! The browser's IndexedDB: the store that has a statement on disk when it is done.
//!
//! Written on the bare interface: the libraries over it can neither ask for strict durability nor tell a
//! full disk from another failure.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::port::{Durability, StorageError, Texts};
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

use super::script;

/// The one store of the database: statements as texts, by stamp, and packs of them, by their names.
const STATEMENTS: &str = "statements";

/// The log of statements in the browser's IndexedDB.
#[derive(Clone, Debug)]
pub(crate) struct Database(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    /// The open connection, if there is one.
    connection: RefCell<Option<JsValue>>,
    /// How often the database was new when it was opened, and how often it was not.
    opened: [Cell<u32>; 2],
}

impl Database {
    /// The log of the program that is served from `folder`. It is opened when it is first needed.
    pub(crate) fn new(folder: &str) -> Self {
        Self(Rc::new(Inner {
            name: ["boucle", folder].concat(),
            connection: RefCell::default(),
            opened: Default::default(),
        }))
    }

    /// Whether everything was taken away while the page was open, since this was last asked: the
    /// database is new, and it is not the first time that it was opened.
    pub(crate) fn was_emptied(&self) -> bool {
        let [fresh, known] = &self.0.opened;
        let emptied = fresh.get() > 1 || (fresh.get() == 1 && known.get() > 0);
        if emptied {
            fresh.set(0);
            known.set(1);
        }
        emptied
    }

    /// Takes the whole database away.
    pub(crate) async fn destroy(&self) {
        if let Some(open) = self.0.connection.borrow_mut().take() {
            drop(script::call(&open, "close", &[]));
        }
        let name = JsValue::from(&self.0.name);
        if let Ok(request) = script::call(&script::global("indexedDB"), "deleteDatabase", &[name]) {
            // Another tab may have it open: it goes when that one closes.
            let _ = settled(&request).await;
        }
    }

    /// An open connection.
    async fn connection(&self) -> Result<JsValue, StorageError> {
        if MUTE.get() {
            return Err(StorageError::Forbidden);
        }
        if let Some(open) = &*self.0.connection.borrow() {
            return Ok(open.clone());
        }
        // Whatever version it has: a newer program keeps its statements in the same place.
        let (mut open, mut fresh) = self.open(None).await?;
        let stores = script::of(&open, "objectStoreNames");
        let has = script::call(&stores, "contains", &[STATEMENTS.into()]);
        if has.is_ok_and(|has| has.is_falsy()) {
            // A database of this name that is not ours, or that was made and never built.
            let version = script::of(&open, "version").as_f64().unwrap_or(1.0);
            drop(script::call(&open, "close", &[]));
            (open, fresh) = self.open(Some(version + 1.0)).await?;
        }
        let [new, known] = &self.0.opened;
        let count = if fresh { new } else { known };
        count.set(count.get() + 1);
        // Another tab with a newer program may change the database only when nobody has it open.
        if let Ok(close) = script::of(&open, "close").dyn_into::<Function>() {
            script::set(&open, "onversionchange", &close.bind0(&open));
        }
        *self.0.connection.borrow_mut() = Some(open.clone());
        Ok(open)
    }

    /// Opens the database, as it is or as this version, and tells whether it had to be built.
    async fn open(&self, version: Option<f64>) -> Result<(JsValue, bool), StorageError> {
        let name = JsValue::from(&self.0.name);
        let with: Vec<JsValue> = [name]
            .into_iter()
            .chain(version.map(JsValue::from))
            .collect();
        // Where the browser lets nobody use its databases, there are none, or opening one throws.
        let request = script::call(&script::global("indexedDB"), "open", &with);
        let request = request.map_err(|error| failed(&error))?;
        let fresh = build(&request);
        settled(&request).await?;
        Ok((script::of(&request, "result"), fresh.get()))
    }

    /// Begins something with the statements. A connection that was closed (the data of the site was
    /// cleared, the browser found them damaged) is opened anew, once.
    async fn begin(&self, mode: &str) -> Result<(JsValue, JsValue), StorageError> {
        for last in [false, true] {
            let open = self.connection().await?;
            // Browsers that do not know of durability don't mind a third argument.
            let with = [STATEMENTS.into(), mode.into(), strict()];
            match script::call(&open, "transaction", &with) {
                Ok(transaction) => {
                    let store = ask(&transaction, "objectStore", &[STATEMENTS.into()])?;
                    return Ok((transaction, store));
                }
                Err(error) => {
                    *self.0.connection.borrow_mut() = None;
                    if last {
                        return Err(failed(&error));
                    }
                }
            }
        }
        Err(StorageError::Unreadable)
    }

    /// Puts texts and takes names away: all of it, or nothing where a name is taken. What is there is never
    /// written over.
    async fn add(&self, put: &[(String, String)], gone: &[String]) -> Result<(), StorageError> {
        let (transaction, store) = self.begin("readwrite").await?;
        for (name, text) in put {
            ask(&store, "add", &[text.into(), key(name)])?;
        }
        for name in gone {
            ask(&store, "delete", &[key(name)])?;
        }
        done(&transaction).await
    }

    /// Whether `text` stands under `name` already. Fails where another one does.
    async fn has(&self, name: &str, text: &str) -> Result<bool, StorageError> {
        let (_transaction, store) = self.begin("readonly").await?;
        let request = ask(&store, "get", &[key(name)])?;
        settled(&request).await?;
        let there = script::of(&request, "result");
        match there.as_string() {
            Some(there) if there == text => Ok(true),
            None if there.is_undefined() => Ok(false),
            Some(_) | None => Err(StorageError::Unreadable),
        }
    }
}

impl Texts for Database {
    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        let (_transaction, store) = self.begin("readonly").await?;
        let keys = ask(&store, "getAllKeys", &[])?;
        let texts = ask(&store, "getAll", &[])?;
        settled(&texts).await?;
        let keys: Array = script::of(&keys, "result").unchecked_into();
        let texts: Array = script::of(&texts, "result").unchecked_into();
        let text = |(key, text): (JsValue, JsValue)| {
            let key = key.as_string().unwrap_or_default();
            let name = if key.starts_with("p/") {
                key
            } else {
                ["s/", &key].concat()
            };
            // What is no text is damaged, and is set aside as what the browser makes of it.
            (name, text.as_string().unwrap_or_else(|| describe(&text)))
        };
        Ok(keys.iter().zip(texts.iter()).map(text).collect())
    }

    async fn change(
        &self,
        put: &[(String, String)],
        gone: &[String],
    ) -> Result<Durability, StorageError> {
        if put.is_empty() && gone.is_empty() {
            return self.connection().await.map(|_| Durability::Durable);
        }
        match self.add(put, gone).await {
            // Another tab may have put some of them in between.
            Err(StorageError::Unreadable) => {
                let mut lacks = Vec::new();
                for (name, text) in put {
                    if !self.has(name, text).await? {
                        lacks.push((name.clone(), text.clone()));
                    }
                }
                self.add(&lacks, gone).await?;
            }
            other => other?,
        }
        Ok(Durability::Durable)
    }
}

/// The key of what has this name in the log: of a statement it is the stamp alone.
fn key(name: &str) -> JsValue {
    name.strip_prefix("s/").unwrap_or(name).into()
}

/// Asks `of` for something.
fn ask(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, StorageError> {
    script::call(of, name, with).map_err(|error| failed(&error))
}

/// Makes the store when the database is new, and tells by then whether it is.
fn build(request: &JsValue) -> Rc<Cell<bool>> {
    let fresh = Rc::new(Cell::new(false));
    let (opened, tell) = (request.clone(), Rc::clone(&fresh));
    let build = Closure::once_into_js(move || {
        tell.set(true);
        // It is new, so there is no such store.
        let database = script::of(&opened, "result");
        drop(script::call(
            &database,
            "createObjectStore",
            &[STATEMENTS.into()],
        ));
    });
    script::set(request, "onupgradeneeded", &build);
    fresh
}

/// On disk when it is done, as far as the browser can tell.
fn strict() -> JsValue {
    let options = Object::new().into();
    script::set(&options, "durability", &"strict".into());
    options
}

/// Milliseconds after which a store that says nothing counts as one that can't be read: the page must
/// not wait for it for ever.
const PATIENCE: i32 = 4_000;

thread_local! {
    /// Whether the browser's databases have once said nothing: they are not asked again before the next
    /// start, or every statement would wait for them.
    static MUTE: Cell<bool> = const { Cell::new(false) };
}

/// What a rejection means: an event of the browser, with what `of` says of it; or that the patience is over.
fn rejected(why: &JsValue, of: &JsValue) -> StorageError {
    if why.is_undefined() {
        MUTE.set(true);
        return StorageError::Forbidden;
    }
    failed(&script::of(of, "error"))
}

/// Waits until `request` is done.
async fn settled(request: &JsValue) -> Result<(), StorageError> {
    let answered = Promise::new(&mut |resolve, reject| {
        script::set(request, "onsuccess", &resolve);
        script::set(request, "onerror", &reject);
        script::within(PATIENCE, &reject);
    });
    match JsFuture::from(answered).await {
        Ok(_) => Ok(()),
        Err(why) => Err(rejected(&why, request)),
    }
}

/// Waits until `transaction` is on disk, or was given up.
async fn done(transaction: &JsValue) -> Result<(), StorageError> {
    let ended = Promise::new(&mut |resolve, reject| {
        script::set(transaction, "oncomplete", &resolve);
        script::set(transaction, "onabort", &reject);
        script::within(PATIENCE, &reject);
    });
    // An old browser commits by itself, a little later.
    drop(script::call(transaction, "commit", &[]));
    match JsFuture::from(ended).await {
        Ok(_) => Ok(()),
        Err(why) => Err(rejected(&why, transaction)),
    }
}

/// What an error of the browser means here.
fn failed(error: &JsValue) -> StorageError {
    let error = error.dyn_ref::<DomException>();
    match error.map(DomException::name).as_deref() {
        Some("QuotaExceededError") => StorageError::Full,
        // The place of a statement is taken.
        Some("ConstraintError") => StorageError::Unreadable,
        Some(_) | None => StorageError::Forbidden,
    }
}

fn describe(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).map_or_else(|_| String::new(), String::from)
}
