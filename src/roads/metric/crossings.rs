//! Junctions as a vehicle finds them.

use super::{CLOSED, fits};
use crate::ids::{Id, JunctionId, SegmentId};
use crate::osm::model::{Access, ModeSet, NodeFeature};
use crate::roads::conditions::{Departure, access};
use crate::roads::network::{JunctionRecord, RoadNetwork, RoadRecord};
use crate::roads::profile::Profile;
use crate::units::Milliseconds;

/// What a metric keeps of a segment while turns are priced.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    pub(super) open: bool,
    pub(super) roundabout: bool,
    /// How closed it is: 0 open to all who may use it, 1 open by its tags but inside a zone, 2 a zone by its tags.
    pub(super) rank: u8,
}

/// A junction.
#[derive(Clone, Copy, Default)]
pub(super) struct Crossing {
    /// Which of [`passes`] passing costs besides the turn; `None` where it is barred.
    pub(super) pass: Option<u8>,
    /// A turning circle.
    pub(super) turning: bool,
    /// Roads that the vehicle may use in some direction, by their ends here.
    roads: u32,
    /// Open segments that leave, of at most each rank.
    leaving: [u32; 3],
}

impl Crossing {
    /// At least three roads that the vehicle may use in some direction.
    pub(super) fn is_real(&self) -> bool {
        self.roads >= 3
    }

    /// Whether there is no way on but back along `back`: nothing else that the vehicle may enter. What is more closed than the
    /// road one comes on is no way on: who enters it must end there. Turn bans do not make a dead end.
    pub(super) fn is_dead_end(&self, rank: u8, back: State) -> bool {
        let others = self.leaving[usize::from(rank)] - u32::from(back.open && back.rank <= rank);
        self.pass.is_none() || others == 0
    }
}

/// What passing a junction may cost besides the turn: with and without a gate, at no signals, those in mid-road, those at a
/// junction of at least three roads.
pub(super) fn passes(profile: &Profile) -> [Milliseconds; 6] {
    let (gate, signal) = (profile.turns.gate, profile.turns.signal);
    let signals = [Milliseconds::ZERO, Milliseconds(signal.0 / 2), signal];
    [0, 1, 2, 3, 4, 5].map(|i| signals[i / 2] + if i % 2 == 1 { gate } else { Milliseconds::ZERO })
}

/// By segment.
pub(super) fn states(network: &RoadNetwork, profile: &Profile, times: &[u32], zone: &mut [bool]) -> Vec<State> {
    let roads: &[RoadRecord] = &network.roads;
    let enclosed: &[ModeSet] = network.topology().enclosed.as_slice();
    let roundabout: Vec<bool> = network.attributes.iter().map(|a| a.roundabout).collect();
    (0..times.len())
        .map(|s| {
            let inside = enclosed[s].contains(profile.mode);
            zone[s] |= inside;
            State {
                open: times[s] != CLOSED,
                roundabout: roundabout[roads[s / 2].attributes as usize],
                rank: if !zone[s] { 0 } else { 2 - u8::from(inside) },
            }
        })
        .collect()
}

/// By junction.
pub(super) fn crossings(
    network: &RoadNetwork,
    profile: &Profile,
    departure: Option<Departure>,
    states: &[State],
) -> Vec<Crossing> {
    let junctions: &[JunctionRecord] = &network.junctions;
    let mut crossings = vec![Crossing { pass: Some(0), ..Crossing::default() }; junctions.len()];
    for (road, states) in network.roads.iter().zip(states.chunks_exact(2)) {
        let ends = [road.from as usize, road.to as usize];
        if states.iter().any(|s| s.open) {
            ends.iter().for_each(|&end| crossings[end].roads += 1);
        }
        for (state, from) in states.iter().zip(ends).filter(|s| s.0.open) {
            crossings[from].leaving[usize::from(state.rank)..].iter_mut().for_each(|n| *n += 1);
        }
    }
    for (record, crossing) in junctions.iter().zip(&mut crossings) {
        let feature = (record.feature as usize).checked_sub(1).and_then(|i| network.features.get(i));
        if let Some(feature) = feature {
            crossing.pass = pass(feature, crossing.is_real(), profile, departure);
            crossing.turning = feature.turning;
        }
    }
    crossings
}

fn pass(feature: &NodeFeature, real: bool, profile: &Profile, departure: Option<Departure>) -> Option<u8> {
    let mut pass = 0;
    if let Some(barrier) = &feature.barrier {
        // A private gate is passed: whoever has business behind it has its key, and the roads behind
        // it say themselves whether they may be crossed.
        let closed = access(&barrier.access, &barrier.conditional, None, profile, departure) == Access::No;
        if closed || !fits(&barrier.limits, profile) {
            return None;
        }
        pass = u8::from(barrier.gate);
    }
    Some(
        pass + if !feature.signals {
            0
        } else if real {
            4
        } else {
            2
        },
    )
}

/// Where a segment ends.
pub(super) fn end(roads: &[RoadRecord], s: SegmentId) -> JunctionId {
    let road = &roads[s.road().index()];
    JunctionId::new(if s.is_forward() { road.to } else { road.from } as usize)
}
