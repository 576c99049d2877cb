//! A compiler that has the standard library for `wasm32-unknown-unknown`.
//!
//! In this order: the compiler at hand, if it has it; rustup, unless `RUSTUP_AUTO_INSTALL=0` forbids
//! it to download (`rustup target add` does not look at that variable, so this code does); else the
//! compiler that Debian packages for the web together with its source, from which the library is
//! built once into a directory of ours.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::command::{cargo, command, find, output, path_with, run};
use crate::{debian, workspace};

/// The target of the page and its workers.
pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_RUSTDOC: &str = "/usr/bin/rustdoc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LINKER: &str = "/usr/bin/lld-22";

/// A compiler for wasm32.
pub enum WasmToolchain {
    /// The compiler that also does the native builds.
    AtHand,
    /// The wrappers in this directory, to be put before everything else on PATH.
    Private(PathBuf),
}

impl WasmToolchain {
    /// Finds or sets up the compiler.
    pub fn ensure() -> Result<Self> {
        if has_standard_library("rustc") {
            return Ok(Self::AtHand);
        }
        let may_download = std::env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0");
        if find("rustup").is_some() && may_download {
            run(command("rustup").args(["target", "add", TARGET]))?;
            if has_standard_library("rustc") {
                return Ok(Self::AtHand);
            }
        }
        debian::ensure(&DEBIAN_PACKAGES)
            .map_err(|error| format!("{error} (or `rustup target add {TARGET}`)"))?;
        let directory = workspace::wasm_toolchain();
        build(&directory)?;
        Ok(Self::Private(directory.join("bin")))
    }

    /// A Cargo that builds for wasm32 in `workspace::wasm_target()`.
    pub fn cargo(&self) -> Result<Command> {
        let mut command = match self {
            Self::AtHand => cargo(),
            Self::Private(bin) => command(bin.join("cargo")),
        };
        self.apply(&mut command, &[])?;
        Ok(command)
    }

    /// Lets `command` find this compiler, and `tools` before it.
    pub fn apply(&self, command: &mut Command, tools: &[&Path]) -> Result<()> {
        let mut directories = tools.to_vec();
        if let Self::Private(bin) = self {
            directories.push(bin);
            for variable in
                ["RUSTC", "RUSTDOC", "CARGO", "RUSTUP_TOOLCHAIN", "RUSTC_WORKSPACE_WRAPPER"]
            {
                command.env_remove(variable);
            }
        }
        // Flags from the environment would replace those of .cargo/config.toml.
        command
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_RUSTFLAGS");
        command.env("PATH", path_with(&directories)?);
        command.env("CARGO_TARGET_DIR", workspace::wasm_target());
        Ok(())
    }
}

/// Whether this compiler has the library, with what tests and `lto` need.
fn has_standard_library(rustc: &str) -> bool {
    let directory = output(command(rustc).args(["--print", "target-libdir", "--target", TARGET]));
    directory.is_some_and(|directory| contains_library(Path::new(&directory), "libcore-"))
}

fn contains_library(directory: &Path, prefix: &str) -> bool {
    let Ok(entries) = fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(prefix) && name.ends_with(".rlib")
    })
}

/// Builds the private system root at `directory`, unless it is there for this very compiler.
fn build(directory: &Path) -> Result<()> {
    let version = output(command(DEBIAN_RUSTC).arg("-vV")).ok_or("Debian's rustc does not run")?;
    let linker = fs::canonicalize(DEBIAN_LINKER)?;
    let stamp = format!("{version}\n{}\n{}\n", linker.display(), directory.display());
    let stamp_path = directory.join("stamp");
    if fs::read_to_string(&stamp_path).is_ok_and(|found| found == stamp) {
        return Ok(());
    }
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("rustc names no host")?;
    let host_root = output(command(DEBIAN_RUSTC).args(["--print", "sysroot"]))
        .ok_or("rustc names no system root")?;
    let host_root = Path::new(&host_root).join("lib/rustlib");
    if !host_root.join("src/rust/library/Cargo.lock").exists() {
        return Err("the source of the standard library is missing (Debian: rust-web-src)".into());
    }

    // Built aside and moved in one step: an interrupted build leaves nothing that looks finished.
    let new = directory.with_file_name(format!("wasm-toolchain.{}", std::process::id()));
    let libraries = new.join("lib/rustlib").join(TARGET).join("lib");
    let host_part = new.join("lib/rustlib").join(host);
    for needed in [&libraries, &host_part.join("bin"), &new.join("bin"), &new.join("work/src")] {
        fs::create_dir_all(needed)?;
    }
    compile_standard_library(&new.join("work"), &libraries)?;
    fs::remove_dir_all(new.join("work"))?;

    symlink(host_root.join(host).join("lib"), host_part.join("lib"))?;
    symlink(host_root.join("src"), new.join("lib/rustlib/src"))?;
    // The compiler looks for the target's linker under this name in its own system root.
    symlink(&linker, host_part.join("bin/rust-lld"))?;
    symlink(DEBIAN_CARGO, new.join("bin/cargo"))?;
    write_wrapper(&new.join("bin/rustc"), DEBIAN_RUSTC, directory)?;
    write_wrapper(&new.join("bin/rustdoc"), DEBIAN_RUSTDOC, directory)?;
    fs::write(new.join("stamp"), stamp)?;
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    Ok(fs::rename(&new, directory)?)
}

/// Compiles std by way of an empty package and copies its libraries.
fn compile_standard_library(work: &Path, libraries: &Path) -> Result<()> {
    const MANIFEST: &str = "[package]\nname = \"standard-library\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
        [lib]\n[profile.release]\nopt-level = 3\ndebug = 0\n[workspace]\n";
    fs::write(work.join("Cargo.toml"), MANIFEST)?;
    fs::write(work.join("src/lib.rs"), "")?;
    let target = work.join("target");
    run(Command::new(DEBIAN_CARGO)
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort,test,proc_macro",
        ])
        .current_dir(work)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_RUSTFLAGS")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        // Without bitcode a later build with `lto = true` fails.
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            format!("-Cembed-bitcode=yes {}", remap_registry()),
        ))?;
    for entry in fs::read_dir(target.join(TARGET).join("release/deps"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libstandard_library") {
            fs::copy(&path, libraries.join(name))?;
        }
    }
    Ok(())
}

/// The compiler's flag that writes `to` where a path into `from` would be written.
pub fn remap(from: &Path, to: &str) -> String {
    format!("--remap-path-prefix={}={to}", from.display())
}

/// The flag that leaves the place of the crates' sources out: a program must not tell of the machine
/// that built it.
pub fn remap_registry() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    remap(&home.unwrap_or_default().join("registry/src"), "crates")
}

fn write_wrapper(path: &Path, program: &str, root: &Path) -> Result<()> {
    fs::write(path, format!("#!/bin/sh\nexec {program} --sysroot '{}' \"$@\"\n", root.display()))?;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}
