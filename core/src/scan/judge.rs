//! The seam between reading records and matching them, so that the tests of joining can do
//! without a catalog.

use crate::{
    catalog::TraceNumber,
    formats::{evtx::Record, prefetch::Prefetch},
    matching::{ChannelNumber, Hit, Judged, Matchers, PrefetchJudged},
};

/// Judges records; a pure function of the record.
pub(super) trait Judge {
    /// The channel (in lower case), if any trace or life sign asks for it.
    fn channel(&self, channel: &str) -> Option<ChannelNumber>;

    /// What the record is evidence of, into what the record before was.
    fn judge<'s>(&'s self, channel: ChannelNumber, record: &Record<'_>, judged: &mut Judged<'s>);

    /// What is shown of a record that fails one condition of a trace.
    fn near_miss(&self, trace: TraceNumber, record: &Record<'_>) -> Hit;

    /// What a Prefetch file is to the traces whose executable it names.
    fn judge_prefetch(&self, prefetch: &Prefetch) -> Vec<(TraceNumber, PrefetchJudged)>;
}

impl Judge for Matchers<'_> {
    fn channel(&self, channel: &str) -> Option<ChannelNumber> {
        Matchers::channel(self, channel)
    }

    fn judge<'s>(&'s self, channel: ChannelNumber, record: &Record<'_>, judged: &mut Judged<'s>) {
        Matchers::judge_into(self, channel, record, judged);
    }

    fn near_miss(&self, trace: TraceNumber, record: &Record<'_>) -> Hit {
        Matchers::near_miss(self, trace, record)
    }

    fn judge_prefetch(&self, prefetch: &Prefetch) -> Vec<(TraceNumber, PrefetchJudged)> {
        Matchers::judge_prefetch(self, prefetch)
    }
}
