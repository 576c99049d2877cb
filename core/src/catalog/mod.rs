//! The catalog: what JPCERT/CC and others document of a tool, as data.
//!
//! Contract: the catalog knows evidence field names and nothing of bytes. It is loaded once,
//! validated whole with file and line, and then only read.

pub mod conditions;
mod detection;
mod errors;
mod file;
mod load;
mod model;
mod raw;
mod record;
mod statement;
mod validate;

pub use crate::formats::usn::Reason;
pub use errors::{LoadError, LoadErrors};
pub use load::{CatalogFile, builtin, load};
pub use model::{
    Catalog, FileCondition, FileNameCondition, JournalPattern, LifeRecords, LifeSign,
    LifeSignNumber, PrefetchCondition, Setting, SettingKind, SettingNumber, Sheet, SheetNumber,
    SheetRole, Step, Trace, TraceNumber, Variable,
};
pub use statement::Statement;
