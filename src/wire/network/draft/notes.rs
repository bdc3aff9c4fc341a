//! What a draft rests on, beside what it had to assume or leave out: where its amounts and prices come from.

use super::rules::name;
use super::{Parts, Remark};
use crate::network::figure::Sure;

/// In sentences, in both languages.
pub(super) fn notes(parts: &Parts<'_>) -> Vec<Remark> {
    let mut out = Vec::new();
    for base in parts.region.map_or(&[][..], |r| &r.baselines) {
        let what = name(parts, &base.streams);
        let t = base.kg.value as f64 / 1000.0;
        let (sure, sure_zh) = if base.kg.sure == Sure::Assumed { ("assumed: ", "假定：") } else { ("", "") };
        out.push((
            format!("{what} collected in {}: {t:.0} t ({sure}{}), shared out by people", base.year, base.kg.source),
            format!("{} 年{what}回收量 {t:.0} 吨（{sure_zh}{}），按人口分摊到各县区", base.year, base.kg.source),
        ));
    }
    out.push((
        "Other amounts: people times what a person hands over in a year (seeds/rates.toml, most of it assumed); people by census where a region is given, else by homes on the map."
            .to_owned(),
        "其余产生量＝人口×人均年交投量（seeds/rates.toml，多为假定）；给定地区时人口取普查数，否则按地图住宅推算。".to_owned(),
    ));
    let p = parts.prices;
    let size = |t: f64| format!("{t:.0}");
    out.push((
        format!(
            "Sizes and prices of sites are the draft's (assumed unless you gave your own): {} t, {} t and {} t a year at a drop-off point, station and centre; a tonne left uncollected counts {} yuan.",
            size(p.drop_off.capacity_t),
            size(p.transfer_station.capacity_t),
            size(p.sorting_centre.capacity_t),
            size(p.uncollected_yuan_per_t)
        ),
        format!(
            "站点规模与价格取自起草参数（未自行提供时均为假定）：交投点、中转站、分拣中心年能力 {}、{}、{} 吨；每吨未回收计 {} 元。",
            size(p.drop_off.capacity_t),
            size(p.transfer_station.capacity_t),
            size(p.sorting_centre.capacity_t),
            size(p.uncollected_yuan_per_t)
        ),
    ));
    out.push((
        "Trucks and their prices are assumed; pieces of 100 kg and more (vehicles, traction batteries, wind blades) are fetched where they arise."
            .to_owned(),
        "车辆及其价格为假定；100 公斤及以上的大件（机动车、动力电池、风电叶片）从产生点直接拖运，不经交投点。".to_owned(),
    ));
    out
}
