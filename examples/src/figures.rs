//! Line figures: plotters draws `NAME.svg`, and the same once more in pixels, `NAME.png`.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels and ticks are small whole numbers"
)]

use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::paths::compact;
use crate::polyline::{inside, thinned};
use crate::raster::Raster;
use std::{error::Error, fs, io, ops::Range, path::Path};

type Outcome = Result<(), Box<dyn Error>>;
type Area<B> = DrawingArea<B, Shift>;
type Points = [(f64, f64)];
type Pixel = (i32, i32);

/// Drawing units per pixel. The backend rounds points to whole units, which would show in a
/// smooth curve if a unit were a pixel.
const PX: i32 = 10;
const TEXT: i32 = 24 * PX;
/// More than the mean width of a letter, since the backend cannot measure text.
const LETTER: i32 = 15 * PX;
const EDGE: i32 = 14 * PX;
const TICKS: usize = 8;

/// Okabe and Ito's palette without its yellow, which is too pale for a line on white.
const COLORS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
];

/// The width of a curve. The backends of plotters know no dashes: one unit more stands for the
/// first pattern of [`DASHES`], two for the second.
pub(crate) const STROKE: u32 = PX as u32 * 5 / 2;
/// Ink and gap, in drawing units: what tells curves apart in grey.
pub(crate) const DASHES: [&[f32]; 3] = [&[160.0, 80.0], &[40.0, 50.0], &[240.0, 60.0, 40.0, 60.0]];

/// What plotters draws on.
trait Backend: DrawingBackend<ErrorType: 'static> {}
impl<B: DrawingBackend<ErrorType: 'static>> Backend for B {}

#[derive(Debug)]
struct Series {
    label: String,
    points: Vec<(f64, f64)>,
    line: bool,
    markers: bool,
    color: usize,
    dash: usize,
}

/// A pair of axes with its curves.
#[derive(Debug, Default)]
pub struct Figure {
    title: String,
    labels: [String; 2],
    ranges: [Option<Range<f64>>; 2],
    log: bool,
    height: Option<usize>,
    series: Vec<Series>,
}

impl Figure {
    /// An empty title leaves its room to the plot.
    pub fn new(title: &str) -> Self {
        let title = title.into();
        Self { title, ..Self::default() }
    }

    /// The name of the axis of x.
    pub fn x(mut self, label: &str) -> Self {
        self.labels[0] = label.into();
        self
    }

    /// The name of the axis of y.
    pub fn y(mut self, label: &str) -> Self {
        self.labels[1] = label.into();
        self
    }

    /// Fixes the axis, which otherwise covers the data and a margin; points outside are left out.
    pub fn x_range(mut self, range: Range<f64>) -> Self {
        self.ranges[0] = Some(range);
        self
    }

    /// As [`Figure::x_range`], for y.
    pub fn y_range(mut self, range: Range<f64>) -> Self {
        self.ranges[1] = Some(range);
        self
    }

    /// The height in pixels; otherwise 800, or 480 in one of several rows.
    pub fn height(mut self, pixels: usize) -> Self {
        self.height = Some(pixels);
        self
    }

    /// Makes both axes logarithmic; points which are not positive are left out.
    pub fn log_log(mut self) -> Self {
        self.log = true;
        self
    }

    /// Adds a curve. Each one with a label has an entry in the legend above the plot.
    pub fn line(self, label: &str, points: &Points) -> Self {
        self.add(label, points, true, false)
    }

    /// Adds points without a line, as [`Figure::line`].
    pub fn markers(self, label: &str, points: &Points) -> Self {
        self.add(label, points, false, true)
    }

    /// Adds points on a line, as [`Figure::line`].
    pub fn marked_line(self, label: &str, points: &Points) -> Self {
        self.add(label, points, true, true)
    }

    fn add(mut self, label: &str, points: &Points, line: bool, markers: bool) -> Self {
        let (label, points, color) = (label.into(), points.to_vec(), self.series.len());
        let dash = if line && !markers { color % (DASHES.len() + 1) } else { 0 };
        self.series.push(Series { label, points, line, markers, color, dash });
        self
    }

    /// Gives the last series the color of the one with that number, and the pattern of its line: 0
    /// is solid, 1 dashed, 2 dotted, 3 both. Otherwise each series has its own.
    pub fn like(mut self, color: usize, dash: usize) -> Self {
        if let Some(last) = self.series.last_mut() {
            (last.color, last.dash) = (color, dash);
        }
        self
    }

    /// Writes `folder/name.svg` and `folder/name.png`.
    pub fn save(&self, folder: impl AsRef<Path>, name: &str) -> Outcome {
        save_panels(folder, name, 1, &[self])
    }

    fn axis(&self, which: usize) -> Axis {
        let log = self.log;
        let low_plot = which == 1 && self.height.is_some_and(|height| height < 400);
        let parts = if low_plot { 4.0 } else { TICKS as f64 };
        let scale = |v: f64| if log { v.log10() } else { v };
        if let Some(range) = &self.ranges[which] {
            return Axis { low: scale(range.start), high: scale(range.end), log, parts };
        }
        let points = self.series.iter().flat_map(|series| &series.points);
        let scaled = points.map(|p| scale([p.0, p.1][which])).filter(|v| v.is_finite());
        let (low, high) = scaled.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let margin = if low == high { 0.5 } else { 0.04 * (high - low) };
        Axis { low: low - margin, high: high + margin, log, parts }
    }

    fn draw<B: Backend>(&self, area: &Area<B>, left: i32) -> Outcome {
        let (right, row_height, sample) = (44 * PX, 38 * PX, 48 * PX);
        let room = area.dim_in_pixel().0 as i32 - left - right;
        let mut top = 16 * PX;
        if !self.title.is_empty() {
            let style = font(TEXT + 4 * PX).pos(Pos::new(HPos::Center, VPos::Top));
            area.draw_text(&self.title, &style, (left + room / 2, top))?;
            top += 46 * PX;
        }

        // The legend stands above the plot, where it cannot cover data.
        let labelled: Vec<_> =
            (0..self.series.len()).filter(|&i| !self.series[i].label.is_empty()).collect();
        let widths = labelled
            .iter()
            .map(|&i| sample + 30 * PX + self.series[i].label.chars().count() as i32 * LETTER);
        let widths: Vec<_> = widths.collect();
        let mut entries = labelled.iter().zip(&widths).peekable();
        while entries.peek().is_some() {
            let (mut row, mut width) = (Vec::new(), 0);
            while let Some(entry) = entries.next_if(|e| row.is_empty() || width + e.1 <= room) {
                row.push((*entry.0, width));
                width += entry.1;
            }
            let y = top + row_height / 2;
            for (i, before) in row {
                let x = left + (room - width) / 2 + before + 10 * PX;
                self.draw_series(i, area, &[(x, y), (x + sample, y)], &[(x + sample / 2, y)])?;
                let style = font(TEXT).pos(Pos::new(HPos::Left, VPos::Center));
                area.draw_text(&self.series[i].label, &style, (x + sample + 10 * PX, y))?;
            }
            top += row_height;
        }

        let (x, y) = (self.axis(0), self.axis(1));
        let mut chart = ChartBuilder::on(area)
            .margin_top(top + 8 * PX)
            .margin_right(right)
            .margin_bottom(EDGE)
            .margin_left(EDGE)
            .x_label_area_size(82 * PX)
            .y_label_area_size(left - EDGE)
            .build_cartesian_2d(x.clone(), y.clone())?;
        chart
            .configure_mesh()
            .max_light_lines(0)
            .bold_line_style(RGBColor(225, 225, 225).stroke_width(PX as u32))
            .axis_style(BLACK.stroke_width(PX as u32 * 3 / 2))
            .set_all_tick_mark_size(7 * PX)
            .x_labels(TICKS)
            .y_labels(TICKS)
            .label_style(font(TEXT))
            .x_desc(&self.labels[0])
            .y_desc(&self.labels[1])
            .draw()?;

        let base = area.get_base_pixel();
        for (i, series) in self.series.iter().enumerate() {
            let ([left, right], [bottom, top]) = (x.ends(), y.ends());
            let corners = [(left, bottom), (right, top)].map(|p| chart.backend_coord(&p));
            let along = |a: i32, b: i32, part: f64| a + (part * f64::from(b - a)).round() as i32;
            let pixel = |[u, v]: [f64; 2]| {
                let [(x0, y0), (x1, y1)] = corners;
                (along(x0, x1, u) - base.0, along(y0, y1, v) - base.1)
            };
            let places = series.points.iter().map(|p| [x.position(p.0), y.position(p.1)]);
            let places: Vec<_> = places.collect();
            for part in inside(&places) {
                let pixels: Vec<_> = part.into_iter().map(pixel).collect();
                self.draw_series(i, area, &pixels, &[])?;
            }
            let shown = series.points.iter().zip(&places);
            let shown = shown.filter(|(p, _)| x.contains(p.0) && y.contains(p.1));
            let markers: Vec<_> = shown.map(|(_, place)| pixel(*place)).collect();
            self.draw_series(i, area, &[], &markers)?;
        }
        Ok(())
    }

    fn draw_series<B: Backend>(
        &self,
        i: usize,
        area: &Area<B>,
        line: &[Pixel],
        markers: &[Pixel],
    ) -> Outcome {
        let Series { color, dash, .. } = self.series[i];
        let color = COLORS[color % COLORS.len()];
        if self.series[i].line && !line.is_empty() {
            let style = color.stroke_width(STROKE + dash as u32);
            area.draw(&PathElement::new(thinned(line), style))?;
        }
        if self.series[i].markers {
            for &point in markers {
                area.draw(&Circle::new(point, 6 * PX, color.filled()))?;
            }
        }
        Ok(())
    }
}

/// Writes several figures as one picture, row by row, with aligned left axes.
pub fn save_panels(
    folder: impl AsRef<Path>,
    name: &str,
    columns: usize,
    figures: &[&Figure],
) -> Outcome {
    let usual = if figures.len() > columns { 480 } else { 800 };
    let row_height = |row: &[&Figure]| row.iter().map(|f| f.height.unwrap_or(usual)).max();
    let heights: Vec<_> = figures.chunks(columns).filter_map(row_height).collect();
    let (width, height) = ((760 * columns).max(1200), heights.iter().sum::<usize>());
    let size = (width as u32 * PX as u32, height as u32 * PX as u32);
    let path = folder.as_ref().join(name);
    fs::create_dir_all(folder)?;

    let mut drawn = String::new();
    draw_panels(SVGBackend::with_string(&mut drawn, size), columns, figures, &heights)?;
    let drawn_size = format!(r#"width="{}" height="{}""#, size.0, size.1);
    let shown_size = format!(r#"width="{width}" height="{height}" stroke-linejoin="round""#);
    let svg = drawn.replacen(&drawn_size, &shown_size, 1);
    // Centres digits on their tick: half the height of an x is too little for them.
    let svg = svg.replace(r#"dy="0.5ex""#, r#"dy="0.36em""#);
    let svg = (1_u32..).zip(DASHES).fold(svg, |svg, (k, dash)| {
        let pattern: Vec<_> = dash.iter().map(ToString::to_string).collect();
        let drawn = format!(r#"stroke-width="{}""#, STROKE + k);
        let shown = format!(r#"stroke-width="{STROKE}" stroke-dasharray="{}""#, pattern.join(" "));
        svg.replace(&drawn, &shown)
    });
    fs::write(path.with_extension("svg"), compact(&svg))?;

    let mut pixels = vec![[255; 3]; width * height];
    draw_panels(Raster::new(&mut pixels, size, PX as u32)?, columns, figures, &heights)?;
    let file = fs::File::create(path.with_extension("png"))?;
    let mut png = png::Encoder::new(io::BufWriter::new(file), width as u32, height as u32);
    png.set_color(png::ColorType::Rgb);
    let mut png = png.write_header()?;
    png.write_image_data(pixels.as_flattened())?;
    Ok(png.finish()?)
}

fn draw_panels<B: Backend>(
    backend: B,
    columns: usize,
    figures: &[&Figure],
    heights: &[usize],
) -> Outcome {
    let root = backend.into_drawing_area();
    root.fill(&WHITE)?;
    let ticks = figures.iter().map(|figure| figure.axis(1)).flat_map(|axis| axis.labels());
    let longest = ticks.map(|label| label.chars().count()).max().unwrap_or(0) as i32;
    let width = root.dim_in_pixel().0 as i32;
    let right = (1..columns).map(|i| i as i32 * (width / PX) / columns as i32 * PX);
    let below = (1..heights.len()).map(|i| heights[..i].iter().sum::<usize>() as i32 * PX);
    let areas = root.split_by_breakpoints(right.collect::<Vec<_>>(), below.collect::<Vec<_>>());
    for (figure, area) in figures.iter().zip(areas) {
        figure.draw(&area, 80 * PX + longest * LETTER)?;
    }
    Ok(root.present()?)
}

fn font(em: i32) -> TextStyle<'static> {
    // The backend divides a font's size by this number to obtain the em.
    ("DejaVu Sans, sans-serif", f64::from(em) * 1.24).into_font().color(&BLACK)
}

/// An axis with ticks at 1, 2 or 5 times a power of ten, or at powers of ten if it is logarithmic,
/// when its bounds are decadic logarithms.
#[derive(Clone)]
struct Axis {
    low: f64,
    high: f64,
    log: bool,
    /// The most steps from tick to tick.
    parts: f64,
}

impl Axis {
    fn position(&self, value: f64) -> f64 {
        let value = if self.log { value.log10() } else { value };
        (value - self.low) / (self.high - self.low)
    }

    fn contains(&self, value: f64) -> bool {
        (-1e-9..=1.0 + 1e-9).contains(&self.position(value))
    }

    /// Its lower and its upper end.
    fn ends(&self) -> [f64; 2] {
        [self.low, self.high].map(|end| if self.log { 10_f64.powf(end) } else { end })
    }

    fn step(&self) -> f64 {
        let least = (self.high - self.low) / self.parts;
        let power = 10_f64.powf(least.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter();
        let step = step.clone().find(|&step| step >= least).unwrap_or(10.0 * power);
        if self.log { step.max(1.0) } else { step }
    }

    fn ticks(&self) -> Vec<f64> {
        let step = self.step();
        let (first, last) = ((self.low / step - 1e-9).ceil(), (self.high / step + 1e-9).floor());
        let ticks = (first as i64..=last as i64).map(|i| i as f64 * step);
        ticks.map(|tick| if self.log { 10_f64.powf(tick) } else { tick }).collect()
    }

    fn label(&self, tick: f64) -> String {
        if self.log {
            let raise = |c: char| c.to_digit(10).and_then(|d| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(d as usize));
            let power = format!("{:.0}", tick.log10());
            let power: String = power.chars().map(|c| raise(c).unwrap_or('⁻')).collect();
            return format!("10{power}");
        }
        let decimals = (-(self.step().log10() + 1e-9).floor()).max(0.0) as usize;
        format!("{tick:.decimals$}").replace('-', "−")
    }

    fn labels(&self) -> Vec<String> {
        self.ticks().into_iter().map(|tick| self.label(tick)).collect()
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        limit.0 + (self.position(*value) * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // The mesh asks a second time for minor lines, of which there are none.
        if hint.max_num_points() == 0 { vec![] } else { self.ticks() }
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.label(*value)
    }
}
