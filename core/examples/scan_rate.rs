//! How fast files are scanned for the whole catalog on one core, and how much memory it takes.
//!
//! ```text
//! cargo run --release --example scan_rate -- FILE…
//! ```

use std::{fs::File, io, ops::ControlFlow, time::Instant};

use konseki_core::{
    analysis::{Case, Scanner, open},
    catalog,
    source::{ReadAt, ReadError},
};

struct FileSource(File, u64);

impl ReadAt for FileSource {
    fn len(&self) -> u64 {
        self.1
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        use std::os::unix::fs::FileExt;
        let mut filled = 0;
        while filled < buffer.len() {
            match self.0.read_at(&mut buffer[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) => return Err(ReadError { offset, reason: error.to_string() }),
            }
        }
        Ok(filled)
    }
}

fn main() -> io::Result<()> {
    let catalog = catalog::builtin().map_err(io::Error::other)?;
    for path in std::env::args().skip(1) {
        let file = File::open(&path)?;
        let length = file.metadata()?.len();
        let source = FileSource(file, length);
        let started = Instant::now();
        let mut case = Case::new(&catalog);
        let mut scanner = Scanner::new(&catalog);
        for planned in open(&source, &path) {
            let key = case.add(&planned);
            for unit in &planned.units {
                let mut go_on = |_| ControlFlow::Continue(());
                case.merge(key, scanner.scan(&source, &planned, unit, &mut go_on));
            }
        }
        let seconds = started.elapsed().as_secs_f64();
        let findings = case.findings();
        for source in &findings.sources {
            let streams = source.findings.log.iter().flat_map(|log| log.streams.values());
            let (mut matches, mut runs) = (0, 0);
            for stream in streams {
                matches += stream.traces.values().map(|found| found.all.len()).sum::<usize>();
                runs += stream.runs.len();
            }
            println!(
                "{path}: {:.0} MB/s, {} records, {matches} matches, {runs} runs, {} bytes of findings",
                length as f64 / 1e6 / seconds,
                source.findings.records_read,
                source.findings.to_bytes().len()
            );
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or_default());
    Ok(())
}
