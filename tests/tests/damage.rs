//! Damage, systematically: every constructed fixture cut at every length and changed at every byte,
//! every real file changed at random places. The oracles say what must hold of any input; the
//! fuzzer asks the same of inputs that it makes up (`cargo xtask fuzz`).

use konseki_tests::hostile::{damage, oracles::TARGETS, seeds::seeds};

/// Damaged copies of one fixture, of each kind; small fixtures have fewer bytes and get all.
fn copies(target: &str) -> usize {
    match target {
        // Each is read to the report, in every form.
        "archive" | "evidence" | "report" | "settings" | "sigma" | "catalog" => 150,
        "log" | "findings" => 300,
        _ => 3_000,
    }
}

fn oracle(name: &str) -> fn(&[u8]) {
    let target = TARGETS.iter().find(|(target, _)| *target == name);
    target.unwrap_or_else(|| panic!("no target is called {name}")).1
}

#[test]
fn every_target_has_a_seed() {
    let seeds = seeds();
    for (target, _) in TARGETS {
        assert!(seeds.iter().any(|(of, _, _)| *of == target), "{target}");
    }
}

#[test]
fn constructed_fixtures_hold_when_damaged() {
    for (target, name, bytes) in seeds() {
        let began = std::time::Instant::now();
        let check = oracle(target);
        check(&bytes);
        let most = copies(target);
        damage::cuts(&bytes, most).for_each(check);
        damage::flips(&bytes, most).for_each(|damaged| check(&damaged));
        println!("{target} {name}: {} bytes, {:?}", bytes.len(), began.elapsed());
    }
}
