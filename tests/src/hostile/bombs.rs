//! Evidence that costs more than it should: small files that unpack, expand or multiply.
//!
//! Contract: the same bytes on every call. Each bomb names what must be told of it; the test holds
//! time and memory (`tests/tests/bombs.rs`).

mod archives;
mod logs;
mod structures;

use konseki_core::{error::WarningCode, source::ReadAt};

/// What stops a bomb, by the warning that says so.
pub type Told = (WarningCode, &'static str);

/// One bomb.
pub struct Bomb {
    /// What it is called.
    pub name: &'static str,
    /// The name under which it is given.
    pub path: &'static str,
    /// Makes it.
    pub make: fn() -> Box<dyn ReadAt>,
    /// A warning with these words must stand in the report; nothing where it is harmless.
    pub told: Option<Told>,
    /// The kind of warning that is counted, and how often it must be, at least.
    pub counted: u64,
}

/// All bombs.
pub fn bombs() -> Vec<Bomb> {
    let mut bombs = archives::bombs();
    bombs.extend(logs::bombs());
    bombs.extend(structures::bombs());
    bombs
}

impl Bomb {
    fn new(name: &'static str, path: &'static str, make: fn() -> Box<dyn ReadAt>) -> Self {
        Self { name, path, make, told: None, counted: 1 }
    }

    fn told(mut self, code: WarningCode, words: &'static str) -> Self {
        self.told = Some((code, words));
        self
    }

    fn counted(mut self, times: u64) -> Self {
        self.counted = times;
        self
    }
}

/// Bytes in memory as a source.
struct InMemory(Vec<u8>);

impl ReadAt for InMemory {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(
        &self,
        offset: u64,
        buffer: &mut [u8],
    ) -> Result<usize, konseki_core::source::ReadError> {
        self.0.as_slice().read_at(offset, buffer)
    }
}

fn in_memory(bytes: Vec<u8>) -> Box<dyn ReadAt> {
    Box::new(InMemory(bytes))
}
