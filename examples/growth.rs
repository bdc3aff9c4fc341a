//! How the kernel's costs grow with a city: reads the lines that `benches/kernel.sh` wrote, prints fitted exponents and draws them.
//!
//! `cargo run --release --example growth -- kernel.jsonl docs/growth.svg`

#![expect(clippy::unwrap_used, reason = "a tool of ours: it stops where its input is wrong")]

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

/// What is drawn: a name, the bench and field it is read from, and its unit in seconds.
const SERIES: [(&str, &str, &str, f64); 6] = [
    ("import", "import", "read_s", 1.0),
    ("order", "import", "order_s", 1.0),
    ("contract", "import", "contract_s", 1.0),
    ("customize", "import", "customize_s", 1.0),
    ("query", "query", "p50_us", 1e-6),
    ("table 1,000 x 1,000", "matrix", "cpu_s", 1.0),
];
const COLOURS: [&str; 6] = ["#4269d0", "#efb118", "#ff725c", "#3ca951", "#a463f2", "#6cc5b0"];

fn main() {
    let mut args = std::env::args().skip(1);
    let lines = std::fs::read_to_string(args.next().unwrap()).unwrap();
    let lines: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    // The last line of a kind counts.
    let vertices: BTreeMap<&str, f64> = lines
        .iter()
        .filter(|l| l["bench"] == "import" || expanded(l))
        .map(|l| (l["city"].as_str().unwrap(), l["vertices"].as_f64().unwrap()))
        .collect();
    let mut svg = String::new();
    let (x, y) = (|v: f64| 70.0 + (v.log10() - 3.0) * 150.0, |s: f64| 420.0 - (s.log10() + 6.0) * 50.0);
    for (k, (name, bench, field, unit)) in SERIES.into_iter().enumerate() {
        let of = |l: &&Value| expanded(l) || (l["bench"] == bench && (bench != "matrix" || l["n"] == 1000));
        let points: BTreeMap<&str, (f64, f64)> = lines
            .iter()
            .filter(of)
            .filter_map(|l| {
                let city = l["city"].as_str()?;
                // A plain graph has one line for all, and its processor seconds are those of the table.
                let field = if expanded(l) && bench == "matrix" { "table_s" } else { field };
                Some((city, (*vertices.get(city)?, l[field].as_f64()? * unit)))
            })
            .collect();
        let points: Vec<(f64, f64)> = points.into_values().filter(|p| p.1 > 0.0).collect();
        let slope = exponent(&points);
        println!("{name}: vertices^{slope:.2} over {} cities", points.len());
        for &(v, s) in &points {
            writeln!(svg, "<circle cx='{:.1}' cy='{:.1}' r='4' fill='{}'/>", x(v), y(s), COLOURS[k]).unwrap();
        }
        let at = 40 + 20 * k;
        writeln!(svg, "<circle cx='620' cy='{at}' r='5' fill='{}'/>", COLOURS[k]).unwrap();
        writeln!(svg, "<text x='632' y='{}'>{name}: n^{slope:.2}</text>", at + 5).unwrap();
    }
    let mut axes = String::new();
    for d in 3..=6 {
        let v = 10_f64.powi(d);
        let label = ["1,000", "10,000", "100,000", "1,000,000"][d as usize - 3];
        writeln!(
            axes,
            "<path d='M{0:.1} 20V420' stroke='#ddd'/><text x='{0:.1}' y='440' text-anchor='middle'>{label}</text>",
            x(v)
        )
        .unwrap();
    }
    for (d, label) in (-6..=2).zip(["1 us", "10 us", "100 us", "1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s"]) {
        let at = y(10_f64.powi(d));
        writeln!(
            axes,
            "<path d='M70 {at:.1}H600' stroke='#ddd'/><text x='62' y='{:.1}' text-anchor='end'>{label}</text>",
            at + 5.0
        )
        .unwrap();
    }
    let page = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 820 470' font-family='sans-serif' font-size='13'>\n<rect width='820' height='470' fill='white'/>\n{axes}{svg}<text x='335' y='462' text-anchor='middle'>vertices of the turn-expanded graph</text>\n</svg>\n"
    );
    if let Some(out) = args.next() {
        std::fs::write(out, page).unwrap();
    }
}

/// Whether a line is that of a plain graph, expanded by turns as the cities are.
fn expanded(line: &Value) -> bool {
    line["bench"] == "graph" && line["turns"] == true
}

/// The slope of the line of least squares through the logarithms.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|p| (p.0.ln(), p.1.ln())).collect();
    let (mx, my) = (logs.iter().map(|l| l.0).sum::<f64>() / n, logs.iter().map(|l| l.1).sum::<f64>() / n);
    let over: f64 = logs.iter().map(|l| (l.0 - mx) * (l.1 - my)).sum();
    over / logs.iter().map(|l| (l.0 - mx).powi(2)).sum::<f64>()
}
