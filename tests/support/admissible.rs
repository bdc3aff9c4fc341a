//! Judges other ways by nothing but the segments they drive and plain Dijkstra.

use std::collections::BTreeMap;

use huilu::hierarchy::{Engine, Weight};
use huilu::ids::{SegmentId, VertexId};
use huilu::matrix::alternatives::Admissible;
use huilu::matrix::route::oracle;
use huilu::roads::{Itinerary, Metric, Snap};

/// A drive, found again on the turn-expanded graph.
struct Drive {
    /// By segment driven: the vertices that a drive along all of them may stand on.
    vertices: Vec<Vec<VertexId>>,
    /// By segment driven: milliseconds and centimetres to its start (for the first, to where one begins), and of the turn before it.
    reached: Vec<(i64, i64)>,
    turns: Vec<i64>,
    /// By segment driven: from where to where, and how long that takes.
    pieces: Vec<(SegmentId, i64, i64, i64)>,
}

/// Finds a drive again, or says why it is none.
fn drive(metric: &Metric, from: &Snap, to: &Snap, way: &Itinerary) -> Result<Drive, String> {
    let topology = metric.network().topology();
    let along = |snap: &Snap, s| snap.segments().find(|p| p.0 == s).map(|p| p.1);
    let [first, last] = [way.segments[0], way.segments[way.segments.len() - 1]];
    let start = along(from, first).ok_or("does not begin at the start")?;
    let end = along(to, last).ok_or("does not end at the destination")?;
    let (mut vertices, mut turns) =
        (vec![vec![topology.start(first, metric.is_zone(first)).ok_or("closed")?]], vec![0]);
    for pair in way.segments.windows(2) {
        let mut next = BTreeMap::new();
        for &v in vertices.last().unwrap() {
            for (arc, head) in topology.graph().out(v).filter(|a| topology.segment(a.1) == pair[1]) {
                if let Some(turn) = metric.turn(arc) {
                    next.insert(head, turn.0);
                }
            }
        }
        let turn = *next.values().min().ok_or_else(|| format!("no turn from {:?} to {:?}", pair[0], pair[1]))?;
        vertices.push(next.into_keys().collect());
        turns.push(turn);
    }
    // Whoever cannot go on does not belong to the drive.
    for i in (1..vertices.len()).rev() {
        let (before, after) = vertices.split_at_mut(i);
        before[i - 1].retain(|&v| {
            topology.graph().out(v).any(|(arc, head)| metric.turn(arc).is_some() && after[0].contains(&head))
        });
        assert!(!before[i - 1].is_empty(), "a drive that ends");
    }
    let (mut pieces, mut reached, mut now) = (Vec::new(), Vec::new(), (0, 0));
    for (i, &segment) in way.segments.iter().enumerate() {
        let whole = metric.segment(segment).ok_or("a closed segment")?;
        let a = if i == 0 { start } else { huilu::units::Centimetres::ZERO };
        let b = if i + 1 == way.segments.len() { end } else { whole.length() };
        let part = metric.prefix(segment, b).unwrap().minus(metric.prefix(segment, a).unwrap()).ok_or("backwards")?;
        now.0 += turns[i];
        reached.push(now);
        now = (now.0 + part.time().0, now.1 + part.length().0);
        pieces.push((segment, a.0, b.0, part.time().0));
    }
    if now != (way.time.0, way.length.0) {
        return Err(format!("adds up to {now:?}, but is said to take {:?} and {:?}", way.time, way.length));
    }
    Ok(Drive { vertices, reached, turns, pieces })
}

/// Milliseconds of `drive` on pieces and turns of `others`.
fn shared(metric: &Metric, drive: &Drive, others: &[&Drive]) -> i64 {
    let mut sum = 0;
    for (i, &(segment, from, to, _)) in drive.pieces.iter().enumerate() {
        let same = others.iter().flat_map(|o| &o.pieces).filter(|p| p.0 == segment);
        let mut spans: Vec<(i64, i64)> = same.map(|p| (p.1.max(from), p.2.min(to))).filter(|s| s.0 < s.1).collect();
        spans.sort_unstable();
        let mut at = from;
        let cost = |cm| metric.prefix(segment, huilu::units::Centimetres(cm)).unwrap().time().0;
        for (a, b) in spans {
            if b > at {
                sum += cost(b) - cost(a.max(at));
                at = b;
            }
        }
        let pair = |d: &Drive, i: usize| [d.pieces[i - 1].0, d.pieces[i].0];
        if i > 0 && others.iter().any(|o| (1..o.pieces.len()).any(|j| pair(o, j) == pair(drive, i))) {
            sum += drive.turns[i];
        }
    }
    sum
}

/// What is wrong with other ways beside the best one, if anything.
pub(crate) fn judge(
    metric: &Metric,
    [from, to]: [&Snap; 2],
    best: &Itinerary,
    others: &[Itinerary],
    rule: &Admissible,
) -> Result<(), String> {
    let engine = oracle(metric);
    let mut scratch = engine.scratch();
    let to_beat = drive(metric, from, to, best)?;
    let share = |percent: i64| best.time.0 * percent / 100;
    let mut before = vec![to_beat];
    for (n, other) in others.iter().enumerate() {
        let way = drive(metric, from, to, other).map_err(|e| format!("way {n}: {e}"))?;
        if (other.time, other.length) < (best.time, best.length) {
            return Err(format!("way {n} is better than the best"));
        }
        let both = shared(metric, &way, &[&before[0]]);
        if other.time.0 - both > (best.time.0 - both) * rule.stretch / 100 || other.time.0 > share(rule.stretch) {
            return Err(format!(
                "way {n} takes {:?} of which {both} ms as the best, which takes {:?}",
                other.time, best.time
            ));
        }
        let all: Vec<&Drive> = before.iter().collect();
        let common = shared(metric, &way, &all);
        if common > share(rule.shared) {
            return Err(format!("way {n} shares {common} ms of {:?}", best.time));
        }
        // Stretches as long as may be, by their first segment: from its start (the first from the very beginning) to the start of another, or to the end.
        let (count, most) = (way.pieces.len(), share(rule.local));
        let at = |i: usize| if i < count { way.reached[i] } else { (other.time.0, other.length.0) };
        for i in 0..count {
            let Some(j) = (i + 1..=count).rev().find(|&j| at(j).0 - at(i).0 <= most) else { continue };
            let sources: Vec<_> = match i {
                0 => metric.starts(from).iter().map(|s| (s.vertex, s.weight)).collect(),
                _ => way.vertices[i].iter().map(|&v| (v, Weight::ZERO)).collect(),
            };
            let targets: Vec<_> = match j {
                _ if j == count => metric.ends(to),
                _ => way.vertices[j].iter().map(|&v| (v, Weight::ZERO)).collect(),
            };
            let driven = (at(j).0 - at(i).0, at(j).1 - at(i).1);
            let cost = |w: Weight| (w.time().0, w.length().0);
            // Some pair of the vertices that the drive may stand on is joined no better.
            let joined = sources.iter().any(|&a| {
                let sources = if i == 0 { &sources[..] } else { &[a] };
                targets.iter().any(|&b| {
                    let targets = if j == count { &targets[..] } else { &[b] };
                    engine.one_to_one(&mut scratch, sources, targets).is_some_and(|p| cost(p.weight) == driven)
                })
            });
            if !joined {
                return Err(format!(
                    "way {n} takes {driven:?} from its segment {i} to {j} of {count}, and there is better"
                ));
            }
        }
        before.push(way);
    }
    Ok(())
}
