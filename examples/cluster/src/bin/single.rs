//! The same values by one plain `Ensemble`, for comparison; by the whole `Sweep` with `--sweep`.

use excitable_cluster::options::Options;
use excitable_cluster::study::{self, Value};
use excitable_cluster::{Fault, study::SPAN};

fn main() -> Result<(), Fault> {
    let options = Options::of_program();
    let (side, mut bytes) = (options.side()?, Vec::new());
    if options.has("--sweep") {
        for value in study::sweep(side).run(0..side * side)?.values() {
            bytes.extend(postcard::to_stdvec(value)?);
        }
    } else {
        for found in study::ensemble(0..side * side, side)?.run(SPAN, study::method())? {
            bytes.extend(postcard::to_stdvec(&Value::Ok(found))?);
        }
    }
    Ok(std::fs::write(options.folder()?, bytes)?)
}
