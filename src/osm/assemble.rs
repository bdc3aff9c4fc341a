//! Chunks put together: ids resolved, missing nodes trimmed, everything sorted.
//!
//! Of elements that stand in the file twice the later one counts, whole: a road whose later version is none is gone.

use super::areas;
use super::block::{Chunk, weight_of_road};
use super::budget::Budget;
use super::error::Fault;
use super::model::{Coord, Extract, Report, Source, TurnRestriction, Via, Way};
use crate::ids::{OsmNodeId, OsmWayId};
use std::collections::HashMap;

/// A way's place in the chunks.
pub(crate) type Spot = (usize, usize);

/// Where every way stands; of two with the same id, the later.
pub(crate) struct WayIndex(Vec<(i64, Spot)>);

impl WayIndex {
    fn of(chunks: &[Chunk]) -> Self {
        let all = chunks
            .iter()
            .enumerate()
            .flat_map(|(c, chunk)| chunk.ways.iter().enumerate().map(move |(i, &(id, _))| (id, (c, i))));
        let mut all: Vec<_> = all.collect();
        // Stable order by id, then place; equal ids keep the last.
        all.sort_unstable();
        let mut index: Vec<(i64, Spot)> = Vec::with_capacity(all.len());
        for entry in all {
            match index.last_mut() {
                Some(last) if last.0 == entry.0 => *last = entry,
                _ => index.push(entry),
            }
        }
        Self(index)
    }
    pub(crate) fn spot(&self, id: i64) -> Option<Spot> {
        self.0.binary_search_by_key(&id, |&(id, _)| id).ok().map(|i| self.0[i].1)
    }
}

/// Coordinates of the nodes that are needed, by id.
pub(crate) struct Places {
    ids: Vec<i64>,
    coords: Vec<Option<Coord>>,
}

impl Places {
    /// Looks the `wanted` ids up in the chunks; later nodes replace earlier ones.
    fn find(mut wanted: Vec<i64>, chunks: &[Chunk]) -> Self {
        wanted.sort_unstable();
        wanted.dedup();
        wanted.shrink_to_fit();
        let mut coords = vec![None; wanted.len()];
        for chunk in chunks {
            // Nodes usually come sorted, so the next is found a few steps on.
            let mut at = 0;
            let mut before = i64::MIN;
            for &(id, coord) in &chunk.nodes {
                at = if id > before && at > 0 { gallop(&wanted, at, id) } else { wanted.partition_point(|&w| w < id) };
                before = id;
                if wanted.get(at) == Some(&id) {
                    coords[at] = Some(coord);
                }
            }
        }
        Self { ids: wanted, coords }
    }
    /// Where the node is, if the file says.
    pub(crate) fn coord(&self, id: i64) -> Option<Coord> {
        self.ids.binary_search(&id).ok().and_then(|i| self.coords[i])
    }
}

/// The first position from `at` on whose value is not below `id`; everything before `at` is.
fn gallop(sorted: &[i64], at: usize, id: i64) -> usize {
    let mut step = 1;
    let mut low = at;
    while low + step < sorted.len() && sorted[low + step] < id {
        low += step;
        step *= 2;
    }
    let high = (low + step + 1).min(sorted.len());
    low + sorted[low.min(high)..high].partition_point(|&w| w < id)
}

/// Puts the chunks together.
pub(crate) fn assemble(source: Source, mut chunks: Vec<Chunk>, budget: &Budget) -> Result<Extract, Fault> {
    let mut report = count(&chunks);
    let index = WayIndex::of(&chunks);
    let current = |c: usize, i: usize, id: i64| index.spot(id) == Some((c, i));
    let mut roads: Vec<(Spot, Way)> = Vec::new();
    for (c, chunk) in chunks.iter_mut().enumerate() {
        let ours = std::mem::take(&mut chunk.roads);
        roads.extend(ours.into_iter().filter(|(i, way)| current(c, *i, way.id.0)).map(|(i, way)| ((c, i), way)));
    }
    roads.sort_by_key(|(_, way)| way.id);
    let relations = areas::current_relations(&mut chunks);

    let mut wanted: Vec<i64> = roads.iter().flat_map(|&((c, i), _)| chunks[c].way_refs(i)).copied().collect();
    areas::wanted(&chunks, &relations, &index, budget, &mut wanted)?;
    let places = Places::find(wanted, &chunks);
    for chunk in &mut chunks {
        chunk.nodes = Vec::new();
    }

    let mut ways = Vec::with_capacity(roads.len());
    for ((c, i), way) in roads {
        trim(way, chunks[c].way_refs(i), &places, budget, &mut ways, &mut report)?;
    }
    let nodes = used_nodes(&ways, &places);
    let node_features = features(&mut chunks, &nodes);
    let restrictions = restrictions(&mut chunks, &ways, &nodes, &mut report);
    let (found_places, boundaries) = areas::build(&mut chunks, relations, &index, &places, budget, &mut report)?;
    Ok(Extract { source, ways, nodes, node_features, restrictions, places: found_places, boundaries, report })
}

fn count(chunks: &[Chunk]) -> Report {
    let mut report = Report { blobs: chunks.len() as u64, ..Report::default() };
    let mut unknown: HashMap<&str, u64> = HashMap::new();
    for chunk in chunks {
        report.nodes += chunk.nodes.len() as u64 + chunk.bad_coordinates;
        report.ways += chunk.ways.len() as u64;
        report.relations += chunk.relations;
        report.bad_coordinates += chunk.bad_coordinates;
        report.dropped_restrictions += chunk.dropped_restrictions;
        for (value, n) in &chunk.unknown {
            *unknown.entry(value).or_default() += n;
        }
    }
    let mut values: Vec<(String, u64)> = unknown.into_iter().map(|(value, n)| (value.to_owned(), n)).collect();
    values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(50);
    report.unknown_values = values;
    report
}

/// Adds the way's pieces: where nodes are missing in its middle it falls apart, for nobody knows how it runs there.
fn trim(
    way: Way,
    refs: &[i64],
    places: &Places,
    budget: &Budget,
    ways: &mut Vec<Way>,
    report: &mut Report,
) -> Result<(), Fault> {
    let known: Vec<Option<OsmNodeId>> = refs.iter().map(|&id| places.coord(id).map(|_| OsmNodeId(id))).collect();
    let missing = known.iter().filter(|id| id.is_none()).count() as u64;
    let mut pieces = known.split(Option::is_none).filter_map(|run| {
        let mut nodes: Vec<OsmNodeId> = run.iter().copied().flatten().collect();
        nodes.dedup();
        (nodes.len() >= 2).then_some(nodes)
    });
    report.missing_nodes += missing;
    let Some(mut nodes) = pieces.next() else {
        report.dropped_ways += 1;
        return Ok(());
    };
    report.trimmed_ways += u64::from(missing > 0);
    for next in pieces {
        budget.take(weight_of_road(&way))?;
        ways.push(Way { nodes: std::mem::replace(&mut nodes, next), ..way.clone() });
    }
    ways.push(Way { nodes, ..way });
    Ok(())
}

fn used_nodes(ways: &[Way], places: &Places) -> Vec<(OsmNodeId, Coord)> {
    let mut used = vec![false; places.ids.len()];
    for node in ways.iter().flat_map(|way| &way.nodes) {
        if let Ok(i) = places.ids.binary_search(&node.0) {
            used[i] = true;
        }
    }
    let kept = used.iter().enumerate().filter(|(_, used)| **used);
    kept.filter_map(|(i, _)| Some((OsmNodeId(places.ids[i]), places.coords[i]?))).collect()
}

fn has_node(nodes: &[(OsmNodeId, Coord)], id: OsmNodeId) -> bool {
    nodes.binary_search_by_key(&id, |&(id, _)| id).is_ok()
}

fn features(chunks: &mut [Chunk], nodes: &[(OsmNodeId, Coord)]) -> Vec<(OsmNodeId, super::model::NodeFeature)> {
    let all = chunks.iter_mut().flat_map(|chunk| std::mem::take(&mut chunk.node_features));
    let mut kept: Vec<_> = all.map(|(id, f)| (OsmNodeId(id), f)).filter(|(id, _)| has_node(nodes, *id)).collect();
    // Sorting is stable: of the same id the last stays.
    kept.sort_by_key(|(id, _)| *id);
    keep_last(&mut kept, |a, b| a.0 == b.0);
    kept
}

/// Of neighbours that are the same, keeps the last.
pub(crate) fn keep_last<T>(items: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    items.reverse();
    items.dedup_by(|a, b| same(a, b));
    items.reverse();
}

/// Restrictions whose members the extract holds.
fn restrictions(
    chunks: &mut [Chunk],
    ways: &[Way],
    nodes: &[(OsmNodeId, Coord)],
    report: &mut Report,
) -> Vec<TurnRestriction> {
    let has_way = |id: &OsmWayId| ways.binary_search_by_key(id, |way| way.id).is_ok();
    let mut relations: Vec<_> = chunks.iter_mut().flat_map(|chunk| std::mem::take(&mut chunk.restrictions)).collect();
    relations.sort_by_key(|(id, _)| *id);
    keep_last(&mut relations, |a, b| a.0 == b.0);
    let mut kept = Vec::new();
    for (_, rows) in relations {
        let before = kept.len();
        let any = !rows.is_empty();
        for mut row in rows {
            // Of several ways in or out, those that are there still count.
            row.from.retain(has_way);
            row.to.retain(has_way);
            let via = match &row.via {
                Via::Node(node) => has_node(nodes, *node),
                Via::Ways(ways) => ways.iter().all(has_way),
            };
            if via && !row.from.is_empty() && !row.to.is_empty() {
                kept.push(row);
            }
        }
        report.dropped_restrictions += u64::from(any && kept.len() == before);
    }
    kept
}
