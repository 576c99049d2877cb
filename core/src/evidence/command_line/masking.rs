//! Passwords on command lines, made unreadable.
//!
//! Contract: of a `net use` or `net user` only what cannot be a password stays: options with the
//! values they may have, one device, one path, the prompt `*`, for `net user` the account. A `use`
//! of a path counts under whatever name it is run. Where quotes inside quotes leave open where a
//! word ends, more is masked rather than less.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use super::{NOT_READ, USE, Word, clean, is_net, to_plain, words};

/// What stands in place of a secret.
pub const MASK: &str = "********";

/// Masks passwords of every `net use` (and `net user`) in a text.
///
/// ```
/// use konseki_core::evidence::command_line::mask_secrets;
/// assert_eq!(mask_secrets(r#"net use \\h\s "Pass word" /user:U"#), r"net use \\h\s ******** /user:U");
/// assert_eq!(mask_secrets(r"net use X: \\h\s *"), r"net use X: \\h\s *");
/// ```
pub fn mask_secrets(line: &str) -> Cow<'_, str> {
    without(line, secret_places(line))
}

/// Whether a field holds a command line, so that [`secrets`] of another one may stand in it.
pub fn is_command_line(field: &str) -> bool {
    field.ends_with("CommandLine")
}

/// The passwords that a command line gives away, as the program reads them.
///
/// ```
/// use konseki_core::evidence::command_line::{mask_known, secrets};
/// let known = secrets(r"net use \\h\s Pass /user:U");
/// assert_eq!(mask_known("cmd /c %x% %y% P^ass", &known), "cmd /c %x% %y% ********");
/// ```
pub fn secrets(line: &str) -> Vec<String> {
    let places = secret_places(line).into_iter();
    let texts = places.filter_map(|place| line.get(place)).map(|text| text.replace(NOT_READ, ""));
    let once: BTreeSet<String> = texts.filter(|text| !text.is_empty() && text != MASK).collect();
    once.into_iter().collect()
}

/// Masks passwords as [`mask_secrets`] does, and those that are known from the line of a process
/// that this line started: a shell may have put it together.
pub fn mask_known<'l>(line: &'l str, known: &[String]) -> Cow<'l, str> {
    let mut places = secret_places(line);
    places.extend(known.iter().flat_map(|secret| places_of(line, secret)));
    without(line, places)
}

/// Where a text stands in a line, whatever quotes and carets stand in between.
fn places_of(line: &str, secret: &str) -> Vec<Range<usize>> {
    let (mut read, mut at) = (String::new(), Vec::new());
    for (place, character) in line.char_indices().filter(|(_, c)| !NOT_READ.contains(c)) {
        read.push(character);
        at.extend(std::iter::repeat_n(place, character.len_utf8()));
    }
    at.push(line.len());
    let found = read.match_indices(secret).filter_map(|(from, text)| {
        let last = text.chars().next_back().map_or(0, char::len_utf8);
        let end = from.checked_add(text.len())?.checked_sub(last)?;
        Some(*at.get(from)?..at.get(end)?.saturating_add(last))
    });
    found.collect()
}

fn secret_places(line: &str) -> Vec<Range<usize>> {
    let mut secrets: Vec<Range<usize>> = Vec::new();
    if !may_hold_secrets(line) {
        return secrets;
    }
    let words = words(line);
    secrets.extend(secrets_among(&words));
    for (at, (range, word)) in words.iter().enumerate() {
        if is_net(word) {
            let rest = words.get(at.saturating_add(1)..).unwrap_or_default();
            secrets.extend(quoted_arguments(line, rest));
        }
        if word.contains(char::is_whitespace) {
            // A quoted command in a command: `cmd /c "net use …"`.
            secrets.extend(inner_secrets(line, range));
        }
    }
    secrets
}

/// Secrets of all commands among some words.
fn secrets_among(words: &[Word]) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    for (at, (_, word)) in words.iter().enumerate() {
        let rest = words.get(at.saturating_add(1)..).unwrap_or_default();
        if is_net(word) {
            secrets.extend(secrets_of(rest));
        } else if to_plain(clean(word)) == USE && points_elsewhere(rest) {
            secrets.extend(secrets_behind(Subcommand::Use, rest));
        }
    }
    secrets
}

/// Whether the words behind a `use` are those of `net use`, whatever the program is called: a path
/// or a device comes first, options aside.
fn points_elsewhere(rest: &[Word]) -> bool {
    let mut words = rest.iter().map(|(_, word)| clean(word));
    let first = words.find(|word| !is_option(Subcommand::Use, word) && *word != "*");
    first.is_some_and(|word| is_path(word) || is_device(word))
}

/// Whether the letters `net` or the word `use` stand somewhere, quotes and carets aside: without
/// them nothing is masked, and most texts need no further look.
fn may_hold_secrets(line: &str) -> bool {
    // A secret is a word behind others; most texts are one word.
    if line.bytes().fold(true, |all, byte| all & (0x21..0x80).contains(&byte)) {
        return false;
    }
    let read = line.bytes().filter(|byte| !matches!(byte, b'"' | b'^'));
    let mut before = [b' '; 4];
    for byte in read.chain([b' ']) {
        let [ahead, first, second, third] = before;
        let is_use = [first, second, third] == *b"use" && !ahead.is_ascii_alphanumeric();
        let byte = byte.to_ascii_lowercase();
        if (is_use && !byte.is_ascii_alphanumeric()) || [second, third, byte] == *b"net" {
            return true;
        }
        before = [first, second, third, byte];
    }
    false
}

fn without(line: &str, mut secrets: Vec<Range<usize>>) -> Cow<'_, str> {
    if secrets.is_empty() {
        return Cow::Borrowed(line);
    }
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
    Cow::Owned(masked)
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
    secrets_among(&loose_words(inner, start))
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

/// Secrets of the words behind `net`.
fn secrets_of(rest: &[Word]) -> Vec<Range<usize>> {
    let subcommand = |(_, word): &Word| match to_plain(clean(word)).as_str() {
        USE => Some(Subcommand::Use),
        "user" => Some(Subcommand::User),
        _ => None,
    };
    let near = || rest.iter().take(ARGUMENTS_WITHIN).enumerate();
    let named = near().find_map(|(at, word)| Some((at, subcommand(word)?)));
    let open = || near().find(|(_, word)| is_variable(word)).map(|(at, _)| (at, Subcommand::Use));
    let Some((at, found)) = named.or_else(open) else { return Vec::new() };
    // Something else than a way to pass arguments stands between: another subcommand.
    let is_passing = |word: &Word| word.1.starts_with('-') || is_variable(word);
    if !rest.iter().take(at).all(is_passing) {
        return Vec::new();
    }
    secrets_behind(found, rest.get(at.saturating_add(1)..).unwrap_or_default())
}

/// Whether a shell puts something else in the place of a word.
fn is_variable((_, word): &Word) -> bool {
    word.contains(['%', '!', '$'])
}

/// Secrets of the words behind a subcommand, up to the next command.
fn secrets_behind(found: Subcommand, rest: &[Word]) -> Vec<Range<usize>> {
    let mut public = Public::of(found);
    let mut secrets = Vec::new();
    for (range, word) in rest {
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

/// `\\host\share`, `//host/share`, a WebDAV address without a user's name and password in it.
fn is_path(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let web = ["http://", "https://"].iter().find_map(|start| lower.strip_prefix(start));
    let has_user = |rest: &str| rest.split(['/', '\\']).next().is_some_and(|at| at.contains('@'));
    ["\\\\", "//"].iter().any(|start| lower.starts_with(start))
        || web.is_some_and(|rest| !has_user(rest))
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
            (r"x use \\h\s PASS /user:U", r"x use \\h\s ******** /user:U"),
            (r"x use /y X: \\h\s PASS", r"x use /y X: \\h\s ********"),
            (r"x use X: PASS /home", r"x use X: ******** /home"),
            (r"cmd /c n^et use \\h\s PASS", r"cmd /c n^et use \\h\s ********"),
            (r"cmd /c net u^se \\h\s PASS", r"cmd /c net u^se \\h\s ********"),
            (r"net %u% \\h\s PASS", r"net %u% \\h\s ********"),
            (
                r"cmd /c set n=net& %n% use \\h\s PASS /user:U",
                r"cmd /c set n=net& %n% use \\h\s ******** /user:U",
            ),
            (r"x use https://h/dav PASS", r"x use https://h/dav ********"),
            (r"net use X: https://U:PASS@h/dav", r"net use X: ********"),
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
        let programs = ["net", r"C:\Windows\System32\NET.EXE", "dir&net1", "n^e^t", "x", "%n%"];
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
        assert_eq!(seen, 6 * 19 * 16 * 4 * 6);
    }

    #[test]
    fn what_a_child_gives_away_is_masked_in_its_parent() {
        let known = secrets(r#"net use \\h\s "S3cr W0rd" /user:U"#);
        assert_eq!(known, ["S3cr W0rd"]);
        for (parent, masked) in [
            (r"cmd /c %n% %u% \\h\s S3^cr W0rd", r"cmd /c %n% %u% \\h\s ********"),
            (r#"cmd /c "set p=S3cr W0rd& run.cmd""#, r#"cmd /c "set p=********& run.cmd""#),
            (r"cmd /c %n% \\h\s 痕S3cr W0rd跡", r"cmd /c %n% \\h\s 痕********跡"),
            ("cmd /c run.cmd", "cmd /c run.cmd"),
        ] {
            assert_eq!(mask_known(parent, &known), masked);
        }
        assert!(secrets("net view").is_empty() && secrets(r"net use \\h\s *").is_empty());
        assert!(secrets(&format!(r"net use \\h\s {MASK}")).is_empty(), "it is masked already");
    }

    #[test]
    fn most_texts_need_no_further_look() {
        for line in ["net", r#""n"e"t" u"#, "NET1", "ipconfig.exe u^se x", "use", "x&use y"] {
            assert!(may_hold_secrets(line), "{line}");
        }
        for line in ["", "ne t", r"C:\Users\eve", "user used re-used", "NT AUTHORITY\\SYSTEM"] {
            assert!(!may_hold_secrets(line), "{line}");
        }
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
            r"please use the printer on \\fs01\print",
            r"C:\Users\use\x.exe use this",
        ] {
            assert_eq!(mask_secrets(line), line);
        }
    }
}
