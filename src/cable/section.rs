//! [`Section`] and [`Place`]: an unbranched part of a tree, and a place on it.

use super::fibre::positive;
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::Length;
use crate::ode::Scalar;

/// An unbranched part of a tree, a row of its table: a truncated cone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section<T> {
    /// The row of the section at whose end this one begins; `None` for the root.
    pub parent: Option<usize>,
    /// From end to end.
    pub length: Length<T>,
    /// At the start and at the end.
    pub diameters: [Length<T>; 2],
    /// The number of parts between its nodes.
    pub segments: usize,
}

impl<T: Scalar> Section<T> {
    /// Checks each size.
    #[allow(clippy::cast_precision_loss, reason = "a number of segments for a message")]
    pub(super) fn check(&self) -> Result<(), Error> {
        positive("Section", ("length (cm)", self.length.as_centimetres()))?;
        for diameter in self.diameters {
            positive("Section", ("diameter (cm)", diameter.as_centimetres()))?;
        }
        let field = ("segments", self.segments as f64);
        let bound = Bound::AtLeast("", 1.0_f64.into());
        require(self.segments >= 1, "Section", field, bound, "give one at least")
    }

    /// The share of the length before node `j` of this section, counted from 0 at its start.
    #[allow(clippy::cast_precision_loss, reason = "a cable has fewer nodes than 2^53")]
    fn share(&self, j: usize) -> T {
        T::lit(j as f64) / T::lit(self.segments as f64)
    }

    /// The distance of node `j` from the start (cm).
    pub(super) fn position(&self, j: usize) -> T {
        self.length.as_centimetres() * self.share(j)
    }

    /// The diameter at node `j` (cm).
    pub(super) fn diameter(&self, j: usize) -> T {
        let [d, e] = self.diameters.map(Length::as_centimetres);
        d + (e - d) * self.share(j)
    }

    /// The number of the node before a distance from the start, and the share of a segment behind.
    pub(super) fn locate(&self, distance: Length<T>) -> Result<(usize, T), Error> {
        let (x, length) = (distance.as_centimetres(), self.length.as_centimetres());
        let (field, remedy) = (("place (cm)", x), "give a place on the cable");
        require(x >= T::lit(0.0), "Cable", field, Bound::NonNegative, remedy)?;
        require(x <= length, "Cable", field, Bound::AtMost("length", length.into()), remedy)?;
        let after = (1..self.segments).position(|j| self.position(j) > x);
        let j = after.unwrap_or(self.segments - 1);
        let (from, to) = (self.position(j), self.position(j + 1));
        Ok((j, (x - from) / (to - from)))
    }
}

/// A place on a tree. A [`Length`] alone is a place on section 0, the whole of an unbranched cable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<T> {
    /// The row of its section.
    pub section: usize,
    /// The distance from the start of the section.
    pub distance: Length<T>,
}

impl<T> From<Length<T>> for Place<T> {
    fn from(distance: Length<T>) -> Self {
        Self { section: 0, distance }
    }
}
