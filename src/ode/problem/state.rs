//! [`State`]: a value that an integrator combines component by component.

use super::finite::zero_if_finite;
use super::{Combination, Name};
use crate::num::{Real, Scalar};

/// A value that an integrator combines component by component, in place.
///
/// Numbers, arrays, tuples and (with `alloc`) `Vec`s of states are states, to any depth. A struct
/// with named fields becomes one with [`impl_state!`](crate::impl_state), or by writing the one
/// required method: one line a field.
///
/// # Law
///
/// [`assign`](State::assign) calls `f` once for each component, always in the same order. It gives
/// `self` the shape of `base` (only a `Vec` can have another one), and leaves out what a shorter
/// operand lacks.
///
/// Written by hand it is to be `#[inline(always)]`, with [`INLINED`](State::INLINED) `true`: without,
/// a run of the axon took 1.2 times as long, one of four linear equations 2.1 (`Rk4`) to 2.8 times
/// (`Verner65`).
///
/// # Example
///
/// ```
/// use excitable::State;
///
/// #[derive(Clone)]
/// struct Pendulum {
///     angle: f64, // rad
///     speed: f64, // rad/s
/// }
/// excitable::impl_state!(Pendulum: f64 { angle, speed });
///
/// let y = Pendulum { angle: 1.0, speed: 2.0 };
/// let dydt = Pendulum { angle: 2.0, speed: -9.0 };
/// let mut next = y.clone();
/// // next = y + 0.1·dydt
/// next.assign(&y, [&dydt], &mut |out, y, [slope]| *out = y + 0.1 * slope);
/// assert_eq!((next.angle, next.speed), (1.2, 1.1));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state that can be integrated",
    note = "numbers, arrays, tuples and (with the feature `alloc`) `Vec`s are states; a struct \
        with named fields becomes one with `impl_state!`"
)]
pub trait State: Clone {
    /// The number in each component.
    type Scalar: Real;

    /// Whether [`assign`](State::assign) is sure to be inlined (`#[inline(always)]`, as it is in
    /// this crate): only then may a run use fused multiplication and addition inside it. Provided:
    /// `false`.
    const INLINED: bool = false;

    /// Calls `f(&mut self[i], base[i], [others[0][i], …])` for each component i.
    fn assign<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl FnMut(&mut Self::Scalar, Self::Scalar, [Self::Scalar; M]),
    );

    /// [`assign`](State::assign) by a function that is sure to be inlined, as a closure is not.
    #[doc(hidden)]
    #[inline(always)]
    fn combine<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl Combination<Self::Scalar, M>,
    ) {
        self.assign(base, others, &mut |out, base, others| f.combine(out, base, others));
    }

    /// Calls `f` with each component, in order.
    #[inline(always)]
    fn visit(&self, f: &mut impl FnMut(Self::Scalar)) {
        self.clone().assign(self, [], &mut |_, x, []| f(x));
    }

    /// 0 where all components are finite, NaN elsewhere.
    #[doc(hidden)]
    #[inline(always)]
    fn sum_of_zeros(&self) -> Self::Scalar {
        let mut sum = Self::Scalar::lit(0.0);
        self.visit(&mut |x| sum = sum + zero_if_finite(x));
        sum
    }

    /// The number of components.
    #[inline(always)]
    fn dimension(&self) -> usize {
        let mut count = 0;
        self.visit(&mut |_| count += 1);
        count
    }

    /// Component `index`, or `None` beyond the last.
    #[inline(always)]
    fn component(&self, index: usize) -> Option<Self::Scalar> {
        let (mut i, mut found) = (0, None);
        self.visit(&mut |x| {
            if i == index {
                found = Some(x);
            }
            i += 1;
        });
        found
    }

    /// Appends the path of component `index` to `name`, for messages.
    fn name(&self, index: usize, name: &mut Name) {
        name.element(index);
    }
}

/// A [`State`] of ordered numbers, as time and tolerances need them: every state over `f64` or
/// `f32`.
pub trait OdeState: State<Scalar: Scalar> {}

impl<Y: State<Scalar: Scalar>> OdeState for Y {}

/// The same part of each operand, in an array filled by a loop: `map` is not inlined in unoptimised
/// builds, and makes three quarters of the code of a run.
macro_rules! parts {
    ($base:expr, $others:ident, |$other:ident| $part:expr) => {{
        let mut parts = [$base; M];
        let mut j = 0;
        while j < M {
            let $other = $others[j];
            parts[j] = $part;
            j += 1;
        }
        parts
    }};
}

/// The number of components of `y`; of as many as `like` has but in another shape, only those that
/// the two have in common: `Vec`s inside may differ in their lengths.
pub(crate) fn dimension_like<Y: State>(like: &Y, y: &Y) -> usize {
    if y.dimension() != like.dimension() {
        return y.dimension();
    }
    let mut common = 0;
    like.clone().assign(like, [y], &mut |_, _, [_]| common += 1);
    common
}

/// The numbers behind the references.
#[inline(always)]
fn values_of<R: Real, const M: usize>(base: &R, others: [&R; M]) -> [R; M] {
    // The first ones written out: a loop over large values is not always unrolled.
    let mut values = [**others.first().unwrap_or(&base); M];
    if M > 1 {
        values[1] = *others[1];
    }
    if M > 2 {
        values[2] = *others[2];
    }
    for i in 3..M {
        values[i] = *others[i];
    }
    values
}

impl<R: Real> State for R {
    type Scalar = R;
    const INLINED: bool = true;

    #[inline(always)]
    fn assign<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl FnMut(&mut R, R, [R; M]),
    ) {
        f(self, *base, values_of(base, others));
    }

    #[inline(always)]
    fn combine<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl Combination<R, M>,
    ) {
        f.combine(self, *base, values_of(base, others));
    }

    fn name(&self, _: usize, _: &mut Name) {}
}

impl<S: State, const N: usize> State for [S; N] {
    type Scalar = S::Scalar;
    const INLINED: bool = S::INLINED;

    #[inline(always)]
    fn assign<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl FnMut(&mut S::Scalar, S::Scalar, [S::Scalar; M]),
    ) {
        for i in 0..N {
            self[i].assign(&base[i], parts!(&base[i], others, |other| &other[i]), f);
        }
    }

    #[inline(always)]
    fn combine<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl Combination<S::Scalar, M>,
    ) {
        for i in 0..N {
            self[i].combine(&base[i], parts!(&base[i], others, |other| &other[i]), f);
        }
    }

    #[inline(always)]
    fn component(&self, index: usize) -> Option<S::Scalar> {
        parts::component(self, index)
    }

    fn name(&self, index: usize, name: &mut Name) {
        parts::name(self, index, name);
    }
}

#[cfg(feature = "alloc")]
mod list;
mod parts;
mod tuple;

/// Appends the name of the field that holds component `index`.
#[doc(hidden)]
#[macro_export]
macro_rules! __name_field {
    ($state:ident, $index:ident, $name:ident, $($field:tt),*) => {
        let mut index = $index;
        $(
            let len = $crate::State::dimension(&$state.$field);
            if index < len {
                $name.field(stringify!($field));
                return $crate::State::name(&$state.$field, index, $name);
            }
            index -= len;
        )*
        let _ = index;
    };
}

/// [`State::INLINED`] of a field.
#[doc(hidden)]
pub const fn __inlined<Y, F: State>(_: fn(&Y) -> &F) -> bool {
    F::INLINED
}

/// Makes a struct a [`State`]: `impl_state!(Name: Scalar { field, … })`, or
/// `impl_state!(Name<T>: T { field, … })` for a struct generic over one [`Real`]. The fields of a
/// tuple struct are numbers: `impl_state!(Pair: f64 { 0, 1 })`.
///
/// A field is itself a state over the same scalar: a number, an array, another such struct. Every
/// field must be named here; one left out would not be integrated, so it does not compile.
///
/// # Example
///
/// ```
/// use excitable::State;
/// use excitable::ode::Name;
///
/// #[derive(Clone)]
/// struct Pair<T> {
///     position: [T; 2], // m
///     speed: [T; 2],    // m/s
/// }
/// excitable::impl_state!(Pair<T>: T { position, speed });
///
/// let y = Pair { position: [0.0, 1.0], speed: [2.0, 3.0] };
/// let mut name = Name::root();
/// y.name(3, &mut name);
/// assert_eq!((y.dimension(), y.component(3)), (4, Some(3.0)));
/// assert_eq!(name.to_string(), "speed[1]");
///
/// // A newtype, for traits of your own.
/// #[derive(Clone)]
/// struct Place([f64; 3]);
/// excitable::impl_state!(Place: f64 { 0 });
/// assert_eq!(Place([1.0, 2.0, 3.0]).component(2), Some(3.0));
/// ```
#[macro_export]
macro_rules! impl_state {
    ($state:ident<$real:ident>: $scalar:ty { $($field:tt),+ $(,)? }) => {
        impl<$real: $crate::Real> $crate::State for $state<$real> {
            $crate::impl_state!(@body $scalar { $($field),+ });
        }
        $crate::__impl_approx!([$real: $crate::Real] $state<$real>: $scalar);
    };
    ($state:ident: $scalar:ty { $($field:tt),+ $(,)? }) => {
        impl $crate::State for $state {
            $crate::impl_state!(@body $scalar { $($field),+ });
        }
        $crate::__impl_approx!([] $state: $scalar);
    };
    // The same field of each operand, by a loop: `map` is what compiling costs.
    (@parts $base:ident, $others:ident, $field:tt) => {{
        let mut parts = [&$base.$field; M];
        let mut j = 0;
        while j < M {
            parts[j] = &$others[j].$field;
            j += 1;
        }
        parts
    }};
    (@body $scalar:ty { $($field:tt),+ }) => {
        type Scalar = $scalar;
        const INLINED: bool = true $(&& $crate::__inlined::<Self, _>(|y| &y.$field))+;

        #[inline(always)]
        fn assign<const M: usize>(
            &mut self,
            base: &Self,
            others: [&Self; M],
            f: &mut impl FnMut(&mut $scalar, $scalar, [$scalar; M]),
        ) {
            // Naming every field makes a forgotten one a compile error.
            let Self { $($field: _),+ } = self;
            $(
                let parts = $crate::impl_state!(@parts base, others, $field);
                $crate::State::assign(&mut self.$field, &base.$field, parts, f);
            )+
        }

        #[inline(always)]
        fn combine<const M: usize>(
            &mut self,
            base: &Self,
            others: [&Self; M],
            f: &mut impl $crate::__Combination<$scalar, M>,
        ) {
            // Naming every field makes a forgotten one a compile error.
            let Self { $($field: _),+ } = self;
            $(
                let parts = $crate::impl_state!(@parts base, others, $field);
                $crate::State::combine(&mut self.$field, &base.$field, parts, f);
            )+
        }

        #[inline(always)]
        fn visit(&self, f: &mut impl FnMut($scalar)) {
            $($crate::State::visit(&self.$field, f);)+
        }

        #[inline(always)]
        fn component(&self, index: usize) -> ::core::option::Option<$scalar> {
            let left = index;
            $(
                let count = $crate::State::dimension(&self.$field);
                if left < count {
                    return $crate::State::component(&self.$field, left);
                }
                let left = left - count;
            )+
            let _ = left;
            ::core::option::Option::None
        }

        fn name(&self, index: usize, name: &mut $crate::ode::Name) {
            $crate::__name_field!(self, index, name, $($field),+);
        }
    };
}

#[cfg(test)]
mod tests;
