//! The page's text: plain HTML, everything from outside escaped.

use std::fmt::Write;

use crate::api::state::{Cities, DemoFiles};
use crate::wire::lang::Lang;
use crate::wire::markup::escaped;

/// The page, with the cities once they are loaded.
pub(super) fn page(lang: Lang, cities: Option<&Cities>, demo: Option<&DemoFiles>) -> String {
    let say = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    let mut out = String::with_capacity(8 << 10);
    let other = lang.pick(("zh", "中文"), ("en", "English"));
    put(
        &mut out,
        format_args!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>huilu 回路</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n\
         <header><h1>huilu 回路</h1><a href=\"/?lang={}\" hreflang=\"{}\" lang=\"{}\">{}</a></header>\n<main>\n<p>{}</p>\n",
            lang.pick("en", "zh-CN"),
            other.0,
            other.0,
            other.0,
            other.1,
            say(
                "Routes, travel matrices and checked collection rounds on one city's OpenStreetMap.",
                "基于一座城市的 OpenStreetMap 数据,提供路线、行程矩阵和经过校验的收运方案。",
            ),
        ),
    );
    holds(&mut out, lang, cities);
    if let Some(demo) = demo {
        day(&mut out, lang, demo);
    }
    put(
        &mut out,
        format_args!(
            "<h2>{}</h2>\n<ul>\n<li><a href=\"/docs/\">{}</a></li>\n<li><a href=\"/openapi.json\">OpenAPI</a></li>\n\
         <li><a href=\"/v1/city\">{}</a></li>\n</ul>\n</main>\n<footer>{}</footer>\n</body>\n</html>\n",
            say("For programs", "接口"),
            say("Documentation, to read and try", "可读可试的接口文档"),
            say("What the city holds, as JSON", "城市数据概况(JSON)"),
            say("Map data © OpenStreetMap contributors, ODbL", "地图数据 © OpenStreetMap 贡献者,ODbL 许可"),
        ),
    );
    out
}

fn holds(out: &mut String, lang: Lang, cities: Option<&Cities>) {
    let Some(cities) = cities else {
        let words = lang.pick("No city is loaded yet.", "城市数据尚未加载。");
        return put(out, format_args!("<p>{words}</p>\n"));
    };
    let (heading, profiles) = lang.pick(("Cities", "vehicle profiles:"), ("城市", "车型："));
    put(out, format_args!("<h2>{heading}</h2>\n<ul>\n"));
    for (name, city) in cities {
        put(out, format_args!("<li><strong>{}</strong>, {profiles}", escaped(name)));
        for profile in city.profiles() {
            put(out, format_args!(" <code>{}</code>", escaped(&profile)));
        }
        put(out, format_args!("</li>\n"));
    }
    put(out, format_args!("</ul>\n"));
}

fn day(out: &mut String, lang: Lang, demo: &DemoFiles) {
    let (heading, picture) =
        lang.pick(("The demo's day", "Map of the day's rounds"), ("演示:一天的收运", "当天收运路线图"));
    put(
        out,
        format_args!(
            "<h2>{heading}</h2>\n<a href=\"/demo/map.svg\"><img src=\"/demo/map.svg\" alt=\"{picture}\"></a>\n<div class=\"wide\">\n<table>\n"
        ),
    );
    let rows = |out: &mut String, cell: &str, rows: &[Vec<String>]| {
        for row in rows.iter().filter(|row| !row.is_empty()) {
            put(out, format_args!("<tr>"));
            for text in row {
                put(out, format_args!("<{cell}>{}</{cell}>", escaped(text)));
            }
            put(out, format_args!("</tr>\n"));
        }
    };
    put(out, format_args!("<thead>\n"));
    rows(out, "th", std::slice::from_ref(&demo.columns));
    put(out, format_args!("</thead>\n<tbody>\n"));
    rows(out, "td", &demo.rows);
    put(out, format_args!("</tbody>\n<tfoot>\n"));
    rows(out, "td", std::slice::from_ref(&demo.totals));
    let (plan, map, problem) = lang.pick(
        ("Plan (JSON)", "Plan on a map (GeoJSON)", "Problem (JSON)"),
        ("方案(JSON)", "方案地图(GeoJSON)", "问题(JSON)"),
    );
    put(
        out,
        format_args!(
            "</tfoot>\n</table>\n</div>\n<ul>\n<li><a href=\"/demo/plan.json\">{plan}</a></li>\n\
         <li><a href=\"/demo/plan.geojson\">{map}</a></li>\n<li><a href=\"/demo/problem.json\">{problem}</a></li>\n</ul>\n"
        ),
    );
}

/// Writing to a `String` cannot fail.
fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(words);
}
