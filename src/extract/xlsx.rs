//! Workbooks (Office Open XML): every sheet, row by row.

use super::archive::Archive;
use super::writer::Writer;
use super::{Said, table};
use calamine::{DataRef, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Columns that a list of projects may have; what stands farther right is not read.
const MAX_COLUMNS: u32 = 256;
/// Cells of a workbook.
const MAX_CELLS: usize = 5_000_000;

/// Filled cells by row and column: a sheet of two far corners is two cells, not a plane.
type Sheet = BTreeMap<u32, BTreeMap<u32, String>>;

/// The text of a workbook.
pub fn extract(bytes: &[u8]) -> Said<String> {
    Archive::open(bytes)?.measure()?;
    let broken = |e: calamine::XlsxError| {
        format!("the workbook is broken ({e}); open it in WPS or Excel and save it as xlsx again")
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut writer = Writer::default();
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut sheet = Sheet::new();
        // Sheets that hold a chart only have no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let text = value(cell.get_value());
            if column >= MAX_COLUMNS || text.is_empty() {
                continue;
            }
            cells += 1;
            if cells > MAX_CELLS {
                return Err(format!("more than {MAX_CELLS} cells; split the workbook"));
            }
            sheet.entry(row).or_default().insert(column, text);
        }
        drop(reader);
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        for area in merged {
            spread(&mut sheet, area.start, area.end);
        }
        write(&mut writer, &name, &sheet)?;
    }
    Ok(writer.finish())
}

/// A merged cell says the same in every row and column that it covers (of rows that hold anything).
fn spread(sheet: &mut Sheet, start: (u32, u32), end: (u32, u32)) {
    let Some(text) = sheet.get(&start.0).and_then(|r| r.get(&start.1)) else { return };
    let text = table::repeated(text);
    let last = end.1.min(MAX_COLUMNS - 1);
    for (_, row) in sheet.range_mut(start.0..=end.0.max(start.0)) {
        for column in start.1..=last {
            row.entry(column).or_insert_with(|| text.clone());
        }
    }
}

fn write(writer: &mut Writer, name: &str, sheet: &Sheet) -> Said<()> {
    let Some(width) = sheet.values().filter_map(|r| r.keys().next_back()).max() else { return Ok(()) };
    if name.chars().any(crate::text::is_han) {
        writer.line(name)?;
    }
    if sheet.len().saturating_mul(*width as usize + 1) > MAX_CELLS * 2 {
        return Err(format!("sheet {name} is too wide and too long for a list; split the workbook"));
    }
    let rows: Vec<Vec<String>> = sheet
        .values()
        .map(|row| (0..=*width).map(|c| row.get(&c).cloned().unwrap_or_default()).collect())
        .collect();
    writer.lines(table::lines(&rows))
}

fn value(data: &DataRef<'_>) -> String {
    match data {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::String(s) => s.trim().to_string(),
        DataRef::SharedString(s) => s.trim().to_string(),
        DataRef::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year}年{month}月{day}日")
        }
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::Bool(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A figure without the noise of binary fractions (12.3, never 12.299999999999999).
fn number(n: f64) -> String {
    let rounded = (n * 1e6).round() / 1e6;
    if rounded.is_finite() { rounded.to_string() } else { n.to_string() }
}
