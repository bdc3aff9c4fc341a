//! One way through several stops.

use super::City;
use super::error::EngineError;
use super::query::{Kerb, LonLat, RouteAnswer, RouteLeg, RouteQuery};
use super::under_way::Trip;

impl City {
    /// The fastest way from stop to stop, in order. Each leg is a way of its own, as in a matrix: at a stop the vehicle goes on as it stands or turns,
    /// whichever is the faster. With a departure, each leg leaves when the one before has arrived.
    pub(super) fn through(&self, trip: &Trip<'_>, q: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        let stops: Vec<LonLat> = [q.from].into_iter().chain(q.via.iter().copied()).chain([q.to]).collect();
        let mut whole: Option<RouteAnswer> = None;
        let mut one = RouteQuery { via: Vec::new(), alternatives: 0, ..q.clone() };
        for (i, pair) in stops.windows(2).enumerate() {
            (one.from, one.to) = (pair[0], pair[1]);
            let at = |stop: usize| match stop {
                0 => q.kerb.from,
                _ if stop + 1 == stops.len() => q.kerb.to,
                _ => q.via_kerb.at(stop - 1),
            };
            one.kerb = Kerb { from: at(i), to: at(i + 1) };
            let way = self.way(trip, &one).map_err(|e| on_leg(e, i + 1, stops.len() - 1))?;
            one.depart = one.depart.map(|d| d.after(way.leg.time).unwrap_or(d));
            join(&mut whole, way);
        }
        // There is a pair: a start and an end.
        whole.map_or_else(|| self.way(trip, q), Ok)
    }
}

/// Puts a leg behind those before it.
fn join(whole: &mut Option<RouteAnswer>, mut way: RouteAnswer) {
    let leg = RouteLeg { leg: way.leg, to: way.to.clone(), begins: 0, first_step: 0 };
    let Some(whole) = whole else {
        way.legs = vec![leg];
        *whole = Some(way);
        return;
    };
    // A leg begins where the one before ends; but what is closed at its hour may have put the stop on another road.
    let same = usize::from(whole.geometry.last() == way.geometry.first());
    let begins = whole.geometry.len() - same;
    whole.legs.push(RouteLeg { begins, first_step: whole.steps.len(), ..leg });
    whole.geometry.extend(way.geometry.into_iter().skip(same));
    whole.steps.extend(way.steps.into_iter().map(|mut step| {
        step.begins += begins;
        step
    }));
    whole.waits.extend(way.waits.into_iter().map(|mut wait| {
        wait.point += begins;
        wait
    }));
    whole.leg.time += way.leg.time;
    whole.leg.length += way.leg.length;
    whole.to = way.to;
}

/// What went wrong, and on which leg.
fn on_leg(mut error: EngineError, leg: usize, of: usize) -> EngineError {
    error.cause.en = format!("leg {leg} of {of}: {}", error.cause.en);
    error.cause.zh = format!("第 {leg} 段（共 {of} 段）：{}", error.cause.zh);
    error
}
