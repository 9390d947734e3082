//! How things stand in the JSON of both systems. Members that we do not read are ignored, an absent one and a null are
//! the same, and a row that breaks the description makes its whole answer one that cannot be understood.

pub(super) mod account;
pub(super) mod address;
pub(super) mod assignment;
pub(super) mod consent;
pub(super) mod number;
pub(super) mod page;
mod text;

use crate::{Failure, Provisioning, ProvisioningError};
use serde::Deserialize;
use text::{Text, owned};

/// An error as it stands in a row; what is nested in it is not read.
#[derive(Deserialize)]
struct ErrorRow<'a> {
    #[serde(borrow)]
    code: Text<'a>,
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    target: Option<Text<'a>>,
}

fn provisioning(status: Option<&Text<'_>>, errors: Option<Vec<ErrorRow<'_>>>) -> Provisioning {
    let errors = errors.unwrap_or_default().into_iter().map(|row| ProvisioningError {
        code: row.code.into_string(),
        message: row.message.into_string(),
        target: owned(row.target),
    });
    Provisioning::of(status.map(Text::as_str), errors.collect())
}

/// A row that breaks the description.
fn malformed(what: &str) -> Failure {
    Failure::Malformed { reason: format!("a row has {what} that is none") }
}
