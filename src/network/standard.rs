//! What standards and cities ask of a network: a planner's preset, each figure with its source.

use super::figure::Figure;

/// Rules for drop-off points 交投点.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DropOffRules {
    /// One for each so many households in town.
    pub households_town: Option<Figure<u32>>,
    /// One for each so many households in a township.
    pub households_township: Option<Figure<u32>>,
    /// One for each so many people in town.
    pub persons_town: Option<Figure<u32>>,
    /// One for each so many people in a township.
    pub persons_township: Option<Figure<u32>>,
    /// At least so many in each village.
    pub per_village: Option<Figure<u32>>,
    /// Least area, in square metres.
    pub min_area_m2: Option<Figure<f64>>,
    /// Area for each 100 households served, in square metres.
    pub area_m2_per_100_households: Option<Figure<f64>>,
    /// Of all households, so many parts per million must be served.
    pub coverage_ppm: Option<Figure<u32>>,
    /// How far one walks to it, in metres.
    pub walk_m: Option<Figure<u32>>,
    /// At least one visit of a mobile stop in so many days, in town.
    pub visit_days_town: Option<Figure<u16>>,
    /// The same in a village.
    pub visit_days_village: Option<Figure<u16>>,
}

/// Rules for transfer stations 中转站.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StationRules {
    /// So many in each subdistrict 街道.
    pub per_subdistrict: Option<Figure<u32>>,
    /// So many in each township 乡镇.
    pub per_township: Option<Figure<u32>>,
    /// Least area, in square metres.
    pub min_area_m2: Option<Figure<f64>>,
    /// How far it is to the next one, in metres.
    pub reach_m: Option<Figure<u32>>,
}

/// Rules for sorting centres 分拣中心.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CentreRules {
    /// Least area of a comprehensive centre, in square metres.
    pub min_area_m2: Option<Figure<f64>>,
    /// Least throughput of a comprehensive centre, in tonnes a year.
    pub min_throughput_t: Option<Figure<u32>>,
    /// At least so many in each county.
    pub per_county_least: Option<Figure<u32>>,
    /// At most so many in each county.
    pub per_county_most: Option<Figure<u32>>,
}

/// A preset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standard {
    /// What files call it.
    pub id: String,
    /// 名称。
    pub zh: String,
    /// Name.
    pub en: String,
    /// Drop-off points.
    pub drop_off: DropOffRules,
    /// Transfer stations.
    pub station: StationRules,
    /// Sorting centres.
    pub centre: CentreRules,
}

macro_rules! fill {
    ($over:expr, $base:expr, $($field:ident)+) => {
        $(if $over.$field.is_none() {
            $over.$field = $base.$field.clone();
        })+
    };
}

impl Standard {
    /// This preset, with what it does not say taken from `base`.
    #[must_use]
    pub fn over(mut self, base: &Self) -> Self {
        // A city that counts by households does not count by the base's people, nor the other way round.
        let mut drop_off = base.drop_off.clone();
        if self.drop_off.households_town.is_some() {
            drop_off.persons_town = None;
        }
        if self.drop_off.households_township.is_some() {
            drop_off.persons_township = None;
        }
        fill!(self.drop_off, drop_off, households_town households_township persons_town persons_township per_village min_area_m2
            area_m2_per_100_households coverage_ppm walk_m visit_days_town visit_days_village);
        fill!(self.station, base.station, per_subdistrict per_township min_area_m2 reach_m);
        fill!(self.centre, base.centre, min_area_m2 min_throughput_t per_county_least per_county_most);
        self
    }

    /// How many drop-off points so many households need at least: the stricter of the counts by households and by people, each rounded up. `None`
    /// where the preset asks for none.
    #[must_use]
    pub fn drop_offs_needed(&self, households: u64, persons: u64, town: bool) -> Option<u64> {
        let rules = &self.drop_off;
        let (by_household, by_person) = match town {
            true => (&rules.households_town, &rules.persons_town),
            false => (&rules.households_township, &rules.persons_township),
        };
        let count = |n: u64, per: &Option<Figure<u32>>| per.as_ref().map(|f| n.div_ceil(u64::from(f.value.max(1))));
        count(households, by_household).max(count(persons, by_person))
    }

    /// How many transfer stations so many subdistricts and townships need; `None` where the preset asks for none.
    #[must_use]
    pub fn stations_needed(&self, subdistricts: u32, townships: u32) -> Option<u64> {
        let of = |n: u32, per: &Option<Figure<u32>>| per.as_ref().map(|f| u64::from(n) * u64::from(f.value));
        match (of(subdistricts, &self.station.per_subdistrict), of(townships, &self.station.per_township)) {
            (None, None) => None,
            (a, b) => Some(a.unwrap_or(0) + b.unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_replaces_what_it_says_and_keeps_the_rest() {
        let figure = |n: u32| Some(Figure::assumed(n, "test"));
        let mut base = Standard::default();
        base.drop_off.households_town = figure(2000);
        base.drop_off.persons_town = figure(5000);
        base.station.per_township = figure(2);
        let mut city = Standard { id: "city".into(), ..Standard::default() };
        city.drop_off.households_town = figure(500);
        let city = city.over(&base);
        // 5,001 households by 500 are 11 points; the base's count by people is not the city's.
        assert_eq!(city.drop_offs_needed(5_001, 13_000, true), Some(11));
        assert_eq!(base.drop_offs_needed(5_001, 13_000, true), Some(3));
        assert_eq!(city.drop_offs_needed(5_001, 13_000, false), None);
        assert_eq!(city.stations_needed(4, 3), Some(6));
        assert_eq!(Standard::default().stations_needed(4, 3), None);
    }
}
