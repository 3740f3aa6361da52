//! One sweep, and the folder in which its parts are kept; the programs are in `bin`.

pub mod folder;
pub mod options;
pub mod picture;
pub mod record;
pub mod study;

/// What a program ends with: a sentence.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;
