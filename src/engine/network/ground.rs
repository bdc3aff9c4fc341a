//! A network put on the roads of a city: ways of its hauls, and who can walk to which drop-off point.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::query::{LonLat, Terms};
use crate::ids::{Id, IdVec};
use crate::matrix::Router;
use crate::matrix::route::oracle;
use crate::matrix::table::table as by_dijkstra;
use crate::matrix::travel::leg;
use crate::network::model::{Coverage, From, Haul, Network, SiteId, SourceId, Status, Tier};
use crate::network::ways::{Way, Ways};
use crate::roads::Snap;

/// Rows of a table computed at a time.
const BLOCK: usize = 1024;
/// More ways than this are refused: they would take gigabytes.
const MOST_WAYS: usize = 30_000_000;

/// A network's ways, and what could not be put on the roads.
#[derive(Debug, Default)]
pub struct Grounded {
    /// The ways.
    pub ways: Ways,
    /// Sites without a road near for a profile that must get there.
    pub sites_off_road: Vec<(SiteId, String, EngineError)>,
    /// Sources likewise.
    pub sources_off_road: Vec<(SourceId, String, EngineError)>,
}

/// By what ways are measured. Both give the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The hierarchy's tables.
    Tables,
    /// Plain Dijkstra from each place: slow, and independent of all that makes tables fast.
    Plain,
}

/// Measures all ways of a network under the rules in force, without hours.
///
/// # Errors
/// `unknown_profile`, `bad_coordinate`; `too_many_ways` where the network's hauls and coverage rules have more than can be held; `cancelled`.
pub fn ground(
    city: &City,
    network: &Network,
    measure: Measure,
    go_on: &dyn Fn() -> bool,
) -> Result<Grounded, EngineError> {
    let mut out = Grounded { ways: Ways::none(&network.hauls), ..Grounded::default() };
    let mut on = OnRoads { city, network, ready: Vec::new() };
    let usable = |tier: Tier| -> Vec<SiteId> {
        network
            .sites
            .iter_ids()
            .filter(|(_, s)| s.tier == tier && s.status != Status::Closed)
            .map(|(id, _)| id)
            .collect()
    };
    for (id, haul) in network.hauls.iter_ids() {
        let to = usable(haul.to);
        let profile = on.profile(&haul.profile)?;
        let left = MOST_WAYS.saturating_sub(out.ways.len());
        match haul.from {
            From::Sources => {
                let from: Vec<SourceId> =
                    network.sources.iter_ids().filter(|(_, s)| arises(s, haul)).map(|(id, _)| id).collect();
                let ends = (profile.sources(&from, &mut out), profile.sites(&to, &mut out));
                out.ways.from_sources[id] = ways(&(&profile.router, measure, go_on), haul, (&from, &to), ends, left)?;
            }
            From::Tier(tier) => {
                let from = usable(tier);
                let ends = (profile.sites(&from, &mut out), profile.sites(&to, &mut out));
                out.ways.from_sites[id] = ways(&(&profile.router, measure, go_on), haul, (&from, &to), ends, left)?;
            }
        }
    }
    let drop_offs = usable(Tier::DropOff);
    let from: Vec<SourceId> = network.sources.ids().collect();
    let mut left = MOST_WAYS.saturating_sub(out.ways.len());
    for (i, rule) in network.coverage.iter().enumerate() {
        // Rules of different areas mostly ask for the same walk.
        let same = |other: &&Coverage| other.profile == rule.profile && other.within == rule.within;
        let walks = match network.coverage[..i].iter().position(|other| same(&other)) {
            Some(before) => out.ways.walks[before].clone(),
            None => {
                let profile = on.profile(&rule.profile)?;
                let mut walks: IdVec<SourceId, Vec<SiteId>> = IdVec::filled(Vec::new(), network.sources.len());
                let ends = (profile.sources(&from, &mut out), profile.sites(&drop_offs, &mut out));
                let mut found = 0;
                cells(&(&profile.router, measure, go_on), &ends.0, &ends.1, false, |row, column, there, _| {
                    if leg(there).is_some_and(|leg| leg.length <= rule.within) {
                        walks[from[row]].push(drop_offs[column]);
                        found += 1;
                    }
                    if found > left { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })?;
                walks
            }
        };
        let held = walks.len() + walks.iter().map(Vec::len).sum::<usize>();
        left = left.checked_sub(held).ok_or_else(too_many_walks)?;
        out.ways.walks.push(walks);
    }
    Ok(out)
}

/// Whether something arises at a source that a haul carries.
fn arises(source: &crate::network::model::Source, haul: &Haul) -> bool {
    source.amounts.iter().any(|&(stream, _)| haul.carries(stream))
}

/// All sources and sites on the roads of one profile, or why not.
struct Profile {
    name: String,
    router: Arc<Router>,
    sources: IdVec<SourceId, Result<Snap, EngineError>>,
    sites: IdVec<SiteId, Result<Snap, EngineError>>,
}

impl Profile {
    /// Where sources stand; those without a road are told of, once.
    fn sources(&self, ids: &[SourceId], out: &mut Grounded) -> Snaps {
        placed(ids, &self.sources, &self.name, &mut out.sources_off_road)
    }
    /// Where sites stand, likewise.
    fn sites(&self, ids: &[SiteId], out: &mut Grounded) -> Snaps {
        placed(ids, &self.sites, &self.name, &mut out.sites_off_road)
    }
}

fn placed<I: Id>(
    ids: &[I],
    snaps: &IdVec<I, Result<Snap, EngineError>>,
    profile: &str,
    off_road: &mut Vec<(I, String, EngineError)>,
) -> Snaps {
    let mut tell = |id: I, why: &EngineError| {
        if !off_road.iter().any(|(known, by, _)| *known == id && by == profile) {
            off_road.push((id, profile.to_owned(), why.clone()));
        }
        None
    };
    ids.iter().map(|&id| snaps[id].as_ref().map_or_else(|why| tell(id, why), |snap| Some(*snap))).collect()
}

struct OnRoads<'a> {
    city: &'a City,
    network: &'a Network,
    ready: Vec<Arc<Profile>>,
}

impl OnRoads<'_> {
    fn profile(&mut self, name: &str) -> Result<Arc<Profile>, EngineError> {
        if let Some(known) = self.ready.iter().find(|p| p.name == name) {
            return Ok(Arc::clone(known));
        }
        let router = self.city.router(&self.city.rules(), name, None, &Terms::default())?;
        let place = |&(lon, lat): &(f64, f64)| match self.city.on_road(router.metric(), LonLat { lon, lat }, None, None)
        {
            Err(e) if e.kind == Kind::NoAnswer => Ok(Err(e)),
            other => other.map(Ok),
        };
        let sources = self.network.sources.iter().map(|s| place(&s.lon_lat)).collect::<Result<_, _>>()?;
        let sites = self.network.sites.iter().map(|s| place(&s.lon_lat)).collect::<Result<_, _>>()?;
        let profile = Arc::new(Profile { name: name.to_owned(), router, sources, sites });
        self.ready.push(Arc::clone(&profile));
        Ok(profile)
    }
}

type Snaps = Vec<Option<Snap>>;

/// On what ways are measured, by what, and whether to go on.
pub(in crate::engine) type By<'a> = (&'a Router, Measure, &'a dyn Fn() -> bool);

/// The ways of a haul between places on the road; back as well where a truck returns.
fn ways<F: Id>(
    by: &By<'_>,
    haul: &Haul,
    (from, to): (&[F], &[SiteId]),
    (starts, ends): (Snaps, Snaps),
    most: usize,
) -> Result<Vec<Way<F>>, EngineError> {
    let mut out = Vec::new();
    let mut too_many = false;
    cells(by, &starts, &ends, haul.truck.is_some(), |row, column, there, back| {
        out.extend(Way::new(haul, from[row], to[column], there, back));
        too_many = out.len() > most;
        if too_many { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if too_many {
        return Err(too_many_ways(haul));
    }
    Ok(out)
}

/// Every cell of a table, row by row, with the one back if wanted (otherwise the same again).
pub(in crate::engine) fn cells(
    by: &By<'_>,
    from: &[Option<Snap>],
    to: &[Option<Snap>],
    back: bool,
    mut each: impl FnMut(usize, usize, u64, u64) -> ControlFlow<()>,
) -> Result<(), EngineError> {
    if from.is_empty() || to.is_empty() {
        return Ok(());
    }
    for (block, rows) in from.chunks(BLOCK).enumerate() {
        if !by.2() {
            return Err(cancelled());
        }
        let there = table(by, rows, to);
        let again = if back { table(by, to, rows) } else { Vec::new() };
        for row in 0..rows.len() {
            for column in 0..to.len() {
                let cell = there[row * to.len() + column];
                let home = if back { again[column * rows.len() + row] } else { cell };
                if each(block * BLOCK + row, column, cell, home).is_break() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// Packed cells from some places to others, row by row.
fn table(by: &By<'_>, from: &[Option<Snap>], to: &[Option<Snap>]) -> Vec<u64> {
    let (router, measure, _) = by;
    match measure {
        Measure::Tables => {
            let mut cells = vec![u64::MAX; from.len() * to.len()];
            router.rows(from, &router.columns(to), cells.chunks_mut(to.len()).collect());
            cells
        }
        Measure::Plain => {
            let legs = by_dijkstra(&oracle(router.metric()), router.metric(), from, to);
            legs.legs().map(|leg| leg.map_or(u64::MAX, |l| (l.time.0 as u64) << 32 | l.length.0 as u64)).collect()
        }
    }
}

pub(in crate::engine) fn cancelled() -> EngineError {
    EngineError::new(
        Kind::Cancelled,
        "cancelled",
        Text::new("it was cancelled before there was an answer", "在得出结果之前被取消"),
        Text::default(),
    )
}

fn too_many_ways(haul: &Haul) -> EngineError {
    let name = &haul.name;
    EngineError::new(
        Kind::BadInput,
        "too_many_ways",
        Text::new(
            format!("with the haul {name:?} the network has more than {MOST_WAYS} ways"),
            format!("加上运输方式 {name:?},网络的路径超过 {MOST_WAYS} 条"),
        ),
        Text::new(
            "give the haul a reach_m, or merge sources that lie together",
            "请填写该运输方式的 reach_m,或合并相邻的产生点",
        ),
    )
}

fn too_many_walks() -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "too_many_ways",
        Text::new(
            format!("with its coverage rules the network has more than {MOST_WAYS} ways and walks"),
            format!("加上覆盖规则，网络的路径与步行关系超过 {MOST_WAYS} 条"),
        ),
        Text::new("ask for shorter walks, or for fewer different ones", "请缩短覆盖规则的步行距离，或减少规则数量"),
    )
}
