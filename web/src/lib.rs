//! The page and its workers: one program, which asks where it runs and does that part.

mod page;
mod worker;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the part that belongs here: the page where there is a window, else a worker.
#[wasm_bindgen(start)]
pub fn main() {
    console_error_panic_hook::set_once();
    if web_sys::window().is_some() {
        page::start();
    } else {
        worker::start();
    }
}
