//! `/api/v3/oc/tasks/{taskId}/events`: a task as it goes on, told whenever it stands differently.

use super::description::{FindParameters, FollowResponses};
use super::input::FollowInput;
use super::task_json;
use crate::guard::{self, Reader};
use crate::openapi::{Authorised, StreamedEvent};
use crate::problem::{ErrorCode, Problem};
use crate::router::Api;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use http::HeaderMap;
use numberline_domain::TaskId;
use numberline_service::task::{self, TaskView};
use numberline_service::token::Caller;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Well below the time after which silent connections are closed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often the task is looked at: much of what a task does changes no number, and any node may be doing it.
const LOOK: Duration = Duration::from_millis(500);

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(follow_task))
}

/// One task, as it goes on
///
/// Server-sent events. `task` brings the task as `GET /api/v2/task/{taskId}` gives it: at once, and whenever it stands
/// differently, at most twice a second. The stream ends after the task did; and when the token is revoked or expires, or
/// the server is about to stop.
#[utoipa::path(
    get,
    path = "/api/v3/oc/tasks/{taskId}/events",
    operation_id = "follow_task",
    tag = "tasks",
    params(FindParameters),
    responses(
        (status = 200, description = "The stream", content_type = "text/event-stream", body = StreamedEvent),
        FollowResponses,
        Authorised,
    ),
    security(("bearer" = [])),
)]
async fn follow_task(
    Reader(caller): Reader,
    State(api): State<Api>,
    input: FollowInput,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    if api.standing.is_stopping() {
        let detail = "the server is about to stop; follow another";
        return Err(Problem::new(ErrorCode::Stopping, detail).retry_after(1));
    }
    let Ok(permit) = api.watchers.clone().try_acquire_owned() else {
        let detail = "as many as the server takes follow tasks; look at the task now and then";
        return Err(Problem::new(ErrorCode::FollowersExhausted, detail).retry_after(30));
    };
    let stopped = api.standing.stopping();
    let mut watcher =
        Watcher { api, headers, caller, id: input.id, stopped, told: String::new(), is_over: false, _permit: permit };
    let first = watcher.look().await?;
    let events = stream::unfold((watcher, Some(first)), |(mut watcher, looked)| async {
        let view = match looked {
            Some(view) => view,
            None => watcher.next().await?,
        };
        let event = Event::default().event("task").data(watcher.told.clone());
        watcher.is_over = view.task.status.is_final();
        Some((Ok(event), (watcher, None)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Who watches a task, and what they know of it.
struct Watcher {
    api: Api,
    headers: HeaderMap,
    caller: Caller,
    id: TaskId,
    stopped: watch::Receiver<bool>,
    /// The task as it was told last, as JSON.
    told: String,
    /// Whether that was its end.
    is_over: bool,
    _permit: OwnedSemaphorePermit,
}

impl Watcher {
    /// The task as it stands, which is told from now on.
    async fn look(&mut self) -> Result<TaskView, Problem> {
        let (caller, id) = (self.caller.clone(), self.id);
        let view = self.api.with_database(move |service| task::find(service, &caller, id)).await?;
        self.told = task_json(&view);
        Ok(view)
    }

    /// The task when it stands differently; `None` when the stream has to end.
    async fn next(&mut self) -> Option<TaskView> {
        while !self.is_over {
            tokio::select! {
                // A server that is gone without a word has stopped too.
                _ = self.stopped.wait_for(|stopping| *stopping) => return None,
                () = tokio::time::sleep(LOOK) => {}
            }
            self.caller = guard::recognise(&self.api.service, &self.headers).ok()?;
            let before = self.told.clone();
            // A database that is away for a while tells nothing new.
            let Ok(view) = self.look().await else { continue };
            if self.told != before {
                return Some(view);
            }
        }
        None
    }
}
