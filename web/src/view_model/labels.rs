//! Words for the codes of the report.

use konseki_core::error::WarningCode;
use konseki_core::report::{AssignmentBasis, Boundary, ConclusionCode, EvidenceStatus};
use konseki_core::words::{EvidenceKind, Role};

use crate::text::Words;

/// A role.
pub fn role(words: &Words, role: Role) -> &'static str {
    match role {
        Role::Source => words.outcomes.role_source,
        Role::Destination => words.outcomes.role_destination,
        Role::DomainController => words.outcomes.role_domain_controller,
        Role::Host => words.outcomes.role_host,
    }
}

/// Stable name of a role, as in the report.
pub fn role_code(role: Role) -> &'static str {
    match role {
        Role::Source => "source",
        Role::Destination => "destination",
        Role::DomainController => "domain_controller",
        Role::Host => "host",
    }
}

/// The role of a stable name.
pub fn role_of_code(code: &str) -> Option<Role> {
    let roles = [Role::Source, Role::Destination, Role::DomainController, Role::Host];
    roles.into_iter().find(|role| role_code(*role) == code)
}

/// A kind of evidence.
pub fn kind(words: &Words, kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::EventLog => words.evidence.kind_event_log,
        EvidenceKind::Prefetch => words.evidence.kind_prefetch,
        EvidenceKind::Mft => words.evidence.kind_mft,
        EvidenceKind::UsnJournal => words.evidence.kind_usn_journal,
        EvidenceKind::Settings => words.evidence.kind_settings,
        EvidenceKind::Archive => words.evidence.kind_archive,
        EvidenceKind::Unknown => words.evidence.kind_unknown,
    }
}

/// Stable name of a kind of evidence, as in the report.
pub fn kind_code(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::EventLog => "event_log",
        EvidenceKind::Prefetch => "prefetch",
        EvidenceKind::Mft => "mft",
        EvidenceKind::UsnJournal => "usn_journal",
        EvidenceKind::Settings => "settings",
        EvidenceKind::Archive => "archive",
        EvidenceKind::Unknown => "unknown",
    }
}

/// The kind of a stable name.
pub fn kind_of_code(code: &str) -> Option<EvidenceKind> {
    let kinds = [
        EvidenceKind::EventLog,
        EvidenceKind::Prefetch,
        EvidenceKind::Mft,
        EvidenceKind::UsnJournal,
        EvidenceKind::Settings,
        EvidenceKind::Archive,
        EvidenceKind::Unknown,
    ];
    kinds.into_iter().find(|kind| kind_code(*kind) == code)
}

/// Whether evidence was read.
pub fn status(words: &Words, status: EvidenceStatus) -> &'static str {
    match status {
        EvidenceStatus::Read => words.evidence.status_read,
        EvidenceStatus::ReadInPart => words.evidence.status_read_in_part,
        EvidenceStatus::NotRead => words.evidence.status_not_read,
        EvidenceStatus::NotSupported => words.evidence.status_not_supported,
        EvidenceStatus::NotRecognised => words.evidence.status_not_recognised,
    }
}

/// Why evidence belongs to a host.
pub fn basis(words: &Words, basis: AssignmentBasis) -> &'static str {
    match basis {
        AssignmentBasis::User => words.evidence.basis_user,
        AssignmentBasis::Records => words.evidence.basis_records,
        AssignmentBasis::CollectionLayout => words.evidence.basis_collection_layout,
        AssignmentBasis::NearestFolder => words.evidence.basis_nearest_folder,
        AssignmentBasis::OnlyHost => words.evidence.basis_only_host,
    }
}

/// A conclusion in two or three words.
pub fn conclusion(words: &Words, code: ConclusionCode) -> &'static str {
    match code {
        ConclusionCode::SuccessShown => words.outcomes.success_shown,
        ConclusionCode::AttemptedAndFailed => words.outcomes.attempted_and_failed,
        ConclusionCode::SpecificFound => words.outcomes.specific_found,
        ConclusionCode::ConsistentOnly => words.outcomes.consistent_only,
        ConclusionCode::NothingRecorded => words.outcomes.nothing_recorded,
        ConclusionCode::CannotTell => words.outcomes.cannot_conclude,
        ConclusionCode::NotApplicable => words.outcomes.not_applicable,
    }
}

/// Stable name of a conclusion for style sheets.
pub fn conclusion_class(code: ConclusionCode) -> &'static str {
    match code {
        ConclusionCode::SuccessShown => "success-shown",
        ConclusionCode::AttemptedAndFailed => "attempted",
        ConclusionCode::SpecificFound => "specific",
        ConclusionCode::ConsistentOnly => "consistent",
        ConclusionCode::NothingRecorded => "nothing",
        ConclusionCode::CannotTell | ConclusionCode::NotApplicable => "cannot-tell",
    }
}

/// Why a covered span begins or ends.
pub fn boundary(words: &Words, boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Created => words.hosts.boundary_created,
        Boundary::Cleared => words.hosts.boundary_cleared,
        Boundary::RolledOver => words.hosts.boundary_rolled_over,
        Boundary::Gap => words.hosts.boundary_gap,
        Boundary::Exported => words.hosts.boundary_exported,
        Boundary::Forwarded => words.hosts.boundary_forwarded,
        Boundary::Boot => words.hosts.boundary_boot,
        Boundary::ClockChanged => words.hosts.boundary_clock_changed,
        Boundary::EvidenceEnds => words.hosts.boundary_evidence_ends,
        Boundary::Stopped => words.hosts.boundary_stopped,
        Boundary::Damaged => words.hosts.boundary_damaged,
        Boundary::Acquisition => words.hosts.boundary_acquisition,
    }
}

/// A kind of damage.
pub fn warning(words: &Words, code: WarningCode) -> &'static str {
    match code {
        WarningCode::Dirty => words.damage.warning_dirty,
        WarningCode::FileHeaderDamaged => words.damage.warning_file_header_damaged,
        WarningCode::ChunkDamaged => words.damage.warning_chunk_damaged,
        WarningCode::ChunkChecksum => words.damage.warning_chunk_checksum,
        WarningCode::RecordDamaged => words.damage.warning_record_damaged,
        WarningCode::RecordValuesMissing => words.damage.warning_record_values_missing,
        WarningCode::RecordFallback => words.damage.warning_record_fallback,
        WarningCode::RecordNumbersDiffer => words.damage.warning_record_numbers_differ,
        WarningCode::Truncated => words.damage.warning_truncated,
        WarningCode::PrefetchDamaged => words.damage.warning_prefetch_damaged,
        WarningCode::SettingsUnclear => words.damage.warning_settings_unclear,
        WarningCode::SettingsDamaged => words.damage.warning_settings_damaged,
        WarningCode::DecompressionFailed => words.damage.warning_decompression_failed,
        WarningCode::ArchiveDamaged => words.damage.warning_archive_damaged,
        WarningCode::NestedArchive => words.damage.warning_nested_archive,
        WarningCode::MemberUnsupported => words.damage.warning_member_unsupported,
        WarningCode::LimitReached => words.damage.warning_limit_reached,
        WarningCode::MatchesCountedOnly => words.damage.warning_matches_counted_only,
        WarningCode::Unreadable => words.damage.warning_unreadable,
        WarningCode::Unsupported => words.damage.warning_unsupported,
        WarningCode::NotRecognised => words.damage.warning_not_recognised,
        WarningCode::NotReadWhole => words.damage.warning_not_read_whole,
    }
}

/// A channel as people name it: `Security`, `Sysmon`.
pub fn channel(channel: &str) -> &str {
    let short = channel.strip_prefix("Microsoft-Windows-").unwrap_or(channel);
    short.strip_suffix("/Operational").unwrap_or(short)
}
