#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| konseki_tests::hostile::oracles::archive(data));
