//! A writer of event logs (EVTX) with compiled templates and typed values.
//!
//! Contract: a log is written as Windows writes it: one template definition per chunk and shape,
//! instances that refer to it, event data as a nested instance. Layouts (field names, order,
//! types, task, keywords) are those of the providers' manifests and of real records.
//! References: [MS-EVEN6] §2.2 for binary XML, libevtx's format description for the file.
//!
//! ```
//! use konseki_tests::writer::evtx::{Event, EventLog};
//! let bytes = EventLog::new("Security")
//!     .computer("WS01.corp.example")
//!     .start_record_id(1000)
//!     .push(
//!         Event::security(4688)
//!             .at("2026-03-02T09:15:04.1234567Z")
//!             .field("NewProcessName", r"C:\Windows\System32\net.exe")
//!             .field("CommandLine", r"net  use \\FS01\projects"),
//!     )
//!     .write();
//! assert_eq!(bytes.len(), 4096 + 65536);
//! ```

mod access;
mod chunk;
mod event;
mod fields;
mod hashes;
mod layouts;
mod line;
mod log;
mod markup;
mod shapes;
mod value;

pub use access::{FULL_WRITE, GENERIC_READ, LIST_FOLDER, READ_DATA, access_list};
pub(crate) use chunk::write_header_checksum;
pub use chunk::{CHUNK_BYTES, Style};
pub use event::Event;
pub use fields::Order;
pub use line::event_from_line;
pub use log::{Defect, EventLog, FILE_HEADER_BYTES};
pub use value::{Value, ValueType, guid, sid};
