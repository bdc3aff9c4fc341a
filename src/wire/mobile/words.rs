//! What a timetable leaves undone and what breaks its rules, in words.

use crate::ids::Id;
use crate::mobile::check::{Breach, Rule};
use crate::mobile::model::Problem;
use crate::mobile::plan::Takes;
use crate::units::Milliseconds;
use crate::wire::clock::Clock;
use crate::wire::lang::Lang;
use crate::wire::network::format::NoteEntry;

/// What it would take to reach someone.
#[must_use]
pub fn takes(problem: &Problem, takes: Takes) -> NoteEntry {
    let yuan = |fen: i64| format!("{:.2}", fen as f64 / 100.0);
    let (en, zh) = match takes {
        Takes::Place => (
            "no candidate place is within a walk of them: one is needed there".to_owned(),
            "步行范围内没有候选停靠点，需在附近增设".to_owned(),
        ),
        Takes::Days => (
            "no place within a walk is open on enough days on which a vehicle has a shift".to_owned(),
            "步行范围内的停靠点在有班次的日子里开放天数不足".to_owned(),
        ),
        Takes::Money { stand, cost } => {
            let (name, cost) = (&problem.stands[stand].name, yuan(cost.0));
            (
                format!(
                    "a stop at {name} fits into the timetable and costs {cost} yuan more a cycle, which is more than it is worth"
                ),
                format!("可增停{name}，每周期增加 {cost} 元，高于其价值"),
            )
        }
        Takes::Time { stand, each, visits, cost } => {
            let (name, cost) = (&problem.stands[stand].name, yuan(cost.0));
            let hours = each.hours() * f64::from(visits);
            (
                format!(
                    "the vehicles have no time left for {name}: {visits} visits a cycle take {hours:.1} h of one more, {cost} yuan"
                ),
                format!("现有车辆没有余时停靠{name}：每周期 {visits} 次，需另增车辆时间 {hours:.1} 小时，{cost} 元"),
            )
        }
        Takes::Vehicle { stand } => {
            let name = &problem.stands[stand].name;
            (
                format!(
                    "not even a vehicle of its own can serve {name}: too far for the shift or the range, or more than the hold"
                ),
                format!("即使专派一车也无法服务{name}：超出班次、续航或载重"),
            )
        }
    };
    NoteEntry { zh: Some(zh), en: Some(en) }
}

/// A rule's code, stable, for programs.
#[must_use]
pub fn code(rule: Rule) -> &'static str {
    match rule {
        Rule::Names => "names",
        Rule::Clock => "clock",
        Rule::Hours => "hours",
        Rule::Quiet => "quiet",
        Rule::Market => "market",
        Rule::Gap => "gap",
        Rule::Stand => "stand",
        Rule::Kept => "kept",
        Rule::Times => "times",
        Rule::Leg => "leg",
        Rule::Length => "length",
        Rule::Shift => "shift",
        Rule::Range => "range",
        Rule::Capacity => "capacity",
        Rule::Compartment => "compartment",
        Rule::UnloadHours => "unload_hours",
        Rule::Empty => "empty",
        Rule::Mass => "mass",
        Rule::Turned => "turned_away",
        Rule::Walk => "walk",
        Rule::Totals => "totals",
    }
}

/// Where a breach is.
#[must_use]
pub fn place(problem: &Problem, breach: &Breach) -> String {
    let mut out = Vec::new();
    if let Some((vehicle, day)) = breach.on {
        let name = problem.vehicles.get(vehicle).map_or("?", |v| v.name.as_str());
        out.push(format!("{name}/{day}"));
    }
    out.extend(breach.step.map(|s| format!("steps/{s}")));
    out.extend(breach.call.map(|c| format!("calls/{}", c.index())));
    out.extend(breach.point.and_then(|p| problem.points.get(p)).map(|p| p.name.clone()));
    out.join(" ")
}

/// What is broken, and how.
#[must_use]
pub fn cause(problem: &Problem, breach: &Breach, lang: Lang) -> String {
    let (s, f) = (breach.stated, breach.found);
    let clock = |ms: i64| Clock(Milliseconds(ms)).to_string();
    let (sc, fc) = (clock(s), clock(f));
    let kg = |g: i64| format!("{:.3}", g as f64 / 1e3);
    let (skg, fkg) = (kg(s), kg(f));
    let seconds = |ms: i64| format!("{:.3}", ms as f64 / 1e3);
    let stand = |i: i64| {
        let named = usize::try_from(i).ok().filter(|&i| i < problem.stands.len());
        named.map_or_else(|| lang.pick("none", "无").to_owned(), |i| problem.stands[Id::new(i)].name.clone())
    };
    let (en, zh) = match breach.rule {
        Rule::Names => (
            "something is named that the problem does not have, or in an order that cannot be".to_owned(),
            "引用了问题文件中没有的内容，或顺序不成立".to_owned(),
        ),
        Rule::Clock => (
            format!("{sc} to {fc} is not on the clock's step, or ends before it begins"),
            format!("{sc} 至 {fc} 不在取整时刻上，或结束早于开始"),
        ),
        Rule::Hours => {
            (format!("from {sc} to {fc} the place is not open"), format!("{sc} 至 {fc} 不在停靠点开放时间内"))
        }
        Rule::Quiet => (format!("from {sc} to {fc} lies in quiet hours"), format!("{sc} 至 {fc} 处于安静时段")),
        Rule::Market => (format!("a market takes the place on weekday {s}"), format!("星期序号 {s} 停靠点被集市占用")),
        Rule::Gap => (
            format!("visits are {s} days apart, at least {f} are wanted"),
            format!("两次停靠相隔 {s} 天，至少需 {f} 天"),
        ),
        Rule::Stand => (
            format!("it lasts {} s; what is brought takes {} s", seconds(s), seconds(f)),
            format!("停靠 {} 秒，处理需 {} 秒", seconds(s), seconds(f)),
        ),
        Rule::Kept => (
            format!("the vehicle makes it {s} times that day, {f} are published"),
            format!("当天实际停靠 {s} 次，公布 {f} 次"),
        ),
        Rule::Times => (format!("stated {s}, should be {f} (milliseconds)"), format!("所写 {s}，应为 {f}（毫秒）")),
        Rule::Leg => (
            if f < 0 {
                "there is no way".to_owned()
            } else {
                format!("the way takes {} s, not {} s", seconds(f), seconds(s))
            },
            if f < 0 {
                "没有道路可通".to_owned()
            } else {
                format!("行程需 {} 秒，而非 {} 秒", seconds(f), seconds(s))
            },
        ),
        Rule::Length => (
            format!("the ways are {:.2} m long, not {:.2} m", f as f64 / 100.0, s as f64 / 100.0),
            format!("里程为 {:.2} 米，而非 {:.2} 米", f as f64 / 100.0, s as f64 / 100.0),
        ),
        Rule::Shift => (format!("out from {sc} to {fc}, outside the shift"), format!("{sc} 至 {fc} 出车，超出班次")),
        Rule::Range => (
            format!("{:.2} km are driven, {:.2} km are possible", s as f64 / 1e5, f as f64 / 1e5),
            format!("行驶 {:.2} 公里，续航 {:.2} 公里", s as f64 / 1e5, f as f64 / 1e5),
        ),
        Rule::Capacity => (format!("{skg} kg on board, {fkg} kg fit"), format!("载货 {skg} 千克，容量 {fkg} 千克")),
        Rule::Compartment => {
            (format!("{fkg} kg of a stream that has no compartment"), format!("有 {fkg} 千克没有分隔可装的品类"))
        }
        Rule::UnloadHours => {
            (format!("the unload begins at {sc}, when the place is closed"), format!("{sc} 卸货点未开放"))
        }
        Rule::Empty => (format!("{skg} kg are left on board at the end"), format!("收车时车上仍有 {skg} 千克")),
        Rule::Mass => (format!("{skg} kg are stated, {fkg} kg it is"), format!("所写 {skg} 千克，应为 {fkg} 千克")),
        Rule::Turned => (
            format!("{skg} kg are said to be turned away, {fkg} kg it is"),
            format!("所写拒收 {skg} 千克，应为 {fkg} 千克"),
        ),
        Rule::Walk => (
            format!("households walk to {}, not to {}", stand(f), stand(s)),
            format!("住户应步行至{}，而非{}", stand(f), stand(s)),
        ),
        Rule::Totals => (format!("the sum is {f}, not {s}"), format!("合计应为 {f}，而非 {s}")),
    };
    lang.pick(en, zh)
}
