//! The fuzz targets without a fuzzer: bytes from a seed, on stable.
//!
//! `seeded 4711` repeats one seed; `seeded 1 60` runs the seeds from 1 on for 60 seconds, and goes on after a failure.

use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What a single seed may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The failures after which it is enough.
const FAILURES: u32 = 20;

/// SplitMix64.
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    (0..64).flat_map(|_| next().to_le_bytes()).collect()
}

fn holds(seed: u64) -> bool {
    let data = bytes(seed);
    let target = if seed % 2 == 0 { excitable_fuzz::stimuli } else { excitable_fuzz::runs };
    catch_unwind(|| target(&data)).is_ok()
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|x| x.parse::<u64>().expect("a number"));
    let first = arguments.next().unwrap_or(1);
    let Some(seconds) = arguments.next() else {
        assert!(holds(first), "seed {first} fails");
        return;
    };
    let (begin, at) = (Instant::now(), Arc::new(AtomicU64::new(first)));
    let watched = Arc::clone(&at);
    std::thread::spawn(move || {
        loop {
            let seed = watched.load(Ordering::Relaxed);
            std::thread::sleep(PATIENCE);
            if watched.load(Ordering::Relaxed) == seed {
                eprintln!("seed {seed} hangs");
                std::process::exit(2);
            }
        }
    });
    let (mut seed, mut failures) = (first, 0);
    while begin.elapsed() < Duration::from_secs(seconds) && failures < FAILURES {
        at.store(seed, Ordering::Relaxed);
        if !holds(seed) {
            eprintln!("seed {seed} fails");
            failures += 1;
        }
        seed += 1;
    }
    println!("{} executions, {failures} failures", seed - first);
    std::process::exit(i32::from(failures > 0));
}
