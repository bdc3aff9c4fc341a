//! What a piece weighs, how much room it takes and how long it takes at the door.
//!
//! The built-in entries are for orders that say only “two fridges”. Each figure says where it comes from; whoever
//! knows better brings a `catalogue` in the problem, and its entries replace these.

use std::collections::BTreeMap;

use super::format::ProblemFile;
use crate::rounds::problem::Amount;
use crate::units::Milliseconds;
use crate::wire::quantity;

/// An entry that ships with the program.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// What orders call it.
    pub kind: &'static str,
    /// 中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
    /// Mass of one.
    pub load_kg: f64,
    /// Space of one in the hold: the bounding box of the named sizes.
    pub volume_l: f64,
    /// Time at the door for one.
    pub service_s: f64,
    /// Where the figures come from.
    pub source: &'static str,
}

/// The stream that the built-in pieces belong to.
pub const APPLIANCES: &str = "appliances";

const ASSUMED: &str =
    "assumed: mass and bounding box of a common household model, time of two people with stairs; not measured";

macro_rules! built_in {
    ($($kind:literal $zh:literal $en:literal $kg:literal kg $litres:literal l $s:literal s;)+) => {
        /// The built-in entries. All their figures are assumed, each entry says so, and none is from a standard.
        pub const BUILT_IN: &[BuiltIn] = &[$(BuiltIn {
            kind: $kind, zh: $zh, en: $en, load_kg: $kg, volume_l: $litres, service_s: $s, source: ASSUMED,
        }),+];
    };
}

built_in! {
    // 0.60 x 0.65 x 1.75 m, two doors
    "fridge" "冰箱" "refrigerator" 60.0 kg 680.0 l 720.0 s;
    // 0.60 x 0.85 x 0.85 m, a chest
    "freezer" "冰柜" "chest freezer" 45.0 kg 430.0 l 720.0 s;
    // 0.60 x 0.60 x 0.85 m, front loader
    "washing_machine" "洗衣机" "washing machine" 60.0 kg 310.0 l 600.0 s;
    // 1.25 x 0.15 x 0.80 m, flat, 55 inch, with its stand
    "tv" "电视机" "television" 18.0 kg 150.0 l 300.0 s;
    // 0.60 x 0.50 x 0.50 m, tube
    "crt_tv" "显像管电视机" "tube television" 30.0 kg 150.0 l 420.0 s;
    // indoor 0.85 x 0.20 x 0.30 m and outdoor 0.80 x 0.30 x 0.55 m, wall unit, with taking down
    "air_conditioner" "空调" "split air conditioner" 40.0 kg 185.0 l 2400.0 s;
    // 0.55 x 0.40 x 1.75 m, two parts, cabinet
    "cabinet_air_conditioner" "柜式空调" "cabinet air conditioner" 75.0 kg 520.0 l 3000.0 s;
    // 0.45 x 0.45 x 0.85 m, 60 l electric, empty
    "water_heater" "热水器" "water heater" 25.0 kg 175.0 l 1200.0 s;
    // 0.90 x 0.50 x 0.55 m
    "range_hood" "吸油烟机" "range hood" 22.0 kg 250.0 l 1200.0 s;
    // 0.75 x 0.45 x 0.15 m
    "gas_hob" "燃气灶" "gas hob" 12.0 kg 50.0 l 600.0 s;
    // 0.20 x 0.45 x 0.45 m, tower with screen
    "pc" "台式电脑" "desktop computer" 13.0 kg 90.0 l 240.0 s;
    // 0.40 x 0.30 x 0.05 m
    "laptop" "笔记本电脑" "laptop" 2.5 kg 6.0 l 120.0 s;
    // 0.45 x 0.45 x 0.30 m
    "printer" "打印机" "printer" 10.0 kg 60.0 l 240.0 s;
    // 0.50 x 0.40 x 0.30 m
    "microwave" "微波炉" "microwave oven" 13.0 kg 60.0 l 180.0 s;
}

/// One entry, as the reader uses it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) amount: Amount,
    pub(super) service: Milliseconds,
    pub(super) stream: Option<&'a str>,
}

/// The entries that hold for a file: its own, and the built-in ones it does not replace.
pub(super) fn of(file: &ProblemFile) -> BTreeMap<&str, Piece<'_>> {
    let built_in = BUILT_IN.iter().map(|b| {
        let amount = quantity::amount(b.load_kg, b.volume_l);
        (b.kind, Piece { amount, service: quantity::ms(b.service_s), stream: Some(APPLIANCES) })
    });
    let own = file.catalogue.iter().map(|c| {
        let amount = quantity::amount(c.load_kg, c.volume_l);
        (c.kind.as_str(), Piece { amount, service: quantity::ms(c.service_s), stream: c.stream.as_deref() })
    });
    built_in.chain(own).collect()
}
