//! The page and its workers: one program, which asks where it runs and does that part.
//!
//! ```text
//! page (draws) ── ToCase / FromCase ── case worker (lists, merges, settles, exports)
//!                                          │ ToScan / FromScan, one port per worker
//!                                      scan workers (read slices of the files themselves)
//! ```
//! `protocol` is all they share. `view_model` and `text` know neither browser nor framework and
//! are tested natively; `components` hold no analysis.

mod client;
mod components;
mod message_port;
mod page;
mod protocol;
#[cfg(test)]
mod sample_case;
mod state;
mod text;
mod view_model;
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
