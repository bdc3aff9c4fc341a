//! How much a file may cost before it is refused.
//!
//! Every number a file states about itself is a claim; these are the bounds that hold whatever it claims.

/// Bounds on one read.
///
/// With the defaults a file costs at most 64 MiB, 128 times its size, and one heavy block at a time; what is damaged
/// rather than crafted stays near what the sound file costs (3 to 12 times its size). They let every extract through
/// that common tools write: their blocks hold at most 8,000 elements, 1 to 4 MB inflated. The factor is that high
/// because a regular synthetic grid compresses to 3 bytes a street, which take 300 in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Longest `BlobHeader`. The format's own limit is 64 KiB.
    pub blob_header_bytes: u32,
    /// Longest blob, stored or inflated. The format's own limit is 32 MiB.
    pub blob_bytes: u64,
    /// A blob above 1 MiB that inflates to more than this many times its stored size is a bomb (real ones: 2 to 20).
    pub inflate_ratio: u64,
    /// What one block may take in memory once decoded, by estimate.
    pub block_bytes: u64,
    /// What may be kept of one block: 16 MiB, and this many times its inflated size (real ones: 1 to 4 in all).
    pub kept_per_block_byte: u64,
    /// What may be kept of all blocks together: this much,
    pub kept_bytes: u64,
    /// and this much more for each byte of the file.
    pub kept_per_byte: u64,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            blob_header_bytes: 64 << 10,
            blob_bytes: 32 << 20,
            inflate_ratio: 100,
            block_bytes: 96 << 20,
            kept_per_block_byte: 8,
            kept_bytes: 64 << 20,
            kept_per_byte: 128,
        }
    }
}
