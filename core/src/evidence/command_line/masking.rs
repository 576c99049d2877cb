//! Passwords on command lines, made unreadable.
//!
//! Contract: of a `net use` or `net user` only what cannot be a password stays: options with the
//! values they may have, one device, one UNC path, the prompt `*`, for `net user` the account.
//! Where quotes inside quotes leave open where a word ends, more is masked rather than less.

use std::{borrow::Cow, ops::Range};

use super::{clean, is_net, may_name_net, words};

/// What stands in place of a secret.
pub const MASK: &str = "********";

/// A word and its place in the line.
type Word = (Range<usize>, String);

/// Masks passwords of every `net use` (and `net user`) in a text.
///
/// ```
/// use konseki_core::evidence::command_line::mask_secrets;
/// assert_eq!(mask_secrets(r#"net use \\h\s "Pass word" /user:U"#), r"net use \\h\s ******** /user:U");
/// assert_eq!(mask_secrets(r"net use X: \\h\s *"), r"net use X: \\h\s *");
/// ```
pub fn mask_secrets(line: &str) -> Cow<'_, str> {
    // A secret is a word behind others; most texts are one word.
    let is_one_word = line.bytes().fold(true, |all, byte| all & (0x21..0x80).contains(&byte));
    if is_one_word || !may_name_net(line) {
        return Cow::Borrowed(line);
    }
    let words = words(line);
    let mut secrets: Vec<Range<usize>> = Vec::new();
    for (at, (range, word)) in words.iter().enumerate() {
        if is_net(word) {
            let rest = words.get(at.saturating_add(1)..).unwrap_or_default();
            secrets.extend(secrets_of(rest));
            secrets.extend(quoted_arguments(line, rest));
        }
        if word.contains(char::is_whitespace) {
            // A quoted command in a command: `cmd /c "net use …"`.
            secrets.extend(inner_secrets(line, range));
        }
    }
    if secrets.is_empty() { Cow::Borrowed(line) } else { Cow::Owned(without(line, secrets)) }
}

fn without(line: &str, mut secrets: Vec<Range<usize>>) -> String {
    secrets.sort_by_key(|range| (range.start, range.end));
    let mut masked = String::with_capacity(line.len());
    let mut from = 0;
    for range in secrets {
        if range.end <= from {
            continue;
        }
        if range.start >= from {
            masked.push_str(line.get(from..range.start).unwrap_or_default());
            masked.push_str(MASK);
        }
        from = range.end;
    }
    masked.push_str(line.get(from..).unwrap_or_default());
    masked
}

/// Secrets inside a quoted word. Where it holds further quotes, its end is not certain: then the
/// rest of the line is looked at.
fn inner_secrets(line: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let Some(text) = line.get(range.clone()) else { return Vec::new() };
    let inner = text.trim_matches('"');
    let opening = text.len().saturating_sub(text.trim_start_matches('"').len());
    let start = range.start.saturating_add(opening);
    let (start, inner) = match inner.contains('"') {
        true => (start, line.get(start..).unwrap_or_default()),
        false => (start, inner),
    };
    let words = loose_words(inner, start);
    let mut secrets = Vec::new();
    for (at, (_, word)) in words.iter().enumerate() {
        if is_net(word) {
            secrets.extend(secrets_of(words.get(at.saturating_add(1)..).unwrap_or_default()));
        }
    }
    secrets
}

/// Secrets of arguments that stand in one quoted word: `Start-Process net -Args "use …"`.
fn quoted_arguments(line: &str, rest: &[Word]) -> Vec<Range<usize>> {
    let words = rest.iter().take(ARGUMENTS_WITHIN);
    let is_quoted = |word: &&Word| word.1.contains(char::is_whitespace);
    let Some((range, _)) = words.filter(is_quoted).find(|(_, word)| {
        let first = word.split_whitespace().next().unwrap_or_default();
        matches!(clean(first).to_ascii_lowercase().as_str(), "use" | "user")
    }) else {
        return Vec::new();
    };
    let text = line.get(range.clone()).unwrap_or_default();
    secrets_of(&loose_words(text.trim_end_matches('"'), range.start))
}

/// Words split on white space; what an inner quote opens goes on to the word that closes it.
fn loose_words(text: &str, shift: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut at: usize = 0;
    for piece in text.split(char::is_whitespace) {
        let start = at.saturating_add(shift);
        // White space may take more than one byte: the next piece begins behind it.
        let behind = at.saturating_add(piece.len());
        let space = text.get(behind..).and_then(|rest| rest.chars().next());
        at = behind.saturating_add(space.map_or(0, char::len_utf8));
        if piece.is_empty() {
            continue;
        }
        let range = start..start.saturating_add(piece.len());
        match words.last_mut().filter(|_| open) {
            Some((whole, word)) => {
                whole.end = range.end;
                word.push(' ');
                word.push_str(piece);
            }
            None => words.push((range, piece.to_owned())),
        }
        let quotes = piece.matches('"').count();
        open ^= quotes % 2 == 1;
    }
    words.iter_mut().for_each(|(_, word)| *word = word.replace('"', ""));
    words
}

/// Words behind the program within which its subcommand stands.
const ARGUMENTS_WITHIN: usize = 4;

fn secrets_of(rest: &[Word]) -> Vec<Range<usize>> {
    let subcommand = |(_, word): &Word| match clean(word).to_ascii_lowercase().as_str() {
        "use" => Some(Subcommand::Use),
        "user" => Some(Subcommand::User),
        _ => None,
    };
    let near = rest.iter().take(ARGUMENTS_WITHIN).enumerate();
    let Some((at, found)) = near.into_iter().find_map(|(at, word)| Some((at, subcommand(word)?)))
    else {
        return Vec::new();
    };
    // Something else than a way to pass arguments stands between: another subcommand.
    let is_passing = |(_, word): &Word| word.starts_with('-');
    if !rest.iter().take(at).all(is_passing) {
        return Vec::new();
    }
    let mut public = Public::of(found);
    let mut secrets = Vec::new();
    for (range, word) in rest.iter().skip(at.saturating_add(1)) {
        if matches!(word.as_str(), "&" | "&&" | "|" | "||" | ">" | ">>" | "2>" | "2>>") {
            break;
        }
        if !public.take(clean(word)) {
            secrets.push(range.clone());
        }
    }
    secrets
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Subcommand {
    Use,
    User,
}

/// What may still stand there without being a password.
struct Public {
    of: Subcommand,
    /// One device and one path; for `net user` one account.
    device: bool,
    path: bool,
    account: bool,
}

impl Public {
    fn of(of: Subcommand) -> Self {
        let is_use = of == Subcommand::Use;
        Self { of, device: is_use, path: is_use, account: !is_use }
    }

    /// Whether the word is no password; takes up its place.
    fn take(&mut self, word: &str) -> bool {
        if word.is_empty() || word == "*" || is_option(self.of, word) {
            return true;
        }
        let place = if is_device(word) {
            &mut self.device
        } else if is_path(word) {
            &mut self.path
        } else {
            &mut self.account
        };
        std::mem::replace(place, false)
    }
}

/// `X:`, `LPT1:`, `COM1:`, `PRN:`.
fn is_device(word: &str) -> bool {
    let Some(name) = word.strip_suffix(':') else { return false };
    let name = name.to_ascii_uppercase();
    let port = name.strip_prefix("LPT").or_else(|| name.strip_prefix("COM"));
    let is_digit = |text: &str| text.len() == 1 && text.bytes().all(|b| b.is_ascii_digit());
    name == "PRN"
        || port.is_some_and(is_digit)
        || (name.len() == 1 && name.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// `\\host\share`, `//host/share`, a WebDAV address.
fn is_path(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    ["\\\\", "//", "http://", "https://"].iter().any(|start| lower.starts_with(start))
}

/// An option with a value that it may have; another word with a slash may be a password.
fn is_option(of: Subcommand, word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let (name, value) = match lower.split_once(':') {
        Some((name, value)) => (name, Some(value)),
        None => (lower.as_str(), None),
    };
    let Some(name) = name.strip_prefix('/').filter(|name| !name.is_empty()) else { return false };
    let begins = |whole: &str| whole.starts_with(name);
    let is_number = |value: &str| !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    match (of, value) {
        (_, None) if name == "?" || name == "help" => true,
        (Subcommand::Use, None) => {
            OPTIONS_OF_USE.contains(&name)
                || ["delete", "user", "persistent"].into_iter().any(begins)
        }
        (Subcommand::Use, Some(_)) if begins("user") => true,
        (Subcommand::Use, Some("yes" | "no" | "y" | "n")) => {
            begins("persistent") || name == "compressnetwork"
        }
        (Subcommand::Use, Some("tcp" | "quic" | "rdma")) => name == "transport",
        (Subcommand::Use, Some(value)) => {
            matches!(name, "tcpport" | "quicport" | "rdmaport") && is_number(value)
        }
        (Subcommand::User, _) => OPTIONS_OF_USER.contains(&name),
    }
}

/// Options of `net use` without a value.
const OPTIONS_OF_USE: &[&str] = &[
    "savecred",
    "smartcard",
    "d",
    "del",
    "home",
    "y",
    "n",
    "yes",
    "no",
    "requireintegrity",
    "requireprivacy",
    "writethrough",
    "global",
    "blockntlm",
    "skipcertcheck",
    "noprefix",
];

/// Options of `net user`.
const OPTIONS_OF_USER: &[&str] = &[
    "add",
    "active",
    "delete",
    "del",
    "domain",
    "dom",
    "comment",
    "expires",
    "fullname",
    "homedir",
    "passwordchg",
    "passwordreq",
    "times",
    "logonpasswordchg",
    "workstations",
    "scriptpath",
    "profilepath",
    "countrycode",
    "usercomment",
    "random",
    "y",
    "yes",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_masked() {
        for (line, masked) in [
            (r"net use \\h\s PASS /user:U", r"net use \\h\s ******** /user:U"),
            (r"net  use \\h\s /user:U PASS", r"net  use \\h\s /user:U ********"),
            (
                r"net use X: \\h\s PASS /u:U /persistent:no",
                r"net use X: \\h\s ******** /u:U /persistent:no",
            ),
            (
                r#""C:\Windows\system32\net.exe" use \\h\s "P S" /USER:"A B""#,
                r#""C:\Windows\system32\net.exe" use \\h\s ******** /USER:"A B""#,
            ),
            (r"net use \\h\s * /user:U", r"net use \\h\s * /user:U"),
            (r"cmd /c net use \\h\s PASS & dir", r"cmd /c net use \\h\s ******** & dir"),
            (
                r#"cmd.exe /c "net use \\h\s PASS /user:U""#,
                r#"cmd.exe /c "net use \\h\s ******** /user:U""#,
            ),
            (r"net user eve PASS /add", r"net user eve ******** /add"),
            (r"net1 use \\h\s /PASS /savecred", r"net1 use \\h\s ******** /savecred"),
            ("net view", "net view"),
            (r"net use", r"net use"),
            (r"notepad net.txt", r"notepad net.txt"),
        ] {
            assert_eq!(mask_secrets(line), masked);
        }
    }

    /// Every combination of program, place of the password, its form, options around it and the
    /// command in which the whole stands: no part of the password is left.
    #[test]
    fn no_spelling_lets_a_password_through() {
        let programs = ["net", r"C:\Windows\System32\NET.EXE", "dir&net1"];
        let passwords = [
            "S3cr",
            "/S3cr",
            "S3cr:W0rd",
            "/p:S3cr",
            "/u-S3cr",
            "S3cr&W0rd",
            r"\\S3cr\W0rd",
            "httpS3cr",
            "COMS3cr:",
            r#""S3cr W0rd""#,
            r#""S3cr /user:x W0rd""#,
            r#""S3cr""W0rd""#,
            r#"S3cr\"W0rd"#,
            r#""S3cr\" W0rd""#,
            "S3cr'W0rd",
            "'S3cr W0rd'",
            "%S3cr%",
            "S3cr|W0rd",
            "\u{5bc6}S3cr",
        ];
        let users = ["/user:U", "/u:U", "/USER:CORP\\U", r#"/user:"A B""#];
        let options = ["", "/savecred", "/p:yes", "/persistent:no /y"];
        let wraps: [fn(&str) -> String; 6] = [
            |line| line.to_owned(),
            |line| format!("cmd /c {line}"),
            |line| format!("cmd.exe /c \"{line}\""),
            |line| format!("\"C:\\Windows\\system32\\cmd.exe\" /s /c \"{line}\" & dir"),
            |line| format!("schtasks /create /tn x /tr \"{line}\" /sc once"),
            |line| format!("powershell -Command \"& {{ {line} }}\""),
        ];
        let mut seen = 0_usize;
        for program in programs {
            for password in passwords {
                for (user, option) in users.iter().flat_map(|u| options.map(|o| (u, o))) {
                    let orders = [
                        format!(r"{program} use \\h\s {password} {user} {option}"),
                        format!(r"{program}  use  \\h\s {user} {password} {option}"),
                        format!(r"{program} use X: \\h\s {option} {user} {password}"),
                        format!(r#"{program} use {option} "\\h\s t" {password} X: {user}"#),
                    ];
                    for line in orders.iter().flat_map(|line| wraps.map(|wrap| wrap(line))) {
                        let masked = mask_secrets(&line);
                        let leaks = masked.contains("S3cr") || masked.contains("W0rd");
                        assert!(!leaks, "{line}\n{masked}");
                        assert!(masked.contains(MASK), "{line}");
                        seen += 1;
                    }
                }
            }
        }
        assert_eq!(seen, 3 * 19 * 16 * 4 * 6);
    }

    #[test]
    fn what_is_no_password_stays() {
        for line in [
            r"net use X: \\fs01\projects * /user:CORP\svc /persistent:yes",
            r#"cmd /c "net use \\fs01\projects /user:svc * /savecred""#,
            r"net use \\fs01\projects /transport:quic /quicport:443",
            r"net use X: /delete /y",
            r"net use http://fs01/dav /u:svc *",
            r"net view \\fs01 /all",
            r"net localgroup administrators eve /add",
            r"net user eve /delete",
            r"Get-NetAdapter use x",
        ] {
            assert_eq!(mask_secrets(line), line);
        }
    }
}
