//! HTTP: routes, auth, JSON, problems, OpenAPI. What the product does is in `numberline-service`; a handler guards,
//! reads its input, makes one call and answers.
//!
//! | module | what it looks after |
//! | --- | --- |
//! | `router` | every route |
//! | `edge` | what every request and answer passes: limits, the guard that denies by default, problems, panics |
//! | [`guard`] | who asks; the role that a handler needs, in its signature |
//! | [`problem`] | errors as callers see them |
//! | `orders`, `removals`, `tasks` | what changes numbers |
//! | `numbers`, `numbers_v2`, `history`, `released`, [`records`], `inventory`, `tokens`, `health`, `metrics`, `docs` | one file for each resource |
//! | `portal` | the pages, and the session of who looks at them |
//! | [`Standing`] | what a running server has counted, and whether it is about to stop |
//! | `query`, `body`, `wants` | what a request says, read strictly |
//! | `write`, `rates` | how changes are made off the request's thread, and how often |
//! | `answer` | buffers, headers and compression of the answers |
//! | [`openapi()`] | the published description |
//! | [`server`] | the accept loop with its time limits |

mod answer;
mod body;
mod docs;
mod edge;
pub mod guard;
mod health;
mod history;
mod inventory;
mod metrics;
mod numbers;
mod numbers_v2;
mod openapi;
mod orders;
mod packed;
mod paging;
mod portal;
pub mod problem;
mod query;
mod rates;
pub mod records;
mod released;
mod removals;
mod router;
pub mod server;
mod settings;
mod standing;
mod tasks;
mod tokens;
mod wants;
mod write;

pub use metrics::Metrics;
pub use openapi::{openapi, openapi_json};
pub use rates::Rate;
pub use router::{Routers, routers};
pub use settings::{BasePath, InvalidBasePath, Settings};
pub use standing::Standing;
pub use tasks::{task_json, tasks_json};
