//! A designed network as a page to print: what an officer attaches to a 资源循环利用体系建设方案.

use std::fmt::Write as _;

use super::tables::{Cell, Table};
use crate::wire::lang::Lang;
use crate::wire::markup::escaped;

/// Rows of a table that are printed; the workbook has them all.
const PRINTED: usize = 400;

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its heading.
    pub title: String,
    /// Lines under it: what is decided, what it costs, how good it is.
    pub summary: Vec<String>,
    /// The map, as SVG; empty for none.
    pub map_svg: String,
    /// The tables.
    pub tables: Vec<Table>,
    /// What the figures rest on.
    pub notes: Vec<String>,
}

/// The page, complete in itself: it loads nothing and runs nothing.
#[must_use]
pub fn page(report: &Report, lang: Lang) -> String {
    let mut out = String::with_capacity(1 << 16);
    let title = escaped(&report.title);
    let tag = lang.pick("en", "zh-CN");
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title>\n<style>{SHEET}</style></head><body>\n<h1>{title}</h1>\n<ul class=\"summary\">"
    );
    for line in &report.summary {
        let _ = write!(out, "<li>{}</li>", escaped(line));
    }
    out.push_str("</ul>\n");
    if !report.map_svg.is_empty() {
        let _ = writeln!(out, "<figure>{}</figure>", report.map_svg);
    }
    for table in &report.tables {
        self::table(&mut out, table, lang);
    }
    if !report.notes.is_empty() {
        let _ = write!(out, "<h2>{}</h2>\n<ol class=\"notes\">", lang.pick("What the figures rest on", "数据与假设"));
        for note in &report.notes {
            let _ = write!(out, "<li>{}</li>", escaped(note));
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</body></html>\n");
    out
}

fn table(out: &mut String, table: &Table, lang: Lang) {
    let _ = write!(out, "<h2>{}</h2>\n<table><thead><tr>", escaped(&table.title));
    for (i, column) in table.columns.iter().enumerate() {
        let class = if table.is_figures(i) { " class=\"n\"" } else { "" };
        let _ = write!(out, "<th{class}>{}</th>", escaped(column));
    }
    out.push_str("</tr></thead>\n<tbody>");
    for (i, row) in table.rows.iter().take(PRINTED).enumerate() {
        out.push_str(if table.sums.contains(&i) { "<tr class=\"sum\">" } else { "<tr>" });
        for cell in row {
            let _ = match cell {
                Cell::Text(words) => write!(out, "<td>{}</td>", escaped(words)),
                Cell::Figure(value, decimals) => write!(out, "<td class=\"n\">{}</td>", grouped(*value, *decimals)),
                Cell::Missing(word) => write!(out, "<td class=\"n\">{}</td>", escaped(word)),
                Cell::Nothing => write!(out, "<td></td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    if let Some(more) = table.rows.len().checked_sub(PRINTED).filter(|&n| n > 0) {
        let _ = writeln!(
            out,
            "<p class=\"more\">{}</p>",
            lang.pick(format!("{more} more rows are in the workbook."), format!("其余 {more} 行见工作簿。"))
        );
    }
}

/// A figure with its thousands set apart.
#[must_use]
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, r)| (w, format!(".{r}")));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let zero = text.chars().all(|c| c == '0' || c == '.');
    format!("{}{out}{rest}", if value < 0.0 && !zero { "−" } else { "" })
}

const SHEET: &str = "
@page{size:A4;margin:16mm 14mm}
body{font-family:'Noto Serif CJK SC','Source Han Serif SC','SimSun','Noto Sans CJK SC','Noto Sans',serif;color:#1c1c1c;max-width:1000px;margin:24px auto;padding:0 16px;line-height:1.5}
h1{font-size:24px;border-bottom:2px solid #2e7d32;padding-bottom:8px}
h2{font-size:17px;margin-top:28px;break-after:avoid}
.summary{list-style:none;padding:0;margin:12px 0}.summary li{margin:3px 0}
figure{margin:16px 0}figure svg{width:100%;height:auto;border:1px solid #ddd}
table{border-collapse:collapse;width:100%;font-size:12px;font-variant-numeric:tabular-nums}
tr.sum td{font-weight:600;border-bottom:1.5px solid #b5c9b6;background:#f7faf7}
th{background:#eef4ee;text-align:left;vertical-align:bottom;border-bottom:1.5px solid #2e7d32;padding:4px 6px}th.n{text-align:right}
td{border-bottom:1px solid #e2e2e2;padding:3px 6px}td.n{text-align:right;white-space:nowrap}
tr{break-inside:avoid}thead{display:table-header-group}
.more,.notes{font-size:12px;color:#555}
@media print{body{margin:0;max-width:none;padding:0}}
";

#[cfg(test)]
mod tests {
    use super::super::tables::text;
    use super::*;

    #[test]
    fn figures_are_grouped_and_words_cannot_break_the_page() {
        let said = [(0.0, 0), (-0.001, 2), (999.5, 0), (1234567.891, 2), (-1000.0, 0)].map(|(v, d)| grouped(v, d));
        assert_eq!(said, ["0", "0.00", "1,000", "1,234,567.89", "−1,000"]);
        let mut table = Table::new("<b>", &["站点"]);
        table.rows = vec![vec![text("</table><script>")]; PRINTED + 2];
        let report = Report { title: "大同 & <忻州>".into(), tables: vec![table], ..Report::default() };
        let page = page(&report, Lang::Zh);
        // A heading stands over the last digits of its figures, a sum is marked, a word among figures is set like them.
        let mut table = Table::new("t", &["县区", "吨"]);
        table.rows = vec![vec![text("a"), Cell::Figure(1.0, 0)], vec![text("合计"), Cell::Missing("不限")]];
        table.sums = vec![1];
        let figures = super::page(&Report { tables: vec![table], ..Report::default() }, Lang::Zh);
        assert!(figures.contains("<th>县区</th><th class=\"n\">吨</th>"));
        assert!(figures.contains("<tr class=\"sum\"><td>合计</td><td class=\"n\">不限</td>"));
        assert!(page.contains("大同 &amp; &lt;忻州&gt;") && !page.contains("<script") && page.contains("其余 2 行"));
    }
}
