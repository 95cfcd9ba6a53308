//! A small plot with logarithmic axes.
//!
//! In: points. Out: SVG. Must not know: what they mean.

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 60.0;
const BOTTOM: f64 = 45.0;

/// `points` as a line; both axes by powers of ten.
pub fn plot(title: &str, x: &str, y: &str, points: &[(f64, f64)]) -> String {
    draw(title, x, y, points, true)
}

/// `points` as a line on plain axes from zero.
pub fn plain(title: &str, x: &str, y: &str, points: &[(f64, f64)]) -> String {
    draw(title, x, y, points, false)
}

struct Axis {
    low: f64,
    high: f64,
    powers: bool,
}

impl Axis {
    fn new(values: impl Iterator<Item = f64>, powers: bool) -> Self {
        if !powers {
            return Self { low: 0.0, high: values.fold(1e-9, f64::max) * 1.1, powers };
        }
        let (low, high) = values.fold((f64::MAX, 1e-9), |(low, high), v| (low.min(v.max(1e-3)), v.max(high)));
        Self { low: low.log10().floor(), high: high.log10().ceil().max(low.log10().floor() + 1.0), powers }
    }

    fn at(&self, v: f64) -> f64 {
        let v = if self.powers { v.max(1e-3).log10() } else { v };
        (v - self.low) / (self.high - self.low)
    }

    fn marks(&self) -> Vec<f64> {
        if self.powers {
            (self.low as i32..=self.high as i32).map(|power| 10f64.powi(power)).collect()
        } else {
            (0..=5).map(|n| self.high * f64::from(n) / 5.0).collect()
        }
    }
}

fn draw(title: &str, x: &str, y: &str, points: &[(f64, f64)], powers: bool) -> String {
    let across = Axis::new(points.iter().map(|p| p.0), powers);
    let up = Axis::new(points.iter().map(|p| p.1), powers);
    let px = |v: f64| LEFT + across.at(v) * (WIDTH - LEFT - 20.0);
    let py = |v: f64| HEIGHT - BOTTOM - up.at(v) * (HEIGHT - BOTTOM - 40.0);
    let label = |v: f64| if v >= 1.0 { format!("{v:.0}") } else { format!("{v:.3}") };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"{LEFT}\" y=\"20\" font-size=\"13\">{title}</text>\n"
    );
    for v in across.marks() {
        let at = px(v);
        out += &format!(
            "<path d=\"M{at:.1} 40V{:.1}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\n",
            HEIGHT - BOTTOM,
            HEIGHT - BOTTOM + 15.0,
            label(v)
        );
    }
    for v in up.marks() {
        let at = py(v);
        out += &format!(
            "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
            WIDTH - 20.0,
            LEFT - 6.0,
            at + 4.0,
            label(v)
        );
    }
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{:.1},{:.1}", px(*x), py(*y))).collect();
    out += &format!(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#06c\" stroke-width=\"2\"/>\n",
        line.join(" ")
    );
    if points.len() < 30 {
        for (x, y) in points {
            out += &format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#06c\"/>\n", px(*x), py(*y));
        }
    }
    out += &format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{x}</text><text x=\"{}\" y=\"34\" text-anchor=\"end\">{y}</text>\n</svg>\n",
        (WIDTH + LEFT) / 2.0,
        HEIGHT - 10.0,
        LEFT - 6.0
    );
    out
}
