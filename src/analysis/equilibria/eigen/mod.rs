//! The eigenvalues of a small real matrix.

mod complex;
mod derivative;
mod eigenvalues;
mod hessenberg;

pub use complex::Complex;
pub use eigenvalues::eigenvalues;
