//! [`Stiffness`]: whether stability, not accuracy, holds the steps of an explicit method back.

use crate::num::Scalar;

/// Accepted steps between two looks while nothing is suspected.
const INTERVAL: u64 = 1000;
/// Suspicious steps that make a verdict, and calm ones in a row that drop the suspicion.
const VERDICT: u32 = 15;
const ACQUITTAL: u32 = 6;
/// The part of the way to the edge of stability from which on a step is suspicious.
const SUSPICION: f64 = 0.95;

/// The test of `dopri5` in Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.2: every
/// thousandth step is looked at, and each after a suspicious one; 15 suspicious steps without 6 calm ones in
/// a row between them tell a stiff problem.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Stiffness<T> {
    /// Where the verdict fell.
    pub(super) since: Option<T>,
    suspicious: u32,
    calm: u32,
}

impl<T: Scalar> Stiffness<T> {
    pub(super) const fn unsuspected() -> Self {
        Self { since: None, suspicious: 0, calm: 0 }
    }

    /// Whether the step just accepted, number `accepted` of the run, is to be looked at.
    #[inline(always)]
    pub(super) fn is_due(&self, accepted: u64) -> bool {
        self.since.is_none() && (self.suspicious > 0 || accepted.is_multiple_of(INTERVAL))
    }

    /// Takes note of how far the step from `t` went towards the edge of stability.
    pub(super) fn note(&mut self, ratio: Option<T>, t: T) {
        if ratio.is_some_and(|ratio| ratio > T::lit(SUSPICION)) {
            (self.suspicious, self.calm) = (self.suspicious + 1, 0);
        } else {
            self.calm += 1;
        }
        if self.calm >= ACQUITTAL {
            (self.suspicious, self.calm) = (0, 0);
        }
        if self.suspicious >= VERDICT {
            self.since = Some(t);
        }
    }
}
