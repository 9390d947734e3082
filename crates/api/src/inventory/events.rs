//! `/api/v3/inventory/events`: tells a page that what it shows has changed.

use crate::guard::{self, Reader};
use crate::openapi::{Authorised, StreamedEvent, problem_response};
use crate::problem::{ErrorCode, Problem};
use crate::query::NoParameters;
use crate::router::Api;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use http::HeaderMap;
use numberline_domain::Scope;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use utoipa::IntoResponses;
use utoipa::openapi::{RefOr, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Well below the time after which silent connections are closed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// After so long the reader's credential is looked at again, even if nothing changed: it may have expired.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// Changes are told together, at most so often.
const TOGETHER: Duration = Duration::from_millis(200);

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(follow_events))
}

/// What happens, as it happens
///
/// Server-sent events. `change` says that numbers or tokens within the token's reach changed:
/// `{"seq": 17}`, the last change that answers know of. Several changes may be told as one. The stream ends when the
/// token is revoked or expires, and when the server is about to stop.
#[utoipa::path(
    get,
    path = "/api/v3/inventory/events",
    operation_id = "follow_events",
    tag = "inventory",
    responses(
        (status = 200, description = "The stream", content_type = "text/event-stream", body = StreamedEvent),
        Busy,
        Authorised,
    ),
    security(("bearer" = [])),
)]
async fn follow_events(
    Reader(caller): Reader,
    State(api): State<Api>,
    _query: NoParameters,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    if api.standing.is_stopping() {
        let detail = "the server is about to stop; follow another";
        return Err(Problem::new(ErrorCode::Stopping, detail).retry_after(1));
    }
    let Ok(permit) = api.followers.clone().try_acquire_owned() else {
        let detail = "as many as the server takes follow its events; try again later";
        return Err(Problem::new(ErrorCode::FollowersExhausted, detail).retry_after(30));
    };
    let changes = api.service.shared().changes();
    let stopped = api.standing.stopping();
    let follower = Follower { api, headers, scope: caller.scope, changes, stopped, told: None, _permit: permit };
    let events = stream::unfold(follower, |mut follower| async {
        let seq = follower.next().await?;
        let event = Event::default().event("change").data(format!("{{\"seq\":{seq}}}"));
        Some((Ok(event), follower))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Who reads a stream, and how far.
struct Follower {
    api: Api,
    headers: HeaderMap,
    scope: Scope,
    changes: watch::Receiver<Option<u64>>,
    stopped: watch::Receiver<bool>,
    told: Option<u64>,
    _permit: OwnedSemaphorePermit,
}

impl Follower {
    /// The next change to tell; `None` when the stream has to end.
    async fn next(&mut self) -> Option<u64> {
        loop {
            guard::recognise(&self.api.service, &self.headers).ok()?;
            let seq = self.api.service.shared().inventory().scope_seq(&self.scope);
            if self.told != Some(seq) {
                self.told = Some(seq);
                return Some(seq);
            }
            tokio::select! {
                () = announced(&mut self.stopped) => return None,
                changed = self.changes.changed() => {
                    changed.ok()?;
                    // The bound on how often changes are told, not a wait for something.
                    tokio::time::sleep(TOGETHER).await;
                }
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}

/// Waits until the server is about to stop.
async fn announced(stopped: &mut watch::Receiver<bool>) {
    // A server that is gone without a word has stopped too.
    let _ = stopped.wait_for(|stopping| *stopping).await;
}

/// The refusals that only this call can meet.
struct Busy;

impl IntoResponses for Busy {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let codes = [
            ErrorCode::InventoryLoading,
            ErrorCode::CredentialUnverifiable,
            ErrorCode::Stopping,
            ErrorCode::FollowersExhausted,
        ];
        BTreeMap::from([("503".to_owned(), problem_response(&codes).into())])
    }
}
