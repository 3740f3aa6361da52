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
    cp target/double_impulse/potential.svg target/double_impulse/gates.svg \
        target/double_impulse/trajectories.svg docs/figures/
    cargo run --release -p excitable-examples --example propagation -- --segments 200 --dt-ms 0.01
    cargo run --release -p excitable-examples --example travelling_wave
    cp target/propagation/propagation.svg target/travelling_wave/waves.svg docs/figures/
    just pictures

# The pictures of the gallery, after `cargo build --release -p excitable-examples --examples`.
gallery:
    #!/usr/bin/env bash
    set -euo pipefail
    while read -r example picture name; do
        cargo run --release -p excitable-examples --example "$example"
        cp "target/$example/$picture.svg" "docs/figures/$name.svg"
    done <<'PICTURES'
    anode_break anode_break anode_break
    bouncing_ball height bouncing_ball
    custom_channel traces traces
    equilibrium steady equilibrium
    f_i_curve f_i_curve f_i_curve
    hopf hopf hopf
    integrate_and_fire firing firing
    limit_cycle bifurcations bifurcations
    lorenz attractor lorenz
    phase_plane planes phase_plane
    planar_models planes planar_models
    propagation propagation propagation
    sensitivities sensitivities sensitivities
    stimuli gallery stimuli
    temperature temperature temperature
    threshold strength_duration threshold
    voltage_clamp conductances conductances
    PICTURES
    examples/web/test target/page
    cp target/page/page.webp docs/figures/
    just pictures

# The pictures of the guide once more, as addresses that hold the whole picture, for rustdoc. The
# package has no room for the largest ones: `left_out.svg.uri` stands for them.
pictures:
    for picture in $(ls docs/figures/*.svg | grep -v lorenz); do \
        { printf 'data:image/svg+xml,'; sed -e "s/\"/'/g" -e 's/%/%25/g; s/#/%23/g; s/</%3C/g; s/>/%3E/g' $picture \
            | tr '\n' ' '; } > src/book/$(basename $picture).uri; \
    done

# docs/accuracy.md and its picture.
accuracy:
    cargo run --release -p excitable-examples --example accuracy
    just pictures
