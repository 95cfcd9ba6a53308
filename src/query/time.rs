//! Time as intervals of seconds since 1970 (UTC).
//!
//! In: `datetime` of OGC API, dates and years of rows. Out: [`Interval`]. Must not know: what happened then.

use crate::error::{Error, Result};

/// A closed interval; an open end is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// First second.
    pub start_s: Option<i64>,
    /// Last second.
    pub end_s: Option<i64>,
}

/// Seconds of a day.
pub(super) const DAY_S: i64 = 86_400;

impl Interval {
    /// Whether the two share a second.
    pub fn meets(self, other: Self) -> bool {
        let before = |a: Option<i64>, b: Option<i64>| a.zip(b).is_none_or(|(a, b)| a <= b);
        before(self.start_s, other.end_s) && before(other.start_s, self.end_s)
    }

    /// The shortest that holds both.
    pub fn hull(self, other: Self) -> Self {
        let both =
            |a: Option<i64>, b: Option<i64>, pick: fn(i64, i64) -> i64| a.zip(b).map(|(a, b)| pick(a, b));
        Self {
            start_s: both(self.start_s, other.start_s, i64::min),
            end_s: both(self.end_s, other.end_s, i64::max),
        }
    }

    /// From the first second of the date `first` to the last of the year `last_year` (open if none).
    pub fn from_date_to_year(first: &str, last_year: Option<i32>) -> Option<Self> {
        let end_s = last_year.and_then(|year| day(&format!("{year:04}-12-31"))).and_then(|d| d.end_s);
        Some(Self { start_s: day(first)?.start_s, end_s })
    }

    /// `datetime` of OGC API: an instant, a date (the whole day), or `start/end` with `..` or nothing for an open end.
    ///
    /// # Errors
    /// Not RFC 3339, or the end lies before the start.
    pub fn parse(text: &str) -> Result<Self> {
        let fail = |message: String| Error::parameter("datetime", message);
        let expected = "expected 2021-11-01, 2021-11-01T00:00:00Z, or start/end with .. for an open end";
        let one = |part: &str| moment(part).ok_or_else(|| fail(format!("\"{text}\": {expected}")));
        let Some((start, end)) = text.split_once('/') else { return one(text) };
        let open = |part: &str| part.is_empty() || part == "..";
        if end.contains('/') || (open(start) && open(end)) {
            return Err(fail(format!("\"{text}\": {expected}")));
        }
        let start_s = if open(start) { None } else { one(start)?.start_s };
        let end_s = if open(end) { None } else { one(end)?.end_s };
        if start_s.zip(end_s).is_some_and(|(start, end)| start > end) {
            return Err(fail(format!("\"{text}\" ends before it starts")));
        }
        Ok(Self { start_s, end_s })
    }
}

/// The whole day `YYYY-MM-DD`; none if it is not one.
pub fn day(text: &str) -> Option<Interval> {
    let start = day_start(text)?;
    Some(Interval { start_s: Some(start), end_s: Some(start + DAY_S - 1) })
}

/// First second of the day `YYYY-MM-DD`.
pub(super) fn day_start(text: &str) -> Option<i64> {
    days_since_1970(text).map(|days| days * DAY_S)
}

/// Microseconds since 1970 of an instant of RFC 3339; further digits are left out.
pub(super) fn instant_us(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let (second, micros) = time_of_day(time)?;
    Some((day_start(date)? + second) * 1_000_000 + micros)
}

fn moment(text: &str) -> Option<Interval> {
    if !text.contains(['T', 't', ' ']) {
        return day(text);
    }
    let at = instant_us(text)?.div_euclid(1_000_000);
    Some(Interval { start_s: Some(at), end_s: Some(at) })
}

fn digits(text: &str, count: usize) -> Option<i64> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Days of the proleptic Gregorian calendar.
fn days_since_1970(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) =
        (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 || day > month_days(year, month) {
        return None;
    }
    let shifted = if month > 2 { year } else { year - 1 };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

fn month_days(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `hh:mm:ss[.fraction](Z|+hh:mm|-hh:mm)` as seconds after midnight UTC, and the microseconds of the fraction.
fn time_of_day(text: &str) -> Option<(i64, i64)> {
    let (clock, offset) = match text.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => {
            let at = text.rfind(['+', '-'])?;
            let (clock, zone) = text.split_at_checked(at)?;
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = zone.trim_start_matches(['+', '-']).split_once(':')?;
            (clock, sign * (digits(hours, 2)? * 3600 + digits(minutes, 2)? * 60))
        }
    };
    let (whole, micros) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, micros(fraction)?),
        None => (clock, 0),
    };
    let mut parts = whole.split(':');
    let (hour, minute, second) =
        (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let valid = parts.next().is_none() && hour < 24 && minute < 60 && second <= 60;
    valid.then_some((hour * 3600 + minute * 60 + second - offset, micros))
}

fn micros(fraction: &str) -> Option<i64> {
    let all_digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    all_digits.then(|| format!("{fraction:0<6.6}").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<i64> {
        Interval::parse(text).ok()?.start_s
    }

    #[test]
    fn known_instants() {
        assert_eq!(at("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(at("2000-02-29"), Some(951_782_400));
        assert_eq!(at("2021-11-16T08:00:00.5+08:00"), at("2021-11-16T00:00:00Z"));
    }

    #[test]
    fn a_date_is_the_whole_day_and_meets_an_instant_in_it() {
        let meets =
            |a, b| Interval::parse(a).ok().zip(Interval::parse(b).ok()).is_some_and(|(a, b)| a.meets(b));
        assert!(meets("2021-11-16", "2021-11-16T23:59:59Z"));
        assert!(!meets("2021-11-16", "2021-11-17T00:00:00Z"));
        assert!(meets("../2021-11-16", "2013-05-23"));
        assert!(meets("2021-01-01/", "2022-01-01/2023-01-01"));
    }

    #[test]
    fn what_is_not_rfc_3339_is_refused() {
        for text in [
            "2021",
            "2021-13-01",
            "2021-02-29",
            "2021-01-01T25:00:00Z",
            "2021-01-01T00:00:00",
            "../..",
            "",
            "2022-01-01/2021-01-01",
            "a/b/c",
        ] {
            assert!(Interval::parse(text).is_err(), "{text}");
        }
    }
}
