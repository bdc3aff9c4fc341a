//! Codes of the door itself: what can be wrong before a request is even read, and what a service can lack.

use crate::wire::codes::Code;

/// `NAME: cause en, cause zh; remedy en, remedy zh.`
macro_rules! codes {
    ($($name:ident: $cause_en:literal, $cause_zh:literal; $remedy_en:literal, $remedy_zh:literal.)+) => {$(
        #[doc = $cause_en]
        pub(super) static $name: Code = Code {
            code: stringify!($name),
            cause_en: $cause_en,
            cause_zh: $cause_zh,
            remedy_en: $remedy_en,
            remedy_zh: $remedy_zh,
        };
    )+};
}

codes! {
    E9101: "The city is still being loaded.", "城市数据正在加载。";
        "Try again in a few seconds; /readyz tells when.", "请几秒后重试；/readyz 会显示是否就绪。".
    E9102: "The body broke off.", "请求体中途中断。";
        "Send it again.", "请重新发送。".
    E9103: "The body did not arrive within {0} s.", "请求体未能在 {0} 秒内送达。";
        "Send it again over a better line, or send less.", "请改善网络后重发，或减少数据量。".
    E9104: "The address cannot be read.", "无法读取该地址。";
        "Write it in UTF-8, percent-encoded, a query as name=value&name=value.", "请按 UTF-8 百分号编码，查询写成 name=value&name=value。".
    E9105: "This service shows no demo.", "本服务没有演示内容。";
        "Start it with: huilu demo", "请用 huilu demo 启动。".
    E9106: "The body is compressed.", "请求体经过压缩。";
        "Send it as it is, without Content-Encoding.", "请发送未压缩的内容，不要带 Content-Encoding。".
    E9107: "The problem has {0} vehicles; at once at most {1} are planned here.", "问题有 {0} 辆车，此处一次最多规划 {1} 辆。";
        "Use huilu rounds, or split the problem.", "请使用 huilu rounds 或拆分问题。".
    E9108: "The request cannot be understood.", "无法理解该请求。";
        "See /docs for what each address takes.", "各地址的请求格式见 /docs。".
    E9109: "More than one city is loaded.", "加载了多座城市。";
        "Name one of them in “city”: {0}.", "请在 city 中写明其一：{0}。".
    E9110: "The rules of this city cannot be changed over HTTP.", "此城市的规则不能通过 HTTP 修改。";
        "Start the service with --allow-rule-changes and a rules file of the city's own, --rules F or --rules NAME=F.", "请用 --allow-rule-changes 启动服务，并为该城市单独指定规则文件：--rules F 或 --rules 城市名=F。".
    E9111: "Who replaces all rules must say which ones.", "替换全部规则时须说明替换的是哪一版。";
        "Send If-Match with the ETag of GET /v1/rules, or If-Match: * to replace whatever is there.", "请在 If-Match 中写 GET /v1/rules 给出的 ETag；不论现有内容都替换则写 If-Match: *。".
    E9112: "Something else is in force than the request expects: {0}.", "现行内容与请求所预期的不同：{0}。";
        "Read the rules again, see what has changed, and send the change with the new ETag.", "请重新读取规则，核对改动后用新的 ETag 再次提交。".
    E9113: "No rule is called “{0}”.", "没有名为“{0}”的规则。";
        "See GET /v1/rules for the ids; in an address they are percent-encoded.", "id 见 GET /v1/rules；写在地址中须百分号编码。".
    E9114: "The rules could not be made safe on disk; the change is not acknowledged, and whether it is in force is not certain.", "规则未能安全写入磁盘，修改未获确认，是否生效未定。";
        "See the service's log; make room or mend the permissions of the folder, read the rules, and send the change again.", "请查看服务日志，腾出空间或修正目录权限，重新读取规则后再提交。".
    E9115: "The change comes from a page of another site, {0}.", "修改来自其他网站的页面：{0}。";
        "Change rules from this service's own pages, or with a program.", "请从本服务自己的页面或用程序修改规则。".
    E9116: "The rules file was changed by another hand since the service read it.", "服务读取之后，规则文件已被其他途径改动。";
        "Start the service again to take that file; change rules in one place only.", "请重启服务以读取该文件；规则只应从一处修改。".
    E9117: "The answer has no length known before, and HTTP/1.0 cannot tell a part of it from the whole.", "结果长度无法预知，HTTP/1.0 无法分辨其是否完整。";
        "Ask over HTTP/1.1, or for an npy format.", "请使用 HTTP/1.1，或选用 npy 格式。".
    E9118: "The rules would have {0} bytes together; at most {1} are kept.", "全部规则将达 {0} 字节，最多保存 {1} 字节。";
        "Lift rules that are no longer needed, or simplify their outlines.", "请撤销不再需要的规则，或简化其范围。".
    E9119: "The service has {0} places to stand, start, end and unload; at once at most {1} are planned here.", "共有 {0} 个停靠、出发、收车和卸货地点，此处一次最多规划 {1} 个。";
        "Use huilu mobile plan, or give fewer candidate places.", "请使用 huilu mobile plan 或减少候选停靠点。".
    E9120: "The service has {0} demand points; at once at most {1} are planned here.", "共有 {0} 个需求点，此处一次最多规划 {1} 个。";
        "Use huilu mobile plan, or merge points.", "请使用 huilu mobile plan 或合并需求点。".
    E9121: "This service has no timetable of a mobile service{0}.", "本服务没有流动回收时刻表{0}。";
        "Start it with --timetable WEEK.json, or --timetable NAME=WEEK.json where there are several cities.", "请用 --timetable WEEK.json 启动；多座城市时写 --timetable 城市名=WEEK.json。".
    E9122: "The service has {0} fixed drop-offs; at once at most {1} are planned with here.", "共有 {0} 个固定交投点，此处一次最多按 {1} 个规划。";
        "Use huilu mobile plan, or give only those near the standing places.", "请使用 huilu mobile plan，或只填写停靠点附近的交投点。".
    E9123: "The service has {0} vehicles; at once at most {1} are planned here.", "共有 {0} 辆车，此处一次最多规划 {1} 辆。";
        "Use huilu mobile plan, or plan districts apart.", "请使用 huilu mobile plan 或分区规划。".
}

/// The codes above, for tests.
#[cfg(test)]
pub(super) static ALL: [&Code; 23] = [
    &E9101, &E9102, &E9103, &E9104, &E9105, &E9106, &E9107, &E9108, &E9109, &E9110, &E9111, &E9112, &E9113, &E9114,
    &E9115, &E9116, &E9117, &E9118, &E9119, &E9120, &E9121, &E9122, &E9123,
];
