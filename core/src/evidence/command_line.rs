//! Command lines: words, `net use`, and the masking of passwords.

mod masking;

use std::ops::Range;

pub use masking::{MASK, is_command_line, mask_known, mask_secrets, secrets};

/// A use of `net.exe`, as far as its command line tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetCommand {
    /// First word after the program: `use`, `view`, `user` …, in lower case.
    pub subcommand: String,
    /// Host of the first `\\host\share` or URL.
    pub host: Option<String>,
    /// Its share; `net use \\host` names none.
    pub share: Option<String>,
    /// Value of `/user:`.
    pub user: Option<String>,
    /// `/delete` was given, whole or shortened.
    pub deletes: bool,
}

impl NetCommand {
    /// Whether it connects to something on another host.
    pub fn is_use(&self) -> bool {
        self.subcommand == USE && self.host.is_some() && !self.deletes
    }

    /// Of the words behind the program.
    fn of(arguments: &[Word]) -> Self {
        let mut words = arguments.iter().map(|(_, word)| clean(word));
        let subcommand = words.next().map(to_plain).unwrap_or_default();
        let mut command = Self { subcommand, ..Self::default() };
        for word in words {
            if is_deletion(word) {
                command.deletes = true;
            } else if let Some(user) = user_option(word) {
                command.user = Some(user.to_owned());
            } else if command.host.is_none()
                && let Some((host, share)) = unc(word).or_else(|| url(word))
            {
                (command.host, command.share) = (Some(host), share);
            }
        }
        command
    }
}

/// The subcommand that this is about.
const USE: &str = "use";
/// The share that Windows connects to where a URL names only a host.
const ROOT_OF_WEB: &str = "DavWWWRoot";

/// A word and its place in the line.
type Word = (Range<usize>, String);

/// Words of a command line with their places: split on white space outside double quotes.
fn words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    let ends = line.char_indices().map(|(at, c)| (at, Some(c))).chain([(line.len(), None)]);
    for (at, character) in ends {
        let breaks = match character {
            Some('"') => {
                quoted = !quoted;
                false
            }
            Some(character) => !quoted && character.is_whitespace(),
            None => true,
        };
        match (breaks, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let text = line.get(from..at).unwrap_or_default().replace('"', "");
                words.push((from..at, text));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The `net` command in a line, also behind `cmd /c` and the like; `None` where there is none.
///
/// ```
/// use konseki_core::evidence::command_line::net_command;
/// let command = net_command(r"net  use \\FS01\projects /user:CORP\svc").unwrap();
/// assert!(command.is_use());
/// assert_eq!(command.share.as_deref(), Some("projects"));
/// assert_eq!(net_command("net view").unwrap().subcommand, "view");
/// ```
pub fn net_command(line: &str) -> Option<NetCommand> {
    let words = words(line);
    let at = words.iter().position(|(_, word)| is_net(word))?;
    Some(NetCommand::of(words.get(at.saturating_add(1)..).unwrap_or_default()))
}

/// The command in the line of a process that is known to be `net.exe`: its first word, which the
/// one who starts it is free to choose, may be anything.
///
/// ```
/// use konseki_core::evidence::command_line::command_of_net;
/// assert_eq!(command_of_net(r"x use \\FS01\net").host.as_deref(), Some("FS01"));
/// assert_eq!(command_of_net(r"C:\Program Files\net.exe use \\FS01\a").subcommand, "use");
/// ```
pub fn command_of_net(line: &str) -> NetCommand {
    let behind_first = NetCommand::of(words(line).get(1..).unwrap_or_default());
    match behind_first.subcommand.as_str() {
        USE => behind_first,
        // A path with a blank and without quotes takes more than the first word.
        _ => net_command(line).unwrap_or(behind_first),
    }
}

/// What `cmd` leaves out when it runs a line.
const NOT_READ: [char; 2] = ['"', '^'];

/// A word as the program reads it, in lower case.
fn to_plain(word: &str) -> String {
    word.replace(NOT_READ, "").to_ascii_lowercase()
}

fn is_net(word: &str) -> bool {
    // Two commands may stand in one word: `dir&net`.
    let last = word.rsplit(['&', '|', ';', '(', '{', '=']).find(|part| !part.is_empty());
    let name = to_plain(super::path::base_name(clean(last.unwrap_or(word))));
    matches!(name.as_str(), "net" | "net.exe" | "net1" | "net1.exe")
}

/// Quotes and shell characters around a word.
fn clean(word: &str) -> &str {
    word.trim_matches(|c| matches!(c, '"' | '\'' | '(' | ')' | '&' | '^'))
}

/// `/delete`, which may be shortened to any beginning.
fn is_deletion(word: &str) -> bool {
    let option = word.to_ascii_lowercase();
    option.len() >= 2 && "/delete".starts_with(&option)
}

fn user_option(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let name = name.to_ascii_lowercase();
    let is_user = name.len() >= 2 && "/user".starts_with(&name);
    is_user.then_some(value)
}

/// `\\host\share\…`, with `/` for `\` too; WebDAV hosts keep their `@port`.
fn unc(word: &str) -> Option<(String, Option<String>)> {
    let word = word.replace('/', "\\");
    let mut parts = word.strip_prefix(r"\\")?.split('\\');
    let host = parts.next().filter(|host| !host.is_empty())?;
    let share = parts.next().filter(|share| !share.is_empty());
    Some((host.to_owned(), share.map(str::to_owned)))
}

/// `http://host:port/share/…` and the same with `https`.
fn url(word: &str) -> Option<(String, Option<String>)> {
    let (scheme, rest) = word.split_once("://")?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let mut parts = rest.split(['/', '\\']);
    let authority = parts.next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next(),
        None => host.split(':').next(),
    };
    let host = host.filter(|host| !host.is_empty())?;
    let share = parts.next().filter(|share| !share.is_empty()).unwrap_or(ROOT_OF_WEB);
    Some((host.to_owned(), Some(share.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_net_use_are_found() {
        let command = net_command(
            r#""C:\WINDOWS\system32\net.exe" use Z: \\fs01.corp.example\data$ /u:CORP\eve"#,
        )
        .unwrap();
        assert_eq!(command.subcommand, "use");
        assert_eq!(command.host.as_deref(), Some("fs01.corp.example"));
        assert_eq!(command.share.as_deref(), Some("data$"));
        assert_eq!(command.user.as_deref(), Some(r"CORP\eve"));
        assert_eq!(net_command("ipconfig /all"), None);
        assert_eq!(net_command(r#""n"e"t" use \\h\s"#).unwrap().subcommand, "use");
        assert_eq!(net_command(r"cmd /c n^et u^se \\h\s").unwrap().subcommand, "use");
    }

    #[test]
    fn any_beginning_of_delete_takes_a_connection_away() {
        for option in ["/delete", "/DELE", "/de", "/d", "/del"] {
            assert!(!command_of_net(&format!(r"net use \\h\s {option}")).is_use(), "{option}");
        }
        for option in ["/", "/deleted", "/u:delete", "/y"] {
            assert!(command_of_net(&format!(r"net use \\h\s {option}")).is_use(), "{option}");
        }
    }

    #[test]
    fn hosts_are_named_by_paths_and_by_urls() {
        for (named, host, share) in [
            (r"\\FS01\projects\2026", "FS01", Some("projects")),
            ("//FS01/projects", "FS01", Some("projects")),
            (r"\\FS01", "FS01", None),
            (r"\\evil.example@SSL@8443\DavWWWRoot\x", "evil.example@SSL@8443", Some("DavWWWRoot")),
            ("https://evil.example/dav", "evil.example", Some("dav")),
            ("HTTP://evil.example:8080/dav/x", "evil.example", Some("dav")),
            ("https://user:word@evil.example/dav", "evil.example", Some("dav")),
            ("https://[fd00::5]:8443/dav", "fd00::5", Some("dav")),
            ("https://evil.example", "evil.example", Some("DavWWWRoot")),
        ] {
            let command = command_of_net(&format!("net use X: {named}"));
            assert!(command.is_use(), "{named}");
            assert_eq!(command.host.as_deref(), Some(host), "{named}");
            assert_eq!(command.share.as_deref(), share, "{named}");
        }
        for named in ["", "X:", r"\\", "https://", "ftp://h/s", "file.txt"] {
            assert!(!command_of_net(&format!("net use {named}")).is_use(), "{named}");
        }
    }

    #[test]
    fn the_name_of_a_program_that_is_known_says_nothing() {
        for line in [
            r"x use \\FS01\net Word",
            r#""" use \\FS01\net"#,
            r"C:\Program Files\net.exe use \\FS01\net",
            r"net use \\FS01\net",
        ] {
            let command = command_of_net(line);
            assert!(command.is_use(), "{line}");
            assert_eq!(command.share.as_deref(), Some("net"), "{line}");
        }
        assert!(!command_of_net(r"x view \\FS01").is_use());
        assert!(!command_of_net("").is_use());
    }
}
