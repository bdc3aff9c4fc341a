//! Names of streets, Chinese with an English reading beside them.

const FIRST: [(&str, &str); 24] = [
    ("解放", "Jiefang"),
    ("人民", "Renmin"),
    ("中山", "Zhongshan"),
    ("建设", "Jianshe"),
    ("和平", "Heping"),
    ("新华", "Xinhua"),
    ("长江", "Changjiang"),
    ("黄河", "Huanghe"),
    ("文化", "Wenhua"),
    ("青年", "Qingnian"),
    ("光明", "Guangming"),
    ("幸福", "Xingfu"),
    ("东风", "Dongfeng"),
    ("朝阳", "Chaoyang"),
    ("滨江", "Binjiang"),
    ("学府", "Xuefu"),
    ("松花", "Songhua"),
    ("花园", "Huayuan"),
    ("梧桐", "Wutong"),
    ("银杏", "Yinxing"),
    ("云山", "Yunshan"),
    ("白鹭", "Bailu"),
    ("荷塘", "Hetang"),
    ("石桥", "Shiqiao"),
];
const SECOND: [(&str, &str); 8] = [
    ("", ""),
    ("东", " East"),
    ("西", " West"),
    ("南", " South"),
    ("北", " North"),
    ("一", " 1st"),
    ("二", " 2nd"),
    ("三", " 3rd"),
];

/// A name in Chinese and in English; the kind of street by how large it is, 0 the largest.
pub(super) fn name(chance: u32, size: usize) -> (String, String) {
    let (zh, en) = FIRST[chance as usize % FIRST.len()];
    let (zh_part, en_part) = SECOND[(chance / 64) as usize % SECOND.len()];
    let (zh_kind, en_kind) = [("大道", "Avenue"), ("路", "Road"), ("街", "Street"), ("巷", "Lane")][size.min(3)];
    (format!("{zh}{zh_part}{zh_kind}"), format!("{en}{en_part} {en_kind}"))
}
