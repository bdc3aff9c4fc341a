//! The kernel on a plain graph: New York of the 9th DIMACS Implementation Challenge, for one.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use flate2::read::MultiGzDecoder;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use xxhash_rust::xxh3::Xxh3Default;

use super::{Line, Refusal, fastest, quantiles};
use crate::cli::{refusal, usage};
use crate::engine::error::Text;
use crate::engine::plain::{PlainArc, PlainGraph};
use crate::graph::Weight;
use crate::units::{Centimetres, Milliseconds};
use crate::wire::dimacs;

#[derive(Args)]
pub(super) struct GraphBench {
    /// Arcs and what they take, as milliseconds (.gr, .gr.gz)
    #[arg(value_name = "TIMES.gr")]
    times: PathBuf,
    /// Coordinates (.co, .co.gz)
    #[arg(value_name = "F.co")]
    coordinates: PathBuf,
    /// The same arcs and their lengths, as centimetres (a fastest way of 2^30 of them counts as none); without it, lengths are zero
    #[arg(long, value_name = "LENGTHS.gr")]
    lengths: Option<PathBuf>,
    /// Expand the graph by turns, all free but back
    #[arg(long)]
    turns: bool,
    /// Random vertices are drawn from it
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// How many vertices for ways and table
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..=20_000))]
    points: u32,
    /// Times to run; the fastest counts
    #[arg(long, value_name = "R", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    repeats: u16,
    /// Compare what ways and cells of the table cost with plain Dijkstra, and say how many differ
    #[arg(long)]
    oracle: bool,
}

pub(super) fn run(args: &GraphBench) -> Result<Line, Refusal> {
    // One thread: what a stage takes is what is compared.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|e| wrong("threads", &e.to_string()))?;
    let graph = read(args)?;
    pool.install(|| measure(args, &graph))
}

fn measure(args: &GraphBench, graph: &PlainGraph) -> Result<Line, Refusal> {
    let (order, ordered) = fastest(1, || graph.order());
    let (hierarchy, contracted) = fastest(args.repeats, || graph.contract(&order));
    let hierarchy = hierarchy.map_err(|e| wrong("no_road_network", &e.to_string()))?;
    let (customized, spent) = fastest(args.repeats, || graph.customize(&hierarchy));
    let (n, arcs) = graph.size();
    let mut line = Line::default();
    line.text("bench", "graph").text("city", &super::name(&args.times)).flag("turns", args.turns);
    line.count("threads", 1).count("seed", args.seed).count("vertices", n as u64).count("arcs", arcs as u64);
    line.count("height", hierarchy.height() as u64).count("hierarchy_arcs", hierarchy.arc_count() as u64);
    line.count("kept_arcs", customized.arc_count() as u64).count("metric_bytes", customized.bytes() as u64);
    line.seconds("order_s", Some(ordered.cpu_s)).seconds("contract_s", Some(contracted.cpu_s));
    line.seconds("customize_s", Some(spent.cpu_s));

    let of = draw(args, graph);
    let pairs: Vec<[u32; 2]> = of.iter().zip(of.iter().cycle().skip(of.len() / 2)).map(|(&a, &b)| [a, b]).collect();
    let mut least = vec![f64::INFINITY; pairs.len()];
    let mut found = Vec::new();
    for _ in 0..args.repeats {
        found.clear();
        let mut begun = Instant::now();
        graph.costs(&customized, &pairs, |cost| {
            let at = found.len();
            least[at] = least[at].min(begun.elapsed().as_secs_f64() * 1e6);
            found.push(cost);
            begun = Instant::now();
        });
    }
    line.count("n", of.len() as u64);
    quantiles(&mut line, ["p50_us", "p99_us"], least);
    if args.oracle {
        let mut differ = 0_u64;
        let mut at = found.iter();
        graph.costs_plainly(&pairs, |cost| differ += u64::from(at.next() != Some(&cost)));
        line.count("differ", differ);
    }
    let (cells, spent) = fastest(args.repeats, || graph.table(&customized, &of));
    if args.oracle {
        let cell = |i: usize| Weight::from_packed(cells[i * of.len() + (i + of.len() / 2) % of.len()]);
        line.count("table_differ", (0..of.len()).filter(|&i| cell(i) != found[i]).count() as u64);
    }
    let mut sum = Xxh3Default::new();
    cells.iter().for_each(|cell| sum.update(&cell.to_le_bytes()));
    line.seconds("table_s", Some(spent.cpu_s)).hex("checksum", sum.digest());
    line.seconds("peak_mb", usage::peak_mb());
    Ok(line)
}

/// Random vertices, no two of one group.
fn draw(args: &GraphBench, graph: &PlainGraph) -> Vec<u32> {
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(args.seed);
    let n = graph.size().0 as u64;
    let mut seen = HashSet::new();
    // A small graph may have fewer groups than vertices are asked for.
    let tries = (0..20 * u64::from(args.points)).map(|_| (dice.next_u64() % n) as u32);
    tries.filter(|&v| seen.insert(graph.group(v))).take(args.points as usize).collect()
}

fn read(args: &GraphBench) -> Result<PlainGraph, Refusal> {
    let refuse = |path: &Path, defect: &dimacs::Defect| wrong("bad_file", &format!("{}: {defect}", path.display()));
    let gr = |path: &Path| dimacs::arcs(open(path)?).map_err(|d| refuse(path, &d));
    let times = gr(&args.times)?;
    let lengths = args.lengths.as_deref().map(gr).transpose()?;
    let degrees = dimacs::coordinates(open(&args.coordinates)?).map_err(|d| refuse(&args.coordinates, &d))?;
    if degrees.len() != times.vertices as usize {
        let text = format!("{} coordinates for {} vertices", degrees.len(), times.vertices);
        return Err(wrong("bad_file", &format!("{}: {text}", args.coordinates.display())));
    }
    let pairs = |arcs: &dimacs::Arcs| arcs.arcs.iter().map(|a| (a.0, a.1)).collect::<Vec<_>>();
    if let (Some(lengths), Some(path)) = (&lengths, &args.lengths)
        && pairs(lengths) != pairs(&times)
    {
        return Err(wrong("bad_file", &format!("{}: other arcs than those of the times", path.display())));
    }
    let mut arcs = Vec::with_capacity(times.arcs.len());
    for (i, &(tail, head, time)) in times.arcs.iter().enumerate() {
        let length = lengths.as_ref().map_or(0, |l| i64::from(l.arcs[i].2));
        let weight = Weight::new(Milliseconds(i64::from(time)), Centimetres(length));
        // The reader lets through only what a weight holds.
        arcs.extend(weight.map(|weight| PlainArc { ends: [tail, head], weight }));
    }
    // A plane near enough to the ground for cuts: a degree of longitude is shorter by the cosine of the latitude.
    let middle = degrees.get(degrees.len() / 2).map_or(0.0, |d| f64::from(d[1]) / 1e6);
    let narrow = middle.to_radians().cos();
    let positions = degrees.iter().map(|&[x, y]| [(f64::from(x) * narrow) as i32, y]).collect();
    Ok(match args.turns {
        true => PlainGraph::expanded(arcs, positions),
        false => PlainGraph::new(arcs, positions),
    })
}

fn open(path: &Path) -> Result<impl BufRead + use<>, Refusal> {
    let file = File::open(path).map_err(|e| refusal::io(path, &e))?;
    let bytes: Box<dyn Read> = match path.extension().is_some_and(|e| e == "gz") {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    Ok(BufReader::with_capacity(1 << 16, bytes))
}

fn wrong(code: &'static str, cause: &str) -> Refusal {
    let remedy =
        Text::new("give files of the 9th DIMACS challenge, all of one graph", "请提供同一张图的第九届 DIMACS 竞赛文件");
    Refusal::input(code, Text::new(cause, format!("不是有效的图：{cause}")), remedy)
}
