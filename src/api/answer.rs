//! The engine's answers as they are written.

use serde_json::Value;

use crate::engine::City;
use crate::engine::info::CityInfo;
use crate::engine::mobile::MobileOutcome;
use crate::engine::network::NetworkOutcome;
use crate::engine::network::ground::Grounded;
use crate::engine::network::merge::{Merge, MergeRules, Refuse};
use crate::engine::network::site_test::{Effect, Question, Rounds, SiteTest};
use crate::engine::network::sweep::Sweep;
use crate::engine::query::{self, Contour, LonLat};
use crate::engine::running::{Mended, Offer, Rest};
use crate::units::Centimetres;
use crate::wire::mobile::answer::TimetableFile;
use crate::wire::network::answer::AnswerFile;
use crate::wire::network::merge::{MergeFile, PairEntry};
use crate::wire::network::sweep::{self, SweepFile};
use crate::wire::network::test::{self, RefusedEntry, RoundsStatus, TestFile};
use crate::wire::network::{Parsed, write};
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::response::{
    CityAnswer, CountyAnswer, MatrixAnswer, NearFacility, NearestAnswer, ProfileAnswer, RouteAnswer, RouteLeg,
    RouteStep, RouteWait, SnapAnswer, Warning,
};
use crate::wire::running::Standing;
use crate::wire::running::answer::{ChangesFile, Offered, answer as changes};
use crate::wire::{geo, mobile};

/// Seven decimals are a centimetre; more would be noise of the projection.
fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

fn position(at: LonLat) -> Vec<f64> {
    vec![degrees(at.lon), degrees(at.lat)]
}

/// An empty name is none.
fn named(name: &str) -> Option<String> {
    (!name.is_empty()).then(|| name.to_owned())
}

/// A point put on the road.
#[must_use]
pub fn snap(snap: &query::SnapAnswer) -> SnapAnswer {
    SnapAnswer {
        lon_lat: position(snap.at),
        distance_m: snap.distance.metres(),
        name: named(&snap.road),
        island: snap.island,
        passed_over_m: snap.passed_over.map(Centimetres::metres),
    }
}

/// A route.
#[must_use]
pub fn route(route: &query::RouteAnswer) -> RouteAnswer {
    let step = |s: &query::RouteStep| RouteStep {
        name: named(&s.name),
        name_zh: s.name_zh.clone(),
        r#ref: s.reference.clone(),
        turn: s.turn.to_owned(),
        duration_s: s.leg.time.seconds(),
        distance_m: s.leg.length.metres(),
        from_point: s.begins,
    };
    let wait = |w: &query::RouteWait| RouteWait {
        lon_lat: position(w.at),
        at_point: w.point,
        from: w.from.0.to_string(),
        until: w.until.0.to_string(),
        duration_s: w.time.seconds(),
    };
    RouteAnswer {
        duration_s: route.leg.time.seconds(),
        distance_m: route.leg.length.metres(),
        from: snap(&route.from),
        to: snap(&route.to),
        geometry: route.geometry.iter().copied().map(position).collect(),
        steps: route.steps.iter().map(step).collect(),
        legs: route.legs.iter().map(leg).collect(),
        alternatives: route.alternatives.iter().map(self::route).collect(),
        waits: route.waits.iter().map(wait).collect(),
        warnings: Vec::new(),
    }
}

fn leg(leg: &query::RouteLeg) -> RouteLeg {
    RouteLeg {
        duration_s: leg.leg.time.seconds(),
        distance_m: leg.leg.length.metres(),
        to: snap(&leg.to),
        from_point: leg.begins,
        from_step: leg.first_step,
    }
}

/// The nearest facilities of some places.
#[must_use]
pub fn nearest(answer: &query::NearestAnswer) -> NearestAnswer {
    let snaps = |all: &[Option<query::SnapAnswer>]| all.iter().map(|s| s.as_ref().map(snap)).collect();
    let of_place = |all: &Vec<query::NearFacility>| all.iter().map(near).collect();
    NearestAnswer {
        nearest: answer.nearest.iter().map(|n| n.as_ref().map(of_place)).collect(),
        places: snaps(&answer.places),
        facilities: snaps(&answer.facilities),
        warnings: Vec::new(),
    }
}

/// A facility near a place.
#[must_use]
pub fn near(near: &query::NearFacility) -> NearFacility {
    let query::NearFacility { facility, leg } = *near;
    NearFacility { facility, duration_s: leg.time.seconds(), distance_m: leg.length.metres() }
}

/// A table of ways.
#[must_use]
pub fn matrix(matrix: &query::MatrixAnswer) -> MatrixAnswer {
    let rows = || matrix.cells.chunks(matrix.columns.max(1));
    let snaps = |all: &[Option<query::SnapAnswer>]| all.iter().map(|s| s.as_ref().map(snap)).collect();
    MatrixAnswer {
        duration_s: rows().map(|row| row.iter().map(|c| c.map(|leg| leg.time.seconds())).collect()).collect(),
        distance_m: rows().map(|row| row.iter().map(|c| c.map(|leg| leg.length.metres())).collect()).collect(),
        from: snaps(&matrix.sources),
        to: snaps(&matrix.targets),
        warnings: Vec::new(),
    }
}

/// What can be reached, as GeoJSON.
#[must_use]
pub fn isochrone(contours: &[Contour]) -> Value {
    let ring = |ring: &Vec<LonLat>| ring.iter().map(|p| (degrees(p.lon), degrees(p.lat))).collect::<Vec<_>>();
    let bands: Vec<_> = contours
        .iter()
        .map(|c| {
            let polygons: Vec<Vec<_>> = c.polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect();
            (c.limit.seconds() / 60.0, polygons)
        })
        .collect();
    let mut areas = geo::areas(&bands);
    let features = areas.get_mut("features").and_then(Value::as_array_mut).into_iter().flatten();
    for (feature, contour) in features.zip(contours) {
        feature["properties"]["reached_m"] = contour.reached.metres().into();
    }
    areas
}

/// A city in figures.
#[must_use]
pub fn city(name: &str, info: &CityInfo) -> CityAnswer {
    let stamp = |s: i64| jiff::Timestamp::from_second(s).ok().map(|t| t.to_string());
    let profile = |p: &crate::engine::info::ProfileInfo| ProfileAnswer {
        name: p.name.clone(),
        segments: p.segments as u64,
        components: p.components.clone(),
        component_count: p.component_count as u64,
    };
    let county = |(name, code): &(String, String)| CountyAnswer { name: name.clone(), code: code.clone() };
    CityAnswer {
        name: name.to_owned(),
        fingerprint: info.fingerprint.iter().map(|b| format!("{b:02x}")).collect(),
        bbox: info.bbox.map(|[south_west, north_east]| [position(south_west), position(north_east)].concat()),
        drives: format!("{:?}", info.drives).to_lowercase(),
        timezone: info.timezone.clone(),
        source_timestamp: info.source.timestamp_s.and_then(stamp),
        source: info.source.source.clone(),
        counties: info.counties.iter().map(county).collect(),
        junctions: info.junctions as u64,
        roads: info.roads as u64,
        vertices: info.vertices as u64,
        arcs: info.arcs as u64,
        turn_restrictions: info.turn_restrictions.0 as u64,
        via_way_restrictions: info.turn_restrictions.1 as u64,
        unresolved_restrictions: info.unresolved_restrictions as u64,
        hour_changes: info.hour_changes as u64,
        rules: info.rules as u64,
        kept_metrics: info.kept_metrics as u64,
        places: info.places.iter().map(|(kind, n)| ((*kind).to_owned(), *n as u64)).collect(),
        boundaries: info.boundaries as u64,
        profiles: info.profiles.iter().map(profile).collect(),
    }
}

/// A designed network.
#[must_use]
pub fn network(city: &City, problem: &Parsed, outcome: &NetworkOutcome) -> AnswerFile {
    let warnings = problem.warnings.iter().map(Warning::from).collect();
    let beside = write::Beside { warnings, ..beside(city, &outcome.grounded, outcome.iterations) };
    write::file(&problem.network, &outcome.grounded.ways, &outcome.answer, &beside)
}

/// What a network's file says beside the network; found in so many steps.
#[must_use]
pub fn beside(city: &City, grounded: &Grounded, iterations: u64) -> write::Beside {
    write::Beside {
        city_fingerprint: city.fingerprint_hex(),
        iterations,
        sites_off_road: grounded.sites_off_road.iter().map(|(id, p, _)| (*id, p.clone())).collect(),
        sources_off_road: grounded.sources_off_road.iter().map(|(id, p, _)| (*id, p.clone())).collect(),
        warnings: Vec::new(),
    }
}

/// The rest of a day as the engine takes it.
#[must_use]
pub fn rest(day: &Standing) -> Rest<'_> {
    Rest {
        day: &day.parsed.day,
        energy: &day.parsed.energy,
        start: &day.start,
        promises: &day.promises,
        loose: &day.loose,
    }
}

/// What became of a plan under way.
#[must_use]
pub fn running(day: &Standing, mended: &Mended) -> ChangesFile {
    let offers: Vec<_> =
        mended.offers.iter().map(|(task, offers)| (*task, offers.iter().map(offered).collect())).collect();
    changes(day, &mended.problem, &mended.plan, &offers)
}

fn offered(o: &Offer) -> Offered<'_> {
    Offered { vehicle: o.vehicle, step: o.step, cost: o.cost, start: o.start, shifts: &o.shifts }
}

/// A timetable of a mobile service; `before` is the one that runs now, if there is one.
#[must_use]
pub fn mobile(
    city: &City,
    problem: &mobile::Parsed,
    outcome: &MobileOutcome,
    before: Option<&mobile::read::Former>,
) -> TimetableFile {
    let MobileOutcome { grounded, plan, bound, seed } = outcome;
    let beside = mobile::write::Beside {
        reachable_milli: plan.reachable_milli,
        bound_milli: [bound.households_milli, bound.served_milli],
        worth: [plan.worth, plan.start_worth],
        search: [plan.rounds, *seed],
        left: plan.left.clone(),
        before: before.cloned(),
        ..mobile_beside(city, grounded)
    };
    mobile::write::file(problem, &grounded.problem, &plan.timetable, &beside)
}

/// What a timetable's file says beside the timetable, as far as the roads know.
#[must_use]
pub fn mobile_beside(city: &City, grounded: &crate::engine::mobile::Grounded) -> mobile::write::Beside {
    mobile::write::Beside {
        city_fingerprint: city.fingerprint_hex(),
        timezone: city.map().settings.timezone.clone(),
        off_road: grounded.off_road.clone(),
        locked: grounded.locked.clone(),
        ..mobile::write::Beside::default()
    }
}

/// A sweep, as far as it has come.
#[must_use]
pub fn sweep(city: &City, problem: &Parsed, sweep: &Sweep<'_>) -> SweepFile {
    let question = sweep.question();
    let beside = sweep::write::Beside {
        city_fingerprint: city.fingerprint_hex(),
        network_fingerprint: sweep.fingerprint().to_owned(),
        axis: question.axis,
        rules: question.rules.clone(),
        left: sweep.left(),
    };
    let points = sweep.points().iter().map(|point| sweep::write::Point {
        level: point.level,
        found: match &point.found {
            Ok(found) => Ok((&found.answer, found.measure, found.iterations)),
            Err(e) => Err(RefusedEntry { code: e.code.to_owned(), en: e.cause.en.clone(), zh: e.cause.zh.clone() }),
        },
    });
    sweep::write::file(&problem.network, &sweep.grounded().ways, &beside, &points.collect::<Vec<_>>())
}

/// A site test; `days` are their names, and whether each was drawn from another.
#[must_use]
pub fn site_test(
    city: &City,
    problem: &Parsed,
    question: &Question<'_>,
    days: &[(String, bool)],
    done: &SiteTest,
) -> TestFile {
    let network = &problem.network;
    let tally = |i: usize| done.days.get(i).copied();
    let base = test::write::Base {
        city_fingerprint: city.fingerprint_hex(),
        may_close: question.may_close,
        answer: &done.base,
        closing_alone: done.closing_alone.as_ref(),
        days: days.iter().enumerate().map(|(i, (name, drawn))| (name.clone(), *drawn, tally(i))).collect(),
        not_done: &done.not_done,
    };
    let tested: Vec<test::write::Tested<'_>> = done
        .tested
        .iter()
        .map(|t| test::write::Tested {
            sites: &t.sites,
            effect: t
                .effect
                .as_ref()
                .map(|e| effect(problem, e))
                .map_err(|e| (e.code, e.cause.en.clone(), e.cause.zh.clone())),
        })
        .collect();
    test::write::file(network, &done.grounded.ways, &base, &tested)
}

fn effect<'a>(problem: &'a Parsed, effect: &'a Effect) -> test::write::Effect<'a> {
    let (status, days) = match &effect.rounds {
        Rounds::NotAsked => (RoundsStatus::NotAsked, [].as_slice()),
        Rounds::Unaffected => (RoundsStatus::Unaffected, [].as_slice()),
        Rounds::NotDone => (RoundsStatus::NotDone, [].as_slice()),
        Rounds::Planned(days) => (RoundsStatus::Planned, days.as_slice()),
    };
    let ring = |ring: &Vec<LonLat>| ring.iter().map(|p| (p.lon, p.lat)).collect();
    let streets = effect.catchments.iter().map(|c| test::write::Streets {
        site: c.site,
        haul: &problem.network.hauls[c.haul].name,
        within: c.within,
        km: c.streets.kilometres(),
        polygons: c.polygons.iter().map(|polygon| polygon.iter().map(ring).collect()).collect(),
    });
    test::write::Effect { comparison: &effect.comparison, streets: streets.collect(), status, days }
}

/// Pairs of recycling and refuse sites.
#[must_use]
pub fn merge(city: &City, problem: &Parsed, refuse: &[Refuse], rules: &MergeRules, found: &Merge) -> MergeFile {
    let network = &problem.network;
    let mut pairs: Vec<PairEntry> = found
        .pairs
        .iter()
        .map(|pair| {
            let (site, with) = (&network.sites[pair.site], &refuse[pair.refuse]);
            PairEntry {
                site: site.name.clone(),
                at: Position { lon: site.lon_lat.0, lat: site.lon_lat.1 },
                refuse: with.name.clone(),
                refuse_at: Position { lon: with.at.lon, lat: with.at.lat },
                refuse_land_m2: with.land_m2,
                distance_m: pair.distance.metres(),
                kg_per_year: pair.intake.kg(),
                fixed_fen: pair.fixed.0,
                hauls_fen: pair.hauls.0,
                saving_fen: pair.saving().0,
            }
        })
        .collect();
    pairs.sort_by(|a, b| b.saving_fen.cmp(&a.saving_fen).then_with(|| a.site.cmp(&b.site)));
    MergeFile {
        version: Version,
        city_fingerprint: city.fingerprint_hex(),
        tier: write::tier_word(rules.tier),
        within_m: rules.within.metres(),
        least_m2: rules.least_m2,
        sites: found.sites,
        must_stay: found.must_stay,
        uncovered: found.uncovered,
        refuse_sites: refuse.len(),
        possible: found.possible,
        saving_fen: pairs.iter().map(|p| p.saving_fen).sum(),
        pairs,
    }
}
