# The daily commands; `just` lists them.

default:
    @just --list

# What must hold before a change lands.
ci:
    .ci/run

test:
    cargo test

lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# The speed of a step, and the guard on it.
bench:
    cargo bench

# The pictures of the README.
figures:
    cargo run --release --example double_impulse
    cp target/double_impulse/potential.svg target/double_impulse/trajectories.svg docs/figures/

# docs/accuracy.md and its picture.
accuracy:
    cargo run --release --example accuracy
