//! A designed network as a picture: what comes to each station in its colour, on the roads.

use std::collections::BTreeMap;

use crate::cli::report::{land, roads};
use crate::engine::City;
use crate::engine::network::courses;
use crate::ids::Id;
use crate::network::answer::{Answer, Origin};
use crate::network::ground::label_point;
use crate::network::model::{Network, SiteId, Status, Tier};
use crate::osm::model::Coord;
use crate::units::Grams;
use crate::wire::lang::Lang;
use crate::wire::network::answer::AnswerFile;
use crate::wire::network::report::grouped;
use crate::wire::network::tables::{change, tier};
use crate::wire::network::write::tier_word;
use crate::wire::picture::{Border, Dot, LonLat, Mark, MarkKind, Picture, Round};

/// Rows of the table beside the map, at most; the largest sites have them.
const ROWS: usize = 34;

/// The picture of a network.
pub(super) fn picture(
    city: &City,
    network: &Network,
    answer: &Answer,
    file: &AnswerFile,
    heading: [String; 2],
    lang: Lang,
) -> Picture {
    let [title, subtitle] = heading;
    let intake = answer.intake(network);
    let kg = |site: SiteId| intake[site].iter().map(|g| g.0).sum::<i64>();
    let mut rows: Vec<SiteId> = network
        .sites
        .iter_ids()
        .filter(|(id, s)| answer.open[*id] && s.tier != Tier::DropOff)
        .map(|(id, _)| id)
        .collect();
    // Sinks and centres first: there are few, and they matter most.
    rows.sort_by_key(|&id| (std::cmp::Reverse(network.sites[id].tier), std::cmp::Reverse(kg(id)), id));
    let place: BTreeMap<SiteId, usize> = rows.iter().enumerate().map(|(i, &id)| (id, i)).collect();
    let mut lines: Vec<Vec<Vec<LonLat>>> = vec![Vec::new(); rows.len()];
    for (to, course) in courses(city, network, answer) {
        if let Some(&row) = place.get(&to) {
            lines[row].push(course.iter().map(|p| (p.lon, p.lat)).collect());
        }
    }
    let rounds = rows.iter().zip(lines).map(|(&id, lines)| Round { cells: cells(file, id, lang), lines }).collect();
    let totals = vec![
        lang.pick("collected", "回收量").to_owned(),
        String::new(),
        grouped(file.figures.collected_t, 0),
        String::new(),
    ];
    limited(Picture {
        title,
        subtitle,
        land: land(city),
        borders: borders(city),
        roads: roads(city),
        rounds,
        dots: dots(network, answer, &place),
        marks: marks(network, answer),
        columns: lang
            .pick(["site", "", "t a year", "use %"], ["站点", "", "吨/年", "利用率%"])
            .map(str::to_owned)
            .to_vec(),
        totals,
        note: note(network, answer, lang),
    })
}

fn note(network: &Network, answer: &Answer, lang: Lang) -> String {
    let mut out = lang
        .pick(
            "dots: where material arises, in the colour of the station it comes to; lines: hauls on the roads",
            "圆点：产生点，颜色为所去站点；线：道路上的运输",
        )
        .to_owned();
    if crowded(network, answer) {
        let n = open_drop_offs(network, answer);
        out += &lang.pick(format!("; {n} drop-off points are not drawn"), format!("；{n} 个交投点未逐一标出"));
    }
    out
}

/// More drop-off points than this hide the map under them.
const DRAWN: usize = 250;

fn open_drop_offs(network: &Network, answer: &Answer) -> usize {
    network.sites.iter_ids().filter(|(id, s)| s.tier == Tier::DropOff && answer.open[*id]).count()
}

fn crowded(network: &Network, answer: &Answer) -> bool {
    open_drop_offs(network, answer) > DRAWN
}

/// The counties, where the city has several.
fn borders(city: &City) -> Vec<Border> {
    let counties = &city.map().settings.counties;
    if counties.len() < 2 {
        return Vec::new();
    }
    let survey_county = |county: &crate::roads::County| {
        let ring = |ring: &Vec<Coord>| -> Vec<LonLat> { ring.iter().map(|c| (c.lon(), c.lat())).collect() };
        let rings: Vec<Vec<LonLat>> = county.polygons.iter().map(|p| ring(&p.outer)).collect();
        let label = label_point(&rings.iter().max_by_key(|r| r.len()).cloned().into_iter().collect())?;
        Some(Border { name: county.name.clone(), label, rings })
    };
    counties.iter().filter_map(survey_county).collect()
}

/// Rows beyond what fits beside the map keep their lines and lose their words.
fn limited(mut picture: Picture) -> Picture {
    if picture.rounds.len() > ROWS {
        let more = picture.rounds.split_off(ROWS);
        if let Some(last) = picture.rounds.last_mut() {
            last.lines.extend(more.into_iter().flat_map(|r| r.lines));
            last.cells = vec!["…".to_owned()];
        }
        for dot in &mut picture.dots {
            dot.round = dot.round.map(|r| r.min(ROWS - 1));
        }
    }
    picture
}

fn cells(file: &AnswerFile, id: SiteId, lang: Lang) -> Vec<String> {
    let Some(site) = file.sites.get(id.index()) else { return Vec::new() };
    vec![
        site.id.clone(),
        format!("{} {}", tier(site.tier, lang), change(site.change, lang)),
        grouped(site.kg_per_year.values().sum::<f64>() / 1000.0, 0),
        site.use_percent.map_or_else(String::new, |p| format!("{p:.0}")),
    ]
}

/// Sources in the colour of the site that most of theirs comes to after the drop-off point.
fn dots(network: &Network, answer: &Answer, place: &BTreeMap<SiteId, usize>) -> Vec<Dot> {
    let mut next: BTreeMap<Origin, BTreeMap<SiteId, Grams>> = BTreeMap::new();
    for flow in &answer.flows {
        *next.entry(flow.from).or_default().entry(flow.to).or_default() += flow.amount;
    }
    let most = |from: Origin| {
        next.get(&from)
            .and_then(|to| to.iter().max_by_key(|(id, kg)| (**kg, std::cmp::Reverse(**id))))
            .map(|(id, _)| *id)
    };
    let station = |from: Origin| {
        let first = most(from)?;
        place.get(&first).copied().or_else(|| place.get(&most(Origin::Site(first))?).copied())
    };
    let largest = network.sources.iter().map(|s| s.households).max().unwrap_or_default().max(1);
    network
        .sources
        .iter_ids()
        .map(|(id, s)| Dot {
            at: s.lon_lat,
            round: station(Origin::Source(id)),
            radius: 1.6 + 3.4 * (f64::from(s.households) / f64::from(largest)).sqrt(),
        })
        .collect()
}

fn marks(network: &Network, answer: &Answer) -> Vec<Mark> {
    let kind = |id: SiteId| match (answer.open[id], network.sites[id].status, network.sites[id].tier) {
        (true, _, Tier::DropOff) => MarkKind::DropOff,
        (true, _, Tier::TransferStation) => MarkKind::TransferStation,
        (true, _, Tier::SortingCentre) => MarkKind::SortingCentre,
        (true, _, Tier::Sink) => MarkKind::Sink,
        (false, Status::Existing, _) => MarkKind::Closed,
        (false, ..) => MarkKind::Unused,
    };
    let mark = |(id, site): (SiteId, &crate::network::model::Site)| Mark {
        kind: kind(id),
        at: site.lon_lat,
        label: format!("{} · {}", site.name, tier(tier_word(site.tier), Lang::Zh)),
    };
    let crowded = crowded(network, answer);
    let drawn = network.sites.iter_ids().filter(|(_, s)| !crowded || s.tier != Tier::DropOff);
    drawn.map(mark).collect()
}
