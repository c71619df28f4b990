//! What the browser tells us of its own accord.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Event;

use super::script;

/// Calls `heard` whenever the part of the address after `#` changes.
pub(crate) fn address(heard: impl Fn() + 'static) {
    on("hashchange", move |_| heard());
}

/// Calls `heard` with the key and the text that another tab has put into localStorage.
pub(crate) fn other_tabs(heard: impl Fn(String, String) + 'static) {
    on("storage", move |event| {
        let [key, text] = ["key", "newValue"].map(|name| script::of(&event, name).as_string());
        if let (Some(key), Some(text)) = (key, text) {
            heard(key, text);
        }
    });
}

/// Calls `heard` when the learner comes back to the page, which the browser had put away as it was.
pub(crate) fn returns(heard: impl Fn() + 'static) {
    on("pageshow", move |event| {
        if script::of(&event, "persisted").is_truthy() {
            heard();
        }
    });
}

/// Calls `heard` after something was printed.
pub(crate) fn prints(heard: impl Fn() + 'static) {
    on("afterprint", move |_| heard());
}

fn on(name: &str, heard: impl Fn(Event) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn Fn(Event)>::new(heard);
    let added = window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    if added.is_ok() {
        // The program listens as long as the page is open.
        closure.forget();
    }
}
