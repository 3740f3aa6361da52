//! A picture in pixels on which plotters draws, with smooth edges and a font that is compiled in.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels and colours are small numbers"
)]

use crate::figures::{DASHES, STROKE};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};
use std::convert::Infallible;
use ttf_parser::{Face, FaceParsingError, OutlineBuilder};
use zeno::{Cap, Command, Fill, Join, Mask, PathBuilder, Stroke, Style, Transform};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;
type Pixel = [u8; 3];

/// The picture, in drawing units of which several are a pixel.
pub(crate) struct Raster<'a> {
    pixels: &'a mut [Pixel],
    size: (u32, u32),
    unit: u32,
    face: Face<'static>,
}

impl<'a> Raster<'a> {
    /// A picture of `size` drawing units, row by row in `pixels`, each of `unit` by `unit`.
    pub(crate) fn new(
        pixels: &'a mut [Pixel],
        size: (u32, u32),
        unit: u32,
    ) -> Result<Self, FaceParsingError> {
        Ok(Self { pixels, size, unit, face: Face::parse(dejavu::sans::regular(), 0)? })
    }

    fn pixel(&mut self, x: i32, y: i32) -> Option<&mut Pixel> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        let width = (self.size.0 / self.unit) as usize;
        if x < width { self.pixels.get_mut(y * width + x) } else { None }
    }

    /// Mixes the colour into each pixel by the part of it that the shape covers.
    fn paint(
        &mut self,
        path: &[Command],
        style: Style<'_>,
        place: &Transform,
        color: BackendColor,
    ) {
        let pixel = 1.0 / self.unit as f32;
        let place = place.then_scale(pixel, pixel);
        let (mask, at) = Mask::new(path).style(style).transform(Some(place)).render();
        let (red, green, blue) = color.rgb;
        for (row, y) in mask.chunks(at.width.max(1) as usize).zip(at.top..) {
            for (&cover, x) in row.iter().zip(at.left..) {
                let part = f64::from(cover) / 255.0 * color.alpha;
                for (old, new) in self.pixel(x, y).into_iter().flatten().zip([red, green, blue]) {
                    let mixed = f64::from(*old) + part * (f64::from(new) - f64::from(*old));
                    *old = mixed.round() as u8;
                }
            }
        }
    }

    #[allow(clippy::unnecessary_wraps, reason = "what plotters asks of each drawing")]
    fn shape<S: BackendStyle>(&mut self, path: &[Command], style: &S, fill: bool) -> Drawn {
        let width = style.stroke_width();
        let dash = width.checked_sub(STROKE + 1).and_then(|k| DASHES.get(k as usize));
        let mut stroke = Stroke::new(if dash.is_some() { STROKE } else { width } as f32);
        stroke.join(Join::Round).cap(Cap::Butt).dash(dash.copied().unwrap_or_default(), 0.0);
        let stroke = Style::Stroke(stroke);
        let style_of_path = if fill { Style::Fill(Fill::NonZero) } else { stroke };
        self.paint(path, style_of_path, &Transform::IDENTITY, style.color());
        Ok(())
    }

    /// The outlines of the letters in the font's units, side by side, and how long they are.
    fn outline(&self, text: &str) -> (Vec<Command>, f32) {
        let mut outline = Outline::default();
        for glyph in text.chars().filter_map(|letter| self.face.glyph_index(letter)) {
            self.face.outline_glyph(glyph, &mut outline);
            outline.x += f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0));
        }
        (outline.path, outline.x)
    }
}

impl DrawingBackend for Raster<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let mut path = Vec::new();
        path.add_rect(float((left, top)), (right - left) as f32, (bottom - top) as f32);
        self.shape(&path, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.shape(&lines(path), style, false)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let mut path = Vec::new();
        path.add_circle(float(center), radius as f32);
        self.shape(&path, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.shape(&lines(corners), style, true)
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let (path, length) = self.outline(text);
        // The em, and the place of the base line below the anchor, as in the SVG.
        let em = (style.size() / 1.24) as f32;
        let scale = em / f32::from(self.face.units_per_em());
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -0.5 * length * scale,
            HPos::Right => -length * scale,
        };
        let down = match style.anchor().v_pos {
            VPos::Top => 0.76 * em,
            VPos::Center => 0.36 * em,
            VPos::Bottom => -0.25 * em,
        };
        let (cos, sin) = match style.transform() {
            FontTransform::None => (1.0, 0.0),
            FontTransform::Rotate90 => (0.0, 1.0),
            FontTransform::Rotate180 => (-1.0, 0.0),
            FontTransform::Rotate270 => (0.0, -1.0),
        };
        // In the font y points upward.
        let (x, y) = float(at);
        let place = Transform {
            xx: cos * scale,
            xy: sin * scale,
            yx: sin * scale,
            yy: -cos * scale,
            x: x + cos * left - sin * down,
            y: y + sin * left + cos * down,
        };
        self.paint(&path, Style::Fill(Fill::NonZero), &place, style.color());
        Ok(())
    }
}

fn float((x, y): BackendCoord) -> (f32, f32) {
    (x as f32, y as f32)
}

fn lines(points: impl IntoIterator<Item = BackendCoord>) -> Vec<Command> {
    let mut path = Vec::new();
    for point in points.into_iter().map(float) {
        if path.is_empty() {
            path.move_to(point)
        } else {
            path.line_to(point)
        };
    }
    path
}

/// The outline of one letter after another, the next one `x` to the right.
#[derive(Default)]
struct Outline {
    path: Vec<Command>,
    x: f32,
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to((self.x + x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to((self.x + x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to((self.x + x1, y1), (self.x + x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (first, second) = ((self.x + x1, y1), (self.x + x2, y2));
        self.path.curve_to(first, second, (self.x + x, y));
    }

    fn close(&mut self) {
        self.path.close();
    }
}
