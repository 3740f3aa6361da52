//! The guide, one page a chapter; every program on these pages is compiled and run by the tests of the crate.
//!
//! | chapter | what it answers |
//! |---|---|
//! | [`getting_started`] | from `cargo add` to spikes, numbers between steps, and a first change |
//! | [`writing_a_system`] | your own equations: state, units, breakpoints, scratch memory, refusal |
//! | [`choosing_a_method`] | which method and which tolerance, with what each costs |
//! | [`stimuli`] | currents, their corners, and how they combine |
//! | [`channels`] | your own channels and neurons |
//! | [`events`] | spikes, resets, ends; stopping and resuming a run |
//! | [`ensembles`] | many neurons at once |
//! | [`embedded`] | without `std` and without an allocator |
//! | [`equations`] | symbols, units, and the equations of 1952 with their numbers |
//! | [`coming_from_python`] | a script with `odeint` beside ours; `solve_ivp`, Brian2, NEURON |
//! | [`accuracy`] | what each method achieves at each tolerance |
//! | [`performance`] | what each part costs, beside other libraries |
//! | [`design`] | why things are as they are |

/// Makes a module of each chapter. The links between chapters, files in the folder `docs`, become links between
/// modules: the first definition of a link counts, and the chapters state theirs at their end. So do links to pictures, which
/// become the pictures themselves (`just pictures` writes them): rustdoc copies no files.
macro_rules! chapters {
    ($($name:ident $file:literal $($picture:literal)*),+ $(,)?) => { $(
        #[doc = concat!(
            "[getting-started.md]: crate::book::getting_started\n",
            "[writing-a-system.md]: crate::book::writing_a_system\n",
            "[choosing-a-method.md]: crate::book::choosing_a_method\n",
            "[stimuli.md]: crate::book::stimuli\n",
            "[channels.md]: crate::book::channels\n",
            "[events.md]: crate::book::events\n",
            "[ensembles.md]: crate::book::ensembles\n",
            "[performance.md]: crate::book::performance\n",
            "[embedded.md]: crate::book::embedded\n",
            "[equations.md]: crate::book::equations\n",
            "[coming-from-python.md]: crate::book::coming_from_python\n",
            "[accuracy.md]: crate::book::accuracy\n",
            "[design.md]: crate::book::design\n",
            $("[", $picture, "]: <", include_str!(concat!("book/", $picture, ".uri")), ">\n",)*
            "\n",
            include_str!(concat!("../docs/", $file)),
        )]
        pub mod $name {}
    )+ };
}

chapters! {
    getting_started "getting-started.md",
    writing_a_system "writing-a-system.md",
    choosing_a_method "choosing-a-method.md" "work_precision.svg",
    stimuli "stimuli.md",
    channels "channels.md",
    events "events.md",
    ensembles "ensembles.md",
    embedded "embedded.md",
    equations "equations.md",
    coming_from_python "coming-from-python.md" "potential.svg" "trajectories.svg",
    accuracy "accuracy.md" "work_precision.svg",
    performance "performance.md" "peers.svg",
    design "design.md",
}
