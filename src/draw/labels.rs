//! Words on the map that do not collide: the more important ones first, each where there is still room.
//!
//! In: wanted labels, obstacles. Out: the labels that found room. Must not know: what they name.

use super::ink::Ink;
use super::layout::Area;
use super::theme::Palette;
use crate::geometry::Coord;

/// Longest label, characters.
const MOST_CHARS: usize = 16;

/// A wanted label.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What it stands at, pixels.
    pub at: Coord<f64>,
    /// How far from there it must keep.
    pub gap: f64,
    /// Words.
    pub text: String,
    /// Pixels high.
    pub size: f64,
    /// Attributes of the text.
    pub attributes: String,
    /// The greatest is placed first.
    pub weight: f64,
    /// Markup before and after the words.
    pub wrap: Option<(String, String)>,
}

/// The labels of a map.
#[derive(Debug)]
pub struct Labels {
    map: Area,
    taken: Vec<Area>,
    wanted: Vec<Label>,
    settled: Vec<(Label, Area)>,
}

impl Labels {
    /// No labels yet on `map`, where `taken` is covered already.
    pub fn new(map: Area, taken: Vec<Area>) -> Self {
        Self { map, taken, wanted: Vec::new(), settled: Vec::new() }
    }

    /// Wants a label.
    pub fn want(&mut self, label: Label) {
        self.wanted.push(label);
    }

    /// Covers a place that no label may stand on.
    pub fn cover(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Whether `area` is free and on the map.
    pub fn is_free(&self, area: &Area) -> bool {
        self.map.holds(area) && !self.taken.iter().any(|t| t.meets(area))
    }

    /// Gives the labels that are wanted so far their places, before anything else takes them.
    pub fn settle(&mut self) {
        let mut wanted = std::mem::take(&mut self.wanted);
        wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        for mut label in wanted {
            label.text = short(&label.text);
            if let Some(area) = places(&label).into_iter().find(|area| self.is_free(area)) {
                self.taken.push(area);
                self.settled.push((label, area));
            }
        }
    }

    /// Draws the labels that find room.
    pub fn draw(mut self, ink: &mut Ink, palette: Palette) {
        let halo = format!(
            "paint-order=\"stroke\" stroke=\"{}\" stroke-width=\"2.4\" stroke-linejoin=\"round\"",
            palette.halo
        );
        self.settle();
        for (label, area) in &self.settled {
            let (before, after) = label.wrap.clone().unwrap_or_default();
            ink.raw(&before);
            let y = area.y + area.h - label.size * 0.22;
            ink.text(area.x, y, label.size, &format!("{halo} {}", label.attributes), &label.text);
            ink.raw(&after);
        }
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= MOST_CHARS {
        return text.to_owned();
    }
    text.chars().take(MOST_CHARS - 1).chain(['…']).collect()
}

/// Width of words in pixels: Han characters are as wide as they are high, Latin ones about half.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum::<f64>() * size
}

/// Where a label may stand, best first: right, left, above, below of its place.
fn places(label: &Label) -> Vec<Area> {
    let (w, h) = (width(&label.text, label.size), label.size * 1.2);
    let Coord { x, y } = label.at;
    if label.gap == 0.0 {
        return vec![Area { x: x - w / 2.0, y: y - h / 2.0, w, h }];
    }
    let g = label.gap;
    [
        (x + g, y - h / 2.0),
        (x - g - w, y - h / 2.0),
        (x - w / 2.0, y - g - h),
        (x - w / 2.0, y + g),
        (x + g * 0.7, y - g * 0.7 - h),
        (x + g * 0.7, y + g * 0.7),
        (x - g * 0.7 - w, y - g * 0.7 - h),
        (x - g * 0.7 - w, y + g * 0.7),
    ]
    .map(|(x, y)| Area { x, y, w, h })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label(x: f64, y: f64, text: &str, weight: f64) -> Label {
        Label {
            at: Coord { x, y },
            gap: 6.0,
            text: text.to_owned(),
            size: 11.0,
            attributes: String::new(),
            weight,
            wrap: None,
        }
    }

    proptest! {
        #[test]
        fn no_two_labels_share_a_place(all in proptest::collection::vec((0.0..400.0, 0.0..300.0, 1usize..20), 1..80)) {
            let map = Area { x: 0.0, y: 0.0, w: 400.0, h: 300.0 };
            let legend = Area { x: 0.0, y: 0.0, w: 90.0, h: 120.0 };
            let mut labels = Labels::new(map, vec![legend]);
            for (n, (x, y, chars)) in all.iter().enumerate() {
                labels.want(label(*x, *y, &"字".repeat(*chars), n as f64));
            }
            let areas: Vec<Area> = {
                labels.settle();
                labels.settled.iter().map(|(_, area)| *area).collect()
            };
            for (n, area) in areas.iter().enumerate() {
                prop_assert!(map.holds(area) && !legend.meets(area));
                prop_assert!(areas[n + 1..].iter().all(|other| !other.meets(area)));
            }
        }
    }

    #[test]
    fn the_heavier_label_wins_the_place_and_the_other_moves() {
        let mut labels = Labels::new(Area { x: 0.0, y: 0.0, w: 400.0, h: 300.0 }, vec![]);
        labels.want(label(100.0, 100.0, "次要", 1.0));
        labels.want(label(100.0, 100.0, "主要", 2.0));
        labels.settle();
        let placed = labels.settled;
        assert_eq!(placed[0].0.text, "主要");
        assert!(placed[0].1.x > 100.0 && placed[1].1.x < 100.0);
    }
}
