//! The plain JavaScript around the program, which outlives it.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::adapter::fetch::Unreached;

#[wasm_bindgen]
extern "C" {
    /// Hands the last words of a panic to the starter, which shows them in its report.
    #[wasm_bindgen(js_namespace = boucle, js_name = panic)]
    fn panic(message: &str);

    /// Puts the second half of the wasm beside the first; once it is there, at once.
    #[wasm_bindgen(js_namespace = boucle, js_name = late)]
    fn late() -> Promise;
}

/// Fetches what the first lesson does without (`app/player/late.toml`), if it is not here yet.
pub(crate) async fn fetch_late() -> Result<(), Unreached> {
    let come = JsFuture::from(late()).await;
    match come.map_err(|why| why.as_string().unwrap_or_default()) {
        Ok(_) => Ok(()),
        Err(why) if why == "missing" => Err(Unreached::Missing),
        Err(why) if why == "damaged" => Err(Unreached::Server),
        Err(_) => Err(Unreached::Network),
    }
}

/// Makes a panic tell the starter why, just before the program stops for good. The words for it come
/// with the second half; before that a panic is a trap, and the starter shows where it was.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|info| panic(&info.to_string())));
}
