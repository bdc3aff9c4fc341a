//! `/v1/mobile/`: a small service's timetable, planned while the caller waits, and the next stop near me.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil;

use crate::api::book::Book;
use crate::api::codes::{E9119, E9120, E9122, E9123};
use crate::api::describe::about;
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::search::{Search, with_search};
use crate::api::state::AppState;
use crate::api::v1::{QueryString, REFUSALS, by_body, by_query, only_city, pairs};
use crate::api::{roads, send, take};
use crate::engine::City;
use crate::engine::error::EngineError;
use crate::engine::mobile::near::{NearQuery, NearStops};
use crate::engine::query::{Departure, LonLat};
use crate::wire::defect::Defect;
use crate::wire::mobile::answer::TimetableFile;
use crate::wire::mobile::today::read_request;
use crate::wire::mobile::{self, calendar, next, read};
use crate::wire::request::{MobileNextQuery, MobileNextRequest};

/// A timetable that questions for the next stop are answered from.
pub struct Week {
    city: Arc<City>,
    file: TimetableFile,
    stops: NearStops,
}

impl Week {
    /// Puts the stops of a timetable on a city's footways.
    ///
    /// # Errors
    /// Names that the timetable does not have, as defects in the inner result; those of [`NearStops::new`].
    pub fn new(city: Arc<City>, file: TimetableFile) -> Result<Result<Self, Vec<Defect>>, EngineError> {
        let calls = match read::calls(&file) {
            Ok(calls) => calls,
            Err(defects) => return Ok(Err(defects)),
        };
        let places: Vec<LonLat> = file.stands.iter().map(|s| LonLat { lon: s.at.lon, lat: s.at.lat }).collect();
        let stops = NearStops::new(&city, file.foot.profile(), (file.weeks, &places), &calls)?;
        Ok(Ok(Self { city, file, stops }))
    }
    /// The answer to a question.
    fn next(&self, query: &MobileNextQuery) -> Result<next::NextAnswer, Refusal> {
        let changes = next::known_changes(&query.changes, &self.file).map_err(Refusal::of_defects)?;
        let when = query.when.map_or_else(|| self.city.now(), local);
        let question = NearQuery {
            at: LonLat { lon: query.at.0, lat: query.at.1 },
            now: calendar::moment(&self.file, when),
            depart: Some(Departure(when)),
            opens: calendar::opens(&self.file, when),
            within: query.within,
            most: query.most,
            changes: &changes,
        };
        Ok(next::answer(&self.file, when, &self.stops.near(&self.city, &question)?))
    }
}

fn local(departure: crate::wire::request::Departure) -> civil::DateTime {
    let (y, m, d) = departure.date;
    let midnight = civil::Date::new(y, m, d).unwrap_or(civil::date(2024, 1, 1)).at(0, 0, 0, 0);
    midnight.checked_add(jiff::SignedDuration::from_millis(departure.time.0)).unwrap_or(midnight)
}

pub(super) fn book() -> Book {
    let plan = with_search(about(
        "mobile_plan",
        "A small mobile service's timetable, planned and checked while you wait; larger ones: huilu mobile plan",
        "即时规划小规模流动回收时刻表并校验；大规模请用 huilu mobile plan",
    ))
    .takes("MobileProblem")
    .gives("MobileTimetable")
    .refuses(REFUSALS);
    let today = about(
        "mobile_today",
        "A vehicle reports where it is and what it carries: its next stops, an unload where it fills up early, and whom that delays; the late stops are given as next takes them",
        "车辆上报位置与载货：后续停靠时刻、提前装满时的卸货及受影响的停靠；晚点可直接用于 next",
    )
    .parameter("city", false, "where more than one is loaded 城市（加载多座时）")
    .takes("MobileTodayRequest")
    .gives("MobileToday")
    .refuses(REFUSALS);
    let next = |id| {
        about(
            id,
            "The next stops within a walk, soonest served first; the service needs a timetable (serve --timetable)",
            "步行范围内最先可用的流动回收停靠点；服务需以 --timetable 启动",
        )
    };
    let by_get = next("mobile_next_get")
        .parameter("at", true, "lon,lat 经度,纬度")
        .parameter("when", false, "YYYY-MM-DDTHH:MM, local time; now by default 当地时间，默认现在")
        .parameter("within_minutes", false, "longest walk, 15 by default 最长步行分钟数")
        .parameter("most", false, "stops at most, 5 by default 最多停靠点数")
        .parameter("city", false, "where more than one has a timetable 城市（有多份时刻表时）");
    Book::default()
        .post("/v1/mobile/plan", self::plan, plan)
        .post("/v1/mobile/today", self::today, today)
        .post(
            "/v1/mobile/next",
            by_body::<MobileNextRequest>(answer),
            next("mobile_next").takes("MobileNextRequest").gives("MobileNext").refuses(REFUSALS),
        )
        .get("/v1/mobile/next", by_query::<MobileNextRequest>(answer), by_get.gives("MobileNext").refuses(REFUSALS))
}

fn answer(state: &AppState, query: MobileNextQuery) -> Result<Vec<u8>, Refusal> {
    let week = state.week(query.city.as_deref())?;
    roads::written(&week.next(&query)?)
}

async fn today(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let name = only_city(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let answer = state
        .pool()
        .run(move |_| {
            let mut asked = read_request(&bytes).map_err(Refusal::of_defects)?;
            small_enough(&mut asked.parsed, shared.limits())?;
            let city = shared.city(name.as_deref())?;
            Ok::<_, Refusal>(city.mobile_today(&asked)?)
        })
        .await??;
    Ok(send::bytes(send::JSON, answer))
}

/// Whether a service may be planned while its caller waits; its walks are held to their limit once they are measured.
fn small_enough(parsed: &mut mobile::Parsed, limits: &Limits) -> Result<(), Refusal> {
    let service = &mut parsed.service;
    let counts = [
        (service.places.len(), limits.mobile_stands, &E9119),
        (service.points.len(), limits.mobile_points, &E9120),
        (service.fixed.len(), limits.mobile_fixed, &E9122),
        (service.problem.vehicles.len(), limits.mobile_vehicles, &E9123),
    ];
    service.most_walks = limits.mobile_walks;
    match counts.into_iter().find(|(n, most, _)| n > most) {
        Some((n, most, code)) => Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, [n.into(), most.into()])),
        None => Ok(()),
    }
}

async fn plan(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let search = Search::read(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let answer = state
        .pool()
        .run(move |stop| {
            let mut parsed = mobile::read_json(&bytes).map_err(Refusal::of_defects)?;
            small_enough(&mut parsed, shared.limits())?;
            let city = shared.city_for(search.city.as_deref(), parsed.city.as_deref())?;
            Ok::<_, Refusal>(city.mobile(&parsed, &search.budget(shared.limits(), stop))?)
        })
        .await??;
    Ok(send::bytes(send::JSON, answer))
}
