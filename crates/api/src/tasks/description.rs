//! What the OpenAPI document says about the parameters and answers of the calls about tasks.

use super::input::{DEFAULT_PAGE_SIZE, MOST_ON_A_PAGE};
use super::schema::{TaskBody, TaskPage};
use crate::numbers::{GUID_PATTERN, MAX_PAGE_NUMBER, integer, parameter, query, text};
use crate::openapi::{header, problem_response};
use crate::problem::ErrorCode;
use numberline_service::task::Action;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, Ref, RefOr, Required, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// Words of [`numberline_domain::TaskKind`], in any case.
const KIND: &str = "^([Uu][Pp][Ll][Oo][Aa][Dd]|[Rr][Ee][Ll][Ee][Aa][Ss][Ee]|[Uu][Nn][Aa][Ss][Ss][Ii][Gg][Nn]\
    |[Rr][Ee][Mm][Oo][Vv][Aa][Ll]|[Ss][Ww][Ee][Ee][Pp])$";
/// Words of [`numberline_domain::TaskStatus`].
const STATUS: &str = "^(In ?Progress|CompletedSuccess|CompletedWithErrors|Failed|Cancelled)$";

/// Parameters of `find_task`.
pub(crate) struct FindParameters;

impl IntoParams for FindParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![task_id()]
    }
}

/// Parameters of `act_on_task`.
pub(crate) struct ActParameters;

impl IntoParams for ActParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let actions =
            ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Action::ALL.map(Action::as_str))).build();
        let action = parameter("action", ParameterIn::Path, "What is done to it", actions);
        vec![task_id(), action.required(Required::True).build()]
    }
}

fn task_id() -> Parameter {
    let any = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).build();
    parameter("taskId", ParameterIn::Path, "The id, with or without `tsk_msjob_`", any)
        .required(Required::True)
        .example(Some("tsk_msjob_3bc57cac-5794-457f-ad36-2c88cade9dbb".into()))
        .build()
}

/// Parameters of `list_tasks`.
pub(crate) struct ListParameters;

impl IntoParams for ListParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            query("kind", "`upload`, `release`, `unassign`, `removal` or `sweep`", text(KIND)).build(),
            query("status", "A status of tasks", text(STATUS)).build(),
            query("msTenantId", "The tenant that they are about", text(GUID_PATTERN)).build(),
            query("pageNumber", "The page, from 1", integer(MAX_PAGE_NUMBER, 1)).build(),
            query("pageSize", "Tasks on a page", integer(MOST_ON_A_PAGE, DEFAULT_PAGE_SIZE)).build(),
        ]
    }
}

/// Answers of `find_task`.
pub(crate) struct FindResponses;

impl IntoResponses for FindResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses("The task", &TaskBody::name(), ErrorCode::TaskUnknown)
    }
}

/// Answers of `follow_task` that are refusals of its own.
pub(crate) struct FollowResponses;

impl IntoResponses for FollowResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let away = [
            ErrorCode::InventoryLoading,
            ErrorCode::CredentialUnverifiable,
            ErrorCode::DatabaseAway,
            ErrorCode::Stopping,
            ErrorCode::FollowersExhausted,
        ];
        BTreeMap::from([
            ("404".to_owned(), problem_response(&[ErrorCode::TaskUnknown]).into()),
            ("503".to_owned(), problem_response(&away).into()),
        ])
    }
}

/// Answers of `list_tasks`.
pub(crate) struct ListResponses;

impl IntoResponses for ListResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses("A page of tasks", &TaskPage::name(), ErrorCode::TenantUnknown)
    }
}

/// Answers of `act_on_task`.
pub(crate) struct ActResponses;

impl IntoResponses for ActResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = responses("The task as it stands now", &TaskBody::name(), ErrorCode::TaskUnknown);
        responses.insert("409".to_owned(), problem_response(&[ErrorCode::TaskStateConflict]).into());
        responses
    }
}

fn responses(description: &str, schema: &str, not_found: ErrorCode) -> BTreeMap<String, RefOr<Response>> {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    let found = ResponseBuilder::new()
        .description(description)
        .content("application/json", content)
        .header("Cache-Control", header(Type::String, "`no-store`: true only now"))
        .build();
    BTreeMap::from([("200".to_owned(), found.into()), ("404".to_owned(), problem_response(&[not_found]).into())])
}
