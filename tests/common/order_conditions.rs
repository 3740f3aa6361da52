//! The order conditions of a tableau: one for each rooted tree (Hairer, Nørsett, Wanner, *Solving Ordinary
//! Differential Equations I*, II.2, theorem 2.13).
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "each test file uses a part of this module, and a test fails by panicking; small counts"
)]

use excitable::ode::{EmbeddedTableau, Tableau};

/// A rooted tree, as the trees on its root.
#[derive(Clone, PartialEq, PartialOrd)]
pub(crate) struct Tree(Vec<Tree>);

impl Tree {
    fn order(&self) -> usize {
        1 + self.0.iter().map(Tree::order).sum::<usize>()
    }

    /// γ(t)
    fn density(&self) -> f64 {
        self.0.iter().fold(self.order() as f64, |product, t| product * t.density())
    }

    /// Φᵢ(t) = Π over the branches of Σⱼ aᵢⱼ·Φⱼ, for each stage, and the sum of the sizes of its terms.
    fn weights(&self, a: &[Vec<f64>]) -> Vec<(f64, f64)> {
        let branches: Vec<_> = self.0.iter().map(|t| t.weights(a)).collect();
        let stage = |row: &Vec<f64>| {
            branches.iter().fold((1.0, 1.0), |(value, size), branch| {
                let sums = row
                    .iter()
                    .zip(branch)
                    .fold((0.0, 0.0), |(v, s), (a, phi)| (v + a * phi.0, s + a.abs() * phi.1));
                (value * sums.0, size * sums.1)
            })
        };
        a.iter().map(stage).collect()
    }
}

/// All trees with `order` vertices.
pub(crate) fn trees(order: usize) -> Vec<Tree> {
    forests(order - 1, order - 1).into_iter().map(Tree).collect()
}

/// All multisets of trees with `vertices` in total, of at most `largest` each, the larger ones first.
fn forests(vertices: usize, largest: usize) -> Vec<Vec<Tree>> {
    if vertices == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for size in 1..=largest.min(vertices) {
        for first in trees(size) {
            for rest in forests(vertices - size, size) {
                // Among trees of one size an order of their own, so that no multiset comes twice.
                if rest.first().is_none_or(|next| next.order() < size || *next <= first) {
                    all.push([vec![first.clone()], rest].concat());
                }
            }
        }
    }
    all
}

fn matrix<M: Tableau>() -> Vec<Vec<f64>> {
    let entry = |row: &[f64], j: usize| row.get(j).copied().unwrap_or(0.0);
    M::A.iter().map(|row| (0..M::A.len()).map(|j| entry(row, j)).collect()).collect()
}

/// A weight with the size of the terms it was summed from.
type Weight = (f64, f64);

/// The largest violation of a condition of this order by weights for y(θ), relative to the size of its terms.
fn violation(a: &[Vec<f64>], b: &[Weight], theta: f64, order: usize) -> f64 {
    let of_tree = |tree: Tree| {
        let terms = b.iter().zip(tree.weights(a));
        let (value, size) = terms
            .fold((0.0, 0.0), |(value, size), (b, phi)| (value + b.0 * phi.0, size + b.1 * phi.1));
        let exact = theta.powi(i32::try_from(order).unwrap()) / tree.density();
        (value - exact).abs() / (exact + size)
    };
    trees(order).into_iter().map(of_tree).fold(0.0, f64::max)
}

/// Fails unless the weights have this order and no higher one.
fn assert_order(what: &str, a: &[Vec<f64>], b: &[Weight], theta: f64, order: usize) {
    for k in 1..=order {
        let found = violation(a, b, theta, k);
        assert!(found < 2e-15, "{what}: order {k} violated by {found:.1e} at θ = {theta}");
    }
    let beyond = violation(a, b, theta, order + 1);
    assert!(beyond > 1e-11, "{what}: of higher order than {order}? {beyond:.1e} at θ = {theta}");
}

fn plain(weights: impl Iterator<Item = f64>) -> Vec<Weight> {
    weights.map(|b| (b, b.abs())).collect()
}

pub(crate) fn main_order<M: Tableau>(what: &str) {
    let b = plain(M::B.iter().copied());
    assert_order(what, &matrix::<M>(), &b, 1.0, M::ORDER as usize);
}

pub(crate) fn embedded_order<M: EmbeddedTableau>(what: &str, e: &[f64], order: usize) {
    let embedded = plain(M::B.iter().zip(e).map(|(b, e)| b - e));
    assert_order(&format!("{what}, embedded"), &matrix::<M>(), &embedded, 1.0, order);
}

/// The dense output has order `order` at every θ, as a method over the part θ of the step.
pub(crate) fn dense_order<M: Tableau>(what: &str, order: usize) {
    for theta in [0.1, 0.3, 0.45, 0.7, 0.9] {
        let weight = |row: &&[f64]| {
            row.iter().rev().fold((0.0, 0.0), |(sum, size): Weight, p| {
                ((sum + p) * theta, (size + p.abs()) * theta)
            })
        };
        let b: Vec<_> = M::DENSE.iter().map(weight).collect();
        assert_order(&format!("{what}, dense"), &matrix::<M>(), &b, theta, order);
    }
}
