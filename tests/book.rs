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
    let files = fs::read_dir(root.join("src/book")).expect("the addresses");
    let files = files.map(|file| file.expect("an address").path());
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "uri")) {
        let address = fs::read_to_string(&file).expect("the address");
        let name = file.file_name().and_then(|name| name.to_str()).expect("its name");
        let name = name.trim_end_matches(".svg.uri");
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

/// The addresses of a page: `[text](address)`, and `[name]: address` at the start of a line.
fn addresses(page: &str) -> Vec<&str> {
    let prose = page.split("```").step_by(2);
    let inline = prose.clone().flat_map(|text| text.split("](").skip(1));
    let inline = inline.filter_map(|rest| rest.split(')').next());
    let defined = prose.flat_map(str::lines).filter(|line| line.starts_with('['));
    inline.chain(defined.filter_map(|line| Some(line.split_once("]: ")?.1))).collect()
}

#[test]
fn the_links_of_the_guide_and_of_the_readme_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_dir(root.join("docs")).expect("the guide");
    let pages = guide.map(|page| page.expect("a page").path()).chain([root.join("README.md")]);
    let mut count = 0;
    for page in pages.filter(|page| page.extension().is_some_and(|end| end == "md")) {
        let text = fs::read_to_string(&page).expect("its text");
        let folder = page.parent().expect("its folder");
        for address in addresses(&text).into_iter().filter(|address| !address.contains(':')) {
            let file = address.split('#').next().unwrap_or_default();
            // The drawings are not in the package.
            if !file.contains("figures/") || root.join("docs/figures").exists() {
                count += 1;
                assert!(folder.join(file).exists(), "{}: {address}", page.display());
            }
        }
    }
    assert!(count > 50, "{count} links are too few: they are not found any more");
}
