//! HTTP: routes, auth, JSON, problems, OpenAPI. What the product does is in `numberline-service`; a handler guards,
//! reads its input, makes one call and answers.
//!
//! | module | what it looks after |
//! | --- | --- |
//! | `router` | every route |
//! | `edge` | what every request and answer passes: limits, the guard that denies by default, problems, panics |
//! | [`guard`] | who asks; the role that a handler needs, in its signature |
//! | [`problem`] | errors as callers see them |
//! | `numbers`, `inventory`, `tokens`, `health`, `metrics`, `docs` | one file for each resource |
//! | `portal` | the pages, and the session of who looks at them |
//! | [`Standing`] | what a running server has counted, and whether it is about to stop |
//! | `query`, `wants` | what a request says, read strictly |
//! | `answer` | buffers, headers and compression of the answers |
//! | [`openapi()`] | the published description |
//! | [`server`] | the accept loop with its time limits |

mod answer;
mod docs;
mod edge;
pub mod guard;
mod health;
mod inventory;
mod metrics;
mod numbers;
mod openapi;
mod portal;
pub mod problem;
mod query;
mod router;
pub mod server;
mod settings;
mod standing;
mod tokens;
mod wants;

pub use metrics::Metrics;
pub use openapi::{openapi, openapi_json};
pub use router::{Routers, routers};
pub use settings::{BasePath, InvalidBasePath, Settings};
pub use standing::Standing;
