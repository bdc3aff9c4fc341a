//! A drawing of lines over two axes: round figures along them, thin lines across the field.

use std::fmt::Write as _;

use super::lang::Lang;
use super::markup::escaped;
use super::network::report::grouped;

/// Width and height.
pub(super) const SIZE: (f64, f64) = (960.0, 560.0);
/// Left, top, right, bottom of the field.
pub(super) const FIELD: [f64; 4] = [120.0, 70.0, 930.0, 480.0];

/// An axis of the drawing.
pub(super) struct Scale {
    from: f64,
    to: f64,
    log: bool,
    ticks: Vec<f64>,
    at: (f64, f64),
}

impl Scale {
    /// Round figures around a range.
    pub(super) fn new((low, high): (f64, f64), log: bool, at: (f64, f64)) -> Self {
        if log {
            let (from, to) = (10f64.powf(low.log10().floor()), 10f64.powf(high.log10().ceil()));
            let decades = from.log10().round() as i32..=to.log10().round() as i32;
            return Self { from, to, log, ticks: decades.map(|e| 10f64.powi(e)).collect(), at };
        }
        let span = (high - low).max(1e-9 * high.abs()).max(1e-9);
        let raw = span / 6.0;
        let power = 10f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * power).into_iter().find(|s| *s >= raw).unwrap_or(raw);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let count = (last - first).round().clamp(1.0, 20.0) as usize;
        let ticks: Vec<f64> = (0..=count).map(|i| (first + i as f64) * step).collect();
        Self { from: first * step, to: (first + count as f64) * step, log, ticks, at }
    }
    pub(super) fn place(&self, value: f64) -> f64 {
        let share = match self.log {
            true => (value.max(self.from) / self.from).log10() / (self.to / self.from).log10(),
            false => (value - self.from) / (self.to - self.from),
        };
        self.at.0 + share * (self.at.1 - self.at.0)
    }
}

/// Figures short enough for an axis.
pub(super) fn short(value: f64, lang: Lang) -> String {
    let (unit, word) = match lang {
        Lang::Zh if value.abs() >= 1e8 => (1e8, "亿"),
        Lang::Zh if value.abs() >= 1e4 => (1e4, "万"),
        Lang::En if value.abs() >= 1e6 => (1e6, " M"),
        _ => (1.0, ""),
    };
    let text = format!("{:.4}", value / unit);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if unit == 1.0 { grouped(value, usize::from(text.contains('.'))) } else { format!("{text}{word}") }
}

/// Both axes, with their figures.
pub(super) fn ticks(out: &mut String, x: &Scale, y: &Scale, lang: Lang) {
    for &value in &x.ticks {
        let at = x.place(value);
        let _ = writeln!(
            out,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{}\" y2=\"{}\" stroke=\"#eee\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#555\">{}</text>",
            FIELD[1],
            FIELD[3],
            FIELD[3] + 20.0,
            short(value, lang)
        );
    }
    for &value in &y.ticks {
        let at = y.place(value);
        let _ = writeln!(
            out,
            "<line x1=\"{}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#eee\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555\">{}</text>",
            FIELD[0],
            FIELD[2],
            FIELD[0] - 8.0,
            at + 4.0,
            short(value, lang)
        );
    }
    let _ = writeln!(
        out,
        "<path d=\"M{} {}V{}H{}\" fill=\"none\" stroke=\"#333\"/>",
        FIELD[0], FIELD[1], FIELD[3], FIELD[2]
    );
}

/// A line through places; nothing where there are none.
pub(super) fn line(out: &mut String, places: &[(f64, f64)], (x, y): (&Scale, &Scale), style: &str) {
    let mut path = String::new();
    for (i, &(a, b)) in places.iter().enumerate() {
        let _ = write!(path, "{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, x.place(a), y.place(b));
    }
    if !path.is_empty() {
        let _ = writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke-width=\"2\" {style}/>");
    }
}

/// The beginning of a drawing: white ground, title.
pub(super) fn begin(title: &str) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"'Noto Sans CJK SC','Noto Sans',sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        SIZE.0, SIZE.1
    );
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"34\" font-size=\"19\" font-weight=\"600\">{}</text>",
        FIELD[0],
        escaped(title)
    );
    out
}

/// What the axes are called.
pub(super) fn names(out: &mut String, x: &str, y: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><text x=\"{}\" y=\"{}\">{}</text>",
        FIELD[2],
        FIELD[3] + 44.0,
        escaped(x),
        14.0,
        FIELD[1] - 12.0,
        escaped(y)
    );
}

/// A line of small words below everything.
pub(super) fn note(out: &mut String, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#555\">{}</text>",
        14.0,
        SIZE.1 - 14.0,
        escaped(words)
    );
}

/// The least and the largest of some values; the first is not finite where there are none.
pub(super) fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |r, v| (r.0.min(v), r.1.max(v)))
}
