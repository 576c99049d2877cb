//! What crosses modules, natively: one program, since each would link the whole core again.

mod accuracy;
mod architecture;
mod bad_input;
#[cfg(unix)]
mod bombs;
mod cases;
mod catalog;
mod chunked_equals_whole;
mod constructed_cases;
mod controllers;
mod damage;
mod determinism;
mod evtx_oracle;
mod evtx_robustness;
mod evtx_truth;
mod evtx_writer;
mod exports;
mod file_system;
mod journal_operations;
mod many_matches;
mod mft_truth;
mod near_misses;
mod pitfalls;
mod prefetch_truth;
mod prefetch_writer;
mod report_schema;
mod sessions;
mod settings;
mod sigma;
mod subcommands;
mod time_zones;
mod uses;
mod usn_truth;
mod usn_writer;
mod what_is_counted;
mod whole_log;
