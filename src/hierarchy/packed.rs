//! Arithmetic on packed weights (see [`Weight`](crate::graph::Weight)) without branches.
//!
//! A finite label has both halves below 2^30. [`FAR`] stands for no way; two labels and an offset may be added without a carry between the halves or
//! out of the top, and the sum is compared as it is. Before a sum is used as a label again, [`settle`] turns whatever has left the range into [`FAR`].

/// No way.
pub(super) const FAR: u64 = 0x7FFF_FFFF_7FFF_FFFF;
/// The bits that are zero in every finite label.
const BEYOND: u64 = 0xC000_0000_C000_0000;

/// The label itself if it is one, else [`FAR`].
#[inline(always)]
pub(super) fn settle(sum: u64) -> u64 {
    if sum & BEYOND == 0 { sum } else { FAR }
}

/// The smaller number in each half: what two labels have in common as an offset.
#[inline(always)]
pub(super) fn halves(a: u64, b: u64, pick: fn(u64, u64) -> u64) -> u64 {
    const LOW: u64 = 0xFFFF_FFFF;
    pick(a >> 32, b >> 32) << 32 | pick(a & LOW, b & LOW)
}
