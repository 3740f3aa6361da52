//! [`Layout`]: the nodes of a tree of sections, in the order in which its equations are solved.

use alloc::vec::Vec;

use super::children::{Children, of_row};
use super::{Place, Section};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::Scalar;

/// The nodes of a tree by their number of segments from the root: parents before children, as
/// elimination wants them (M. Hines, *Int. J. Biomed. Comput.* 15 (1984) 69), nodes that do not
/// wait for one another side by side, and the band of the whole as narrow as the tree is
/// (E. Cuthill, J. McKee, *Proc. 24th Nat. Conf. ACM* (1969) 157).
pub(super) struct Layout<T> {
    pub(super) sections: Vec<Section<T>>,
    /// The nodes of each section; the first is the last one of its parent.
    nodes: Vec<Vec<usize>>,
    /// All but the root.
    segments: Vec<Segment<T>>,
    /// The nodes at which a section without children ends.
    pub(super) tips: Vec<usize>,
}

/// What lies between a node and its parent.
#[derive(Clone, Copy)]
pub(super) struct Segment<T> {
    pub(super) parent: usize,
    /// From the root to its end (cm).
    distance: T,
    pub(super) length: T,
    /// At the parent and at the node (cm).
    pub(super) diameters: [T; 2],
}

/// A place between two nodes.
pub(super) struct Between<T> {
    pub(super) nodes: [usize; 2],
    /// The share of their segment before the place.
    pub(super) share: T,
    /// From the start of the section to the nearer of the two (cm).
    pub(super) nearest: T,
}

/// A section on the way from the root to the tips, `done` of its segments behind.
struct Growing {
    section: usize,
    done: usize,
}

impl<T: Scalar> Layout<T> {
    /// The nodes of `sections`.
    pub(super) fn new(sections: Vec<Section<T>>) -> Result<Self, Error> {
        for (row, section) in sections.iter().enumerate() {
            of_row(row, section.check())?;
        }
        let children = Children::new(&sections)?;
        let nodes = alloc::vec![Vec::new(); sections.len()];
        let mut layout = Self { sections, nodes, segments: Vec::new(), tips: Vec::new() };
        layout.grow(&children);
        // Only a loop is out of reach of the root.
        let lost = layout.nodes.iter().position(Vec::is_empty);
        lost.map_or(Ok(()), |row| Children::loop_at(row, &layout.sections[row]))?;
        Ok(layout)
    }

    /// Makes the nodes, one of each section under way at a time.
    fn grow(&mut self, children: &Children) {
        let Some(root) = children.root else { return };
        self.nodes[root].push(0);
        let mut ahead = alloc::vec![Growing { section: root, done: 0 }];
        while !ahead.is_empty() {
            let mut next = Vec::new();
            for Growing { section, done } in ahead {
                let node = self.add(section, done);
                if done + 1 < self.sections[section].segments {
                    next.push(Growing { section, done: done + 1 });
                    continue;
                }
                for &child in &children.of[section] {
                    self.nodes[child].push(node);
                    next.push(Growing { section: child, done: 0 });
                }
                if children.of[section].is_empty() {
                    self.tips.push(node);
                }
            }
            ahead = next;
        }
    }

    /// The node behind the first `done` segments of a section.
    fn add(&mut self, row: usize, done: usize) -> usize {
        let (section, nodes) = (&self.sections[row], &mut self.nodes[row]);
        let start = nodes.first().map_or(T::lit(0.0), |&node| distance(&self.segments, node));
        let segment = Segment {
            parent: nodes.last().map_or(0, |&node| node),
            distance: start + section.position(done + 1),
            length: section.position(1),
            diameters: [done, done + 1].map(|j| section.diameter(j)),
        };
        self.segments.push(segment);
        nodes.push(self.segments.len());
        self.segments.len()
    }

    /// The number of nodes.
    pub(super) fn count(&self) -> usize {
        self.segments.len() + 1
    }

    /// The segment before each node but the root.
    pub(super) fn segments(&self) -> impl Iterator<Item = (usize, Segment<T>)> {
        self.segments.iter().enumerate().map(|(i, &segment)| (i + 1, segment))
    }

    /// The parent of each node, where some node has not the one before it.
    pub(super) fn parents(&self) -> Vec<usize> {
        if self.segments().all(|(i, segment)| segment.parent + 1 == i) {
            return Vec::new();
        }
        let parents = self.segments().map(|(_, segment)| segment.parent);
        core::iter::once(0).chain(parents).collect()
    }

    /// The distance of a node from the root (cm).
    pub(super) fn distance(&self, node: usize) -> T {
        distance(&self.segments, node)
    }

    /// The nodes beside a place.
    #[allow(clippy::cast_precision_loss, reason = "a number of sections for a message")]
    pub(super) fn locate(
        &self,
        Place { section: row, distance }: Place<T>,
    ) -> Result<Between<T>, Error> {
        let count = self.sections.len();
        let bound = Bound::Below((count as f64).into());
        require(row < count, "Cable", ("section", row as f64), bound, "give the number of a row")?;
        let (section, nodes) = (&self.sections[row], &self.nodes[row]);
        let found = section.locate(distance);
        let (j, share) = if count == 1 { found } else { of_row(row, found) }?;
        let nearest = section.position(if share > T::lit(0.5) { j + 1 } else { j });
        Ok(Between { nodes: [nodes[j], nodes[j + 1]], share, nearest })
    }

    /// Gives each node a diameter (cm).
    pub(super) fn widen(&mut self, diameters: &[T]) {
        for (i, segment) in self.segments.iter_mut().enumerate() {
            segment.diameters = [diameters[segment.parent], diameters[i + 1]];
        }
    }
}

/// The distance of a node from the root (cm), which is behind no segment.
fn distance<T: Scalar>(segments: &[Segment<T>], node: usize) -> T {
    let behind = |i: usize| segments.get(i).map_or(T::nan(), |segment| segment.distance);
    node.checked_sub(1).map_or(T::lit(0.0), behind)
}
