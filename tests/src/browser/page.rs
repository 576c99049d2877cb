//! The pages that are tested, and which addresses belong to each.

use std::path::{Path, PathBuf};

use xtask_static_server::StaticServer;

use crate::evidence::{skip, workspace_root};

/// The forms in which the page is given to users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// `dist/` over HTTP, as a static host would serve it.
    Hosted,
    /// `konseki.html` from `file://`.
    SingleFile,
}

/// A page that can be opened; a server for it ends when it is dropped.
pub struct Page {
    address: String,
    server: Option<StaticServer>,
}

impl Page {
    /// The built page, or nothing, having said that `what` is not tested because it is not built.
    ///
    /// # Panics
    /// When it is missing although nothing may be missing, or cannot be served.
    pub fn built(kind: PageKind, what: &str) -> Option<Self> {
        let file = match kind {
            PageKind::Hosted => workspace_root().join("dist/index.html"),
            PageKind::SingleFile => workspace_root().join("konseki.html"),
        };
        if !file.is_file() {
            skip(what, &format!("{} is missing: run `cargo xtask dist`", file.display()));
            return None;
        }
        Some(match kind {
            PageKind::Hosted => Self::served(&workspace_root().join("dist")),
            PageKind::SingleFile => Self { address: file_address(&file), server: None },
        })
    }

    /// The page in any folder, over HTTP.
    ///
    /// # Panics
    /// When the folder cannot be served.
    pub fn served(folder: &Path) -> Self {
        let server = StaticServer::start(folder, 0)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        Self { address: server.address(), server: Some(server) }
    }

    /// Where the page is.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether a request stays with the page: its own file or server, or what it holds in itself.
    pub fn owns(&self, request: &str) -> bool {
        let inside = ["blob:", "data:", "about:"].iter().any(|scheme| request.starts_with(scheme));
        inside
            || match self.server {
                Some(_) => request.starts_with(&self.address),
                None => request.split(['?', '#']).next() == Some(&self.address),
            }
    }
}

/// The address of a local file; the characters that an address cannot hold are escaped.
fn file_address(path: &PathBuf) -> String {
    let path = std::path::absolute(path).expect("has a path");
    let escaped: String = path
        .to_string_lossy()
        .bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("file://{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_owns_its_files_and_nothing_else() {
        let single = Page { address: "file:///a/konseki.html".to_owned(), server: None };
        assert!(single.owns("file:///a/konseki.html?lang=ja"));
        assert!(single.owns("blob:null/1"));
        assert!(!single.owns("file:///a/konseki.html.js"));
        assert!(!single.owns("http://example.org/"));
    }

    #[test]
    fn characters_outside_the_plain_ones_are_escaped() {
        assert_eq!(file_address(&PathBuf::from("/a b/痕.html")), "file:///a%20b/%E7%97%95.html");
    }
}
