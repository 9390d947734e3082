//! The control API: how a person or a test looks at the simulator and drives it. Plain JSON, without a credential, for this
//! machine alone. `docs/simulator.md` lists its paths.

mod account;
mod fault;
mod number;
mod order;
mod remote;
mod setting;
mod state;

pub use remote::{NotDone, Remote};

use crate::simulator::Simulator;
use crate::trouble::Trouble;
use axum::Json;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};
use http::StatusCode;
use serde_json::{Value, json};

/// An answer, or why there is none.
type Answered = Result<Json<Value>, Refused>;

/// The paths there are.
pub(crate) fn router(simulator: Simulator) -> Router {
    Router::new()
        .route("/control/state", get(state::state))
        .route("/control/accounts", get(account::list).post(account::add))
        .route("/control/accounts/{account}/numbers", get(account::numbers).post(account::appear))
        .route("/control/tenants/{tenant}", put(account::tenant))
        .route("/control/numbers/delete", post(number::delete))
        .route("/control/numbers/assign", post(number::assign))
        .route("/control/numbers/unassign", post(number::unassign))
        .route("/control/numbers/place", post(number::place))
        .route("/control/numbers/move", post(number::move_to))
        .route("/control/numbers/fail", post(number::fail))
        .route("/control/numbers/mend", post(number::mend))
        .route("/control/faults", get(fault::list).post(fault::add).delete(fault::clear))
        .route("/control/faults/{id}", delete(fault::remove))
        .route("/control/orders", get(order::list))
        .route("/control/settings", patch(setting::change))
        .route("/control/clock", post(setting::advance))
        .route("/control/life", put(setting::live).delete(setting::rest))
        .route("/control/tokens", delete(setting::revoke))
        .route("/control/reset", post(setting::reset))
        .with_state(simulator)
}

/// Why something was not done.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    message: String,
}

impl Refused {
    fn bad(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into() }
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        let status = match &trouble {
            Trouble::UnknownAccount(_) | Trouble::UnknownNumber(_) | Trouble::NoConsent(_) => StatusCode::NOT_FOUND,
            Trouble::AccountExists(_) | Trouble::NumberExists(_) => StatusCode::CONFLICT,
            Trouble::NoName(_) => StatusCode::BAD_REQUEST,
        };
        Self { status, message: trouble.to_string() }
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, message: error.to_string() }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}
