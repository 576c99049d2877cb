//! Reading segments of evidence into findings.
//!
//! Contract: a pure map. A unit of one evidence source and the catalog give findings, whatever
//! else is read; findings are joined in any order with the same result.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

pub mod case;
mod chunk;
mod encoding;
pub mod file_system;
pub mod findings;
mod handles;
mod judge;
mod life;
mod markers;
mod merge;
pub mod occurrences;
mod prefetch;
mod rules;
mod runs;
mod scanner;
mod settings;
mod sweep;
#[cfg(test)]
mod tests;
mod thinning;

pub use encoding::{DecodeError, VERSION};
pub use findings::SourceFindings;
pub use rules::Rules;
pub use scanner::Progress;
pub(crate) use scanner::UnitScanner;
pub use settings::SettingsFindings;
pub(crate) use sweep::Structure;
pub(crate) use thinning::KeptOfCase;
