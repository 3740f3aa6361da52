//! The plane of both conductances as an SVG: each run of equal rates in a row is a line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::study::{G_K, G_NA};

/// Pixels; as many as the rows of the study, so that no line is between two.
const SIZE: f64 = 512.0;
/// Hz, of one colour.
const BAND: f64 = 5.0;
const LEFT: f64 = 80.0;

/// From blue to red by bands of the rate; grey where there is none.
fn colour(rate: f64) -> String {
    if rate <= 0.0 {
        return "#f4f4f4".into();
    }
    let part = ((rate - 40.0) / 70.0).clamp(0.0, 1.0);
    format!("hsl({:.0},70%,50%)", 240.0 * (1.0 - part))
}

/// The least rate of the band of `rate`.
fn band(rate: f64) -> f64 {
    (rate / BAND).floor() * BAND
}

pub fn svg(rates: &[f64], side: usize) -> String {
    let unit = SIZE / side as f64;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"700\" height=\"630\" \
         font-family=\"sans-serif\" font-size=\"16\">\n<rect width=\"700\" height=\"630\" \
         fill=\"#fff\"/>\n",
    );
    // In cells, and each from the end of the one before: most steps are alike.
    let mut paths: BTreeMap<String, (String, [usize; 2])> = BTreeMap::new();
    for (row, line) in rates.chunks(side).enumerate() {
        let mut left = 0;
        for run in line.chunk_by(|a, b| band(*a) == band(*b)) {
            let (path, [x, y]) = paths.entry(colour(band(run[0]))).or_default();
            let across = left as isize - *x as isize;
            let _ = write!(path, "m{across},{}h{}", row - *y, run.len());
            left += run.len();
            (*x, *y) = (left, row);
        }
    }
    let (x, y) = (LEFT, 40.0 + SIZE - 0.5 * unit);
    let place = format!("transform=\"translate({x} {y}) scale({unit} -{unit})\"");
    let _ = writeln!(svg, "<g shape-rendering=\"crispEdges\" {place}>");
    for (colour, (path, _)) in paths {
        let _ = writeln!(svg, "<path stroke=\"{colour}\" d=\"{path}\"/>");
    }
    svg += "</g>\n";
    labels(&mut svg);
    svg + "</svg>\n"
}

fn labels(svg: &mut String) {
    let bottom = 40.0 + SIZE;
    for k in 0..5 {
        let part = f64::from(k) / 4.0;
        let (x, y) = (LEFT + SIZE * part, bottom - SIZE * part);
        let (na, potassium) =
            (G_NA.start + part * (G_NA.end - G_NA.start), G_K.start + part * (G_K.end - G_K.start));
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{na}</text>",
            bottom + 20.0
        );
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{potassium}</text>",
            LEFT - 8.0,
            y + 5.0
        );
        let rate = 40.0 + 15.0 * f64::from(k);
        let (top, colour) = (bottom - 60.0 * f64::from(k) - 20.0, colour(rate));
        let _ = writeln!(
            svg,
            "<rect x=\"605\" y=\"{top}\" width=\"18\" height=\"18\" fill=\"{colour}\"/>"
        );
        let _ = writeln!(svg, "<text x=\"630\" y=\"{}\">{} Hz</text>", top + 14.0, rate);
    }
    // The axon of 1952.
    let (x, y) = (
        LEFT + SIZE * (120.0 - G_NA.start) / (G_NA.end - G_NA.start),
        bottom - SIZE * (36.0 - G_K.start) / (G_K.end - G_K.start),
    );
    let _ = writeln!(
        svg,
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"2\"/>"
    );
    let middle = LEFT + SIZE / 2.0;
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">g_Na (mS/cm²)</text>",
        bottom + 48.0
    );
    let _ = writeln!(
        svg,
        "<text transform=\"translate(24 {}) rotate(-90)\" text-anchor=\"middle\">g_K (mS/cm²)</text>",
        40.0 + SIZE / 2.0
    );
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"26\" text-anchor=\"middle\">Rate of firing at 10 µA/cm² (bands of 5 Hz); circle: the axon of 1952</text>"
    );
}
