//! States that are equal within a tolerance, by the traits of the crate `approx`.

/// Implements `AbsDiffEq`, `RelativeEq` and `UlpsEq` for a state, component by component, where it
/// is `PartialEq`.
#[cfg(feature = "approx")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_approx {
    ([$($generics:tt)*] $state:ty: $scalar:ty) => {
        $crate::__impl_approx!(@impl [$($generics)*] $state, $scalar, AbsDiffEq {
            type Epsilon = $scalar;

            fn default_epsilon() -> $scalar {
                <$scalar as $crate::approx::AbsDiffEq>::default_epsilon()
            }

            fn abs_diff_eq(&self, other: &Self, epsilon: $scalar) -> bool {
                $crate::__impl_approx!(@agree self, other, |x, y| {
                    $crate::approx::AbsDiffEq::abs_diff_eq(&x, &y, epsilon)
                })
            }
        });
        $crate::__impl_approx!(@impl [$($generics)*] $state, $scalar, RelativeEq {
            fn default_max_relative() -> $scalar {
                <$scalar as $crate::approx::RelativeEq>::default_max_relative()
            }

            fn relative_eq(&self, other: &Self, epsilon: $scalar, max_relative: $scalar) -> bool {
                $crate::__impl_approx!(@agree self, other, |x, y| {
                    $crate::approx::RelativeEq::relative_eq(&x, &y, epsilon, max_relative)
                })
            }
        });
        $crate::__impl_approx!(@impl [$($generics)*] $state, $scalar, UlpsEq {
            fn default_max_ulps() -> u32 {
                <$scalar as $crate::approx::UlpsEq>::default_max_ulps()
            }

            fn ulps_eq(&self, other: &Self, epsilon: $scalar, max_ulps: u32) -> bool {
                $crate::__impl_approx!(@agree self, other, |x, y| {
                    $crate::approx::UlpsEq::ulps_eq(&x, &y, epsilon, max_ulps)
                })
            }
        });
    };
    // Bound over all lifetimes, a condition that does not hold leaves the impl out and is no error:
    // a feature must not ask a state to be `PartialEq`.
    (@impl [$($generics:tt)*] $state:ty, $scalar:ty, $name:ident { $($items:tt)* }) => {
        #[allow(unused_lifetimes, reason = "a bound over it is no error where it does not hold")]
        impl<$($generics)*> $crate::approx::$name for $state
        where
            for<'__a> $state: ::core::cmp::PartialEq,
            for<'__a> $scalar: $crate::approx::AbsDiffEq<Epsilon = $scalar> + $crate::approx::$name,
        {
            $($items)*
        }
    };
    (@agree $this:expr, $other:expr, |$x:ident, $y:ident| $test:block) => {{
        let (mut agree, mut count) = (true, 0);
        let mut scratch = ::core::clone::Clone::clone($this);
        $crate::State::assign(&mut scratch, $this, [$other], &mut |_, $x, [$y]| {
            agree = agree && $test;
            count += 1;
        });
        // `Vec`s of other lengths are other states.
        agree && [$this, $other].into_iter().all(|y| $crate::State::dimension(y) == count)
    }};
}

/// Nothing without the feature `approx`.
#[cfg(not(feature = "approx"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_approx {
    ($($tokens:tt)*) => {};
}
