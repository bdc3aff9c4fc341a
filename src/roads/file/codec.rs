//! How values become bytes: integers little endian, sequences with their length before them, choices with a number.

/// Bytes being read; every read answers `None` past the end, and no length is trusted before the bytes are seen.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }
    fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(head)
    }
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

/// Can be written and read back.
pub(super) trait Bin: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn take(from: &mut Reader<'_>) -> Option<Self>;
}

macro_rules! bin_number {
    ($($t:ty),+) => {$(
        impl Bin for $t {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Some(<$t>::from_le_bytes(from.array()?))
            }
        }
    )+};
}
bin_number!(u8, u16, u32, u64, i32, i64, f64);

impl Bin for bool {
    fn put(&self, out: &mut Vec<u8>) {
        u8::from(*self).put(out);
    }
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        match u8::take(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}
impl<T: Bin> Bin for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        self.iter().for_each(|x| x.put(out));
    }
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let n = u32::take(from)? as usize;
        // No value takes less than a byte, so a longer sequence cannot follow.
        let mut items = Vec::with_capacity(n.min(from.rest.len()).min(1 << 16));
        for _ in 0..n {
            items.push(T::take(from)?);
        }
        Some(items)
    }
}
impl Bin for String {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        out.extend_from_slice(self.as_bytes());
    }
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let n = u32::take(from)? as usize;
        std::str::from_utf8(from.bytes(n)?).ok().map(str::to_owned)
    }
}
impl<T: Bin> Bin for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(x) = self {
            x.put(out);
        }
    }
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::take(from)? { Some(T::take(from)?) } else { None })
    }
}
impl<T: Bin, const N: usize> Bin for [T; N] {
    fn put(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|x| x.put(out));
    }
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let items: Option<Vec<T>> = (0..N).map(|_| T::take(from)).collect();
        items?.try_into().ok()
    }
}
impl<A: Bin, B: Bin> Bin for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}
/// Structs by their fields, in the order given.
macro_rules! bin_struct {
    ($($t:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Bin for $t {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)+
            }
            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Some(Self { $($field: Bin::take(from)?),+ })
            }
        }
    )+};
}
/// One-field tuple structs.
macro_rules! bin_wrap {
    ($($t:ident),+) => {$(
        impl Bin for $t {
            fn put(&self, out: &mut Vec<u8>) {
                self.0.put(out);
            }
            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Bin::take(from).map($t)
            }
        }
    )+};
}
/// Enums, each variant with its number and at most one value.
macro_rules! bin_enum {
    ($($t:ident { $($n:literal $variant:ident $(($x:ident))?),+ $(,)? })+) => {$(
        impl Bin for $t {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($x))? => { out.push($n); $($x.put(out);)? })+
                }
            }
            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Some(match u8::take(from)? {
                    $($n => Self::$variant $(({ let $x = Bin::take(from)?; $x }))?,)+
                    _ => return None,
                })
            }
        }
    )+};
}
pub(super) use {bin_enum, bin_struct, bin_wrap};
