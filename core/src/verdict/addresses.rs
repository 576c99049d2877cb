//! Addresses that hosts had.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::{coverage::HostCoverage, words::Role};

/// Addresses that the host's own records show: the near end of connections it opened or accepted.
pub fn addresses(context: &Context<'_>, covered: &HostCoverage<'_>) -> BTreeSet<String> {
    let own: BTreeMap<Role, &str> = BTreeMap::from([
        (Role::Source, "source_address"),
        (Role::Destination, "destination_address"),
    ]);
    let parts = covered.parts.values().flatten();
    let findings = parts.flat_map(|part| &part.stream.traces);
    let mut found = BTreeSet::new();
    for (number, findings) in findings {
        let trace = usize::try_from(number.0).ok().and_then(|n| context.catalog.traces.get(n));
        let Some(variable) = trace.and_then(|trace| own.get(&trace.role)) else { continue };
        // A 5140 on the destination binds the far end, too, but under another name.
        let variables = findings.kept.iter().flat_map(|kept| &kept.variables);
        found.extend(variables.filter(|(name, _)| name == variable).map(|(_, v)| v.clone()));
    }
    found
}
