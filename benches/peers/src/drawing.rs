//! The figure of task A, drawn as the figures of the crate are.

use crate::precision::Precision;
use excitable_examples::figures::Figure;
use std::{error::Error, path::Path};

/// So many colours there are; a method beyond them goes without markers.
const MARKED: usize = 7;

pub(crate) fn save(precision: &Precision, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut figure = Figure::new("")
        .x("largest error of V at 1001 points (mV)")
        .y("time (µs)")
        .height(1000)
        .log_log();
    for (k, method) in precision.methods.iter().enumerate() {
        // The whole name would leave room for one column of the legend only.
        let title = method.title().replace("differential-", "diff.-");
        let line = precision.line(k);
        let add = if k < MARKED { Figure::marked_line } else { Figure::line };
        figure = add(figure, &title, &line);
    }
    figure.save(folder, "peers")
}
