//! [`Bifurcations`]: equilibria and limit cycles of the axon against a steady current.

use alloc::vec::Vec;

use num_traits::Float;

use super::range::check_range;
use super::{BranchBounds, BranchEnd, CycleBranch, Equilibrium, Hopf, LimitCycle, cycle_branch};
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
    /// The reasons why the branch ends at its first and at its last cycle; `None` without cycles.
    pub ends: Option<[BranchEnd; 2]>,
}

impl<T: Scalar, S> HodgkinHuxley<T, S> {
    /// The bifurcation diagram over a range of `currents` (µA/cm², inward positive), or other
    /// [`BranchBounds`]: the equilibria at the ends of `parts` equal parts of it, and the branch of
    /// limit cycles, followed both ways from the middle of the currents between the two Hopf
    /// points. It takes some seconds.
    ///
    /// Without two Hopf points, or with none of the currents between them, there are no cycles in
    /// it.
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
    pub fn bifurcations<'a>(
        &self,
        currents: impl Into<BranchBounds<'a, T>>,
        parts: u32,
    ) -> Result<Bifurcations<T>, Error> {
        let bounds = currents.into();
        let currents = &bounds.range;
        check_range("bifurcations", currents)?;
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
        let both = match &hopf_points[..] {
            [a, b] => self.both_ways((a.parameter, b.parameter), &bounds)?,
            _ => None,
        };
        let (mut cycles, mut folds, mut ends) = (Vec::new(), Vec::new(), None);
        if let Some([down, up]) = both {
            // From the far end of the lower part to the far end of the upper one.
            cycles.extend(down.cycles.into_iter().rev().chain(up.cycles.into_iter().skip(1)));
            folds.extend(down.folds.into_iter().rev().chain(up.folds));
            ends = Some([down.end, up.end]);
        }
        Ok(Bifurcations { equilibria, hopf_points, cycles, folds, ends })
    }

    /// The branch of cycles down and up from the middle of the currents between the Hopf points.
    fn both_ways(
        &self,
        (a, b): (T, T),
        bounds: &BranchBounds<'_, T>,
    ) -> Result<Option<[CycleBranch<Membrane<T>>; 2]>, Error> {
        let low = Float::max(Float::min(a, b), bounds.range.start);
        let high = Float::min(Float::max(a, b), bounds.range.end);
        if low >= high {
            return Ok(None);
        }
        let middle = T::lit(0.5) * (low + high);
        let start = (middle, self.limit_cycle(middle)?);
        let follow = |start, towards| {
            cycle_branch(|current| self.under(current), start, towards, bounds.clone())
        };
        let down = follow(start.clone(), Direction::Backward)?;
        Ok(Some([down, follow(start, Direction::Forward)?]))
    }
}
