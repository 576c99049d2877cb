//! What the user dropped: files, and folders with all that is in them.
//!
//! Contract: everything is taken while the event lasts, folders are walked afterwards, and what the
//! browser does not hand out is told with its reason.
//!
//! A file is taken as such and a folder by its handle, because Chromium refuses the older entries
//! (`webkitGetAsEntry`) on a page from `file://` with an EncodingError. The entry of a folder is what
//! is left where there are no handles.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, DataTransferItem, File, FileSystemDirectoryEntry, FileSystemDirectoryHandle,
    FileSystemEntry, FileSystemFileEntry, FileSystemFileHandle, FileSystemHandle,
    FileSystemHandleKind,
};

use super::files::{Given, given};
use crate::message_port::describe;
use crate::protocol::GivenFile;

/// What a drop holds.
#[derive(Default)]
pub struct Dropped {
    files: Vec<File>,
    folders: Vec<Folder>,
}

/// A folder, not walked yet.
struct Folder {
    name: String,
    /// Promise of a handle; only Chromium and its like give one.
    handle: Option<Promise>,
    entry: FileSystemEntry,
}

impl Dropped {
    /// Takes everything out of the event.
    pub fn take(transfer: &DataTransfer) -> Self {
        let items = transfer.items();
        let mut dropped = Self::default();
        for item in (0..items.length()).filter_map(|index| items.get(index)) {
            if item.kind() != "file" {
                continue;
            }
            match item.webkit_get_as_entry() {
                Ok(Some(entry)) if entry.is_directory() => dropped.folders.push(Folder {
                    name: entry.name(),
                    handle: handle_of(&item),
                    entry,
                }),
                _ => dropped.files.extend(item.get_as_file().ok().flatten()),
            }
        }
        dropped
    }

    /// Walks all folders.
    pub async fn walk(self) -> Given {
        let mut collected = Given::default();
        collected.files.extend(self.files.into_iter().map(given));
        for folder in self.folders {
            match folder.handle_if_given().await {
                Some(handle) => walk_handle(folder.name, handle, &mut collected).await,
                None => walk_entry(folder.entry, &mut collected).await,
            }
        }
        collected
    }
}

impl Folder {
    async fn handle_if_given(&self) -> Option<FileSystemHandle> {
        let handle = JsFuture::from(self.handle.clone()?).await.ok()?;
        handle.dyn_into().ok()
    }
}

/// Asked for by name: not every browser has it.
fn handle_of(item: &DataTransferItem) -> Option<Promise> {
    let method = Reflect::get(item, &JsValue::from_str("getAsFileSystemHandle")).ok()?;
    method.dyn_into::<Function>().ok()?.call0(item).ok()?.dyn_into().ok()
}

async fn walk_handle(name: String, handle: FileSystemHandle, collected: &mut Given) {
    let mut waiting = vec![(name, handle)];
    while let Some((path, handle)) = waiting.pop() {
        let result = match handle.kind() {
            FileSystemHandleKind::Directory => handles_in(&handle).await.map(|inside| {
                let inside = inside.into_iter();
                waiting.extend(inside.map(|handle| (format!("{path}/{}", handle.name()), handle)));
            }),
            _ => file_of_handle(&handle).await.map(|file| {
                collected.files.push(GivenFile { path: path.clone(), file });
            }),
        };
        if let Err(error) = result {
            collected.unreadable.push((path, describe(&error)));
        }
    }
}

async fn handles_in(handle: &FileSystemHandle) -> Result<Vec<FileSystemHandle>, JsValue> {
    let directory: &FileSystemDirectoryHandle = handle.unchecked_ref();
    let values = directory.values();
    let mut inside = Vec::new();
    loop {
        let step = JsFuture::from(values.next()?).await?;
        if Reflect::get(&step, &JsValue::from_str("done"))?.is_truthy() {
            return Ok(inside);
        }
        inside.push(Reflect::get(&step, &JsValue::from_str("value"))?.dyn_into()?);
    }
}

async fn file_of_handle(handle: &FileSystemHandle) -> Result<File, JsValue> {
    let handle: &FileSystemFileHandle = handle.unchecked_ref();
    JsFuture::from(handle.get_file()).await?.dyn_into()
}

async fn walk_entry(entry: FileSystemEntry, collected: &mut Given) {
    let mut waiting = vec![entry];
    while let Some(entry) = waiting.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        let result = if entry.is_directory() {
            entries_in(&entry).await.map(|inside| waiting.extend(inside))
        } else {
            file_of_entry(&entry).await.map(|file| {
                collected.files.push(GivenFile { path: path.clone(), file });
            })
        };
        if let Err(error) = result {
            collected.unreadable.push((path, describe(&error)));
        }
    }
}

async fn file_of_entry(entry: &FileSystemEntry) -> Result<File, JsValue> {
    let entry: &FileSystemFileEntry = entry.unchecked_ref();
    let promise = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(promise).await?.dyn_into()
}

/// A browser hands out the entries of a folder in batches; an empty one ends them.
async fn entries_in(entry: &FileSystemEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let directory: &FileSystemDirectoryEntry = entry.unchecked_ref();
    let reader = directory.create_reader();
    let mut inside = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            if let Err(error) = reader.read_entries_with_callback_and_callback(&resolve, &reject) {
                reject.call1(&JsValue::NULL, &error).map(drop).unwrap_or_default();
            }
        });
        let batch: Array = JsFuture::from(promise).await?.dyn_into()?;
        if batch.length() == 0 {
            return Ok(inside);
        }
        inside.extend(batch.iter().map(FileSystemEntry::unchecked_from_js));
    }
}
