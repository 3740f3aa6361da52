//! [`Dual`] numbers written down: the value and its derivatives as one sequence.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Dual;
use crate::num::Real;

impl<T: Serialize, const N: usize> Serialize for Dual<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut numbers = serializer.serialize_tuple(N + 1)?;
        numbers.serialize_element(&self.value)?;
        for derivative in &self.derivatives {
            numbers.serialize_element(derivative)?;
        }
        numbers.end()
    }
}

impl<'de, T: Real + Deserialize<'de>, const N: usize> Deserialize<'de> for Dual<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(N + 1, Numbers(PhantomData))
    }
}

/// A reader of N + 1 numbers.
struct Numbers<T, const N: usize>(PhantomData<T>);

impl<'de, T: Real + Deserialize<'de>, const N: usize> Visitor<'de> for Numbers<T, N> {
    type Value = Dual<T, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value and {N} derivatives")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Self::Value, A::Error> {
        let mut next =
            |i| numbers.next_element()?.ok_or_else(|| A::Error::invalid_length(i, &self));
        let mut dual = Dual::from(next(0)?);
        for i in 0..N {
            dual.derivatives[i] = next(i + 1)?;
        }
        Ok(dual)
    }
}
