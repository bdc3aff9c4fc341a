//! The plan as a picture: an SVG map with the rounds in colour and a table beside it.
//!
//! Takes plain positions and words; knows nothing of cities or plans. Everything is placed by `Frame`, one pass,
//! and printed with one decimal, so that the same picture gives the same bytes.

use std::fmt::Write;

use crate::wire::markup::escaped;
use frame::Frame;

mod frame;
mod style;
mod table;

/// A position: degrees east, degrees north.
pub type LonLat = (f64, f64);

/// What is to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The heading.
    pub title: String,
    /// A line under it.
    pub subtitle: String,
    /// Areas people live in, tinted.
    pub land: Vec<Vec<LonLat>>,
    /// Borders of counties and their names.
    pub borders: Vec<Border>,
    /// The roads underneath.
    pub roads: Vec<Road>,
    /// The rounds, in the order of the table's rows.
    pub rounds: Vec<Round>,
    /// Small places that belong to rounds.
    pub dots: Vec<Dot>,
    /// Sites and stops.
    pub marks: Vec<Mark>,
    /// Column headings of the table.
    pub columns: Vec<String>,
    /// The table's last row.
    pub totals: Vec<String>,
    /// Small print; the map data's attribution is added to it.
    pub note: String,
}

/// An area with a name.
#[derive(Clone, Debug)]
pub struct Border {
    /// Written at `label`.
    pub name: String,
    /// A place inside.
    pub label: LonLat,
    /// Its outlines.
    pub rings: Vec<Vec<LonLat>>,
}

/// A road of the background.
#[derive(Clone, Debug)]
pub struct Road {
    /// 0 for the smallest streets, 3 for trunk roads.
    pub weight: u8,
    /// Its course.
    pub line: Vec<LonLat>,
}

/// What has a colour: one vehicle's round, or what comes to one site.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its row of the table.
    pub cells: Vec<String>,
    /// Its course, leg by leg.
    pub lines: Vec<Vec<LonLat>>,
}

/// A small place, such as one where material arises.
#[derive(Clone, Copy, Debug)]
pub struct Dot {
    /// Where.
    pub at: LonLat,
    /// The round it belongs to; grey without one.
    pub round: Option<usize>,
    /// In pixels.
    pub radius: f64,
}

/// What stands or happens at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A stop of the round with this number.
    Stop(usize),
    /// A task left out.
    LeftOut,
    /// 交投点.
    DropOff,
    /// 中转站.
    TransferStation,
    /// 分拣中心.
    SortingCentre,
    /// Where new goods are loaded.
    Warehouse,
    /// 下游.
    Sink,
    /// A candidate that is not used.
    Unused,
    /// A site that is closed.
    Closed,
}

/// A mark on the map.
#[derive(Clone, Debug)]
pub struct Mark {
    /// What.
    pub kind: MarkKind,
    /// Where.
    pub at: LonLat,
    /// Shown when the pointer rests on it.
    pub label: String,
}

/// The SVG text of a picture.
#[must_use]
pub fn svg(picture: &Picture) -> String {
    let frame = Frame::around(picture);
    let (width, height) = frame.size(table::WIDTH);
    let height = height.max(table::height(picture));
    let mut out = String::new();
    head(&mut out, width, height, &picture.title);
    frame.clip(&mut out);
    out.push_str("<g clip-path=\"url(#map)\">\n<g class=\"land\">\n");
    for area in &picture.land {
        let path = frame.path(area, true);
        if !path.is_empty() {
            line(&mut out, format_args!("<path d=\"{path}\"/>"));
        }
    }
    out.push_str("</g>\n");
    // Small streets first, so that a trunk road lies on top of what it crosses.
    for weight in 0..=3 {
        line(&mut out, format_args!("<g class=\"road w{weight}\">"));
        for road in picture.roads.iter().filter(|r| r.weight == weight) {
            let path = frame.path(&road.line, false);
            if !path.is_empty() {
                line(&mut out, format_args!("<path d=\"{path}\"/>"));
            }
        }
        out.push_str("</g>\n");
    }
    out.push_str("<g class=\"border\">\n");
    for ring in picture.borders.iter().flat_map(|b| &b.rings) {
        let path = frame.path(ring, true);
        if !path.is_empty() {
            line(&mut out, format_args!("<path d=\"{path}\"/>"));
        }
    }
    out.push_str("</g>\n");
    for (i, round) in picture.rounds.iter().enumerate() {
        line(&mut out, format_args!("<g class=\"round\" stroke=\"{}\">", style::colour(i)));
        for leg in &round.lines {
            let path = frame.path(leg, false);
            if !path.is_empty() {
                line(&mut out, format_args!("<path d=\"{path}\"/>"));
            }
        }
        out.push_str("</g>\n");
    }
    for dot in &picture.dots {
        let ((x, y), fill) = (frame.at(dot.at), dot.round.map_or("#999", style::colour));
        let r = dot.radius;
        line(
            &mut out,
            format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\" fill=\"{fill}\" fill-opacity=\".45\"/>"),
        );
    }
    out.push_str("</g>\n");
    let mut marks: Vec<&Mark> = picture.marks.iter().collect();
    // Stops and what is not used first, so that no site hides under one.
    marks.sort_by_key(|m| {
        !matches!(m.kind, MarkKind::Stop(_) | MarkKind::LeftOut | MarkKind::Unused | MarkKind::Closed)
    });
    for mark in marks {
        let (x, y) = frame.at(mark.at);
        style::mark(&mut out, mark.kind, x, y, &escaped(&mark.label));
    }
    for border in &picture.borders {
        let ((x, y), name) = (frame.at(border.label), escaped(&border.name));
        line(&mut out, format_args!("<text class=\"county\" x=\"{x:.1}\" y=\"{y:.1}\">{name}</text>"));
    }
    frame.scale_bar(&mut out);
    table::draw(&mut out, picture, frame.map_width(), height);
    out.push_str("</svg>\n");
    out
}

fn head(out: &mut String, width: f64, height: f64, title: &str) {
    line(
        out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">",
            escaped(title)
        ),
    );
    out.push_str(style::SHEET);
    line(out, format_args!("<rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"#fbfaf7\"/>"));
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
    out.push('\n');
}

#[cfg(test)]
mod tests;
