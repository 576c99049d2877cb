//! Judging records by a catalog.

use super::judge::{ChannelNumber, HandleUse, Hit, Judge, Judged};
use crate::{
    catalog::{Catalog, TraceNumber},
    formats::{evtx::Record, prefetch::Prefetch},
};

/// The catalog's traces and life signs.
pub(super) struct CatalogJudge<'c> {
    #[expect(dead_code, reason = "matching is connected next")]
    catalog: &'c Catalog,
}

impl<'c> CatalogJudge<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        Self { catalog }
    }
}

impl Judge for CatalogJudge<'_> {
    fn channel(&self, _: &str) -> Option<ChannelNumber> {
        None
    }

    fn judge(&self, _: ChannelNumber, record: &Record<'_>) -> Judged {
        let handle = match record.system.event_id {
            Some(4656) => Some(HandleUse::Opens),
            Some(4658) => Some(HandleUse::Closes),
            _ => None,
        };
        Judged { handle, ..Judged::default() }
    }

    fn judge_prefetch(&self, _: &Prefetch) -> Vec<(TraceNumber, Hit)> {
        Vec::new()
    }
}
