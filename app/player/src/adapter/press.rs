//! What makes long texts short: the browser's own streams, which cost the program nothing.

use domain::port::Press;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::script;

/// Deflate and its sum, as every browser since 2023 has it.
const FORMAT: &str = "deflate";

/// The browser's streams. Where there are none, nothing is pressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Streams;

impl Press for Streams {
    async fn press(&self, text: &str) -> Option<Vec<u8>> {
        let through = script::make("CompressionStream", &[FORMAT.into()]).ok()?;
        piped(text.into(), through, usize::MAX).await
    }

    async fn unpress(&self, bytes: &[u8], limit: usize) -> Option<String> {
        let through = script::make("DecompressionStream", &[FORMAT.into()]).ok()?;
        let unpressed = piped(Uint8Array::from(bytes).into(), through, limit).await?;
        String::from_utf8(unpressed).ok()
    }
}

/// What comes of `whole` when it has gone through `through`; none where that fails, or is more than
/// `limit` bytes: it is read piece by piece, and no further.
async fn piped(whole: JsValue, through: JsValue, limit: usize) -> Option<Vec<u8>> {
    let parts = script::list(&[whole]);
    let blob = script::make("Blob", &[parts.into()]).ok()?;
    let stream = script::call(&blob, "stream", &[]).ok()?;
    let stream = script::call(&stream, "pipeThrough", &[through]).ok()?;
    let reader = script::call(&stream, "getReader", &[]).ok()?;
    let mut all = Vec::new();
    loop {
        let piece = script::answer(script::call(&reader, "read", &[])).await?;
        if script::of(&piece, "done").is_truthy() {
            return Some(all);
        }
        let piece: Uint8Array = script::of(&piece, "value").unchecked_into();
        if all.len().saturating_add(piece.length() as usize) > limit {
            // Nobody waits for whether that works.
            drop(script::call(&reader, "cancel", &[]));
            return None;
        }
        all.extend(piece.to_vec());
    }
}
