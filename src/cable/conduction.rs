//! [`conduction_velocity`]: how fast a spike travels.

use super::{Cable, CableMembrane};
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::Length;
use crate::ode::{Real, StepControl, Steps, Time};

/// The velocity (m/s) of the first spike of a run that rises through `level` (mV) at one place and
/// at another: positive where it travels away from the start of the cable, negative towards it. The
/// run keeps no steps.
///
/// # Errors
///
/// For places that are not those of two nodes, where no spike passes, and as the run.
pub fn conduction_velocity<M: CableMembrane, C: StepControl<Cable<M>>>(
    cable: &Cable<M>,
    run: Steps<'_, Cable<M>, C>,
    places: [Length<Time<M>>; 2],
    level: Time<M>,
) -> Result<Time<M>, Error> {
    let [mut first, mut second] = [None, None];
    let [from, to] = places;
    let [here, there] = [cable.component_at(from)?, cable.component_at(to)?];
    let distance = to.as_centimetres() - from.as_centimetres();
    let (field, remedy) = ("distance of the places (cm)", "give two places, at different nodes");
    let owner = "conduction_velocity";
    require(here != there, owner, (field, distance), Bound::Positive, remedy)?;
    run.report_on(here.rises_through(level), |at| {
        first.get_or_insert(at.t);
    })
    .report_on(there.rises_through(level), |at| {
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
    Ok(Time::<M>::lit(10.0) * distance / time)
}
