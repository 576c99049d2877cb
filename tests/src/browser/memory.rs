//! Memory of a browser's page processes, where the system tells it (`/proc`).

use std::collections::BTreeMap;
use std::fs;

/// The largest resident memory, in KiB, of the renderer processes below `ancestor`: all together.
pub(super) fn peak_of_renderers(ancestor: u32) -> Option<u64> {
    let parents: BTreeMap<u32, u32> = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|process| Some((process, parent(process)?)))
        .collect();
    let is_below = |process: u32| {
        let up = std::iter::successors(Some(process), |one| parents.get(one).copied());
        up.take(parents.len()).any(|one| one == ancestor)
    };
    let renderers = parents.keys().filter(|process| is_below(**process) && is_renderer(**process));
    renderers.map(|process| peak(*process)).sum()
}

fn parent(process: u32) -> Option<u32> {
    status(process, "PPid:")?.parse().ok()
}

fn peak(process: u32) -> Option<u64> {
    status(process, "VmHWM:")?.trim_end_matches("kB").trim().parse().ok()
}

fn status(process: u32, name: &str) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    text.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()))
}

fn is_renderer(process: u32) -> bool {
    // Chromium joins the arguments of its own processes by spaces.
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    line.split(|byte| [0, b' '].contains(byte)).any(|word| word == b"--type=renderer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_renderer_runs_below_a_test() {
        if fs::read_dir("/proc/self").is_ok() {
            let own = std::process::id();
            assert_eq!(peak_of_renderers(own), Some(0));
            assert!(peak(own) > Some(0) && parent(own).is_some() && !is_renderer(own));
        }
    }
}
