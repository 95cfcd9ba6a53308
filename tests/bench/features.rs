//! Features that look like a country's: clustered round cities, the same for the same number.
//!
//! In: how many. Out: points (half), lines (a third) and areas (the rest) with properties. Must not know: requests.

use crate::Fail;
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo_types::{Coord, Geometry, LineString, Point, Polygon};
use geozero::{ColumnValue, PropertyProcessor};
use std::fs::File;
use std::io::{BufWriter, Write};

/// Words of the property `category`.
pub const CATEGORIES: [&str; 12] = [
    "rail", "road", "airport", "port", "water", "energy", "park", "industry", "culture", "health", "school",
    "other",
];
const STATES: [&str; 5] = ["planned", "construction", "completed", "operating", "unknown"];
const CITIES: usize = 40;

/// Numbers that look random and are the same every time.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 up to `below`.
    pub fn below(&mut self, below: usize) -> usize {
        (self.unit() * below as f64) as usize
    }

    /// Like a bell round 0, of width 1.
    fn bell(&mut self) -> f64 {
        (0..6).map(|_| self.unit()).sum::<f64>() - 3.0
    }
}

/// One feature.
#[derive(Debug, Clone)]
pub struct Made {
    /// `f1`, `f2`, ...
    pub id: String,
    /// Degrees, longitude first, six decimals.
    pub geometry: Geometry<f64>,
    /// One of [`CATEGORIES`].
    pub category: &'static str,
    name: String,
    state: &'static str,
    year: i64,
    length_km: f64,
}

fn city(n: usize) -> (f64, f64) {
    let mut random = Random::new(1000 + n as u64);
    for _ in 0..4 {
        random.next();
    }
    (100.0 + 22.0 * random.unit(), 34.0 + 12.0 * random.unit())
}

fn rounded(v: f64) -> f64 {
    (v * 1e6).round() / 1e6
}

fn coord(x: f64, y: f64) -> Coord<f64> {
    Coord { x: rounded(x), y: rounded(y) }
}

/// Where the feature stands: four in five round a city.
fn place(random: &mut Random) -> (f64, f64) {
    if random.unit() < 0.8 {
        // Large cities have more.
        let (x, y) = city((random.unit().powi(2) * CITIES as f64) as usize);
        return (x + 0.25 * random.bell(), y + 0.2 * random.bell());
    }
    (100.0 + 22.0 * random.unit(), 34.0 + 12.0 * random.unit())
}

fn line(random: &mut Random, (mut x, mut y): (f64, f64)) -> LineString<f64> {
    let step = 0.001 + 0.02 * random.unit().powi(3);
    let mut direction = random.unit() * std::f64::consts::TAU;
    let mut points = vec![coord(x, y)];
    for _ in 0..4 + random.below(28) {
        direction += 0.5 * random.bell();
        x += step * direction.cos();
        y += step * direction.sin();
        points.push(coord(x, y));
    }
    LineString::new(points)
}

fn area(random: &mut Random, (x, y): (f64, f64)) -> Polygon<f64> {
    let radius = 0.001 + 0.03 * random.unit().powi(4);
    let corners = 6 + random.below(24);
    let ring = (0..corners).map(|n| {
        let angle = std::f64::consts::TAU * n as f64 / corners as f64;
        let far = radius * (0.6 + 0.4 * random.unit());
        coord(x + far * angle.cos(), y + far * angle.sin())
    });
    Polygon::new(ring.collect(), vec![])
}

/// The feature number `n`, from 0.
pub fn made(n: usize) -> Made {
    let mut random = Random::new(n as u64 + 1);
    random.next();
    let at = place(&mut random);
    let geometry = match n % 6 {
        0 | 2 | 4 => Geometry::Point(Point(coord(at.0, at.1))),
        1 | 3 => Geometry::LineString(line(&mut random, at)),
        _ => Geometry::Polygon(area(&mut random, at)),
    };
    Made {
        id: format!("f{}", n + 1),
        geometry,
        category: CATEGORIES[random.below(CATEGORIES.len())],
        name: format!("Project {} of town {}", n + 1, random.below(5000)),
        state: STATES[random.below(STATES.len())],
        year: 2000 + random.below(36) as i64,
        length_km: (random.unit() * 1000.0).round() / 10.0,
    }
}

/// `N FILE` of the command line.
pub fn generate(count: &str, path: &str) -> Result<(), Fail> {
    let count: usize = count.parse()?;
    if path.ends_with(".fgb") { flatgeobuf(count, path) } else { sequence(count, path) }
}

fn json(feature: &Made) -> String {
    let point = |c: &Coord<f64>| format!("[{},{}]", c.x, c.y);
    let list =
        |line: &LineString<f64>| format!("[{}]", line.coords().map(point).collect::<Vec<_>>().join(","));
    let (kind, coordinates) = match &feature.geometry {
        Geometry::Point(p) => ("Point", point(&p.0)),
        Geometry::LineString(l) => ("LineString", list(l)),
        Geometry::Polygon(a) => ("Polygon", format!("[{}]", list(a.exterior()))),
        _ => ("Point", String::new()),
    };
    let Made { id, category, name, state, year, length_km, .. } = feature;
    format!(
        r#"{{"type":"Feature","id":"{id}","geometry":{{"type":"{kind}","coordinates":{coordinates}}},"properties":{{"id":"{id}","name":"{name}","category":"{category}","status":"{state}","year":{year},"length_km":{length_km}}}}}"#
    )
}

fn sequence(count: usize, path: &str) -> Result<(), Fail> {
    let mut out = BufWriter::new(File::create(path)?);
    for n in 0..count {
        writeln!(out, "{}", json(&made(n)))?;
    }
    Ok(out.flush()?)
}

fn flatgeobuf(count: usize, path: &str) -> Result<(), Fail> {
    let options = FgbWriterOptions {
        write_index: true,
        detect_type: false,
        promote_to_multi: false,
        crs: FgbCrs { code: 4326, ..FgbCrs::default() },
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options("features", GeometryType::Unknown, options)?;
    let columns = [
        ("id", ColumnType::String),
        ("name", ColumnType::String),
        ("category", ColumnType::String),
        ("status", ColumnType::String),
        ("year", ColumnType::Long),
        ("length_km", ColumnType::Double),
    ];
    for (name, kind) in columns {
        writer.add_column(name, kind, |_, _| {});
    }
    for n in 0..count {
        let f = made(n);
        let values = [
            ColumnValue::String(&f.id),
            ColumnValue::String(&f.name),
            ColumnValue::String(f.category),
            ColumnValue::String(f.state),
            ColumnValue::Long(f.year),
            ColumnValue::Double(f.length_km),
        ];
        let mut written = Ok(false);
        writer.add_feature_geom(f.geometry, |out| {
            for (index, value) in values.iter().enumerate() {
                if written.is_ok() {
                    written = out.property(index, columns[index].0, value);
                }
            }
        })?;
        written?;
    }
    writer.write(BufWriter::new(File::create(path)?))?;
    Ok(())
}
