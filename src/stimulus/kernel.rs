//! [`Kernel`]: the current that one spike sets off at a synapse.

use super::{Stimulus, zero};
use crate::ode::{Scalar, bracket};

/// The current k(s) at the time s after an onset, with an addition theorem:
/// k(u + s) = slow(u)·k(s) + k(u)·fast(s), where slow and fast are exponentials. By it two numbers
/// hold all that has arrived before.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the current of one spike for numbers of type `{T}`",
    note = "take `exponential`, `alpha_function` or `double_exponential` of `stimulus`; their \
            onset is the delay from a spike to its current"
)]
pub trait Kernel<T: Scalar>: Stimulus<T> {
    /// The time from a spike to its current.
    fn onset(&self) -> T;

    /// What k is multiplied by.
    fn amplitude(&self) -> T;

    /// k(s) for an amplitude of 1.
    fn at(&self, s: T) -> T;

    /// slow(s), k(s) for an amplitude of 1, and fast(s).
    fn parts(&self, s: T) -> [T; 3];

    /// The time at which k is highest.
    fn peak_time(&self) -> T;

    /// The longest of its time constants.
    fn slowest(&self) -> T;

    /// The two times at which k passes `level`, before its peak and after it.
    fn passes(&self, level: T) -> [Option<T>; 2] {
        let part = level / self.amplitude();
        if !(part > zero() && part < T::one()) {
            return [None, None];
        }
        let top = self.peak_time();
        let mut late = top + self.slowest();
        for _ in 0..64 {
            if self.at(late) < part {
                break;
            }
            late = late + self.slowest() * T::lit(4.0);
        }
        let off = |s: T| self.at(s) - part;
        let find = |a: T, b: T| bracket((a, off(a)), (b, off(b)), off).1;
        [(top > zero()).then(|| find(zero(), top)), Some(find(top, late))]
    }
}
