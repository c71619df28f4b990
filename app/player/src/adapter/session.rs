//! What lasts as long as the tab: the browser's sessionStorage, where it lets us use it.

use super::script;

/// The text under `key`.
pub(crate) fn get(key: &str) -> Option<String> {
    let store = script::global("sessionStorage");
    script::call(&store, "getItem", &[key.into()])
        .ok()?
        .as_string()
}

/// Puts `text` under `key`. Where that is not allowed it is as if it had been forgotten at once.
pub(crate) fn set(key: &str, text: &str) {
    let store = script::global("sessionStorage");
    drop(script::call(&store, "setItem", &[key.into(), text.into()]));
}
