//! [`Variation`]: a system with the derivatives of its solution by the start and by a parameter.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use crate::Error;
use crate::analysis::excitability::precise;
use crate::analysis::jacobian_by_differences;
use crate::analysis::linear::{components, sizes, slope, state};
use crate::error::{Bound, require};
use crate::ode::{
    Adaptive, Direction, Dop853, Matrix, OdeState, OdeSystem, Real, State, Steps, integrate,
};

/// dy/dt = f(y) and dδⱼ/dt = (∂f/∂y)·δⱼ + bⱼ for several δⱼ beside it.
///
/// With δⱼ(0) = eⱼ and bⱼ = 0 the δⱼ are the columns of ∂y(t)/∂y(0); with δ(0) = 0 and b = ∂f/∂p
/// one is ∂y(t)/∂p.
///
/// The system stands behind a pointer, so that the stepper is compiled once for a state and not for
/// every system.
struct Variation<'a, Y: State> {
    system: &'a dyn OdeSystem<State = Y>,
    beside: Option<Beside<'a, Y>>,
    scale: (Y, Vec<Y>),
}

/// The systems on both sides in the parameter, and their distance.
pub(super) struct Beside<'a, Y: State> {
    pub(super) below: &'a dyn OdeSystem<State = Y>,
    pub(super) above: &'a dyn OdeSystem<State = Y>,
    pub(super) distance: Y::Scalar,
}

impl<Y: OdeState> Variation<'_, Y> {
    fn jacobian(&self, t: Y::Scalar, y: &Y) -> Matrix<Y::Scalar> {
        let mut dfdy = Matrix::new(y.dimension(), Y::Scalar::lit(0.0));
        if self.system.jacobian(t, y, &mut dfdy) {
            return dfdy;
        }
        // A Jacobian that is not finite goes with a slope that is not, which the run reports.
        jacobian_by_differences(self.system, t, y).unwrap_or(dfdy)
    }

    /// Writes (∂f/∂y)·δ for each column, and for that of the parameter ∂f/∂p beside it.
    fn vary(&self, t: Y::Scalar, y: &Y, columns: &[Y], out: &mut [Y]) {
        let (dfdy, mut delta) = (self.jacobian(t, y), Vec::new());
        for (out, column) in out.iter_mut().zip(columns) {
            delta.clear();
            column.visit(&mut |x| delta.push(x));
            let mut row = 0;
            out.assign(column, [], &mut |out, _, []| {
                let products = delta.iter().enumerate().map(|(j, x)| dfdy[(row, j)] * *x);
                *out = products.fold(Y::Scalar::lit(0.0), |sum, x| sum + x);
                row += 1;
            });
        }
        if let (Some(Beside { below, above, distance }), Some(last)) =
            (&self.beside, out.last_mut())
        {
            let (f0, f1, sum) = (slope(*below, t, y), slope(*above, t, y), last.clone());
            last.assign(&sum, [&f0, &f1], &mut |out, x, [f0, f1]| *out = x + (f1 - f0) / *distance);
        }
    }
}

impl<Y: OdeState> OdeSystem for Variation<'_, Y> {
    type State = (Y, Vec<Y>);

    fn derivative(&self, t: Y::Scalar, y: &Self::State, dydt: &mut Self::State) {
        self.system.derivative(t, &y.0, &mut dydt.0);
        dydt.1.resize(y.1.len(), y.0.clone());
        self.vary(t, &y.0, &y.1, &mut dydt.1);
    }

    fn next_breakpoint(&self, t: Y::Scalar, towards: Direction) -> Option<Y::Scalar> {
        self.system.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<Y::Scalar>) -> Result<(), Error> {
        self.system.check(span)
    }

    fn scale(&self) -> Option<Self::State> {
        Some(self.scale.clone())
    }
}

/// The state of a system after a time, with its derivatives.
pub(super) struct Flow<Y: State> {
    /// The state after the time.
    pub(super) y: Y,
    /// ∂y(t)/∂y(0).
    pub(super) monodromy: Matrix<Y::Scalar>,
    /// ∂y(t)/∂p, where a parameter was given.
    pub(super) by_parameter: Vec<Y::Scalar>,
}

/// Runs `system` from `y` for the time `period`, with the variations of its start and of the
/// parameter.
pub(super) fn flow<Y: OdeState>(
    system: &dyn OdeSystem<State = Y>,
    beside: Option<Beside<'_, Y>>,
    y: &Y,
    period: Y::Scalar,
) -> Result<Flow<Y>, Error> {
    let (n, zero, one) = (y.dimension(), Y::Scalar::lit(0.0), Y::Scalar::lit(1.0));
    check_no_breakpoint(system, period)?;
    let (count, scales) = (n + usize::from(beside.is_some()), sizes(system, y));
    let filled = |f: &dyn Fn(usize) -> Y::Scalar| state(y, &(0..n).map(f).collect::<Vec<_>>());
    let size = |i: usize| scales.get(i).copied().unwrap_or(one);
    // The parameter, beyond the last component, starts without influence.
    let units = (0..count).map(|j| filled(&|i| if i == j { one } else { zero })).collect();
    // ∂yᵢ/∂yⱼ has the size sᵢ/sⱼ.
    let scale = (filled(&size), (0..count).map(|j| filled(&|i| size(i) / size(j))).collect());
    // Differences err by 1e-10. Along a branch, where periods grow long, a control that sees their
    // noise would take steps as short as it.
    let exact = beside.is_none() || system.jacobian(zero, y, &mut Matrix::new(n, zero));
    let rtol = Float::max(Y::Scalar::lit(1e-10), Y::Scalar::lit(30.0) * Y::Scalar::epsilon());
    let varied = Variation { system, beside, scale };
    let control = if exact { precise() } else { precise().rtol(rtol) };
    let (end, columns) = integrate(&varied, zero..period, (y.clone(), units), control).finish()?.y;
    let y = if exact { end } else { precise_run(system, zero..period, y.clone()).finish()?.y };
    let mut monodromy = Matrix::new(n, zero);
    for (j, column) in columns.iter().take(n).enumerate() {
        for (i, x) in components(column).into_iter().enumerate() {
            monodromy[(i, j)] = x;
        }
    }
    Ok(Flow { y, monodromy, by_parameter: columns.get(n).map(components).unwrap_or_default() })
}

/// An error where the system jumps with time: what happens once would happen in each turn.
fn check_no_breakpoint<Y: OdeState>(
    system: &dyn OdeSystem<State = Y>,
    period: Y::Scalar,
) -> Result<(), Error> {
    let Some(t) = system.next_breakpoint(Y::Scalar::lit(0.0), Direction::Forward) else {
        return Ok(());
    };
    let remedy = "give a stimulus that does not change, such as `constant`; what sets the \
                  oscillation off is for `settled` alone";
    let bound = Bound::Above("the period", period.into());
    require(t > period, "limit_cycle", ("a breakpoint", t), bound, remedy)
}

/// A run of `system` at the tolerance of the [`flow`]; behind a pointer for the same reason.
pub(in crate::analysis) fn precise_run<'a, Y: OdeState>(
    system: &'a (dyn OdeSystem<State = Y> + 'a),
    span: Range<Y::Scalar>,
    y: Y,
) -> Steps<'a, dyn OdeSystem<State = Y> + 'a, Adaptive<Dop853, Y>> {
    integrate(system, span, y, precise())
}
