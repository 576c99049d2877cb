//! Which 4658 closes which 4656, across chunks and segments.
//!
//! Contract: a closing belongs to the last opening of the same handle before it, if no other
//! event on that handle stands between and both are no more than [`limits::HANDLE_REACH`]
//! EventRecordIDs apart. That is a property of the records' order alone; joining states in any
//! order finds the same chains.

use super::findings::{FirstUse, Handle, HandleState, KeptMatch, OpenHandle, Opening, Place};
use crate::{
    catalog::{Catalog, TraceNumber},
    limits,
};

/// An event on a handle.
#[derive(Debug, Clone)]
pub(super) enum HandleEvent {
    /// A handle was opened; `openings` are the traces that the record meets, maybe none.
    Opened(Vec<Opening>),
    /// A handle was closed; with the closing traces whose own conditions the record meets.
    Closed(Vec<(TraceNumber, KeptMatch)>),
}

/// Which opening trace a closing trace names as its parent, by trace number.
#[derive(Debug, Clone, Default)]
pub(super) struct Parents(Vec<Option<TraceNumber>>);

impl Parents {
    pub(super) fn new(catalog: &Catalog) -> Self {
        Self(catalog.traces.iter().map(|trace| trace.chain_parent).collect())
    }

    #[cfg(test)]
    pub(super) fn for_tests(parents: &[Option<TraceNumber>]) -> Self {
        Self(parents.to_vec())
    }

    /// The parent of a trace, if it closes a handle.
    pub(super) fn of(&self, trace: TraceNumber) -> Option<TraceNumber> {
        let index = usize::try_from(trace.0).unwrap_or(usize::MAX);
        self.0.get(index).copied().flatten()
    }
}

/// Chains that were completed: closing trace and match.
pub(super) type Chains = Vec<(TraceNumber, KeptMatch)>;

impl HandleState {
    /// Takes up one event behind all others of the run, whose first record has `first_id`.
    pub(super) fn apply(
        &mut self,
        handle: Handle,
        place: Place,
        event: HandleEvent,
        first_id: u64,
        parents: &Parents,
    ) -> Chains {
        let mut chains = Chains::new();
        match event {
            HandleEvent::Opened(openings) => {
                let first_use = FirstUse::Opened { record_id: place.record_id };
                self.use_handle(handle, first_use, first_id, parents, &mut chains);
                if !openings.is_empty() {
                    self.open.insert(handle, OpenHandle { place, openings });
                }
            }
            HandleEvent::Closed(closings) => {
                let first_use = FirstUse::Closed { record_id: place.record_id, closings };
                self.use_handle(handle, first_use, first_id, parents, &mut chains);
            }
        }
        // What is out of reach is forgotten when runs are joined: a chunk is shorter than that.
        chains
    }

    /// The first event on a handle behind this state: it ends what is open.
    fn use_handle(
        &mut self,
        handle: Handle,
        first_use: FirstUse,
        first_id: u64,
        parents: &Parents,
        chains: &mut Chains,
    ) {
        let open = self.open.remove(&handle);
        if let (Some(open), FirstUse::Closed { record_id, closings }) = (&open, &first_use)
            && is_in_reach(open.place.record_id, *record_id)
        {
            chains.extend(closings.iter().filter_map(|(trace, closing)| {
                Some((*trace, tie(open, *trace, closing, parents)?))
            }));
        }
        let record_id = match &first_use {
            FirstUse::Closed { record_id, .. } | FirstUse::Opened { record_id } => *record_id,
        };
        if is_in_reach(first_id, record_id) {
            self.first_use.entry(handle).or_insert(first_use);
        }
    }

    /// Appends the state of a run that follows; the joined run reaches from `first_id` to
    /// `last_id`.
    pub(super) fn join(
        &mut self,
        next: Self,
        first_id: u64,
        last_id: u64,
        parents: &Parents,
    ) -> Chains {
        let mut chains = Chains::new();
        for (handle, first_use) in next.first_use {
            self.use_handle(handle, first_use, first_id, parents, &mut chains);
        }
        self.open.extend(next.open);
        self.open.retain(|_, open| is_in_reach(open.place.record_id, last_id));
        chains
    }
}

fn is_in_reach(earlier: u64, later: u64) -> bool {
    later.saturating_sub(earlier) < limits::HANDLE_REACH
}

/// The chain of an opening and a closing, if the closing trace asks for this opening.
fn tie(
    open: &OpenHandle,
    trace: TraceNumber,
    closing: &KeptMatch,
    parents: &Parents,
) -> Option<KeptMatch> {
    let parent = parents.of(trace)?;
    let opening = open.openings.iter().find(|opening| opening.trace == parent)?;
    let mut chain = closing.clone();
    chain.earlier = vec![open.place];
    chain.opening = Some(opening.values.clone());
    Some(chain)
}
