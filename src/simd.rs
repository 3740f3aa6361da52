//! Tasks compiled for instructions that are found at run time. The only unsafe code of the crate;
//! `docs/design.md` argues for it.
#![allow(
    unsafe_code,
    reason = "a function compiled for other instructions may run only where the machine has them"
)]

#[cfg(all(feature = "std", any(target_arch = "x86_64", target_arch = "aarch64")))]
use crate::num::Fused;
use crate::num::{Arithmetic, Plain};

/// What stands in a proof: nothing, and where the compiler's target cannot have the instructions
/// no value at all, so that nothing is compiled for them.
#[cfg(all(target_arch = "x86_64", any(feature = "std", feature = "alloc")))]
type Found = ();
#[cfg(all(not(target_arch = "x86_64"), feature = "alloc"))]
type Found = core::convert::Infallible;

/// The proof that this machine has AVX2, and fused multiplication and addition.
#[cfg(any(all(target_arch = "x86_64", feature = "std"), feature = "alloc"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2(Found);

/// The proof that this machine has 512-bit vectors too.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx512(Found);

/// Found, where the machine has the named features, which only `std` can ask; without it a fused
/// operation would be a function of `libm` besides.
#[cfg(any(all(target_arch = "x86_64", feature = "std"), feature = "alloc"))]
macro_rules! find {
    ($($feature:tt)+) => {{
        #[cfg(all(target_arch = "x86_64", feature = "std"))]
        let found = ($(std::arch::is_x86_feature_detected!($feature))&&+).then_some(());
        #[cfg(not(all(target_arch = "x86_64", feature = "std")))]
        let found = None;
        found
    }};
}

#[cfg(any(all(target_arch = "x86_64", feature = "std"), feature = "alloc"))]
impl Avx2 {
    /// The proof, where the machine has the instructions.
    pub(crate) fn look() -> Option<Self> {
        find!("avx2" "fma").map(Self)
    }

    /// Runs `task` in a function compiled for these instructions, where that changes its
    /// instructions.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    #[allow(unused_variables, clippy::unused_self, reason = "the value is the word of the machine")]
    pub(crate) fn run<K: Task>(self, task: K) -> K::Output {
        // SAFETY: the machine has AVX2 and FMA: there is no other way to this value than `look`.
        #[cfg(target_arch = "x86_64")]
        return unsafe { avx2(task) };
        #[cfg(not(target_arch = "x86_64"))]
        match self.0 {}
    }
}

/// Whether the compiler's baseline has a fused multiplication and addition, and the function for it
/// is not one of `libm`.
#[cfg(feature = "alloc")]
pub(crate) const FUSES: bool =
    cfg!(all(feature = "std", any(target_arch = "aarch64", target_feature = "fma")));

/// The proof that a product and a sum can round once here, by one instruction. It has no value
/// where they cannot, so that such a target compiles nothing for it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fma {
    /// By instructions found at run time.
    #[cfg(all(target_arch = "x86_64", feature = "std"))]
    Avx2(Avx2),
    /// By instructions of the compiler's baseline.
    #[cfg(all(feature = "std", target_arch = "aarch64"))]
    Baseline,
}

impl Fma {
    fn look() -> Option<Self> {
        #[cfg(all(target_arch = "x86_64", feature = "std"))]
        return Avx2::look().map(Self::Avx2);
        #[cfg(all(feature = "std", target_arch = "aarch64"))]
        return Some(Self::Baseline);
        #[cfg(not(all(feature = "std", any(target_arch = "x86_64", target_arch = "aarch64"))))]
        None
    }
}

/// How the products and sums of a run round.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rounding {
    /// Two roundings, as on every machine.
    Plain,
    /// One rounding.
    Fused(Fma),
}

impl Rounding {
    /// One rounding where the machine can.
    pub(crate) fn of_machine() -> Self {
        Fma::look().map_or(Self::Plain, Self::Fused)
    }

    /// Runs `kernel` in this arithmetic.
    #[inline(always)]
    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self {
            Self::Plain => kernel.run::<Plain>(),
            // SAFETY: the machine has AVX2 and FMA: there is no other way to the value than `look`.
            #[cfg(all(target_arch = "x86_64", feature = "std"))]
            Self::Fused(Fma::Avx2(_)) => unsafe { fused(kernel) },
            #[cfg(all(feature = "std", target_arch = "aarch64"))]
            Self::Fused(Fma::Baseline) => kernel.run::<Fused>(),
            #[cfg(not(all(
                feature = "std",
                any(target_arch = "x86_64", target_arch = "aarch64")
            )))]
            Self::Fused(fma) => match fma {},
        }
    }
}

/// A piece of work that is compiled once for each arithmetic.
pub(crate) trait Kernel {
    /// The result.
    type Output;

    /// Runs the work. `inline(always)`, as all that it calls in its loop, so that it is compiled
    /// for those instructions.
    fn run<A: Arithmetic>(self) -> Self::Output;
}

#[cfg(all(target_arch = "x86_64", feature = "std"))]
#[target_feature(enable = "avx2,fma")]
fn fused<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Fused>()
}

#[cfg(feature = "alloc")]
impl Avx512 {
    /// The proof, where the machine has the instructions.
    pub(crate) fn look() -> Option<Self> {
        find!("avx2" "fma" "avx512f" "avx512dq" "avx512vl").map(Self)
    }

    /// Runs `task` in a function compiled for these instructions.
    #[allow(unused_variables, clippy::unused_self, reason = "the value is the word of the machine")]
    pub(crate) fn run<K: Task>(self, task: K) -> K::Output {
        // SAFETY: the machine has these of AVX-512, and AVX2 and FMA: there is no other way to this
        // value than `look`.
        #[cfg(target_arch = "x86_64")]
        return unsafe { avx512(task) };
        #[cfg(not(target_arch = "x86_64"))]
        match self.0 {}
    }
}

/// A piece of work that is compiled for further instructions.
#[cfg(feature = "alloc")]
pub(crate) trait Task {
    /// The result.
    type Output;

    /// Runs the work. `inline(always)`, as all that it calls in its loop, so that it is compiled
    /// for those instructions.
    fn run(self) -> Self::Output;
}

#[cfg(all(target_arch = "x86_64", feature = "alloc"))]
#[target_feature(enable = "avx2,fma")]
fn avx2<K: Task>(task: K) -> K::Output {
    task.run()
}

#[cfg(all(target_arch = "x86_64", feature = "alloc"))]
#[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl")]
fn avx512<K: Task>(task: K) -> K::Output {
    task.run()
}
