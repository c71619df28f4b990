//! The plain JavaScript around the program, which outlives it.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Hands the last words of a panic to the starter, which shows them in its report.
    #[wasm_bindgen(js_namespace = boucle, js_name = panic)]
    fn panic(message: &str);
}

/// Makes a panic tell the starter why, just before the program stops for good.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|info| panic(&info.to_string())));
}
