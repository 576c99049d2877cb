//! The shape of the code, read from its sources: which layer uses which, and what the core never
//! does. See the module docs of the core for the layers.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use konseki_tests::evidence::workspace_root;

/// Layers of the core, lowest first; the modules of one layer may use each other.
const LAYERS: &[&[&str]] = &[
    &["bytes", "checksum", "error", "time", "limits", "words"],
    &["source"],
    &["formats"],
    &["evidence"],
    &["catalog"],
    &["matching"],
    &["scan"],
    &["coverage"],
    &["sessions"],
    &["verdict"],
    &["report"],
    &["export"],
    &["analysis"],
];

/// Uses against the order: the report is plain data, which these layers build.
const BUILD_THE_REPORT: &[&str] = &["coverage", "sessions", "verdict"];

/// Files of the report that put it together; all others are plain data.
const ASSEMBLE_THE_REPORT: &[&str] = &["evidence.rs", "hosts.rs", "settle.rs"];

/// What the page and the command may use of the core: the façade, its results, and the plain types
/// that these are made of.
const DOORS_USE: &[&str] =
    &["analysis", "report", "export", "catalog", "words", "time", "error", "source", "limits"];

/// Text that stands for an ability the core does not have.
const NEVER_IN_CORE: &[&str] = &[
    "std::fs",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "ToSocketAddrs",
    "std::thread",
    "std::process",
    "std::env",
    "SystemTime::now",
    "Instant::now",
    "std::time",
    "Timestamp::now",
    "println!",
    "print!(",
    "web_sys",
    "js_sys",
    "unsafe ",
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// All Rust files below a folder, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a source folder can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Code of a file without comments and without its tests.
fn code(path: &Path) -> String {
    let is_test = path.components().any(|part| part.as_os_str() == "tests")
        || path.file_name().is_some_and(|name| name == "tests.rs");
    if is_test {
        return String::new();
    }
    let text = fs::read_to_string(path).expect("a source file can be read");
    // Tests inside a file stand at its end; other test-only items are few and held to the rules.
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Modules that the code names behind `root::`, one by one or in a group.
fn used_modules(code: &str, root: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    let start = format!("{root}::");
    for (at, _) in code.match_indices(&start) {
        let is_whole_word = code[..at].chars().next_back().is_none_or(|c| !is_name(c));
        let rest = &code[at + start.len()..];
        if !is_whole_word {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(group) => modules.extend(group_heads(group)),
            None => modules.extend([head(rest)]),
        }
    }
    modules
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn head(text: &str) -> String {
    text.chars().take_while(|character| is_name(*character)).collect()
}

/// First names of the items of a group, up to its closing brace.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut heads = vec![String::new()];
    let mut in_head = true;
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(String::new());
                in_head = true;
            }
            ':' => in_head = false,
            character if depth == 0 && in_head && is_name(character) => {
                heads.last_mut().expect("there is always one").push(character);
            }
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

#[test]
fn groups_are_read_as_the_compiler_reads_them() {
    let code = "use crate::{\n    bytes::{Reader, a},\n    time::Filetime,\n};\nlet x = crate::words::Role;";
    let found: Vec<_> = used_modules(code, "crate").into_iter().collect();
    assert_eq!(found, ["bytes", "time", "words"]);
    assert!(used_modules("my_crate::bytes", "crate").is_empty());
}

#[test]
fn imports_of_the_core_go_one_way() {
    let root = workspace_root().join("core/src");
    let mut breaches = Vec::new();
    for path in sources(&root) {
        let inside = path.strip_prefix(&root).expect("the file is below the folder");
        let first = inside.components().next().expect("a path has a component");
        let module = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let own = layer(&module).unwrap_or_else(|| panic!("{module} stands in no layer"));
        for used in used_modules(&code(&path), "crate") {
            // A name that is no module is an item at the root, of which there are none.
            let theirs = layer(&used).unwrap_or_else(|| panic!("{module} uses unknown {used}"));
            let builds = used == "report" && BUILD_THE_REPORT.contains(&module.as_str());
            if theirs > own && !builds {
                breaches.push(format!("{} uses {used}, a higher layer", inside.display()));
            }
            let assembles = ASSEMBLE_THE_REPORT.iter().any(|file| inside.ends_with(file));
            if module == "report" && !assembles && own != theirs && theirs > 0 {
                breaches.push(format!("{} is plain data but uses {used}", inside.display()));
            }
            if module == "verdict" && ["bytes", "formats", "source"].contains(&used.as_str()) {
                breaches.push(format!("{} sees bytes through {used}", inside.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_core_has_no_clock_no_threads_and_no_files() {
    let root = workspace_root().join("core/src");
    let mut breaches = Vec::new();
    for path in sources(&root) {
        let code = code(&path);
        for text in NEVER_IN_CORE.iter().filter(|text| code.contains(**text)) {
            breaches.push(format!("{} contains {text}", path.display()));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn formats_know_nothing_of_serde() {
    for path in sources(&workspace_root().join("core/src/formats")) {
        let code = code(&path);
        for text in ["Serialize", "Deserialize", "use serde::"] {
            assert!(!code.contains(text), "{} contains {text}", path.display());
        }
    }
}

#[test]
fn page_and_command_use_the_facade_only() {
    for door in ["cli/src", "web/src"] {
        for path in sources(&workspace_root().join(door)) {
            // Findings are what the façade hands from one worker to another.
            let code = code(&path).replace("konseki_core::scan::findings::SourceFindings", "");
            for used in used_modules(&code, "konseki_core") {
                let is_allowed = DOORS_USE.contains(&used.as_str());
                assert!(is_allowed, "{} uses konseki_core::{used}", path.display());
            }
        }
    }
}
