//! Every target in one program, chosen by `KONSEKI_FUZZ_TARGET_NAME`: `cargo xtask fuzz` links once.

#![no_main]

use std::sync::LazyLock;

use konseki_tests::hostile::oracles::{Oracle, TARGETS};

/// What is asked of each input.
static ORACLE: LazyLock<Oracle> = LazyLock::new(|| {
    let name = std::env::var("KONSEKI_FUZZ_TARGET_NAME").unwrap_or_default();
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    target.unwrap_or_else(|| panic!("KONSEKI_FUZZ_TARGET_NAME names no target: {name:?}")).1
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| ORACLE(data));
