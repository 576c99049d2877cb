//! Evaluating conditions on a record.

use super::{
    asked::{Asked, Known},
    near_misses::{Conditioned, Part},
};
use crate::{
    catalog::conditions::{
        AuditResult, Conditions, Expression, FieldTest, NetForm, Quantity, RightsComparison, Test,
        TextPattern,
    },
    evidence::{address, command_line, number, path},
    formats::evtx::{TextPart, Value, agrees_in_place},
};

/// What was learned while the conditions were met.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Fields that were needed and are not recorded.
    pub absent: Vec<String>,
}

/// Address and port field of the end with the service port, then of the peer.
pub(super) type Ends<'c> = [&'c (String, String); 2];

/// One test's answer.
enum Answer<'c> {
    Met,
    Absent(&'c str),
    Contradicted,
}

/// What all conditions of a trace say of a record.
pub(super) enum Outcome<'c> {
    /// None is contradicted.
    Met(Met),
    /// One is contradicted, and what names the subject is met: a near miss.
    AllButOne(&'c str),
    /// Contradicted.
    Contradicted,
}

/// Holds a record against conditions, in the catalog's order.
pub(super) fn evaluate<'c>(conditions: &Conditioned<'c>, asked: &Asked<'_, '_>) -> Outcome<'c> {
    let mut met = Met::default();
    let mut contradicted = None;
    for condition in &conditions.parts {
        let part = condition.part;
        let holds = match part {
            Part::Detection(expression) => match truth(expression, asked) {
                Truth::Met => true,
                Truth::Absent => {
                    met.absent.extend(absent_fields(expression, asked));
                    true
                }
                Truth::Contradicted => false,
            },
            Part::Test(test) => match check(test, asked) {
                Answer::Met => true,
                Answer::Absent(field) => {
                    met.absent.push(field.to_owned());
                    true
                }
                Answer::Contradicted => false,
            },
        };
        if holds {
            continue;
        }
        let may_be_missed = conditions.tells_near_misses && contradicted.is_none();
        if !may_be_missed || !condition.may_be_missed(asked) {
            return Outcome::Contradicted;
        }
        contradicted = Some(part);
    }
    match contradicted {
        None => Outcome::Met(met),
        Some(part) => Outcome::AllButOne(part.field()),
    }
}

/// What a detection says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    /// It holds.
    Met,
    /// A field that decides it is not recorded.
    Absent,
    /// It does not hold.
    Contradicted,
}

/// What a test of the `where` block says of a record.
pub(super) fn truth_of_test(test: &Test, asked: &Asked<'_, '_>) -> Truth {
    match check(test, asked) {
        Answer::Met => Truth::Met,
        Answer::Absent(_) => Truth::Absent,
        Answer::Contradicted => Truth::Contradicted,
    }
}

/// An alternative whose field is not recorded counts only where no other alternative could be
/// looked at: releases that lack a field have another that tells the same.
pub(super) fn truth(expression: &Expression, asked: &Asked<'_, '_>) -> Truth {
    match expression {
        Expression::All(parts) => {
            let mut all = Truth::Met;
            for part in parts {
                match truth(part, asked) {
                    Truth::Met => {}
                    Truth::Absent => all = Truth::Absent,
                    Truth::Contradicted => return Truth::Contradicted,
                }
            }
            all
        }
        Expression::Any(parts) => {
            let mut is_looked_at = parts.is_empty();
            for part in parts {
                match truth(part, asked) {
                    Truth::Met => return Truth::Met,
                    Truth::Absent => {}
                    Truth::Contradicted => is_looked_at = true,
                }
            }
            if is_looked_at { Truth::Contradicted } else { Truth::Absent }
        }
        Expression::Not(part) => match truth(part, asked) {
            Truth::Met => Truth::Contradicted,
            Truth::Absent => Truth::Absent,
            Truth::Contradicted => Truth::Met,
        },
        Expression::Field(test) => field_truth(test, asked),
    }
}

/// Fields of a detection that the record does not have, or has empty.
fn absent_fields(expression: &Expression, asked: &Asked<'_, '_>) -> Vec<String> {
    match expression {
        Expression::All(parts) | Expression::Any(parts) => {
            parts.iter().flat_map(|part| absent_fields(part, asked)).collect()
        }
        Expression::Not(part) => absent_fields(part, asked),
        Expression::Field(test) => {
            let is_absent = field_truth(test, asked) == Truth::Absent;
            is_absent.then(|| test.field.clone()).into_iter().collect()
        }
    }
}

fn field_truth(test: &FieldTest, asked: &Asked<'_, '_>) -> Truth {
    match asked.known(&test.field) {
        Known::Absent => return Truth::Absent,
        Known::Text(bytes) => {
            if let Some(truth) = truth_in_place(test, bytes) {
                return truth;
            }
        }
        Known::Other | Known::Nothing => {}
    }
    let Some(value) = asked.field(&test.field) else { return Truth::Absent };
    let (holds, is_empty) = value.with_lower_text(|lower| {
        let matches = |pattern: &TextPattern| match pattern {
            TextPattern::Exact(wanted) => lower == *wanted,
            TextPattern::StartsWith(wanted) => lower.starts_with(wanted),
            TextPattern::EndsWith(wanted) => lower.ends_with(wanted),
            TextPattern::Contains(wanted) => lower.contains(wanted),
            TextPattern::Expression(expression) => {
                value.with_text(|text| expression.is_match(text))
            }
        };
        let holds = match test.quantity {
            Quantity::One => test.values.iter().any(matches),
            Quantity::All => test.values.iter().all(matches),
        };
        (holds, lower.is_empty())
    });
    match (holds, is_empty) {
        (true, _) => Truth::Met,
        // Windows leaves a field empty where a policy does not ask for it, as a command line.
        (false, true) => Truth::Absent,
        (false, false) => Truth::Contradicted,
    }
}

/// As the text in lower case says, where it need not be made: what nearly all records come to.
fn truth_in_place(test: &FieldTest, bytes: &[u8]) -> Option<Truth> {
    let Quantity::One = test.quantity else { return None };
    for pattern in &test.values {
        let (part, wanted) = match pattern {
            TextPattern::Exact(wanted) => (TextPart::Whole, wanted),
            TextPattern::StartsWith(wanted) => (TextPart::Start, wanted),
            TextPattern::EndsWith(wanted) => (TextPart::End, wanted),
            TextPattern::Contains(wanted) => (TextPart::Anywhere, wanted),
            TextPattern::Expression(expression) => {
                match Value::Utf16(bytes).with_text(|text| expression.is_match(text)) {
                    true => return Some(Truth::Met),
                    false => continue,
                }
            }
        };
        if agrees_in_place(bytes, part, wanted)? {
            return Some(Truth::Met);
        }
    }
    Some(if bytes.is_empty() { Truth::Absent } else { Truth::Contradicted })
}

fn check<'c>(test: &'c Test, asked: &Asked<'_, '_>) -> Answer<'c> {
    match test {
        Test::Path { field, paths } => {
            // What stands behind the volume is the end of the path.
            if asked.ends_otherwise(field, paths.iter().map(String::as_str)) {
                return Answer::Contradicted;
            }
            let Some(value) = asked.field(field) else { return Answer::Contradicted };
            answer(value.with_lower_text(|text| {
                let after = path::after_volume(text);
                paths.iter().any(|path| path == after)
            }))
        }
        Test::Number { field, values } => match asked.field(field) {
            None => Answer::Absent(field),
            Some(value) => {
                answer(number::of_value(&value).is_some_and(|number| values.contains(&number)))
            }
        },
        Test::Rights { fields, comparison, mask } => rights(fields, *comparison, *mask, asked),
        Test::ServicePort { port, ends } => answer(ends_of(*port, ends, asked).is_some()),
        Test::NetCommand { field, form: NetForm::UseOfShare } => net_use(field, asked),
        Test::Audit(result) => audit(*result, asked),
        Test::NotLoopback { fields } => {
            let loopback = fields.iter().filter_map(|field| asked.field(field)).any(|value| {
                value.with_text(address::parse).is_some_and(|address| address.is_loopback())
            });
            answer(!loopback)
        }
    }
}

fn answer<'c>(met: bool) -> Answer<'c> {
    if met { Answer::Met } else { Answer::Contradicted }
}

fn rights<'c>(
    fields: &'c [String],
    comparison: RightsComparison,
    mask: u32,
    asked: &Asked<'_, '_>,
) -> Answer<'c> {
    let Some(found) = fields.iter().find_map(|field| asked.rights(field)) else {
        return Answer::Absent(fields.first().map_or("", String::as_str));
    };
    answer(match comparison {
        RightsComparison::All => found & mask == mask,
        RightsComparison::Any => found & mask != 0,
        RightsComparison::Exact => found == mask,
        RightsComparison::Within => found & mask != 0 && found & !mask == 0,
    })
}

/// The ends of the connection that a record meets the conditions with, if they ask for one.
pub(super) fn ends<'c>(conditions: &'c Conditions, asked: &Asked<'_, '_>) -> Option<Ends<'c>> {
    conditions.tests.iter().rev().find_map(|test| match test {
        Test::ServicePort { port, ends } => ends_of(*port, ends, asked),
        _ => None,
    })
}

/// The end with the service port is the service; the other one is the peer.
fn ends_of<'c>(
    port: u64,
    ends: &'c [(String, String); 2],
    asked: &Asked<'_, '_>,
) -> Option<Ends<'c>> {
    let [first, second] = ends;
    let has_port =
        |field: &String| asked.field(field).as_ref().and_then(number::of_value) == Some(port);
    if has_port(&first.1) {
        Some([first, second])
    } else if has_port(&second.1) {
        Some([second, first])
    } else {
        None
    }
}

/// Contradicted by another subcommand, a bare `use` and `/delete`; a command line that was not
/// recorded is absent. The other conditions say that the program is `net.exe`, whatever its name.
fn net_use<'c>(field: &'c str, asked: &Asked<'_, '_>) -> Answer<'c> {
    let text = asked.field(field).map(|value| value.text()).unwrap_or_default();
    if text.trim().is_empty() || text.trim() == "-" {
        return Answer::Absent(field);
    }
    answer(command_line::command_of_net(&text).is_use())
}

fn audit<'c>(result: AuditResult, asked: &Asked<'_, '_>) -> Answer<'c> {
    let Some(keywords) = asked.keywords else {
        return Answer::Absent("Keywords");
    };
    answer(match result {
        AuditResult::Success => keywords & 0x0020_0000_0000_0000 != 0,
        AuditResult::Failure => keywords & 0x0010_0000_0000_0000 != 0,
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        catalog,
        evidence::named_texts::NamedTexts,
        formats::evtx::{Field, Record, System, Value},
        matching::{Hit, Matchers},
    };

    #[test]
    fn a_field_that_is_not_recorded_is_no_contradiction() {
        let xcopy = r"C:\Windows\System32\xcopy.exe";
        let trace = "net-use.source.copy-program.security-4688";
        let absent_of = |fields: &[(&str, &str)]| -> Option<Vec<String>> {
            let found = hits("security", &record(4688, fields));
            found.into_iter().find(|(id, _)| id == trace).map(|(_, hit)| hit.absent)
        };
        let named = ("NewProcessName", xcopy);
        let line = |text| ("CommandLine", text);
        assert_eq!(absent_of(&[named, line(r"xcopy  \\FS01\projects\a.txt C:\")]), Some(vec![]));
        assert_eq!(absent_of(&[named, line(r"xcopy C:\a.txt D:\")]), None);
        let missing = Some(vec!["CommandLine".to_owned()]);
        assert_eq!(absent_of(&[named]), missing);
        assert_eq!(absent_of(&[named, line("")]), missing);
    }

    #[test]
    fn an_alternative_that_is_not_recorded_leaves_the_others_to_decide() {
        // Sysmon before version 10 has no OriginalFileName: the path decides.
        let line = ("CommandLine", r"cmd /c net use \\h\s");
        let old = record(1, &[("Image", r"C:\Windows\System32\cmd.exe"), line]);
        assert_eq!(hits("microsoft-windows-sysmon/operational", &old).len(), 0);
    }

    fn record(event_id: u32, fields: &[(&str, &str)]) -> Record<'static> {
        let fields = fields
            .iter()
            .map(|(name, text)| Field {
                name: (*name).into(),
                value: Value::Text((*text).to_owned().into()),
            })
            .collect();
        let system = System {
            event_id: Some(event_id),
            keywords: Some(0x8020_0000_0000_0000),
            ..System::default()
        };
        Record::new(system, fields)
    }

    /// What was found of a trace, as texts.
    struct Found {
        absent: Vec<String>,
        fields: NamedTexts,
        variables: NamedTexts,
    }

    fn hits(channel: &str, record: &Record<'_>) -> Vec<(String, Found)> {
        let catalog = catalog::builtin().unwrap();
        let matchers = Matchers::new(&catalog);
        let channel = matchers.channel(channel).unwrap();
        let judged = matchers.judge(channel, record);
        let found = |(number, hit): (catalog::TraceNumber, Hit)| {
            let found = Found {
                absent: hit.absent,
                fields: matchers.fields(number, &hit.values),
                variables: matchers.variables(number, &hit.values, None).all(),
            };
            (catalog.traces[number.0 as usize].id.clone(), found)
        };
        judged.hits.into_iter().map(found).collect()
    }

    #[test]
    fn a_command_line_confirms_contradicts_or_is_absent() {
        let start = |line: &str| {
            let fields = [
                ("NewProcessName", r"C:\Windows\System32\net.exe"),
                ("NewProcessId", "0x1bc"),
                ("CommandLine", line),
            ];
            hits("security", &record(4688, &fields))
        };
        let confirmed = start(r"net  use \\FS01\projects Secret1 /user:CORP\svc");
        assert_eq!(confirmed[0].0, "net-use.source.process-start.security-4688");
        let hit = &confirmed[0].1;
        assert!(hit.absent.is_empty());
        assert!(hit.variables.get("share") == Some("projects"));
        assert!(hit.variables.get("process_id") == Some("444"));
        assert!(hit.fields.iter().all(|(_, text)| !text.contains("Secret1")));
        assert_eq!(start("")[0].1.absent, ["CommandLine"]);
        for other in ["net view", "net use", r"net use \\FS01\projects /delete", "net user"] {
            assert!(start(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn both_orientations_of_an_incoming_connection_bind_the_peer() {
        for (source, destination) in [
            (("10.0.20.5", "445"), ("10.0.10.21", "50123")),
            (("10.0.10.21", "50123"), ("10.0.20.5", "445")),
        ] {
            let fields = [
                ("ProcessId", "4"),
                ("Image", "<unknown process>"),
                ("Protocol", "tcp"),
                ("Initiated", "false"),
                ("SourceIp", source.0),
                ("SourcePort", source.1),
                ("DestinationIp", destination.0),
                ("DestinationPort", destination.1),
            ];
            let hits = hits("microsoft-windows-sysmon/operational", &record(3, &fields));
            assert_eq!(hits[0].0, "net-use.destination.smb-connection.sysmon-3");
            assert!(hits[0].1.variables.get("source_address") == Some("10.0.10.21"));
            assert!(hits[0].1.variables.get("source_port") == Some("50123"));
        }
    }

    #[test]
    fn a_file_opened_for_reading_is_found_whatever_its_name() {
        let opened = |share: &str, name: &str, mask: &str| {
            let fields = [
                ("ShareName", share),
                ("RelativeTargetName", name),
                ("AccessMask", mask),
                ("IpAddress", "::ffff:10.0.10.21"),
            ];
            let hits = hits("security", &record(5145, &fields));
            let has = |name: &str| hits.iter().any(|(id, _)| id.ends_with(name));
            (has("file-opened.security-5145"), has("share-access.security-5145"))
        };
        let listed = |share: &str, name: &str, mask: &str| opened(share, name, mask).1;
        let opened = |share: &str, name: &str, mask: &str| opened(share, name, mask).0;
        assert!(!listed(r"\\*\projects", r"plan\budget.xlsx", "0x120089"), "a file");
        assert!(listed(r"\\*\projects", r"plan.2026", "0x100081"));
        assert!(listed(r"\\*\projects", r"plan", "0x120089"), "a folder");
        assert!(listed(r"\\*\projects", r"\", "0x120089"));
        assert!(opened(r"\\*\projects", r"plan\budget.xlsx", "0x120089"));
        assert!(opened(r"\\*\C$", r"Users\eve\secret.txt", "0x1"));
        assert!(opened(r"\\*\projects", r"plan\desktop.ini", "0x120089"));
        assert!(!opened(r"\\*\projects", r"\", "0x120089"));
        assert!(!opened(r"\\*\IPC$", "srvsvc", "0x12019f"));
        assert!(!opened(r"\\*\projects", r"plan\budget.xlsx", "0x80"));
    }
}
