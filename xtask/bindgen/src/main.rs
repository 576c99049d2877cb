//! The part of `wasm-bindgen`'s command line that this project needs, on the library behind it.
//!
//! The library is pinned to the version of `wasm-bindgen` that the page links, so the two always
//! agree, and nothing has to be downloaded or matched by hand. `cargo xtask dist` calls this program
//! and so does Trunk, which looks for a `wasm-bindgen` on PATH and asks for its version first.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// The version of the library, which equals that of `wasm-bindgen` in `Cargo.lock`.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What was asked for on the command line.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    target: String,
    out_dir: PathBuf,
    out_name: Option<String>,
    input: PathBuf,
    debug: bool,
    keep_names: bool,
}

impl Options {
    /// Reads arguments of the forms `--name value` and `--name=value`, and one path.
    fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut options = Self { target: "bundler".to_owned(), ..Self::default() };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value = || {
                inline
                    .clone()
                    .or_else(|| arguments.next())
                    .with_context(|| format!("{name} needs a value"))
            };
            match name {
                "--target" => options.target = value()?,
                "--out-dir" => options.out_dir = value()?.into(),
                "--out-name" => options.out_name = Some(value()?),
                "--debug" => options.debug = true,
                "--keep-debug" => options.keep_names = true,
                // Type declarations are never written; the rest changes nothing for this project.
                "--no-typescript" | "--no-demangle" | "--reference-types" | "--weak-refs" => {}
                _ if name.starts_with('-') => {
                    bail!("{name} is not an option that this program knows")
                }
                _ => options.input = argument.into(),
            }
        }
        if options.input.as_os_str().is_empty() || options.out_dir.as_os_str().is_empty() {
            bail!(
                "usage: wasm-bindgen --target web|no-modules --out-dir DIR [--out-name NAME] FILE.wasm"
            );
        }
        Ok(options)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--version" || argument == "-V") {
        println!("wasm-bindgen {VERSION}");
        return Ok(());
    }
    let options = Options::parse(arguments)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&options.input);
    match options.target.as_str() {
        "web" => bindgen.web(true)?,
        "no-modules" => bindgen.no_modules(true)?,
        other => bail!("the target {other} is not needed by this project: use web or no-modules"),
    };
    if let Some(name) = &options.out_name {
        bindgen.out_name(name);
    }
    bindgen
        .typescript(false)
        .debug(options.debug)
        .keep_debug(options.keep_names)
        .remove_name_section(!options.keep_names)
        .remove_producers_section(true)
        .generate(&options.out_dir)
        .with_context(|| format!("writing the bindings of {}", options.input.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn both_spellings_of_a_value_are_read() {
        let spaced = parse("--target web --out-dir d --out-name n a.wasm").expect("valid");
        let joined =
            parse("--target=web --out-dir=d --out-name=n a.wasm --no-typescript").expect("valid");
        assert_eq!(spaced, joined);
        assert_eq!(spaced.input, PathBuf::from("a.wasm"));
    }

    #[test]
    fn an_unknown_option_and_a_missing_value_are_refused() {
        assert!(parse("--split-linked-modules --out-dir d a.wasm").is_err());
        assert!(parse("a.wasm --out-dir").is_err());
    }

    #[test]
    fn the_version_is_the_one_that_is_locked() {
        let lock = include_str!("../../../Cargo.lock");
        let locked = lock.split("[[package]]").any(|package| {
            package.contains("name = \"wasm-bindgen\"\n")
                && package.contains(&format!("version = \"{VERSION}\"\n"))
        });
        assert!(locked, "Cargo.lock has another version of wasm-bindgen than {VERSION}");
    }
}
