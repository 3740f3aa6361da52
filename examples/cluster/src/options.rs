//! What stands on the command line: `--name value`, and flags without a value.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Fault;

pub struct Options(Vec<String>);

impl Options {
    pub fn of_program() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|word| word == name)
    }

    pub fn value<T: FromStr>(&self, name: &str, otherwise: T) -> Result<T, Fault> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(otherwise) };
        let word = self.0.get(at + 1).ok_or_else(|| format!("{name} needs a value"))?;
        word.parse().map_err(|_| format!("{name} {word} is no value").into())
    }

    pub fn side(&self) -> Result<usize, Fault> {
        self.value("--side", 512)
    }

    pub fn folder(&self) -> Result<PathBuf, Fault> {
        self.value("--folder", PathBuf::from("sweep"))
    }

    /// Parts of about a second each: 64 for a quarter of a million axons.
    pub fn parts(&self) -> Result<usize, Fault> {
        self.value("--parts", 64)
    }
}
