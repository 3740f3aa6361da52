//! The folder of a sweep: a manifest, and a record for each part that is whole.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use excitable::ensemble::{Origin, Part, Sweep};
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::record::{self, Record, at};
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
    /// Looks at the folder, if there is one; refuses one that holds another sweep.
    pub fn open(
        path: &Path,
        sweep: &'a Sweep<'a, Found>,
        count: usize,
        parts: usize,
    ) -> Result<Self, Fault> {
        if count == 0 {
            return Err("a sweep without members: give --side at least 1".into());
        }
        if !(1..=count).contains(&parts) {
            return Err(format!("{parts} parts of {count} members: take 1 to {count}").into());
        }
        let folder = Self { path: path.to_path_buf(), sweep, count, parts };
        folder.is_claimed().map(|_| folder)
    }

    /// Makes the folder this sweep's, if it is no one's, before parts are written into it.
    pub fn claim(&self) -> Result<(), Fault> {
        fs::create_dir_all(&self.path).map_err(at(&self.path))?;
        if !self.is_claimed()? {
            self.agree()?;
            record::create(&self.manifest(), &self.ours())?;
            // Another process may have been the first.
            self.is_claimed()?;
        }
        Ok(())
    }

    /// Whether there is a manifest; a fault if it is not ours.
    fn is_claimed(&self) -> Result<bool, Fault> {
        match record::read::<Manifest>(&self.manifest())? {
            Record::Absent => Ok(false),
            Record::Damaged(fault) => Err(format!(
                "{fault}: remove it and start again; it is written anew if the parts beside it \
                 are of this sweep"
            )
            .into()),
            Record::Whole(there) if there == self.ours() => Ok(true),
            Record::Whole(there) => {
                let (what, ours) = (self.path.display(), self.ours());
                Err(format!("{what} holds another sweep:\n  there {there:?}\n  asked {ours:?}")
                    .into())
            }
        }
    }

    /// Whether the parts of a folder that has lost its manifest are of this sweep.
    fn agree(&self) -> Result<(), Fault> {
        for entry in fs::read_dir(&self.path).map_err(at(&self.path))? {
            let name = entry.map_err(at(&self.path))?.file_name();
            let name = name.to_string_lossy();
            let number = name.strip_prefix("part-").and_then(|k| k.parse().ok());
            if number.is_some_and(|k: usize| k >= self.parts) {
                let (what, parts) = (self.path.display(), self.parts);
                return Err(
                    format!("{what} holds another sweep: {name} is beyond {parts} parts").into()
                );
            }
        }
        (0..self.parts).try_for_each(|k| self.part(k).map(|_| ()))
    }

    fn ours(&self) -> Manifest {
        Manifest { origin: self.sweep.origin().clone(), parts: self.parts }
    }

    fn manifest(&self) -> PathBuf {
        self.path.join("manifest")
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

    /// Part `k` from its file; none where there is no file or a damaged one, which is told. A part
    /// of another sweep is a fault: it is not ours to write over.
    pub fn part(&self, k: usize) -> Result<Option<Part<Found>>, Fault> {
        let file = self.file(k);
        let name = file.display();
        match record::read::<Part<Found>>(&file)? {
            Record::Absent => Ok(None),
            Record::Damaged(fault) => {
                eprintln!("{fault}: part {k} is missing");
                Ok(None)
            }
            Record::Whole(part) => {
                self.sweep.accept(&part).map_err(|error| format!("{name}: {error}"))?;
                let (there, asked) = (part.range(), self.range(k));
                if there != asked {
                    return Err(format!("{name} holds {there:?}, not {asked:?}").into());
                }
                Ok(Some(part))
            }
        }
    }

    /// The parts to run: those without a file, and those whose file is damaged.
    pub fn missing(&self) -> Result<Vec<usize>, Fault> {
        let is_missing = |k| Ok((k, self.part(k)?.is_none()));
        let all = (0..self.parts).map(is_missing).collect::<Result<Vec<_>, Fault>>()?;
        Ok(all.into_iter().filter_map(|(k, is_missing)| is_missing.then_some(k)).collect())
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
        let missing = self.missing()?;
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
