//! The region and the fields that two plans share, and which projects lie inside.
//!
//! In: two scopes of plans. Out: [`SharedScope`]. Must not know: what the plans name.

use crate::release::Scope;
use crate::vocabulary::{Category, Grade};
use serde::Serialize;

/// What both plans speak about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedScope {
    /// Codes of the units that both cover, the smaller of two that hold each other.
    pub admin: Vec<String>,
    /// Their names, in the same order.
    pub admin_names: Vec<String>,
    /// Categories that both cover.
    pub fields: Vec<Category>,
}

/// What is known of a project's region.
#[derive(Debug, Clone)]
pub struct Extent {
    /// Category.
    pub category: Category,
    /// How well it is placed; none without a place.
    pub grade: Option<Grade>,
    /// Codes of the units it touches.
    pub admin: Vec<String>,
}

impl SharedScope {
    /// What `a` and `b` share; `name` gives the name of a unit.
    pub fn new(a: &Scope, b: &Scope, name: impl Fn(&str) -> String) -> Self {
        let admin = shared_units(&a.adcodes, &b.adcodes);
        let covers = |scope: &Scope, c: Category| scope.fields.is_empty() || scope.fields.contains(&c);
        Self {
            admin_names: admin.iter().map(|code| name(code)).collect(),
            admin,
            fields: Category::ALL.iter().copied().filter(|c| covers(a, *c) && covers(b, *c)).collect(),
        }
    }

    /// Whether the region of `plan` lies whole inside.
    pub fn holds_region_of(&self, plan: &Scope) -> bool {
        plan.adcodes.iter().all(|code| self.admin.iter().any(|unit| covers(unit, code)))
    }

    /// Whether `project`, named by a plan of the scope `plan`, lies inside: what is placed, where it touches; what is
    /// known only to a unit, where the whole unit lies inside; what has no place, where the whole plan does.
    pub fn holds(&self, project: &Extent, plan: &Scope) -> bool {
        if !self.fields.contains(&project.category) {
            return false;
        }
        let inside = |code: &String| self.admin.iter().any(|unit| covers(unit, code));
        match project.grade {
            None => self.holds_region_of(plan),
            Some(_) if project.admin.is_empty() => self.holds_region_of(plan),
            Some(Grade::Area) => innermost(&project.admin).all(inside),
            Some(_) => project.admin.iter().any(inside),
        }
    }
}

/// The codes that hold no other code of the list.
fn innermost(codes: &[String]) -> impl Iterator<Item = &String> {
    codes.iter().filter(|code| !codes.iter().any(|other| other != *code && covers(code, other)))
}

/// Whether the unit `outer` holds the unit `inner` (or is it): six-digit codes are prefixes padded with zeros.
fn covers(outer: &str, inner: &str) -> bool {
    let digits = match outer {
        _ if outer.ends_with("0000") => 2,
        _ if outer.ends_with("00") => 4,
        _ => 6,
    };
    outer.chars().take(digits).eq(inner.chars().take(digits))
}

fn shared_units(a: &[String], b: &[String]) -> Vec<String> {
    let pairs = a.iter().flat_map(|left| b.iter().map(move |right| (left, right)));
    let smaller = pairs.filter_map(|(left, right)| match (covers(left, right), covers(right, left)) {
        (true, _) => Some(right.clone()),
        (false, true) => Some(left.clone()),
        (false, false) => None,
    });
    let mut units: Vec<String> = smaller.collect();
    units.sort_unstable();
    units.dedup();
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(codes: &[&str], fields: &[Category]) -> Scope {
        Scope { adcodes: codes.iter().map(|c| (*c).to_owned()).collect(), fields: fields.to_vec() }
    }

    fn extent(grade: Option<Grade>, codes: &[&str]) -> Extent {
        Extent { category: Category::Rail, grade, admin: codes.iter().map(|c| (*c).to_owned()).collect() }
    }

    fn shared(a: &Scope, b: &Scope) -> SharedScope {
        SharedScope::new(a, b, str::to_owned)
    }

    #[test]
    fn the_smaller_unit_of_two_that_hold_each_other_is_shared() {
        let province = scope(&["150000"], &[]);
        let four = scope(&["150100", "150200", "152501"], &[]);
        assert_eq!(shared(&province, &four).admin, ["150100", "150200", "152501"]);
        let three = scope(&["150100", "150300", "152500"], &[]);
        assert_eq!(shared(&four, &three).admin, ["150100", "152501"]);
    }

    #[test]
    fn no_field_named_is_every_field_and_no_field_shared_is_none() {
        let (rail, road) = (scope(&["150000"], &[Category::Rail]), scope(&["150000"], &[Category::Road]));
        assert_eq!(shared(&rail, &scope(&["150000"], &[])).fields, [Category::Rail]);
        assert!(shared(&rail, &road).fields.is_empty());
        assert!(!shared(&rail, &road).holds(&extent(None, &[]), &rail));
    }

    #[test]
    fn a_line_is_inside_where_it_touches_and_an_area_only_where_it_is_whole() {
        let (province, cities) = (scope(&["150000"], &[]), scope(&["150100", "150200"], &[]));
        let both = shared(&province, &cities);
        let codes = ["150200", "150221", "150800", "150822"];
        assert!(both.holds(&extent(Some(Grade::Near), &codes), &province));
        assert!(!both.holds(&extent(Some(Grade::Area), &codes), &province));
        assert!(both.holds(&extent(Some(Grade::Area), &["150200", "150221"]), &province));
        assert!(!both.holds(&extent(Some(Grade::Near), &["150800", "150822"]), &province));
    }

    #[test]
    fn what_has_no_place_is_inside_only_where_its_whole_plan_is() {
        let (province, cities) = (scope(&["150000"], &[]), scope(&["150100", "150200"], &[]));
        let both = shared(&province, &cities);
        assert!(both.holds(&extent(None, &[]), &cities));
        assert!(!both.holds(&extent(None, &[]), &province));
    }
}
