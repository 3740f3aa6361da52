//! The bounds of the settings of an adaptive control, and the end of its budget.

use num_traits::Float;

use super::{Adaptive, AdaptiveMemory};
use crate::Error;
use crate::error::{Bound, require};
use crate::num::{Real, Scalar};
use crate::ode::control::atol::{Atol, check_tolerances, require_tolerance, uniform};
use crate::ode::control::step_control::FEWER_BREAKPOINTS;
use crate::ode::{OdeState, Tolerance};

impl<M, Y: OdeState> Adaptive<M, Y> {
    pub(super) fn check(&self) -> Result<(), Error> {
        let zero = Y::Scalar::lit(0.0);
        let step = |name, step: Y::Scalar| {
            let remedy = "give the step as a positive size, forward and backward alike";
            let holds = step > zero && Float::is_finite(step);
            require(holds, "Adaptive", (name, step), Bound::Positive, remedy)
        };
        self.first_step.map_or(Ok(()), |h| step("first_step", h))?;
        self.max_step.map_or(Ok(()), |h| step("max_step", h))?;
        require_tolerance("min_step", self.min_step)?;
        let (max, min) = (self.max_step.unwrap_or(Y::Scalar::infinity()), self.min_step);
        let bound = Bound::AtMost("max_step", max.into());
        require(min <= max, "Adaptive", ("min_step", min), bound, "exchange the two bounds")?;
        let (largest, beta) = (Y::Scalar::lit(0.1), self.beta.unwrap_or(zero));
        require_tolerance("beta", beta)?;
        let bound = Bound::AtMost("its largest sensible value", largest.into());
        let remedy = "take 0.04 for a PI controller, or 0";
        require(beta <= largest, "Adaptive", ("beta", beta), bound, remedy)?;
        let Some(each) = &self.rtol_each else { return check_rtol("rtol", self.rtol) };
        let mut checked = Ok(());
        each.visit(&mut |rtol| {
            if checked.is_ok() {
                checked = check_rtol("rtol_each", rtol);
            }
        });
        checked
    }

    pub(super) fn check_max_step(&self, ulp: Y::Scalar) -> Result<(), Error> {
        let max = self.max_step.unwrap_or(ulp);
        let remedy = "take a larger bound, or shift the origin of time closer to the span";
        let bound = Bound::AtLeast("the spacing of floats there", ulp.into());
        require(max >= ulp, "Adaptive", ("max_step", max), bound, remedy)
    }

    /// The tolerances for a state like `y0`.
    pub(super) fn tolerance(&self, scale: Option<Y>, y0: &Y) -> Result<Tolerance<Y>, Error> {
        let variables = self.variables;
        tolerance_of(self.rtol, self.rtol_each.clone(), &self.atol, (scale, variables), y0)
    }

    #[cold]
    pub(super) fn spent(&self, memory: &AdaptiveMemory<Y>, t: Y::Scalar, end: Y::Scalar) -> Error {
        let remedy = if memory.stiffness.since.is_some() {
            "take a method for stiff problems, since it is stability that holds the steps back, \
             not accuracy"
        } else if 2 * memory.breakpoints > memory.accepted {
            FEWER_BREAKPOINTS
        } else {
            "loosen rtol and atol"
        };
        Error::Budget { steps: self.budget, t: t.into(), end: end.into(), remedy }
    }
}

/// Apart from the control, whose method it does not need: one function for all methods.
fn tolerance_of<Y: OdeState>(
    rtol: Y::Scalar,
    each: Option<Y>,
    atol: &Atol<Y>,
    (scale, variables): (Option<Y>, Option<Y::Scalar>),
    y0: &Y,
) -> Result<Tolerance<Y>, Error> {
    let of_all = each.clone().unwrap_or_else(|| uniform(rtol, y0));
    check_tolerances("rtol_each", &of_all, y0)?;
    let mut least = Y::Scalar::infinity();
    of_all.visit(&mut |rtol| least = least.min(rtol));
    let atol = atol.of_each(&of_all, scale, variables, y0)?;
    Ok(Tolerance { rtol: least, rtol_each: each, atol })
}

fn check_rtol<T: Scalar>(field: &'static str, rtol: T) -> Result<(), Error> {
    require_tolerance(field, rtol)?;
    let (zero, one, least) = (T::lit(0.0), T::lit(1.0), T::lit(10.0) * T::epsilon());
    let remedy = "an error as large as the solution says nothing; give a fraction such as 1e-6";
    require(rtol < one, "Adaptive", (field, rtol), Bound::Below(one.into()), remedy)?;
    let bound = Bound::AtLeast("10 ε of the scalar", least.into());
    let remedy = "no step can be that accurate; loosen rtol, or use a scalar with more digits";
    require(rtol == zero || rtol >= least, "Adaptive", (field, rtol), bound, remedy)
}
