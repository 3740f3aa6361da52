//! [`Dual`]: a number with its derivatives.

mod float;
mod operators;
mod real;
mod scalar;
#[cfg(feature = "serde")]
mod serialized;

use core::cmp::Ordering;
use core::fmt;

use super::{Real, Scalar};

/// Fills an array of derivatives by a loop: `map` is not inlined everywhere.
macro_rules! derivatives {
    (|$i:ident| $part:expr) => {{
        let mut parts = [T::lit(0.0); N];
        let mut $i = 0;
        while $i < N {
            parts[$i] = $part;
            $i += 1;
        }
        parts
    }};
}
use derivatives;

/// A number and its derivatives by N variables: x + x₁·ε₁ + … + x_N·ε_N with εᵢ·εⱼ = 0.
///
/// The same program with this number type gives what `f64` gives, to the bit, and beside it how it
/// depends on parameters, on the edges of a stimulus, and on the start and the end of a run. Times
/// are such numbers too: where a breakpoint or an event moves with a parameter, so does the end of
/// the step on it, and the states after it have the right derivatives.
///
/// # Law
///
/// `a < b` where the value of `a` is the smaller one; where both are equal, by their derivatives in
/// turn, as for numbers whose εᵢ are infinitely small; `==` compares all. A derivative is NaN or
/// infinite where the slope of the function is, as that of √x at 0. `is_finite` and `is_nan` ask
/// for the value and all derivatives.
///
/// Second derivatives come from duals of duals. The chapter [Fitting and
/// sensitivities](crate::book::fitting_and_sensitivities) fits a recording, and takes more
/// parameters than N in chunks.
///
/// # Example
///
/// ```
/// use excitable::Dual;
/// use excitable::prelude::*;
///
/// // dy/dt = −k·y from y₀ on: y(1) = y₀·e^(−k) by k and y₀.
/// let [k, y0] = Dual::variables([2.0, 3.0]);
/// let decay = from_fn(move |_t, y: &Dual<f64, 2>, dydt: &mut Dual<f64, 2>| *dydt = -k * *y);
/// let span = Dual::from(0.0)..Dual::from(1.0);
/// let end = integrate(&decay, span, y0, Rk45.adaptive().rtol(Dual::from(1e-10))).finish()?;
/// let [by_k, by_y0] = end.y.derivatives();
/// assert!((by_k + 3.0 * (-2.0_f64).exp()).abs() < 1e-7);
/// assert!((by_y0 - (-2.0_f64).exp()).abs() < 1e-7);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<T, const N: usize> {
    value: T,
    derivatives: [T; N],
}

impl<T: Real, const N: usize> Dual<T, N> {
    /// A number with these derivatives.
    #[inline(always)]
    pub const fn new(value: T, derivatives: [T; N]) -> Self {
        Self { value, derivatives }
    }

    /// The variables by which everything is to be derived: the derivative of each by itself is 1.
    pub fn variables(values: [T; N]) -> [Self; N] {
        let mut variables = [Self::from(T::lit(0.0)); N];
        for (i, variable) in variables.iter_mut().enumerate() {
            variable.value = values[i];
            variable.derivatives[i] = T::lit(1.0);
        }
        variables
    }

    /// The number itself.
    #[inline(always)]
    pub fn value(self) -> T {
        self.value
    }

    /// Its derivatives by the variables.
    #[inline(always)]
    pub fn derivatives(self) -> [T; N] {
        self.derivatives
    }

    /// f(x), given its value and its slope: the chain rule.
    #[inline(always)]
    fn chain(self, value: T, slope: T) -> Self {
        Self { value, derivatives: derivatives!(|i| slope * self.derivatives[i]) }
    }
}

/// A constant: all derivatives are 0.
impl<T: Real, const N: usize> From<T> for Dual<T, N> {
    #[inline(always)]
    fn from(value: T) -> Self {
        Self { value, derivatives: [T::lit(0.0); N] }
    }
}

impl<T: Scalar, const N: usize> PartialOrd for Dual<T, N> {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.value.partial_cmp(&other.value) {
            Some(Ordering::Equal) => self.order_of_tie(other),
            order => order,
        }
    }

    #[inline(always)]
    fn lt(&self, other: &Self) -> bool {
        // A value that is larger, or NaN, is the second question: it costs less than equality.
        self.value < other.value
            || (self.value <= other.value && self.order_of_tie(other) == Some(Ordering::Less))
    }

    #[inline(always)]
    fn gt(&self, other: &Self) -> bool {
        other < self
    }

    #[inline(always)]
    fn le(&self, other: &Self) -> bool {
        self.value < other.value
            || (self.value <= other.value
                && matches!(self.order_of_tie(other), Some(Ordering::Less | Ordering::Equal)))
    }

    #[inline(always)]
    fn ge(&self, other: &Self) -> bool {
        other <= self
    }
}

impl<T: Scalar, const N: usize> Dual<T, N> {
    /// The order of numbers of one value: on the way that is hardly ever taken.
    #[cold]
    #[inline(never)]
    fn order_of_tie(&self, other: &Self) -> Option<Ordering> {
        self.derivatives.partial_cmp(&other.derivatives)
    }
}

/// The value, and its derivatives in brackets: `1.5 (0.2, -3)`.
impl<T: fmt::Display, const N: usize> fmt::Display for Dual<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value, f)?;
        for (i, derivative) in self.derivatives.iter().enumerate() {
            f.write_str(if i == 0 { " (" } else { ", " })?;
            fmt::Display::fmt(derivative, f)?;
        }
        f.write_str(if N == 0 { "" } else { ")" })
    }
}
