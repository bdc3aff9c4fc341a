//! Sizes and prices of sites that could be built: what no map tells.

use serde::Deserialize;

use crate::network::model::Tier;

/// The sizes and prices that ship.
pub const PRICES: &str = include_str!("../../../../seeds/draft.toml");

/// Sizes and prices of sites that could be built.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// The version of this format: 1.
    pub version: u8,
    /// What a tonne left uncollected costs.
    pub uncollected_yuan_per_t: f64,
    /// 交投点.
    pub drop_off: SitePrices,
    /// 中转站.
    pub transfer_station: SitePrices,
    /// 分拣中心.
    pub sorting_centre: SitePrices,
}

/// Size and prices of a site of one tier.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitePrices {
    /// Tonnes it can take in a year.
    pub capacity_t: f64,
    /// What keeping it open costs in a year.
    pub fixed_yuan: f64,
    /// What building it costs.
    pub capital_yuan: f64,
    /// What a tonne passing through costs.
    pub handling_yuan_per_t: f64,
    /// Kilograms that fit on its floor at once; by default any amount.
    pub storage_kg: Option<f64>,
    /// It is emptied every so many days; by default as the standard says of drop-off points, or when it is full.
    pub emptied_days: Option<u16>,
    /// What emptying it costs each time, beside carrying; by default nothing.
    #[serde(default)]
    pub visit_yuan: f64,
}

impl Prices {
    /// Reads a file of prices.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let prices: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let figures = [prices.drop_off, prices.transfer_station, prices.sorting_centre];
        let all = figures.iter().flat_map(|p| {
            let floor = p.storage_kg.unwrap_or_default();
            [p.capacity_t, p.fixed_yuan, p.capital_yuan, p.handling_yuan_per_t, p.visit_yuan, floor]
        });
        if prices.version != 1 {
            return Err(format!("version = {}; only version 1 is known", prices.version));
        }
        let days = figures.iter().filter_map(|p| p.emptied_days);
        if let Some(days) = days.into_iter().find(|d| !(1..=366).contains(d)) {
            return Err(format!("emptied_days = {days} is not from 1 to 366"));
        }
        if let Some(floor) = figures.iter().filter_map(|p| p.storage_kg).find(|kg| *kg < 1.0) {
            return Err(format!("storage_kg = {floor} is below 1"));
        }
        match all.chain([prices.uncollected_yuan_per_t]).find(|f| !(0.0..=1e9).contains(f)) {
            Some(figure) => Err(format!("{figure} is not a figure from 0 to 1,000,000,000")),
            None => Ok(prices),
        }
    }
    pub(super) fn of(&self, tier: Tier) -> SitePrices {
        match tier {
            Tier::DropOff => self.drop_off,
            Tier::TransferStation => self.transfer_station,
            Tier::SortingCentre | Tier::Sink => self.sorting_centre,
        }
    }
}

/// Whole fen.
pub(super) fn fen(yuan: f64) -> i64 {
    (yuan * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prices_that_ship_can_be_read_and_odd_ones_are_refused() {
        assert_eq!(Prices::read(PRICES).map(|p| p.version), Ok(1));
        for (old, new) in
            [("version = 1", "version = 2"), ("capacity_t = 600", "capacity_t = -1"), ("fixed_yuan", "fixed_yen")]
        {
            assert!(Prices::read(&PRICES.replacen(old, new, 1)).is_err(), "{new}");
        }
    }
}
