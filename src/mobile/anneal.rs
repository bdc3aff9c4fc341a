//! Ruin and recreate with a temperature that falls: what searches of routes have in common.

use crate::rounds::Dice;

/// The temperature at both ends, of what a visit costs.
const HOT: f64 = 0.6;
const COLD: f64 = 0.006;

/// What can be taken apart and put together again.
pub(super) trait Ruin {
    /// An answer.
    type State: Clone;
    /// What it costs.
    fn cost(state: &Self::State) -> i64;
    /// Takes something out and puts it back where it costs least.
    fn ruin_and_recreate(&mut self, state: &mut Self::State);
    /// Where chance comes from.
    fn dice(&mut self) -> &mut Dice;
}

/// The best answer met until `spent`, told how many rounds are done, returns 1; and the rounds. Temperatures are in `scale`, what a visit costs.
pub(super) fn anneal<R: Ruin>(
    search: &mut R,
    first: R::State,
    scale: f64,
    spent: &mut dyn FnMut(u64) -> f64,
) -> (R::State, u64) {
    let (mut now, mut best, mut trial) = (first.clone(), first.clone(), first);
    let mut rounds = 0;
    loop {
        let part = spent(rounds);
        if part >= 1.0 {
            return (best, rounds);
        }
        rounds += 1;
        trial.clone_from(&now);
        search.ruin_and_recreate(&mut trial);
        let heat = scale.max(1e-3) * HOT * (COLD / HOT).powf(part);
        let allowed = R::cost(&now) as f64 - heat * search.dice().unit().max(1e-300).ln();
        if (R::cost(&trial) as f64) < allowed {
            std::mem::swap(&mut now, &mut trial);
            if R::cost(&now) < R::cost(&best) {
                best.clone_from(&now);
            }
        }
    }
}
