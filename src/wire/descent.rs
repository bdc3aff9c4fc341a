//! How the cost of a plan fell while it was searched for: as a table, and drawn.

use std::fmt::Write as _;

use super::chart::{self, FIELD, Scale, range};
use super::lang::Lang;
use super::network::report::grouped;

/// The best plan found after some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Seconds on the clock.
    pub seconds: f64,
    /// Iterations of all threads.
    pub iterations: u64,
    /// Tasks and groups that it leaves out.
    pub left_out: u64,
    /// What it costs, prizes lost included, in fen.
    pub cost_fen: i64,
}

/// A line for each step: seconds, iterations, left_out, cost_yuan.
#[must_use]
pub fn csv(steps: &[Step]) -> String {
    let mut out = String::from("seconds,iterations,left_out,cost_yuan\n");
    for s in steps {
        let (sign, fen) = (if s.cost_fen < 0 { "-" } else { "" }, s.cost_fen.unsigned_abs());
        let _ = writeln!(out, "{:.3},{},{},{sign}{}.{:02}", s.seconds, s.iterations, s.left_out, fen / 100, fen % 100);
    }
    out
}

/// Cost over time, from the first plan that leaves out no more than the last; complete in itself.
#[must_use]
pub fn svg(steps: &[Step], lang: Lang) -> String {
    let mut out = chart::begin(lang.pick("cost of the best plan over time", "最优方案费用随时间变化"));
    let Some(last) = steps.last() else {
        let none = lang.pick("no plan was found", "未找到方案");
        let _ = write!(out, "<text x=\"{}\" y=\"{}\">{none}</text>\n</svg>\n", FIELD[0], FIELD[1] + 40.0);
        return out;
    };
    let yuan = |s: &Step| s.cost_fen as f64 / 100.0;
    let full: Vec<&Step> = steps.iter().filter(|s| s.left_out == last.left_out).collect();
    // Until the next step the cost stays what it is.
    let mut places: Vec<(f64, f64)> = Vec::with_capacity(2 * full.len());
    for s in &full {
        places.extend(places.last().map(|before| (s.seconds, before.1)));
        places.push((s.seconds, yuan(s)));
    }
    let x = Scale::new((0.0, last.seconds.max(0.01)), false, (FIELD[0], FIELD[2]));
    let y = Scale::new(range(places.iter().map(|p| p.1)), false, (FIELD[3], FIELD[1]));
    chart::ticks(&mut out, &x, &y, lang);
    chart::names(&mut out, lang.pick("seconds", "秒"), lang.pick("cost, yuan", "费用（元）"));
    chart::line(&mut out, &places, (&x, &y), "stroke=\"#2e7d32\"");
    let first = full.first().map_or(0.0, |s| s.seconds);
    let (cost, left) = (grouped(yuan(last), 2), last.left_out);
    let mut note = lang.pick(
        format!("{left} left out from {first:.2} s on; at last {cost} yuan"),
        format!("自 {first:.2} 秒起未安排 {left} 单；最终 {cost} 元"),
    );
    note += lang.pick("; the scale of costs does not begin at 0", "；费用轴不从 0 起");
    chart::note(&mut out, &note);
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(seconds: f64, left_out: u64, cost_fen: i64) -> Step {
        Step { seconds, iterations: (seconds * 100.0) as u64, left_out, cost_fen }
    }

    #[test]
    fn a_line_for_each_step() {
        let steps = [step(0.0, 3, 0), step(0.5, 0, 123_405), step(1.25, 0, -99)];
        let want = "seconds,iterations,left_out,cost_yuan\n0.000,0,3,0.00\n0.500,50,0,1234.05\n1.250,125,0,-0.99\n";
        assert_eq!(csv(&steps), want);
    }

    #[test]
    fn the_line_begins_where_nothing_more_is_left_out_and_never_rises() {
        let steps = [step(0.0, 3, 0), step(0.5, 1, 90_000), step(1.0, 0, 80_000), step(3.0, 0, 60_000)];
        let drawn = svg(&steps, Lang::En);
        let path = drawn.split("d=\"M").nth(2).unwrap_or_default().split('"').next().unwrap_or_default();
        let heights: Vec<f64> =
            path.split('L').filter_map(|p| p.split(' ').nth(1).and_then(|y| y.parse().ok())).collect();
        // Down is up on paper: one step from its cost along to the next, then to that.
        assert_eq!(heights.len(), 3, "{path}");
        assert!(heights[0] == heights[1] && heights[1] < heights[2], "{path}");
        assert!(drawn.contains("0 left out from 1.00 s on; at last 600.00 yuan"), "{drawn}");
        assert!(svg(&[], Lang::Zh).contains("未找到方案"));
    }
}
