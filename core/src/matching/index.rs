//! The index by channel, event id and task.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    HandleUse, Hit, Judged, PrefetchJudged,
    asked::Asked,
    binding,
    field_names::FieldNames,
    near_misses::Conditioned,
    prefetch,
    tests_of_records::{self, Outcome},
};
use crate::{
    catalog::{Catalog, LifeRecords, LifeSign, LifeSignNumber, Trace, TraceNumber},
    formats::{
        evtx::{FieldPlaces, FieldValues, GrowingValues, Record},
        prefetch::Prefetch,
    },
    words::EvidenceKind,
};

/// Number of a channel that the catalog asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChannelNumber(pub usize);

/// Bit of `System/Keywords` that marks a success audit.
const AUDIT_SUCCESS: u64 = 0x0020_0000_0000_0000;

/// Judges records by a catalog; made once, then only read.
///
/// ```
/// use konseki_core::{catalog, matching::Matchers};
/// let catalog = catalog::builtin().unwrap();
/// let matchers = Matchers::new(&catalog);
/// assert!(matchers.channel("security").is_some());
/// assert!(matchers.channel("application").is_none());
/// ```
#[derive(Debug)]
pub struct Matchers<'c> {
    catalog: &'c Catalog,
    channels: BTreeMap<String, ChannelNumber>,
    events: BTreeMap<(ChannelNumber, u32), Event<'c>>,
    signs_by_task: BTreeMap<(ChannelNumber, u16), Vec<LifeSignNumber>>,
    prefetch: Vec<TraceNumber>,
    /// By trace.
    prepared: Vec<Prepared<'c>>,
    /// By life sign.
    signs: Vec<Conditioned<'c>>,
    /// Channels in which a trace closes a handle.
    chains: BTreeSet<ChannelNumber>,
    /// What is kept of the record at hand; only its memory is used again.
    growing: RefCell<GrowingValues>,
}

/// What asks for the records of one channel and event id.
#[derive(Debug, Default)]
struct Event<'c> {
    traces: Vec<TraceNumber>,
    signs: Vec<LifeSignNumber>,
    /// Fields that they look at, bind and show.
    fields: FieldNames<'c>,
    /// Where those stand in the last record of one template.
    places: RefCell<FieldPlaces>,
}

impl<'c> Matchers<'c> {
    /// Builds the index.
    pub fn new(catalog: &'c Catalog) -> Self {
        let mut matchers = Self {
            catalog,
            channels: BTreeMap::new(),
            events: BTreeMap::new(),
            signs_by_task: BTreeMap::new(),
            prefetch: Vec::new(),
            prepared: catalog.traces.iter().map(Prepared::new).collect(),
            signs: catalog
                .life_signs
                .iter()
                .map(|sign| Conditioned::new(&sign.conditions, false))
                .collect(),
            chains: BTreeSet::new(),
            growing: RefCell::default(),
        };
        for trace in &catalog.traces {
            matchers.add_trace(trace);
        }
        for (number, sign) in (0_u32..).zip(&catalog.life_signs) {
            let (number, channel) = (LifeSignNumber(number), matchers.number(&sign.channel));
            match sign.records {
                LifeRecords::EventId(id) => {
                    matchers.events.entry((channel, id)).or_default().signs.push(number);
                }
                LifeRecords::Task(task) => {
                    matchers.signs_by_task.entry((channel, task)).or_default().push(number);
                }
            }
        }
        let mut events = std::mem::take(&mut matchers.events);
        for event in events.values_mut() {
            event.fields = FieldNames::new(matchers.fields_of(event));
        }
        matchers.events = events;
        matchers
    }

    fn fields_of(&self, event: &Event<'c>) -> Vec<&'c str> {
        let traces = event.traces.iter().filter_map(|number| self.prepared(*number));
        let shown = traces.clone().flat_map(|prepared| prepared.fields.iter().copied());
        let tested = traces.flat_map(|prepared| prepared.trace.conditions.fields());
        let signs = event.signs.iter().filter_map(|number| self.sign(*number));
        shown.chain(tested).chain(signs.flat_map(|sign| sign.conditions.fields())).collect()
    }

    fn add_trace(&mut self, trace: &Trace) {
        match (trace.kind, &trace.channel, trace.event_id) {
            (EvidenceKind::Prefetch, _, _) => self.prefetch.push(trace.number),
            (EvidenceKind::EventLog, Some(channel), Some(event_id)) => {
                let channel = self.number(channel);
                self.events.entry((channel, event_id)).or_default().traces.push(trace.number);
                if trace.chain_parent.is_some() {
                    self.chains.insert(channel);
                }
            }
            _ => {}
        }
    }

    fn number(&mut self, channel: &str) -> ChannelNumber {
        let next = ChannelNumber(self.channels.len());
        *self.channels.entry(channel.to_lowercase()).or_insert(next)
    }

    /// The channel (in lower case), if any trace or life sign asks for it.
    pub fn channel(&self, channel: &str) -> Option<ChannelNumber> {
        self.channels.get(channel).copied()
    }

    /// What the record is evidence of.
    pub fn judge(&self, channel: ChannelNumber, record: &Record<'_>) -> Judged<'c> {
        let mut judged = Judged::default();
        self.judge_into(channel, record, &mut judged);
        judged
    }

    /// As [`Matchers::judge`], into what the record before was, whose memory is used again.
    pub(crate) fn judge_into(
        &self,
        channel: ChannelNumber,
        record: &Record<'_>,
        judged: &mut Judged<'c>,
    ) {
        judged.clear();
        let Some(event_id) = record.system.event_id else { return };
        if let Some(event) = self.events.get(&(channel, event_id)) {
            self.judge_event(event, record, judged);
        }
        let success = record.system.keywords.is_some_and(|keywords| keywords & AUDIT_SUCCESS != 0);
        if let Some(task) = record.system.task.filter(|_| success) {
            for number in self.signs_by_task.get(&(channel, task)).into_iter().flatten() {
                if self.is_sign(*number, &Asked::alone(record)) {
                    judged.signs.push(*number);
                }
            }
        }
        judged.handle = match event_id {
            4656 if self.chains.contains(&channel) => Some(HandleUse::Opens),
            4658 if self.chains.contains(&channel) => Some(HandleUse::Closes),
            _ => None,
        };
    }

    fn judge_event(&self, event: &Event<'c>, record: &Record<'_>, judged: &mut Judged<'c>) {
        let places = &mut event.places.borrow_mut();
        let asked = Asked::new(record, &event.fields, places);
        for number in &event.traces {
            let Some(prepared) = self.prepared(*number) else { continue };
            let Prepared { fields, conditions, .. } = prepared;
            match tests_of_records::evaluate(conditions, &asked) {
                Outcome::Met(met) => {
                    let same = judged.hits.iter().find(|(other, _)| {
                        self.prepared(*other).is_some_and(|other| other.fields == *fields)
                    });
                    let same = same.map(|(_, hit)| hit.values.clone());
                    let values = same.unwrap_or_else(|| self.values(fields, &asked));
                    judged.hits.push((*number, Hit { values, absent: met.absent }));
                }
                Outcome::AllButOne(field) => judged.near.push((*number, field)),
                Outcome::Contradicted => {}
            }
        }
        for number in &event.signs {
            if self.is_sign(*number, &asked) {
                judged.signs.push(*number);
            }
        }
    }

    /// What is kept of a record that fails a condition of the trace.
    pub fn near_miss(&self, trace: TraceNumber, record: &Record<'_>) -> Hit {
        let fields = self.prepared(trace).map(|prepared| prepared.fields.as_slice());
        let values = self.values(fields.unwrap_or_default(), &Asked::alone(record));
        Hit { values, absent: Vec::new() }
    }

    fn values(&self, fields: &[&str], asked: &Asked<'_, '_>) -> FieldValues {
        let growing = &mut self.growing.borrow_mut();
        fields.iter().for_each(|name| asked.push(name, growing));
        growing.finish()
    }

    /// What a Prefetch file is to the traces whose executable it names.
    pub fn judge_prefetch(&self, file: &Prefetch) -> Vec<(TraceNumber, PrefetchJudged)> {
        let traces = self.prefetch.iter().filter_map(|number| self.prepared(*number));
        let traces = traces.map(|prepared| prepared.trace);
        traces.filter_map(|trace| Some((trace.number, prefetch::judge(trace, file)?))).collect()
    }

    pub(super) fn prepared(&self, number: TraceNumber) -> Option<&Prepared<'c>> {
        self.prepared.get(usize::try_from(number.0).unwrap_or(usize::MAX))
    }

    fn sign(&self, number: LifeSignNumber) -> Option<&'c LifeSign> {
        self.catalog.life_signs.get(usize::try_from(number.0).unwrap_or(usize::MAX))
    }

    fn is_sign(&self, number: LifeSignNumber, asked: &Asked<'_, '_>) -> bool {
        let conditions = self.signs.get(usize::try_from(number.0).unwrap_or(usize::MAX));
        conditions.is_some_and(|conditions| {
            matches!(
                tests_of_records::evaluate(conditions, asked),
                Outcome::Met(met) if met.absent.is_empty()
            )
        })
    }
}

/// A trace, with what is worked out of it once.
#[derive(Debug)]
pub(super) struct Prepared<'c> {
    pub(super) trace: &'c Trace,
    /// The fields that its matches are kept with, sorted.
    pub(super) fields: Vec<&'c str>,
    conditions: Conditioned<'c>,
}

impl<'c> Prepared<'c> {
    fn new(trace: &'c Trace) -> Self {
        // In an order in which traces of one event have the same: their matches share them.
        let mut fields = fields_of(trace);
        fields.sort_unstable();
        Self { trace, fields, conditions: Conditioned::new(&trace.conditions, true) }
    }
}

/// Fields that a match of the trace is kept with: those of its conditions, of its bindings, and
/// those that are shown besides; each once.
fn fields_of(trace: &Trace) -> Vec<&str> {
    let mut names = trace.conditions.fields();
    names.extend(trace.binds.iter().filter_map(binding::field_of));
    names.extend(trace.shows.iter().map(String::as_str));
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}
