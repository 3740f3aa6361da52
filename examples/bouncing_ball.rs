//! A ball that bounces until it lies still: events that report, change the state, and end the run.
//!
//! ```sh
//! # target/bouncing_ball/height.{svg,png}
//! cargo run --release -p excitable-examples --example bouncing_ball
//! ```
//!
//! The bounces come ever faster and add up to a finite time. So the ball is put to rest when it is slow, by a
//! component of the state that only events change, and the run ends when it has lain still for a while.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::prelude::*;
use excitable_examples::figures::Figure;
use std::error::Error;

const GRAVITY: f64 = 9.81; // m/s²
const KEPT: f64 = 0.8; // of the speed, at a bounce
const SLOW: f64 = 0.05; // m/s

#[derive(Clone, Debug)]
struct Ball {
    height: f64, // m
    speed: f64,  // m/s, upward
    lies: f64,   // 1 once it lies on the floor, 0 before
    rested: f64, // s since then
}
excitable::impl_state!(Ball: f64 { height, speed, lies, rested });

fn main() -> Result<(), Box<dyn Error>> {
    let flight = from_fn(|_t, y: &Ball, dydt: &mut Ball| {
        *dydt =
            Ball { height: y.speed, speed: -GRAVITY * (1.0 - y.lies), lies: 0.0, rested: y.lies };
    });
    let start = Ball { height: 1.0, speed: 0.0, lies: 0.0, rested: 0.0 };
    let (mut tops, mut bounces) = (Vec::new(), 0);
    let solution = integrate(&flight, 0.0..60.0, start, Rk45.adaptive())
        .report_on(component(1).falls_through(0.0), |top| tops.push((top.t, top.y.height)))
        .reset_on(component(0).falls_through(0.0), |_t, y: &mut Ball| {
            bounces += 1;
            let speed = -KEPT * y.speed;
            let lies = speed < SLOW;
            (y.height, y.speed) = (0.0, if lies { 0.0 } else { speed });
            y.lies = f64::from(u8::from(lies));
        })
        .stop_on(component(3).rises_through(0.5))
        .solution()?;

    let end = solution.end();
    println!("bounces={bounces} rests_from={:.4} ended_at={:.4}", end.t - end.y.rested, end.t);
    // The k-th top is KEPT^(2k) of the first height.
    let expected = |k: usize| KEPT.powi(2 * i32::try_from(k + 1).unwrap_or(i32::MAX));
    let off = tops.iter().enumerate().map(|(k, top)| (top.1 - expected(k)).abs());
    println!("tops={} largest_error={:.1e}", tops.len(), off.fold(0.0, f64::max));

    let times = (0..).map(|k| f64::from(k) / 500.0).take_while(|t| *t <= end.t);
    let curve: Vec<_> = solution.sample(times)?.iter().map(|(t, y)| (*t, y.height)).collect();
    let figure = Figure::new("").x("time (s)").y("height (m)").line("", &curve);
    figure.markers("tops", &tops).save("target/bouncing_ball", "height")?;
    println!("in target/bouncing_ball: height.{{svg,png}}");
    Ok(())
}
