//! Running other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use crate::Result;
use crate::workspace;

/// A command that runs at the root of the repository.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// The Cargo that runs this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Prints the command and runs it; fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    println!("+ {}", line(command));
    let status = command.status().map_err(|error| format!("{}: {error}", line(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} ended with {status}", line(command)).into())
    }
}

/// Prints the command and starts it beside what follows.
pub fn start(command: &mut Command) -> Result<Started> {
    println!("+ {} &", line(command));
    let child = command.spawn().map_err(|error| format!("{}: {error}", line(command)))?;
    Ok(Started { line: line(command), child: Some(child) })
}

/// The command's standard output, or nothing when it fails or is not there.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first file of that name in the directories of PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|directory| directory.join(program))
        .find(|path| path.is_file())
}

/// PATH with `directories` before what it holds.
pub fn path_with(directories: &[&Path]) -> Result<std::ffi::OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = directories
        .iter()
        .map(|directory| directory.to_path_buf())
        .chain(std::env::split_paths(&rest));
    Ok(std::env::join_paths(all)?)
}

/// A program that runs beside others; it is ended when it is no longer waited for.
pub struct Started {
    line: String,
    child: Option<Child>,
}

impl Started {
    /// Waits for its end; fails when it failed.
    pub fn wait(mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let status = child.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} ended with {status}", self.line).into())
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself, which is as good.
            child.kill().and_then(|()| child.wait()).map(drop).unwrap_or_default();
        }
    }
}

fn line(command: &Command) -> String {
    let arguments = command.get_args().map(OsStr::to_string_lossy);
    std::iter::once(command.get_program().to_string_lossy())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
