//! Areas: closed ways and multipolygons as places and boundaries.

use super::assemble::{Places, WayIndex, keep_last};
use super::block::{Chunk, weight_of};
use super::budget::Budget;
use super::error::Fault;
use super::model::{Boundary, Coord, OsmElement, Place, Polygon, Report};
use super::place::Draft;
use super::relation::AreaRelation;
use super::rings::{STEPS, area_m2, join, polygons};
use crate::ids::{OsmNodeId, OsmWayId};
use std::collections::HashSet;

/// The relations of all chunks by id; of two with the same id, the later.
pub(crate) fn current_relations(chunks: &mut [Chunk]) -> Vec<AreaRelation> {
    let mut all: Vec<_> = chunks.iter_mut().flat_map(|chunk| std::mem::take(&mut chunk.areas)).collect();
    all.sort_by_key(|relation| relation.id);
    keep_last(&mut all, |a, b| a.id == b.id);
    all
}

/// Adds the nodes that outlines need.
pub(crate) fn wanted(
    chunks: &[Chunk],
    relations: &[AreaRelation],
    index: &WayIndex,
    budget: &Budget,
    wanted: &mut Vec<i64>,
) -> Result<(), Fault> {
    for chunk in chunks {
        let ways = chunk.way_places.iter().map(|(i, _)| *i).chain(chunk.way_boundaries.iter().map(|(i, _)| *i));
        for i in ways {
            wanted.extend(chunk.way_refs(i));
        }
    }
    // Neighbouring districts share their border, so each way is looked at once.
    let mut seen = HashSet::new();
    for id in relations.iter().flat_map(|r| r.outers.iter().chain(&r.inners)) {
        if let Some((c, i)) = index.spot(*id).filter(|_| seen.insert(*id)) {
            budget.take(8 * chunks[c].way_refs(i).len())?;
            wanted.extend(chunks[c].way_refs(i));
        }
    }
    Ok(())
}

/// Places by kind of element and id, boundaries by id.
pub(crate) fn build(
    chunks: &mut [Chunk],
    relations: Vec<AreaRelation>,
    index: &WayIndex,
    at: &Places,
    budget: &Budget,
    report: &mut Report,
) -> Result<(Vec<Place>, Vec<Boundary>), Fault> {
    let mut places = points(chunks);
    let mut boundaries = Vec::new();
    for (c, chunk) in chunks.iter().enumerate() {
        let current = |i: usize| index.spot(chunk.ways[i].0) == Some((c, i));
        for (i, draft) in chunk.way_places.iter().filter(|(i, _)| current(*i)) {
            let id = OsmElement::Way(OsmWayId(chunk.ways[*i].0));
            match outline(chunk.way_refs(*i), at) {
                Some(ring) => places.push(place(id, draft, ring, &[])),
                None => report.open_polygons += 1,
            }
        }
        for (i, draft) in chunk.way_boundaries.iter().filter(|(i, _)| current(*i)) {
            match outline(chunk.way_refs(*i), at) {
                Some(outer) => boundaries.push(Boundary {
                    id: OsmElement::Way(OsmWayId(chunk.ways[*i].0)),
                    admin_level: draft.admin_level,
                    names: draft.names.clone(),
                    polygons: vec![Polygon { outer, inners: Vec::new() }],
                }),
                None => report.open_polygons += 1,
            }
        }
    }
    let mut steps = STEPS;
    for relation in relations {
        let mut ring_sets = Vec::new();
        let mut open = 0;
        for members in [&relation.outers, &relation.inners] {
            let (rings, lost) = rings(members, chunks, index, at, budget)?;
            ring_sets.push(rings);
            open += lost;
        }
        let inners = ring_sets.pop().unwrap_or_default();
        let (polygons, dropped) = polygons(ring_sets.pop().unwrap_or_default(), inners, &mut steps);
        report.open_polygons += u64::from(open + dropped > 0);
        let id = OsmElement::Relation(relation.id);
        for draft in &relation.places {
            for polygon in &polygons {
                budget.take(weight_of(draft) + 8 * polygon.outer.len())?;
                places.push(place(id, draft, polygon.outer.clone(), &polygon.inners));
            }
        }
        if let Some(draft) = relation.boundary.filter(|_| !polygons.is_empty()) {
            boundaries.push(Boundary { id, admin_level: draft.admin_level, names: draft.names, polygons });
        }
    }
    places.sort_by_key(|place| (place.id, place.kind));
    boundaries.sort_by_key(|boundary| boundary.id);
    Ok((places, boundaries))
}

fn points(chunks: &mut [Chunk]) -> Vec<Place> {
    // A node's own coordinates went with the node list, so drafts of nodes carry theirs.
    let all = chunks.iter_mut().flat_map(|chunk| std::mem::take(&mut chunk.node_places));
    let mut drafts: Vec<(i64, Coord, Draft)> = all.collect();
    drafts.sort_by_key(|(id, _, draft)| (*id, draft.kind));
    keep_last(&mut drafts, |a, b| a.0 == b.0 && a.2.kind == b.2.kind);
    drafts.into_iter().map(|(id, at, draft)| place(OsmElement::Node(OsmNodeId(id)), &draft, vec![at], &[])).collect()
}

fn place(id: OsmElement, draft: &Draft, outline: Vec<Coord>, holes: &[Vec<Coord>]) -> Place {
    let holes: f64 = holes.iter().map(|ring| area_m2(ring)).sum();
    Place {
        id,
        kind: draft.kind,
        area_m2: (area_m2(&outline) - holes).max(0.0),
        outline,
        levels: draft.levels,
        names: draft.names.clone(),
        accepts: draft.accepts.clone(),
    }
}

/// A closed way as a ring: nodes that the file lacks are left out; fewer than three corners are no area.
fn outline(refs: &[i64], at: &Places) -> Option<Vec<Coord>> {
    let whole = refs.len() >= 4 && refs.first() == refs.last();
    let ring: Option<Vec<Coord>> = refs.iter().map(|&id| at.coord(id)).collect();
    ring.filter(|_| whole)
}

fn rings(
    members: &[i64],
    chunks: &[Chunk],
    index: &WayIndex,
    at: &Places,
    budget: &Budget,
) -> Result<(Vec<Vec<Coord>>, u64), Fault> {
    let mut seen = HashSet::new();
    let spots = members.iter().filter(|&&id| seen.insert(id)).map(|&id| index.spot(id));
    let (mut ways, mut lost) = (Vec::new(), 0);
    for spot in spots {
        match spot {
            Some((c, i)) => ways.push(chunks[c].way_refs(i)),
            None => lost += 1,
        }
    }
    budget.take(16 * ways.iter().map(|way| way.len()).sum::<usize>())?;
    let (rings, open) = join(&ways);
    let mut outlines = Vec::with_capacity(rings.len());
    for ring in &rings {
        match outline(ring, at) {
            Some(ring) => outlines.push(ring),
            None => lost += 1,
        }
    }
    Ok((outlines, lost + open))
}
