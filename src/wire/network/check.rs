//! The checks of sense of a network file, one rule a function, named by its code. Each sees the whole file and reports every breach.

use std::collections::HashSet;

use super::context::{Context, from, tier, words};
use super::format::site::StatusWord;
use crate::network::model::Tier;
use crate::wire::codes::{
    E1211, E7401, E7402, E7403, E7404, E7405, E7406, E7407, E7408, E7409, E7410, E7411, E7412, E7413, W7901, W7902,
    W7903, W7904, W7905, W7906,
};
use crate::wire::defect::{Arg, Report};
use crate::wire::lookup::{broken, known, once};

/// Runs them all.
pub(super) fn all(c: &Context<'_>, report: &mut Report) {
    check_e1101_ids_are_used_once(c, report);
    check_e1102_names_are_known(c, report);
    check_e1211_streams_are_listed_once(c, report);
    check_e7402_areas_do_not_lie_in_themselves(c, report);
    check_e7403_hauls_go_on(c, report);
    check_e7404_least_is_within_capacity(c, report);
    check_e7412_w7905_emptying_makes_sense(c, report);
    check_e7405_e7406_counts_can_be_kept(c, report);
    check_e7407_e7408_amounts_are_sensible(c, report);
    check_e7401_w7901_streams_can_be_taken_to_an_end(c, report);
    check_e7409_e7410_e7411_growth_is_sound(c, report);
    check_w7902_w7904_sites_mean_what_they_say(c, report);
    check_w7903_e7413_coverage_has_households(c, report);
}

fn check_e1101_ids_are_used_once(c: &Context<'_>, report: &mut Report) {
    for names in [&c.streams, &c.areas, &c.sites, &c.sources, &c.hauls] {
        once(report, names.what, names.declared("id"));
    }
    once(report, c.land.what, c.land.declared("class"));
}

fn check_e1102_names_are_known(c: &Context<'_>, report: &mut Report) {
    let f = c.file;
    let area = |report: &mut Report, name: &Option<String>, pointer: &dyn Fn() -> String| {
        if let Some(name) = name {
            known(report, &c.areas, name, pointer);
        }
    };
    for (i, a) in f.areas.iter().enumerate() {
        area(report, &a.within, &|| format!("/areas/{i}/within"));
    }
    for (i, site) in f.sites.iter().enumerate() {
        area(report, &site.area, &|| format!("/sites/{i}/area"));
        for (j, intake) in site.streams.iter().enumerate() {
            known(report, &c.streams, intake.stream(), || format!("/sites/{i}/streams/{j}"));
        }
        if let Some(class) = site.land_class.as_ref().filter(|_| !f.land.is_empty()) {
            known(report, &c.land, class, || format!("/sites/{i}/land_class"));
        }
    }
    for (i, source) in f.sources.iter().enumerate() {
        area(report, &source.area, &|| format!("/sources/{i}/area"));
        for stream in source.kg_per_year.keys() {
            known(report, &c.streams, stream, || crate::wire::json::step(&format!("/sources/{i}/kg_per_year"), stream));
        }
    }
    for (i, haul) in f.hauls.iter().enumerate() {
        for (j, stream) in haul.streams.iter().enumerate() {
            known(report, &c.streams, stream, || format!("/hauls/{i}/streams/{j}"));
        }
    }
    for (i, rule) in f.coverage.iter().enumerate() {
        area(report, &rule.area, &|| format!("/coverage/{i}/area"));
    }
    for (i, rule) in f.counts.iter().enumerate() {
        area(report, &rule.area, &|| format!("/counts/{i}/area"));
    }
}

fn check_e1211_streams_are_listed_once(c: &Context<'_>, report: &mut Report) {
    let mut each = |names: &mut dyn Iterator<Item = &str>, at: &dyn Fn(usize) -> String| {
        let mut seen = HashSet::new();
        for (j, name) in names.enumerate() {
            if !seen.insert(name.to_owned()) {
                broken(report, &E1211, at(j), [name.into()]);
            }
        }
    };
    for (i, site) in c.file.sites.iter().enumerate() {
        each(&mut site.streams.iter().map(|s| s.stream()), &|j| format!("/sites/{i}/streams/{j}"));
    }
    for (i, haul) in c.file.hauls.iter().enumerate() {
        each(&mut haul.streams.iter().map(String::as_str), &|j| format!("/hauls/{i}/streams/{j}"));
    }
}

fn check_e7402_areas_do_not_lie_in_themselves(c: &Context<'_>, report: &mut Report) {
    let up = |area: usize| c.file.areas[area].within.as_deref().and_then(|name| c.areas.find(name));
    for (i, area) in c.file.areas.iter().enumerate() {
        let mut at = up(i);
        let mut steps = 0;
        while let Some(above) = at.filter(|&a| a != i && steps < c.file.areas.len()) {
            at = up(above);
            steps += 1;
        }
        if at == Some(i) {
            broken(report, &E7402, format!("/areas/{i}/within"), [area.id.as_str().into()]);
        }
    }
}

fn check_e7403_hauls_go_on(c: &Context<'_>, report: &mut Report) {
    for (i, haul) in c.file.hauls.iter().enumerate() {
        let to = tier(haul.to);
        if let Some(start) = from(haul.from).filter(|&start| start >= to) {
            broken(report, &E7403, format!("/hauls/{i}/to"), [words(start).into(), words(to).into()]);
        }
    }
}

fn check_e7404_least_is_within_capacity(c: &Context<'_>, report: &mut Report) {
    for (i, site) in c.file.sites.iter().enumerate() {
        if let Some(most) = site.capacity_t_per_year.filter(|&most| site.least_t_per_year > most) {
            let args = [site.least_t_per_year.into(), most.into()];
            broken(report, &E7404, format!("/sites/{i}/least_t_per_year"), args);
        }
    }
}

fn check_e7412_w7905_emptying_makes_sense(c: &Context<'_>, report: &mut Report) {
    for (i, site) in c.file.sites.iter().enumerate() {
        let passed_on = (0..c.file.streams.len()).filter(|&s| c.takes(site, s) && !c.ends(site, s));
        let days = passed_on.filter_map(|s| c.file.streams[s].storage_days).chain(site.emptied_days).min();
        if let (Some(kg), Some(days)) = (site.storage_kg, days) {
            let most = kg / 1000.0 * 365.0 / f64::from(days);
            if site.least_t_per_year > most {
                let args = [site.least_t_per_year.into(), u32::from(days).into(), (most * 1000.0).floor().into()];
                broken(report, &E7412, format!("/sites/{i}/storage_kg"), args);
            }
        }
        if site.visit_fen > 0 && site.storage_kg.is_none() && days.is_none() {
            broken(report, &W7905, format!("/sites/{i}/visit_fen"), []);
        }
        if site.storage_kg.is_some() && days.is_none() && site.visit_fen == 0 {
            broken(report, &W7906, format!("/sites/{i}/storage_kg"), []);
        }
    }
}

fn check_e7405_e7406_counts_can_be_kept(c: &Context<'_>, report: &mut Report) {
    for (i, rule) in c.file.counts.iter().enumerate() {
        if let Some(most) = rule.at_most.filter(|&most| rule.at_least > most) {
            broken(report, &E7405, format!("/counts/{i}"), [rule.at_least.into(), most.into()]);
        }
        let of = rule.area.as_deref().and_then(|name| c.areas.find(name));
        if rule.area.is_some() && of.is_none() {
            continue;
        }
        let there =
            c.file.sites.iter().filter(|s| s.tier == rule.tier && c.usable(s) && lies_in(c, &s.area, of)).count();
        if (rule.at_least as usize) > there {
            let args = [rule.at_least.into(), words(tier(rule.tier)).into(), there.into()];
            broken(report, &E7406, format!("/counts/{i}"), args);
        }
    }
}

/// Whether an area named is `of` or lies in it; everything lies in none.
fn lies_in(c: &Context<'_>, area: &Option<String>, of: Option<usize>) -> bool {
    let Some(of) = of else { return true };
    let mut at = area.as_deref().and_then(|name| c.areas.find(name));
    for _ in 0..=c.file.areas.len() {
        match at {
            Some(a) if a == of => return true,
            Some(a) => at = c.file.areas[a].within.as_deref().and_then(|name| c.areas.find(name)),
            None => return false,
        }
    }
    false
}

fn check_e7407_e7408_amounts_are_sensible(c: &Context<'_>, report: &mut Report) {
    const MOST_T: f64 = 1e9;
    let all: f64 = c.file.sources.iter().flat_map(|s| s.kg_per_year.values()).sum::<f64>() / 1000.0;
    if all > MOST_T {
        broken(report, &E7407, "/sources".into(), [all.round().into()]);
    }
    if all <= 0.0 {
        broken(report, &E7408, "/sources".into(), []);
    }
}

fn check_e7401_w7901_streams_can_be_taken_to_an_end(c: &Context<'_>, report: &mut Report) {
    for (s, stream) in c.file.streams.iter().enumerate() {
        let tonnes = c.tonnes(s);
        if tonnes <= 0.0 {
            continue;
        }
        if let Some(why) = stuck(c, s) {
            let code = if stream.uncollected_fen_per_t.is_some() { &W7901 } else { &E7401 };
            broken(report, code, format!("/streams/{s}"), [stream.id.as_str().into(), tonnes.into(), why]);
        }
    }
}

/// Why a stream cannot get from its sources to where it is done with, over tiers alone; `None` where it can.
fn stuck(c: &Context<'_>, s: usize) -> Option<Arg> {
    let id = &c.file.streams[s].id;
    let carries = |haul: &&super::format::haul::HaulEntry| haul.streams.is_empty() || haul.streams.contains(id);
    let takers =
        |t: Tier| c.file.sites.iter().filter(move |site| tier(site.tier) == t && c.usable(site) && c.takes(site, s));
    let mut reached = [false; 4];
    let mut last = None;
    for t in Tier::ALL {
        let comes = c
            .file
            .hauls
            .iter()
            .filter(carries)
            .any(|h| tier(h.to) == t && from(h.from).is_none_or(|start| reached[start.index()]));
        reached[t.index()] = comes && takers(t).next().is_some();
        if reached[t.index()] && takers(t).any(|site| c.ends(site, s)) {
            return None;
        }
        if comes {
            last = Some(t);
        }
    }
    Some(match last {
        None => ("no haul carries it away from its sources", "没有运输方式将其从产生点运出").into(),
        Some(t) if !reached[t.index()] => {
            let (en, zh) = words(t);
            Arg::Each(format!("none of the {en} takes it"), format!("没有{zh}接收"))
        }
        Some(t) => {
            let (en, zh) = words(t);
            Arg::Each(format!("it is not carried on from the {en}"), format!("无法从{zh}继续运出"))
        }
    })
}

fn check_w7902_w7904_sites_mean_what_they_say(c: &Context<'_>, report: &mut Report) {
    for (i, site) in c.file.sites.iter().enumerate() {
        let word = match site.status {
            StatusWord::Existing => None,
            StatusWord::Candidate => Some(("candidate", "候选")),
            StatusWord::Closed => Some(("closed", "已关闭")),
        };
        if let Some(word) = word.filter(|_| site.closing_fen_per_year.is_some()) {
            broken(report, &W7902, format!("/sites/{i}/closing_fen_per_year"), [word.into()]);
        }
        if site.status == StatusWord::Candidate && !c.usable(site) {
            broken(report, &W7904, format!("/sites/{i}/land_class"), [words(tier(site.tier)).into()]);
        }
    }
}

fn check_e7409_e7410_e7411_growth_is_sound(c: &Context<'_>, report: &mut Report) {
    let mut seen = HashSet::new();
    for (i, growth) in c.file.growth.iter().enumerate() {
        if growth.year <= growth.base_year {
            let args = [i64::from(growth.base_year).into(), i64::from(growth.year).into()];
            broken(report, &E7409, format!("/growth/{i}/year"), args);
        }
        if let Some(first) = c.file.growth.first().filter(|f| f.base_year != growth.base_year) {
            let args = [i64::from(first.base_year).into(), i64::from(growth.base_year).into()];
            broken(report, &E7411, format!("/growth/{i}/base_year"), args);
        }
        for (j, stream) in growth.streams.iter().enumerate() {
            known(report, &c.streams, stream, || format!("/growth/{i}/streams/{j}"));
            if !seen.insert(stream) {
                broken(report, &E7410, format!("/growth/{i}/streams/{j}"), [stream.as_str().into()]);
            }
        }
    }
}

/// Most that not reaching anybody may cost by one rule, in fen a year.
const MOST_UNREACHED: i128 = 1_000_000_000_000_000;

fn check_w7903_e7413_coverage_has_households(c: &Context<'_>, report: &mut Report) {
    let households: i128 = c.file.sources.iter().map(|s| i128::from(s.households)).sum();
    for (i, rule) in c.file.coverage.iter().enumerate() {
        let at_most = households * i128::from(rule.unreached_fen);
        if at_most > MOST_UNREACHED {
            let yuan = i64::try_from(at_most / 100).unwrap_or(i64::MAX);
            broken(report, &E7413, format!("/coverage/{i}/unreached_fen"), [yuan.into()]);
        }
        let of = rule.area.as_deref().and_then(|name| c.areas.find(name));
        if !c.file.sources.iter().any(|s| s.households > 0 && lies_in(c, &s.area, of)) {
            broken(report, &W7903, format!("/coverage/{i}"), []);
        }
    }
}
