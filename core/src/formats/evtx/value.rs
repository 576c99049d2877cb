//! Typed values of event records, as they stand in the file.
//!
//! Contract: values borrow from the chunk; text is made only when asked for, and then equals what
//! the `evtx` crate renders.

use std::borrow::Cow;

use crate::time::Filetime;

/// A value of a substitution or literal. Reference: [MS-EVEN6] §2.2.12, value types.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Type 0x00, or an optional substitution that was not given.
    Null,
    /// Type 0x01, UTF-16LE bytes without a terminating NUL.
    Utf16(&'a [u8]),
    /// Type 0x02 or a value that exists as text already (literals, the fallback reader).
    Text(Cow<'a, str>),
    /// Types 0x03, 0x05, 0x07, 0x09.
    Int(i64),
    /// Types 0x04, 0x06, 0x08, 0x0a and 0x10 (size).
    UInt(u64),
    /// Types 0x0b and 0x0c.
    Float(f64),
    /// Type 0x0d.
    Bool(bool),
    /// Type 0x0e.
    Binary(&'a [u8]),
    /// Type 0x0f, in file order.
    Guid([u8; 16]),
    /// Type 0x11.
    Time(Filetime),
    /// Type 0x12: year, month, day of week, day, hour, minute, second, millisecond.
    SystemTime([u16; 8]),
    /// Type 0x13.
    Sid(&'a [u8]),
    /// Types 0x14 and 0x15.
    Hex(u64),
    /// Type 0x21: a nested fragment of binary XML.
    BinaryXml(&'a [u8]),
    /// Array types (0x80 and above).
    List(Vec<Value<'a>>),
}
