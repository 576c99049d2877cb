//! The page inside another page: which origins may speak with it, and the period that they ask for.

use konseki_core::time::Filetime;

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

/// The period between two RFC 3339 times, both included.
///
/// # Errors
/// When one is no such time, or the first is the later one.
pub fn period(from: &str, to: &str) -> Result<(Filetime, Filetime), String> {
    let time = |text: &str| text.parse::<Filetime>().map_err(|error| error.to_string());
    let (first, last) = (time(from)?, time(to)?);
    if first > last {
        return Err(format!("window ends before it begins: {from}, {to}"));
    }
    Ok((first, last))
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

    #[test]
    fn a_period_is_of_times_with_a_zone_in_their_order() {
        let (from, to) = ("2026-03-02T18:00:00+09:00", "2026-03-02T09:00:00.0000001Z");
        let (first, last) = period(from, to).expect("a period");
        assert_eq!(
            (first.to_string().as_str(), last.0 - first.0),
            ("2026-03-02T09:00:00.0000000Z", 1)
        );
        assert!(period(to, from).is_err());
        assert!(period("2026-03-02T09:00", to).is_err());
        assert!(period("", "").is_err());
    }
}
