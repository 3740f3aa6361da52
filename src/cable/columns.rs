//! The nodes of a cable component by component: a register of each at a time.

use core::cell::Cell;

use crate::ensemble::{Lane, Relax, SplitMembrane};
use crate::ode::problem::{BLOCK, LineMemory};
use crate::ode::{Real, Row, State};

/// Keeps the nodes `width` at a time; in the lanes beyond the last one it stands again.
pub(super) fn load<Y: State>(y: &[Y], width: usize, memory: &mut LineMemory<Y>) {
    let [.., last] = y else { return };
    let size = width * last.dimension();
    let zero = Y::Scalar::lit(0.0);
    memory.columns.resize(y.len().div_ceil(width) * size, zero);
    memory.room.resize(memory.columns.len(), zero);
    for (c, block) in memory.columns.chunks_exact_mut(size).enumerate() {
        for (k, x) in block.iter_mut().enumerate() {
            let node = y.get(c * width + k % width).unwrap_or(last);
            *x = node.component(k / width).unwrap_or(zero);
        }
    }
}

/// The lanes that were written one after the other.
#[inline(always)]
fn read<V: Lane, L: State<Scalar = V> + Copy + Default>(block: &[V::Scalar]) -> L {
    let (like, mut at) = (L::default(), 0);
    let mut lanes = like;
    lanes.assign(&like, [], &mut |out, _, []| {
        *out = register(&block[at..]);
        at += V::WIDTH;
    });
    lanes
}

/// The first numbers, side by side.
#[inline(always)]
fn register<V: Lane>(numbers: &[V::Scalar]) -> V {
    let numbers = &numbers[..V::WIDTH];
    V::from_fn(|i| numbers[i])
}

/// Writes the lanes one after the other.
#[inline(always)]
fn write<V: Lane, L: State<Scalar = V>>(lanes: &L, block: &mut [V::Scalar], stride: usize) {
    let mut at = 0;
    lanes.visit(&mut |x| {
        spread(x, &mut block[at..]);
        at += stride;
    });
}

#[inline(always)]
fn spread<V: Lane>(x: V, numbers: &mut [V::Scalar]) {
    for (i, out) in numbers[..V::WIDTH].iter_mut().enumerate() {
        *out = x.lane(i);
    }
}

/// Sets component 0.
#[inline(always)]
fn set_first<L: State>(lanes: &mut L, v: L::Scalar) {
    let (before, mut is_first) = (lanes.clone(), true);
    lanes.assign(&before, [], &mut |out, x, []| {
        *out = if core::mem::take(&mut is_first) { v } else { x };
    });
}

/// Source and decay of each node, a register at a time.
#[inline(always)]
pub(super) fn rows<V, L, Y>(
    lanes: &L,
    (v, memory): (&[V::Scalar], &mut LineMemory<Y>),
    drive: impl Fn(V::Scalar) -> (V::Scalar, V::Scalar),
    couplings: &[[V::Scalar; 2]],
    rows: &mut [Row<V::Scalar>],
) where
    V: Lane,
    L: SplitMembrane<V>,
    Y: State<Scalar = V::Scalar>,
{
    let columns = &memory.columns;
    let size = V::WIDTH * L::State::default().dimension();
    let (mut sources, mut decays) = ([V::Scalar::lit(0.0); BLOCK], [V::Scalar::lit(0.0); BLOCK]);
    let blocks = columns.chunks_exact(size).zip(v.chunks_exact(V::WIDTH));
    let nodes = rows.chunks_mut(V::WIDTH).zip(couplings.chunks(V::WIDTH));
    for ((block, v), (rows, couplings)) in blocks.zip(nodes) {
        let (current, conductance) = (V::from_fn(|i| drive(v[i]).0), V::from_fn(|i| drive(v[i]).1));
        let (source, decay) = lanes.potential_relaxation(&read(block), current, conductance);
        spread(source, &mut sources);
        spread(decay, &mut decays);
        let relaxations = sources.iter().zip(&decays);
        for ((row, &[below, above]), (&source, &rate)) in
            rows.iter_mut().zip(couplings).zip(relaxations)
        {
            *row = Row { source, below, decay: rate + below + above, above };
        }
    }
}

/// Relaxes the gates over `h`, which gives `y`, and again, a register at a time.
#[inline(always)]
pub(super) fn relax<V, L, Y>(
    lanes: &L,
    h: V::Scalar,
    (v, memory): (&[V::Scalar], &mut LineMemory<Y>),
    y: &mut [Y],
) where
    V: Lane,
    L: SplitMembrane<V>,
    Y: State<Scalar = V::Scalar> + Copy,
{
    let h = V::from_fn(|_| h);
    let LineMemory { columns, room, .. } = memory;
    let components = L::State::default().dimension();
    let size = V::WIDTH * components;
    let stride = columns.len() / components;
    let blocks = columns.chunks_exact_mut(size).zip(v.chunks_exact(V::WIDTH));
    for (c, (block, v)) in blocks.enumerate() {
        let mut node: L::State = read(block);
        let v = register(v);
        set_first(&mut node, v);
        let (mut next, later) = (node, Cell::new((node, 0)));
        lanes.relax_gates(v, &mut node, Twice { h, later: &later });
        later.set((later.get().0, 0));
        lanes.relax_gates(v, &mut next, Later(&later));
        write(&next, block, V::WIDTH);
        write(&node, &mut room[c * V::WIDTH..], stride);
    }
    hand_out(y, components, room, stride);
}

/// Writes the components, each `stride` behind the one before, into the nodes.
#[inline(always)]
fn hand_out<Y: State + Copy>(y: &mut [Y], count: usize, room: &[Y::Scalar], stride: usize) {
    // A slice of the length of `y` for each leaves no bound to check: transposed in registers.
    let mut components = [&room[..y.len()]; BLOCK];
    for (c, component) in components.iter_mut().enumerate().take(count) {
        *component = &room[c * stride..][..y.len()];
    }
    for (i, node) in y.iter_mut().enumerate() {
        let (like, mut c) = (*node, 0);
        node.assign(&like, [], &mut |out, _, []| {
            *out = if count > BLOCK { room[c * stride + i] } else { components[c][i] };
            c += 1;
        });
    }
}

/// Relaxation over h; what another h makes of it is kept, one component after the other.
struct Twice<'a, V, Y> {
    h: V,
    later: &'a Cell<(Y, usize)>,
}

impl<V: Real, Y: State<Scalar = V> + Copy> Relax<V> for Twice<'_, V, Y> {
    /// (d²·x + a·h·(d + b·h/2))/(d² + d·b·h + (b·h)²/2), as `SafeStrang` has it.
    #[inline(always)]
    fn relaxed(&self, x: V, (a, b, d): (V, V, V)) -> V {
        let half = b * (self.h * V::lit(0.5));
        let (sum, square) = (d + half, d * d);
        let (gain, part) = (a * self.h * sum, V::lit(1.0) / sum.mul_add(sum, half * half));
        let once = square.mul_add(x, gain) * part;
        let twice = square.mul_add(once, gain) * part;
        let (mut kept, j) = self.later.get();
        let (like, mut i) = (kept, 0);
        kept.assign(&like, [], &mut |out, x, []| {
            *out = if i == j { twice } else { x };
            i += 1;
        });
        self.later.set((kept, j + 1));
        once
    }
}

/// What was kept.
struct Later<'a, Y>(&'a Cell<(Y, usize)>);

impl<V: Real, Y: State<Scalar = V> + Copy> Relax<V> for Later<'_, Y> {
    #[inline(always)]
    fn relaxed(&self, x: V, _: (V, V, V)) -> V {
        let (kept, j) = self.0.get();
        self.0.set((kept, j + 1));
        kept.component(j).unwrap_or(x)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::hand_out;

    #[test]
    fn few_and_many_components_are_handed_out() {
        // Component c of node i is 10·c + i; a column has room for seven nodes.
        let room: Vec<f64> = (0..20_u32 * 7).map(|at| f64::from(10 * (at / 7) + at % 7)).collect();
        let (mut few, mut many) = ([[0.0; 3]; 5], [[0.0; 20]; 5]);
        hand_out(&mut few, 3, &room, 7);
        hand_out(&mut many, 20, &room, 7);
        let expected = |c: u32, i: u32| f64::from(10 * c + i);
        for (i, (few, many)) in (0..).zip(few.iter().zip(&many)) {
            assert!((0..).zip(few).all(|(c, x)| *x == expected(c, i)), "{few:?}");
            assert!((0..).zip(many).all(|(c, x)| *x == expected(c, i)), "{many:?}");
        }
    }
}
