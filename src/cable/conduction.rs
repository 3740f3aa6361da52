//! [`conduction_velocity`]: how fast a spike travels.

use super::{Cable, CableMembrane};
use crate::Error;
use crate::neuron::Length;
use crate::ode::{Real, StepControl, Steps, Time};

/// The velocity (m/s) of the first spike of a run that rises through `level` (mV) at one place and
/// at another; negative where it comes from the second. The run keeps no steps.
///
/// # Errors
///
/// For places that are not those of nodes, where no spike passes, and as the run.
pub fn conduction_velocity<M: CableMembrane, C: StepControl<Cable<M>>>(
    cable: &Cable<M>,
    run: Steps<'_, Cable<M>, C>,
    places: [Length<Time<M>>; 2],
    level: Time<M>,
) -> Result<Time<M>, Error> {
    let [mut first, mut second] = [None, None];
    let [from, to] = places;
    run.report_on(cable.component_at(from)?.rises_through(level), |at| {
        first.get_or_insert(at.t);
    })
    .report_on(cable.component_at(to)?.rises_through(level), |at| {
        second.get_or_insert(at.t);
    })
    .finish()?;
    let remedy = "integrate further, or look at the ends of the cable";
    let missing = |place: Length<Time<M>>| Error::NotFound {
        sought: "a spike",
        place: ("place (cm)", place.as_centimetres().into()),
        remedy,
    };
    let time = second.ok_or_else(|| missing(to))? - first.ok_or_else(|| missing(from))?;
    // 1 cm/ms = 10 m/s
    Ok(Time::<M>::lit(10.0) * (to.as_centimetres() - from.as_centimetres()) / time)
}
