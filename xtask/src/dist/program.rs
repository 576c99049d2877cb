//! The WebAssembly program and the JavaScript that carries it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::command::{cargo, command, run, start};
use crate::dist::Flavour;
use crate::steps::Steps;
use crate::wasm_toolchain::{TARGET, WasmToolchain, remap, remap_registry};
use crate::workspace;

/// The program in the form that the page carries.
pub struct Program {
    /// A classic script that defines `wasm_bindgen`, which starts the program.
    pub glue: String,
    /// The WebAssembly module.
    pub wasm: Vec<u8>,
}

/// Builds the program and writes its bindings.
pub fn build(toolchain: &WasmToolchain, flavour: Flavour, steps: &mut Steps) -> Result<Program> {
    let wasm = steps.step("program for the page", || {
        // The linker works on one core for most of the time, so the generator is compiled beside it.
        let generator = start(&mut generator_build())?;
        let wasm = compile(toolchain, flavour)?;
        generator.wait()?;
        Ok(wasm)
    })?;
    steps.step("bindings", || bind(&wasm))
}

/// Compiles the generator, for use by itself.
pub fn build_generator() -> Result<()> {
    run(&mut generator_build())
}

/// The directory that holds the generator, named `wasm-bindgen`.
pub fn generator_directory() -> PathBuf {
    workspace::native_target().join("generator")
}

fn generator_build() -> std::process::Command {
    let mut build = cargo();
    build.args([
        "build",
        "--quiet",
        "--locked",
        "--package",
        "xtask-bindgen",
        "--profile",
        "generator",
    ]);
    build.arg("--target-dir").arg(workspace::native_target());
    build
}

fn compile(toolchain: &WasmToolchain, flavour: Flavour) -> Result<PathBuf> {
    let mut build = toolchain.cargo()?;
    build.args(["build", "--locked", "--package", "konseki-web", "--lib", "--target", TARGET]);
    build.arg("--target-dir").arg(workspace::wasm_target());
    let profile = match flavour {
        Flavour::Release => {
            build.args(["--release", "--config", &flags()]);
            build.args(small_where_speed_does_not_matter());
            "release"
        }
        Flavour::Development => "debug",
    };
    run(&mut build)?;
    Ok(workspace::wasm_target().join(TARGET).join(profile).join("konseki_web.wasm"))
}

/// Packages of tight loops, where compiling for speed is felt most. All others are compiled for size,
/// which keeps the page under its largest size (what it costs: docs/PERFORMANCE.md).
const FAST: [&str; 7] =
    ["aho-corasick", "crc32fast", "flate2", "memchr", "miniz_oxide", "regex-automata", "sha2"];

/// Packages off the path of the scan: the catalog, a record that is opened, times in words, entries of
/// archives. They are compiled as small as they can be, which keeps the page under its largest size.
const SMALLEST: [&str; 8] = [
    "encoding_rs",
    "evtx",
    "granit-parser",
    "jiff",
    "roxmltree",
    "serde-saphyr",
    "winstructs",
    "zip",
];

fn small_where_speed_does_not_matter() -> Vec<String> {
    let fast = FAST.map(|name| format!("profile.release.package.{name}.opt-level=3"));
    let smallest = SMALLEST.map(|name| format!("profile.release.package.{name}.opt-level=\"z\""));
    let all = std::iter::once("profile.release.opt-level=\"s\"".to_owned());
    let all = all.chain(fast).chain(smallest);
    all.flat_map(|setting| ["--config".to_owned(), setting]).collect()
}

/// Instructions for 128-bit vectors, which every browser of the last years has: less time and fewer bytes.
const VECTORS: &str = "-Ctarget-feature=+simd128";

/// Flags in the form of Cargo's configuration: two keep this machine's paths out of the program.
fn flags() -> String {
    let flags = [remap_registry(), remap(&workspace::root(), "konseki"), VECTORS.to_owned()];
    // Written as Rust's debug form, which for a path of printable characters is a TOML string.
    format!("target.{TARGET}.rustflags=[{}]", flags.map(|flag| format!("{flag:?}")).join(","))
}

fn bind(wasm: &Path) -> Result<Program> {
    let directory = workspace::wasm_target().join(format!("bindings.{}", std::process::id()));
    let result = bind_into(wasm, &directory);
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    result
}

fn bind_into(wasm: &Path, directory: &Path) -> Result<Program> {
    run(command(generator_directory().join("wasm-bindgen"))
        .args(["--target", "no-modules", "--no-typescript", "--out-name", "konseki", "--out-dir"])
        .args([directory, wasm]))?;
    if directory.join("snippets").exists() {
        return Err(
            "a dependency brings its own JavaScript file, which the single page cannot import"
                .into(),
        );
    }
    Ok(Program {
        glue: fs::read_to_string(directory.join("konseki.js"))?,
        wasm: fs::read(directory.join("konseki_bg.wasm"))?,
    })
}
