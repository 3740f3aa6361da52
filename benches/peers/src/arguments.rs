//! [`Arguments`] of the command line.

use std::path::PathBuf;

#[derive(Debug)]
pub(crate) struct Arguments {
    /// How often the times of task A are taken.
    pub(crate) runs: usize,
    /// Where the figure goes.
    pub(crate) figures: Option<PathBuf>,
    /// Which tasks, as letters.
    pub(crate) tasks: String,
}

impl Arguments {
    pub(crate) fn read() -> Result<Self, String> {
        let mut read = Self { runs: 1, figures: None, tasks: "ABC".to_owned() };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--runs" => read.runs = value.parse().map_err(|e| format!("--runs: {e}"))?,
                "--figures" => read.figures = Some(value.into()),
                "--tasks" => read.tasks = value,
                _ => return Err(format!("{word}: unknown; there are --runs, --figures, --tasks")),
            }
        }
        if read.runs == 0 { Err("--runs: at least 1".into()) } else { Ok(read) }
    }
}
