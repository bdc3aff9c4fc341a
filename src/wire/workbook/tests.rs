//! Workbooks read back: what is written in cells is what the JSON file would say, and what is wrong is told by cell.
#![expect(clippy::unwrap_used, reason = "tests")]

use rust_xlsxwriter::Workbook as Writer;

use super::is_workbook;
use crate::network::model::{Status, Tier};
use crate::units::Grams;
use crate::wire::network::read;

/// Sheets of rows of words; what reads as a number is written as one.
fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut writer = Writer::new();
    for (name, rows) in sheets {
        let sheet = writer.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (r, row) in (0..).zip(*rows) {
            for (c, cell) in (0..).zip(*row) {
                match cell.parse::<f64>() {
                    Ok(number) => drop(sheet.write(r, c, number).unwrap()),
                    Err(_) if cell.is_empty() => {}
                    Err(_) => drop(sheet.write(r, c, *cell).unwrap()),
                }
            }
        }
    }
    writer.save_to_buffer().unwrap()
}

fn small<'a>(sites: &'a [&'a [&'a str]]) -> Vec<u8> {
    book(&[
        ("总表", &[&["城市", "大同"], &["预算分", "5000"]]),
        ("品类", &[&["编号"], &["废纸"], &["101"]]),
        ("站点", sites),
        (
            "产生点",
            &[
                &["编号", "经度", "纬度", "户数", "千克每年.废纸", "kg_per_year.101"],
                &["p", "113.3", "40.1", "30", "12.5", ""],
            ],
        ),
    ])
}

const HEAD: &[&str] = &["编号", "层级", "状态", "经度", "纬度", "接收品类", "两网融合", "能力吨每年"];

#[test]
fn a_chinese_workbook_is_read_as_its_json_would_be() {
    let bytes = small(&[
        HEAD,
        &["d", "交投点", "候选", "113.3", "40.1", "废纸；101", "是", "1.5"],
        &[],
        &["c", "sorting_centre", "现有", "113.3", "40.2", "", "", ""],
    ]);
    assert!(is_workbook(&bytes));
    let parsed = read(&bytes).unwrap_or_else(|d| panic!("{d:?}"));
    let network = &parsed.network;
    assert_eq!(parsed.city.as_deref(), Some("大同"));
    assert_eq!(network.streams.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["废纸", "101"]);
    let sites: Vec<_> = network.sites.iter().collect();
    assert_eq!((sites[0].tier, sites[0].status, sites[0].shared_with_msw), (Tier::DropOff, Status::Candidate, true));
    assert_eq!((sites[0].capacity, sites[0].intakes.len()), (Some(Grams(1_500_000)), 2));
    assert_eq!((sites[1].tier, sites[1].status, sites[1].intakes.len()), (Tier::SortingCentre, Status::Existing, 2));
    assert_eq!(network.totals().into_vec(), [Grams(12_500), Grams(0)]);
}

#[test]
fn what_is_wrong_is_told_by_cell() {
    let told = |bytes: &[u8]| -> Vec<String> {
        let defects = read(bytes).map(|p| p.warnings).unwrap_or_else(|d| d);
        defects.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect()
    };
    let site = |row: &[&str]| told(&small(&[HEAD, row]));
    assert!(site(&["d", "仓库", "候选", "113.3", "40.1"]).contains(&"E1013 站点!B2".to_owned()));
    assert!(site(&["d", "交投点", "候选", "113.3", "95"]).contains(&"E1014 站点!E2".to_owned()));
    assert!(site(&["d", "交投点", "候选", "113.3", "north"]).contains(&"E1012 站点!E2".to_owned()));
    assert!(site(&["d", "交投点", "候选", "113.3"]).contains(&"E1011 站点!A2".to_owned()));
    assert_eq!(site(&["d", "交投点", "候选", "113.3", "40.1", "", "perhaps"]), ["E4202 站点!G2"]);
    assert!(told(&small(&[&["编号", "颜色"], &["d", "red"]])).contains(&"E1010 站点!B2".to_owned()));
    assert_eq!(told(&small(&[&["编号", "id"], &["d", "e"]])), ["E4203 站点!B1"]);
    assert_eq!(told(b"PK\x03\x04 and then nothing"), ["E4201 "]);
}

#[test]
fn a_table_may_begin_anywhere_and_blank_rows_do_not_shift_it() {
    let told = |sites: &[&[&str]]| read(&small(sites)).unwrap_err()[0].pointer.clone();
    let head: Vec<&str> = ["", ""].iter().chain(HEAD).copied().collect();
    assert_eq!(told(&[&[], &head, &[], &["", "", "d", "仓库", "候选", "113.3", "40.1"]]), "站点!D4");
}

#[test]
fn ids_are_not_translated_and_words_of_the_format_are() {
    let bytes = small(&[
        HEAD,
        &["交投点", "交投点", "候选", "113.3", "40.1", "", "", ""],
        &["分拣中心", "分拣中心", "现有", "113.3", "40.2", "", "", ""],
    ]);
    let network = read(&bytes).unwrap_or_else(|d| panic!("{d:?}")).network;
    assert_eq!(network.sites.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["交投点", "分拣中心"]);
}

/// Every list with Chinese headings, and terms of intakes in a sheet of their own.
fn whole(intakes: &[&[&str]]) -> Vec<u8> {
    book(&[
        ("总表", &[&["碳价分每吨", "100"], &["不可拆分", "产生点"], &["品类分送", "是"]]),
        ("品类", &[&["编号", "须持证", "未回收分每吨"], &["废纸", "", "70"], &["电池", "是", ""]]),
        (
            "站点",
            &[
                &["编号", "层级", "状态", "经度", "纬度", "接收品类", "用地类别"],
                &["d", "交投点", "候选", "113.3", "40.1", "废纸", "公用"],
                &["c", "分拣中心", "现有", "113.3", "40.2"],
            ],
        ),
        ("接收", intakes),
        ("产生点", &[&["编号", "经度", "纬度", "千克每年.电池"], &["p", "113.3", "40.1", "9"]]),
        (
            "运输",
            &[
                &["编号", "起点", "终点", "车型", "承运品类", "载重千克", "装载率", "分每公里", "最远米", "分每吨公里"],
                &["走", "产生点", "交投点", "foot", "", "", "", "", "900", "5"],
                &["车", "交投点", "分拣中心", "van", "电池；废纸", "800", "60", "150"],
            ],
        ),
        (
            "增长",
            &[
                &["增长名称", "增长品类", "基准年", "目标年", "为基准百分之", "已承诺", "政策依据"],
                &["电池", "电池", "2023", "2027", "200", "是", "忻26"],
            ],
        ),
        ("用地", &[&["类别", "允许层级", "分每平方米年"], &["公用", "交投点；中转站", "3"]]),
    ])
}

#[test]
fn every_list_has_chinese_headings_and_intakes_a_sheet() {
    let head: &[&str] = &["站点编号", "品类编号", "能力吨每年", "入场费分每吨", "在此终结"];
    let parsed = read(&whole(&[head, &["c", "废纸"], &["d", "电池", "2"], &["c", "电池", "5", "-30", "是"]]));
    let parsed = parsed.unwrap_or_else(|d| panic!("{d:?}"));
    let network = &parsed.network;
    let of = |site: usize| network.sites[crate::ids::Id::new(site)].intakes.clone();
    let most = |intakes: &[crate::network::model::Intake]| intakes.iter().map(|i| i.most).collect::<Vec<_>>();
    assert_eq!(most(&of(0)), [None, Some(Grams(2_000_000))]);
    assert_eq!(most(&of(1)), [None, Some(Grams(5_000_000))]);
    assert_eq!((of(1)[1].gate_fen_per_t, of(1)[1].ends), (-30, true));
    let hauls: Vec<_> = network.hauls.iter().collect();
    assert_eq!((hauls[1].streams.len(), hauls[1].truck.map(|t| t.load_percent)), (2, Some(60)));
    assert!(network.single.sources && network.apart && network.carbon_fen_per_t == 100);
    assert_eq!((parsed.growth.len(), network.streams.iter().next().unwrap().uncollected_fen_per_t), (1, Some(70)));
    // What is wrong in a nested row is told where it stands.
    let told = |rows: &[&[&str]]| {
        let defects = read(&whole(rows)).unwrap_err();
        defects.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect::<Vec<_>>()
    };
    assert_eq!(told(&[head, &["c", "废纸"], &["x", "电池"]]), ["E4208 接收!A3"]);
    assert!(told(&[head, &["c", "废纸"], &["c", "锂"]]).contains(&"E1102 接收!A3".to_owned()));
    assert!(told(&[head, &["c", "废纸"], &["c", "电池", "-5"]]).contains(&"E1014 接收!C3".to_owned()));
}

#[test]
fn a_list_has_one_sheet() {
    let bytes = book(&[("站点", &[HEAD, &["d"]]), ("sites", &[&["id"], &["e"]])]);
    assert_eq!(read(&bytes).unwrap_err()[0].code.code, "E4206");
    // An empty sheet is no list.
    let bytes = book(&[("站点", &[HEAD, &["d"]]), ("sites", &[&[]])]);
    assert_ne!(read(&bytes).unwrap_err()[0].code.code, "E4206");
}

#[test]
fn two_cells_far_apart_are_two_cells() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.set_name("站点").unwrap();
    sheet.write(0, 0, "编号").unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();
    let defects = read(&writer.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!((defects[0].code.code, defects[0].pointer.as_str()), ("E4207", "站点!XFD1048576"));
}

#[test]
fn what_unpacks_to_more_than_it_says_is_counted() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..257 {
        std::io::Write::write_all(&mut zip, &vec![0; 1 << 20]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert_eq!(read(&bytes).unwrap_err()[0].code.code, "E4205");
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..10_001 {
        zip.start_file(format!("{i}"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(read(&bytes).unwrap_err()[0].code.code, "E4205");
}
