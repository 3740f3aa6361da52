#![doc = include_str!("book/links.md")]
#![doc = include_str!("../docs/README.md")]
// Links between chapters, files in the folder `docs`, become links between modules: the first
// definition of a link counts, and the chapters state theirs at their end. So do links to
// pictures, which become the pictures themselves (`just pictures` writes them): rustdoc copies no
// files. The largest ones stay in the repository.

/// Makes a module of each chapter.
macro_rules! chapters {
    ($($name:ident $file:literal $($picture:literal)* $(without $($large:literal)*)?),+ $(,)?) => { $(
        #[doc = concat!(
            include_str!("book/links.md"),
            $("[", $picture, "]: <", include_str!(concat!("book/", $picture, ".uri")), ">\n",)*
            $($("[", $large, "]: <", include_str!("book/left_out.svg.uri"), ">\n",)*)?
            "\n",
            include_str!(concat!("../docs/", $file)),
        )]
        pub mod $name {}
    )+ };
}

chapters! {
    getting_started "getting-started.md",
    your_own "your-own.md",
    writing_a_system "writing-a-system.md",
    choosing_a_method "choosing-a-method.md" "work_precision.svg",
    stimuli "stimuli.md",
    channels "channels.md",
    events "events.md",
    ensembles "ensembles.md",
    cables "cables.md" "propagation.svg" "waves.svg",
    more_than_one_machine "more-than-one-machine.md" "region.svg",
    fitting_and_sensitivities "fitting-and-sensitivities.md",
    embedded "embedded.md",
    equations "equations.md",
    coming_from_python "coming-from-python.md" "potential.svg" "trajectories.svg",
    accuracy "accuracy.md" "work_precision.svg",
    gallery "gallery.md" "potential.svg" "gates.svg" "trajectories.svg" "anode_break.svg"
        "temperature.svg" "f_i_curve.svg" "equilibrium.svg" "hopf.svg" "bifurcations.svg"
        "threshold.svg" "bouncing_ball.svg" "work_precision.svg" "stimuli.svg" "conductances.svg"
        "traces.svg" "firing.svg" "planar_models.svg" "propagation.svg" "phase_plane.svg"
        "sensitivities.svg" without "page.webp" "lorenz.svg",
    performance "performance.md" "peers.svg",
    design "design.md",
}
