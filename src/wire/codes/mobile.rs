//! Codes of mobile services and their timetables.

use super::codes;

codes! { MOBILE
    E8101: "A cycle has 1, 2 or 4 weeks, not {0}.", "时刻表的周期为 1、2 或 4 周，不能是 {0} 周。";
        "Correct weeks.", "请改正 weeks。".
    E8102: "The cycle begins on {0}, which is no Monday.", "周期开始日 {0} 不是星期一。";
        "Give the Monday of that week.", "请填写该周的星期一。".
    E8103: "Hours end at {0}; a day ends at 24:00.", "时段结束于 {0}，但一天止于 24:00。";
        "Split them over two weekdays.", "请拆分到两天。".
    E8104: "Both within_minutes and within_m are given.", "同时给出了 within_minutes 和 within_m。";
        "Keep one of them.", "请只保留一个。".
    E8105: "Visits are wanted every {0} weeks, but the timetable repeats itself after {1}.", "要求每 {0} 周停靠，但时刻表每 {1} 周循环一次。";
        "Give a number of weeks that divides the cycle, or a longer cycle.", "请填写能整除周期的周数，或加长周期。".
    E8106: "The knots of the curve do not ascend, or a share rises with the walk: {0} s follows {1} s.", "参与曲线的节点未按步行时间递增，或参与率随步行时间上升：{1} 秒之后为 {0} 秒。";
        "Put them in order; shares stay or fall.", "请按顺序填写，参与率只能持平或下降。".
    E8107: "By the curve nobody takes part, however short the walk.", "按此参与曲线，无论步行多近都无人参与。";
        "Give the first knot a share, and a walk of more than nothing to the last.", "请给第一个节点填写参与率，并使最后一个节点的步行时间大于零。".
    E8108: "The longest stand ({1} s) is shorter than the shortest ({0} s).", "最长停靠时间（{1} 秒）短于最短停靠时间（{0} 秒）。";
        "Swap them, or correct one.", "请对调或改正其一。".
    E8109: "Nobody lives anywhere.", "没有任何住户。";
        "Give households to some points.", "请为需求点填写 households。".
    E8110: "In all there are {0} households and {1} kg a week; at most 1,000,000,000 of each are possible.", "共有 {0} 户、每周 {1} 千克，各自最多 1,000,000,000。";
        "Correct the figures.", "请改正数字。".
    E8111: "No vehicle ever has a shift.", "没有车辆有班次。";
        "Correct the hours of shifts.", "请改正 shifts。".
    E8112: "The vehicle has two shifts on {0}.", "车辆在{0}有两个班次。";
        "Give one from the first departure to the last return; it may come home in between.", "请合并为从首次出发到末次返回的一个班次。".
    E8113: "No standing place can ever be used; of the first: {0}.", "没有一个停靠点可以使用，首个原因：{0}。";
        "Correct hours, quiet hours and markets.", "请改正开放时间、安静时段和集市日。".
    E8114: "“{0}” arises, and no vehicle can take it and unload it again: {1}.", "“{0}”有产生量，但没有车辆能够装运并卸下：{1}。";
        "Let an unloading place take it, give it a compartment, or let vehicles keep it overnight (must_end_empty: false).", "请让卸货点接收该品类、为其设置分隔，或允许车辆带货过夜（must_end_empty: false）。".
    E8115: "There are {0} vehicles; at most 200 are possible.", "共有 {0} 辆车，最多 200 辆。";
        "Lower the counts, or plan districts apart.", "请减少数量或分区规划。".
    E8201: "The timetable and the problem do not speak of the same: {0}.", "时刻表与问题文件不一致：{0}。";
        "Give the problem that the timetable was made for.", "请使用生成该时刻表的问题文件。".
    E8202: "There is no stop number {0} in the timetable.", "时刻表中没有编号为 {0} 的停靠。";
        "Numbers count from 0 in the order of calls.", "编号从 0 开始，按 calls 的顺序。".
    E8203: "The step says both of a call and of an unload, or neither.", "该步骤同时（或都没有）写明停靠和卸货。";
        "Give call or unload.", "请填写 call 或 unload 之一。".
    E8204: "Day {0} is not in a cycle of {1} weeks.", "第 {0} 天不在 {1} 周的周期内。";
        "Days count from 0, the first Monday.", "天数从 0（第一个星期一）开始。".
    E8205: "{0} is beyond what a timetable can say.", "{0} 超出时刻表可表示的范围。";
        "Clock times stay within a week of their day, all amounts below 1,000,000,000,000.", "时刻应在所属日期前后一周之内，数量应小于 1,000,000,000,000。".
    E8206: "The stop is not made on day {0}.", "第 {0} 天没有这次停靠。";
        "Give a day on which it is made: its weekday, in one of its weeks.", "请填写其停靠的日期：所列周次中的相应星期几。".
    E8207: "The closure ends on day {0}, before it begins on day {1}.", "关闭于第 {0} 天结束，早于开始的第 {1} 天。";
        "Swap them; a closure over the end of the cycle is two.", "请对调；跨越周期末尾的关闭请拆成两段。".
    E8301: "The timetable begins only on {0}.", "时刻表从 {0} 才开始。";
        "Correct when, or use the timetable that runs now.", "请改正 when，或使用现行时刻表。".
    E8302: "The vehicle “{0}” has no work on day {1} of the cycle.", "车辆“{0}”在周期第 {1} 天没有任务。";
        "Correct vehicle or when; days count from 0, a Monday.", "请改正 vehicle 或 when；天数从 0（星期一）开始。".
    E8303: "{0} steps are said to be over, and the day has {1}.", "上报已完成 {0} 步，而当天只有 {1} 步。";
        "Count the stops and unloads of that day that are over.", "请填写当天已完成的停靠和卸货步数。".
}

codes! { MOBILE_WARNINGS
    W8101: "The standing place “{0}” can never be used: {1}.", "停靠点“{0}”无法使用：{1}。";
        "It will not be visited: correct its hours, quiet hours and market.", "将不会停靠：请改正开放时间、安静时段和集市日。".
    W8102: "The vehicle “{0}” never has a shift.", "车辆“{0}”没有班次。";
        "It stays in the yard: correct its shifts.", "将不出车：请改正班次。".
    W8103: "The vehicle “{0}” cannot take or unload “{1}”, which arises.", "车辆“{0}”无法装运或卸下有产生量的“{1}”。";
        "It is not sent where that is brought: give it a compartment, or let an unloading place take it.", "将不派往有该品类的地点：请为其设置分隔或增加接收的卸货点。".
    W8104: "Nothing is brought anywhere: all kg_per_week are zero.", "所有 kg_per_week 均为零。";
        "Only households are planned for; give amounts for loads and unloads.", "仅按住户规划；请填写重量以计算装载与卸货。".
    W8105: "Setting up takes {0} s and the longest stand is {1} s: nothing that is brought can be taken.", "布置耗时 {0} 秒，而最长停靠仅 {1} 秒：送来的物品一律无法收取。";
        "Raise rules.most_stand_s, or lower rules.set_up_s.", "请加大 rules.most_stand_s 或减小 rules.set_up_s。".
    W8106: "A longest stand takes in {1} kg, and the vehicle “{0}” holds {2} kg: where more than that is brought it cannot stand at all.", "一次最长停靠可收 {1} 千克，而车辆“{0}”只装 {2} 千克：送来超过其载重的地点将无法停靠。";
        "Set rules.most_stand_s to {3} at most, so that the rest is turned away instead, or give larger vehicles.", "请将 rules.most_stand_s 设为不超过 {3}（其余拒收），或使用更大的车辆。".
    W8107: "People are to walk for up to {0} s, but by the curve nobody takes part beyond {1} s: walks end there.", "步行上限为 {0} 秒，但按参与曲线超过 {1} 秒无人参与，实际按后者计算。";
        "Give the curve another knot, or lower the limit.", "请在参与曲线上增加节点，或减小上限。".
    W8108: "At {0} places {1} kg a cycle are turned away, {2} % of what is brought to stops; most of it at “{3}”, {4} kg.", "{0} 个停靠点每周期共拒收 {1} 千克，占送来量的 {2}%；最多的是“{3}”，{4} 千克。";
        "Add vehicles or standing places near them, visit them more often, or let stands be longer and handling quicker.", "请增加车辆或附近的停靠点、增加停靠次数，或延长停靠、加快处理。".
}
