//! What customers do with numbers.

use super::account::named;
use super::{Answered, Refused};
use crate::simulator::Simulator;
use crate::world::life::Among;
use crate::world::shape::{Assignment, Failure};
use axum::Json;
use axum::extract::State;
use numberline_domain::PhoneNumber;
use serde::Deserialize;
use serde_json::{Value, json};

/// Which numbers: these, or so many of an account by chance.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Chosen {
    numbers: Vec<String>,
    account: Option<String>,
    count: Option<usize>,
    /// Assign: to what.
    assignment: Option<Assignment>,
    /// Move: the other account.
    to: Option<String>,
    /// Fail: the error.
    code: Option<String>,
    message: Option<String>,
    /// Place: where.
    civic_address_id: Option<String>,
    location_id: Option<String>,
}

impl Chosen {
    fn phones(&self, simulator: &Simulator, among: Among) -> Result<Vec<PhoneNumber>, Refused> {
        match (&self.account, self.count) {
            (Some(account), count) if self.numbers.is_empty() => {
                let account = named(simulator, account)?;
                Ok(simulator.choose(&account, count.unwrap_or(1), among))
            }
            (None, None) if !self.numbers.is_empty() => phones(&self.numbers),
            _ => Err(Refused::bad("name either `numbers`, or an `account` and a `count`")),
        }
    }
}

/// Reads telephone numbers.
pub(super) fn phones(texts: &[String]) -> Result<Vec<PhoneNumber>, Refused> {
    texts.iter().map(|text| phone(text)).collect()
}

/// Reads a telephone number.
pub(super) fn phone(text: &str) -> Result<PhoneNumber, Refused> {
    PhoneNumber::parse(text).map_err(|error| Refused::bad(format!("`{text}` {error}")))
}

fn done(phones: &[PhoneNumber]) -> Answered {
    Ok(Json(json!({ "numbers": phones.iter().map(ToString::to_string).collect::<Value>() })))
}

pub(super) async fn delete(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let phones = chosen.phones(&simulator, Among::Unassigned)?;
    simulator.customer_deletes(&phones)?;
    done(&phones)
}

pub(super) async fn assign(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let phones = chosen.phones(&simulator, Among::Unassigned)?;
    simulator.assign(&phones, chosen.assignment.unwrap_or(Assignment::UserAssigned))?;
    done(&phones)
}

pub(super) async fn unassign(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let phones = chosen.phones(&simulator, Among::Assigned)?;
    simulator.assign(&phones, Assignment::Unassigned)?;
    done(&phones)
}

pub(super) async fn place(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let phones = chosen.phones(&simulator, Among::Any)?;
    let (Some(address), Some(location)) = (&chosen.civic_address_id, &chosen.location_id) else {
        return Err(Refused::bad("name `civicAddressId` and `locationId`"));
    };
    simulator.place(&phones, address, location)?;
    done(&phones)
}

pub(super) async fn move_to(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let to = named(&simulator, chosen.to.as_deref().ok_or_else(|| Refused::bad("name the account it moves `to`"))?)?;
    let phones = chosen.phones(&simulator, Among::Unassigned)?;
    simulator.move_to(&phones, &to)?;
    done(&phones)
}

pub(super) async fn fail(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let phones = chosen.phones(&simulator, Among::Any)?;
    let code = chosen.code.unwrap_or_else(|| "ProvisioningFailed".to_owned());
    let message = chosen.message.unwrap_or_else(|| "The number could not be provisioned.".to_owned());
    simulator.fail(&phones, Failure { code, message });
    done(&phones)
}

pub(super) async fn mend(State(simulator): State<Simulator>, Json(chosen): Json<Chosen>) -> Answered {
    let phones = phones(&chosen.numbers)?;
    simulator.mend(&phones);
    done(&phones)
}
