//! Codes of plans that come back in, often edited by hand.

use super::codes;

codes! { PLAN
    E3001: "“{0}” is not among the {1} of the problem.", "问题的{1}中没有“{0}”。";
        "Use the names of the problem file.", "请使用问题文件中的名称。".
    E3002: "The vehicle “{0}” has two routes.", "车辆“{0}”有两条路线。";
        "Keep one entry for each vehicle.", "每辆车只保留一项。".
    E3003: "“{0}” has {1} breaks; there is none at position {2}.", "“{0}”有 {1} 次休息，没有位置 {2}。";
        "Count positions from 0 in the kind's list.", "位置从 0 开始，按车型列表计数。".
    E3004: "The stop's type does not agree with what it names.", "停靠点的类型与所填内容不符。";
        "Give a name to task, unload and load, a break_position to break, and neither to start and end.", "task、unload、load 填写 name，break 填写 break_position，start 和 end 都不填。".
    E3005: "“{0}” is not a city's fingerprint.", "“{0}”不是城市文件的指纹。";
        "Leave it as the plan had it: 32 hexadecimal digits.", "请保留方案原有的 32 位十六进制数。".
}

codes! { RUNNING
    E3101: "{0} steps of “{1}” are said to be done; the plan has {2} for it.", "上报“{1}”已完成 {0} 步，而方案中只有 {2} 步。";
        "Count the steps between start and end that are over.", "请填写出发与返回之间已完成的步数。".
    E3102: "“{0}” is reported twice.", "“{0}”重复上报。";
        "Keep one entry.", "只保留一项。".
    E3103: "The closure ends at {0}, before it begins at {1}.", "关闭于 {0} 结束，早于开始的 {1}。";
        "Swap them.", "请对调。".
}
