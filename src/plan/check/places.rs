//! Every stop is where its task, site, start or end is.

use super::{Day, Judged};
use crate::ids::Id;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(_: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for ((at, stop), place) in route.stops().zip(&route.places) {
        if stop.place != *place {
            let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            found.push(route.breach(Rule::WrongPlace, at).figures(number(place.index()), number(stop.place.index())));
        }
    }
}
