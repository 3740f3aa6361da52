//! [`Stiffness`]: whether stability, not accuracy, holds the steps of an explicit method back.

use crate::num::Scalar;

/// The number of accepted steps between two tests while no step is suspicious.
const INTERVAL: u64 = 1000;
/// Suspicious steps that make a verdict, and calm ones in a row that drop the suspicion.
const VERDICT: u32 = 15;
const ACQUITTAL: u32 = 6;
/// The least stability ratio of a suspicious step.
const SUSPICION: f64 = 0.95;

/// The test of `dopri5` in Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.2:
/// every thousandth step is tested, and each after a suspicious one; after 15 suspicious steps
/// without 6 calm ones in a row between them the problem counts as stiff.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Stiffness<T> {
    /// The time of the verdict.
    pub(super) since: Option<T>,
    suspicious: u32,
    calm: u32,
}

impl<T: Scalar> Stiffness<T> {
    pub(super) const fn unsuspected() -> Self {
        Self { since: None, suspicious: 0, calm: 0 }
    }

    /// Whether the step just accepted, number `accepted` of the run, is to be tested.
    #[inline(always)]
    pub(super) fn is_due(&self, accepted: u64) -> bool {
        self.since.is_none() && (self.suspicious > 0 || accepted.is_multiple_of(INTERVAL))
    }

    /// Notes the stability ratio of the step from `t`.
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
