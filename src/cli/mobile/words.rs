//! A timetable in a few lines for a terminal.

use std::fmt::Write as _;

use crate::wire::lang::Lang;
use crate::wire::mobile::answer::{TakesWord, TimetableFile};
use crate::wire::network::report::grouped;

/// Coverage, proof, what is done, what is left.
pub(super) fn summary(file: &TimetableFile, lang: Lang) -> String {
    let mut out = String::new();
    let (t, p) = (&file.totals, &file.proof);
    let n = |v: f64| grouped(v, 0);
    let stops = file.calls.len();
    let lines = [
        (
            format!(
                "{} of {} households have a stop that could ({:.1} %); no timetable of this fleet gives one to more than {} ({:.1} % of that)",
                n(t.reached),
                n(t.reachable),
                t.reached_percent,
                n(p.most_households),
                p.reached_of_most_percent
            ),
            format!(
                "可服务住户 {} 户，覆盖 {} 户（{:.1}%）；该车队任何时刻表不超过 {} 户（达到其 {:.1}%）",
                n(t.reachable),
                n(t.reached),
                t.reached_percent,
                n(p.most_households),
                p.reached_of_most_percent
            ),
        ),
        (
            format!(
                "{} of them are served ({:.1} %; no timetable of this fleet serves more than {}, {:.1} % of that): {} kg a cycle are taken of what they bring ({:.1} %), {} kg are turned away because stands are too short",
                n(t.served),
                t.served_percent,
                n(p.most_served),
                p.served_of_most_percent,
                n(t.kg),
                t.taken_percent,
                n(t.turned_away_kg)
            ),
            format!(
                "其中实际服务 {} 户（{:.1}%；该车队任何时刻表不超过 {} 户，达到其 {:.1}%）：每周期收取 {} 公斤（占送来量 {:.1}%），因停靠时间不足拒收 {} 公斤",
                n(t.served),
                t.served_percent,
                n(p.most_served),
                p.served_of_most_percent,
                n(t.kg),
                t.taken_percent,
                n(t.turned_away_kg)
            ),
        ),
        (
            format!(
                "{stops} stops in {} week(s): {} kg, {} km, {:.1} h, {} unloads, {} vehicle-days",
                file.weeks,
                n(t.kg),
                n(t.km),
                t.hours,
                t.unloads,
                t.vehicle_days
            ),
            format!(
                "{} 周内停靠 {stops} 处：{} 公斤，{} 公里，{:.1} 小时，卸货 {} 次，出车 {} 天次",
                file.weeks,
                n(t.kg),
                n(t.km),
                t.hours,
                t.unloads,
                t.vehicle_days
            ),
        ),
        (
            format!(
                "{} yuan, {} yuan a tonne, {} kg CO2; {} households take part at a fixed drop-off",
                grouped(t.cost_fen as f64 / 100.0, 2),
                grouped(t.fen_per_t.unwrap_or(0) as f64 / 100.0, 2),
                n(t.co2_kg),
                n(t.by_fixed)
            ),
            format!(
                "费用 {} 元，每吨 {} 元，二氧化碳 {} 公斤；{} 户在固定交投点参与",
                grouped(t.cost_fen as f64 / 100.0, 2),
                grouped(t.fen_per_t.unwrap_or(0) as f64 / 100.0, 2),
                n(t.co2_kg),
                n(t.by_fixed)
            ),
        ),
    ];
    for (en, zh) in &lines {
        let _ = writeln!(out, "{}", lang.pick(en, zh));
    }
    let left = [
        (TakesWord::Place, "no candidate place within a walk", "步行范围内没有候选停靠点"),
        (TakesWord::Days, "places open on too few days", "停靠点开放天数不足"),
        (TakesWord::Time, "no vehicle time left", "车辆时间不足"),
        (TakesWord::Money, "room, but not worth its cost", "有余时但不值其费用"),
        (TakesWord::Vehicle, "beyond any vehicle of the fleet", "超出现有车辆能力"),
    ];
    for (word, en, zh) in left {
        let households: f64 = file.left.iter().filter(|l| l.takes == word).map(|l| l.households).sum();
        if households > 0.0 {
            let n = n(households);
            let _ =
                writeln!(out, "  {}", lang.pick(format!("not reached, {en}: {n}"), format!("未覆盖（{zh}）：{n} 户")));
        }
    }
    if let Some(change) = &file.change {
        let c = change.all;
        let (same, time, days, place) = (n(c.same), n(c.time), n(c.days), n(c.place));
        let (gained, lost, fixed) = (n(c.gained), n(c.lost), n(c.fixed));
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(
                format!("households whose stop stays {same}, changes its time {time}, its days {days}, its place {place}; gained {gained}, at a fixed drop-off now {fixed}, lost {lost}"),
                format!("停靠不变 {same} 户，改时间 {time} 户，改日期 {days} 户，改地点 {place} 户；新增 {gained} 户，改用固定交投点 {fixed} 户，失去 {lost} 户"),
            )
        );
    }
    let stuck: Vec<&str> = file.vehicles.iter().filter(|v| v.locked_in).map(|v| v.id.as_str()).collect();
    if !stuck.is_empty() {
        let list = stuck.join(", ");
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(format!("no way out of the yard for: {list}"), format!("无法驶出场站：{list}"))
        );
    }
    if !file.off_road.is_empty() {
        let n = file.off_road.len();
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(
                format!("{n} places have no road near (off_road)"),
                format!("{n} 个地点附近没有道路（off_road）")
            )
        );
    }
    out
}
