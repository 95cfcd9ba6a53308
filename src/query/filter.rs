//! Conditions on properties: the place where CQL2 lands.
//!
//! In: names, comparisons, literals. Out: one expression by property name. Must not know: how values are stored.

/// A constant of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A string or a word of a closed list.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// How a property is compared with a constant; a property that is null compares false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same; for a list: one of its members is the same.
    Equal,
    /// Less than.
    Less,
    /// Less or the same.
    LessOrEqual,
    /// More than.
    Greater,
    /// More or the same.
    GreaterOrEqual,
}

/// A condition on one feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Every part holds.
    All(Vec<Filter>),
    /// At least one part holds.
    Any(Vec<Filter>),
    /// The part does not hold.
    Not(Box<Filter>),
    /// The property compares with the constant.
    Compare {
        /// Name of the property.
        property: String,
        /// How.
        comparison: Comparison,
        /// With what.
        literal: Literal,
    },
    /// The property is one of the constants; for a list: one of its members is.
    In {
        /// Name of the property.
        property: String,
        /// The constants.
        literals: Vec<Literal>,
    },
    /// The property is null.
    IsNull {
        /// Name of the property.
        property: String,
    },
}
