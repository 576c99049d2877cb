//! Writes evidence of a size: `cargo run --release -p konseki-tests --bin grow -- KIND MEBIBYTES OUT`.
//!
//! Kinds are `security`, `sysmon`, `mft` and `usn`, constructed, and `security-real` and
//! `sysmon-real`, of the chunks of real logs.

use std::{fs::File, io::BufWriter, io::Write, process::ExitCode};

use konseki_tests::grown::{self, Kind};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(written) => {
            println!("{written} bytes");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}\nusage: grow KIND MEBIBYTES OUT");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<u64, String> {
    let [name, mebibytes, path] = arguments else { return Err("three arguments".to_owned()) };
    let bytes = mebibytes.parse::<u64>().map_err(|error| format!("{mebibytes}: {error}"))? << 20;
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name.trim_end_matches("-real"));
    let kind = kind.ok_or_else(|| format!("{name} is no kind"))?;
    let file = File::create(path).map_err(|error| format!("{path}: {error}"))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let written = match kind.channel().filter(|_| name.ends_with("-real")) {
        None => grown::write(kind, bytes, &mut out),
        Some(channel) => {
            let log = grown::from_real_logs(channel, bytes).ok_or("there are no real logs here")?;
            out.write_all(&log).map(|()| log.len() as u64)
        }
    };
    let written = written.map_err(|error| format!("{path}: {error}"))?;
    out.flush().map_err(|error| format!("{path}: {error}"))?;
    Ok(written)
}
