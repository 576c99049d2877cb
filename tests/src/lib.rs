//! Fixtures by construction, real evidence with ground truth, and what the tests share.

pub mod evidence;
pub mod writer;
