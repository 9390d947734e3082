//! `/api/v3/inventory/…`: what tables, plots and people need beyond the documented call. All of it is answered from
//! memory.

mod directory;
mod events;
mod input;
mod overview;
mod window;

use crate::router::Api;
use utoipa_axum::router::OpenApiRouter;

/// The calls about the inventory as a whole.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .merge(window::routes())
        .merge(overview::routes())
        .merge(directory::routes())
        .merge(events::routes())
}
