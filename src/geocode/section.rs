//! A section of a longer prepared line, cut by the places at its ends.
//!
//! In: a [`Scope`] whose shape is a line. Out: a [`Location`], or nothing when no prepared line passes both ends.
//! Must not know: the other steps.
//!
//! The longer line must be of the same category and kind, must not bear another code, and must pass both ends: within
//! [`REACH_M`], or within the doubt of the end where that is less sharp. A detour is not a section: between its ends the
//! longer line may not be more than [`DETOUR`] times as long as the straight way.

use crate::gazetteer::datum::metres;
use crate::gazetteer::{Alignment, shape};
use crate::geocode::scope::Scope;
use crate::geocode::{Location, Part, curated, draw, lines};
use crate::geometry::{Coord, LineString, MultiLineString};

/// An end of a section lies this near to the line, metres (a town beside its railway or road).
const REACH_M: f64 = 6_000.0;
/// Longest way between the ends for one straight metre.
const DETOUR: f64 = 1.6;
/// Shortest section, metres.
const LEAST_M: f64 = 5_000.0;

/// A position on a line: which part, which segment of it, how far along the segment (0 to 1), and where that is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct At {
    part: usize,
    segment: usize,
    share: f64,
    point: Coord<f64>,
}

impl At {
    fn before(&self, other: &Self) -> bool {
        (self.part, self.segment, self.share) <= (other.part, other.segment, other.share)
    }
}

/// The section of a prepared line between the ends that the name gives.
pub fn section(scope: &mut Scope<'_>) -> Option<Location> {
    let (first, last) = lines::ends(scope)?;
    let gazetteer = scope.gazetteer;
    let fitting = gazetteer.alignments().iter().filter(|line| curated::may_hold(scope, line));
    let cuts = fitting.filter_map(|line| cut(line, &first, &last).map(|pieces| (line, pieces)));
    let (line, pieces) = cuts.min_by(|a, b| doubt_of(a.0, &a.1).total_cmp(&doubt_of(b.0, &b.1)))?;
    let (from, to) = (&first.full_name, &last.full_name);
    scope.consider(
        format!("{} ({})", line.names[0], line.id),
        0.9,
        format!("taken: it passes {from} and {to}"),
    );
    let part = |at: usize| -> Part {
        let part = curated::part(&line.stretches[at], line, gazetteer);
        Part { method: format!("section of {}: {}", line.names[0], part.method), ..part }
    };
    let parts: Vec<Part> = pieces.iter().map(|(at, _)| part(*at)).collect();
    let doubt = parts.iter().map(|p| p.uncertainty_m).max_by(f64::total_cmp);
    let mut sources: Vec<_> = parts.iter().map(|p| draw::source_ref(&p.source, gazetteer)).collect();
    sources.sort();
    sources.dedup();
    Some(Location {
        geometry: Some(shape::line(MultiLineString(pieces.into_iter().map(|(_, piece)| piece).collect()))),
        grade: parts.iter().map(|p| p.grade).max(),
        place_level: doubt.map(draw::level_of_radius),
        uncertainty_m: doubt,
        method: format!("section of the prepared line {} between {from} and {to}", line.names[0]),
        parts,
        sources,
        resolved: vec![from.clone(), to.clone()],
        ..Location::default()
    })
}

fn doubt_of(line: &Alignment, pieces: &[(usize, LineString<f64>)]) -> f64 {
    let share = line.wander();
    pieces.iter().map(|(at, _)| line.stretches[*at].uncertainty_m(share)).fold(0.0, f64::max)
}

/// The pieces of a line between two ends, with the numbers of the parts they come from.
fn cut(line: &Alignment, first: &lines::End, last: &lines::End) -> Option<Vec<(usize, LineString<f64>)>> {
    let (one, other) = (nearest(line, first)?, nearest(line, last)?);
    let (from, to) = if one.before(&other) { (one, other) } else { (other, one) };
    let pieces: Vec<(usize, LineString<f64>)> = (from.part..=to.part)
        .map(|part| (part, piece(&line.stretches[part].line(), part, &from, &to)))
        .filter(|(_, piece)| piece.0.len() > 1)
        .collect();
    let straight_m = metres(first.point, last.point);
    let steps = pieces.iter().flat_map(|(_, piece)| piece.lines());
    let way_m: f64 = steps.map(|step| metres(step.start, step.end)).sum();
    let section = way_m > LEAST_M && way_m < DETOUR * straight_m && way_m > straight_m / DETOUR;
    section.then_some(pieces)
}

fn piece(line: &LineString<f64>, part: usize, from: &At, to: &At) -> LineString<f64> {
    let start = if part == from.part { from.segment + 1 } else { 0 };
    let end = if part == to.part { to.segment + 1 } else { line.0.len() };
    let own = |at: &At| (at.part == part).then_some(at.point);
    let inner = line.0.get(start..end).unwrap_or_default().iter().copied();
    let mut points: Vec<Coord<f64>> = own(from).into_iter().chain(inner).chain(own(to)).collect();
    points.dedup();
    LineString::from(points)
}

/// Where the line passes an end, if it does.
fn nearest(line: &Alignment, end: &lines::End) -> Option<At> {
    let segments = line.stretches.iter().enumerate().flat_map(|(part, stretch)| {
        let segments: Vec<_> = stretch.line().lines().enumerate().collect();
        segments.into_iter().map(move |(segment, step)| (part, segment, step))
    });
    let positions = segments.map(|(part, segment, step)| {
        let (share, point) = foot(step, end.point);
        (metres(point, end.point), At { part, segment, share, point })
    });
    let (off_m, at) = positions.min_by(|a, b| a.0.total_cmp(&b.0))?;
    (off_m <= REACH_M.max(end.doubt_m)).then_some(at)
}

/// The point of a segment that is nearest to `point`, on a plane that is true there.
fn foot(step: geo::Line<f64>, point: Coord<f64>) -> (f64, Coord<f64>) {
    let narrow = point.y.to_radians().cos();
    let (dx, dy) = (step.dx() * narrow, step.dy());
    let (px, py) = ((point.x - step.start.x) * narrow, point.y - step.start.y);
    let length = dx * dx + dy * dy;
    let share = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (share, step.start + (step.end - step.start) * share)
}
