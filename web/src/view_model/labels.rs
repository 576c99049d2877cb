//! Words for the codes of the report.

use konseki_core::error::WarningCode;
use konseki_core::report::{AssignmentBasis, Boundary, ConclusionCode, EvidenceStatus};
use konseki_core::words::{EvidenceKind, Role};

use crate::text::Words;

/// A role.
pub fn role(words: &Words, role: Role) -> &'static str {
    match role {
        Role::Source => words.role_source,
        Role::Destination => words.role_destination,
        Role::DomainController => words.role_domain_controller,
        Role::Host => words.role_host,
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

/// A kind of evidence.
pub fn kind(words: &Words, kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::EventLog => words.kind_event_log,
        EvidenceKind::Prefetch => words.kind_prefetch,
        EvidenceKind::Mft => words.kind_mft,
        EvidenceKind::UsnJournal => words.kind_usn_journal,
        EvidenceKind::Settings => words.kind_settings,
        EvidenceKind::Archive => words.kind_archive,
        EvidenceKind::Unknown => words.kind_unknown,
    }
}

/// Whether evidence was read.
pub fn status(words: &Words, status: EvidenceStatus) -> &'static str {
    match status {
        EvidenceStatus::Read => words.status_read,
        EvidenceStatus::ReadInPart => words.status_read_in_part,
        EvidenceStatus::NotRead => words.status_not_read,
        EvidenceStatus::NotSupported => words.status_not_supported,
        EvidenceStatus::NotRecognised => words.status_not_recognised,
    }
}

/// Why evidence belongs to a host.
pub fn basis(words: &Words, basis: AssignmentBasis) -> &'static str {
    match basis {
        AssignmentBasis::User => words.basis_user,
        AssignmentBasis::Records => words.basis_records,
        AssignmentBasis::CollectionLayout => words.basis_collection_layout,
        AssignmentBasis::NearestFolder => words.basis_nearest_folder,
        AssignmentBasis::OnlyHost => words.basis_only_host,
    }
}

/// A conclusion in two or three words.
pub fn conclusion(words: &Words, code: ConclusionCode) -> &'static str {
    match code {
        ConclusionCode::SuccessShown => words.success_shown,
        ConclusionCode::AttemptedAndFailed => words.attempted_and_failed,
        ConclusionCode::SpecificFound => words.specific_found,
        ConclusionCode::ConsistentOnly => words.consistent_only,
        ConclusionCode::NothingRecorded => words.nothing_recorded,
        ConclusionCode::CannotTell => words.cannot_conclude,
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
        ConclusionCode::CannotTell => "cannot-tell",
    }
}

/// Why a covered span begins or ends.
pub fn boundary(words: &Words, boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Created => words.boundary_created,
        Boundary::Cleared => words.boundary_cleared,
        Boundary::RolledOver => words.boundary_rolled_over,
        Boundary::Gap => words.boundary_gap,
        Boundary::Exported => words.boundary_exported,
        Boundary::Forwarded => words.boundary_forwarded,
        Boundary::Boot => words.boundary_boot,
        Boundary::ClockChanged => words.boundary_clock_changed,
        Boundary::EvidenceEnds => words.boundary_evidence_ends,
        Boundary::Stopped => words.boundary_stopped,
        Boundary::Damaged => words.boundary_damaged,
        Boundary::Acquisition => words.boundary_acquisition,
    }
}

/// A kind of damage.
pub fn warning(words: &Words, code: WarningCode) -> &'static str {
    match code {
        WarningCode::Dirty => words.warning_dirty,
        WarningCode::FileHeaderDamaged => words.warning_file_header_damaged,
        WarningCode::ChunkDamaged => words.warning_chunk_damaged,
        WarningCode::ChunkChecksum => words.warning_chunk_checksum,
        WarningCode::RecordDamaged => words.warning_record_damaged,
        WarningCode::RecordValuesMissing => words.warning_record_values_missing,
        WarningCode::RecordFallback => words.warning_record_fallback,
        WarningCode::RecordNumbersDiffer => words.warning_record_numbers_differ,
        WarningCode::Truncated => words.warning_truncated,
        WarningCode::PrefetchDamaged => words.warning_prefetch_damaged,
        WarningCode::SettingsUnclear => words.warning_settings_unclear,
        WarningCode::SettingsDamaged => words.warning_settings_damaged,
        WarningCode::DecompressionFailed => words.warning_decompression_failed,
        WarningCode::ArchiveDamaged => words.warning_archive_damaged,
        WarningCode::NestedArchive => words.warning_nested_archive,
        WarningCode::MemberUnsupported => words.warning_member_unsupported,
        WarningCode::LimitReached => words.warning_limit_reached,
        WarningCode::Unreadable => words.warning_unreadable,
        WarningCode::Unsupported => words.warning_unsupported,
        WarningCode::NotRecognised => words.warning_not_recognised,
        WarningCode::NotReadWhole => words.warning_not_read_whole,
    }
}

/// A channel as people name it: `Security`, `Sysmon`.
pub fn channel(channel: &str) -> &str {
    let short = channel.strip_prefix("Microsoft-Windows-").unwrap_or(channel);
    short.strip_suffix("/Operational").unwrap_or(short)
}
