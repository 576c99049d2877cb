//! The wall time of each step, printed as it ends and in a table at the end.

use std::time::{Duration, Instant};

use crate::Result;

/// The steps so far.
pub struct Steps {
    began: Instant,
    ended: Vec<(String, Duration, &'static str)>,
}

impl Steps {
    /// Starts the clock.
    pub fn new() -> Self {
        Self { began: Instant::now(), ended: Vec::new() }
    }

    /// Runs one step and notes its time, whether it succeeds or not.
    pub fn step<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("== {name}");
        let began = Instant::now();
        let result = step();
        let took = began.elapsed();
        let outcome = if result.is_ok() { "ok" } else { "FAILED" };
        println!("== {name}: {outcome}, {}", clock(took));
        self.ended.push((name.to_owned(), took, outcome));
        result.map_err(|error| format!("{name}: {error}").into())
    }

    /// Takes over the steps that ran beside its own.
    pub fn append(&mut self, mut other: Self) {
        self.ended.append(&mut other.ended);
    }

    /// Prints what took how long; nothing where no step ran.
    pub fn print_table(&self) {
        if self.ended.is_empty() {
            return;
        }
        println!("\nStep                                               time  outcome");
        for (name, took, outcome) in &self.ended {
            println!("{name:<48} {:>6}  {outcome}", clock(*took));
        }
        println!("{:<48} {:>6}", "all together", clock(self.began.elapsed()));
    }
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    let seconds = time.as_millis().div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_noted_and_named() {
        let mut steps = Steps::new();
        let failed: Result<()> = steps.step("build", || Err("no compiler".into()));
        assert_eq!(failed.expect_err("fails").to_string(), "build: no compiler");
        assert_eq!(steps.ended.first().map(|(_, _, outcome)| *outcome), Some("FAILED"));
    }

    #[test]
    fn times_are_rounded_up_to_seconds() {
        assert_eq!(clock(Duration::from_millis(61_001)), "1:02");
        assert_eq!(clock(Duration::ZERO), "0:00");
    }
}
