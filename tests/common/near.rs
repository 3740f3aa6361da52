//! A measured number against its reference, with the error on the page.
#![allow(clippy::panic, clippy::print_stdout, reason = "a test tells what it measured")]

/// Fails unless `found` lies within the `relative` error of `expected`.
#[track_caller]
pub(crate) fn assert_near(what: &str, found: f64, expected: f64, relative: f64) {
    let error = (found - expected).abs() / expected.abs();
    println!("{what}: {found:.14} against {expected:.14}, relative error {error:.1e}");
    assert!(error <= relative, "{what} = {found}, expected {expected}: relative error {error:.1e}");
}
