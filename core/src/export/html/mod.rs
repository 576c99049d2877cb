//! The report as one self-contained HTML document for the case file.
//!
//! Contract: no script, nothing fetched (the document's own policy forbids it), printable on A4.
//! All but the cover sheet follows from the report, the catalog and the language alone. Every text
//! goes through [`markup`], the only place where markup is written. What is listed is capped; the
//! document says how much more there is, and the other forms hold all of it.

mod citations;
mod conclusions;
mod cover;
mod evidence;
mod limits;
mod markup;
mod next_steps;
mod reproduce;
mod timeline;
mod uses;
mod verdicts;
mod wording;

use std::io::{self, Write};

use self::{citations::Citations, markup::Markup, wording::Phrase};
use super::{Language, columns::cut, table::seconds};
use crate::{
    catalog::Catalog,
    report::{
        Interest, Match, Reason, RecordRef, Report, RoleResult, Session, SheetResult, TraceResult,
    },
    words::{Certainty, Text},
};

const STYLE: &str = concat!("<style>", include_str!("style.css"), "</style>\n");
/// Nothing may be fetched or run, whatever the document holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// Matches cited of a trace that other activity leaves too.
const CONSISTENT_CITED: usize = 5;
/// Matches cited of a specific or decisive trace.
const SPECIFIC_CITED: usize = 25;
/// Proofs cited of one reason.
const PROOFS_CITED: usize = 8;
/// Uses shown whole.
const USES_SHOWN: usize = 50;
/// Records cited of one use.
const USE_RECORDS_CITED: usize = 60;

/// What stands on the cover besides the report; what is empty is left to be filled in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// Who examined.
    pub examiner: String,
    /// Number of the case.
    pub case_number: String,
    /// When the document was made, with its zone: the core has no clock.
    pub made_at: String,
    /// The examiner's zone; all times of the document stay in UTC.
    pub zone: String,
}

/// Writes the report as HTML. The catalog gives titles of variables and other causes of records.
///
/// # Errors
/// When the writer fails.
///
/// ```
/// use konseki_core::{catalog, export::{Cover, Language, write_html}, report::Report};
/// let catalog = catalog::builtin().unwrap();
/// let mut html = Vec::new();
/// write_html(&Report::default(), &catalog, &Cover::default(), Language::English, &mut html).unwrap();
/// assert!(html.starts_with(b"<!DOCTYPE html>"));
/// ```
pub fn write_html(
    report: &Report,
    catalog: &Catalog,
    cover: &Cover,
    language: Language,
    mut writer: impl Write,
) -> io::Result<()> {
    let page = Page { report, catalog, language, citations: Citations::collect(report) };
    let mut out = Markup::default();
    out.constant("<!DOCTYPE html>\n");
    let code = match language {
        Language::Japanese => "ja",
        Language::English => "en",
    };
    out.element("html", &[("lang", code)], |out| {
        out.element("head", &[], |out| head(&page, out));
        out.element("body", &[], |out| {
            cover::write(&page, cover, out);
            out.element("main", &[], |out| {
                conclusions::write(&page, out);
                timeline::write(&page, out);
                uses::write(&page, out);
                verdicts::write(&page, out);
                next_steps::write(&page, out);
                limits::write(&page, out);
                evidence::write(&page, out);
                citations::write(&page, out);
                reproduce::write(&page, out);
            });
        });
    });
    writer.write_all(out.into_text().as_bytes())
}

fn head(page: &Page<'_>, out: &mut Markup) {
    out.void("meta", &[("charset", "utf-8")]);
    out.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    out.void("meta", &[("name", "viewport"), ("content", "width=device-width")]);
    out.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    out.leaf("title", "", page.say(Phrase::Title));
    out.constant(STYLE);
}

/// What every part of the document needs.
struct Page<'r> {
    report: &'r Report,
    catalog: &'r Catalog,
    language: Language,
    citations: Citations<'r>,
}

impl<'r> Page<'r> {
    fn say(&self, phrase: Phrase) -> &'static str {
        self.language.phrase(phrase)
    }

    /// All roles of all sheets, in the order of the report.
    fn roles(&self) -> impl Iterator<Item = (&'r SheetResult, &'r RoleResult)> + use<'r> {
        let sheets = self.report.sheets.iter();
        sheets.flat_map(|sheet| sheet.roles.iter().map(move |role| (sheet, role)))
    }

    /// The same in the order of roles of each sheet; of one role the strongest conclusion first, so
    /// that what was found is not read after hosts that have nothing to do with it.
    fn strongest_first(&self) -> Vec<(&'r SheetResult, &'r RoleResult)> {
        let mut ordered = Vec::new();
        for sheet in &self.report.sheets {
            let place = |role| sheet.roles.iter().position(|one| one.role == role);
            let mut roles: Vec<_> = sheet.roles.iter().collect();
            roles.sort_by_cached_key(|one| (place(one.role), one.conclusion.code));
            ordered.extend(roles.into_iter().map(|role| (sheet, role)));
        }
        ordered
    }

    fn host(&self, role: &'r RoleResult) -> &'r str {
        role.host.as_deref().unwrap_or(self.say(Phrase::NoHost))
    }

    /// Id of a role's table: its place in the report, so that no name of a host is in it.
    fn role_id(&self, sheet: &str, role: &RoleResult) -> String {
        let same = |one: &(&SheetResult, &RoleResult)| {
            one.0.id == sheet && one.1.role == role.role && one.1.host == role.host
        };
        format!("r{}", self.roles().position(|one| same(&one)).unwrap_or_default())
    }

    /// Title of a variable, if a sheet names it.
    fn variable(&self, name: &str) -> Option<&'r Text> {
        let sheets = self.catalog.sheets.iter();
        let mut variables = sheets.flat_map(|sheet| &sheet.variables);
        variables.find(|variable| variable.name == name).map(|variable| &variable.title)
    }

    /// Other causes of a trace's records.
    fn benign(&self, trace: &str) -> &'r [Text] {
        let mut traces = self.catalog.traces.iter();
        traces.find(|one| one.id == trace).map_or(&[], |one| one.benign.as_slice())
    }

    /// A part of the document under its heading.
    fn section(
        &self,
        out: &mut Markup,
        id: &'static str,
        title: Phrase,
        content: impl FnOnce(&mut Markup),
    ) {
        out.element("section", &[("id", id)], |out| {
            out.leaf("h2", "", self.say(title));
            content(out);
        });
    }

    /// The head of a table.
    fn head(&self, out: &mut Markup, titles: &[Phrase]) {
        out.element("thead", &[], |out| {
            out.element("tr", &[], |out| {
                for title in titles {
                    out.element("th", &[("scope", "col")], |out| out.text(self.say(*title)));
                }
            });
        });
    }

    /// Numbers of records as links to their citations.
    fn cite(&self, records: &[&RecordRef], out: &mut Markup) {
        let mut numbers: Vec<usize> =
            records.iter().filter_map(|record| self.citations.number(record)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            out.link(&format!("c{number}"), &format!("[{number}]"));
            out.text(" ");
        }
    }
}

/// Matches of a trace that the document cites: tied ones first.
fn cited_matches(trace: &TraceResult) -> impl Iterator<Item = &Match> {
    let is_strong = trace.certainty == Some(Certainty::Specific) || trace.decisive;
    let kept = if is_strong { SPECIFIC_CITED } else { CONSISTENT_CITED };
    let tied = trace.matches.iter().filter(|found| found.bound);
    tied.chain(trace.matches.iter().filter(|found| !found.bound)).take(kept)
}

/// Near misses of a trace that the document cites: all that the report keeps.
fn cited_near_misses(trace: &TraceResult) -> impl Iterator<Item = &Match> {
    trace.near_misses.iter()
}

/// Proofs of a reason that the document cites.
fn cited_proofs(reason: &Reason) -> impl Iterator<Item = &RecordRef> {
    reason.proofs.iter().take(PROOFS_CITED)
}

/// Uses that the document shows whole.
fn shown_uses(sheet: &SheetResult) -> impl Iterator<Item = &Session> {
    sheet.sessions.iter().filter(|session| session.interest == Interest::High).take(USES_SHOWN)
}

/// Records of a use that the document cites.
fn cited_of_use(session: &Session) -> impl Iterator<Item = &RecordRef> {
    session.matches.iter().take(USE_RECORDS_CITED)
}

/// A name that fits.
fn shortened(text: &str, width: usize) -> String {
    cut(&super::visible(text), width)
}
