//! [`conduction_velocity`]: how fast a spike travels.

use alloc::vec::Vec;

use super::{Cable, CableMembrane, Cables};
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::Length;
use crate::ode::{Component, OdeState, Real, RightHandSide, Scalar, StepControl, Steps, Time};

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
    let [from, to] = places;
    let nodes = [cable.component_at(from)?, cable.component_at(to)?];
    let distance = distance(nodes, places)?;
    let passed = passages(run, &nodes, level)?;
    let remedy = "integrate further, or look at the ends of the cable";
    let missing = |place: Length<Time<M>>| Error::NotFound {
        sought: "a spike",
        place: ("place (cm)", place.as_centimetres().into()),
        remedy,
    };
    let time = passed[1].ok_or_else(|| missing(to))? - passed[0].ok_or_else(|| missing(from))?;
    // 1 cm/ms = 10 m/s
    Ok(Time::<M>::lit(10.0) * distance / time)
}

/// The velocity (m/s) in each of several cables, as [`conduction_velocity`] has it; `None` where no
/// spike passes both places. In trees they are places of section 0.
///
/// # Errors
///
/// For places that are not those of two nodes of each cable, and as the run.
pub fn conduction_velocities<M: CableMembrane, C: StepControl<Cables<M>>>(
    cables: &Cables<M>,
    run: Steps<'_, Cables<M>, C>,
    places: [Length<Time<M>>; 2],
    level: Time<M>,
) -> Result<Vec<Option<Time<M>>>, Error> {
    let mut nodes = Vec::new();
    for k in 0..cables.cables().len() {
        nodes.extend([cables.component_at(k, places[0])?, cables.component_at(k, places[1])?]);
    }
    let distance = distance([nodes[0], nodes[1]], places)?;
    let passed = passages(run, &nodes, level)?;
    let velocity =
        |times: &[Option<Time<M>>]| Some(Time::<M>::lit(10.0) * distance / (times[1]? - times[0]?));
    Ok(passed.chunks(2).map(velocity).collect())
}

/// The distance between two places (cm), which must be at different nodes.
fn distance<T: Scalar>(
    [here, there]: [Component; 2],
    [from, to]: [Length<T>; 2],
) -> Result<T, Error> {
    let distance = to.as_centimetres() - from.as_centimetres();
    let (field, remedy) = ("distance of the places (cm)", "give two places, at different nodes");
    require(here != there, "conduction_velocity", (field, distance), Bound::Positive, remedy)?;
    Ok(distance)
}

/// When each node first rises through `level`.
fn passages<S, C, N>(
    run: Steps<'_, S, C>,
    nodes: &[Component],
    level: N::Scalar,
) -> Result<Vec<Option<N::Scalar>>, Error>
where
    N: OdeState,
    S: RightHandSide<State = Vec<N>>,
    C: StepControl<S>,
{
    let mut times = alloc::vec![None; nodes.len()];
    let rises = nodes.iter().map(|node| node.rises_through(level));
    run.report_on_each(rises, |node, at| {
        times[node].get_or_insert(at.t);
    })
    .finish()?;
    Ok(times)
}
