//! Which hosts are judged in which role, and why.
//!
//! Contract: every host is judged as source and as destination; as domain controller if it issued
//! tickets, or the user says so. Roles that the user gives to a host replace the proposed ones.

use super::{Context, facts::text};
use crate::{
    catalog::Sheet,
    coverage::{HostCoverage, HostNumber},
    words::{Certainty, Role, Text},
};

/// Share accesses: what a destination records.
const SHARE_ACCESS: [u32; 2] = [5140, 5145];
/// Tickets: what only a domain controller issues.
const TICKETS: [u32; 2] = [4768, 4769];

/// A host to be judged in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostInRole {
    /// The host.
    pub host: HostNumber,
    /// Why.
    pub basis: Text,
}

/// The hosts of a role in a sheet, in order of their names.
pub fn hosts_in_roles(context: &Context<'_>, sheet: &Sheet, role: Role) -> Vec<HostInRole> {
    let coverage = context.coverage.iter().enumerate();
    coverage
        .filter_map(|(number, coverage)| {
            let host = HostNumber(number);
            let given = given(context, host);
            let basis = match given.is_empty() {
                true => proposed(context, sheet, role, coverage)?,
                false => given
                    .contains(&role)
                    .then(|| text("利用者の指定による。", "The user says so."))?,
            };
            Some(HostInRole { host, basis })
        })
        .collect()
}

/// Roles that the user gives to a host, by any of its names.
fn given(context: &Context<'_>, host: HostNumber) -> Vec<Role> {
    let roles = context.question.roles.iter();
    let roles = roles.filter(|given| context.hosts.is_called(host, &given.name));
    roles.map(|given| given.role).collect()
}

fn proposed(
    context: &Context<'_>,
    sheet: &Sheet,
    role: Role,
    coverage: &HostCoverage<'_>,
) -> Option<Text> {
    match role {
        Role::Source | Role::Host => {
            let found = specific(context, sheet, role, coverage);
            Some(match found {
                Some(title) => text(
                    format!("固有の痕跡（{}）の記録がある。", title.ja),
                    format!("Its evidence holds a specific trace ({}).", title.en),
                ),
                None => everywhere(),
            })
        }
        Role::Destination => Some(match seen(coverage, &SHARE_ACCESS) {
            Some(id) => text(
                format!("共有へのアクセス(イベント {id})の記録がある。"),
                format!("Its Security log holds accesses to shares (event {id})."),
            ),
            None => everywhere(),
        }),
        Role::DomainController => seen(coverage, &TICKETS).map(|id| {
            text(
                format!("チケットの発行(イベント {id})の記録がある。"),
                format!("Its Security log holds issued tickets (event {id})."),
            )
        }),
    }
}

fn everywhere() -> Text {
    text("すべてのホストをこの役割でも調べる。", "Every host is judged in this role, too.")
}

/// The first specific trace of the role that has a record on the host.
fn specific<'c>(
    context: &Context<'c>,
    sheet: &Sheet,
    role: Role,
    coverage: &HostCoverage<'_>,
) -> Option<&'c Text> {
    let parts = || coverage.parts.values().flatten();
    let traces = sheet.traces.iter().filter_map(|number| context.trace(number.0));
    traces
        .filter(|trace| trace.role == role && trace.certainty == Certainty::Specific)
        .find(|trace| {
            parts().any(|part| {
                let found = part.stream.traces.get(&trace.number);
                found.is_some_and(|found| found.all.iter().any(|one| !one.weak))
            })
        })
        .map(|trace| &trace.title)
}

/// The first of these event ids that the host's Security log holds.
fn seen(coverage: &HostCoverage<'_>, ids: &[u32]) -> Option<u32> {
    let parts = coverage.parts.get("security")?;
    ids.iter().copied().find(|id| parts.iter().any(|part| part.stream.event_ids.contains_key(id)))
}
