//! The command `konseki`: the same core as the page, for automation and fleets.
//!
//! Contract: reads evidence and writes only what `--output` names. Exit code 0: read and settled;
//! 1: the result could not be written; 2: usage; 3: some evidence could not be read whole.

mod arguments;
mod check;
mod record;
mod sheets;
mod source;

use std::{
    env,
    fs::{self, File},
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    path::Path,
    process::ExitCode,
    time::SystemTime,
};

use arguments::{Check, Command, Format};
use check::PlannedFile;
use konseki_core::{
    analysis,
    catalog::{self, Catalog, Statement},
    export::{self, Cover, Language},
    report::Report,
    time::Filetime,
};

const NOT_WRITTEN: u8 = 1;
const USAGE: u8 = 2;
const READ_IN_PART: u8 = 3;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(failure) => {
            // Names of files may hold what a terminal would obey; line ends are of this program.
            let lines = failure.message.lines().map(export::visible);
            eprintln!("konseki: {}", lines.collect::<Vec<_>>().join("\n"));
            ExitCode::from(failure.code)
        }
    }
}

/// Why the command ends without its result.
struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    fn usage(message: String) -> Self {
        Self { code: USAGE, message }
    }
}

fn run() -> Result<ExitCode, Failure> {
    let command = arguments::parse(env::args_os().skip(1), language_of_environment())
        .map_err(|message| Failure::usage(format!("{message}\n\n{}", arguments::HELP)))?;
    match command {
        Command::Help => print(arguments::HELP),
        Command::Version => print(&format!("konseki {}\n", env!("CARGO_PKG_VERSION"))),
        Command::Sheets { language } => print(&sheets::sheets(&catalog()?, language)),
        Command::ExportSigma { folder } => export_sigma(&folder),
        Command::Record { file, offset, secrets } => {
            print(&record::record(&file, offset, secrets).map_err(Failure::usage)?)
        }
        Command::Check(asked) => check(&asked),
    }
}

/// Japanese where the environment says so, else English.
fn language_of_environment() -> Language {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let set = variables.iter().filter_map(|name| env::var(name).ok()).find(|text| !text.is_empty());
    match set {
        Some(text) if text.starts_with("ja") => Language::Japanese,
        _ => Language::English,
    }
}

fn catalog() -> Result<Catalog, Failure> {
    catalog::builtin().map_err(|errors| Failure::usage(errors.to_string()))
}

fn check(asked: &Check) -> Result<ExitCode, Failure> {
    let catalog = catalog()?;
    for id in &asked.question.sheets {
        if !catalog.sheets.iter().any(|sheet| sheet.id == *id) {
            return Err(Failure::usage(format!("no sheet {id}; see `konseki sheets`")));
        }
    }
    for text in &asked.question.statements {
        Statement::read(text, &catalog).map_err(Failure::usage)?;
    }
    let files = source::given_files(&asked.paths).map_err(Failure::usage)?;
    let mut files = check::plan(&files);
    let report = check::check(&catalog, &mut files, &asked.question, asked.workers);
    write_report(&report, &catalog, asked, &files)
        .map_err(|error| Failure { code: NOT_WRITTEN, message: error.to_string() })?;
    let code = if check::is_incomplete(&report) { READ_IN_PART } else { 0 };
    Ok(ExitCode::from(code))
}

fn write_report(
    report: &Report,
    catalog: &Catalog,
    asked: &Check,
    files: &[PlannedFile<'_>],
) -> io::Result<()> {
    let mut writer: Box<dyn Write> = match &asked.output {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(io::stdout().lock()),
    };
    let mut buffered = BufWriter::new(&mut writer);
    let written = match asked.format {
        Format::Table => buffered.write_all(export::table(report, asked.language).as_bytes()),
        Format::Json => export::write_json(report, &mut buffered),
        Format::JsonLines => export::write_json_lines(report, &mut buffered),
        Format::Csv => export::write_csv(report, asked.language, &mut buffered),
        Format::Manifest => export::write_manifest(report, &mut buffered),
        Format::Cited => {
            let reach = |listed: &_| files.iter().find_map(|file| file.reached(listed));
            let mut go_on = |_| ControlFlow::Continue(());
            analysis::write_cited(report, reach, &mut buffered, &mut go_on).map(drop)
        }
        Format::Html => {
            export::write_html(report, catalog, &cover(asked), asked.language, &mut buffered)
        }
    };
    unless_closed(written.and_then(|()| buffered.flush()))
}

/// Writes the rules; files of other names in the folder stay.
fn export_sigma(folder: &Path) -> Result<ExitCode, Failure> {
    let catalog = catalog()?;
    let write = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for file in export::sigma(&catalog) {
            fs::write(folder.join(&file.name), &file.text)?;
        }
        Ok(())
    };
    write().map_err(|error| Failure {
        code: NOT_WRITTEN,
        message: format!("{}: {error}", folder.display()),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The cover sheet with the time of now, unless one was given.
fn cover(asked: &Check) -> Cover {
    let mut cover = asked.cover.clone();
    if cover.made_at.is_empty() {
        let since_1970 =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        cover.made_at = Filetime::from_unix_seconds(since_1970.as_secs()).to_string();
    }
    cover
}

fn print(text: &str) -> Result<ExitCode, Failure> {
    let mut stdout = io::stdout().lock();
    unless_closed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
        .map_err(|error| Failure { code: NOT_WRITTEN, message: error.to_string() })?;
    Ok(ExitCode::SUCCESS)
}

/// A reader that has seen enough (`| head`) is no error.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
