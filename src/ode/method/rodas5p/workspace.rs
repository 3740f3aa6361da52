//! [`Rosenbrock`]: the workspace of [`Rodas5P`](super::Rodas5P), and the parts of a step.

use num_traits::Float;

use super::coefficients::{ARGUMENT, COUPLING, DRIFT, GAMMA};
use super::differences::{Differences, Scratch};
use super::factors::Factors;
use super::{lent, sum};
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::num::{IN_PLACE, Matrix, Real, Scalar};
use crate::ode::problem::{check_finite, slope_apart};
use crate::ode::{Interval, Node, OdeState, OdeSystem, State, Tolerance};

/// The most entries of a Jacobian, 2²³: 2896 components that depend on all others, whose factors
/// take seconds a step.
const LARGEST: f64 = 8_388_608.0;

/// The workspace of [`Rodas5P`](super::Rodas5P): the Jacobian, the factors of 1/(γ·h) − J, eight
/// stages, an argument and slopes.
#[derive(Clone, Debug)]
pub struct Rosenbrock<Y: State> {
    differences: Differences<Y>,
    jacobian: Matrix<Y::Scalar>,
    pub(super) factors: Factors<Y::Scalar>,
    pub(super) stages: [Y; 8],
    pub(super) argument: Y,
    pub(super) slope: Y,
    pub(super) drift: Y,
    /// Whether the system has been asked for its bandwidth and its scale.
    is_prepared: bool,
    /// The number of entries of the Jacobian.
    entries: f64,
    /// The time of the node that the Jacobian belongs to.
    of_node: Option<Y::Scalar>,
    /// The error of the last step that was taken within a tolerance.
    pub(super) error: Y::Scalar,
    pub(super) evaluations: u64,
    pub(super) jacobians: u64,
    pub(super) factorisations: u64,
}

impl<Y: OdeState> Rosenbrock<Y> {
    pub(super) fn new(y0: &Y) -> Self {
        let (n, zero) = (y0.dimension(), Y::Scalar::lit(0.0));
        // Dense for now: the system has not been seen yet.
        let y = || y0.clone();
        let small = Matrix::new(n.min(IN_PLACE), zero);
        Self {
            differences: Differences::new(y0),
            jacobian: small.clone(),
            factors: Factors::new(n, small),
            stages: [y(), y(), y(), y(), y(), y(), y(), y()],
            argument: y0.clone(),
            slope: y0.clone(),
            drift: y0.clone(),
            is_prepared: false,
            entries: 0.0,
            of_node: None,
            error: zero,
            evaluations: 0,
            jacobians: 0,
            factorisations: 0,
        }
    }

    /// The step after this starts anew: what is known of the last node is stale.
    pub(super) fn forget(&mut self) {
        self.of_node = None;
        self.differences.start_anew();
    }

    fn prepare<S: OdeSystem<State = Y> + ?Sized>(&mut self, system: &S) {
        let (n, zero) = (self.stages[0].dimension(), Y::Scalar::lit(0.0));
        let bandwidth = system.bandwidth();
        self.entries = Matrix::<Y::Scalar>::entries_of(n, bandwidth);
        self.jacobian = if self.is_too_large() {
            // The step fails, and the run says why.
            Matrix::banded(n, (0, 0), Y::Scalar::nan())
        } else {
            bandwidth.map_or_else(|| Matrix::new(n, zero), |b| Matrix::banded(n, b, zero))
        };
        self.factors.matrix = self.jacobian.clone();
        self.differences.note_scale(system.scale());
        self.is_prepared = true;
    }

    fn is_too_large(&self) -> bool {
        self.entries > LARGEST
    }

    /// J at the start of a step: the same as for the trial before, where that has been rejected.
    pub(super) fn derive<S>(
        &mut self,
        system: &S,
        start: &Node<Y>,
        over: Interval<Y::Scalar>,
        tolerance: Option<&Tolerance<Y>>,
    ) where
        S: OdeSystem<State = Y> + ?Sized,
    {
        if !self.is_prepared {
            self.prepare(system);
        }
        if self.of_node == Some(start.t) || self.is_too_large() {
            return;
        }
        self.jacobian.fill(Y::Scalar::lit(0.0));
        self.of_node = Some(start.t);
        self.jacobians += 1;
        if !system.jacobian(over.first, &start.y, &mut self.jacobian) {
            let Self { differences, jacobian, argument, slope, drift, factors, .. } = self;
            let increments = factors.right.as_mut_slice();
            let scratch = Scratch { argument, near: slope, far: drift, increments };
            self.evaluations +=
                differences.write(jacobian, system, start, over, tolerance, scratch);
        } else if self.jacobian.outside().is_some() {
            // The step fails, and the run says why.
            self.jacobian[(0, 0)] = Y::Scalar::nan();
        }
    }

    /// Factors 1/(γ·h) − J.
    pub(super) fn factor(&mut self, h: Y::Scalar) {
        let diagonal = Y::Scalar::lit(1.0 / GAMMA) / h;
        self.factorisations += 1;
        self.factors.factor(diagonal, &self.jacobian);
    }

    /// The fault of the last step's Jacobian: too large, not finite, or written outside of its
    /// band.
    pub(super) fn fault(&self, y: &Y, t: Y::Scalar) -> Result<(), Error> {
        let field = ("entries of the Jacobian", self.entries);
        let bound = Bound::AtMost("", LARGEST.into());
        let remedy = "state a smaller bandwidth, run fewer cables side by side, or take \
                      `LineStrang` for a line or tree, or an explicit method";
        require(!self.is_too_large(), "Rodas5P", field, bound, remedy)?;
        let (n, (below, above)) = (self.jacobian.dimension(), self.jacobian.bandwidth());
        if let Some((row, column)) = self.jacobian.outside() {
            return Err(Error::Band { row, column, below, above });
        }
        if !self.is_prepared {
            return Ok(());
        }
        let (mut row, mut sums) = (0_usize, y.clone());
        sums.assign(y, [], &mut |sum, _, []| {
            let columns = row.saturating_sub(below)..(row + above + 1).min(n);
            *sum = columns.fold(Y::Scalar::lit(0.0), |sum, j| sum + self.jacobian[(row, j)]);
            row += 1;
        });
        check_finite(Quantity::Jacobian, &sums, t)
    }

    /// ∂f/∂t at the start, from two times inside the step at the distances d₁ and d₂:
    /// ((f₁ − f₀)·d₂/d₁ − (f₂ − f₀)·d₁/d₂)/(d₂ − d₁).
    pub(super) fn derive_in_time<S>(
        &mut self,
        system: &S,
        start: &Node<Y>,
        over: Interval<Y::Scalar>,
    ) where
        S: OdeSystem<State = Y> + ?Sized,
    {
        let lit = Y::Scalar::lit;
        // A thousandth of the step is exact to h²/10⁶ in a problem that moves over h.
        // Late in a run it must still be many floats, but no more than half of the step.
        let (h, floats) = (over.length(), lit(64.0) * over.first.ulp());
        let size = (lit(1e-3) * Float::abs(h)).max(floats).min(lit(0.5) * Float::abs(h));
        let delta = Float::copysign(size, h);
        let (t1, t2) = (over.clamp(over.first + delta), over.clamp(over.first + (delta + delta)));
        let (d1, d2) = (t1 - over.first, t2 - over.first);
        if system.is_autonomous() || d1 == lit(0.0) || d2 == d1 {
            // Or a step of a few floats: the drift over it is nothing.
            return self.drift.assign(&start.y, [], &mut |out, _, []| *out = lit(0.0));
        }
        slope_apart(system, t1, &start.y, &mut self.slope);
        slope_apart(system, t2, &start.y, &mut self.argument);
        self.evaluations += 2;
        self.drift.assign(&start.dydt, [&self.slope, &self.argument], &mut |out, f0, [f1, f2]| {
            *out = ((f1 - f0) * (d2 / d1) - (f2 - f0) * (d1 / d2)) / (d2 - d1);
        });
    }

    /// Stage I: its right side in `slope`, then the solution.
    #[inline(always)]
    pub(super) fn stage<const I: usize>(&mut self, h: Y::Scalar) {
        let Self { factors, stages, slope, drift, .. } = self;
        let (before, rest) = stages.split_at_mut(I);
        let before = lent::<Y, I>(before, drift);
        let right = factors.right.as_mut_slice();
        let mut index = 0;
        slope.assign(drift, before, &mut |f, drift, k| {
            right[index] = *f + sum(&COUPLING[I], k) / h + Y::Scalar::lit(DRIFT[I]) * h * drift;
            index += 1;
        });
        factors.matrix.solve(factors.pivots.as_slice(), right);
        let mut index = 0;
        rest[0].assign(slope, [], &mut |out, _, []| {
            *out = right[index];
            index += 1;
        });
    }

    /// The argument of stage I, y + Σⱼ aᵢⱼ·kⱼ.
    #[inline(always)]
    pub(super) fn argue<const I: usize>(&mut self, y: &Y) {
        let before = lent::<Y, I>(&self.stages, y);
        self.argument.assign(y, before, &mut |out, y, k| *out = y + sum(&ARGUMENT[I], k));
    }
}
