//! Set-up, build, serve and test of Konseki. `cargo xtask help` lists the commands.
//!
//! Everything that continuous integration does is a command here, so that anyone can run the same on
//! their own machine. Each command sets up what it needs and is missing, and nothing else.

mod axe;
mod bench;
mod browser_setup;
mod checks;
mod command;
mod debian;
mod dependencies;
mod dist;
mod firefox;
mod fuzz;
mod installed;
mod reproduce;
mod serve;
mod steps;
mod test_runs;
mod trunk;
mod wasm_toolchain;
mod workspace;

use std::process::ExitCode;

use crate::steps::Steps;

/// Any failure, with a message that says what to do where that is known.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N] [--dev]   set up what is missing, build, serve dist/ on 127.0.0.1
  dist [--dev]               only build: dist/ and konseki.html
  test [--no-browser]        set up what is missing (headless Chromium too), build, run every test
  ci                         what follows the tests in .ci/run: format, clippy, documentation, Trunk
  dependencies [--write]     licences and sources of all dependencies; --write: the page's list anew
  reproduce                  builds the last commit in two folders: the same bytes, or it fails
  bench [--mebibytes N]      rates by level, of the command and of the page, on files of 256 MiB
  big [--gibibytes N]        a case of 20 GiB in the page: counts, memory, cancelling
  fuzz [--runs N] [TARGET]   every fuzz target, or one, so many times (20000)
  screenshot DIRECTORY       pictures of the page: wide and narrow, light and dark, English and Japanese
  help                       this text

  --dev        builds the page fast and large, for trying things out
  --no-browser leaves out the tests that need a browser, and says so

Environment
  RUSTUP_AUTO_INSTALL=0       rustup must not download: the target is built from Debian's packages
  KONSEKI_REQUIRE_EVIDENCE=1  a test that lacks its evidence, page or browser fails, not skips
  KONSEKI_WASM_TOOLCHAIN=DIR  where the standard library for wasm32 is kept (target/wasm-toolchain)
  KONSEKI_WASM_TARGET=DIR     target directory of the builds for wasm32 (target/wasm)
  KONSEKI_FUZZ_TARGET=DIR     target directory of the fuzz targets (target/fuzz)
  KONSEKI_TOOLS=DIR           where Trunk and geckodriver are installed (target/tools)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut steps = Steps::new();
    let result = run(&arguments, &mut steps);
    steps.print_table();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String], steps: &mut Steps) -> Result<()> {
    let Some((command, options)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    let mut options = Options::new(options);
    match command.as_str() {
        "serve" => {
            let port = options.value("--port")?;
            let flavour = options.flavour();
            options.finish()?;
            dist::build(flavour, steps)?;
            serve::serve(port.as_deref().map_or(Ok(serve::DEFAULT_PORT), str::parse)?, steps)
        }
        "dist" => {
            let flavour = options.flavour();
            options.finish()?;
            dist::build(flavour, steps)
        }
        "test" => {
            let scope = if options.flag("--no-browser") {
                test_runs::Scope::WithoutBrowser
            } else {
                test_runs::Scope::Everything
            };
            options.finish()?;
            test_runs::run(scope, steps)
        }
        "ci" => {
            options.finish()?;
            checks::run_all(steps)?;
            dependencies::check(false, steps)?;
            firefox::check(steps)?;
            trunk::check(steps)
        }
        "dependencies" => {
            let write = options.flag("--write");
            options.finish()?;
            dependencies::check(write, steps)
        }
        "reproduce" => {
            options.finish()?;
            reproduce::run(steps)
        }
        "bench" => {
            let mebibytes = options.value("--mebibytes")?;
            options.finish()?;
            bench::run(mebibytes.as_deref().map_or(Ok(256), str::parse)?, steps)
        }
        "big" => {
            let gibibytes = options.value("--gibibytes")?;
            options.finish()?;
            bench::big(gibibytes.as_deref().map_or(Ok(20), str::parse)?, steps)
        }
        "fuzz" => {
            let runs = options.value("--runs")?;
            let target = options.positional();
            options.finish()?;
            let runs = runs.as_deref().map_or(Ok(fuzz::DEFAULT_RUNS), str::parse)?;
            fuzz::run_targets(target.as_deref(), runs, steps)
        }
        "screenshot" => {
            let directory =
                options.positional().ok_or("screenshot needs a directory to write to")?;
            options.finish()?;
            test_runs::screenshots(&directory, steps)
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("unknown command {other:?}; `cargo xtask help` lists them").into()),
    }
}

/// The arguments after the command; what is not taken is refused.
struct Options {
    left: Vec<String>,
}

impl Options {
    fn new(arguments: &[String]) -> Self {
        Self { left: arguments.to_vec() }
    }

    fn flag(&mut self, name: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|argument| argument != name);
        self.left.len() < before
    }

    fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.left.iter().position(|argument| argument == name) else {
            return Ok(None);
        };
        if at + 1 >= self.left.len() {
            return Err(format!("{name} needs a value").into());
        }
        self.left.remove(at);
        Ok(Some(self.left.remove(at)))
    }

    fn positional(&mut self) -> Option<String> {
        let at = self.left.iter().position(|argument| !argument.starts_with('-'))?;
        Some(self.left.remove(at))
    }

    fn flavour(&mut self) -> dist::Flavour {
        if self.flag("--dev") { dist::Flavour::Development } else { dist::Flavour::Release }
    }

    fn finish(self) -> Result<()> {
        match self.left.first() {
            None => Ok(()),
            Some(unknown) => {
                Err(format!("unknown argument {unknown:?}; `cargo xtask help` lists them").into())
            }
        }
    }
}
