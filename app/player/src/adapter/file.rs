//! Files for the learner to keep, and to bring back.

use std::future::Future;

use wasm_bindgen::JsValue;
use web_sys::Event;

use super::script;

/// Bytes of the largest file that is read: more than any learner's record.
const LARGEST: f64 = (64 << 20) as f64;

/// Offers `text` as a download named `name`. Tells whether the browser took it.
pub(crate) fn save(name: &str, text: &str) -> bool {
    offer(name, text).is_ok()
}

fn offer(name: &str, text: &str) -> Result<(), JsValue> {
    let parts = script::list(&[text.into()]);
    // The type decides what some browsers do with the ending of the name.
    let options = script::make("Object", &[])?;
    script::set(&options, "type", &"application/json".into());
    let blob = script::make("Blob", &[parts.into(), options])?;
    // The address is not given back: a slow machine may still be reading it, and it is one per click.
    let address = script::call(&script::global("URL"), "createObjectURL", &[blob])?;
    let anchor = script::call(&script::global("document"), "createElement", &["a".into()])?;
    script::set(&anchor, "href", &address);
    script::set(&anchor, "download", &name.into());
    script::call(&anchor, "click", &[])?;
    Ok(())
}

/// The text of the file that was chosen in the field of `event`; none at all if none was. The field is
/// empty afterwards, so that the same file can be chosen again. The future gives nothing where the file is
/// too large or can't be read.
pub(crate) fn chosen(event: &Event) -> Option<impl Future<Output = Option<String>> + 'static> {
    let field = script::of(event, "target");
    let file = script::of(&script::of(&field, "files"), "0");
    let size = script::of(&file, "size").as_f64()?;
    let text = (size <= LARGEST).then(|| script::call(&file, "text", &[]));
    script::set(&field, "value", &"".into());
    // What is no UTF-8 comes with marks in its place, and is then no file of ours.
    Some(async move { script::answer(text?).await?.as_string() })
}
