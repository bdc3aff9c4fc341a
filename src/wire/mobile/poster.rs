//! The poster at the kerb: when the vehicle comes, what it takes, the next dates. One page of A4, complete in itself.

use std::fmt::Write as _;

use jiff::civil;

use super::answer::{CallEntry, TimetableFile};
use super::calendar::dates;
use super::format::stand::WeekdayWord;
use super::ics::taken;
use crate::units::Milliseconds;
use crate::wire::lang::Lang;
use crate::wire::markup::escaped;

/// What stands in every poster's head, so that those of an earlier timetable are known.
pub const MARK: &str = "huilu mobile poster";
/// Dates that are printed.
const DATES: usize = 8;

/// The page of a standing place, with dates from a day on; where it has many stops it goes on over the next.
#[must_use]
pub fn page(file: &TimetableFile, stand: &str, from: civil::Date, lang: Lang) -> String {
    pages(file, &[stand], from, lang)
}

/// The pages of several standing places in one file, to be printed at once.
#[must_use]
pub fn pages(file: &TimetableFile, stands: &[&str], from: civil::Date, lang: Lang) -> String {
    let mut out = String::with_capacity(stands.len() << 12);
    let (title, tag) = (title(lang), lang.pick("en", "zh-CN"));
    let name = if let [stand] = stands { format!(" {}", escaped(stand)) } else { String::new() };
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><meta name=\"generator\" content=\"{MARK}\"><title>{title}{name}</title>\n<style>{SHEET}</style></head><body>\n",
    );
    stands.iter().for_each(|stand| article(&mut out, file, stand, from, lang));
    out.push_str("</body></html>\n");
    out
}

fn title(lang: Lang) -> &'static str {
    lang.pick("Recycling vehicle stops here", "流动回收车停靠点")
}

fn article(out: &mut String, file: &TimetableFile, stand: &str, from: civil::Date, lang: Lang) {
    let mut calls: Vec<&CallEntry> = file.calls.iter().filter(|c| c.stand == stand).collect();
    calls.sort_by_key(|c| (c.weekday, c.from));
    let _ = write!(
        out,
        "<article>\n<header><p class=\"kind\">{kind}</p><h1>{title}</h1><p class=\"name\">{name}</p></header>\n<main>\n",
        title = title(lang),
        name = escaped(stand),
        kind = lang.pick("Mobile collection: a vehicle instead of a station", "再生资源回收 · 以车代库"),
    );
    let mut vehicles: Vec<&str> = calls.iter().map(|c| c.vehicle.as_str()).collect();
    vehicles.sort_unstable();
    vehicles.dedup();
    // Where not all vehicles take the same, each stop says what is taken at it.
    let alike = vehicles.windows(2).all(|v| taken(file, v[0], lang) == taken(file, v[1], lang));
    // More than two stops a week stand in lines, so that the page stays one.
    let many = if calls.len() > 2 { " many" } else { "" };
    let _ = write!(out, "<section class=\"times{many}\">");
    for call in &calls {
        let _ = write!(
            out,
            "<div class=\"call\"><p class=\"day\">{}</p><p class=\"hours\">{}<span> – </span>{}</p>{}{}</div>",
            rhythm(file, call, lang),
            hm(call.from.0),
            hm(call.until.0),
            weeks(file, call, lang),
            if alike {
                String::new()
            } else {
                format!("<p class=\"takes\">{}</p>", escaped(&taken(file, &call.vehicle, lang)))
            }
        );
    }
    if calls.is_empty() {
        let _ = write!(out, "<p>{}</p>", lang.pick("No vehicle stops here at present.", "目前没有车辆停靠。"));
    }
    out.push_str("</section>\n");
    if let Some(vehicle) = vehicles.first().filter(|_| alike) {
        let _ = writeln!(
            out,
            "<section><h2>{}</h2><p class=\"taken\">{}</p></section>",
            lang.pick("What is taken", "回收品类"),
            escaped(&taken(file, vehicle, lang))
        );
    }
    let mut next: Vec<(civil::Date, &CallEntry)> =
        calls.iter().flat_map(|c| dates(file, c, from, DATES).into_iter().map(move |d| (d, *c))).collect();
    next.sort_by_key(|(d, c)| (*d, c.from));
    next.truncate(DATES);
    if !next.is_empty() {
        let _ = write!(out, "<section><h2>{}</h2><ul class=\"dates\">", lang.pick("Next dates", "近期停靠日期"));
        for (date, call) in next {
            let day = WeekdayWord::ALL[date.weekday().to_monday_zero_offset().rem_euclid(7) as usize];
            let said = lang.pick(
                format!("{} {}", &day.en()[..3], date),
                format!("{}月{}日 {}", date.month(), date.day(), day.zh()),
            );
            let _ = write!(out, "<li><b>{said}</b> {}–{}</li>", hm(call.from.0), hm(call.until.0));
        }
        out.push_str("</ul></section>\n");
    }
    let _ = write!(
        out,
        "</main>\n<footer><p>{}</p><p>{}</p></footer>\n</article>\n",
        lang.pick(
            "The vehicle never leaves before the time printed here; please do not leave things when it is not there.",
            "车辆不会早于上述时间离开；车辆不在时请勿堆放物品。"
        ),
        escaped(&vehicles.join(lang.pick(", ", "、"))),
    );
}

/// How often, in words.
fn rhythm(file: &TimetableFile, call: &CallEntry, lang: Lang) -> String {
    let day = call.weekday;
    if call.weeks.len() == usize::from(file.weeks) {
        return lang.pick(format!("Every {}", day.en()), format!("每{}", day.zh()));
    }
    lang.pick(day.en(), day.zh()).to_owned()
}

/// In which weeks, where it is not all.
fn weeks(file: &TimetableFile, call: &CallEntry, lang: Lang) -> String {
    if call.weeks.len() == usize::from(file.weeks) {
        return String::new();
    }
    let list: Vec<String> = call.weeks.iter().map(u8::to_string).collect();
    let (n, cycle) = (list.join(lang.pick(", ", "、")), file.weeks);
    let said = lang.pick(
        format!("in week {n} of every {cycle}; see the dates below"),
        format!("每 {cycle} 周的第 {n} 周，具体见下方日期"),
    );
    format!("<p class=\"weeks\">{said}</p>")
}

/// A clock time as people write it.
fn hm(time: Milliseconds) -> String {
    let minutes = time.0 / 60_000;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

const SHEET: &str = "
@page{size:A4;margin:12mm 0}@page:first{margin-top:0}
*{box-sizing:border-box}
article+article{break-before:page}
@media screen{article{min-height:297mm;display:flex;flex-direction:column}article+article{margin-top:10mm}}
.call,.dates li,footer,.taken{break-inside:avoid}h2{break-after:avoid}
body{margin:0;width:210mm;-webkit-print-color-adjust:exact;print-color-adjust:exact;font-family:'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','Noto Sans',sans-serif;color:#1b2a1c;background:#fff}
header{background:#1f6b3a;color:#fff;padding:16mm 18mm 12mm}
header .kind{margin:0;font-size:15pt;opacity:.9}header h1{margin:2mm 0 4mm;font-size:38pt;line-height:1.15}
header .name{margin:0;font-size:24pt;font-weight:600;overflow-wrap:anywhere}
main{flex:1;padding:10mm 18mm}
.call{border-bottom:.6mm solid #d5e3d6;padding:4mm 0}
.day{margin:0;font-size:26pt;font-weight:700}
.hours{margin:0;font-size:52pt;font-weight:800;letter-spacing:.02em;color:#1f6b3a;line-height:1.15}.hours span{color:#9bb79f}
.many .call{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;padding:1.5mm 0}.many .day{font-size:20pt}.many .hours{font-size:28pt}.many .weeks{width:100%}
.weeks{margin:1mm 0 0;font-size:14pt;color:#555}
.takes{margin:1mm 0 0;font-size:15pt}.many .takes{width:100%}
h2{margin:8mm 0 2mm;font-size:18pt;color:#1f6b3a}
.taken{margin:0;font-size:19pt;line-height:1.45}
.dates{margin:0;padding:0;list-style:none;columns:2;font-size:15pt}.dates li{padding:1.2mm 0;break-inside:avoid}.dates b{display:inline-block;min-width:34mm}
footer{padding:6mm 18mm 10mm;font-size:12pt;color:#555;border-top:.4mm solid #d5e3d6}footer p{margin:1mm 0}
";
