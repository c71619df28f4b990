//! The browser by name, for what only the second half of the program asks of it: an import of its own
//! for each of these would stand in the glue, which the first lesson waits for.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What `object` has under `name`; `undefined` where it has nothing, or does not say.
pub(super) fn of(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The same of the page itself: what browsers have had from some year on, and what others lack.
pub(super) fn global(name: &str) -> JsValue {
    web_sys::window().map_or(JsValue::UNDEFINED, |window| of(&window, name))
}

/// Calls the function `name` of the page itself.
///
/// # Errors
///
/// What the browser throws; also where there is no such function.
pub(super) fn call_global(name: &str) -> Result<JsValue, JsValue> {
    web_sys::window().map_or(Err(JsValue::UNDEFINED), |window| call(&window, name, &[]))
}

/// Puts `value` under `name` of `object`. The objects at hand take it.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    drop(Reflect::set(object, &name.into(), value));
}

/// Calls the method `name` of `object`.
///
/// # Errors
///
/// What the browser throws; also where there is no such method.
pub(super) fn call(object: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = of(object, name).dyn_into::<Function>()?;
    Reflect::apply(&method, object, &list(with))
}

/// A new object of the class `name`.
///
/// # Errors
///
/// What the browser throws; also where there is no such class.
pub(super) fn make(name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let class = global(name).dyn_into::<Function>()?;
    Reflect::construct(&class, &list(with))
}

/// What `promise` comes to; none where it fails, or is none.
pub(super) async fn answer(promise: Result<JsValue, JsValue>) -> Option<JsValue> {
    let promise = promise.ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Calls `reject` after so many milliseconds: nobody waits for ever for what says nothing.
pub(super) fn within(patience: i32, reject: &Function) {
    if let Some(window) = web_sys::window() {
        let late = window.set_timeout_with_callback_and_timeout_and_arguments_0(reject, patience);
        // Without a timer there is just no end to the patience.
        drop(late);
    }
}

/// `values` as a list of the browser.
pub(super) fn list(values: &[JsValue]) -> Array {
    let list = Array::new();
    for value in values {
        list.push(value);
    }
    list
}
