//! The tile matrix sets: how the world is cut.
//!
//! In: a name. Out: sizes, origin, references. Must not know: features.

use crate::geometry::MAX_ZOOM;

/// A way to cut the world into tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MatrixSet {
    /// Squares of Web Mercator: what web maps use.
    #[default]
    WebMercatorQuad,
    /// Squares of longitude and latitude, for WGS 84 and CGCS2000; beyond 85.05 degrees north and south nothing is
    /// drawn where it is, as shapes are kept for Web Mercator.
    WorldCrs84Quad,
}

/// One matrix of a set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix {
    /// Zoom.
    pub z: u8,
    /// Side of a pixel in units of the reference system: metres or degrees.
    pub cell_size: f64,
    /// Scale at a pixel of 0.28 mm, on the equator.
    pub scale_denominator: f64,
    /// Columns and rows.
    pub size: [u32; 2],
}

/// Half the side of the world in Web Mercator.
const HALF_M: f64 = 20_037_508.342_789_244;

impl MatrixSet {
    /// Every set, the usual one first.
    pub const ALL: &'static [Self] = &[Self::WebMercatorQuad, Self::WorldCrs84Quad];

    /// The set of this id.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|set| set.id() == id)
    }

    /// Its id in the registry of OGC.
    pub fn id(self) -> &'static str {
        match self {
            Self::WebMercatorQuad => "WebMercatorQuad",
            Self::WorldCrs84Quad => "WorldCRS84Quad",
        }
    }

    /// Its URI in the registry of OGC.
    pub fn uri(self) -> String {
        format!("http://www.opengis.net/def/tilematrixset/OGC/1.0/{}", self.id())
    }

    /// Its title in the registry of OGC.
    pub fn title(self) -> &'static str {
        match self {
            Self::WebMercatorQuad => "Google Maps Compatible for the World",
            Self::WorldCrs84Quad => "CRS84 for the World",
        }
    }

    /// URI of its reference system.
    pub fn crs(self) -> &'static str {
        match self {
            Self::WebMercatorQuad => "http://www.opengis.net/def/crs/EPSG/0/3857",
            Self::WorldCrs84Quad => "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        }
    }

    /// URI of the well-known scale set that it follows.
    pub fn scale_set(self) -> &'static str {
        match self {
            Self::WebMercatorQuad => "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            Self::WorldCrs84Quad => "http://www.opengis.net/def/wkss/OGC/1.0/GoogleCRS84Quad",
        }
    }

    /// Names of its axes in order.
    pub fn axes(self) -> [&'static str; 2] {
        match self {
            Self::WebMercatorQuad => ["E", "N"],
            Self::WorldCrs84Quad => ["Lon", "Lat"],
        }
    }

    /// The upper left corner.
    pub fn origin(self) -> [f64; 2] {
        match self {
            Self::WebMercatorQuad => [-HALF_M, HALF_M],
            Self::WorldCrs84Quad => [-180.0, 90.0],
        }
    }

    /// The highest zoom that is served: the same size on the ground in every set.
    pub fn max_zoom(self) -> u8 {
        MAX_ZOOM - self.finer()
    }

    /// How many zooms finer than Web Mercator a matrix of the same number is.
    pub(super) fn finer(self) -> u8 {
        match self {
            Self::WebMercatorQuad => 0,
            Self::WorldCrs84Quad => 1,
        }
    }

    /// The matrices from the coarsest on.
    pub fn matrices(self) -> impl Iterator<Item = Matrix> {
        (0..=self.max_zoom()).map(move |z| {
            let rows = 1u32 << z;
            let (height, metres) = match self {
                Self::WebMercatorQuad => (2.0 * HALF_M, 1.0),
                Self::WorldCrs84Quad => (180.0, HALF_M / 180.0),
            };
            let cell_size = height / (256.0 * f64::from(rows));
            let scale_denominator = cell_size * metres / 0.000_28;
            Matrix { z, cell_size, scale_denominator, size: [rows << self.finer(), rows] }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_matrices_are_those_of_the_registry() {
        let first =
            |set: MatrixSet| set.matrices().next().map(|m| (m.cell_size, m.scale_denominator, m.size));
        let close = |a: f64, b: f64| (a - b).abs() < 1e-6 * b;
        // Figures of OGC 17-083r4, annex D.
        assert!(first(MatrixSet::WebMercatorQuad).is_some_and(|(cell, scale, size)| {
            close(cell, 156_543.033_928_041) && close(scale, 559_082_264.028_717) && size == [1, 1]
        }));
        assert!(first(MatrixSet::WorldCrs84Quad).is_some_and(|(cell, scale, size)| {
            close(cell, 0.703_125) && close(scale, 279_541_132.014_358_7) && size == [2, 1]
        }));
        assert_eq!(MatrixSet::WorldCrs84Quad.matrices().count(), 14);
    }
}
