//! The words of the design that every layer shares: roles, evidence kinds, outcomes, reasons.
//!
//! Contract: codes are stable, they stand in catalogs and reports; sentences for people live
//! elsewhere.

use serde::{Deserialize, Serialize};

/// A sentence or title in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// The part a host plays in the use of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Where the tool was started.
    Source,
    /// What the tool was pointed at.
    Destination,
    /// Where accounts were authenticated.
    DomainController,
    /// The only host of a tool that acts on one machine.
    Host,
}

/// What kind of evidence a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A Windows event log (EVTX).
    EventLog,
    /// A Prefetch file.
    Prefetch,
    /// An NTFS master file table.
    Mft,
    /// An NTFS change journal.
    UsnJournal,
    /// Settings beside the logs: an audit policy (`auditpol`), a Sysmon configuration.
    Settings,
    /// A ZIP archive.
    Archive,
    /// Nothing that is read here.
    Unknown,
}

/// What a setting lets be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recording {
    /// Everything.
    On,
    /// Nothing.
    Off,
    /// A part: filters, or users with a policy of their own.
    InPart,
    /// Not known.
    Unknown,
}

/// What the evidence says about a trace on a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At least one record meets the trace's conditions.
    Found,
    /// No record, and it would have been recorded.
    NotFound,
    /// No record, and the evidence could not have shown it, or it cannot be known whether.
    CannotTell,
    /// The trace cannot exist here, by the evidence.
    NotApplicable,
}

/// How much a found trace says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Only this tool leaves it.
    Specific,
    /// Other activity leaves it too.
    Consistent,
}

/// Why a trace was not found, or cannot be told. The list is closed (DESIGN §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each code has its sentences in `verdict::sentences`")]
pub enum ReasonCode {
    WouldHaveBeenRecorded,
    NotSupplied,
    PartlyCovered,
    StartsAfter,
    EndsBefore,
    Cleared,
    RolledOver,
    Gap,
    Exported,
    ForwardedSubset,
    SettingNotShown,
    SettingOff,
    PerUserPolicy,
    SysmonFilterUnknown,
    ObjectAuditingUnknown,
    OlderRunsOverwritten,
    PrefetchDisabledOrFull,
    WrongVolume,
    JournalStartsLater,
    RecordsDamaged,
    ClockUnreliable,
    HostNotAssigned,
    SubcommandNotRecorded,
    VariableUnbound,
    /// A use may have had its Kerberos ticket from before, or from another domain controller.
    TicketMayBeCached,
    /// For `not_applicable`: the tied logon did not use Kerberos.
    KerberosNotUsed,
}

/// Why two hosts' records, or two kinds of records, were tied. Codes stand in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// L1: one TCP connection, seen by client and server.
    Connection,
    /// L3 and L8: destination, share and account of the command line.
    CommandLine,
    /// L3: one security identifier of the account, whatever its name.
    AccountSid,
    /// L4: one logon session of the destination.
    Logon,
    /// L5: the ticket's logon GUID is that of the logon.
    LogonGuid,
    /// L2: the address and account that a ticket was issued for.
    Ticket,
    /// L9: the ticket is for the computer account of the destination.
    ServiceName,
    /// L6: the process that started is the one that ended.
    Process,
    /// L10: order and nearness in time only.
    Order,
    /// L11: the name of the file.
    FileName,
    /// Explicit credentials (4648) for this destination.
    Credentials,
}
