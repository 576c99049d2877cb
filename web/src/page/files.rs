//! From what the user chose to files with the paths that the report uses.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{File, FileList};

use crate::protocol::GivenFile;

/// Files, and what the browser did not hand out, with its reason.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Files.
    pub files: Vec<GivenFile>,
    /// Path and reason.
    pub unreadable: Vec<(String, String)>,
}

impl Given {
    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unreadable.is_empty()
    }

    /// Adds what another one holds.
    pub fn extend(&mut self, other: &Self) {
        self.files.extend_from_slice(&other.files);
        self.unreadable.extend_from_slice(&other.unreadable);
    }
}

/// Files of a file or folder picker.
pub fn from_list(list: &FileList) -> Given {
    let files = (0..list.length()).filter_map(|index| list.get(index));
    Given { files: files.map(given).collect(), unreadable: Vec::new() }
}

/// A file with its path inside the chosen folder, or its name.
pub fn given(file: File) -> GivenFile {
    let relative = Reflect::get(&file, &JsValue::from_str("webkitRelativePath"));
    let relative = relative.ok().and_then(|path| path.as_string()).unwrap_or_default();
    let path = if relative.is_empty() { file.name() } else { relative };
    GivenFile { path, file }
}
