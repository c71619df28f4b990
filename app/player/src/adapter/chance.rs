//! Time and chance.

use domain::id::Id;
use wasm_bindgen::JsValue;

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
    let text: String = at.to_iso_string().into();
    text.chars().take(10).collect()
}

/// `at` (milliseconds since 1970) as day and time in the language `lang`.
pub(crate) fn when(at: i64, lang: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
    let options = js_sys::Object::new();
    for (name, value) in [
        ("weekday", "long"),
        ("day", "numeric"),
        ("month", "long"),
        ("hour", "numeric"),
        ("minute", "2-digit"),
    ] {
        // Setting a property of a fresh object does not fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    // The English of the courses is British, and so are its dates.
    let locale = if lang == "en" { "en-GB" } else { lang };
    date.to_locale_string(locale, &options).into()
}
