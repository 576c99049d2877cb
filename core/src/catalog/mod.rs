//! The catalog: what JPCERT/CC and others document of a tool, as data.
//!
//! Contract: the catalog knows evidence field names and nothing of bytes. It is loaded once,
//! validated whole with file and line, and then only read.

mod model;

pub use model::{
    Catalog, LifeSign, LifeSignNumber, Setting, SettingKind, SettingNumber, Sheet, SheetNumber,
    SheetRole, Step, Trace, TraceNumber, Variable,
};
