//! The nodes at the two ends of the step under way.

use crate::ode::{Node, State};

/// The two nodes of the step under way; they take turns, since copying them costs 7 % of an RK4
/// step.
#[derive(Clone, Debug)]
pub(in crate::ode) struct Nodes<Y: State> {
    pair: [Node<Y>; 2],
    turned: bool,
}

impl<Y: State> Nodes<Y> {
    pub(in crate::ode) fn new(node: Node<Y>) -> Self {
        Self { pair: [node.clone(), node], turned: false }
    }

    /// Makes the current node the previous one.
    #[inline(always)]
    pub(in crate::ode) fn turn(&mut self) {
        self.turned = !self.turned;
    }

    #[inline(always)]
    pub(in crate::ode) fn both(&mut self) -> (&mut Node<Y>, &mut Node<Y>) {
        let [a, b] = &mut self.pair;
        if self.turned { (b, a) } else { (a, b) }
    }

    #[inline(always)]
    pub(in crate::ode) fn previous(&self) -> &Node<Y> {
        &self.pair[usize::from(self.turned)]
    }

    #[inline(always)]
    pub(in crate::ode) fn current(&self) -> &Node<Y> {
        &self.pair[usize::from(!self.turned)]
    }

    pub(in crate::ode) fn into_current(self) -> Node<Y> {
        let [a, b] = self.pair;
        if self.turned { a } else { b }
    }
}
