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
    E9104: "The query string cannot be read.", "无法读取查询字符串。";
        "Write name=value&name=value, percent-encoded UTF-8.", "请写成 name=value&name=value，并按 UTF-8 百分号编码。".
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
}

/// The codes above, for tests.
#[cfg(test)]
pub(super) static ALL: [&Code; 9] = [&E9101, &E9102, &E9103, &E9104, &E9105, &E9106, &E9107, &E9108, &E9109];
