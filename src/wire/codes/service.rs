//! Codes of answers: what a sound request can still meet.

use super::codes;

codes! { SERVICE
    E6001: "There is no road for “{0}” within {1} m of {2}.", "“{0}”在 {2} 周围 {1} 米内没有可用道路。";
        "Move the point, choose another profile, or allow a longer distance.", "请移动该点、更换出行方式或放宽距离。".
    E6002: "There is no way for “{0}” from {1} to {2}.", "“{0}”无法从 {1} 到达 {2}。";
        "Choose another profile, or check whether a point lies on an island of roads.", "请更换出行方式，或检查该点是否位于孤立路段。".
    E6003: "The profile “{0}” is not known.", "没有出行方式“{0}”。";
        "Choose one of: {1}.", "请选择：{1}。".
    E6004: "The city “{0}” is not loaded.", "城市“{0}”未加载。";
        "Choose one of: {1}.", "请选择：{1}。".
    E6005: "The plan was made on another city file.", "方案是用另一份城市文件生成的。";
        "Use the city file of the plan, or plan again.", "请使用原城市文件，或重新规划。".
    E6006: "The problem names no travel, and no city is given.", "问题没有自带行程矩阵，也没有指定城市。";
        "Give a city, or a travel section.", "请指定城市或给出 travel。".
    E6007: "The problem has {0} tasks; at once at most {1} are planned here.", "问题有 {0} 个任务，此处一次最多规划 {1} 个。";
        "Use huilu rounds, or split the problem.", "请使用 huilu rounds 或拆分问题。".
    E6008: "The network has {0} sites and sources; at once at most {1} are designed here.", "网络共有 {0} 个站点和产生点，此处一次最多设计 {1} 个。";
        "Use huilu network design.", "请使用 huilu network design。".
    E6009: "The network's hauls and coverage rules may have {0} ways and walks; at once at most {1} are measured here.", "该网络的运输与覆盖规则最多有 {0} 条路径，此处一次最多测量 {1} 条。";
        "Use huilu network design, or give it fewer hauls and rules.", "请使用 huilu network design,或减少运输方式与规则。".
    E9001: "There is nothing at {0}.", "没有 {0} 这个地址。";
        "See /docs for what there is.", "可用地址见 /docs。".
    E9002: "{0} is not possible here.", "此处不能使用 {0}。";
        "Use one of: {1}.", "请使用：{1}。".
    E9003: "The body is larger than {0} bytes.", "请求体超过 {0} 字节。";
        "Send less at a time.", "请减少一次发送的内容。".
    E9004: "The body is {0}, not JSON.", "请求体是 {0}，不是 JSON。";
        "Send application/json.", "请发送 application/json。".
    E9005: "Too many requests are under way.", "当前请求过多。";
        "Try again in {0} s.", "请在 {0} 秒后重试。".
    E9006: "The answer was not ready within {0} s.", "{0} 秒内未能得出结果。";
        "Ask for less, or use the command line.", "请减少请求内容，或使用命令行。".
    E9007: "Something went wrong inside.", "内部出错。";
        "Try again; if it stays, report the time and this code.", "请重试；如仍出错，请反馈时间和此代码。".
    E9008: "The service is shutting down.", "服务正在关闭。";
        "Try again in a moment.", "请稍后重试。".
}
