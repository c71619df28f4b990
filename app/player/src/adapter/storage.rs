//! The browser's localStorage, through gloo-storage.

use domain::port::{KeyValue, StorageError};
use gloo_storage::{LocalStorage, Storage as _};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::script;

/// The browser's localStorage. Exists only where it works.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local(());

impl Local {
    /// The store, if the browser lets us use it.
    ///
    /// gloo-storage panics where the store is missing (its getter throws, or gives nothing), so a
    /// whole round is tried with the bare interface first.
    pub(crate) fn open() -> Result<Self, StorageError> {
        let store = bare()?;
        const PROBE: &str = "boucle?";
        let written = store.set_item(PROBE, "1");
        let read = store.get_item(PROBE).ok().flatten();
        let removed = store.remove_item(PROBE);
        match (written, read, removed) {
            (Ok(()), Some(_), Ok(())) => Ok(Self(())),
            // What is there can still be read, and a later write may find room again.
            (Err(error), _, _) if is_full(&error) => Ok(Self(())),
            _ => Err(StorageError::Forbidden),
        }
    }
}

/// The bare interface, if it is there now. A browser whose store breaks under the page takes it away.
#[inline(never)]
fn bare() -> Result<web_sys::Storage, StorageError> {
    let store = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    store.ok_or(StorageError::Forbidden)
}

/// gloo-storage's, which panics where the bare one is not there.
#[inline(never)]
fn raw() -> Result<web_sys::Storage, StorageError> {
    bare().map(|_| LocalStorage::raw())
}

impl KeyValue for Local {
    fn keys(&self) -> Result<Vec<String>, StorageError> {
        let store = raw()?;
        let names = script::call(&script::global("Object"), "keys", &[store.into()]);
        let names: Array = names.map_err(|error| failed(&error))?.unchecked_into();
        Ok(names.iter().filter_map(|name| name.as_string()).collect())
    }

    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        raw()?.get_item(key).map_err(|error| failed(&error))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        raw()?.set_item(key, text).map_err(|error| failed(&error))
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        raw()?.remove_item(key).map_err(|error| failed(&error))
    }
}

fn failed(error: &JsValue) -> StorageError {
    if is_full(error) {
        StorageError::Full
    } else {
        StorageError::Forbidden
    }
}

/// Whether the browser says that there is no room left. The number is the one of old browsers.
fn is_full(error: &JsValue) -> bool {
    error
        .dyn_ref::<web_sys::DomException>()
        .is_some_and(|exception| exception.name() == "QuotaExceededError" || exception.code() == 22)
}

#[cfg(test)]
mod tests {
    use domain::port;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn the_browsers_store_keeps_the_contract_that_memory_keeps() {
        assert_eq!(
            port::contract(&Local::open().expect("a browser that stores")),
            Ok(())
        );
        assert_eq!(port::contract(&port::Memory::default()), Ok(()));
    }
}
