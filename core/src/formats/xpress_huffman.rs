//! Xpress Huffman decompression (LZ77 + Huffman). Reference: [MS-XCA] §2.2.
//!
//! Contract: output never grows past the size asked for; every copy is bounded by it; damaged data
//! gives what came before it and an error with its offset.

#[cfg(test)]
pub(super) mod tests;

use crate::error::ParseError;

/// Bytes of the table of code lengths before each block: 512 symbols of four bits.
const TABLE_BYTES: usize = 256;
/// Output of one block.
const BLOCK: usize = 65_536;
/// Longest code in bits.
const LONGEST: u32 = 15;
/// First symbol that stands for a match.
const FIRST_MATCH: u16 = 256;

/// Decompresses `input`, whose first byte stands at `base_offset`, to exactly `size` bytes; where
/// that fails, hands back what came before and why it stopped: a table that is no prefix code, data
/// that ends early, or a match that reaches before the output.
pub(super) fn decompress(
    input: &[u8],
    base_offset: u64,
    size: usize,
) -> (Vec<u8>, Option<ParseError>) {
    let mut output = Vec::new();
    let damage = decode_blocks(input, base_offset, size, &mut output).err();
    (output, damage)
}

fn decode_blocks(
    input: &[u8],
    base_offset: u64,
    size: usize,
    output: &mut Vec<u8>,
) -> Result<(), ParseError> {
    let mut position: usize = 0;
    while output.len() < size {
        let offset = base_offset.saturating_add(position as u64);
        let end = position.saturating_add(TABLE_BYTES);
        let Some(lengths) = input.get(position..end) else {
            let have = input.len().saturating_sub(position) as u64;
            return Err(ParseError::truncated("code lengths", offset, TABLE_BYTES as u64, have));
        };
        let table = DecodingTable::new(lengths, offset)?;
        let mut bits = Bits::new(input, end, base_offset);
        let block_end = output.len().saturating_add(BLOCK).min(size);
        decode_block(&table, &mut bits, output, block_end, size)?;
        position = bits.position;
    }
    Ok(())
}

fn decode_block(
    table: &DecodingTable,
    bits: &mut Bits<'_>,
    output: &mut Vec<u8>,
    block_end: usize,
    size: usize,
) -> Result<(), ParseError> {
    while output.len() < block_end {
        let symbol = table.decode(bits)?;
        if let Ok(literal) = u8::try_from(symbol) {
            output.push(literal);
            continue;
        }
        let code = symbol.saturating_sub(FIRST_MATCH);
        let length = bits.match_length(usize::from(code & 15))?;
        let distance_bits = u32::from(code >> 4);
        let distance = bits.take(distance_bits)? as usize | (1_usize << distance_bits);
        let length = length.min(size.saturating_sub(output.len()));
        copy_match(output, distance, length, bits.offset())?;
    }
    Ok(())
}

fn copy_match(
    output: &mut Vec<u8>,
    distance: usize,
    length: usize,
    offset: u64,
) -> Result<(), ParseError> {
    let Some(mut from) = output.len().checked_sub(distance) else {
        let (expected, found) = (format!("at most {}", output.len()), distance.to_string());
        return Err(ParseError::unexpected("match distance", offset, expected, found));
    };
    for _ in 0..length {
        // A match may overlap what it writes.
        if let Some(byte) = output.get(from).copied() {
            output.push(byte);
        }
        from = from.saturating_add(1);
    }
    Ok(())
}

/// Symbol and code length for each 15-bit prefix.
struct DecodingTable {
    entries: Vec<(u16, u8)>,
}

impl DecodingTable {
    fn new(lengths: &[u8], offset: u64) -> Result<Self, ParseError> {
        let lengths: Vec<u8> = lengths.iter().flat_map(|byte| [byte & 15, byte >> 4]).collect();
        let mut entries = Vec::with_capacity(1 << LONGEST);
        for length in 1..=LONGEST {
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, l)| u32::from(**l) == length)
            {
                let copies = 1_usize << LONGEST.saturating_sub(length);
                if entries.len().saturating_add(copies) > 1 << LONGEST {
                    return Err(code_error(offset, "more codes than fit"));
                }
                let symbol = u16::try_from(symbol).unwrap_or_default();
                let length = u8::try_from(length).unwrap_or_default();
                entries.resize(entries.len().saturating_add(copies), (symbol, length));
            }
        }
        if entries.len() != 1 << LONGEST {
            return Err(code_error(offset, "unused codes"));
        }
        Ok(Self { entries })
    }

    fn decode(&self, bits: &mut Bits<'_>) -> Result<u16, ParseError> {
        let prefix = bits.peek(LONGEST) as usize;
        let Some((symbol, length)) = self.entries.get(prefix).copied() else {
            return Err(code_error(bits.offset(), "no code"));
        };
        bits.take(u32::from(length))?;
        Ok(symbol)
    }
}

fn code_error(offset: u64, found: &str) -> ParseError {
    ParseError::unexpected("Huffman codes", offset, "a complete prefix code", found)
}

/// The bit stream: 16-bit little-endian words, read from the highest bit, with extra bytes taken
/// from the byte position between them.
struct Bits<'a> {
    input: &'a [u8],
    position: usize,
    base_offset: u64,
    /// Bits not yet consumed, left-aligned.
    window: u32,
    /// How many bits of the window came from the input or stand for its end.
    available: u32,
    /// Words asked for past the end of the input.
    past_end: u32,
}

impl<'a> Bits<'a> {
    fn new(input: &'a [u8], position: usize, base_offset: u64) -> Self {
        let mut bits = Self { input, position, base_offset, window: 0, available: 0, past_end: 0 };
        bits.load_word();
        bits.load_word();
        bits
    }

    fn offset(&self) -> u64 {
        self.base_offset.saturating_add(self.position as u64)
    }

    /// Adds a word behind the bits that are left.
    fn load_word(&mut self) {
        let end = self.position.saturating_add(2);
        let word = match self.input.get(self.position..end) {
            Some(&[low, high]) => {
                self.position = end;
                u16::from_le_bytes([low, high])
            }
            _ => {
                self.past_end = self.past_end.saturating_add(1);
                0
            }
        };
        let free = 16_u32.saturating_sub(self.available);
        self.window |= u32::from(word) << free;
        self.available = self.available.saturating_add(16);
    }

    fn peek(&self, count: u32) -> u32 {
        self.window.checked_shr(32_u32.saturating_sub(count)).unwrap_or_default()
    }

    fn take(&mut self, count: u32) -> Result<u32, ParseError> {
        let value = self.peek(count);
        self.window = self.window.checked_shl(count).unwrap_or_default();
        self.available = self.available.saturating_sub(count);
        // The words that stand for the end of the input are no data: nothing may be made of them.
        if self.available < self.past_end.saturating_mul(16) {
            return Err(ParseError::truncated("compressed data", self.offset(), 2, 0));
        }
        // When exactly to read on matters: extra length bytes stand at the byte position.
        if self.available < 16 {
            self.load_word();
        }
        Ok(value)
    }

    /// A length of 15 is followed by a byte, a byte of 255 by a word, a word of 0 by a long. The
    /// long forms hold the whole length, so they cannot be under 15.
    fn match_length(&mut self, low: usize) -> Result<usize, ParseError> {
        if low < 15 {
            return Ok(low.saturating_add(3));
        }
        let offset = self.offset();
        let length = match u8::from_le_bytes(self.bytes::<1>()?) {
            255 => match u16::from_le_bytes(self.bytes::<2>()?) {
                0 => usize::try_from(u32::from_le_bytes(self.bytes::<4>()?)).unwrap_or(usize::MAX),
                word => usize::from(word),
            },
            byte => usize::from(byte).saturating_add(15),
        };
        if length < 15 {
            let found = length.to_string();
            return Err(ParseError::unexpected("match length", offset, "at least 15", found));
        }
        Ok(length.saturating_add(3))
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], ParseError> {
        let end = self.position.saturating_add(N);
        let bytes = self.input.get(self.position..end).and_then(|bytes| bytes.try_into().ok());
        match bytes {
            Some(bytes) => {
                self.position = end;
                Ok(bytes)
            }
            None => Err(ParseError::truncated("match length", self.offset(), N as u64, 0)),
        }
    }
}
