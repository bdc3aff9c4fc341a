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
