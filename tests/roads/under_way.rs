//! Drives under way while rules by hour begin and end: against a walker that tries every moment to go on, and by what must hold of any.

#[path = "../support/draw.rs"]
#[expect(dead_code, reason = "not every way of drawing is wanted here")]
mod draw;
#[path = "under_way/oracle.rs"]
mod oracle;

use std::sync::Arc;

use self::draw::Draw;
use self::oracle::Oracle;
use crate::town::{Town, VEHICLES};
use huilu::hierarchy::{Engine, Hierarchy};
use huilu::ids::{Id, RoadId};
use huilu::matrix::router::{Router, contract, road_order};
use huilu::matrix::{route, timed};
use huilu::osm::model::{Access, Condition, ConditionalAccess, Coord, Direction, WeekHours};
use huilu::roads::rules::{Area, AtLeast, Effect, Vehicles};
use huilu::roads::{Departure, Itinerary, Metric, Profile, RoadNetwork, Rule, Rules, Settings, Snap, import};
use huilu::units::{Centimetres, Milliseconds};

/// A town whose rules change, at moments that are no whole minutes either: a metric for each band, and when the bands after the first begin.
pub(crate) struct Week {
    pub(crate) metrics: Vec<Arc<Metric>>,
    pub(crate) hierarchy: Arc<Hierarchy>,
    pub(crate) edges: Vec<i64>,
}

impl Week {
    fn network(&self) -> &Arc<RoadNetwork> {
        self.metrics[0].network()
    }

    /// The way of one who leaves so many milliseconds after the beginning.
    fn way(&self, depart: i64, from: &Snap, to: &Snap) -> Option<Itinerary> {
        let first = self.edges.partition_point(|&e| e <= depart);
        let edges: Vec<Milliseconds> = self.edges[first..].iter().map(|&e| Milliseconds(e - depart)).collect();
        let mut router = |band: usize| {
            let metric = Arc::clone(&self.metrics[first + band]);
            Arc::new(Router::new(metric, Arc::clone(&self.hierarchy)))
        };
        timed::route(timed::Bands { edges: &edges, router: &mut router }, from, to)
    }

    /// By the rules of the hour departed in alone.
    fn frozen(&self, depart: i64, from: &Snap, to: &Snap) -> Option<Itinerary> {
        let metric = &self.metrics[self.edges.partition_point(|&e| e <= depart)];
        let engine = route::oracle(metric);
        route::route(&engine, &mut engine.scratch(), metric, from, to)
    }
}

/// Minutes of the week, the n-th of which stands for the n-th band.
fn minutes(draw: &mut Draw) -> Vec<Condition> {
    let from = draw.below(4) as u16;
    vec![Condition::Hours(WeekHours(vec![(from, from + 1 + draw.below(3) as u16)]))]
}

fn rule(draw: &mut Draw, ways: usize) -> Rule {
    let some = (0..1 + draw.below(3)).map(|_| huilu::ids::OsmWayId(draw.between(1, ways as i64))).collect();
    let direction = [None, None, Some(Direction::Forward), Some(Direction::Backward)][draw.below(4)];
    Rule {
        id: "r".into(),
        note: String::new(),
        area: Area::Ways(some, direction),
        effect: match draw.below(3) {
            0 => Effect::Factor(draw.between(20, 300) as f64 / 100.0),
            _ => Effect::Closed,
        },
        vehicles: Vehicles::all(),
        except: Vec::new(),
        permits: Vec::new(),
        plate_digits: None,
        at_least: AtLeast::default(),
        hours: draw.percent(90).then(|| {
            let from = draw.below(4) as u16;
            WeekHours(vec![(from, from + 1 + draw.below(3) as u16)])
        }),
    }
}

/// A random town with hours on its restrictions and ways, and bands of some seconds.
pub(crate) fn week(seed: u64, zones: bool) -> Option<Week> {
    let mut draw = Draw::new(seed);
    let mut t: Town = crate::walker::random_town(seed);
    for r in &mut t.extract.restrictions {
        if draw.percent(60) {
            r.when = minutes(&mut draw);
        }
    }
    for way in &mut t.extract.ways {
        if draw.percent(20) {
            let kinds = [Access::No, Access::Yes, Access::Destination, Access::Private];
            let access = kinds[draw.below(if zones { 4 } else { 2 })];
            let direction = draw.percent(30).then_some(Direction::Backward);
            way.conditional.push(ConditionalAccess { modes: VEHICLES, direction, access, when: minutes(&mut draw) });
        }
    }
    let network = import(t.extract.clone(), Settings::default()).ok()?.network;
    let rules: Vec<Rule> = (0..draw.below(4)).map(|_| rule(&mut draw, t.extract.ways.len())).collect();
    let (rules, none) = (Rules::new(&network, rules), Rules::default());
    let mut profile = Profile::shipped("heavy_truck").unwrap();
    // At 36 km/h a street of the town takes ten seconds.
    (profile.max_speed_kmh, profile.town_kmh, profile.rural_kmh) = (72.0, [Some(36.0); 22], [Some(36.0); 22]);
    let profile = Arc::new(profile);
    let metric = |minute: u16| {
        let departure = Departure::new(minute);
        let overlay = rules.in_force(&none, &profile, departure).overlay();
        Arc::new(Metric::with_rules(Arc::clone(&network), Arc::clone(&profile), departure, &overlay))
    };
    let bands = 2 + draw.below(4) as u16;
    let round = draw.percent(50);
    let mut edges: Vec<i64> =
        (1..bands).map(|_| if round { 2500 * draw.between(1, 16) } else { draw.between(1, 40_000) }).collect();
    edges.sort_unstable();
    edges.dedup();
    let metrics = (0..=edges.len() as u16).map(metric).collect();
    let hierarchy = Arc::new(contract(&network, &road_order(&network)).unwrap());
    Some(Week { metrics, hierarchy, edges })
}

/// A place on any road that there is, facing along it, against it or both, whether it is open or not.
fn place(draw: &mut Draw, network: &RoadNetwork) -> Snap {
    let road = RoadId::new(draw.below(network.road_count()));
    let road_length = network.road(road).length;
    let along = Centimetres([0, road_length.0, draw.between(0, road_length.0)][draw.below(3)]);
    let (forward, backward) = [(true, true), (true, false), (false, true)][draw.below(3)];
    let at: Coord = network.junction(network.road(road).ends[0]).at;
    Snap { road, at, distance: Centimetres::ZERO, along, road_length, forward, backward, island: false, gave_up: None }
}

/// The times of steps and waits add up, and waits lie in order within the drive.
fn sound(way: &Itinerary) {
    assert_eq!(way.steps.iter().map(|s| s.time).sum::<Milliseconds>(), way.time);
    assert_eq!(way.steps.iter().map(|s| s.length).sum::<Centimetres>(), way.length);
    let mut at = Milliseconds::ZERO;
    for wait in &way.waits {
        assert!(at <= wait.from && wait.from < wait.until && wait.until <= way.time, "{:?}", way.waits);
        assert!(wait.point < way.geometry.len());
        at = wait.until;
    }
}

fn count(fallback: u64) -> u64 {
    std::env::var("HUILU_WALKER_TOWNS").map_or(fallback, |n| n.parse().expect("a number"))
}

#[test]
fn nothing_arrives_earlier_than_the_way_found_however_one_waits() {
    let (mut compared, mut crossing, mut waiting, mut never, mut skipped) = (0, 0, 0, 0, 0);
    for seed in 0..count(2000) {
        let Some(week) = week(seed, true) else { continue };
        let mut draw = Draw::new(!seed);
        let same_road = draw.percent(20);
        for _ in 0..8 {
            let from = place(&mut draw, week.network());
            let mut to = place(&mut draw, week.network());
            if same_road {
                to = Snap {
                    along: to.along.min(from.road_length),
                    road: from.road,
                    road_length: from.road_length,
                    ..to
                };
            }
            let Some(theirs) = Oracle::new(&week).arrival(&from, &to, &mut draw) else {
                skipped += 1;
                continue;
            };
            let ours = week.way(0, &from, &to);
            assert_eq!(
                ours.as_ref().map(|w| w.time.0),
                theirs,
                "seed {seed}, edges {:?}, {from:?} to {to:?}: {:?}",
                week.edges,
                ours.as_ref().map(|w| (&w.segments, &w.waits)),
            );
            compared += 1;
            if let Some(way) = &ours {
                sound(way);
                crossing += usize::from(week.edges.first().is_some_and(|&e| e < way.time.0));
                waiting += usize::from(!way.waits.is_empty());
            }
            never += usize::from(ours.is_none());
        }
    }
    println!(
        "{compared} compared: {crossing} past an edge, {waiting} with waits, {never} without a way; {skipped} too many"
    );
    assert!(crossing > compared / 4 && waiting > compared / 50 && skipped < compared / 20);
}

#[test]
fn who_leaves_later_never_arrives_earlier() {
    let (mut later, mut waiting) = (0, 0);
    for seed in 0..count(2000) {
        let Some(week) = week(seed, true) else { continue };
        let mut draw = Draw::new(seed ^ 0xF1F0);
        for _ in 0..6 {
            let (from, to) = (place(&mut draw, week.network()), place(&mut draw, week.network()));
            let last = week.edges.last().copied().unwrap_or_default();
            let mut departures: Vec<i64> = (0..8).map(|_| draw.between(0, last + 1000)).collect();
            departures.extend(week.edges.iter().flat_map(|&e| [e - 1, e, e + 1]));
            departures.sort_unstable();
            let mut before: Option<(i64, Option<i64>)> = None;
            for depart in departures {
                let way = week.way(depart, &from, &to);
                let arrival = way.as_ref().map(|w| depart + w.time.0);
                if let Some((left, earlier)) = before {
                    let fine = match (earlier, arrival) {
                        (Some(earlier), Some(arrival)) => earlier <= arrival,
                        (None, Some(_)) => false,
                        (_, None) => true,
                    };
                    assert!(
                        fine,
                        "seed {seed}: left {left} arrives {earlier:?}, left {depart} arrives {arrival:?}; {:?} {from:?} {to:?}",
                        week.edges
                    );
                    later += usize::from(arrival > earlier);
                }
                waiting += usize::from(way.is_some_and(|w| !w.waits.is_empty()));
                before = Some((depart, arrival));
            }
        }
    }
    println!("{later} pairs of departures apart, {waiting} with waits");
    assert!(later > 1000 && waiting > 100);
}

#[test]
fn before_the_rules_change_the_way_is_that_of_the_hour() {
    let (mut within, mut past) = (0, 0);
    for seed in 0..count(2000) {
        let Some(mut week) = week(seed, false) else { continue };
        let mut draw = Draw::new(seed ^ 0xB0B);
        for _ in 0..6 {
            let (from, to) = (place(&mut draw, week.network()), place(&mut draw, week.network()));
            let (frozen, way) = (week.frozen(0, &from, &to), week.way(0, &from, &to));
            // At the very edge the next rules are in force already.
            let inside = |w: &Option<Itinerary>| w.as_ref().is_some_and(|w| w.time.0 < week.edges[0]);
            assert_eq!(
                inside(&frozen),
                inside(&way),
                "seed {seed}, edges {:?}, {from:?} to {to:?}: {:?} and {:?}",
                week.edges,
                frozen.as_ref().map(|w| (w.time, &w.segments)),
                way.as_ref().map(|w| (w.time, &w.segments, &w.waits))
            );
            if inside(&frozen) {
                within += 1;
                let (frozen, way) = (frozen.unwrap(), way.unwrap());
                assert_eq!((frozen.time, frozen.length, way.waits.len()), (way.time, way.length, 0), "seed {seed}");
            } else {
                past += 1;
            }
        }
        // Edges at which nothing changes change nothing.
        let first = Arc::clone(&week.metrics[0]);
        let other = Arc::new(Metric::clone(&first));
        for (i, metric) in week.metrics.iter_mut().enumerate() {
            *metric = Arc::clone(if i % 2 == 0 { &first } else { &other });
        }
        for _ in 0..6 {
            let (from, to) = (place(&mut draw, week.network()), place(&mut draw, week.network()));
            let costs = |w: Option<Itinerary>| w.map(|w| (w.time, w.length, w.waits));
            assert_eq!(costs(week.frozen(0, &from, &to)), costs(week.way(0, &from, &to)), "seed {seed}");
        }
    }
    println!("{within} within the hour, {past} not");
    assert!(within > 100 && past > 100);
}
