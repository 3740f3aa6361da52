//! Joins the parts of a folder, one after the other in memory: the values in a file, and a picture.

use std::io::Write as _;

use excitable_cluster::folder::Folder;
use excitable_cluster::options::Options;
use excitable_cluster::record::{at, publish};
use excitable_cluster::study::rate;
use excitable_cluster::{Fault, picture, study};

fn main() -> Result<(), Fault> {
    let options = Options::of_program();
    let (side, path) = (options.side()?, options.folder()?);
    let sweep = study::sweep(side);
    let folder = Folder::open(&path, &sweep, side * side, options.parts()?)?;
    if options.has("--dry-run") {
        return folder.dry_run();
    }
    let missing = folder.missing()?;
    if let Some(k) = missing.first() {
        let range = folder.range(*k);
        let first = format!("part {k}, {}..{}", range.start, range.end);
        return Err(format!("{} parts are missing, the first is {first}", missing.len()).into());
    }
    let (mut rates, mut failed) = (Vec::new(), 0_usize);
    let values = path.join("values");
    let fill = |out: &mut std::io::BufWriter<std::fs::File>| {
        for k in 0..folder.parts() {
            let part = folder.part(k)?.ok_or_else(|| format!("part {k} is gone"))?;
            for value in part.values() {
                out.write_all(&postcard::to_stdvec(value)?).map_err(at(&values))?;
                failed += usize::from(value.is_err());
                rates.push(rate(value));
            }
        }
        Ok(())
    };
    publish(&values, fill, |from, to| std::fs::rename(from, to))?;
    let drawn = picture::svg(&rates, side);
    let svg = path.join("region.svg");
    let fill = |out: &mut std::io::BufWriter<_>| out.write_all(drawn.as_bytes()).map_err(at(&svg));
    publish(&svg, fill, |from, to| std::fs::rename(from, to))?;
    let firing = rates.iter().filter(|rate| **rate > 0.0).count();
    println!("{} members, {firing} fire repetitively, {failed} failed", rates.len());
    Ok(())
}
