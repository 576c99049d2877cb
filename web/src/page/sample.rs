//! The sample case: constructed evidence of three hosts, shipped as bytes and read like any other.

use js_sys::{Array, Uint8Array};
use web_sys::File;

use crate::message_port::describe;
use crate::protocol::GivenFile;

/// Path of the sample in the report.
const NAME: &str = "net-use-case.zip";
/// Made by `cargo run --package konseki-tests --bin fixtures`.
const BYTES: &[u8] = include_bytes!("../../sample/net-use-case.zip");

/// The sample as a file that the user could have given.
pub fn file() -> Result<GivenFile, String> {
    let parts = Array::of1(&Uint8Array::from(BYTES));
    let file = File::new_with_u8_array_sequence(&parts, NAME).map_err(|error| describe(&error))?;
    Ok(GivenFile { path: NAME.to_owned(), file })
}
