//! The built command, run as its users run it.

mod cited;
mod manifest;
mod report;
mod statements;
