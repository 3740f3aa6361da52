//! Has the hot loop more instructions than it had? The instructions of a step, counted under valgrind.
//!
//! Counts do not depend on how busy the machine is, but on the compiler: each is held against the line of
//! `baseline.tsv` for this compiler, machine and SIMD level, where there is one. A loop is counted over N
//! and over 2N rounds, so that the difference is free of the start of the program.

mod tasks;
#[path = "../../../benches/baseline/user_step.rs"]
mod user_step;

use std::error::Error;
use std::process::{Command, ExitCode};
use std::{env, fs};

use excitable::ensemble::SimdLevel;
use tasks::Task;

/// Compiler, machine, SIMD level, task and instructions per step, separated by tabs.
const BASELINE: &str = include_str!("../baseline.tsv");
/// By how much a count may grow.
const TOLERANCE: f64 = 0.02;
const MISSING: &str = "target/instructions/missing.tsv";

fn output_of(command: &mut Command) -> Result<(String, String), Box<dyn Error>> {
    let output = command.output()?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("{command:?} failed:\n{stderr}").into());
    }
    Ok((String::from_utf8_lossy(&output.stdout).trim().into(), stderr))
}

/// This program under valgrind, and what it printed.
fn counted(arguments: &[&str]) -> Result<(String, String), Box<dyn Error>> {
    let tool = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
    output_of(Command::new("valgrind").args(tool).arg(env::current_exe()?).args(arguments))
}

/// The instructions and the steps of `rounds` rounds of a task.
fn count(task: usize, rounds: u32) -> Result<(f64, f64), Box<dyn Error>> {
    let (steps, log) = counted(&[&task.to_string(), &rounds.to_string()])?;
    // ==1== I   refs:      1,234,567
    let total = log.lines().find_map(|line| {
        let (before, total) = line.split_once("refs:")?;
        before.trim_end().ends_with('I').then(|| total.trim().replace(',', ""))
    });
    let total = total.ok_or_else(|| format!("valgrind gave no count:\n{log}"))?;
    Ok((total.parse()?, steps.parse()?))
}

/// What the table has for `key`.
fn baseline(key: &str) -> Option<f64> {
    BASELINE.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('\t')?.parse().ok())
}

/// Counts all tasks; whether none has grown.
fn guard() -> Result<bool, Box<dyn Error>> {
    let (compiler, _) = output_of(Command::new("rustc").arg("-V"))?;
    let (levels, _) = counted(&["levels"])?;
    let (mut holds, mut missing, mut counts) = (true, String::new(), Vec::new());
    for (i, task) in Task::ALL.into_iter().enumerate() {
        let (what, simd) = (task.name, task.level_name());
        if task.simd.is_some() && !levels.lines().any(|line| line == simd) {
            println!("instructions: {what}, {simd}: skipped, the machine under valgrind lacks it");
            continue;
        }
        let ((a, m), (b, n)) = (count(i, task.rounds)?, count(i, 2 * task.rounds)?);
        let found = (b - a) / (n - m);
        counts.push((what, task.simd.is_some(), found));
        let key = format!("{compiler}\t{}\t{simd}\t{what}", env::consts::ARCH);
        let line = format!("{key}\t{found:.1}");
        let Some(stored) = baseline(&key) else {
            println!("instructions: {what}, {simd}: {found:.1} a step, no baseline");
            missing += &(line + "\n");
            continue;
        };
        let (ratio, limit) = (found / stored, 1.0 + TOLERANCE);
        println!(
            "instructions: {what}, {simd}: {found:.1} / {stored:.1} a step = {ratio:.4}, limit {limit}"
        );
        if ratio > limit {
            println!(
                "  more than it was: find out why, or write to .ci/instructions/baseline.tsv:\n{line}"
            );
            holds = false;
        } else if ratio < 1.0 - TOLERANCE {
            println!("  less than it was: write to .ci/instructions/baseline.tsv:\n{line}");
        }
    }
    if !missing.is_empty() {
        fs::create_dir_all("target/instructions")?;
        fs::write(MISSING, &missing)?;
        print!(
            "no baseline for this compiler: add to .ci/instructions/baseline.tsv ({MISSING}):\n{missing}"
        );
    }
    Ok(holds & relations_hold(&counts))
}

/// What must hold between the counts of one run, whatever the compiler.
fn relations_hold(counts: &[(&str, bool, f64)]) -> bool {
    let count = |name: &str, fused: bool| {
        let found = counts.iter().find(|(what, is_fused, _)| *what == name && *is_fused == fused);
        found.map(|(.., count)| *count)
    };
    let chain =
        |name: &str| Some(count(name, false)? - count("chain of 200, right-hand side", false)?);
    let users = || Some(count("rk4 single, a user's step", true)? / count("rk4 single", true)?);
    let vec = || Some(chain("chain of 200, dop853")? / chain("chain of 200, verner65")?);
    let sweep = || Some(count("sweep safe", true)? / count("ensemble safe", true)?);
    let lanes = || {
        let alone = count("a compartment of a short cable", true)?;
        Some(count("a compartment of eight short cables", true)? / alone)
    };
    let derivatives = |name: &str| Some(count(name, true)? / count("verner65 double impulse", true)?);
    let relations = [
        ("a part of a sweep / the same ensemble", sweep(), 1.01),
        ("verner65 with 1 derivative / without", derivatives("verner65 with 1 derivative"), 2.2),
        ("verner65 with 7 derivatives / without", derivatives("verner65 with 7 derivatives"), 5.0),
        ("eight short cables side by side / one after the other", lanes(), 0.75),
        ("a user's rk4 / the crate's", users(), 1.02),
        ("overhead of an evaluation with a Vec state, dop853 / verner65", vec(), 1.3),
    ];
    relations.into_iter().fold(true, |holds, (what, ratio, limit)| {
        let Some(ratio) = ratio else { return holds };
        println!("instructions: {what} = {ratio:.3}, limit {limit}");
        holds && ratio <= limit
    })
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => return Ok(if guard()? { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        [levels] if levels == "levels" => {
            for simd in SimdLevel::ALL.into_iter().filter(|simd| simd.is_available()) {
                println!("{simd}");
            }
        }
        [task, rounds] => {
            let task = Task::ALL.get(task.parse::<usize>()?).ok_or("no such task")?;
            println!("{}", task.run(rounds.parse()?)?);
        }
        _ => return Err("no arguments, or `levels`, or the number of a task and of rounds".into()),
    }
    Ok(ExitCode::SUCCESS)
}
