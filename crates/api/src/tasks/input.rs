//! What the calls about tasks take from a request.

use crate::numbers::MAX_PAGE_NUMBER;
use crate::problem::{ErrorCode, Faults, Problem};
use crate::query::{self, NoParameters, Parameter, Plus};
use crate::router::Api;
use axum::extract::FromRequestParts;
use http::request::Parts;
use numberline_domain::{Guid, TaskId, TaskKind, TaskStatus};
use numberline_service::task::{Action, ListTasks};

/// Tasks on a page when the caller names no size.
pub(crate) const DEFAULT_PAGE_SIZE: u64 = 50;
/// Tasks on a page at most.
pub(crate) const MOST_ON_A_PAGE: u64 = 500;

const LIST_PARAMETERS: [Parameter; 5] = [
    Parameter { name: "kind", aliases: &[] },
    Parameter { name: "status", aliases: &[] },
    Parameter { name: "msTenantId", aliases: &[] },
    Parameter { name: "pageNumber", aliases: &["page number", "page_number"] },
    Parameter { name: "pageSize", aliases: &["page size", "page_size"] },
];

/// Input of `find_task`.
pub(crate) struct FindInput {
    pub(crate) id: TaskId,
}

/// Input of `follow_task`.
pub(crate) struct FollowInput {
    pub(crate) id: TaskId,
}

/// Input of `list_tasks`.
pub(crate) struct ListInput {
    pub(crate) query: ListTasks,
}

/// Input of `act_on_task`.
pub(crate) struct ActInput {
    pub(crate) id: TaskId,
    pub(crate) action: Action,
}

impl FromRequestParts<Api> for FindInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        NoParameters::from_request_parts(parts, api).await?;
        let id = parts.uri.path().rsplit('/').next().unwrap_or_default();
        Ok(Self { id: task_id(id)? })
    }
}

impl FromRequestParts<Api> for FollowInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        NoParameters::from_request_parts(parts, api).await?;
        Ok(Self { id: task_id(parts.uri.path().rsplit('/').nth(1).unwrap_or_default())? })
    }
}

impl FromRequestParts<Api> for ActInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        NoParameters::from_request_parts(parts, api).await?;
        let mut segments = parts.uri.path().rsplit('/');
        let action = segments.next().and_then(Action::parse);
        let id = segments.nth(1).unwrap_or_default();
        let unknown = "no such action; there are retry, pause, resume and abandon";
        let action = action.ok_or_else(|| Problem::new(ErrorCode::PathUnknown, unknown))?;
        Ok(Self { id: task_id(id)?, action })
    }
}

impl FromRequestParts<Api> for ListInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let query = list_query(parts.uri.query(), &mut faults);
        if faults.is_empty() { Ok(Self { query }) } else { Err(Problem::of_faults(faults)) }
    }
}

/// The id in a path. What cannot be one names no task: ids of other servers have other forms.
fn task_id(raw: &str) -> Result<TaskId, Problem> {
    let id = query::decode(raw, Plus::IsPlus).and_then(|text| TaskId::parse(&text).ok());
    id.ok_or_else(|| Problem::from(numberline_service::task::Refusal::UnknownTask))
}

fn list_query(text: Option<&str>, faults: &mut Faults) -> ListTasks {
    let [kind, status, tenant, page, size] = query::read(text, &LIST_PARAMETERS, faults);
    let kind = kind.and_then(|text| word(&text, "kind", TaskKind::ALL, |kind| kind.as_str(), faults));
    let status = status.and_then(|text| word(&text, "status", TaskStatus::ALL, |status| status.as_str(), faults));
    let tenant = tenant.and_then(|text| {
        let parsed = Guid::parse(&text);
        parsed
            .map_err(|reason| query::add(faults, "msTenantId".to_owned(), format!("`{}` {reason}", query::echo(&text))))
            .ok()
    });
    let page = query::integer("pageNumber", page.as_deref(), 1..=MAX_PAGE_NUMBER, 1, faults);
    let size = query::integer("pageSize", size.as_deref(), 1..=MOST_ON_A_PAGE, DEFAULT_PAGE_SIZE, faults);
    ListTasks { kind, status, tenant, page, size }
}

/// A word in any case, with or without its blanks.
fn word<T: Copy>(
    text: &str,
    name: &str,
    all: &'static [T],
    spelling: fn(&T) -> &'static str,
    faults: &mut Faults,
) -> Option<T> {
    let plain = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let found = all.iter().copied().find(|one| plain(spelling(one)) == plain(text));
    if found.is_none() {
        let words: Vec<_> = all.iter().map(spelling).collect();
        query::add(faults, name.to_owned(), format!("`{}` is none of {}", query::echo(text), words.join(", ")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_any_case_and_what_is_wrong_is_told() {
        let mut faults = Faults::new();
        let query = list_query(Some("KIND=Upload&status=in+progress&Page%20Size=500"), &mut faults);
        assert_eq!((query.kind, query.status), (Some(TaskKind::Upload), Some(TaskStatus::InProgress)));
        assert_eq!((query.page, query.size, faults.len()), (1, 500, 0));
        list_query(Some("kind=x&status=&msTenantId=1&pageNumber=0&pageSize=501&nope"), &mut faults);
        assert_eq!(faults.len(), 6);
        assert_eq!(faults["kind"], ["`x` is none of upload, release, unassign, removal, sweep"]);
    }
}
