//! A file of the user as a source of bytes: slices of it are read where they are needed.
//!
//! Contract: workers only (`FileReaderSync` does not exist on the page). A window of the file is
//! kept that grows while reading goes on in order, because a browser reads large slices several
//! times faster than small ones. What is asked for in large pieces is read past the window, in one
//! slice and without a second copy.

use std::cell::RefCell;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use konseki_core::{
    limits,
    source::{ReadAt, ReadError},
};
use web_sys::{File, FileReaderSync, MessageChannel, MessagePort};

use crate::message_port::describe;

/// First window: enough for any file header.
const SMALLEST_WINDOW: usize = 64 << 10;
/// Largest window.
const LARGEST_WINDOW: usize = 4 << 20;
/// Bytes asked for at once from which on the window is passed by.
const DIRECT: usize = 1 << 20;

/// A `File` with a window of its bytes.
pub struct FileSource {
    file: File,
    length: u64,
    window: RefCell<Window>,
}

struct Window {
    offset: u64,
    bytes: Vec<u8>,
    next_size: usize,
}

impl FileSource {
    /// Nothing is read yet.
    pub fn new(file: File) -> Self {
        // A size is a whole number under 2^53.
        let length = file.size() as u64;
        let window = Window { offset: 0, bytes: Vec::new(), next_size: SMALLEST_WINDOW };
        Self { file, length, window: RefCell::new(window) }
    }

    /// Reads a slice into `bytes`, in place of what stands there.
    fn slice(&self, offset: u64, count: usize, bytes: &mut Vec<u8>) -> Result<(), ReadError> {
        self.read(offset, count, |array| {
            bytes.resize(array.length() as usize, 0);
            array.copy_to(bytes);
        })
    }

    /// Reads a slice over the beginning of `bytes`; gives how many bytes there were.
    fn direct(&self, offset: u64, bytes: &mut [u8]) -> Result<usize, ReadError> {
        let mut count = 0;
        self.read(offset, bytes.len(), |array| {
            if let Some(place) = bytes.get_mut(..array.length() as usize) {
                array.copy_to(place);
                count = place.len();
            }
        })?;
        Ok(count)
    }

    fn read(
        &self,
        offset: u64,
        count: usize,
        take: impl FnOnce(&Uint8Array),
    ) -> Result<(), ReadError> {
        let end = offset.saturating_add(count as u64).min(self.length);
        let failed = |error| ReadError { offset, reason: describe(&error) };
        let slice = self.file.slice_with_f64_and_f64(offset as f64, end as f64).map_err(failed)?;
        let reader = FileReaderSync::new().map_err(failed)?;
        let buffer = reader.read_as_array_buffer(&slice).map_err(failed)?;
        take(&Uint8Array::new(&buffer));
        release(&buffer);
        Ok(())
    }
}

fn shorter(offset: u64) -> ReadError {
    ReadError { offset, reason: "the file became shorter".to_owned() }
}

/// Gives a buffer's memory back at once. Left to the collector, the buffers of a large file add up
/// to several hundred megabytes (measured: 428 to 784 MiB for 1 GiB, 93 MiB with this). A message
/// to a port that nobody listens to takes the memory with it.
fn release(buffer: &ArrayBuffer) {
    NOWHERE.with(|port| {
        if let Some(port) = port {
            // Where it is refused, the collector frees the buffer later.
            port.post_message_with_transferable(buffer, &Array::of1(buffer)).unwrap_or_default();
        }
    });
}

thread_local! {
    /// A port whose other end is closed.
    static NOWHERE: Option<MessagePort> = {
        let channel = MessageChannel::new().ok();
        channel.map(|channel| {
            channel.port2().close();
            channel.port1()
        })
    };
}

impl Window {
    /// Copies what of `[offset, offset + buffer)` stands in the window; `None` if its first byte
    /// does not.
    fn copy(&self, offset: u64, buffer: &mut [u8]) -> Option<usize> {
        let start = usize::try_from(offset.checked_sub(self.offset)?).ok()?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let count = rest.len().min(buffer.len());
        buffer.get_mut(..count)?.copy_from_slice(rest.get(..count)?);
        Some(count)
    }

    /// Bytes to read next: more while reading goes on where the window ends.
    fn grow(&mut self, offset: u64) -> usize {
        let end = self.offset.saturating_add(self.bytes.len() as u64);
        self.next_size = if offset == end && offset > 0 {
            self.next_size.saturating_mul(4).min(LARGEST_WINDOW)
        } else {
            SMALLEST_WINDOW
        };
        self.next_size
    }
}

impl ReadAt for FileSource {
    fn len(&self) -> u64 {
        self.length
    }

    /// A browser reads large slices several times faster than small ones.
    fn piece_bytes(&self) -> u64 {
        limits::SEGMENT_BYTES
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let mut filled = 0;
        while filled < buffer.len() {
            let at = offset.saturating_add(filled as u64);
            if at >= self.length {
                break;
            }
            let rest = buffer.get_mut(filled..).unwrap_or_default();
            let mut window = self.window.borrow_mut();
            if let Some(count) = window.copy(at, rest) {
                filled = filled.saturating_add(count);
                continue;
            }
            if rest.len() >= DIRECT {
                let count = self.direct(at, rest)?;
                if count == 0 {
                    return Err(shorter(at));
                }
                filled = filled.saturating_add(count);
                continue;
            }
            let size = window.grow(at);
            let size = size.max(rest.len().min(LARGEST_WINDOW));
            window.offset = at;
            self.slice(at, size, &mut window.bytes)?;
            if window.bytes.is_empty() {
                return Err(shorter(at));
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_grows_in_order_and_shrinks_after_a_jump() {
        let mut window = Window { offset: 0, bytes: Vec::new(), next_size: SMALLEST_WINDOW };
        assert_eq!(window.grow(0), SMALLEST_WINDOW);
        window.bytes = vec![7; 100];
        assert_eq!(window.grow(100), SMALLEST_WINDOW * 4);
        assert_eq!(window.grow(9_999), SMALLEST_WINDOW);
    }

    #[test]
    fn the_window_gives_what_it_holds() {
        let window = Window { offset: 10, bytes: vec![1, 2, 3], next_size: SMALLEST_WINDOW };
        let mut buffer = [0; 8];
        assert_eq!(window.copy(11, &mut buffer), Some(2));
        assert_eq!(buffer[..2], [2, 3]);
        assert_eq!(window.copy(13, &mut buffer), None);
        assert_eq!(window.copy(9, &mut buffer), None);
    }
}
