//! The plane of both conductances as an SVG: each run of equal squares in a row is a line.

use std::fmt::Write as _;

use crate::study::{G_K, G_NA};

const SIZE: f64 = 640.0;
const LEFT: f64 = 80.0;

/// From no late spike to the most: white, then from blue to red.
fn colour(spikes: u16, most: u16) -> String {
    if spikes < 2 {
        return "#f4f4f4".into();
    }
    let part = f64::from(spikes) / f64::from(most.max(1));
    format!("hsl({:.0},70%,50%)", 240.0 * (1.0 - part))
}

pub fn svg(counts: &[u16], side: usize) -> String {
    let (most, unit) = (counts.iter().copied().max().unwrap_or(0), SIZE / side as f64);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"820\" height=\"760\" \
         font-family=\"sans-serif\" font-size=\"16\">\n<rect width=\"820\" height=\"760\" fill=\"#fff\"/>\n"
    );
    for (row, line) in counts.chunks(side).enumerate() {
        let (mut x, y) = (0, 40.0 + SIZE - (row as f64 + 0.5) * unit);
        for run in line.chunk_by(|a, b| a == b) {
            let (left, colour) = (LEFT + x as f64 * unit, colour(run[0], most));
            x += run.len();
            let right = LEFT + x as f64 * unit;
            let _ = writeln!(
                svg,
                "<path d=\"M{left:.2} {y:.2}H{right:.2}\" stroke=\"{colour}\" stroke-width=\"{:.2}\"/>",
                unit * 1.05
            );
        }
    }
    labels(&mut svg, most);
    svg + "</svg>\n"
}

fn labels(svg: &mut String, most: u16) {
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
        let spikes = (2.0 + part * (f64::from(most) - 2.0)).round() as u16;
        let (top, colour) = (bottom - 60.0 * f64::from(k) - 20.0, colour(spikes, most));
        let _ = writeln!(
            svg,
            "<rect x=\"735\" y=\"{top}\" width=\"18\" height=\"18\" fill=\"{colour}\"/>"
        );
        let _ = writeln!(svg, "<text x=\"760\" y=\"{}\">{} Hz</text>", top + 14.0, spikes * 10);
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
        "<text x=\"{middle}\" y=\"26\" text-anchor=\"middle\">Spikes from 100 to 200 ms at 10 µA/cm²; circle: the axon of 1952</text>"
    );
}
