//! A designed network in a few lines for a terminal.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::wire::lang::Lang;
use crate::wire::network::answer::{AnswerFile, Change};
use crate::wire::network::format::site::TierWord;
use crate::wire::network::report::grouped;

/// Cost, proof, what opens and closes, coverage, what is left.
pub(super) fn summary(file: &AnswerFile, lang: Lang) -> String {
    let mut out = String::new();
    let yuan = |fen: i64| grouped(fen as f64 / 100.0, 2);
    let whole = |value: f64| grouped(value, 0);
    let (cost, proof, figures) = (&file.cost, &file.proof, &file.figures);
    let _ = writeln!(
        out,
        "{}",
        lang.pick(
            format!(
                "{} yuan a year; no network costs less than {} (gap {:.2} %)",
                yuan(cost.total_fen),
                yuan(proof.lower_bound_fen),
                proof.gap_percent
            ),
            format!(
                "每年 {} 元；任何网络不低于 {} 元（差距 {:.2}%）",
                yuan(cost.total_fen),
                yuan(proof.lower_bound_fen),
                proof.gap_percent
            ),
        )
    );
    let tiers = [
        (TierWord::DropOff, "drop-off points", "交投点"),
        (TierWord::TransferStation, "transfer stations", "中转站"),
        (TierWord::SortingCentre, "sorting centres", "分拣中心"),
        (TierWord::Sink, "sinks", "下游"),
    ];
    for (tier, en, zh) in tiers {
        let count = |change: Change| file.sites.iter().filter(|s| s.tier == tier && s.change == change).count();
        let (kept, opened, closed) = (count(Change::Kept), count(Change::Opened), count(Change::Closed));
        if file.sites.iter().any(|s| s.tier == tier) {
            let _ = writeln!(
                out,
                "  {}",
                lang.pick(
                    format!("{en}: {kept} kept, {opened} opened, {closed} closed"),
                    format!("{zh}：保留 {kept}，新建 {opened}，关闭 {closed}"),
                )
            );
        }
    }
    let _ = writeln!(
        out,
        "  {}",
        lang.pick(
            format!(
                "{} t collected, {} t left; {} t km, {} truck km, {} t CO2",
                grouped(figures.collected_t, 1),
                grouped(figures.uncollected_t, 1),
                whole(figures.tonne_km),
                whole(figures.truck_km),
                grouped(figures.co2_t, 1)
            ),
            format!(
                "回收 {} 吨，未回收 {} 吨；周转量 {} 吨公里，车辆行驶 {} 公里，二氧化碳 {} 吨",
                grouped(figures.collected_t, 1),
                grouped(figures.uncollected_t, 1),
                whole(figures.tonne_km),
                whole(figures.truck_km),
                grouped(figures.co2_t, 1)
            ),
        )
    );
    for rule in &file.coverage {
        let share = 100.0 * rule.covered_households as f64 / rule.households.max(1) as f64;
        let of = rule.area.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(
                format!(
                    "{of} {share:.1} % of households within {} m on foot ({} % wanted)",
                    rule.within_m, rule.wanted_percent
                ),
                format!("{of} 步行 {} 米内覆盖 {share:.1}% 住户（要求 {}%）", rule.within_m, rule.wanted_percent),
            )
            .trim_start()
        );
    }
    if !file.off_road.is_empty() {
        let places: BTreeSet<&str> =
            file.off_road.iter().filter_map(|o| o.site.as_deref().or(o.source.as_deref())).collect();
        let names: Vec<&str> = places.iter().copied().take(5).collect();
        let (n, names) = (places.len(), names.join(", "));
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(format!("{n} places have no road near: {names}"), format!("{n} 个地点附近没有道路：{names}"))
        );
    }
    out
}
