//! Files as sources of bytes, and which files were given.
//!
//! Contract: evidence is opened for reading only; a file that cannot be opened is a source whose
//! reading fails, so that it gets its line in the report.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use konseki_core::source::{ReadAt, ReadError};

/// A file, read at any offset by any number of threads.
#[derive(Debug)]
pub struct FileSource {
    length: u64,
    file: Result<File, String>,
}

impl FileSource {
    /// Opens a file; never waits on what is no regular file.
    pub fn open(path: &Path) -> Self {
        match open_regular(path) {
            Ok((file, length)) => Self { length, file: Ok(file) },
            Err(reason) => Self { length: 0, file: Err(reason) },
        }
    }

    /// A source that cannot be read, with the reason.
    pub fn unreadable(reason: &str) -> Self {
        Self { length: 0, file: Err(reason.to_owned()) }
    }
}

fn open_regular(path: &Path) -> Result<(File, u64), String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    let file = File::open(path).map_err(|error| error.to_string())?;
    Ok((file, metadata.len()))
}

impl ReadAt for FileSource {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let failed = |reason: String| ReadError { offset, reason };
        let file = self.file.as_ref().map_err(|reason| failed(reason.clone()))?;
        let mut filled = 0_usize;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match read_once(file, offset.saturating_add(filled as u64), rest) {
                Ok(0) => break,
                Ok(count) => filled = filled.saturating_add(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(error.to_string())),
            }
        }
        Ok(filled)
    }
}

#[cfg(unix)]
fn read_once(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_once(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// A file with its path in the report.
#[derive(Debug)]
pub struct GivenFile {
    /// Begins at the given item's own last component, `/`-separated.
    pub path: String,
    /// Its bytes.
    pub source: FileSource,
}

/// All files that were given, folders with everything below them, sorted by path. Folders behind
/// symbolic links are not entered, which ends loops; a folder that cannot be listed and a given
/// folder without files are sources that cannot be read.
///
/// # Errors
/// When a given path does not exist; it is named.
pub fn given_files(paths: &[PathBuf]) -> Result<Vec<GivenFile>, String> {
    let mut files = Vec::new();
    for path in paths {
        let metadata =
            fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = last_component(path);
        if !metadata.is_dir() {
            files.push(GivenFile { path: name, source: FileSource::open(path) });
            continue;
        }
        let before = files.len();
        walk(path, &name, &mut files);
        if files.len() == before {
            let source = FileSource::unreadable("a folder without files");
            files.push(GivenFile { path: name, source });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The given item's own last component; `.` and `..` go by the name of the folder that they mean.
fn last_component(path: &Path) -> String {
    let named = match path.file_name() {
        Some(name) => Some(name.to_owned()),
        None => path.canonicalize().ok().and_then(|path| path.file_name().map(ToOwned::to_owned)),
    };
    named.map_or_else(|| "root".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<GivenFile>) {
    let unreadable = |reason: io::Error| GivenFile {
        path: prefix.to_owned(),
        source: FileSource::unreadable(&reason.to_string()),
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return files.push(unreadable(error)),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                files.push(unreadable(error));
                continue;
            }
        };
        let (path, name) = (entry.path(), entry.file_name());
        let report_path = format!("{prefix}/{}", name.to_string_lossy());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            walk(&path, &report_path, files);
        } else {
            files.push(GivenFile { path: report_path, source: FileSource::open(&path) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own that is removed when the test ends.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("konseki-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("case/logs/empty")).unwrap();
            fs::write(path.join("case/logs/b.evtx"), b"0123456789").unwrap();
            fs::write(path.join("case/a.pf"), b"").unwrap();
            Self(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn paths_begin_at_the_given_items_last_component() {
        let scratch = Scratch::new("paths");
        let given = [scratch.0.join("case"), scratch.0.join("case/logs/b.evtx")];
        let files = given_files(&given).unwrap();
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["b.evtx", "case/a.pf", "case/logs/b.evtx"]);
    }

    #[test]
    fn an_empty_folder_and_a_missing_file_are_told_apart() {
        let scratch = Scratch::new("empty");
        let files = given_files(&[scratch.0.join("case/logs/empty")]).unwrap();
        let error = files[0].source.read(0, 1).map(|_| ());
        assert!(files[0].source.read_at(0, &mut [0]).unwrap_err().reason.contains("without files"));
        assert!(error.is_err() || files[0].source.is_empty());
        let missing = given_files(&[scratch.0.join("nothing.evtx")]).unwrap_err();
        assert!(missing.contains("nothing.evtx"), "{missing}");
    }

    #[test]
    fn reading_stops_at_the_end() {
        let scratch = Scratch::new("end");
        let source = FileSource::open(&scratch.0.join("case/logs/b.evtx"));
        assert_eq!(source.read(7, 10).unwrap(), b"789");
        assert_eq!(source.read(70, 10).unwrap(), b"");
    }
}
