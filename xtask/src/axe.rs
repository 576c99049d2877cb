//! axe-core, which looks for what keeps people from using the page: a file that the end-to-end tests
//! put into it. It comes from npm, at one version, and only if its hash is the one that is known.

use std::fs;
use std::path::PathBuf;

use base64::Engine;
use sha2::{Digest, Sha512};

use crate::command::{command, find, run};
use crate::{Result, workspace};

const VERSION: &str = "4.10.3";
/// SHA-512 of the package, as npm writes it.
const INTEGRITY: &str =
    "Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg==";

/// Fetches it once and says where it is.
pub fn ensure() -> Result<PathBuf> {
    let folder = workspace::tools().join(format!("axe-core-{VERSION}"));
    let script = folder.join("package/axe.min.js");
    if script.exists() {
        return Ok(script);
    }
    if find("npm").is_none() {
        return Err(format!("axe-core {VERSION} comes from npm, which is not on PATH").into());
    }
    fs::create_dir_all(&folder)?;
    let package = format!("axe-core@{VERSION}");
    run(command("npm").args(["pack", "--silent", &package]).current_dir(&folder))?;
    let archive = folder.join(format!("axe-core-{VERSION}.tgz"));
    let hash =
        base64::engine::general_purpose::STANDARD.encode(Sha512::digest(fs::read(&archive)?));
    if hash != INTEGRITY {
        fs::remove_file(&archive)?;
        return Err(format!("{package} has another hash than is known: sha512-{hash}").into());
    }
    run(command("tar").arg("-xzf").arg(&archive).arg("-C").arg(&folder))?;
    Ok(script)
}
