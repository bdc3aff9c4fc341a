//! `huilu serve`: cities over HTTP until somebody says stop.

mod rule_files;
mod timetables;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{Refusal, effort};
use crate::api::mobile::Week;
use crate::api::{AppState, Backend, Cities, DemoFiles, Ending, Limits, RuleKeeper, serve};
use crate::engine::error::Text;
use crate::engine::{City, files};

#[derive(Args)]
pub(super) struct ServeArgs {
    /// City file; may be given several times: requests then name one
    #[arg(long, value_name = "CITY.huilu", required = true)]
    city: Vec<PathBuf>,
    /// Bans (限行), closures and speeds, as GeoJSON: F for every city, NAME=F for the city of that name; may be given several times
    #[arg(long, value_name = "[NAME=]F.geojson")]
    rules: Vec<String>,
    /// Let whoever reaches the address change the rules (/v1/rules); changes are written into the city's rules file
    #[arg(long)]
    allow_rule_changes: bool,
    /// A timetable of a mobile service that /v1/mobile/next answers from: F, or NAME=F for the city of that name; may be given several times
    #[arg(long, value_name = "[NAME=]WEEK.json")]
    timetable: Vec<String>,
    #[command(flatten)]
    door: DoorArgs,
}

/// Where and how much to serve.
#[derive(Args)]
pub(super) struct DoorArgs {
    /// Address to listen on; only this machine can reach the default
    #[arg(long, value_name = "A", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Computations at a time; by default as many as there are processors
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Largest request body, in bytes
    #[arg(long, value_name = "N")]
    max_body_bytes: Option<usize>,
    /// Most sources, and targets, of a matrix
    #[arg(long, value_name = "N")]
    max_matrix_points: Option<usize>,
    /// Most cells of a matrix
    #[arg(long, value_name = "N")]
    max_matrix_cells: Option<usize>,
    /// Most large matrices that are being sent at a time
    #[arg(long, value_name = "N")]
    max_streams: Option<usize>,
    /// Longest time for sending one, in seconds
    #[arg(long, value_name = "N")]
    max_stream_seconds: Option<u64>,
    /// Most tasks of a problem that is planned while the caller waits
    #[arg(long, value_name = "N")]
    max_rounds_tasks: Option<usize>,
    /// Visits of a plan under way that is changed at once
    #[arg(long, value_name = "N")]
    max_running_tasks: Option<usize>,
    /// Longest such planning, in seconds
    #[arg(long, value_name = "N")]
    max_rounds_seconds: Option<u64>,
}

pub(super) fn run(args: &ServeArgs) -> Result<ExitCode, Refusal> {
    let mut cities = Vec::new();
    for path in &args.city {
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        eprintln!("loading {}", path.display());
        cities.push((name, Arc::new(files::load(path)?)));
    }
    let mut names: Vec<&String> = cities.iter().map(|(name, _)| name).collect();
    names.sort();
    if let Some(twice) = names.windows(2).find(|w| w[0] == w[1]) {
        let name = twice[0];
        return Err(Refusal::input(
            "city_twice",
            Text::new(format!("two city files are called {name:?}"), format!("有两个城市文件都叫 {name:?}")),
            Text::new("rename one", "请重命名其中一个"),
        ));
    }
    let keepers = rule_files::open(&cities, &args.rules, args.allow_rule_changes)?;
    if args.allow_rule_changes && !args.door.listen.ip().is_loopback() {
        let at = args.door.listen;
        eprintln!("warning: whoever reaches {at} may change the rules / 提醒：凡能访问 {at} 者均可修改规则");
    }
    let weeks = timetables::open(&cities, &args.timetable)?;
    serve_cities(cities, keepers, weeks, None, &args.door)
}

/// Serves until SIGTERM or Ctrl-C.
pub(super) fn serve_cities(
    cities: Vec<(String, Arc<City>)>,
    keepers: BTreeMap<String, RuleKeeper>,
    weeks: BTreeMap<String, Week>,
    demo: Option<DemoFiles>,
    door: &DoorArgs,
) -> Result<ExitCode, Refusal> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // The demo's planning may have set it already; one is enough.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    let state = AppState::new(limits(door)).map_err(|why| {
        Refusal::input(
            "bad_limits",
            Text::new(format!("these limits cannot be: {why}"), format!("参数不可用：{why}")),
            Text::default(),
        )
    })?;
    let cities: Cities = cities.into_iter().map(|(name, city)| (name, city as Arc<dyn Backend>)).collect();
    state.keep_rules(keepers);
    state.keep_weeks(weeks);
    state.load(cities);
    if let Some(demo) = demo {
        state.show(demo);
    }
    let system = |e: std::io::Error| {
        Refusal::input(
            "listen",
            Text::new(format!("{}: {e}", door.listen), format!("{}：{e}", door.listen)),
            Text::new("give another address with --listen", "请用 --listen 换一个地址"),
        )
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(system)?;
    let ending = runtime.block_on(async {
        let listener = TcpListener::bind(door.listen).await?;
        let at = listener.local_addr()?;
        eprintln!("listening on http://{at}");
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        let stop = async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            eprintln!("closing");
        };
        Ok(serve(listener, state, stop).await)
    });
    // A computation that nobody waits for any more must not hold the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    match ending.map_err(system)? {
        Ending::Clean => eprintln!("closed; every request was answered"),
        Ending::Cut(n) => eprintln!("closed; {n} connections were cut"),
    }
    Ok(ExitCode::SUCCESS)
}

fn limits(door: &DoorArgs) -> Limits {
    let mut limits = Limits::default();
    let set = |to: &mut usize, given: Option<usize>| *to = given.unwrap_or(*to);
    set(&mut limits.threads, Some(door.threads.map_or_else(effort::threads, usize::from)));
    set(&mut limits.body_bytes, door.max_body_bytes);
    set(&mut limits.matrix_points, door.max_matrix_points);
    set(&mut limits.matrix_cells, door.max_matrix_cells);
    set(&mut limits.streams, door.max_streams);
    limits.stream = door.max_stream_seconds.map_or(limits.stream, Duration::from_secs);
    set(&mut limits.rounds_tasks, door.max_rounds_tasks);
    set(&mut limits.running_tasks, door.max_running_tasks);
    limits.search_wall = door.max_rounds_seconds.map_or(limits.search_wall, Duration::from_secs);
    // Planning is a request like any other: it gets its time and some air for the answer.
    limits.request = limits.request.max(limits.search_wall + Duration::from_secs(15));
    limits
}
