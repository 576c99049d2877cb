//! Where things are.

use std::path::{Path, PathBuf};

/// The root of the repository, as Cargo gives it at run time (a shared target directory may hold a
/// binary that was compiled elsewhere).
pub fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The target directory of native builds.
pub fn native_target() -> PathBuf {
    from_environment("CARGO_TARGET_DIR", "target")
}

/// The target directory of builds for wasm32: apart, since another compiler may do them.
pub fn wasm_target() -> PathBuf {
    from_environment("KONSEKI_WASM_TARGET", "target/wasm")
}

/// The private standard library for wasm32.
pub fn wasm_toolchain() -> PathBuf {
    from_environment("KONSEKI_WASM_TOOLCHAIN", "target/wasm-toolchain")
}

/// Tools that are installed for this repository only.
pub fn tools() -> PathBuf {
    from_environment("KONSEKI_TOOLS", "target/tools")
}

/// The folder for static hosting.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The page that Trunk builds.
pub fn trunk_dist() -> PathBuf {
    root().join("target/trunk")
}

fn from_environment(variable: &str, default: &str) -> PathBuf {
    root().join(
        std::env::var_os(variable)
            .filter(|value| !value.is_empty())
            .map_or_else(|| default.into(), PathBuf::from),
    )
}
