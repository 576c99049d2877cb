//! The page inside another page: which origins may speak with it.

/// The origin that a text of the address names: scheme, host and port of a web page, nothing else.
///
/// Neither `*` nor `null` is one: what is sent there could be read by any page.
pub fn origin(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let is_origin =
        matches!(scheme, "https" | "http") && !rest.is_empty() && rest.chars().all(is_plain);
    is_origin.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        let given = origin("https://Wiki.example:8443");
        assert_eq!(given.as_deref(), Some("https://wiki.example:8443"));
        assert_eq!(origin("http://[::1]:80").as_deref(), Some("http://[::1]:80"));
    }

    #[test]
    fn what_any_page_could_be_is_no_origin() {
        for text in
            ["*", "null", "", "https://", "file://", "https://a/b", "https://a*", "javascript://x"]
        {
            assert_eq!(origin(text), None, "{text}");
        }
    }
}
