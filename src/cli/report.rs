//! A plan as a dispatcher wants to see it: one row a vehicle, the sums, what is left out and why; and as a picture.

use crate::engine::City;
use crate::engine::rounds::RoundsOutcome;
use crate::ids::TaskId;
use crate::matrix::travel::Leg;
use crate::osm::model::{PlaceKind, RoadClass};
use crate::plan::explain::Reason;
use crate::plan::{Plan, VehiclePlan, What};
use crate::rounds::problem::Problem;
use crate::units::{Fen, Grams};
use crate::wire::lang::Lang;
use crate::wire::picture::{LonLat, Mark, MarkKind, Picture, Road, Round};
use crate::wire::plan::Names;

/// How many ways out are offered for a task that is left out.
const OFFERED: usize = 3;

/// The table of a plan, in words.
pub(super) struct PlanTable {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) totals: Vec<String>,
}

impl PlanTable {
    pub(super) fn new(plan: &Plan, names: &Names, lang: Lang) -> Self {
        let head = lang.pick(
            ["vehicle", "stops", "kg", "km", "hours", "unloads", "yuan"],
            ["车辆", "停靠", "公斤", "公里", "小时", "卸货", "元"],
        );
        let mut rows = Vec::new();
        let (mut stops, mut unloads, mut mass) = (0, 0, Grams::ZERO);
        for vehicle in &plan.vehicles {
            let of = Figures::of(vehicle);
            stops += of.stops;
            unloads += of.unloads;
            mass += of.mass;
            let total = &vehicle.totals;
            let name = names.vehicles.label(crate::ids::Id::index(vehicle.vehicle));
            rows.push(row(name, &of, total.length.kilometres(), total.duration.hours(), total.costs.total));
        }
        let hours = plan.vehicles.iter().map(|v| v.totals.duration.hours()).sum();
        let sum = Figures { stops, unloads, mass };
        let totals =
            row(lang.pick("total", "合计").to_owned(), &sum, plan.kpis.length.kilometres(), hours, plan.costs.total);
        Self { columns: head.map(str::to_owned).to_vec(), rows, totals }
    }

    /// Columns flush under each other; a Chinese character is two wide.
    pub(super) fn text(&self) -> String {
        let lines: Vec<&Vec<String>> =
            std::iter::once(&self.columns).chain(&self.rows).chain(std::iter::once(&self.totals)).collect();
        let width = |text: &str| text.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum::<usize>();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|i| lines.iter().map(|l| l.get(i).map_or(0, |c| width(c))).max().unwrap_or(0))
            .collect();
        let mut out = String::new();
        for line in lines {
            for (i, (cell, &wide)) in line.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(wide - width(cell));
                out.push_str(&if i == 0 { format!("{cell}{pad}") } else { format!("  {pad}{cell}") });
            }
            out.push('\n');
        }
        out
    }
}

struct Figures {
    stops: usize,
    unloads: usize,
    mass: Grams,
}

impl Figures {
    /// Stops at tasks, unloadings, and what was collected and delivered there.
    fn of(vehicle: &VehiclePlan) -> Self {
        let tasks = || vehicle.stops.iter().filter(|s| matches!(s.what, What::Task(_)));
        Self {
            stops: tasks().count(),
            unloads: vehicle.stops.iter().filter(|s| matches!(s.what, What::Unload(_))).count(),
            mass: tasks()
                .map(|s| s.taken_on.streams.iter().map(|(_, a)| a.mass).sum::<Grams>() + s.taken_off.goods.mass)
                .sum(),
        }
    }
}

fn row(name: String, of: &Figures, km: f64, hours: f64, cost: Fen) -> Vec<String> {
    vec![
        name,
        of.stops.to_string(),
        format!("{:.0}", of.mass.kg()),
        format!("{km:.1}"),
        format!("{hours:.2}"),
        of.unloads.to_string(),
        format!("{:.2}", cost.0 as f64 / 100.0),
    ]
}

/// The table and what is left out, for a terminal.
pub(super) fn words(outcome: &RoundsOutcome, names: &Names, lang: Lang) -> String {
    let plan = &outcome.plan;
    let mut out = PlanTable::new(plan, names, lang).text();
    for left in &plan.left_out {
        let name = names.tasks.label(crate::ids::Id::index(left.task));
        let why = left.reason.as_ref().map(|r| why(left.task, r, &outcome.problem, lang)).unwrap_or_default();
        out.push_str(&format!("{}: {name} {why}\n", lang.pick("left out", "未安排")));
    }
    for (place, _, why) in &outcome.grounded.unplaced {
        let name = names.places.label(crate::ids::Id::index(*place));
        out.push_str(&format!("{name}: {}\n", lang.pick(&why.cause.en, &why.cause.zh)));
    }
    out
}

/// The rule that binds, whether a vehicle with nothing else to do could serve it, and what would.
fn why(task: TaskId, reason: &Reason, problem: &Problem, lang: Lang) -> String {
    let fits = reason.smallest.as_ref().filter(|r| r.changes.is_empty());
    let prize = problem.tasks.get(task).and_then(|t| t.prize);
    let mut said = match (reason.binding, fits, prize) {
        (Some(rule), ..) => lang.pick(rule.cause().en, rule.cause().zh).to_owned(),
        (None, Some(served), Some(prize)) if served.cost >= prize => {
            let (cost, prize) = (served.cost.0 as f64 / 100.0, prize.0 as f64 / 100.0);
            let so = lang.pick("Nothing but its cost speaks against it.", "除费用外没有限制。");
            match lang {
                Lang::En => format!("{so} Serving it costs {cost:.2} CNY, leaving it out {prize:.2}."),
                Lang::Zh => format!("{so}执行需 {cost:.2} 元，不执行损失 {prize:.2} 元。"),
            }
        }
        (None, Some(_), _) => lang
            .pick(
                "It fits into this plan: the search overlooked it. Search again, or longer.",
                "现有方案中仍可安排，搜索未找到。请重新搜索或延长搜索时间。",
            )
            .to_owned(),
        (None, None, _) => {
            lang.pick("No single rule was found that keeps it out.", "未找到使其无法安排的规则。").to_owned()
        }
    };
    if reason.alone == Some(false) {
        said.push_str(
            lang.pick(
                " No place for it was found even on a vehicle with nothing else to do.",
                "即使空闲车辆也未能安排。",
            ),
        );
    }
    let offered: Vec<String> = reason
        .smallest
        .iter()
        .chain(&reason.others)
        .take(OFFERED)
        .map(|r| match lang {
            Lang::En => r.english(problem),
            Lang::Zh => r.chinese(problem),
        })
        .collect();
    if fits.is_none() && !offered.is_empty() {
        let words = lang.pick(" It would do to grant: ", "可放宽：");
        said.push_str(&format!("{words}{}", offered.join(lang.pick("; or ", "；或 "))));
    }
    said
}

/// For each vehicle of the plan and each of its stops, the course that leads there.
pub(super) fn courses(outcome: &RoundsOutcome) -> Vec<Vec<Vec<LonLat>>> {
    outcome
        .plan
        .vehicles
        .iter()
        .map(|vehicle| {
            let profile = outcome.problem.kinds[outcome.problem.vehicles[vehicle.vehicle].kind].profile;
            let mut last = None;
            vehicle
                .stops
                .iter()
                .map(|stop| {
                    let course = match last {
                        Some((place, leave)) if stop.leg != Leg::default() => {
                            outcome.grounded.course(profile, place, stop.place, leave)
                        }
                        _ => Vec::new(),
                    };
                    last = Some((stop.place, stop.leave));
                    course.into_iter().map(|p| (p.lon, p.lat)).collect()
                })
                .collect()
        })
        .collect()
}

/// The plan on the map of its city, with the drop-off points of its network.
pub(super) fn picture(
    city: &City,
    outcome: &RoundsOutcome,
    names: &Names,
    courses: Vec<Vec<Vec<LonLat>>>,
    drop_offs: &[(String, f64, f64)],
    heading: [String; 2],
) -> Picture {
    let table = PlanTable::new(&outcome.plan, names, Lang::En);
    let at = |place: crate::ids::PlaceId| names.positions.get(crate::ids::Id::index(place)).copied().flatten();
    let mut marks = Vec::new();
    let mut mark = |kind, place, label: String| {
        marks.extend(at(place).map(|at| Mark { kind, at, label }));
    };
    let problem = &outcome.problem;
    for unloading in problem.unloading.iter() {
        let biggest = problem.unloading.iter().map(|u| u.streams.len()).max();
        // Who takes every stream of the day sorts them; the others pass some of them on.
        let sorts = Some(unloading.streams.len()) == biggest && unloading.streams.len() == problem.streams.len();
        let kind = if sorts { MarkKind::SortingCentre } else { MarkKind::TransferStation };
        mark(kind, unloading.place, unloading.name.clone());
    }
    for warehouse in problem.warehouses.iter() {
        mark(MarkKind::Warehouse, warehouse.place, warehouse.name.clone());
    }
    for (i, vehicle) in outcome.plan.vehicles.iter().enumerate() {
        for stop in &vehicle.stops {
            if let What::Task(task) = stop.what {
                mark(MarkKind::Stop(i), stop.place, problem.tasks[task].name.clone());
            }
        }
    }
    for left in &outcome.plan.left_out {
        let task = &problem.tasks[left.task];
        mark(MarkKind::LeftOut, task.place, task.name.clone());
    }
    marks.extend(drop_offs.iter().map(|(name, lon, lat)| Mark {
        kind: MarkKind::DropOff,
        at: (*lon, *lat),
        label: name.clone(),
    }));
    let [title, subtitle] = heading;
    let rounds = table.rows.into_iter().zip(courses).map(|(cells, lines)| Round { cells, lines }).collect();
    let note = "stops: tasks served; kg: collected and delivered; hours: from departure to return".to_owned();
    Picture {
        title,
        subtitle,
        land: land(city),
        borders: Vec::new(),
        roads: roads(city),
        rounds,
        dots: Vec::new(),
        marks,
        columns: table.columns,
        totals: table.totals,
        note,
    }
}

/// Where people live.
pub(super) fn land(city: &City) -> Vec<Vec<LonLat>> {
    let lived_in = city.places().iter().filter(|p| p.kind == PlaceKind::ResidentialLand);
    lived_in.map(|p| p.outline.iter().map(|c| (c.lon(), c.lat())).collect()).collect()
}

/// The roads of the background.
pub(super) fn roads(city: &City) -> Vec<Road> {
    use RoadClass as C;
    let network = city.network();
    let weight = |class: RoadClass| match class {
        C::Motorway | C::Trunk | C::Primary => Some(3),
        C::MotorwayLink | C::TrunkLink | C::PrimaryLink | C::Secondary | C::SecondaryLink => Some(2),
        C::Tertiary | C::TertiaryLink => Some(1),
        C::Unclassified | C::Residential | C::LivingStreet => Some(0),
        _ => None,
    };
    let drawn = network.road_ids().filter_map(|id| Some((id, weight(network.road(id).attributes.class)?)));
    drawn.map(|(id, weight)| Road { weight, line: network.shape(id).map(|c| (c.lon(), c.lat())).collect() }).collect()
}
