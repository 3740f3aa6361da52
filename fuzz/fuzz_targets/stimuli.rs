#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| excitable_fuzz::stimuli(data));
