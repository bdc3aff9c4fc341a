//! A square table: whole where a gigabyte holds it, else block by block.

use std::path::PathBuf;

use clap::Args;
use xxhash_rust::xxh3::Xxh3Default;

use super::{Ground, Line, Refusal, Spent, fastest, timed};
use crate::cli::usage;
use crate::engine::files;
use crate::matrix::Router;
use crate::matrix::route::oracle;
use crate::matrix::table::table as by_dijkstra;
use crate::roads::{Snap, SnapOptions};
use crate::wire::table::npy;

#[derive(Args)]
pub(super) struct MatrixBench {
    #[command(flatten)]
    ground: Ground,
    /// Write the table too, as OUT-time_ms.npy and OUT-length_cm.npy, block by block, within the time
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

/// Cells that are held at once.
const HELD: usize = 120_000_000;

pub(super) fn run(args: &MatrixBench) -> Result<Line, Refusal> {
    let ground = &args.ground;
    let (city, profile) = ground.open()?;
    let points = ground.draw(city.network())?;
    let router = city.ready(&profile)?;
    let (places, snapping) = timed(|| {
        let snap = |&at| city.snap_to(&router, at, &SnapOptions::default());
        points.iter().map(snap).collect::<Vec<Option<Snap>>>()
    });
    let n = places.len();
    let mut line = ground.line("matrix", &profile);
    line.count("n", n as u64).seconds("snap_s", Some(snapping.cpu_s));
    let (sums, spent) = if ground.oracle {
        let (cells, spent) =
            ground.on_threads(|| timed(|| by_dijkstra(&oracle(router.metric()), router.metric(), &places, &places)))?;
        let mut packed = cells.legs().map(|l| l.map_or(u64::MAX, |l| (l.time.0 as u64) << 32 | l.length.0 as u64));
        (sum_of(n, |_, cells| cells.extend(packed.by_ref().take(n))), spent)
    } else if let Some(out) = &args.output {
        let path = |what: &str| {
            let mut path = out.clone().into_os_string();
            path.push(format!("-{what}.npy"));
            PathBuf::from(path)
        };
        let columns = router.columns(&places);
        let block = ((32 << 20) / (8 * n.max(1))).clamp(32, 4096);
        let (done, spent) = ground.on_threads(|| {
            timed(|| {
                files::write_with(&path("time_ms"), |times| {
                    Ok(files::write_with(&path("length_cm"), |lengths| {
                        npy((times, lengths), (n, n), block, &mut |rows, cells| {
                            cells.clear();
                            cells.resize(rows.len() * n, u64::MAX);
                            router.rows(&places[rows], &columns, cells.chunks_mut(n.max(1)).collect());
                        })
                    }))
                })
            })
        })?;
        (done??, spent)
    } else if n * n <= HELD {
        held(ground, &router, &places, &mut line)?
    } else {
        in_blocks(ground, &router, &places)?
    };
    line.hex("checksum", sums[0]).hex("checksum_length", sums[1]);
    line.seconds("cpu_s", Some(spent.cpu_s)).seconds("wall_s", Some(spent.wall_s)).seconds("peak_mb", usage::peak_mb());
    line.seconds("ns_per_cell", Some(spent.cpu_s * 1e9 / (n * n).max(1) as f64));
    Ok(line)
}

/// The whole table in memory, and what it takes merely to write as many numbers.
fn held(
    ground: &Ground,
    router: &Router,
    places: &[Option<Snap>],
    line: &mut Line,
) -> Result<([u64; 2], Spent), Refusal> {
    let n = places.len();
    let (_, writing) = fastest(ground.repeats, || std::hint::black_box(vec![1_u64; n * n]).len());
    line.seconds("write_s", Some(writing.cpu_s));
    let (cells, spent) = ground.on_threads(|| {
        fastest(ground.repeats, || {
            let mut cells = vec![0_u64; n * n];
            router.rows(places, &router.columns(places), cells.chunks_mut(n.max(1)).collect());
            cells
        })
    })?;
    let mut rows = cells.chunks(n.max(1));
    Ok((sum_of(n, |_, row| row.extend_from_slice(rows.next().unwrap_or(&[]))), spent))
}

/// Some rows at a time; sums are taken outside the time.
fn in_blocks(ground: &Ground, router: &Router, places: &[Option<Snap>]) -> Result<([u64; 2], Spent), Refusal> {
    let n = places.len();
    let block = ((64 << 20) / (8 * n.max(1))).clamp(32, 4096);
    ground.on_threads(|| {
        let (columns, mut spent) = timed(|| router.columns(places));
        let mut cells: Vec<u64> = Vec::new();
        let sums = sum_of(n, |row, out| {
            if row % block == 0 {
                let rows = row..(row + block).min(n);
                cells.resize(rows.len() * n, u64::MAX);
                let ((), took) = timed(|| router.rows(&places[rows], &columns, cells.chunks_mut(n).collect()));
                spent.wall_s += took.wall_s;
                spent.cpu_s += took.cpu_s;
            }
            out.extend_from_slice(&cells[(row % block) * n..][..n]);
        });
        (sums, spent)
    })
}

/// XXH3 of the times in milliseconds and of the lengths in centimetres, int32, row by row, little endian, -1 where there is no way.
fn sum_of(rows: usize, mut row: impl FnMut(usize, &mut Vec<u64>)) -> [u64; 2] {
    let mut sums = [Xxh3Default::new(), Xxh3Default::new()];
    let mut cells = Vec::new();
    for r in 0..rows {
        cells.clear();
        row(r, &mut cells);
        for (sum, shift) in sums.iter_mut().zip([32, 0]) {
            let bytes: Vec<u8> = cells.iter().flat_map(|c| ((c >> shift) as u32).to_le_bytes()).collect();
            sum.update(&bytes);
        }
    }
    sums.map(|s| s.digest())
}
