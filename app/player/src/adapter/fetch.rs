//! Files from where the program came from, and from nowhere else.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Why a file did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreached {
    /// Nobody answered.
    Network,
    /// The server has no such file.
    Missing,
    /// The server answered with another error.
    Server,
    /// The file is longer than it may be.
    TooLarge,
}

/// The bytes of the file at `path`, from the page's own folder; at most `limit` of them.
pub(crate) async fn bytes(path: &str, limit: usize) -> Result<Vec<u8>, Unreached> {
    let window = web_sys::window().ok_or(Unreached::Network)?;
    let response = JsFuture::from(window.fetch_with_str(path))
        .await
        .map_err(|_| Unreached::Network)?;
    let response: Response = response.dyn_into().map_err(|_| Unreached::Network)?;
    match response.status() {
        200 => {}
        404 | 410 => return Err(Unreached::Missing),
        _ => return Err(Unreached::Server),
    }
    let body = response.array_buffer().map_err(|_| Unreached::Network)?;
    let body = JsFuture::from(body).await.map_err(|_| Unreached::Network)?;
    let body = Uint8Array::new(&body);
    if body.length() as usize > limit {
        return Err(Unreached::TooLarge);
    }
    Ok(body.to_vec())
}
