//! The question bar: what the user types, and the question that it is.

use std::collections::BTreeMap;

use konseki_core::analysis::Question;
use konseki_core::export::visible;
use konseki_core::report::{Report, RoleAssignment};
use konseki_core::time::Filetime;
use konseki_core::words::Role;

use super::{format, labels};
use crate::text::{Words, fill};

/// First and last moment of a day, and how those of a second end.
const DAY_BEGINS: &str = "00:00:00.0000000";
const DAY_ENDS: &str = "23:59:59.9999999";
const SECOND_BEGINS: &str = ".0000000";
const SECOND_ENDS: &str = ".9999999";

/// Variables of the bar, in its order.
pub const VARIABLES: [&str; 5] = ["source_address", "destination", "account", "share", "file"];

/// What stands in the bar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Values of [`VARIABLES`].
    pub variables: [String; VARIABLES.len()],
    /// From, such as `2026-01-31 09:00:30`, in UTC unless it says its zone. A part that is left
    /// out begins with its first moment.
    pub from: String,
    /// To, likewise; a part that is left out is meant as a whole: `09:00` holds all of the minute.
    pub to: String,
}

/// Why what was typed is no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The source is neither an address nor a host whose address is known.
    SourceAddress,
    /// A time cannot be read.
    Time,
    /// The period ends before it begins.
    Order,
}

impl Typed {
    /// What a question looks like in the bar.
    pub fn of(question: &Question) -> Self {
        let value = |name: &str| question.variables.get(name).cloned().unwrap_or_default();
        let shown = |(from, to)| (shown(from, SECOND_BEGINS), shown(to, SECOND_ENDS));
        let (from, to) = question.window.map(shown).unzip();
        Self {
            variables: VARIABLES.map(value),
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
        }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The field of a number in the bar: the variables, then from, then to.
    pub fn place(&mut self, number: usize) -> &mut String {
        match self.variables.get_mut(number) {
            Some(value) => value,
            None if number == VARIABLES.len() => &mut self.from,
            None => &mut self.to,
        }
    }

    /// The question, with everything that the bar does not hold as it was.
    ///
    /// # Errors
    /// When a value cannot be one of its kind.
    pub fn question(&self, report: &Report, before: &Question) -> Result<Question, Problem> {
        let mut question = before.clone();
        for (name, typed) in VARIABLES.into_iter().zip(&self.variables) {
            let value = match (name, typed.trim()) {
                (_, "") => {
                    question.variables.remove(name);
                    continue;
                }
                ("source_address", typed) => address(report, typed)?,
                (_, typed) => typed.to_owned(),
            };
            question.variables.insert(name.to_owned(), value);
        }
        question.window = self.window(report)?;
        Ok(question)
    }

    /// Where one end is missing, the evidence's own first or last time stands for it.
    fn window(&self, report: &Report) -> Result<Option<(Filetime, Filetime)>, Problem> {
        if self.from.trim().is_empty() && self.to.trim().is_empty() {
            return Ok(None);
        }
        let covered = report.hosts.iter().flat_map(|host| &host.coverage);
        let spans = || covered.clone().flat_map(|coverage| &coverage.intervals);
        let from = match self.from.trim() {
            "" => spans().filter_map(|one| one.span.from.parse().ok()).min().unwrap_or_default(),
            typed => moment(typed, DAY_BEGINS)?,
        };
        let to = match self.to.trim() {
            "" => spans().filter_map(|one| one.span.to.parse().ok()).max().unwrap_or(from),
            typed => moment(typed, DAY_ENDS)?,
        };
        if from > to { Err(Problem::Order) } else { Ok(Some((from, to))) }
    }
}

/// A time as it is typed again: without the digits that filling up would give it.
fn shown(time: Filetime, filled: &str) -> String {
    let text = format::exact(&time.to_string());
    text.strip_suffix(filled).unwrap_or(&text).to_owned()
}

/// The time that is meant; what of the clock is left out is filled up from `whole`.
fn moment(typed: &str, whole: &str) -> Result<Filetime, Problem> {
    let typed = typed.trim().trim_end_matches("UTC").trim_end().replace('/', "-");
    let (date, rest) = typed.split_once(['T', ' ']).unwrap_or((&typed, ""));
    let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone);
    let clock = clock.trim();
    let zone = if zone.is_empty() { "Z" } else { zone };
    let missing = whole.get(clock.len()..).unwrap_or_default();
    format!("{date}T{clock}{missing}{zone}").parse().map_err(|_| Problem::Time)
}

/// An address as typed, or that of a host.
fn address(report: &Report, typed: &str) -> Result<String, Problem> {
    if typed.parse::<std::net::IpAddr>().is_ok() {
        return Ok(typed.to_owned());
    }
    let short = |name: &str| name.split('.').next().unwrap_or(name).to_lowercase();
    let is_called = |name: &String| {
        name.eq_ignore_ascii_case(typed) || (!typed.contains('.') && short(name) == short(typed))
    };
    let mut hosts = report.hosts.iter();
    let host = hosts.find(|host| is_called(&host.name) || host.aliases.iter().any(is_called));
    host.and_then(|host| host.addresses.first()).cloned().ok_or(Problem::SourceAddress)
}

/// The question with another host in a role; `None` leaves the role to the evidence.
///
/// A host that is given a role is judged in its given roles only, so the host loses what the user
/// gave it before.
pub fn with_role(before: &Question, role: Role, host: Option<&str>) -> Question {
    let mut question = before.clone();
    question.roles.retain(|given| given.role != role && Some(given.name.as_str()) != host);
    if let Some(host) = host {
        question.roles.push(RoleAssignment { name: host.to_owned(), role });
    }
    question
}

/// What verdicts are for: names and values, nothing where nothing is asked.
pub fn asked(words: &Words, question: &Question) -> Vec<(String, String)> {
    let period = question.window.map(|(from, to)| {
        let period = format!("{} – {}", shown(from, SECOND_BEGINS), shown(to, SECOND_ENDS));
        (words.case.asked_period.to_owned(), period)
    });
    let variables = question.variables.iter().map(|(name, value)| {
        let known = match name.as_str() {
            "source_address" => words.uses.source,
            "destination" => words.uses.destination,
            "account" => words.uses.account,
            "share" => words.uses.share,
            "file" => words.case.question_file,
            other => other,
        };
        (visible(known).into_owned(), visible(value).into_owned())
    });
    let roles = question.roles.iter().map(|given| {
        let role = labels::role(words, given.role);
        (fill(words.case.host_in_role, &[role]), visible(&given.name).into_owned())
    });
    period.into_iter().chain(variables).chain(roles).collect()
}

/// The question without what [`asked`] tells.
pub fn without_asked(before: &Question) -> Question {
    Question { window: None, variables: BTreeMap::new(), roles: Vec::new(), ..before.clone() }
}

/// The host that the user gave a role.
pub fn host_of(question: &Question, role: Role) -> Option<&str> {
    let given = question.roles.iter().find(|given| given.role == role);
    given.map(|given| given.name.as_str())
}

#[cfg(test)]
#[path = "question_tests.rs"]
mod tests;
