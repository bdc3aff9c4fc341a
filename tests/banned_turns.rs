//! Banned turns on real cities: for every turn restriction that a profile must obey, places between which the best way without restrictions takes the
//! turn. The router must not drive it, and must find exactly what a Dijkstra over the raw ways and relations finds: what bans too much fails as well.
//!
//! Wants `../shared/data` (or `HUILU_DATA`) and is skipped with a word without it. Every 20th restriction is tried; all of them by
//! `HUILU_SOURCES=1 cargo test --release --locked --test banned_turns`.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "no rules are laid here")]
mod built;
#[path = "banned_turns/courses.rs"]
mod courses;
#[path = "support/real.rs"]
mod real;
#[path = "banned_turns/relations.rs"]
mod relations;
#[path = "banned_turns/streets.rs"]
mod streets;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::Arc;

use built::{Built, built, sources};
use courses::{Nowhere, Pieces};
use huilu::ids::{RoadId, SegmentId};
use huilu::matrix::router::Router;
use huilu::osm::model::ModeSet;
use huilu::osm::{Caps, read};
use huilu::roads::{Metric, Profile, RoadNetwork, Settings, Snap, import};
use huilu::units::Centimetres;
use relations::Relations;
use streets::{Rules, Streets};

/// Why a restriction that binds has no pair; of several reasons the last is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Without {
    Nowhere(Nowhere),
    /// `only` where there is no other way on anyway.
    NothingElse,
    /// A piece of the turn is closed to the vehicle.
    Closed,
    /// The vehicle may not make the turn anyway: it does not turn round there, or is barred.
    NoTurn,
    /// There is no way without restrictions: zones would be crossed.
    NoWay,
    /// Without restrictions another way is faster.
    Faster,
}

impl Without {
    fn words(self) -> &'static str {
        match self {
            Self::Nowhere(Nowhere::Absent) => "a member is missing in the file or no road",
            Self::Nowhere(Nowhere::Apart) => "the members do not meet in any direction that may be driven",
            Self::NothingElse => "an only_* where there is no other way on",
            Self::Closed => "a member is closed to the vehicle",
            Self::NoTurn => "the vehicle may not make the turn anyway",
            Self::NoWay => "the turn crosses a zone",
            Self::Faster => "another way is faster without restrictions too",
        }
    }
}

struct Town {
    built: Built,
    relations: Relations,
    /// The same roads, with restrictions that bind nobody.
    free: Arc<RoadNetwork>,
}

fn town(name: &'static str) -> Option<Town> {
    let built = built(name)?;
    let (path, network) = (&built.path, &built.network);
    let mut extract = read(File::open(path).unwrap(), &Caps::default(), &|_| {}).unwrap();
    extract.restrictions.iter_mut().for_each(|r| r.modes = ModeSet::default());
    let free = import(extract, Settings::default()).unwrap().network;
    assert_eq!(network.road_count(), free.road_count());
    assert!(network.road_ids().all(|r| network.road(r).ends == free.road(r).ends));
    Some(Town { relations: Relations::read(path), free, built })
}

/// On a segment, at a share of it, facing along it; the other way as well if `both` and one may.
fn stand(streets: &Streets<'_>, network: &RoadNetwork, s: SegmentId, share: f64, both: bool) -> Snap {
    let road = network.road(s.road());
    let driven = Centimetres((road.length.0 as f64 * share) as i64);
    let faces = |t: SegmentId| t == s || (both && streets.is_open(t));
    let [forward, backward] = s.road().segments();
    Snap {
        road: s.road(),
        at: network.junction(road.ends[0]).at,
        distance: Centimetres::ZERO,
        along: if s.is_forward() { driven } else { road.length - driven },
        road_length: road.length,
        forward: faces(forward),
        backward: faces(backward),
        island: false,
        gave_up: None,
    }
}

/// What a rule forbids, as drives: for `only` every departure from its courses.
fn forbidden(streets: &Streets<'_>, only: bool, courses: &[Vec<SegmentId>]) -> BTreeSet<Vec<SegmentId>> {
    if !only {
        return courses.iter().cloned().collect();
    }
    let mut out = BTreeSet::new();
    for course in courses {
        for n in 1..course.len() {
            let prefix = &course[..n];
            let allowed = |t| courses.iter().any(|c| c.len() > n && c[..n] == *prefix && c[n] == t);
            let others = streets.after(prefix[n - 1]).filter(|&t| !allowed(t));
            out.extend(others.map(|t| [prefix, &[t]].concat()));
        }
    }
    out
}

/// Shares of the first and of the last segment at which to stand, and whether facing both ways. First so that on one segment the target does
/// not lie ahead.
const STANDS: [(f64, f64, bool); 4] = [(0.7, 0.3, false), (0.7, 0.3, true), (0.95, 0.05, true), (0.05, 0.95, true)];

fn compare(name: &'static str) {
    let Some(town) = town(name) else { return };
    for profile in ["van", "heavy_truck"] {
        one_profile(&town, &Arc::new(Profile::shipped(profile).unwrap()));
    }
}

fn one_profile(town: &Town, profile: &Arc<Profile>) {
    let Town { built: Built { name, network, hierarchy, .. }, relations, free } = town;
    let free = Metric::new(Arc::clone(free), Arc::clone(profile), None);
    let streets = Streets::new(&free);
    let router =
        Router::new(Arc::new(Metric::new(Arc::clone(network), Arc::clone(profile), None)), Arc::clone(hierarchy));
    let mut scratch = router.scratch();
    let pieces = Pieces::new(network, &relations.ways);
    let binding: Vec<_> = relations.rules.iter().filter(|r| r.binds(profile)).collect();
    let courses: Vec<_> = binding.iter().map(|r| pieces.courses(r)).collect();
    let (mut rules, none) = (Rules::default(), Rules::default());
    for (i, (rule, courses)) in binding.iter().zip(&courses).enumerate() {
        rules.add(i, rule.only, courses.as_deref().unwrap_or_default());
    }
    let full = sources().is_some();
    let every = if full { 1 } else { 20 };
    let (mut tried, mut with, mut around, mut turns, mut pairs, mut cut_off, mut driven) = (0, 0, 0, 0, 0, 0, 0);
    let mut without: BTreeMap<Without, Vec<i64>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (rule, courses) in binding.iter().zip(&courses).step_by(every) {
        tried += 1;
        let lines = courses.as_ref().map(|c| forbidden(&streets, rule.only, c));
        let mut why = match &lines {
            Ok(_) if courses.iter().flatten().all(|c| !streets.is_open(c[0])) => Without::Closed,
            Ok(_) => Without::NothingElse,
            Err(nowhere) => Without::Nowhere(**nowhere),
        };
        let before = turns;
        for line in lines.unwrap_or_default() {
            if !line.iter().all(|&s| streets.is_open(s)) {
                why = why.max(Without::Closed);
                continue;
            }
            if !line.windows(2).all(|w| streets.after(w[0]).any(|t| t == w[1])) {
                why = why.max(Without::NoTurn);
                continue;
            }
            let takes_it = |drive: &[SegmentId]| drive.windows(line.len()).any(|w| w == line);
            let before = pairs;
            for (first, last, both) in STANDS {
                let from = stand(&streets, network, line[0], first, both);
                let to = stand(&streets, network, line[line.len() - 1], last, both);
                let Some((_, drive)) = streets.best(&none, &from, &to) else {
                    why = why.max(Without::NoWay);
                    continue;
                };
                if !takes_it(&drive) {
                    why = why.max(Without::Faster);
                    continue;
                }
                pairs += 1;
                let ours = router.route(&mut scratch, &from, &to);
                let theirs = streets.best(&rules, &from, &to);
                let bad = ours.as_ref().is_some_and(|way| takes_it(&way.segments) || rules.broken(&way.segments));
                driven += usize::from(bad);
                cut_off += usize::from(ours.is_none());
                let packed = ours.as_ref().map(|way| (way.time.0 as u64) << 32 | way.length.0 as u64);
                if bad || packed != theirs.as_ref().map(|t| t.0) {
                    let words = |d: &[SegmentId]| d.iter().map(|&s| pieces.name(s)).collect::<Vec<_>>();
                    wrong.push(format!(
                        "restriction {} driven {bad}\n turn {:#?}\n ours {:?} {:#?}\n theirs {:?} {:#?}",
                        rule.id,
                        words(&line),
                        ours.as_ref().map(|w| (w.time, w.length)),
                        ours.as_ref().map(|w| words(&w.segments)),
                        theirs.as_ref().map(|t| (t.0 >> 32, t.0 & 0xFFFF_FFFF)),
                        theirs.as_ref().map(|t| words(&t.1)),
                    ));
                }
            }
            turns += usize::from(pairs > before);
        }
        if turns > before {
            with += 1;
            around += usize::from(!rule.via_ways.is_empty());
        } else {
            without.entry(why).or_default().push(rule.id);
        }
    }
    let sweeps = if full { 20 } else { 2 };
    for seed in 0..sweeps {
        wrong.extend(sweep(
            &router,
            &streets,
            &rules,
            &pieces,
            &real::place(router.metric(), &town.built.snapper, 31 * seed),
        ));
    }
    println!(
        "{name} {}: {} restrictions in the file, {} sayings of theirs bind, {tried} tried: {with} with pairs, {around} of those over ways ({turns} banned turns, {pairs} pairs, {cut_off} of them \
         without any way), {driven} driven, {sweeps} times from one place to all, {} differ",
        profile.name,
        relations.count,
        binding.len(),
        wrong.len(),
    );
    for (why, ids) in &without {
        println!("  {} without a pair, for {}: such as {:?}", ids.len(), why.words(), &ids[..ids.len().min(8)]);
    }
    assert!(wrong.is_empty(), "{name} {}: {}\n{}", profile.name, wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
    assert!(driven == 0 && 4 * with > tried, "{with} of {tried}");
}

/// From one place to the start of every segment: whatever is banned anywhere, rightly or not, shows. The first few that differ, in words.
fn sweep(router: &Router, streets: &Streets<'_>, rules: &Rules, pieces: &Pieces<'_>, from: &Snap) -> Vec<String> {
    let network = router.metric().network();
    let (ours, theirs) = (router.departing(from), streets.all(rules, from));
    let mut wrong = Vec::new();
    for (s, theirs) in network.road_ids().flat_map(RoadId::segments).zip(theirs) {
        let ours = network.topology().vertices(s).filter_map(|v| ours.label(v)).min().map(|w| w.packed());
        if ours != theirs && wrong.len() < 5 {
            wrong.push(format!("to {}: ours {ours:?}, theirs {theirs:?}, from {from:?}", pieces.name(s)));
        }
    }
    wrong
}

#[test]
fn porto() {
    compare("porto-r5");
}

#[test]
fn milan() {
    compare("milan-otp");
}
