//! A finished table of cells as files of an office.
//!
//! In: a [`Table`]. Out: CSV with a byte order mark, XLSX for A3. Must not know: what the columns are.

use super::refused;
use super::sheet::{body, cut, header, name_of_sheet, on_a3, row_height, save, workbook};
use crate::error::Result;
use rust_xlsxwriter::{Format, Worksheet};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A number.
    Number(f64),
    /// Text; empty where nothing is known.
    Text(String),
}

impl Cell {
    /// As text.
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// Rows under headings, with what must be read before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of the sheet.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it may not be used for, how to read it, and of what it is; the first stands on every page.
    pub notes: Vec<String>,
    /// Heading and width in characters, per column.
    pub columns: Vec<(String, f64)>,
    /// Rows in order.
    pub rows: Vec<Vec<Cell>>,
}

/// `table` as CSV: the notes first, a line each, then headings and rows.
///
/// # Errors
/// The writer refuses.
pub fn table_csv(table: &Table) -> Result<Vec<u8>> {
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
pub fn table_xlsx(table: &Table) -> Result<Vec<u8>> {
    let mut book = workbook(&table.title)?;
    let sheet = book.add_worksheet();
    sheet.set_name(name_of_sheet(&table.name)).map_err(refused)?;
    let first = head(sheet, table)?;
    let format = body();
    for (n, row) in table.rows.iter().enumerate() {
        let at = first + n as u32;
        for (column, cell) in row.iter().enumerate() {
            write(sheet, at, column as u16, cell, &format)?;
        }
        let texts = row.iter().map(Cell::text).zip(table.columns.iter().map(|(_, width)| *width));
        sheet.set_row_height(at, row_height(texts)).map_err(refused)?;
    }
    on_a3(sheet, first - 1)?;
    let footer = table.notes.first().map(String::as_str).unwrap_or_default();
    sheet.set_footer(format!("&C{footer}&R&P / &N"));
    let mut bytes = Vec::new();
    save(book, &mut bytes)?;
    Ok(bytes)
}

/// Title, notes and headings; the first row after them.
fn head(sheet: &mut Worksheet, table: &Table) -> Result<u32> {
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, &table.title, &title).map_err(refused)?;
    for (n, note) in table.notes.iter().enumerate() {
        sheet.write(n as u32 + 1, 0, note).map_err(refused)?;
    }
    let at = table.notes.len() as u32 + 1;
    for (n, (heading, width)) in table.columns.iter().enumerate() {
        sheet.set_column_width(n as u16, *width).map_err(refused)?;
        sheet.write_with_format(at, n as u16, heading, &header()).map_err(refused)?;
    }
    Ok(at + 1)
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<()> {
    let written = match cell {
        Cell::Number(number) => sheet.write_with_format(row, column, *number, format),
        Cell::Text(text) => sheet.write_with_format(row, column, cut(text), format),
    };
    written.map(|_| ()).map_err(refused)
}
