//! The command that gives the same outcomes from the same evidence.

use super::{Language, Page, markup::Markup, wording::Phrase};
use crate::report::Report;

/// The command line, to be run where the evidence lies.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    page.section(out, "reproduce", Phrase::Reproduce, |out| {
        out.leaf("p", "note", page.say(Phrase::ReproduceNote));
        out.leaf("pre", "", &command(page.report, page.language));
    });
}

fn command(report: &Report, language: Language) -> String {
    let asked = &report.asked;
    let mut words = vec!["konseki check --format html".to_owned()];
    let lang = match language {
        Language::Japanese => "ja",
        Language::English => "en",
    };
    words.push(format!("--lang {lang}"));
    let mut option = |name: &str, value: &str| words.push(format!("--{name} {}", quoted(value)));
    if let Some(sheets) = asked.options.get("sheets") {
        sheets.split(',').for_each(|sheet| option("sheet", sheet));
    }
    if let Some(window) = &asked.window {
        option("from", &window.from);
        option("to", &window.to);
    }
    for host in &asked.hosts {
        option("host", &format!("{}={}", host.name, host.path));
    }
    for role in &asked.roles {
        let code = match role.role {
            crate::words::Role::Source => "source",
            crate::words::Role::Destination => "destination",
            crate::words::Role::DomainController => "domain_controller",
            crate::words::Role::Host => "host",
        };
        option("role", &format!("{}={code}", role.name));
    }
    for (name, value) in &asked.variables {
        option("variable", &format!("{name}={value}"));
    }
    asked.statements.iter().for_each(|statement| option("statement", statement));
    words.push("--".to_owned());
    words.extend(roots(report).iter().map(|root| quoted(root)));
    words.join(" ")
}

/// The given files and folders: what stands before the first `/` or `!/` of a path.
fn roots(report: &Report) -> Vec<&str> {
    let mut roots: Vec<&str> = Vec::new();
    for evidence in &report.evidence {
        let path = evidence.path.as_str();
        let outer = path.split_once("!/").map_or(path, |(archive, _)| archive);
        let root = outer.split('/').next().unwrap_or(outer);
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    roots
}

/// A word of a POSIX shell.
fn quoted(word: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "._-/:=,+@".contains(one);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
