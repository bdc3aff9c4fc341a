//! A drawn town: how many are served, of how many that any timetable could serve, and how far above the greedy start that is.

use std::time::Instant;

use clap::Args;

use super::{Line, MobileBench, Refusal, checksum, spent};
use crate::cli::usage;
use crate::engine::error::Text;
use crate::engine::mobile::drawn::{MOST, Town, drawn};

/// What is drawn.
#[derive(Args)]
pub(super) struct DrawnArgs {
    /// A town drawn at random instead: homes x standing places x vehicles x days
    #[arg(long, value_name = "HxSxVxD", value_parser = size, conflicts_with = "instance")]
    pub(super) drawn: Option<Size>,
    /// Its side, metres
    #[arg(long, value_name = "M", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=200_000), requires = "drawn")]
    side: u32,
    /// What a household brings in a week if it takes part, grams
    #[arg(long, value_name = "G", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(0..=100_000), requires = "drawn")]
    grams: u32,
    /// Rounds of the search instead of seconds: the same answer then on every machine
    #[arg(long, value_name = "N", requires = "drawn")]
    iterations: Option<u64>,
}

/// Homes, standing places, vehicles, days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size([usize; 4]);

fn size(text: &str) -> Result<Size, String> {
    let numbers: Option<Vec<usize>> = text.split('x').map(|n| n.parse().ok().filter(|n| *n > 0)).collect();
    match numbers.as_deref() {
        Some(&[homes, stands, vehicles, days])
            if homes <= MOST.1 && stands <= MOST.0 && vehicles <= 200 && days <= 7 =>
        {
            Ok(Size([homes, stands, vehicles, days]))
        }
        _ => Err(format!("wanted are four numbers such as 5000x1000x10x7, at most {}x{}x200x7", MOST.1, MOST.0)),
    }
}

pub(super) fn run(args: &MobileBench, Size([points, stands, vehicles, days]): Size) -> Result<Line, Refusal> {
    let (wall, began) = (Instant::now(), usage::busy_seconds());
    let d = &args.town;
    let town = Town { points, stands, vehicles, days, side_m: f64::from(d.side), weeks: 1 };
    let budget = spent(began, args.seconds);
    let mut first = None;
    let found = drawn(&town, d.grams, args.seed, &mut |done| {
        first.get_or_insert_with(|| usage::busy_seconds() - began);
        d.iterations.map_or_else(&budget, |most| done as f64 / most.max(1) as f64)
    });
    let found = found.ok_or_else(|| {
        let cause = Text::new("some way in the town is too long to be kept", "镇内有的路程过长，无法保存");
        Refusal::input("town_too_wide", cause, Text::new("give a smaller --side", "请减小 --side"))
    })?;
    let cpu_s = usage::busy_seconds() - began;
    let (plan, totals) = (&found.plan, &found.plan.timetable.totals);
    let households = |milli: i64| Some(milli as f64 / 1e3);
    let part = |of: i64, all: i64| Some(of as f64 / all.max(1) as f64 * 100.0);
    let mut line = Line::default();
    line.text("bench", "mobile").text("instance", "drawn").text("n", &format!("{points}x{stands}x{vehicles}x{days}"));
    line.count("side_m", d.side.into()).count("grams", d.grams.into()).count("seed", args.seed);
    line.seconds("seconds", Some(args.seconds)).seconds("objective", households(totals.served_milli));
    line.seconds("upper_bound", households(found.bound.served_milli));
    line.seconds("gap_pct", part(found.bound.served_milli - totals.served_milli, found.bound.served_milli));
    line.seconds("reached", households(totals.reached_milli));
    line.seconds("most_reached", households(found.bound.households_milli));
    line.seconds("reachable", households(plan.reachable_milli));
    line.seconds("over_greedy_pct", Some((plan.worth / plan.start_worth.max(1.0) - 1.0) * 100.0));
    line.seconds("worth_fen", Some(plan.worth)).count("breaches", found.breaches as u64);
    line.count("rounds", plan.rounds).seconds("first_s", first).seconds("cpu_s", Some(cpu_s));
    line.seconds("wall_s", Some(wall.elapsed().as_secs_f64())).seconds("peak_mb", usage::peak_mb());
    line.hex("checksum", checksum(&format!("{:?}", plan.timetable)));
    Ok(line)
}
