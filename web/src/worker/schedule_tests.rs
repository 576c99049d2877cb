//! Tests of the schedule.

use konseki_core::words::EvidenceKind;

use super::*;

const MIB: u64 = 1 << 20;

fn planned(units: u64) -> Planned {
    let segments = (0..units).map(|n| Unit::Segment { offset: n * MIB, length: MIB });
    Planned {
        path: "Security.evtx".to_owned(),
        kind: EvidenceKind::EventLog,
        size: units * MIB,
        units: segments.collect(),
        ..Planned::default()
    }
}

/// Two workers and a file of `units` segments, opened.
fn opened(units: u64) -> (Schedule, FileNumber) {
    let mut schedule = Schedule::default();
    schedule.add_worker(WorkerNumber(0));
    schedule.add_worker(WorkerNumber(1));
    let file = schedule.add_file("Security.evtx".to_owned(), units * MIB);
    let (worker, job) = schedule.next(0).unwrap();
    assert_eq!(job, Job::Open(file));
    schedule.finish(worker, 1);
    schedule.add_source(file, &planned(units), true);
    (schedule, file)
}

#[test]
fn segments_of_one_file_spread_over_all_workers() {
    let (mut schedule, _) = opened(3);
    let (first, _) = schedule.next(1).unwrap();
    let (second, _) = schedule.next(1).unwrap();
    assert_ne!(first, second);
    assert_eq!(schedule.next(1), None);
}

#[test]
fn hashing_waits_for_reading_and_leaves_a_worker_free() {
    let (mut schedule, _) = opened(1);
    let (reader, job) = schedule.next(1).unwrap();
    assert!(matches!(job, Job::Scan { .. }));
    assert_eq!(schedule.next(1), None);
    schedule.finish(reader, 5);
    assert_eq!(schedule.phase(), Phase::Hashing);
    assert!(matches!(schedule.next(5), Some((_, Job::Hash(_)))));
    let record = Job::Record {
        request: RequestNumber(1),
        source: SourceNumber(0),
        offset: 4_096,
        secrets: Secrets::Mask,
    };
    schedule.add_record(record.clone());
    assert_eq!(schedule.next(6).map(|(_, job)| job), Some(record));
}

#[test]
fn bytes_add_up_however_a_job_counts_them() {
    let (mut schedule, _) = opened(2);
    let (worker, _) = schedule.next(1).unwrap();
    schedule.advance(worker, 1_000, 2);
    assert_eq!(schedule.progress(2).bytes_done, 1_000);
    schedule.finish(worker, 3);
    let progress = schedule.progress(11);
    assert_eq!((progress.bytes_done, progress.bytes), (MIB, 2 * MIB));
    assert_eq!(progress.elapsed_ms, 11);
    assert_eq!(progress.active.len(), 1);
}

#[test]
fn a_cancelled_file_is_done_and_its_workers_are_named() {
    let (mut schedule, file) = opened(3);
    let (busy, _) = schedule.next(1).unwrap();
    let (dropped, at_it) = schedule.cancel(Some(file), 2);
    assert_eq!(dropped.len(), 3, "two segments and the hash");
    assert_eq!(at_it, [busy]);
    assert!(matches!(schedule.lose(busy, 3), Some(Job::Scan { .. })));
    assert_eq!(schedule.phase(), Phase::Idle);
}

#[test]
fn silence_is_noticed() {
    let (mut schedule, _) = opened(1);
    let (worker, _) = schedule.next(1).unwrap();
    schedule.advance(worker, 1, 1_000);
    assert!(schedule.stuck(2_000, 1_500).is_empty());
    assert_eq!(schedule.stuck(2_501, 1_500), [worker]);
}
