//! Tables as a workbook: a sheet each, headings frozen, figures as figures. The same tables give the same bytes.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::tables::{Cell, Table};

/// Rows a sheet can hold below its heading.
const MOST_ROWS: usize = 1_048_575;

/// The bytes of a workbook.
///
/// # Errors
/// What the writer says, in words; and that a table has more rows than a sheet can hold.
pub fn workbook(tables: &[Table]) -> Result<Vec<u8>, String> {
    if let Some(table) = tables.iter().find(|t| t.rows.len() > MOST_ROWS) {
        return Err(format!("“{}” has {} rows; a sheet holds {MOST_ROWS}", table.title, table.rows.len()));
    }
    written(tables).map_err(|e| e.to_string())
}

fn written(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A moment of its own in the file would make each run's bytes differ.
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
    let head = Format::new().set_bold();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.title))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, title) in (0..).zip(&table.columns) {
            sheet.write_with_format(0, column, title, &head)?;
            // Wide characters take two places of the font's digits.
            let places: usize = title.chars().map(|c| if c > '\u{2E7F}' { 2 } else { 1 }).sum();
            sheet.set_column_width(column, (places + 2).max(10) as f64)?;
        }
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(words) => drop(sheet.write(row, column, words)?),
                    Cell::Figure(value, decimals) => {
                        let shown = if *decimals == 0 {
                            "#,##0".to_owned()
                        } else {
                            format!("#,##0.{}", "0".repeat(*decimals))
                        };
                        sheet.write_number_with_format(row, column, *value, &Format::new().set_num_format(shown))?;
                    }
                    Cell::Missing(word) => drop(sheet.write(row, column, *word)?),
                    Cell::Nothing => {}
                }
            }
        }
    }
    book.save_to_buffer()
}

/// A name that a sheet may have: at most 31 characters, without those that references use.
fn sheet_name(title: &str) -> String {
    title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::super::tables::text;
    use super::*;

    #[test]
    fn the_same_tables_give_the_same_bytes_and_words_cannot_break_it() {
        let mut table = Table::new("站点/sites: [1] and a name that is far too long for any sheet", &["站点", "t"]);
        table.rows.push(vec![text("=1+1"), Cell::Figure(1.5, 2)]);
        table.rows.push(vec![text("<&>\u{1}"), Cell::Nothing]);
        let once = workbook(std::slice::from_ref(&table)).unwrap();
        assert_eq!(&once[..2], b"PK");
        assert_eq!(once, workbook(&[table]).unwrap());
    }
}
