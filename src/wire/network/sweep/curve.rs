//! A sweep as a drawn curve: what was found, and the bound below it that nothing can cross.

use std::fmt::Write as _;

use super::SweepFile;
use super::tables::{WIDE_PERCENT, level, level_shown, measure};
use super::write::{axis, level_from};
use crate::network::model::Tier;
use crate::network::sweep::{Axis, Seen};
use crate::wire::chart::{self, FIELD, Scale, line, range, ticks};
use crate::wire::lang::Lang;
use crate::wire::markup::escaped;
use crate::wire::network::report::grouped;

/// Costs further apart than this, as a multiple, are drawn by their logarithm.
const FAR: f64 = 10.0;
/// Places at which a bound that is made of lines is drawn.
const FINE: usize = 240;

/// The sweep as curves are made of.
fn seen(file: &SweepFile) -> (Axis, Vec<Seen>) {
    let axis = axis(file.against, Tier::DropOff);
    let of = |p: &super::PointEntry| {
        let level = level_from(file.against, p.level);
        // What was rounded for people still keeps what was asked.
        let measure = match axis {
            Axis::Coverage => (p.reached / 100.0).max(level as f64 / 10_000.0),
            _ => p.reached,
        };
        Seen { level, measure, cost: p.cost.total_fen as f64, bound: p.lower_bound_fen as f64 }
    };
    (axis, file.points.iter().map(of).collect())
}

/// The curves as lists of places: what was found, what is proven. Costs in yuan, measures as the file has them.
#[must_use]
pub fn curves(file: &SweepFile) -> [Vec<(f64, f64)>; 2] {
    let (axis, seen) = seen(file);
    let unit = if axis == Axis::Coverage { 100.0 } else { 1.0 };
    // A hundred times a share is no whole number to the last digit.
    let shown = |x: f64| (x * unit * 1e9).round() / 1e9;
    let mut at: Vec<f64> = seen.iter().flat_map(|s| [Some(s.measure), axis.asked(s.level)]).flatten().collect();
    at.sort_by(f64::total_cmp);
    at.dedup();
    let [mut found, mut proven] = [Vec::new(), Vec::new()];
    if axis.is_priced()
        && let (Some(&from), Some(&to)) = (at.first(), at.last())
    {
        for i in 0..=FINE {
            let x = from + (to - from) * i as f64 / FINE as f64;
            proven.extend(axis.lower(&seen, x).map(|y| (x, y / 100.0)));
        }
    }
    // Between two of these nothing changes: both ends of each stretch have what its middle has.
    let upper = |x: f64| axis.upper(&seen, x).map(|i| seen[i].cost / 100.0);
    for pair in at.windows(2) {
        let middle = f64::midpoint(pair[0], pair[1]);
        let ends = [shown(pair[0]), shown(pair[1])];
        found.extend(upper(middle).into_iter().flat_map(|y| ends.map(|x| (x, y))));
        if !axis.is_priced() {
            let y = axis.lower(&seen, middle).map(|y| y / 100.0);
            proven.extend(y.into_iter().flat_map(|y| ends.map(|x| (x, y))));
        }
    }
    [found, proven]
}

/// The drawing, complete in itself.
#[must_use]
pub fn svg(file: &SweepFile, title: &str, lang: Lang) -> String {
    let [found, proven] = curves(file);
    let points: Vec<(f64, f64)> = file.points.iter().map(|p| (p.reached, p.cost.total_fen as f64 / 100.0)).collect();
    let all = || points.iter().chain(&found).chain(&proven);
    let (xs, ys) = (range(all().map(|p| p.0)), range(all().map(|p| p.1)));
    let mut out = chart::begin(title);
    if !xs.0.is_finite() {
        let none = lang.pick("no level has a network", "各档均无可行网络");
        let _ = write!(out, "<text x=\"{}\" y=\"{}\">{none}</text>\n</svg>\n", FIELD[0], FIELD[1] + 40.0);
        return out;
    }
    let log = ys.0 > 0.0 && ys.1 > FAR * ys.0;
    // From nothing, where that does not press the curve flat.
    let from = if !log && ys.0 >= 0.0 && ys.0 < 0.5 * ys.1 { 0.0 } else { ys.0 };
    let x = Scale::new(xs, false, (FIELD[0], FIELD[2]));
    let y = Scale::new((from, ys.1), log, (FIELD[3], FIELD[1]));
    ticks(&mut out, &x, &y, lang);
    let names = [measure(file, lang), lang.pick("cost, yuan a year", "费用（元/年）").to_owned()];
    chart::names(&mut out, &names[0], &names[1]);
    line(&mut out, &proven, (&x, &y), "stroke=\"#8a5a00\" stroke-dasharray=\"6 4\"");
    line(&mut out, &found, (&x, &y), "stroke=\"#2e7d32\"");
    dots(&mut out, file, &points, (&x, &y), lang);
    legend(&mut out, from > 0.0 && !log, log, lang);
    out.push_str("</svg>\n");
    out
}

fn dots(out: &mut String, file: &SweepFile, points: &[(f64, f64)], (x, y): (&Scale, &Scale), lang: Lang) {
    for (p, &(a, b)) in file.points.iter().zip(points) {
        let (cx, cy) = (x.place(a), y.place(b));
        // Who is dominated is hollow.
        let fill = if p.dominated_by.is_some() { "#fff" } else { "#2e7d32" };
        let says = format!(
            "{} {}: {} {} / {:.2} %",
            level(file, lang),
            level_shown(file, p.level),
            grouped(b, 0),
            lang.pick("yuan", "元"),
            p.curve_gap_percent
        );
        let _ = writeln!(
            out,
            "<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"4.5\" fill=\"{fill}\" stroke=\"#2e7d32\" stroke-width=\"1.5\"><title>{}</title></circle>",
            escaped(&says)
        );
        if p.curve_gap_percent > WIDE_PERCENT {
            let gap =
                lang.pick(format!("gap {:.1} %", p.curve_gap_percent), format!("差距 {:.1}%", p.curve_gap_percent));
            let _ = writeln!(
                out,
                "<text x=\"{cx:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"11\" fill=\"#8a5a00\">{gap}</text>",
                cy - 10.0
            );
        }
    }
}

fn legend(out: &mut String, cut: bool, log: bool, lang: Lang) {
    let mut note = lang
        .pick(
            "solid: cheapest found of all at least as good; dashed: no network costs less (proven); hollow: dominated",
            "实线：已找到的同等或更优方案最低费用；虚线：已证明的费用下界；空心：被支配",
        )
        .to_owned();
    if cut {
        note += lang.pick("; the scale of costs does not begin at 0", "；费用轴不从 0 起");
    }
    if log {
        note += lang.pick("; costs by their logarithm", "；费用为对数刻度");
    }
    chart::note(out, &note);
}

#[cfg(test)]
mod tests;
