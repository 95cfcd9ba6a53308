//! Albers' equal-area conic projection on the WGS 84 ellipsoid.
//!
//! Formulas 14-1 to 14-19 and 3-12, 3-16 of J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper
//! 1395 (1987), pages 98 to 103. The standard parallels lie a sixth of the height inside the southern and the northern
//! edge (page 99), the central meridian in the middle, so that north is up in the middle of the map.

use crate::geometry::{Bounds, Coord};

/// Semi-major axis of WGS 84, metres.
const A: f64 = 6_378_137.0;
/// Flattening of WGS 84.
const F: f64 = 1.0 / 298.257_223_563;

/// The projection with its parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Albers {
    /// Central meridian, degrees.
    pub meridian: f64,
    /// Standard parallels, degrees, the southern one first.
    pub parallels: [f64; 2],
    n: f64,
    c: f64,
    rho_0: f64,
}

fn e2() -> f64 {
    F * (2.0 - F)
}

fn q(lat: f64) -> f64 {
    let (e2, sin) = (e2(), lat.to_radians().sin());
    let e = e2.sqrt();
    (1.0 - e2) * (sin / (1.0 - e2 * sin * sin) - ((1.0 - e * sin) / (1.0 + e * sin)).ln() / (2.0 * e))
}

fn m(lat: f64) -> f64 {
    let (sin, cos) = lat.to_radians().sin_cos();
    cos / (1.0 - e2() * sin * sin).sqrt()
}

impl Albers {
    /// The projection that fits `view` best, its parameters rounded to a tenth of a degree.
    pub fn fitting(view: Bounds) -> Self {
        let tenth = |v: f64| (v * 10.0).round() / 10.0;
        let sixth = (view.north - view.south) / 6.0;
        let (south, north) = (tenth(view.south + sixth), tenth(view.north - sixth));
        // Equal parallels are the same cone as a hair's breadth between them.
        let north = if north > south { north } else { south + 0.1 };
        Self::new(tenth((view.west + view.east) / 2.0), [south, north], (view.south + view.north) / 2.0)
    }

    /// The projection of these parameters, degrees; `origin` is the latitude where y is 0.
    pub fn new(meridian: f64, parallels: [f64; 2], origin: f64) -> Self {
        let [(m1, q1), (m2, q2)] = parallels.map(|lat| (m(lat), q(lat)));
        let n = (m1 * m1 - m2 * m2) / (q2 - q1);
        let c = m1 * m1 + n * q1;
        let rho_0 = A * (c - n * q(origin)).sqrt() / n;
        Self { meridian, parallels, n, c, rho_0 }
    }

    /// Metres east and north of the origin.
    pub fn forward(&self, lon_lat: Coord<f64>) -> Coord<f64> {
        let rho = A * (self.c - self.n * q(lon_lat.y)).max(0.0).sqrt() / self.n;
        let (sin, cos) = (self.n * (lon_lat.x - self.meridian).to_radians()).sin_cos();
        Coord { x: rho * sin, y: self.rho_0 - rho * cos }
    }

    /// Degrees of a place in metres.
    pub fn inverse(&self, metres: Coord<f64>) -> Coord<f64> {
        let down = self.rho_0 - metres.y;
        let sign = self.n.signum();
        let rho = metres.x.hypot(down);
        let theta = (sign * metres.x).atan2(sign * down);
        let wanted = (self.c - (rho * self.n / A).powi(2)) / self.n;
        Coord { x: self.meridian + (theta / self.n).to_degrees(), y: latitude(wanted) }
    }
}

/// The latitude of which `q` is `wanted`.
fn latitude(wanted: f64) -> f64 {
    let (e2, e) = (e2(), e2().sqrt());
    let mut phi = (wanted / 2.0).clamp(-1.0, 1.0).asin();
    for _ in 0..8 {
        let (sin, cos) = phi.sin_cos();
        let inner = 1.0 - e2 * sin * sin;
        let log = ((1.0 - e * sin) / (1.0 + e * sin)).ln() / (2.0 * e);
        phi += inner * inner / (2.0 * cos.max(1e-9)) * (wanted / (1.0 - e2) - sin / inner + log);
    }
    phi.to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_proj() {
        // PROJ 9.5: +proj=aea +lon_0=111 +lat_1=39 +lat_2=42 +lat_0=40.5 +ellps=WGS84
        let albers = Albers::new(111.0, [39.0, 42.0], 40.5);
        for (lon, lat, x, y) in PROJ {
            let at = albers.forward(Coord { x: lon, y: lat });
            assert!((at.x - x).abs() < 0.01 && (at.y - y).abs() < 0.01, "{at:?}, expected {x} {y}");
            let back = albers.inverse(at);
            assert!((back.x - lon).abs() < 1e-9 && (back.y - lat).abs() < 1e-9, "{back:?}");
        }
    }

    const PROJ: [(f64, f64, f64, f64); 3] = [
        (111.57, 40.48, 48315.1474, -2065.6108),
        (106.2, 38.4, -419222.0947, -221774.7275),
        (119.75, 49.2, 644921.4614, 995060.7057),
    ];

    #[test]
    fn the_parallels_lie_a_sixth_inside() {
        let albers = Albers::fitting(Bounds::new(106.0, 37.0, 116.0, 43.0));
        assert_eq!((albers.meridian, albers.parallels), (111.0, [38.0, 42.0]));
    }
}
