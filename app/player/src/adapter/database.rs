//! The browser's IndexedDB: the store that has a statement on disk when it is done.
//!
//! Written on the bare interface: the libraries over it can neither ask for strict durability nor tell a
//! full disk from another failure.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    journal,
    port::{Durability, Journal, Reading, StorageError},
    statement::Statement,
};
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

use super::script;

/// The one store of the database: statements as texts, by stamp.
const STATEMENTS: &str = "statements";
const VERSION: u32 = 1;

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

    /// An open connection.
    async fn connection(&self) -> Result<JsValue, StorageError> {
        if MUTE.get() {
            return Err(StorageError::Forbidden);
        }
        if let Some(open) = &*self.0.connection.borrow() {
            return Ok(open.clone());
        }
        let name = JsValue::from(&self.0.name);
        // Where the browser lets nobody use its databases, there are none, or opening one throws.
        let request = script::call(
            &script::global("indexedDB"),
            "open",
            &[name, VERSION.into()],
        );
        let request = request.map_err(|error| failed(&error))?;
        let fresh = build(&request);
        settled(&request).await?;
        let [new, known] = &self.0.opened;
        let count = if fresh.get() { new } else { known };
        count.set(count.get() + 1);
        let open = script::of(&request, "result");
        // Another tab with a newer program may change the database only when nobody has it open.
        if let Ok(close) = script::of(&open, "close").dyn_into::<Function>() {
            script::set(&open, "onversionchange", &close.bind0(&open));
        }
        *self.0.connection.borrow_mut() = Some(open.clone());
        Ok(open)
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

    /// Adds `statements`: all of them, or none where the place of one is taken. What is there is never
    /// written over.
    async fn add(&self, statements: &[Statement]) -> Result<(), StorageError> {
        let (transaction, store) = self.begin("readwrite").await?;
        for statement in statements {
            let text = JsValue::from(journal::encode(statement));
            ask(&store, "add", &[text, key(statement)])?;
        }
        done(&transaction).await
    }

    /// Adds those of `statements` that are not there. Fails where another one has the place of one.
    async fn add_what_lacks(&self, statements: &[Statement]) -> Result<(), StorageError> {
        for statement in statements {
            let there = {
                let (_transaction, store) = self.begin("readonly").await?;
                let request = ask(&store, "get", &[key(statement)])?;
                settled(&request).await?;
                script::of(&request, "result")
            };
            match there.as_string() {
                Some(text) if text == journal::encode(statement) => {}
                None if there.is_undefined() => self.add(std::slice::from_ref(statement)).await?,
                Some(_) | None => return Err(StorageError::Unreadable),
            }
        }
        Ok(())
    }
}

impl Journal for Database {
    async fn read(&self) -> Result<Reading, StorageError> {
        let (_transaction, store) = self.begin("readonly").await?;
        let keys = ask(&store, "getAllKeys", &[])?;
        let texts = ask(&store, "getAll", &[])?;
        settled(&texts).await?;
        let keys: Array = script::of(&keys, "result").unchecked_into();
        let texts: Array = script::of(&texts, "result").unchecked_into();
        let mut reading = Reading::default();
        for (key, text) in keys.iter().zip(texts.iter()) {
            let key = key.as_string().unwrap_or_default();
            // What is no text is damaged, and is set aside as what the browser makes of it.
            let text = text.as_string().unwrap_or_else(|| describe(&text));
            journal::take(&mut reading, key.clone(), &key, text);
        }
        Ok(reading)
    }

    async fn append(&self, statement: &Statement) -> Result<Durability, StorageError> {
        self.keep(std::slice::from_ref(statement)).await
    }

    async fn keep(&self, statements: &[Statement]) -> Result<Durability, StorageError> {
        if statements.is_empty() {
            return self.connection().await.map(|_| Durability::Durable);
        }
        match self.add(statements).await {
            // Another tab may have kept some of them in between.
            Err(StorageError::Unreadable) => self.add_what_lacks(statements).await?,
            other => other?,
        }
        Ok(Durability::Durable)
    }

    async fn erase(&self, names: &[String]) -> Result<(), StorageError> {
        let (transaction, store) = self.begin("readwrite").await?;
        for name in names {
            ask(&store, "delete", &[name.into()])?;
        }
        done(&transaction).await
    }
}

/// The key of a statement: its stamp.
fn key(statement: &Statement) -> JsValue {
    String::from(statement.id.clone()).into()
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
