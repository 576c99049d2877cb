//! Command lines: words, `net use`, and the masking of passwords.

mod masking;

use std::ops::Range;

pub use masking::{MASK, mask_secrets};

/// A use of `net.exe`, as far as its command line tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetCommand {
    /// First word after the program: `use`, `view`, `user` …, in lower case.
    pub subcommand: String,
    /// `host` and `share` of the first `\\host\share`.
    pub share: Option<(String, String)>,
    /// Value of `/user:`.
    pub user: Option<String>,
    /// `/delete` or `/d` was given.
    pub deletes: bool,
}

/// Words of a command line with their places: split on white space outside double quotes.
fn words(line: &str) -> Vec<(Range<usize>, String)> {
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
/// assert_eq!(command.share, Some(("FS01".into(), "projects".into())));
/// assert_eq!(net_command("net view").unwrap().subcommand, "view");
/// ```
pub fn net_command(line: &str) -> Option<NetCommand> {
    if !may_name_net(line) {
        return None;
    }
    let words = words(line);
    let at = words.iter().position(|(_, word)| is_net(word))?;
    let rest = words.get(at.saturating_add(1)..).unwrap_or_default();
    let mut command = NetCommand::default();
    let subcommand = rest.first().map(|(_, word)| clean(word).to_ascii_lowercase());
    command.subcommand = subcommand.unwrap_or_default();
    for (_, word) in rest.iter().skip(1) {
        let word = clean(word);
        let option = word.to_ascii_lowercase();
        if option == "/delete" || option == "/d" || option == "/del" {
            command.deletes = true;
        } else if let Some(user) = user_option(word) {
            command.user = Some(user.to_owned());
        } else if command.share.is_none() {
            command.share = unc(word);
        }
    }
    Some(command)
}

/// Whether the letters `net` stand together somewhere, quotes aside: without them no word is the
/// program, and most texts need no further look.
fn may_name_net(line: &str) -> bool {
    let mut found: usize = 0;
    for byte in line.bytes().filter(|byte| *byte != b'"') {
        found = match (byte | 0x20, found) {
            (b'n', _) => 1,
            (b'e', 1) => 2,
            (b't', 2) => return true,
            _ => 0,
        };
    }
    false
}

fn is_net(word: &str) -> bool {
    // Two commands may stand in one word: `dir&net`.
    let last = word.rsplit(['&', '|', ';', '(', '{', '=']).find(|part| !part.is_empty());
    let name = super::path::base_name(clean(last.unwrap_or(word))).to_ascii_lowercase();
    matches!(name.as_str(), "net" | "net.exe" | "net1" | "net1.exe")
}

/// Quotes and shell characters around a word.
fn clean(word: &str) -> &str {
    word.trim_matches(|c| matches!(c, '"' | '\'' | '(' | ')' | '&' | '^'))
}

fn user_option(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let name = name.to_ascii_lowercase();
    let is_user = name.len() >= 2 && "/user".starts_with(&name);
    is_user.then_some(value)
}

/// `\\host\share\…`, with `/` for `\` too; WebDAV hosts keep their `@port`.
fn unc(word: &str) -> Option<(String, String)> {
    let word = word.replace('/', "\\");
    let mut parts = word.strip_prefix(r"\\")?.split('\\');
    let host = parts.next().filter(|host| !host.is_empty())?;
    let share = parts.next().filter(|share| !share.is_empty())?;
    Some((host.to_owned(), share.to_owned()))
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
        assert_eq!(command.share, Some(("fs01.corp.example".into(), "data$".into())));
        assert_eq!(command.user.as_deref(), Some(r"CORP\eve"));
        assert!(net_command(r"net use \\h\s /delete").unwrap().deletes);
        assert_eq!(net_command("ipconfig /all"), None);
    }

    #[test]
    fn letters_apart_by_quotes_may_still_be_the_program() {
        for line in [
            "net use",
            "NET1 use",
            r#""n"e"t" use"#,
            r"C:
net.exe",
            "nenet use",
        ] {
            assert!(may_name_net(line), "{line}");
        }
        for line in ["", "ne t use", "NT AUTHORITY\\SYSTEM", "neet"] {
            assert!(!may_name_net(line), "{line}");
        }
        assert_eq!(net_command(r#""n"e"t" use \\h\s"#).unwrap().subcommand, "use");
    }
}
