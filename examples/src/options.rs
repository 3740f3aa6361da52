//! Options of an example, `--name value`, each with a default.

use std::error::Error;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What was given on the command line.
#[derive(Debug)]
pub struct Options {
    pairs: Vec<(String, String)>,
}

impl Options {
    /// Reads the command line; a name outside of `known` is an error that says which there are.
    pub fn read(known: &[&str]) -> Outcome<Self> {
        let (mut words, mut pairs) = (std::env::args().skip(1), Vec::new());
        while let Some(name) = words.next() {
            if !known.contains(&name.as_str()) {
                return Err(format!("unknown option {name}: there are {}", known.join(", ")).into());
            }
            let value = words.next().ok_or_else(|| format!("{name} needs a value"))?;
            pairs.push((name, value));
        }
        Ok(Self { pairs })
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    /// The number after `name`, or the default.
    pub fn number(&self, name: &str, default: f64) -> Outcome<f64> {
        self.value(name).map_or(Ok(default), |value| parse(name, value))
    }

    /// The numbers after `name`, separated by commas, or the default.
    pub fn numbers(&self, name: &str, default: &[f64]) -> Outcome<Vec<f64>> {
        let Some(list) = self.value(name) else { return Ok(default.to_vec()) };
        list.split(',').map(|value| parse(name, value)).collect()
    }
}

fn parse(name: &str, value: &str) -> Outcome<f64> {
    let value = value.trim();
    value.parse().map_err(|_| format!("{name}: {value:?} is not a number").into())
}
