//! Framing: the file as a sequence of blobs, and a blob as plain bytes.
//!
//! No length in the file is trusted: what is read or inflated is bounded by [`Caps`], and buffers grow with what is
//! really there. Each blob is `length of header: u32 big-endian, BlobHeader, Blob`.

use super::caps::Caps;
use super::error::{BlobPlace, Fault, OsmError};
use super::wire::{Fields, Value};
use flate2::bufread::ZlibDecoder;
use std::io::Read;

/// A blob as it stands in the file.
pub(crate) struct RawBlob {
    pub(crate) place: BlobPlace,
    /// `OSMHeader`, `OSMData`, or something to be skipped.
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

/// Cuts a file into blobs.
pub(crate) struct Frames<'c, R> {
    input: R,
    caps: &'c Caps,
    offset: u64,
    blob: u64,
}

impl<'c, R: Read> Frames<'c, R> {
    pub(crate) fn new(input: R, caps: &'c Caps) -> Self {
        Self { input, caps, offset: 0, blob: 0 }
    }

    /// Bytes read so far.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next blob, or `None` at the end of the file.
    pub(crate) fn next(&mut self) -> Result<Option<RawBlob>, OsmError> {
        let place = BlobPlace { blob: self.blob, offset: self.offset };
        let length = self.take(4).map_err(|fault| OsmError::at(place, fault))?;
        if length.is_empty() {
            return if self.blob == 0 { Err(OsmError::whole(Fault::Empty)) } else { Ok(None) };
        }
        let raw = self.frame(&length).map_err(|fault| match fault {
            Fault::HeaderTooLong(_) if place.blob == 0 => OsmError::whole(Fault::NotPbf),
            fault => OsmError::at(place, fault),
        })?;
        self.blob += 1;
        Ok(Some(RawBlob { place, kind: raw.0, bytes: raw.1 }))
    }

    fn frame(&mut self, length: &[u8]) -> Result<(String, Vec<u8>), Fault> {
        let length: [u8; 4] =
            length.try_into().map_err(|_| Fault::Truncated { wanted: 4, found: length.len() as u64 })?;
        let length = u32::from_be_bytes(length);
        if length > self.caps.blob_header_bytes {
            return Err(Fault::HeaderTooLong(length));
        }
        let header = self.exactly(u64::from(length))?;
        let (kind, size) = blob_header(&header).map_err(|what| Fault::Damaged(what.to_owned()))?;
        if size > self.caps.blob_bytes {
            return Err(Fault::BlobTooLong(size));
        }
        Ok((kind, self.exactly(size)?))
    }

    fn exactly(&mut self, wanted: u64) -> Result<Vec<u8>, Fault> {
        let bytes = self.take(wanted)?;
        let found = bytes.len() as u64;
        if found == wanted { Ok(bytes) } else { Err(Fault::Truncated { wanted, found }) }
    }

    fn take(&mut self, wanted: u64) -> Result<Vec<u8>, Fault> {
        // Reserve what small blobs need and no more: the length may be a lie.
        let mut bytes = Vec::with_capacity(wanted.min(256 << 10) as usize);
        self.input.by_ref().take(wanted).read_to_end(&mut bytes)?;
        self.offset += bytes.len() as u64;
        Ok(bytes)
    }
}

/// The type and the size of the blob that follows.
fn blob_header(bytes: &[u8]) -> Result<(String, u64), &'static str> {
    let (mut kind, mut size) = (None, None);
    for field in Fields::of(bytes) {
        match field? {
            (1, Value::Bytes(b)) => kind = Some(String::from_utf8_lossy(&b[..b.len().min(64)]).into_owned()),
            (3, Value::Varint(n)) => size = Some(n),
            _ => {}
        }
    }
    Ok((kind.ok_or("a blob header without a type")?, size.ok_or("a blob header without a size")?))
}

/// A blob's payload, still compressed.
pub(crate) enum Payload<'a> {
    Raw(&'a [u8]),
    Zlib { data: &'a [u8], size: u64 },
}

/// Opens a blob without inflating it.
pub(crate) fn payload<'a>(blob: &'a [u8], caps: &Caps) -> Result<Payload<'a>, Fault> {
    let (mut size, mut raw, mut zlib) = (None, None, None);
    for field in Fields::of(blob) {
        match field.map_err(|what| Fault::Damaged(what.to_owned()))? {
            (1, Value::Bytes(b)) => raw = Some(b),
            (2, Value::Varint(n)) => size = Some(n),
            (3, Value::Bytes(b)) => zlib = Some(b),
            (4, Value::Bytes(_)) => return Err(Fault::Compression("LZMA")),
            (5, Value::Bytes(_)) => return Err(Fault::Compression("bzip2")),
            (6, Value::Bytes(_)) => return Err(Fault::Compression("LZ4")),
            (7, Value::Bytes(_)) => return Err(Fault::Compression("Zstandard")),
            _ => {}
        }
    }
    match (raw, zlib, size) {
        (Some(raw), None, _) => Ok(Payload::Raw(raw)),
        (None, Some(_), Some(n)) if n > caps.blob_bytes => Err(Fault::BlobTooLong(n)),
        (None, Some(data), Some(size)) => Ok(Payload::Zlib { data, size }),
        (None, Some(_), None) => Err(Fault::Damaged("a compressed blob without its size".to_owned())),
        (Some(_), Some(_), _) => Err(Fault::Damaged("a blob with two payloads".to_owned())),
        (None, None, _) => Err(Fault::Damaged("a blob without data".to_owned())),
    }
}

impl Payload<'_> {
    /// What it will be once inflated, by its own word.
    pub(crate) fn size(&self) -> u64 {
        match *self {
            Self::Raw(raw) => raw.len() as u64,
            Self::Zlib { size, .. } => size,
        }
    }

    /// The plain bytes; stops as soon as they are more than announced.
    pub(crate) fn inflate(&self, caps: &Caps) -> Result<std::borrow::Cow<'_, [u8]>, Fault> {
        let (data, size) = match *self {
            Self::Raw(raw) => return Ok(raw.into()),
            Self::Zlib { data, size } => (data, size),
        };
        let stored = data.len() as u64;
        if size > 1 << 20 && size / caps.inflate_ratio.max(1) > stored {
            return Err(Fault::Bomb { stored, inflated: size });
        }
        let mut plain = Vec::with_capacity(size.min(1 << 20) as usize);
        let mut inflater = ZlibDecoder::new(data).take(size + 1);
        inflater.read_to_end(&mut plain).map_err(|e| Fault::Inflate(e.to_string()))?;
        let found = plain.len() as u64;
        if found == size { Ok(plain.into()) } else { Err(Fault::SizeMismatch { said: size, found }) }
    }
}
