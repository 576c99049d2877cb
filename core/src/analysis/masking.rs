//! Secrets in a record that is shown: in its fields, its XML and its bytes.
//!
//! Contract: what is masked in one form is masked in all. Where that cannot be done for certain,
//! the form is left out.

use std::borrow::Cow;

use crate::evidence::command_line::{is_command_line, mask_known};

/// Masks the secrets of a field; `known` are those that the record's command lines give away.
pub(super) fn mask_field<'t>(name: &str, text: &'t str, known: &[String]) -> Cow<'t, str> {
    mask_known(text, if is_command_line(name) { known } else { &[] })
}

/// Masks secrets in the texts of an XML document and leaves its markup as it is.
pub(super) fn mask_xml(xml: &str, known: &[String]) -> String {
    let mut masked = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(start) = rest.find('>') {
        let (markup, after) = rest.split_at(start.saturating_add(1));
        let end = after.find('<').unwrap_or(after.len());
        let (text, next) = after.split_at(end);
        masked.push_str(markup);
        let plain = unescape(text);
        // `<Data Name="ParentCommandLine">`
        let name = markup.trim_end_matches(['>', '"', '\'']);
        match mask_field(name, &plain, known) {
            same if same == plain => masked.push_str(text),
            changed => masked.push_str(&escape(&changed)),
        }
        rest = next;
    }
    masked.push_str(rest);
    masked
}

fn unescape(text: &str) -> String {
    let named = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&#x22;", "\"")
        .replace("&#x27;", "'");
    named.replace("&amp;", "&")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The record's bytes with every text that holds a secret overwritten; `None` when one of them is
/// not found in the bytes, so that it might be there in another form.
pub(super) fn mask_raw<'t>(
    raw: &[u8],
    secret_texts: impl Iterator<Item = &'t str>,
) -> Option<Vec<u8>> {
    let mut masked = raw.to_vec();
    for text in secret_texts {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut found = false;
        let mut from = 0;
        while let Some(at) = find(masked.get(from..)?, &bytes) {
            let at = from.checked_add(at)?;
            from = at.checked_add(bytes.len())?;
            for (target, star) in masked.get_mut(at..from)?.iter_mut().zip([b'*', 0].iter().cycle())
            {
                *target = *star;
            }
            found = true;
        }
        if !found {
            return None;
        }
    }
    Some(masked)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    if wanted.is_empty() {
        return None;
    }
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_keeps_its_markup_and_loses_the_password() {
        let xml = r#"<Data Name="CommandLine">net use \\h\s &quot;P&amp;ss&quot; /user:U</Data>"#;
        let masked = mask_xml(xml, &[]);
        assert!(!masked.contains("P&amp;ss"), "{masked}");
        assert!(masked.starts_with(r#"<Data Name="CommandLine">net use \\h\s"#), "{masked}");
        assert!(masked.ends_with("/user:U</Data>"), "{masked}");
        let other = "<a>x &lt; y</a>\n";
        assert_eq!(mask_xml(other, &[]), other);
    }

    #[test]
    fn xml_loses_what_another_command_line_gives_away() {
        let xml = r#"<Data Name="ParentCommandLine">x P^ss</Data><Data Name="User">Pss</Data>"#;
        let masked = mask_xml(xml, &["Pss".to_owned()]);
        let expected =
            r#"<Data Name="ParentCommandLine">x ********</Data><Data Name="User">Pss</Data>"#;
        assert_eq!(masked, expected);
    }

    #[test]
    fn raw_bytes_lose_the_whole_text() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let raw = [vec![1, 2], utf16("net use pw"), vec![3]].concat();
        let masked = mask_raw(&raw, ["net use pw"].into_iter()).unwrap();
        assert_eq!(masked, [vec![1, 2], utf16("**********"), vec![3]].concat());
        assert_eq!(mask_raw(&raw, ["other"].into_iter()), None);
    }
}
