//! From what the user dropped or chose to files with the paths that the report uses.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

use crate::message_port::describe;
use crate::protocol::GivenFile;

/// Files, and what the browser did not hand out, with its reason.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Files.
    pub files: Vec<GivenFile>,
    /// Path and reason.
    pub unreadable: Vec<(String, String)>,
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

/// What a drop holds. It must be taken while the event lasts; folders are walked afterwards.
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<File>,
}

impl Dropped {
    /// Takes everything out of the event.
    pub fn take(transfer: &DataTransfer) -> Self {
        let items = transfer.items();
        let mut dropped = Self { entries: Vec::new(), files: Vec::new() };
        for item in (0..items.length()).filter_map(|index| items.get(index)) {
            if item.kind() != "file" {
                continue;
            }
            match item.webkit_get_as_entry() {
                Ok(Some(entry)) => dropped.entries.push(entry),
                _ => dropped.files.extend(item.get_as_file().ok().flatten()),
            }
        }
        dropped
    }

    /// Walks all folders.
    pub async fn walk(self) -> Given {
        let mut collected = Given::default();
        collected.files.extend(self.files.into_iter().map(given));
        let mut waiting = self.entries;
        waiting.reverse();
        while let Some(entry) = waiting.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            let result = if entry.is_directory() {
                children(&entry).await.map(|children| waiting.extend(children))
            } else {
                file(&entry).await.map(|file| {
                    collected.files.push(GivenFile { path: path.clone(), file });
                })
            };
            if let Err(error) = result {
                collected.unreadable.push((path, describe(&error)));
            }
        }
        collected
    }
}

async fn file(entry: &FileSystemEntry) -> Result<File, JsValue> {
    let entry: &FileSystemFileEntry = entry.unchecked_ref();
    let promise = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(promise).await?.dyn_into()
}

/// A browser hands out the entries of a folder in batches; an empty one ends them.
async fn children(entry: &FileSystemEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let directory: &FileSystemDirectoryEntry = entry.unchecked_ref();
    let reader = directory.create_reader();
    let mut children = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            if let Err(error) = reader.read_entries_with_callback_and_callback(&resolve, &reject) {
                reject.call1(&JsValue::NULL, &error).map(drop).unwrap_or_default();
            }
        });
        let batch: Array = JsFuture::from(promise).await?.dyn_into()?;
        if batch.length() == 0 {
            return Ok(children);
        }
        children.extend(batch.iter().map(FileSystemEntry::unchecked_from_js));
    }
}
