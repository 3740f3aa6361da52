//! One task of a scheduler's array: the part of its number, unless its file is whole.

use excitable_cluster::folder::Folder;
use excitable_cluster::options::Options;
use excitable_cluster::{Fault, study};

/// Where schedulers write a task's number. Never the count of tasks: it changes when some of them
/// are submitted again.
const NUMBERS: [&str; 3] = ["SLURM_ARRAY_TASK_ID", "PBS_ARRAY_INDEX", "HQ_TASK_ID"];

fn main() -> Result<(), Fault> {
    let options = Options::of_program();
    if !options.has("--parts") {
        return Err("state --parts, the number of parts that the folder keeps".into());
    }
    let side = options.side()?;
    let sweep = study::sweep(side);
    let folder = Folder::open(&options.folder()?, &sweep, side * side, options.parts()?)?;
    if options.has("--dry-run") {
        return folder.dry_run();
    }
    let given = NUMBERS.into_iter().find_map(|name| std::env::var(name).ok());
    let remedy = "no number of a task: run it as an array, or give --task";
    let number = if options.has("--task") { None } else { given };
    let number = number.map_or_else(|| options.value("--task", usize::MAX), |n| Ok(n.parse()?))?;
    if number == usize::MAX {
        return Err(remedy.into());
    }
    let k = number.checked_sub(options.value("--first", 0)?).filter(|k| *k < folder.parts());
    let k = k.ok_or_else(|| format!("task {number} has no part among {}", folder.parts()))?;
    folder.claim()?;
    if folder.part(k)?.is_some() {
        println!("part {k} is whole");
        return Ok(());
    }
    let [ran, wrote] = folder.run(k)?;
    println!("part {k} of {}: {ran:.3} s, written in {wrote:.3} s", folder.parts());
    Ok(())
}
