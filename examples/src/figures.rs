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

/// What plotters draws on.
trait Backend: DrawingBackend<ErrorType: 'static> {}
impl<B: DrawingBackend<ErrorType: 'static>> Backend for B {}

#[derive(Debug)]
struct Series {
    label: String,
    points: Vec<(f64, f64)>,
    line: bool,
    markers: bool,
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
        let (label, points) = (label.into(), points.to_vec());
        self.series.push(Series { label, points, line, markers });
        self
    }

    /// Writes `folder/name.svg` and `folder/name.png`.
    pub fn save(&self, folder: impl AsRef<Path>, name: &str) -> Outcome {
        save_panels(folder, name, 1, &[self])
    }

    fn axis(&self, which: usize) -> Axis {
        let log = self.log;
        let scale = |v: f64| if log { v.log10() } else { v };
        if let Some(range) = &self.ranges[which] {
            return Axis { low: scale(range.start), high: scale(range.end), log };
        }
        let points = self.series.iter().flat_map(|series| &series.points);
        let scaled = points.map(|p| scale([p.0, p.1][which])).filter(|v| v.is_finite());
        let (low, high) = scaled.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let margin = if low == high { 0.5 } else { 0.04 * (high - low) };
        Axis { low: low - margin, high: high + margin, log }
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
        let letters = labelled.iter().map(|&i| self.series[i].label.chars().count());
        let width = sample + 40 * PX + letters.max().unwrap_or(0) as i32 * LETTER;
        let columns = (room / width).clamp(1, labelled.len().max(1) as i32);
        for (row, entries) in labelled.chunks(columns as usize).enumerate() {
            let y = top + row as i32 * row_height + row_height / 2;
            for (column, &i) in (0..).zip(entries) {
                let x = left + (room - columns * width) / 2 + column * width + 20 * PX;
                self.draw_series(i, area, &[(x, y), (x + sample, y)], &[(x + sample / 2, y)])?;
                let style = font(TEXT).pos(Pos::new(HPos::Left, VPos::Center));
                area.draw_text(&self.series[i].label, &style, (x + sample + 10 * PX, y))?;
            }
        }
        top += labelled.chunks(columns as usize).len() as i32 * row_height;

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
            let outside = |p: &(f64, f64)| !(x.contains(p.0) && y.contains(p.1));
            for points in series.points.split(outside).filter(|part| !part.is_empty()) {
                let pixels = points.iter().map(|p| chart.backend_coord(p));
                let pixels: Vec<_> = pixels.map(|p| (p.0 - base.0, p.1 - base.1)).collect();
                self.draw_series(i, area, &pixels, &pixels)?;
            }
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
        let color = COLORS[i % COLORS.len()];
        if self.series[i].line {
            area.draw(&PathElement::new(line, color.stroke_width(PX as u32 * 5 / 2)))?;
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
    fs::write(path.with_extension("svg"), svg)?;

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
}

impl Axis {
    fn position(&self, value: f64) -> f64 {
        let value = if self.log { value.log10() } else { value };
        (value - self.low) / (self.high - self.low)
    }

    fn contains(&self, value: f64) -> bool {
        (-1e-9..=1.0 + 1e-9).contains(&self.position(value))
    }

    fn step(&self) -> f64 {
        let least = (self.high - self.low) / TICKS as f64;
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
