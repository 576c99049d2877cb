//! Hashes of the evidence, for `sha256sum --check`.
//!
//! Contract: one line for each file that was hashed, in the order of the report; what the tool
//! cannot check (members of archives, files without a hash) stands in comments.
//! Reference: GNU coreutils, `sha256sum`: names with a backslash or a line end are escaped, and the
//! line begins with a backslash.

use std::io::{self, Write};

use crate::{
    evidence::visible::visible,
    report::{Evidence, Report},
};

/// Writes the manifest; run `sha256sum --check` where the given files and folders lie.
///
/// # Errors
/// When the writer fails.
///
/// ```
/// use konseki_core::{export::write_manifest, report::Report};
/// let mut manifest = Vec::new();
/// write_manifest(&Report::default(), &mut manifest).unwrap();
/// assert!(manifest.starts_with(b"# "));
/// ```
pub fn write_manifest(report: &Report, mut writer: impl Write) -> io::Result<()> {
    writeln!(
        writer,
        "# SHA-256 of the evidence read by {} {}; check with: sha256sum --check",
        report.tool.name, report.tool.version
    )?;
    for evidence in &report.evidence {
        writeln!(writer, "{}", line(evidence))?;
    }
    Ok(())
}

fn line(evidence: &Evidence) -> String {
    let Evidence { path, sha256, .. } = evidence;
    if sha256.is_empty() {
        return format!("# not hashed: {}", visible(path));
    }
    if path.contains("!/") {
        return format!("# {sha256}  {}", visible(path));
    }
    if !path.contains(['\\', '\n', '\r']) {
        return format!("{sha256}  {path}");
    }
    let escaped = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    format!("\\{sha256}  {escaped}")
}
