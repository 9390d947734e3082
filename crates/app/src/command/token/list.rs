//! `numberline token list`: the tokens there are, without their secrets.

use crate::cli::Globals;
use crate::command::Outcome;
use crate::{output, table};
use numberline_domain::{Ticks, Token};
use numberline_service::token;
use serde_json::{Value, json};

/// List the tokens, without their secrets
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline token list\n  numberline token list --json")]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let tokens = token::list(&service)?;
        let now = service.clock().now();
        if self.json {
            let list: Vec<_> = tokens.iter().map(|token| describe(token, now)).collect();
            output::print(format!("{}\n", Value::from(list)).as_bytes())?;
        } else {
            output::print(render(&tokens, now).as_bytes())?;
        }
        Ok(Outcome::Done)
    }
}

/// Whether a token is accepted, in a word.
fn state(token: &Token, now: Ticks) -> &'static str {
    if token.revoked_at.is_some() {
        "revoked"
    } else if token.expires_at.is_some_and(|end| end <= now) {
        "expired"
    } else {
        "active"
    }
}

/// The limits of a scope as a list of words, or that there are none.
fn limits<T: ToString>(limits: Option<&[T]>) -> String {
    match limits {
        Some(limits) => limits.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        None => "all".to_owned(),
    }
}

fn describe(token: &Token, now: Ticks) -> Value {
    let time = |instant: Option<Ticks>| instant.map(|instant| instant.to_string());
    let tenants = token.scope.tenants().map(|tenants| tenants.iter().map(ToString::to_string).collect::<Vec<_>>());
    json!({
        "id": token.id.0,
        "name": token.name,
        "role": token.role.as_str(),
        "tenants": tenants,
        "channels": token.scope.channels(),
        "createdAt": token.created_at.to_string(),
        "expiresAt": time(token.expires_at),
        "revokedAt": time(token.revoked_at),
        "lastUsedAt": time(token.last_used_at),
        "state": state(token, now),
    })
}

fn render(tokens: &[Token], now: Ticks) -> String {
    let mut rows =
        table::new(&["id", "name", "role", "tenants", "channels", "created", "expires", "last used", "state"]);
    let time = |instant: Option<Ticks>| {
        instant.map_or_else(|| "never".to_owned(), |instant| table::instant(&instant.to_string()))
    };
    for token in tokens {
        rows.add_row([
            token.id.to_string(),
            table::visible(token.name.as_deref().unwrap_or_default()),
            token.role.as_str().to_owned(),
            limits(token.scope.tenants()),
            limits(token.scope.channels()),
            time(Some(token.created_at)),
            time(token.expires_at),
            time(token.last_used_at),
            state(token, now).to_owned(),
        ]);
    }
    table::text(&rows)
}
