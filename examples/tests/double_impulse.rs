//! What the example `double_impulse` leaves behind, against the reference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../../tests/common/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};
use tables::reference;

/// Runs the example, which `cargo test` has built beside this test.
fn double_impulse(arguments: &[&str]) -> Output {
    let here = env::current_exe().expect("this test");
    let built = here.ancestors().nth(2).expect("target/debug").join("examples/double_impulse");
    let mut command = Command::new(&built);
    command.args(arguments).output().unwrap_or_else(|error| {
        panic!(
            "{}: {error}; build it with `cargo build -p excitable-examples --examples`",
            built.display()
        )
    })
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The rows of the trace, after a look at its shape: t V m h n I.
fn trace(folder: &Path) -> Vec<[f64; 6]> {
    let text = fs::read_to_string(folder.join("trace.csv")).expect("trace.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("t_ms,v_mv,m,h,n,i_ua_per_cm2"));
    let rows: Vec<[f64; 6]> = lines
        .zip(0..)
        .map(|(line, k)| {
            let (t, _) = line.split_once(',').expect("columns");
            assert_eq!(t, (f64::from(k) / 20.0).to_string(), "t is printed plainly");
            let fields: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
            fields.try_into().expect("six columns")
        })
        .collect();
    assert_eq!(rows.len(), 1001);
    rows
}

/// The largest error of V at the times of the reference.
fn error_of_v(rows: &[[f64; 6]]) -> f64 {
    let reference = reference();
    assert_eq!(reference.len(), 101);
    reference.iter().zip(rows.iter().step_by(10)).fold(0.0, |worst, ((t, y), row)| {
        assert_eq!(*t, row[0]);
        (row[1] - y.v).abs().max(worst)
    })
}

#[test]
fn by_default_the_trace_lies_within_1e_6_mv_and_all_figures_are_there() {
    let folder = folder("default");
    let output = double_impulse(&[folder.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("spike at 0.326011847 ms") && said.contains("peak at 0.601168995 ms"),
        "{said}"
    );
    let rows = trace(&folder);
    let error = error_of_v(&rows);
    assert!(error <= 1e-6, "{error:e} mV");
    // The current is the one from t on.
    let current = |k: usize| rows[k][5];
    assert_eq!(
        [0, 19, 20, 199, 200, 219, 220, 1000].map(current),
        [150.0, 150.0, 0.0, 0.0, 50.0, 50.0, 0.0, 0.0]
    );
    for name in ["stimulus", "potential", "gates", "trajectories"] {
        let svg = fs::read_to_string(folder.join(name).with_extension("svg")).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("</svg>"), "{name}.svg");
        let png = fs::read(folder.join(name).with_extension("png")).unwrap();
        assert!(png.starts_with(b"\x89PNG") && png.len() > 5000, "{name}.png");
    }
}

#[test]
fn a_method_can_be_chosen() {
    let error = |arguments: &[&str]| {
        let folder = folder(&arguments.concat());
        let output = double_impulse(&[&[folder.to_str().unwrap()], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        error_of_v(&trace(&folder))
    };
    let rk4 = error(&["--method", "rk4", "--dt", "0.01"]);
    assert!((1e-6..2.5e-4).contains(&rk4), "{rk4:e} mV");
    let ratio = error(&["--method", "euler", "--dt", "0.002"])
        / error(&["--method", "euler", "--dt", "0.001"]);
    assert!((1.9..2.1).contains(&ratio), "Euler: {ratio}");
    for (name, bound) in [("verner65", 1e-6), ("dop853", 1e-5), ("rodas5p", 1e-6)] {
        let off = error(&["--method", name, "--rtol", "1e-10"]);
        assert!((1e-12..bound).contains(&off), "{name}: {off:e} mV");
    }
    let strang = error(&["--method", "exponential_strang", "--dt", "0.025"]);
    assert!((0.01..0.2).contains(&strang), "{strang:e} mV");
    let loose = error(&["--rtol", "1e-6"]);
    assert!((1e-6..1e-2).contains(&loose), "{loose:e} mV");
}

#[test]
fn a_wrong_command_line_is_told_so() {
    for (arguments, sentence) in [
        (&["--method", "rk5"][..], "there is no method rk5"),
        (&["--dt"], "--dt needs a value"),
        (&["--rtol", "small"], "small is not a number"),
        (&["--frames", "3"], "there is no option --frames"),
        (&["--method", "rk4", "--dt", "0"], "Fixed: dt = 0, but it must be > 0"),
        (&["--method", "rk4", "--rtol", "1e-3"], "--rtol is not for the fixed steps of rk4"),
        (&["--dt", "0.1"], "--dt is not for the adaptive steps of rk45"),
        (&["--rtol", "-1"], "Adaptive: rtol = -1, but it must be >= 0"),
    ] {
        let output = double_impulse(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(sentence), "{arguments:?}: {said}");
    }
}
