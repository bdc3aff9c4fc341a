//! The search from problem to outcome.

use super::effort::{Effort, Progress};
use super::first::first;
use super::frame::Frame;
use super::improve::Known;
use super::problem::{Invalid, Problem};
use super::relax::Rules;
use super::search::Search;
use super::solution::{Cause, Cost, Design, EndFlow, Found, Outcome, PlaceFlow, Proof, SiteFlow, Warm};

/// Designs the network.
///
/// `start` is an earlier answer's [`Warm`] for the same sites, streams and demands (what does not fit is ignored); states, rules, costs
/// and amounts may differ. `go_on` is told of progress and returns whether to go on; what it has by then is answered.
///
/// # Errors
/// What [`Problem::validate`] finds.
pub fn design(
    problem: &Problem,
    effort: &Effort,
    start: Option<&Warm>,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Result<Outcome, Invalid> {
    problem.validate()?;
    let frame = Frame::new(problem);
    let rules = Rules::new(problem, &frame.most);
    let causes = super::causes::causes(problem, &frame);
    if !causes.is_empty() {
        return Ok(Outcome::Impossible(causes));
    }
    let mut search = Search::new(problem, &frame, &rules, effort, go_on);
    let begin = || Some(Warm { open: first(&frame)?, ..Warm::default() });
    let first = start.is_none().then(begin).flatten();
    let bound = search.run(start.or(first.as_ref()));
    let iterations = search.iterations;
    let Some(known) = &search.improver.best else {
        return Ok(if bound.is_infinite() && bound > 0.0 {
            Outcome::Impossible(vec![Cause::Together])
        } else {
            Outcome::Unknown { bound, hint: Vec::new(), iterations }
        });
    };
    let design = write_out(problem, &frame, known);
    let total = design.cost.total();
    let bound = bound.min(total);
    let optimal = total - bound <= effort.gap * total.abs() + 1e-6;
    let prices = search.root.as_ref().map(|v| &v.best);
    let warm = Warm {
        demands: prices.map(|p| p.demand.clone()).unwrap_or_default(),
        sites: prices.map(|p| p.site.clone()).unwrap_or_default(),
        rules: prices.map(|p| p.rule.clone()).unwrap_or_default(),
        open: known.open.clone(),
    };
    let proof = if optimal { Proof::Optimal } else { Proof::Stopped };
    Ok(Outcome::Found(Found { design, bound, proof, iterations, branches: search.branches, warm }))
}

/// The flows in the problem's own terms, with cost by part added up afresh.
pub(super) fn write_out(problem: &Problem, frame: &Frame, known: &Known) -> Design {
    let mut design = Design { open: known.open.clone(), ..Design::default() };
    let mut cost = Cost { constant: problem.constant, ..Cost::default() };
    for (site, open) in problem.sites.iter().zip(&known.open) {
        if *open {
            cost.fixed += site.fixed;
        }
    }
    cost.missing = problem.coverage.iter().map(|rule| rule.missing_cost(&known.open)).sum();
    let key = |site: usize, stream: usize| site * frame.streams + stream;
    let mut stays = vec![0.0; frame.sites * frame.streams];
    for d in 0..frame.demands {
        // Shares of a demand add to one whatever the rounding.
        let sum: f64 = frame.slots_of(d).iter().map(|&t| clean(known.flows.slot[t as usize])).sum::<f64>()
            + clean(known.flows.refused[d]);
        let scale = if sum > 0.0 { 1.0 / sum } else { 1.0 };
        for &t in frame.slots_of(d) {
            let share = clean(known.flows.slot[t as usize]) * scale;
            if share > 0.0 {
                let site = frame.slot_site[t as usize] as usize;
                design.from_places.push(PlaceFlow { demand: d, site, share });
                cost.from_places += frame.slot_cost[t as usize] * share;
                for (s, kg) in frame.parts(d) {
                    stays[key(site, s)] += kg * share;
                }
            }
        }
        let share = clean(known.flows.refused[d]) * scale;
        if share > 0.0 {
            design.uncollected.push((d, share));
            cost.uncollected += frame.refuse[d].unwrap_or(0.0) * share;
        }
    }
    // Sites in order of tier pass on what they have, in the proportions of the flows found.
    for &i in frame.last_first.iter().rev() {
        let i = i as usize;
        for s in 0..frame.streams {
            let has = stays[key(i, s)];
            if has <= 0.0 {
                continue;
            }
            let lanes = frame.lanes_out(i, s);
            let sent: f64 = lanes.iter().map(|&l| known.flows.lane[l as usize]).sum();
            let can_end = frame.ends[key(i, s)].is_finite();
            // What ends is what came less what was sent, unless nothing may end here.
            let pass = if can_end { sent.min(has) } else { has };
            let pass = if can_end && has - pass < 1e-7 * has { has } else { pass };
            if sent > 0.0 && pass > 1e-9 * has {
                let used: Vec<u32> =
                    lanes.iter().copied().filter(|&l| known.flows.lane[l as usize] > 1e-7 * sent).collect();
                let kept: f64 = used.iter().map(|&l| known.flows.lane[l as usize]).sum();
                for l in used {
                    let l = l as usize;
                    let kg = pass * known.flows.lane[l] / kept;
                    let to = frame.lane_to[l] as usize;
                    design.between.push(SiteFlow { from: i, to, stream: s, kg });
                    cost.between += frame.lane_rate[l] * kg;
                    stays[key(to, s)] += kg;
                }
                stays[key(i, s)] = has - pass;
            }
            let left = stays[key(i, s)];
            if left > 1e-9 * has {
                design.ends.push(EndFlow { site: i, stream: s, kg: left });
                cost.ends += frame.ends[key(i, s)] * left;
            }
        }
    }
    design.between.sort_by_key(|f| (f.from, f.to, f.stream));
    design.ends.sort_by_key(|f| (f.site, f.stream));
    design.cost = cost;
    design
}

/// Rounding is no flow.
fn clean(share: f64) -> f64 {
    if share < 1e-8 { 0.0 } else { share }
}
