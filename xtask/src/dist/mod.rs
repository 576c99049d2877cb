//! `cargo xtask dist`: the page as one file, for `file://` and for static hosting.
//!
//! The same sources and compilers give the same bytes: inputs are taken in sorted order, nothing
//! carries a time, and paths of this machine are left out of the program.

mod packing;
mod page;
mod program;
mod shortened;
mod styles;

use std::fs;

use sha2::{Digest, Sha256};

use crate::Result;
use crate::steps::Steps;
use crate::wasm_toolchain::WasmToolchain;
use crate::workspace;

pub use program::{build_generator, generator_directory};

/// Bytes of `konseki.html` at most: it is sent by mail and carried on old sticks.
const LARGEST_PAGE: usize = 2_000_000;

/// How the program is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Optimised as a whole: what is published.
    Release,
    /// Quick to rebuild, several times as large.
    Development,
}

/// Sets up what is missing and writes `dist/` and `konseki.html`.
pub fn build(flavour: Flavour, steps: &mut Steps) -> Result<()> {
    let toolchain = steps.step("standard library for wasm32", WasmToolchain::ensure)?;
    let program = program::build(&toolchain, flavour, steps)?;
    steps.step("dist/ and konseki.html", || write(&program, flavour))
}

fn write(program: &program::Program, flavour: Flavour) -> Result<()> {
    let root = workspace::root();
    let parts = page::Parts {
        shell: fs::read_to_string(root.join("index.html"))?,
        styles: shortened("the styles", &styles::collect(&root.join("web/styles"))?)?,
        glue: shortened("the bindings", &program.glue)?,
        boot: page::BOOT_SCRIPTS
            .iter()
            .map(|name| shortened(name, &fs::read_to_string(root.join("web/boot").join(name))?))
            .collect::<Result<_>>()?,
        wasm: program.wasm.clone(),
    };
    styles::check_listed(&root.join("web/styles"), &parts.shell)?;
    let page = page::assemble(&parts)?;
    if flavour == Flavour::Release && page.html.len() > LARGEST_PAGE {
        let length = page.html.len();
        return Err(format!("konseki.html has {length} bytes, over {LARGEST_PAGE}").into());
    }

    let dist = workspace::dist();
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(&dist)?;
    let files = page.headers.into_iter().chain([("index.html", page.html.clone())]);
    let mut sums = String::new();
    for (name, text) in files {
        fs::write(dist.join(name), &text)?;
        sums.push_str(&format!("{}  {name}\n", hexadecimal(&Sha256::digest(text))));
    }
    fs::write(dist.join("SHA256SUMS"), sums)?;
    fs::write(root.join("konseki.html"), &page.html)?;
    println!(
        "program {} KiB, packed {} KiB, bindings {} KiB, page {} KiB ({} bytes)",
        parts.wasm.len().div_ceil(1024),
        page.packed_length.div_ceil(1024),
        parts.glue.len().div_ceil(1024),
        page.html.len().div_ceil(1024),
        page.html.len()
    );
    Ok(())
}

fn shortened(name: &str, text: &str) -> Result<String> {
    shortened::shortened(text).map_err(|error| format!("{name}: {error}").into())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
