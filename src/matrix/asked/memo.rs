//! What was asked lately.
//!
//! Who looks for places for a stop asks for the same few ways again and again, and adding one up waits for half a dozen lines of memory where this waits for one.
//! A slot is one word: what it says of a pair it says whole, whoever else writes at the time, so what is found here is what was worked out.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Slots for each place, before rounding up to a power of two.
const SLOTS: usize = 32;
/// Bits of a time in ms, and one more than it (18.6 hours).
const TIME: u32 = 26;
/// Bits of a length in cm (335 km).
const LENGTH: u32 = 25;
/// An odd number that spreads pairs (the golden ratio's).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A word for a pair: what of the pair its slot does not say, and the way between them. A way that is none, or too long, has no word.
#[derive(Debug)]
pub(super) struct Memo {
    slots: Vec<AtomicU64>,
    /// Bits of a place's number.
    wide: u32,
    /// Bits of a pair that its slot does not say.
    rest: u32,
}

impl Memo {
    /// For pairs of `n` places; without a slot where there are too many for a word to hold a pair and a way.
    pub(super) fn new(n: usize) -> Self {
        let wide = n.next_power_of_two().trailing_zeros();
        let slots = (SLOTS * n).next_power_of_two().trailing_zeros().min(2 * wide);
        let rest = 2 * wide - slots;
        let count = if rest + TIME + LENGTH <= u64::BITS { 1 << slots } else { 0 };
        Self { slots: (0..count).map(|_| AtomicU64::new(0)).collect(), wide, rest }
    }
    /// The cell of a pair: as remembered, or as `find` has it.
    #[inline]
    pub(super) fn cell(&self, from: usize, to: usize, find: impl FnOnce() -> u64) -> u64 {
        // Multiplied by an odd number, pairs stay different: the high bits are the slot, the others are kept in it.
        let pair = ((from as u64) << self.wide | to as u64).wrapping_mul(SPREAD) & mask(2 * self.wide);
        let Some(slot) = self.slots.get((pair >> self.rest) as usize) else { return find() };
        let (tag, word) = (pair & mask(self.rest), slot.load(Relaxed));
        if word != 0 && word >> (TIME + LENGTH) == tag {
            return ((word >> LENGTH & mask(TIME)) - 1) << 32 | word & mask(LENGTH);
        }
        let cell = find();
        let (time, length) = ((cell >> 32) + 1, cell & mask(32));
        if time <= mask(TIME) && length <= mask(LENGTH) {
            slot.store(tag << (TIME + LENGTH) | time << LENGTH | length, Relaxed);
        }
        cell
    }
}

/// The lowest `bits` bits, of fewer than 64.
#[inline]
fn mask(bits: u32) -> u64 {
    (1 << bits) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a pair's cell is here: many of them too long for a word, or no way at all.
    fn way(from: usize, to: usize) -> u64 {
        let drawn = ((from * 1_000_003 + to) as u64).wrapping_mul(0xd134_2543_de82_ef95);
        match drawn >> 61 {
            0 => u64::MAX,
            1 => drawn,
            _ => drawn >> 38 << 32 | drawn & mask(LENGTH),
        }
    }

    #[test]
    fn remembers_what_was_found() {
        for n in [1, 2, 3, 100, 1000, 1 << 16] {
            let memo = Memo::new(n);
            let mut again = 0;
            for round in 0..3 {
                for from in (0..n).step_by(n / 100 + 1) {
                    for to in (0..n).step_by(n / 70 + 1) {
                        let mut asked = false;
                        let cell = memo.cell(from, to, || {
                            asked = true;
                            way(from, to)
                        });
                        assert_eq!(cell, way(from, to), "{from} to {to} of {n}, round {round}");
                        again += usize::from(!asked);
                    }
                }
            }
            assert!(again > 0 || n == 1, "nothing of {n} is remembered");
        }
    }

    #[test]
    fn two_at_once_read_nothing_but_what_was_found() {
        let memo = Memo::new(200);
        std::thread::scope(|scope| {
            for start in 0..2 {
                let memo = &memo;
                scope.spawn(move || {
                    for i in 0..200_000 {
                        let (from, to) = ((i * 7 + start) % 200, (i / 200) % 200);
                        assert_eq!(memo.cell(from, to, || way(from, to)), way(from, to));
                    }
                });
            }
        });
    }
}
