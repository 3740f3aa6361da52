//! The same values by one plain `Ensemble`, for comparison; with `--times` the price of the seam.

use std::time::Instant;

use excitable_cluster::options::Options;
use excitable_cluster::study::{self, Value};
use excitable_cluster::{Fault, study::SPAN};

fn main() -> Result<(), Fault> {
    let options = Options::of_program();
    let side = options.side()?;
    if options.has("--times") {
        return times(side);
    }
    let solution = study::ensemble(0..side * side, side)?.run(SPAN, study::method())?;
    let mut bytes = Vec::new();
    for found in solution {
        bytes.extend(postcard::to_stdvec(&Value::Ok(found))?);
    }
    Ok(std::fs::write(options.folder()?, bytes)?)
}

/// The least times of five runs of each, in turn: the ensemble and the sweep of the same neurons.
fn times(side: usize) -> Result<(), Fault> {
    let (sweep, mut least) = (study::sweep(side), [f64::INFINITY; 2]);
    for _ in 0..5 {
        let begun = Instant::now();
        study::ensemble(0..side * side, side)?.run(SPAN, study::method())?;
        least[0] = least[0].min(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        sweep.run(0..side * side)?;
        least[1] = least[1].min(begun.elapsed().as_secs_f64());
    }
    let [plain, seam] = least;
    println!("ensemble {plain:.3} s, sweep {seam:.3} s, ratio {:.4}", seam / plain);
    Ok(())
}
