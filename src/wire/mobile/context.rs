//! A mobile file with its names looked up: what checks and conversion share.

use super::format::MobileFile;
use super::format::fleet::{MobileUnloadingEntry, MobileVehicleEntry};
use super::format::stand::{HoursEntry, StandEntry, WeekdayWord};
use crate::rounds::problem::Window;
use crate::units::Milliseconds;
use crate::wire::clock::Date;
use crate::wire::lookup::Names;
use crate::wire::quantity::windows;

/// The last moment of a day.
pub(super) const MIDNIGHT: Milliseconds = Milliseconds(86_400_000);
/// A standing place without hours may be used in these.
const BY_DAY: Window = Window { open: Milliseconds(6 * 3_600_000), close: Milliseconds(22 * 3_600_000) };
/// More vehicles than this are refused.
pub(super) const MOST_VEHICLES: usize = 200;
/// 1 January 2024 was a Monday.
pub(super) const STARTS: Date = Date { ymd: (2024, 1, 1) };

pub(super) struct Context<'f> {
    pub(super) file: &'f MobileFile,
    pub(super) streams: Names<'f>,
    pub(super) areas: Names<'f>,
    pub(super) stands: Names<'f>,
    pub(super) points: Names<'f>,
    pub(super) fixed: Names<'f>,
    pub(super) vehicles: Names<'f>,
    pub(super) unloading: Names<'f>,
    /// Names of all vehicles, with the entry each is of; at most one more than are possible.
    pub(super) fleet: Vec<(String, usize)>,
    /// How many there are.
    pub(super) fleet_size: usize,
}

impl<'f> Context<'f> {
    pub(super) fn new(file: &'f MobileFile) -> Self {
        Self {
            file,
            streams: Names::new(("streams", "品类"), "/streams", file.streams.iter().map(|s| s.id.as_str())),
            areas: Names::new(("areas", "区域"), "/areas", file.areas.iter().map(|a| a.id.as_str())),
            stands: Names::new(("standing places", "停靠点"), "/stands", file.stands.iter().map(|s| s.id.as_str())),
            points: Names::new(("demand points", "需求点"), "/points", file.points.iter().map(|p| p.id.as_str())),
            fixed: Names::new(("fixed drop-offs", "固定交投点"), "/fixed", file.fixed.iter().map(|f| f.id.as_str())),
            vehicles: Names::new(("vehicles", "车辆"), "/vehicles", file.vehicles.iter().map(|v| v.id.as_str())),
            unloading: Names::new(
                ("unloading places", "卸货点"),
                "/unloading",
                file.unloading.iter().map(|u| u.id.as_str()),
            ),
            fleet: fleet(file),
            fleet_size: file.vehicles.iter().map(|v| v.count as usize).sum(),
        }
    }
    /// Whether a stream arises anywhere.
    pub(super) fn arises(&self, stream: &str) -> bool {
        self.file.points.iter().any(|p| p.kg_per_week.get(stream).is_some_and(|&kg| kg > 0.0))
    }
    /// Whether a vehicle can take a stream and be rid of it again; why not, in words.
    pub(super) fn stuck(&self, vehicle: &MobileVehicleEntry, stream: &str) -> Option<(&'static str, &'static str)> {
        let takes = |u: &MobileUnloadingEntry| u.streams.is_empty() || u.streams.iter().any(|s| s == stream);
        let rides = |v: &MobileVehicleEntry| {
            v.compartments.is_empty() || v.compartments.iter().any(|c| c.streams.iter().any(|s| s == stream))
        };
        match () {
            () if !rides(vehicle) => Some(("no compartment lists it", "没有分隔可装")),
            () if vehicle.must_end_empty && !self.file.unloading.iter().any(takes) => {
                Some(("no unloading place takes it", "没有卸货点接收"))
            }
            () => None,
        }
    }
    /// When a standing place may be used, Monday first: its hours, by default the day.
    pub(super) fn hours(&self, stand: &StandEntry) -> [Vec<Window>; 7] {
        if stand.hours.is_empty() { std::array::from_fn(|_| vec![BY_DAY]) } else { by_weekday(&stand.hours) }
    }
    /// When nobody may make a noise there.
    pub(super) fn quiet(&self, stand: &StandEntry) -> Vec<Window> {
        let all: Vec<_> = stand.quiet.iter().chain(&self.file.rules.quiet).copied().collect();
        windows(&all)
    }
    /// Why a standing place can never be used.
    pub(super) fn useless(&self, stand: &StandEntry) -> Option<(&'static str, &'static str)> {
        let hours = self.hours(stand);
        let barred = |d: usize| {
            stand.market.as_ref().is_some_and(|m| m.draw_percent <= 0.0 && m.weekdays.iter().any(|w| w.number() == d))
        };
        let least = crate::wire::quantity::ms(self.file.rules.least_stand_s);
        let quiet = self.quiet(stand);
        let fits = |w: &Window| open_parts(*w, &quiet).iter().any(|p| (p.close - p.open) >= least);
        match () {
            () if hours.iter().all(|h| !h.iter().any(|w| w.close - w.open >= least)) => {
                Some(("it is never open for as long as the shortest stand lasts", "开放时间不足最短停靠时间"))
            }
            () if (0..7).all(|d| hours[d].is_empty() || barred(d)) => {
                Some(("a market takes it whenever it is open", "开放日均被集市占用"))
            }
            () if !(0..7).any(|d| !barred(d) && hours[d].iter().any(fits)) => {
                Some(("quiet hours leave no time for the shortest stand", "除去安静时段后不足最短停靠时间"))
            }
            () => None,
        }
    }
}

/// What quiet hours leave of a window.
fn open_parts(window: Window, quiet: &[Window]) -> Vec<Window> {
    let mut out = Vec::new();
    let mut from = window.open;
    for q in quiet {
        if q.open > from {
            out.push(Window { open: from, close: q.open.min(window.close) });
        }
        from = from.max(q.close);
    }
    out.push(Window { open: from, close: window.close });
    out.retain(|w| w.open <= w.close);
    out
}

fn fleet(file: &MobileFile) -> Vec<(String, usize)> {
    let of = |(i, v): (usize, &MobileVehicleEntry)| {
        let alone = v.count == 1;
        let id = v.id.clone();
        (1..=v.count).map(move |n| (if alone { id.clone() } else { format!("{id}-{n}") }, i))
    };
    file.vehicles.iter().enumerate().flat_map(of).take(MOST_VEHICLES + 1).collect()
}

/// Hours by weekday, Monday first, in order; those that touch are one.
pub(super) fn by_weekday(entries: &[HoursEntry]) -> [Vec<Window>; 7] {
    std::array::from_fn(|d| {
        let of_day = entries.iter().filter(|e| e.weekdays.is_empty() || e.weekdays.iter().any(|w| w.number() == d));
        let entries: Vec<_> =
            of_day.map(|e| crate::wire::problem::format::place::WindowEntry { from: e.from, to: e.to }).collect();
        windows(&entries)
    })
}

/// The weekdays an entry is about.
pub(super) fn weekdays(entry: &HoursEntry) -> Vec<WeekdayWord> {
    if entry.weekdays.is_empty() { WeekdayWord::ALL.to_vec() } else { entry.weekdays.clone() }
}
