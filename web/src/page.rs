//! The page. It holds no evidence: workers read, the page shows.

use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use web_sys::{MessageEvent, Worker};
use yew::{Html, component, html, use_effect_with, use_state};

#[wasm_bindgen]
extern "C" {
    /// Made by the boot script: a worker that runs this same program.
    #[wasm_bindgen(js_name = konsekiMakeWorker)]
    fn make_worker() -> Worker;
}

/// Mounts the page on the document's body.
pub fn start() {
    yew::Renderer::<Page>::new().render();
}

#[component]
fn Page() -> Html {
    let answer = use_state(|| "starting");
    use_effect_with((), {
        let answer = answer.clone();
        move |()| {
            let worker = make_worker();
            let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                answer.set(if event.data() == JsValue::from_str("pong") {
                    "ready"
                } else {
                    "failed"
                });
            });
            worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            let sent = worker.post_message(&JsValue::from_str("ping"));
            move || {
                drop((on_message, sent));
                worker.terminate();
            }
        }
    });
    html! {
        <main data-worker={*answer}>
            <h1>{ "Konseki" }</h1>
        </main>
    }
}
