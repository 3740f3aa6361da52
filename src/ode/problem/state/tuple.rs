//! Tuples of states as a [`State`].

use super::State;
use crate::ode::problem::Name;

macro_rules! tuple {
    ($first:ident 0 $(, $part:ident $i:tt)*) => {
        impl<$first: State $(, $part: State<Scalar = $first::Scalar>)*> State
            for ($first, $($part,)*)
        {
            type Scalar = $first::Scalar;
            const INLINED: bool = $first::INLINED $(&& $part::INLINED)*;

            #[inline(always)]
            fn assign<const M: usize>(
                &mut self,
                base: &Self,
                others: [&Self; M],
                f: &mut impl FnMut(&mut Self::Scalar, Self::Scalar, [Self::Scalar; M]),
            ) {
                self.0.assign(&base.0, parts!(&base.0, others, |other| &other.0), f);
                $(self.$i.assign(&base.$i, parts!(&base.$i, others, |other| &other.$i), f);)*
            }

            #[inline(always)]
            fn visit(&self, f: &mut impl FnMut(Self::Scalar)) {
                self.0.visit(f);
                $(self.$i.visit(f);)*
            }

            fn name(&self, index: usize, name: &mut Name) {
                $crate::__name_field!(self, index, name, 0 $(, $i)*);
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
