//! A plan for a large sweep, and a simulation of a scheduler whose nodes fail.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use excitable_cluster::Fault;
use excitable_cluster::options::Options;

/// Microseconds.
type Time = u64;

/// When, the core, the part that it ran (none: it is there again), and whether that ended.
type Event = Reverse<(Time, usize, Option<usize>, bool)>;

struct Plan {
    parts: usize,
    seconds: f64,
    overhead: f64,
    cores: usize,
    /// Mean seconds between two failures of a core, and until it is there again.
    failure: f64,
    repair: f64,
}

struct Outcome {
    seconds: f64,
    lost: usize,
    runs: usize,
}

/// xorshift64*, in 0 to 1.
fn random(state: &mut u64) -> f64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Each core takes the next part, and either ends it or dies in it; then the part is missing again.
fn simulate(plan: &Plan, seed: u64) -> Outcome {
    let (mut state, whole) = (seed, plan.seconds + plan.overhead);
    let mut missing: BTreeSet<usize> = (0..plan.parts).collect();
    let mut idle: Vec<usize> = (0..plan.cores).collect();
    let mut events: BinaryHeap<Event> = BinaryHeap::new();
    let (mut now, mut done, mut lost, mut runs) = (0, vec![false; plan.parts], 0, 0);
    loop {
        while let Some(core) = idle.pop() {
            let Some(k) = missing.pop_first() else {
                idle.push(core);
                break;
            };
            let dies = -plan.failure * (1.0 - random(&mut state)).ln();
            let after = (1e6 * dies.min(whole)) as Time;
            events.push(Reverse((now + after, core, Some(k), dies >= whole)));
            runs += 1;
        }
        let Some(Reverse((at, core, part, ended))) = events.pop() else { break };
        now = at;
        match part {
            Some(k) if ended => {
                assert!(!done[k], "part {k} was run twice though whole");
                done[k] = true;
                idle.push(core);
            }
            Some(k) => {
                lost += 1;
                missing.insert(k);
                events.push(Reverse((now + (1e6 * plan.repair) as Time, core, None, false)));
            }
            None => idle.push(core),
        }
        if missing.is_empty() && done.iter().all(|part| *part) {
            break;
        }
    }
    assert!(done.iter().all(|part| *part));
    Outcome { seconds: now as f64 * 1e-6, lost, runs }
}

fn main() -> Result<(), Fault> {
    let options = Options::of_program();
    let neurons: f64 = options.value("--neurons", 1e9)?;
    let each: f64 = options.value("--seconds-each", 80e-6)?;
    let bytes: f64 = options.value("--bytes-each", 130.0)?;
    let overhead: f64 = options.value("--overhead", 0.01)?;
    let cores: usize = options.value("--cores", 1000)?;
    let failure: f64 = 3600.0 * options.value("--hours-between-failures", 24.0)?;
    let work = neurons * each;
    println!(
        "{work:.3e} s of one core, {:.1} GB, ideal {:.1} s on {cores}",
        bytes * neurons * 1e-9,
        work / cores as f64
    );
    println!("{:>9} {:>9} {:>10} {:>8} {:>8}", "s a part", "files", "seconds", "lost", "of ideal");
    for seconds in [1.0, 10.0, 60.0] {
        let parts = (work / seconds).ceil() as usize;
        let plan = Plan { parts, seconds, overhead, cores, failure, repair: 300.0 };
        let Outcome { seconds: took, lost, runs } = simulate(&plan, 1952);
        assert_eq!(runs, parts + lost);
        println!(
            "{seconds:>9} {parts:>9} {took:>10.1} {lost:>8} {:>8.3}",
            took * cores as f64 / work
        );
    }
    Ok(())
}
