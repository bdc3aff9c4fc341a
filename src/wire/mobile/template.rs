//! A problem as a workbook to be filled in: the sheets that [`read`](super::read()) takes, with what the problem has in them.

use super::format::MobileFile;
use super::format::stand::HoursEntry;
use crate::wire::clock::Clock;
use crate::wire::network::tables::{Cell, Table, text};
use crate::wire::workbook::Nested;

/// Sheets whose rows belong into the entries of others.
pub(super) const NESTED: &[Nested] = &[
    Nested { sheet: "stand_hours", key: Some("stand"), list: "stands", field: "hours" },
    Nested { sheet: "stand_quiet", key: Some("stand"), list: "stands", field: "quiet" },
    Nested { sheet: "shifts", key: Some("vehicle"), list: "vehicles", field: "shifts" },
    Nested { sheet: "compartments", key: Some("vehicle"), list: "vehicles", field: "compartments" },
    Nested { sheet: "unloading_hours", key: Some("unloading_place"), list: "unloading", field: "hours" },
    Nested { sheet: "quiet", key: None, list: "rules", field: "quiet" },
    Nested { sheet: "curve_knots", key: None, list: "curve", field: "knots" },
];

/// The sheets.
#[must_use]
pub fn tables(file: &MobileFile) -> Vec<Table> {
    vec![
        single(file),
        streams(file),
        areas(file),
        stands(file),
        stand_hours(file),
        stand_quiet(file),
        points(file),
        fixed(file),
        vehicles(file),
        shifts(file),
        compartments(file),
        unloading(file),
        unloading_hours(file),
        quiet(file),
        curve_knots(file),
        notes(file),
    ]
}

fn number(value: f64) -> Cell {
    // Decimals are what is shown; the cell holds the figure.
    Cell::Figure(value, if value.fract() == 0.0 { 0 } else { 6 })
}

fn maybe(value: Option<f64>) -> Cell {
    value.map_or(Cell::Nothing, number)
}

fn words(value: Option<&str>) -> Cell {
    value.map_or(Cell::Nothing, text)
}

fn clock(at: Clock) -> Cell {
    let said = at.to_string();
    text(said.strip_suffix(":00").unwrap_or(&said))
}

/// Names and values, without a heading: the first pair stands where a heading would.
fn single(file: &MobileFile) -> Table {
    let city = file.city.as_deref().unwrap_or_default();
    let mut table = Table::new("mobile", &["city", city]);
    let mut row = |name: &str, value: Cell| table.rows.push(vec![text(name), value]);
    row("weeks", number(f64::from(file.weeks)));
    row("starts", words(file.starts.map(|d| d.to_string()).as_deref()));
    row("foot.profile", words(file.foot.profile.as_deref()));
    row("foot.within_minutes", maybe(file.foot.within_minutes));
    row("foot.within_m", maybe(file.foot.within_m));
    let r = &file.rules;
    row("rules.set_up_s", number(r.set_up_s));
    row("rules.handling_s_per_kg", number(r.handling_s_per_kg));
    row("rules.least_stand_s", number(r.least_stand_s));
    row("rules.most_stand_s", number(r.most_stand_s));
    row("rules.clock_step_minutes", number(f64::from(r.clock_step_minutes)));
    row("rules.stand_step_minutes", number(f64::from(r.stand_step_minutes)));
    row("rules.least_gap_days", number(f64::from(r.least_gap_days)));
    row("rules.keep_days", number(f64::from(r.keep_days)));
    row("curve.source", words(file.curve.as_ref().and_then(|c| c.source.as_deref())));
    if let Some(aim) = &file.aim {
        row("aim.household_fen", number(aim.household_fen as f64));
        row("aim.tonne_fen", maybe(aim.tonne_fen.map(|fen| fen as f64)));
        row("aim.target_percent", maybe(aim.target_percent));
    }
    table
}

fn streams(file: &MobileFile) -> Table {
    let mut table = Table::new("streams", &["id", "name.zh", "name.en"]);
    for s in &file.streams {
        let name = s.name.clone().unwrap_or_default();
        table.rows.push(vec![text(&s.id), words(name.zh.as_deref()), words(name.en.as_deref())]);
    }
    table
}

fn areas(file: &MobileFile) -> Table {
    let mut table = Table::new("areas", &["id"]);
    table.rows = file.areas.iter().map(|a| vec![text(&a.id)]).collect();
    table
}

fn stands(file: &MobileFile) -> Table {
    let head = ["id", "at.lon", "at.lat", "area", "market.weekdays", "market.draw_percent", "reason.zh", "reason.en"];
    let mut table = Table::new("stands", &head);
    for s in &file.stands {
        let market = s.market.as_ref();
        table.rows.push(vec![
            text(&s.id),
            number(s.at.lon),
            number(s.at.lat),
            words(s.area.as_deref()),
            words(market.map(|m| weekdays(&m.weekdays)).as_deref()),
            maybe(market.map(|m| m.draw_percent)),
            words(s.reason.as_ref().and_then(|r| r.zh.as_deref())),
            words(s.reason.as_ref().and_then(|r| r.en.as_deref())),
        ]);
    }
    table
}

fn weekdays(list: &[super::format::stand::WeekdayWord]) -> String {
    let names: Vec<String> = list.iter().map(|w| w.en()[..3].to_lowercase()).collect();
    names.join(";")
}

fn hours<'a>(title: &str, key: &str, all: impl Iterator<Item = (&'a str, &'a [HoursEntry])>) -> Table {
    let mut table = Table::new(title, &[key, "weekdays", "from", "to"]);
    for (id, list) in all {
        for h in list {
            let days = if h.weekdays.is_empty() { Cell::Nothing } else { text(weekdays(&h.weekdays)) };
            table.rows.push(vec![text(id), days, clock(h.from), clock(h.to)]);
        }
    }
    table
}

fn stand_hours(file: &MobileFile) -> Table {
    hours("stand_hours", "stand", file.stands.iter().map(|s| (s.id.as_str(), &s.hours[..])))
}

fn stand_quiet(file: &MobileFile) -> Table {
    let mut table = Table::new("stand_quiet", &["stand", "from", "to"]);
    for s in &file.stands {
        table.rows.extend(s.quiet.iter().map(|w| vec![text(&s.id), clock(w.from), clock(w.to)]));
    }
    table
}

fn quiet(file: &MobileFile) -> Table {
    let mut table = Table::new("quiet", &["from", "to"]);
    table.rows = file.rules.quiet.iter().map(|w| vec![clock(w.from), clock(w.to)]).collect();
    table
}

fn curve_knots(file: &MobileFile) -> Table {
    let mut table = Table::new("curve_knots", &["walk_s", "share_percent"]);
    let knots = file.curve.iter().flat_map(|c| &c.knots);
    table.rows = knots.map(|k| vec![number(f64::from(k.walk_s)), number(k.share_percent)]).collect();
    table
}

fn points(file: &MobileFile) -> Table {
    let kg: Vec<String> = file.streams.iter().map(|s| format!("kg_per_week.{}", s.id)).collect();
    let fields = ["id", "at.lon", "at.lat", "area", "households", "visits.times", "visits.every_weeks"];
    let head: Vec<&str> = fields.into_iter().chain(kg.iter().map(String::as_str)).collect();
    let mut table = Table::new("points", &head);
    for p in &file.points {
        let mut row = vec![
            text(&p.id),
            number(p.at.lon),
            number(p.at.lat),
            words(p.area.as_deref()),
            number(p.households),
            number(f64::from(p.visits.times)),
            number(f64::from(p.visits.every_weeks)),
        ];
        row.extend(file.streams.iter().map(|s| maybe(p.kg_per_week.get(&s.id).copied())));
        table.rows.push(row);
    }
    table
}

fn fixed(file: &MobileFile) -> Table {
    let mut table = Table::new("fixed", &["id", "at.lon", "at.lat"]);
    table.rows = file.fixed.iter().map(|f| vec![text(&f.id), number(f.at.lon), number(f.at.lat)]).collect();
    table
}

fn vehicles(file: &MobileFile) -> Table {
    let head = [
        "id",
        "count",
        "profile",
        "start.lon",
        "start.lat",
        "end.lon",
        "end.lat",
        "capacity_kg",
        "range_m",
        "costs.fixed_fen",
        "costs.fen_per_km",
        "costs.fen_per_h",
        "must_end_empty",
    ];
    let mut table = Table::new("vehicles", &head);
    for v in &file.vehicles {
        let c = &v.costs;
        table.rows.push(vec![
            text(&v.id),
            number(f64::from(v.count)),
            text(&v.profile),
            number(v.start.lon),
            number(v.start.lat),
            maybe(v.end.map(|e| e.lon)),
            maybe(v.end.map(|e| e.lat)),
            number(v.capacity_kg),
            maybe(v.range_m),
            number(c.fixed_fen as f64),
            number(c.fen_per_km as f64),
            number(c.fen_per_h as f64),
            text(if v.must_end_empty { "true" } else { "false" }),
        ]);
    }
    table
}

fn shifts(file: &MobileFile) -> Table {
    hours("shifts", "vehicle", file.vehicles.iter().map(|v| (v.id.as_str(), &v.shifts[..])))
}

fn compartments(file: &MobileFile) -> Table {
    let mut table = Table::new("compartments", &["vehicle", "streams", "load_kg"]);
    for v in &file.vehicles {
        let part = |p: &super::format::fleet::MobileCompartmentEntry| {
            vec![text(&v.id), text(p.streams.join(";")), number(p.load_kg)]
        };
        table.rows.extend(v.compartments.iter().map(part));
    }
    table
}

fn unloading(file: &MobileFile) -> Table {
    let head = ["id", "at.lon", "at.lat", "streams", "handling_s", "handling_s_per_kg", "gate_fen_per_t"];
    let mut table = Table::new("unloading", &head);
    for u in &file.unloading {
        table.rows.push(vec![
            text(&u.id),
            number(u.at.lon),
            number(u.at.lat),
            if u.streams.is_empty() { Cell::Nothing } else { text(u.streams.join(";")) },
            number(u.handling_s),
            number(u.handling_s_per_kg),
            number(u.gate_fen_per_t as f64),
        ]);
    }
    table
}

fn notes(file: &MobileFile) -> Table {
    let mut table = Table::new("notes", &["zh", "en"]);
    table.rows = file.notes.iter().map(|n| vec![words(n.zh.as_deref()), words(n.en.as_deref())]).collect();
    table
}

fn unloading_hours(file: &MobileFile) -> Table {
    let all = file.unloading.iter().map(|u| (u.id.as_str(), &u.hours[..]));
    hours("unloading_hours", "unloading_place", all)
}
