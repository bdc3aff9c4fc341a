//! From an extract to the first answer.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::{Line, Refusal, Spent, timed};
use crate::cli::usage;
use crate::engine::error::Text;
use crate::ids::{Id, RoadId};
use crate::matrix::router::{Router, contract, road_order};
use crate::osm;
use crate::roads::{self, Metric, Profile, Settings, SnapOptions, Snapper};

#[derive(Args)]
pub(super) struct ImportBench {
    /// Extract
    #[arg(value_name = "IN.osm.pbf")]
    input: PathBuf,
    /// A shipped vehicle profile
    #[arg(long, value_name = "P", default_value = "van")]
    profile: String,
}

pub(super) fn run(args: &ImportBench) -> Result<Line, Refusal> {
    let refuse = |code: &'static str, en: String| Refusal::input(code, Text::new(en.clone(), en), Text::default());
    let profile = Profile::shipped(&args.profile)
        .ok_or_else(|| refuse("unknown_profile", format!("{} is not a shipped profile", args.profile)))?;
    let file = std::fs::File::open(&args.input).map_err(|e| crate::cli::refusal::io(&args.input, &e))?;
    // One thread: what a stage takes is what is compared.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|e| refuse("threads", e.to_string()))?;
    let mut line = Line::default();
    line.text("bench", "import").text("city", &super::name(&args.input)).text("profile", &args.profile);
    line.count("threads", 1);
    let mut total = Spent { cpu_s: 0.0, wall_s: 0.0 };
    let mut stages: Vec<(&'static str, Spent)> = Vec::new();
    let mut note = |name: &'static str, spent: Spent| {
        total.wall_s += spent.wall_s;
        total.cpu_s += spent.cpu_s;
        stages.push((name, spent));
    };
    let (city, spent) = timed(|| {
        pool.install(|| {
            let extract = osm::read(std::io::BufReader::new(file), &osm::Caps::default(), &|_| {})
                .map_err(|e| refuse(e.code(), e.to_string()))?;
            roads::import(extract, Settings::default()).map_err(|f| refuse(f.code, f.cause.to_string()))
        })
    });
    note("read_s", spent);
    let network = city?.network;
    let (order, spent) = timed(|| pool.install(|| road_order(&network)));
    note("order_s", spent);
    let (hierarchy, spent) = timed(|| contract(&network, &order));
    note("contract_s", spent);
    let hierarchy = Arc::new(hierarchy.map_err(|e| refuse("no_road_network", e.to_string()))?);
    let (snapper, spent) = timed(|| Snapper::new(&network));
    note("snapper_s", spent);
    let (metric, spent) = timed(|| Metric::new(Arc::clone(&network), Arc::new(profile), None));
    note("metric_s", spent);
    let (router, spent) = timed(|| {
        let router = Router::new(Arc::new(metric), Arc::clone(&hierarchy));
        router.make_ready();
        router
    });
    note("customize_s", spent);
    let (answered, spent) = timed(|| {
        let middle = network.shape(RoadId::new(network.road_count() / 2)).next();
        let place = middle.and_then(|at| snapper.snap(router.metric(), at, &SnapOptions::default()).ok());
        place.and_then(|p| router.route(&mut router.scratch(), &p, &p)).is_some()
    });
    note("first_answer_s", spent);
    line.count("roads", network.road_count() as u64).count("junctions", network.junction_count() as u64);
    line.count("vertices", hierarchy.vertex_count() as u64);
    line.count("arcs", network.topology().graph().arc_count() as u64);
    line.count("hierarchy_arcs", hierarchy.arc_count() as u64).count("height", hierarchy.height() as u64);
    line.count("kept_arcs", router.customized().arc_count() as u64);
    line.count("metric_bytes", router.bytes() as u64);
    line.flag("answered", answered);
    for (name, spent) in stages {
        line.seconds(name, Some(spent.cpu_s));
    }
    line.seconds("cpu_s", Some(total.cpu_s)).seconds("wall_s", Some(total.wall_s)).seconds("peak_mb", usage::peak_mb());
    Ok(line)
}
