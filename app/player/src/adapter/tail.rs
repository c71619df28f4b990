//! The third place where statements are kept: a file of the browser's private file system, written by a
//! worker (`app/player/start/tail.js`).

use std::cell::{Cell, OnceCell};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::script;

/// Milliseconds after which a worker that says nothing counts as none.
const PATIENCE: i32 = 4_000;

/// The file of the program that is served from some folder.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    /// The worker, once it was needed; none where there can be none.
    worker: OnceCell<Option<JsValue>>,
    /// Whether it has failed: it is not asked again.
    dead: Cell<bool>,
}

impl Tail {
    /// Everything in the file; none where there is no such place.
    pub(crate) async fn read(&self, folder: &str) -> Option<String> {
        self.does(folder, "read", "").await
    }

    /// Adds `text` to the file, and tells whether it is on disk. Where that does not work nobody asks again.
    pub(crate) async fn add(&self, folder: &str, text: &str) -> bool {
        self.does(folder, "add", text).await.is_some()
    }

    /// Puts `text` in the place of all that is in the file.
    pub(crate) async fn replace(&self, folder: &str, text: &str) {
        self.does(folder, "replace", text).await;
    }

    async fn does(&self, folder: &str, does: &str, text: &str) -> Option<String> {
        if self.dead.get() {
            return None;
        }
        let worker = self.worker.get_or_init(|| start().ok());
        let answer = match worker {
            Some(worker) => asked(worker, folder, does, text).await,
            None => None,
        };
        if answer.is_none() {
            self.dead.set(true);
        }
        answer
    }
}

/// Starts the worker. It is in the script that comes with the second half.
fn start() -> Result<JsValue, JsValue> {
    let document = script::global("document");
    let link = script::call(
        &document,
        "querySelector",
        &["link[rel=late][href$='.js']".into()],
    )?;
    let options = script::make("Object", &[])?;
    script::set(&options, "type", &"module".into());
    script::make("Worker", &[script::of(&link, "href"), options])
}

/// What the worker says; none where it fails or says nothing.
async fn asked(worker: &JsValue, folder: &str, does: &str, text: &str) -> Option<String> {
    let channel = script::make("MessageChannel", &[]).ok()?;
    let (ours, theirs) = (script::of(&channel, "port1"), script::of(&channel, "port2"));
    let wanted = script::make("Object", &[]).ok()?;
    // A slash is no part of a name there.
    let file = ["boucle", folder].concat().replace('/', "~");
    script::set(&wanted, "file", &file.into());
    script::set(&wanted, "does", &does.into());
    script::set(&wanted, "text", &text.into());
    let answered = Promise::new(&mut |resolve, reject| {
        script::set(&ours, "onmessage", &resolve);
        script::within(PATIENCE, &reject);
    });
    let given = script::list(std::slice::from_ref(&theirs));
    script::call(worker, "postMessage", &[wanted, given.into()]).ok()?;
    let answer = JsFuture::from(answered).await.ok()?;
    script::call(&ours, "close", &[]).ok()?;
    script::of(&answer, "data").as_string()
}
