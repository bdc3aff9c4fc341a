//! Cost against another measure: a network for each of several demands on it, and what they prove together.
//!
//! Coverage and numbers of sites are asked for (so much at least, so many at most); carbon dioxide and tonne-kilometres are priced, for a design can pay for them but not
//! keep a limit on them. Asked for, each network found serves every looser demand, and each bound holds for every stricter one. Priced, each bound is a line below
//! which no network lies. Both curves that come of it are true between the points, too, and they never cross.

use super::answer::{Answer, Statement};
use super::model::{Count, Network, Tier};
use super::ways::Ways;

#[cfg(test)]
mod tests;

/// What cost is weighed against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The share of households within a walk, of each coverage rule that is swept: at least so much is asked for. Levels are hundredths of a percent.
    Coverage,
    /// Open sites of a tier: at most so many are asked for. Levels are numbers.
    Sites(Tier),
    /// Carbon dioxide, in tonnes: priced. Levels are fen a tonne on top of the network's own price.
    Carbon,
    /// Tonnes times kilometres carried: priced. Levels are fen for one, on top of what hauls cost.
    TonneKm,
}

/// A network found at a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The level.
    pub level: i64,
    /// What it has of the measure: a share from 0 to 1 (the least of all rules swept), a number, tonnes, tonne-kilometres.
    pub measure: f64,
    /// What it costs in a year by the network's own prices, fen.
    pub cost: f64,
    /// What no network of the level costs less than, fen; where the level is a price, with the measure at that price.
    pub bound: f64,
}

impl Axis {
    /// Whether its levels are prices.
    #[must_use]
    pub const fn is_priced(self) -> bool {
        matches!(self, Self::Carbon | Self::TonneKm)
    }
    /// Whether more of the measure is better.
    #[must_use]
    pub const fn more_is_better(self) -> bool {
        matches!(self, Self::Coverage)
    }
    /// The measure that a level asks for; `None` where it is a price.
    #[must_use]
    pub fn asked(self, level: i64) -> Option<f64> {
        match self {
            Self::Coverage => Some(level as f64 / 10_000.0),
            Self::Sites(_) => Some(level as f64),
            Self::Carbon | Self::TonneKm => None,
        }
    }
    /// Levels in the order they are searched in, each once: the strictest first, so that each begins with a network that keeps its demand; prices from the lowest.
    #[must_use]
    pub fn order(self, levels: &[i64]) -> Vec<i64> {
        let mut out = levels.to_vec();
        out.sort_unstable();
        out.dedup();
        if self.more_is_better() {
            out.reverse();
        }
        out
    }
    /// The network with a level asked for, or priced. `rules` are the coverage rules that are swept.
    #[must_use]
    pub fn at(self, network: &Network, rules: &[usize], level: i64) -> Network {
        let mut out = network.clone();
        match self {
            Self::Coverage => {
                for (i, rule) in out.coverage.iter_mut().enumerate() {
                    if rules.contains(&i) {
                        rule.share_bp = u32::try_from(level).unwrap_or_default();
                    }
                }
            }
            Self::Sites(tier) => {
                let at_most = Some(u32::try_from(level).unwrap_or_default());
                out.counts.push(Count { tier, area: None, at_least: 0, at_most });
            }
            Self::Carbon => out.carbon_fen_per_t += level,
            Self::TonneKm => out.hauls.iter_mut().for_each(|haul| haul.fen_per_t_km += level),
        }
        out
    }
    /// What an answer has of the measure.
    #[must_use]
    pub fn measure(self, network: &Network, rules: &[usize], ways: &Ways, answer: &Answer) -> f64 {
        let statement = || Statement::of(network, ways, answer);
        match self {
            Self::Coverage => {
                let swept = network.coverage.iter().zip(&ways.walks).enumerate().filter(|(i, _)| rules.contains(i));
                let share = swept.map(|(_, (rule, walks))| match answer.covered(network, walks, rule.area) {
                    (_, 0) => 1.0,
                    (covered, all) => covered as f64 / all as f64,
                });
                share.fold(1.0, f64::min)
            }
            Self::Sites(tier) => {
                network.sites.iter_ids().filter(|(id, s)| s.tier == tier && answer.open[*id]).count() as f64
            }
            Self::Carbon => statement().co2_t,
            Self::TonneKm => statement().tonne_km,
        }
    }
    /// Whether a measure is at least as good as another.
    #[must_use]
    pub fn keeps(self, measure: f64, asked: f64) -> bool {
        if self.more_is_better() { measure >= asked } else { measure <= asked }
    }
    /// The cheapest of the networks found that have a measure at least this good: its place in the list, the first of equals.
    #[must_use]
    pub fn upper(self, seen: &[Seen], asked: f64) -> Option<usize> {
        let keeping = (0..seen.len()).filter(|&i| self.keeps(seen[i].measure, asked));
        keeping.min_by(|&a, &b| seen[a].cost.total_cmp(&seen[b].cost))
    }
    /// What no network with a measure at least this good costs less than, fen; `None` where nothing is proven of it.
    #[must_use]
    pub fn lower(self, seen: &[Seen], asked: f64) -> Option<f64> {
        let proven = seen.iter().filter_map(|s| match self.asked(s.level) {
            // Who has more of a good thing, or less of a bad one, has kept the looser demand.
            Some(level) => self.keeps(asked, level).then_some(s.bound),
            // Cost and price times measure are not below the bound; of a network with less of the measure the price takes off less.
            None => Some(s.bound - s.level as f64 * asked),
        });
        proven.max_by(f64::total_cmp)
    }
    /// For each network the one that is no worse in either and better in one; of the same, the first stands. `None` where there is none.
    #[must_use]
    pub fn dominated(self, seen: &[Seen]) -> Vec<Option<usize>> {
        let beats = |j: usize, i: usize| {
            let (a, b) = (&seen[j], &seen[i]);
            let no_worse = a.cost <= b.cost && self.keeps(a.measure, b.measure);
            no_worse && (a.cost < b.cost || a.measure != b.measure || j < i)
        };
        let by = |i: usize| {
            let better = (0..seen.len()).filter(|&j| j != i && beats(j, i));
            better.min_by(|&a, &b| seen[a].cost.total_cmp(&seen[b].cost).then(a.cmp(&b)))
        };
        (0..seen.len()).map(by).collect()
    }
    /// Cost and bound at a level: the cheapest network found that keeps it (by its place in the list), and what none costs less than. Where levels are prices, both are
    /// of the network's own measure.
    #[must_use]
    pub fn rung(self, seen: &[Seen], of: usize) -> (usize, f64) {
        let asked = self.asked(seen[of].level).unwrap_or(seen[of].measure);
        let best = self.upper(seen, asked).unwrap_or(of);
        let bound = self.lower(seen, asked).unwrap_or(f64::NEG_INFINITY);
        // A cost is itself proof that no bound is above it; sums are rounded to fen.
        (best, bound.min(seen[best].cost))
    }
}
