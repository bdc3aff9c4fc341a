//! A timetable as tables: what the workbook shows.

use super::answer::{StepEntry, TakesWord, TimetableFile};
use super::format::stand::WeekdayWord;
use crate::wire::lang::Lang;
use crate::wire::network::tables::{Cell, Table, text};

/// All tables, in the order a reader wants them.
#[must_use]
pub fn all(file: &TimetableFile, lang: Lang) -> Vec<Table> {
    vec![
        totals(file, lang),
        stops(file, lang),
        days(file, lang),
        vehicles(file, lang),
        areas(file, lang),
        left(file, lang),
        stands(file, lang),
        streams(file, lang),
    ]
}

fn number(value: f64, decimals: usize) -> Cell {
    Cell::Figure(value, decimals)
}

fn whole(value: u32) -> Cell {
    number(f64::from(value), 0)
}

fn yuan(fen: i64) -> Cell {
    number(fen as f64 / 100.0, 2)
}

fn totals(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(["item", "value", "unit"], ["项目", "数值", "单位"]);
    let mut table = Table::new(lang.pick("Sums", "汇总"), &head);
    let (t, p) = (&file.totals, &file.proof);
    let rows = [
        ("households", "住户", t.households, 0, "", "户"),
        ("within a walk", "步行范围内", t.near, 0, "", "户"),
        ("take part at a fixed drop-off", "在固定交投点参与", t.by_fixed, 0, "", "户"),
        ("would take part if every place were visited", "全部候选停靠点可参与", t.reachable, 0, "", "户"),
        ("take part by this timetable", "按时刻表参与", t.reached, 0, "", "户"),
        ("of those who would", "占可参与住户", t.reached_percent, 2, "%", "%"),
        ("of these, served (not turned away)", "其中实际得到服务（未被拒收）", t.served, 0, "", "户"),
        ("served of those who would take part", "实际服务占可参与住户", t.served_percent, 2, "%", "%"),
        ("at most, proven", "已证明的上界", p.most_households, 0, "", "户"),
        ("served at most, proven", "实际服务已证明的上界", p.most_served, 0, "", "户"),
        ("served of that", "实际服务占该上界", p.served_of_most_percent, 2, "%", "%"),
        ("collected a cycle", "每周期回收量", t.kg, 1, "kg", "公斤"),
        ("turned away a cycle", "每周期拒收量", t.turned_away_kg, 1, "kg", "公斤"),
        ("collected of what is brought", "回收量占送来量", t.taken_percent, 2, "%", "%"),
        ("driven a cycle", "每周期里程", t.km, 1, "km", "公里"),
        ("out a cycle", "每周期出车时间", t.hours, 1, "h", "小时"),
        ("unloads", "卸货", f64::from(t.unloads), 0, "", "次"),
        ("vehicle-days", "出车", f64::from(t.vehicle_days), 0, "", "天次"),
        ("cost a cycle", "每周期费用", t.cost_fen as f64 / 100.0, 2, "yuan", "元"),
        ("carbon dioxide", "二氧化碳", t.co2_kg, 1, "kg", "公斤"),
        ("weeks of the cycle", "周期", f64::from(file.weeks), 0, "", "周"),
    ];
    for (en, zh, value, decimals, unit_en, unit_zh) in rows {
        table.rows.push(vec![text(lang.pick(en, zh)), number(value, decimals), text(lang.pick(unit_en, unit_zh))]);
    }
    if let Some(fen) = t.fen_per_t {
        let name = lang.pick("cost a tonne", "每吨费用");
        table.rows.push(vec![text(name), yuan(fen), text(lang.pick("yuan", "元"))]);
    }
    table
}

/// A clock time without its seconds, where there are none.
fn clock(moment: crate::wire::clock::Moment) -> Cell {
    let said = crate::wire::clock::Clock(moment.0).to_string();
    text(said.strip_suffix(":00").unwrap_or(&said))
}

fn weekday(word: WeekdayWord, lang: Lang) -> &'static str {
    lang.pick(word.en(), word.zh())
}

fn weeks(list: &[u8], of: u8, lang: Lang) -> Cell {
    if list.len() == usize::from(of) {
        return text(lang.pick("every", "每周"));
    }
    text(list.iter().map(u8::to_string).collect::<Vec<_>>().join(lang.pick(", ", "、")))
}

fn stops(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(
        ["place", "weekday", "weeks", "from", "until", "vehicle", "kg a visit", "kg turned away"],
        ["停靠点", "星期", "周次", "开始", "结束", "车辆", "每次公斤", "每次拒收公斤"],
    );
    let mut table = Table::new(lang.pick("Stops", "停靠时刻"), &head);
    let mut calls: Vec<_> = file.calls.iter().collect();
    calls.sort_by(|a, b| (a.weekday, a.from, &a.vehicle).cmp(&(b.weekday, b.from, &b.vehicle)));
    for call in calls {
        table.rows.push(vec![
            text(&call.stand),
            text(weekday(call.weekday, lang)),
            weeks(&call.weeks, file.weeks, lang),
            clock(call.from),
            clock(call.until),
            text(&call.vehicle),
            number(call.kg.values().sum(), 1),
            number(call.turned_away_kg.values().sum(), 1),
        ]);
    }
    table
}

fn days(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(
        ["vehicle", "week", "weekday", "step", "place", "arrival", "start", "end", "kg"],
        ["车辆", "周次", "星期", "步骤", "地点", "到达", "开始", "结束", "公斤"],
    );
    let mut table = Table::new(lang.pick("Vehicle days", "车辆日程"), &head);
    for day in &file.days {
        let word = WeekdayWord::ALL[usize::from(day.day % 7)];
        let mut row = |step: Cell, place: Cell, times: [Cell; 3], kg: Cell| {
            let [a, b, c] = times;
            let week = whole(u32::from(day.day / 7) + 1);
            table.rows.push(vec![text(&day.vehicle), week, text(weekday(word, lang)), step, place, a, b, c, kg]);
        };
        let word = |en, zh| text(lang.pick(en, zh));
        row(
            word("departs", "出车"),
            Cell::Nothing,
            [Cell::Nothing, Cell::Nothing, clock(day.departure)],
            Cell::Nothing,
        );
        for step in &day.steps {
            let (what, place) = match stand_of(file, step) {
                Some(stand) => (word("stands", "停靠"), text(stand)),
                None => (word("unloads", "卸货"), text(step.unload.as_deref().unwrap_or_default())),
            };
            let times = [clock(step.arrival), clock(step.start), clock(step.end)];
            row(what, place, times, number(step.kg.values().sum(), 1));
        }
        row(word("is back", "收车"), Cell::Nothing, [clock(day.back), Cell::Nothing, Cell::Nothing], Cell::Nothing);
    }
    table
}

/// The place of a step that is a published stop.
#[must_use]
pub fn stand_of<'f>(file: &'f TimetableFile, step: &StepEntry) -> Option<&'f str> {
    step.call.and_then(|c| file.calls.get(c as usize)).map(|c| c.stand.as_str())
}

fn vehicles(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(
        ["vehicle", "days", "kg", "km", "h", "yuan", "kg CO2"],
        ["车辆", "天数", "公斤", "公里", "小时", "元", "二氧化碳公斤"],
    );
    let mut table = Table::new(lang.pick("Vehicles", "车辆"), &head);
    for v in &file.vehicles {
        let figures = [number(v.kg, 1), number(v.km, 1), number(v.hours, 1), yuan(v.cost_fen), number(v.co2_kg, 1)];
        table.rows.push([vec![text(&v.id), whole(v.days)], figures.to_vec()].concat());
    }
    table
}

fn areas(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(
        ["area", "households", "near a fixed drop-off", "reached", "covered %"],
        ["区域", "住户", "固定交投点覆盖", "时刻表覆盖", "覆盖率 %"],
    );
    let mut table = Table::new(lang.pick("Coverage", "分区覆盖"), &head);
    for a in &file.areas {
        let name = a.area.as_deref().unwrap_or_else(|| lang.pick("(none)", "（未划分）"));
        let figures = [number(a.households, 0), number(a.near_fixed, 0), number(a.near_stop, 0)];
        table.rows.push([vec![text(name)], figures.to_vec(), vec![number(a.covered_percent, 2)]].concat());
    }
    table
}

fn left(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(
        ["households", "places", "what it would take", "at", "hours a cycle", "yuan a cycle", "in words"],
        ["住户", "需求点数", "所需条件", "停靠点", "每周期小时", "每周期元", "说明"],
    );
    let mut table = Table::new(lang.pick("Not reached", "未覆盖"), &head);
    for l in &file.left {
        let takes = match l.takes {
            TakesWord::Place => lang.pick("a place", "停靠点"),
            TakesWord::Days => lang.pick("opening days", "开放日"),
            TakesWord::Money => lang.pick("money", "费用"),
            TakesWord::Time => lang.pick("vehicle time", "车辆时间"),
            TakesWord::Vehicle => lang.pick("another vehicle", "其他车辆"),
        };
        let why = lang.pick(&l.why.en, &l.why.zh).clone().unwrap_or_default();
        table.rows.push(vec![
            number(l.households, 0),
            number(l.points.len() as f64, 0),
            text(takes),
            l.stand.as_ref().map_or(Cell::Nothing, text),
            l.hours.map_or(Cell::Nothing, |h| number(h, 1)),
            l.cost_fen.map_or(Cell::Nothing, yuan),
            text(why),
        ]);
    }
    table
}

fn stands(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(
        ["place", "area", "lon", "lat", "visits", "households", "kg", "kg turned away", "taken %", "reason"],
        ["停靠点", "区域", "经度", "纬度", "停靠次数", "住户", "公斤", "拒收公斤", "收取率 %", "理由"],
    );
    let mut table = Table::new(lang.pick("Standing places", "停靠点"), &head);
    for s in &file.stands {
        let why = s.reason.as_ref().and_then(|r| lang.pick(&r.en, &r.zh).clone()).unwrap_or_default();
        table.rows.push(vec![
            text(&s.id),
            text(s.area.as_deref().unwrap_or_default()),
            number(s.at.lon, 6),
            number(s.at.lat, 6),
            whole(s.visits),
            number(s.households, 0),
            number(s.kg, 1),
            number(s.turned_away_kg, 1),
            number(s.taken_percent, 2),
            text(why),
        ]);
    }
    table
}

/// What is taken and what is turned away in a cycle, by stream.
fn streams(file: &TimetableFile, lang: Lang) -> Table {
    let head = lang.pick(["stream", "kg", "kg turned away", "taken %"], ["品类", "公斤", "拒收公斤", "收取率 %"]);
    let mut table = Table::new(lang.pick("Streams", "品类"), &head);
    let calls = || file.days.iter().flat_map(|d| &d.steps).filter(|s| s.call.is_some());
    for stream in &file.streams {
        let taken: f64 = calls().filter_map(|s| s.kg.get(&stream.id)).sum();
        let turned = file.totals.turned_away_by_stream.get(&stream.id).copied().unwrap_or(0.0);
        let all = taken + turned;
        let percent = if all > 0.0 { 100.0 * taken / all } else { 100.0 };
        let name = super::ics::stream(stream, lang);
        table.rows.push(vec![text(name), number(taken, 1), number(turned, 1), number(percent, 2)]);
    }
    table
}
