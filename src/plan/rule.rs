//! The rules a plan is judged by, each with a code, and what one breach of them looks like.

use crate::ids::{TaskId, VehicleId};

/// The unit of a breach's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A moment of the day, in milliseconds since midnight.
    Clock,
    /// Milliseconds.
    Time,
    /// Centimetres.
    Length,
    /// Grams.
    Mass,
    /// Millilitres.
    Volume,
    /// Fen.
    Money,
    /// A number of things.
    Count,
    /// The positions of skills, as bits.
    Skills,
    /// The rule has no figures.
    None,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $code:literal $unit:ident $cause_en:literal $cause_zh:literal $remedy_en:literal $remedy_zh:literal;)+) => {
        /// A rule of the day or of the plan's form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $cause_en] $name,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Its stable code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
            /// The unit of its figures.
            #[must_use]
            pub fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }
            /// What is wrong where it is broken.
            #[must_use]
            pub fn cause(self) -> Text {
                match self { $(Self::$name => Text { en: $cause_en, zh: $cause_zh },)+ }
            }
            /// What to do about it.
            #[must_use]
            pub fn remedy(self) -> Text {
                match self { $(Self::$name => Text { en: $remedy_en, zh: $remedy_zh },)+ }
            }
        }
    };
}

/// The same words in English and Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// 中文。
    pub zh: &'static str,
}

rules! {
    UnknownId "unknown_id" Count "The plan names something the problem does not have." "方案引用了问题中不存在的对象。"
        "Use only names of the problem." "只使用问题中已有的名称。";
    VehicleTwice "vehicle_twice" None "A vehicle appears twice." "同一车辆出现两次。"
        "Merge its stops into one list." "将其停靠点合并为一条线路。";
    Sequence "sequence" None "A vehicle's stops do not run from one start to one end, or it is listed without being used." "停靠点未从出发到返回依次排列，或未使用的车辆被列出。"
        "Begin with the start, end with the end, neither in between; leave out unused vehicles." "以出发开始、以返回结束，中间不得再有；未使用的车辆应删去。";
    TaskTwice "task_twice" None "A task is served more than once." "任务被重复执行。"
        "Remove all but one of its stops." "只保留其中一次停靠。";
    WrongPlace "wrong_place" Count "A stop is not where its task, site, start or end is." "停靠点位置与任务、场站、起点或终点不符。"
        "Give it the place of what is done there." "改为对应对象的位置。";
    NoWay "no_way" None "There is no way from the stop before for this vehicle." "该车辆从上一停靠点无路可达。"
        "Serve it with another vehicle or from another stop." "改用其他车辆或从其他停靠点前往。";
    Barred "barred" None "The way from the stop before is barred to this vehicle at that hour." "该时段禁止该车辆驶经上一停靠点至此的道路。"
        "Drive it at another hour, use another vehicle, or obtain a permit." "改在其他时段通行、换车，或办理通行证。";
    LegMisstated "leg_misstated" Time "The leg's time or length is not that of the matrix at the moment of departure." "路段时间或长度与出发时刻的矩阵不符。"
        "State the leg of the hour band departed in." "按出发所在时段填写路段。";
    ArrivalMisstated "arrival_misstated" Clock "Arrival is not the departure from the stop before plus the leg." "到达时间不等于上一站离开时间加路段时间。"
        "Recompute the arrival." "重新计算到达时间。";
    StartMisstated "start_misstated" Clock "Service does not start at the earliest moment allowed at or after arrival." "服务未在到达后允许的最早时刻开始。"
        "Start at arrival or when the next window opens; a driver never lingers." "到达即开始，或在下一时间窗开启时开始；司机不得滞留。";
    WaitMisstated "wait_misstated" Time "The wait is not the time between arrival and start." "等待时间不等于到达与开始之差。"
        "Recompute the wait." "重新计算等待时间。";
    ServiceMisstated "service_misstated" Clock "The stop does not last as long as its service." "离开时间与服务时长不符。"
        "Leave when the service time is over." "服务时长结束时离开。";
    DepartureMisstated "departure_misstated" Clock "The vehicle's departure is not when its start stop is left." "车辆出发时间与起点离开时间不一致。"
        "State one departure." "统一出发时间。";
    WindowMissed "window_missed" Clock "Service starts outside the task's windows." "服务开始时间不在任务时间窗内。"
        "Serve it earlier or later, with another vehicle, or widen its window." "提前或推迟服务、换车，或放宽时间窗。";
    SiteClosed "site_closed" Clock "Unloading or loading starts while the site is closed." "卸货或装货开始时场站未开放。"
        "Come when it is open, or use another site." "在开放时间到达，或改用其他场站。";
    BeforeShift "before_shift" Clock "Departure lies before the shift opens or the vehicle is ready." "出发早于班次开始或车辆可用时间。"
        "Depart later." "推迟出发。";
    AfterShift "after_shift" Clock "Return lies after the shift closes." "返回晚于班次结束。"
        "Do less, or lengthen the shift." "减少任务或延长班次。";
    TooLong "too_long" Time "The vehicle is out longer than it may be." "出车时长超过上限。"
        "Do less, or depart later." "减少任务或推迟出发。";
    TooFar "too_far" Length "The vehicle drives farther than it may." "行驶里程超过上限。"
        "Do less, or what is nearer." "减少任务或选择更近的任务。";
    TooManyTasks "too_many_tasks" Count "The vehicle serves more tasks than it may." "任务数超过车辆上限。"
        "Give some to another vehicle." "将部分任务交给其他车辆。";
    TooManyTrips "too_many_trips" Count "The vehicle makes more trips than it may." "车次数超过上限。"
        "Unload or load less often." "减少卸货或装货次数。";
    BreakMissing "break_missing" None "A break that must be taken is not." "缺少必须的休息。"
        "Insert it within its window." "在规定时段内安排休息。";
    BreakTwice "break_twice" Count "A break is taken more than once." "同一休息被安排多次。"
        "Take it once." "只安排一次。";
    BreakMissed "break_missed" Clock "A break starts outside its window." "休息开始时间不在规定时段内。"
        "Take it earlier or later in the route." "在线路中提前或推后休息。";
    LoadMisstated "load_misstated" Mass "What comes on, goes off or is on board is not what the steps give." "装卸量或车上载量与步骤推算不符。"
        "Recompute the loads." "重新计算载量。";
    StreamNotAccepted "stream_not_accepted" Mass "A stream is unloaded at a place that does not take it." "在不接收该品类的场站卸下该品类。"
        "Unload it where it is accepted." "到接收该品类的场站卸货。";
    OverMass "over_mass" Mass "The load is heavier than the vehicle may carry." "载重超过车辆上限。"
        "Unload earlier, or use a larger vehicle." "提前卸货或换用更大的车辆。";
    OverVolume "over_volume" Volume "The load is larger than the vehicle can hold." "装载体积超过车辆上限。"
        "Unload earlier, or use a larger vehicle." "提前卸货或换用更大的车辆。";
    CompartmentOverMass "compartment_over_mass" Mass "A compartment is loaded too heavily." "车厢分仓超重。"
        "Unload earlier, or use a vehicle with a larger compartment." "提前卸货或换用分仓更大的车辆。";
    CompartmentOverVolume "compartment_over_volume" Volume "A compartment is overfull." "车厢分仓超容。"
        "Unload earlier, or use a vehicle with a larger compartment." "提前卸货或换用分仓更大的车辆。";
    NoCompartment "no_compartment" None "The vehicle has no compartment for a stream or for goods of this task." "车辆没有适合该任务品类或货物的分仓。"
        "Use a kind that carries them." "改用可装载的车型。";
    GoodsMissing "goods_missing" Mass "New goods for a task are not on board." "任务所需新货不在车上。"
        "Load them at a warehouse before the task." "在任务之前到仓库装货。";
    WrongWarehouse "wrong_warehouse" None "New goods for a task were loaded at another warehouse than it asks for." "任务新货装自非指定仓库。"
        "Load them at the task's warehouse." "到任务指定的仓库装货。";
    GoodsNotReady "goods_not_ready" Clock "New goods for a task are loaded before they are there." "任务新货尚未到仓即装车。"
        "Load them, or depart with them, when they are there." "待货物到仓后再装车或出发。";
    GoodsElsewhere "goods_elsewhere" None "The goods for this task are on board of another vehicle that is already out." "该任务的货物在另一辆已出发的车上。"
        "Serve it with that vehicle." "由该车执行。";
    IntakeExceeded "intake_exceeded" Mass "All vehicles together bring a place more than it can take today." "各车合计卸货量超过场站今日接收能力。"
        "Unload part of it elsewhere." "部分改到其他场站卸货。";
    NotEmpty "not_empty" Mass "The vehicle ends with collected material on board, but must end empty." "车辆应空车返回，但仍有回收物在车上。"
        "Unload before the end." "返回前先卸货。";
    SkillMissing "skill_missing" Skills "The vehicle lacks a skill the task needs." "车辆缺少任务所需技能。"
        "Use a vehicle with that skill." "改用具备该技能的车辆。";
    CrewTooSmall "crew_too_small" Count "The task needs more people than are on board." "任务所需人数多于随车人数。"
        "Use a vehicle with a larger crew." "改用人数更多的车辆。";
    KindNotAllowed "kind_not_allowed" None "The task does not admit this kind of vehicle." "任务不允许该车型。"
        "Use one of the kinds it names." "改用任务指定的车型。";
    HalfServed "half_served" None "Of two linked tasks only one is served." "关联的两个任务只执行了一个。"
        "Serve both or neither." "两个都执行，或都不执行。";
    ShipmentSplit "shipment_split" None "A shipment's goods are not brought by the vehicle that takes them." "同一运单的取货与送货不在同一车辆。"
        "Give both tasks to one vehicle." "由同一车辆执行取货和送货。";
    ShipmentReversed "shipment_reversed" None "A shipment's goods are dropped before they are taken." "运单先送货后取货。"
        "Take them first." "先取货后送货。";
    GapTooShort "gap_too_short" Time "The later of two ordered tasks starts too soon after the earlier." "先后任务间隔过短。"
        "Serve the earlier one earlier or the later one later." "提前前一任务或推迟后一任务。";
    GapTooLong "gap_too_long" Time "The later of two ordered tasks starts too long after the earlier." "先后任务间隔过长。"
        "Bring the two closer together." "缩短两任务的间隔。";
    NotApart "not_apart" None "Two tasks that need different vehicles are served by one." "须由不同车辆执行的两个任务由同一车辆执行。"
        "Give one of them to another vehicle." "将其中一个交给其他车辆。";
    GroupTwice "group_twice" Count "More than one task of a group is served." "同一组任务执行了多个。"
        "Serve one of them." "只执行其中一个。";
    RunningMissing "running_missing" None "A vehicle that is already out does not appear." "已出发的车辆未出现在方案中。"
        "State at least its way to its end." "至少列出其返回线路。";
    LeftOutMisstated "left_out_misstated" None "The list of tasks left out is not that of the tasks not served." "未完成任务列表与实际不符。"
        "List exactly the tasks not served." "如实列出未执行的任务。";
    TotalsMisstated "totals_misstated" Count "A vehicle's length, duration or trips are not the sums of its stops." "车辆里程、时长或车次与停靠点合计不符。"
        "Recompute the totals." "重新计算合计。";
    CostMisstated "cost_misstated" Money "A cost is not what the rates give." "费用与费率计算不符。"
        "Recompute the costs." "重新计算费用。";
    KpiMisstated "kpi_misstated" Count "A figure of the plan is not what its stops give." "方案指标与停靠点推算不符。"
        "Recompute the figures." "重新计算指标。";
    EnergyMisstated "energy_misstated" Count "Energy or carbon dioxide is not what the stated factors give." "能耗或碳排放与所列系数不符。"
        "Recompute them from the factors." "按系数重新计算。";
}

/// One rule broken at one spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which rule.
    pub rule: Rule,
    /// Whose route.
    pub vehicle: Option<VehicleId>,
    /// Which of its stops, from 0.
    pub stop: Option<usize>,
    /// Which task is concerned, where the stop does not say it.
    pub task: Option<TaskId>,
    /// Which limit, where there are several: a compartment, an unloading place, a link, a group, a break by position.
    pub part: Option<usize>,
    /// What should be, in the rule's unit.
    pub expected: Option<i64>,
    /// What is.
    pub found: Option<i64>,
}

impl Breach {
    /// A breach of a rule, somewhere in the plan.
    #[must_use]
    pub fn new(rule: Rule) -> Self {
        Self { rule, vehicle: None, stop: None, task: None, part: None, expected: None, found: None }
    }
    /// At a vehicle's stop.
    #[must_use]
    pub fn at(self, vehicle: VehicleId, stop: usize) -> Self {
        Self { vehicle: Some(vehicle), stop: Some(stop), ..self }
    }
    /// By a vehicle.
    #[must_use]
    pub fn by(self, vehicle: VehicleId) -> Self {
        Self { vehicle: Some(vehicle), ..self }
    }
    /// About a task.
    #[must_use]
    pub fn about(self, task: TaskId) -> Self {
        Self { task: Some(task), ..self }
    }
    /// Of one limit among several.
    #[must_use]
    pub fn of(self, part: usize) -> Self {
        Self { part: Some(part), ..self }
    }
    /// With what should be and what is.
    #[must_use]
    pub fn figures(self, expected: i64, found: i64) -> Self {
        Self { expected: Some(expected), found: Some(found), ..self }
    }
    /// By how much the limit is missed; nothing where the rule has no figures.
    #[must_use]
    pub fn excess(&self) -> i64 {
        self.expected.zip(self.found).map_or(0, |(e, f)| i64::try_from(e.abs_diff(f)).unwrap_or(i64::MAX))
    }
}
