//! The page: what of it touches the browser. It holds no evidence; workers read, it draws.

mod api;
mod asked;
pub mod browser;
pub mod commands;
pub mod dropped;
mod embedding;
pub mod files;
mod parent;
mod sample;

use crate::components::app::App;

/// Mounts the page on the document's body and offers `window.konseki`.
pub fn start() {
    api::offer();
    yew::Renderer::<App>::new().render();
}
