//! A drawn town, imported and priced for one profile, in which one drives from point to point.

use std::sync::Arc;

use huilu::hierarchy::Engine;
use huilu::ids::OsmNodeId;
use huilu::matrix::route::{oracle, route};
use huilu::osm::model::{Coord, Extract};
use huilu::roads::{
    Departure, Itinerary, Metric, Profile, Rule, Rules, Settings, Side, Snap, SnapOptions, Snapper, import,
};
use huilu::units::{Centimetres, Milliseconds};

pub(crate) struct World {
    pub(crate) metric: Metric,
    pub(crate) snapper: Snapper,
}

impl World {
    pub(crate) fn new(extract: &Extract, profile: &str) -> Self {
        Self::with(extract, Profile::shipped(profile).expect("a shipped profile"), Side::Right, None)
    }

    pub(crate) fn with(extract: &Extract, profile: Profile, drives: Side, departure: Option<u16>) -> Self {
        let settings = Settings { drives, ..Settings::default() };
        let city = import(extract.clone(), settings).expect("a city");
        city.check().expect("sound");
        let departure = departure.map(|d| Departure::new(d).expect("a minute of the week"));
        let metric = Metric::new(Arc::clone(&city.network), Arc::new(profile), departure);
        Self { snapper: Snapper::new(&city.network), metric }
    }

    /// Under rules over the map.
    pub(crate) fn under(extract: &Extract, profile: &str, departure: Option<u16>, rules: Vec<Rule>) -> Self {
        let city = import(extract.clone(), Settings::default()).expect("a city");
        let profile = Profile::shipped(profile).expect("a shipped profile");
        let departure = departure.map(|d| Departure::new(d).expect("a minute of the week"));
        let (rules, none) = (Rules::new(&city.network, rules), Rules::default());
        let overlay = rules.in_force(&none, &profile, departure).overlay();
        let metric = Metric::with_rules(Arc::clone(&city.network), Arc::new(profile), departure, &overlay);
        Self { snapper: Snapper::new(&city.network), metric }
    }

    /// Onto the road drawn there, be it an island.
    pub(crate) fn snap(&self, at: Coord) -> Snap {
        let options = SnapOptions { max_distance: Centimetres(3000), ..SnapOptions::default() };
        self.snapper.snap(&self.metric, at, &options).expect("a road there")
    }

    pub(crate) fn route(&self, from: Coord, to: Coord) -> Option<Itinerary> {
        let engine = oracle(&self.metric);
        let found = route(&engine, &mut engine.scratch(), &self.metric, &self.snap(from), &self.snap(to))?;
        let steps = found.steps.iter();
        assert_eq!(steps.clone().map(|s| s.time).sum::<Milliseconds>(), found.time);
        assert_eq!(steps.map(|s| s.length).sum::<Centimetres>(), found.length);
        Some(found)
    }

    /// The junctions passed, as the letters they are drawn with.
    pub(crate) fn way(&self, from: Coord, to: Coord) -> Option<String> {
        let found = self.route(from, to)?;
        let passed = &found.segments[..found.segments.len() - 1];
        let network = self.metric.network();
        let letter = |n: OsmNodeId| u32::try_from(n.0).ok().and_then(char::from_u32).expect("a letter");
        Some(passed.iter().map(|&s| letter(network.junction(network.segment_ends(s)[1]).osm)).collect())
    }
}

/// How many vertices of the turn-expanded graph a world has.
pub(crate) fn vertices(world: &World) -> usize {
    world.metric.network().topology().graph().vertex_count()
}
