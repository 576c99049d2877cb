//! Reading segments of evidence into findings.

pub mod findings;
