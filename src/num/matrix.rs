//! [`Matrix`]: a square matrix, dense or in bands.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::{Index, IndexMut};

use super::elimination::Layout;

/// The components for which a [`Matrix`] lives in place; a larger one needs the feature `alloc`.
pub(crate) const IN_PLACE: usize = 16;

/// `len` numbers: in place up to `N`, beyond that allocated once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers<X, const N: usize> {
    len: usize,
    in_place: [X; N],
    #[cfg(feature = "alloc")]
    beyond: Vec<X>,
}

impl<X: Copy, const N: usize> Numbers<X, N> {
    pub(crate) fn new(len: usize, fill: X) -> Self {
        Self {
            len,
            in_place: [fill; N],
            #[cfg(feature = "alloc")]
            beyond: if len > N { alloc::vec![fill; len] } else { Vec::new() },
        }
    }

    #[inline(always)]
    pub(crate) fn as_slice(&self) -> &[X] {
        #[cfg(feature = "alloc")]
        if self.len > N {
            return &self.beyond;
        }
        &self.in_place[..self.len.min(N)]
    }

    #[inline(always)]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [X] {
        #[cfg(feature = "alloc")]
        if self.len > N {
            return &mut self.beyond;
        }
        &mut self.in_place[..self.len.min(N)]
    }
}

/// A small square matrix, indexed by `(row, column)` from 0: the Jacobian ∂fᵢ/∂yⱼ of a system, its
/// rows and columns in the order of [`State::assign`](crate::ode::State::assign).
///
/// It lives in place for up to 16 components, and with the feature `alloc` in a `Vec` beyond that.
/// A system that states its [bandwidth](crate::ode::OdeSystem::bandwidth) gets one in bands, with
/// the same indices.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::num::Matrix;
///
/// /// y'' = −y, with its Jacobian.
/// struct Oscillator;
///
/// impl OdeSystem for Oscillator {
///     type State = [f64; 2];
///     fn derivative(&self, _t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
///         *dydt = [y[1], -y[0]];
///     }
///     fn jacobian(&self, _t: f64, _y: &[f64; 2], dfdy: &mut Matrix<f64>) -> bool {
///         dfdy[(0, 1)] = 1.0;
///         dfdy[(1, 0)] = -1.0;
///         true
///     }
/// }
///
/// let end = integrate(&Oscillator, 0.0..1.0, [1.0, 0.0], Rodas5P.adaptive()).finish()?;
/// assert!((end.y[0] - 1.0_f64.cos()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<T> {
    dimension: usize,
    /// The diagonals below and above the main one, where the others are 0.
    band: Option<(usize, usize)>,
    /// The entries, row by row. A row in bands has room for what the exchange of rows fills in.
    entries: Numbers<T, { IN_PLACE * IN_PLACE }>,
    /// What stands outside of the band, and where what is written there goes.
    zero: T,
    lost: T,
    /// The entry outside of the band that was written to.
    outside: Option<(usize, usize)>,
}

impl<T: Copy> Matrix<T> {
    /// A matrix of `dimension` rows and columns, all of them `fill`.
    pub fn new(dimension: usize, fill: T) -> Self {
        Self::stored(dimension, None, fill)
    }

    /// A matrix in bands: `below` diagonals below the main one and `above` above it hold `zero`,
    /// and so does all beyond, for which no memory is kept. Writing there has no effect; a run
    /// returns it as an error.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::num::Matrix;
    ///
    /// let mut a = Matrix::banded(1000, (1, 2), 0.0);
    /// a[(3, 5)] = 7.0;
    /// assert_eq!((a[(3, 5)], a[(3, 6)]), (7.0, 0.0));
    /// ```
    pub fn banded(dimension: usize, (below, above): (usize, usize), zero: T) -> Self {
        let last = dimension.saturating_sub(1);
        let (below, above) = (below.min(last), above.min(last));
        let narrow = 2 * below + above + 1 < dimension;
        Self::stored(dimension, narrow.then_some((below, above)), zero)
    }

    /// The number of entries for which memory is kept.
    #[allow(clippy::cast_precision_loss, reason = "a number for a limit")]
    pub(crate) fn entries_of(dimension: usize, band: Option<(usize, usize)>) -> f64 {
        let row = band.map_or(dimension, |(below, above)| (2 * below + above + 1).min(dimension));
        row as f64 * dimension as f64
    }

    fn stored(dimension: usize, band: Option<(usize, usize)>, fill: T) -> Self {
        let row = band.map_or(dimension, |(below, above)| 2 * below + above + 1);
        let entries = Numbers::new(dimension * row, fill);
        // Without `alloc` a larger one has no room, and no method takes it.
        let has_room = entries.as_slice().len() == dimension * row;
        let dimension = if has_room { dimension } else { 0 };
        Self { dimension, band, entries, zero: fill, lost: fill, outside: None }
    }

    /// The number of rows, and of columns.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Writes `value` everywhere.
    pub fn fill(&mut self, value: T) {
        self.entries.as_mut_slice().fill(value);
        (self.zero, self.outside) = (value, None);
    }

    /// The entry outside of the band that was written to, the last of them.
    pub(crate) fn outside(&self) -> Option<(usize, usize)> {
        self.outside
    }

    /// The diagonals below and above the main one.
    pub(crate) fn bandwidth(&self) -> (usize, usize) {
        self.band.unwrap_or((self.dimension, self.dimension))
    }

    pub(super) fn is_banded(&self) -> bool {
        self.band.is_some()
    }

    /// Where the entries stand.
    #[inline(always)]
    pub(super) fn layout(&self) -> Layout {
        let (n, last) = (self.dimension, self.dimension.saturating_sub(1));
        match self.band {
            None => Layout { row: n, shift: 0, below: n, above: n, last },
            Some((below, above)) => {
                Layout { row: 2 * below + above, shift: below, below, above: below + above, last }
            }
        }
    }

    #[inline(always)]
    fn place_of(&self, (row, column): (usize, usize)) -> usize {
        let at = self.layout();
        row * at.row + at.shift + column
    }

    #[inline(always)]
    pub(super) fn entries(&self) -> &[T] {
        self.entries.as_slice()
    }

    #[inline(always)]
    pub(super) fn entries_mut(&mut self) -> &mut [T] {
        self.entries.as_mut_slice()
    }

    /// Whether an entry lies beyond the diagonals that are kept. Panics beyond the dimension, as a
    /// slice does.
    #[inline(always)]
    fn is_outside(&self, (row, column): (usize, usize)) -> bool {
        assert!(row < self.dimension && column < self.dimension, "an index beyond the matrix");
        self.band.is_some_and(|(below, above)| row > column + below || column > row + above)
    }
}

/// Panics beyond the dimension, as a slice does.
impl<T: Copy> Index<(usize, usize)> for Matrix<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, at: (usize, usize)) -> &T {
        if self.is_outside(at) { &self.zero } else { &self.entries()[self.place_of(at)] }
    }
}

impl<T: Copy> IndexMut<(usize, usize)> for Matrix<T> {
    #[inline(always)]
    fn index_mut(&mut self, at: (usize, usize)) -> &mut T {
        if self.is_outside(at) {
            (self.lost, self.outside) = (self.zero, Some(at));
            return &mut self.lost;
        }
        let place = self.place_of(at);
        &mut self.entries_mut()[place]
    }
}
