//! The passages of a level in runs at loose tolerances: 8580 runs, too many for an unoptimised
//! test.

use excitable::prelude::*;

/// The bound takes the slopes of stages that are not there yet for like their neighbours': at loose
/// tolerances, where they are the least alike, levels close to each other all over the range.
#[test]
fn no_passage_is_lost_at_loose_tolerances() {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(train(pulse(0.0..0.3, 80.0), 13.0));
    let rest = axon.rest().unwrap();
    macro_rules! agrees {
        ($($control:expr),+) => { $({
            let solution = integrate(&axon, 0.0..60.0, rest, $control).solution().unwrap();
            for tenth in -130..1300 {
                let event = component(0).crosses(f64::from(tenth) / 10.0);
                let mut told = Vec::new();
                let run = integrate(&axon, 0.0..60.0, rest, $control);
                run.report_on(event, |crossing| told.push(crossing)).finish().unwrap();
                let control = stringify!($control);
                assert_eq!(told, solution.events(&event).unwrap(), "{control} {tenth}");
            }
        })+ };
    }
    agrees!(
        Rk45.adaptive().rtol(1e-3),
        Verner65.adaptive().rtol(1e-2),
        Verner65.adaptive().rtol(1e-3),
        Verner65.adaptive(),
        Dop853.adaptive().rtol(1e-3),
        Dop853.adaptive()
    );
}
