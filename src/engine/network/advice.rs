//! What would lift an impossibility, in words: field by field of the problem's file.

use crate::engine::error::Text;
use crate::ids::{Id, StreamId};
use crate::network::design::remedy::{Advice, More, Remedy};
use crate::network::model::{Network, SiteId};
use crate::network::pose::Posed;

/// Sites and places named in one line, at most.
const NAMED: usize = 5;

/// The advice in words; `None` where there is none to give.
pub(super) fn words(network: &Network, posed: &Posed, advice: &Advice) -> Option<Text> {
    let lines = |remedies: &[Remedy]| -> Vec<Text> { remedies.iter().map(|r| line(network, posed, r)).collect() };
    let (needed, one_of) = (lines(&advice.needed), lines(&advice.one_of));
    let mut parts: Vec<Text> = Vec::new();
    if !needed.is_empty() {
        parts.push(match advice.verified {
            true if needed.len() == 1 => Text::new(
                "the smallest relaxation with which there is a network (tried out)",
                "使其可行的最小放宽（已试算）",
            ),
            true => Text::new(
                "the smallest relaxation with which there is a network (tried out): all of these",
                "使其可行的最小放宽（已试算），以下各项均需",
            ),
            false => Text::new(
                "needed at least (it has not been shown that this is enough)",
                "至少需要以下放宽（尚未证明足够）",
            ),
        });
        parts.extend(needed);
    }
    if !one_of.is_empty() {
        parts.push(match (parts.is_empty(), one_of.len()) {
            (true, 1) => Text::new(
                "the smallest relaxation with which there is a network (tried out)",
                "使其可行的最小放宽（已试算）",
            ),
            (true, _) => Text::new(
                "the smallest relaxations with which there is a network (tried out): any one of these",
                "使其可行的最小放宽（已试算），以下任选其一",
            ),
            (false, _) => Text::new("and any one of these", "并从以下任选其一"),
        });
        parts.extend(one_of);
    }
    let join = |of: fn(&Text) -> &str| parts.iter().map(of).collect::<Vec<_>>().join("\n  ");
    (!parts.is_empty()).then(|| Text::new(join(|t| &t.en), join(|t| &t.zh)))
}

fn line(network: &Network, posed: &Posed, remedy: &Remedy) -> Text {
    let same = |text: String| Text::new(text.clone(), text);
    match remedy {
        Remedy::Count { rule, least, most } => {
            let was = &posed.problem.counts[*rule];
            let figure = |n: usize| if n == usize::MAX { "-".to_owned() } else { n.to_string() };
            let (field, from, to) =
                if *least == was.least { ("at_most", was.most, *most) } else { ("at_least", was.least, *least) };
            same(format!("/counts/{rule}/{field}: {} → {}", figure(from), figure(to)))
        }
        Remedy::Coverage { rule, share } => {
            let was = posed.problem.coverage[*rule].share * 100.0;
            same(format!("/coverage/{rule}/share_percent: {was:.2} → {:.2}", share * 100.0))
        }
        Remedy::Budget { fen } => {
            let was = posed.problem.budget.unwrap_or_default();
            same(format!("/budget_fen: {was:.0} → {fen:.0}"))
        }
        Remedy::Least { site, kg } => {
            let (name, was) = (site_name(network, *site), posed.problem.sites[*site].least);
            same(format!("/sites/{site}/least_t_per_year ({name}): {:.3} → {:.3}", was / 1000.0, kg / 1000.0))
        }
        Remedy::Capacity(more) => capacity(network, more),
        Remedy::Leave { demand } => {
            let source = &network.sources[posed.sources[*demand]].name;
            let parts = &posed.problem.demands[*demand].parts;
            let streams: Vec<&str> =
                parts.iter().map(|p| network.streams[StreamId::new(p.0)].name.as_str()).take(NAMED).collect();
            let (t, names) = (parts.iter().map(|p| p.1).sum::<f64>() / 1000.0, streams.join(", "));
            Text::new(
                format!(
                    "/streams uncollected_fen_per_t for {names}: {t:.3} t a year of “{source}” must be allowed to be left"
                ),
                format!("/streams 为 {names} 填写 uncollected_fen_per_t：“{source}”每年 {t:.3} 吨须允许不回收"),
            )
        }
    }
}

fn capacity(network: &Network, more: &[More]) -> Text {
    let total: f64 = more.iter().map(|m| m.kg).sum::<f64>() / 1000.0;
    let one = |m: &More| {
        let (name, t) = (site_name(network, m.site), m.kg / 1000.0);
        match m.stream {
            None => format!("/sites/{}/capacity_t_per_year ({name}) +{t:.3}", m.site),
            Some(s) => {
                let stream = &network.streams[StreamId::new(s)].name;
                format!("/sites/{}/streams {stream} capacity_t_per_year ({name}) +{t:.3}", m.site)
            }
        }
    };
    let mut list: Vec<String> = more.iter().take(NAMED).map(one).collect();
    if more.len() > NAMED {
        list.push(format!("… (+{})", more.len() - NAMED));
    }
    let list = list.join("; ");
    Text::new(
        format!("capacity, {total:.3} t a year more in all: {list}"),
        format!("能力共增加每年 {total:.3} 吨：{list}"),
    )
}

fn site_name(network: &Network, site: usize) -> &str {
    &network.sites[SiteId::new(site)].name
}
