//! Customers and their numbers.

use super::{Answered, Refused};
use crate::simulator::{NumberState, Simulator};
use crate::world::customer::{NewAccount, NewNumber};
use crate::world::shape::Assignment;
use crate::world::tenant::{ConsentStatus, NewAddress};
use axum::Json;
use axum::extract::{Path, Query, State};
use numberline_domain::{Guid, PhoneNumber};
use serde::Deserialize;
use serde_json::{Value, json};

/// The most numbers that appear at once.
const MOST: u64 = 10_000_000;

pub(super) async fn list(State(simulator): State<Simulator>) -> Json<Value> {
    let world = simulator.world();
    let accounts = world.accounts.values().map(|account| {
        let tenant = account.tenant();
        let consent = tenant.and_then(|tenant| world.tenants.get(&tenant)).and_then(|tenant| tenant.consent.as_ref());
        json!({
            "name": *account.name,
            "tenant": tenant.map(|tenant| tenant.to_string()),
            "company": consent.map(|consent| consent.company.as_str()),
            "consent": consent.map(|consent| consent.status.as_str()),
            "numbers": account.numbers.len(),
        })
    });
    Json(json!({ "accounts": accounts.collect::<Vec<_>>() }))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Added {
    name: String,
    tenant: Option<String>,
    company: Option<String>,
    #[serde(default = "active")]
    consent: Option<ConsentStatus>,
    countries: Option<Vec<String>>,
    trusts_us: Option<bool>,
    has_account: Option<bool>,
    #[serde(default)]
    addresses: Vec<NewAddress>,
    numbers: Option<Appeared>,
}

#[expect(clippy::unnecessary_wraps, reason = "the default of a member that may be null")]
fn active() -> Option<ConsentStatus> {
    Some(ConsentStatus::Active)
}

pub(super) async fn add(State(simulator): State<Simulator>, Json(added): Json<Added>) -> Answered {
    let mut new = NewAccount::new(&added.name);
    new.tenant = added.tenant.as_deref().map(tenant_of).transpose()?;
    (new.company, new.consent, new.addresses) = (added.company, added.consent, added.addresses);
    new.countries = added.countries.unwrap_or(new.countries);
    new.trusts_us = added.trusts_us.unwrap_or(new.trusts_us);
    new.has_account = added.has_account.unwrap_or(new.has_account);
    if added.numbers.is_some() && !new.has_account {
        return Err(Refused::bad("numbers need an account"));
    }
    let numbers = added.numbers.map(|numbers| numbers.read()).transpose()?.unwrap_or_default();
    let tenant = simulator.add_account(&new)?;
    let count = if numbers.is_empty() { 0 } else { simulator.add_numbers(&new.name, numbers)? };
    Ok(Json(json!({ "name": new.name, "tenant": tenant.to_string(), "numbers": count })))
}

/// Numbers that appear: some, or so many in a row.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Appeared {
    #[serde(default)]
    numbers: Vec<String>,
    first: Option<String>,
    count: Option<u64>,
    usage: Option<String>,
    choosable_capabilities: Option<Vec<String>>,
    assignment: Option<Assignment>,
    is_synced: Option<bool>,
}

impl Appeared {
    fn read(&self) -> Result<Vec<NewNumber>, Refused> {
        let mut phones = super::number::phones(&self.numbers)?;
        match (&self.first, self.count) {
            (None, None) => {}
            (Some(first), count) => {
                let (first, count) = (super::number::phone(first)?, count.unwrap_or(1));
                if count > MOST {
                    return Err(Refused::bad(format!("at most {MOST} numbers appear at once")));
                }
                for digits in first.digits()..first.digits() + count {
                    let phone = PhoneNumber::from_digits(digits);
                    phones.push(phone.map_err(|_| Refused::bad("the range ends past the longest number"))?);
                }
            }
            (None, Some(_)) => return Err(Refused::bad("say `first` beside `count`")),
        }
        if phones.is_empty() {
            return Err(Refused::bad("name `numbers`, or `first` and `count`"));
        }
        let numbers = phones.into_iter().map(|phone| {
            let mut number = NewNumber::new(phone);
            number.usage = self.usage.clone().unwrap_or(number.usage);
            number.choosable_capabilities =
                self.choosable_capabilities.clone().unwrap_or(number.choosable_capabilities);
            number.assignment = self.assignment.unwrap_or(number.assignment);
            number.is_synced = self.is_synced.unwrap_or(number.is_synced);
            number
        });
        Ok(numbers.collect())
    }
}

pub(super) async fn appear(
    State(simulator): State<Simulator>,
    Path(account): Path<String>,
    Json(appeared): Json<Appeared>,
) -> Answered {
    let numbers = appeared.read()?;
    let account = named(&simulator, &account)?;
    let count = simulator.add_numbers(&account, numbers)?;
    Ok(Json(json!({ "numbers": count })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    #[serde(default)]
    skip: usize,
    #[serde(default = "Part::page")]
    top: usize,
}

impl Part {
    fn page() -> usize {
        1000
    }
}

pub(super) async fn numbers(
    State(simulator): State<Simulator>,
    Path(account): Path<String>,
    Query(part): Query<Part>,
) -> Answered {
    let world = simulator.world();
    let listed = &world.account_named(&account)?.numbers;
    let numbers = listed.iter().skip(part.skip).take(part.top).map(|slot| {
        let state = NumberState::of(world.numbers.row(*slot));
        json!({
            "telephoneNumber": state.phone.to_string(),
            "standing": state.standing,
            "assignment": state.assignment.as_str(),
        })
    });
    Ok(Json(json!({ "total": listed.len(), "numbers": numbers.collect::<Vec<_>>() })))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Changed {
    consent: Option<ConsentStatus>,
    trusts_us: Option<bool>,
}

pub(super) async fn tenant(
    State(simulator): State<Simulator>,
    Path(tenant): Path<String>,
    Json(changed): Json<Changed>,
) -> Answered {
    let tenant = tenant_of(&tenant)?;
    if let Some(status) = changed.consent {
        simulator.consent(tenant, status)?;
    }
    if let Some(trusts_us) = changed.trusts_us {
        simulator.trust(tenant, trusts_us);
    }
    Ok(Json(json!({})))
}

/// The name of an account that may be told by its directory.
pub(super) fn named(simulator: &Simulator, name_or_tenant: &str) -> Result<String, Refused> {
    Ok(simulator.world().account_named(name_or_tenant)?.name.to_string())
}

fn tenant_of(text: &str) -> Result<Guid, Refused> {
    Guid::parse(text).map_err(|error| Refused::bad(format!("the tenant `{text}` {error}")))
}
