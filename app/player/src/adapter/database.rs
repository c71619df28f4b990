//! The browser's IndexedDB: the store that has a statement on disk when it is done.
//!
//! Written on web-sys: the libraries over it can neither ask for strict durability nor tell a full disk
//! from another failure.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    journal,
    port::{Durability, Journal, Reading, StorageError},
    statement::Statement,
};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction,
};

#[wasm_bindgen]
extern "C" {
    /// A database of a browser that knows of durability. Others don't mind a third argument.
    #[wasm_bindgen(extends = Object)]
    type Strict;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Strict,
        store: &str,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

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
    connection: RefCell<Option<IdbDatabase>>,
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
    async fn connection(&self) -> Result<IdbDatabase, StorageError> {
        if let Some(open) = &*self.0.connection.borrow() {
            return Ok(open.clone());
        }
        let factory = factory()?;
        let request = factory
            .open_with_u32(&self.0.name, VERSION)
            .map_err(|error| failed(&error))?;
        let fresh = build(&request);
        settled(&request).await?;
        let [new, known] = &self.0.opened;
        let count = if fresh.get() { new } else { known };
        count.set(count.get() + 1);
        let open: IdbDatabase = result(&request)?.unchecked_into();
        // Another tab with a newer program may change the database only when nobody has it open.
        if let Some(close) = bound(&open, "close") {
            open.set_onversionchange(Some(&close));
        }
        *self.0.connection.borrow_mut() = Some(open.clone());
        Ok(open)
    }

    /// Begins something with the statements. A connection that was closed (the data of the site was
    /// cleared, the browser found them damaged) is opened anew, once.
    async fn begin(&self, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), StorageError> {
        for last in [false, true] {
            let open = self.connection().await?;
            let begun = open
                .unchecked_ref::<Strict>()
                .transaction(STATEMENTS, mode, &strict());
            match begun {
                Ok(transaction) => {
                    let store = transaction.object_store(STATEMENTS);
                    return Ok((transaction, store.map_err(|error| failed(&error))?));
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
            let request = store.add_with_key(&text, &key(statement));
            request.map_err(|error| failed(&error))?;
        }
        done(&transaction).await
    }

    /// Adds those of `statements` that are not there. Fails where another one has the place of one.
    async fn add_what_lacks(&self, statements: &[Statement]) -> Result<(), StorageError> {
        for statement in statements {
            let there = {
                let (_transaction, store) = self.begin("readonly").await?;
                let request = store.get(&key(statement)).map_err(|error| failed(&error))?;
                settled(&request).await?;
                result(&request)?
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
        let keys = store.get_all_keys().map_err(|error| failed(&error))?;
        let texts = store.get_all().map_err(|error| failed(&error))?;
        settled(&texts).await?;
        let keys: Array = result(&keys)?.unchecked_into();
        let texts: Array = result(&texts)?.unchecked_into();
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
}

/// The key of a statement: its stamp.
fn key(statement: &Statement) -> JsValue {
    String::from(statement.id.clone()).into()
}

/// The browser's databases, if it lets us use them.
fn factory() -> Result<IdbFactory, StorageError> {
    let window = web_sys::window().ok_or(StorageError::Forbidden)?;
    let factory = window.indexed_db().map_err(|error| failed(&error))?;
    factory.ok_or(StorageError::Forbidden)
}

/// Makes the store when the database is new, and tells by then whether it is.
fn build(request: &IdbOpenDbRequest) -> Rc<Cell<bool>> {
    let fresh = Rc::new(Cell::new(false));
    let (opened, tell) = (request.clone(), Rc::clone(&fresh));
    let build = wasm_bindgen::closure::Closure::once_into_js(move || {
        tell.set(true);
        if let Ok(database) = opened.result() {
            // It is new, so there is no such store.
            let database: IdbDatabase = database.unchecked_into();
            drop(database.create_object_store(STATEMENTS));
        }
    });
    request.set_onupgradeneeded(Some(build.unchecked_ref()));
    fresh
}

/// On disk when it is done, as far as the browser can tell.
fn strict() -> Object {
    let options = Object::new();
    // Setting a property of a fresh object does not fail.
    drop(Reflect::set(
        &options,
        &"durability".into(),
        &"strict".into(),
    ));
    options
}

/// The method `name` of `of`, to be called by itself.
fn bound(of: &JsValue, name: &str) -> Option<Function> {
    let method = Reflect::get(of, &name.into()).ok()?;
    Some(method.dyn_into::<Function>().ok()?.bind0(of))
}

/// Milliseconds after which a store that says nothing counts as one that can't be read: the page must
/// not wait for it for ever.
const PATIENCE: i32 = 4_000;

/// Waits until `request` is done.
async fn settled(request: &IdbRequest) -> Result<(), StorageError> {
    let answered = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        if let Some(window) = web_sys::window() {
            let late =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE);
            // Without a timer there is just no end to the patience.
            drop(late);
        }
    });
    match JsFuture::from(answered).await {
        Ok(_) => Ok(()),
        Err(_) => Err(named(request.error().ok().flatten())),
    }
}

/// Waits until `transaction` is on disk, or was given up.
async fn done(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let ended = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    // An old browser commits by itself, a little later.
    if let Some(commit) = bound(transaction, "commit") {
        drop(commit.call0(&JsValue::UNDEFINED));
    }
    match JsFuture::from(ended).await {
        Ok(_) => Ok(()),
        Err(_) => Err(named(transaction.error())),
    }
}

fn result(request: &IdbRequest) -> Result<JsValue, StorageError> {
    request.result().map_err(|error| failed(&error))
}

fn failed(error: &JsValue) -> StorageError {
    named(error.dyn_ref::<DomException>().cloned())
}

/// What an error of the browser means here.
fn named(error: Option<DomException>) -> StorageError {
    match error.map(|error| error.name()).as_deref() {
        Some("QuotaExceededError") => StorageError::Full,
        // The place of a statement is taken.
        Some("ConstraintError") => StorageError::Unreadable,
        Some(_) | None => StorageError::Forbidden,
    }
}

fn describe(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).map_or_else(|_| String::new(), String::from)
}
