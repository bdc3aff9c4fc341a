//! The network checks itself: first its tables, then the graph built from them.

use super::fault::Fault;
use super::geometry::length_m;
use super::network::RoadNetwork;
use super::topology::Layer;
use crate::ids::{Id, SegmentId};
use crate::osm::model::ModeSet;

fn broken(what: &str, index: usize) -> Fault {
    Fault::new(
        "C301",
        format!("{what}[{index}]"),
        [format!("{what} {index} breaks an invariant"), format!("{what} 第 {index} 项不满足约束")],
        ["import the city again", "请重新导入城市"],
    )
}

impl RoadNetwork {
    /// Whether every number in the tables stands for something that is there.
    ///
    /// # Errors
    /// The first that does not.
    pub(super) fn check_tables(&self) -> Result<(), Fault> {
        let mut shape = 0;
        for (i, r) in self.roads.iter().enumerate() {
            let end = self.roads.get(i + 1).map_or(self.shape.len(), |n| n.shape as usize);
            let sound = r.shape as usize == shape
                && end >= shape + 2
                && end <= self.shape.len()
                && (r.from as usize) < self.junctions.len()
                && (r.to as usize) < self.junctions.len()
                && (r.attributes as usize) < self.attributes.len()
                && (r.name as usize) <= self.names.len()
                && r.length_cm < u32::MAX;
            if !sound {
                return Err(broken("roads", i));
            }
            shape = end;
        }
        let way = |&first: &u32| self.roads[first as usize].way;
        if let Some(pair) = self.ways.windows(2).find(|p| way(&p[0]) == way(&p[1])) {
            return Err(broken("roads", pair[1] as usize));
        }
        let on_globe = |lon: i32, lat: i32| lon.unsigned_abs() <= 1_800_000_000 && lat.unsigned_abs() <= 900_000_000;
        if let Some(i) = self.shape.iter().position(|p| !on_globe(p[0], p[1])) {
            return Err(broken("shape", i));
        }
        let junctions = self.junctions.iter();
        match junctions
            .enumerate()
            .find(|(_, j)| !on_globe(j.lon_e7, j.lat_e7) || j.feature as usize > self.features.len())
        {
            Some((i, _)) => Err(broken("junctions", i)),
            None => Ok(()),
        }
    }

    /// Whether all invariants of the module hold.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self) -> Result<(), Fault> {
        self.check_tables()?;
        for id in self.road_ids() {
            let (road, points) = (self.road(id), self.shape(id).collect::<Vec<_>>());
            let ends = road.ends.map(|j| self.junction(j).at);
            let metres = length_m(&points);
            if points.first() != Some(&ends[0])
                || points.last() != Some(&ends[1])
                || (metres - road.length.metres()).abs() > 0.01
            {
                return Err(broken("roads", id.index()));
            }
        }
        let t = &self.topology;
        let graph = &t.graph;
        graph.check().map_err(|_| broken("graph", 0))?;
        let sizes = graph.vertex_count() == t.segment_of.len()
            && graph.arc_count() == t.turn.len()
            && t.first_vertex.len() == 2 * self.road_count() + 1
            && t.enclosed.iter().zip(&t.layered).all(|(e, &l)| l || *e == ModeSet::default())
            && t.first_vertex.is_sorted();
        if !sizes || !t.banned.is_sorted() || t.banned.iter().any(|b| b.0.index() >= graph.arc_count()) {
            return Err(broken("topology", 0));
        }
        for s in (0..2 * self.road_count()).map(SegmentId::new) {
            if t.vertices(s).any(|v| t.segment(v) != s) {
                return Err(broken("segments", s.index()));
            }
        }
        for v in graph.vertices() {
            let at = self.segment_ends(t.segment(v))[1];
            let sound = graph.out(v).all(|(_, head)| {
                self.segment_ends(t.segment(head))[0] == at
                    && (t.layer(head) != Layer::Leaving || t.layer(v) == Layer::Leaving)
            });
            if !sound {
                return Err(broken("vertices", v.index()));
            }
        }
        Ok(())
    }
}
