//! CQL2 JSON to a filter.
//!
//! In: a JSON value. Out: [`Filter`]. Must not know: which properties there are.

use super::{MOST_LEVELS, MOST_VERTICES, wrong};
use crate::error::Result;
use crate::geometry::{Bounds, Geom, GeometryJson, SpatialRelation};
use crate::query::filter::{
    Arithmetic, Comparison, End, Filter, Folding, GEOMETRY, List, ListRelation, Literal, Operand, Shape,
    Times,
};
use crate::query::temporal::{Span, TemporalRelation};
use geo::CoordsIter;
use serde_json::Value;

const COMPARISONS: &[(&str, Comparison)] = &[
    ("=", Comparison::Equal),
    ("<>", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::LessOrEqual),
    (">", Comparison::Greater),
    (">=", Comparison::GreaterOrEqual),
];
const ARITHMETIC: &[(&str, Arithmetic)] = &[
    ("+", Arithmetic::Add),
    ("-", Arithmetic::Subtract),
    ("*", Arithmetic::Multiply),
    ("/", Arithmetic::Divide),
    ("div", Arithmetic::WholeDivide),
    ("%", Arithmetic::Modulo),
    ("^", Arithmetic::Power),
];
const FOLDINGS: &[(&str, Folding)] = &[("casei", Folding::Case), ("accenti", Folding::Accents)];
const SPATIAL: &[(&str, SpatialRelation)] = &[
    ("s_intersects", SpatialRelation::Intersects),
    ("s_disjoint", SpatialRelation::Disjoint),
    ("s_contains", SpatialRelation::Contains),
    ("s_within", SpatialRelation::Within),
    ("s_touches", SpatialRelation::Touches),
    ("s_crosses", SpatialRelation::Crosses),
    ("s_overlaps", SpatialRelation::Overlaps),
    ("s_equals", SpatialRelation::Equals),
];
const TEMPORAL: &[(&str, TemporalRelation)] = &[
    ("t_after", TemporalRelation::After),
    ("t_before", TemporalRelation::Before),
    ("t_contains", TemporalRelation::Contains),
    ("t_disjoint", TemporalRelation::Disjoint),
    ("t_during", TemporalRelation::During),
    ("t_equals", TemporalRelation::Equals),
    ("t_finishedby", TemporalRelation::FinishedBy),
    ("t_finishes", TemporalRelation::Finishes),
    ("t_intersects", TemporalRelation::Intersects),
    ("t_meets", TemporalRelation::Meets),
    ("t_metby", TemporalRelation::MetBy),
    ("t_overlappedby", TemporalRelation::OverlappedBy),
    ("t_overlaps", TemporalRelation::Overlaps),
    ("t_startedby", TemporalRelation::StartedBy),
    ("t_starts", TemporalRelation::Starts),
];
const LISTS: &[(&str, ListRelation)] = &[
    ("a_equals", ListRelation::Equals),
    ("a_contains", ListRelation::Contains),
    ("a_containedby", ListRelation::ContainedBy),
    ("a_overlaps", ListRelation::Overlaps),
];

fn found<T: Copy>(table: &[(&str, T)], op: &str) -> Option<T> {
    table.iter().find(|(word, _)| *word == op).map(|(_, value)| *value)
}

/// The filter that `value` describes.
pub fn filter(value: &Value) -> Result<Filter> {
    Reader::default().filter(value)
}

/// An operation: its name in lower case and its operands.
fn operation(value: &Value) -> Option<(String, &[Value])> {
    let op = value.get("op")?.as_str()?.to_lowercase();
    Some((op, value.get("args").and_then(Value::as_array).map_or(&[], Vec::as_slice)))
}

fn two<'a>(op: &str, args: &'a [Value]) -> Result<(&'a Value, &'a Value)> {
    match args {
        [a, b] => Ok((a, b)),
        _ => Err(wrong(format!("{op} takes two operands, not {}", args.len()))),
    }
}

/// What `value` is, in words.
fn shown(value: &Value) -> String {
    let text = match value.get("op").and_then(Value::as_str) {
        Some(op) => format!("{op}(…)"),
        None => value.to_string(),
    };
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[derive(Default)]
struct Reader {
    level: usize,
    vertices: usize,
}

impl Reader {
    /// Goes one level down for `read`.
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.level += 1;
        if self.level > MOST_LEVELS {
            return Err(wrong(format!("has conditions more than {MOST_LEVELS} deep")));
        }
        let out = read(self);
        self.level -= 1;
        out
    }

    fn filter(&mut self, value: &Value) -> Result<Filter> {
        if let Value::Bool(truth) = value {
            return Ok(Filter::Constant(*truth));
        }
        let Some((op, args)) = operation(value) else {
            let hint = match value.get("property").and_then(Value::as_str) {
                Some(name) => format!("\"{name}\" alone is not a condition: compare it, as in {name} = true"),
                None => format!("{} is not a condition", shown(value)),
            };
            return Err(wrong(hint));
        };
        self.inside(|reader| reader.condition(&op, args))
    }

    fn condition(&mut self, op: &str, args: &[Value]) -> Result<Filter> {
        if let Some(comparison) = found(COMPARISONS, op) {
            let (a, b) = two(op, args)?;
            return Ok(Filter::Compare(self.operand(a)?, comparison, self.operand(b)?));
        }
        if let Some(relation) = found(SPATIAL, op) {
            let (a, b) = two(op, args)?;
            return Ok(Filter::Spatial(relation, self.shape(a)?, self.shape(b)?));
        }
        if let Some(relation) = found(TEMPORAL, op) {
            let (a, b) = two(op, args)?;
            return Ok(Filter::Temporal(relation, self.times(a)?, self.times(b)?));
        }
        if let Some(relation) = found(LISTS, op) {
            let (a, b) = two(op, args)?;
            return Ok(Filter::Lists(relation, list(a)?, list(b)?));
        }
        self.logic(op, args)
    }

    fn logic(&mut self, op: &str, args: &[Value]) -> Result<Filter> {
        match (op, args) {
            ("and" | "or", [_, _, ..]) => {
                let parts = args.iter().map(|a| self.filter(a)).collect::<Result<Vec<_>>>()?;
                Ok(if op == "and" { Filter::All(parts) } else { Filter::Any(parts) })
            }
            ("not", [part]) => Ok(Filter::Not(Box::new(self.filter(part)?))),
            ("like", [text, pattern]) => Ok(Filter::Like(self.operand(text)?, self.operand(pattern)?)),
            ("between", [value, low, high]) => {
                Ok(Filter::Between(self.operand(value)?, self.operand(low)?, self.operand(high)?))
            }
            ("in", [value, Value::Array(list)]) => {
                let list = list.iter().map(|v| self.operand(v)).collect::<Result<_>>()?;
                Ok(Filter::In(self.operand(value)?, list))
            }
            ("isnull", [value]) => Ok(Filter::IsNull(self.operand(value)?)),
            ("and" | "or" | "not" | "like" | "between" | "in" | "isnull", _) => {
                Err(wrong(format!("{op} has the wrong operands")))
            }
            _ => Err(unknown(op)),
        }
    }

    fn operand(&mut self, value: &Value) -> Result<Operand> {
        if let Some((op, args)) = operation(value) {
            return self.inside(|reader| reader.calculated(&op, args));
        }
        if let Some(name) = value.get("property").and_then(Value::as_str) {
            return Ok(Operand::Property(name.to_owned()));
        }
        literal(value).map(Operand::Literal)
    }

    fn calculated(&mut self, op: &str, args: &[Value]) -> Result<Operand> {
        if let Some(folding) = found(FOLDINGS, op) {
            return match args {
                [text] => Ok(Operand::Folded(folding, Box::new(self.operand(text)?))),
                _ => Err(wrong(format!("{op} takes one operand, not {}", args.len()))),
            };
        }
        let Some(arithmetic) = found(ARITHMETIC, op) else {
            return Err(if is_condition(op) {
                wrong(format!("{op} gives true or false, a value is expected there"))
            } else {
                unknown(op)
            });
        };
        let mut values = args.iter().map(|a| self.operand(a)).collect::<Result<Vec<_>>>()?.into_iter();
        let few = || wrong(format!("{op} takes two operands"));
        let first = values.next().ok_or_else(few)?;
        let second = values.next().ok_or_else(few)?;
        let join = |a, b| Operand::Calculated(arithmetic, Box::new(a), Box::new(b));
        Ok(values.fold(join(first, second), join))
    }

    fn shape(&mut self, value: &Value) -> Result<Shape> {
        if let Some(name) = value.get("property").and_then(Value::as_str) {
            return match name {
                GEOMETRY => Ok(Shape::Own),
                _ => {
                    Err(wrong(format!("\"{name}\" is not a geometry; the geometry is called \"{GEOMETRY}\"")))
                }
            };
        }
        if let Some(numbers) = value.get("bbox").and_then(Value::as_array) {
            return bbox(numbers);
        }
        let geometry: GeometryJson = serde_json::from_value(value.clone())
            .map_err(|e| wrong(format!("{} is not a geometry: {e}", shown(value))))?;
        let geometry = Geom::from(geometry);
        self.vertices += geometry.coords_count();
        if self.vertices > MOST_VERTICES {
            return Err(wrong(format!("has more than {MOST_VERTICES} vertices")));
        }
        Ok(Shape::Fixed(geometry))
    }

    fn times(&mut self, value: &Value) -> Result<Times> {
        let Some(ends) = value.get("interval").and_then(Value::as_array) else {
            return Ok(Times::One(temporal(self.operand(value)?)?));
        };
        match ends.as_slice() {
            [start, end] => Ok(Times::Interval(self.end(start)?, self.end(end)?)),
            _ => Err(wrong("interval takes a start and an end")),
        }
    }

    fn end(&mut self, value: &Value) -> Result<End> {
        if value == ".." {
            return Ok(End::Open);
        }
        Ok(End::At(temporal(self.operand(value)?)?))
    }
}

/// A bare text where a time is expected is one.
fn temporal(operand: Operand) -> Result<Operand> {
    match operand {
        Operand::Literal(Literal::Text(text)) => match Span::parse(&text) {
            Some(span) => Ok(Operand::Literal(Literal::Time(span))),
            None => Err(wrong(format!("\"{text}\" is neither a date nor an instant of RFC 3339"))),
        },
        Operand::Property(_) | Operand::Literal(Literal::Time(_)) => Ok(operand),
        _ => Err(wrong("a date, an instant or a property is expected in a temporal function")),
    }
}

fn is_condition(op: &str) -> bool {
    found(COMPARISONS, op).is_some()
        || found(SPATIAL, op).is_some()
        || found(TEMPORAL, op).is_some()
        || found(LISTS, op).is_some()
        || matches!(op, "and" | "or" | "not" | "like" | "between" | "in" | "isnull")
}

fn unknown(op: &str) -> crate::error::Error {
    let known: Vec<&str> = [
        FOLDINGS.iter().map(|(w, _)| *w).collect::<Vec<_>>(),
        SPATIAL.iter().map(|(w, _)| *w).collect(),
        TEMPORAL.iter().map(|(w, _)| *w).collect(),
        LISTS.iter().map(|(w, _)| *w).collect(),
    ]
    .concat();
    wrong(format!("there is no function \"{op}\"; there are: {}", known.join(" ")))
}

fn literal(value: &Value) -> Result<Literal> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(date) = text("date") {
        let span = Span::date(date).ok_or_else(|| wrong(format!("\"{date}\" is not a date YYYY-MM-DD")))?;
        return Ok(Literal::Time(span));
    }
    if let Some(at) = text("timestamp") {
        let span =
            Span::instant(at).ok_or_else(|| wrong(format!("\"{at}\" is not an instant of RFC 3339")))?;
        return Ok(Literal::Time(span));
    }
    match value {
        Value::String(text) => Ok(Literal::Text(text.clone())),
        Value::Bool(truth) => Ok(Literal::Boolean(*truth)),
        Value::Number(number) => number
            .as_f64()
            .filter(|n| n.is_finite())
            .map(Literal::Number)
            .ok_or_else(|| wrong(format!("{number} is too large"))),
        Value::Null => Err(wrong("null cannot be compared: use IS NULL")),
        other => Err(wrong(format!("{} is not a value that can be compared", shown(other)))),
    }
}

fn list(value: &Value) -> Result<List> {
    if let Some(name) = value.get("property").and_then(Value::as_str) {
        return Ok(List::Property(name.to_owned()));
    }
    match value {
        Value::Array(members) => members.iter().map(literal).collect::<Result<_>>().map(List::Literals),
        other => Err(wrong(format!("{} is not a list: write ('a','b')", shown(other)))),
    }
}

/// Four numbers, or six with heights, which are left out; the order is that of the axes.
fn bbox(numbers: &[Value]) -> Result<Shape> {
    let numbers: Option<Vec<f64>> = numbers.iter().map(Value::as_f64).collect();
    match numbers.as_deref() {
        Some([w, s, e, n] | [w, s, _, e, n, _]) => Ok(Shape::Box(Bounds::new(*w, *s, *e, *n))),
        _ => Err(wrong("bbox takes four numbers, or six with heights")),
    }
}
