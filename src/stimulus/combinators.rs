//! What combines stimuli: [`Plus`], [`Scaled`], [`Delayed`].

use num_traits::Float;

use super::Stimulus;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// The sum of two currents; see [`Stimulus::plus`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plus<A, B> {
    a: A,
    b: B,
}

impl<A, B> Plus<A, B> {
    pub(super) fn new(a: A, b: B) -> Self {
        Self { a, b }
    }
}

impl<T: Scalar, A: Stimulus<T>, B: Stimulus<T>> Stimulus<T> for Plus<A, B> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        self.a.current(t) + self.b.current(t)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.nearer(self.a.next_breakpoint(t, towards), self.b.next_breakpoint(t, towards))
    }

    fn check(&self) -> Result<(), Error> {
        self.a.check()?;
        self.b.check()
    }
}

/// A multiple of a current; see [`Stimulus::scaled`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled<S, T> {
    inner: S,
    factor: T,
}

impl<S, T> Scaled<S, T> {
    pub(super) fn new(inner: S, factor: T) -> Self {
        Self { inner, factor }
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Scaled<S, T> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        self.factor * self.inner.current(t)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.inner.next_breakpoint(t, towards)
    }

    fn check(&self) -> Result<(), Error> {
        self.inner.check()?;
        let remedy = "give a finite factor";
        require(
            Float::is_finite(self.factor),
            "scaled",
            ("factor", self.factor),
            Bound::Finite,
            remedy,
        )
    }
}

/// How many corners [`Delayed`] looks at: before the run for two that the delay would merge (an
/// endless train has no last one), and beside a time that rounding may put on either side of them.
const CORNERS_CHECKED: usize = 64;

/// A current shifted in time; see [`Stimulus::delayed`].
///
/// t − delay rounds otherwise than corner + delay does: beside a corner the local time is moved to
/// the side of it on which t lies of the shifted corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delayed<S, T> {
    inner: S,
    delay: T,
}

impl<S, T> Delayed<S, T> {
    pub(super) fn new(inner: S, delay: T) -> Self {
        Self { inner, delay }
    }
}

impl<S, T: Scalar> Delayed<S, T> {
    /// A local time as far before that of `t` as rounding can reach, and as far after.
    #[inline]
    fn around(&self, t: T) -> (T, T) {
        let local = t - self.delay;
        let doubt = T::lit(2.0) * (t.abs().max(self.delay.abs())).ulp();
        (local - doubt, local + doubt)
    }

    /// The corners of the inner stimulus beyond `from`, in order, with the floats they move to.
    fn corners(&self, from: T, towards: Direction) -> impl Iterator<Item = (T, T)>
    where
        S: Stimulus<T>,
    {
        let next = move |&b: &T| {
            self.inner.next_breakpoint(b, towards).filter(|&c| towards.is_beyond(c, b))
        };
        core::iter::successors(next(&from), next).map(|b| (b, b + self.delay))
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Delayed<S, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        let (low, high) = self.around(t);
        let mut local = t - self.delay;
        let corners = self.corners(low, Direction::Forward).take(CORNERS_CHECKED);
        for (corner, moved) in corners.take_while(|&(corner, _)| corner <= high) {
            if moved > t {
                local = local.min(Scalar::next_down(corner));
                break;
            }
            local = local.max(corner);
        }
        self.inner.current(local)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let (low, high) = self.around(t);
        let (near, far) = if towards == Direction::Forward { (low, high) } else { (high, low) };
        let corners = self.corners(near, towards).take(CORNERS_CHECKED);
        // Beyond `far` every corner has moved to another float than t.
        corners
            .chain(self.corners(far, towards).take(1))
            .map(|(_, moved)| moved)
            .find(|&moved| towards.is_beyond(moved, t))
    }

    fn check(&self) -> Result<(), Error> {
        self.inner.check()?;
        let (owner, remedy) = ("delayed", "give a finite delay");
        let finite = Float::is_finite(self.delay);
        require(finite, owner, ("delay", self.delay), Bound::Finite, remedy)?;
        let mut corners = self.corners(T::min_value(), Direction::Forward).take(CORNERS_CHECKED);
        let Some(mut before) = corners.next() else { return Ok(()) };
        for after in corners {
            let (apart, rounding) = (after.0 - before.0, T::lit(4.0) * after.0.ulp());
            let bound = Bound::AtLeast("the spacing of floats there", after.1.ulp().into());
            let remedy = "take a smaller delay, or shift the origin of time closer to the stimulus";
            let kept = after.1 > before.1 || apart <= rounding;
            require(kept, owner, ("time between two corners", apart), bound, remedy)?;
            before = after;
        }
        Ok(())
    }
}
