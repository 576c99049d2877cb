//! A writer of MAM containers with Xpress Huffman data.
//!
//! Contract: valid blocks with literals, matches and the end symbol. Reference: [MS-XCA] §2.1.4.

use std::collections::HashMap;

/// Decompressed bytes of one block, which has a code table of its own.
const BLOCK_BYTES: usize = 65_536;
/// 256 literals and 256 kinds of match.
const SYMBOLS: usize = 512;
const END: usize = 256;
const SHORTEST_MATCH: usize = 3;
const LONGEST_CODE: u8 = 15;

/// A container of the data, as Windows 10 writes Prefetch files.
///
/// ```
/// let container = konseki_tests::writer::mam::compress(&[b'a'; 1000]);
/// assert_eq!(container[4..8], 1000_u32.to_le_bytes());
/// assert!(container.len() < 300);
/// ```
pub fn compress(data: &[u8]) -> Vec<u8> {
    container_of_size(data, data.len() as u32)
}

/// A container whose header states another size than the data has.
pub fn container_of_size(data: &[u8], stated: u32) -> Vec<u8> {
    let mut container = b"MAM\x04".to_vec();
    container.extend(stated.to_le_bytes());
    container.extend(xpress_huffman(data));
    container
}

/// A container with a checksum, right or wrong.
pub fn with_checksum(data: &[u8], is_right: bool) -> Vec<u8> {
    let mut container = b"MAM\x84".to_vec();
    container.extend((data.len() as u32).to_le_bytes());
    container.extend([0; 4]);
    container.extend(xpress_huffman(data));
    let checksum = crc32fast::hash(&container) ^ u32::from(!is_right);
    container[8..12].copy_from_slice(&checksum.to_le_bytes());
    container
}

/// What a symbol carries besides its code.
#[derive(Debug, Clone, Copy)]
enum Token {
    Literal(u8),
    Match { length: usize, distance: usize },
    End,
}

impl Token {
    fn symbol(self) -> usize {
        match self {
            Self::Literal(byte) => usize::from(byte),
            Self::Match { length, distance } => {
                let kind = (length - SHORTEST_MATCH).min(15);
                END + 16 * distance.ilog2() as usize + kind
            }
            Self::End => END,
        }
    }
}

/// The compressed blocks of the data.
pub fn xpress_huffman(data: &[u8]) -> Vec<u8> {
    let tokens = tokens(data);
    let last = tokens.len() - 1;
    let mut output = Vec::new();
    for (index, mut block) in tokens.into_iter().enumerate() {
        if index == last {
            block.push(Token::End);
        }
        let mut counts = [0_u64; SYMBOLS];
        block.iter().for_each(|token| counts[token.symbol()] += 1);
        let lengths = code_lengths(&counts);
        output.extend(lengths.chunks_exact(2).map(|pair| pair[0] | (pair[1] << 4)));
        write_block(&block, &lengths, &mut output);
    }
    output
}

/// Greedy matches inside each block, found by the last place of the same three bytes.
fn tokens(data: &[u8]) -> Vec<Vec<Token>> {
    let mut blocks = vec![Vec::new()];
    let mut seen: HashMap<&[u8], usize> = HashMap::new();
    let mut at = 0;
    while at < data.len() {
        let block = at / BLOCK_BYTES;
        if blocks.len() == block {
            blocks.push(Vec::new());
        }
        let end = data.len().min((block + 1) * BLOCK_BYTES);
        let key = &data[at..(at + SHORTEST_MATCH).min(data.len())];
        let earlier = seen.insert(key, at).filter(|from| at - from < BLOCK_BYTES);
        let length = earlier.map_or(0, |from| {
            data[from..].iter().zip(&data[at..end]).take_while(|(a, b)| a == b).count()
        });
        let token = match earlier {
            Some(from) if length >= SHORTEST_MATCH => Token::Match { length, distance: at - from },
            _ => Token::Literal(data[at]),
        };
        at += if matches!(token, Token::Literal(_)) { 1 } else { length };
        blocks[block].push(token);
    }
    blocks
}

/// Huffman code lengths of at most fifteen bits: counts are levelled until they fit.
fn code_lengths(counts: &[u64; SYMBOLS]) -> [u8; SYMBOLS] {
    let mut counts = *counts;
    // A code has at least two symbols.
    for symbol in [0, END] {
        counts[symbol] = counts[symbol].max(1);
    }
    loop {
        let mut nodes: Vec<(u64, Vec<usize>)> =
            (0..SYMBOLS).filter(|s| counts[*s] > 0).map(|s| (counts[s], vec![s])).collect();
        let mut lengths = [0_u8; SYMBOLS];
        while nodes.len() > 1 {
            nodes.sort_by(|a, b| b.cmp(a));
            let (Some(one), Some(other)) = (nodes.pop(), nodes.pop()) else { break };
            let symbols: Vec<usize> = one.1.into_iter().chain(other.1).collect();
            symbols.iter().for_each(|symbol| lengths[*symbol] += 1);
            nodes.push((one.0 + other.0, symbols));
        }
        if lengths.iter().all(|length| *length <= LONGEST_CODE) {
            return lengths;
        }
        counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 2 + 1);
    }
}

/// Bits go into 16-bit words whose places are kept free ahead of the bytes between them.
struct BitWriter<'a> {
    output: &'a mut Vec<u8>,
    word: u32,
    free: u32,
    places: [usize; 2],
}

impl<'a> BitWriter<'a> {
    fn new(output: &'a mut Vec<u8>) -> Self {
        let start = output.len();
        output.extend([0; 4]);
        Self { output, word: 0, free: 16, places: [start, start + 2] }
    }

    fn bits(&mut self, count: u32, bits: u32) {
        if self.free >= count {
            self.word = (self.word << count) | bits;
            self.free -= count;
            return;
        }
        let left = count - self.free;
        self.word = (self.word << self.free) | (bits >> left);
        self.flush_word();
        self.places = [self.places[1], self.output.len()];
        self.output.extend([0; 2]);
        self.word = bits & ((1 << left) - 1);
        self.free = 16 - left;
    }

    fn flush_word(&mut self) {
        let bytes = (self.word as u16).to_le_bytes();
        self.output[self.places[0]..self.places[0] + 2].copy_from_slice(&bytes);
    }

    fn finish(mut self) {
        self.word <<= self.free;
        self.flush_word();
    }
}

fn write_block(block: &[Token], lengths: &[u8; SYMBOLS], output: &mut Vec<u8>) {
    let codes = canonical_codes(lengths);
    let mut writer = BitWriter::new(output);
    for token in block {
        let symbol = token.symbol();
        writer.bits(u32::from(lengths[symbol]), codes[symbol]);
        if let Token::Match { length, distance } = *token {
            let rest = length - SHORTEST_MATCH;
            if rest >= 15 {
                writer.output.push((rest - 15).min(255) as u8);
                if rest - 15 >= 255 {
                    let rest = u16::try_from(rest).expect("a match is shorter than a block");
                    writer.output.extend(rest.to_le_bytes());
                }
            }
            let bits = distance.ilog2();
            writer.bits(bits, (distance - (1 << bits)) as u32);
        }
    }
    writer.finish();
}

/// Codes in the order of length, then symbol.
fn canonical_codes(lengths: &[u8; SYMBOLS]) -> [u32; SYMBOLS] {
    let (mut codes, mut next) = ([0; SYMBOLS], 0_u32);
    for length in 1..=LONGEST_CODE {
        for symbol in (0..SYMBOLS).filter(|symbol| lengths[*symbol] == length) {
            codes[symbol] = next;
            next += 1;
        }
        next <<= 1;
    }
    codes
}
