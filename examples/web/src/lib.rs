//! What the page asks of the crate: numbers in, pointers to what was found out.
//!
//! The page passes its settings as plain numbers and reads lists of numbers from the memory of the
//! module, by `list` and `length`; it computes nothing itself.
mod curves;
mod planes;
mod settings;

use excitable::Error;
use std::cell::RefCell;

/// The lists, by the numbers with which the page asks for them.
#[repr(usize)]
enum List {
    /// t, I, V, m, h, n, one after the other.
    Samples,
    /// The times at which V rises through 50 mV.
    Spikes,
    /// V and the gate along the nullclines of the planes; NaN where a line ends.
    PlaneN,
    PlaneM,
    /// The current and the rate.
    Rates,
    /// V, m and n once around.
    Cycle,
    /// The period, and the lowest and the highest V.
    Period,
    /// What went wrong, as bytes.
    Message,
}

thread_local! {
    static LISTS: RefCell<[Vec<f64>; 8]> = const { RefCell::new([const { Vec::new() }; 8]) };
}

fn put(list: List, numbers: Vec<f64>) {
    LISTS.with_borrow_mut(|lists| lists[list as usize] = numbers);
}

/// What to say of an error: without its numbers, whose digits would take a tenth of the module.
fn words(error: &Error) -> &'static str {
    match error {
        Error::Invalid { remedy, .. }
        | Error::StepTooSmall { remedy, .. }
        | Error::Budget { remedy, .. }
        | Error::NotFound { remedy, .. } => remedy,
        _ => "there is no run under these settings",
    }
}

/// 1 where all went well; else 0, and the message is in its list.
fn told(result: Result<(), Error>) -> u32 {
    let message = result.as_ref().err().map_or("", words);
    put(List::Message, message.bytes().map(f64::from).collect());
    u32::from(result.is_ok())
}

/// Where a list begins.
#[unsafe(no_mangle)]
pub extern "C" fn list(number: usize) -> *const f64 {
    LISTS.with_borrow(|lists| lists[number].as_ptr())
}

/// How many numbers it has.
#[unsafe(no_mangle)]
pub extern "C" fn length(number: usize) -> usize {
    LISTS.with_borrow(|lists| lists[number].len())
}

/// A setting, in the order of `Settings`.
#[unsafe(no_mangle)]
pub extern "C" fn set(number: usize, value: f64) {
    settings::set(number, value);
}

/// Samples and spikes under the settings.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> u32 {
    told(curves::traces(&settings::read()).map(|(samples, spikes)| {
        put(List::Samples, samples);
        put(List::Spikes, spikes);
    }))
}

/// The planes under the settings; no pulse changes them.
#[unsafe(no_mangle)]
pub extern "C" fn planes() -> u32 {
    told(planes::nullclines(&settings::read()).map(|[n, m]| {
        put(List::PlaneN, n);
        put(List::PlaneM, m);
    }))
}

/// The f–I curve under the settings.
#[unsafe(no_mangle)]
pub extern "C" fn rates() -> u32 {
    told(curves::rates(&settings::read()).map(|rates| put(List::Rates, rates)))
}

/// The limit cycle under the steady current; empty lists where the axon comes to rest.
#[unsafe(no_mangle)]
pub extern "C" fn cycle() -> u32 {
    told(curves::cycle(&settings::read()).map(|(points, period)| {
        put(List::Cycle, points);
        put(List::Period, period);
    }))
}
