//! Runs of a program that another one's run shows to have been for something else.
//!
//! Contract: one run of the partner takes out one run, the latest that is at most a second before it.
//! Another run within that second may have been followed by a run that is not stored: it is open.

use std::collections::BTreeSet;

use crate::{scan::findings::PrefetchFindings, time::Filetime};

/// A program whose start shows that the other one ran for something else.
const PARTNERS: [(&str, &str); 1] = [("NET.EXE", "NET1.EXE")];
/// How long after a run its partner's run is stamped at most, in seconds.
const PARTNER_WITHIN: u64 = 1;

/// What partners say of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// No partner's run follows it.
    Alone,
    /// A partner's run follows it, and another run is nearer to that.
    Open,
    /// A partner's run follows it.
    Followed,
}

/// What is known of the runs of one program by its partner.
struct Runs {
    executable: &'static str,
    followed: BTreeSet<Filetime>,
    open: BTreeSet<Filetime>,
}

/// All runs on a host that partners say something of.
pub(super) struct Partnered(Vec<Runs>);

impl Partnered {
    /// From all Prefetch files of a host.
    pub(super) fn of_host<'c>(files: impl Iterator<Item = &'c PrefetchFindings> + Clone) -> Self {
        let times = |name: &str| -> BTreeSet<Filetime> {
            let of_name = files.clone().filter(|file| file.executable.eq_ignore_ascii_case(name));
            of_name.flat_map(|file| &file.last_run_times).copied().collect()
        };
        let known = PARTNERS.map(|(executable, partner)| {
            let (followed, open) = pair(&times(executable), &times(partner));
            Runs { executable, followed, open }
        });
        Self(known.into())
    }

    /// What is known of a run.
    pub(super) fn of(&self, executable: &str, run: Filetime) -> Run {
        let known = self.0.iter().find(|runs| runs.executable.eq_ignore_ascii_case(executable));
        match known {
            Some(runs) if runs.followed.contains(&run) => Run::Followed,
            Some(runs) if runs.open.contains(&run) => Run::Open,
            _ => Run::Alone,
        }
    }
}

/// The runs that a partner followed, and those that one may have followed.
fn pair(
    runs: &BTreeSet<Filetime>,
    partners: &BTreeSet<Filetime>,
) -> (BTreeSet<Filetime>, BTreeSet<Filetime>) {
    let (mut followed, mut open) = (BTreeSet::new(), BTreeSet::new());
    for partner in partners {
        let before = || runs.range(partner.minus_seconds(PARTNER_WITHIN)..=*partner);
        if let Some(latest) = before().rev().find(|run| !followed.contains(*run)) {
            followed.insert(*latest);
        }
        open.extend(before().copied());
    }
    open.retain(|run| !followed.contains(run));
    (followed, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_of_the_partner_takes_out_one_run() {
        let set = |hundredths: &[u64]| -> BTreeSet<Filetime> {
            hundredths.iter().map(|at| Filetime(1_000_000_000 + at * 100_000)).collect()
        };
        let both = |runs: &[u64], partners: &[u64]| pair(&set(runs), &set(partners));
        assert_eq!(both(&[0], &[3]), (set(&[0]), set(&[])));
        assert_eq!(both(&[0, 30], &[32]), (set(&[30]), set(&[0])), "the nearer is taken out");
        assert_eq!(both(&[0, 30], &[2, 32]), (set(&[0, 30]), set(&[])));
        assert_eq!(both(&[3], &[0]), (set(&[]), set(&[])), "a partner comes after");
        assert_eq!(both(&[0, 150], &[153]), (set(&[150]), set(&[])), "more than a second before");
    }
}
