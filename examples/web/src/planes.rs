//! The planes V–n and V–m: nullclines under the steady current, the other gates held at rest.

use crate::settings::Settings;
use excitable::Error;
use excitable::analysis::{PlaneGate, Reduced, ReducedAxon, nullclines as lines};

/// Both nullclines of a plane, one after the other: NaN ends each piece, two of them the first.
fn both(plane: &ReducedAxon<f64>) -> Result<Vec<f64>, Error> {
    let [v, x] = lines(plane, -20.0..120.0, 0.0..1.0, 100)?;
    Ok([pieces(&v), vec![f64::NAN; 2], pieces(&x)].concat())
}

/// The points with a gap where two of them lie apart.
fn pieces(points: &[[f64; 2]]) -> Vec<f64> {
    let near = |a: &[f64; 2], b: &[f64; 2]| (b[0] - a[0]).abs() < 2.0 && (b[1] - a[1]).abs() < 0.2;
    let pieces = points.chunk_by(near);
    pieces.flat_map(|piece| [piece.as_flattened(), &[f64::NAN; 2]].concat()).collect()
}

/// Of V–n and of V–m.
pub(crate) fn nullclines(settings: &Settings) -> Result<[Vec<f64>; 2], Error> {
    let axon = settings.axon()?;
    let rest = axon.rest()?;
    let plane = |gate| ReducedAxon::new(&axon, gate, settings.steady).with_h(Reduced::Held(rest.h));
    let n = both(&plane(PlaneGate::N))?;
    let m = both(&plane(PlaneGate::M).with_n(Reduced::Held(rest.n)))?;
    Ok([n, m])
}
