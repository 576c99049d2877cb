//! A sheet on all hosts of a case: every role on every host, and the uses that tie them.
//!
//! Contract: uses are reconstructed from the matches of all hosts first; then each trace is judged
//! with what the uses taught.

use std::collections::BTreeMap;

use super::{
    Context, Judged, View, hosts_in_roles, judge,
    next_steps::next_steps,
    proof::Proven,
    selection::{self, Selection},
    uses::Uses,
};
use crate::{
    catalog::{Sheet, SheetRole, Trace},
    coverage::HostNumber,
    report::{RoleResult, SheetResult},
    words::{EvidenceKind, Role, Text},
};

/// One role on one host, with the matches of its traces.
pub(super) struct Seat<'c> {
    pub(super) role: &'c SheetRole,
    pub(super) view: View<'c>,
    pub(super) traces: Vec<&'c Trace>,
    pub(super) selections: Vec<Selection<'c>>,
    /// Where each trace would have been recorded.
    pub(super) proven: Vec<Proven>,
}

/// Roles of hosts with the reason.
pub type HostRoles = BTreeMap<HostNumber, BTreeMap<Role, Text>>;

/// The results of a sheet; adds the roles in which hosts were judged to `roles`.
pub fn judge_sheet(context: &Context<'_>, sheet: &Sheet, roles: &mut HostRoles) -> SheetResult {
    let mut seats = seats(context, sheet, roles);
    let uses = Uses::reconstruct(context, &mut seats);
    let judged: Vec<Judged> =
        (0..seats.len()).filter_map(|seat| judge(sheet, seat, &seats, &uses)).collect();
    let (session_count, sessions) = uses.report(context, &seats, &judged);
    let results: Vec<RoleResult> = judged.into_iter().map(|judged| judged.result).collect();
    let collect_next = next_steps(&results);
    SheetResult {
        id: sheet.id.clone(),
        tool: sheet.tool.clone(),
        roles: results,
        sessions,
        session_count,
        collect_next,
    }
}

fn seats<'c>(context: &'c Context<'_>, sheet: &'c Sheet, roles: &mut HostRoles) -> Vec<Seat<'c>> {
    let mut seats = Vec::new();
    for role in &sheet.roles {
        let judged = hosts_in_roles(context, sheet, role.role);
        for host in &judged {
            seats.push(seat(context, sheet, role, Some(host.host)));
            let known = roles.entry(host.host).or_default();
            known.entry(role.role).or_insert_with(|| host.basis.clone());
        }
        if judged.is_empty() || has_unassigned(context, sheet, role) {
            seats.push(seat(context, sheet, role, None));
        }
    }
    seats
}

fn seat<'c>(
    context: &'c Context<'_>,
    sheet: &Sheet,
    role: &'c SheetRole,
    host: Option<HostNumber>,
) -> Seat<'c> {
    let coverage = host.map_or(Some(context.unassigned), |host| context.coverage.get(host.0));
    let view = View { context, host, coverage: coverage.unwrap_or(context.unassigned) };
    let traces = context.traces(sheet, role);
    let selections = selection::select(&view, &traces);
    let proven = traces.iter().map(|trace| Proven::of(&view, trace)).collect();
    Seat { role, view, traces, selections, proven }
}

/// Whether evidence that belongs to no known host could hold traces of the role.
fn has_unassigned(context: &Context<'_>, sheet: &Sheet, role: &SheetRole) -> bool {
    context.traces(sheet, role).iter().any(|trace| match (trace.kind, &trace.channel) {
        (EvidenceKind::EventLog, Some(channel)) => {
            context.unassigned.parts.contains_key(&channel.to_lowercase())
        }
        (kind, _) => context.unassigned.files.contains_key(&kind),
    })
}
