//! What a visit of each place brings on each weekday, and how long it lasts.

use super::ready::Ready;

/// A table over places and weekdays.
#[derive(Clone, Debug)]
pub(in crate::mobile) struct Visits {
    streams: usize,
    grams: Vec<i64>,
    lasts: Vec<i64>,
}

impl Visits {
    pub(in crate::mobile) fn new(places: usize, streams: usize) -> Self {
        Self { streams, grams: vec![0; places * 7 * streams], lasts: vec![0; places * 7] }
    }
    /// Grams by stream.
    #[inline]
    pub(in crate::mobile) fn grams(&self, place: u32, weekday: usize) -> &[i64] {
        let at = (place as usize * 7 + weekday) * self.streams;
        &self.grams[at..at + self.streams]
    }
    /// Milliseconds.
    #[inline]
    pub(in crate::mobile) fn lasts(&self, place: u32, weekday: usize) -> i64 {
        self.lasts[place as usize * 7 + weekday]
    }
    /// All that is known of a place, to put back later.
    pub(in crate::mobile) fn save(&self, place: u32, into: &mut Vec<i64>) {
        let (g, l) = (place as usize * 7 * self.streams, place as usize * 7);
        into.extend_from_slice(&self.grams[g..g + 7 * self.streams]);
        into.extend_from_slice(&self.lasts[l..l + 7]);
    }
    /// How many numbers [`Self::save`] writes.
    pub(in crate::mobile) fn saved(&self) -> usize {
        7 * self.streams + 7
    }
    /// Puts back what [`Self::save`] wrote.
    pub(in crate::mobile) fn load(&mut self, place: u32, from: &[i64]) {
        let (g, l) = (place as usize * 7 * self.streams, place as usize * 7);
        self.grams[g..g + 7 * self.streams].copy_from_slice(&from[..7 * self.streams]);
        self.lasts[l..l + 7].copy_from_slice(&from[7 * self.streams..]);
    }
    /// A visit on `weekday`, `days` after the one before, by those who have `weekly` (grams a week x parts per million, by stream). Returns the grams that are taken of it, and those that are brought.
    pub(in crate::mobile) fn set(
        &mut self,
        ready: &Ready<'_>,
        place: u32,
        weekday: usize,
        days: i64,
        weekly: &[i64],
    ) -> (i64, i64) {
        let rules = &ready.problem.rules;
        let at = (place as usize * 7 + weekday) * self.streams;
        let grams = &mut self.grams[at..at + self.streams];
        let wanted = brought(ready, place, weekday, days, weekly, grams);
        let mut all = wanted;
        let most = room(ready, all);
        if all > most {
            let whole = i128::from(all);
            grams.iter_mut().for_each(|g| *g = (i128::from(*g) * i128::from(most) / whole) as i64);
            all = grams.iter().sum();
        }
        let busy = rules.set_up.0 + ((i128::from(all) * i128::from(rules.ms_per_kg) + 999) / 1000) as i64;
        let step = rules.stand_step.0;
        let lasts = (busy.clamp(rules.least_stand.0, rules.most_stand.0) + step - 1) / step * step;
        self.lasts[place as usize * 7 + weekday] = lasts;
        (all, wanted)
    }
}

/// What the longest stand has time for, of so many grams.
pub(in crate::mobile) fn room(ready: &Ready<'_>, all: i64) -> i64 {
    let rules = &ready.problem.rules;
    let room = (rules.most_stand.0 - rules.set_up.0).max(0) * 1000;
    if rules.ms_per_kg == 0 { all } else { room / rules.ms_per_kg }
}

/// What is brought by stream, whether there is time to take it or not, as for [`Visits::set`]. Returns its sum.
pub(in crate::mobile) fn brought(
    ready: &Ready<'_>,
    place: u32,
    weekday: usize,
    days: i64,
    weekly: &[i64],
    grams: &mut [i64],
) -> i64 {
    let days = days.min(i64::from(ready.problem.rules.keep_days));
    let draw = ready.places[place as usize].draw[weekday];
    let mut all = 0;
    for (g, &w) in grams.iter_mut().zip(weekly) {
        *g = match w.checked_mul(days) {
            Some(product) if draw == 1_000_000 => product / 7_000_000,
            _ => (i128::from(w) * i128::from(days) * i128::from(draw) / 7_000_000_000_000) as i64,
        };
        all += *g;
    }
    all
}
