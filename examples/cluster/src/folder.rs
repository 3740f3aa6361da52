//! The folder of a sweep: a manifest, and a record for each part that is whole.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use excitable::ensemble::{Origin, Part, Sweep};
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::record::{self, at};
use crate::study::{self, Found};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Manifest {
    origin: Origin,
    /// The number of parts, for good: a task's number means a range only with it.
    parts: usize,
}

pub struct Folder<'a> {
    path: PathBuf,
    sweep: &'a Sweep<'a, Found>,
    count: usize,
    parts: usize,
}

impl<'a> Folder<'a> {
    /// Opens the folder, or makes it; refuses one that holds another sweep.
    pub fn open(
        path: &Path,
        sweep: &'a Sweep<'a, Found>,
        count: usize,
        parts: usize,
    ) -> Result<Self, Fault> {
        if !(1..=count).contains(&parts) {
            return Err(format!("{parts} parts of {count} members: take 1 to {count}").into());
        }
        fs::create_dir_all(path).map_err(at(path))?;
        let ours = Manifest { origin: sweep.origin().clone(), parts };
        let manifest = path.join("manifest");
        if !manifest.exists() {
            record::create(&manifest, &ours)?;
        }
        let there: Manifest = record::read(&manifest)?;
        if there != ours {
            let what = format!("{} holds another sweep", path.display());
            return Err(format!("{what}:\n  there {there:?}\n  asked {ours:?}").into());
        }
        Ok(Self { path: path.to_path_buf(), sweep, count, parts })
    }

    pub fn parts(&self) -> usize {
        self.parts
    }

    pub fn range(&self, k: usize) -> Range<usize> {
        let edge = |k: usize| (k as u128 * self.count as u128 / self.parts as u128) as usize;
        edge(k)..edge(k + 1)
    }

    fn file(&self, k: usize) -> PathBuf {
        self.path.join(format!("part-{k:08}"))
    }

    /// Part `k` from its file, if that is whole and of this sweep.
    pub fn part(&self, k: usize) -> Result<Part<Found>, Fault> {
        let file = self.file(k);
        let part: Part<Found> = record::read(&file)?;
        self.sweep.accept(&part)?;
        if part.range() != self.range(k) {
            return Err(format!("{}: holds {:?}", file.display(), part.range()).into());
        }
        Ok(part)
    }

    /// The parts to run: those without a file, and those whose file is damaged, which is told.
    pub fn missing(&self) -> Vec<usize> {
        let is_missing = |k: &usize| match self.part(*k) {
            Ok(_) => false,
            Err(error) => {
                if self.file(*k).exists() {
                    eprintln!("{error}: part {k} is run again");
                }
                true
            }
        };
        (0..self.parts).filter(is_missing).collect()
    }

    /// Runs part `k` and writes its file; returns the seconds of both.
    pub fn run(&self, k: usize) -> Result<[f64; 2], Fault> {
        let begun = Instant::now();
        let part = study::run(self.sweep, self.range(k))?;
        let ran = begun.elapsed().as_secs_f64();
        record::write(&self.file(k), &part)?;
        Ok([ran, begun.elapsed().as_secs_f64() - ran])
    }

    /// Tells what is missing, and about how many bytes and seconds it will take, from 64 members.
    pub fn dry_run(&self) -> Result<(), Fault> {
        let missing = self.missing();
        let members: usize = missing.iter().map(|k| self.range(*k).len()).sum();
        println!("{} of {} parts are missing: {missing:?}", missing.len(), self.parts);
        let Some(first) = missing.get(missing.len() / 2) else { return Ok(()) };
        let (start, some) = (self.range(*first).start, self.range(*first).len().min(64));
        let begun = Instant::now();
        let part = study::run(self.sweep, start..start + some)?;
        let each = begun.elapsed().as_secs_f64() / some as f64;
        let bytes = record::bytes(&part)?.len() as f64 / some as f64 * members as f64;
        println!(
            "{members} members, about {bytes:.0} bytes, {:.1} s of one core",
            each * members as f64
        );
        Ok(())
    }
}
