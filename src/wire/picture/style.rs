//! Colours and signs.

use super::{MarkKind, line};

/// Hues that stay apart for most colour-blind readers (after Okabe and Ito), then darker ones of the same.
const COLOURS: [&str; 12] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a3b00", "#004d73", "#7b2d8b", "#4f7942",
    "#a3142b", "#555555",
];

/// The colour of round `i`.
pub(super) fn colour(i: usize) -> &'static str {
    COLOURS[i % COLOURS.len()]
}

pub(super) const SHEET: &str = "<style>
text{font-family:'Noto Sans','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif;fill:#222}
.title{font-size:22px;font-weight:700}.sub{font-size:13px;fill:#555}.small{font-size:11px;fill:#666}
.th{font-size:12px;font-weight:700;fill:#444}.td{font-size:12px}.sum{font-size:12px;font-weight:700}
.land path{fill:#efe6d8;stroke:none}
.road path{fill:none;stroke:#d9d5cc;stroke-linejoin:round;stroke-linecap:round}
.w0 path{stroke-width:.5}.w1 path{stroke-width:.9}.w2 path{stroke-width:1.5;stroke:#cfc9bb}.w3 path{stroke-width:2.2;stroke:#c4bcaa}
.round path{fill:none;stroke-width:2.4;stroke-opacity:.72;stroke-linejoin:round;stroke-linecap:round}
.border path{fill:none;stroke:#8a8a8a;stroke-width:1;stroke-dasharray:5 3}
.county{font-size:14px;fill:#333;text-anchor:middle;paint-order:stroke;stroke:#fbfaf7;stroke-width:4px}
.bar{fill:none;stroke:#444;stroke-width:1.2}.rule{stroke:#ccc;stroke-width:1}
</style>
";

/// One mark at a point of the paper.
pub(super) fn mark(out: &mut String, kind: MarkKind, x: f64, y: f64, label: &str) {
    let shape = match kind {
        MarkKind::Stop(i) => {
            format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.6\" fill=\"{}\" stroke=\"#fff\" stroke-width=\"1\"/>",
                colour(i)
            )
        }
        MarkKind::LeftOut => format!(
            "<path d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\" stroke=\"#c00\" stroke-width=\"2.4\" fill=\"none\"/>",
            x - 4.0,
            y - 4.0
        ),
        // Hollow, so that the stop that empties it shows inside.
        MarkKind::DropOff => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"11\" height=\"11\" fill=\"none\" stroke=\"#2e7d32\" stroke-width=\"1.6\"/>",
            x - 5.5,
            y - 5.5
        ),
        MarkKind::TransferStation => format!(
            "<path d=\"M{x:.1} {:.1}l8 14h-16z\" fill=\"#2e7d32\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
            y - 9.0
        ),
        MarkKind::SortingCentre => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"16\" height=\"16\" fill=\"#1b5e20\" stroke=\"#fff\" stroke-width=\"1.8\"/>",
            x - 8.0,
            y - 8.0
        ),
        MarkKind::Sink => format!(
            "<path d=\"M{x:.1} {:.1}l9 9l-9 9l-9 -9z\" fill=\"#4e342e\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
            y - 9.0
        ),
        MarkKind::Unused => {
            format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\" fill=\"#fff\" stroke=\"#999\" stroke-width=\"1\"/>")
        }
        MarkKind::Closed => format!(
            "<path d=\"M{:.1} {:.1}l9 9m0 -9l-9 9\" stroke=\"#8d6e63\" stroke-width=\"2.2\" fill=\"none\"/>",
            x - 4.5,
            y - 4.5
        ),
        MarkKind::Warehouse => format!(
            "<path d=\"M{:.1} {y:.1}l9 -8l9 8v8h-18z\" fill=\"#222\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
            x - 9.0
        ),
    };
    line(out, format_args!("<g>{shape}<title>{label}</title></g>"));
}
