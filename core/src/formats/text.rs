//! Text files as Windows tools write them: UTF-8, UTF-16 with a byte order mark, or the code page
//! of Japanese Windows (932).
//!
//! Contract: never fails; what is no text of the encoding becomes U+FFFD and is told.

use std::borrow::Cow;

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a byte order mark.
    pub text: Cow<'b, str>,
    /// Whether some bytes were no text of the encoding.
    pub damaged: bool,
}

/// Decodes a whole file or its beginning.
///
/// ```
/// use konseki_core::formats::text::decode;
/// assert_eq!(decode(b"\xff\xfeA\0").text, "A");
/// assert_eq!(decode(b"\x90\xac\x8c\xf7").text, "成功", "code page 932");
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        let (text, damaged) = encoding.decode_without_bom_handling(body);
        return Decoded { text, damaged };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), damaged: false },
        Err(_) => {
            let (text, damaged) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes);
            Decoded { text, damaged }
        }
    }
}
