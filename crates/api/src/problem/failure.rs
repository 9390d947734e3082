//! One item of an order that is refused, as callers see it.

use numberline_domain::{Item, Reason, Refused, Standing};
use serde::Serialize;
use utoipa::ToSchema;

/// An item of an order that is refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    /// The number; null where the item is a range or the order itself.
    #[schema(required)]
    telephone_number: Option<String>,
    /// The first number of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    start: Option<String>,
    /// The last number of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    end: Option<String>,
    /// Where the number stands; null where that is not to be told.
    #[schema(required)]
    from: Option<String>,
    /// Where the request would lead it.
    #[schema(required)]
    to: Option<String>,
    /// A stable word; `docs/errors.md` lists them.
    error_code: &'static str,
    /// Why, and what to do.
    detail: String,
    /// The task that works on the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    task_id: Option<String>,
}

impl Failure {
    /// As callers see it.
    pub(crate) fn of(refused: &Refused) -> Self {
        let (number, range) = match refused.item {
            Item::Number(phone) => (Some(phone), None),
            Item::Range(range) => (None, Some(range)),
            Item::Order => (None, None),
        };
        let task = match refused.reason {
            Reason::Held { task } => Some(task),
            Reason::Unknown
            | Reason::Taken
            | Reason::Assigned
            | Reason::Illegal
            | Reason::NotActive
            | Reason::Doubled
            | Reason::Impossible
            | Reason::Reversed
            | Reason::LengthsDiffer
            | Reason::CountriesDiffer
            | Reason::PastLimit { .. }
            | Reason::Nothing
            | Reason::WorkflowTooOld => None,
        };
        let word = |standing: Option<Standing>| standing.map(|standing| standing.to_string());
        Self {
            telephone_number: number.map(|phone| phone.to_string()),
            start: range.map(|range| range.start.to_string()),
            end: range.map(|range| range.end.to_string()),
            from: word(refused.from),
            to: word(refused.to),
            error_code: refused.reason.code(),
            detail: refused.reason.to_string(),
            task_id: task.map(|task| task.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_a_failure_is_documented() {
        let document = include_str!("../../../../docs/errors.md");
        for code in Reason::CODES {
            assert!(document.contains(&format!("`{code}`")), "{code}");
        }
    }
}
