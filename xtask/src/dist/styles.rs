//! The style sheets: the tokens, the layout, then one sheet per component in order of name.

use std::fs;
use std::path::Path;

use crate::Result;

/// All style sheets, in the order in which the page applies them.
pub fn collect(directory: &Path) -> Result<String> {
    let mut styles = String::new();
    for name in names(directory)? {
        styles.push_str(
            &fs::read_to_string(directory.join(&name))
                .map_err(|error| format!("{name}: {error}"))?,
        );
    }
    Ok(styles)
}

/// Fails when the page that Trunk serves lists other sheets, or in another order.
pub fn check_listed(directory: &Path, shell: &str) -> Result<()> {
    let listed: Vec<&str> = shell
        .split("href=\"web/styles/")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(name, _)| name))
        .collect();
    let there = names(directory)?;
    if listed == there {
        return Ok(());
    }
    Err(format!(
        "index.html must list the style sheets of web/styles in this order: {}",
        there.join(", ")
    )
    .into())
}

/// The sheets' paths inside `directory`.
fn names(directory: &Path) -> Result<Vec<String>> {
    let mut components = Vec::new();
    let folder = directory.join("components");
    if folder.exists() {
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".css") {
                components.push(format!("components/{name}"));
            }
        }
    }
    components.sort();
    Ok(["tokens.css", "layout.css"].map(str::to_owned).into_iter().chain(components).collect())
}
