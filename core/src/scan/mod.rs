//! Reading segments of evidence into findings.
//!
//! Contract: a pure map. A unit of one evidence source and the catalog give findings, whatever
//! else is read; findings are joined in any order with the same result.

pub mod case;
pub mod findings;
