//! The cheapest slot of every demand without looking at all of them.
//!
//! A demand's slots are sorted by cost. What comes after a site is at least the least that comes after any, so the walk along a demand's slots ends where that cannot
//! win any more. On the way most sites are refused by one number: the least that a kilogram of any demand's mix could cost from there on. (Looking at all
//! 470,000 slots of 1,890 places and 250 sites was four fifths of a trial.) What is found is what looking at every slot finds, ties included.

use super::super::frame::Frame;

/// Kinds of mixes told apart; the rest are one kind.
const KINDS: usize = 16;

/// Slots of each demand by cost, and mixes of streams.
#[derive(Debug)]
pub(super) struct Near {
    /// Slots in the order of cost, demand by demand as in the frame.
    order: Vec<Entry>,
    /// The kind of each demand's mix.
    kind: Vec<u32>,
    /// By kind and stream: the least share that a demand has of it; `None` if no demand has any.
    least: Vec<Option<f64>>,
    /// By kind: what is left of one without the least shares.
    rest: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    cost: f64,
    site: u32,
    slot: u32,
}

/// What a kilogram costs at least from each site on, at the present prices.
#[derive(Debug, Clone, Default)]
pub(super) struct Lows {
    /// By stream, over all sites that are open and have slots.
    floor: Vec<f64>,
    /// By kind and site: above the floor. Infinite where closed.
    low: Vec<f64>,
    /// By kind: the least of them.
    lowest: Vec<f64>,
}

impl Near {
    pub(super) fn new(frame: &Frame) -> Self {
        let mut order: Vec<Entry> = Vec::with_capacity(frame.slot_cost.len());
        for d in 0..frame.demands {
            let from = order.len();
            order.extend(frame.slots_of(d).iter().map(|&slot| Entry {
                cost: frame.slot_cost[slot as usize],
                site: frame.slot_site[slot as usize],
                slot,
            }));
            order[from..].sort_unstable_by(|a, b| a.cost.total_cmp(&b.cost).then(a.slot.cmp(&b.slot)));
        }
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut kind = Vec::with_capacity(frame.demands);
        let mut least: Vec<Option<f64>> = Vec::new();
        for d in 0..frame.demands {
            let set: Vec<usize> = frame.parts(d).map(|p| p.0).collect();
            let known = sets.iter().position(|s| *s == set);
            let k = known.unwrap_or_else(|| {
                if sets.len() < KINDS {
                    sets.push(set);
                }
                sets.len() - 1
            });
            if least.len() < sets.len() * frame.streams {
                least.resize(sets.len() * frame.streams, None);
            }
            for (s, kg) in frame.parts(d) {
                let share = kg / frame.kg[d];
                let least = &mut least[k * frame.streams + s];
                *least = Some(least.map_or(share, |l| l.min(share)));
            }
            kind.push(k as u32);
        }
        // The last kind may be a mix of sets: what some of its demands lack has no least share.
        if sets.len() == KINDS {
            let last = KINDS - 1;
            for d in (0..frame.demands).filter(|&d| kind[d] as usize == last) {
                for s in (0..frame.streams).filter(|&s| frame.parts(d).all(|p| p.0 != s)) {
                    if let Some(least) = &mut least[last * frame.streams + s] {
                        *least = 0.0;
                    }
                }
            }
        }
        let rest = least.chunks(frame.streams.max(1)).map(|l| 1.0 - l.iter().flatten().sum::<f64>()).collect();
        Self { order, kind, least, rest }
    }

    /// Lows at these prices (`site * streams + stream`).
    pub(super) fn lows(&self, frame: &Frame, open: &[bool], onward: &[f64], lows: &mut Lows) {
        let streams = frame.streams;
        lows.floor.clear();
        lows.floor.resize(streams, f64::INFINITY);
        let used = |i: usize| open[i] && !frame.slots(i).is_empty();
        for i in (0..frame.sites).filter(|&i| used(i)) {
            for (floor, price) in lows.floor.iter_mut().zip(&onward[i * streams..(i + 1) * streams]) {
                *floor = floor.min(*price);
            }
        }
        for floor in lows.floor.iter_mut().filter(|f| !f.is_finite()) {
            *floor = 0.0;
        }
        lows.low.clear();
        lows.low.resize(self.rest.len() * frame.sites, f64::INFINITY);
        lows.lowest.clear();
        for (kind, rest) in self.rest.iter().enumerate() {
            let least = &self.least[kind * streams..(kind + 1) * streams];
            let low = &mut lows.low[kind * frame.sites..(kind + 1) * frame.sites];
            for i in (0..frame.sites).filter(|&i| used(i)) {
                let (mut sum, mut any) = (0.0, f64::INFINITY);
                for (s, least) in least.iter().enumerate() {
                    if let Some(least) = least {
                        let above = onward[i * streams + s] - lows.floor[s];
                        any = any.min(above);
                        if *least > 0.0 {
                            sum += least * above;
                        }
                    }
                }
                if *rest > 0.0 {
                    sum += rest * any;
                }
                low[i] = sum;
            }
            lows.lowest.push(low.iter().copied().fold(f64::INFINITY, f64::min));
        }
    }

    /// The cheapest way of a demand among its slots and `best` (cost and slot), and the slot; of equals `best` first, then the first slot.
    /// `scale` is 1, or 0 where slots cost nothing.
    pub(super) fn cheapest(
        &self,
        frame: &Frame,
        (onward, lows): (&[f64], &Lows),
        demand: usize,
        scale: f64,
        refusal: (f64, u32),
        may: impl Fn(u32) -> bool,
    ) -> (f64, u32) {
        let streams = frame.streams;
        let kg = frame.kg[demand];
        let (mut base, mut size) = (0.0, 0.0);
        for (s, kg) in frame.parts(demand) {
            base += kg * lows.floor[s];
            size += kg * lows.floor[s].abs();
        }
        let kind = self.kind[demand] as usize;
        let low = &lows.low[kind * frame.sites..(kind + 1) * frame.sites];
        let lowest = base + kg * lows.lowest[kind];
        let parts = frame.part_from[demand] as usize..frame.part_from[demand + 1] as usize;
        let (streams_of, kgs) = (&frame.part_stream[parts.clone()], &frame.part_kg[parts]);
        let (mut best, mut slot) = refusal;
        // Sums are compared that were made in another order: what is refused is dearer by more than rounding.
        let beaten = |bound: f64, best: f64| bound > best + 1e-11 * (best.abs() + size);
        for entry in &self.order[frame.mine_from[demand] as usize..frame.mine_from[demand + 1] as usize] {
            let cost = scale * entry.cost;
            if beaten(cost + lowest, best) {
                break;
            }
            let i = entry.site as usize;
            if beaten(cost + base + kg * low[i], best) || !may(entry.slot) {
                continue;
            }
            let onward = &onward[i * streams..(i + 1) * streams];
            let whole = streams_of.iter().zip(kgs).fold(cost, |sum, (&s, kg)| sum + kg * onward[s as usize]);
            if whole < best || (whole == best && slot != refusal.1 && entry.slot < slot) {
                best = whole;
                slot = entry.slot;
            }
        }
        (best, slot)
    }
}
