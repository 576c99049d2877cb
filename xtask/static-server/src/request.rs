//! The first line of a request, read with bounds; the header lines are read and not needed.

use std::io::BufRead;

/// The most bytes of one request's head.
const MOST_BYTES: u64 = 16 * 1024;

/// What may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The file.
    Get,
    /// Only what would go before it.
    Head,
}

/// One request.
#[derive(Debug)]
pub struct Request {
    /// What is asked.
    pub method: Method,
    /// The names on the way to the file; none is `..`, `.`, empty, or holds a separator.
    pub components: Vec<String>,
}

impl Request {
    /// Reads a request's head; the error is the status line to answer with.
    pub fn read(stream: impl BufRead) -> Result<Self, &'static str> {
        let mut stream = stream.take(MOST_BYTES);
        let first = line(&mut stream)?;
        while !line(&mut stream)?.is_empty() {}
        let mut words = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err("400 Bad Request");
        };
        if !version.starts_with("HTTP/1.") {
            return Err("400 Bad Request");
        }
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            _ => return Err("405 Method Not Allowed"),
        };
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let path = path.strip_prefix('/').ok_or("400 Bad Request")?;
        Ok(Self { method, components: components(path).ok_or("404 Not Found")? })
    }
}

fn line(stream: &mut impl BufRead) -> Result<String, &'static str> {
    let mut bytes = Vec::new();
    stream.read_until(b'\n', &mut bytes).map_err(|_| "408 Request Timeout")?;
    if bytes.pop() != Some(b'\n') {
        return Err("431 Request Header Fields Too Large");
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| "400 Bad Request")
}

/// Decodes each component of a path; a final slash names the folder itself.
fn components(path: &str) -> Option<Vec<String>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('/').map(|component| decode(component).filter(|name| is_plain(name))).collect()
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0', ':'])
}

/// Undoes percent-encoding; nothing where it is malformed or not UTF-8.
fn decode(component: &str) -> Option<String> {
    let mut bytes = component.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            decoded.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}
