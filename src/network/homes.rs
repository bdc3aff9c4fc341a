//! Where people live, from what a map shows: buildings with their storeys, and residential land where no buildings are drawn.

use std::collections::BTreeMap;

use super::figure::Figure;
use super::ground::{LonLat, metres, offset_m};
use super::region::CountyId;

/// How homes are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdRules {
    /// People in a household.
    pub persons_per_household: Figure<f64>,
    /// Floor area of a household, in square metres.
    pub floor_m2_per_household: Figure<f64>,
    /// Storeys of a home up to `large_m2` of footprint that does not say.
    pub levels_small: Figure<f64>,
    /// Storeys of a larger one.
    pub levels_large: Figure<f64>,
    /// Footprint that tells a block of flats from a house, in square metres.
    pub large_m2: Figure<f64>,
    /// Floor area over residential land where no buildings are drawn.
    pub floor_ratio: Figure<f64>,
    /// Land of which homes cover a smaller share counts as not drawn.
    pub mapped_share: Figure<f64>,
}

/// A building that people live in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dwelling {
    /// Where.
    pub at: LonLat,
    /// Its footprint, in square metres.
    pub footprint_m2: f64,
    /// Its storeys, where the map says.
    pub levels: Option<u16>,
    /// The residential land it stands on, by number, if any.
    pub land: Option<usize>,
    /// Its county.
    pub county: Option<CountyId>,
}

/// Residential land.
#[derive(Clone, Debug, PartialEq)]
pub struct ResidentialLand {
    /// Places spread over it, at least one; its homes are thought to stand there where they are not drawn.
    pub points: Vec<LonLat>,
    /// Its area, in square metres.
    pub area_m2: f64,
    /// Its county.
    pub county: Option<CountyId>,
}

/// Homes at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Home {
    /// Where.
    pub at: LonLat,
    /// Its county.
    pub county: Option<CountyId>,
    /// Households, in thousandths.
    pub households_milli: u64,
}

/// What a map told about homes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Homes {
    /// The homes, buildings first.
    pub homes: Vec<Home>,
    /// Households of drawn buildings, in thousandths.
    pub from_buildings_milli: u64,
    /// Households of residential land without drawn buildings, in thousandths.
    pub from_land_milli: u64,
    /// Pieces of residential land, and how many of them show their buildings.
    pub land: (usize, usize),
    /// Floor area over residential land that was used where no buildings are drawn, and whether the map itself told it.
    pub floor_ratio: (f64, bool),
    /// Storeys that were used for small and for large homes that do not say, and whether the map itself told it.
    pub levels: [(f64, bool); 2],
}

/// So many homes must say their storeys for their median to be believed of the others. The mean would not do: towers are tagged
/// first.
const TOLD: usize = 30;

/// The homes of a map.
///
/// A building's floor area is its footprint times its storeys; who does not say them has the median of those of its size that do, where thirty do, else
/// of all that do, else the rules' figure. Land that homes cover less of than `mapped_share` is filled up to its area times a ratio of
/// floor to land, whatever stands on it being counted first. The ratio is that of the land which shows its buildings, where that is ten pieces at least
/// and a tenth of all residential land (a suburb on an island is not a block of flats in Harbin); else the rules' `floor_ratio`.
#[must_use]
pub fn homes(dwellings: &[Dwelling], land: &[ResidentialLand], rules: &HouseholdRules) -> Homes {
    let milli =
        |floor_m2: f64| (floor_m2 / rules.floor_m2_per_household.value.max(1.0) * 1000.0).round().max(0.0) as u64;
    let large = |d: &Dwelling| d.footprint_m2 > rules.large_m2.value;
    let median = |of: &dyn Fn(&Dwelling) -> bool| {
        let mut told: Vec<u16> = dwellings.iter().filter(|d| of(d)).filter_map(|d| d.levels).collect();
        told.sort_unstable();
        (told.len() >= TOLD).then(|| (f64::from(told[told.len() / 2]), true))
    };
    let usual = [(false, rules.levels_small.value), (true, rules.levels_large.value)]
        .map(|(size, or)| median(&|d| large(d) == size).or_else(|| median(&|_| true)).unwrap_or((or, false)));
    let levels = |d: &Dwelling| d.levels.map_or(usual[usize::from(large(d))].0, f64::from);
    let mut out = Homes { land: (land.len(), 0), levels: usual, ..Homes::default() };
    let mut cover = vec![0.0; land.len()];
    let mut floors = vec![0.0; land.len()];
    for dwelling in dwellings.iter().filter(|d| d.footprint_m2 > 0.0) {
        let floor = dwelling.footprint_m2 * levels(dwelling);
        if let Some(i) = dwelling.land.filter(|&i| i < land.len()) {
            cover[i] += dwelling.footprint_m2;
            floors[i] += floor;
        }
        let households_milli = milli(floor);
        out.from_buildings_milli += households_milli;
        out.homes.push(Home { at: dwelling.at, county: dwelling.county, households_milli });
    }
    let drawn = |i: usize| cover[i] >= rules.mapped_share.value * land[i].area_m2;
    let known = || (0..land.len()).filter(|&i| drawn(i) && land[i].area_m2 > 0.0);
    let (known_m2, all_m2) =
        (known().map(|i| land[i].area_m2).sum::<f64>(), land.iter().map(|l| l.area_m2).sum::<f64>());
    out.floor_ratio = match known().count() >= 10 && known_m2 >= 0.1 * all_m2 {
        true => (known().map(|i| floors[i]).sum::<f64>() / known_m2, true),
        false => (rules.floor_ratio.value, false),
    };
    for (i, plot) in land.iter().enumerate() {
        if drawn(i) {
            out.land.1 += 1;
            continue;
        }
        let missing = milli(plot.area_m2 * out.floor_ratio.0 - floors[i]);
        let count = plot.points.len().max(1) as u64;
        for (k, &at) in plot.points.iter().enumerate() {
            let share = missing / count + u64::from((k as u64) < missing % count);
            out.from_land_milli += share;
            out.homes.push(Home { at, county: plot.county, households_milli: share });
        }
    }
    out.homes.retain(|h| h.households_milli > 0);
    out
}

/// A place that stands for the homes round it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Where: the home nearest to the middle of them all, so it is a place where someone lives.
    pub at: LonLat,
    /// Its county.
    pub county: Option<CountyId>,
    /// Households, in thousandths.
    pub households_milli: u64,
}

/// Homes gathered by squares of `cell_m` metres, counties apart; where that makes more than `most` places, the squares grow by a quarter until it does not,
/// or until each county is one. Order: by county, row and column. Nothing is lost: households add up.
#[must_use]
pub fn places(homes: &[Home], cell_m: f64, most: usize) -> Vec<Place> {
    let Some(origin) = homes.first().map(|_| {
        let lon = homes.iter().map(|h| h.at.0).fold(f64::INFINITY, f64::min);
        let lat = homes.iter().map(|h| h.at.1).fold(f64::INFINITY, f64::min);
        (lon, lat)
    }) else {
        return Vec::new();
    };
    let mut cell = cell_m.max(1.0);
    loop {
        let cells = gather(homes, origin, cell);
        // The globe is 40,000 km round; beyond that there is nothing left to join.
        if cells.len() <= most.max(1) || cell > 4e7 {
            return cells.into_iter().map(|((county, ..), members)| place(homes, county, &members)).collect();
        }
        cell *= 1.25;
    }
}

type Cells = BTreeMap<(Option<CountyId>, i64, i64), Vec<usize>>;

fn gather(homes: &[Home], origin: LonLat, cell: f64) -> Cells {
    let mut cells = Cells::new();
    for (i, home) in homes.iter().enumerate() {
        let (east, north) = offset_m(origin, home.at);
        cells.entry((home.county, (north / cell).floor() as i64, (east / cell).floor() as i64)).or_default().push(i);
    }
    cells
}

fn place(homes: &[Home], county: Option<CountyId>, members: &[usize]) -> Place {
    let weight = |i: usize| homes[i].households_milli as f64;
    let sum: f64 = members.iter().map(|&i| weight(i)).sum();
    let mean = |of: fn(LonLat) -> f64| members.iter().map(|&i| of(homes[i].at) * weight(i)).sum::<f64>() / sum.max(1.0);
    let middle = (mean(|p| p.0), mean(|p| p.1));
    let nearest = members.iter().min_by(|&&a, &&b| metres(homes[a].at, middle).total_cmp(&metres(homes[b].at, middle)));
    Place {
        at: nearest.map_or(middle, |&i| homes[i].at),
        county,
        households_milli: members.iter().map(|&i| homes[i].households_milli).sum(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::Id;

    pub(in crate::network) fn rules() -> HouseholdRules {
        let figure = |value| Figure::assumed(value, "test");
        HouseholdRules {
            persons_per_household: figure(2.5),
            floor_m2_per_household: figure(100.0),
            levels_small: figure(2.0),
            levels_large: figure(6.0),
            large_m2: figure(300.0),
            floor_ratio: figure(0.8),
            mapped_share: figure(0.05),
        }
    }

    #[test]
    fn floors_make_households_and_bare_land_is_filled() {
        let dwelling =
            |footprint_m2, levels, land| Dwelling { at: (1.0, 1.0), footprint_m2, levels, land, county: None };
        let land =
            |points: usize| ResidentialLand { points: vec![(2.0, 2.0); points], area_m2: 10_000.0, county: None };
        let drawn = [dwelling(1_000.0, Some(4), Some(0)), dwelling(400.0, None, None), dwelling(100.0, None, Some(1))];
        let found = homes(&drawn, &[land(1), land(3)], &rules());
        // 1,000 x 4 and 400 x 6 and 100 x 2 square metres by 100 each: 40, 24 and 2 households.
        assert_eq!(found.from_buildings_milli, 66_000);
        // The first land is covered by a tenth; the second by a hundredth: 8,000 m2 less the 200 that stand there, 78 households, 26 at each point.
        assert_eq!((found.from_land_milli, found.land), (78_000, (2, 1)));
        assert_eq!(
            found.homes.iter().map(|h| h.households_milli).collect::<Vec<_>>(),
            [40_000, 24_000, 2_000, 26_000, 26_000, 26_000]
        );
    }

    #[test]
    fn land_that_shows_its_buildings_tells_how_dense_the_rest_is() {
        let land = |n: usize| vec![ResidentialLand { points: vec![(2.0, 2.0)], area_m2: 10_000.0, county: None }; n];
        let dwelling =
            |i: usize| Dwelling { at: (1.0, 1.0), footprint_m2: 1_000.0, levels: Some(3), land: Some(i), county: None };
        let found = homes(&(0..10).map(dwelling).collect::<Vec<_>>(), &land(12), &rules());
        // 3,000 m2 of floor on 10,000 of land: the two pieces without buildings hold 30 households each.
        assert_eq!((found.floor_ratio, found.from_land_milli), ((0.3, true), 60_000));
        let few = homes(&(0..9).map(dwelling).collect::<Vec<_>>(), &land(12), &rules());
        assert_eq!((few.floor_ratio, few.from_land_milli), ((0.8, false), 240_000));
    }

    #[test]
    fn homes_that_say_their_storeys_speak_for_their_size() {
        let dwelling = |levels| Dwelling { at: (1.0, 1.0), footprint_m2: 400.0, levels, land: None, county: None };
        let some = |n: u16| {
            (0..n).map(|i| dwelling(Some(if i % 3 == 0 { 30 } else { 4 }))).chain([dwelling(None)]).collect::<Vec<_>>()
        };
        // A third are towers; the median is 4, so the one that is silent has 1,600 m2.
        let found = homes(&some(30), &[], &rules());
        assert_eq!((found.levels, found.homes[30].households_milli), ([(4.0, true); 2], 16_000));
        assert_eq!(homes(&some(29), &[], &rules()).levels, [(2.0, false), (6.0, false)]);
    }

    #[test]
    fn a_place_is_where_someone_lives() {
        let home = |lon, households_milli| Home { at: (lon, 40.0), county: None, households_milli };
        // Within 50 m of each other; the middle by weight is nearest to the heavy one.
        let all = places(&[home(113.0, 1_000), home(113.0004, 9_000)], 500.0, 10);
        assert_eq!(all, [Place { at: (113.0004, 40.0), county: None, households_milli: 10_000 }]);
        assert_eq!(places(&[], 500.0, 10), []);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_more_places_than_wanted(
            homes in prop::collection::vec((113.0..113.2, 40.0..40.2, 0_usize..3, 1_u64..90_000), 1..300), most in 3_usize..60,
        ) {
            let homes: Vec<Home> = homes.into_iter().map(|(lon, lat, county, households_milli)| Home {
                at: (lon, lat), county: (county > 0).then(|| Id::new(county - 1)), households_milli,
            }).collect();
            let all = places(&homes, 100.0, most);
            prop_assert!(all.len() <= most);
            for county in [None, Some(Id::new(0)), Some(Id::new(1))] {
                let sum = |of: &mut dyn Iterator<Item = (Option<CountyId>, u64)>| of.filter(|c| c.0 == county).map(|c| c.1).sum::<u64>();
                prop_assert_eq!(
                    sum(&mut all.iter().map(|p| (p.county, p.households_milli))),
                    sum(&mut homes.iter().map(|h| (h.county, h.households_milli)))
                );
            }
            prop_assert!(all.iter().all(|p| homes.iter().any(|h| h.at == p.at && h.county == p.county)));
        }
    }
}
