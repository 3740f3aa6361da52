//! The crate beside its peers, in one process: see the README.

mod arguments;
mod clock;
mod crossings;
mod curve;
mod drawing;
mod entry;
mod ladder;
mod machine;
mod method;
mod ours;
mod ours_ensemble;
mod peers;
mod population;
mod precision;
mod setting;
mod spread;
mod squid;
mod table;
mod trace;

use arguments::Arguments;
use precision::Precision;
use std::error::Error;

fn task_a(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut precision = Precision::measure(arguments.runs);
    println!("\n## A. One neuron, 50 ms, 1001 points\n\n{}", precision.times());
    println!("{}", precision.settings());
    if let Some(folder) = &arguments.figures {
        drawing::save(&precision, folder)?;
    }
    println!("{}", precision::floors(&mut precision.methods));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read()?;
    println!("{}\n\nPeers: {}.", machine::line(), machine::versions());
    if arguments.tasks.contains('A') {
        task_a(&arguments)?;
    }
    if arguments.tasks.contains('B') {
        println!("\n## B. 1000 neurons, 1000 steps of 0.01 ms\n\n{}", population::table());
    }
    if arguments.tasks.contains('C') {
        println!("\n## C. f–I curve, 100 currents for a second each\n\n{}", curve::table());
    }
    Ok(())
}
