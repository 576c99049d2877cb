//! A small HTTP server for one folder on 127.0.0.1, for development and tests.
//!
//! It answers GET and HEAD for regular files inside the folder and nothing else: names are compared
//! component by component, links out of the folder are refused, and requests have a bounded length
//! and time. The headers that the folder's `_headers` file names for `/*` go with every answer, as a
//! static host would send them.
//!
//! ```
//! let folder = std::env::temp_dir();
//! let server = xtask_static_server::StaticServer::start(&folder, 0)?;
//! assert!(server.address().starts_with("http://127.0.0.1:"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod request;

use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use request::{Method, Request};

/// How long a connection may take to send its request or to take the answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The most bytes of a refused request that are read to let its client take the answer.
const MOST_DISCARDED: u64 = 1024 * 1024;

const TEXT: &str = "text/plain; charset=utf-8";

/// A running server; it ends when it is dropped.
pub struct StaticServer {
    address: SocketAddr,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl StaticServer {
    /// Serves `folder` on `port`, or on a free port when it is 0.
    ///
    /// # Errors
    /// Where the folder does not exist or the port is taken.
    pub fn start(folder: &Path, port: u16) -> io::Result<Self> {
        let folder = folder.canonicalize()?;
        let headers = Arc::new(configured_headers(&folder));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let ending = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let ending = Arc::clone(&ending);
            move || {
                for stream in listener.incoming() {
                    if ending.load(Ordering::SeqCst) {
                        break;
                    }
                    let Ok(stream) = stream else { continue };
                    let (folder, headers) = (folder.clone(), Arc::clone(&headers));
                    // A connection that breaks concerns only the client that broke it.
                    std::thread::spawn(move || {
                        answer(&stream, &folder, &headers).unwrap_or_default()
                    });
                }
            }
        });
        Ok(Self { address, ending, thread: Some(thread) })
    }

    /// The address of the folder's own page, with a final slash.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap_or_default();
        }
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // The thread waits for a connection: this one lets it see that it shall end.
        if let (Some(thread), Ok(_)) = (self.thread.take(), TcpStream::connect(self.address)) {
            thread.join().unwrap_or_default();
        }
    }
}

/// The header lines under `/*` in the folder's `_headers`.
fn configured_headers(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("_headers")).unwrap_or_default();
    text.lines()
        .skip_while(|line| line.trim_end() != "/*")
        .skip(1)
        .take_while(|line| line.starts_with([' ', '\t']))
        .map(|line| line.trim().to_owned())
        .collect()
}

fn answer(stream: &TcpStream, folder: &Path, headers: &[String]) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = match Request::read(BufReader::new(stream)) {
        Ok(request) => request,
        Err(status) => {
            send(stream, status, TEXT, headers, Some(status.as_bytes()))?;
            return discard_rest(stream);
        }
    };
    let found = locate(folder, &request.components)
        .and_then(|path| Some((std::fs::read(&path).ok()?, path)));
    let Some((content, path)) = found else {
        return send(stream, "404 Not Found", TEXT, headers, Some(b"404 Not Found"));
    };
    match request.method {
        Method::Get => send(stream, "200 OK", media_type(&path), headers, Some(&content)),
        Method::Head => send(stream, "200 OK", media_type(&path), headers, None),
    }
}

/// Reads what a refused client still sends, within bounds: closing a connection with unread bytes
/// resets it, and the client may lose the answer.
fn discard_rest(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(std::net::Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    io::copy(&mut stream.take(MOST_DISCARDED), &mut io::sink()).map(drop)
}

/// The regular file that the components name inside `folder`; a folder's page is its `index.html`.
fn locate(folder: &Path, components: &[String]) -> Option<PathBuf> {
    let mut path = folder.to_path_buf();
    path.extend(components);
    if path.is_dir() {
        path.push("index.html");
    }
    let path = path.canonicalize().ok()?;
    (path.starts_with(folder) && path.is_file()).then_some(path)
}

fn send(
    mut stream: &TcpStream,
    status: &str,
    media_type: &str,
    headers: &[String],
    body: Option<&[u8]>,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n");
    if let Some(body) = body {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str("Cache-Control: no-store\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.unwrap_or_default())?;
    stream.flush()
}

/// The media type by the name's extension, for the kinds that the page and Trunk have.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" => TEXT,
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a page and, beside it, a file that must not be reached.
    fn server(name: &str) -> StaticServer {
        let base = std::env::temp_dir()
            .join(format!("konseki-static-server-{}-{name}", std::process::id()));
        let folder = base.join("public");
        std::fs::create_dir_all(folder.join("sub")).expect("creates");
        std::fs::write(base.join("secret.txt"), "secret").expect("writes");
        std::fs::write(folder.join("index.html"), "<p>page</p>").expect("writes");
        std::fs::write(folder.join("sub/a b.wasm"), "wasm").expect("writes");
        std::fs::write(folder.join("_headers"), "/*\n  X-Test: yes\n/other\n  X-Other: no\n")
            .expect("writes");
        StaticServer::start(&folder, 0).expect("starts")
    }

    fn ask(server: &StaticServer, line: &str) -> String {
        let mut stream = TcpStream::connect(server.address).expect("connects");
        write!(stream, "{line}\r\nHost: localhost\r\n\r\n").expect("sends");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answers");
        answer
    }

    #[test]
    fn the_page_comes_with_the_configured_headers() {
        let answer = ask(&server("page"), "GET /?lang=ja HTTP/1.1");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("Content-Type: text/html; charset=utf-8\r\n"));
        assert!(answer.contains("X-Test: yes\r\n") && !answer.contains("X-Other"));
        assert!(answer.ends_with("\r\n\r\n<p>page</p>"));
    }

    #[test]
    fn names_are_decoded_and_wasm_has_its_type() {
        let answer = ask(&server("names"), "GET /sub/a%20b.wasm HTTP/1.1");
        assert!(answer.contains("Content-Type: application/wasm\r\n"), "{answer}");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let server = server("outside");
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/sub/..%2f..%2fsecret.txt",
            "//etc/passwd",
            "/sub/",
        ] {
            let answer = ask(&server, &format!("GET {target} HTTP/1.1"));
            assert!(answer.starts_with("HTTP/1.1 4"), "{target}: {answer}");
        }
    }

    #[test]
    fn other_methods_and_broken_requests_are_refused() {
        let server = server("methods");
        assert!(ask(&server, "POST / HTTP/1.1").starts_with("HTTP/1.1 405 "));
        assert!(ask(&server, "nonsense").starts_with("HTTP/1.1 400 "));
        assert!(
            ask(&server, &format!("GET /{} HTTP/1.1", "a".repeat(20_000)))
                .starts_with("HTTP/1.1 431 ")
        );
    }
}
