//! `/api/v3/inventory/sbcs` and `/api/v3/inventory/channels`: what the operator has.

use super::refusals::{ByChannel, ById, Paging, Setting, Stored};
use super::schema::{ChannelBody, SbcBody};
use super::view::{Channel, Page, Sbc};
use super::{inputs, reply, reply_kept, see_all};
use crate::body::Sent;
use crate::guard::{Admin, Reader};
use crate::numbers::default_page_size;
use crate::problem::Problem;
use crate::router::Api;
use crate::wants::Wants;
use crate::write::actor;
use axum::extract::State;
use axum::response::Response;
use http::Uri;
use numberline_service::{channel, sbc};

fn page(api: &Api, uri: &Uri) -> Result<(u64, u64), Problem> {
    let most = api.settings.max_page_size;
    inputs::page(uri, most, default_page_size(most))
}

/// SBCs
///
/// In the order of ids. A token that sees all tenants also sees those that only numbers name.
#[utoipa::path(
    get,
    path = "/api/v3/inventory/sbcs",
    operation_id = "list_sbcs",
    tag = "records",
    params(Paging),
    responses((status = 200, description = "A page of SBCs", body = Page<Sbc>), Stored),
    security(("bearer" = [])),
)]
pub(super) async fn list_sbcs(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
) -> Result<Response, Problem> {
    let (page, size) = page(&api, &uri)?;
    let sbcs = api.with_database(move |service| sbc::list(service, &caller.scope)).await?;
    Ok(reply(&Page::of(sbcs, page, size, |sbc| Sbc::of(&sbc))))
}

/// Set an SBC
///
/// Makes it, or replaces it. All numbers that it is attached to show its name and address at once. Safe to repeat.
#[utoipa::path(
    put,
    path = "/api/v3/inventory/sbcs/{id}",
    operation_id = "set_sbc",
    tag = "records",
    params(ById),
    request_body = SbcBody,
    responses(
        (status = 200, description = "The SBC as it is now", body = Sbc, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        Setting,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn set_sbc(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
    sent: Sent,
) -> Result<Response, Problem> {
    see_all(&caller)?;
    let sbc = inputs::sbc(inputs::id(&uri, "id", 0)?, &sent)?;
    let by = actor(caller.token);
    let kept = api.with_database(move |service| sbc::set(service, sbc, &by)).await?;
    Ok(reply_kept(&api, &caller, &Sbc::of(&kept.record), kept.seq).await)
}

/// Channels
///
/// The operator's resellers, in the order of ids.
#[utoipa::path(
    get,
    path = "/api/v3/inventory/channels",
    operation_id = "list_channels",
    tag = "records",
    params(Paging),
    responses((status = 200, description = "A page of channels", body = Page<Channel>), Stored),
    security(("bearer" = [])),
)]
pub(super) async fn list_channels(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
) -> Result<Response, Problem> {
    see_all(&caller)?;
    let (page, size) = page(&api, &uri)?;
    let channels = api.with_database(channel::list).await?;
    Ok(reply(&Page::of(channels, page, size, Channel::of)))
}

/// Set a channel
///
/// Makes it, or replaces it. Safe to repeat.
#[utoipa::path(
    put,
    path = "/api/v3/inventory/channels/{id}",
    operation_id = "set_channel",
    tag = "records",
    params(ByChannel),
    request_body = ChannelBody,
    responses(
        (status = 200, description = "The channel as it is now", body = Channel, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        Setting,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn set_channel(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
    sent: Sent,
) -> Result<Response, Problem> {
    see_all(&caller)?;
    let channel = inputs::channel(inputs::id(&uri, "id", 1)?, &sent)?;
    let by = actor(caller.token);
    let kept = api.with_database(move |service| channel::set(service, channel, &by)).await?;
    Ok(reply_kept(&api, &caller, &Channel::of(kept.record), kept.seq).await)
}
