//! Codes of tables of facts: streams, rates, standards, cities, populations.

use super::codes;

codes! { FACTS
    E7101: "The figure is called {0} and names no source.", "该数值标为“{0}”，却没有来源。";
        "Add source, or write sure = \"assumed\".", "请补写 source，或写 sure = \"assumed\"。".
    E7102: "“{0}” stands twice.", "“{0}”重复出现。";
        "Keep one.", "请只保留一个。".
    E7103: "There is no stream or family of streams “{0}”.", "没有名为“{0}”的品类或品类组。";
        "Use a code of the table of streams, or add it there.", "请使用品类表中的代码，或先在表中加入。".
    E7104: "The shares of the outlets add up to {0}, not 1.", "各去向的份额之和为 {0}，而不是 1。";
        "Correct the shares.", "请更正份额。".
    E7105: "The catalogue has no piece “{0}”.", "物品目录中没有“{0}”。";
        "Use a kind of the catalogue, or give density_kg_m3 and piece_kg.", "请使用目录中的品名，或直接给出 density_kg_m3 和 piece_kg。".
    E7106: "Exactly one of {0} and {1} must be given.", "{0} 与 {1} 必须且只能给出一个。";
        "Keep or add one of the two.", "请保留或补写其中一个。".
    E7107: "There is no county “{0}” with a boundary here.", "此处没有带边界的县区“{0}”。";
        "Check codes and names against the boundary file.", "请与边界文件核对代码和名称。".
    E7108: "The counties have {0} people together, the city has {1}.", "各县区人口合计 {0}，而全市为 {1}。";
        "Correct one of the figures, or mark estimates so that they sum to the rest.", "请更正其中的数值，或使估计值合计等于余数。".
    E7109: "The label of “{0}” lies outside its boundary.", "“{0}”的标注点在其边界之外。";
        "Give a place inside (longitude before latitude), or leave label out.", "请给出边界内的点（先经度后纬度），或省去 label。".
    E7110: "The target's year {0} is not after its base year {1}.", "目标年 {0} 不晚于基准年 {1}。";
        "Correct the years.", "请更正年份。".
    E7111: "There is no preset “{0}” to stand on.", "没有可作为基础的预设“{0}”。";
        "Write one of: {1}.", "请填写以下之一：{1}。".
    E7112: "The boundaries cannot be used: {0}.", "边界文件无法使用：{0}。";
        "Give a GeoJSON FeatureCollection of Polygon or MultiPolygon features in WGS-84.", "请提供 WGS-84 坐标的 Polygon 或 MultiPolygon 要素集合。".
    E7113: "The header has no column for {0}; it reads: {1}.", "表头没有 {0} 列，现为：{1}。";
        "Name the columns adcode (or name) and persons, or 代码, 名称 and 人口, in the first line.", "请在第一行写明 adcode（或 name）和 persons，或 代码、名称、人口。".
    E7114: "“{0}” is not a number of people.", "“{0}”不是人口数。";
        "Give a whole number, or leave the field empty.", "请填写整数，或留空。".
    E7115: "The file has no counties.", "文件中没有县区。";
        "Add a line for each county below the header.", "请在表头下每个县区写一行。".
    E7116: "The people of “{0}” are not known: its line has none, and no line of its city is there to take the rest from.", "“{0}”的人口未知：该行为空，且没有全市合计行可供推算。";
        "Fill in the number, or add a line of the city (a code ending in 00) with its total.", "请填写人口，或补写全市合计行（代码以 00 结尾）。".
    E7117: "The header has no column for {0}; it reads: {1}.", "表头没有 {0} 列，现为：{1}。";
        "Name the columns area, source, stream and kg_per_year or kg_per_person_year, or 县区, 产生点, 品类 and 千克每年 or 千克每人年.", "请在第一行写明 县区、产生点、品类 以及 千克每年 或 千克每人年（或其英文列名）。".
    E7118: "“{0}” is no amount ({1}).", "“{0}”不是数量（{1}）。";
        "Give a number from 0 to 1,000,000,000,000.", "请填写 0 至 1,000,000,000,000 的数。".
    E7119: "A line gives either the kilograms of a year, of a county or a place, or the kilograms a head everywhere.", "每行要么给出某县区或产生点的年千克数，要么给出各处适用的人均千克数。";
        "Fill in kg_per_year with area or source, or kg_per_person_year without them.", "请填写 千克每年 并注明县区或产生点，或只填写 千克每人年。".
    E7120: "“{0}” is no place: they are numbered from 1, as drafts call them.", "“{0}”不是产生点：产生点按起草文件的编号，从 1 起。";
        "Write 产生点3, or 3.", "请写 产生点3 或 3。".
    E7121: "The amounts contradict each other or the map: {0}.", "数量彼此矛盾或与地图不符：{0}。";
        "Correct the file of amounts.", "请更正数量文件。".
    E7122: "The column “{0}” is not known: {1}.", "无法识别“{0}”列：{1}。";
        "Rename or remove it: what it says would go unheard.", "请改名或删除该列，否则其内容不会被采用。".
}
