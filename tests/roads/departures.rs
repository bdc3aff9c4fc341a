//! Routes at a departure, in drawn towns: rules begin and end while the vehicle is under way.

use crate::rules::{city, rule};
use crate::town::{Town, VEHICLES};
use huilu::engine::City;
use huilu::engine::query::{Departure as Moment, LonLat, MatrixQuery, RouteAnswer, RouteQuery, Terms};
use huilu::engine::rules::{Area, Effect, Rule, WeekHours, week_hours};
use huilu::osm::model::{Access, Condition, ConditionalAccess, Coord, RestrictionKind};
use huilu::roads::Profile;
use huilu::units::Milliseconds;

/// From a in the west straight to d by the middle b-c, or round it by e, f, which is longer; 4 km between columns, at 36 km/h 400 s.
fn town() -> Town {
    let mut t = Town::new(4000.0, "\na-b-c-d\n\ne-----f");
    for way in ["ab", "bc", "cd", "ae", "ef", "fd"] {
        t.way(way, "");
    }
    t
}

/// A truck that drives 36 km/h everywhere and turns without loss, so that times can be told from the drawing.
fn plain() -> Profile {
    let mut p = Profile::shipped("heavy_truck").unwrap();
    p.name = "plain".into();
    (p.max_speed_kmh, p.town_kmh, p.rural_kmh) = (36.0, [Some(36.0); 22], [Some(36.0); 22]);
    let nothing = Milliseconds::ZERO;
    p.turns = huilu::roads::profile::TurnCosts {
        near: nothing,
        far: nothing,
        straight: nothing,
        signal: nothing,
        u_turn: Milliseconds(20_000),
        gate: nothing,
    };
    p
}

fn with(t: &Town, rules: Vec<Rule>) -> City {
    let mut city = city(t);
    city.add_profile(plain());
    city.set_rules(rules);
    city
}

/// The way drawn by these nodes.
fn on(t: &Town, nodes: &str) -> Area {
    let way = t.extract.ways.iter().find(|w| w.names.name.as_deref() == Some(nodes)).unwrap();
    Area::Ways(vec![way.id], None)
}

fn ban(t: &Town, nodes: &str, hours: &str) -> Rule {
    Rule { hours: Some(week_hours(hours).unwrap()), ..rule(on(t, nodes), Effect::Closed) }
}

fn lon_lat(c: Coord) -> LonLat {
    LonLat { lon: c.lon(), lat: c.lat() }
}

fn query(from: Coord, to: Coord, depart: &str) -> RouteQuery {
    RouteQuery {
        profile: "plain".into(),
        from: lon_lat(from),
        to: lon_lat(to),
        depart: Some(Moment(depart.parse().unwrap())),
        terms: Terms::default(),
        via: Vec::new(),
        via_kerb: Default::default(),
        alternatives: 0,
        kerb: false.into(),
        snap_limit: None,
    }
}

/// Seconds under way, kilometres, and each wait as `from until`; checks that the steps add up.
fn asked(city: &City, from: Coord, to: Coord, depart: &str) -> (i64, i64, Vec<String>) {
    let found = city.route(&query(from, to, depart)).unwrap();
    let sum: Milliseconds = found.steps.iter().map(|s| s.leg.time).sum();
    assert_eq!(sum, found.leg.time);
    let text = |w: &huilu::engine::query::RouteWait| {
        assert_eq!(found.geometry[w.point], w.at);
        format!("{} {}", w.from.0.time(), w.until.0.time())
    };
    let tenths = (found.leg.length.0 + 5_000) / 10_000;
    ((found.leg.time.0 + 500) / 1000, tenths, found.waits.iter().map(text).collect())
}

#[test]
fn a_ban_that_begins_on_a_long_approach_is_gone_round_and_one_inside_drives_on() {
    let t = town();
    let city = with(&t, vec![ban(&t, "bc", "07:00-09:00")]);
    let (a, d) = (t.between('a', 'b', 0.1), t.between('c', 'd', 0.5));
    // 3.6 km to b, 4 km to c, 2 km more: through at 06:50, for b is reached at 06:56.
    assert_eq!(asked(&city, a, d, "2026-07-06T06:50"), (960, 96, vec![]));
    // The last moment: b at 06:59:59, in the middle when the ban begins, out at c.
    assert_eq!(asked(&city, a, d, "2026-07-06T06:53:58"), (960, 96, vec![]));
    // Two seconds later b is closed. Back by a: one cannot turn round, so round the town from the start: 0.4 + 4 + 12 + 4 + 2 km.
    let round = asked(&city, a, d, "2026-07-06T06:54:02");
    assert_eq!(round, (2240, 224, vec![]));
    assert_eq!(asked(&city, a, d, "2026-07-06T08:00"), round);
    // The rules of the hour departed in would have said: through.
    let cell = city
        .matrix(&MatrixQuery {
            profile: "plain".into(),
            sources: vec![lon_lat(a)],
            targets: Some(vec![lon_lat(d)]),
            depart: Some(Moment("2026-07-06T06:54:02".parse().unwrap())),
            kerb: Default::default(),
            terms: Terms::default(),
            snap_limit: None,
        })
        .unwrap();
    assert_eq!(cell.cells[0].unwrap().time.0 / 1000, 960, "a matrix keeps to the hour departed in");
}

#[test]
fn before_a_ban_ends_one_waits_or_goes_round_whichever_is_earlier() {
    let t = town();
    let city = with(&t, vec![ban(&t, "bc", "07:00-09:00")]);
    let (a, d) = (t.between('a', 'b', 0.1), t.between('c', 'd', 0.5));
    // 08:55 + 360 s to b is after the end.
    assert_eq!(asked(&city, a, d, "2026-07-06T08:55"), (960, 96, vec![]));
    // At b by 08:51, from 09:00 on 600 s more: 25 minutes, against 2240 s round.
    assert_eq!(asked(&city, a, d, "2026-07-06T08:45"), (1500, 96, vec!["08:51:00 09:00:00".into()]));
    // Seconds count, too.
    assert_eq!(asked(&city, a, d, "2026-07-06T08:45:17.250"), (1483, 96, vec!["08:51:17.25 09:00:00".into()]));
    assert_eq!(asked(&city, a, d, "2026-07-06T08:45:17.2509999").2, ["08:51:17.25 09:00:00"]);
    // From 08:32:40 on waiting is as long as going round; before it, round.
    assert_eq!(asked(&city, a, d, "2026-07-06T08:32:39"), (2240, 224, vec![]));
    assert_eq!(asked(&city, a, d, "2026-07-06T08:32:41"), (2239, 96, vec!["08:38:41 09:00:00".into()]));
}

#[test]
fn a_place_inside_a_ban_is_waited_for_and_waited_in() {
    let t = town();
    let city = with(&t, vec![ban(&t, "bc", "07:00-09:00")]);
    let (a, middle, d) = (t.between('a', 'b', 0.5), t.between('b', 'c', 0.25), t.between('c', 'd', 0.5));
    // To the middle: 200 s to b, then 100 s.
    assert_eq!(asked(&city, a, middle, "2026-07-06T08:50"), (700, 30, vec!["08:53:20 09:00:00".into()]));
    assert_eq!(asked(&city, a, middle, "2026-07-06T06:58"), (7320 + 100, 30, vec!["07:01:20 09:00:00".into()]));
    assert_eq!(asked(&city, a, middle, "2026-07-06T06:56:39"), (300, 30, vec![]), "b at 06:59:59, and on inside");
    // From the middle: at the start, until it may be left.
    assert_eq!(asked(&city, middle, d, "2026-07-06T08:50"), (600 + 500, 50, vec!["08:50:00 09:00:00".into()]));
    assert_eq!(asked(&city, middle, d, "2026-07-06T06:59:59"), (500, 50, vec![]));
    // On one street, ahead.
    let ahead = t.between('b', 'c', 0.5);
    assert_eq!(asked(&city, middle, ahead, "2026-07-06T08:59"), (160, 10, vec!["08:59:00 09:00:00".into()]));
    assert_eq!(asked(&city, middle, ahead, "2026-07-06T06:59:30"), (100, 10, vec![]));
    // A ban that does not end within a day is not waited for.
    city.set_rules(vec![ban(&t, "bc", "Mo 07:00-24:00; Tu 00:00-08:01")]);
    let refused = city.route(&query(a, middle, "2026-07-06T08:00")).unwrap_err();
    assert_eq!(refused.code, "no_way");
    assert_eq!(asked(&city, a, middle, "2026-07-06T08:01").2, ["08:04:20 08:01:00"]);
}

#[test]
fn speeds_change_from_share_to_share_of_a_street() {
    let t = town();
    let half = Rule { hours: Some(week_hours("07:00-09:00").unwrap()), ..rule(on(&t, "bc"), Effect::Factor(0.5)) };
    let city = with(&t, vec![half]);
    let (b, c) = (t.between('b', 'c', 0.0), t.between('b', 'c', 1.0));
    // 200 s at 36 km/h are half of the street; the other half takes 400 s.
    assert_eq!(asked(&city, b, c, "2026-07-06T06:56:40"), (600, 40, vec![]));
    // And at the end of the jam: 100 s are an eighth, 350 s the rest.
    assert_eq!(asked(&city, b, c, "2026-07-06T08:58:20"), (450, 40, vec![]));
}

#[test]
fn the_week_wraps_from_sunday_night_to_monday() {
    let t = town();
    let (a, d) = (t.between('a', 'b', 0.1), t.between('c', 'd', 0.5));
    let city = with(&t, vec![ban(&t, "bc", "Mo 00:00-01:00")]);
    assert_eq!(asked(&city, a, d, "2026-07-05T23:53:59"), (960, 96, vec![]));
    assert_eq!(asked(&city, a, d, "2026-07-05T23:59"), (2240, 224, vec![]));
    let city = with(&t, vec![ban(&t, "bc", "Su 12:00-24:00")]);
    assert_eq!(asked(&city, a, d, "2026-07-05T23:53:59"), (960 + 1, 96, vec!["23:59:59 00:00:00".into()]));
    assert_eq!(asked(&city, a, d, "2026-07-05T23:54:00"), (960, 96, vec![]));
}

#[test]
fn the_calendar_ends_without_harm() {
    let t = town();
    let (a, d) = (t.between('a', 'b', 0.1), t.between('c', 'd', 0.5));
    let city = with(&t, vec![ban(&t, "bc", "00:00-01:00"), ban(&t, "ef", "12:00-13:00")]);
    // The last day there is has no midnight after it at which a ban could begin.
    assert_eq!(asked(&city, a, d, "9999-12-31T23:59:59.999999999"), (960, 96, vec![]));
    assert_eq!(asked(&city, a, d, "-009999-01-01T00:30"), (2240, 224, vec![]));
    assert_eq!(asked(&city, a, d, "-009999-01-01T00:50").2, ["00:56:00 01:00:00"]);
}

#[test]
fn a_turn_that_is_banned_for_an_hour_is_waited_for() {
    let mut t = Town::new(4000.0, "\na-b-c\n\n  d");
    let west = t.way("ab", "");
    t.way("bc", "");
    let south = t.way("bd", "");
    t.ban(RestrictionKind::No, west, 'b', south);
    t.extract.restrictions[0].when = vec![Condition::Hours(WeekHours(vec![(420, 540)]))];
    let city = with(&t, Vec::new());
    let (a, d) = (t.between('a', 'b', 0.5), t.between('b', 'd', 0.5));
    assert_eq!(asked(&city, a, d, "2026-07-06T06:50"), (400, 40, vec![]));
    // To c and back by b takes 800 s and a turn more; the ban ends sooner or later.
    assert_eq!(asked(&city, a, d, "2026-07-06T07:30"), (400 + 820, 120, vec![]));
    assert_eq!(asked(&city, a, d, "2026-07-06T08:50"), (800, 40, vec!["08:53:20 09:00:00".into()]));
    assert_eq!(asked(&city, a, d, "2026-07-06T08:57"), (400, 40, vec![]), "it ends while on the way");
}

#[test]
fn who_drives_a_street_when_it_becomes_a_zone_may_leave_it_and_nobody_crosses_it() {
    let mut t = town();
    let when = vec![Condition::Hours(WeekHours(vec![(420, 540)]))];
    let zone = ConditionalAccess { modes: VEHICLES, direction: None, access: Access::Destination, when };
    t.extract.ways[1].conditional.push(zone);
    let city = with(&t, Vec::new());
    let (a, middle, d) = (t.between('a', 'b', 0.1), t.between('b', 'c', 0.25), t.between('c', 'd', 0.5));
    assert_eq!(asked(&city, a, d, "2026-07-06T06:53:58"), (960, 96, vec![]), "on it when it begins");
    assert_eq!(asked(&city, a, d, "2026-07-06T06:54:02"), (2240, 224, vec![]), "not crossed");
    assert_eq!(asked(&city, a, middle, "2026-07-06T06:58"), (460, 46, vec![]), "its own places are served");
    // Out of it, when it begins or ends meanwhile.
    assert_eq!(asked(&city, middle, d, "2026-07-06T06:59:30"), (500, 50, vec![]));
    assert_eq!(asked(&city, middle, d, "2026-07-06T08:59:30"), (500, 50, vec![]));
}

#[test]
fn within_an_hour_the_route_is_the_cell_of_the_matrix() {
    let t = town();
    let city = with(&t, vec![ban(&t, "bc", "07:00-09:00")]);
    let places: Vec<LonLat> =
        [('a', 'b'), ('c', 'd'), ('e', 'f'), ('f', 'd')].map(|(a, b)| lon_lat(t.between(a, b, 0.3))).to_vec();
    let mut within = 0;
    for depart in
        ["2026-07-06T03:00", "2026-07-06T06:40", "2026-07-06T07:30", "2026-07-06T08:55:30", "2026-07-06T22:00"]
    {
        let moment = Moment(depart.parse().unwrap());
        let depart = Some(moment);
        let (sources, terms) = (places.clone(), Terms::default());
        let query = MatrixQuery {
            profile: "plain".into(),
            sources,
            targets: None,
            depart,
            kerb: Default::default(),
            terms,
            snap_limit: None,
        };
        let table = city.matrix(&query).unwrap();
        for (i, &from) in places.iter().enumerate() {
            for (j, &to) in places.iter().enumerate() {
                let (profile, terms) = ("plain".into(), Terms::default());
                let query = RouteQuery {
                    profile,
                    from,
                    to,
                    via: Vec::new(),
                    via_kerb: Default::default(),
                    alternatives: 0,
                    depart,
                    terms,
                    kerb: false.into(),
                    snap_limit: None,
                };
                let way: RouteAnswer = city.route(&query).unwrap();
                let cell = table.cells[i * places.len() + j].unwrap();
                let arrives = moment.after(cell.time).unwrap().0;
                let hour = |at: jiff::civil::DateTime| [7, 9].map(|edge| at.time().hour() < edge);
                if hour(moment.0) == hour(arrives) && arrives.date() == moment.0.date() {
                    assert_eq!(way.leg, cell);
                    within += 1;
                }
            }
        }
    }
    assert!(within > 50, "{within}");
}
