//! A service to begin with, composed from what a map and the shipped tables know: demand by place, standing places with their reasons, fixed drop-offs that are there.
//!
//! It is a problem file like any other: its reader corrects what the map does not know. Fleet, hours and rates are assumed, and say so.

use super::format::fleet::{MobileCostsEntry, MobileUnloadingEntry, MobileVehicleEntry};
use super::format::people::{FixedEntry, NeedEntry, PointEntry};
use super::format::rule::{FootEntry, RulesEntry};
use super::format::stand::{HoursEntry, StandEntry, WeekdayWord};
use super::format::{MobileAreaEntry, MobileFile};
use crate::ids::{Id, StreamId};
use crate::mobile::propose::Spot;
use crate::network::candidates::Candidate;
use crate::network::demand::{Demand, Settled};
use crate::network::ground::{LonLat, metres};
use crate::network::region::CountyId;
use crate::network::streams::{Stream, StreamTable};
use crate::units::{Grams, Milliseconds};
use crate::wire::clock::Clock;
use crate::wire::network::defaults::LIGHT;
use crate::wire::network::draft::{Remark, note};
use crate::wire::network::format::NoteEntry;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::problem::format::stream::{Label, StreamEntry};

/// Nobody carries a piece from this weight on to a vehicle at the kerb: assumed, as for drop-off points.
const HEAVY: Grams = Grams(100_000);
/// A working day's cost of a vehicle beside its ways and hours: assumed.
const DAY_FEN: i64 = 10_000;
/// The longest stand: what three seconds a kilogram make of the hold, so that a stop never brings more than the vehicle holds.
const MOST_STAND_S: f64 = 4_500.0;
/// What a stand of that length takes in: worked out of it, five minutes of set-up and three seconds a kilogram.
const STAND_KG: f64 = 1_400.0;
/// From stop to stop and to an unloading place: assumed, to guess the size of a fleet.
const WAY_S: f64 = 900.0;
/// Hours of a vehicle in a week: Monday to Saturday 07:30 to 18:30.
const WEEK_S: f64 = 6.0 * 11.0 * 3_600.0;
/// The share that takes part, between the door and the farthest walk of the assumed curve.
const MIDDLE_SHARE: f64 = 0.6;
/// Unloading places of a draft, at most.
const SITES: usize = 3;

/// What a draft is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// What the city is called.
    pub city: &'a str,
    /// The streams.
    pub streams: &'a StreamTable,
    /// Names of the counties, by number.
    pub counties: &'a [String],
    /// Places with their people.
    pub places: &'a [Settled],
    /// Which of them are villages.
    pub villages: &'a [bool],
    /// What arises at each.
    pub demand: &'a Demand,
    /// Where vehicles could stand.
    pub spots: &'a [Spot],
    /// Recycling containers and centres that are there.
    pub fixed: &'a [(LonLat, String)],
    /// Where vehicles could unload.
    pub stations: &'a [Candidate],
    /// How many vehicles.
    pub vehicles: u32,
    /// Weeks of the cycle; villages are visited once in a cycle of four.
    pub weeks: u8,
}

/// Composes a problem, and says what it had to assume. All of that stands in the file's notes, too; `None` where the map shows no homes that could be walked from.
#[must_use]
pub fn compose(parts: &Parts<'_>) -> Option<(MobileFile, Vec<Remark>)> {
    let kept = kept(parts);
    let sites = sites(parts);
    let yard = sites.first().map(|s| s.at).or_else(|| parts.spots.first().map(|s| position(s.at)))?;
    let mut remarks = Vec::new();
    let sites = match sites.is_empty() {
        false => sites,
        true => {
            remarks.push((
                "the map shows no place to unload: the first standing place is taken for one".to_owned(),
                "地图上没有可卸货的地点，暂以第一个停靠点代替".to_owned(),
            ));
            vec![site("卸货点1".to_owned(), yard)]
        }
    };
    if parts.weeks == 4 {
        let n = parts.villages.iter().filter(|v| **v).count();
        remarks.push((
            format!("{n} places with few homes round them are taken for villages and visited once in four weeks"),
            format!("{n} 个周边住户稀少的地点按村庄处理，每四周停靠一次"),
        ));
    }
    remarks.extend(fleet(parts, &kept));
    let file = MobileFile {
        version: Version,
        city: Some(parts.city.to_owned()),
        weeks: parts.weeks,
        starts: None,
        streams: kept.iter().map(|&id| stream_entry(&parts.streams.streams[id])).collect(),
        areas: parts.counties.iter().map(|id| MobileAreaEntry { id: id.clone(), name: None }).collect(),
        stands: stands(parts),
        points: points(parts, &kept),
        fixed: fixed(parts),
        vehicles: vec![vehicle(parts, yard)],
        unloading: sites,
        foot: FootEntry::default(),
        rules: RulesEntry { most_stand_s: MOST_STAND_S, ..RulesEntry::default() },
        curve: None,
        aim: None,
        notes: notes().into_iter().chain(remarks.iter().cloned()).map(note).collect(),
    };
    Some((file, remarks))
}

/// Whether the fleet asked for can take what is handed over, where it plainly cannot.
fn fleet(parts: &Parts<'_>, kept: &[StreamId]) -> Option<Remark> {
    let kg_a_year: f64 = parts.demand.places_kg.iter().flat_map(|row| kept.iter().map(|s| row[s.index()] as f64)).sum();
    let brought_t = kg_a_year / 1e3 * 7.0 / 365.25 * MIDDLE_SHARE;
    let unload_s = 600.0 + 0.5 * STAND_KG;
    let one_t = (WEEK_S / (MOST_STAND_S + unload_s + WAY_S)).floor() * STAND_KG / 1e3;
    let wanted = (brought_t / one_t).ceil();
    (wanted > f64::from(parts.vehicles)).then(|| {
        (
            format!(
                "if six in ten take part, about {brought_t:.0} t a week are brought; a vehicle of this kind takes some {one_t:.0} t a week at most, so {n} turn most people away where many live: about {wanted:.0} would be needed (worked out of the assumed rates, hours and speeds)",
                n = parts.vehicles
            ),
            format!(
                "按六成住户参与，每周约送来 {brought_t:.0} 吨；此类车辆每周至多收取约 {one_t:.0} 吨，{n} 辆车在人口密集处只能拒收大部分，约需 {wanted:.0} 辆（按假定的产生量、班次与速度推算）",
                n = parts.vehicles
            ),
        )
    })
}

/// Streams that arise and that residents carry: neither licensed nor too heavy; the heaviest sixteen if there are more.
fn kept(parts: &Parts<'_>) -> Vec<StreamId> {
    let total = |id: StreamId| parts.demand.places_kg.iter().map(|row| row[id.index()]).sum::<i64>();
    let carried = |s: &Stream| !s.licensed.value && s.piece.as_ref().is_none_or(|p| p.value < HEAVY);
    let all = parts.streams.streams.iter_ids();
    let mut out: Vec<StreamId> = all.filter(|(id, s)| carried(s) && total(*id) > 0).map(|(id, _)| id).collect();
    out.sort_by_key(|&id| (-total(id), id));
    out.truncate(crate::mobile::model::MOST_STREAMS);
    out.sort_unstable();
    out
}

fn stream_entry(stream: &Stream) -> StreamEntry {
    let name = Label { zh: Some(stream.zh.clone()), en: Some(stream.en.clone()) };
    StreamEntry { id: stream.code.clone(), name: Some(name) }
}

fn position((lon, lat): LonLat) -> Position {
    Position { lon, lat }
}

fn county(parts: &Parts<'_>, id: Option<CountyId>) -> Option<String> {
    id.and_then(|c| parts.counties.get(c.index()).cloned())
}

fn clock(hours: i64, minutes: i64) -> Clock {
    Clock(Milliseconds::HOUR * hours + Milliseconds::MINUTE * minutes)
}

fn stands(parts: &Parts<'_>) -> Vec<StandEntry> {
    let one = |(i, spot): (usize, &Spot)| StandEntry {
        id: match spot.name.is_empty() {
            true => format!("停靠点{}", i + 1),
            false => format!("停靠点{} {}", i + 1, spot.name.chars().take(60).collect::<String>()),
        },
        at: position(spot.at),
        area: county(parts, spot.county),
        hours: vec![HoursEntry { weekdays: Vec::new(), from: clock(7, 30), to: clock(20, 0) }],
        quiet: Vec::new(),
        market: None,
        reason: Some(NoteEntry { zh: Some(spot.why.zh().to_owned()), en: Some(spot.why.en().to_owned()) }),
    };
    parts.spots.iter().enumerate().map(one).collect()
}

fn points(parts: &Parts<'_>, kept: &[StreamId]) -> Vec<PointEntry> {
    // Grams a week of kilograms a year.
    let weekly = |kg: i64| (kg as f64 * 1e3 * 7.0 / 365.25).round() / 1e3;
    let every = |i: usize| if parts.villages.get(i) == Some(&true) && parts.weeks == 4 { 4 } else { 1 };
    let rows = parts.places.iter().zip(&parts.demand.places_kg).enumerate();
    let one = |(i, (place, row)): (usize, (&Settled, &Vec<i64>))| PointEntry {
        id: format!("需求点{}", i + 1),
        at: position(place.at),
        area: county(parts, place.county),
        households: place.households.max(0) as f64,
        kg_per_week: kept
            .iter()
            .filter(|id| row[id.index()] > 0)
            .map(|&id| (parts.streams.streams[id].code.clone(), weekly(row[id.index()])))
            .collect(),
        visits: NeedEntry { times: 1, every_weeks: every(i) },
    };
    rows.map(one).collect()
}

fn fixed(parts: &Parts<'_>) -> Vec<FixedEntry> {
    let one = |(i, (at, name)): (usize, &(LonLat, String))| FixedEntry {
        id: format!("固定交投点{} {}", i + 1, name.chars().take(60).collect::<String>()).trim_end().to_owned(),
        at: position(*at),
    };
    parts.fixed.iter().enumerate().map(one).collect()
}

/// Those of the stations that together are nearest to people, one after the other; what is there today counts as half as far.
fn sites(parts: &Parts<'_>) -> Vec<MobileUnloadingEntry> {
    let far = |c: &Candidate, p: &Settled| metres(c.at, p.at) * if c.serves_refuse { 0.5 } else { 1.0 };
    let mut best: Vec<f64> = vec![f64::INFINITY; parts.places.len()];
    let mut out = Vec::new();
    let mut free: Vec<&Candidate> = parts.stations.iter().collect();
    while out.len() < SITES && !free.is_empty() {
        let cost = |c: &Candidate| {
            let rows = parts.places.iter().zip(&best);
            rows.map(|(p, b)| p.households.max(0) as f64 * far(c, p).min(*b)).sum::<f64>()
        };
        let costs: Vec<f64> = free.iter().map(|c| cost(c)).collect();
        let Some(next) = (0..free.len()).min_by(|&a, &b| costs[a].total_cmp(&costs[b])) else { break };
        let taken = free.remove(next);
        for (b, p) in best.iter_mut().zip(parts.places) {
            *b = b.min(far(taken, p));
        }
        let name = format!("卸货点{} {}", out.len() + 1, taken.name.chars().take(60).collect::<String>());
        out.push(site(name.trim_end().to_owned(), position(taken.at)));
    }
    out
}

fn site(id: String, at: Position) -> MobileUnloadingEntry {
    let hours = vec![HoursEntry { weekdays: Vec::new(), from: clock(6, 0), to: clock(20, 0) }];
    MobileUnloadingEntry {
        id,
        at,
        streams: Vec::new(),
        hours,
        handling_s: 600.0,
        handling_s_per_kg: 0.5,
        gate_fen_per_t: 0,
    }
}

fn vehicle(parts: &Parts<'_>, yard: Position) -> MobileVehicleEntry {
    use WeekdayWord::{Fri, Mon, Sat, Thu, Tue, Wed};
    MobileVehicleEntry {
        id: "流动回收车".to_owned(),
        count: parts.vehicles,
        profile: "light_truck".to_owned(),
        start: yard,
        end: None,
        shifts: vec![HoursEntry {
            weekdays: vec![Mon, Tue, Wed, Thu, Fri, Sat],
            from: clock(7, 30),
            to: clock(18, 30),
        }],
        capacity_kg: LIGHT.payload_kg,
        compartments: Vec::new(),
        range_m: None,
        costs: MobileCostsEntry { fixed_fen: DAY_FEN, fen_per_km: LIGHT.fen_per_km, fen_per_h: LIGHT.fen_per_h },
        must_end_empty: true,
        energy: None,
    }
}

/// What every draft rests on.
fn notes() -> Vec<Remark> {
    [
        (
            "Homes and people are those of the map (storeys and floor areas partly assumed); amounts are people times what a person hands over in a year (seeds/rates.toml, most of it assumed), a fifty-second of it each week.",
            "住户与人口按地图住宅推算（楼层与面积部分为假定）；产生量＝人口×人均年交投量（seeds/rates.toml，多为假定）÷52 周。",
        ),
        (
            "Standing places are proposed from parking, edges of residential land and middles of homes; nobody has asked whose land it is. They may be used from 07:30 to 20:00 (assumed).",
            "停靠点取自停车场、居住用地边缘和居民点中心，未核实权属；可用时间 7:30–20:00（假定）。",
        ),
        (
            "Recycling places of the map count as fixed drop-offs: whoever lives within a walk of one needs no vehicle.",
            "地图上的现有回收点视为固定交投点，其步行范围内的住户无需流动车。",
        ),
        (
            "The fleet is assumed: light trucks of 1,490 kg (a common payload of the 4.5 t class), a crew of two, Monday to Saturday 07:30 to 18:30, and all prices.",
            "车队为假定：载重 1,490 公斤的轻型车（4.5 吨级常见载重）、两人一组、周一至周六 7:30–18:30，全部价格亦为假定。",
        ),
        (
            "Handling is assumed: three seconds a kilogram for weighing, paying and stowing by two, five minutes of set-up. The longest stand, 75 minutes, is worked out of that: it takes in 1,400 kg, about what a vehicle holds. What is brought beyond it is turned away and counted.",
            "处理时间为假定：两人称重、付款、装车每公斤 3 秒，布置 5 分钟。最长停靠 75 分钟由此推算：可收 1,400 公斤，约为一车载重；超出部分拒收并单独统计。",
        ),
    ]
    .map(|(en, zh)| (en.to_owned(), zh.to_owned()))
    .to_vec()
}
