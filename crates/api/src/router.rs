//! Every route, and what the handlers share.

use crate::answer::Buffers;
use crate::edge::{Admission, Edge, no_such_path};
use crate::metrics::{self, Requests};
use crate::portal::{self, Assets};
use crate::problem::{ErrorCode, Problem};
use crate::rates::Limiter;
use crate::settings::{BasePath, Settings};
use crate::standing::Standing;
use crate::{
    docs, health, history, inventory, numbers, numbers_v2, openapi, orders, records, released, removals, tasks, tokens,
};
use axum::Router;
use numberline_domain::Scope;
use numberline_service::Service;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;

/// How long a request waits for the change that it asks for.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many requests look at whole lists at a time: others wait for them, so that processors are left for pages.
const LOOKS: usize = 2;
/// How many streams of events are open at a time.
const FOLLOWERS: usize = 2000;
/// How many streams of tasks are: each asks the database twice a second.
const WATCHERS: usize = 200;

/// What the handlers share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api(Arc<Shared>);

/// The parts of an [`Api`].
pub(crate) struct Shared {
    pub(crate) service: Service,
    pub(crate) settings: Settings,
    pub(crate) standing: Standing,
    pub(crate) requests: Requests,
    pub(crate) buffers: Buffers,
    pub(crate) releases: Limiter,
    pub(crate) approvals: Limiter,
    pub(crate) assets: Assets,
    /// The calls that pages may offer.
    pub(crate) calls: String,
    pub(crate) followers: Arc<Semaphore>,
    pub(crate) watchers: Arc<Semaphore>,
    looks: Arc<Semaphore>,
}

impl Deref for Api {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Api {
    /// What the handlers share over a service.
    pub(crate) fn new(service: Service, settings: Settings, standing: &Standing) -> Self {
        let document = openapi::of(&settings);
        let operations = openapi::operations(&document).chain(docs::OPERATIONS).chain(portal::OPERATIONS);
        let requests = Requests::new(&standing.metrics, operations);
        let calls = portal::available(&document, settings.base_path.as_str());
        Self(Arc::new(Shared {
            releases: Limiter::new("release", settings.release_rate),
            approvals: Limiter::new("ready-for-removal", settings.removal_rate),
            service,
            settings,
            standing: standing.clone(),
            requests,
            buffers: Buffers::default(),
            assets: Assets::load(),
            calls,
            followers: Arc::new(Semaphore::new(FOLLOWERS)),
            watchers: Arc::new(Semaphore::new(WATCHERS)),
            looks: Arc::new(Semaphore::new(LOOKS)),
        }))
    }

    /// Does what takes longer than a page, away from the threads that answer others.
    pub(crate) async fn look<T, E>(
        &self,
        work: impl FnOnce(&Service) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let permit = Arc::clone(&self.looks).acquire_owned().await.expect("the semaphore is never closed");
        let service = self.service.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also for a client that has gone away meanwhile.
            let _permit = permit;
            work(&service)
        });
        let done = done.await;
        done.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic())).map_err(Into::into)
    }

    /// Waits until the inventory knows of a change, as far as the caller may know it.
    pub(crate) async fn reach(&self, scope: &Scope, seq: Option<u64>) -> Result<(), Problem> {
        let Some(seq) = seq else { return Ok(()) };
        if self.service.shared().wait_for(scope, seq, PATIENCE).await {
            return Ok(());
        }
        let detail = format!("change {seq} did not arrive within {} seconds", PATIENCE.as_secs());
        Err(Problem::new(ErrorCode::SeqNotReached, detail).retry_after(1))
    }
}

/// What is served over a service.
pub struct Routers {
    /// The whole API.
    pub api: Router,
    /// `/metrics` alone, without a credential, for a listener of its own.
    pub metrics: Router,
}

/// The routers over a service.
#[must_use]
pub fn routers(service: Service, settings: Settings, standing: &Standing) -> Routers {
    let document = openapi::to_json(&openapi::of(&settings));
    let (routes, _) = described(&settings.base_path).split_for_parts();
    let api = Api::new(service, settings, standing);
    let finish = |routes: Router<Api>, admission| {
        routes.fallback(no_such_path).layer(Edge { api: api.clone(), admission }).with_state(api.clone())
    };
    Routers {
        api: finish(routes.merge(docs::routes(document)).merge(portal::routes()), Admission::Known),
        metrics: finish(Router::new().route(metrics::PATH, metrics::open_route()), Admission::Everybody),
    }
}

/// The routes that the OpenAPI document describes, with the document.
pub(crate) fn described(base: &BasePath) -> OpenApiRouter<Api> {
    let under_base = numbers::routes()
        .merge(numbers_v2::routes())
        .merge(history::routes())
        .merge(released::routes())
        .merge(orders::routes())
        .merge(removals::routes())
        .merge(tasks::routes())
        .merge(records::routes())
        .merge(inventory::routes())
        .merge(tokens::routes());
    let under_base =
        if base.as_str().is_empty() { under_base } else { OpenApiRouter::new().nest(base.as_str(), under_base) };
    OpenApiRouter::with_openapi(openapi::base()).merge(health::routes()).merge(metrics::routes()).merge(under_base)
}
