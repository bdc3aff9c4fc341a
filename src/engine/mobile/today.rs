//! The day of operation: from where a vehicle is, how the rest of its day will go, under the rules as they are now.

use std::collections::BTreeMap;

use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::network::ground::Measure;
use crate::engine::travel::{self, Days};
use crate::ids::{Id, IdVec, PlaceId};
use crate::mobile::model::Problem;
use crate::mobile::service::{LonLat, Service};
use crate::mobile::timetable::{Timetable, What};
use crate::mobile::today::{Forecast, NoForecast, Report, forecast};
use crate::rounds::day::Site;

/// The rest of a vehicle's day, driven by the rules of its date. Only the ways that it may still take are measured.
///
/// # Errors
/// `no_road_near` where the vehicle is nowhere near a road; `no_work_that_day`; `no_way_today` where it can get to its next stop no more; those of matrices.
pub fn today(
    city: &City,
    service: &Service,
    timetable: &Timetable,
    report: &Report,
    (at, date): (LonLat, (i16, i8, i8)),
) -> Result<Forecast, EngineError> {
    let all = &service.problem;
    let vehicle = all.vehicles.get(report.vehicle).ok_or_else(|| refused(NoForecast::Unknown))?;
    let of_day = timetable.days.iter().find(|d| d.vehicle == report.vehicle && d.day == report.day);
    let day = of_day.ok_or_else(|| refused(NoForecast::NoWork))?;
    let mut places: IdVec<PlaceId, Site> = IdVec::new();
    let here = places.push(Site { name: vehicle.name.clone(), lon_lat: Some(at) });
    let mut rows: BTreeMap<PlaceId, PlaceId> = BTreeMap::new();
    let stops = day.steps.iter().filter_map(|s| match s.what {
        What::Call(call) => Some(all.stands[timetable.calls[call].stand].place),
        What::Unload(_) => None,
    });
    for place in stops.chain(all.unloading.iter().map(|u| u.place)).chain([vehicle.end]) {
        rows.entry(place).or_insert_with(|| places.push(service.places[place].clone()));
    }
    let profiles = IdVec::from(vec![service.profiles[vehicle.profile].clone()]);
    let roads = travel::of_places(city, &places, &profiles, &Days::Date(date), Measure::Tables)?;
    if let Some((_, _, error)) = roads.unplaced.into_iter().find(|u| u.0 == here) {
        return Err(error);
    }
    let row = |place: PlaceId| rows.get(&place).copied().unwrap_or(here);
    let mut problem = Problem { points: IdVec::new(), travel: roads.travel, ..all.clone() };
    problem.stands.iter_mut().for_each(|s| s.place = row(s.place));
    problem.unloading.iter_mut().for_each(|u| u.place = row(u.place));
    problem.vehicles.iter_mut().for_each(|v| {
        (v.start, v.end, v.profile) = (here, row(v.end), Id::new(0));
    });
    let way = |to| problem.travel.leg(Id::new(0), here, to, report.now);
    forecast(&problem, timetable, report, &way).map_err(refused)
}

fn refused(why: NoForecast) -> EngineError {
    match why {
        NoForecast::NoWork => EngineError::new(
            Kind::BadInput,
            "no_work_that_day",
            Text::new("the vehicle has no work on that day", "该车辆当天没有任务"),
            Text::new("give a day on which the timetable sends it out", "请填写时刻表中该车出车的日期"),
        ),
        NoForecast::Unknown => EngineError::new(
            Kind::BadInput,
            "unknown_in_report",
            Text::new("the report names something that the service does not have", "上报内容引用了不存在的项目"),
            Text::new("use the names of the problem and the timetable", "请使用问题文件和时刻表中的名称"),
        ),
        NoForecast::NoWay => EngineError::new(
            Kind::NoAnswer,
            "no_way_today",
            Text::new(
                "by today's rules there is no way from where the vehicle is to its stops and home",
                "按当日规则，车辆无法从当前位置到达后续停靠点并返回",
            ),
            Text::new(
                "look at the closures and bans in force, and cancel the stops that cannot be reached",
                "请检查当前封路与限行，并取消无法到达的停靠",
            ),
        ),
    }
}
