//! A picture of a week: for each vehicle a row of days, in each day what it does by the clock. Drawn as SVG from a timetable's file alone.

use std::fmt::Write as _;

use super::answer::{DayEntry, TimetableFile};
use super::format::stand::WeekdayWord;
use crate::wire::clock::Clock;
use crate::wire::lang::Lang;
use crate::wire::markup::escaped;
use crate::wire::network::report::grouped;

/// Width of a day's column, of the names before it, and of the margin, in pixels.
const DAY: f64 = 168.0;
const NAMES: f64 = 120.0;
const MARGIN: f64 = 24.0;
/// An hour's height.
const HOUR: f64 = 34.0;
/// What stands above the days.
const HEAD: f64 = 92.0;

/// The picture of one week of the cycle, counted from 0.
#[must_use]
pub fn svg(file: &TimetableFile, week: u8, title: &str, lang: Lang) -> String {
    let of_week: Vec<&DayEntry> = file.days.iter().filter(|d| d.day / 7 == week).collect();
    let hour = |ms: i64| ms as f64 / 3.6e6;
    let first = of_week.iter().map(|d| hour(d.departure.0.0)).fold(f64::INFINITY, f64::min).floor();
    let last = of_week.iter().map(|d| hour(d.back.0.0)).fold(0.0, f64::max).ceil();
    let (first, last) = if first < last { (first, last) } else { (8.0, 18.0) };
    let mut vehicles: Vec<&str> = Vec::new();
    for vehicle in file.vehicles.iter().filter(|v| of_week.iter().any(|d| d.vehicle == v.id)) {
        vehicles.push(&vehicle.id);
    }
    let row = (last - first) * HOUR + 34.0;
    let (width, height) = (2.0 * MARGIN + NAMES + 7.0 * DAY, HEAD + row * vehicles.len().max(1) as f64 + MARGIN + 18.0);
    let mut out = String::with_capacity(1 << 15);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">\n<style>{SHEET}</style>\n<rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"#fbfaf7\"/>",
        escaped(title)
    );
    let t = &file.totals;
    let n = |v: f64| grouped(v, 0);
    let cycle = match file.weeks {
        1 => lang.pick("a week".to_owned(), "每周".to_owned()),
        weeks => lang.pick(format!("in {weeks} weeks"), format!("每 {weeks} 周")),
    };
    let sums = lang.pick(
        format!(
            "a stop for {} of {} households ({:.1} %), {} served, {} kg ({:.0} % of what is brought), {} km, {} unloads {cycle}",
            n(t.reached),
            n(t.reachable),
            t.reached_percent,
            n(t.served),
            n(t.kg),
            t.taken_percent,
            n(t.km),
            t.unloads
        ),
        format!(
            "停靠覆盖 {} / {} 户（{:.1}%），实际服务 {} 户，{cycle} {} 公斤（占送来量 {:.0}%），{} 公里，卸货 {} 次",
            n(t.reached),
            n(t.reachable),
            t.reached_percent,
            n(t.served),
            n(t.kg),
            t.taken_percent,
            n(t.km),
            t.unloads
        ),
    );
    let _ = writeln!(out, "<text class=\"title\" x=\"{MARGIN}\" y=\"36\">{}</text>", escaped(title));
    let _ = writeln!(out, "<text class=\"sums\" x=\"{MARGIN}\" y=\"58\">{}</text>", escaped(&sums));
    for (d, day) in WeekdayWord::ALL.iter().enumerate() {
        let x = MARGIN + NAMES + (d as f64 + 0.5) * DAY;
        let _ = writeln!(
            out,
            "<text class=\"day\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
            HEAD - 8.0,
            lang.pick(day.en(), day.zh())
        );
    }
    for (v, vehicle) in vehicles.iter().enumerate() {
        let top = HEAD + row * v as f64;
        let name = escaped(vehicle);
        let _ = writeln!(out, "<text class=\"vehicle\" x=\"{MARGIN}\" y=\"{:.1}\">{name}</text>", top + 20.0);
        for d in 0..7 {
            let x = MARGIN + NAMES + f64::from(d) * DAY;
            let _ = writeln!(
                out,
                "<rect class=\"cell\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                DAY - 6.0,
                row - 10.0
            );
        }
        let mut h = first;
        while h <= last {
            let y = top + 6.0 + (h - first) * HOUR;
            if (h as i64) % 2 == 0 {
                let _ = writeln!(
                    out,
                    "<text class=\"hour\" x=\"{:.1}\" y=\"{:.1}\">{h:.0}:00</text>",
                    MARGIN + NAMES - 8.0,
                    y + 4.0
                );
            }
            h += 1.0;
        }
        for day in of_week.iter().filter(|d| d.vehicle == *vehicle) {
            self::day(&mut out, file, day, (MARGIN + NAMES + f64::from(day.day % 7) * DAY, top + 6.0), first);
        }
    }
    let note = lang.pick(
        "green: a published stop; grey: unloading; line: on the way. Roads © OpenStreetMap contributors, ODbL 1.0",
        "绿色：公布的停靠；灰色：卸货；线：行驶。道路数据 © OpenStreetMap 贡献者，ODbL 1.0",
    );
    let _ = writeln!(out, "<text class=\"note\" x=\"{MARGIN}\" y=\"{:.1}\">{note}</text>", height - 12.0);
    out.push_str("</svg>\n");
    out
}

fn day(out: &mut String, file: &TimetableFile, day: &DayEntry, (x, top): (f64, f64), first: f64) {
    let y = |ms: i64| top + (ms as f64 / 3.6e6 - first) * HOUR;
    let (out_at, back) = (y(day.departure.0.0), y(day.back.0.0));
    let _ =
        writeln!(out, "<line class=\"way\" x1=\"{0:.1}\" y1=\"{out_at:.1}\" x2=\"{0:.1}\" y2=\"{back:.1}\"/>", x + 7.0);
    for step in &day.steps {
        let call = step.call.and_then(|c| file.calls.get(c as usize));
        let (from, to) = (y(step.start.0.0), y(step.end.0.0));
        let class = if call.is_some() { "stop" } else { "unload" };
        let name = call.map_or(step.unload.as_deref().unwrap_or_default(), |c| c.stand.as_str());
        let clock = |m: crate::wire::clock::Moment| Clock(m.0).to_string().chars().take(5).collect::<String>();
        let (begin, end, all) = (clock(step.start), clock(step.end), escaped(name));
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{from:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"><title>{all} {begin}–{end}</title></rect>",
            x + 3.0,
            DAY - 12.0,
            (to - from).max(2.0)
        );
        if to - from >= 11.0 {
            let said = if call.is_some() { format!("{begin} {}", clip(name)) } else { clip(name) };
            let _ = writeln!(
                out,
                "<text class=\"in {class}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x + 8.0,
                f64::midpoint(from, to) + 3.6,
                escaped(&said)
            );
        }
    }
}

/// As much of a name as a column holds; wide characters take two places.
fn clip(name: &str) -> String {
    let mut places = 0;
    let mut out = String::new();
    for c in name.chars() {
        places += if c > '\u{2E7F}' { 2 } else { 1 };
        if places > 17 {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

const SHEET: &str = "text{font-family:'Noto Sans','Noto Sans CJK SC','Microsoft YaHei',sans-serif;fill:#1c1c1c}.title{font-size:20px;font-weight:700}.sums{font-size:13px;fill:#444}.day{font-size:13px;font-weight:600;text-anchor:middle}.vehicle{font-size:12px;font-weight:600}.hour{font-size:9px;fill:#888;text-anchor:end}.cell{fill:#fff;stroke:#e3e0d8}.way{stroke:#b9b3a4;stroke-width:2}.stop{fill:#2e7d32}.unload{fill:#9a958a}.in{font-size:9.5px;fill:#fff}.note{font-size:10px;fill:#888}";
