//! Why there is no network, in words: each proven cause with what would lift it.

use super::ground::Grounded;
use crate::engine::error::{EngineError, Kind, Text};
use crate::ids::{Id, StreamId};
use crate::network::design::remedy::Advice;
use crate::network::design::solution::Cause;
use crate::network::model::{Network, SiteId, Tier};
use crate::network::pose::Posed;

/// Places named in one cause, at most.
const NAMED: usize = 5;

/// The rules contradict each other or the roads.
pub(super) fn explain(
    network: &Network,
    grounded: &Grounded,
    posed: &Posed,
    causes: &[Cause],
    advice: &Advice,
) -> EngineError {
    let mut lines: Vec<Text> = causes.iter().map(|cause| words(network, posed, cause)).collect();
    let off = grounded.sources_off_road.len() + grounded.sites_off_road.len();
    if off > 0 {
        let names = grounded.sources_off_road.iter().map(|(id, ..)| network.sources[*id].name.as_str());
        let names = names.chain(grounded.sites_off_road.iter().map(|(id, ..)| network.sites[*id].name.as_str()));
        // A place may be off the roads of several profiles.
        let names: std::collections::BTreeSet<&str> = names.collect();
        let off = names.len();
        let names = some_of(names.into_iter().map(str::to_owned).collect());
        lines.push(Text::new(
            format!("{off} places have no road near them: {names}"),
            format!("{off} 个地点附近没有道路：{names}"),
        ));
    }
    EngineError::new(
        Kind::NoAnswer,
        "no_network",
        joined("there is no network that keeps all rules", "没有满足全部规则的网络", &lines),
        super::advice::words(network, posed, advice).unwrap_or_else(|| {
            Text::new(
                "lift one of these: add or enlarge sites, give streams uncollected_fen_per_t, or relax the rule",
                "请放宽其中之一：增加或扩大站点、为品类填写 uncollected_fen_per_t,或放宽规则",
            )
        }),
    )
}

/// The code of a search that ended before there was a network, or a proof that there is none.
pub(super) const NONE_FOUND: &str = "none_found";

/// The budget ended first.
pub(super) fn none_found(network: &Network, posed: &Posed, hint: &[Cause]) -> EngineError {
    let lines: Vec<Text> = hint.iter().map(|cause| words(network, posed, cause)).collect();
    EngineError::new(
        Kind::NoAnswer,
        NONE_FOUND,
        joined("no network was found in the time given", "在给定时间内没有找到可行网络", &lines),
        Text::new("search longer, or relax a rule", "请延长搜索时间或放宽规则"),
    )
}

fn joined(en: &str, zh: &str, lines: &[Text]) -> Text {
    let list = |lines: Vec<&str>| lines.iter().map(|l| format!("\n  - {l}")).collect::<String>();
    Text::new(
        format!("{en}{}", list(lines.iter().map(|l| l.en.as_str()).collect())),
        format!("{zh}{}", list(lines.iter().map(|l| l.zh.as_str()).collect())),
    )
}

fn some_of(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let names = names.join(", ");
    if more == 0 { names } else { format!("{names} … (+{more})") }
}

fn words(network: &Network, posed: &Posed, cause: &Cause) -> Text {
    let stream = |s: usize| network.streams[StreamId::new(s)].name.as_str();
    let source = |d: usize| network.sources[posed.sources[d]].name.clone();
    let t = |kg: f64| format!("{:.3}", kg / 1000.0);
    match cause {
        Cause::NoWay { demand, stream: s } => Text::new(
            format!("{} of “{}” must be collected and no way leads to where it may end", stream(*s), source(*demand)),
            format!("“{}”的{}必须回收，但没有通往终点的路径", source(*demand), stream(*s)),
        ),
        Cause::Capacity { tier, stream: s, short, demands } => {
            let (tier_en, tier_zh) = tier.map_or(("the sites", "各站点"), tier_words);
            let (of_en, of_zh) =
                s.map_or((String::new(), String::new()), |s| (format!(" for {}", stream(s)), stream(s).to_owned()));
            let mut from: Vec<String> = demands.iter().map(|&d| source(d)).collect();
            from.dedup();
            let from = some_of(from);
            Text::new(
                format!("the capacity of {tier_en}{of_en} is {} t a year short (from {from})", t(*short)),
                format!("{tier_zh}的{of_zh}能力每年缺 {} 吨（来自 {from}）", t(*short)),
            )
        }
        Cause::Count { rule, possible } => {
            let rule_text = network.counts.get(*rule);
            let (en, zh) = rule_text.map_or(("sites", "站点"), |r| tier_words(r.tier.index() as u8 + 1));
            Text::new(
                format!("counts/{rule} cannot be kept: {possible} of {en} is what can be"),
                format!("counts/{rule} 无法满足：{zh}的可行数量为 {possible}"),
            )
        }
        Cause::Budget { short } => Text::new(
            format!("the budget is {:.2} yuan short of what the rules need", short / 100.0),
            format!("预算比规则所需少 {:.2} 元", short / 100.0),
        ),
        Cause::Coverage { rule, possible } => {
            // Rounded down: what is printed is not to look like enough.
            let percent = (possible * 10_000.0 + 1e-6).floor().max(0.0) / 100.0;
            Text::new(
                format!("coverage/{rule} cannot be kept: with every site open {percent:.2} % are covered"),
                format!("coverage/{rule} 无法满足：全部站点开放时覆盖率为 {percent:.2}%"),
            )
        }
        Cause::Least { site, short } => {
            let name = &network.sites[SiteId::new(*site)].name;
            Text::new(
                format!("“{name}” must be open and lacks {} t a year to its least", t(*short)),
                format!("“{name}”必须开放，但距最低处理量每年差 {} 吨", t(*short)),
            )
        }
        Cause::Together => {
            Text::new("each rule can be kept alone, and not all of them together", "各规则单独可行，但无法同时满足")
        }
    }
}

fn tier_words(tier: u8) -> (&'static str, &'static str) {
    match Tier::ALL.get(usize::from(tier).saturating_sub(1)) {
        Some(Tier::DropOff) => ("the drop-off points", "交投点"),
        Some(Tier::TransferStation) => ("the transfer stations", "中转站"),
        Some(Tier::SortingCentre) => ("the sorting centres", "分拣中心"),
        Some(Tier::Sink) | None => ("the sinks", "下游"),
    }
}
