//! Hostile input: what is asked of it, what it is made of, and how it is made.

pub mod bombs;
pub mod damage;
pub mod oracles;
pub mod raw_log;
pub mod seeds;
