//! The ZIP archive: members in the order of adding, all at the earliest time that ZIP knows.

use std::io::{self, Write};

use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// Level of Deflate, fixed so that the bytes are.
const LEVEL: i64 = 6;

/// An archive that is written from its beginning to its end.
pub(super) struct Archive<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> Archive<W> {
    pub(super) fn new(writer: W) -> Self {
        Self { zip: ZipWriter::new_stream(writer) }
    }

    /// Begins a member; what is written next is its content.
    pub(super) fn begin(&mut self, name: &str) -> io::Result<&mut impl Write> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(name, options)?;
        Ok(&mut self.zip)
    }

    /// Adds a member as a whole.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.begin(name)?.write_all(content)
    }

    /// Writes the directory.
    pub(super) fn finish(self) -> io::Result<()> {
        self.zip.finish()?.into_inner().flush()
    }
}
