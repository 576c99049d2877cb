//! Paths of files by the directories of a master file table.
//!
//! Contract: a path is whole only when every directory on the way up to the root is the very one
//! that its child names: record number and sequence number agree. A record that was given to
//! another directory since, a directory that is missing, a cycle or too many directories make the
//! path broken; what is known of it is kept and nothing is guessed. The result does not depend on
//! the order of the rows.
//!
//! Deleted directories: NTFS raises the sequence number of a record when it frees it, while the
//! children of the directory go on naming the number before. A row therefore has the reference by
//! which the directory was known ([`FileRecord::reference`]), and the path of a deleted file leads
//! through deleted directories until their records are used again. A freed record that has the
//! very number a child names is no such directory: that number would belong to its next use.

use std::{collections::BTreeMap, fmt};

use crate::{
    formats::mft::{FileName, FileRecord, FileReference, Namespace, RecordKind},
    limits,
};

/// One name of a directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirectoryRow {
    /// How the directory is known to what stands in it.
    pub reference: FileReference,
    /// Kind of the name.
    pub namespace: Namespace,
    /// The name.
    pub name: String,
    /// The directory it stands in.
    pub parent: FileReference,
}

impl DirectoryRow {
    /// The rows of a record: of a directory, or of an extension record that holds names, which may
    /// be those of a directory.
    pub fn of(record: &FileRecord) -> Vec<Self> {
        if record.kind != RecordKind::Directory && record.base.is_none() {
            return Vec::new();
        }
        let row = |name: &FileName| Self {
            reference: record.owner(),
            namespace: name.namespace,
            name: name.name.clone(),
            parent: name.parent,
        };
        record.file_names.iter().map(row).collect()
    }

    /// Long names before short ones; then any order that is always the same.
    fn rank(&self) -> (bool, &Self) {
        (self.namespace == Namespace::Dos, self)
    }
}

/// Where a file stands on its volume.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePath {
    /// From the root of the volume on, such as `\Windows\Prefetch`.
    Whole(String),
    /// A directory further up is not known any more.
    Broken {
        /// The end of the path that is known, such as `Prefetch\NET.EXE-DF44F913.pf`.
        known: String,
    },
}

impl fmt::Display for FilePath {
    /// The path; where a directory is not known, a question mark, which no name can hold.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(path) => formatter.write_str(path),
            Self::Broken { known } => write!(formatter, "?\\{known}"),
        }
    }
}

/// The directories of one volume.
///
/// ```
/// use konseki_core::{
///     evidence::file_paths::{DirectoryRow, FilePath, FilePaths},
///     formats::mft::{FileReference, Namespace},
/// };
/// let temp = FileReference { record: 64, sequence: 2 };
/// let paths = FilePaths::new([DirectoryRow {
///     reference: temp,
///     namespace: Namespace::Win32AndDos,
///     name: "Temp".to_owned(),
///     parent: FileReference::ROOT,
/// }]);
/// assert_eq!(paths.path(temp, "a.txt"), FilePath::Whole(r"\Temp\a.txt".to_owned()));
/// let reused = FileReference { sequence: 1, ..temp };
/// assert_eq!(paths.path(reused, "a.txt"), FilePath::Broken { known: "a.txt".to_owned() });
/// ```
#[derive(Debug, Clone, Default)]
pub struct FilePaths {
    directories: BTreeMap<FileReference, DirectoryRow>,
}

impl FilePaths {
    /// Takes the best name of each directory; rows may come in any order and more than once.
    pub fn new(rows: impl IntoIterator<Item = DirectoryRow>) -> Self {
        let mut directories = BTreeMap::<FileReference, DirectoryRow>::new();
        for row in rows {
            match directories.get(&row.reference) {
                Some(known) if known.rank() <= row.rank() => {}
                _ => drop(directories.insert(row.reference, row)),
            }
        }
        Self { directories }
    }

    /// The path of the file `name` in the directory `parent`.
    pub fn path(&self, parent: FileReference, name: &str) -> FilePath {
        let mut names = vec![component(name)];
        let mut directory = parent;
        let mut is_whole = directory == FileReference::ROOT;
        // The cap also ends a cycle, in which every step up finds a directory.
        while !is_whole && names.len() <= limits::PATH_DIRECTORIES {
            let Some(row) = self.directories.get(&directory) else { break };
            names.push(component(&row.name));
            directory = row.parent;
            is_whole = directory == FileReference::ROOT;
        }
        if names.len() > limits::PATH_DIRECTORIES {
            return FilePath::Broken { known: component(name) };
        }
        names.reverse();
        let known = names.join("\\");
        match is_whole {
            true => FilePath::Whole(format!("\\{known}")),
            false => FilePath::Broken { known },
        }
    }
}

/// A name as a part of a path. A backslash in it, which only other systems than Windows write,
/// would look like a directory.
fn component(name: &str) -> String {
    name.replace('\\', "\\u{5c}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(record: u64, sequence: u16) -> FileReference {
        FileReference { record, sequence }
    }

    fn row(own: FileReference, name: &str, parent: FileReference) -> DirectoryRow {
        let (namespace, name) = (Namespace::Win32, name.to_owned());
        DirectoryRow { reference: own, namespace, name, parent }
    }

    fn broken(known: &str) -> FilePath {
        FilePath::Broken { known: known.to_owned() }
    }

    #[test]
    fn the_walk_ends_at_the_root_or_where_a_record_was_used_again() {
        let (windows, prefetch) = (reference(40, 3), reference(41, 1));
        let lost = reference(40, 2);
        let paths = FilePaths::new([
            row(prefetch, "Prefetch", windows),
            row(windows, "Windows", FileReference::ROOT),
            row(reference(50, 1), "old", lost),
        ]);
        let whole = |path: &str| FilePath::Whole(path.to_owned());
        assert_eq!(paths.path(prefetch, "a.pf"), whole(r"\Windows\Prefetch\a.pf"));
        assert_eq!(paths.path(FileReference::ROOT, "pagefile.sys"), whole(r"\pagefile.sys"));
        assert_eq!(paths.path(reference(50, 1), "a"), broken(r"old\a"));
        assert_eq!(paths.path(reference(5, 4), "a").to_string(), r"?\a");
    }

    #[test]
    fn long_names_are_preferred_in_any_order_of_rows() {
        let own = reference(40, 1);
        let short =
            DirectoryRow { namespace: Namespace::Dos, ..row(own, "PROGRA~1", FileReference::ROOT) };
        let long = row(own, "Program Files", FileReference::ROOT);
        for rows in [[short.clone(), long.clone()], [long, short]] {
            let path = FilePaths::new(rows).path(own, "a").to_string();
            assert_eq!(path, r"\Program Files\a");
        }
    }

    #[test]
    fn cycles_and_endless_depth_are_broken() {
        let (one, two) = (reference(40, 1), reference(41, 1));
        let paths = FilePaths::new([row(one, "one", two), row(two, "two", one)]);
        assert_eq!(paths.path(one, "a"), broken("a"));
        let own = FilePaths::new([row(one, "self", one)]);
        assert_eq!(own.path(one, "a"), broken("a"));

        let deep = |directories: u64| {
            let rows = (1..=directories).map(|depth| {
                let parent = match depth {
                    1 => FileReference::ROOT,
                    _ => reference(100 + depth - 1, 1),
                };
                row(reference(100 + depth, 1), "d", parent)
            });
            FilePaths::new(rows).path(reference(100 + directories, 1), "a")
        };
        let cap = limits::PATH_DIRECTORIES as u64;
        assert_eq!(deep(cap - 1), FilePath::Whole(format!("{}\\a", r"\d".repeat(511))));
        assert_eq!(deep(cap), broken("a"));
    }

    #[test]
    fn a_backslash_in_a_name_is_no_directory() {
        let path = FilePaths::default().path(FileReference::ROOT, r"a\b").to_string();
        assert_eq!(path, r"\a\u{5c}b");
    }
}
