//! One HTML file that holds everything, and a policy that lets it do nothing else.
//!
//! The program is packed as text, in a script element of a type that no browser runs. The one script that runs holds the bindings and the boot scripts; a worker is made of the same text.
//! The policy names that script and the style sheet by their hashes, so nothing else can run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

use super::packing;
use crate::Result;

/// The scripts of `web/boot` that follow the bindings; the last one starts what belongs here.
pub const BOOT_SCRIPTS: [&str; 4] = ["close_webrtc.js", "unpack.js", "worker.js", "page.js"];

/// What stands in `index.html` around the lines that only Trunk needs.
const TRUNK_BEGINS: &str = "<!-- trunk begins";
const TRUNK_ENDS: &str = "<!-- trunk ends -->";

/// What the page is made of.
pub struct Parts {
    /// `index.html`: title, metadata, and what shows without scripts.
    pub shell: String,
    /// The style sheets in order.
    pub styles: String,
    /// A classic script that defines `wasm_bindgen`.
    pub glue: String,
    /// The scripts named in [`BOOT_SCRIPTS`].
    pub boot: Vec<String>,
    /// The WebAssembly module.
    pub wasm: Vec<u8>,
}

/// The finished page.
pub struct Page {
    /// The file itself.
    pub html: String,
    /// Headers for hosting, by the file's name: `_headers` for Netlify, Cloudflare Pages and their
    /// like, the others to be included in the configuration of a server.
    pub headers: [(&'static str, String); 3],
    /// Length of the packed program in bytes, as it stands in the page.
    pub packed_length: usize,
}

/// Puts the parts together.
pub fn assemble(parts: &Parts) -> Result<Page> {
    let code = format!("\n{}\n{}", parts.glue, parts.boot.join("\n"));
    let styles = format!("\n{}", parts.styles);
    check_embeddable("a script", &code, &["</script", "<!--"])?;
    check_embeddable("a style sheet", &styles, &["</style"])?;
    if code.contains("import.meta") || code.lines().any(|line| line.starts_with("import ")) {
        return Err("the bindings import another file, which a single page cannot have".into());
    }
    let policy = policy(&code, &styles);
    let packed = packing::pack(&parts.wasm)?;

    let (before, rest) = split_at(&parts.shell, TRUNK_BEGINS)?;
    let (_, after) = split_at(rest, TRUNK_ENDS)?;
    let after = after.strip_prefix(TRUNK_ENDS).unwrap_or(after);
    let (body, end) = split_at(after, "</body>")?;
    let html = format!(
        "{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n    \
         <style>{styles}</style>{body}\
         <script type=\"text/plain\" id=\"konseki-program\">{}</script>\n    \
         <script type=\"module\" id=\"konseki-code\">{code}</script>\n  {end}",
        packed
    );
    Ok(Page { html, headers: headers(&policy), packed_length: packed.len() })
}

/// Everything is refused but this script, this style sheet, WebAssembly, and workers made here.
/// Style attributes place bars on lines of time; they can fetch nothing.
fn policy(code: &str, styles: &str) -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; worker-src blob:; \
         style-src 'sha256-{}'; style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        BASE64.encode(Sha256::digest(code)),
        BASE64.encode(Sha256::digest(styles))
    )
}

/// Headers that say again what the page says itself, and what only a header can say.
fn headers(policy: &str) -> [(&'static str, String); 3] {
    const DENIED: [&str; 12] = [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    ];
    let permissions: Vec<String> = DENIED.iter().map(|name| format!("{name}=()")).collect();
    let permissions = permissions.join(", ");
    let lines = [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", &permissions),
    ];
    let written = |line: fn(&str, &str) -> String| {
        lines.iter().map(|(name, value)| line(name, value)).collect::<String>()
    };
    let hosted = written(|name, value| format!("  {name}: {value}\n"));
    [
        ("_headers", format!("/*\n{hosted}")),
        (
            "headers.apache.conf",
            written(|name, value| format!("Header always set {name} \"{value}\"\n")),
        ),
        (
            "headers.nginx.conf",
            written(|name, value| format!("add_header {name} \"{value}\" always;\n")),
        ),
    ]
}

/// An HTML parser must hand on the very text that was hashed.
fn check_embeddable(what: &str, text: &str, ends: &[&str]) -> Result<()> {
    let lower = text.to_ascii_lowercase();
    match ends.iter().chain(&["\r", "\0"]).find(|end| lower.contains(**end)) {
        None => Ok(()),
        Some(end) => {
            Err(format!("{what} holds {end:?}, which HTML would not hand on unchanged").into())
        }
    }
}

fn split_at<'a>(text: &'a str, marker: &str) -> Result<(&'a str, &'a str)> {
    let at = text.find(marker).ok_or_else(|| format!("index.html lacks {marker:?}"))?;
    Ok(text.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Parts {
            shell: "<head>\n<!-- trunk begins -->gone<!-- trunk ends -->\n</head><body>\n</body>\n"
                .to_owned(),
            styles: "body { margin: 0 }".to_owned(),
            glue: "let wasm_bindgen;".to_owned(),
            boot: vec!["start();".to_owned()],
            wasm: b"\0asm".to_vec(),
        }
    }

    #[test]
    fn the_policy_names_what_stands_in_the_page() {
        let page = assemble(&parts()).expect("assembles");
        let code = between(&page.html, "id=\"konseki-code\">", "</script>");
        let styles = between(&page.html, "<style>", "</style>");
        assert!(page.html.contains(&format!("content=\"{}\"", policy(code, styles))));
        for (name, text) in &page.headers {
            assert!(text.contains(&policy(code, styles)), "{name}");
            // What these quote would end at another quote, and nginx fills in variables.
            assert!(!policy(code, styles).contains(['"', '$', '\\', '\n']), "{name}");
            assert_eq!(text.matches("-Policy").count(), 3, "{name}");
        }
        assert!(!page.html.contains("gone"));
    }

    #[test]
    fn the_same_parts_give_the_same_bytes() {
        assert_eq!(
            assemble(&parts()).expect("assembles").html,
            assemble(&parts()).expect("assembles").html
        );
    }

    #[test]
    fn text_that_ends_its_element_is_refused() {
        let closing = Parts { glue: "\"</SCRIPT>\"".to_owned(), ..parts() };
        assert!(assemble(&closing).is_err());
        let returning = Parts { styles: "a\r\nb".to_owned(), ..parts() };
        assert!(assemble(&returning).is_err());
    }

    fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
        let rest = text.split_once(begin).expect("begins").1;
        rest.split_once(end).expect("ends").0
    }
}
