//! Codes of networks: what a well-formed network file can still have wrong.

use super::codes;

codes! { NETWORK
    E7401: "“{0}” arises, {1} t a year, and {2}.", "“{0}”每年产生 {1} 吨，但{2}。";
        "Let a site and a haul on the way take it, or give the stream uncollected_fen_per_t.", "请让途中的站点和运输方式接收该品类，或为其填写 uncollected_fen_per_t。".
    E7402: "The area “{0}” lies in itself.", "区域“{0}”包含于自身。";
        "Correct within.", "请改正 within。".
    E7403: "A haul from {0} cannot go to {1}.", "运输不能从{0}到{1}。";
        "Hauls go to a later tier: sources, drop_off, transfer_station, sorting_centre, sink.", "运输只能去往更后的层级：sources、drop_off、transfer_station、sorting_centre、sink。".
    E7404: "The site must take at least {0} t a year and can take at most {1} t.", "站点每年至少须接收 {0} 吨，但最多只能接收 {1} 吨。";
        "Lower least_t_per_year or raise the capacity.", "请降低 least_t_per_year 或提高能力。".
    E7405: "At least {0} sites are wanted and at most {1}.", "要求至少 {0} 个、至多 {1} 个站点。";
        "Swap them, or correct one.", "请对调或改正其一。".
    E7406: "At least {0} sites of {1} are wanted here, and only {2} could be open.", "此处要求至少 {0} 个{1}，但最多只有 {2} 个可用。";
        "Add candidates, or ask for fewer.", "请增加候选站点或降低要求。".
    E7407: "In all {0} t arise in a year; at most 1,000,000,000 t are possible.", "每年共产生 {0} 吨，最多 1,000,000,000 吨。";
        "Correct the amounts: they are kilograms.", "请改正数量，其单位为千克。".
    E7408: "Nothing arises anywhere.", "没有任何产生量。";
        "Give kg_per_year to some sources.", "请为产生点填写 kg_per_year。".
    E7409: "The year {1} of the multiple is not after the base year {0}.", "目标年份 {1} 不在基准年份 {0} 之后。";
        "Correct base_year or year.", "请改正 base_year 或 year。".
    E7410: "The stream “{0}” grows by two entries.", "品类“{0}”出现在两项增长中。";
        "Keep it in one.", "请只保留一项。".
    E7411: "The base years differ: {0} and {1}; the amounts of the sources are of one year.", "基准年份不一致：{0} 与 {1}；产生量只属于同一年。";
        "Give all entries the same base_year.", "请使用同一个 base_year。".
    E7412: "The site must take at least {0} t a year; emptied every {1} days its floor lets {2} kg a year through.", "站点每年至少须接收 {0} 吨；每 {1} 天清运一次时，其场地每年最多周转 {2} 千克。";
        "Raise storage_kg, empty it more often, or lower least_t_per_year.", "请增大 storage_kg、缩短清运间隔或降低 least_t_per_year。".
    E7413: "Reaching no household at all would cost {0} yuan a year by this rule, more than sums can hold.", "按此规则，所有住户均未覆盖时每年费用为 {0} 元，超出可计算范围。";
        "Lower unreached_fen, or correct the households of the sources.", "请降低 unreached_fen，或改正产生点的户数。".
}

codes! { NETWORK_WARNINGS
    W7901: "“{0}” arises, {1} t a year, and {2}.", "“{0}”每年产生 {1} 吨，但{2}。";
        "All of it will be left uncollected: let a site and a haul on the way take it.", "将全部无法回收：请让途中的站点和运输方式接收该品类。".
    W7902: "Only an existing site can be closed; closing_fen_per_year of a {0} site has no effect.", "只有现有站点可以关闭；{0}站点的 closing_fen_per_year 无效。";
        "Remove it, or correct status.", "请删除或改正 status。".
    W7903: "A coverage rule holds for no household.", "覆盖规则没有对应的住户。";
        "Give households to the sources, or correct the rule's area.", "请为产生点填写 households,或改正规则的区域。".
    W7904: "The site stands on land where {0} may not be opened; it stays closed.", "该用地不允许开设{0}，站点将保持关闭。";
        "Correct land, or the site's land_class.", "请改正 land 或站点的 land_class。".
    W7905: "visit_fen has no effect: nobody says how often the site is emptied.", "visit_fen 无效：没有说明站点多久清运一次。";
        "Give emptied_days, storage_kg, or storage_days of a stream that it takes.", "请填写 emptied_days、storage_kg,或其接收品类的 storage_days。".
    W7906: "storage_kg has no effect: nobody says how often the site is emptied, and emptying it costs nothing.", "storage_kg 无效：没有说明清运间隔，且清运不计费用。";
        "Give emptied_days, or visit_fen for emptying it when it is full.", "请填写 emptied_days,或填写 visit_fen 以按满清运计费。".
}
