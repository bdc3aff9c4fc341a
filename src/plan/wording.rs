//! Breaches in words, English and Chinese: where, what is wrong, by which figures, and what to do.

use crate::ids::Id;
use crate::plan::rule::{Breach, Unit};
use crate::rounds::problem::Problem;

/// A breach in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Where in the plan.
    pub place: String,
    /// What is wrong, with its figures.
    pub cause: String,
    /// What to do.
    pub remedy: &'static str,
}

impl Breach {
    /// In English.
    #[must_use]
    pub fn english(&self, problem: &Problem) -> Said {
        let mut place = Vec::new();
        if let Some(vehicle) = self.vehicle {
            place.push(
                problem.vehicles.get(vehicle).map_or_else(|| format!("{vehicle:?}"), |v| format!("vehicle {}", v.name)),
            );
        }
        place.extend(self.stop.map(|s| format!("stop {s}")));
        if let Some(task) = self.task {
            place.push(problem.tasks.get(task).map_or_else(|| format!("{task:?}"), |t| format!("task {}", t.name)));
        }
        let mut cause = self.rule.cause().en.to_owned();
        if let Some((expected, found)) = self.figures_said() {
            cause.push_str(&format!(" Expected {expected}, found {found}."));
        }
        Said { place: place.join(", "), cause, remedy: self.rule.remedy().en }
    }
    /// 中文。
    #[must_use]
    pub fn chinese(&self, problem: &Problem) -> Said {
        let mut place = Vec::new();
        if let Some(vehicle) = self.vehicle {
            let name =
                problem.vehicles.get(vehicle).map_or_else(|| format!("#{}", vehicle.index()), |v| v.name.clone());
            place.push(format!("车辆 {name}"));
        }
        place.extend(self.stop.map(|s| format!("停靠点 {s}")));
        if let Some(task) = self.task {
            let name = problem.tasks.get(task).map_or_else(|| format!("#{}", task.index()), |t| t.name.clone());
            place.push(format!("任务 {name}"));
        }
        let mut cause = self.rule.cause().zh.to_owned();
        if let Some((expected, found)) = self.figures_said() {
            cause.push_str(&format!("应为 {expected}，实为 {found}。"));
        }
        Said { place: place.join("，"), cause, remedy: self.rule.remedy().zh }
    }
    fn figures_said(&self) -> Option<(String, String)> {
        let (expected, found) = self.expected.zip(self.found)?;
        Some((said(self.rule.unit(), expected)?, said(self.rule.unit(), found)?))
    }
}

/// A figure with its unit, in signs that both languages read; `None` where the rule has none.
#[must_use]
pub fn said(unit: Unit, value: i64) -> Option<String> {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    let thousandths = |name: &str| format!("{sign}{}.{:03} {name}", size / 1000, size % 1000);
    Some(match unit {
        Unit::Clock => {
            let (s, ms) = (size / 1000, size % 1000);
            let mut clock = format!("{sign}{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
            if ms != 0 {
                clock.push_str(&format!(".{ms:03}"));
            }
            clock
        }
        Unit::Time => thousandths("s"),
        Unit::Length => format!("{sign}{}.{:02} m", size / 100, size % 100),
        Unit::Mass => thousandths("kg"),
        Unit::Volume => thousandths("l"),
        Unit::Money => format!("{sign}{}.{:02} CNY", size / 100, size % 100),
        Unit::Count => value.to_string(),
        Unit::Skills => {
            let bits = value.cast_unsigned();
            let listed: Vec<String> = (0..64).filter(|b| bits >> b & 1 == 1).map(|b| b.to_string()).collect();
            format!("{{{}}}", listed.join(", "))
        }
        Unit::None => return None,
    })
}
