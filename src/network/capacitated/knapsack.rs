//! What a site gains most by, within its capacity.

/// A demand that a site could serve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) demand: u32,
    pub(super) gain: f64,
    pub(super) size: i64,
}

impl Item {
    fn ratio(&self) -> f64 {
        // Nothing is gained by leaving out what takes no room.
        if self.size == 0 { f64::INFINITY } else { self.gain / self.size as f64 }
    }
}

/// The most that shares of items gain; `take` is told demand and share. Items are reordered.
pub(super) fn shared(items: &mut [Item], capacity: i64, mut take: impl FnMut(u32, f64)) -> f64 {
    let mut sum = 0.0;
    let (mut low, mut high, mut room) = (0, items.len(), capacity);
    // Halves by ratio: the better half is taken whole or halved again.
    while low < high {
        let weight: i64 = items[low..high].iter().map(|i| i.size).sum();
        if weight <= room {
            low = high;
            break;
        }
        if high - low == 1 {
            break;
        }
        let middle = (high - low) / 2;
        items[low..high].select_nth_unstable_by(middle, order);
        let weight: i64 = items[low..low + middle].iter().map(|i| i.size).sum();
        if weight <= room {
            room -= weight;
            low += middle;
        } else {
            high = low + middle;
        }
    }
    let end = low;
    for item in &items[..end] {
        sum += item.gain;
        take(item.demand, 1.0);
    }
    if let Some(item) = items.get(end) {
        let used: i64 = items[..end].iter().map(|i| i.size).sum();
        if used < capacity {
            // At the end of the halving this is the one item that fits in part.
            let share = (capacity - used) as f64 / item.size as f64;
            sum += item.gain * share;
            take(item.demand, share);
        }
    }
    sum
}

fn order(a: &Item, b: &Item) -> std::cmp::Ordering {
    b.ratio().total_cmp(&a.ratio()).then(a.demand.cmp(&b.demand))
}

/// Steps of the search before it settles for a bound.
const STEPS: u32 = 4000;

/// The most that whole items gain (Horowitz and Sahni's search); `take` is told what is in.
///
/// After too many steps what comes back is the gain of the items taken or more: a bound, but no less than the most.
pub(super) fn whole(items: &mut Vec<Item>, capacity: i64, mut take: impl FnMut(u32)) -> f64 {
    items.retain(|item| item.size <= capacity);
    if items.iter().map(|i| i.size).sum::<i64>() <= capacity {
        items.iter().for_each(|item| take(item.demand));
        return items.iter().map(|i| i.gain).sum();
    }
    items.sort_unstable_by(order);
    let limit = |from: usize, room: i64| {
        let (mut sum, mut room) = (0.0, room);
        for item in &items[from..] {
            if item.size > room {
                return sum + item.gain * room as f64 / item.size as f64;
            }
            sum += item.gain;
            room -= item.size;
        }
        sum
    };
    let root = limit(0, capacity);
    let (mut best, mut kept) = (0.0_f64, Vec::new());
    let (mut inside, mut gain, mut room, mut at) = (Vec::<usize>::new(), 0.0, capacity, 0);
    for _ in 0..STEPS {
        if gain + limit(at, room) > best + 1e-12 * best {
            while let Some(item) = items.get(at) {
                if item.size <= room {
                    inside.push(at);
                    gain += item.gain;
                    room -= item.size;
                } else if gain + limit(at + 1, room) <= best {
                    break;
                }
                at += 1;
            }
            if gain > best {
                (best, kept) = (gain, inside.clone());
            }
        }
        let Some(last) = inside.pop() else {
            kept.iter().for_each(|&k| take(items[k].demand));
            // What the comparison may have missed by rounding.
            return best * (1.0 + 2e-12);
        };
        gain = inside.iter().map(|&k| items[k].gain).sum();
        room += items[last].size;
        at = last + 1;
    }
    kept.iter().for_each(|&k| take(items[k].demand));
    root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against all subsets.
        #[test]
        fn both_are_the_most(pairs in prop::collection::vec((1_i32..40, 0_i64..12), 0..11), capacity in 0_i64..40) {
            let items: Vec<Item> = pairs.iter().enumerate()
                .map(|(k, &(gain, size))| Item { demand: k as u32, gain: f64::from(gain), size }).collect();
            let mut most = 0.0_f64;
            for set in 0..1_u32 << items.len() {
                let inside = || items.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1).map(|(_, i)| i);
                if inside().map(|i| i.size).sum::<i64>() <= capacity {
                    most = most.max(inside().map(|i| i.gain).sum());
                }
            }
            let (mut taken, mut weight) = (0.0, 0);
            let value = whole(&mut items.clone(), capacity, |k| {
                taken += items[k as usize].gain;
                weight += items[k as usize].size;
            });
            prop_assert!(weight <= capacity && (taken - most).abs() < 1e-9 && value >= most && value < most + 1e-6);
            // Shares: fill by ratio.
            let mut sorted = items.clone();
            sorted.sort_by(order);
            let (mut room, mut best) = (capacity, 0.0);
            for item in &sorted {
                let part = item.size.min(room);
                best += if item.size == 0 { item.gain } else { item.gain * part as f64 / item.size as f64 };
                room -= part;
            }
            let mut used = 0.0;
            let value = shared(&mut items.clone(), capacity, |k, share| used += share * items[k as usize].size as f64);
            prop_assert!((value - best).abs() < 1e-9 && used <= capacity as f64 + 1e-9, "{value} {best}");
        }
    }
}
