//! The guide as rustdoc shows it holds the pictures that lie beside it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

/// The drawing that a `data:` address holds, with the quotes of XML in one kind.
fn decoded(address: &str) -> String {
    let svg = address.strip_prefix("data:image/svg+xml,").expect("an address of an SVG");
    assert!(!svg.contains(['<', '>', '#', '\n']), "not for an address between < and >");
    let plain = [("%3C", "<"), ("%3E", ">"), ("%23", "#"), ("%25", "%")];
    plain.iter().fold(svg.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

#[test]
fn the_pictures_of_the_guide_are_those_that_lie_beside_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in
        ["potential", "trajectories", "work_precision", "peers", "region", "propagation", "waves"]
    {
        let file = root.join("src/book").join(format!("{name}.svg.uri"));
        let address = fs::read_to_string(&file).expect("the address");
        // The drawings are not in the package.
        let Ok(svg) = fs::read_to_string(root.join("docs/figures").join(format!("{name}.svg")))
        else {
            continue;
        };
        let drawn = svg.replace(['\n', '\r'], " ").replace('"', "'");
        let same = decoded(&address).split_whitespace().eq(drawn.split_whitespace());
        assert!(same, "{name}: `just pictures` writes {} anew", file.display());
    }
}
