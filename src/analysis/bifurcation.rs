//! [`Bifurcations`]: equilibria and limit cycles of the axon against a steady current.

use alloc::vec::Vec;
use core::ops::Range;

use super::range::check_range;
use super::{CycleBranch, Equilibrium, Hopf, LimitCycle, cycle_branch};
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::{HodgkinHuxley, Membrane};
use crate::ode::{Direction, Scalar};

/// Equilibria and limit cycles against the current (µA/cm²); made by
/// [`HodgkinHuxley::bifurcations`](crate::HodgkinHuxley::bifurcations).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(serialize = "T: serde::Serialize", deserialize = "T: serde::Deserialize<'de>"))
)]
pub struct Bifurcations<T: Scalar> {
    /// Currents with an equilibrium, ascending in the current.
    pub equilibria: Vec<(T, Equilibrium<Membrane<T>>)>,
    /// The Hopf points, at which equilibria begin or cease to oscillate.
    pub hopf_points: Vec<Hopf<Membrane<T>>>,
    /// Currents with a limit cycle, stable or not, in the order of the branch.
    pub cycles: Vec<(T, LimitCycle<Membrane<T>>)>,
    /// The folds of the branch, at which a stable and an unstable cycle meet: the least current of
    /// repetitive firing is among them.
    pub folds: Vec<(T, LimitCycle<Membrane<T>>)>,
}

/// Currents with their cycles.
type Cycles<T> = Vec<(T, LimitCycle<Membrane<T>>)>;

impl<T: Scalar, S> HodgkinHuxley<T, S> {
    /// The bifurcation diagram over a range of `currents` (µA/cm², inward positive): the equilibria
    /// at the ends of `parts` equal parts of it, and the branch of limit cycles, followed both ways
    /// from the middle between the two Hopf currents. It takes some seconds.
    ///
    /// Without two Hopf points there are no cycles in it.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a range that is not finite or has no parts; and as [`cycle_branch`].
    ///
    /// # Example
    ///
    /// ```no_run
    /// use excitable::prelude::*;
    ///
    /// let found = HodgkinHuxley::<f64>::squid_axon().bifurcations(0.0..200.0, 100)?;
    /// let least = found.folds.iter().map(|fold| fold.0).fold(f64::INFINITY, f64::min);
    /// assert!((least - 6.2603212745).abs() < 1e-9); // repetitive firing from here on
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn bifurcations(&self, currents: Range<T>, parts: u32) -> Result<Bifurcations<T>, Error> {
        check_range("bifurcations", &currents)?;
        let remedy = "give the number of parts";
        let given = ("parts", f64::from(parts));
        require(parts > 0, "bifurcations", given, Bound::Positive, remedy)?;
        let mut equilibria = Vec::new();
        for k in 0..=parts {
            let part = T::lit(f64::from(k) / f64::from(parts));
            let current = currents.start + (currents.end - currents.start) * part;
            equilibria.extend(self.equilibria(current)?.into_iter().map(|found| (current, found)));
        }
        let hopf_points = self.hopf_points()?;
        let (cycles, folds) = match &hopf_points[..] {
            [a, b] => self.cycles(T::lit(0.5) * (a.parameter + b.parameter), &currents)?,
            _ => (Vec::new(), Vec::new()),
        };
        Ok(Bifurcations { equilibria, hopf_points, cycles, folds })
    }

    /// The branch of cycles both ways from that at `middle`, and its folds.
    fn cycles(&self, middle: T, currents: &Range<T>) -> Result<(Cycles<T>, Cycles<T>), Error> {
        let system = |current| self.under(current);
        let start = (middle, self.limit_cycle(middle)?);
        let (mut cycles, mut folds) = (Vec::new(), Vec::new());
        let down = cycle_branch(system, start.clone(), Direction::Backward, currents.clone())?;
        let CycleBranch { cycles: lower, folds: lower_folds, .. } = down;
        // From the far end of the lower part to the far end of the upper one.
        cycles.extend(lower.into_iter().rev());
        folds.extend(lower_folds.into_iter().rev());
        let up = cycle_branch(system, start, Direction::Forward, currents.clone())?;
        cycles.extend(up.cycles.into_iter().skip(1));
        folds.extend(up.folds);
        Ok((cycles, folds))
    }
}
