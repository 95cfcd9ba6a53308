//! Lists of points, one after the other in one vector, so that a tile needs no vector a path.
//!
//! In: points. Out: slices. Must not know: what they are.

/// A point in tile units.
pub type P = [i64; 2];

/// Several paths.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Paths {
    points: Vec<P>,
    ends: Vec<usize>,
}

impl Paths {
    /// Takes everything out and keeps the memory.
    pub fn clear(&mut self) {
        self.points.clear();
        self.ends.clear();
    }

    /// Whether there is no path.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends a path; one that is the same as the last is left out.
    pub fn push(&mut self, path: impl IntoIterator<Item = P>) {
        path.into_iter().for_each(|p| self.add(p));
        self.close(1);
    }

    /// Appends a point to the path that is being written.
    pub fn add(&mut self, p: P) {
        self.points.push(p);
    }

    /// Ends the path that is being written, if it has at least `least` points; else it is dropped.
    pub fn close(&mut self, least: usize) {
        let start = self.start();
        if self.points.len() - start < least.max(1) || self.last() == Some(&self.points[start..]) {
            self.points.truncate(start);
        } else {
            self.ends.push(self.points.len());
        }
    }

    /// The path that is being written.
    pub fn open(&self) -> &[P] {
        &self.points[self.start()..]
    }

    fn start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    fn last(&self) -> Option<&[P]> {
        self.iter().next_back()
    }

    /// The paths in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[P]> {
        (0..self.ends.len()).map(|n| {
            let start = if n == 0 { 0 } else { self.ends[n - 1] };
            &self.points[start..self.ends[n]]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_in_order_and_a_repeated_one_once() {
        let mut paths = Paths::default();
        paths.push([[1, 1], [2, 2]]);
        paths.push([[1, 1], [2, 2]]);
        paths.add([7, 7]);
        paths.close(2);
        paths.push([[3, 3]]);
        assert_eq!(paths.iter().collect::<Vec<_>>(), [&[[1, 1], [2, 2]][..], &[[3, 3]]]);
    }
}
