//! Filters over lists: OData comparisons, as far as either contract shows them.
//!
//! `eq`, `ne`, `and`, `or`, brackets, paths with slashes, and `any` over a list of texts:
//! `capabilities/any(c:c eq 'userAssignment')`. How the gateway's are written is not published: our choice.

mod parse;

pub(crate) use parse::parse;

use serde_json::Value;

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filter {
    /// A member equals a value, or does not.
    Compare {
        path: Vec<String>,
        equal: bool,
        value: Value,
    },
    /// Some text in a list equals a value, or does not.
    Any {
        path: Vec<String>,
        equal: bool,
        value: Value,
    },
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
}

impl Filter {
    /// Whether an item passes. A member that is missing is null.
    pub(crate) fn accepts(&self, item: &Value, fold_case: bool) -> bool {
        match self {
            Self::Compare { path, equal, value } => same(member(item, path), value, fold_case) == *equal,
            Self::Any { path, equal, value } => {
                let mut items = member(item, path).as_array().into_iter().flatten();
                items.any(|item| same(item, value, fold_case) == *equal)
            }
            Self::And(left, right) => left.accepts(item, fold_case) && right.accepts(item, fold_case),
            Self::Or(left, right) => left.accepts(item, fold_case) || right.accepts(item, fold_case),
        }
    }

    /// The text that a member must equal for an item to pass, if the filter says so.
    pub(crate) fn required(&self, name: &str) -> Option<&str> {
        match self {
            Self::Compare { path, equal: true, value } if *path == [name] => value.as_str(),
            Self::And(left, right) => left.required(name).or_else(|| right.required(name)),
            Self::Compare { .. } | Self::Any { .. } | Self::Or(..) => None,
        }
    }

    /// The first members of all its paths.
    pub(crate) fn members(&self) -> Vec<&str> {
        match self {
            Self::Compare { path, .. } | Self::Any { path, .. } => path.iter().take(1).map(String::as_str).collect(),
            Self::And(left, right) | Self::Or(left, right) => [left.members(), right.members()].concat(),
        }
    }
}

fn member<'v>(item: &'v Value, path: &[String]) -> &'v Value {
    path.iter().fold(item, |item, name| item.get(name).unwrap_or(&Value::Null))
}

fn same(left: &Value, right: &Value, fold_case: bool) -> bool {
    match (left, right) {
        (Value::String(left), Value::String(right)) if fold_case => left.eq_ignore_ascii_case(right),
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn accepts(filter: &str) -> bool {
        let item = json!({"a": "x", "b": {"c": "it's"}, "d": ["p", "q"], "e": true, "f": 3});
        parse(filter).unwrap().accepts(&item, false)
    }

    #[test]
    fn members_are_compared() {
        assert!(accepts("a eq 'x'") && !accepts("a eq 'X'") && accepts("a ne 'y'"));
        assert!(accepts("b/c eq 'it''s'") && accepts("e eq true") && accepts("f eq 3") && accepts("g eq null"));
        assert!(accepts("d/any(c:c eq 'q')") && !accepts("d/any(c: c eq 'r')"));
        let folded = parse("a eq 'X'").unwrap();
        assert!(folded.accepts(&json!({"a": "x"}), true));
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert!(accepts("a eq 'x' or a eq 'y' and e eq false"));
        assert!(!accepts("(a eq 'x' or a eq 'y') and e eq false"));
    }

    #[test]
    fn what_a_filter_requires_is_found() {
        let filter = parse("(e eq true) and a eq 'x'").unwrap();
        assert_eq!(filter.required("a"), Some("x"));
        assert_eq!(parse("a eq 'x' or e eq true").unwrap().required("a"), None);
        assert_eq!(filter.members(), ["e", "a"]);
    }
}
