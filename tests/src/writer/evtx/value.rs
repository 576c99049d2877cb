//! Typed values of binary XML, and how their text is read.
//!
//! Reference: [MS-EVEN6] §2.2.16 (BinXml value types).

use konseki_core::time::Filetime;

/// The type that a template declares for a substitution, or that a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of [MS-EVEN6]")]
pub enum ValueType {
    Null,
    Text,
    AnsiText,
    UInt8,
    UInt16,
    Int32,
    UInt32,
    UInt64,
    Boolean,
    Binary,
    Guid,
    /// A size of the machine's width: its values are written as [`ValueType::HexInt64`].
    Pointer,
    FileTime,
    SystemTime,
    Sid,
    HexInt32,
    HexInt64,
    Nested,
    TextList,
}

impl ValueType {
    /// The byte that stands for the type in the file.
    pub fn code(self) -> u8 {
        match self {
            Self::Null => 0x00,
            Self::Text => 0x01,
            Self::AnsiText => 0x02,
            Self::UInt8 => 0x04,
            Self::UInt16 => 0x06,
            Self::Int32 => 0x07,
            Self::UInt32 => 0x08,
            Self::UInt64 => 0x0a,
            Self::Boolean => 0x0d,
            Self::Binary => 0x0e,
            Self::Guid => 0x0f,
            Self::Pointer => 0x10,
            Self::FileTime => 0x11,
            Self::SystemTime => 0x12,
            Self::Sid => 0x13,
            Self::HexInt32 => 0x14,
            Self::HexInt64 => 0x15,
            Self::Nested => 0x21,
            Self::TextList => 0x81,
        }
    }

    /// The type by the short name that the layouts use.
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "text" => Self::Text,
            "ansi" => Self::AnsiText,
            "u8" => Self::UInt8,
            "u16" => Self::UInt16,
            "i32" => Self::Int32,
            "u32" => Self::UInt32,
            "u64" => Self::UInt64,
            "bool" => Self::Boolean,
            "binary" => Self::Binary,
            "guid" => Self::Guid,
            "pointer" => Self::Pointer,
            "filetime" => Self::FileTime,
            "systemtime" => Self::SystemTime,
            "sid" => Self::Sid,
            "hex32" => Self::HexInt32,
            "hex64" => Self::HexInt64,
            "list" => Self::TextList,
            other => panic!("no value type is called {other}"),
        }
    }

    /// Reads a value of this type from text: numbers decimal or `0x`, times RFC 3339, lists
    /// separated by `|`.
    pub fn parse(self, text: &str) -> Value {
        let number = || {
            let parsed = match text.strip_prefix("0x") {
                Some(digits) => u64::from_str_radix(digits, 16),
                None => text.parse(),
            };
            parsed.unwrap_or_else(|_| panic!("{text} is no number for a {self:?}"))
        };
        let narrow = |bits: u32| {
            assert!(number() >> bits == 0, "{text} is too large for a {self:?}");
            number()
        };
        let time = || text.parse().unwrap_or_else(|error| panic!("{error}"));
        match self {
            Self::Null => Value::Null,
            Self::Text => Value::Text(text.to_owned()),
            Self::AnsiText => Value::AnsiText(text.to_owned()),
            Self::UInt8 => Value::UInt8(narrow(8) as u8),
            Self::UInt16 => Value::UInt16(narrow(16) as u16),
            Self::Int32 => {
                Value::Int32(text.parse().unwrap_or_else(|_| panic!("{text} is no i32")))
            }
            Self::UInt32 => Value::UInt32(narrow(32) as u32),
            Self::UInt64 => Value::UInt64(number()),
            Self::Boolean => Value::Boolean(text == "true"),
            Self::Binary => Value::Binary(text.as_bytes().to_vec()),
            Self::Guid => Value::Guid(guid(text)),
            Self::Pointer | Self::HexInt64 => Value::HexInt64(number()),
            Self::FileTime => Value::FileTime(time()),
            Self::SystemTime => Value::SystemTime(time()),
            Self::Sid => Value::Sid(sid(text)),
            Self::HexInt32 => Value::HexInt32(narrow(32) as u32),
            Self::Nested => panic!("nested binary XML has no text form"),
            Self::TextList => Value::TextList(text.split('|').map(str::to_owned).collect()),
        }
    }
}

/// One typed value.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names are those of [MS-EVEN6]")]
pub enum Value {
    Null,
    /// No value, in a place of `n` bytes: Windows leaves such places in live logs.
    NullOfSize(u16),
    Text(String),
    /// Text as UTF-16 units, which need not make characters.
    Units(Vec<u16>),
    AnsiText(String),
    UInt8(u8),
    UInt16(u16),
    Int32(i32),
    UInt32(u32),
    UInt64(u64),
    Boolean(bool),
    HexInt32(u32),
    HexInt64(u64),
    Guid([u8; 16]),
    /// Bytes of the binary form; see [`sid`].
    Sid(Vec<u8>),
    FileTime(Filetime),
    SystemTime(Filetime),
    Binary(Vec<u8>),
    TextList(Vec<String>),
}

impl Value {
    /// Text, as in most fields.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The type that its descriptor names.
    pub fn value_type(&self) -> ValueType {
        match self {
            Self::Null | Self::NullOfSize(_) => ValueType::Null,
            Self::Text(_) | Self::Units(_) => ValueType::Text,
            Self::AnsiText(_) => ValueType::AnsiText,
            Self::UInt8(_) => ValueType::UInt8,
            Self::UInt16(_) => ValueType::UInt16,
            Self::Int32(_) => ValueType::Int32,
            Self::UInt32(_) => ValueType::UInt32,
            Self::UInt64(_) => ValueType::UInt64,
            Self::Boolean(_) => ValueType::Boolean,
            Self::HexInt32(_) => ValueType::HexInt32,
            Self::HexInt64(_) => ValueType::HexInt64,
            Self::Guid(_) => ValueType::Guid,
            Self::Sid(_) => ValueType::Sid,
            Self::FileTime(_) => ValueType::FileTime,
            Self::SystemTime(_) => ValueType::SystemTime,
            Self::Binary(_) => ValueType::Binary,
            Self::TextList(_) => ValueType::TextList,
        }
    }

    /// The bytes in the file; with `terminated`, text ends in a NUL as in live logs of Windows 10.
    pub(crate) fn bytes(&self, terminated: bool) -> Vec<u8> {
        match self {
            Self::Null => Vec::new(),
            Self::NullOfSize(size) => vec![0xee; usize::from(*size)],
            Self::Text(text) => {
                let mut bytes = utf16(text);
                if terminated {
                    bytes.extend([0, 0]);
                }
                bytes
            }
            Self::Units(units) => units.iter().copied().flat_map(u16::to_le_bytes).collect(),
            Self::AnsiText(text) => text.bytes().chain([0]).collect(),
            Self::UInt8(value) => vec![*value],
            Self::UInt16(value) => value.to_le_bytes().to_vec(),
            Self::Int32(value) => value.to_le_bytes().to_vec(),
            Self::UInt32(value) | Self::HexInt32(value) => value.to_le_bytes().to_vec(),
            Self::UInt64(value) | Self::HexInt64(value) => value.to_le_bytes().to_vec(),
            Self::Boolean(value) => u32::from(*value).to_le_bytes().to_vec(),
            Self::Guid(bytes) => bytes.to_vec(),
            Self::Sid(bytes) | Self::Binary(bytes) => bytes.clone(),
            Self::FileTime(time) => time.0.to_le_bytes().to_vec(),
            Self::SystemTime(time) => system_time(*time),
            Self::TextList(items) => {
                items.iter().flat_map(|item| utf16(item).into_iter().chain([0, 0])).collect()
            }
        }
    }
}

/// Text in UTF-16LE without an end mark.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Binary form of `{5770385F-C22A-43E0-BF4C-06F5698FFBD9}`; braces may be missing.
pub fn guid(text: &str) -> [u8; 16] {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    assert!(digits.len() == 32, "{text} is no GUID");
    let value = u128::from_str_radix(&digits, 16).unwrap_or_else(|_| panic!("{text} is no GUID"));
    let mut bytes = value.to_be_bytes();
    bytes[..4].reverse();
    bytes[4..6].reverse();
    bytes[6..8].reverse();
    bytes
}

/// Binary form of `S-1-5-21-…`. Reference: [MS-DTYP] §2.4.2.2.
pub fn sid(text: &str) -> Vec<u8> {
    let numbers: Vec<u64> = text
        .strip_prefix("S-")
        .unwrap_or_else(|| panic!("{text} is no SID"))
        .split('-')
        .map(|part| part.parse().unwrap_or_else(|_| panic!("{text} is no SID")))
        .collect();
    let (revision, authority, parts) = (numbers[0], numbers[1], &numbers[2..]);
    let mut bytes = vec![revision as u8, parts.len() as u8];
    bytes.extend(&authority.to_be_bytes()[2..]);
    bytes.extend(parts.iter().flat_map(|part| (*part as u32).to_le_bytes()));
    bytes
}

/// SYSTEMTIME. Reference: [MS-DTYP] §2.3.13.
fn system_time(time: Filetime) -> Vec<u8> {
    let text = time.to_string();
    let part = |from: usize, to: usize| text[from..to].parse::<u16>().unwrap_or_default();
    let days = time.0 / 864_000_000_000;
    let weekday = ((days + 1) % 7) as u16; // 1601-01-01 was a Monday.
    [
        part(0, 4),
        part(5, 7),
        weekday,
        part(8, 10),
        part(11, 13),
        part(14, 16),
        part(17, 19),
        part(20, 23),
    ]
    .into_iter()
    .flat_map(u16::to_le_bytes)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_their_binary_form() {
        // Provider GUID of Sysmon and SID as they stand in real records.
        assert_eq!(
            guid("{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"),
            [
                0x5f, 0x38, 0x70, 0x57, 0x2a, 0xc2, 0xe0, 0x43, 0xbf, 0x4c, 6, 0xf5, 0x69, 0x8f,
                0xfb, 0xd9
            ]
        );
        assert_eq!(sid("S-1-5-18"), [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0]);
    }

    #[test]
    fn system_time_names_the_weekday() {
        // A Monday.
        let time = "2026-03-02T09:15:04.123Z".parse().unwrap();
        assert_eq!(system_time(time)[..6], [0xea, 7, 3, 0, 1, 0]);
    }
}
