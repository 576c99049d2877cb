//! A whole event log, intact or with a named defect.

use super::{
    chunk::{CHUNK_BYTES, Chunk, Style, write_header_checksum},
    event::Event,
    shapes::{Identity, content},
};

/// Bytes of the file's header block.
pub const FILE_HEADER_BYTES: usize = 4096;

/// One way in which a log is not as it should be. Chunks, and records within one, count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "chunks and records count from 0 in writing order")]
pub enum Defect {
    /// The file says that it was not closed; its header's counts are those of an empty log.
    Dirty,
    /// The file says that it had reached its largest size.
    Full,
    /// The newest chunks stand before the oldest, which is chunk `oldest` of the file.
    Wrapped { oldest: usize },
    /// The file ends after this many bytes.
    TruncatedTo(usize),
    /// The file header's checksum is wrong.
    BadHeaderChecksum,
    /// The file header counts this many chunks.
    ChunkCount(u16),
    /// The checksum of this chunk's header is wrong.
    BadChunkHeaderChecksum(usize),
    /// The checksum of this chunk's records is wrong.
    BadChunkDataChecksum(usize),
    /// The first bytes of this chunk are not its magic.
    DamagedChunkMagic(usize),
    /// This chunk is 64 KiB of zeros.
    ZeroedChunk(usize),
    /// The magic of record `record` of chunk `chunk` is overwritten.
    DamagedRecordMagic { chunk: usize, record: usize },
    /// The binary XML of record `record` of chunk `chunk` is overwritten.
    DamagedRecordBody { chunk: usize, record: usize },
    /// Record headers count from 1 and have no time, as in some exports.
    ExportedNumbering,
    /// Record headers are this many seconds later than the values say.
    HeaderTimesLater(u64),
    /// This many chunks of zeros follow, as a log that has not filled its file.
    FreeChunks(usize),
}

/// An event log to be written.
#[derive(Debug, Clone)]
pub struct EventLog {
    channel: String,
    computer: String,
    next_record_id: u64,
    records_per_chunk: usize,
    style: Style,
    defects: Vec<Defect>,
    events: Vec<(u64, Event)>,
}

impl EventLog {
    /// An empty log of a channel, by its full name.
    pub fn new(channel: &str) -> Self {
        Self {
            channel: channel.to_owned(),
            computer: "WS01.corp.example".to_owned(),
            next_record_id: 1,
            records_per_chunk: usize::MAX,
            style: Style::default(),
            defects: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The computer of the events that follow, as its records name it.
    pub fn computer(mut self, name: &str) -> Self {
        name.clone_into(&mut self.computer);
        self
    }

    /// The EventRecordID of the next event.
    pub fn start_record_id(mut self, record_id: u64) -> Self {
        self.next_record_id = record_id;
        self
    }

    /// Leaves out this many EventRecordIDs before the next event.
    pub fn skip_record_ids(mut self, count: u64) -> Self {
        self.next_record_id += count;
        self
    }

    /// Begins a new chunk after this many records even where more would fit.
    pub fn records_per_chunk(mut self, records: usize) -> Self {
        self.records_per_chunk = records;
        self
    }

    /// Written by the running system, or by an export.
    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Adds a defect; they apply in the order of their adding.
    pub fn defect(mut self, defect: Defect) -> Self {
        self.defects.push(defect);
        self
    }

    /// Adds an event.
    pub fn push(mut self, event: Event) -> Self {
        self.add(event);
        self
    }

    /// Adds events in order.
    pub fn extend(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        events.into_iter().for_each(|event| self.add(event));
        self
    }

    /// Adds an event and says which EventRecordID it has.
    pub fn add(&mut self, mut event: Event) {
        event.computer.get_or_insert_with(|| self.computer.clone());
        self.events.push((self.next_record_id, event));
        self.next_record_id += 1;
    }

    /// The EventRecordID that the next event gets.
    pub fn next_record_id(&self) -> u64 {
        self.next_record_id
    }

    /// The events in order with their EventRecordIDs.
    pub fn events(&self) -> impl Iterator<Item = (u64, &Event)> {
        self.events.iter().map(|(record_id, event)| (*record_id, event))
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let chunks = self.chunks();
        let mut blocks: Vec<Vec<u8>> = chunks.iter().map(Chunk::finish).collect();
        for defect in &self.defects {
            damage_chunks(*defect, &chunks, &mut blocks);
        }
        let mut file = self.file_header(&blocks);
        file.extend(blocks.concat());
        for defect in &self.defects {
            match defect {
                Defect::FreeChunks(count) => file.resize(file.len() + count * CHUNK_BYTES, 0),
                Defect::TruncatedTo(bytes) => file.truncate(*bytes),
                _ => {}
            }
        }
        file
    }

    fn chunks(&self) -> Vec<Chunk> {
        let mut chunks = vec![Chunk::new(self.style)];
        let exported = self.defects.contains(&Defect::ExportedNumbering);
        let later = self.defects.iter().find_map(|defect| match defect {
            Defect::HeaderTimesLater(seconds) => Some(*seconds),
            _ => None,
        });
        for (index, (record_id, event)) in self.events.iter().enumerate() {
            let identity = Identity {
                record_id: event.record_id.unwrap_or(*record_id),
                channel: event.channel.as_deref().unwrap_or(&self.channel),
                computer: event.computer.as_deref().unwrap_or(&self.computer),
            };
            let content = content(event, &identity, self.style == Style::Live);
            let (number, time) = match exported {
                true => (index as u64 + 1, 0),
                false => (*record_id, event.time.plus_seconds(later.unwrap_or(0)).0),
            };
            let has_room = chunks
                .last_mut()
                .filter(|chunk| chunk.records.len() < self.records_per_chunk)
                .is_some_and(|chunk| chunk.add(number, time, &content));
            if !has_room {
                let mut chunk = Chunk::new(self.style);
                assert!(chunk.add(number, time, &content), "a record does not fit in a chunk");
                chunks.push(chunk);
            }
        }
        chunks
    }

    fn file_header(&self, blocks: &[Vec<u8>]) -> Vec<u8> {
        let has = |defect: Defect| self.defects.contains(&defect);
        let wrapped = self.defects.iter().find_map(|defect| match defect {
            Defect::Wrapped { oldest } => Some(*oldest as u64),
            _ => None,
        });
        let mut chunk_count = blocks.len() as u16;
        let mut next_record = match has(Defect::ExportedNumbering) {
            true => self.events.len() as u64 + 1,
            false => self.next_record_id,
        };
        let first_chunk = wrapped.unwrap_or(0);
        let mut last_chunk = (first_chunk + blocks.len() as u64 - 1) % blocks.len() as u64;
        if has(Defect::Dirty) {
            (chunk_count, next_record, last_chunk) = (1, 1, 0);
        }
        if let Some(Defect::ChunkCount(count)) =
            self.defects.iter().find(|defect| matches!(defect, Defect::ChunkCount(_)))
        {
            chunk_count = *count;
        }
        let mut header = b"ElfFile\0".to_vec();
        header.extend([first_chunk, last_chunk, next_record].iter().flat_map(|n| n.to_le_bytes()));
        header.extend(128_u32.to_le_bytes());
        header.extend(
            [1_u16, 3, FILE_HEADER_BYTES as u16, chunk_count].map(u16::to_le_bytes).concat(),
        );
        header.resize(120, 0);
        let checksum = crc32fast::hash(&header) ^ u32::from(has(Defect::BadHeaderChecksum));
        let flags = u32::from(has(Defect::Dirty)) | (u32::from(has(Defect::Full)) << 1);
        header.extend(flags.to_le_bytes());
        header.extend(checksum.to_le_bytes());
        header.resize(FILE_HEADER_BYTES, 0);
        header
    }
}

fn damage_chunks(defect: Defect, chunks: &[Chunk], blocks: &mut [Vec<u8>]) {
    match defect {
        Defect::Wrapped { oldest } => blocks.rotate_right(oldest),
        Defect::BadChunkHeaderChecksum(chunk) => blocks[chunk][124] ^= 0xff,
        Defect::BadChunkDataChecksum(chunk) => {
            blocks[chunk][52] ^= 0xff;
            write_header_checksum(&mut blocks[chunk]);
        }
        Defect::DamagedChunkMagic(chunk) => blocks[chunk][..8].copy_from_slice(b"DAMAGED!"),
        Defect::ZeroedChunk(chunk) => blocks[chunk].fill(0),
        Defect::DamagedRecordMagic { chunk, record } => {
            let offset = chunks[chunk].records[record].offset;
            blocks[chunk][offset..offset + 4].copy_from_slice(b"XXXX");
        }
        Defect::DamagedRecordBody { chunk, record } => {
            let place = chunks[chunk].records[record];
            blocks[chunk][place.offset + 24..place.offset + place.size - 4].fill(0xff);
        }
        _ => {}
    }
}
