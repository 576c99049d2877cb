//! Numbers as events write them: decimal or hexadecimal.

use crate::formats::evtx::Value;

/// `0x1bc` or `444`; surrounding blanks are ignored.
///
/// ```
/// use konseki_core::evidence::number::parse;
/// assert_eq!(parse("0x1bc"), parse("444"));
/// assert_eq!(parse("-"), None);
/// ```
pub fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

/// The number of a value, whatever its type.
pub fn of_value(value: &Value<'_>) -> Option<u64> {
    value.number().or_else(|| value.with_text(parse))
}
