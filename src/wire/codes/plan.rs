//! Codes of plans that come back in, often edited by hand.

use super::codes;

codes! { PLAN
    E3001: "“{0}” is not among the {1} of the problem.", "问题的{1}中没有“{0}”。";
        "Use the names of the problem file.", "请使用问题文件中的名称。".
    E3002: "The vehicle “{0}” has two routes.", "车辆“{0}”有两条路线。";
        "Keep one entry for each vehicle.", "每辆车只保留一项。".
    E3003: "“{0}” has {1} breaks; there is none at position {2}.", "“{0}”有 {1} 次休息，没有位置 {2}。";
        "Count positions from 0 in the kind's list.", "位置从 0 开始，按车型列表计数。".
    E3004: "The step names {0} things to do.", "此步骤写了 {0} 件事。";
        "Give exactly one of task, unload, load and break.", "请在 task、unload、load、break 中只填一项。".
}
