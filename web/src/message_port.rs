//! Typed messages over workers and ports.

use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use web_sys::{MessageEvent, MessagePort};

#[wasm_bindgen]
extern "C" {
    /// What workers, ports and a worker's own scope have in common.
    #[wasm_bindgen(extends = js_sys::Object)]
    #[derive(Debug, Clone)]
    pub type Channel;

    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &Channel, message: &JsValue, transfer: &Array) -> Result<(), JsValue>;
}

/// Sends a message; what stands in `transfer` moves instead of being copied.
pub fn send<Message: Serialize>(
    target: &JsValue,
    message: &Message,
    transfer: &[&JsValue],
) -> Result<(), String> {
    let serializer =
        serde_wasm_bindgen::Serializer::new().serialize_large_number_types_as_bigints(true);
    let value = message.serialize(&serializer).map_err(|error| error.to_string())?;
    let moved: Array = transfer.iter().copied().collect();
    target.unchecked_ref::<Channel>().post(&value, &moved).map_err(|error| describe(&error))
}

/// Reads a message.
pub fn read<Message: DeserializeOwned>(event: &MessageEvent) -> Result<Message, String> {
    serde_wasm_bindgen::from_value(event.data()).map_err(|error| error.to_string())
}

/// The port that came along.
pub fn port(event: &MessageEvent) -> Option<MessagePort> {
    event.ports().get(0).dyn_into().ok()
}

/// What JavaScript says of an error.
pub fn describe(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
