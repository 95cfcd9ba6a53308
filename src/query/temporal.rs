//! Dates, instants and intervals of filters, and how they lie to each other.
//!
//! In: RFC 3339 texts. Out: spans of microseconds since 1970 (UTC) and relations. Must not know: what happened then.

use super::time::{DAY_S, day_start, instant_us};
use std::cmp::Ordering;

/// A date (its whole day) or an instant, in microseconds since 1970 (UTC), both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    start_us: i64,
    end_us: i64,
}

impl Span {
    /// `YYYY-MM-DD` or an instant of RFC 3339; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::date(text).or_else(|| Self::instant(text))
    }

    /// The whole day `YYYY-MM-DD`.
    pub fn date(text: &str) -> Option<Self> {
        let start_us = day_start(text)? * 1_000_000;
        Some(Self { start_us, end_us: start_us + DAY_S * 1_000_000 - 1 })
    }

    /// An instant of RFC 3339.
    pub fn instant(text: &str) -> Option<Self> {
        instant_us(text).map(|at| Self { start_us: at, end_us: at })
    }

    /// Before, after, or at the same time: a date and an instant inside it are at the same time.
    pub fn order(self, other: Self) -> Ordering {
        if self.end_us < other.start_us {
            Ordering::Less
        } else if self.start_us > other.end_us {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }
}

/// From an end to an end; an open end is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First date or instant.
    pub start: Option<Span>,
    /// Last date or instant.
    pub end: Option<Span>,
}

impl Period {
    /// A date or an instant as a period.
    pub fn of(span: Span) -> Self {
        Self { start: Some(span), end: Some(span) }
    }

    fn starts(self, other: Self) -> Ordering {
        match (self.start, other.start) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => a.order(b),
        }
    }

    fn ends(self, other: Self) -> Ordering {
        match (self.end, other.end) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => a.order(b),
        }
    }

    /// How this one's end lies to the other's start.
    fn end_to_start(self, other: Self) -> Ordering {
        self.end.zip(other.start).map_or(Ordering::Greater, |(end, start)| end.order(start))
    }
}

/// A relation of two periods, by the names of CQL2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemporalRelation {
    /// The first starts after the second ends.
    After,
    /// The first ends before the second starts.
    Before,
    /// The second lies inside the first, away from its ends.
    Contains,
    /// They share no time.
    Disjoint,
    /// The first lies inside the second, away from its ends.
    During,
    /// The same.
    Equals,
    /// The second ends the first.
    FinishedBy,
    /// The first ends the second.
    Finishes,
    /// They share some time.
    Intersects,
    /// The first ends when the second starts.
    Meets,
    /// The second ends when the first starts.
    MetBy,
    /// The second starts first, and ends inside the first.
    OverlappedBy,
    /// The first starts first, and ends inside the second.
    Overlaps,
    /// The second starts the first.
    StartedBy,
    /// The first starts the second.
    Starts,
}

impl TemporalRelation {
    /// Whether it holds between `a` and `b`.
    pub fn holds(self, a: Period, b: Period) -> bool {
        match self {
            Self::Before => a.end_to_start(b).is_lt(),
            Self::After => Self::Before.holds(b, a),
            Self::Disjoint => Self::Before.holds(a, b) || Self::Before.holds(b, a),
            Self::Intersects => !Self::Disjoint.holds(a, b),
            Self::Equals => a.starts(b).is_eq() && a.ends(b).is_eq(),
            Self::Meets => a.end_to_start(b).is_eq(),
            Self::MetBy => Self::Meets.holds(b, a),
            Self::During => a.starts(b).is_gt() && a.ends(b).is_lt(),
            Self::Contains => Self::During.holds(b, a),
            Self::Starts => a.starts(b).is_eq() && a.ends(b).is_lt(),
            Self::StartedBy => Self::Starts.holds(b, a),
            Self::Finishes => a.starts(b).is_gt() && a.ends(b).is_eq(),
            Self::FinishedBy => Self::Finishes.holds(b, a),
            Self::Overlaps => a.starts(b).is_lt() && a.end_to_start(b).is_gt() && a.ends(b).is_lt(),
            Self::OverlappedBy => Self::Overlaps.holds(b, a),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        let end = |part: &str| if part == ".." { None } else { Some(Span::parse(part).expect("time")) };
        match text.split_once('/') {
            Some((start, stop)) => Period { start: end(start), end: end(stop) },
            None => Period::of(Span::parse(text).expect("time")),
        }
    }

    /// Every relation that holds between two periods away from each other's ends excludes the others.
    #[test]
    fn the_thirteen_relations_of_intervals() {
        use TemporalRelation as R;
        let b = "2020-03-01/2020-06-30";
        let cases = [
            ("2020-01-01/2020-02-01", R::Before),
            ("2020-01-01/2020-03-01", R::Meets),
            ("2020-01-01/2020-04-01", R::Overlaps),
            ("2020-03-01/2020-04-01", R::Starts),
            ("2020-04-01/2020-05-01", R::During),
            ("2020-04-01/2020-06-30", R::Finishes),
            ("2020-03-01/2020-06-30", R::Equals),
            ("2020-01-01/2020-06-30", R::FinishedBy),
            ("2020-01-01/..", R::Contains),
            ("2020-03-01/..", R::StartedBy),
            ("2020-05-01/2020-07-01", R::OverlappedBy),
            ("2020-06-30/..", R::MetBy),
            ("2020-07-01/2020-08-01", R::After),
        ];
        for (a, expected) in cases {
            let exact = cases.map(|(_, relation)| relation).into_iter();
            let found: Vec<R> = exact.filter(|r| r.holds(period(a), period(b))).collect();
            assert_eq!(found, [expected], "{a}");
            let apart = matches!(expected, R::Before | R::After);
            assert_eq!(R::Disjoint.holds(period(a), period(b)), apart, "{a}");
            assert_eq!(R::Intersects.holds(period(a), period(b)), !apart, "{a}");
        }
    }

    #[test]
    fn a_date_is_at_the_same_time_as_an_instant_of_its_day_and_fractions_count() {
        let order = |a: &str, b: &str| Span::parse(a).zip(Span::parse(b)).map(|(a, b)| a.order(b));
        assert_eq!(order("2022-04-16", "2022-04-16T23:59:59.9Z"), Some(Ordering::Equal));
        assert_eq!(order("2022-04-16", "2022-04-17T00:00:00+00:00"), Some(Ordering::Less));
        assert_eq!(order("2022-04-16T00:00:00.5Z", "2022-04-16T00:00:00.25Z"), Some(Ordering::Greater));
        assert_eq!(Span::parse("2022-04"), None);
    }
}
