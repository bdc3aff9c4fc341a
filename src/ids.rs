//! Ids are types, and so are the vectors they index.
//!
//! An id is a `NonZeroU32` inside (index + 1), so that `Option<Id>` costs nothing; [`IdVec`] can only be
//! indexed by its own id. OSM's ids are other types: an [`OsmNodeId`] never indexes anything.

use std::fmt::Debug;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense index with a type of its own.
pub trait Id: Copy + Eq + Ord + Debug + Send + Sync + 'static {
    /// The id at `index`.
    ///
    /// # Panics
    /// When `index` is `u32::MAX` or more; a city has fewer things than that, and import refuses one that has not.
    fn new(index: usize) -> Self;
    /// The position this id stands for, from 0.
    fn index(self) -> usize;
}

/// Declares id types: `id_type! { /// doc  RoadId "road" }`.
#[macro_export]
macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident $word:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::num::NonZeroU32);

        impl $crate::ids::Id for $name {
            #[inline]
            fn new(index: usize) -> Self {
                Self($crate::ids::niche(index))
            }
            #[inline]
            fn index(self) -> usize {
                (self.0.get() - 1) as usize
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($word, " #{}"), self.0.get() - 1)
            }
        }
    )+};
}

/// `index + 1` as a `NonZeroU32`: how an id is kept.
///
/// # Panics
/// When `index` does not fit.
#[inline]
#[must_use]
#[expect(clippy::expect_used, reason = "a city with 2^32 of anything is refused at import")]
pub fn niche(index: usize) -> std::num::NonZeroU32 {
    u32::try_from(index).ok().and_then(|i| std::num::NonZeroU32::MIN.checked_add(i)).expect("an index below 2^32 - 1")
}

id_type! {
    /// A junction (or barrier, or end) of the road graph.
    JunctionId "junction";
    /// A stretch of road between two junctions, without direction.
    RoadId "road";
    /// A road in one direction: `2 * road` forward, `2 * road + 1` backward.
    SegmentId "segment";
    /// A vertex of the turn-expanded graph: a segment in one state (zone layer, bans under way).
    VertexId "vertex";
    /// A turn ban of the city.
    TurnBanId "turn ban";
    /// A name in the city's table of names.
    NameId "name";
    /// A row and column of a travel matrix: somewhere to start, stop or end.
    PlaceId "place";
    /// A material stream 回收品类.
    StreamId "stream";
    /// A visit that may be made in a day's rounds.
    TaskId "task";
    /// One vehicle of the day.
    VehicleId "vehicle";
    /// A kind of vehicle.
    KindId "vehicle kind";
    /// A place that takes loads: a transfer station or sorting centre, as the rounds see it.
    UnloadId "unloading place";
    /// Where new goods are loaded.
    WarehouseId "warehouse";
    /// A choice among tasks, of which one is served.
    GroupId "group";
}

impl SegmentId {
    /// The same road, driven the other way.
    #[must_use]
    pub fn reversed(self) -> Self {
        Id::new(self.index() ^ 1)
    }
    /// The road this is a direction of.
    #[must_use]
    pub fn road(self) -> RoadId {
        Id::new(self.index() / 2)
    }
    /// Whether this runs in the direction the road's geometry is stored in.
    #[must_use]
    pub fn is_forward(self) -> bool {
        self.index().is_multiple_of(2)
    }
}

impl RoadId {
    /// The two directions, forward first.
    #[must_use]
    pub fn segments(self) -> [SegmentId; 2] {
        [Id::new(2 * self.index()), Id::new(2 * self.index() + 1)]
    }
}

/// OpenStreetMap's number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmNodeId(pub i64);
/// OpenStreetMap's number of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmWayId(pub i64);
/// OpenStreetMap's number of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmRelationId(pub i64);

/// A vector that only its own id type may index.
#[derive(Clone, PartialEq, Eq)]
pub struct IdVec<I, T> {
    items: Vec<T>,
    id: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> IdVec<I, T> {
    /// An empty vector.
    #[must_use]
    pub fn new() -> Self {
        Self::from(Vec::new())
    }
    /// `n` copies of `value`.
    #[must_use]
    pub fn filled(value: T, n: usize) -> Self
    where
        T: Clone,
    {
        Self::from(vec![value; n])
    }
    /// Appends `value` and returns its id.
    pub fn push(&mut self, value: T) -> I {
        self.items.push(value);
        I::new(self.items.len() - 1)
    }
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
    /// The value at `id`, if it is of this vector.
    #[must_use]
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }
    /// All ids in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }
    /// All values in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }
    /// All values in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }
    /// Ids with their values, in order.
    pub fn iter_ids(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator {
        self.items.iter().enumerate().map(|(i, v)| (I::new(i), v))
    }
    /// The plain slice, for code that needs no ids.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }
    /// The plain vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<I: Id, T> From<Vec<T>> for IdVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, id: PhantomData }
    }
}
impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}
impl<I: Id, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(iter: It) -> Self {
        Self::from(iter.into_iter().collect::<Vec<_>>())
    }
}
impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}
impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}
impl<'a, I: Id, T> IntoIterator for &'a IdVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
impl<I: Id, T: Debug> Debug for IdVec<I, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.items.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_id_costs_nothing() {
        assert_eq!(size_of::<Option<RoadId>>(), size_of::<u32>());
    }

    #[test]
    fn a_segment_and_its_reverse_share_their_road() {
        let segment = SegmentId::new(7);
        assert_eq!(segment.reversed(), SegmentId::new(6));
        assert_eq!(segment.road(), segment.reversed().road());
        assert!(!segment.is_forward() && segment.reversed().is_forward());
        assert_eq!(segment.road().segments(), [SegmentId::new(6), SegmentId::new(7)]);
    }
}
