//! What reconstructing uses starts from: matches with their variables, and the hosts of the case.
//!
//! Contract: plain data. What part a match plays follows from the role of its trace and from the
//! variables that the trace binds, never from the trace's id, so that other sheets work too.

use std::collections::BTreeMap;

use crate::{
    catalog::Trace,
    evidence::{address, named_texts::NamedTexts},
    time::Filetime,
    words::{Certainty, Role},
};

/// A match of a trace on a host in a role.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'c> {
    /// Number of the host.
    pub host: usize,
    /// Its trace.
    pub trace: &'c Trace,
    /// When.
    pub time: Filetime,
    /// Whether every needed field was there.
    pub confirmed: bool,
    /// For the end of a process: the time of the confirmed start that it belongs to.
    pub start: Option<Filetime>,
    /// Variables and their values.
    pub variables: &'c NamedTexts,
}

impl<'c> Observation<'c> {
    /// The value of a variable that the match binds.
    pub fn variable(&self, name: &str) -> Option<&'c str> {
        self.variables.get(name)
    }

    /// Address and port of the client, if the match binds both.
    pub(super) fn client(&self) -> Option<(&'c str, &'c str)> {
        Some((self.variable("source_address")?, self.variable("source_port")?))
    }
}

/// The part that the matches of a trace play in a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The tool's process starts, naming where it is pointed.
    Start,
    /// The tool's process ends, with success.
    End,
    /// The tool's process ends, without success.
    FailedEnd,
    /// The destination refuses a logon.
    Refused,
    /// Something else that a process does, which may be the tool's.
    OfProcess,
    /// Explicit credentials are used for a destination.
    Credentials,
    /// The source opens a connection.
    Outgoing,
    /// The destination accepts a connection.
    Incoming,
    /// A record of a logon session on the destination.
    Logon,
    /// The source or the destination asks a domain controller.
    AsksController,
    /// The domain controller is asked, or issues a ticket.
    Controller,
    /// A file is copied in.
    File,
}

/// The part of a match; `None` for what no use is built of.
pub(super) fn part(observation: &Observation<'_>) -> Option<Part> {
    let trace = observation.trace;
    let binds = |name: &str| trace.binds_variable(name);
    match trace.role {
        Role::Source if trace.shows_failure && binds("process_id") => Some(Part::FailedEnd),
        Role::Destination if trace.shows_failure => Some(Part::Refused),
        Role::Source if binds("process_id") && trace.decisive => Some(Part::End),
        Role::Source if trace.certainty == Certainty::Specific && binds("destination") => {
            Some(Part::Start)
        }
        Role::Source if binds("destination") => Some(Part::Credentials),
        // The closing of a handle has the name from its opening.
        Role::Source if observation.variable("file").is_some() => Some(Part::File),
        Role::Source | Role::Destination if binds("kerberos_port") => Some(Part::AsksController),
        Role::Source if binds("source_port") => Some(Part::Outgoing),
        Role::Source if binds("process_id") && !binds("handle_id") => Some(Part::OfProcess),
        Role::Destination if binds("logon_id") => Some(Part::Logon),
        Role::Destination if binds("source_port") => Some(Part::Incoming),
        Role::DomainController => Some(Part::Controller),
        _ => None,
    }
}

/// A host as other hosts' records may name it.
#[derive(Debug, Clone, Default)]
pub struct Party {
    /// Full and short names in lower case, each with the time in which it may have been this
    /// host's: a name or address that several hosts had belongs to one of them for a time
    /// (pitfall 15).
    pub names: BTreeMap<String, (Filetime, Filetime)>,
    /// Addresses in canonical form, each with its time.
    pub addresses: BTreeMap<String, (Filetime, Filetime)>,
    /// Times at which it started, in order.
    pub boots: Vec<Filetime>,
}

impl Party {
    /// Whether the host may have had the address at a time.
    pub(super) fn has_address(&self, address: &str, at: Filetime) -> bool {
        is_held(&self.addresses, address, at)
    }

    /// Whether a name or address as a command line or a record gives it at a time means this host.
    /// A WebDAV host keeps its `@port`, which says nothing of the host.
    ///
    /// ```
    /// use konseki_core::{sessions::Party, time::Filetime};
    /// let had = |what: &str| (what.to_owned(), (Filetime(10), Filetime(20)));
    /// let names = [had("fs01"), had("fs01.corp.example")].into();
    /// let party = Party { names, addresses: [had("10.0.20.5")].into(), boots: Vec::new() };
    /// let is_named = |name| party.is_named(name, Filetime(15));
    /// assert!(is_named("fs01") && is_named("10.0.20.5") && is_named("fs01@SSL"));
    /// assert!(!is_named("fs02") && !is_named("fs01.other.example"));
    /// let later = |name| party.is_named(name, Filetime(21));
    /// assert!(!later("10.0.20.5") && !later("fs01"), "another host has them by then");
    /// ```
    pub fn is_named(&self, name: &str, at: Filetime) -> bool {
        let name = name.split('@').next().unwrap_or(name).to_lowercase();
        let name = name.trim_end_matches('.');
        match address::parse(name) {
            Some(address) => self.has_address(&address.to_string(), at),
            None => is_held(&self.names, name, at),
        }
    }

    /// How often the host had started before a time.
    pub(super) fn boot(&self, time: Filetime) -> usize {
        self.boots.partition_point(|boot| *boot <= time)
    }
}

fn is_held(held: &BTreeMap<String, (Filetime, Filetime)>, what: &str, at: Filetime) -> bool {
    held.get(what).is_some_and(|(from, to)| *from <= at && at <= *to)
}
