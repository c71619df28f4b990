//! What makes long texts short: the browser's own streams, which cost the program nothing.

use domain::port::Press;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader};

#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    #[wasm_bindgen(extends = ReadableStream)]
    type Piped;
    #[wasm_bindgen(method, catch, js_name = pipeThrough)]
    fn pipe_through(this: &Piped, through: &JsValue) -> Result<ReadableStream, JsValue>;
}

/// Deflate and its sum, as every browser since 2023 has it.
const FORMAT: &str = "deflate";

/// The browser's streams. Where there are none, nothing is pressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Streams;

impl Press for Streams {
    async fn press(&self, text: &str) -> Option<Vec<u8>> {
        let through = known("CompressionStream")
            .then(|| CompressionStream::new(FORMAT).ok())
            .flatten()?;
        piped(&text.into(), &through, usize::MAX).await
    }

    async fn unpress(&self, bytes: &[u8], limit: usize) -> Option<String> {
        let through = known("DecompressionStream")
            .then(|| DecompressionStream::new(FORMAT).ok())
            .flatten()?;
        let unpressed = piped(&Uint8Array::from(bytes), &through, limit).await?;
        String::from_utf8(unpressed).ok()
    }
}

/// Whether the browser has something of this name.
fn known(name: &str) -> bool {
    Reflect::has(&js_sys::global(), &name.into()).unwrap_or(false)
}

/// What comes of `whole` when it has gone through `through`; none where that fails, or is more than
/// `limit` bytes: it is read piece by piece, and no further.
async fn piped(whole: &JsValue, through: &JsValue, limit: usize) -> Option<Vec<u8>> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(whole)).ok()?;
    let stream = blob.stream().unchecked_into::<Piped>();
    let stream = stream.pipe_through(through).ok()?;
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut all = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&piece, &"done".into()).ok()?.is_truthy() {
            return Some(all);
        }
        let piece: Uint8Array = Reflect::get(&piece, &"value".into()).ok()?.unchecked_into();
        if all.len().saturating_add(piece.length() as usize) > limit {
            // Nobody waits for whether that works.
            let _ = reader.cancel();
            return None;
        }
        all.extend(piece.to_vec());
    }
}
