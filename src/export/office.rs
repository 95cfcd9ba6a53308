//! Projects as a workbook that an office can use: a summary, all projects, and a sheet per prefecture.
//!
//! In: a selection of projects with the mentions of its catalog. Out: XLSX: title row, running number, headings with
//! units, codes and document numbers as text, header frozen and repeated on paper, wrapped sentences with plan, number
//! and chapter, A3 landscape. A project of several prefectures stands on the sheet of each, and in the summary in a
//! row of its own, so that nothing counts twice. Must not know: HTTP.

use super::fields::heading;
use super::sheet::{LINE_POINTS, body, cut, head, header, name_of_sheet, on_a3, row_height, save, workbook};
use super::table::text;
use super::{Lang, Source, refused};
use crate::catalog::{Collection, Row, ValueRef};
use crate::error::{Error, Result};
use crate::style::{categories, label};
use rust_xlsxwriter::{Format, Worksheet};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

const WORDS: &str = include_str!("office.toml");
/// Rows above the data: title, note, header.
const TOP_ROWS: u32 = 3;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: [String; 2],
    note: [String; 2],
    all: [String; 2],
    summary: [String; 2],
    unit: [String; 2],
    several: [String; 2],
    none: [String; 2],
    total: [String; 2],
    chapter: [String; 2],
    columns: Vec<Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    key: String,
    width: f64,
    heading: Option<[String; 2]>,
}

fn words() -> Result<Words> {
    toml::from_str(WORDS).map_err(|e| Error::Other(format!("src/export/office.toml: {e}")))
}

/// Everything that the sheets share.
struct Office<'a> {
    source: Source<'a>,
    lang: Lang,
    words: Words,
    rows: Vec<Row<'a>>,
    /// By project: its sentences, one a line, and the numbers of their plans.
    basis: HashMap<&'a str, Basis>,
    /// Code to name of the prefectures.
    units: BTreeMap<&'a str, &'a str>,
}

#[derive(Default)]
struct Basis {
    sentences: Vec<String>,
    numbers: Vec<String>,
}

/// Writes `source`, projects.
///
/// # Errors
/// The query names something that is not there, or the writer refuses.
pub fn write(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    let office = Office::new(source)?;
    let mut book = workbook(office.say(&office.words.title))?;
    office.summary(book.add_worksheet())?;
    let all: Vec<Row> = office.rows.clone();
    office.sheet(book.add_worksheet(), office.say(&office.words.all), &all)?;
    for (code, name) in &office.units {
        let own: Vec<Row> =
            all.iter().copied().filter(|row| office.prefectures(*row).contains(code)).collect();
        if !own.is_empty() {
            office.sheet(book.add_worksheet(), name, &own)?;
        }
    }
    save(book, out)
}

impl<'a> Office<'a> {
    fn new(source: Source<'a>) -> Result<Self> {
        let lang = source.options.lang.unwrap_or(Lang::Zh);
        let words = words()?;
        let basis = match source.catalog.collection("mentions") {
            Some(mentions) => basis(mentions, lang, &words),
            None => HashMap::new(),
        };
        let units = source.catalog.collection("admin").map(prefectures).unwrap_or_default();
        Ok(Self { rows: source.rows()?.collect(), source, lang, words, basis, units })
    }

    fn say<'w>(&self, pair: &'w [String; 2]) -> &'w str {
        match self.lang {
            Lang::Zh => &pair[0],
            Lang::En => &pair[1],
        }
    }

    fn value(&self, row: Row<'a>, name: &str) -> ValueRef<'a> {
        self.source.collection.schema.index(name).map_or(ValueRef::Null, |index| row.value(index))
    }

    fn list(&self, row: Row<'a>, name: &str) -> Vec<serde_json::Value> {
        match self.value(row, name) {
            ValueRef::Json(json) => json.parsed().as_array().cloned().unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Codes of the prefectures that a project touches.
    fn prefectures(&self, row: Row<'a>) -> Vec<&'a str> {
        let ValueRef::Strings(codes) = self.value(row, "admin") else { return Vec::new() };
        let mut own: Vec<&str> = codes.iter().filter(|code| self.units.contains_key(code)).collect();
        own.dedup();
        own
    }

    fn sheet(&self, sheet: &mut Worksheet, name: &str, rows: &[Row<'a>]) -> Result<()> {
        let columns = &self.words.columns;
        let last = columns.len() as u16 - 1;
        sheet.set_name(name_of_sheet(name)).map_err(refused)?;
        let title = format!("{}（{name}）", self.say(&self.words.title));
        sheet.merge_range(0, 0, 0, last, &title, &head().set_font_size(16)).map_err(refused)?;
        let note = Format::new().set_text_wrap();
        sheet.merge_range(1, 0, 1, last, self.say(&self.words.note), &note).map_err(refused)?;
        let header = header();
        for (at, column) in columns.iter().enumerate() {
            let shown = column.heading.as_ref().map(|pair| self.say(pair));
            let shown = shown.unwrap_or_else(|| heading(Some(self.lang), &column.key));
            sheet.set_column_width(at as u16, column.width).map_err(refused)?;
            sheet.write_with_format(TOP_ROWS - 1, at as u16, shown, &header).map_err(refused)?;
        }
        let format = body();
        sheet.set_row_height(TOP_ROWS - 1, 3.0 * LINE_POINTS).map_err(refused)?;
        for (n, row) in rows.iter().enumerate() {
            let at = TOP_ROWS + n as u32;
            for (column, shown) in columns.iter().enumerate() {
                self.cell(sheet, at, column as u16, &shown.key, (n, *row), &format)?;
            }
            sheet.set_row_height(at, self.height(*row)).map_err(refused)?;
        }
        page(sheet, last, TOP_ROWS + rows.len() as u32)
    }

    fn cell(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        column: u16,
        key: &str,
        (n, row): (usize, Row<'a>),
        format: &Format,
    ) -> Result<()> {
        let number = match (key, self.value(row, key)) {
            ("seq", _) => Some((n + 1) as f64),
            ("lon", _) => row.label_point().map(|[lon, _]| lon),
            ("lat", _) => row.label_point().map(|[_, lat]| lat),
            (_, ValueRef::Integer(number)) => Some(number as f64),
            (_, ValueRef::Number(number)) => Some(number),
            _ => None,
        };
        match number {
            Some(number) => sheet.write_with_format(at, column, number, format),
            None => sheet.write_with_format(at, column, cut(&self.text(row, key)), format),
        }
        .map(|_| ())
        .map_err(refused)
    }

    fn height(&self, row: Row<'a>) -> f64 {
        row_height(self.words.columns.iter().map(|column| (self.text(row, &column.key), column.width)))
    }

    fn text(&self, row: Row<'a>, key: &str) -> String {
        let basis = self.basis.get(row.id());
        match key {
            "id" => row.id().to_owned(),
            "sentences" => basis.map(|b| b.sentences.join("\n")).unwrap_or_default(),
            "numbers" => basis.map(|b| b.numbers.join("\n")).unwrap_or_default(),
            "lead" | "support" => self.bodies(row, key),
            "figures" => self.figures(row),
            "lengths" => self.lengths(row),
            "known" => self.known(row),
            name => text(Some(self.lang), name, self.value(row, name)).into_owned(),
        }
    }

    fn bodies(&self, row: Row<'a>, role: &str) -> String {
        let list = self.list(row, "responsible");
        let of_role = list.iter().filter(|body| body["role"] == role);
        let names = of_role.filter_map(|body| body["name_today"].as_str().or(body["name"].as_str()));
        names.collect::<Vec<_>>().join("\n")
    }

    fn figures(&self, row: Row<'a>) -> String {
        let list = self.list(row, "quantities");
        let word =
            |figure: &serde_json::Value, name: &str| figure[name].as_str().unwrap_or_default().to_owned();
        let line = |f: &serde_json::Value| format!("{} {}{} ", word(f, "of"), f["value"], word(f, "unit"));
        list.iter().map(|f| line(f).trim().to_owned()).collect::<Vec<_>>().join("\n")
    }

    fn lengths(&self, row: Row<'a>) -> String {
        let list = self.list(row, "length_published");
        let line = |length: &serde_json::Value| match length["date"].as_str() {
            Some(date) => format!("{} ({date})", length["km"]),
            None => length["km"].to_string(),
        };
        list.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn known(&self, row: Row<'a>) -> String {
        let schema = &self.source.collection.schema;
        match (row.text(schema, "known_status"), row.text(schema, "known_date")) {
            (Some(status), Some(date)) => format!("{status}（{date}）"),
            (Some(status), None) => status.to_owned(),
            _ => String::new(),
        }
    }

    fn summary(&self, sheet: &mut Worksheet) -> Result<()> {
        let categories = categories()?;
        let last = categories.len() as u16 + 1;
        sheet.set_name(name_of_sheet(self.say(&self.words.summary))).map_err(refused)?;
        let title = format!("{}（{}）", self.say(&self.words.title), self.say(&self.words.summary));
        sheet.merge_range(0, 0, 0, last, &title, &head().set_font_size(16)).map_err(refused)?;
        let note = Format::new().set_text_wrap();
        sheet.merge_range(1, 0, 1, last, self.say(&self.words.note), &note).map_err(refused)?;
        let header = header();
        let names = categories.iter().map(|c| label(self.lang, "category", &c.id));
        let names = std::iter::once(self.say(&self.words.unit)).chain(names);
        for (at, name) in names.chain([self.say(&self.words.total)]).enumerate() {
            sheet.write_with_format(TOP_ROWS - 1, at as u16, name, &header).map_err(refused)?;
        }
        sheet.set_column_width(0, 24).map_err(refused)?;
        let ids: Vec<&str> = categories.iter().map(|c| c.id.as_str()).collect();
        let lines = self.counts(&ids);
        for (n, (name, counts)) in lines.iter().enumerate() {
            let at = TOP_ROWS + n as u32;
            sheet.write_with_format(at, 0, *name, &body()).map_err(refused)?;
            let total = counts.iter().sum::<usize>();
            for (column, count) in counts.iter().chain([&total]).enumerate() {
                sheet.write_with_format(at, column as u16 + 1, *count as f64, &body()).map_err(refused)?;
            }
        }
        page(sheet, last, TOP_ROWS + lines.len() as u32)
    }

    /// Lines of the summary: each prefecture alone, several, none, total; counts by category.
    fn counts(&self, categories: &[&str]) -> Vec<(&str, Vec<usize>)> {
        let empty = vec![0; categories.len()];
        let mut own: BTreeMap<&str, Vec<usize>> =
            self.units.keys().map(|code| (*code, empty.clone())).collect();
        let [mut several, mut none, mut total] = [empty.clone(), empty.clone(), empty];
        for row in &self.rows {
            let category = row.text(&self.source.collection.schema, "category");
            let Some(at) = categories.iter().position(|id| Some(*id) == category) else { continue };
            total[at] += 1;
            let counts = match self.prefectures(*row).as_slice() {
                [] => &mut none,
                [only] => own.entry(only).or_default(),
                _ => &mut several,
            };
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
        let named = own.into_iter().filter(|(_, counts)| counts.iter().any(|n| *n > 0));
        let mut lines: Vec<(&str, Vec<usize>)> =
            named.map(|(code, counts)| (self.units.get(code).copied().unwrap_or(code), counts)).collect();
        lines.push((self.say(&self.words.several), several));
        lines.push((self.say(&self.words.none), none));
        lines.push((self.say(&self.words.total), total));
        lines
    }
}

/// The page of a sheet, with a filter over its data.
fn page(sheet: &mut Worksheet, last_column: u16, rows: u32) -> Result<()> {
    on_a3(sheet, TOP_ROWS - 1)?;
    sheet.set_print_area(0, 0, rows.max(TOP_ROWS), last_column).map_err(refused)?;
    sheet.autofilter(TOP_ROWS - 1, 0, rows.max(TOP_ROWS), last_column).map(|_| ()).map_err(refused)
}

/// Code to name of the prefectures among the units.
fn prefectures(admin: &Collection) -> BTreeMap<&str, &str> {
    let text = |row: Row<'_>, name: &str| row.text(&admin.schema, name).map(str::to_owned);
    let wanted = admin.rows().filter(|row| text(*row, "level").as_deref() == Some("prefecture"));
    wanted.filter_map(|row| Some((row.id(), row.text(&admin.schema, "name")?))).collect()
}

/// What the plans say of each project, in the order of plans and text.
fn basis<'a>(mentions: &'a Collection, lang: Lang, words: &Words) -> HashMap<&'a str, Basis> {
    let mut all: HashMap<&str, Basis> = HashMap::new();
    for row in mentions.rows() {
        let text = |name: &str| row.text(&mentions.schema, name);
        let Some(project) = text("project") else { continue };
        let basis = all.entry(project).or_default();
        let number = text("plan_number").or(text("plan_title")).unwrap_or_default();
        if !basis.numbers.iter().any(|n| n == number) {
            basis.numbers.push(number.to_owned());
        }
        let heading = match mentions.schema.index("heading").map(|index| row.value(index)) {
            Some(ValueRef::Strings(list)) => list.iter().collect::<Vec<_>>().join(" / "),
            _ => String::new(),
        };
        let chapter = match lang {
            Lang::Zh => &words.chapter[0],
            Lang::En => &words.chapter[1],
        };
        let title = text("plan_title").unwrap_or_default();
        let number = text("plan_number").map(|n| format!("（{n}）")).unwrap_or_default();
        let sentence = text("sentence").unwrap_or_default().trim();
        let line = format!("《{title}》{number}{chapter}{heading}：“{sentence}”");
        if !basis.sentences.contains(&line) {
            basis.sentences.push(line);
        }
    }
    all
}
