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

#[test]
fn a_unit_whose_worker_stopped_is_read_once_more_alone_and_then_lost() {
    let (mut schedule, _) = opened(3);
    let (first, suspect) = schedule.next(1).unwrap();
    let (second, _) = schedule.next(1).unwrap();
    schedule.advance(first, 1_000, 2);
    assert_eq!(schedule.stopped(first, 2), None, "not lost yet");
    assert_eq!(schedule.progress(2).bytes_done, 0, "nothing of it counts");
    schedule.add_worker(first);
    // The rest goes on, and nothing begins beside the unit that stopped a worker.
    let (worker, other) = schedule.next(3).unwrap();
    assert_ne!(other, suspect);
    assert_eq!(schedule.next(3), None);
    schedule.finish(worker, 4);
    assert_eq!(schedule.next(4), None, "the second worker is still reading");
    schedule.finish(second, 5);
    let (worker, again) = schedule.next(5).unwrap();
    assert_eq!(again, suspect);
    assert_eq!(schedule.next(5), None, "it is read alone");
    assert_eq!(schedule.phase(), Phase::Reading);
    assert_eq!(schedule.stopped(worker, 6), Some(suspect), "lost at the second time");
    assert_eq!(schedule.phase(), Phase::Hashing);
    assert_eq!(schedule.progress(6).bytes_done, 3 * MIB);
}

#[test]
fn a_unit_that_is_read_at_the_second_time_is_done() {
    let (mut schedule, _) = opened(1);
    let (worker, suspect) = schedule.next(1).unwrap();
    assert_eq!(schedule.stopped(worker, 2), None);
    schedule.add_worker(worker);
    let (worker, again) = schedule.next(3).unwrap();
    assert_eq!(again, suspect);
    assert_eq!(schedule.finish(worker, 4), Some(suspect));
    assert_eq!(schedule.phase(), Phase::Hashing);
}

#[test]
fn cancelling_drops_what_was_set_aside() {
    let (mut schedule, file) = opened(1);
    let (worker, suspect) = schedule.next(1).unwrap();
    schedule.stopped(worker, 2);
    let (dropped, _) = schedule.cancel(Some(file), 3);
    assert!(dropped.contains(&suspect));
    assert_eq!(schedule.phase(), Phase::Idle);
}

#[test]
fn cited_records_leave_a_worker_free_and_can_be_cancelled() {
    let (mut schedule, _) = opened(1);
    let (reader, _) = schedule.next(1).unwrap();
    schedule.finish(reader, 2);
    schedule.add_cited(RequestNumber(7));
    schedule.add_cited(RequestNumber(8));
    let (worker, job) = schedule.next(3).unwrap();
    assert_eq!(job, Job::Cited { request: RequestNumber(7) });
    assert_eq!(schedule.next(3), None, "one worker is free for the user");
    schedule.advance(worker, 5, 4);
    assert_eq!(schedule.running(worker), Some((&job, 5)));
    // Cancelling reading stops the hash that waits, and leaves the archive alone.
    assert_eq!(schedule.cancel(None, 5).1, Vec::new());
    assert_eq!(schedule.phase(), Phase::Idle);
    assert_eq!(schedule.cancel_cited(RequestNumber(8)), None);
    assert_eq!(schedule.cancel_cited(RequestNumber(7)), Some(worker));
    assert_eq!(schedule.lose(worker, 6), Some(job));
    schedule.add_worker(worker);
    assert_eq!(schedule.next(7), None);
}
