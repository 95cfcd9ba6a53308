//! Conditions on features: what a filter says, whatever language it was written in.
//!
//! In: names, relations, constants. Out: one expression by property name. Must not know: how values are stored.

use super::temporal::{Span, TemporalRelation};
use crate::error::Result;
use crate::geometry::{Bounds, Geom, SpatialRelation};
use std::collections::BTreeSet;
use std::fmt;

/// The name of the geometry in a filter.
pub const GEOMETRY: &str = "geometry";

/// A constant of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A string or a word of a closed list.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A date or an instant.
    Time(Span),
}

/// How two values are compared; a comparison with null is neither true nor false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// Less than.
    Less,
    /// Less or the same.
    LessOrEqual,
    /// More than.
    Greater,
    /// More or the same.
    GreaterOrEqual,
}

/// An operation on two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `div`: the whole part of the quotient.
    WholeDivide,
    /// `%`
    Modulo,
    /// `^`
    Power,
}

/// What is made equal before two texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folding {
    /// Upper and lower case.
    Case,
    /// Letters with and without accents.
    Accents,
}

/// A value of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// The property of this name.
    Property(String),
    /// A constant.
    Literal(Literal),
    /// A calculation.
    Calculated(Arithmetic, Box<Operand>, Box<Operand>),
    /// A text, folded.
    Folded(Folding, Box<Operand>),
}

/// One side of a spatial relation: as written in the reference system of the filter, then WGS 84, longitude first.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// The feature's own geometry.
    Own,
    /// A constant.
    Fixed(Geom),
    /// A box; it may cross the 180th meridian.
    Box(Bounds),
}

/// One end of an interval.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// `..`
    Open,
    /// A date or an instant.
    At(Operand),
}

/// One side of a temporal relation.
#[derive(Debug, Clone, PartialEq)]
pub enum Times {
    /// A date or an instant.
    One(Operand),
    /// From an end to an end.
    Interval(End, End),
}

/// How two lists lie to each other, as sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRelation {
    /// The same members.
    Equals,
    /// The first has every member of the second.
    Contains,
    /// The second has every member of the first.
    ContainedBy,
    /// They have a member in common.
    Overlaps,
}

/// One side of a relation of lists.
#[derive(Debug, Clone, PartialEq)]
pub enum List {
    /// The property of this name.
    Property(String),
    /// Constants.
    Literals(Vec<Literal>),
}

/// A condition on one feature; true, false or, where a null stands in the way, unknown.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Always or never.
    Constant(bool),
    /// Every part holds.
    All(Vec<Filter>),
    /// At least one part holds.
    Any(Vec<Filter>),
    /// The part does not hold.
    Not(Box<Filter>),
    /// The two compare.
    Compare(Operand, Comparison, Operand),
    /// The first looks like the second: `%` is any text, `_` one character, `\` takes the next as it is.
    Like(Operand, Operand),
    /// The first lies between the others or is one of them.
    Between(Operand, Operand, Operand),
    /// The first is one of the others.
    In(Operand, Vec<Operand>),
    /// The value is null; [`GEOMETRY`] may be asked too.
    IsNull(Operand),
    /// The two geometries lie so.
    Spatial(SpatialRelation, Shape, Shape),
    /// The two times lie so.
    Temporal(TemporalRelation, Times, Times),
    /// The two lists lie so.
    Lists(ListRelation, List, List),
}

impl Filter {
    /// The property `name` is one of `literals`.
    pub fn one_of(name: &str, literals: Vec<Literal>) -> Self {
        let list = literals.into_iter().map(Operand::Literal).collect();
        Self::In(Operand::Property(name.to_owned()), list)
    }

    /// The list `name` has one of `literals` as a member.
    pub fn has_one_of(name: &str, literals: Vec<Literal>) -> Self {
        Self::Lists(ListRelation::Overlaps, List::Property(name.to_owned()), List::Literals(literals))
    }

    /// The names of all properties it looks at, without the geometry.
    pub fn properties(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.add_properties(&mut names);
        names
    }

    /// Whether it looks at the geometry.
    pub fn is_spatial(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::is_spatial),
            Self::Not(part) => part.is_spatial(),
            Self::Spatial(..) => true,
            Self::IsNull(Operand::Property(name)) => name == GEOMETRY,
            _ => false,
        }
    }

    fn add_properties<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        match self {
            Self::Constant(_) | Self::Spatial(..) => {}
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.add_properties(names)),
            Self::Not(part) => part.add_properties(names),
            Self::Compare(a, _, b) | Self::Like(a, b) => [a, b].iter().for_each(|o| o.add_properties(names)),
            Self::Between(a, b, c) => [a, b, c].iter().for_each(|o| o.add_properties(names)),
            Self::In(value, list) => {
                std::iter::once(value).chain(list).for_each(|o| o.add_properties(names));
            }
            Self::IsNull(Operand::Property(name)) if name == GEOMETRY => {}
            Self::IsNull(value) => value.add_properties(names),
            Self::Temporal(_, a, b) => [a, b].iter().for_each(|t| t.add_properties(names)),
            Self::Lists(_, a, b) => {
                for list in [a, b] {
                    if let List::Property(name) = list {
                        names.insert(name);
                    }
                }
            }
        }
    }

    /// Boxes outside which no feature can fulfil it; none if it says nothing of the kind.
    pub fn boxes(&self) -> Option<Vec<Bounds>> {
        match self {
            Self::All(parts) => {
                parts.iter().filter_map(Self::boxes).min_by(|a, b| area(a).total_cmp(&area(b)))
            }
            Self::Any(parts) if !parts.is_empty() => {
                let all: Option<Vec<Vec<Bounds>>> = parts.iter().map(Self::boxes).collect();
                all.map(|boxes| boxes.concat())
            }
            Self::Spatial(relation, Shape::Own, shape) | Self::Spatial(relation, shape, Shape::Own)
                if relation.needs_a_common_point() =>
            {
                shape.boxes()
            }
            _ => None,
        }
    }

    /// Gives every constant shape to `change`, which may alter or refuse it.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn change_shapes(&mut self, change: &mut dyn FnMut(&mut Shape) -> Result<()>) -> Result<()> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().try_for_each(|p| p.change_shapes(change)),
            Self::Not(part) => part.change_shapes(change),
            Self::Spatial(_, a, b) => [a, b].into_iter().try_for_each(change),
            _ => Ok(()),
        }
    }
}

fn area(boxes: &[Bounds]) -> f64 {
    boxes.iter().map(|b| (b.east - b.west) * (b.north - b.south)).sum()
}

impl Operand {
    fn add_properties<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        match self {
            Self::Property(name) => {
                names.insert(name);
            }
            Self::Literal(_) => {}
            Self::Calculated(_, a, b) => [a, b].iter().for_each(|o| o.add_properties(names)),
            Self::Folded(_, text) => text.add_properties(names),
        }
    }
}

impl fmt::Display for Operand {
    /// For messages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(name) => write!(f, "\"{name}\""),
            Self::Literal(Literal::Text(text)) => write!(f, "'{text}'"),
            Self::Literal(Literal::Number(number)) => write!(f, "{number}"),
            Self::Literal(Literal::Boolean(truth)) => write!(f, "{truth}"),
            Self::Literal(Literal::Time(_)) => f.write_str("the date or instant"),
            Self::Calculated(..) => f.write_str("the calculation"),
            Self::Folded(..) => f.write_str("the folded text"),
        }
    }
}

impl Times {
    fn add_properties<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        match self {
            Self::One(operand) => operand.add_properties(names),
            Self::Interval(start, end) => {
                for end in [start, end] {
                    if let End::At(operand) = end {
                        operand.add_properties(names);
                    }
                }
            }
        }
    }
}

impl Shape {
    fn boxes(&self) -> Option<Vec<Bounds>> {
        match self {
            Self::Own => None,
            Self::Fixed(geometry) => Bounds::of(geometry).map(|b| vec![b]),
            Self::Box(bounds) => Some(bounds.plain()),
        }
    }

    /// The constant geometry; none for the feature's own.
    pub fn geometry(&self) -> Option<Geom> {
        match self {
            Self::Own => None,
            Self::Fixed(geometry) => Some(geometry.clone()),
            Self::Box(bounds) => Some(bounds.geometry()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(bounds: Bounds) -> Filter {
        Filter::Spatial(SpatialRelation::Intersects, Shape::Own, Shape::Box(bounds))
    }

    #[test]
    fn the_smallest_box_of_a_conjunction_bounds_it_and_an_alternative_needs_all() {
        let (small, large) = (Bounds::new(0., 0., 1., 1.), Bounds::new(0., 0., 9., 9.));
        let both = Filter::All(vec![within(large), Filter::Constant(true), within(small)]);
        assert_eq!(both.boxes(), Some(vec![small]));
        assert_eq!(Filter::Any(vec![within(large), within(small)]).boxes(), Some(vec![large, small]));
        assert_eq!(Filter::Any(vec![within(large), Filter::Constant(true)]).boxes(), None);
        assert_eq!(Filter::Not(Box::new(within(large))).boxes(), None);
        let disjoint = Filter::Spatial(SpatialRelation::Disjoint, Shape::Own, Shape::Box(small));
        assert_eq!(disjoint.boxes(), None);
        assert_eq!(within(Bounds::new(170., 0., -170., 1.)).boxes().map(|b| b.len()), Some(2));
    }
}
