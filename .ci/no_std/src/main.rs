//! A program without `std` and without an allocator, for the host: the double impulse by two methods.
//! Its exit code is 0 when both end where the reference does.
#![no_std]
#![no_main]

use core::ffi::c_int;
use core::panic::PanicInfo;

use excitable::prelude::*;
use excitable::Error;
use excitable::ode::StepControl;

// The C library brings the entry point, and nothing else is taken from it.
#[link(name = "c")]
unsafe extern "C" {}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// The precompiled `core` names it for unwinding, which a program that aborts never does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

/// V at 50 ms: the last row of tests/data/double_impulse.csv.
const V_END: f64 = 0.01142788942098857966;

fn axon() -> HodgkinHuxley<f64, impl Stimulus<f64>> {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}

/// Whether the run ends within `tolerance` (mV) of the reference, with two spikes on the way.
fn is_right<S>(
    system: &S,
    y0: Membrane<f64>,
    control: impl StepControl<S>,
    tolerance: f64,
) -> Result<bool, Error>
where
    S: OdeSystem<State = Membrane<f64>>,
{
    let event = Membrane::rises_through(50.0);
    let (mut detector, mut spikes, mut v) = (event.detector(), 0, 0.0);
    for step in integrate(system, 0.0..50.0, y0, control) {
        let step = step?;
        detector.look(&step, |_| spikes += 1)?;
        v = step.end.y.v;
    }
    Ok(spikes == 2 && (-tolerance..tolerance).contains(&(v - V_END)))
}

#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    let axon = axon();
    let y0 = axon.clamped_at(0.0);
    let rk4 = is_right(&axon, y0, Rk4.fixed(0.01), 1e-8);
    let rk45 = is_right(&axon, y0, Rk45.adaptive().rtol(1e-9), 1e-7);
    c_int::from(!(rk4 == Ok(true) && rk45 == Ok(true)))
}
