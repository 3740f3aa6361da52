//! Runs a task with the instructions of an arm. The only unsafe code of the crate; the argument stands in
//! `docs/design.md`.
#![allow(
    unsafe_code,
    reason = "a function compiled for other instructions may run only where the machine has them"
)]

use super::Arm;

/// What is compiled once for each arm.
pub(super) trait Task {
    /// What it gives.
    type Output;

    /// Runs it in the lanes of the baseline. `inline(always)`, as the others, so that the arm's instructions reach it.
    fn on_baseline(self) -> Self::Output;

    /// Runs it in 256-bit lanes.
    fn on_avx2(self) -> Self::Output;

    /// Runs it in 512-bit lanes.
    fn on_avx512(self) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<K: Task>(task: K) -> K::Output {
    task.on_avx2()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl")]
fn avx512<K: Task>(task: K) -> K::Output {
    task.on_avx512()
}

/// Runs `task` on `arm`, or on the baseline where the machine lacks it.
pub(super) fn run<K: Task>(arm: Arm, task: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if arm.is_available() {
        match arm {
            // SAFETY: the machine has AVX2 and FMA.
            Arm::Avx2 => return unsafe { avx2(task) },
            // SAFETY: the machine has these of AVX-512, and AVX2 and FMA.
            Arm::Avx512 => return unsafe { avx512(task) },
            Arm::Baseline => {}
        }
    }
    task.on_baseline()
}
