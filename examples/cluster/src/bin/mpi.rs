//! The missing parts by the ranks of MPI. Rank 0 hands them out between its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use excitable::ensemble::{Part, Sweep};
use excitable_cluster::folder::Folder;
use excitable_cluster::options::Options;
use excitable_cluster::{Fault, study};
use mpi::Threading;
use mpi::topology::SimpleCommunicator;
use mpi::traits::{Communicator as _, Destination as _, Source as _};

const REQUEST: i32 = 1;
const ANSWER: i32 = 2;
/// In place of a part: there is none left.
const END: u64 = u64::MAX;

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

/// Asks for the next part before it runs the one it has, so that the answer is there when it is
/// done.
fn take(
    world: &SimpleCommunicator,
    run: impl Fn(usize) -> Result<[f64; 2], Fault>,
) -> Result<(), Fault> {
    let first = world.process_at_rank(0);
    first.send_with_tag(&0_u64, REQUEST);
    loop {
        let (k, _) = first.receive_with_tag::<u64>(ANSWER);
        if k == END {
            return Ok(());
        }
        first.send_with_tag(&1_u64, REQUEST);
        run(usize::try_from(k)?)?;
    }
}

/// Answers one request, if there is one; `waits` for it. Whether it sent a worker home.
fn serve(
    world: &SimpleCommunicator,
    next: &mut impl Iterator<Item = usize>,
    waits: bool,
) -> Option<bool> {
    let (message, status) = if waits {
        world.any_process().matched_probe_with_tag(REQUEST)
    } else {
        world.any_process().immediate_matched_probe_with_tag(REQUEST)?
    };
    let _: (u64, _) = message.matched_receive();
    let answer = next.next().map_or(END, |k| k as u64);
    world.process_at_rank(status.source_rank()).send_with_tag(&answer, ANSWER);
    Some(answer == END)
}

fn hand_out(
    world: &SimpleCommunicator,
    folder: &Folder<'_>,
    run: impl Fn(usize) -> Result<[f64; 2], Fault>,
) -> Result<(), Fault> {
    let (begun, missing) = (Instant::now(), folder.missing()?);
    println!("{} of {} parts are missing", missing.len(), folder.parts());
    let (mut next, mut workers, mut spent) = (missing.iter().copied(), world.size() - 1, [0.0; 2]);
    loop {
        while let Some(sent_home) = serve(world, &mut next, false) {
            workers -= i32::from(sent_home);
        }
        let Some(k) = next.next() else { break };
        let [ran, wrote] = run(k)?;
        spent = [spent[0] + ran, spent[1] + wrote];
        let seconds = begun.elapsed().as_secs_f64();
        println!("{} of {} handed out, {seconds:.1} s", missing.len() - next.len(), missing.len());
    }
    while workers > 0 {
        workers -= i32::from(serve(world, &mut next, true) == Some(true));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let [ran, wrote] = spent;
    println!("done in {seconds:.2} s; rank 0 ran {ran:.2} s and wrote {wrote:.3} s");
    Ok(())
}
