//! The drivers' sheet: a table that opens in Excel, a line for each stop.

use crate::ids::Id;
use crate::plan::{Plan, What};
use crate::units::Milliseconds;
use crate::wire::clock::Clock;
use crate::wire::lang::Lang;
use crate::wire::plan::Names;

const ZH: [&str; 13] = [
    "车辆",
    "序号",
    "事项",
    "名称",
    "到达",
    "等待（分钟）",
    "开始",
    "离开",
    "装上（千克）",
    "卸下（千克）",
    "车上（千克）",
    "行驶（公里）",
    "坐标",
];
const EN: [&str; 13] = [
    "vehicle",
    "stop",
    "what",
    "name",
    "arrival",
    "wait_min",
    "start",
    "leave",
    "taken_on_kg",
    "taken_off_kg",
    "on_board_kg",
    "drive_km",
    "lon_lat",
];

/// The sheet of all vehicles, as CSV in UTF-8 with the mark that Excel looks for.
///
/// # Errors
/// What the writer says, in words; writing to memory does not fail.
pub fn drivers(plan: &Plan, names: &Names, lang: Lang) -> Result<Vec<u8>, String> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    out.write_record(lang.pick(EN, ZH)).map_err(|e| e.to_string())?;
    for vehicle in &plan.vehicles {
        for (i, stop) in vehicle.stops.iter().enumerate() {
            let place = stop.place.index();
            let at = names.positions.get(place).copied().flatten();
            let name = match stop.what {
                What::Task(id) => names.tasks.label(id.index()),
                What::Unload(id) => names.unloading.label(id.index()),
                What::Load(id) => names.warehouses.label(id.index()),
                What::Start | What::End | What::Break(_) => String::new(),
            };
            let kg = |load: &crate::plan::Load| load.sum().mass.kg().to_string();
            let record = [
                plain(&names.vehicles.label(vehicle.vehicle.index())),
                i.to_string(),
                word(stop.what, lang).to_owned(),
                plain(&name),
                minute(stop.arrival),
                (stop.wait.0 / 60_000).to_string(),
                minute(stop.start),
                minute(stop.leave),
                kg(&stop.taken_on),
                kg(&stop.taken_off),
                kg(&stop.load),
                format!("{:.1}", stop.leg.length.kilometres()),
                at.map_or_else(String::new, |(lon, lat)| format!("{lon:.5},{lat:.5}")),
            ];
            out.write_record(record).map_err(|e| e.to_string())?;
        }
    }
    out.into_inner().map_err(|e| e.to_string())
}

/// A user's word that a spreadsheet will not take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Hours and minutes: what a driver reads.
fn minute(at: Milliseconds) -> String {
    let mut text = Clock(Milliseconds(at.0.div_euclid(60_000) * 60_000)).to_string();
    text.truncate(text.len() - ":00".len());
    text
}

fn word(what: What, lang: Lang) -> &'static str {
    let (en, zh) = match what {
        What::Start => ("depart", "出发"),
        What::Task(_) => ("serve", "作业"),
        What::Unload(_) => ("unload", "卸货"),
        What::Load(_) => ("load", "装货"),
        What::Break(_) => ("break", "休息"),
        What::End => ("return", "返回"),
    };
    lang.pick(en, zh)
}
