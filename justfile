# The daily commands; `just` lists them.

default:
    @just --list

# What must hold before a change lands.
ci:
    .ci/run

# Of the library; `cargo test -p excitable-examples` runs those of the examples.
test:
    cargo test

lint:
    cargo fmt
    cargo clippy --workspace --all-targets -- -D warnings

# The speed of a step, and the guard on it.
bench:
    cargo bench -p excitable-benches

# The pictures of the README and of the cables.
figures:
    cargo run --release -p excitable-examples --example double_impulse
    cp target/double_impulse/potential.svg target/double_impulse/trajectories.svg docs/figures/
    cargo run --release -p excitable-examples --example propagation -- --segments 200 --dt-ms 0.01
    cargo run --release -p excitable-examples --example travelling_wave
    cp target/propagation/propagation.svg target/travelling_wave/waves.svg docs/figures/
    just pictures

# The pictures of the guide once more, as addresses that hold the whole picture, for rustdoc.
pictures:
    for picture in potential trajectories work_precision peers region propagation waves; do \
        { printf 'data:image/svg+xml,'; sed -e "s/\"/'/g" -e 's/%/%25/g; s/#/%23/g; s/</%3C/g; s/>/%3E/g' docs/figures/$picture.svg \
            | tr '\n' ' '; } > src/book/$picture.svg.uri; \
    done

# docs/accuracy.md and its picture.
accuracy:
    cargo run --release -p excitable-examples --example accuracy
    just pictures
