//! Codes of rules over a city's map, and of areas drawn in GeoJSON.

use super::codes;

codes! { RULES
    E5101: "This is not a list of closed rings: {0}.", "此处不是由闭合环组成的列表：{0}。";
        "Write a polygon as its outer ring and its holes; a ring has four positions at least, the last equal to the first.", "多边形请写成外环和内环；每个环至少四个点且首尾相同。".
    E5102: "The area has more than {0} positions.", "该区域的点超过 {0} 个。";
        "Simplify it, or split it.", "请简化或拆分。".
    E5103: "A rule holds in an area or on ways, and this one says neither or both.", "规则应作用于一个区域或若干道路，此处两者皆无或皆有。";
        "Give a geometry, or null and properties.ways.", "请给出 geometry，或将其设为 null 并填写 properties.ways。".
    E5104: "“{0}” is for rules on ways only.", "“{0}”只能用于按道路编号的规则。";
        "Remove it, or name ways.", "请删除，或改用 ways。".
    E5105: "The effect and its figures do not go together.", "effect 与其数值不匹配。";
        "Give speed either factor or speed_kmh, and ban or closed neither.", "speed 须且只须给出 factor 或 speed_kmh 之一；ban 和 closed 都不要。".
    E5106: "No vehicle is called “{0}” here.", "此处没有叫“{0}”的车辆。";
        "Write one of: {1}.", "请填写以下之一：{1}。".
    E5107: "“{0}” does not name hours that repeat every week.", "“{0}”不是每周重复的时段。";
        "Write opening hours such as Mo-Fr 07:00-09:00,17:00-19:00; seasons, dates and school holidays are not known.", "请写成 Mo-Fr 07:00-09:00,17:00-19:00 的形式；不支持季节、日期和寒暑假。".
    E5108: "“{0}” is not a figure of a vehicle.", "“{0}”不是车辆参数。";
        "Write name=value, with one of: {1}.", "请写成 名称=数值，名称为：{1}。".
    E5109: "“{0}” is also the id of feature {1}.", "“{0}”与第 {1} 个要素（从 0 数起）的 id 相同。";
        "Give each rule an id of its own, or none.", "请为每条规则取不同的 id，或不写。".
    E5110: "The rule calls itself “{0}”, its address “{1}”.", "规则自称“{0}”，而地址为“{1}”。";
        "Write the same id in both, or none in the rule.", "请两处写同一个 id，或在规则中省去。".
    E5111: "“{0}” is no number plate.", "“{0}”不是车牌号。";
        "Write the plate, or at least its last letter or digit.", "请写车牌号，至少写最后一位字母或数字。".
    E5112: "The outline goes to and fro across its own area too often to be laid on roads.", "轮廓在其范围内往返过多，无法套用到道路上。";
        "Draw it round the area: edges short against the whole, polygons that do not lie on each other.", "请沿区域边界绘制：各边应远短于整体，各多边形不要重叠。".
    W5101: "“{0}” touches no road of the city and changes nothing.", "“{0}”未涉及本市任何道路，不起作用。";
        "Check its area (longitude before latitude, WGS-84) or its ways.", "请检查其范围（先经度后纬度，WGS-84）或道路编号。".
    W5102: "The city has no roads of these ways of “{0}”: {1}.", "本市没有“{0}”中的这些道路：{1}。";
        "Check the numbers against the extract the city was imported from.", "请与导入城市时所用的数据核对编号。".
    W5103: "Rules here bind by the last digit of the number plate, and the vehicle gives none: they are passed over.", "此处有尾号限行规则，而车辆未给出车牌，这些规则未予考虑。";
        "Give the vehicle's plate; nothing but its last digit is used.", "请给出 plate（只使用尾号）。".
}
