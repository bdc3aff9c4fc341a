//! What decoding a block would cost in memory, found from its bytes without allocating.
//!
//! Protobuf messages can be two bytes in the file and hundreds in memory, and a packed list of one-byte numbers takes
//! eight bytes each once decoded. So a block is weighed by the schema first, and refused when it is too heavy. The
//! walk also proves that every length stays inside its message, which the decoder's own reservations rely on.

use super::wire::{Fields, Value};
use osmpbfreader::osmformat as pbf;

/// The messages of `osmformat.proto`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    HeaderBlock,
    HeaderBBox,
    PrimitiveBlock,
    StringTable,
    PrimitiveGroup,
    Node,
    DenseNodes,
    DenseInfo,
    Way,
    Relation,
    Info,
    ChangeSet,
}

/// A string in a table: the vector's header, the allocator's, and our own reference to it.
const STRING: u64 = 80;
/// A field the schema does not know is kept by the decoder in a map of vectors.
const UNKNOWN: u64 = 160;

enum Field {
    Nested(Message),
    Text,
    /// A list of numbers, this many bytes each.
    Packed(u64),
    Scalar,
    Unknown,
}

impl Message {
    fn field(self, number: u32) -> Field {
        use Field::{Nested, Packed, Scalar, Text, Unknown};
        match (self, number) {
            (Self::HeaderBlock, 1) => Nested(Self::HeaderBBox),
            (Self::HeaderBlock, 4 | 5 | 16 | 17 | 34) | (Self::StringTable, 1) => Text,
            (Self::HeaderBlock, 32 | 33) | (Self::HeaderBBox, 1..=4) => Scalar,
            (Self::PrimitiveBlock, 1) => Nested(Self::StringTable),
            (Self::PrimitiveBlock, 2) => Nested(Self::PrimitiveGroup),
            (Self::PrimitiveBlock, 17..=20) => Scalar,
            (Self::PrimitiveGroup, 1) => Nested(Self::Node),
            (Self::PrimitiveGroup, 2) => Nested(Self::DenseNodes),
            (Self::PrimitiveGroup, 3) => Nested(Self::Way),
            (Self::PrimitiveGroup, 4) => Nested(Self::Relation),
            (Self::PrimitiveGroup, 5) => Nested(Self::ChangeSet),
            (Self::DenseNodes, 5) => Nested(Self::DenseInfo),
            (Self::Node | Self::Way | Self::Relation, 4) => Nested(Self::Info),
            (Self::Node | Self::Way | Self::Relation, 2 | 3) | (Self::DenseNodes, 10) => Packed(4),
            (Self::Relation, 8 | 10) | (Self::DenseInfo, 1 | 4 | 5) => Packed(4),
            (Self::DenseNodes, 1 | 8 | 9) | (Self::DenseInfo, 2 | 3) | (Self::Relation, 9) => Packed(8),
            (Self::Way, 8) => Packed(8),
            (Self::DenseInfo, 6) => Packed(1),
            (Self::Node, 1 | 8 | 9) | (Self::Way | Self::Relation | Self::ChangeSet, 1) => Scalar,
            (Self::Info, 1..=6) => Scalar,
            _ => Unknown,
        }
    }

    /// What an empty one takes, doubled for the vector it stands in.
    fn size(self) -> u64 {
        let size = match self {
            Self::HeaderBlock => size_of::<pbf::HeaderBlock>(),
            Self::HeaderBBox => size_of::<pbf::HeaderBBox>(),
            Self::PrimitiveBlock => size_of::<pbf::PrimitiveBlock>(),
            Self::StringTable => size_of::<pbf::StringTable>(),
            Self::PrimitiveGroup => size_of::<pbf::PrimitiveGroup>(),
            Self::Node => size_of::<pbf::Node>(),
            Self::DenseNodes => size_of::<pbf::DenseNodes>(),
            Self::DenseInfo => size_of::<pbf::DenseInfo>(),
            Self::Way => size_of::<pbf::Way>(),
            Self::Relation => size_of::<pbf::Relation>(),
            Self::Info => size_of::<pbf::Info>(),
            Self::ChangeSet => size_of::<pbf::ChangeSet>(),
        };
        2 * size as u64
    }
}

/// The weight of `bytes` read as `kind`, in bytes of memory; more than `cap` ends the walk early.
///
/// # Errors
/// Where the bytes are not a message.
pub(crate) fn weigh(kind: Message, bytes: &[u8], cap: u64) -> Result<u64, &'static str> {
    let mut weight = kind.size();
    // A list that comes in one piece is reserved exactly; further pieces make the vector grow by doubling.
    let mut seen = 0_u32;
    for field in Fields::of(bytes) {
        let (number, value) = field?;
        let bit = 1_u32.checked_shl(number).unwrap_or(0);
        weight += match (kind.field(number), value) {
            (Field::Nested(inner), Value::Bytes(b)) => weigh(inner, b, cap - weight.min(cap))?,
            (Field::Text, Value::Bytes(b)) => STRING + b.len() as u64,
            (Field::Packed(size), Value::Bytes(b)) if seen & bit == 0 => size * b.len() as u64 + 16,
            (Field::Packed(size), Value::Bytes(b)) => 3 * size * b.len() as u64 + 16,
            (Field::Packed(size), _) => 3 * size,
            (Field::Scalar, Value::Varint(_)) => 0,
            (_, Value::Bytes(b)) => UNKNOWN + b.len() as u64,
            _ => UNKNOWN,
        };
        seen |= bit;
        if weight > cap {
            return Ok(weight);
        }
    }
    Ok(weight)
}
