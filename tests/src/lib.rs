//! Fixtures by construction, real evidence with ground truth, and what the tests share.

#[cfg(feature = "browser")]
pub mod browser;
pub mod cases;
pub mod evidence;
pub mod flow;
pub mod grown;
pub mod hostile;
pub mod writer;
