//! Addresses as events write them.

use std::net::IpAddr;

/// An address: IPv4 in IPv6 is unmapped, scope ids and brackets are dropped. `-` and blanks are
/// none.
///
/// ```
/// use konseki_core::evidence::address::parse;
/// assert_eq!(parse("::ffff:10.0.0.12"), parse("10.0.0.12"));
/// assert_eq!(parse("fe80:0:0:0:80ac:4126:fa58:1b81%4"), parse("fe80::80ac:4126:fa58:1b81"));
/// assert_eq!(parse("-"), None);
/// ```
pub fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let text = text.split('%').next().unwrap_or(text);
    let address: IpAddr = text.parse().ok()?;
    let address = address.to_canonical();
    (!address.is_unspecified()).then_some(address)
}
