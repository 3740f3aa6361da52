//! A line, cut off at the border of a plot, with as few points as show.

type Pixel = (i32, i32);

/// The distance, in drawing units, that does not show: three tenths of a pixel.
const UNSEEN: f64 = 3.0;

/// The same line without the points that lie on it as it is (Douglas and Peucker).
pub(crate) fn thinned(line: &[Pixel]) -> Vec<Pixel> {
    let mut kept = vec![line.len() < 3; line.len()];
    let mut open = vec![(0, line.len().saturating_sub(1))];
    while let Some((start, end)) = open.pop() {
        let Some(inside) = line.get(start..=end) else { continue };
        (kept[start], kept[end]) = (true, true);
        let distances = inside.iter().map(|p| distance(*p, line[start], line[end]));
        let farthest = distances.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((k, far)) = farthest
            && far > UNSEEN
        {
            open.extend([(start, start + k), (start + k, end)]);
        }
    }
    line.iter().zip(kept).filter(|(_, kept)| *kept).map(|(p, _)| *p).collect()
}

/// The parts of a line inside the square from 0 to 1; a point that is not finite parts them too.
pub(crate) fn inside(line: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
    let mut parts: Vec<Vec<[f64; 2]>> = Vec::new();
    for pair in line.windows(2) {
        let ([a, b], Some([from, to])) = ([pair[0], pair[1]], covered(pair[0], pair[1])) else {
            continue;
        };
        let at = |part: f64| [0, 1].map(|i| a[i] + part * (b[i] - a[i]));
        match parts.last_mut() {
            Some(last) if from == 0.0 && last.last() == Some(&a) => last.push(at(to)),
            _ => parts.push(vec![at(from), at(to)]),
        }
    }
    parts
}

/// The part of the segment from `a` to `b` that lies inside (Liang and Barsky).
fn covered(a: [f64; 2], b: [f64; 2]) -> Option<[f64; 2]> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (a, b) in a.into_iter().zip(b) {
        let (low, high) = ((0.0 - a) / (b - a), (1.0 - a) / (b - a));
        if a == b && !(0.0..=1.0).contains(&a) || !(a.is_finite() && b.is_finite()) {
            return None;
        }
        if a != b {
            (from, to) = (from.max(low.min(high)), to.min(low.max(high)));
        }
    }
    (from < to || a == b).then_some([from, to])
}

/// From the segment between `a` and `b`.
fn distance(p: Pixel, a: Pixel, b: Pixel) -> f64 {
    let from = |q: Pixel| [f64::from(q.0 - a.0), f64::from(q.1 - a.1)];
    let ([x, y], [dx, dy]) = (from(p), from(b));
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { ((x * dx + y * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    f64::hypot(x - along * dx, y - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_stay_and_what_lies_between_them_goes() {
        let line = [(0, 0), (50, 1), (100, 0), (100, 40), (100, 90), (30, 90)];
        assert_eq!(thinned(&line), [(0, 0), (100, 0), (100, 90), (30, 90)]);
        assert_eq!(thinned(&line[..1]), [(0, 0)]);
        assert!(thinned(&[]).is_empty());
    }

    #[test]
    fn a_line_ends_at_the_border_and_comes_back() {
        let line = [[0.5, 0.5], [0.5, 1.5], [f64::NAN; 2], [-1.0, 0.25], [2.0, 0.25]];
        let parts = [[[0.5, 0.5], [0.5, 1.0]], [[0.0, 0.25], [1.0, 0.25]]];
        assert_eq!(inside(&line), parts.map(|part| part.to_vec()));
        assert!(inside(&[[2.0, 0.0], [3.0, 0.5]]).is_empty());
        assert_eq!(inside(&[[0.0, 0.0], [0.5, 1.0], [1.0, 0.0]]).len(), 1);
    }

    #[test]
    fn a_closed_line_keeps_its_farthest_point() {
        assert_eq!(thinned(&[(0, 0), (80, 0), (0, 0)]), [(0, 0), (80, 0), (0, 0)]);
    }
}
