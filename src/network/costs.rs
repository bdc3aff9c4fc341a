//! What carrying a tonne costs, and what it does to the air.

use super::model::Haul;
use crate::matrix::travel::Leg;

/// What it takes to carry a tonne from one place to another by a haul.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carriage {
    /// Fen a tonne.
    pub fen_per_t: f64,
    /// Grams of carbon dioxide a tonne.
    pub co2_g_per_t: f64,
    /// Kilometres a tonne is carried: the way there.
    pub km: f64,
    /// Kilometres trucks drive for a tonne, there and back.
    pub truck_km_per_t: f64,
}

/// Carrying a tonne `there`, the truck returning by `back`; carbon is not priced here.
///
/// A truck with a payload of p tonnes that is a share l full on average makes 1/(p l) round trips for a tonne; each costs both ways by kilometre and hour and
/// its handling by the hour.
#[must_use]
pub fn carriage(haul: &Haul, there: Leg, back: Leg) -> Carriage {
    let km = there.length.metres() / 1000.0;
    let mut out = Carriage { fen_per_t: haul.fen_per_t_km as f64 * km, km, ..Carriage::default() };
    if let Some(truck) = &haul.truck {
        let round_km = km + back.length.metres() / 1000.0;
        let hours = (there.time + back.time + truck.handling).hours();
        let trips = 1.0 / (truck.payload.0 as f64 / 1e6 * f64::from(truck.load_percent) / 100.0);
        out.fen_per_t += trips * (truck.rates.fen_per_km as f64 * round_km + truck.rates.fen_per_h as f64 * hours);
        out.truck_km_per_t = trips * round_km;
        out.co2_g_per_t = out.truck_km_per_t * truck.co2_g_per_km as f64;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::model::{From, Tier, Truck};
    use crate::units::{Centimetres, Grams, Milliseconds, Rates};

    fn haul(truck: Option<Truck>, fen_per_t_km: i64) -> Haul {
        Haul {
            name: String::new(),
            from: From::Tier(Tier::DropOff),
            to: Tier::TransferStation,
            streams: Vec::new(),
            profile: "light_truck".into(),
            truck,
            fen_per_t_km,
            reach: None,
        }
    }

    #[test]
    fn a_truck_pays_both_ways_and_its_handling_for_each_round_trip() {
        let leg = |minutes, km: f64| Leg {
            time: Milliseconds::MINUTE * minutes,
            length: Centimetres::from_metres(km * 1000.0),
        };
        let truck = Truck {
            payload: Grams::from_kg(2000.0),
            load_percent: 50,
            rates: Rates { fen_per_km: 200, fen_per_h: 6000 },
            handling: Milliseconds::MINUTE * 30,
            co2_g_per_km: 300,
        };
        // One round trip a tonne: 10 + 12 km, 15 + 15 + 30 minutes.
        let c = carriage(&haul(Some(truck), 0), leg(15, 10.0), leg(15, 12.0));
        assert_eq!((c.fen_per_t, c.km, c.truck_km_per_t, c.co2_g_per_t), (22.0 * 200.0 + 6000.0, 10.0, 22.0, 6600.0));
        let walk = carriage(&haul(None, 6000), leg(6, 0.5), leg(6, 0.5));
        assert_eq!((walk.fen_per_t, walk.truck_km_per_t), (3000.0, 0.0));
    }
}
