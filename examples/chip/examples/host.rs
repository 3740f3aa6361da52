//! The same ticks on this machine: what the chip must say.

use firmware::{Cell, input};

fn main() -> Result<(), excitable::Error> {
    let (mut cell, mut v) = (Cell::at_rest()?, 0.0);
    for tick in 0..2000 {
        let before = cell.spikes;
        v = cell.tick(input(tick, v))?;
        if cell.spikes > before {
            println!("spike at tick {tick}");
        }
    }
    println!("bits of the last potential {}", v.to_bits());
    Ok(())
}
