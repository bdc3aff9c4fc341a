//! A whole file, from bytes to [`Extract`].
//!
//! Blobs are read one after the other and worked on in batches, in parallel; results stay in file order, so neither
//! the outcome nor the first error reported depends on the number of threads. Blocks that are heavy in memory are
//! worked on one at a time.

use super::assemble::assemble;
use super::block::{self, Chunk};
use super::budget::{BlockBudget, Budget};
use super::caps::Caps;
use super::error::{Fault, OsmError};
use super::frame::{Frames, RawBlob, payload};
use super::guard::quietly;
use super::header;
use super::model::{Extract, Source};
use rayon::prelude::*;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

/// Blobs in a batch: enough to keep threads busy, and
const BATCH_BLOBS: usize = 64;
/// no more stored bytes than this.
const BATCH_BYTES: usize = 8 << 20;
/// Inflated or decoded, a block larger than this is heavy. Blocks of common tools are a tenth of it.
const HEAVY: u64 = 12 << 20;

/// Reads an OpenStreetMap extract in PBF format.
///
/// `progress` is called with the bytes read so far. A file without roads reads well and gives an empty list of ways;
/// the caller decides whether that is an error.
///
/// # Errors
/// [`OsmError`] for anything that is not a sound `.osm.pbf` within `caps`. No input makes this panic.
pub fn read(input: impl Read, caps: &Caps, progress: &(dyn Fn(u64) + Sync)) -> Result<Extract, OsmError> {
    let mut frames = Frames::new(input, caps);
    let source = read_header(&mut frames, caps)?;
    let budget = Budget::new(caps.kept_bytes);
    let heavy = Mutex::new(());
    let mut chunks: Vec<Chunk> = Vec::new();
    loop {
        let batch = next_batch(&mut frames, progress);
        budget.raise(caps.kept_bytes.saturating_add(caps.kept_per_byte.saturating_mul(frames.offset())));
        let (blobs, end) = batch;
        let read: Vec<Result<Chunk, OsmError>> =
            blobs.into_par_iter().map(|blob| read_blob(blob, caps, &budget, &heavy)).collect();
        for chunk in read {
            chunks.push(chunk?);
        }
        match end {
            End::More => {}
            End::Eof => break,
            End::Error(error) => return Err(error),
        }
    }
    // A library below may still panic on what no test of ours has thought of.
    quietly(|| assemble(source, chunks, &budget))
        .unwrap_or_else(|panic| Err(Fault::Undecodable(panic)))
        .map_err(OsmError::whole)
}

fn read_header<R: Read>(frames: &mut Frames<'_, R>, caps: &Caps) -> Result<Source, OsmError> {
    let Some(first) = frames.next()? else { return Err(OsmError::whole(Fault::Empty)) };
    let place = first.place;
    if first.kind != "OSMHeader" {
        return Err(OsmError::at(place, Fault::NoHeader(first.kind)));
    }
    let read = || header::source(&payload(&first.bytes, caps)?.inflate(caps)?);
    quietly(read).unwrap_or_else(|panic| Err(Fault::Undecodable(panic))).map_err(|fault| OsmError::at(place, fault))
}

/// How a batch ended.
enum End {
    More,
    Eof,
    /// To be reported after the blobs before it, should one of them be broken, too.
    Error(OsmError),
}

fn next_batch<R: Read>(frames: &mut Frames<'_, R>, progress: &(dyn Fn(u64) + Sync)) -> (Vec<RawBlob>, End) {
    let (mut blobs, mut bytes) = (Vec::new(), 0);
    while blobs.len() < BATCH_BLOBS && bytes < BATCH_BYTES {
        match frames.next() {
            Ok(Some(blob)) => {
                progress(frames.offset());
                // Other kinds of blob may be skipped, says the format.
                if blob.kind == "OSMData" {
                    bytes += blob.bytes.len();
                    blobs.push(blob);
                }
            }
            Ok(None) => return (blobs, End::Eof),
            Err(error) => return (blobs, End::Error(error)),
        }
    }
    (blobs, End::More)
}

fn read_blob(blob: RawBlob, caps: &Caps, budget: &Budget, heavy: &Mutex<()>) -> Result<Chunk, OsmError> {
    let place = blob.place;
    let work = || {
        let payload = payload(&blob.bytes, caps)?;
        let mut alone = (payload.size() > HEAVY / 3).then(|| heavy.lock().unwrap_or_else(PoisonError::into_inner));
        let plain = payload.inflate(caps)?;
        let weight = block::weight(&plain, caps.block_bytes)?;
        if alone.is_none() && weight > HEAVY {
            alone = Some(heavy.lock().unwrap_or_else(PoisonError::into_inner));
        }
        let chunk = block::read(&plain, &BlockBudget::new(budget, plain.len(), caps.kept_per_block_byte));
        drop(alone);
        chunk
    };
    quietly(work).unwrap_or_else(|panic| Err(Fault::Undecodable(panic))).map_err(|fault| match fault {
        // Which block tips the scale depends on the threads; the file as a whole does not.
        Fault::TooMuch(_) => OsmError::whole(fault),
        fault => OsmError::at(place, fault),
    })
}

#[cfg(test)]
mod tests;
