//! Fixtures, cases and end-to-end tests.
