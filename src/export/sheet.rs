//! A workbook of one plain sheet: any collection.
//!
//! In: a selection. Out: XLSX with a frozen header that repeats on paper; rows go through a temporary file, so that
//! memory stays flat. Must not know: HTTP.

use super::fields::heading;
use super::table::{columns, text};
use super::{Lang, Source, refused};
use crate::catalog::{Row, ValueRef};
use crate::error::{Error, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use std::io::Write;

/// Rows of a sheet, header included.
const MOST_ROWS: usize = 1_048_576;
/// Characters of a cell.
const MOST_CHARS: usize = 32_767;
/// A3 in the numbering of the format.
const A3: u8 = 8;
/// Height of a line, points.
pub const LINE_POINTS: f64 = 14.5;
/// Greatest height of a row in the format, points.
const MOST_POINTS: f64 = 409.0;
/// Width of a column, characters.
const WIDTH: f64 = 18.0;

/// Writes `source` as one sheet.
///
/// # Errors
/// The query names something that is not there, there are more rows than a sheet holds, or the writer refuses.
pub fn write(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    let lang = source.options.lang.unwrap_or(Lang::Zh);
    let mut book = workbook(&source.collection.title)?;
    let sheet = book.add_worksheet_with_constant_memory().map_err(refused)?;
    sheet.set_name(name_of_sheet(&source.collection.id)).map_err(refused)?;
    let columns = columns(source.collection);
    let properties = &source.collection.schema.properties;
    let names = columns.iter().map(|i| properties[*i].name.as_str());
    let names: Vec<&str> = std::iter::once("id").chain(names).chain(["lon", "lat"]).collect();
    for (at, name) in names.iter().enumerate() {
        let at = at as u16;
        sheet.set_column_width(at, WIDTH).map_err(refused)?;
        sheet.write_with_format(0, at, heading(Some(lang), name), &head()).map_err(refused)?;
    }
    sheet.set_freeze_panes(1, 1).map_err(refused)?;
    sheet.set_repeat_rows(0, 0).map_err(refused)?;
    for (n, row) in source.rows()?.enumerate() {
        if n + 1 >= MOST_ROWS {
            let message =
                format!("xlsx holds at most {} rows: narrow the selection or take csv", MOST_ROWS - 1);
            return Err(Error::parameter("f", message));
        }
        write_row(sheet, n as u32 + 1, &source, lang, &columns, row)?;
    }
    save(book, out)
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    source: &Source<'_>,
    lang: Lang,
    columns: &[usize],
    row: Row<'_>,
) -> Result<()> {
    sheet.write(at, 0, row.id()).map_err(refused)?;
    for (n, index) in columns.iter().enumerate() {
        let name = &source.collection.schema.properties[*index].name;
        cell(sheet, at, n as u16 + 1, lang, name, row.value(*index))?;
    }
    for (n, degrees) in row.label_point().into_iter().flatten().enumerate() {
        sheet.write(at, (columns.len() + n) as u16 + 1, degrees).map_err(refused)?;
    }
    Ok(())
}

fn cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    lang: Lang,
    name: &str,
    value: ValueRef<'_>,
) -> Result<()> {
    match value {
        ValueRef::Null => return Ok(()),
        ValueRef::Boolean(truth) => sheet.write(row, column, truth),
        ValueRef::Integer(number) => sheet.write(row, column, number as f64),
        ValueRef::Number(number) => sheet.write(row, column, number),
        other => sheet.write(row, column, cut(&text(Some(lang), name, other))),
    }
    .map(|_| ())
    .map_err(refused)
}

/// A workbook without a clock time inside, so that the same selection gives the same bytes.
pub fn workbook(title: &str) -> Result<Workbook> {
    let mut book = Workbook::new();
    let no_clock = ExcelDateTime::from_ymd(1970, 1, 1).map_err(refused)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&no_clock));
    Ok(book)
}

/// The format of a header.
pub fn head() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// The format of a heading in a ruled table.
pub fn header() -> Format {
    head().set_border(FormatBorder::Thin)
}

/// The format of a cell in a ruled table.
pub fn body() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin)
}

/// The height of a row in points, so that every cell of `texts`, with the width of its column in characters, shows all
/// its lines (up to what the format allows): not every office program works it out itself.
pub fn row_height(texts: impl Iterator<Item = (String, f64)>) -> f64 {
    let most = texts.map(|(text, width)| lines(&text, width)).max().unwrap_or(1);
    (most as f64 * LINE_POINTS).clamp(LINE_POINTS, MOST_POINTS)
}

/// Lines that `text` takes in a column of `width` characters; a Han character is two wide.
fn lines(text: &str, width: f64) -> usize {
    let wide = |line: &str| line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
    text.lines().map(|line| (wide(line) / width).ceil().max(1.0) as usize).sum()
}

/// A3 landscape, as wide as the page; `header_row` and what is above it stay while rows scroll, and head every page.
pub fn on_a3(sheet: &mut Worksheet, header_row: u32) -> Result<()> {
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&C&P / &N");
    sheet.set_freeze_panes(header_row + 1, 2).map_err(refused)?;
    sheet.set_repeat_rows(header_row, header_row).map(|_| ()).map_err(refused)
}

/// `text` as long as a cell may be.
pub fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARS).collect()
}

/// `text` as the name of a sheet: at most 31 characters, none of `[]:*?/\`.
pub fn name_of_sheet(text: &str) -> String {
    let name: String = text.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if name.is_empty() { "1".to_owned() } else { name }
}

/// Writes `book` out.
pub fn save(mut book: Workbook, out: &mut dyn Write) -> Result<()> {
    let bytes = book.save_to_buffer().map_err(refused)?;
    out.write_all(&bytes).map_err(refused)
}
