//! All words of the page, once per language.
//!
//! Contract: [`Words`] has one field per word or sentence, so a language that lacks one does not
//! compile; a test holds that none is empty and that both take the same values. Sentences of
//! outcomes and titles of traces come with the report.

mod en;
mod ja;

pub use konseki_core::export::Language;

/// Defines [`Words`] and a list of all its fields for the test.
macro_rules! words {
    ($($name:ident),+ $(,)?) => {
        /// Every word of the page in one language. `{0}`, `{1}` are places for values.
        #[derive(Debug)]
        pub struct Words { $(pub $name: &'static str),+ }

        impl Words {
            /// Names and texts, in order.
            #[cfg(test)]
            fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}

words! {
    // The frame.
    tagline, skip_to_result, language, theme, theme_system, theme_light, theme_dark, local_only,
    download_report, download_waits, start_over, views, view_traces, view_evidence, view_hosts,
    utc_note,
    // Giving evidence.
    drop_here, drop_hint, choose_files, choose_folder, try_sample, sample_hint, add_more,
    stays_here, answers_title, answer_found, answer_not_found, answer_cannot_tell,
    // Reading.
    reading, hashing, settling, files_done, rate, time_left, seconds, minutes, hours,
    cancel_all, cancel_file, new_report_follows,
    // Failure.
    failed_title, failed_hint,
    // The report.
    partial_title, partial_hint, no_evidence_title, no_evidence_hint, conclusions,
    // Roles.
    role_source, role_destination, role_domain_controller, role_host, no_host,
    // Outcomes.
    found_specific, found_consistent, not_found, cannot_tell, partly_covered, not_applicable,
    outcome_help_found_specific, outcome_help_found_consistent, outcome_help_not_found,
    outcome_help_cannot_tell, outcome_help_partly_covered, outcome_help_not_applicable,
    // Conclusions.
    success_shown, attempted_and_failed, specific_found, consistent_only, nothing_recorded,
    cannot_conclude,
    // The sheet.
    filter_outcome, filter_role, all, rows_shown, trace, evidence_column, outcome, count, first,
    last, decisive, key_row, details_of, none_for_filter, sheet_rows, rows_recorded, required_setting, why, next,
    proofs, covered_spans, matches, matches_kept, show_all_matches, loading, near_misses,
    near_misses_hint, other_causes, copies, outside_window, not_recorded_fields, trace_id,
    bound,
    // Evidence.
    evidence, kind, size, sha256, sha256_pending, sha256_none, host, channels, records,
    records_failed, span, status, gaps, cleared_by, kind_event_log,
    kind_prefetch, kind_mft, kind_usn_journal, kind_settings, kind_archive, kind_unknown, status_read,
    status_read_in_part, status_not_read, status_not_supported, status_not_recognised, copy_of,
    run_count, basis_user, basis_records, basis_collection_layout,
    basis_nearest_folder, basis_only_host, offset_at, times_met, show_more, bytes,
    // Hosts.
    aliases, addresses, coverage, coverage_none, settings_on, settings_none, from, to,
    boundary_created, boundary_cleared, boundary_rolled_over, boundary_gap,
    boundary_exported, boundary_forwarded, boundary_boot, boundary_clock_changed,
    boundary_evidence_ends, boundary_stopped, boundary_damaged, boundary_acquisition, no_hosts,
    // A record.
    record, close, previous, following, position, time, provider, channel, event_id, computer,
    record_id, record_number, offset, file, fields, field_name, field_value, raw_xml, no_xml,
    masked_note, show_secrets, hide_secrets, citation, copy, copied, record_failed,
    // Kinds of damage.
    warning_dirty, warning_file_header_damaged, warning_chunk_damaged, warning_chunk_checksum,
    warning_record_damaged, warning_record_values_missing, warning_record_fallback,
    warning_record_numbers_differ, warning_truncated, warning_prefetch_damaged, warning_settings_unclear,
    warning_settings_damaged,
    warning_decompression_failed, warning_archive_damaged, warning_nested_archive,
    warning_member_unsupported, warning_limit_reached, warning_unreadable, warning_unsupported,
    warning_not_recognised, warning_not_read_whole,
}

/// The words of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::Japanese => &ja::WORDS,
        Language::English => &en::WORDS,
    }
}

/// Puts values into the places of a sentence.
///
/// Values are put in as they are: a brace in a value is no place.
pub fn fill(sentence: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((number, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = number.parse::<usize>().ok().and_then(|number| values.get(number));
        filled.push_str(value.copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// BCP 47 tag.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Japanese => "ja",
        Language::English => "en",
    }
}

/// The language that a tag such as `ja-JP` asks for.
pub fn from_tag(tag: &str) -> Option<Language> {
    match tag.get(..2)?.to_ascii_lowercase().as_str() {
        "ja" => Some(Language::Japanese),
        "en" => Some(Language::English),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<char> {
        let after = |(at, _): (usize, &str)| text[at..].chars().nth(1);
        let mut places: Vec<_> = text.match_indices('{').filter_map(after).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn no_word_is_missing_in_either_language() {
        let pairs = ja::WORDS.all().into_iter().zip(en::WORDS.all());
        for ((name, ja), (_, en)) in pairs {
            assert!(!ja.trim().is_empty() && !en.trim().is_empty(), "{name}");
            assert_eq!(places(ja), places(en), "{name}");
            assert!(en.is_ascii() || en.chars().all(|c| (c as u32) < 0x3000), "{name}: {en}");
        }
    }

    #[test]
    fn japanese_is_written_in_japanese() {
        // Names that both languages write alike.
        let alike = ["sha256", "kind_prefetch", "kind_mft"];
        for (name, ja) in ja::WORDS.all() {
            let written = ja.chars().any(|character| (character as u32) >= 0x3000);
            assert!(written || alike.contains(&name), "{name}: {ja}");
        }
    }

    #[test]
    fn values_are_put_in_as_they_are() {
        assert_eq!(fill("{1} of {0}", &["9", "{0}"]), "{0} of 9");
        assert_eq!(fill("a { b", &[]), "a { b");
    }

    #[test]
    fn tags_of_browsers_are_understood() {
        assert_eq!(from_tag("ja-JP"), Some(Language::Japanese));
        assert_eq!(from_tag("EN"), Some(Language::English));
        assert_eq!(from_tag("fr"), None);
        assert_eq!(from_tag("日本"), None);
    }
}
