//! The program for the chip: 2000 ticks, told by semihosting, which is what a debugger listens to.
#![no_std]
#![no_main]

mod semihosting;
mod start;

use firmware::{Cell, input};
use semihosting::{exit, write};

const TICKS: u32 = 2000;

fn run() -> Result<(), excitable::Error> {
    let (mut cell, mut v) = (Cell::at_rest()?, 0.0);
    let (mut cycles, mut most) = (0, 0);
    for tick in 0..TICKS {
        let before = cell.spikes;
        let begin = start::clock();
        v = cell.tick(input(tick, v))?;
        let spent = start::clock_since(begin);
        (cycles, most) = (cycles + spent, spent.max(most));
        if cell.spikes > before {
            write("spike at tick ", tick);
        }
    }
    // Under QEMU an instruction lasts 1 ns, and the clock ticks every 40 ns.
    write("instructions of a tick, mean ", cycles * 40 / TICKS);
    write("instructions of a tick, most ", most * 40);
    write("bits of the last potential ", v.to_bits());
    Ok(())
}

fn main() -> ! {
    start::start_clock();
    let went = run();
    write("bytes of stack ", start::stack_used());
    exit(went.is_ok())
}
