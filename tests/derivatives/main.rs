//! Derivatives by parameters and times: runs of dual numbers.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod cell;
mod channels;
mod double_impulse;
mod events;
mod findings;
mod methods;
mod numbers;
mod stiff;
mod stimuli;

use excitable::Dual;

/// The one number type of these tests: each further one would be compiled anew.
pub(crate) type D = Dual<f64, 13>;

/// A constant.
pub(crate) fn c(x: f64) -> D {
    D::from(x)
}

/// Checks a number and its first derivatives, each to `relative`.
pub(crate) fn check<const N: usize>(what: &str, x: D, value: f64, by: [f64; N], relative: f64) {
    let close = |a: f64, b: f64| (a - b).abs() <= relative * b.abs();
    assert!(close(x.value(), value), "{what}: {} for {value}", x.value());
    for (i, (&found, exact)) in x.derivatives().iter().zip(by).enumerate() {
        assert!(close(found, exact), "{what} by variable {i}: {found} for {exact}");
    }
}

/// The variables with these values, and more that nothing depends on.
pub(crate) fn variables<const N: usize>(values: [f64; N]) -> [D; N] {
    let mut all = [0.0; 13];
    all[..N].copy_from_slice(&values);
    let all = Dual::variables(all);
    std::array::from_fn(|i| all[i])
}
