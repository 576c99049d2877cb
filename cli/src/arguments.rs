//! The command line: what was asked, or what is wrong with it.
//!
//! Contract: pure; paths keep every byte that the system allows in them.

use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
};

use konseki_core::{
    analysis::{Question, Secrets},
    export::{Cover, Language},
    report::{HostAssignment, RoleAssignment},
    time::Filetime,
    words::Role,
};

/// What `konseki help` prints.
pub const HELP: &str = "\
konseki: which documented traces of an attacker's tool are in this evidence?

konseki check [OPTIONS] PATH...     files, folders and ZIP archives
    --sheet ID                      only this sheet; may be given again
    --from TIME --to TIME           window, RFC 3339 with a zone: 2026-01-31T09:00:00Z
    --host NAME=PATH                what lies under PATH of the evidence is of host NAME
    --role NAME=ROLE                source, destination or domain_controller
    --variable NAME=VALUE           ask for this account, share, source_address, ...
    --statement TEXT                examiner's statement, quoted in the report; used when it
                                    reads SETTING=on|off [@HOST] [FROM..TO]
    --format FORMAT                 table (default), json, jsonl, csv, html,
                                    manifest: hashes for sha256sum --check,
                                    cited: ZIP of the records that the report cites,
                                    passwords not masked; needs --output
    --examiner NAME --case-number TEXT --made-at TIME --zone TEXT
                                    cover sheet of html; the time defaults to now
    --output FILE                   instead of standard output
    --workers N                     default: one for each processor
    --lang ja|en                    default: by the environment

konseki sheets [--lang ja|en]       what the catalog holds

konseki export-sigma DIRECTORY      the catalog's event traces as Sigma rules

konseki record FILE OFFSET          one record of an event log; FILE may be a.zip!/member
    --show-secrets                  do not mask passwords on command lines

konseki help | --version

Exit code: 0 read and settled, 2 usage, 3 some evidence could not be read whole.
";

/// What was asked.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// `konseki check`.
    Check(Box<Check>),
    /// `konseki sheets`.
    Sheets {
        /// Language of titles.
        language: Language,
    },
    /// `konseki export-sigma`.
    ExportSigma {
        /// Where the rules go.
        folder: PathBuf,
    },
    /// `konseki record`.
    Record {
        /// File, or `archive!/member`.
        file: PathBuf,
        /// Offset of the record in the event log.
        offset: u64,
        /// Whether passwords are masked.
        secrets: Secrets,
    },
    /// `konseki help`.
    Help,
    /// `konseki --version`.
    Version,
}

/// `konseki check`.
#[derive(Debug, PartialEq)]
pub struct Check {
    /// Files and folders, as given.
    pub paths: Vec<PathBuf>,
    /// What is asked of the evidence.
    pub question: Question,
    /// Form of the report.
    pub format: Format,
    /// File to write, or standard output.
    pub output: Option<PathBuf>,
    /// Scan threads; `None` for one per processor.
    pub workers: Option<usize>,
    /// Language of what is written for people.
    pub language: Language,
    /// Cover sheet of the HTML report.
    pub cover: Cover,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// `konseki.report/1`.
    Json,
    /// One JSON object per line.
    JsonLines,
    /// For spreadsheets.
    Csv,
    /// For the case file.
    Html,
    /// Hashes of the evidence.
    Manifest,
    /// The cited records, cut out of the evidence.
    Cited,
}

/// Reads the arguments behind the program's name; the sentence of an error is for the user.
///
/// # Errors
/// When the arguments make no command.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    language: Language,
) -> Result<Command, String> {
    let mut arguments = Arguments { rest: arguments.into_iter().collect::<Vec<_>>().into_iter() };
    let Some(command) = arguments.rest.next() else {
        return Err("no command given".to_owned());
    };
    match command.to_str() {
        Some("check") => check(arguments, language).map(Box::new).map(Command::Check),
        Some("sheets") => sheets(arguments, language),
        Some("export-sigma") => export_sigma(arguments),
        Some("record") => record(arguments),
        Some("help" | "--help" | "-h") => Ok(Command::Help),
        Some("--version" | "-V") => Ok(Command::Version),
        _ => Err(format!("unknown command {}", command.to_string_lossy())),
    }
}

/// Arguments still to be read.
struct Arguments {
    rest: std::vec::IntoIter<OsString>,
}

/// One argument: an option with the value written behind `=`, or anything else.
enum Argument {
    Option(String, Option<OsString>),
    Plain(OsString),
}

impl Arguments {
    fn next(&mut self) -> Option<Argument> {
        let argument = self.rest.next()?;
        let text = argument.to_string_lossy();
        if !text.starts_with("--") || text == "--" {
            return Some(Argument::Plain(argument));
        }
        Some(match text.split_once('=') {
            Some((name, value)) => Argument::Option(name.to_owned(), Some(value.into())),
            None => Argument::Option(text.into_owned(), None),
        })
    }

    /// The option's value: behind `=`, or the next argument.
    fn value(&mut self, name: &str, given: Option<OsString>) -> Result<OsString, String> {
        given.or_else(|| self.rest.next()).ok_or_else(|| format!("{name} needs a value"))
    }

    fn text(&mut self, name: &str, given: Option<OsString>) -> Result<String, String> {
        let value = self.value(name, given)?;
        value.into_string().map_err(|value| format!("{name} is not text: {}", value.display()))
    }

    /// A value of the form `NAME=VALUE`.
    fn pair(&mut self, name: &str, given: Option<OsString>) -> Result<(String, String), String> {
        let text = self.text(name, given)?;
        match text.split_once('=') {
            Some((left, right)) if !left.is_empty() => Ok((left.to_owned(), right.to_owned())),
            _ => Err(format!("{name} needs NAME=VALUE, not {text}")),
        }
    }
}

fn check(mut arguments: Arguments, language: Language) -> Result<Check, String> {
    let mut check = Check {
        paths: Vec::new(),
        question: Question::default(),
        format: Format::Table,
        output: None,
        workers: None,
        language,
        cover: Cover::default(),
    };
    let (mut from, mut to) = (None, None);
    while let Some(argument) = arguments.next() {
        let (name, given) = match argument {
            Argument::Option(name, given) => (name, given),
            Argument::Plain(path) if path == "--" => {
                check.paths.extend(arguments.rest.by_ref().map(PathBuf::from));
                break;
            }
            Argument::Plain(path) => {
                check.paths.push(path.into());
                continue;
            }
        };
        match name.as_str() {
            "--from" => from = Some(time(&arguments.text(&name, given)?)?),
            "--to" => to = Some(time(&arguments.text(&name, given)?)?),
            "--format" => check.format = format(&arguments.text(&name, given)?)?,
            "--output" => check.output = Some(arguments.value(&name, given)?.into()),
            "--workers" => check.workers = Some(workers(&arguments.text(&name, given)?)?),
            "--lang" => check.language = parse_language(&arguments.text(&name, given)?)?,
            "--examiner" => check.cover.examiner = arguments.text(&name, given)?,
            "--case-number" => check.cover.case_number = arguments.text(&name, given)?,
            "--made-at" => check.cover.made_at = made_at(arguments.text(&name, given)?)?,
            "--zone" => check.cover.zone = arguments.text(&name, given)?,
            _ => ask(&mut check.question, &mut arguments, &name, given)?,
        }
    }
    check.question.window = match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from <= to => Some((from, to)),
        (Some(_), Some(_)) => return Err("--from lies after --to".to_owned()),
        _ => return Err("--from and --to go together".to_owned()),
    };
    if check.paths.is_empty() {
        return Err("no evidence given".to_owned());
    }
    if check.format == Format::Cited && check.output.is_none() {
        return Err("--format cited needs --output".to_owned());
    }
    Ok(check)
}

/// Options that are part of the question.
fn ask(
    question: &mut Question,
    arguments: &mut Arguments,
    name: &str,
    given: Option<OsString>,
) -> Result<(), String> {
    match name {
        "--sheet" => question.sheets.push(arguments.text(name, given)?),
        "--statement" => question.statements.push(arguments.text(name, given)?),
        "--host" => {
            let (host, path) = arguments.pair(name, given)?;
            question.hosts.push(HostAssignment { name: host, path });
        }
        "--role" => {
            let (host, role) = arguments.pair(name, given)?;
            question.roles.push(RoleAssignment { name: host, role: parse_role(&role)? });
        }
        "--variable" => {
            let (variable, value) = arguments.pair(name, given)?;
            question.variables.insert(variable, value);
        }
        _ => return Err(format!("unknown option {name}")),
    }
    Ok(())
}

fn sheets(mut arguments: Arguments, mut language: Language) -> Result<Command, String> {
    while let Some(argument) = arguments.next() {
        match argument {
            Argument::Option(name, given) if name == "--lang" => {
                language = parse_language(&arguments.text(&name, given)?)?;
            }
            Argument::Option(name, _) => return Err(format!("unknown option {name}")),
            Argument::Plain(text) => return Err(format!("{} is too much", text.display())),
        }
    }
    Ok(Command::Sheets { language })
}

fn export_sigma(mut arguments: Arguments) -> Result<Command, String> {
    match (arguments.next(), arguments.next()) {
        (Some(Argument::Plain(folder)), None) => Ok(Command::ExportSigma { folder: folder.into() }),
        _ => Err("export-sigma needs a directory, and nothing else".to_owned()),
    }
}

fn record(mut arguments: Arguments) -> Result<Command, String> {
    let mut plain = Vec::new();
    let mut secrets = Secrets::Mask;
    while let Some(argument) = arguments.next() {
        match argument {
            Argument::Option(name, None) if name == "--show-secrets" => secrets = Secrets::Show,
            Argument::Option(name, _) => return Err(format!("unknown option {name}")),
            Argument::Plain(text) => plain.push(text),
        }
    }
    let [file, offset] = plain.as_slice() else {
        return Err("record needs a file and an offset".to_owned());
    };
    Ok(Command::Record { file: file.into(), offset: parse_offset(offset)?, secrets })
}

/// Decimal, or hexadecimal behind `0x`.
fn parse_offset(text: &OsStr) -> Result<u64, String> {
    let text = text.to_string_lossy();
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    parsed.map_err(|_| format!("not an offset: {text}"))
}

fn time(text: &str) -> Result<Filetime, String> {
    text.parse().map_err(|error: konseki_core::time::InvalidTime| error.to_string())
}

/// The text as given, once it is known to be a time with a zone.
fn made_at(text: String) -> Result<String, String> {
    time(&text).map(|_| text)
}

fn format(text: &str) -> Result<Format, String> {
    match text {
        "table" => Ok(Format::Table),
        "json" => Ok(Format::Json),
        "jsonl" => Ok(Format::JsonLines),
        "csv" => Ok(Format::Csv),
        "html" => Ok(Format::Html),
        "manifest" => Ok(Format::Manifest),
        "cited" => Ok(Format::Cited),
        _ => {
            Err(format!("unknown format {text}: table, json, jsonl, csv, html, manifest or cited"))
        }
    }
}

fn workers(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|count| (1..=256).contains(count))
        .ok_or_else(|| format!("--workers needs a number from 1 to 256, not {text}"))
}

fn parse_language(text: &str) -> Result<Language, String> {
    match text {
        "ja" => Ok(Language::Japanese),
        "en" => Ok(Language::English),
        _ => Err(format!("unknown language {text}: ja or en")),
    }
}

fn parse_role(text: &str) -> Result<Role, String> {
    match text {
        "source" => Ok(Role::Source),
        "destination" => Ok(Role::Destination),
        "domain_controller" => Ok(Role::DomainController),
        "host" => Ok(Role::Host),
        _ => Err(format!("unknown role {text}: source, destination, domain_controller or host")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split(' ').map(OsString::from), Language::English)
    }

    #[test]
    fn options_stand_before_and_after_paths() {
        let Ok(Command::Check(check)) =
            parsed("check a.evtx --host=PC01=a.evtx --format json b --variable share=data")
        else {
            panic!("not a check")
        };
        assert_eq!(check.paths, [PathBuf::from("a.evtx"), PathBuf::from("b")]);
        assert_eq!(check.format, Format::Json);
        let host = HostAssignment { name: "PC01".to_owned(), path: "a.evtx".to_owned() };
        assert_eq!(check.question.hosts, [host]);
        assert_eq!(check.question.variables["share"], "data");
    }

    #[test]
    fn what_makes_no_command_is_named() {
        for (line, message) in [
            ("chek a", "unknown command chek"),
            ("check", "no evidence given"),
            ("check a --from 2026-01-01T00:00:00Z", "--from and --to go together"),
            (
                "check a --from 2026-01-02T00:00:00Z --to 2026-01-01T00:00:00Z",
                "--from lies after --to",
            ),
            (
                "check a --format xml",
                "unknown format xml: table, json, jsonl, csv, html, manifest or cited",
            ),
            ("check a --host PC01", "--host needs NAME=VALUE, not PC01"),
            ("check a --format cited", "--format cited needs --output"),
            ("check a --sheet", "--sheet needs a value"),
            ("check a --colour", "unknown option --colour"),
            ("check a --workers 0", "--workers needs a number from 1 to 256, not 0"),
            ("export-sigma", "export-sigma needs a directory, and nothing else"),
            ("record a", "record needs a file and an offset"),
            ("record a 0xzz", "not an offset: 0xzz"),
        ] {
            assert_eq!(parsed(line), Err(message.to_owned()), "{line}");
        }
        assert!(parsed("check a --from yesterday --to 2026-01-01T00:00:00Z").is_err());
    }

    #[test]
    fn a_record_is_masked_unless_its_secrets_are_asked_for() {
        let file = PathBuf::from("a.zip!/x.evtx");
        let masked = Command::Record { file: file.clone(), offset: 4608, secrets: Secrets::Mask };
        assert_eq!(parsed("record a.zip!/x.evtx 4608"), Ok(masked));
        let shown = Command::Record { file, offset: 4608, secrets: Secrets::Show };
        assert_eq!(parsed("record a.zip!/x.evtx 0x1200 --show-secrets"), Ok(shown));
    }
}
