//! `numberline openapi`: the API's description, the same that a server gives at `/openapi.json`.

use super::Outcome;
use crate::output;

/// Print the API's OpenAPI 3.1 document
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline openapi > openapi.json")]
pub(crate) struct Openapi {}

impl Openapi {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let document = numberline_api::openapi_json();
        output::print(format!("{}\n", document.trim_end()).as_bytes())?;
        Ok(Outcome::Done)
    }
}
