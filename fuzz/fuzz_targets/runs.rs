#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| excitable_fuzz::runs(data));
