//! Writes what fuzzing starts from, one folder per target: `fuzz-seeds DIRECTORY`.

use std::{fs, io, path::Path};

use konseki_tests::hostile::seeds::seeds;

fn main() -> io::Result<()> {
    let directory = std::env::args().nth(1).unwrap_or_else(|| "corpus".to_owned());
    let directory = Path::new(&directory);
    for (target, name, bytes) in seeds() {
        let folder = directory.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
