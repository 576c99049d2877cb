//! Writes the sample case: `cargo run -p konseki-tests --bin sample-case -- OUT.zip`.

use std::process::ExitCode;

use konseki_tests::cases::sample_case_zip;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: sample-case OUT.zip");
        return ExitCode::from(2);
    };
    match std::fs::write(&path, sample_case_zip()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
