//! The order conditions of a tableau: one for each rooted tree (Hairer, Nørsett, Wanner, *Solving
//! Ordinary Differential Equations I*, II.2, theorem 2.13).
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "each test file uses a part of this module, and a test fails by panicking; small counts"
)]

use excitable::ode::{EmbeddedTableau, Tableau};

use super::twofold::Twofold;

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

    /// Φᵢ(t) = Π over the branches of Σⱼ aᵢⱼ·Φⱼ, for each stage, and the sum of the sizes of its
    /// terms.
    fn weights(&self, a: &[Vec<f64>]) -> Vec<Weight> {
        let branches: Vec<_> = self.0.iter().map(|t| t.weights(a)).collect();
        let stage = |row: &Vec<f64>| {
            branches.iter().fold((1.0.into(), 1.0), |(value, size): Weight, branch| {
                let row = row.iter().map(|&a| (a.into(), a.abs()));
                let sums = dot(row, branch);
                (value * sums.0, size * sums.1)
            })
        };
        a.iter().map(stage).collect()
    }
}

/// A sum, with twice the digits of its terms, and the sum of their sizes.
type Weight = (Twofold, f64);

/// Σ aᵢ·bᵢ
fn dot(a: impl Iterator<Item = Weight>, b: &[Weight]) -> Weight {
    let zero = (Twofold::ZERO, 0.0);
    a.zip(b).fold(zero, |(value, size), (a, b)| (value + a.0 * b.0, size + a.1 * b.1))
}

/// All trees with `order` vertices.
pub(crate) fn trees(order: usize) -> Vec<Tree> {
    forests(order - 1, order - 1).into_iter().map(Tree).collect()
}

/// All multisets of trees with `vertices` in total, of at most `largest` each, the larger ones
/// first.
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

/// What is wrong with a condition, and the size of its terms.
type Residual = (f64, f64);

/// The residuals of the conditions of this order, Σ bᵢ·Φᵢ(t) − θᵏ/γ(t), of weights for y(θ).
fn residuals(a: &[Vec<f64>], b: &[Weight], theta: f64, order: usize) -> Vec<Residual> {
    let power = (0..order).fold(1.0.into(), |power: Twofold, _| power * theta.into());
    let of_tree = |tree: Tree| {
        let (value, size) = dot(b.iter().copied(), &tree.weights(a));
        let gamma = tree.density();
        ((value * gamma.into() - power).abs() / gamma, size + power.abs() / gamma)
    };
    trees(order).into_iter().map(of_tree).collect()
}

/// The largest residual of a condition of this order, relative to the size of its terms.
fn violation(a: &[Vec<f64>], b: &[Weight], theta: f64, order: usize) -> f64 {
    residuals(a, b, theta, order).iter().map(|(wrong, size)| wrong / size).fold(0.0, f64::max)
}

/// The largest residual of the conditions up to this order.
fn largest_residual(a: &[Vec<f64>], b: &[Weight], theta: f64, order: usize) -> f64 {
    let of_order = |k| residuals(a, b, theta, k);
    (1..=order).flat_map(of_order).map(|(wrong, _)| wrong).fold(0.0, f64::max)
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
    weights.map(|b| (b.into(), b.abs())).collect()
}

pub(crate) fn main_order<M: Tableau>(what: &str) {
    let b = plain(M::B.iter().copied());
    assert_order(what, &matrix::<M>(), &b, 1.0, M::ORDER as usize);
}

pub(crate) fn embedded_order<M: EmbeddedTableau>(what: &str, e: &[f64], order: usize) {
    let embedded = plain(M::B.iter().zip(e).map(|(b, e)| b - e));
    assert_order(&format!("{what}, embedded"), &matrix::<M>(), &embedded, 1.0, order);
}

/// The weights of the dense output at θ.
fn dense_weights<M: Tableau>(theta: f64) -> Vec<Weight> {
    let weight = |row: &&[f64]| {
        row.iter().rev().fold((Twofold::ZERO, 0.0), |(sum, size): Weight, &p| {
            ((sum + p.into()) * theta.into(), (size + p.abs()) * theta)
        })
    };
    M::DENSE.iter().map(weight).collect()
}

const INSIDE: [f64; 5] = [0.1, 0.3, 0.45, 0.7, 0.9];

/// The dense output has order `order` at every θ, as a method over the part θ of the step.
pub(crate) fn dense_order<M: Tableau>(what: &str, order: usize) {
    for theta in INSIDE {
        let b = dense_weights::<M>(theta);
        assert_order(&format!("{what}, dense"), &matrix::<M>(), &b, theta, order);
    }
}

/// The largest residual of the main conditions, of the floats that the tableau is made of.
pub(crate) fn main_residual<M: Tableau>() -> f64 {
    let b = plain(M::B.iter().copied());
    largest_residual(&matrix::<M>(), &b, 1.0, M::ORDER as usize)
}

/// The largest residual of the conditions of the embedded result.
pub(crate) fn embedded_residual<M: EmbeddedTableau>() -> f64 {
    let embedded = M::B.iter().zip(M::E).map(|(&b, &e)| (Twofold::from(b) - e.into(), 0.0));
    let order = M::ERROR_ORDER as usize;
    largest_residual(&matrix::<M>(), &embedded.collect::<Vec<_>>(), 1.0, order)
}

/// The largest residual of the conditions of the dense output inside the step and at its end.
pub(crate) fn dense_residual<M: Tableau>(order: usize) -> f64 {
    let at = |&theta| largest_residual(&matrix::<M>(), &dense_weights::<M>(theta), theta, order);
    INSIDE.iter().chain(&[1.0]).map(at).fold(0.0, f64::max)
}
