//! What a vehicle carries that no road asks for, only rules over the map.

/// A number plate and permits. They change no cost by themselves, so no metric depends on them but by the rules that bind.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Papers {
    /// The digit by which the plate is judged (尾号); whose plate is not known is bound by no rule on plates.
    pub plate_digit: Option<u8>,
    /// Names of permits (通行证).
    pub permits: Vec<String>,
}
