//! Lines in fewer bytes: paths of steps from point to point, one for neighbours of the same style.

use std::fmt::Write as _;

/// The same drawing with its `line`s and `polyline`s as `path`s.
pub(crate) fn compact(svg: &str) -> String {
    let (mut drawn, mut open) = (String::new(), None);
    for line in svg.lines() {
        let stroke = stroke(line);
        let style = stroke.as_ref().map(|(style, _)| *style);
        if open != style {
            drawn += open.map_or("", |_| "\"/>\n");
            drawn += &style.map_or(String::new(), |style| format!("<path {style} d=\""));
            open = style;
        }
        match stroke {
            Some((_, points)) => drawn += &steps(&points),
            None => drawn.extend([line, "\n"]),
        }
    }
    drawn
}

/// The style of a line and its points.
fn stroke(line: &str) -> Option<(&str, Vec<[i32; 2]>)> {
    let (style, points) = if let Some(rest) = line.strip_prefix("<polyline ") {
        rest.split_once(" points=")?
    } else {
        line.strip_prefix("<line ")?.split_once(" x1=")?
    };
    let numbers: Vec<i32> = points.split(['"', ' ', ',']).filter_map(|x| x.parse().ok()).collect();
    Some((style, numbers.as_chunks().0.to_vec()))
}

/// From point to point, across, up and down or both.
fn steps(points: &[[i32; 2]]) -> String {
    let mut path = points.first().map_or(String::new(), |[x, y]| format!("M{x},{y}"));
    for pair in points.windows(2) {
        let [x, y] = [0, 1].map(|i| pair[1][i] - pair[0][i]);
        let _ = match [x, y] {
            [x, 0] => write!(path, "h{x}"),
            [0, y] => write!(path, "v{y}"),
            [x, y] => write!(path, "l{x},{y}"),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_style_are_one_path() {
        let drawn = "<svg>\n<line stroke=\"red\" x1=\"1\" y1=\"20\" x2=\"1\" y2=\"5\"/>\n\
                     <polyline stroke=\"red\" points=\"3,4 5,6 9,6 \"/>\n\
                     <polyline stroke=\"blue\" points=\"3,4 -5,6 \"/>\n</svg>\n";
        let compacted = "<svg>\n<path stroke=\"red\" d=\"M1,20v-15M3,4l2,2h4\"/>\n\
                         <path stroke=\"blue\" d=\"M3,4l-8,2\"/>\n</svg>\n";
        assert_eq!(compact(drawn), compacted);
    }
}
