//! Where sites could stand, proposed from what a map shows; each candidate with its reason, its land, its area and its county.
//!
//! Useful to begin with. What a map does not know (who owns the land, what it costs, who lives next door) it does not know.

mod pick;

use super::demand::Settled;
use super::ground::LonLat;
use super::model::Tier;
use super::region::CountyId;
use super::standard::Standard;

/// What a piece of the map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParcelKind {
    /// A recycling place or centre.
    Recycling,
    /// A transfer station of household refuse.
    WasteTransferStation,
    /// A place where refuse is left.
    WasteDisposal,
    /// Industrial land.
    Industrial,
    /// Commercial or retail land.
    Commercial,
    /// Parking.
    Parking,
    /// The edge of residential land.
    ResidentialEdge,
}

/// Kinds of land, as land policy tells them apart (GB 50137-2011).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LandClass {
    /// 公用设施用地 U: what 忻31 and 同42 want sites to be counted as.
    PublicUtility,
    /// 工业用地 M.
    Industrial,
    /// 商业服务业设施用地 B.
    Commercial,
    /// 道路与交通设施用地 S.
    Transport,
    /// 居住用地 R.
    Residential,
}

impl LandClass {
    /// All.
    pub const ALL: [Self; 5] =
        [Self::PublicUtility, Self::Industrial, Self::Commercial, Self::Transport, Self::Residential];
    /// What files call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PublicUtility => "public_utility",
            Self::Industrial => "industrial",
            Self::Commercial => "commercial",
            Self::Transport => "transport",
            Self::Residential => "residential",
        }
    }
    /// 名称。
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::PublicUtility => "公用设施用地",
            Self::Industrial => "工业用地",
            Self::Commercial => "商业服务业设施用地",
            Self::Transport => "道路与交通设施用地",
            Self::Residential => "居住用地",
        }
    }
}

impl ParcelKind {
    /// The land it is on.
    #[must_use]
    pub const fn land(self) -> LandClass {
        match self {
            Self::Recycling | Self::WasteTransferStation | Self::WasteDisposal => LandClass::PublicUtility,
            Self::Industrial => LandClass::Industrial,
            Self::Commercial => LandClass::Commercial,
            Self::Parking => LandClass::Transport,
            Self::ResidentialEdge => LandClass::Residential,
        }
    }
    /// Whether household refuse is handled there today: 两网融合 begins there.
    #[must_use]
    pub const fn serves_refuse(self) -> bool {
        matches!(self, Self::WasteTransferStation | Self::WasteDisposal)
    }
}

/// A piece of the map that a site could stand on.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// What it is.
    pub kind: ParcelKind,
    /// A place on it.
    pub at: LonLat,
    /// Its area; `None` where the map has only a point.
    pub area_m2: Option<f64>,
    /// Its county.
    pub county: Option<CountyId>,
    /// Its name, or empty.
    pub name: String,
}

/// A place where a site could stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// For which tier.
    pub tier: Tier,
    /// The number of the parcel it stands on.
    pub parcel: usize,
    /// Where.
    pub at: LonLat,
    /// The parcel's area; `None` where the map has only a point.
    pub area_m2: Option<f64>,
    /// Its county.
    pub county: Option<CountyId>,
    /// Its land.
    pub land: LandClass,
    /// Whether refuse is handled there today.
    pub serves_refuse: bool,
    /// Why here.
    pub reason: Reason,
    /// The map's name, or empty.
    pub name: String,
}

/// Why a parcel is a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// What stands there.
    pub kind: ParcelKind,
    /// Its area; `None` where the map has only a point.
    pub area_m2: Option<f64>,
    /// The least area that the tier wants.
    pub least_m2: f64,
}

impl Reason {
    /// In words.
    #[must_use]
    pub fn en(&self) -> String {
        let what = match self.kind {
            ParcelKind::Recycling => "an existing recycling place",
            ParcelKind::WasteTransferStation => "an existing transfer station of household refuse, to be shared",
            ParcelKind::WasteDisposal => "an existing refuse collection place, to be shared",
            ParcelKind::Industrial => "industrial land",
            ParcelKind::Commercial => "commercial land",
            ParcelKind::Parking => "parking, some spaces of which would do",
            ParcelKind::ResidentialEdge => "the edge of residential land",
        };
        match self.area_m2 {
            Some(area) => format!("{what}: {area:.0} m² of at least {:.0} m²", self.least_m2),
            None => format!("{what}: the map gives a point only, {:.0} m² must be found there", self.least_m2),
        }
    }
    /// 文字。
    #[must_use]
    pub fn zh(&self) -> String {
        let what = match self.kind {
            ParcelKind::Recycling => "现有回收点",
            ParcelKind::WasteTransferStation => "现有生活垃圾转运站，可两网融合",
            ParcelKind::WasteDisposal => "现有生活垃圾投放点，可两网融合",
            ParcelKind::Industrial => "工业用地",
            ParcelKind::Commercial => "商业用地",
            ParcelKind::Parking => "停车场，占用少量车位即可",
            ParcelKind::ResidentialEdge => "居住用地边缘",
        };
        match self.area_m2 {
            Some(area) => format!("{what}：面积 {area:.0} 平方米，要求不小于 {:.0} 平方米", self.least_m2),
            None => format!("{what}：地图仅有点位，需落实 {:.0} 平方米", self.least_m2),
        }
    }
}

/// What is wanted of one tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TierWish {
    /// Least area, in square metres.
    pub least_m2: f64,
    /// Candidates at most.
    pub most: usize,
    /// Candidates stand at least so far apart, in metres, as far as there are enough of them.
    pub apart_m: f64,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CandidateRules {
    /// Drop-off points.
    pub drop_off: TierWish,
    /// Transfer stations.
    pub station: TierWish,
    /// Sorting centres.
    pub centre: TierWish,
}

impl CandidateRules {
    /// A standard's least areas (10, 500 and 3,000 m² where it says none) and so many candidates of each tier at most.
    #[must_use]
    pub fn of(standard: &Standard, drop_offs: usize, stations: usize, centres: usize) -> Self {
        let area = |figure: &Option<super::figure::Figure<f64>>, or: f64| figure.as_ref().map_or(or, |f| f.value);
        Self {
            drop_off: TierWish {
                least_m2: area(&standard.drop_off.min_area_m2, 10.0),
                most: drop_offs,
                apart_m: 100.0,
            },
            station: TierWish { least_m2: area(&standard.station.min_area_m2, 500.0), most: stations, apart_m: 400.0 },
            centre: TierWish { least_m2: area(&standard.centre.min_area_m2, 3000.0), most: centres, apart_m: 1000.0 },
        }
    }
}

/// Proposes candidates, tier by tier.
///
/// Drop-off points may stand at recycling and refuse places, on parking and at the edge of residential land; transfer stations at recycling and refuse places
/// of enough area and on industrial and commercial land; sorting centres at recycling places and refuse stations and on industrial land. Points without
/// an area are taken for drop-off points, and for stations where the map calls them one. Where there are more than wanted, counties get theirs in
/// proportion to their people and none goes without; within a county existing places come first, then the places that stand farthest from those
/// taken, so that candidates are spread. Same input, same candidates.
#[must_use]
pub fn propose(parcels: &[Parcel], people: &[Settled], rules: &CandidateRules) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (tier, wish) in [
        (Tier::DropOff, &rules.drop_off),
        (Tier::TransferStation, &rules.station),
        (Tier::SortingCentre, &rules.centre),
    ] {
        let fit: Vec<usize> = (0..parcels.len()).filter(|&i| fits(&parcels[i], tier, wish.least_m2)).collect();
        out.extend(pick::spread(parcels, &fit, people, wish).into_iter().map(|i| {
            let parcel = &parcels[i];
            Candidate {
                tier,
                parcel: i,
                at: parcel.at,
                area_m2: parcel.area_m2,
                county: parcel.county,
                land: parcel.kind.land(),
                serves_refuse: parcel.kind.serves_refuse(),
                reason: Reason { kind: parcel.kind, area_m2: parcel.area_m2, least_m2: wish.least_m2 },
                name: parcel.name.clone(),
            }
        }));
    }
    out
}

fn fits(parcel: &Parcel, tier: Tier, least_m2: f64) -> bool {
    use ParcelKind::{
        Commercial, Industrial, Parking, Recycling, ResidentialEdge, WasteDisposal, WasteTransferStation,
    };
    let large = parcel.area_m2.map(|a| a >= least_m2);
    match (tier, parcel.kind) {
        (Tier::DropOff, Recycling | WasteDisposal | WasteTransferStation | Parking | ResidentialEdge) => {
            large != Some(false)
        }
        (Tier::TransferStation, WasteTransferStation) => large != Some(false),
        (Tier::TransferStation, Recycling | WasteDisposal | Industrial | Commercial) => large == Some(true),
        (Tier::SortingCentre, Recycling | WasteTransferStation | Industrial) => large == Some(true),
        _ => false,
    }
}

/// `count` places along a ring at even steps, the first half a step from its first corner; none for a ring without length.
#[must_use]
pub fn along(ring: &[LonLat], count: usize) -> Vec<LonLat> {
    let step_m = |w: &[LonLat]| super::ground::metres(w[0], w[1]);
    let length: f64 = ring.windows(2).map(step_m).sum();
    let mut out = Vec::with_capacity(count);
    let mut gone = 0.0;
    for w in ring.windows(2) {
        let here = step_m(w);
        while out.len() < count && length > 0.0 && here > 0.0 {
            let next = (out.len() as f64 + 0.5) / count as f64 * length;
            if next > gone + here {
                break;
            }
            let share = ((next - gone) / here).clamp(0.0, 1.0);
            out.push((w[0].0 + (w[1].0 - w[0].0) * share, w[0].1 + (w[1].1 - w[0].1) * share));
        }
        gone += here;
    }
    out
}

#[cfg(test)]
mod tests;
