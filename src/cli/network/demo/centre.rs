//! The demo's site test: each candidate centre that the design left out, opened beside it; what the one that costs least would change.

use std::path::Path;

use crate::api::answer;
use crate::cli::{Refusal, refusal};
use crate::engine::error::Kind;
use crate::engine::network::site_test::{Question, site_test};
use crate::engine::rounds::Budget;
use crate::engine::{City, files};
use crate::ids::IdVec;
use crate::network::model::{SiteId, Status, Tier};
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::network::Parsed;
use crate::wire::network::report::grouped;
use crate::wire::network::test::{EffectEntry, TestFile};

/// Losers named at most.
const NAMED: usize = 4;

/// Tests the candidate centres on a network, writes `network-test.json` into a folder and says what the best of them changes; where the design has opened
/// every centre, the candidate stations.
pub(super) fn tested(
    city: &City,
    problem: &Parsed,
    open: &IdVec<SiteId, bool>,
    budget: &Budget,
    out: &Path,
) -> Result<Vec<String>, Refusal> {
    let network = &problem.network;
    let left_out = |tier: Tier| -> Vec<Vec<SiteId>> {
        let could =
            network.sites.iter_ids().filter(|(id, s)| s.tier == tier && s.status == Status::Candidate && !open[*id]);
        could.map(|(id, _)| vec![id]).collect()
    };
    let sets = [Tier::SortingCentre, Tier::TransferStation].map(left_out).into_iter().find(|s| !s.is_empty());
    let Some(sets) = sets else { return Ok(Vec::new()) };
    // Which sites are open is said, so only flows are found: exactly, and in less time than any budget.
    let flows = Budget { wall: None, iterations: None, ..budget.clone() };
    let question = Question { open, sets: &sets, may_close: false, days: &[], flows: &flows, rounds: &flows };
    let test = match site_test(city, network, &question, &|_| {}) {
        Ok(test) => test,
        Err(none) if matches!(none.kind, Kind::NoAnswer | Kind::Cancelled) => {
            return Ok(vec![refusal::lang().pick(none.cause.en, none.cause.zh)]);
        }
        Err(other) => return Err(other.into()),
    };
    let file = answer::site_test(city, problem, &question, &[], &test);
    files::write_whole(&out.join("network-test.json"), json::pretty(&file).as_bytes())?;
    Ok(words(&file, refusal::lang()))
}

/// What the first of the tested changes.
fn words(file: &TestFile, lang: Lang) -> Vec<String> {
    let Some((best, effect)) = file.candidates.iter().find_map(|c| Some((c, c.effect.as_ref()?))) else {
        return Vec::new();
    };
    let (n, name) = (file.candidates.len(), best.sites.join(" + "));
    let figures = &effect.figures;
    let change = |before: f64, after: f64, decimals: usize| signed(after - before, decimals);
    let [least, most] = effect.cost_difference_between_fen.map(|fen| signed(fen as f64 / 100.0, 2));
    let cost = signed(effect.cost_difference_fen as f64 / 100.0, 2);
    let tkm = change(figures.before.tonne_km, figures.after.tonne_km, 0);
    let truck = change(figures.before.truck_km, figures.after.truck_km, 0);
    let co2 = change(figures.before.co2_t, figures.after.co2_t, 1);
    let collected = change(figures.before.collected_t, figures.after.collected_t, 1);
    vec![
        lang.pick(
            format!(
                "site test: {n} candidates that the design leaves out, each opened beside it; the best is “{name}”:"
            ),
            format!("站点测试：方案未采用的 {n} 个候选站点逐一加开，最优者为“{name}”："),
        ),
        lang.pick(
            format!("cost {cost} yuan a year (for certain between {least} and {most})"),
            format!("年费用 {cost} 元（必在 {least} 与 {most} 之间）"),
        ),
        lang.pick(
            format!("{tkm} t km, {truck} truck km, {co2} t CO2, {collected} t collected"),
            format!("周转量 {tkm} 吨公里，车辆行驶 {truck} 公里，二氧化碳 {co2} 吨，回收量 {collected} 吨"),
        ),
        households(effect, lang),
        losers(effect, lang),
    ]
}

fn households(effect: &EffectEntry, lang: Lang) -> String {
    let Some(rule) = effect.coverage.first() else {
        return lang.pick("coverage: no rule", "覆盖：未设规则").to_owned();
    };
    let share = |covered: u64| 100.0 * covered as f64 / rule.households.max(1) as f64;
    let (before, after) = (share(rule.covered_households.before), share(rule.covered_households.after));
    let (m, more) =
        (rule.within_m, signed(rule.covered_households.after as f64 - rule.covered_households.before as f64, 0));
    lang.pick(
        format!("coverage within {m} m: {before:.1} % before, {after:.1} % after ({more} households)"),
        format!("步行 {m} 米覆盖率：{before:.1}% → {after:.1}%（{more} 户）"),
    )
}

fn losers(effect: &EffectEntry, lang: Lang) -> String {
    if effect.losers.is_empty() {
        return lang.pick("no site gets less", "没有站点减少接收量").to_owned();
    }
    let one = |l: &crate::wire::network::test::LoserEntry| {
        let t = grouped(l.kg_less_per_year / 1000.0, 0);
        lang.pick(
            format!("{} −{t} t a year (−{:.0} %)", l.id, l.less_percent),
            format!("{} −{t} 吨/年（−{:.0}%）", l.id, l.less_percent),
        )
    };
    let named: Vec<String> = effect.losers.iter().take(NAMED).map(one).collect();
    let more = effect.losers.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" … (+{more})") } else { String::new() };
    lang.pick(
        format!("who gets less: {}{rest}", named.join(", ")),
        format!("接收量减少的站点：{}{rest}", named.join("、")),
    )
}

/// A difference with its sign; none for nothing.
fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn differences_have_signs() {
        assert_eq!([1234.5, -0.001, -7.0, 0.0].map(|v| signed(v, 1)), ["+1,234.5", "0.0", "−7.0", "0.0"]);
    }
}
