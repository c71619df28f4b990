//! Time and chance.

use domain::{id::Id, review::Calendar};
use wasm_bindgen::JsValue;

use super::script;

/// Milliseconds since 1970, by the clock of the machine.
pub(crate) fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// The name of this page as a writer of statements: ten random letters and digits.
///
/// Without the browser's source of chance the clock and `Math.random` must do.
pub(crate) fn writer() -> Id {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 10];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let drawn =
        crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !drawn {
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte & 31)]);
    let name: String = bytes.iter().map(letter).collect();
    match Id::new(&name) {
        Ok(id) => id,
        Err(_) => unreachable!("the letters are those of an id"),
    }
}

/// Today as the clock of the machine has it, `2026-11-28`: it sorts, and no language reads it wrongly.
pub(crate) fn day() -> String {
    let at = js_sys::Date::new(&JsValue::from_f64(js_sys::Date::now()));
    let text = script::call(&at, "toISOString", &[]).ok();
    let text = text.and_then(|text| text.as_string()).unwrap_or_default();
    text.chars().take(10).collect()
}

/// The calendar of the machine.
pub(crate) fn calendar() -> Calendar {
    let now = js_sys::Date::new(&JsValue::from_f64(js_sys::Date::now()));
    let west = script::call(&now, "getTimezoneOffset", &[]);
    let west = west.ok().and_then(|minutes| minutes.as_f64());
    Calendar::east(-west.unwrap_or(0.0) as i16)
}

/// Today, in days since 1970 as the calendar of the machine counts them.
pub(crate) fn today() -> i64 {
    calendar().day(now())
}

/// The day `day`, in days since 1970, in the language `lang`.
pub(crate) fn date(day: i64, lang: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(day as f64 * 86_400_000.0));
    let parts = [
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
        ("timeZone", "UTC"),
    ];
    shown(&date, &parts, lang)
}

/// `at` (milliseconds since 1970) as day and time in the language `lang`.
pub(crate) fn when(at: i64, lang: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
    let parts = [
        ("weekday", "long"),
        ("day", "numeric"),
        ("month", "long"),
        ("hour", "numeric"),
        ("minute", "2-digit"),
    ];
    shown(&date, &parts, lang)
}

/// `date` with these parts, in the language `lang`.
fn shown(date: &js_sys::Date, parts: &[(&str, &str)], lang: &str) -> String {
    let options = js_sys::Object::new();
    for (name, value) in parts {
        // Setting a property of a fresh object does not fail.
        let _ = js_sys::Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    // The English of the courses is British, and so are its dates.
    let locale = if lang == "en" { "en-GB" } else { lang };
    let said = script::call(date, "toLocaleString", &[locale.into(), options.into()]);
    said.ok()
        .and_then(|said| said.as_string())
        .unwrap_or_default()
}
