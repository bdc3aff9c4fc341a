//! Bans, closures and speeds over the map, and vehicles of a request's own: in drawn towns, and at random.

use std::sync::Arc;

use proptest::prelude::*;

use crate::town::Town;
use crate::world::World;
use huilu::engine::query::{Departure as Moment, Kerb, Kerbs, LonLat, MatrixQuery, RouteQuery, Terms};
use huilu::engine::rules::{
    Area, AtLeast, Direction, Effect, Emission, Finding, Mode, ModeSet, Rule, Vehicles, WeekHours,
};
use huilu::engine::{self, City};
use huilu::ids::{OsmWayId, RoadId};
use huilu::matrix::{route, table};
use huilu::osm::model::{Coord, Polygon};
use huilu::roads::profile::{Papers, Variation};
use huilu::roads::{Departure, Metric, Profile, RoadNetwork, Rules, Settings, import};
use huilu::units::{Centimetres, Grams};

/// From a to d straight through the town by b and c, or round it by e and f, which is longer.
fn town() -> Town {
    let mut t = Town::new(
        400.0,
        "
a-b-c-d
|     |
e-----f",
    );
    for way in ["ab", "bc", "cd", "ae", "ef", "fd"] {
        t.way(way, "");
    }
    t
}

/// The rectangle around some nodes, `margin` metres wider on all sides.
fn around(t: &Town, nodes: &str, margin: f64) -> Polygon {
    let wider = (margin / 111_195.0 * 1e7) as i32;
    let all: Vec<Coord> = nodes.chars().map(|c| t.at(c)).collect();
    let (west, east) =
        (all.iter().map(|c| c.lon_e7).min().unwrap() - wider, all.iter().map(|c| c.lon_e7).max().unwrap() + wider);
    let (south, north) =
        (all.iter().map(|c| c.lat_e7).min().unwrap() - wider, all.iter().map(|c| c.lat_e7).max().unwrap() + wider);
    let ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    Polygon { outer: ring.map(|(lon_e7, lat_e7)| Coord { lon_e7, lat_e7 }).to_vec(), inners: Vec::new() }
}

pub(crate) fn rule(area: Area, effect: Effect) -> Rule {
    Rule {
        id: "r".into(),
        note: String::new(),
        area,
        effect,
        vehicles: Vehicles::all(),
        except: Vec::new(),
        permits: Vec::new(),
        plate_digits: None,
        at_least: AtLeast::default(),
        hours: None,
    }
}

/// Heavy trucks but those of new energy keep out of the middle of the town, Monday to Friday from 7 to 9.
fn ban(t: &Town) -> Rule {
    let hours = (0..5).map(|day| (day * 1440 + 420, day * 1440 + 540)).collect();
    Rule {
        vehicles: Vehicles { modes: ModeSet::default().with(Mode::Hgv), profiles: Vec::new() },
        except: vec![Emission::NewEnergy],
        hours: Some(WeekHours(hours)),
        ..rule(Area::Polygons(vec![around(t, "bc", 50.0)]), Effect::Closed)
    }
}

pub(crate) fn city(t: &Town) -> City {
    City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap()
}

/// A route from the middle of a-e to the middle of d-f: which way round, by its length.
fn through(city: &City, t: &Town, profile: &str, depart: Option<&str>, terms: Terms) -> bool {
    let at = |c: Coord| LonLat { lon: c.lon(), lat: c.lat() };
    let query = RouteQuery {
        profile: profile.into(),
        from: at(t.between('a', 'e', 0.3)),
        to: at(t.between('d', 'f', 0.3)),
        via: Vec::new(),
        via_kerb: Kerbs::default(),
        alternatives: 0,
        depart: depart.map(|d| Moment(d.parse().unwrap())),
        terms,
        kerb: false.into(),
        snap_limit: None,
    };
    // Through the town: 0.3 + 3 + 0.3 pitches of 400 m (a column is half a pitch). Round it: 0.7 + 3 + 0.7.
    let length = city.route(&query).unwrap().leg.length.metres();
    assert!((length - 1440.0).abs() < 2.0 || (length - 1760.0).abs() < 2.0, "{length}");
    length < 1600.0
}

#[test]
fn a_ban_on_heavy_trucks_in_the_morning_binds_them_then_and_nobody_else() {
    let t = town();
    let city = city(&t);
    let plain = || Terms::default();
    let monday = |time: &str| format!("2026-07-06T{time}");
    assert!(through(&city, &t, "heavy_truck", Some(&monday("07:30")), plain()), "before there is a rule");
    assert_eq!(city.set_rules(vec![ban(&t)]), []);
    assert!(!through(&city, &t, "heavy_truck", Some(&monday("07:30")), plain()));
    assert!(through(&city, &t, "heavy_truck", Some(&monday("10:00")), plain()));
    assert!(through(&city, &t, "heavy_truck", Some(&monday("06:50")), plain()));
    assert!(
        !through(&city, &t, "heavy_truck", Some(&monday("06:59")), plain()),
        "it begins before the middle is reached"
    );
    assert!(through(&city, &t, "heavy_truck", Some(&monday("09:00")), plain()), "the end is not in");
    assert!(through(&city, &t, "heavy_truck", Some("2026-07-11T07:30"), plain()), "on Saturdays");
    assert!(through(&city, &t, "heavy_truck", None, plain()), "without a departure there is no hour to judge by");
    assert!(through(&city, &t, "van", Some(&monday("07:30")), plain()));
    let clean = Terms { vehicle: Variation { emission: Some(Emission::NewEnergy), ..Variation::default() }, ..plain() };
    assert!(through(&city, &t, "heavy_truck", Some(&monday("07:30")), clean), "新能源 is exempt");
    assert_eq!(city.rules().hour_changes.len(), 10);
    assert_eq!(city.set_rules(Vec::new()), []);
    assert!(through(&city, &t, "heavy_truck", Some(&monday("07:30")), plain()), "lifted");
}

#[test]
fn a_ban_by_plates_binds_by_the_last_digit_and_a_permit_makes_free() {
    let t = town();
    let city = city(&t);
    let area = || Area::Polygons(vec![around(&t, "bc", 50.0)]);
    let week = |days: &[u16]| Some(WeekHours(days.iter().map(|d| (d * 1440, d * 1440 + 1440)).collect()));
    // Plates on 1 and 6 stay out on Mondays, those on 2 and 7 on Tuesdays, holders of a permit never.
    let by_plate = |digits: [u8; 2], day| Rule {
        plate_digits: Some(digits.to_vec()),
        permits: vec!["centre".into()],
        hours: week(&[day]),
        ..rule(area(), Effect::Closed)
    };
    city.set_rules(vec![by_plate([1, 6], 0), by_plate([2, 7], 1)]);
    assert!(city.judges_plates());
    let with = |plate_digit: Option<u8>, permit: &str| Terms {
        vehicle: Variation { papers: Papers { plate_digit, permits: vec![permit.into()] }, ..Variation::default() },
        ..Terms::default()
    };
    let (monday, tuesday) = (Some("2026-07-06T10:00"), Some("2026-07-07T10:00"));
    let before = city.kept_metrics().0;
    for digit in 0..10 {
        let free = |day| through(&city, &t, "van", day, with(Some(digit), "north"));
        assert_eq!((free(monday), free(tuesday)), (![1, 6].contains(&digit), ![2, 7].contains(&digit)), "{digit}");
        assert!(through(&city, &t, "van", monday, with(Some(digit), "centre")), "{digit}: the permit makes free");
    }
    assert!(through(&city, &t, "van", monday, Terms::default()), "no plate, no rule on plates");
    // Ten plates on two days with two permits are two metrics: the way is open or it is closed.
    assert_eq!(city.kept_metrics().0 - before, 2);
}

#[test]
fn metrics_are_shared_by_all_whom_the_rules_leave_alike() {
    let t = town();
    let city = city(&t);
    let ask = |profile: &str, depart: &str, terms: Terms| through(&city, &t, profile, Some(depart), terms);
    let count = || city.kept_metrics().0;
    ask("heavy_truck", "2026-07-06T07:30", Terms::default());
    ask("van", "2026-07-06T07:30", Terms::default());
    assert_eq!(count(), 2);
    through(&city, &t, "van", None, Terms::default());
    assert_eq!(count(), 2, "a map without hours has none to tell departures apart by");
    city.set_rules(vec![ban(&t)]);
    ask("van", "2026-07-06T07:30", Terms::default());
    ask("heavy_truck", "2026-07-06T12:00", Terms::default());
    assert_eq!(count(), 2, "whom no rule in force binds has the metric from before");
    ask("heavy_truck", "2026-07-06T07:30", Terms::default());
    ask("heavy_truck", "2026-07-09T08:30", Terms::default());
    assert_eq!(count(), 3, "one ban, whatever the day");
    let of = |kg: f64| Terms {
        vehicle: Variation { mass: Some(Grams::from_kg(kg)), ..Variation::default() },
        ..Terms::default()
    };
    let own = Profile::shipped("heavy_truck").unwrap().mass.kg();
    ask("heavy_truck", "2026-07-06T12:00", of(own));
    assert_eq!(count(), 3, "who spells the profile out is the profile");
    ask("heavy_truck", "2026-07-06T12:00", of(12_345.0));
    ask("heavy_truck", "2026-07-06T12:00", of(12_345.0));
    assert_eq!(count(), 4);
    let shun = Terms { exclude: vec![around(&t, "bc", 50.0)], ..Terms::default() };
    assert!(!ask("heavy_truck", "2026-07-06T12:00", shun.clone()), "an area excluded by the request is gone round");
    assert_eq!(count(), 4, "and does what the ban does");
    assert!(!ask("van", "2026-07-06T12:00", shun));
    assert_eq!(count(), 5);
}

#[test]
fn a_truck_too_high_by_request_goes_round_a_low_bridge_that_its_profile_passes() {
    let mut t = town();
    t.extract.ways[1].limits.height = Some(Centimetres(400));
    let city = city(&t);
    let high = |cm: i64| Terms {
        vehicle: Variation { height: Some(Centimetres(cm)), ..Variation::default() },
        ..Terms::default()
    };
    assert!(through(&city, &t, "heavy_truck", None, high(400)));
    assert!(!through(&city, &t, "heavy_truck", None, high(401)));
    assert!(through(&city, &t, "van", None, Terms::default()));
    assert!(!through(&city, &t, "van", None, high(401)));
    // The matrix keeps to the same limits as the route.
    let at = |c: Coord| LonLat { lon: c.lon(), lat: c.lat() };
    let points = vec![at(t.between('a', 'e', 0.3)), at(t.between('d', 'f', 0.3))];
    let query = MatrixQuery {
        profile: "van".into(),
        sources: points,
        targets: None,
        depart: None,
        kerb: Default::default(),
        terms: high(401),
        snap_limit: None,
    };
    let metres = city.matrix(&query).unwrap().cells[1].unwrap().length.metres();
    assert!((metres - 1760.0).abs() < 2.0, "{metres}");
}

/// Points on both sides of three streets, some eight metres off.
fn beside_streets(t: &Town) -> Vec<LonLat> {
    let aside = |a: char, b: char, share: f64, off: f64| {
        let c = t.between(a, b, share);
        LonLat { lon: c.lon() + off, lat: c.lat() + off }
    };
    let streets = [('a', 'e', 0.3), ('d', 'f', 0.6), ('b', 'c', 0.5)];
    streets.iter().flat_map(|&(a, b, share)| [1e-4, -1e-4].map(|off| aside(a, b, share, off))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_place_has_its_own_kerb(
        kerbs in prop::array::uniform2(prop::collection::vec(any::<bool>(), 6)),
        changed in 0..6_usize,
        square in any::<bool>(),
    ) {
        let t = town();
        let city = city(&t);
        let points = beside_streets(&t);
        let table = |kerbs: &[Vec<bool>; 2]| {
            let (sources, targets) = (points.clone(), (!square).then(|| points.clone()));
            let kerb = kerbs.clone().map(Kerbs::Each);
            let (profile, terms) = ("van".into(), Terms::default());
            city.matrix(&MatrixQuery { profile, sources, targets, depart: None, kerb, terms, snap_limit: None }).unwrap().cells
        };
        let cells = table(&kerbs);
        for (i, &from) in points.iter().enumerate() {
            for (j, &to) in points.iter().enumerate() {
                let kerb = Kerb { from: kerbs[0][i], to: kerbs[1][j] };
                let (profile, terms) = ("van".into(), Terms::default());
                let query = RouteQuery { profile, from, to, via: Vec::new(), via_kerb: Kerbs::default(), alternatives: 0, depart: None, terms, kerb, snap_limit: None };
                prop_assert_eq!(cells[i * 6 + j], city.route(&query).ok().map(|r| r.leg), "{} to {}", i, j);
            }
        }
        let mut other = kerbs.clone();
        other.iter_mut().for_each(|k| k[changed] = !k[changed]);
        for (at, (before, after)) in cells.iter().zip(table(&other)).enumerate() {
            prop_assert!(at / 6 == changed || at % 6 == changed || *before == after, "cell {} is of other places", at);
        }
    }
}

#[test]
fn the_kerb_of_one_stop_changes_the_ways_to_it() {
    let t = town();
    let city = city(&t);
    let points = beside_streets(&t);
    let cells = |kerb: [Kerbs; 2]| {
        let (profile, sources, terms) = ("van".into(), points.clone(), Terms::default());
        city.matrix(&MatrixQuery { profile, sources, targets: None, depart: None, kerb, terms, snap_limit: None })
            .unwrap()
            .cells
    };
    let none = cells(Default::default());
    // Whoever comes from the middle of b-c may arrive on one side only of the fourth place, on d-f.
    let one: Vec<bool> = (0..6).map(|i| i == 3 || i == 2).collect();
    let some = cells([Kerbs::All(false), Kerbs::Each(one)]);
    let differing: Vec<usize> = (0..36).filter(|&at| none[at] != some[at]).map(|at| at % 6).collect();
    assert!(!differing.is_empty() && differing.iter().all(|c| [2, 3].contains(c)), "{differing:?}");
}

#[test]
fn a_cell_is_the_route_of_its_pair_at_the_kerb_too() {
    let t = town();
    let city = city(&t);
    let points = beside_streets(&t);
    let mut differ = 0;
    for depart in [None, Some("2026-07-06T07:30")] {
        let depart = depart.map(|d| Moment(d.parse().unwrap()));
        let table = |kerb: bool| {
            let kerb = [Kerbs::All(kerb), Kerbs::All(kerb)];
            let (sources, terms) = (points.clone(), Terms::default());
            let query =
                MatrixQuery { profile: "van".into(), sources, targets: None, depart, kerb, terms, snap_limit: None };
            city.matrix(&query).unwrap()
        };
        let (at_kerb, any) = (table(true), table(false));
        for (i, &from) in points.iter().enumerate() {
            for (j, &to) in points.iter().enumerate() {
                let (profile, terms) = ("van".into(), Terms::default());
                let query = RouteQuery {
                    profile,
                    from,
                    to,
                    via: Vec::new(),
                    via_kerb: Kerbs::default(),
                    alternatives: 0,
                    depart,
                    terms,
                    kerb: true.into(),
                    snap_limit: None,
                };
                let route = city.route(&query).ok().map(|r| r.leg);
                assert_eq!(at_kerb.cells[i * points.len() + j], route, "{i} to {j}");
                differ += usize::from(at_kerb.cells[i * points.len() + j] != any.cells[i * points.len() + j]);
            }
        }
    }
    assert!(differ > 0, "the side of the street matters somewhere");
}

#[test]
fn least_figures_and_names_choose_whom_a_rule_binds() {
    let t = town();
    let [van, light, heavy, foot] =
        ["van", "light_truck", "heavy_truck", "foot"].map(|name| Profile::shipped(name).unwrap());
    let closed = rule(Area::Polygons(vec![around(&t, "bc", 50.0)]), Effect::Closed);
    assert!(closed.binds(&van) && closed.binds(&heavy) && !closed.binds(&foot), "vehicles, unless feet are named");
    let named =
        Rule { vehicles: Vehicles { modes: ModeSet::default(), profiles: vec!["van".into()] }, ..closed.clone() };
    assert!(named.binds(&van) && !named.binds(&light));
    let heavy_only = Rule { at_least: AtLeast { mass: Some(heavy.mass), ..AtLeast::default() }, ..closed };
    assert!(heavy_only.binds(&heavy) && !heavy_only.binds(&light) && light.mass < heavy.mass);
}

#[test]
fn speeds_change_on_ways_in_the_direction_said_and_stay_legal() {
    let mut t = town();
    t.extract.ways[1].maxspeed = [Some(huilu::osm::model::SpeedLimit::Kmh(30)); 2];
    let bc = |direction| Area::Ways(vec![OsmWayId(2)], direction);
    let under = |effect, direction| World::under(&t.extract, "van", None, vec![rule(bc(direction), effect)]);
    let segment = |w: &World, i: usize| {
        let road = w.metric.network().roads_of(OsmWayId(2)).next().unwrap();
        w.metric.segment(road.segments()[i]).unwrap().time().0
    };
    let plain = World::new(&t.extract, "van");
    let [ahead, back] = [0, 1].map(|i| segment(&plain, i));
    assert_eq!(ahead, back);
    let half = under(Effect::Factor(0.5), None);
    assert!([0, 1].iter().all(|&i| (segment(&half, i) - 2 * ahead).abs() <= 1));
    let one_way = under(Effect::Factor(0.5), Some(Direction::Backward));
    assert_eq!((segment(&one_way, 0), (segment(&one_way, 1) - 2 * back).abs() <= 1), (ahead, true));
    // 400 m at 10 km/h are 144 s; at a speed of 100 the limit of 30, of which a fraction is driven, is kept.
    assert!((segment(&under(Effect::Kmh(10.0), None), 0) - 144_000).abs() < 500);
    let fast = segment(&under(Effect::Kmh(100.0), None), 0);
    assert!(fast >= 400 * 3600 / 30 - 500, "{fast}");
    assert_eq!(fast, segment(&under(Effect::Factor(10.0), None), 0));
    // A jam on the way through makes the way round the faster one.
    let jam = under(Effect::Kmh(3.0), None);
    assert_eq!(jam.way(t.between('a', 'e', 0.3), t.between('d', 'f', 0.3)).unwrap(), "ef");
}

#[test]
fn what_a_rule_does_not_find_is_said() {
    let t = town();
    let network = import(t.extract.clone(), Settings::default()).unwrap().network;
    let far = Polygon {
        outer: [(50, 50), (51, 50), (51, 51), (50, 50)]
            .map(|(lon, lat)| Coord::from_degrees(lon.into(), lat.into()).unwrap())
            .to_vec(),
        inners: Vec::new(),
    };
    let rules = Rules::new(
        &network,
        vec![
            rule(Area::Ways(vec![OsmWayId(99), OsmWayId(2), OsmWayId(98)], None), Effect::Closed),
            rule(Area::Polygons(vec![far]), Effect::Closed),
            rule(Area::Ways(vec![OsmWayId(97)], None), Effect::Closed),
        ],
    );
    assert_eq!(
        rules.findings(),
        [
            (0, Finding::UnknownWays(vec![OsmWayId(98), OsmWayId(99)])),
            (1, Finding::NoRoads),
            (2, Finding::UnknownWays(vec![OsmWayId(97)])),
            (2, Finding::NoRoads),
        ]
    );
    assert_eq!(rules.segments(0).len(), 2);
}

#[test]
fn a_closed_street_is_neither_crossed_nor_stopped_on() {
    let t = town();
    let closed = World::under(&t.extract, "van", None, vec![rule(Area::Ways(vec![OsmWayId(2)], None), Effect::Closed)]);
    let options = huilu::roads::SnapOptions::default();
    let snap = closed.snapper.snap(&closed.metric, t.between('b', 'c', 0.4), &options).unwrap();
    let way = closed.metric.network().road(snap.road).way;
    assert_ne!(way, OsmWayId(2), "put on the nearest street that is open");
    assert!(snap.distance > Centimetres(10_000));
}

/// Random rules on the ways of a random town.
fn rules() -> impl Strategy<Value = Vec<(Vec<i64>, u8, f64, Option<bool>)>> {
    prop::collection::vec(
        (prop::collection::vec(1_i64..12, 1..4), 0_u8..3, 0.1..3.0_f64, prop::option::of(any::<bool>())),
        0..4,
    )
}

fn laid(network: &RoadNetwork, drawn: &[(Vec<i64>, u8, f64, Option<bool>)]) -> Rules {
    let each = drawn.iter().map(|(ways, kind, number, ahead)| {
        let direction = ahead.map(|a| if a { Direction::Forward } else { Direction::Backward });
        let effect = match kind {
            0 => Effect::Closed,
            1 => Effect::Factor(*number),
            _ => Effect::Kmh(number * 20.0),
        };
        rule(Area::Ways(ways.iter().map(|&w| OsmWayId(w)).collect(), direction), effect)
    });
    Rules::new(network, each.collect())
}

proptest! {
    #[test]
    fn a_matrix_cell_is_the_route_of_its_pair_and_rules_undone_leave_no_trace(seed in 0_u64..5000, drawn in rules()) {
        let t = crate::walker::random_town(seed);
        let Ok(city) = import(t.extract.clone(), Settings::default()) else { return Ok(()) };
        let (network, profile) = (&city.network, Arc::new(Profile::shipped("heavy_truck").unwrap()));
        let make = |rules: &Rules| {
            let none = Rules::default();
            let overlay = rules.in_force(&none, &profile, None).overlay();
            Metric::with_rules(Arc::clone(network), Arc::clone(&profile), None, &overlay)
        };
        let rules = laid(network, &drawn);
        let metric = make(&rules);
        let snapper = huilu::roads::Snapper::new(network);
        let places: Vec<_> = t.extract.nodes.iter().step_by(3).map(|n| {
            let options = huilu::roads::SnapOptions { max_distance: Centimetres(20_000), ..Default::default() };
            snapper.snap(&metric, n.1, &options).ok()
        }).collect();
        let engine = route::oracle(&metric);
        let table = table::table(&engine, &metric, &places, &places);
        let mut scratch = huilu::hierarchy::Engine::scratch(&engine);
        for (i, from) in places.iter().enumerate() {
            for (j, to) in places.iter().enumerate() {
                let found = from.as_ref().zip(to.as_ref()).and_then(|(f, t)| route::route(&engine, &mut scratch, &metric, f, t));
                let cell = table.leg(i, j);
                prop_assert_eq!(cell.map(|l| l.time), found.as_ref().map(|f| f.time), "{} {:?} from {} to {}", seed, &drawn, i, j);
                for s in found.iter().flat_map(|f| &f.segments) {
                    prop_assert!(metric.segment(*s).is_some());
                }
            }
        }
        // The order of rules does not matter, and lifting them gives the very metric from before.
        let turned: Vec<_> = drawn.iter().rev().cloned().collect();
        let none = Rules::default();
        let other = laid(network, &turned);
        prop_assert_eq!(
            rules.in_force(&none, &profile, None).key(),
            other.in_force(&none, &profile, None).key()
        );
        prop_assert!(metric.same_costs(&make(&other)));
        let (before, after) = (Metric::new(Arc::clone(network), Arc::clone(&profile), None), make(&none));
        prop_assert_eq!(before.weights().packed(), after.weights().packed());
        prop_assert_eq!(before.reach(), after.reach());
        // No rule opens what the tags close.
        for s in network.road_ids().flat_map(RoadId::segments) {
            prop_assert!(before.segment(s).is_some() || metric.segment(s).is_none());
        }
    }
}

#[test]
fn hours_of_rules_and_of_the_map_cut_the_week_together() {
    let mut t = town();
    t.way("be", "hgv:conditional=no@600-660");
    let city = city(&t);
    assert_eq!(city.rules().hour_changes, [600, 660]);
    city.set_rules(vec![Rule { hours: Some(engine::rules::week_hours("Mo 10:30-12:00").unwrap()), ..ban(&t) }]);
    assert_eq!(city.rules().hour_changes, [600, 630, 660, 720]);
    assert!(Departure::new(10_080).is_none());
}

/// A street closed all weekend is not waited for on a Saturday: its places are put on streets that are open, as a matrix puts them.
#[test]
fn what_stays_closed_as_far_as_one_looks_is_not_waited_for() {
    let t = town();
    let city = city(&t);
    let weekend = Rule {
        hours: Some(WeekHours(vec![(5 * 1440, 7 * 1440)])),
        ..rule(Area::Ways(vec![OsmWayId(2)], None), Effect::Closed)
    };
    assert_eq!(city.set_rules(vec![weekend]), []);
    let at = |c: Coord| LonLat { lon: c.lon(), lat: c.lat() };
    let points = [at(t.between('b', 'c', 0.1)), at(t.between('d', 'f', 0.3))];
    let ask = |depart: &str| {
        let depart = Some(Moment(depart.parse().unwrap()));
        let (profile, terms): (String, _) = ("van".into(), Terms::default());
        let [from, to] = points;
        let cell = city
            .matrix(&MatrixQuery {
                profile: profile.clone(),
                sources: vec![from],
                targets: Some(vec![to]),
                depart,
                kerb: Default::default(),
                terms: terms.clone(),
                snap_limit: None,
            })
            .unwrap();
        let (via, via_kerb, kerb) = (Vec::new(), Kerbs::default(), false.into());
        let query =
            RouteQuery { profile, from, to, via, via_kerb, alternatives: 3, depart, terms, kerb, snap_limit: None };
        let route = city.route(&query).unwrap();
        (route.leg, route.waits.len(), cell.cells[0].unwrap())
    };
    let (route, waits, cell) = ask("2026-07-11T10:00");
    assert_eq!((route, waits), (cell, 0), "Saturday morning");
    let (route, waits, cell) = ask("2026-07-12T23:50");
    assert_eq!(waits, 1, "ten minutes before it opens: {route:?} and {cell:?}");
}
