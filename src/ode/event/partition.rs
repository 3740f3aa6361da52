//! [`Partition`]: the points of a step at which the function of an event is evaluated.

use num_traits::Float;

use crate::num::Scalar;
use crate::num::polynomial::Points;

/// A part of a step, 0 at its start and 1 at its end, and g there.
pub(super) type Sample<T> = (T, T);

/// The number of times that a part is halved at most.
const DEPTH: usize = 6;

/// The place of the middle in a panel, and of the quarter in its half. They are uneven, so that no
/// period of g is theirs.
const MIDDLE: f64 = 0.52;
const QUARTER: f64 = 0.46;

/// The points of a step at which g is evaluated: between given ones g is monotone, else they lie
/// where its values do not foretell one another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Partition<T> {
    At(Points<T>, usize),
    Adaptive(Adaptive<T>),
}

impl<T: Scalar> Partition<T> {
    /// Of no step.
    pub(super) fn none() -> Self {
        Self::At(Points::new(), 1)
    }

    /// The next sample of an event whose points are given; `None` after that at the end of the
    /// step.
    pub(super) fn next_given(&mut self, g: &mut impl FnMut(T) -> T) -> Option<Sample<T>> {
        let Self::At(points, index) = self else { return None };
        let part = match points.as_slice().get(*index) {
            Some(part) => *part,
            None if *index == points.as_slice().len() => T::lit(1.0),
            None => return None,
        };
        *index += 1;
        Some((part, g(part)))
    }

    /// The next sample of any other event.
    pub(super) fn next_adaptive(&mut self, g: &mut impl FnMut(T) -> T) -> Option<Sample<T>> {
        let Self::Adaptive(adaptive) = self else { return None };
        adaptive.next(g)
    }
}

/// Samples that are closer where they do not foretell one another.
///
/// A panel has five: a parabola through the first, the middle, and the last foretells the other
/// two. It is halved until the parabola keeps its sign, or turns nowhere, by more than what it
/// fails by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adaptive<T> {
    panels: u32,
    begun: u32,
    /// The sample before those that follow.
    left: Sample<T>,
    /// Middle and end of the panels ahead, the next one last, and how often they were halved.
    ahead: [(Sample<T>, Sample<T>, usize); DEPTH + 1],
    count: usize,
    /// The samples of the panel under way that are not given yet, in the order of the run.
    ready: [Sample<T>; 4],
    given: usize,
}

impl<T: Scalar> Adaptive<T> {
    /// From this number of parts on, with g at the start of the step.
    pub(super) fn new(parts: u32, start: T) -> Self {
        let zero = T::lit(0.0);
        let (none, left) = ((zero, zero), (zero, start));
        Self {
            panels: parts.div_ceil(4),
            begun: 0,
            left,
            ahead: [(none, none, 0); DEPTH + 1],
            count: 0,
            ready: [none; 4],
            given: 4,
        }
    }

    fn next(&mut self, g: &mut impl FnMut(T) -> T) -> Option<Sample<T>> {
        if self.given == self.ready.len() && !self.look(g) {
            return None;
        }
        let sample = self.ready.get(self.given).copied();
        self.given += 1;
        sample
    }

    /// Makes the samples of the next panel that needs no halving; `false` at the end of the step.
    fn look(&mut self, g: &mut impl FnMut(T) -> T) -> bool {
        let mut between = |(a, _): Sample<T>, (b, _): Sample<T>, part: f64| {
            let part = a + T::lit(part) * (b - a);
            (part, g(part))
        };
        loop {
            if self.count == 0 {
                if self.begun == self.panels {
                    return false;
                }
                self.begun += 1;
                let end = T::lit(f64::from(self.begun) / f64::from(self.panels));
                let end = between((T::lit(0.0), T::lit(0.0)), (end, T::lit(0.0)), 1.0);
                self.push((between(self.left, end, MIDDLE), end, 0));
            }
            self.count -= 1;
            let (middle, end, depth) = self.ahead[self.count];
            let first = between(self.left, middle, QUARTER);
            let third = between(middle, end, 1.0 - QUARTER);
            if depth == DEPTH || foretold([self.left, first, middle, third, end]) {
                (self.ready, self.given, self.left) = ([first, middle, third, end], 0, end);
                return true;
            }
            self.push((third, end, depth + 1));
            self.push((first, middle, depth + 1));
        }
    }

    fn push(&mut self, panel: (Sample<T>, Sample<T>, usize)) {
        self.ahead[self.count] = panel;
        self.count += 1;
    }
}

/// Whether g changes its sign between these samples only where they do.
///
/// By the parabola through the first, the third and the fifth, with the coefficients b₀, b₁, b₂ in
/// Bernstein's basis, and by what it fails by at the other two, d: g is beside it by d, and by no
/// more than 2d, where its third difference is steady; its slope times the length by 11d.
fn foretold<T: Scalar>([a, p, c, q, e]: [Sample<T>; 5]) -> bool {
    let (zero, half) = (T::lit(0.0), T::lit(0.5));
    let slope = |a: Sample<T>, b: Sample<T>| (b.1 - a.1) / (b.0 - a.0);
    let (first, length) = (slope(a, c), e.0 - a.0);
    let bend = (slope(c, e) - first) / length;
    let miss = |x: Sample<T>| x.1 - (a.1 + (x.0 - a.0) * (first + bend * (x.0 - c.0)));
    let d = Float::abs(miss(p)).max(Float::abs(miss(q)));
    // b₁ = b₀ + slope at the start·length/2
    let b1 = a.1 + half * length * (first + bend * (a.0 - c.0));
    let beyond =
        |x: [T; 3], bound: T| x.iter().all(|x| *x > bound) || x.iter().all(|x| *x < zero - bound);
    let rises = [b1 - a.1, e.1 - b1];
    beyond([a.1, b1, e.1], d + d)
        || beyond([rises[0], rises[1], rises[1]], T::lit(6.0) * d)
        || [a, p, c, q, e].iter().all(|x| x.1 == zero)
}
