//! The extract as osmpbfreader gives it, and the rules as OpenStreetMap's wiki states them: access hierarchy, one-way streets, limits, barriers,
//! zones that may not be crossed (with the open streets that only they lead to), turn restrictions. Conditional tags are not looked at: no departure is given.

#[path = "shut_in.rs"]
mod shut_in;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use huilu::ids::{RoadId, SegmentId};
use huilu::osm::model::Mode;
use huilu::roads::{Profile, RoadNetwork};
use osmpbfreader::{NodeId, OsmId, OsmObj, OsmPbfReader, Relation, Tags, Way, WayId};

/// One edge of a drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    way: i64,
    from: i64,
    to: i64,
}

struct Ban {
    id: i64,
    only: bool,
    from: Vec<i64>,
    via_node: Option<i64>,
    via_ways: Vec<i64>,
    to: Vec<i64>,
    hgv_only: bool,
    except: String,
}

/// See the module.
pub(crate) struct Raw {
    ways: HashMap<i64, Way>,
    node_tags: HashMap<i64, Tags>,
    nodes: HashSet<i64>,
    bans_from: BTreeMap<i64, Vec<Ban>>,
    /// By mode: open edges, as way and nodes, that zones shut in.
    shut_in: BTreeMap<Mode, HashSet<(i64, i64, i64)>>,
}

impl Raw {
    pub(crate) fn read(path: &Path) -> Self {
        let mut raw = Self {
            ways: HashMap::new(),
            node_tags: HashMap::new(),
            nodes: HashSet::new(),
            bans_from: BTreeMap::new(),
            shut_in: BTreeMap::new(),
        };
        for object in OsmPbfReader::new(std::fs::File::open(path).unwrap()).iter().map(Result::unwrap) {
            match object {
                OsmObj::Node(n) => {
                    raw.nodes.insert(n.id.0);
                    if n.tags.contains_key("barrier") {
                        raw.node_tags.insert(n.id.0, n.tags);
                    }
                }
                OsmObj::Way(w) => {
                    raw.ways.insert(w.id.0, w);
                }
                OsmObj::Relation(r) => {
                    for ban in bans(&r) {
                        for &from in &ban.from {
                            raw.bans_from.entry(from).or_default().push(Ban { from: vec![from], ..copy(&ban) });
                        }
                    }
                }
            }
        }
        raw.shut_in = [Mode::Goods, Mode::Hgv].map(|mode| (mode, shut_in::shut_in(&raw, mode))).into();
        raw
    }

    /// Segments on which the network and this reader differ about being shut in by zones, and how many are.
    pub(crate) fn shut_in_otherwise(&self, network: &RoadNetwork, mode: Mode) -> (Vec<String>, usize) {
        let (mut wrong, mut count) = (Vec::new(), 0);
        for s in network.road_ids().flat_map(RoadId::segments) {
            let ours = network.topology().is_enclosed(s, mode);
            let steps = self.steps(network, s);
            let theirs = steps.iter().all(|s| self.shut_in[&mode].contains(&(s.way, s.from, s.to)));
            count += usize::from(ours);
            if ours != theirs {
                wrong.push(format!("{mode:?}: way {} from {}: ours {ours}", steps[0].way, steps[0].from));
            }
        }
        (wrong, count)
    }

    /// Everything that the drive over `segments` breaks, in words.
    pub(crate) fn breaches(&self, network: &RoadNetwork, profile: &Profile, segments: &[SegmentId]) -> Vec<String> {
        let steps: Vec<Step> = segments.iter().flat_map(|&s| self.steps(network, s)).collect();
        let mut out = Vec::new();
        let mut zones = Vec::new();
        for s in &steps {
            match self.access(profile, *s) {
                Ok(zone) => zones.push(zone),
                Err(why) => out.push(format!("way {} from {}: {why}", s.way, s.from)),
            }
        }
        zones.dedup();
        // At most: zone, open, zone. Anything more has crossed one.
        let first = usize::from(zones.first() == Some(&false));
        if zones.len() + first > 3 {
            out.push(format!("crosses a zone: {zones:?} {:?}", steps.iter().map(|s| s.way).collect::<Vec<_>>()));
        }
        for (i, w) in steps.windows(2).enumerate() {
            let round = w[0].from == w[1].to && w[0].way == w[1].way;
            if let Some(why) = self.node_tags.get(&w[0].to).filter(|_| !round).and_then(|t| barred(t, profile)) {
                out.push(format!("node {}: {why}", w[0].to));
            }
            for ban in self.bans_from.get(&w[0].way).into_iter().flatten() {
                if self.broken(ban, profile, &steps[i..]) {
                    out.push(format!("restriction {} at node {} to way {}", ban.id, w[0].to, w[1].way));
                }
            }
        }
        out
    }

    /// The edges of a segment, found among the nodes of its way by the number of its junctions.
    fn steps(&self, network: &RoadNetwork, s: SegmentId) -> Vec<Step> {
        let road = network.road(s.road());
        let [first, last] = road.ends.map(|j| network.junction(j).osm.0);
        let nodes: Vec<i64> =
            self.ways[&road.way.0].nodes.iter().map(|n| n.0).filter(|n| self.nodes.contains(n)).collect();
        assert_eq!(nodes[road.first_node], first);
        let mut line = vec![first];
        for &n in &nodes[road.first_node + 1..] {
            if n != line[line.len() - 1] {
                line.push(n);
            }
            if n == last {
                break;
            }
        }
        assert_eq!(line.last(), Some(&last));
        if !s.is_forward() {
            line.reverse();
        }
        line.windows(2).map(|w| Step { way: road.way.0, from: w[0], to: w[1] }).collect()
    }

    /// Whether the vehicle may drive this edge; if so, whether only with business there.
    fn access(&self, profile: &Profile, s: Step) -> Result<bool, String> {
        let way = &self.ways[&s.way];
        let nodes: Vec<i64> = way.nodes.iter().map(|n| n.0).collect();
        let forward = nodes.windows(2).any(|w| w[0] == s.from && w[1] == s.to);
        let backward = nodes.windows(2).any(|w| w[1] == s.from && w[0] == s.to);
        let tags = &way.tags;
        limits(tags, profile)?;
        let zone = leave(profile.mode, tags, forward, backward)?;
        Ok(zone || self.shut_in[&profile.mode].contains(&(s.way, s.from, s.to)))
    }

    fn broken(&self, ban: &Ban, profile: &Profile, steps: &[Step]) -> bool {
        if ban.hgv_only && profile.mode != Mode::Hgv {
            return false;
        }
        let excepted = if profile.mode == Mode::Hgv { "hgv" } else { "goods" };
        if ban.except.split(';').any(|e| [excepted, "motor_vehicle", "vehicle"].contains(&e.trim())) {
            return false;
        }
        let has = |way: i64, node: i64| self.ways.get(&way).is_some_and(|w| w.nodes.contains(&NodeId(node)));
        let (last, next) = (steps[0], steps[1]);
        let at = last.to;
        if let Some(via) = ban.via_node {
            if at != via || !ban.to.iter().any(|&t| has(t, via)) {
                return false;
            }
            let round = next.way == last.way && next.to == last.from;
            let listed = ban.to.contains(&next.way);
            return match (ban.only, ban.to.contains(&last.way)) {
                (false, true) => round || (listed && next.way != last.way),
                (false, false) => listed,
                (true, true) => false,
                (true, false) => !listed,
            };
        }
        if ban.only {
            // Straight off the course at its first node; the rest is checked as for `no`, on the ways that follow.
            return has(ban.via_ways[0], at) && next.way != ban.via_ways[0] && self.ways.contains_key(&ban.via_ways[0]);
        }
        let mut rest = &steps[1..];
        for &via in &ban.via_ways {
            let on = rest.iter().take_while(|s| s.way == via).count();
            let turned = rest[..on].windows(2).any(|w| w[0].from == w[1].to);
            if on == 0 || turned {
                return false;
            }
            rest = &rest[on..];
        }
        rest.first().is_some_and(|s| ban.to.contains(&s.way))
    }
}

fn copy(b: &Ban) -> Ban {
    Ban {
        id: b.id,
        only: b.only,
        from: b.from.clone(),
        via_node: b.via_node,
        via_ways: b.via_ways.clone(),
        to: b.to.clone(),
        hgv_only: b.hgv_only,
        except: b.except.clone(),
    }
}

fn bans(r: &Relation) -> Vec<Ban> {
    if r.tags.get("type").is_none_or(|t| t != "restriction") {
        return Vec::new();
    }
    let member = |role: &str| -> Vec<OsmId> { r.refs.iter().filter(|m| m.role == role).map(|m| m.member).collect() };
    let ways = |role: &str| -> Vec<i64> {
        member(role).into_iter().filter_map(|m| if let OsmId::Way(WayId(id)) = m { Some(id) } else { None }).collect()
    };
    let via_node = member("via").into_iter().find_map(|m| if let OsmId::Node(NodeId(n)) = m { Some(n) } else { None });
    let (from, via_ways, to) = (ways("from"), ways("via"), ways("to"));
    if from.is_empty() || to.is_empty() || via_node.is_some() != via_ways.is_empty() {
        return Vec::new();
    }
    let except = r.tags.get("except").map_or(String::new(), |e| e.to_string());
    [("restriction", false), ("restriction:hgv", true)]
        .into_iter()
        .filter_map(|(key, hgv_only)| {
            let value = r.tags.get(key)?;
            if value.ends_with("on_red") {
                return None;
            }
            let only = value.starts_with("only_");
            let except = if hgv_only { String::new() } else { except.clone() };
            (only || value.starts_with("no_")).then(|| Ban {
                id: r.id.0,
                only,
                from: from.clone(),
                via_node,
                via_ways: via_ways.clone(),
                to: to.clone(),
                hgv_only,
                except,
            })
        })
        .collect()
}

fn ladder(mode: Mode) -> [&'static str; 4] {
    [if mode == Mode::Hgv { "hgv" } else { "goods" }, "motor_vehicle", "vehicle", "access"]
}

/// Whether a mode may drive a way as the tags that hold at all hours say; if so, whether only with business there.
fn leave(mode: Mode, tags: &Tags, forward: bool, backward: bool) -> Result<bool, String> {
    let get = |k: &str| tags.get(k).map(|v| v.as_str());
    let specific = ladder(mode)[..3].iter().find_map(|k| get(&format!("oneway:{k}")));
    let implied = matches!(get("junction"), Some("roundabout" | "circular")) || get("highway") == Some("motorway");
    let against = match specific.or(get("oneway")) {
        Some("yes" | "true" | "1") => !forward,
        Some("-1" | "reverse") => !backward,
        Some("reversible") => true,
        Some("no" | "false" | "0" | "alternating") => false,
        _ => implied && !forward,
    };
    if against {
        return Err("against the one-way street".into());
    }
    let directed = if forward { ":forward" } else { ":backward" };
    let said = ladder(mode).iter().find_map(|k| get(&format!("{k}{directed}")).or(get(k)).map(|v| (*k, v)));
    let feet = ["footway", "crossing", "path", "trail", "cycleway", "bridleway", "pedestrian", "corridor"];
    let invited = said.is_some_and(|(k, _)| k != "access");
    let highway = get("highway").unwrap_or("");
    if feet.contains(&highway) && !invited {
        return Err("a way for feet".into());
    }
    if highway == "steps" || get("smoothness") == Some("impassable") {
        return Err("no way for wheels".into());
    }
    if get("service") == Some("emergency_access") && !invited {
        return Err("for fire engines".into());
    }
    if get("route") == Some("ferry") && said.is_none() {
        let small = get("foot").is_some() || get("bicycle").is_some();
        let cars = get("motorcar").map_or(!small, |v| v != "no" && mode != Mode::Hgv);
        return if cars { Ok(false) } else { Err("a ferry for others".into()) };
    }
    // Of a list, the most open word counts.
    let words = said.map_or("yes", |s| s.1).split(';').map(str::trim);
    let levels = words.map(|word| match word {
        "no" | "agricultural" | "forestry" | "military" | "emergency" | "psv" | "bus" | "bicycle" | "use_sidepath" => 2,
        "destination" | "delivery" | "customers" | "private" | "permit" | "residents" | "discouraged" => 1,
        _ => 0,
    });
    match levels.min() {
        Some(2) => Err(format!("closed: {said:?}")),
        level => Ok(level == Some(1)),
    }
}

fn limits(tags: &Tags, profile: &Profile) -> Result<(), String> {
    let bounds = [
        ("maxweight", profile.mass.kg() / 1000.0),
        ("maxaxleload", profile.axle_load.kg() / 1000.0),
        ("maxheight", profile.height.metres()),
        ("maxwidth", profile.width.metres()),
        ("maxlength", profile.length.metres()),
    ];
    for (key, ours) in bounds {
        let Some(value) = tags.get(key) else { continue };
        let number = value.trim().trim_end_matches(['t', 'm', ' ']).replace(',', ".");
        if number.parse::<f64>().is_ok_and(|limit| ours > limit + 1e-9) {
            return Err(format!("{key}={value}, the vehicle has {ours}"));
        }
    }
    Ok(())
}

/// Why a barrier stops the vehicle, if it does.
fn barred(tags: &Tags, profile: &Profile) -> Option<String> {
    barrier_closed(tags, profile.mode).or_else(|| tags.get("barrier").and_then(|_| limits(tags, profile).err()))
}

/// Why a barrier stops a mode, whatever its size.
fn barrier_closed(tags: &Tags, mode: Mode) -> Option<String> {
    let get = |k: &str| tags.get(k).map(|v| v.as_str());
    let said = ladder(mode).iter().find_map(|k| get(k).map(|v| (*k, v)));
    let barrier = get("barrier")?;
    let stops = [
        "bollard",
        "block",
        "cycle_barrier",
        "motorcycle_barrier",
        "jersey_barrier",
        "stile",
        "turnstile",
        "full-height_turnstile",
        "kissing_gate",
        "wall",
        "fence",
        "hedge",
        "retaining_wall",
        "debris",
        "log",
        "rock",
        "planter",
        "bus_trap",
        "yes",
    ];
    match said {
        Some((_, v @ ("no" | "agricultural" | "forestry"))) => Some(format!("{barrier} closed: {v}")),
        None | Some(("access", _)) if stops.contains(&barrier) => Some(format!("{barrier} {said:?}")),
        None if get("locked") == Some("yes") => Some(format!("{barrier} locked")),
        _ => None,
    }
}
