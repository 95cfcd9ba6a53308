//! What is asked for: the same lists every time.
//!
//! In: how many features there are. Out: tiles by zoom band, boxes by size, ids. Must not know: who answers.

use crate::features::{CATEGORIES, Random, made};
use geo::{BoundingRect, Centroid};

/// A tile as zoom, column, row.
pub type Tile = (u8, u32, u32);

/// One kind of work.
#[derive(Debug, Clone)]
pub struct Kind {
    /// As in the table.
    pub name: &'static str,
    /// What is asked.
    pub asked: Asked,
}

/// What is asked.
#[derive(Debug, Clone)]
pub enum Asked {
    /// Tiles.
    Tiles(Vec<Tile>),
    /// Boxes `[west, south, east, north]`.
    Items(Vec<[f64; 4]>),
    /// Boxes and a category.
    Filtered(Vec<([f64; 4], &'static str)>),
    /// Ids.
    Ids(Vec<String>),
}

const EACH: usize = 200;

/// A place where features are: of a random feature.
fn somewhere(random: &mut Random, count: usize) -> (f64, f64) {
    let middle = made(random.below(count)).geometry.centroid();
    middle.map_or((111.0, 40.0), |p| (p.x(), p.y()))
}

fn tile(z: u8, (lon, lat): (f64, f64)) -> Tile {
    let side = f64::from(1u32 << z);
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    (z, ((lon + 180.0) / 360.0 * side) as u32, (y * side) as u32)
}

fn tiles(count: usize, low: u8, high: u8) -> Asked {
    let mut random = Random::new(u64::from(low) + 77);
    let one = |random: &mut Random| {
        let z = low + random.below(usize::from(high - low) + 1) as u8;
        tile(z, somewhere(random, count))
    };
    Asked::Tiles((0..EACH).map(|_| one(&mut random)).collect())
}

fn boxes(count: usize, side: f64) -> Vec<[f64; 4]> {
    let mut random = Random::new((side * 10.0) as u64 + 5);
    let round = |v: f64| (v * 1e4).round() / 1e4;
    let one = |random: &mut Random| {
        let (x, y) = somewhere(random, count);
        let (dx, dy) = (side * random.unit(), side * random.unit());
        [x - dx, y - dy, x - dx + side, y - dy + side].map(round)
    };
    (0..EACH).map(|_| one(&mut random)).collect()
}

/// The fixed lists.
pub fn kinds(count: usize) -> Vec<Kind> {
    let mut random = Random::new(9);
    let ids = (0..EACH).map(|_| made(random.below(count)).id).collect();
    let filtered = boxes(count, 3.0).into_iter().map(|b| (b, CATEGORIES[random.below(CATEGORIES.len())]));
    let filtered = Asked::Filtered(filtered.collect());
    vec![
        Kind { name: "tiles z4-7", asked: tiles(count, 4, 7) },
        Kind { name: "tiles z8-11", asked: tiles(count, 8, 11) },
        Kind { name: "tiles z12-14", asked: tiles(count, 12, 14) },
        Kind { name: "items, box 0.1 degree", asked: Asked::Items(boxes(count, 0.1)) },
        Kind { name: "items, box 1 degree", asked: Asked::Items(boxes(count, 1.0)) },
        Kind { name: "items, box 10 degrees", asked: Asked::Items(boxes(count, 10.0)) },
        Kind { name: "category + box 3 degrees", asked: filtered },
        Kind { name: "one feature by id", asked: Asked::Ids(ids) },
    ]
}

/// Addresses of a service: a template per kind of request.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// With `{z}`, `{x}`, `{y}`.
    pub tile: Option<String>,
    /// With `{bbox}`.
    pub items: Option<String>,
    /// With `{bbox}` and `{category}`.
    pub filter: Option<String>,
    /// With `{id}`.
    pub id: Option<String>,
}

impl Templates {
    /// Full addresses for what is asked; none if the service does not do that.
    pub fn addresses(&self, asked: &Asked) -> Option<Vec<String>> {
        let bbox = |b: &[f64; 4]| b.map(|v| v.to_string()).join(",");
        Some(match asked {
            Asked::Tiles(tiles) => {
                let template = self.tile.as_ref()?;
                let one = |(z, x, y): &Tile| {
                    template
                        .replace("{z}", &z.to_string())
                        .replace("{x}", &x.to_string())
                        .replace("{y}", &y.to_string())
                };
                tiles.iter().map(one).collect()
            }
            Asked::Items(boxes) => {
                let template = self.items.as_ref()?;
                boxes.iter().map(|b| template.replace("{bbox}", &bbox(b))).collect()
            }
            Asked::Filtered(boxes) => {
                let template = self.filter.as_ref()?;
                let one =
                    |(b, c): &([f64; 4], &str)| template.replace("{bbox}", &bbox(b)).replace("{category}", c);
                boxes.iter().map(one).collect()
            }
            Asked::Ids(ids) => {
                let template = self.id.as_ref()?;
                ids.iter().map(|id| template.replace("{id}", id)).collect()
            }
        })
    }
}

/// The box of a tile in degrees.
pub fn tile_box((z, x, y): Tile) -> [f64; 4] {
    let side = f64::from(1u32 << z);
    let lon = |x: f64| x / side * 360.0 - 180.0;
    let lat = |y: f64| (std::f64::consts::PI * (1.0 - 2.0 * y / side)).sinh().atan().to_degrees();
    [lon(f64::from(x)), lat(f64::from(y) + 1.0), lon(f64::from(x) + 1.0), lat(f64::from(y))]
}

/// The box round a geometry.
pub fn box_of(geometry: &geo_types::Geometry<f64>) -> Option<[f64; 4]> {
    let r = geometry.bounding_rect()?;
    Some([r.min().x, r.min().y, r.max().x, r.max().y])
}
