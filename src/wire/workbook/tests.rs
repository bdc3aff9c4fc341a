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
fn what_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..10_001 {
        zip.start_file(format!("{i}"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(read(&bytes).unwrap_err()[0].code.code, "E4205");
}
