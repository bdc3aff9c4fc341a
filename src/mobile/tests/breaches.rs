//! Each rule, broken, is found.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::ids::{Id, IdVec, StreamId};
use crate::mobile::check::{Rule, check};
use crate::mobile::model::{Compartment, Market, Need, Problem, Weekdays};
use crate::mobile::plan::{Effort, plan};
use crate::mobile::testing::{HOUR, MINUTE, Town, town, window};
use crate::mobile::timetable::{Timetable, What};
use crate::units::{Centimetres, Fen, Grams, Milliseconds};

fn sound() -> (Problem, Timetable) {
    let size = Town { points: 200, stands: 40, vehicles: 2, days: 5, side_m: 4000.0, weeks: 4 };
    let problem = town(&size, 11);
    let timetable = plan(&problem, &Effort { rounds: 50, seed: 1 }).timetable;
    assert_eq!(check(&problem, &timetable), []);
    assert!(timetable.calls.len() > 20 && timetable.totals.unloads > 0);
    (problem, timetable)
}

/// What is found once the problem is another, or the timetable says something else.
fn found(change: impl FnOnce(&mut Problem, &mut Timetable)) -> Vec<Rule> {
    let (mut problem, mut timetable) = sound();
    change(&mut problem, &mut timetable);
    let mut rules: Vec<Rule> = check(&problem, &timetable).iter().map(|b| b.rule).collect();
    rules.dedup();
    rules
}

fn first_unload(t: &mut Timetable) -> &mut crate::mobile::timetable::Stop {
    t.days.iter_mut().flat_map(|d| &mut d.steps).find(|s| matches!(s.what, What::Unload(_))).unwrap()
}

#[test]
fn names_that_do_not_exist() {
    assert_eq!(found(|_, t| t.calls[Id::new(0)].stand = Id::new(40)), [Rule::Names]);
    assert_eq!(found(|_, t| t.calls[Id::new(0)].weekday = 7), [Rule::Names]);
    assert_eq!(found(|_, t| t.calls[Id::new(0)].weeks = 16), [Rule::Names]);
    assert_eq!(found(|_, t| t.days[0].day = 28), [Rule::Names]);
    assert_eq!(found(|_, t| t.days.swap(0, 1)), [Rule::Names]);
    assert_eq!(found(|_, t| t.days[0].steps[0].what = What::Unload(Id::new(1))), [Rule::Names]);
    assert_eq!(found(|_, t| t.walks_to = IdVec::new()), [Rule::Names]);
}

#[test]
fn published_stops_outside_their_rules() {
    // One minute off the five-minute clock, and the vehicle no longer keeps it.
    let shifted = found(|_, t| t.calls[Id::new(0)].from += Milliseconds(MINUTE));
    assert!(shifted.contains(&Rule::Clock) && shifted.contains(&Rule::Times), "{shifted:?}");
    assert_eq!(
        found(|p, t| p.stands[t.calls[Id::new(0)].stand].hours = std::array::from_fn(|_| vec![window(1, 2)])),
        [Rule::Hours]
    );
    assert_eq!(
        found(|p, t| {
            let call = t.calls[Id::new(0)];
            let mut quiet = window(0, 1);
            (quiet.open, quiet.close) = (call.until - Milliseconds(1), call.until + Milliseconds(HOUR));
            p.stands[call.stand].quiet = vec![quiet];
        }),
        [Rule::Quiet]
    );
    let market = |draw_ppm| {
        move |p: &mut Problem, t: &mut Timetable| {
            let call = t.calls[Id::new(0)];
            p.stands[call.stand].market = Some(Market { days: Weekdays(1 << call.weekday), draw_ppm });
        }
    };
    assert!(found(market(0)).contains(&Rule::Market));
    // Half as much is brought as stated; the stand may still be as long.
    assert!(found(market(500_000)).contains(&Rule::Mass));
    assert_eq!(found(|p, _| p.rules.least_stand = p.rules.most_stand)[0], Rule::Stand);
    // Weekly stops are 7 days apart.
    assert_eq!(found(|p, _| p.rules.least_gap_days = 8), [Rule::Gap]);
}

#[test]
fn stops_that_are_not_kept() {
    let missed = found(|_, t| drop(t.days[0].steps.remove(0)));
    assert!(missed.contains(&Rule::Kept) && missed.contains(&Rule::Leg), "{missed:?}");
    let twice = found(|_, t| {
        let again = t.days[0].steps[0].clone();
        t.days[0].steps.push(again);
    });
    assert!(twice.contains(&Rule::Kept), "{twice:?}");
    // Published for the first vehicle, made by the second.
    let other = found(|_, t| t.calls[Id::new(0)].vehicle = Id::new(1));
    assert_eq!(other, [Rule::Kept]);
    let week = found(|_, t| {
        let monthly = t.calls.iter().position(|c| c.weeks.count_ones() == 1).unwrap();
        let call = &mut t.calls[Id::new(monthly)];
        call.weeks = if call.weeks == 1 { 2 } else { call.weeks / 2 };
    });
    assert!(week.contains(&Rule::Kept), "{week:?}");
}

#[test]
fn ways_and_shifts() {
    assert!(found(|_, t| t.days[0].steps[0].arrival += Milliseconds(1)).contains(&Rule::Leg));
    assert!(found(|_, t| t.days[0].departure -= Milliseconds(1)).contains(&Rule::Leg));
    assert!(found(|_, t| t.days[0].length += Centimetres(1)).contains(&Rule::Length));
    assert_eq!(
        found(|p, t| p.vehicles[t.days[0].vehicle].shifts[usize::from(t.days[0].day % 7)] = None),
        [Rule::Shift]
    );
    assert_eq!(found(|p, t| p.vehicles[t.days[0].vehicle].range = Some(Centimetres(100))), [Rule::Range]);
    assert_eq!(found(|p, _| p.unloading[Id::new(0)].hours = Default::default()), [Rule::UnloadHours]);
    assert!(found(|_, t| first_unload(t).end += Milliseconds(1)).contains(&Rule::Times));
}

#[test]
fn loads() {
    assert_eq!(found(|p, t| p.vehicles[t.days[0].vehicle].capacity = Grams(1000)), [Rule::Capacity]);
    let part = |streams: &[usize], capacity| Compartment {
        streams: streams.iter().map(|&s| StreamId::new(s)).collect(),
        capacity: Grams(capacity),
    };
    let full = found(|p, t| p.vehicles[t.days[0].vehicle].compartments = vec![part(&[0, 1], 1000)]);
    assert_eq!(full, [Rule::Capacity]);
    let none = found(|p, t| p.vehicles[t.days[0].vehicle].compartments = vec![part(&[0], 9_000_000)]);
    assert_eq!(none, [Rule::Compartment]);
    let wrong = found(|_, t| t.days[0].steps[0].grams[0].1 += Grams(1));
    assert!(wrong.contains(&Rule::Mass) && wrong.contains(&Rule::Totals), "{wrong:?}");
    let hidden = found(|p, _| (p.rules.set_up, p.rules.ms_per_kg) = (Milliseconds(85 * MINUTE), 60_000));
    assert!(hidden.contains(&Rule::Turned) && hidden.contains(&Rule::Totals), "{hidden:?}");
    let kept = found(|_, t| first_unload(t).grams.clear());
    assert!(kept.contains(&Rule::Mass) && kept.contains(&Rule::Empty), "{kept:?}");
}

#[test]
fn people_and_sums() {
    let walk = found(|_, t| {
        let someone = t.walks_to.iter().position(Option::is_some).unwrap();
        t.walks_to[Id::new(someone)] = None;
    });
    assert_eq!(walk, [Rule::Walk]);
    // Counting one household twice, or one that is visited too seldom.
    assert_eq!(found(|_, t| t.totals.reached_milli += 1000), [Rule::Totals]);
    assert_eq!(found(|_, t| t.totals.served_milli += 1000), [Rule::Totals]);
    assert_eq!(found(|_, t| t.totals.turned += Grams(1)), [Rule::Totals]);
    let rare = found(|p, t| {
        let someone = t.walks_to.iter().position(Option::is_some).unwrap();
        p.points[Id::new(someone)].need = Need { visits: 7, every_weeks: 1 };
    });
    assert!(rare.contains(&Rule::Totals), "{rare:?}");
    assert!(found(|_, t| t.days[0].cost += Fen(1)).contains(&Rule::Totals));
    assert_eq!(found(|_, t| t.totals.unloads += 1), [Rule::Totals]);
    // Whoever has a drop-off at the door walks to no vehicle.
    let fixed = found(|p, t| {
        let someone = t.walks_to.iter().position(Option::is_some).unwrap();
        p.points[Id::new(someone)].fixed.push((Id::new(0), 0));
        p.fixed.push("new".into());
    });
    assert!(fixed.contains(&Rule::Walk) && fixed.contains(&Rule::Totals), "{fixed:?}");
}
