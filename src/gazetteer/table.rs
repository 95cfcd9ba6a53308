//! Reading the tables of `geodata/`: every wrong cell becomes one sentence with file, line and what is expected.
//!
//! In: a CSV file with a header. Out: rows whose cells are asked for by column name. Must not know: what a row means.

use crate::error::{Error, Result};
use crate::geometry::Coord;
use std::path::{Path, PathBuf};

/// West and east limits of the ground we speak about, degrees.
pub const LON: (f64, f64) = (70.0, 140.0);
/// South and north limits, degrees.
pub const LAT: (f64, f64) = (15.0, 56.0);

/// A point in degrees, longitude first, or why it cannot be one.
pub fn lon_lat(lon: f64, lat: f64) -> std::result::Result<Coord<f64>, String> {
    let inside = |value: f64, limits: (f64, f64)| value >= limits.0 && value <= limits.1;
    if inside(lon, LON) && inside(lat, LAT) {
        return Ok(Coord { x: lon, y: lat });
    }
    if inside(lat, LON) && inside(lon, LAT) {
        return Err(format!("longitude {lon} and latitude {lat} look swapped; longitude comes first"));
    }
    Err(format!(
        "longitude {lon}, latitude {lat} lie outside the expected {}-{} east, {}-{} north",
        LON.0, LON.1, LAT.0, LAT.1
    ))
}

/// A table in memory.
pub struct Table {
    path: PathBuf,
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

/// One row of a table.
pub struct Row<'t> {
    table: &'t Table,
    record: &'t csv::StringRecord,
}

impl Table {
    /// Reads `path`; every name of `required` must stand in its header. Lines that begin with `#` are comments.
    pub fn read(path: &Path, required: &[&str]) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        Self::parse(path, &text, required)
    }

    /// The same, from text.
    pub fn parse(path: &Path, text: &str, required: &[&str]) -> Result<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let columns: Vec<String> =
            reader.headers().map_err(|e| broken(path, &e))?.iter().map(|c| c.trim().to_string()).collect();
        if let Some(missing) = required.iter().find(|r| !columns.iter().any(|c| c == *r)) {
            let message = format!("column \"{missing}\" is missing; expected {}", required.join(","));
            return Err(Error::line(path, 1, message));
        }
        let rows =
            reader.records().collect::<std::result::Result<Vec<_>, _>>().map_err(|e| broken(path, &e))?;
        Ok(Self { path: path.to_path_buf(), columns, rows })
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { table: self, record })
    }
}

fn broken(path: &Path, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, |p| p.line());
    Error::line(path, usize::try_from(line).unwrap_or(1), format!("not a readable row: {error}"))
}

impl<'t> Row<'t> {
    /// The cell of `column`, trimmed; empty when the column is not there.
    pub fn cell(&self, column: &str) -> &'t str {
        let at = self.table.columns.iter().position(|c| c == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("").trim()
    }

    /// The cell as an owned string; an error when it is empty.
    pub fn need(&self, column: &str) -> Result<String> {
        match self.cell(column) {
            "" => Err(self.error(format!("{column} is empty"))),
            cell => Ok(cell.to_string()),
        }
    }

    /// The cell as a finite number.
    pub fn number(&self, column: &str) -> Result<f64> {
        let cell = self.cell(column);
        match cell.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(self.error(format!("{column} \"{cell}\" is not a number"))),
        }
    }

    /// The cells `lon` and `lat` as a point in degrees.
    pub fn point(&self) -> Result<Coord<f64>> {
        lon_lat(self.number("lon")?, self.number("lat")?).map_err(|why| self.error(why))
    }

    /// The cell as a length in metres above zero.
    pub fn metres(&self, column: &str) -> Result<f64> {
        let value = self.number(column)?;
        if value > 0.0 && value <= 2_000_000.0 {
            return Ok(value);
        }
        Err(self.error(format!("{column} {value} is not a length in metres above 0")))
    }

    /// The cell as a six-digit code; empty is allowed.
    pub fn code(&self, column: &str) -> Result<String> {
        let cell = self.cell(column);
        if cell.is_empty() || (cell.len() == 6 && cell.bytes().all(|b| b.is_ascii_digit())) {
            return Ok(cell.to_string());
        }
        Err(self.error(format!("{column} \"{cell}\" is not a code of six digits")))
    }

    /// The parts of a cell between `|`.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.cell(column).split('|').map(str::trim).filter(|s| !s.is_empty()).map(str::to_string).collect()
    }

    /// An error that names this row.
    pub fn error(&self, message: impl Into<String>) -> Error {
        let line = self.record.position().map_or(0, |p| p.line());
        Error::line(&self.table.path, usize::try_from(line).unwrap_or(0), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_point(text: &str) -> Result<Coord<f64>> {
        let table = Table::parse(Path::new("p.csv"), text, &["lon", "lat"])?;
        table.rows().next().map_or(Err(Error::Other("no row".into())), |row| row.point())
    }

    #[test]
    fn a_row_that_is_right_is_read() {
        assert!(first_point("# note\nlon,lat\n111.5,40.5\n").is_ok_and(|p| p.x == 111.5));
    }

    #[test]
    fn swapped_axes_name_the_line() {
        let message = first_point("lon,lat\n40.5,111.5\n").map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("p.csv, line 2") && m.contains("swapped")));
    }

    #[test]
    fn a_bad_number_and_a_missing_column_are_named() {
        let message = first_point("lon,lat\n1x,4\n").map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("line 2") && m.contains("\"1x\" is not a number")));
        let message = first_point("lon\n1\n").map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("column \"lat\" is missing")));
    }

    #[test]
    fn a_point_at_sea_level_of_another_world_is_refused() {
        assert!(first_point("lon,lat\n0,0\n").is_err());
    }
}
