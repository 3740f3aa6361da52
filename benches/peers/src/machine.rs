//! What the numbers hold for: the machine, the compiler, the day, the versions.

use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const PEERS: [&str; 5] =
    ["ode_solvers", "differential-equations", "neuromod", "sciforge", "hodgkin-huxley"];

/// One line on where and when.
pub(crate) fn line() -> String {
    let parts = [processor(), features(), compiler(), today(), load()];
    parts.join("; ")
}

/// The value of the first line `key : value` of /proc/cpuinfo.
fn information(key: &str) -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key));
    let value = line.and_then(|line| line.split(':').nth(1)).unwrap_or("unknown");
    value.trim().to_owned()
}

fn processor() -> String {
    let [model, family, number] = ["model name", "cpu family", "model\t"].map(information);
    let threads = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{model} (family {family}, model {number}), {threads} threads, one used")
}

#[cfg(target_arch = "x86_64")]
fn features() -> String {
    let found = [
        ("AVX2", is_x86_feature_detected!("avx2")),
        ("FMA", is_x86_feature_detected!("fma")),
        ("AVX-512F", is_x86_feature_detected!("avx512f")),
        ("AVX-512DQ", is_x86_feature_detected!("avx512dq")),
    ];
    let names: Vec<_> = found.iter().filter(|f| f.1).map(|f| f.0).collect();
    let built = if cfg!(target_feature = "avx2") { "for this machine" } else { "for any x86-64" };
    format!("has {}; built {built}", names.join(", "))
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> String {
    std::env::consts::ARCH.to_owned()
}

/// Of the compiler that is found now, which is the one that has just built this.
fn compiler() -> String {
    let output = Command::new("rustc").arg("-V").output().ok();
    let text = output.and_then(|output| String::from_utf8(output.stdout).ok());
    text.map_or("rustc unknown".to_owned(), |text| text.trim().to_owned())
}

fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", text.split(' ').next().unwrap_or("unknown"))
}

fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let (year, month, day) = date(seconds / 86400);
    format!("{year}-{month:02}-{day:02}")
}

/// The date of a day counted from 1970-01-01. H. Hinnant, chrono-compatible low-level date
/// algorithms.
fn date(day: u64) -> (u64, u64, u64) {
    let z = day + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    (year + era * 400 + u64::from(month <= 2), month, day)
}

/// The peers with the versions that the lock file holds.
pub(crate) fn versions() -> String {
    let lock = include_str!("../Cargo.lock");
    let version = |name: &str| {
        let entry = lock.split(&format!("name = \"{name}\"\nversion = \"")).nth(1);
        entry.and_then(|entry| entry.split('"').next()).unwrap_or("unknown")
    };
    PEERS.map(|name| format!("{name} {}", version(name))).join(", ")
}
