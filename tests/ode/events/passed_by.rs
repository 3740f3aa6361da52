//! The steps that a run leaves out, since they stay off a level by a bound, hold no passage of it.

use crate::common::shared::axon;
use excitable::prelude::*;

/// The run leaves out steps that stay off the level by a bound; the solution looks into every one.
#[test]
fn no_passage_is_lost_in_the_steps_that_a_run_passes_by() {
    let axon = axon(constant(10.0));
    let v = component(0);
    let mut events: Vec<_> = [-9.0, 0.3, 2.0, 50.0, 99.0, 104.9].map(|x| v.crosses(x)).into();
    // A passage in a sense that does not count is left out too.
    for level in [2.0, 50.0] {
        events.extend([v.rises_through(level), v.falls_through(level)]);
    }
    macro_rules! agrees {
        ($($control:expr),+) => { $(
            for event in events.iter().copied() {
                for span in [0.0..60.0, 60.0..40.0] {
                    let mut told = Vec::new();
                    let rest = axon.rest().unwrap();
                    let run = || integrate(&axon, span.clone(), rest, $control);
                    let outcome = run().report_on(event, |crossing| told.push(crossing)).finish();
                    if outcome.is_err() {
                        // Backward the axon runs away; what came before is compared all the same.
                        continue;
                    }
                    let found = run().solution().unwrap().events(&event).unwrap();
                    assert_eq!(told, found, "{} {event:?}", stringify!($control));
                }
            }
        )+ };
    }
    agrees!(
        Rk4.fixed(0.01),
        Rk4.fixed(0.1),
        Bs23.adaptive(),
        Rk45.adaptive(),
        Rk45.fixed(0.2),
        Verner65.adaptive(),
        Dop853.adaptive(),
        Heun.fixed(0.05)
    );
}
