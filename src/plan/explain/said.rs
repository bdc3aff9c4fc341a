//! Changes of limits in words, English and Chinese: whose limit, and by how much.

use super::{Change, Relaxation, Subject};
use crate::ids::{Id, IdVec};
use crate::plan::rule::{Rule, Text, Unit};
use crate::rounds::problem::Problem;
use crate::units::Fen;

impl Relaxation {
    /// In English: what has to give way, and what it costs.
    #[must_use]
    pub fn english(&self, problem: &Problem) -> String {
        let all: Vec<String> = self.changes.iter().map(|c| c.words(problem).0).collect();
        format!("{} ({} CNY)", all.join(", "), money(self.cost))
    }
    /// 中文：需要放宽什么，费用多少。
    #[must_use]
    pub fn chinese(&self, problem: &Problem) -> String {
        let all: Vec<String> = self.changes.iter().map(|c| c.words(problem).1).collect();
        format!("{}（{} 元）", all.join("，"), money(self.cost))
    }
}

/// Yuan with a sign.
fn money(fen: Fen) -> String {
    let (sign, size) = (if fen.0 < 0 { '-' } else { '+' }, fen.0.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

impl Change {
    /// In English and in Chinese.
    fn words(&self, problem: &Problem) -> (String, String) {
        let whose = self.whose(problem);
        let Text { en, zh } = self.asks();
        let by = self.amount();
        let part = match self.of {
            Subject::Compartment(_, part) | Subject::Break(_, part) | Subject::Link(part) => (part + 1).to_string(),
            _ => String::new(),
        };
        let filled = |text: &str| text.replace("{by}", &by).replace("{part}", &part);
        (format!("{whose}: {}", filled(en)), format!("{whose}：{}", filled(zh)))
    }
    /// The name of what has the limit.
    fn whose(&self, problem: &Problem) -> String {
        fn of<I: Id, T>(all: &IdVec<I, T>, id: I, name: impl Fn(&T) -> &String) -> String {
            all.get(id).map(name).filter(|n| !n.is_empty()).map_or_else(|| format!("#{}", id.index()), Clone::clone)
        }
        match self.of {
            Subject::Vehicle(v) | Subject::Compartment(v, _) | Subject::Break(v, _) => {
                of(&problem.vehicles, v, |v| &v.name)
            }
            Subject::Task(t) => of(&problem.tasks, t, |t| &t.name),
            Subject::Unload(u) => of(&problem.unloading, u, |u| &u.name),
            Subject::Warehouse(w) => of(&problem.warehouses, w, |w| &w.name),
            Subject::Link(i) => format!("#{}", i + 1),
        }
    }
    /// How much, in the units of a dispatcher; rounded so that it is enough.
    fn amount(&self) -> String {
        let size = self.by.unsigned_abs();
        match self.rule.unit() {
            Unit::Clock | Unit::Time => format!("{} min", size.div_ceil(60_000)),
            Unit::Mass => format!("{} kg", tenths(size, 1000)),
            Unit::Volume => format!("{} l", tenths(size, 1000)),
            Unit::Length => format!("{} km", tenths(size, 100_000)),
            Unit::Count | Unit::Skills | Unit::Money | Unit::None => size.to_string(),
        }
    }
    /// What is asked for.
    fn asks(&self) -> Text {
        let text = |en, zh| Text { en, zh };
        let earlier = self.by < 0;
        match self.rule {
            Rule::WindowMissed if earlier => text("start up to {by} earlier", "最多提前 {by} 开始"),
            Rule::WindowMissed => text("start up to {by} later", "最多推迟 {by} 开始"),
            Rule::SiteClosed if earlier => text("open {by} earlier", "提前 {by} 开放"),
            Rule::SiteClosed => text("close {by} later", "推迟 {by} 关闭"),
            Rule::BreakMissed if earlier => text("break {part} up to {by} earlier", "第 {part} 次休息最多提前 {by}"),
            Rule::BreakMissed => text("break {part} up to {by} later", "第 {part} 次休息最多推迟 {by}"),
            Rule::IntakeExceeded => text("take {by} more today", "今日多接收 {by}"),
            Rule::StreamNotAccepted => text("take this task's streams too", "增收该任务的品类"),
            Rule::KindNotAllowed => text("admit any kind of vehicle", "允许任何车型"),
            Rule::GoodsNotReady => text("goods at the warehouse {by} earlier", "货物提前 {by} 到仓"),
            Rule::WrongWarehouse => text("goods from any warehouse", "可从任意仓库装货"),
            Rule::NoCompartment => text("compartment {part} for what it brings", "第 {part} 分仓可装该任务的物品"),
            Rule::CompartmentOverMass | Rule::CompartmentOverVolume => {
                text("compartment {part} for {by} more", "第 {part} 分仓多装 {by}")
            }
            Rule::SkillMissing => text("with the skills it lacks", "配备所缺技能"),
            Rule::CrewTooSmall => text("{by} more on board", "随车增加 {by} 人"),
            Rule::AfterShift => text("shift {by} longer", "班次延长 {by}"),
            Rule::TooLong => text("out {by} longer", "出车时长增加 {by}"),
            Rule::TooFar => text("{by} farther", "里程增加 {by}"),
            Rule::TooManyTasks => text("{by} more tasks", "任务数增加 {by}"),
            Rule::TooManyTrips => text("{by} more trips", "车次增加 {by}"),
            Rule::OverMass | Rule::OverVolume => text("carry {by} more", "多装 {by}"),
            Rule::NotEmpty => text("end the day loaded", "可带货收车"),
            Rule::Barred => text("a permit for the barred hours", "办理禁行时段通行证"),
            Rule::GapTooShort => text("link: {by} less between the two", "关联：两次间隔缩短 {by}"),
            Rule::GapTooLong => text("link: {by} more between the two", "关联：两次间隔延长 {by}"),
            Rule::NotApart => text("link: one vehicle may do both", "关联：可由同一车辆执行"),
            other => Text { en: other.remedy().en, zh: other.remedy().zh },
        }
    }
}

/// In some unit to a tenth, rounded up.
fn tenths(size: u64, unit: u64) -> String {
    let tenths = (u128::from(size) * 10).div_ceil(u128::from(unit));
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::VehicleId;

    #[test]
    fn amounts_are_rounded_so_that_they_are_enough() {
        let said = |rule, by| {
            let change = Change { rule, of: Subject::Vehicle(VehicleId::new(0)), by };
            change.amount()
        };
        assert_eq!(said(Rule::AfterShift, 60_001), "2 min");
        assert_eq!(said(Rule::OverMass, 12_340), "12.4 kg");
        assert_eq!(said(Rule::OverVolume, i64::MIN), "9223372036854775.9 l");
        assert_eq!(said(Rule::TooFar, 500_000), "5 km");
        assert_eq!((money(Fen(-305)), money(Fen(7))), ("-3.05".to_owned(), "+0.07".to_owned()));
    }

    #[test]
    fn every_change_is_said_in_both_languages() {
        for &rule in Rule::ALL {
            for by in [-1, 1] {
                let Text { en, zh } = Change { rule, of: Subject::Link(0), by }.asks();
                assert!(en.is_ascii() && zh.chars().any(|c| c >= '\u{2E80}'), "{rule:?}");
            }
        }
    }
}
