//! Runs a task with instructions that are looked for at run time. The only unsafe code of the crate; the argument
//! stands in `docs/design.md`.
#![allow(
    unsafe_code,
    reason = "a function compiled for other instructions may run only where the machine has them"
)]

/// The word that this machine has AVX2, and fused multiplication and addition.
#[cfg(any(target_arch = "x86_64", feature = "alloc"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2(());

/// The word that it has 512-bit vectors too.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx512(());

/// Whether the machine has the named features, which only `std` can ask; without it a fused operation would be a function
/// of `libm` besides.
#[cfg(any(target_arch = "x86_64", feature = "alloc"))]
macro_rules! has {
    ($($feature:tt)+) => {{
        #[cfg(all(target_arch = "x86_64", feature = "std"))]
        let has = $(std::arch::is_x86_feature_detected!($feature))&&+;
        #[cfg(not(all(target_arch = "x86_64", feature = "std")))]
        let has = false;
        has
    }};
}

#[cfg(any(target_arch = "x86_64", feature = "alloc"))]
impl Avx2 {
    /// Looks whether it is so.
    pub(crate) fn look() -> Option<Self> {
        has!("avx2" "fma").then_some(Self(()))
    }

    /// Runs `task` in a function compiled for it, where that changes its instructions.
    #[inline(always)]
    #[allow(clippy::unused_self, reason = "the value is the word that the machine can")]
    pub(crate) fn run<K: Task>(self, task: K) -> K::Output {
        // SAFETY: the machine has AVX2 and FMA: there is no other way to this value than `look`.
        #[cfg(target_arch = "x86_64")]
        return unsafe { avx2(task) };
        #[cfg(not(target_arch = "x86_64"))]
        task.run()
    }
}

/// Whether the compiler's baseline has a fused multiplication and addition, and the function for it is not one of `libm`.
#[cfg(any(not(target_arch = "x86_64"), feature = "alloc"))]
pub(crate) const FUSES: bool =
    cfg!(all(feature = "std", any(target_arch = "aarch64", target_feature = "fma")));

/// The word that a product and a sum can round once here, by one instruction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fma(#[cfg(target_arch = "x86_64")] Avx2);

impl Fma {
    /// Looks whether it is so.
    #[cfg(target_arch = "x86_64")]
    pub(crate) fn look() -> Option<Self> {
        Avx2::look().map(Self)
    }

    /// Whether it is so, by the word of the compiler.
    #[cfg(not(target_arch = "x86_64"))]
    pub(crate) fn look() -> Option<Self> {
        FUSES.then_some(Self())
    }

    /// Runs `task` in a function compiled for it.
    #[inline(always)]
    pub(crate) fn run<K: Task>(self, task: K) -> K::Output {
        #[cfg(target_arch = "x86_64")]
        return self.0.run(task);
        #[cfg(not(target_arch = "x86_64"))]
        task.run()
    }
}

#[cfg(feature = "alloc")]
impl Avx512 {
    /// Looks whether it is so.
    pub(crate) fn look() -> Option<Self> {
        has!("avx2" "fma" "avx512f" "avx512dq" "avx512vl").then_some(Self(()))
    }

    /// Runs `task` in a function compiled for it.
    #[allow(clippy::unused_self, reason = "the value is the word that the machine can")]
    pub(crate) fn run<K: Task>(self, task: K) -> K::Output {
        // SAFETY: the machine has these of AVX-512, and AVX2 and FMA: there is no other way to this value than `look`.
        #[cfg(target_arch = "x86_64")]
        return unsafe { avx512(task) };
        #[cfg(not(target_arch = "x86_64"))]
        task.run()
    }
}

/// What is compiled for other instructions.
pub(crate) trait Task {
    /// What it gives.
    type Output;

    /// Runs it. `inline(always)`, as all that it calls in its loop, so that the instructions reach it.
    fn run(self) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<K: Task>(task: K) -> K::Output {
    task.run()
}

#[cfg(all(target_arch = "x86_64", feature = "alloc"))]
#[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl")]
fn avx512<K: Task>(task: K) -> K::Output {
    task.run()
}
