//! `huilu demo`: the embedded city end to end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::say::say;
use super::serve::{DoorArgs, serve_cities};
use super::{Refusal, effort, network, progress, refusal, report, rounds};
use crate::api::DemoFiles;
use crate::engine::error::Text;
use crate::engine::rounds::Budget;
use crate::engine::sites::{NamedPoint, SiteRules, propose};
use crate::engine::{City, files};
use crate::roads::{Settings, Side};
use crate::wire::picture;
use crate::wire::plan::{self, Names};
use crate::wire::seed::{Seed, SeedPlaces, Spot};
use crate::wire::{geo, json, problem};

/// The extract in `data/`, with its source and licence there.
const EXTRACT: &[u8] = include_bytes!("../../data/isle-of-man-2020-03.osm.pbf");
const SEED: &str = include_str!("../../seeds/demo.toml");
const CITY: &str = "isle-of-man";
/// Steps of the network's search where the rounds' are counted, too.
const NETWORK_STEPS: u64 = 3_000;

#[derive(Args)]
pub(super) struct DemoArgs {
    /// End after writing the files; do not serve
    #[arg(long)]
    once: bool,
    /// Where to write problem.json, plan.json, plan.geojson, map.svg and the city file
    #[arg(long, value_name = "DIR", default_value = "out/demo")]
    out: PathBuf,
    /// How long to search, in seconds
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// How many iterations to search; the plan is then the same on every machine
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    #[command(flatten)]
    door: DoorArgs,
}

pub(super) fn run(args: &DemoArgs) -> Result<ExitCode, Refusal> {
    let began = Instant::now();
    let settings = Settings { drives: Side::Left, timezone: "Europe/London".to_owned(), counties: Vec::new() };
    let city = files::import_from(EXTRACT, "the embedded Isle of Man extract", settings, &|_| {})?;
    eprintln!(
        "imported the Isle of Man: {} roads in {:.1} s",
        city.network().road_count(),
        began.elapsed().as_secs_f64()
    );
    let seed = Seed::parse(SEED).map_err(|why| broken("seeds/demo.toml", &why))?;
    let places = places(&city, &seed)?;
    let problem_text = json::pretty(&seed.compose(&places));
    let parsed =
        problem::read(problem_text.as_bytes()).map_err(|d| Refusal::defects(Path::new("seeds/demo.toml"), &d))?;
    let signals = progress::CancelOnSignal::new(
        "stopping: the best plan so far will be written (once more to end at once) / 正在停止，将输出当前最好方案",
    )?;
    let budget = Budget {
        wall: args.iterations.is_none().then(|| Duration::from_secs(args.seconds)),
        iterations: args.iterations,
        seed: seed.orders.seed,
        threads: effort::threads(),
        patience: None,
        cancel: Arc::clone(&signals.flag),
    };
    let outcome = rounds::plan_day(Some(&city), &parsed, &budget, &|_| {})?;
    std::fs::create_dir_all(&args.out).map_err(|e| refusal::io(&args.out, &e))?;
    // The network gets half of the day's time, or steps of its own that are the same on every machine.
    let for_network = Budget {
        wall: budget.wall.map(|wall| wall / 2),
        iterations: args.iterations.map(|_| NETWORK_STEPS),
        ..budget.clone()
    };
    let of_network = network::demo::show(&city, ["Isle of Man", "马恩岛"], &args.out, &for_network)?;
    drop(signals);
    let names = Names::new(&outcome.problem, &parsed.day.places);
    let lang = refusal::lang();
    say(report::words(&outcome, &names, lang).trim_end())?;
    say(format_args!(
        "{} {:.1} s; {} {}, {}",
        lang.pick("first plan after", "首份方案用时"),
        began.elapsed().as_secs_f64(),
        outcome.plan.kpis.tasks_served,
        lang.pick("visits", "次上门"),
        lang.pick("checked: no breach", "检查通过：没有违规")
    ))?;
    say(network::demo::heading(lang))?;
    for line in &of_network {
        say(format_args!("  {line}"))?;
    }
    let courses = report::courses(&outcome);
    let geojson = geo::plan(&outcome.plan, &names, &courses).to_string();
    let heading = [
        lang.pick(&seed.title, &seed.title_zh).clone(),
        format!(
            "{} visits, {} vehicles, {:.0} km, {:.2} yuan",
            outcome.plan.kpis.tasks_served,
            outcome.plan.kpis.vehicles_used,
            outcome.plan.kpis.length.kilometres(),
            outcome.plan.costs.total.0 as f64 / 100.0
        ),
    ];
    let table = report::PlanTable::new(&outcome.plan, &names, lang);
    let map = picture::svg(&report::picture(&city, &outcome, &names, courses, &places.drop_offs, heading));
    let plan_text = plan::write(&outcome.plan, &names);
    for (name, text) in
        [("problem.json", &problem_text), ("plan.json", &plan_text), ("plan.geojson", &geojson), ("map.svg", &map)]
    {
        files::write_whole(&args.out.join(name), text.as_bytes())?;
    }
    let city_file = args.out.join(format!("{CITY}.huilu"));
    files::save(&city, &city_file)?;
    say(format_args!("{} {}", lang.pick("written to", "已写入"), args.out.display()))?;
    say(format_args!(
        "huilu check --city {} {} {}",
        city_file.display(),
        args.out.join("problem.json").display(),
        args.out.join("plan.json").display()
    ))?;
    if args.once {
        return Ok(ExitCode::SUCCESS);
    }
    let shown = DemoFiles {
        problem_json: problem_text.into(),
        plan_json: plan_text.into(),
        plan_geojson: geojson.into(),
        map_svg: map.into(),
        columns: table.columns,
        rows: table.rows,
        totals: table.totals,
    };
    serve_cities(vec![(CITY.to_owned(), Arc::new(city))], BTreeMap::new(), BTreeMap::new(), Some(shown), &args.door)
}

/// Sites and homes for the seed, from the map.
fn places(city: &City, seed: &Seed) -> Result<SeedPlaces, Refusal> {
    let found = propose(
        city,
        &SiteRules {
            transfer_stations: seed.sites.transfer_stations,
            sorting_centres: seed.sites.sorting_centres,
            station_min_m2: seed.sites.station_min_m2,
            centre_min_m2: seed.sites.centre_min_m2,
            homes: seed.homes(),
            profile: seed.sites.profile.clone(),
            seed: seed.orders.seed,
        },
    )?;
    let spot = |p: &NamedPoint| -> Spot { (p.name.clone(), p.at.lon, p.at.lat) };
    let spots = |points: &[NamedPoint]| points.iter().map(spot).collect();
    Ok(SeedPlaces {
        drop_offs: spots(&found.drop_offs),
        transfer_stations: spots(&found.transfer_stations),
        sorting_centres: spots(&found.sorting_centres),
        warehouse: spot(&found.warehouse),
        homes: spots(&found.homes),
    })
}

fn broken(name: &str, why: &str) -> Refusal {
    Refusal::input("bad_seed", Text::new(format!("{name}: {why}"), format!("{name}：{why}")), Text::default())
}
