//! A stretch of a file of the user as it comes in: the browser reads on while a piece is looked at.
//!
//! Contract: workers only. Bytes come through a pipe of the browser into one buffer that is used
//! again, so that memory is the same for any stretch. Emptying a full pipe costs about two thirds of the
//! processor time of reading slices (`docs/PERFORMANCE.md`).

use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use konseki_core::source::{ReadAt, ReadError};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStreamByobReader};

/// Pieces begin and end at multiples of this, counted from the stretch's beginning: the chunks of an
/// event log.
const BLOCK: u32 = 64 << 10;
/// Bytes at least of a piece that is not the last.
const PIECE: u32 = 1 << 20;
/// Room for all that the browser's pipe holds (2 MiB in Chromium) and a block that has begun.
const ROOM: u32 = (2 << 20) + BLOCK;

/// The bytes of a stretch that were not taken yet.
pub struct FileStream {
    reader: ReadableStreamByobReader,
    buffer: ArrayBuffer,
    length: u64,
    /// Where the buffer's first byte stands in the file.
    offset: u64,
    filled: u32,
    /// What of that is in the piece that was taken last.
    taken: u32,
}

impl FileStream {
    /// Reading begins now; `None` where the browser does not fill a given buffer.
    pub fn open(file: &File, offset: u64, length: u64) -> Option<Self> {
        let end = offset.saturating_add(length);
        let stretch = file.slice_with_f64_and_f64(offset as f64, end as f64).ok()?;
        let reader = ReadableStreamByobReader::new(&stretch.stream()).ok()?;
        let buffer = ArrayBuffer::new(ROOM);
        // A size is a whole number under 2^53.
        Some(Self { reader, buffer, length: file.size() as u64, offset, filled: 0, taken: 0 })
    }

    /// Where the next piece begins.
    pub fn offset(&self) -> u64 {
        self.offset.saturating_add(u64::from(self.taken))
    }

    /// Bytes from there to the end of the file.
    pub fn left_of_file(&self) -> u64 {
        self.length.saturating_sub(self.offset())
    }

    /// The next piece, which is over when another is asked for; `None` at the end.
    ///
    /// # Errors
    /// When the browser refuses to read.
    pub async fn next(&mut self) -> Result<Option<Piece>, JsValue> {
        self.keep_rest();
        let mut is_end = false;
        while !is_end && self.filled < PIECE {
            is_end = self.fill().await?;
        }
        self.taken = if is_end { self.filled } else { self.filled - self.filled % BLOCK };
        let bytes = Uint8Array::new_with_byte_offset_and_length(&self.buffer, 0, self.taken);
        let piece = Piece { bytes, offset: self.offset, length: self.length };
        Ok((self.taken > 0).then_some(piece))
    }

    /// Moves what the last piece left over to the buffer's beginning.
    fn keep_rest(&mut self) {
        let rest = self.filled.saturating_sub(self.taken);
        if rest > 0 && self.taken > 0 {
            let all = Uint8Array::new(&self.buffer);
            all.set(&all.subarray(self.taken, self.filled), 0);
        }
        self.offset = self.offset();
        self.filled = rest;
        self.taken = 0;
    }

    /// Takes what is in the pipe, waiting for the first byte of it; true at the end.
    async fn fill(&mut self) -> Result<bool, JsValue> {
        let room = ROOM.saturating_sub(self.filled);
        let place = Uint8Array::new_with_byte_offset_and_length(&self.buffer, self.filled, room);
        let read = self.reader.read_with_array_buffer_view(place.unchecked_ref::<Object>());
        let read = JsFuture::from(read).await?;
        // The buffer went to the browser and came back as another.
        let bytes: Uint8Array = Reflect::get(&read, &"value".into())?.dyn_into()?;
        self.buffer = bytes.buffer();
        self.filled = self.filled.saturating_add(bytes.length()).min(ROOM);
        Ok(Reflect::get(&read, &"done".into())?.is_truthy())
    }
}

/// Bytes of a file that are there; all others cannot be read.
pub struct Piece {
    bytes: Uint8Array,
    offset: u64,
    length: u64,
}

impl Piece {
    /// Where its first byte stands in the file.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        u64::from(self.bytes.length())
    }
}

impl ReadAt for Piece {
    /// The length of the whole file.
    fn len(&self) -> u64 {
        self.length
    }

    fn piece_bytes(&self) -> u64 {
        u64::from(ROOM)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let outside = || ReadError { offset, reason: "not in this piece".to_owned() };
        let start = offset.checked_sub(self.offset).ok_or_else(outside)?;
        let start = u32::try_from(start).map_err(|_| outside())?;
        let rest = self.bytes.length().checked_sub(start).ok_or_else(outside)?;
        let count = u32::try_from(buffer.len()).unwrap_or(u32::MAX).min(rest);
        let part = self.bytes.subarray(start, start.saturating_add(count));
        if let Some(place) = buffer.get_mut(..count as usize) {
            part.copy_to(place);
        }
        Ok(count as usize)
    }
}
