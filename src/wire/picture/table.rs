//! The table beside the map: one row a round, then the sums, then what the signs mean.

use super::{MarkKind, Picture, line, style};
use crate::wire::markup::escaped;

/// Width of the table's column of paper.
pub(super) const WIDTH: f64 = 560.0;
const ROW: f64 = 21.0;
const SIGNS: [(MarkKind, &str); 9] = [
    (MarkKind::Stop(0), "stop 停靠"),
    (MarkKind::LeftOut, "left out 未安排"),
    (MarkKind::DropOff, "drop-off 交投点"),
    (MarkKind::TransferStation, "transfer station 中转站"),
    (MarkKind::SortingCentre, "sorting centre 分拣中心"),
    (MarkKind::Warehouse, "warehouse 仓库"),
    (MarkKind::Sink, "sink 下游"),
    (MarkKind::Unused, "candidate not used 未采用候选"),
    (MarkKind::Closed, "closed 关闭"),
];

/// How much paper the table needs from the top: a flat map is shorter than what is said of it.
pub(super) fn height(picture: &Picture) -> f64 {
    let signs = SIGNS.iter().filter(|(kind, _)| is_drawn(picture, *kind)).count();
    let notes = wrapped(&picture.note, WIDTH - 24.0, 11.0).len();
    96.0 + 8.0 + ROW * (picture.rounds.len() + signs + 4) as f64 + 24.0 + 15.0 * notes.saturating_sub(1) as f64
}

/// A sign that is not on the map needs no explaining.
fn is_drawn(picture: &Picture, kind: MarkKind) -> bool {
    picture.marks.iter().any(|m| std::mem::discriminant(&m.kind) == std::mem::discriminant(&kind))
}

pub(super) fn draw(out: &mut String, picture: &Picture, left: f64, height: f64) {
    line(out, format_args!("<text class=\"title\" x=\"24\" y=\"40\">{}</text>", escaped(&picture.title)));
    line(out, format_args!("<text class=\"sub\" x=\"24\" y=\"62\">{}</text>", escaped(&picture.subtitle)));
    let columns = picture.columns.len().max(1);
    // The first column is the name; the figures share what is left, flush right.
    let name = 130.0;
    let step = (WIDTH - 24.0 - name) / (columns.saturating_sub(1).max(1)) as f64;
    let row = |out: &mut String, class: &str, y: f64, cells: &[String]| {
        for (i, cell) in cells.iter().take(columns).enumerate() {
            let (x, anchor) = if i == 0 { (left + 18.0, "start") } else { (left + name + step * i as f64, "end") };
            // A name ends where the next figure begins.
            let room = name + step - 18.0 - 8.0 - cells.get(1).map_or(0.0, |next| width(next, 12.0));
            let shown = if i == 0 { shortened(cell, room, 12.0) } else { cell.clone() };
            line(
                out,
                format_args!(
                    "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
                    escaped(&shown)
                ),
            );
        }
    };
    let mut y = 96.0;
    row(out, "th", y, &picture.columns);
    for (i, round) in picture.rounds.iter().enumerate() {
        y += ROW;
        line(
            out,
            format_args!(
                "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"11\" height=\"11\" rx=\"2\" fill=\"{}\"/>",
                y - 10.0,
                style::colour(i)
            ),
        );
        row(out, "td", y, &round.cells);
    }
    y += 8.0;
    line(out, format_args!("<path class=\"rule\" d=\"M{left:.1} {y:.1}h{:.1}\"/>", WIDTH - 24.0));
    y += ROW;
    row(out, "sum", y, &picture.totals);
    y += 2.0 * ROW;
    for (kind, label) in SIGNS {
        if is_drawn(picture, kind) {
            style::mark(out, kind, left + 8.0, y - 4.0, label);
            line(out, format_args!("<text class=\"td\" x=\"{:.1}\" y=\"{y:.1}\">{label}</text>", left + 26.0));
            y += ROW;
        }
    }
    let notes = wrapped(&picture.note, WIDTH - 24.0, 11.0);
    for (i, note) in notes.iter().enumerate() {
        let foot = height - 24.0 - 15.0 * (notes.len() - 1 - i) as f64;
        line(out, format_args!("<text class=\"small\" x=\"{left:.1}\" y=\"{foot:.1}\">{}</text>", escaped(note)));
    }
}

/// About how wide a letter is drawn, in pixels: Chinese ones are square, the rest a little over half as wide.
fn letter(c: char, size: f64) -> f64 {
    size * if c < '\u{2e80}' { 0.56 } else { 1.0 }
}

fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| letter(c, size)).sum()
}

/// As much of a text as there is room for.
fn shortened(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - letter('…', size);
    let fits = |c: &char| {
        left -= letter(*c, size);
        left >= 0.0
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// A text in lines: broken at blanks, and before any Chinese letter.
fn wrapped(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut word = String::new();
    let mut put = |word: &mut String| {
        let Some(last) = lines.last_mut() else { return };
        if !last.is_empty() && width(last, size) + width(word, size) > room {
            lines.push(word.trim_start().to_owned());
        } else {
            last.push_str(word);
        }
        word.clear();
    };
    for c in text.chars() {
        if c == ' ' || c >= '\u{2e80}' {
            put(&mut word);
        }
        word.push(c);
    }
    put(&mut word);
    lines
}
