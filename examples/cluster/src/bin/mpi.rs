//! The missing parts by the ranks of MPI. Rank 0 hands them out between its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use excitable::ensemble::{Part, Sweep};
use excitable_cluster::folder::Folder;
use excitable_cluster::options::Options;
use excitable_cluster::{Fault, study};
use mpi::Threading;
use mpi::topology::SimpleCommunicator;
use mpi::traits::{Communicator as _, Destination as _, Source};

const REQUEST: i32 = 1;
const ANSWER: i32 = 2;
/// In place of a part: there is none left.
const END: u64 = u64::MAX;
/// The requests of a worker that are under way: rank 0 answers between its own parts only, and may
/// be in one for longer than the worker in another.
const AHEAD: i32 = 2;

fn main() {
    // Calls from any thread, one at a time: the main thread's, and that of a thread which panics.
    let universe = match mpi::initialize_with_threading(Threading::Serialized) {
        Some((universe, level)) if level >= Threading::Serialized => universe,
        other => {
            let level = other.map(|(_, level)| level);
            eprintln!("MPI gives no calls from several threads, one at a time: {level:?}");
            std::process::exit(1);
        }
    };
    end_with_panics();
    let world = universe.world();
    let rank = world.rank();
    if let Err(error) = work(&world, rank) {
        eprintln!("rank {rank}: {error}");
        world.abort(1);
    }
}

/// Ends the job where any thread of a rank panics: the ranks that wait for one that is gone would
/// wait for ever. While a thread of `rayon` works the main thread waits for it, not for MPI.
fn end_with_panics() {
    let (said, ends) = (std::panic::take_hook(), AtomicBool::new(false));
    std::panic::set_hook(Box::new(move |panic| {
        said(panic);
        // A second one would call MPI beside the first; it ends with the job.
        while ends.swap(true, Ordering::SeqCst) {
            std::thread::park();
        }
        SimpleCommunicator::world().abort(101);
    }));
}

fn work(world: &SimpleCommunicator, rank: i32) -> Result<(), Fault> {
    let options = Options::of_program();
    let side = options.side()?;
    let sweep = study::sweep(side);
    let folder = Folder::open(&options.folder()?, &sweep, side * side, options.parts()?)?;
    if options.has("--dry-run") {
        return if rank == 0 { folder.dry_run() } else { Ok(()) };
    }
    let panics_in = options.value("--panic-in", usize::MAX)?;
    let run = |k: usize| if k == panics_in { panic_in(k) } else { folder.run(k) };
    folder.claim()?;
    if rank == 0 { hand_out(world, &folder, run) } else { take(world, run) }
}

/// Panics as the function of a sweep does: in each thread of a rank that has several.
fn panic_in(k: usize) -> Result<[f64; 2], Fault> {
    let member = |_| panic!("asked to panic in part {k}");
    let part: Part<f64> = study::run(&Sweep::new("panics", 1000, member), 0..1000)?;
    Err(format!("{:?} did not panic", part.range()).into())
}

/// Waits for a number without keeping a core busy, which other ranks may need; and its sender.
fn wait(source: &impl Source, tag: i32) -> (u64, i32) {
    loop {
        if let Some((message, status)) = source.immediate_matched_probe_with_tag(tag) {
            let (number, _) = message.matched_receive();
            return (number, status.source_rank());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Asks for parts ahead, so that the next one is there when one is done.
fn take(
    world: &SimpleCommunicator,
    run: impl Fn(usize) -> Result<[f64; 2], Fault>,
) -> Result<(), Fault> {
    let first = world.process_at_rank(0);
    (0..AHEAD).for_each(|_| first.send_with_tag(&0_u64, REQUEST));
    let mut unanswered = AHEAD;
    while unanswered > 0 {
        match wait(&first, ANSWER).0 {
            END => unanswered -= 1,
            k => {
                first.send_with_tag(&0_u64, REQUEST);
                run(usize::try_from(k)?)?;
            }
        }
    }
    Ok(())
}

/// Answers rank `to`; whether there was no part left for it.
fn answer(world: &SimpleCommunicator, next: &mut impl Iterator<Item = usize>, to: i32) -> bool {
    let answer = next.next().map_or(END, |k| k as u64);
    world.process_at_rank(to).send_with_tag(&answer, ANSWER);
    answer == END
}

fn hand_out(
    world: &SimpleCommunicator,
    folder: &Folder<'_>,
    run: impl Fn(usize) -> Result<[f64; 2], Fault>,
) -> Result<(), Fault> {
    let (begun, missing) = (Instant::now(), folder.missing()?);
    println!("{} of {} parts are missing", missing.len(), folder.parts());
    let (mut next, mut spent) = (missing.iter().copied(), [0.0; 2]);
    let mut unanswered = AHEAD * (world.size() - 1);
    loop {
        while let Some((message, status)) =
            world.any_process().immediate_matched_probe_with_tag(REQUEST)
        {
            let _: (u64, _) = message.matched_receive();
            unanswered -= i32::from(answer(world, &mut next, status.source_rank()));
        }
        let Some(k) = next.next() else { break };
        let [ran, wrote] = run(k)?;
        spent = [spent[0] + ran, spent[1] + wrote];
        let seconds = begun.elapsed().as_secs_f64();
        println!("{} of {} handed out, {seconds:.1} s", missing.len() - next.len(), missing.len());
    }
    while unanswered > 0 {
        let (_, rank) = wait(&world.any_process(), REQUEST);
        unanswered -= i32::from(answer(world, &mut next, rank));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let [ran, wrote] = spent;
    println!("done in {seconds:.2} s; rank 0 ran {ran:.2} s and wrote {wrote:.3} s");
    Ok(())
}
