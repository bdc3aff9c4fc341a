//! `huilu synth`: synthetic streets as an extract.

use std::cell::Cell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Args;

use super::progress::CancelOnSignal;
use super::say::say;
use super::{Refusal, progress, usage};
use crate::engine::error::Text;
use crate::engine::files;
use crate::synth::{MOST, Synthetic};
use crate::wire::figures::SynthFigures;

#[derive(Args)]
pub(super) struct SynthArgs {
    /// Road junctions: where roads meet or end
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    vertices: u32,
    /// The same seed gives the same file
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Extract to write
    #[arg(short, long, value_name = "OUT.osm.pbf")]
    output: PathBuf,
}

pub(super) fn run(args: &SynthArgs) -> Result<ExitCode, Refusal> {
    let cancel = CancelOnSignal::new("stopping: nothing will be written / 正在停止，不会写出文件")?;
    let line = progress::line();
    let stage = Cell::new("junctions drawn");
    let tick = |done: u64| {
        line.set_message(format!("{done} {}", stage.get()));
        line.tick();
        !cancel.flag.load(Ordering::Relaxed)
    };
    let stopped = || {
        Refusal::input(
            "stopped",
            Text::new("stopped before the end; nothing was written", "已中途停止，未写出文件"),
            Text::new("run it again", "请重新运行"),
        )
    };
    let city = Synthetic::new(args.vertices, args.seed, &tick).ok_or_else(stopped)?;
    stage.set("elements written");
    let written = files::write_with(&args.output, |to| city.write(to, &tick));
    line.finish_and_clear();
    if cancel.flag.load(Ordering::Relaxed) && written.is_err() {
        return Err(stopped());
    }
    written?;
    let figures = SynthFigures {
        extract: args.output.display().to_string(),
        synthetic: true,
        seed: args.seed,
        junctions: city.junctions(),
        cpu_s: usage::cpu_seconds(),
        peak_mb: usage::peak_mb(),
    };
    say(figures.to_json())?;
    Ok(ExitCode::SUCCESS)
}
