//! A table of a screening as files of an office.
//!
//! In: a [`Table`]. Out: CSV with a byte order mark, XLSX for A3. Must not know: what the columns are.

use super::table::{Cell, Table};
use crate::error::{Error, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// Characters of a cell.
const MOST_CHARS: usize = 32_767;
/// Paper of the sheet: A3.
const A3: u8 = 8;

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Other(format!("the table could not be written: {error}"))
}

/// `table` as CSV: the notes first, a line each, then headings and rows.
///
/// # Errors
/// The writer refuses.
pub fn csv(table: &Table) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record([&table.title]).map_err(refused)?;
    for note in &table.notes {
        writer.write_record([note]).map_err(refused)?;
    }
    writer.write_record(table.columns.iter().map(|(heading, _)| heading)).map_err(refused)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(Cell::text)).map_err(refused)?;
    }
    writer.into_inner().map_err(refused)
}

/// `table` as a workbook: A3 landscape, title and notes on top, headings frozen and repeated on every page.
///
/// # Errors
/// The writer refuses.
pub fn xlsx(table: &Table) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // No clock time inside: the same screening gives the same bytes.
    let no_clock = ExcelDateTime::from_ymd(1970, 1, 1).map_err(refused)?;
    book.set_properties(&DocProperties::new().set_title(&table.title).set_creation_datetime(&no_clock));
    let sheet = book.add_worksheet();
    sheet.set_name("筛查").map_err(refused)?;
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0);
    let first = head(sheet, table)?;
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    for (n, row) in table.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            write(sheet, first + n as u32, column as u16, cell, &body)?;
        }
    }
    let footer = table.notes.first().cloned().unwrap_or_default();
    sheet.set_footer(format!("&C{footer}&R&P / &N"));
    book.save_to_buffer().map_err(refused)
}

/// Title, notes and headings; the first row after them.
fn head(sheet: &mut Worksheet, table: &Table) -> Result<u32> {
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, &table.title, &title).map_err(refused)?;
    for (n, note) in table.notes.iter().enumerate() {
        sheet.write(n as u32 + 1, 0, note).map_err(refused)?;
    }
    let at = table.notes.len() as u32 + 1;
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    for (n, (heading, width)) in table.columns.iter().enumerate() {
        sheet.set_column_width(n as u16, *width).map_err(refused)?;
        sheet.write_with_format(at, n as u16, heading, &bold).map_err(refused)?;
    }
    sheet.set_freeze_panes(at + 1, 0).map_err(refused)?;
    sheet.set_repeat_rows(at, at).map_err(refused)?;
    Ok(at + 1)
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<()> {
    let written = match cell {
        Cell::Number(number) => sheet.write_with_format(row, column, *number, format),
        Cell::Text(text) => {
            let text: String = text.chars().take(MOST_CHARS).collect();
            sheet.write_with_format(row, column, text, format)
        }
    };
    written.map(|_| ()).map_err(refused)
}
