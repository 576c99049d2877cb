//! ZIP archives and MAM containers.

use konseki_core::error::WarningCode::{
    ArchiveDamaged, DecompressionFailed, LimitReached, MemberUnsupported, NestedArchive,
};

use super::{Bomb, in_memory};
use crate::writer::{mam, zip::Zip};

const MIB: usize = 1 << 20;

pub(super) fn bombs() -> Vec<Bomb> {
    let zip = "case.zip";
    vec![
        Bomb::new("ratio", zip, || {
            in_memory(Zip::new().deflated("zeros.evtx", &log_of_zeros(200 * MIB)).write())
        })
        .told(LimitReached, "bomb"),
        Bomb::new("ratio of unknown content", zip, || {
            in_memory(Zip::new().deflated("zeros", &vec![0; 200 * MIB]).write())
        })
        .told(LimitReached, "bomb"),
        Bomb::new("nesting", zip, || in_memory(nested(12))).told(NestedArchive, "not opened"),
        Bomb::new("entries", zip, || {
            in_memory(
                (0..150_000)
                    .fold(Zip::new(), |zip, number| zip.stored(&format!("{number}"), b""))
                    .write(),
            )
        })
        .told(LimitReached, "150000"),
        Bomb::new("entries that are not there", zip, || {
            in_memory(Zip::new().stored("a", b"a").counting(u64::from(u32::MAX)).write())
        })
        .told(ArchiveDamaged, "number of files"),
        Bomb::new("overlapping entries", zip, || {
            let zip = Zip::new().deflated("0.evtx", &log_of_zeros(60 * MIB));
            in_memory((1..50_000).fold(zip, |zip, n| zip.again(&format!("{n}.evtx"))).write())
        })
        .told(MemberUnsupported, "overlap"),
        Bomb::new("a name of 64 KiB", zip, || {
            let name = "n".repeat(usize::from(u16::MAX));
            in_memory(Zip::new().deflated(&name, b"text").write())
        }),
        Bomb::new("MAM of 4 GiB", "a.pf", || {
            in_memory(mam::container_of_size(&[7; 1_000], u32::MAX))
        })
        .told(LimitReached, "4294967295"),
        Bomb::new("MAM of 16 MiB that holds a thousand bytes", "a.pf", || {
            in_memory(mam::container_of_size(&[7; 1_000], 16 << 20))
        })
        .told(DecompressionFailed, ""),
    ]
}

/// Begins as an event log, so that it is read to its end.
fn log_of_zeros(bytes: usize) -> Vec<u8> {
    let mut log = crate::writer::evtx::EventLog::new("Security").write();
    log.resize(bytes, 0);
    log
}

/// An archive in an archive, so often.
fn nested(depth: usize) -> Vec<u8> {
    let inner = Zip::new().deflated("a.evtx", &log_of_zeros(MIB)).write();
    (0..depth).fold(inner, |inner, _| {
        (0..4).fold(Zip::new(), |zip, n| zip.deflated(&format!("{n}.zip"), &inner)).write()
    })
}
