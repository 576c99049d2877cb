//! A file for the user, written as a Blob of parts: a large one never stands whole in the memory of
//! the program.

use std::io::{self, Write};

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag};

use crate::message_port;
use crate::protocol::ExportForm;

/// Bytes of one part.
const PART: usize = 1 << 20;

/// Bytes that leave the program's memory part by part.
#[derive(Default)]
pub struct Parts {
    done: Array,
    open: Vec<u8>,
}

impl Parts {
    /// All that was written.
    ///
    /// # Errors
    /// When the browser makes no Blob; the sentence is the browser's.
    pub fn into_blob(mut self, form: ExportForm) -> Result<Blob, String> {
        self.flush().map_err(|error| error.to_string())?;
        let options = BlobPropertyBag::new();
        options.set_type(form.media_type());
        Blob::new_with_u8_array_sequence_and_options(&self.done, &options)
            .map_err(|error| message_port::describe(&error))
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open.extend_from_slice(bytes);
        if self.open.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.open.is_empty() {
            self.done.push(&Uint8Array::from(self.open.as_slice()));
            self.open.clear();
        }
        Ok(())
    }
}
