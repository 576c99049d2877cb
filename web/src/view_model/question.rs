//! The question bar: what the user types, and the question that it is.

use konseki_core::analysis::Question;
use konseki_core::report::{Report, RoleAssignment};
use konseki_core::time::Filetime;
use konseki_core::words::Role;

use super::format;

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

/// The host that the user gave a role.
pub fn host_of(question: &Question, role: Role) -> Option<&str> {
    let given = question.roles.iter().find(|given| given.role == role);
    given.map(|given| given.name.as_str())
}

#[cfg(test)]
mod tests {
    use konseki_core::report::Host;

    use super::*;

    fn report() -> Report {
        let host = Host {
            name: "WS01.corp.example".to_owned(),
            aliases: Vec::new(),
            alias_times: Vec::new(),
            time_zones: Vec::new(),
            addresses: vec!["10.0.0.5".to_owned()],
            roles: Vec::new(),
            coverage: Vec::new(),
        };
        Report { hosts: vec![host], ..Report::default() }
    }

    fn typed(source: &str, from: &str, to: &str) -> Typed {
        let mut typed = Typed { from: from.to_owned(), to: to.to_owned(), ..Typed::default() };
        typed.variables[0] = source.to_owned();
        typed
    }

    #[test]
    fn what_is_typed_comes_back() {
        let typed = typed("ws01", "2026-01-31T09:00", "2026-01-31T10:00:30");
        let question = typed.question(&report(), &Question::default()).unwrap();
        assert_eq!(question.variables["source_address"], "10.0.0.5");
        let again = Typed::of(&question);
        assert_eq!(
            (again.from.as_str(), again.to.as_str()),
            ("2026-01-31 09:00:00", "2026-01-31 10:00:30")
        );
        assert_eq!(again.question(&report(), &Question::default()).unwrap(), question);
        let nothing = Typed::default().question(&report(), &question).unwrap();
        assert_eq!(nothing, Question::default());
    }

    #[test]
    fn a_part_that_is_left_out_is_meant_as_a_whole() {
        let period = |from: &str, to: &str| {
            let question = typed("", from, to).question(&report(), &Question::default()).unwrap();
            let (from, to) = question.window.expect("a period");
            (from.to_string(), to.to_string())
        };
        let of =
            |from: &str, to: &str| (format!("2026-03-02T{from}Z"), format!("2026-03-02T{to}Z"));
        let whole = of("09:15:04.0000000", "09:15:04.9999999");
        assert_eq!(period("2026-03-02 09:15:04", "2026-03-02 09:15:04"), whole);
        assert_eq!(period("2026/03/02T09:15:04Z", "2026-03-02 18:15:04+09:00"), whole);
        let exact = of("09:15:04.1254567", "09:15:04.1299999");
        assert_eq!(period("2026-03-02 09:15:04.1254567 UTC", "2026-03-02 09:15:04.12"), exact);
        let day = of("00:00:00.0000000", "23:59:59.9999999");
        assert_eq!(period("2026-03-02", "2026-03-02"), day);
        let kept = "2026-03-02 09:15:04.1254567";
        let again =
            Typed::of(&typed("", kept, kept).question(&report(), &Question::default()).unwrap());
        assert_eq!((again.from.as_str(), again.to.as_str()), (kept, kept));
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let ask = |typed: Typed| typed.question(&report(), &Question::default()).unwrap_err();
        assert_eq!(ask(typed("PC99", "", "")), Problem::SourceAddress);
        for time in
            ["soon", "09:15", "2026-03-02 9時", "2026-03-02 09:15:04.123456789Zed", "2026-13-01"]
        {
            assert_eq!(ask(typed("", time, "")), Problem::Time, "{time}");
        }
        assert_eq!(ask(typed("", "2026-02-01T00:00", "2026-01-01T00:00")), Problem::Order);
    }

    #[test]
    fn a_host_has_the_role_it_was_given_last() {
        let first = with_role(&Question::default(), Role::Source, Some("A"));
        let second = with_role(&first, Role::Destination, Some("A"));
        assert_eq!(host_of(&second, Role::Source), None);
        assert_eq!(host_of(&second, Role::Destination), Some("A"));
        assert_eq!(with_role(&second, Role::Destination, None), Question::default());
    }
}
